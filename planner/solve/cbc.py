"""CBC as the second opinion on a model: another solver, the model stated in PuLP, handed over in PuLP's own way."""

from tempfile import TemporaryDirectory

import numpy as np
import pulp

from planner.model.spec import INFINITY, Spec
from planner.solve.session import Outcome

OPEN = 1e30  # PuLP takes no infinite bound of a row; CBC reads this as one


def solve_with_cbc(spec: Spec, gap: float = 0.0) -> tuple[Outcome, float, np.ndarray]:
    """Outcome, objective and values of a spec as CBC finds them; `gap` is the relative gap to stop at."""
    problem = state(spec)
    status = ask_cbc(problem, gap)
    if status != pulp.LpStatusOptimal:
        outcome = Outcome.INFEASIBLE if status == pulp.LpStatusInfeasible else Outcome.STOPPED
        return outcome, np.inf, np.empty(0)
    values = np.array([variable.varValue or 0.0 for variable in problem.variables()])
    return Outcome.OPTIMAL, float(spec.cost @ values), values


def ask_cbc(problem: pulp.LpProblem, gap: float = 0.0) -> int:
    """PuLP's status after CBC.

    CBC 2.10.3, which PuLP brings, loses the optimum of small knapsacks when it preprocesses integers, and breaks
    down on some impossible ones when it does not: those are asked again.
    """
    try:
        return _solve(problem, gap, ["preprocess off"])
    except pulp.PulpSolverError:
        return _solve(problem, gap, [])


def _solve(problem: pulp.LpProblem, gap: float, options: list[str]) -> int:
    """PuLP's status; its files are gone afterwards, also where CBC broke down."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        solver = pulp.PULP_CBC_CMD(msg=False, gapRel=gap, options=options)
        solver.tmpDir = folder
        return int(problem.solve(solver))


def state(spec: Spec) -> pulp.LpProblem:
    """The model in PuLP, solver-neutral; columns x000000..., rows r000000..., always a minimum."""
    problem = pulp.LpProblem("plan", pulp.LpMinimize)
    x = [
        problem.add_variable(
            f"x{i:06d}",
            lowBound=float(spec.lower[i]),
            upBound=None if spec.upper[i] == INFINITY else float(spec.upper[i]),
            cat=pulp.LpInteger if spec.integer[i] else pulp.LpContinuous,
        )
        for i in range(len(spec.cost))
    ]
    problem += pulp.LpAffineExpression(zip(x, spec.cost.tolist(), strict=True))
    for number in range(spec.rows):
        indices, values = spec.row(number)
        expression = pulp.LpAffineExpression(zip([x[i] for i in indices], values.tolist(), strict=True))
        lower, upper = float(spec.row_lower[number]), float(spec.row_upper[number])
        if lower == upper:
            row = expression == lower
        else:
            row = expression >= lower if lower > -INFINITY else expression <= min(upper, OPEN)
        problem += row, f"r{number:06d}"
    return problem
