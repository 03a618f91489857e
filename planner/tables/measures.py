"""Units and household measures: what a spoon, a slice or a handful of a food weighs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.purchases import OptionalPositive
from planner.tables.read import read_rows
from planner.tables.references import Source
from planner.tables.rows import Food, Positive, Slug
from planner.tables.wording import Phrases, meanings, plain_words

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)


@dataclass(frozen=True, config=STRICT)
class Unit:
    """A word for an amount. Its size is in grams (mass) or millilitres (volume); other kinds depend on the food.

    A `named` one is a part of the name of a food: cherry tomatoes, baby carrots.
    """

    unit: str
    words: Phrases
    kind: Literal["mass", "volume", "portion", "measure", "named", "size"]
    size: OptionalPositive
    source: Source


@dataclass(frozen=True, config=STRICT)
class Measure:
    """What one of a measure of a food weighs."""

    food: Slug
    measure: str  # "cup", "slice", "large slice"
    grams: Positive
    source: Source


@dataclass(frozen=True, config=STRICT)
class HouseholdMeasure:
    """A measure of the hand or the table (a handful, a glass), for foods of a role or group or for one food."""

    measure: str
    applies: str  # role:<role>, group:<group> or food:<slug>
    amount: Annotated[Positive, "of `unit`"]
    unit: str
    source: Source

    def is_for(self, food: Food) -> bool:
        """Whether this row speaks of such a food."""
        return self.applies in (f"role:{food.role}", f"group:{food.group}", f"food:{food.food}")


@plain_dataclass(frozen=True)
class Measures:
    """All units and measures."""

    units: Mapping[str, Unit]
    words: Mapping[str, str]  # unit by each of its words
    by_food: Mapping[str, Mapping[str, Measure]]
    household: tuple[HouseholdMeasure, ...]

    @cached_property
    def most_words(self) -> int:
        """Words of the longest name of a unit."""
        return max(len(word.split()) for word in self.words)

    def unit_of(self, text: str) -> Unit | None:
        """The unit that a text names."""
        name = self.words.get(plain_words(text))
        return self.units[name] if name is not None else None


def load_measures(folder: Path, foods: Iterable[Food]) -> Measures:
    """Read units.csv, measures.csv and household_measures.csv. Raises TableError."""
    units = {row.unit: row for row in read_rows(folder / "units.csv", Unit, key=lambda row: row.unit)}
    for unit in units.values():
        if (unit.size is None) != (unit.kind not in ("mass", "volume")):
            raise TableError(f"units.csv ({unit.unit}): a size goes with mass and volume, and only there. Correct it.")
    slugs = {food.food for food in foods}
    by_food: dict[str, dict[str, Measure]] = {}
    rows = read_rows(folder / "measures.csv", Measure, key=lambda row: (row.food, row.measure))
    for row in rows:
        if row.food not in slugs:
            raise TableError(f"measures.csv ({row.food}): no such food in foods.csv. Run data/build.py.")
        by_food.setdefault(row.food, {})[row.measure] = row
    words = meanings("units.csv", ((unit.unit, map(plain_words, unit.words)) for unit in units.values()))
    household = read_rows(folder / "household_measures.csv", HouseholdMeasure, key=lambda r: (r.measure, r.applies))
    for measure in household:
        if measure.measure not in units or measure.unit not in units:
            place = f"household_measures.csv ({measure.measure}, {measure.applies})"
            raise TableError(f"{place}: its measure or unit is not in units.csv. Correct the spelling.")
    return Measures(units, words, by_food, household)
