"""Complaints and the nutrients that they can point to, red flags, what the nutrients do, other causes of spasms."""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import Words, read_rows, split_words
from planner.tables.references import Source
from planner.tables.wording import Phrases, holds, meanings, named, plain_words

STRICT = ConfigDict(str_strip_whitespace=True)

Urgency = Literal["emergency", "doctor-soon", "ordinary"]
Pointed = Literal["vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_d_ug"]
PointedTo = Annotated[tuple[Pointed, ...], BeforeValidator(split_words)]


@dataclass(frozen=True, config=STRICT)
class RedFlag:
    """Something that needs help now, or a doctor soon."""

    flag: str
    says: str
    words: Phrases  # patterns that find it in free text, see wording.holds
    urgency: Literal["emergency", "doctor-soon"]
    conditions: Words  # it counts only with one of these illnesses, medicines or stages of life; empty: always
    nutrients: Words  # of which too little or too much can be behind it
    source: Source

    def is_in(self, text: str, conditions: Collection[str] = ()) -> bool:
        """Whether a text speaks of it, for somebody with these conditions (slugs)."""
        counts = not self.conditions or not set(self.conditions).isdisjoint(conditions)
        return counts and any(holds(text, pattern) for pattern in self.words)


@dataclass(frozen=True, config=STRICT)
class Symptom:
    """A complaint, and of which nutrients a shortage can cause it. It never tells that there is one."""

    symptom: str
    name: str
    words: Phrases
    nutrients: PointedTo  # which it can point to
    article: PointedTo  # for which of them the founding article lists it
    urgency: Urgency
    why: str
    ask: Phrases  # what to ask a doctor to test
    note: str
    source: Source

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain_words(text) for text in (self.symptom, self.name, *self.words)))


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
    kind: Literal["reassurance", "cause", "advice", "at-risk"]
    says: str
    nutrients: PointedTo
    source: Source


def load_red_flags(folder: Path) -> tuple[RedFlag, ...]:
    """Read red_flags.csv. Raises TableError, also for a pattern that any text would hold."""
    flags = read_rows(folder / "red_flags.csv", RedFlag, key=lambda row: row.flag)
    for flag in flags:
        parts = [words for pattern in flag.words for part in pattern.split("+") for words in part.split("/")]
        if not flag.words or not all(plain_words(words) for words in parts):
            raise TableError(f"red_flags.csv ({flag.flag}): words is empty or has an empty part. Fill or delete it.")
        if any(all(part.strip().startswith("!") for part in pattern.split("+")) for pattern in flag.words):
            raise TableError(f"red_flags.csv ({flag.flag}): words has a pattern with '!' alone. Say what it needs.")
    return flags


def load_symptoms(folder: Path) -> tuple[Symptom, ...]:
    """Read symptoms.csv. Raises TableError, also for a word that means two symptoms."""
    symptoms = read_rows(folder / "symptoms.csv", Symptom, key=lambda row: row.symptom)
    meanings("symptoms.csv", ((row.symptom, row.spellings) for row in symptoms))
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


def match_red_flags(
    texts: Iterable[str], flags: Iterable[RedFlag], conditions: Collection[str] = ()
) -> tuple[RedFlag, ...]:
    """Every red flag that one of the texts speaks of, emergencies first. Too many are better than one too few."""
    said = tuple(texts)
    found = [flag for flag in flags if any(flag.is_in(text, conditions) for text in said)]
    return tuple(sorted(found, key=lambda flag: flag.urgency != "emergency"))


def match_symptoms(text: str, symptoms: Iterable[Symptom]) -> tuple[tuple[str, ...], str]:
    """Slugs of the symptoms that a text names, and what is left of the text in plain words."""
    return named(text, {spelling: row.symptom for row in symptoms for spelling in row.spellings})
