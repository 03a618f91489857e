"""How far a binding target can move while each further unit costs the same."""

from dataclasses import replace

import numpy as np

from planner.model.own import OwnModel
from planner.model.spec import INFINITY, Spec
from planner.solve.own_runs import LP, run
from planner.solve.session import Answer, Outcome, Session

Array = np.ndarray


class Ranges:
    """max t   s.t.   the bounds with some moved by t,   c.x <= cost + slope t.

    Cost never falls short of the line of a slope, so the line ends where no amounts lie on it any more.
    """

    def __init__(self, model: OwnModel, answer: Answer) -> None:
        self.spec, self.rows = _with_step(model.spec, answer.objective), model.spec.rows
        self.step = len(model.spec.cost)
        self.session = Session(self.spec, integer=False, **LP)

    def reach(self, moved: list[int], slope: float, way: float) -> float | None:
        """How far (scaled) the bounds of rows move one way at this slope; None without end."""
        values = self.spec.values.copy()
        for row in (*moved, self.rows):
            values[self.spec.starts[row + 1] - 1] = -way * (slope if row == self.rows else 1.0)
        answer = run(self.session, replace(self.spec, values=values))
        if answer.outcome is Outcome.UNBOUNDED:
            return None
        return max(0.0, -answer.objective) if answer.outcome is Outcome.OPTIMAL else 0.0


def _with_step(spec: Spec, cost: float) -> Spec:
    """The model with a column for the step, so far in no row, and a row for the cost; every row ends with the step."""
    columns = len(spec.cost)
    ends = np.append(spec.starts[1:], len(spec.indices))
    indices = np.insert(np.append(spec.indices, np.arange(columns)), ends[:-1], columns)
    values = np.insert(np.append(spec.values, spec.cost), ends[:-1], 0.0)
    starts = spec.starts + np.arange(spec.rows + 1)
    return Spec(
        cost=np.append(np.zeros(columns), -1.0),
        lower=np.append(spec.lower, 0.0),
        upper=np.append(spec.upper, INFINITY),
        integer=np.zeros(columns + 1, bool),
        starts=np.append(starts, len(indices) + 1),
        indices=np.append(indices, columns),
        values=np.append(values, 0.0),
        row_lower=np.append(spec.row_lower, -INFINITY),
        row_upper=np.append(spec.row_upper, cost),
        row_names=(*spec.row_names, "cost"),
    )
