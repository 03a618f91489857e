"""Room above a reference where a brand or a table can be off, and what single meals must hold: each a row."""

from collections.abc import Iterator
from dataclasses import dataclass as plain_dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import OptionalFloat, OptionalInt, Words, read_rows

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)
NO_MARGIN = ("potassium_mg",)  # its AI is what people eat, no requirement, and more harms some: never any room above it
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class Margin:
    """How much more than the RDA is planned: `times` of it, or at `least` so much [unit of the nutrient / day]."""

    margin: Text
    nutrient: str
    kind: Literal["times", "least"]
    value: Annotated[float, Field(gt=0)]
    unit: Text
    stages: Words  # empty: everybody
    age_from: OptionalInt  # both ends included
    age_to: OptionalInt
    not_with: Words  # slugs of conditions; one that is not in conditions.csv is none
    source: Text
    date: Text
    note: Text

    def of(self, reference: float) -> float:
        """What is planned in place of a reference, never less [unit of the nutrient / day]."""
        return max(reference, self.value * reference if self.kind == "times" else self.value)


@dataclass(frozen=True, config=STRICT)
class MealRule:
    """So many meals of each day hold at least so much of a nutrient."""

    rule: Text
    nutrient: str
    meals: Annotated[int, Field(ge=1, le=4)]
    least: Annotated[float, Field(gt=0)]  # [unit of the nutrient / meal]
    most: OptionalFloat  # to be said: the upper end of what is advised
    unit: Text
    age_from: OptionalInt
    not_with: Words
    is_margin: Literal["yes", "no"]  # whether it goes where margins go
    source: Text
    date: Text
    note: Text


@dataclass(frozen=True, config=STRICT)
class MealShare:
    """Every meal of a kind holds so much of the middle of a day's target of a nutrient."""

    rule: Text
    nutrient: str
    meal: Literal["breakfast", "main", "snack"]
    least: Annotated[float, Field(ge=0, lt=1)]  # [share of that]
    most: Annotated[float, Field(gt=0, le=1)]
    unit: Text
    only_with: Words  # slugs of conditions of which it needs one
    not_with: Words
    source: Text
    date: Text
    note: Text

    def goes_with(self, conditions: frozenset[str]) -> bool:
        """Whether it holds with these conditions (slugs)."""
        return bool(conditions.intersection(self.only_with)) and not conditions.intersection(self.not_with)


@dataclass(frozen=True, config=STRICT)
class ShownByMeal:
    """A nutrient whose amount stands beside each meal, for people with one of these conditions (slugs)."""

    nutrient: Text
    only_with: Words
    source: Text
    note: str


@plain_dataclass(frozen=True)
class Margins:
    """All margins and rules of meals."""

    rows: tuple[Margin, ...] = ()
    meals: tuple[MealRule, ...] = ()
    shares: tuple[MealShare, ...] = ()
    shown: tuple[ShownByMeal, ...] = ()

    def of(self, stage: str, age: int, conditions: frozenset[str]) -> Iterator[Margin]:
        """Those of somebody at that life stage and age [years] with these conditions (slugs)."""
        for row in self.rows:
            is_stage = not row.stages or stage in row.stages
            is_age = (row.age_from or 0) <= age <= (row.age_to if row.age_to is not None else age)
            if is_stage and is_age and not conditions.intersection(row.not_with):
                yield row

    def meals_of(self, age: int, conditions: frozenset[str]) -> Iterator[MealRule]:
        """The rules of meals of somebody of that age [years] with these conditions (slugs)."""
        for row in self.meals:
            if (row.age_from or 0) <= age and not conditions.intersection(row.not_with):
                yield row

    def shares_of(self, conditions: frozenset[str]) -> tuple[MealShare, ...]:
        """The shares of single meals of somebody with these conditions (slugs)."""
        return tuple(row for row in self.shares if row.goes_with(conditions))

    def shown_of(self, conditions: frozenset[str]) -> tuple[ShownByMeal, ...]:
        """What stands beside each meal of somebody with these conditions (slugs)."""
        return tuple(row for row in self.shown if conditions.intersection(row.only_with))


def load_margins(folder: Path) -> Margins:
    """Read margins.csv and the tables of single meals.

    Raises TableError, also for a margin on potassium and a share of meals that ends before it begins.
    """
    rows = read_rows(folder / "margins.csv", Margin, key=lambda row: row.margin)
    for row in rows:
        if row.nutrient in NO_MARGIN:
            raise TableError(f"margins.csv ({row.margin}): {row.nutrient} has no margin for anybody. Delete the row.")
    shares = read_rows(folder / "meal_shares.csv", MealShare, key=lambda row: row.rule)
    for share in shares:
        if share.least >= share.most:
            raise TableError(f"meal_shares.csv ({share.rule}): least is not below most. Correct the row.")
    meals = read_rows(folder / "meal_rules.csv", MealRule, key=lambda row: row.rule)
    return Margins(rows, meals, shares, read_rows(folder / "shown_by_meal.csv", ShownByMeal, key=lambda r: r.nutrient))
