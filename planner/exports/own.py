"""Somebody's own tables, solved, as a plain JSON object."""

from math import fsum

import numpy as np

from planner.explain.own import OwnAnswer
from planner.exports.own_words import sentence
from planner.model.own import Limit
from planner.solve.own import Price
from planner.solve.own_repair import Clash, Proven
from planner.tables.own import OwnTables

Json = dict[str, object]
DIGITS = 13  # of a number in JSON: what is beyond is dust of the solver
DUST = 1e-12  # of what goes into a total


def own_object(answer: OwnAnswer) -> Json:
    """The answer as plain JSON; every key is always there."""
    optimum, tables, clash = answer.optimum, answer.tables, answer.clash
    return {
        "status": str(optimum.outcome),
        "message": sentence(answer),
        "integer": answer.integer,
        "objective": None if optimum.units is None else clean(optimum.objective),
        "bound": None if optimum.units is None else clean(optimum.bound),
        "amounts": _amounts(answer, optimum.units, answer.integer),
        "totals": _totals(tables, optimum.units),
        "prices_of": answer.prices_of,
        "binding": [_binding(price) for price in answer.prices.binding] if answer.prices else [],
        "reduced_costs": _reduced_costs(answer),
        "relaxation": _relaxation(answer),
        "conflict": _conflict(clash) if clash else [],
        "reachable": _reachable(clash) if clash else {},
        "reachable_keeps": None if clash is None else "conflict" if clash.within_conflict else "everything",
        "foods_kept": clash is not None and clash.foods_kept,
        "repairs": [_repair(proven)[0] for proven in clash.single] if clash else [],
        "joint_repair": _repair(clash.joint) if clash and clash.joint else [],
        "unbounded_foods": [tables.foods[place] for place in answer.endless],
        "unknown_as_zero": tables.as_zero,
    }


def clean(value: float) -> float:
    """A number without the dust of the solver in its last digits."""
    return float(f"{value:.{DIGITS}g}") + 0.0


def _amounts(answer: OwnAnswer, units: np.ndarray | None, whole: bool) -> Json:
    if units is None:
        return {}
    pairs = zip(answer.tables.foods, units.tolist(), strict=True)
    return {food: int(value) if whole else clean(value) for food, value in pairs if value}


def _totals(tables: OwnTables, units: np.ndarray | None) -> Json:
    """What the amounts hold of every nutrient."""
    if units is None:
        return {}
    return {name: clean(_total(tables.per_unit[:, place] * units)) for place, name in enumerate(tables.nutrients)}


def _total(parts: np.ndarray) -> float:
    value = fsum(parts)
    return 0.0 if abs(value) <= DUST * fsum(np.abs(parts)) else value


def _binding(price: Price) -> Json:
    return {
        "nutrient": price.limit.name,
        "side": price.limit.side,
        "bound": price.limit.bound,
        "shadow_price": clean(price.shadow_price),
        "shadow_price_if_lowered": clean(price.if_lowered),
        "dual": clean(price.dual),
        "can_be_raised": price.can_rise,
        "holds_from": None if price.holds_from is None else clean(price.holds_from),
        "holds_to": None if price.holds_to is None else clean(price.holds_to),
    }


def _reduced_costs(answer: OwnAnswer) -> Json:
    if answer.prices is None:
        return {}
    return {
        food: clean(value)
        for food, value in zip(answer.tables.foods, answer.prices.reduced_costs.tolist(), strict=True)
    }


def _relaxation(answer: OwnAnswer) -> Json | None:
    optimum = answer.relaxation
    if optimum is None or optimum.units is None:
        return None
    return {"objective": clean(optimum.objective), "amounts": _amounts(answer, optimum.units, False)}


def _named(limit: Limit) -> Json:
    return {"food" if limit.is_food else "nutrient": limit.name, "side": limit.side}


def _conflict(clash: Clash) -> list[Json]:
    return [
        {**_named(limit), "bound": limit.bound, "reachable": None if value is None else clean(value)}
        for limit, value in zip(clash.conflict, clash.reached, strict=True)
    ]


def _reachable(clash: Clash) -> Json:
    """Best value by nutrient; of a nutrient with both sides in the conflict, the one nearer to its bound."""
    found: dict[str, tuple[float, float]] = {}
    for limit, value in zip(clash.conflict, clash.reached, strict=True):
        if value is not None and not limit.is_food:
            found[limit.name] = min(found.get(limit.name, (np.inf, value)), (abs(value - limit.bound), value))
    return {name: clean(value) for name, (_, value) in found.items()}


def _repair(proven: Proven) -> list[Json]:
    """One entry for each bound that moves."""
    cost = None if proven.optimum.units is None else clean(proven.optimum.objective)
    return [
        {
            **_named(repair.limit),
            "from": repair.limit.bound,
            "to": repair.to,
            "relative_change": None if repair.relative_change is None else clean(repair.relative_change),
            "objective": cost,
        }
        for repair in proven.repairs
    ]
