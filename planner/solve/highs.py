"""The one way to HiGHS: a spec handed over in its own arrays; in PuLP, where another solver shall read it."""

import highspy
import numpy as np
import pulp

from planner.model.spec import INFINITY, Spec

Array = np.ndarray
OPEN = 1e30  # PuLP takes no infinite bound of a row; CBC reads this as one


def live(**options: object) -> highspy.Highs:
    """A silent HiGHS with one thread. Raises ValueError for an option that it does not take."""
    model = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        set_option(model, name, value)
    return model


def set_option(model: highspy.Highs, name: str, value: object) -> None:
    """Set an option; HiGHS ignores an unknown one without a word, we do not."""
    if model.setOptionValue(name, value) != highspy.HighsStatus.kOk:
        raise ValueError(f"HiGHS does not take option {name} = {value!r}")


def load(model: highspy.Highs, spec: Spec, integer: bool) -> None:
    """Hand the whole spec over at once, whatever the model held before. Raises ValueError where HiGHS refuses it."""
    kinds = (spec.integer if integer else np.zeros(len(spec.cost))).astype(np.int32)  # none at all is read as rubbish
    status = model.passModel(
        len(spec.cost),
        spec.rows,
        len(spec.values),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        spec.cost,
        spec.lower,
        spec.upper,
        spec.row_lower,
        spec.row_upper,
        spec.starts[:-1].astype(np.int32),
        spec.indices.astype(np.int32),
        spec.values,
        kinds,
    )
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS does not take this model: does a row name a column twice?")


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
