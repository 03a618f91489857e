"""What free text about complaints is held against: symptoms, red flags, nutrients, causes, other complaints."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.references import Source
from planner.tables.symptoms import (
    Cause,
    FocalNutrient,
    RedFlag,
    Symptom,
    load_causes,
    load_focal_nutrients,
    load_red_flags,
    load_symptoms,
)
from planner.tables.wording import Phrases, meanings, plain_words


@checked(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class OtherComplaint:
    """A complaint that none of the nutrients is behind, and what to do about it: belly cramps, dizziness."""

    complaint: str
    name: str
    words: Phrases
    says: str
    source: Source

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain_words(text) for text in (self.complaint, self.name, *self.words)))


@dataclass(frozen=True)
class Complaints:
    """Every table of complaints, read and checked once."""

    red_flags: tuple[RedFlag, ...]
    symptoms: tuple[Symptom, ...]
    others: tuple[OtherComplaint, ...]
    focal: tuple[FocalNutrient, ...]
    causes: tuple[Cause, ...]

    @cached_property
    def meanings(self) -> dict[str, str]:
        """Slug of the symptom or other complaint that each spelling means."""
        rows = [(row.symptom, row.spellings) for row in self.symptoms]
        return meanings("other_complaints.csv", rows + [(row.complaint, row.spellings) for row in self.others])


def load_complaints(folder: Path, conditions: Collection[str]) -> Complaints:
    """Read every table of complaints; `conditions` are the slugs of conditions.csv.

    Raises TableError, also for a word that means two complaints and a red flag of a condition that is not there:
    it would protect nobody.
    """
    complaints = Complaints(
        red_flags=load_red_flags(folder),
        symptoms=load_symptoms(folder),
        others=read_rows(folder / "other_complaints.csv", OtherComplaint, key=lambda row: row.complaint),
        focal=load_focal_nutrients(folder),
        causes=load_causes(folder),
    )
    for flag in complaints.red_flags:
        for slug in flag.conditions:
            if slug not in conditions:
                raise TableError(f"red_flags.csv ({flag.flag}): {slug} is not in conditions.csv. Correct the slug.")
    _ = complaints.meanings
    return complaints
