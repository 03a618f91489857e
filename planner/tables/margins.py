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


@plain_dataclass(frozen=True)
class Margins:
    """All margins and rules of meals."""

    rows: tuple[Margin, ...] = ()
    meals: tuple[MealRule, ...] = ()

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


def load_margins(folder: Path) -> Margins:
    """Read margins.csv and meal_rules.csv. Raises TableError, also for a margin on potassium."""
    rows = read_rows(folder / "margins.csv", Margin, key=lambda row: row.margin)
    for row in rows:
        if row.nutrient in NO_MARGIN:
            raise TableError(f"margins.csv ({row.margin}): {row.nutrient} has no margin for anybody. Delete the row.")
    return Margins(rows, read_rows(folder / "meal_rules.csv", MealRule, key=lambda row: row.rule))
