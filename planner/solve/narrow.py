"""Fewer columns for the MIP of a week: what the LP says is worth having."""

import numpy as np

from planner.model.needs import Needs
from planner.model.week import WeekModel
from planner.solve.session import Answer

Array = np.ndarray


def narrowed(
    model: WeekModel, needs: Needs, relaxed: Answer, width: int | None, start: Array | None, more: int = 0
) -> Array:
    """[columns] what stays: the LP's own fillings, the last week's, the `width` of least reduced cost.

    What must be had stays, too. Of some roles only the kinds that the LP uses most, `more` of them where
    fewer hold no week. All columns where `width` is None.
    """
    count = model.count
    keep = np.ones(len(model.spec.cost), bool)
    if width is None:
        return keep
    if width < len(count):
        reduced, x = relaxed.reduced_costs, relaxed.x
        assert reduced is not None and x is not None
        edge = np.partition(reduced[count], width)[width]
        keep[count] = (reduced[count] <= edge) | (x[count] > 1e-7)
        if start is not None:
            keep[count] |= start[count] > 0.5
        for must in needs.must_have:
            keep[count] |= np.isin(model.fillings.food, must.foods)
    keep[count] &= _few_kinds(model, needs, relaxed, more)
    return keep


def _few_kinds(model: WeekModel, needs: Needs, relaxed: Answer, more: int) -> Array:
    """Fillings without the third oil and the second milk: of some roles only what the LP uses most.

    What is at home stays. What must be had comes first and stays: of several foods that
    will do, the one that the LP uses most.
    """
    fillings, catalogue = model.fillings, needs.catalogue
    assert relaxed.x is not None
    used = np.bincount(fillings.food, weights=relaxed.x[model.count], minlength=len(catalogue.foods))
    roles = np.array([food.role for food in catalogue.foods])
    first = np.zeros(len(catalogue.foods), bool)
    first[[must.foods[np.argmax(used[must.foods])] for must in needs.must_have]] = True
    stays = np.ones(len(catalogue.foods), bool)
    for role, most in catalogue.rules.starting("most_kinds_").items():
        inside = np.flatnonzero(roles == role)
        by_use = inside[np.lexsort((-used[inside], ~first[inside]))]
        stays[by_use[max(int(most) + more, int(first[inside].sum())) :]] = False
    stays |= _at_home(needs)
    return stays[fillings.food]


def _at_home(needs: Needs) -> Array:
    """[foods] bool: something of it is at home."""
    things, forms = {thing.food for thing in needs.at_home}, needs.catalogue.purchases
    return np.array([food.food in forms and forms[food.food].purchase in things for food in needs.catalogue.foods])
