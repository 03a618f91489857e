"""What people take beside food: which nutrient it brings, in which units, and against which upper level it counts."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.references import Source
from planner.tables.wording import Phrases, meanings, named, plain_words


def _factors(value: object) -> object:
    """ "mcg=1 IU=0.025" as pairs of a word and a number."""
    if not isinstance(value, str):
        return value
    pairs = [part.partition("=") for part in value.split()]
    return tuple((word, number) for word, _, number in pairs)


Factors = Annotated[tuple[tuple[str, Annotated[float, Field(gt=0)]], ...], BeforeValidator(_factors)]


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
class Supplement:
    """A supplement or medicine and one nutrient that it brings; the amount is the person's, from the label."""

    supplement: str
    name: str
    words: Phrases
    nutrient: str  # column that it raises
    unit: Literal["mg", "ug"]
    units: Factors  # other units of a label: how many of `unit` one of them is
    share: Annotated[float, Field(gt=0, le=1)]  # of the nutrient in what the label names (carbonate, hydroxide)
    counts: Literal["total", "supplements only", "folic acid", "retinol", "added", "not computable", "no UL"]
    also: Factors  # other columns that it raises: how much of them one `unit` is
    note: str
    source: Source

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain_words(text) for text in (self.supplement, self.name, *self.words)))

    def amount(self, taken: float, unit: str = "") -> float:
        """What an amount on the label brings of the nutrient [`self.unit`]. Raises KeyError for an unknown unit."""
        factors = {"": 1.0, self.unit.lower(): 1.0, **{word.lower(): factor for word, factor in self.units}}
        return taken * factors[unit.strip().lower().replace("µ", "u").replace("μ", "u")] * self.share


def load_supplements(folder: Path) -> tuple[Supplement, ...]:
    """Read supplements.csv. Raises TableError, also for a word that means two supplements."""
    rows = read_rows(folder / "supplements.csv", Supplement, key=lambda row: (row.supplement, row.nutrient))
    for row in rows:
        if row.nutrient.rsplit("_", 1)[-1] != row.unit:
            raise TableError(f"supplements.csv ({row.supplement}): {row.nutrient} is not in {row.unit}. Correct one.")
    meanings("supplements.csv", ((row.supplement, row.spellings) for row in rows))
    return rows


def match_supplements(text: str, supplements: Iterable[Supplement]) -> tuple[tuple[str, ...], str]:
    """Slugs of the supplements that a text names, and what is left of the text in plain words."""
    return named(text, {spelling: row.supplement for row in supplements for spelling in row.spellings})


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
class SupplementPrice:
    """What a supplement costs a day, taken as labelled: an estimate, from and to."""

    supplement: str
    usd_per_day_from: Annotated[float, Field(ge=0)]
    usd_per_day_to: Annotated[float, Field(ge=0)]
    year: int
    source: Source


def load_supplement_prices(folder: Path) -> tuple[SupplementPrice, ...]:
    """Read supplement_prices.csv. Raises TableError."""
    return read_rows(folder / "supplement_prices.csv", SupplementPrice, key=lambda row: row.supplement)
