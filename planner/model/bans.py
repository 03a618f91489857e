"""A week without one of its foods, as a change of bounds where that is enough."""

from dataclasses import replace

import numpy as np

from planner.model.needs import Needs
from planner.model.spec import Spec
from planner.model.variety import kinds_wanted
from planner.model.week import ANIMAL_ROLES, WeekModel


def without_food(model: WeekModel, needs: Needs, spec: Spec, food: int) -> Spec | None:
    """`spec` (of `model`) with a food held at 0 and floors of variety that fit what is left.

    None where more would change than bounds: a food of a must-have, or one that the floor of meat and fish counts.
    """
    counted = any(food in must.foods for must in needs.must_have)
    if counted or needs.catalogue.foods[food].role in ANIMAL_ROLES:
        return None
    upper, row_lower = spec.upper.copy(), spec.row_lower.copy()
    upper[model.count[model.fillings.food == food]] = 0.0
    left = replace(needs, allowed=needs.allowed & (np.arange(len(needs.allowed)) != food))
    wanted = kinds_wanted(left, np.unique(model.fillings.food))
    for place, name in enumerate(spec.row_names):
        if name.startswith("kinds "):
            row_lower[place] = wanted[name.removeprefix("kinds ")]
    return replace(spec, upper=upper, row_lower=row_lower)
