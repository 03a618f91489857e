"""What stands in the way of somebody's own targets: an irreducible set, what can be reached, what would solve it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from planner.model.own import EDGE, Limit, OwnModel, build_clash, build_own, moved, portions, total
from planner.model.spec import Spec
from planner.solve.conflict import Side, irreducible, without
from planner.solve.own import Optimum, solve_relaxed, solve_whole
from planner.solve.own_runs import LP, options, run
from planner.solve.session import Outcome, Session
from planner.solve.shortfall import elastic
from planner.tables.own import OwnTables

Array = np.ndarray
MOST_PORTIONS = 500  # bounds of foods that are tried one by one
MOST_REPAIRS = 20  # smallest changes first; a conflict of hundreds of foods has as many
DIGITS = 9  # of a repaired bound, rounded to the side that solves
STEPS = 4  # ten times farther each, where a repaired bound misses by the dust of the solver
FOODS_GIVE = 1000.0  # a bound of a food gives way only where targets alone do not solve it


@dataclass(frozen=True)
class Search:
    """Whether amounts are whole, and when the clock ends each search."""

    integer: bool
    seconds: float | None = None

    @property
    def options(self) -> dict[str, object]:
        """Options of HiGHS."""
        return options(self.integer, self.seconds)


FRACTIONS = Search(integer=False)


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
    foods_kept: bool  # of very many foods the bounds are given: targets alone are blamed and moved


def find_clash(tables: OwnTables, integer: bool, seconds: float | None = None) -> Clash | None:
    """The conflict of tables without a solution and what solves it; None where the limits of the search ran out."""
    search = Search(integer, seconds)
    foods_kept = len(portions(tables)) > MOST_PORTIONS
    model = build_own(tables, integer) if foods_kept else build_clash(tables, integer)
    model = replace(model, spec=replace(model.spec, cost=np.zeros(len(tables.foods))))
    try:
        rows = _conflict(model, search)
    except ValueError:
        return None
    if rows is None:
        return None
    rows = sorted(rows, key=lambda row: model.limits[row].is_food)  # targets first
    members = tuple(model.limits[row] for row in rows)
    reached = _reached(model, rows, search, model.spec)
    single = tuple(_singles(tables, members, reached, search))
    within = all(value is None for value in reached)
    if within:
        others = [row for row in range(len(model.limits)) if row not in rows]
        reached = _reached(model, rows, search, _opened(model, model.spec, others))
    joint = None if single else _joint(tables, model, search)
    return Clash(members, tuple(reached), within, single, joint, foods_kept)


def _side(model: OwnModel, row: int) -> Side:
    return Side(row, model.limits[row].is_upper)


def _opened(model: OwnModel, spec: Spec, rows: Iterable[int]) -> Spec:
    return without(spec, (_side(model, row) for row in rows))


def _impossible(spec: Spec, search: Search) -> bool:
    """Whether a spec has no solution. Raises ValueError where that is not decided."""
    outcome = run(Session(spec, search.integer, **search.options), spec).outcome
    if outcome is Outcome.STOPPED:
        raise ValueError("a solve of the conflict ended undecided")
    return outcome is Outcome.INFEASIBLE


def _conflict(model: OwnModel, search: Search) -> list[int] | None:
    """Rows of an irreducible set, of targets alone where there is one."""
    fractions = replace(model.spec, integer=np.zeros(len(model.spec.cost), bool))
    found = list(range(len(model.limits)))
    if _impossible(fractions, FRACTIONS):
        found = _filtered(model, fractions, _certified(model, fractions), FRACTIONS) or found
        if not search.integer:
            return found
    elif not search.integer:
        return None
    return _filtered(model, model.spec, _targets_alone(model, model.spec, found, search), search)


def _targets_alone(model: OwnModel, spec: Spec, rows: list[int], search: Search) -> list[int]:
    """The targets among rows where these clash whatever the foods may be; else all rows."""
    targets = [row for row in rows if not model.limits[row].is_food]
    others = [row for row in range(len(model.limits)) if row not in targets]
    return targets if targets and _impossible(_opened(model, spec, others), search) else rows


def _certified(model: OwnModel, spec: Spec) -> list[int]:
    """Few rows that clash: targets alone where they do, else those with a price in the least that must give."""
    every = list(range(len(model.limits)))
    targets = _targets_alone(model, spec, every, FRACTIONS)
    if len(targets) < len(every):
        return targets
    answer = Session(elastic(spec, np.ones(len(every), bool), np.ones(len(every))), integer=False, **LP).solve()
    if answer.shadow_prices is None:
        return every
    priced = [row for row in every if abs(answer.shadow_prices[row]) > EDGE]
    others = [row for row in every if row not in priced]
    return priced if priced and _impossible(_opened(model, spec, others), FRACTIONS) else every


def _filtered(model: OwnModel, spec: Spec, rows: list[int], search: Search) -> list[int] | None:
    """Rows that are irreducible among these, foods let go first; None where they do not clash."""
    chosen = set(rows)
    base = _opened(model, spec, [row for row in range(len(model.limits)) if row not in chosen])
    found = irreducible(base, [(_side(model, row),) for row in rows], search.integer, **search.options)
    return None if found is None else [rows[place] for place in found]


def _reached(model: OwnModel, rows: Sequence[int], search: Search, spec: Spec) -> list[float | None]:
    """The best value of each row with its own bound let go and all others of the spec kept; None: not even so."""
    session = Session(spec, search.integer, **search.options)
    found: list[float | None] = []
    for row in rows:
        indices, values = spec.row(row)
        cost = np.zeros(len(spec.cost))
        cost[indices] = values if model.limits[row].is_upper else -values
        answer = run(session, replace(_opened(model, spec, [row]), cost=cost))
        if answer.outcome is not Outcome.OPTIMAL or answer.x is None:
            found.append(None)
        elif search.integer:
            found.append(total(model.tables, model.limits[row], np.round(answer.x)))
        else:
            value = answer.objective if model.limits[row].is_upper else -answer.objective
            found.append(value * float(model.row_scale[row]))
    return found


def _singles(
    tables: OwnTables, members: Sequence[Limit], reached: Sequence[float | None], search: Search
) -> list[Proven]:
    """Single bounds that solve everything where they move to what can be reached: the smallest changes, proven."""
    moves = [Repair(limit, value) for limit, value in zip(members, reached, strict=True) if value is not None]
    found: list[Proven] = []
    for move in sorted(moves, key=_change):
        proven = _prove(tables, [(move.limit, move.to)], search)
        if proven is not None:
            found.append(proven)
        if len(found) == MOST_REPAIRS:
            break
    return sorted(found, key=lambda proven: _change(proven.repairs[0]))


def _change(repair: Repair) -> float:
    return float("inf") if repair.relative_change is None else repair.relative_change


def _prove(tables: OwnTables, values: Sequence[tuple[Limit, float]], search: Search) -> Proven | None:
    """Bounds at these values, rounded to the side that solves, once a solve has proven that they do."""
    for step in range(STEPS):
        repairs = tuple(Repair(limit, outward(value, limit.is_upper, step)) for limit, value in values)
        mended = tables
        for repair in repairs:
            mended = moved(mended, repair.limit, repair.to)
        optimum = solve_whole(mended, search.seconds) if search.integer else solve_relaxed(mended).optimum
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


def _joint(tables: OwnTables, model: OwnModel, search: Search) -> Proven | None:
    """The least change of several bounds, by the sum of their shares; bounds of foods only where targets do not do."""
    is_food = np.array([limit.is_food for limit in model.limits])
    shares = np.array([_share(model, row) for row in range(len(model.limits))])
    spec = elastic(model.spec, np.ones(len(shares), bool), shares * np.where(is_food, FOODS_GIVE, 1.0))
    if search.integer:
        kinds = np.concatenate([np.ones(len(tables.foods), bool), np.zeros(len(shares), bool)])
        spec = replace(spec, integer=kinds)
    answer = Session(spec, search.integer, **search.options).solve()
    if answer.x is None:
        return None
    gives = answer.x[len(tables.foods) :]
    rows = np.flatnonzero(gives > (1e-7 if search.integer else 1e-9))
    way = [1.0 if model.limits[row].is_upper else -1.0 for row in rows]
    values = [
        (model.limits[row], model.limits[row].bound + sign * gives[row] * model.row_scale[row])
        for row, sign in zip(rows, way, strict=True)
    ]
    return _prove(tables, values, search) if values else None


def _share(model: OwnModel, row: int) -> float:
    """What giving way by one scaled unit is of the bound."""
    bound = abs(model.limits[row].bound)
    return float(model.row_scale[row]) / bound if bound else 1.0
