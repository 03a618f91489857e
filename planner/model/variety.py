"""How many different foods of each group a week holds."""

from math import floor

import numpy as np

from planner.model.needs import Needs

GROUPS = ("fruit", "vegetable", "starch", "protein", "nut_seed")


def kinds_wanted(needs: Needs, foods: np.ndarray) -> dict[str, int]:
    """Floor on different foods by group, and over "all".

    A floor is scaled to the planned days and asks for at most a share of the `foods` on offer, so that a
    narrow choice (allergies, few foods) does not turn variety into an impossible wish.
    """
    rules, catalogue = needs.catalogue.rules, needs.catalogue
    weeks = min(1.0, needs.days / 7)
    groups = [catalogue.foods[food].group for food in foods if needs.allowed[food]]
    offer = {group: groups.count(group) for group in GROUPS} | {"all": len(groups)}
    return {
        group: min(round(rules[f"kinds_{group}"] * weeks), floor(rules["kinds_share"] * count))
        for group, count in offer.items()
    }


def scaled_kinds(needs: Needs, foods: np.ndarray) -> list[str]:
    """A sentence for each variety floor that a narrow choice has lowered."""
    rules, weeks = needs.catalogue.rules, min(1.0, needs.days / 7)
    sentences = []
    for group, kinds in kinds_wanted(needs, foods).items():
        usual = round(rules[f"kinds_{group}"] * weeks)
        if kinds < usual:
            word = {"nut_seed": "nut and seed", "all": "different"}.get(group, group)
            sentences.append(f"Few {word} foods are on offer: {kinds} instead of {usual} kinds asked for.")
    return sentences
