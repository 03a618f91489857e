"""Complaints and the nutrients that they can point to, what the nutrients do, other causes of spasms."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.patterns import PatternCell
from planner.tables.read import read_rows, split_words
from planner.tables.references import Source
from planner.tables.wording import Phrases

STRICT = ConfigDict(str_strip_whitespace=True)

Pointed = Literal["vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_d_ug"]
PointedTo = Annotated[tuple[Pointed, ...], BeforeValidator(split_words)]


@dataclass(frozen=True, config=STRICT)
class Symptom:
    """A complaint, and of which nutrients a shortage can cause it. It never tells that there is one."""

    symptom: str
    name: str
    pattern: PatternCell  # finds it, over the concepts of complaint_words.csv
    nutrients: PointedTo  # which it can point to
    article: PointedTo  # for which of them the founding article lists it
    why: str
    ask: Phrases  # what to ask a doctor to test
    note: str
    harmless: str  # said only where nothing asks for a doctor
    source: Source


@dataclass(frozen=True, config=STRICT)
class FocalNutrient:
    """One of the nutrients for nerve and muscle, in plain words."""

    nutrient: str
    name: str
    does: str
    shortage: str
    signs: Phrases
    at_risk: str
    foods: str
    note: str
    source: Source


@dataclass(frozen=True, config=STRICT)
class Cause:
    """Another cause of spasms, a piece of advice beyond food, or who is at risk of a shortage."""

    cause: str
    kind: Literal["many-causes", "cause", "advice", "at-risk"]
    says: str
    nutrients: PointedTo
    source: Source


def load_symptoms(folder: Path) -> tuple[Symptom, ...]:
    """Read symptoms.csv. Raises TableError."""
    symptoms = read_rows(folder / "symptoms.csv", Symptom, key=lambda row: row.symptom)
    for row in symptoms:
        if not row.nutrients or not set(row.article) <= set(row.nutrients):
            raise TableError(f"symptoms.csv ({row.symptom}): nutrients must hold those of article. Add them.")
    return symptoms


def load_focal_nutrients(folder: Path) -> tuple[FocalNutrient, ...]:
    """Read focal_nutrients.csv. Raises TableError."""
    return read_rows(folder / "focal_nutrients.csv", FocalNutrient, key=lambda row: row.nutrient)


def load_causes(folder: Path) -> tuple[Cause, ...]:
    """Read causes.csv. Raises TableError."""
    return read_rows(folder / "causes.csv", Cause, key=lambda row: row.cause)
