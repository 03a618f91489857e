"""Other ways to solve the same arrays: bare HiGHS, PuLP as most diet projects use it, SciPy."""

from dataclasses import replace

import highspy
import numpy as np
import pulp

from planner.model.spec import Spec

GAP = 0.01  # of a mixed-integer model, for everybody
SECONDS = 15.0  # of a mixed-integer model, for everybody


class Bare:
    """highspy alone, without presolve for a linear programme: the limit to hold ourselves against."""

    def __init__(self, spec: Spec, integer: bool = False) -> None:
        self.model = model = highspy.Highs()
        for name, value in {"output_flag": False, "threads": 1, "presolve": "on" if integer else "off"}.items():
            model.setOptionValue(name, value)
        if integer:
            model.setOptionValue("mip_rel_gap", GAP)
            model.setOptionValue("time_limit", SECONDS)
        none = np.empty(0, np.int32)
        model.addCols(len(spec.cost), spec.cost, spec.lower, spec.upper, 0, none, none, np.empty(0))
        if integer:
            whole = np.flatnonzero(spec.integer).astype(np.int32)
            model.changeColsIntegrality(len(whole), whole, np.full(len(whole), highspy.HighsVarType.kInteger))
        starts, indices = spec.starts[:-1].astype(np.int32), spec.indices.astype(np.int32)
        model.addRows(spec.rows, spec.row_lower, spec.row_upper, len(indices), starts, indices, spec.values)

    def solve(self) -> float | None:
        """Run and read the values."""
        self.model.run()
        np.array(self.model.getSolution().col_value)
        stopped = self.model.getModelStatus() == highspy.HighsModelStatus.kTimeLimit
        return None if stopped else self.model.getInfo().objective_function_value

    def move(self, row: int, lower: float) -> float | None:
        """A slider: the least of one row moves, and on from the last answer."""
        self.model.changeRowBounds(row, lower, highspy.kHighsInf)
        return self.solve()


def moved(spec: Spec, row: int, lower: float) -> Spec:
    """The same spec with another least of one row."""
    bounds = spec.row_lower.copy()
    bounds[row] = lower
    return replace(spec, row_lower=bounds)


def lp_sum(spec: Spec, integer: bool = False) -> float | None:
    """One variable a food, `lpSum` a row, PuLP's default solver (CBC): how most diet projects do it."""
    problem = pulp.LpProblem("diet", pulp.LpMinimize)
    x = [
        pulp.LpVariable(
            f"x{i}",
            float(spec.lower[i]),
            None if np.isinf(spec.upper[i]) else float(spec.upper[i]),
            pulp.LpInteger if integer and spec.integer[i] else pulp.LpContinuous,
        )
        for i in range(len(spec.cost))
    ]
    problem += pulp.lpSum(float(cost) * each for cost, each in zip(spec.cost, x, strict=True))
    for number in range(spec.rows):
        indices, values = spec.row(number)
        total = pulp.lpSum(float(value) * x[place] for place, value in zip(indices, values, strict=True))
        lower, upper = float(spec.row_lower[number]), float(spec.row_upper[number])
        if lower == upper:
            problem += total == lower
        elif not np.isinf(lower):
            problem += total >= lower
        elif not np.isinf(upper):
            problem += total <= upper
    limits = {"gapRel": GAP, "timeLimit": SECONDS} if integer else {}
    problem.solve(pulp.PULP_CBC_CMD(msg=False, **limits))
    values = np.array([each.value() for each in x], float)
    stopped = integer and (problem.sol_status != pulp.LpSolutionOptimal or problem.solutionTime >= SECONDS)
    return None if stopped else float(spec.cost @ values)


def scipy_way(spec: Spec, integer: bool = False) -> float | None:
    """`scipy.optimize.linprog`, or `milp` for whole numbers, on a sparse matrix."""
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import csr_array, vstack

    matrix = csr_array((spec.values, spec.indices, spec.starts), shape=(spec.rows, len(spec.cost)))
    if integer:
        options = {"mip_rel_gap": GAP, "time_limit": SECONDS}
        rows = LinearConstraint(matrix, spec.row_lower, spec.row_upper)
        kinds = spec.integer.astype(int)
        found = milp(
            spec.cost, integrality=kinds, bounds=Bounds(spec.lower, spec.upper), constraints=rows, options=options
        )
        return float(found.fun) if found.status == 0 else None
    least, most = np.isfinite(spec.row_lower), np.isfinite(spec.row_upper)
    limits = np.concatenate([spec.row_upper[most], -spec.row_lower[least]])
    bounds = np.column_stack([spec.lower, spec.upper])
    found = linprog(spec.cost, vstack([matrix[most], -matrix[least]]), limits, bounds=bounds, method="highs")
    return float(found.fun)
