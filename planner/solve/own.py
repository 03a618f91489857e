"""The cheapest amounts of somebody's own tables, proven, and what each bound costs at the margin."""

from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from planner.model.own import CLOSE, EDGE, Limit, OwnModel, build_own, portions, power, targets
from planner.model.spec import INFINITY, Spec
from planner.solve.own_range import Ranges
from planner.solve.own_runs import LP, NODES, options, run
from planner.solve.session import Answer, Outcome, Session
from planner.tables.own import OwnTables

Array = np.ndarray
WHOLE_TO = (1e-8, 1e-10)  # how near to a whole number is whole
KEPT = 1e-7  # share of a bound: nearer than this is kept
SMALL = 1e-3  # an objective this small is solved again in its own unit
SAME = 1e-7  # slopes nearer than this (of scaled numbers) are one slope


@dataclass(frozen=True)
class Optimum:
    """How a solve ended, in the units of the tables."""

    outcome: Outcome
    units: Array | None  # [foods]
    objective: float
    bound: float  # certified: nothing costs less


@dataclass(frozen=True)
class Price:
    """What moving one binding target costs."""

    limit: Limit
    shadow_price: float  # change of cost per unit that the bound is raised
    if_lowered: float  # change of cost per unit that it is lowered, as a slope: the same but at a corner
    dual: float  # the value in one dual solution, that of the reduced costs
    can_rise: bool  # whether the bound can be raised at all
    holds_from: float | None  # the bound down to which `if_lowered` holds; None: without end
    holds_to: float | None  # the bound up to which `shadow_price` holds; None: without end


@dataclass(frozen=True)
class Prices:
    """Binding targets and reduced costs of one linear programme."""

    binding: tuple[Price, ...]
    reduced_costs: Array  # [foods], per unit


@dataclass(frozen=True)
class Relaxed:
    """The linear programme: amounts may be fractions."""

    model: OwnModel
    answer: Answer  # in scaled numbers

    @property
    def optimum(self) -> Optimum:
        """The same in the units of the tables."""
        if self.answer.x is None:
            objective = self.answer.objective
            return Optimum(self.answer.outcome, None, objective, objective)
        units = _settled(self.model, self.answer.x)
        cost = cost_of(self.model.tables, units)
        return Optimum(self.answer.outcome, units, cost, cost)


def cost_of(tables: OwnTables, units: Array) -> float:
    """sum_f c[f] x[f]."""
    return fsum(tables.cost * units)


def solve_relaxed(tables: OwnTables) -> Relaxed:
    """The linear programme, solved to its end; again in the unit of its own cost where that is small."""
    model = build_own(tables)
    session = Session(model.spec, integer=False, **LP)
    answer = run(session, model.spec)
    if answer.x is not None and 0 < abs(answer.objective) < SMALL:
        model = model.priced(model.cost_scale * power(abs(answer.objective)))
        answer = run(session, model.spec)
    return Relaxed(model, answer)


def solve_whole(tables: OwnTables, seconds: float | None = None) -> Optimum:
    """Whole units of every food, to a gap of 0; with tighter tolerances where rounding them breaks a bound."""
    model = build_own(tables, integer=True).priced(_unit_of_cost(tables))
    for tolerance in WHOLE_TO:
        session = Session(
            model.spec, integer=True, **{**options(True, seconds, NODES), "mip_feasibility_tolerance": tolerance}
        )
        answer = session.solve()
        if answer.x is None:
            return Optimum(answer.outcome, None, answer.objective, answer.bound)
        units = np.round(answer.x)
        if not broken(tables, units):
            break
    cost = cost_of(tables, units)
    return Optimum(answer.outcome, units, cost, min(cost, answer.bound * model.cost_scale))


def _unit_of_cost(tables: OwnTables) -> float:
    """About what all of it costs with fractions, or a food where that is nothing: a dear food hides no difference."""
    answer = solve_relaxed(tables).optimum
    costs = np.abs(tables.cost[tables.cost != 0])
    if answer.units is not None and answer.objective:
        return power(abs(answer.objective))
    return power(float(np.median(costs))) if len(costs) else 1.0


def broken(tables: OwnTables, units: Array) -> list[Limit]:
    """Bounds that amounts do not keep, each recomputed from the tables in its own units."""
    found = []
    for limit in (*targets(tables), *portions(tables)):
        parts = units[[limit.place]] if limit.is_food else tables.per_unit[:, limit.place] * units
        over = fsum(parts) - limit.bound
        size = max(abs(limit.bound), fsum(np.abs(parts)))
        if (over if limit.is_upper else -over) > KEPT * size:
            found.append(limit)
    return found


def endless(tables: OwnTables) -> tuple[int, ...]:
    """Foods of which ever more makes it ever cheaper, those that bring most first (of tables that are unbounded)."""
    model = build_own(tables)
    spec = model.spec
    ray = replace(
        spec,
        lower=np.zeros(len(spec.cost)),
        upper=np.where(np.isfinite(spec.upper), 0.0, 1.0),
        row_lower=np.where(np.isfinite(spec.row_lower), 0.0, spec.row_lower),
        row_upper=np.where(np.isfinite(spec.row_upper), 0.0, spec.row_upper),
    )
    answer = Session(ray, integer=False, **LP).solve()
    if answer.x is None:
        return ()
    brings = spec.cost * answer.x
    return tuple(int(place) for place in np.argsort(brings, kind="stable") if brings[place] < -EDGE)


def _settled(model: OwnModel, x: Array) -> Array:
    """Units of foods; what is at a bound but for the dust of the solver is at the bound."""
    tables = model.tables
    units = x * model.food_scale
    units = np.where(np.abs(x - model.spec.lower) <= EDGE, tables.least, units)
    units = np.where(np.abs(x - model.spec.upper) <= EDGE, tables.most, units)
    return np.clip(units, tables.least, tables.most)


def prices(relaxed: Relaxed) -> Prices:
    """Shadow prices of every binding target, both ways, how far they hold, and reduced costs.

    At a corner where more bounds meet than it takes, raising and lowering a bound cost differently, and the solver's
    dual may be neither. So each slope is solved for: the cheapest direction in which all that is tight stays kept.
    """
    model, answer = relaxed.model, relaxed.answer
    assert answer.x is not None and answer.shadow_prices is not None and answer.reduced_costs is not None
    cone, tight = _cone(model, answer.x)
    groups = _groups(model, tight)
    between = np.count_nonzero(~np.isfinite(cone.lower) & ~np.isfinite(cone.upper))
    corner = None if between == len(groups) else Session(model.spec, integer=False, **LP)
    ranges = Ranges(model, answer) if groups else None
    binding = []
    for rows in groups:
        assert ranges is not None
        dual = float(answer.shadow_prices[rows].sum())
        slopes = (dual, dual) if corner is None else _slopes(corner, cone, rows, dual)
        binding.append(_price(model, rows, dual, slopes, ranges))
    per_unit = answer.reduced_costs * model.cost_scale / model.food_scale
    return Prices(tuple(binding), np.where(np.abs(answer.reduced_costs) <= EDGE, 0.0, per_unit))


def _cone(model: OwnModel, x: Array) -> tuple[Spec, Array]:
    """Directions in which every bound that is tight at x stays kept; which rows are tight."""
    spec = model.spec
    activity = spec.activity(x)
    low, high = activity <= spec.row_lower + CLOSE, activity >= spec.row_upper - CLOSE
    cone = replace(
        spec,
        lower=np.where(x <= spec.lower + EDGE, 0.0, -INFINITY),
        upper=np.where(x >= spec.upper - EDGE, 0.0, INFINITY),
        row_lower=np.where(low, 0.0, -INFINITY),
        row_upper=np.where(high, 0.0, INFINITY),
    )
    return cone, low | high


def _groups(model: OwnModel, tight: Array) -> list[list[int]]:
    """Tight rows; both sides of a target that is one number move together."""
    groups: dict[tuple[int, float], list[int]] = {}
    for row, limit in enumerate(model.limits):
        if tight[row]:
            groups.setdefault((limit.place, limit.bound), []).append(row)
    return list(groups.values())


def _slopes(corner: Session, cone: Spec, rows: list[int], dual: float) -> tuple[float | None, float | None]:
    """Change of cost per unit (scaled) as a bound rises and as it falls; None where it cannot."""
    up, down = _slope(corner, cone, rows, 1.0), _slope(corner, cone, rows, -1.0)
    if up is None and down is None:
        return dual, dual
    if up is not None and down is not None and abs(up - down) <= SAME * max(1.0, abs(dual)):
        return dual, dual
    return up, down


def _slope(corner: Session, cone: Spec, rows: list[int], way: float) -> float | None:
    """Change of cost per unit (scaled) as the bound of `rows` moves one way; None where it cannot."""
    row_lower, row_upper = cone.row_lower.copy(), cone.row_upper.copy()
    row_lower[rows] = np.where(np.isfinite(row_lower[rows]), way, row_lower[rows])
    row_upper[rows] = np.where(np.isfinite(row_upper[rows]), way, row_upper[rows])
    answer = run(corner, replace(cone, row_lower=row_lower, row_upper=row_upper))
    return way * answer.objective if answer.outcome is Outcome.OPTIMAL else None


def _price(
    model: OwnModel, rows: list[int], dual: float, slopes: tuple[float | None, float | None], ranges: Ranges
) -> Price:
    up, down = slopes
    limit = model.limits[rows[-1] if dual < 0 else rows[0]]
    scale = model.row_scale[rows[0]]
    reach = [0.0 if slope is None else ranges.reach(rows, slope, way) for slope, way in ((up, 1.0), (down, -1.0))]
    rising, falling = (None if far is None else far * scale for far in reach)
    unit = model.cost_scale / scale
    either = up if up is not None else down
    assert either is not None
    return Price(
        limit=limit,
        shadow_price=_priced(either, unit),
        if_lowered=_priced(either if down is None else down, unit),
        dual=_priced(dual, unit),
        can_rise=up is not None,
        holds_from=None if falling is None else limit.bound - falling,
        holds_to=None if rising is None else limit.bound + rising,
    )


def _priced(slope: float, unit: float) -> float:
    return 0.0 if abs(slope) <= EDGE else slope * unit
