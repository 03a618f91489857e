"""What an impossible day falls short of: the elastic LP, with slack in units of each target."""

import numpy as np

from planner.model.meals import MEALS_OF
from planner.model.needs import MUST_HAVE, Limit, Needs
from planner.model.spec import INFINITY, Spec
from planner.model.uptake import ABSORBED_B12, MEALS_WITH_B12
from planner.solve.session import Session

WORTH_SAYING = 1e-4  # share of a target
ELASTIC = ("at least ", "at most ", "spread ", MEALS_OF)  # rows that may give begin so
OWN_RULE = 0.01  # weight of a rule of the person's own: it gives before the others
FIRST = 0.0001  # weight of a food that must be had: it is the first to give


def unreachable(spec: Spec, needs: Needs) -> str:
    """Sentence naming every target of a day or a week that is missed, and how near the foods come to it.

    What may be loosened for it is not said here: a limit is named like a wish of one's own.
    """
    gives = _gives(spec, needs, (*ELASTIC, MUST_HAVE))
    if gives is None and spec.lower.any():
        return "the dishes that are kept do not go together with its other rules."
    if gives is None:
        return "the foods that are left do not make enough different meals."
    missed = [name.removeprefix(MUST_HAVE) for name, _ in gives if name.startswith(MUST_HAVE)]
    said = _parts(gives, needs)
    if missed:
        said = [_no_room(missed, spec, needs), *[f"and even without that, {part}" for part in said]]
    if not said:
        return "it misses its targets by a hair."
    return "; ".join(said) + "."


def _no_room(missed: list[str], spec: Spec, needs: Needs) -> str:
    """What must be had and does not fit, and what else would have to give for it."""
    room = "the dishes that are kept leave too little room" if spec.lower.any() else "there is not enough room"
    instead = _parts(_gives(spec, needs, ELASTIC) or [], needs)
    said = f": for that, {' and '.join(instead)}" if instead else ""
    return f"{room} for {' and '.join(missed)}, which you must have{said}"


def _gives(spec: Spec, needs: Needs, elastic_rows: tuple[str, ...]) -> list[tuple[str, float]] | None:
    """By how much (share of its bound) each row of these beginnings gives; None where that is not enough."""
    rows = np.array([name.startswith(elastic_rows) for name in spec.row_names])
    answer = Session(elastic(spec, rows, _weights(spec, needs)), integer=False, presolve="off").solve()
    if answer.x is None:
        return None
    slack = answer.x[len(spec.cost) :]
    names = [name for name, gives in zip(spec.row_names, rows, strict=True) if gives]
    return [(name, float(give)) for name, give in zip(names, slack, strict=True) if give > WORTH_SAYING]


def _weights(spec: Spec, needs: Needs) -> np.ndarray:
    """What it costs each row to give: what must be had first, then a rule of one's own and the spread of its days."""
    names = spec.row_names
    own = [name.rpartition(" ")[2] in needs.wished or name.startswith(("spread ", MEALS_OF)) for name in names]
    first = [name.startswith(MUST_HAVE) for name in names]
    return np.where(first, FIRST, np.where(own, OWN_RULE, 1.0))


def _parts(gives: list[tuple[str, float]], needs: Needs) -> list[str]:
    """How far each nutrient or cost gives, in words; B12 by the meal only where there is enough of it in all."""
    names = [name for name, _ in gives]
    too_little = any(name.startswith("at least ") and name.endswith("vitamin_b12_ug") for name in names)
    known = (ABSORBED_B12, MEALS_WITH_B12) if too_little else ()
    return [
        _part(name, give, needs)
        for name, give in gives
        if name.startswith(("at least ", "at most ", MEALS_OF)) and name not in known
    ]


def _part(row: str, give: float, needs: Needs) -> str:
    """How far one row gives, in words."""
    kind, nutrient = row.rsplit(" ", 1)
    rule = next((rule for rule in needs.meals_with if row == f"{MEALS_OF}{rule.nutrient}"), None)
    if rule is not None:
        name = needs.catalogue.nutrients[needs.catalogue.nutrient_index[nutrient]].name
        reached = f"{rule.meals * max(0.0, 1.0 - give):.2g} of {rule.meals}"
        return f"{name} reaches {rule.least:g} {rule.unit} in {reached} meals a day"
    if nutrient == "cost":
        return f"the budget would have to be {give * (needs.max_cost_usd or 0.0):.2f} USD higher"
    by_meal = needs.b12_by_meal
    if row == ABSORBED_B12 and by_meal is not None:
        reached = f"{by_meal.target * max(0.0, 1.0 - give):.4g} of {by_meal.target:.4g} ug"
        return f"absorbed vitamin B12 reaches {reached}, because one meal lets only so much through"
    if row == MEALS_WITH_B12 and by_meal is not None:
        return f"vitamin B12 reaches {by_meal.meals * max(0.0, 1.0 - give):.2g} of {by_meal.meals} meals a day"
    column = needs.catalogue.nutrients[needs.catalogue.nutrient_index[nutrient]]
    limit = needs.limit(nutrient) or Limit(nutrient, 0, None, None)
    if kind == "at least":
        bound = limit.lower or 0.0
        return f"{column.name} reaches {max(0.0, bound - give * limit.scale):.4g} of {bound:.4g} {column.unit}"
    bound = limit.upper or 0.0
    return f"{column.name} cannot go below {bound + give * limit.scale:.4g} of {bound:.4g} {column.unit}"


def elastic(spec: Spec, rows: np.ndarray, weights: np.ndarray) -> Spec:
    """min sum weight s   s.t.   the `rows` [bool] may give by s >= 0 (they stand in units of their target)."""
    columns, chosen = len(spec.cost), np.flatnonzero(rows)
    sign = np.where(np.isfinite(spec.row_lower), 1.0, -1.0)[chosen]
    return Spec(
        cost=np.concatenate([np.zeros(columns), weights[chosen]]),
        lower=np.concatenate([spec.lower, np.zeros(len(chosen))]),
        upper=np.concatenate([spec.upper, np.full(len(chosen), INFINITY)]),
        integer=np.zeros(columns + len(chosen), bool),
        starts=spec.starts + np.concatenate([[0], np.cumsum(rows)]),
        indices=np.insert(spec.indices, spec.starts[chosen + 1], columns + np.arange(len(chosen))),
        values=np.insert(spec.values, spec.starts[chosen + 1], sign),
        row_lower=spec.row_lower,
        row_upper=spec.row_upper,
        row_names=spec.row_names,
    )
