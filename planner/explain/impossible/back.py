"""Foods that come back: which of them matter, and how few of those that were left out are enough."""

from collections.abc import Collection, Sequence

import numpy as np

from planner.errors import WrongInput
from planner.explain.impossible.clash import Wished
from planner.explain.impossible.refusal import Kind
from planner.explain.impossible.wishes import plain_name
from planner.model.fillings import Fillings
from planner.request import PlanRequest, check_request

Array = np.ndarray
BEST_FOODS = 3  # so many are named
GIVES = 1e-3  # times in a plan, or shares of a target, that are worth naming
FEW = (1, 2, 3, 5, 8)  # so many foods are tried before all that were left out come back


def best_back(wished: Wished, fillings: Fillings, times: Array, lacking: Sequence[str]) -> list[int]:
    """Places of the foods that were kept away and that a plan uses, the best first.

    Best is what brings most of the `lacking` nutrients, or where none is lacking, what is used most. `times` of each
    filling.
    """
    catalogue = wished.catalogue
    columns = [catalogue.nutrient_index[nutrient] for nutrient in lacking]
    worth = np.ones(len(times))
    if columns:
        limits = [wished.needs.limit(nutrient) for nutrient in lacking]
        worth = fillings.least[:, columns] @ np.array([1 / limit.scale if limit else 0.0 for limit in limits])
    score = np.bincount(fillings.food, weights=times * worth, minlength=len(catalogue.foods))
    score[wished.needs.allowed] = 0.0
    return [int(place) for place in np.argsort(-score, kind="stable") if score[place] > GIVES]


def named(wished: Wished, places: Sequence[int]) -> str:
    """The best of them in words: "nutritional yeast, soy milk (fortified)"."""
    return ", ".join(plain_name(wished.catalogue.foods[place].name) for place in places[:BEST_FOODS])


def fewer_excluded(wished: Wished, places: Sequence[int], few: int) -> tuple[str, ...]:
    """What is still left out when the best of the foods left out come back; nothing whose name means one of them."""
    foods, spellings = wished.catalogue.foods, wished.catalogue.spellings
    excluded = {wish.name for wish in wished.away if wish.kind is Kind.EXCLUDED}
    back = {*[foods[place].food for place in places if foods[place].food in excluded][:few]}
    return tuple(slug for slug in wished.request.exclude if not back.intersection(spellings.get(slug, (slug,))))


def listed_foods(wished: Wished, slugs: Collection[str]) -> str:
    """Foods in words, in the order of the request."""
    index = wished.catalogue.food_index
    return ", ".join(
        plain_name(wished.catalogue.foods[index[slug]].name) for slug in wished.request.exclude if slug in slugs
    )


def exclude_options(wished: Wished, back: Collection[str]) -> tuple[list[str], list[str]]:
    """Options to add and to leave out for foods that come back: by the names with which they were left out."""
    add, drop = [], []
    for name in wished.excluded_as:
        try:
            meant = check_request(PlanRequest(exclude=(name,)), wished.catalogue).exclude
        except WrongInput:  # a food that an imported catalogue only lists: no dish holds it
            continue
        if {*meant} & {*back}:
            drop.append(f"--exclude {name}")
            add += [f"--exclude {slug}" for slug in meant if slug in wished.request.exclude and slug not in back]
    return add, drop
