"""The daily diet of many persons on one model: the foods of a diet are stated once, a person moves its bounds alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.model.needs import Limit, Needs
from planner.model.spec import INFINITY, Spec, SpecBuilder

Array = np.ndarray


@dataclass(frozen=True)
class DayShape:
    """What persons have in common who can share a model: a diet, and which sides of which nutrients are bounded."""

    diet: str
    sides: tuple[tuple[int, bool], ...]  # (place of the nutrient in the catalogue, whether it is a most)


@dataclass(frozen=True)
class SharedDay:
    """The daily diet of a shape; its coefficients are the same for everybody."""

    shape: DayShape
    spec: Spec  # with the bounds of the reference, rows that it does not bound stand open
    places: Array  # [columns] of the foods in the catalogue
    portions: Array  # [columns], 100 g in one portion
    most: Array  # [columns], portions a day
    scales: Array  # [rows], unit of the nutrient for one unit of the row


def shape_of(diet: str, limits: Sequence[Limit]) -> DayShape:
    """The shape of somebody's day."""
    sides = [
        (limit.column, is_most)
        for limit in limits
        for is_most, bound in ((False, limit.lower), (True, limit.upper))
        if bound is not None
    ]
    return DayShape(diet, tuple(sides))


def build_shared_day(shape: DayShape, reference: Needs) -> SharedDay:
    """min sum_f c[f] x[f]   s.t.   lower[n] <= sum_f a[n,f] x[f] <= upper[n],   0 <= x[f] <= most[f]   (as build_day).

    Rows stand in units of the reference's bounds, so that another person moves no coefficient.
    """
    catalogue = reference.catalogue
    places = np.flatnonzero([food.fits(shape.diet) for food in catalogue.foods])
    portions = catalogue.grams[places] / 100
    most = np.array([catalogue.foods[place].max_portions_per_day for place in places])
    builder = SpecBuilder()
    x = builder.columns(catalogue.usd_per_100g[places] * portions, most)
    known = {limit.column: limit for limit in reference.limits}
    scales = []
    for column, is_most in shape.sides:
        table = catalogue.upper_per_100g if is_most else catalogue.per_100g
        held = np.nan_to_num(table[places, column]) * portions  # unknown under a most: not allowed
        scale = known[column].scale if column in known else float(held.max()) or 1.0
        state = builder.at_most if is_most else builder.at_least
        name = f"at {'most' if is_most else 'least'} {catalogue.nutrients[column].nutrient}"
        state(name, x, held / scale, INFINITY if is_most else -INFINITY)
        scales.append(scale)
    shared = SharedDay(shape, builder.finish(), places, portions, most, np.array(scales))
    return replace(shared, spec=stated(shared, reference.limits, np.ones(len(catalogue.foods), bool)))


def stated(shared: SharedDay, limits: Sequence[Limit], allowed: Array, usd_per_100g: Array | None = None) -> Spec:
    """The day of somebody of this shape, at prices of a place [USD / 100 g] or those of the catalogue.

    `allowed` [foods of the catalogue] is what the person eats. Rows without a limit stand open.
    """
    known = {limit.column: limit for limit in limits}
    lower, upper = np.full(shared.spec.rows, -INFINITY), np.full(shared.spec.rows, INFINITY)
    for row, (column, is_most) in enumerate(shared.shape.sides):
        limit = known.get(column)
        if limit is None:
            continue
        if is_most and limit.upper is not None:
            upper[row] = limit.upper / shared.scales[row]
        elif not is_most and limit.lower is not None:
            lower[row] = limit.lower / shared.scales[row]
    cost = shared.spec.cost if usd_per_100g is None else usd_per_100g[shared.places] * shared.portions
    most = np.where(allowed[shared.places], shared.most, 0.0)
    return replace(shared.spec, cost=cost, upper=most, row_lower=lower, row_upper=upper)
