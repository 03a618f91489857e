"""A model kept live in HiGHS: bounds and costs move on it, and every outcome gets our own word."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import highspy
import numpy as np

from planner.model.spec import Spec
from planner.solve.highs import live, load, set_option

Array = np.ndarray
_STATUS = highspy.HighsModelStatus
_FEASIBLE_POINT = 2  # HiGHS: kSolutionStatusFeasible
_ALIKE = 1e-12  # of a factor: rows whose coefficients differ by it alone are one row in two units
_MANY = 500  # coefficients: more of them are sooner handed over with the whole model


class Outcome(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # a plan, not proven cheapest
    INFEASIBLE = "infeasible"  # proven
    UNBOUNDED = "unbounded"  # proven: the objective falls without end
    STOPPED = "stopped"  # limits ran out with no plan


@dataclass(frozen=True)
class Answer:
    """Values and proof of one solve; `x` is None without a feasible point."""

    outcome: Outcome
    x: Array | None
    objective: float
    bound: float  # certified lower bound of the objective
    reduced_costs: Array | None  # [columns] of an LP, None of a mixed-integer model
    by_clock: bool  # the clock stopped it: another run may end elsewhere
    shadow_prices: Array | None = None  # [rows] of an LP: change of the objective per unit its bound is raised


class Session:
    """One spec, live in HiGHS. A row may stand there times a factor of ours: a target that moves rescales its row."""

    def __init__(self, spec: Spec, integer: bool, **options: object) -> None:
        self.integer = integer and bool(spec.integer.any())
        self._highs: highspy.Highs = live(**options)
        self._asked: Callable[[Any], None] | None = None
        self.restate(spec)

    def restate(self, spec: Spec) -> None:
        """Any spec in place of the old one, and nothing of that is left: the next run ends where a new model would."""
        load(self._highs, spec, self.integer)
        self.spec, self._held, self._factor = spec, spec.values, np.ones(spec.rows)

    def fits(self, spec: Spec) -> bool:
        """Whether the kept model can become `spec`: the same rows, columns and places of coefficients."""
        return self.spec.is_alike(spec)

    def become(self, spec: Spec) -> None:
        """Move the kept model to another spec that it fits, by what differs: costs, bounds, coefficients.

        Raises ValueError for a spec of another pattern.
        """
        if not self.fits(spec):
            raise ValueError("a kept model becomes only a spec of its own pattern")
        old, factor = self.spec, self._factor
        if old.values is not spec.values:
            self._move_coefficients(spec)
        if old.cost is not spec.cost:
            changed = np.flatnonzero(old.cost != spec.cost).astype(np.int32)
            self._highs.changeColsCost(len(changed), changed, spec.cost[changed])
        if old.lower is not spec.lower or old.upper is not spec.upper:
            changed = np.flatnonzero((old.lower != spec.lower) | (old.upper != spec.upper)).astype(np.int32)
            self._highs.changeColsBounds(len(changed), changed, spec.lower[changed], spec.upper[changed])
        moved = (old.row_lower != spec.row_lower) | (old.row_upper != spec.row_upper) | (factor != self._factor)
        for row in np.flatnonzero(moved).tolist():
            unit = float(self._factor[row])
            self._highs.changeRowBounds(row, float(spec.row_lower[row]) * unit, float(spec.row_upper[row]) * unit)
        self.spec = spec

    def _move_coefficients(self, spec: Spec) -> None:
        """A row in another unit gets another factor; only what is left changes in HiGHS."""
        differs = np.flatnonzero(self.spec.values != spec.values)
        rows = np.unique(np.searchsorted(spec.starts, differs, side="right") - 1)
        held, factor, anew = self._held.copy(), self._factor.copy(), list[tuple[int, int, float]]()
        for row in rows:
            part = slice(spec.starts[row], spec.starts[row + 1])
            factor[row] = _factor(held[part], spec.values[part])
            if factor[row] == 1.0:
                places = np.flatnonzero(held[part] != spec.values[part]) + spec.starts[row]
                anew += [(int(row), int(spec.indices[place]), float(spec.values[place])) for place in places]
                held[part] = spec.values[part]
        if len(anew) > _MANY:
            basis = self._highs.getBasis()
            load(self._highs, spec, self.integer)
            self._highs.setBasis(basis)
            held, factor = spec.values, np.ones(spec.rows)
        else:
            for row, column, value in anew:
                self._highs.changeCoeff(row, column, value)
        self._held, self._factor = held, factor

    def set_option(self, name: str, value: object) -> None:
        """Change an option of the kept model. Raises ValueError for one that HiGHS does not take."""
        set_option(self._highs, name, value)

    def start_from(self, x: Array) -> None:
        """Give a mixed-integer solve a first point."""
        solution = highspy.HighsSolution()
        solution.col_value = list(map(float, x))
        self._highs.setSolution(solution)

    def twin(self) -> "Session":
        """Another live model of the same numbers and options, for a second thread."""
        other = object.__new__(Session)
        other.spec, other.integer, other._asked, other._highs = self.spec, self.integer, None, highspy.Highs()
        other._held, other._factor = self._held, self._factor
        other._highs.passOptions(self._highs.getOptions())
        other._highs.passModel(self._highs.getLp())
        return other

    def basis(self) -> Any:
        """Where an LP ended: a start for others of the same pattern."""
        return self._highs.getBasis()

    def start_at(self, basis: Any) -> None:
        """Start the next run of an LP there."""
        self._highs.setBasis(basis)

    def row_ranges(self) -> tuple[Array, Array]:
        """[rows] between which bounds of a row the basis of the LP that was solved last stays optimal."""
        _, ranging = self._highs.getRanging()
        return np.array(ranging.row_bound_dn.value_) / self._factor, np.array(
            ranging.row_bound_up.value_
        ) / self._factor

    def forget(self) -> None:
        """Start anew from the same numbers: the next run ends where a new model would (clearSolver alone does not)."""
        self.restate(self.spec)

    def watch(self, cancelled: Callable[[], bool]) -> None:
        """Stop a run within milliseconds once `cancelled` says so."""

        def ask(event: Any) -> None:
            if cancelled():
                event.interrupt()

        self._highs.cbSimplexInterrupt += ask
        self._highs.cbMipInterrupt += ask
        self._asked = ask

    def unwatch(self) -> None:
        """Run on whatever is asked of others."""
        if self._asked is not None:
            self._highs.cbSimplexInterrupt -= self._asked
            self._highs.cbMipInterrupt -= self._asked
            self._asked = None

    def run(self) -> None:
        """Run HiGHS, nothing else."""
        self._highs.run()

    def solve(self) -> Answer:
        """Run and read the outcome from HiGHS itself."""
        self.run()
        status, info = self._highs.getModelStatus(), self._highs.getInfo()
        found = info.primal_solution_status == _FEASIBLE_POINT
        optimal = status == _STATUS.kOptimal
        if status in (_STATUS.kInfeasible, _STATUS.kUnboundedOrInfeasible):  # costs are bounded below
            return Answer(Outcome.INFEASIBLE, None, np.inf, np.inf, None, by_clock=False)
        if status == _STATUS.kUnbounded:
            return Answer(Outcome.UNBOUNDED, None, -np.inf, -np.inf, None, by_clock=False)
        by_clock = status in (_STATUS.kTimeLimit, _STATUS.kInterrupt)
        if not found or (not self.integer and not optimal):
            return Answer(Outcome.STOPPED, None, np.inf, -np.inf, None, by_clock)
        solution = self._highs.getSolution()
        objective = info.objective_function_value
        return Answer(
            Outcome.OPTIMAL if optimal else Outcome.FEASIBLE,
            np.array(solution.col_value),
            objective,
            info.mip_dual_bound if self.integer else objective,
            None if self.integer else np.array(solution.col_dual),
            by_clock,
            None if self.integer else np.array(solution.row_dual) * self._factor,
        )


def _factor(held: Array, wanted: Array) -> float:
    """The factor that makes the coefficients wanted of a row those that are held; 1 where no one factor does."""
    full = wanted != 0
    if not full.any() or held[~full].any():
        return 1.0
    units = held[full] / wanted[full]
    return float(units[0]) if units[0] > 0 and np.ptp(units) <= _ALIKE * units[0] else 1.0
