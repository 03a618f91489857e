"""Somebody's own diet problem as a model, scaled so that every target and every food counts alike."""

from dataclasses import dataclass, replace

import numpy as np

from planner.model.spec import Spec, SpecBuilder
from planner.tables.own import OwnTables

Array = np.ndarray
WIDEST = 1e30  # a scale beyond helps nobody
FAR = 1000.0  # a least this far below the amounts that matter still counts
EDGE = 1e-10  # of a scaled amount or price: dust of the solver
CLOSE = 1e-8  # of a scaled bound of about 1: nearer than this is at the bound


@dataclass(frozen=True)
class Limit:
    """One bound that somebody set: a target of a nutrient, or least and most of a food."""

    name: str
    is_food: bool
    place: int  # in the foods or the nutrients of the tables
    is_upper: bool
    bound: float

    @property
    def side(self) -> str:
        """`min` or `max`, as in the tables."""
        return "max" if self.is_upper else "min"


@dataclass(frozen=True)
class OwnModel:
    """A spec in scaled numbers: amounts in `food_scale`, rows in `row_scale`, costs in `cost_scale`."""

    tables: OwnTables
    spec: Spec
    limits: tuple[Limit, ...]  # of the rows
    row_scale: Array  # [rows]
    food_scale: Array  # [foods], 1 where amounts are whole
    cost_scale: float

    def activity(self, units: Array) -> Array:
        """What units of foods add up to, by rows [units of the tables]."""
        return np.array([total(self.tables, limit, units) for limit in self.limits])

    def priced(self, cost_scale: float) -> "OwnModel":
        """The same model with costs in another unit."""
        cost = self.tables.cost * self.food_scale / cost_scale
        return replace(self, spec=replace(self.spec, cost=cost), cost_scale=cost_scale)


def total(tables: OwnTables, limit: Limit, units: Array) -> float:
    """What `units` of the foods come to in what a limit bounds."""
    return float(units[limit.place]) if limit.is_food else float(tables.per_unit[:, limit.place] @ units)


def targets(tables: OwnTables) -> tuple[Limit, ...]:
    """Every bound of a nutrient, least before most."""
    found = []
    for place, name in enumerate(tables.nutrients):
        for is_upper, bounds in ((False, tables.lower), (True, tables.upper)):
            if np.isfinite(bounds[place]):
                found.append(Limit(name, False, place, is_upper, float(bounds[place])))
    return tuple(found)


def portions(tables: OwnTables) -> tuple[Limit, ...]:
    """Every bound of a food but the plain 0, most before least."""
    most = [Limit(name, True, p, True, float(tables.most[p])) for p, name in enumerate(tables.foods)]
    least = [Limit(name, True, p, False, float(tables.least[p])) for p, name in enumerate(tables.foods)]
    return (*(x for x in most if np.isfinite(x.bound)), *(x for x in least if x.bound > 0))


def moved(tables: OwnTables, limit: Limit, to: float) -> OwnTables:
    """The tables with one bound at another number."""
    field = {(True, True): "most", (True, False): "least", (False, True): "upper", (False, False): "lower"}
    name = field[limit.is_food, limit.is_upper]
    bounds = getattr(tables, name).copy()
    bounds[limit.place] = to
    return replace(tables, **{name: bounds})


def build_own(tables: OwnTables, integer: bool = False) -> OwnModel:
    """min sum_f c[f] x[f]   s.t.   lower[n] <= sum_f a[n,f] x[f] <= upper[n],   least[f] <= x[f] <= most[f]."""
    return _build(tables, targets(tables), tables.least, tables.most, integer)


def build_clash(tables: OwnTables, integer: bool = False) -> OwnModel:
    """The same bounds, those of foods as rows too (first) where they may give, so that each of them can be let go."""
    if not tables.foods_give:
        return build_own(tables, integer)
    nothing, any_amount = np.zeros(len(tables.foods)), np.full(len(tables.foods), np.inf)
    return _build(tables, (*portions(tables), *targets(tables)), nothing, any_amount, integer)


def _build(tables: OwnTables, limits: tuple[Limit, ...], least: Array, most: Array, integer: bool) -> OwnModel:
    if integer:  # HiGHS 1.15.1 presolves whole numbers with bounds that are fractions to wrong optima
        least, most = np.ceil(least - EDGE), np.floor(most + EDGE)
    row_scale = np.array([_row_scale(tables, limit) for limit in limits])
    food_scale = np.ones(len(tables.foods)) if integer else _food_scale(tables)
    cost_scale = power(np.abs(tables.cost * food_scale).max())
    builder = SpecBuilder()
    x = builder.columns(tables.cost * food_scale / cost_scale, most / food_scale, integer)
    for limit, scale in zip(limits, row_scale, strict=True):
        place = np.array([limit.place]) if limit.is_food else x
        values = food_scale[place] / scale if limit.is_food else tables.per_unit[:, limit.place] * food_scale / scale
        add = builder.at_most if limit.is_upper else builder.at_least
        add(f"{limit.side} {limit.name}", place, values, limit.bound / scale)
    if not limits:
        builder.at_least("nothing", x[:0], np.empty(0), 0.0)
    spec = replace(builder.finish(), lower=least / food_scale)
    return OwnModel(tables, spec, limits, row_scale, food_scale, cost_scale)


def _row_scale(tables: OwnTables, limit: Limit) -> float:
    """About the bound, so that it stands there as 1; of a bound of 0 about the largest amount."""
    if limit.bound:
        return power(abs(limit.bound))
    return 1.0 if limit.is_food else power(float(np.abs(tables.per_unit[:, limit.place]).max()))


def _food_scale(tables: OwnTables) -> Array:
    """Units of each food that bring about the whole of the target that it serves best, within what it may be."""
    rows = [tables.per_unit[:, t.place] / _row_scale(tables, t) for t in targets(tables)]
    best = np.abs(np.array(rows)).max(axis=0) if rows else np.zeros(len(tables.foods))
    amount = np.divide(1.0, best, out=np.ones_like(best), where=best > 0)
    amount = np.where((tables.most > 0) & np.isfinite(tables.most), np.minimum(amount, tables.most), amount)
    amount = np.where(tables.least > 0, np.minimum(amount, FAR * tables.least), amount)
    return np.array([power(each) for each in amount])


def power(value: float) -> float:
    """The power of two next to a number (1 for 0): dividing by it rounds nothing."""
    return float(2.0 ** round(np.log2(min(max(value, 1 / WIDEST), WIDEST)))) if value else 1.0
