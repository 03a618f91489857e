"""What stands in the way of somebody's own targets: an irreducible set, what can be reached, what would solve it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from planner.model.own import EDGE, Limit, OwnModel, build_clash, moved, total
from planner.model.spec import Spec
from planner.solve.conflict import Side, irreducible, without
from planner.solve.own import LP, WHOLE, Optimum, solve_relaxed, solve_whole
from planner.solve.session import Outcome, Session
from planner.solve.shortfall import elastic
from planner.tables.own import OwnTables

Array = np.ndarray
DIGITS = 9  # of a repaired bound, rounded to the side that solves
STEPS = 4  # ten times farther each, where a repaired bound misses by the dust of the solver
NODES = 5_000  # of each of the many small searches
FEW = {**WHOLE, "mip_max_nodes": NODES}
FOODS_GIVE = 1000.0  # a bound of a food gives way only where targets alone do not solve it


@dataclass(frozen=True)
class Repair:
    """One bound moved to where the problem has a solution."""

    limit: Limit
    to: float

    @property
    def relative_change(self) -> float | None:
        """Share of the bound by which it moves; None of a bound of 0."""
        return abs(self.to - self.limit.bound) / abs(self.limit.bound) if self.limit.bound else None


@dataclass(frozen=True)
class Proven:
    """Bounds moved together, and the cheapest amounts that this allows."""

    repairs: tuple[Repair, ...]
    optimum: Optimum


@dataclass(frozen=True)
class Clash:
    """Why tables have no solution."""

    conflict: tuple[Limit, ...]  # each is necessary: without it the others have a solution
    reached: tuple[float | None, ...]  # of each, the best value with all else kept
    within_conflict: bool  # "all else" is the conflict alone: other conflicts stand beside it
    single: tuple[Proven, ...]  # each solves everything, least relative change first
    joint: Proven | None  # where no single bound does


def find_clash(tables: OwnTables, integer: bool) -> Clash | None:
    """The conflict of tables without a solution and what solves it; None where the limits of the search ran out."""
    model = build_clash(tables, integer)
    model = replace(model, spec=replace(model.spec, cost=np.zeros(len(tables.foods))))
    try:
        rows = _conflict(model, integer)
    except ValueError:
        return None
    if rows is None:
        return None
    members = tuple(model.limits[row] for row in rows)
    reached = _reached(model, rows, integer, model.spec)
    single = tuple(_singles(tables, members, reached, integer))
    within = all(value is None for value in reached)
    if within:
        others = [row for row in range(len(model.limits)) if row not in rows]
        reached = _reached(model, rows, integer, _opened(model, model.spec, others))
    joint = None if single else _joint(tables, model, integer)
    return Clash(members, tuple(reached), within, single, joint)


def _side(model: OwnModel, row: int) -> Side:
    return Side(row, model.limits[row].is_upper)


def _opened(model: OwnModel, spec: Spec, rows: Iterable[int]) -> Spec:
    return without(spec, (_side(model, row) for row in rows))


def _impossible(spec: Spec, integer: bool) -> bool:
    """Whether a spec has no solution. Raises ValueError where that is not decided."""
    outcome = Session(spec, integer, **(FEW if integer else LP)).solve().outcome
    if outcome is Outcome.STOPPED:
        raise ValueError("a solve of the conflict ended undecided")
    return outcome is Outcome.INFEASIBLE


def _conflict(model: OwnModel, integer: bool) -> list[int] | None:
    """Rows of an irreducible set, of targets alone where there is one."""
    fractions = replace(model.spec, integer=np.zeros(len(model.spec.cost), bool))
    found = list(range(len(model.limits)))
    if _impossible(fractions, False):
        found = _filtered(model, fractions, _certified(model, fractions), False) or found
        if not integer:
            return found
    elif not integer:
        return None
    return _filtered(model, model.spec, _targets_alone(model, model.spec, found, True), True)


def _targets_alone(model: OwnModel, spec: Spec, rows: list[int], integer: bool) -> list[int]:
    """The targets among rows where these clash whatever the foods may be; else all rows."""
    targets = [row for row in rows if not model.limits[row].is_food]
    others = [row for row in range(len(model.limits)) if row not in targets]
    return targets if targets and _impossible(_opened(model, spec, others), integer) else rows


def _certified(model: OwnModel, spec: Spec) -> list[int]:
    """Few rows that clash: targets alone where they do, else those with a price in the least that must give."""
    every = list(range(len(model.limits)))
    targets = _targets_alone(model, spec, every, False)
    if len(targets) < len(every):
        return targets
    answer = Session(elastic(spec, np.ones(len(every), bool), np.ones(len(every))), integer=False, **LP).solve()
    if answer.shadow_prices is None:
        return every
    priced = [row for row in every if abs(answer.shadow_prices[row]) > EDGE]
    others = [row for row in every if row not in priced]
    return priced if priced and _impossible(_opened(model, spec, others), False) else every


def _filtered(model: OwnModel, spec: Spec, rows: list[int], integer: bool) -> list[int] | None:
    """Rows that are irreducible among these, foods let go first; None where they do not clash."""
    chosen = set(rows)
    base = _opened(model, spec, [row for row in range(len(model.limits)) if row not in chosen])
    options = {**(FEW if integer else LP), "presolve": "on" if integer else "off"}
    found = irreducible(base, [(_side(model, row),) for row in rows], integer, **options)
    return None if found is None else [rows[place] for place in found]


def _reached(model: OwnModel, rows: Sequence[int], integer: bool, spec: Spec) -> list[float | None]:
    """The best value of each row with its own bound let go and all others of the spec kept; None: not even so."""
    session = Session(spec, integer, **(FEW if integer else LP))
    found: list[float | None] = []
    for row in rows:
        indices, values = spec.row(row)
        cost = np.zeros(len(spec.cost))
        cost[indices] = values if model.limits[row].is_upper else -values
        session.become(replace(_opened(model, spec, [row]), cost=cost))
        answer = session.solve()
        if answer.outcome is not Outcome.OPTIMAL or answer.x is None:
            found.append(None)
        elif integer:
            found.append(total(model.tables, model.limits[row], np.round(answer.x)))
        else:
            found.append(abs(answer.objective) * _sign(model, row, answer.objective) * model.row_scale[row])
    return found


def _sign(model: OwnModel, row: int, objective: float) -> float:
    return float(np.sign(objective)) * (1.0 if model.limits[row].is_upper else -1.0)


def _singles(
    tables: OwnTables, members: Sequence[Limit], reached: Sequence[float | None], integer: bool
) -> list[Proven]:
    """Every single bound that solves everything where it is moved to what can be reached."""
    found = []
    for limit, value in zip(members, reached, strict=True):
        proven = None if value is None else _prove(tables, [(limit, value)], integer)
        if proven is not None:
            found.append(proven)
    return sorted(found, key=_change)


def _change(proven: Proven) -> float:
    change = proven.repairs[0].relative_change
    return float("inf") if change is None else change


def _prove(tables: OwnTables, values: Sequence[tuple[Limit, float]], integer: bool) -> Proven | None:
    """Bounds at these values, rounded to the side that solves, once a solve has proven that they do."""
    for step in range(STEPS):
        repairs = tuple(Repair(limit, outward(value, limit.is_upper, step)) for limit, value in values)
        mended = tables
        for repair in repairs:
            mended = moved(mended, repair.limit, repair.to)
        optimum = solve_whole(mended) if integer else solve_relaxed(mended).optimum
        if optimum.outcome in (Outcome.OPTIMAL, Outcome.FEASIBLE, Outcome.UNBOUNDED):
            return Proven(repairs, optimum)
    return None


def outward(value: float, up: bool, step: int = 0, digits: int = DIGITS) -> float:
    """A number rounded to a few digits, up or down; the dust of the solver beyond 12 digits does not count.

    Each `step` goes one unit of the last digit farther, ten times as far as the one before.
    """
    exact = Decimal(f"{value:.12g}")
    if not exact:
        unit = Decimal(0)
    else:
        unit = Decimal(1).scaleb(exact.adjusted() - digits + 1)
        exact = exact.quantize(unit, ROUND_CEILING if up else ROUND_FLOOR)
    farther = Decimal(0) if step == 0 else unit * 10 ** (step - 1)
    return float(exact + farther if up else exact - farther) + 0.0


def _joint(tables: OwnTables, model: OwnModel, integer: bool) -> Proven | None:
    """The least change of several bounds, by the sum of their shares; bounds of foods only where targets do not do."""
    is_food = np.array([limit.is_food for limit in model.limits])
    shares = np.array([_share(model, row) for row in range(len(model.limits))])
    spec = elastic(model.spec, np.ones(len(shares), bool), shares * np.where(is_food, FOODS_GIVE, 1.0))
    if integer:
        kinds = np.concatenate([np.ones(len(tables.foods), bool), np.zeros(len(shares), bool)])
        spec = replace(spec, integer=kinds)
    answer = Session(spec, integer, **(FEW if integer else LP)).solve()
    if answer.x is None:
        return None
    gives = answer.x[len(tables.foods) :]
    rows = np.flatnonzero(gives > (1e-7 if integer else 1e-9))
    way = [1.0 if model.limits[row].is_upper else -1.0 for row in rows]
    values = [
        (model.limits[row], model.limits[row].bound + sign * gives[row] * model.row_scale[row])
        for row, sign in zip(rows, way, strict=True)
    ]
    return _prove(tables, values, integer) if values else None


def _share(model: OwnModel, row: int) -> float:
    """What giving way by one scaled unit is of the bound."""
    bound = abs(model.limits[row].bound)
    return float(model.row_scale[row]) / bound if bound else 1.0
