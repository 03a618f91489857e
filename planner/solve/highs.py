"""The one way to HiGHS: a PuLP model handed over in arrays, then kept and changed in place."""

import highspy
import numpy as np
import pulp

from planner.model.spec import INFINITY, Spec

Array = np.ndarray
OPEN = 1e30  # PuLP takes no infinite bound of a row; HiGHS and CBC read this as one


class ArrayHiGHS(pulp.HiGHS):
    """`pulp.HiGHS` that hands the model over in arrays and refuses an option it does not know."""

    def __init__(self, mip: bool, **options: object) -> None:
        super().__init__(mip=mip, msg=False)
        self.options_checked = options

    def createAndConfigureSolver(self, lp: pulp.LpProblem) -> None:
        """A silent HiGHS with checked options."""
        lp.solverModel = highspy.Highs()
        set_option(lp.solverModel, "output_flag", False)
        for name, value in self.options_checked.items():
            set_option(lp.solverModel, name, value)

    def buildSolverModel(self, lp: pulp.LpProblem) -> None:
        """addCols and addRows once each."""
        variables = lp.variables()
        place = {id(variable): i for i, variable in enumerate(variables)}
        inf = highspy.kHighsInf
        cost = np.zeros(len(variables))
        for variable, coefficient in lp.objective.items():
            cost[place[id(variable)]] = coefficient
        lower = np.array([-inf if v.lowBound is None else v.lowBound for v in variables], float)
        upper = np.array([inf if v.upBound is None else v.upBound for v in variables], float)
        none = np.empty(0, np.int32)
        lp.solverModel.addCols(len(variables), cost, lower, upper, 0, none, none, np.empty(0))
        integers = np.array([i for i, v in enumerate(variables) if v.cat == pulp.LpInteger], np.int32)
        if self.mip and len(integers):
            kinds = np.full(len(integers), highspy.HighsVarType.kInteger)
            lp.solverModel.changeColsIntegrality(len(integers), integers, kinds)
        _add_rows(lp, place)

    def callSolver(self, lp: pulp.LpProblem) -> None:
        """Run HiGHS."""
        lp.solverModel.run()

    def findSolutionValues(self, lp: pulp.LpProblem) -> tuple[int, int]:
        """Nothing is written back onto PuLP: its words for outcomes are not to be trusted."""
        return pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound


def set_option(model: highspy.Highs, name: str, value: object) -> None:
    """Set an option; HiGHS ignores an unknown one without a word, we do not."""
    if model.setOptionValue(name, value) != highspy.HighsStatus.kOk:
        raise ValueError(f"HiGHS does not take option {name} = {value!r}")


def _add_rows(lp: pulp.LpProblem, place: dict[int, int]) -> None:
    rows = list(lp.constraints())
    starts = np.zeros(len(rows), np.int32)
    indices: list[int] = []
    values: list[float] = []
    lower, upper = np.full(len(rows), -highspy.kHighsInf), np.full(len(rows), highspy.kHighsInf)
    for number, row in enumerate(rows):
        starts[number] = len(indices)
        indices += [place[id(variable)] for variable in row]
        values += row.values()
        if row.sense != pulp.LpConstraintLE:
            lower[number] = -row.constant
        if row.sense != pulp.LpConstraintGE:
            upper[number] = -row.constant
    lp.solverModel.addRows(
        len(rows), lower, upper, len(indices), starts, np.array(indices, np.int32), np.array(values, float)
    )


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
