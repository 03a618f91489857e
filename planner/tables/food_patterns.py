"""Fruit and vegetables of the healthy patterns, by energy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)
DAYS = 7
Cups = Annotated[float, Field(ge=0)]
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class FoodPattern:
    """What the pattern of one level of energy holds [cup equivalents a day or a week], as it was published."""

    kcal: Annotated[int, Field(gt=0)]  # [kcal / day]
    fruit_cups_day: Cups
    vegetable_cups_day: Cups  # beans and lentils are in it
    dark_green_cups_week: Cups
    red_orange_cups_week: Cups
    pulse_cups_week: Cups
    starchy_cups_week: Cups
    other_vegetable_cups_week: Cups
    source: Text
    date: Text

    def a_day(self, nutrient: str) -> float:
        """Cup equivalents a day of one of our columns; vegetables without beans and lentils, as that column has them.

        Raises TableError for a column that no pattern speaks of.
        """
        if nutrient == "vegetable_cups":
            return self.vegetable_cups_day - self.pulse_cups_week / DAYS
        if nutrient == "fruit_cups":
            return self.fruit_cups_day
        week = getattr(self, f"{nutrient}_week", None)
        if not isinstance(week, float):
            raise TableError(f"guidelines.csv: no pattern holds {nutrient!r}. Correct the column per.")
        return week / DAYS


def load_patterns(folder: Path) -> tuple[FoodPattern, ...]:
    """Read food_patterns.csv, least energy first. Raises TableError."""
    rows = read_rows(folder / "food_patterns.csv", FoodPattern, key=lambda row: row.kcal)
    return tuple(sorted(rows, key=lambda row: row.kcal))


def pattern_at(energy_kcal: float, patterns: Sequence[FoodPattern]) -> FoodPattern:
    """The pattern whose level is nearest; halfway, the one of less energy."""
    return min(patterns, key=lambda row: (abs(row.kcal - energy_kcal), row.kcal))
