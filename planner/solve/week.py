"""The week, step by step: LP bound, fewer columns, MIP, days, and again where a day falls short."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import Cancelled
from planner.model.arrange import arrange
from planner.model.at_home import saved_usd
from planner.model.fillings import Fillings
from planner.model.judge import Arrangement
from planner.model.meals import MEALS_OF
from planner.model.needs import Needs
from planner.model.pins import Pin
from planner.model.produce import Missed, held_of_yielding
from planner.model.repair import repair
from planner.model.spec import Spec
from planner.model.week import WeekModel, build_week
from planner.solve.guard import Guard
from planner.solve.kept import POOL
from planner.solve.mended import keeps_rules, mended
from planner.solve.moved import Moved
from planner.solve.narrow import narrowed
from planner.solve.nearest import nearest_faults, tight_rows
from planner.solve.session import Answer, Outcome, Session
from planner.solve.shortfall import unreachable
from planner.solve.wishes import Wishes

Array = np.ndarray
WHOLE = "whole portions of whole dishes do not add up to it."
GAP = 0.01  # a week within this of the certified bound is called optimal
WIDTHS = (400, 600, 900, None)  # columns kept by reduced cost; None: the whole model
NODES = (20, 20, 20, 2000)  # branch-and-bound nodes at each width: a count, not a clock
FRUITLESS = 6  # mixed-integer searches without a week, after which only the fewest columns are tried
GUARD_S = 12.0  # the last guard, for the hopeless alone: work without a week that may be eaten; it proves nothing
NEAR = 0.03  # a mended week within this of its bound is not planned again
STOP = 0.007  # the search stops here, which leaves room for mending the days
NO_HEURISTICS: dict[str, object] = {
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}
AGAIN = 2  # how often a mended week with a day above a cap or with a food twice is arranged anew


@dataclass(frozen=True)
class WeekSolution:
    """A week with its proof, or the proof that there is none."""

    outcome: Outcome
    arrangement: Arrangement | None
    cost_usd: float  # of all planned days
    bound_usd: float  # certified: no week that keeps the rules costs less
    by_clock: bool
    build_seconds: float
    proof: str  # what an impossible week falls short of
    broken: tuple[str, ...] = ()  # where none was found that may be shown: what is wrong with the nearest
    tight: tuple[str, ...] = ()  # and the rows that leave its mean the least room, by their price


class _Clock:
    """Seconds left of a time limit (None: no limit)."""

    def __init__(self, limit: float | None) -> None:
        self.end = None if limit is None else time.perf_counter() + limit

    def left(self) -> float | None:
        """Seconds left, never below zero."""
        return None if self.end is None else max(0.0, self.end - time.perf_counter())


def solve_week(needs: Needs, fillings: Fillings, wishes: Wishes) -> WeekSolution:
    """A cheapest week within its limits; `infeasible` only when the whole LP or MIP is proven so.

    Raises Cancelled when `wishes.cancelled` says so.
    """
    clock, began = _Clock(wishes.time_limit_s), time.perf_counter()
    model = build_week(needs, fillings, wishes.reward_usd, wishes.pins, wishes.unwanted)
    with _live(model.spec, clock) as hot:
        if wishes.cancelled is not None:
            hot.watch(wishes.cancelled)
        run = _Run(model, needs, wishes, hot, clock, time.perf_counter() - began)
        return run.solution()


def least_cost(needs: Needs, fillings: Fillings, held: Mapping[str, float]) -> float:
    """What no week of these needs can cost less than, when nothing is kept [USD for all days].

    Of what yields it holds as much as is `held` [unit / day].
    """
    model = build_week(needs, fillings)
    with POOL.lend(model.with_produce(held)) as session:
        return session.solve().bound


def _live(spec: Spec, clock: "_Clock") -> AbstractContextManager[Session]:
    """A kept session; a new one where the clock runs, because HiGHS counts its seconds over all runs."""
    if clock.end is None:
        return POOL.lend(spec)
    return nullcontext(Session(spec, integer=False, presolve="off", **_limit(clock)))


def _limit(clock: _Clock) -> dict[str, float]:
    left = clock.left()
    return {} if left is None else {"time_limit": left}


Found = tuple[Arrangement, Array, bool]


@dataclass
class _Run:
    """The rounds of one request on one kept LP."""

    model: WeekModel
    needs: Needs
    wishes: Wishes
    hot: Session
    clock: _Clock
    build_seconds: float
    told: Arrangement | None = None
    floor: float | None = None
    fruitless: int = 0
    is_found: bool = False  # a week that may be eaten

    def __post_init__(self) -> None:
        self.guard = Guard(GUARD_S)

    def solution(self) -> WeekSolution:
        """The week with its proof."""
        answer = self._asked(self.hot.solve())
        if answer.x is None:
            infeasible = answer.outcome is Outcome.INFEASIBLE
            return self._none(answer, unreachable(self.model.spec, self.needs) if infeasible else "", -np.inf)
        found, last = self.weeks(answer)
        if found is not None and not found[0].broken:
            return self._certified(found[0], found[2])
        if found is None and last.outcome is Outcome.INFEASIBLE:
            return replace(self._none(last, WHOLE, answer.bound), tight=tight_rows(self.model.spec, answer))
        broken = found[0].broken if found is not None else nearest_faults(self.model, self.needs, answer)
        nothing = self._none(replace(last, outcome=Outcome.STOPPED), "", answer.bound)
        return replace(nothing, broken=broken, tight=tight_rows(self.model.spec, answer))

    def _none(self, answer: Answer, proof: str, bound: float) -> WeekSolution:
        return WeekSolution(answer.outcome, None, np.inf, bound, answer.by_clock, self.build_seconds, proof)

    def _certified(self, arrangement: Arrangement, by_clock: bool) -> WeekSolution:
        """An arranged week with the LP of the same rules for money alone: no week costs less.

        Where fruit and vegetables yield, none that holds as much of them.
        """
        held = held_of_yielding(self.needs, self.model.fillings, arrangement.fillings)
        self.hot.become(self.model.with_produce(held))
        cheapest = self._asked(self.hot.solve())
        solution = self._solution(Outcome.FEASIBLE, arrangement, cheapest.bound, by_clock)
        proven = not by_clock and cheapest.x is not None and solution.cost_usd <= solution.bound_usd * (1 + GAP)
        return replace(solution, outcome=Outcome.OPTIMAL) if proven else solution

    def _solution(
        self, outcome: Outcome, arrangement: Arrangement, bound: float, by_clock: bool = False
    ) -> WeekSolution:
        eaten, fillings = arrangement.fillings, self.model.fillings
        cost = float(fillings.cost[eaten].sum()) - saved_usd(self.needs, fillings, eaten)
        return WeekSolution(outcome, arrangement, cost, min(cost, bound), by_clock, self.build_seconds, "")

    def _tell(self, arrangement: Arrangement) -> None:
        """A week that may be eaten, to whoever waits, while the search for a better one goes on."""
        if self.wishes.found is None or arrangement.broken or arrangement is self.told:
            return
        self.told = arrangement
        if self.floor is None:  # on a model of its own: the kept one must go on as if nobody had asked
            spec = replace(self.model.spec, cost=self.model.money)
            self.floor = self._asked(Session(spec, integer=False, presolve="off").solve()).bound
        self.wishes.found(self._solution(Outcome.FEASIBLE, arrangement, self.floor))

    def _asked(self, answer: Answer) -> Answer:
        """The answer, unless somebody has called the search off."""
        if self.wishes.cancelled is not None and self.wishes.cancelled():
            raise Cancelled("The search was called off: a newer request takes its place.")
        return answer

    def weeks(self, answer: Answer) -> tuple[Found | None, Answer]:
        """Rounds: a week, its days, and bounds moved where a day misses a floor or passes a cap.

        Where no week is lower, the same one is dealt to its days anew.
        """
        moved, dealt = Moved(self.model, self.needs, self._bent()), None
        over, off = frozenset[str](), tuple[str, ...]()
        spec, answer = self._first(moved, answer)
        if answer.x is None:
            return None, answer
        last, target = answer, answer.objective + NEAR * abs(self._money(spec, answer))
        best, held, is_lowest = self._nearby(spec), (spec, answer), False
        if best is not None and self._good(best[0], target):
            return best, answer
        if best is not None:
            self.is_found = True
            self._tell(best[0])
        for turn in moved.rounds():
            if not is_lowest and (dealt is None or dealt.short or over or off):
                last = self._integers(spec, answer, best[1] if best else None, proof=not moved.is_tightened)
            if last.x is None and best is None and moved.is_tightened:
                spec, answer = self._let_out(moved)
                last = self._integers(spec, answer, None)
            if last.x is None and over:
                is_lowest, (spec, last) = True, held
            if last.x is None:
                break
            held = spec, last
            dealt, arrangement = self._days(last.x, spec, self.wishes.seed + turn)
            if best is None or self._rank(arrangement) < self._rank(best[0]):
                best = (arrangement, last.x, last.by_clock)
                self.is_found = not arrangement.broken
            if self._is_hopeless():
                break
            over, off = arrangement.over, arrangement.off_share if moved.spare else ()
            flawless = not (dealt.short or arrangement.uneven or arrangement.broken or off)
            if last.by_clock or flawless or self._good(best[0], target) or moved.is_enough(turn, best[0]):
                break
            self._tell(best[0])
            if is_lowest:
                continue
            moved.move(dealt.short, over, off)
            spec = moved.spec()
            answer = self._relaxed(spec)
            if answer.x is None and over:
                is_lowest, spec = True, held[0]
            elif answer.x is None:
                break
        return best, last

    def _nearby(self, spec: Spec) -> Found | None:
        """The week to stay near to, mended, where that is a week that may be eaten."""
        week = mended(self.model, self.needs, self.wishes, spec.cost[self.model.count]) if self.wishes.homes else None
        if week is None or week.broken or not keeps_rules(self.model, week, self.hot):
            return None
        x = np.zeros(len(spec.cost))
        x[self.model.count] = np.bincount(week.fillings, minlength=len(self.model.count))
        return week, x, False

    def _relaxed(self, spec: Spec) -> Answer:
        """The LP of a round on the kept model."""
        self.hot.become(spec)
        return self._asked(self.hot.solve())

    def _first(self, moved: Moved, answer: Answer) -> tuple[Spec, Answer]:
        """Spec and LP of the first round: caps drawn in where that leaves anything."""
        spec = moved.spec()
        if spec is self.model.spec:
            return spec, answer
        answer = self._relaxed(spec)
        return self._let_out(moved) if answer.x is None and moved.is_tightened else (spec, answer)

    def _let_out(self, moved: Moved) -> tuple[Spec, Answer]:
        """Spec and LP with means as high as the caps: only here is an impossible week proven so."""
        moved.let_out()
        spec = moved.spec()
        return spec, self._relaxed(spec)

    def _days(self, x: Array, spec: Spec, seed: int) -> tuple[Arrangement, Arrangement]:
        """A week in days as dealt, and as mended; arranged anew from what mending left while a day is off."""
        homes = self.wishes.homes
        dealt, best = self._dealt(x, spec, seed, homes)
        if homes and any(self._rank(best)[:2]):
            free = self._dealt(x, spec, seed, ())
            dealt, best = min((dealt, best), free, key=lambda both: self._rank(both[1])[:2])
        for again in range(1, AGAIN + 1):
            if not (best.over or best.uneven or best.broken or best.off_share):
                break
            x = x.copy()
            x[self.model.count] = np.bincount(best.fillings, minlength=len(self.model.count))
            _, other = self._dealt(x, spec, seed + 100 * again, homes)
            best = min(best, other, key=self._rank)
        if not best.broken:  # what mending fills in single meals needs no other counts
            dealt = replace(dealt, short=frozenset(name for name in dealt.short if not name.startswith(MEALS_OF)))
        return dealt, best

    def _dealt(self, x: Array, spec: Spec, seed: int, homes: tuple[Pin, ...]) -> tuple[Arrangement, Arrangement]:
        """The counts dealt to days, and that mended."""
        dealt = arrange(self.model, x, self.needs, seed, self.wishes.pins, homes)
        return dealt, repair(self.model, dealt, self.needs, spec.cost[self.model.count])

    def _rank(self, arrangement: Arrangement) -> tuple[int, int, float]:
        """Which of two weeks is better: unbroken first, then days off their marks, then what is minimised."""
        eaten = arrangement.fillings
        factor = 1.0 if self.wishes.factor is None else self.wishes.factor
        cost = (self.model.fillings.cost * factor)[eaten].sum() - saved_usd(self.needs, self.model.fillings, eaten)
        if self.needs.yielding:
            cost += Missed(self.needs, self.model.fillings).of(np.array(eaten))
        off = len(arrangement.short) + len(arrangement.uneven) + len(arrangement.off_share)
        return len(arrangement.broken), off, float(cost)

    def _good(self, arrangement: Arrangement, target: float) -> bool:
        """Whether a week has no flaw and costs little more than its bound: mending was not dear."""
        broken, off, cost = self._rank(arrangement)
        return not broken and not off and cost <= target

    def _bent(self) -> Spec:
        """The spec at the prices of a week near to or far from another."""
        if self.wishes.factor is None:
            return self.model.spec
        cost = self.model.spec.cost.copy()
        cost[self.model.count] *= self.wishes.factor
        return replace(self.model.spec, cost=cost)

    def _integers(self, spec: Spec, relaxed: Answer, start: Array | None, proof: bool = True) -> Answer:
        """The MIP on the columns of least reduced cost, wider when nothing is found, the whole model last (`proof`).

        That only where fewer columns are proven to hold no week: where they end undecided, four times as many do, too.
        """
        answer = relaxed
        if relaxed.x is None:
            return relaxed
        for width, nodes in zip(WIDTHS, NODES, strict=True):
            if width is None and (not proof or answer.outcome is not Outcome.INFEASIBLE):
                break
            answer = self._of_width(spec, relaxed, start, width, nodes)
            if answer.x is not None or answer.by_clock or width is None:
                return answer
            self.fruitless += 1
            if self.fruitless > FRUITLESS:
                break
        return replace(answer, outcome=Outcome.STOPPED)  # fewer columns prove nothing

    def _of_width(self, spec: Spec, relaxed: Answer, start: Array | None, width: int | None, nodes: int) -> Answer:
        """The MIP on so many columns, the wider the more kinds of oil or milk.

        Heuristics are left out of the whole model, where they take the most time.
        """
        keep = narrowed(self.model, self.needs, relaxed, width, start, more=WIDTHS.index(width))
        keep = (keep & (spec.upper > 0)) | (spec.lower > 0)
        small = Session(
            spec.restricted(keep),
            integer=True,
            mip_rel_gap=STOP,
            objective_target=relaxed.objective + STOP * abs(self._money(spec, relaxed)),
            mip_max_nodes=nodes,
            mip_lp_age_limit=5,
            mip_allow_restart=False,  # with the next: half the time, the same weeks or better ones
            mip_heuristic_run_feasibility_jump=False,
            **(NO_HEURISTICS if width is None else {}),
            **_limit(self.clock),
        )
        small.watch(self._is_called_off)
        answer = self._asked(small.solve())
        if answer.x is None:
            return answer
        x = np.zeros(len(keep))
        x[keep] = answer.x
        return replace(answer, x=x)

    def _is_called_off(self) -> bool:
        """Whether nobody waits any more, or the guard ends a search that is hopeless."""
        return (self.wishes.cancelled is not None and self.wishes.cancelled()) or self._is_hopeless()

    def _is_hopeless(self) -> bool:
        """Whether the guard has run out without a week that may be eaten."""
        return not self.is_found and self.guard.is_over()

    def _money(self, spec: Spec, answer: Answer) -> float:
        return float(spec.cost[self.model.count] @ answer.x[self.model.count])  # type: ignore[index]
