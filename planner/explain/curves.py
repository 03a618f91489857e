"""What a week costs as one amount moves: a target, the budget or energy; and where no week can meet it any more."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import ImpossibleRequest, WrongInput
from planner.explain.case import ILLNESS, SAFE, Case, case_of, is_said_by_added, stays
from planner.explain.loosening import may_change
from planner.explain.prices import dial_of
from planner.model.dials import ADDED_B12, COST, ENERGY, Dial, at_energy
from planner.model.needs import ABSORBED_CALCIUM, Limit, Needs
from planner.model.spec import Spec
from planner.solve.shortfall import unreachable
from planner.solve.what_if import WhatIf, what_if
from planner.targets.bound import NO_FLOOR, STEADY, join

CALCIUM = "calcium_mg"
POINTS = 13
LEAST, MOST = "least", "most"
NO_SPREAD = "How it is spread over the days is left out: no week can keep that."
_CLOSE = 1e-7  # relative: two amounts nearer than this are one point
_KCAL = 0.01  # how exact the last energy is that a week can hold

Calls = Callable[[], bool]
At = Callable[[float], Needs]


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What the cheapest week costs at an amount."""

    amount: float  # [unit / day]; of the budget: USD for all days together
    usd_per_day: float


@dataclass(frozen=True, slots=True)
class CostCurve:
    """Cost of a day as one amount moves, all else as asked; linear between kinks and convex."""

    nutrient: str  # what moves: column, "cost" (the budget) or "energy_kcal"
    name: str
    unit: str
    side: str  # "least" or "most" of it moves
    low: float  # the range that is shown
    high: float
    points: tuple[CurvePoint, ...]  # by amount; the ends stand exactly at what is possible
    now: float | None  # what the request asks for; None where it asks for nothing
    now_usd_per_day: float | None
    impossible_above: float | None = None  # no week holds more of it (exact); None: not within the range
    impossible_below: float | None = None
    stop: float | None = None  # the curve ends here, for safety
    stop_basis: str = ""  # UL, limit, clinician ...
    stop_says: str = ""
    note: str = ""  # what is counted, where it is not the nutrient itself


def cost_curve(
    case: Case, nutrient: str, low: float, high: float, at: At, points: int = POINTS, cancelled: Calls | None = None
) -> CostCurve:
    """The curve of a nutrient (column), "cost" or "energy_kcal" from `low` to `high`.

    `at` gives the needs of the same person at another energy. Raises WrongInput for a range or nutrient that has no
    curve, ImpossibleRequest where nothing in the range, nor a looser amount, helps; Cancelled.
    """
    _check_range(case, nutrient, low, high, points)
    if nutrient == ENERGY:
        return _energy_curve(case, low, high, at, points, cancelled)
    nutrient, low, high, note = _counted(case, nutrient, low, high)
    is_upper = _moves_most(case, nutrient)
    now = _now(case, nutrient, is_upper)
    case = case if now is not None else _with_side(case, nutrient, low, high)
    stop, basis, says = _stop(case, nutrient, is_upper)
    top = high if stop is None else min(high, stop)
    if top < low:
        raise WrongInput(f"--curve {nutrient}={low:g}:{high:g}: {says} ({basis}: {stop:g}). Ask for less.")
    move = _Move(nutrient, is_upper, low, top, now, points)
    swept, spread = _swept(case, move, cancelled), case.model.spread_rows.get(nutrient)
    if swept is None and spread is not None:
        case, note = _without_row(case, spread), join((note, NO_SPREAD))
        swept = _swept(case, move, cancelled)
    if swept is None:
        why = unreachable(dial_of(case, nutrient, is_upper).opened(case.spec), case.needs)
        raise ImpossibleRequest(
            f"No week of meals can meet this request, whatever the {case.name(nutrient)}: {why} "
            + may_change(case.request, case.catalogue)
        )
    reached, found = swept
    reached = top if abs(reached - top) <= _CLOSE * max(1.0, top) else reached
    stop, basis, says = (stop, basis, says) if stop is not None and stop <= high else (None, "", "")
    named = (nutrient, case.name(nutrient), case.unit(nutrient), MOST if is_upper else LEAST, low, high, found, now)
    above = None if is_upper or reached >= top * (1 - _CLOSE) else reached
    below = reached if is_upper and reached > low else None
    return CostCurve(*named, _usd_at(found, now), above, below, stop, basis, says, note)


@dataclass(frozen=True)
class _Move:
    """What moves, from where to where."""

    nutrient: str
    is_upper: bool
    low: float
    high: float
    now: float | None
    points: int


def _swept(case: Case, move: _Move, cancelled: Calls | None) -> tuple[float, tuple[CurvePoint, ...]] | None:
    """The most (or least) that a week can hold, and the points up to there; None where no amount helps."""
    dial = dial_of(case, move.nutrient, move.is_upper)
    with what_if(dial.opened(case.spec), cancelled) as asked:
        if asked.base.x is None:
            return None
        reached = _reached(asked, move, dial)
        near = abs(reached - move.high) <= _CLOSE * max(1.0, move.high)
        ends = (None, reached) if move.is_upper else (None if near else reached, None)
        amounts = _amounts(move.low, move.high, move.points, [move.now], *ends)
        strictest_last = amounts[:: -1 if move.is_upper else 1]
        return reached, _points(asked, case, ((amount, dial.turned(case.spec, amount)) for amount in strictest_last))


def _without_row(case: Case, row: int) -> Case:
    row_lower = case.spec.row_lower.copy()
    row_lower[row] = -np.inf
    return replace(case, spec=replace(case.spec, row_lower=row_lower))


def _check_range(case: Case, nutrient: str, low: float, high: float, points: int) -> None:
    if nutrient not in (COST, *case.catalogue.nutrient_index):
        raise WrongInput(f"--curve {nutrient}: no such nutrient. Run 'planner foods --json' to see every nutrient.")
    if not (np.isfinite([low, high]).all() and 0 <= low < high):
        raise WrongInput(
            f"--curve {nutrient}={low:g}:{high:g}: give a range MIN:MAX of numbers from 0, the smaller first."
        )
    if points < 2:
        raise WrongInput(f"points is {points}. Give 2 or more.")
    if any(bound.basis == STEADY for bound in case.targets.of(nutrient)):
        raise WrongInput(f"--curve {nutrient}: it stays about as it is now. {ILLNESS}")
    dropped = [b for b in case.targets.of(nutrient) if b.basis == NO_FLOOR]
    if dropped and case.needs.limit(nutrient) is None:
        raise WrongInput(f"--curve {nutrient}: no target is set for it with your illness or medicine. {ILLNESS}")


def _counted(case: Case, nutrient: str, low: float, high: float) -> tuple[str, float, float, str]:
    """What counts for a nutrient: added B12 for some, absorbed calcium with absorption switched on."""
    if is_said_by_added(case, nutrient):
        return ADDED_B12, low, high, "Only added B12 counts for you."
    absorbed = case.needs.limit(ABSORBED_CALCIUM)
    own = case.needs.limit(CALCIUM)
    if nutrient == CALCIUM and absorbed is not None and absorbed.lower and not (own is not None and own.lower):
        share = case.catalogue.absorption.calcium_target(1.0)
        said = f"Counted in absorbed calcium: {share:g} of what is asked for."
        return ABSORBED_CALCIUM, low * share, high * share, said
    return nutrient, low, high, ""


def _moves_most(case: Case, nutrient: str) -> bool:
    """Whether the most of it moves: the budget, and what has no least and a most that is no upper level."""
    limit, bound = case.needs.limit(nutrient), case.bound(nutrient, is_upper=True)
    only_most = limit is not None and not limit.lower and bound is not None
    return nutrient == COST or (only_most and stays(bound, is_upper=True) != SAFE)


def _now(case: Case, nutrient: str, is_upper: bool) -> float | None:
    """What the request asks for."""
    if nutrient == COST:
        return case.needs.max_cost_usd
    limit = case.needs.limit(nutrient)
    return None if limit is None else limit.upper if is_upper else (limit.lower or None)


def _with_side(case: Case, nutrient: str, low: float, high: float) -> Case:
    """The case with a least of a nutrient that has none; the budget has a row always."""
    if nutrient == COST:
        return case
    others = tuple(limit for limit in case.needs.limits if limit.nutrient != nutrient)
    own = case.needs.limit(nutrient)
    column = case.catalogue.nutrient_index[nutrient]
    added = replace(own, lower=high) if own is not None else Limit(nutrient, column, high, None)
    if own is None and np.isnan(case.catalogue.per_100g[case.needs.allowed, column]).all():
        raise WrongInput(f"--curve {nutrient}: the tables hold it for no food that you eat.")
    return case_of(case.request, case.targets, replace(case.needs, limits=(*others, added)))


def _stop(case: Case, nutrient: str, is_upper: bool) -> tuple[float | None, str, str]:
    """Where the curve ends for safety: at the hard most of what moves."""
    bound = case.bound(nutrient, is_upper=True)
    if nutrient == COST or bound is None or bound.upper is None:
        return None, "", ""
    why = stays(bound, is_upper=True)
    if is_upper and not why:
        return None, "", ""
    return bound.upper, bound.basis, why or "It is the most that you asked for or that is advised."


def _reached(asked: WhatIf, move: _Move, dial: Dial) -> float:
    """The most of it (the least, where its most moves) that a week can hold, by solving for it."""
    if move.nutrient == COST:
        return asked.base.objective
    columns, values = asked.spec.row(int(dial.rows[0]))
    cost = np.zeros(len(asked.spec.cost))
    cost[columns] = values if move.is_upper else -values
    answer = asked.onward(replace(asked.spec, cost=cost))
    return abs(answer.objective) / float(dial.per_unit[0])


def _amounts(
    low: float, high: float, points: int, marked: Iterable[float | None], below: float | None, above: float | None
) -> list[float]:
    """Even steps, what is marked, and the end of what is possible; by size, each once."""
    first, last = max(low, above or 0.0), high if below is None else min(high, below)
    if last < first:
        return []
    steps = [low + (high - low) * step / (points - 1) for step in range(points)]
    inside = sorted(amount for amount in (*steps, *(m for m in marked if m is not None)) if first < amount < last)
    kept = [first]
    for amount in (*inside, last):
        if amount - kept[-1] > _CLOSE * max(1.0, high):
            kept.append(amount)
    return kept


def _points(asked: WhatIf, case: Case, specs: Iterable[tuple[float, Spec]]) -> tuple[CurvePoint, ...]:
    """Each from where the last one ended. The very end of what is possible may be missed by a rounding."""
    found = []
    for amount, spec in specs:
        answer = asked.onward(spec)
        if answer.x is not None:
            found.append(CurvePoint(amount, answer.objective / case.needs.days))
    return tuple(sorted(found, key=lambda point: point.amount))


def _usd_at(points: tuple[CurvePoint, ...], now: float | None) -> float | None:
    if now is None:
        return None
    near = [point for point in points if abs(point.amount - now) <= _CLOSE * max(1.0, now)]
    return near[0].usd_per_day if near else None


def _energy_curve(case: Case, low: float, high: float, at: At, points: int, cancelled: Calls | None) -> CostCurve:
    """Energy with all that follows it. Raises WrongInput for less than is planned."""
    now = case.needs.energy_kcal

    def spec(kcal: float) -> Spec:
        return at_energy(case.model, case.spec, case.needs, at(kcal))

    with what_if(case.spec, cancelled) as asked:
        amounts = _amounts(low, high, points, [now], None, None)
        found = _points(asked, case, ((amount, spec(amount)) for amount in amounts))
        if not found:
            raise ImpossibleRequest(f"No week of meals can meet this request at {low:g} to {high:g} kcal a day.")
        first, last = found[0].amount, found[-1].amount
        above = min((amount for amount in amounts if amount > last), default=None)
        below = max((amount for amount in amounts if amount < first), default=None)
        most = None if above is None else _last_possible(asked, spec, last, above)
        least = None if below is None else _last_possible(asked, spec, first, below)
        ends = _points(asked, case, ((end, spec(end)) for end in (least, most) if end is not None))
    every = tuple(sorted({*found, *ends}, key=lambda point: point.amount))
    named = (ENERGY, case.name(ENERGY), case.unit(ENERGY), LEAST, low, high, every)
    return CostCurve(*named, now, _usd_at(every, now), most, least, note="Fat, protein, fibre and meals follow it.")


def _last_possible(asked: WhatIf, spec: Callable[[float], Spec], possible: float, impossible: float) -> float:
    """The last energy at which there is a week, between two, by halving down to a hundredth of a kcal."""
    while abs(impossible - possible) > _KCAL:
        middle = (possible + impossible) / 2
        if asked.onward(spec(middle)).x is not None:
            possible = middle
        else:
            impossible = middle
    return possible
