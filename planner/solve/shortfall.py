"""What an impossible day falls short of: the elastic LP, with slack in units of each target."""

import numpy as np

from planner.model.needs import Limit, Needs
from planner.model.spec import INFINITY, Spec
from planner.solve.session import Session

WORTH_SAYING = 1e-4  # share of a target
OWN_RULE = 0.01  # weight of a rule of the person's own: it is the first to give


def unreachable(spec: Spec, needs: Needs) -> str:
    """Sentence naming every target of a day or a week that must give, and how near the foods come to it."""
    rows = np.array([name.startswith(("at least ", "at most ", "spread ")) for name in spec.row_names])
    answer = Session(elastic(spec, rows, _weights(spec, needs)), integer=False, presolve="off").solve()
    if answer.x is None:
        return "the foods that are left do not make enough different meals. Exclude less."
    slack = answer.x[len(spec.cost) :]
    names = [name for name, gives in zip(spec.row_names, rows, strict=True) if gives]
    gives = [(name, float(g)) for name, g in zip(names, slack, strict=True) if g > WORTH_SAYING]
    said = [_part(name, give, needs) for name, give in gives if not name.startswith("spread ")]
    if not said:
        return "it misses its targets by a hair. Loosen a target a little or allow more foods."
    return "; ".join(said) + ". Loosen one of these or allow more foods."


def _weights(spec: Spec, needs: Needs) -> np.ndarray:
    """What it costs each row to give: a rule of the person's own first, and the spread of its days with it."""
    own = [name.rpartition(" ")[2] in needs.wished or name.startswith("spread ") for name in spec.row_names]
    return np.where(own, OWN_RULE, 1.0)


def _part(row: str, give: float, needs: Needs) -> str:
    """How far one row gives, in words."""
    kind, nutrient = row.rsplit(" ", 1)
    if nutrient == "cost":
        return f"the budget would have to be {give * (needs.max_cost_usd or 0.0):.2f} USD higher"
    column = needs.catalogue.nutrients[needs.catalogue.nutrient_index[nutrient]]
    limit = needs.limit(nutrient) or Limit(nutrient, 0, None, None)
    if kind == "at least":
        bound = limit.lower or 0.0
        return f"{column.name} reaches {max(0.0, bound - give * limit.scale):.3g} of {bound:.4g} {column.unit}"
    bound = limit.upper or 0.0
    return f"{column.name} cannot go below {bound + give * limit.scale:.4g} of {bound:.4g} {column.unit}"


def elastic(spec: Spec, rows: np.ndarray, weights: np.ndarray) -> Spec:
    """min sum weight s   s.t.   the `rows` [bool] may give by s >= 0 (they stand in units of their target)."""
    columns, chosen = len(spec.cost), np.flatnonzero(rows)
    sign = np.where(np.isfinite(spec.row_lower), 1.0, -1.0)[chosen]
    return Spec(
        cost=np.concatenate([np.zeros(columns), weights[chosen]]),
        lower=np.zeros(columns + len(chosen)),
        upper=np.concatenate([spec.upper, np.full(len(chosen), INFINITY)]),
        integer=np.zeros(columns + len(chosen), bool),
        starts=spec.starts + np.concatenate([[0], np.cumsum(rows)]),
        indices=np.insert(spec.indices, spec.starts[chosen + 1], columns + np.arange(len(chosen))),
        values=np.insert(spec.values, spec.starts[chosen + 1], sign),
        row_lower=spec.row_lower,
        row_upper=spec.row_upper,
        row_names=spec.row_names,
    )
