"""The daily diet: a linear programme over portions of foods, the honest lower bound of any week."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner.model.at_home import use_at_home
from planner.model.needs import Limit, Needs
from planner.model.spec import INFINITY, Spec, SpecBuilder

Array = np.ndarray


def build_day(needs: Needs) -> Spec:
    """min sum_f c[f] x[f]   s.t.   lower[n] <= sum_f a[n,f] x[f] <= upper[n],   0 <= x[f] <= most[f].

    x[f] is portions a day; columns are all foods of the catalogue (those not allowed are held at 0), and after them
    what is eaten of a day's share of what is at home.
    """
    catalogue = needs.catalogue
    usd = catalogue.usd_per_100g * (catalogue.grams / 100)
    builder = SpecBuilder()
    x = builder.columns(usd, np.where(needs.allowed, catalogue.most_portions, 0.0))
    home, saves = use_at_home(builder, needs, x, np.arange(len(x)), catalogue.grams, 1 / needs.days, wishes=False)
    _nutrient_rows(builder, needs, x)
    if needs.max_cost_usd is not None:
        share = np.append(usd, -saves) * needs.days / needs.max_cost_usd
        builder.at_most("at most cost", np.append(x, home), share, 1.0)
    return builder.finish()


def moved_day(spec: Spec, before: Needs, after: Needs) -> Spec:
    """The day of `after` on the rows of `spec`, the day of `before`, where only amounts of targets moved between them.

    Its rows stay in the units of `before`, so that no coefficient moves; any other change is built anew.
    """
    sides = list(_sides(before))
    is_moved = len(before.limits) == len(after.limits) and all(
        old.nutrient == new.nutrient
        and (old.lower is None, old.upper is None) == (new.lower is None, new.upper is None)
        for old, new in zip(before.limits, after.limits, strict=True)
    )
    if not (is_moved and _alike(before, after)):
        return build_day(after)
    lower, upper = spec.row_lower.copy(), spec.row_upper.copy()
    first = spec.rows - len(sides) - (before.max_cost_usd is not None)
    for row, ((old, is_most), (new, _)) in enumerate(zip(sides, _sides(after), strict=True), start=first):
        if is_most:
            upper[row] = (new.upper or 0.0) / old.scale
        else:
            lower[row] = (new.lower or 0.0) / old.scale
    return replace(spec, row_lower=lower, row_upper=upper)


def _alike(one: Needs, other: Needs) -> bool:
    """Whether all that a day reads beside its limits is the same."""
    same_foods = one.allowed is other.allowed or np.array_equal(one.allowed, other.allowed)
    rest = ("max_cost_usd", "days", "at_home")
    is_same = all(getattr(one, name) == getattr(other, name) for name in rest)
    return one.catalogue is other.catalogue and same_foods and is_same


def _sides(needs: Needs) -> Iterator[tuple[Limit, bool]]:
    """For each limit the least that it asks for, then the most (True) that it allows."""
    for limit in needs.limits:
        if limit.lower is not None:
            yield limit, False
        if limit.upper is not None:
            yield limit, True


def _nutrient_rows(builder: SpecBuilder, needs: Needs, x: Array) -> None:
    """lower[n] <= sum_f a[n,f] x[f];   sum_f a'[n,f] x[f] <= upper[n]; in units of the target, a' on the high side."""
    sides = list(_sides(needs))
    columns = np.array([limit.column for limit, _ in sides], int)
    most = np.array([is_most for _, is_most in sides], bool)
    scales = np.array([limit.scale for limit, _ in sides])
    cells = needs.catalogue.a_portion[columns]
    cells[most] = needs.catalogue.most_a_portion[columns[most]]
    cells /= scales[:, None]
    lower = np.array([-INFINITY if is_most else limit.lower for limit, is_most in sides], float) / scales
    upper = np.array([limit.upper if is_most else INFINITY for limit, is_most in sides], float) / scales
    builder.block(
        [f"at {'most' if is_most else 'least'} {limit.nutrient}" for limit, is_most in sides], x, cells, lower, upper
    )
