"""A model kept live in HiGHS: bounds and costs move on it, and every outcome gets our own word."""

from dataclasses import dataclass
from enum import StrEnum

import highspy
import numpy as np

from planner.model.spec import Spec
from planner.solve.highs import ArrayHiGHS, set_option, state

Array = np.ndarray
_STATUS = highspy.HighsModelStatus
_FEASIBLE_POINT = 2  # HiGHS: kSolutionStatusFeasible


class Outcome(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"  # a plan, not proven cheapest
    INFEASIBLE = "infeasible"  # proven
    STOPPED = "stopped"  # limits ran out with no plan


@dataclass(frozen=True)
class Answer:
    """Values and proof of one solve; `x` is None without a feasible point."""

    outcome: Outcome
    x: Array | None
    objective: float
    bound: float  # certified lower bound of the objective
    reduced_costs: Array | None
    by_clock: bool  # the clock stopped it: another run may end elsewhere


class Session:
    """One spec, stated in PuLP, live in HiGHS."""

    def __init__(self, spec: Spec, integer: bool, **options: object) -> None:
        problem = state(spec)
        solver = ArrayHiGHS(mip=integer, **{"threads": 1, **options})
        solver.createAndConfigureSolver(problem)
        solver.buildSolverModel(problem)
        self.spec, self.integer = spec, integer and bool(spec.integer.any())
        self._highs: highspy.Highs = problem.solverModel

    def set_option(self, name: str, value: object) -> None:
        """Change an option of the kept model."""
        set_option(self._highs, name, value)

    def set_row(self, row: int, lower: float, upper: float) -> None:
        """Move the bounds of a row."""
        self._highs.changeRowBounds(row, lower, upper)

    def set_cost(self, cost: Array) -> None:
        """Replace the cost of every column."""
        self._highs.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), np.asarray(cost, float))

    def set_columns(self, columns: Array, lower: Array, upper: Array) -> None:
        """Move the bounds of columns."""
        self._highs.changeColsBounds(len(columns), np.asarray(columns, np.int32), lower, upper)

    def start_from(self, x: Array) -> None:
        """Give a mixed-integer solve a first point."""
        solution = highspy.HighsSolution()
        solution.col_value = list(map(float, x))
        self._highs.setSolution(solution)

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
        )
