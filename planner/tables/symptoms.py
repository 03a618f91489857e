"""Red flags that need medical help now, and what the four nutrients do and what a shortage looks like."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import Words, read_rows
from planner.tables.references import Source

STRICT = ConfigDict(str_strip_whitespace=True)


def _phrases(value: object) -> object:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if isinstance(value, str) else value


@dataclass(frozen=True, config=STRICT)
class RedFlag:
    """Something that needs medical help now."""

    flag: str
    says: str
    nutrients: Words  # of which too little or too much can be behind it
    source: Source


@dataclass(frozen=True, config=STRICT)
class FocalNutrient:
    """One of the four nutrients for nerve and muscle, in plain words."""

    nutrient: str
    name: str
    does: str
    shortage: str
    signs: Annotated[tuple[str, ...], BeforeValidator(_phrases)]
    at_risk: str
    foods: str
    note: str
    source: Source


def load_red_flags(folder: Path) -> tuple[RedFlag, ...]:
    """Read red_flags.csv. Raises TableError."""
    return read_rows(folder / "red_flags.csv", RedFlag, key=lambda row: row.flag)


def load_symptoms(folder: Path) -> tuple[FocalNutrient, ...]:
    """Read symptoms.csv. Raises TableError."""
    return read_rows(folder / "symptoms.csv", FocalNutrient, key=lambda row: row.nutrient)
