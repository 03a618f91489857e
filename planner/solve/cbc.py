"""CBC as the second opinion on a model: another solver, through PuLP's own way."""

import numpy as np
import pulp

from planner.model.spec import Spec
from planner.solve.highs import state
from planner.solve.session import Outcome


def solve_with_cbc(spec: Spec, gap: float = 0.0) -> tuple[Outcome, float, np.ndarray]:
    """Outcome, objective and values of a spec as CBC finds them; `gap` is the relative gap to stop at.

    CBC 2.10.3, which PuLP brings, loses the optimum of small knapsacks when it preprocesses integers, and breaks
    down on some impossible ones when it does not: those are asked again.
    """
    problem = state(spec)
    try:
        status = problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap, options=["preprocess off"]))
    except pulp.PulpSolverError:
        status = problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=gap))
    if status != pulp.LpStatusOptimal:
        outcome = Outcome.INFEASIBLE if status == pulp.LpStatusInfeasible else Outcome.STOPPED
        return outcome, np.inf, np.empty(0)
    values = np.array([variable.varValue or 0.0 for variable in problem.variables()])
    return Outcome.OPTIMAL, float(spec.cost @ values), values
