"""An amount that can be turned, such as a target, and the bounds of a week that follow it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.model.spec import INFINITY, Spec
from planner.model.uptake import ABSORBED_B12
from planner.model.week import MEALS, NO_BUDGET_USD, WeekModel

Array = np.ndarray
COST = "cost"
ENERGY = "energy_kcal"
B12, ADDED_B12 = "vitamin_b12_ug", "added_vitamin_b12_ug"
LEAST, MOST = "at least ", "at most "


@dataclass(frozen=True)
class Dial:
    """Bound of row r at an amount t [unit / day]:   start[r] + per_unit[r] t."""

    rows: Array  # [rows] places
    upper: Array  # [rows] bool: its upper bound follows, else its lower
    start: Array
    per_unit: Array

    def turned(self, spec: Spec, amount: float) -> Spec:
        """The model at another amount."""
        lower, upper = spec.row_lower.copy(), spec.row_upper.copy()
        bounds = self.start + self.per_unit * amount
        lower[self.rows[~self.upper]] = bounds[~self.upper]
        upper[self.rows[self.upper]] = bounds[self.upper]
        return replace(spec, row_lower=lower, row_upper=upper)

    def opened(self, spec: Spec, also: Iterable[int] = ()) -> Spec:
        """The model without these bounds; of the rows in `also` no bound is left."""
        lower, upper, others = spec.row_lower.copy(), spec.row_upper.copy(), list(also)
        lower[[*self.rows[~self.upper], *others]] = -INFINITY
        upper[[*self.rows[self.upper], *others]] = INFINITY
        return replace(spec, row_lower=lower, row_upper=upper)

    def slope(self, shadow_prices: Array) -> float:
        """Change of the objective per unit: sum_r pi[r] per_unit[r]."""
        return float(shadow_prices[self.rows] @ self.per_unit)


def row_places(spec: Spec) -> dict[str, int]:
    """Place of each row that a target or wish sets, by its name."""
    return {name: place for place, name in enumerate(spec.row_names) if name.startswith((LEAST, MOST, "must have "))}


def target_dial(model: WeekModel, needs: Needs, nutrient: str, is_upper: bool) -> Dial:
    """The least or most of a nutrient; with the least of added B12 an equal one of all B12 is turned, too.

    Raises KeyError for a bound that the model does not hold.
    """
    places, limit = row_places(model.spec), needs.limit(nutrient)
    names = [nutrient]
    if nutrient == ADDED_B12 and not is_upper:
        all_b12, added = needs.limit(B12), limit
        if all_b12 is not None and added is not None and all_b12.lower == added.lower:
            names.append(B12)
    scales = [each.scale for each in map(needs.limit, names) if each is not None]
    rows = np.array([places[(MOST if is_upper else LEAST) + name] for name in names])
    return Dial(rows, np.full(len(rows), is_upper), np.zeros(len(rows)), 1.0 / np.array(scales))


def absorbed_b12_dial(model: WeekModel, target: float) -> Dial:
    """B12 that the meals must let through [ug / day]."""
    return _one_row(row_places(model.spec)[ABSORBED_B12], False, 1.0 / target)


def budget_dial(model: WeekModel, needs: Needs) -> Dial:
    """What all planned days together may cost [USD]."""
    return _one_row(row_places(model.spec)[MOST + COST], True, 1.0 / (needs.max_cost_usd or NO_BUDGET_USD))


def energy_dial(model: WeekModel, needs: Needs, other: Needs) -> Dial:
    """Energy [kcal / day] with all that follows it: shares of fat, fibre, meals; linear between `needs` and `other`."""
    now, then = bounds_by_energy(model, needs, needs), bounds_by_energy(model, needs, other)
    moved = sorted(key for key in now if abs(now[key] - then[key]) > 1e-12)
    values = np.array([now[key] for key in moved])
    per_unit = (np.array([then[key] for key in moved]) - values) / (other.energy_kcal - needs.energy_kcal)
    rows, upper = (np.array(part) for part in zip(*moved, strict=True))
    return Dial(rows, upper.astype(bool), values - per_unit * needs.energy_kcal, per_unit)


def at_energy(model: WeekModel, spec: Spec, needs: Needs, other: Needs) -> Spec:
    """`spec` (a week of `needs`) with the bounds of the same person at another energy."""
    lower, upper = spec.row_lower.copy(), spec.row_upper.copy()
    for (row, is_upper), bound in bounds_by_energy(model, needs, other).items():
        (upper if is_upper else lower)[row] = bound
    return replace(spec, row_lower=lower, row_upper=upper)


def bounds_by_energy(model: WeekModel, needs: Needs, other: Needs) -> dict[tuple[int, bool], float]:
    """Bounds of the rows of `needs`, by row and side, as `other` has them."""
    places, found = row_places(model.spec), dict[tuple[int, bool], float]()
    for limit in other.limits:
        own = needs.limit(limit.nutrient)
        for is_upper, end in ((False, limit.lower), (True, limit.upper)):
            row = places.get((MOST if is_upper else LEAST) + limit.nutrient)
            if row is not None and end is not None and own is not None:
                found[row, is_upper] = end / own.scale
    rules, share = needs.catalogue.rules, other.energy_kcal / needs.energy_kcal
    for meal in MEALS:
        least, most = (place for place, name in enumerate(model.spec.row_names) if name == f"energy {meal}")
        found[least, False] = rules[f"{meal}_energy_min"] * share
        found[most, True] = rules[f"{meal}_energy_max"] * share
    return found


def _one_row(row: int, is_upper: bool, per_unit: float) -> Dial:
    return Dial(np.array([row]), np.array([is_upper]), np.zeros(1), np.array([per_unit]))


def money(model: WeekModel) -> Spec:
    """The week for money alone: its value is the certified bound."""
    return replace(model.spec, cost=model.money)


def servings(model: WeekModel, x: Array) -> Array:
    """[foods] how often each food stands on a plate."""
    return by_food(model.fillings, x[model.count])


def by_food(fillings: Fillings, values: Array) -> Array:
    """[foods] sum of what belongs to the fillings of each."""
    return np.bincount(fillings.food, weights=values, minlength=len(fillings.catalogue.foods))
