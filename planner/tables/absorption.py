"""What the body takes up: fractions of calcium by kind of food, and B12 by the meal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import OptionalFloat, read_rows
from planner.tables.references import Source

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)
MILK, DEFAULT = "milk", "default"  # classes that must be there
RULES = (
    "calcium_target_share",
    "calcium_most",
    "calcium_meal_load",
    "b12_capacity",
    "b12_share",
    "b12_share_above",
    "b12_target_share",
    "b12_meals",
    "b12_meal_least",
)

Share = Annotated[float, Field(ge=0, le=1)]


@dataclass(frozen=True, config=STRICT)
class CalciumClass:
    """A kind of food, and which part of its calcium is absorbed in a meal."""

    calcium_class: str
    name: str
    fraction: Share  # that is counted
    measured: OptionalFloat  # that was measured, at this load
    load_mg: OptionalFloat  # [mg calcium in the portion that was measured]
    reason: str
    source: Source


@dataclass(frozen=True, config=STRICT)
class CalciumOfFood:
    """The class of a food, and why."""

    food: str
    calcium_class: str
    reason: str


@dataclass(frozen=True, config=STRICT)
class AbsorptionRule:
    """One number about absorption; `low` and `high` are what the sources span."""

    rule: str
    nutrient: str
    value: float
    low: OptionalFloat
    high: OptionalFloat
    unit: str
    note: str
    source: Source


@plain_dataclass(frozen=True)
class Absorption:
    """All tables about absorption."""

    classes: Mapping[str, CalciumClass]
    foods: Mapping[str, CalciumOfFood]
    rules: Mapping[str, AbsorptionRule]

    def calcium_class(self, food: str) -> CalciumClass:
        """The class of a food."""
        return self.classes[self.foods[food].calcium_class]

    def calcium_target(self, rda_mg: float) -> float:
        """Target in absorbed calcium [mg / day] = share x RDA."""
        return self.rules["calcium_target_share"].value * rda_mg

    def b12_target(self, rda_ug: float) -> float:
        """Target in absorbed B12 [ug / day] = share x RDA."""
        return self.rules["b12_target_share"].value * rda_ug

    def b12_absorbed(self, meal_ug: float) -> float:
        """share x min(meal, capacity) + share_above x max(0, meal - capacity) of the B12 in one meal [ug]."""
        capacity = self.rules["b12_capacity"].value
        under, above = min(meal_ug, capacity), max(0.0, meal_ug - capacity)
        return self.rules["b12_share"].value * under + self.rules["b12_share_above"].value * above


def load_absorption(folder: Path, foods: Iterable[str]) -> Absorption:
    """Read calcium_absorption.csv, calcium_classes.csv and absorption_rules.csv for these foods (slugs).

    Raises TableError, also for a food without a class and for a fraction above milk's that no meal-sized load proves.
    """
    classes = read_rows(folder / "calcium_absorption.csv", CalciumClass, key=lambda row: row.calcium_class)
    of_foods = read_rows(folder / "calcium_classes.csv", CalciumOfFood, key=lambda row: row.food)
    rules = read_rows(folder / "absorption_rules.csv", AbsorptionRule, key=lambda row: row.rule)
    found = Absorption(
        {row.calcium_class: row for row in classes},
        {row.food: row for row in of_foods},
        {row.rule: row for row in rules},
    )
    _check_rules(found)
    for row in classes:
        _check_fraction(row, found)
    _check_foods(found, tuple(foods))
    return found


def _check_rules(found: Absorption) -> None:
    for rule in RULES:
        if rule not in found.rules:
            raise TableError(f"absorption_rules.csv: rule {rule} is missing. Restore its row.")
    for name in (MILK, DEFAULT):
        if name not in found.classes:
            raise TableError(f"calcium_absorption.csv: class {name} is missing. Restore its row.")


def _check_fraction(row: CalciumClass, found: Absorption) -> None:
    """fraction <= measured, and <= milk's unless it was measured at the load of a meal."""
    place = f"calcium_absorption.csv ({row.calcium_class})"
    if (row.measured is None) != (row.load_mg is None):
        raise TableError(f"{place}: measured and load_mg go together. Fill both or none.")
    if row.measured is not None and row.fraction > row.measured:
        raise TableError(f"{place}: fraction {row.fraction:g} is above what was measured ({row.measured:g}). Lower it.")
    most, load = found.rules["calcium_most"].value, found.rules["calcium_meal_load"].value
    if row.fraction > most and (row.load_mg is None or row.load_mg < load):
        raise TableError(
            f"{place}: fraction {row.fraction:g} is above milk's {most:g}, but was not measured at the load of a meal "
            f"({load:g} mg or more). Lower it."
        )


def _check_foods(found: Absorption, foods: tuple[str, ...]) -> None:
    for food in foods:
        if food not in found.foods:
            raise TableError(f"calcium_classes.csv: {food} has no class. Add its row.")
    known = set(foods)
    for row in found.foods.values():
        if row.food not in known:
            raise TableError(f"calcium_classes.csv ({row.food}): no such food in foods.csv. Correct the slug.")
        if row.calcium_class not in found.classes:
            raise TableError(
                f"calcium_classes.csv ({row.food}): class {row.calcium_class} is not in calcium_absorption.csv. "
                "Correct it."
            )
