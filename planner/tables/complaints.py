"""What free text about complaints is held against: rules of urgency, symptoms, nutrients, other complaints."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from planner.errors import TableError
from planner.tables.complaint_rules import ComplaintRule, load_complaint_rules
from planner.tables.patterns import PatternCell, names_in
from planner.tables.read import read_rows
from planner.tables.references import Source
from planner.tables.symptoms import (
    Cause,
    FocalNutrient,
    Symptom,
    load_causes,
    load_focal_nutrients,
    load_symptoms,
)


@checked(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class OtherComplaint:
    """A complaint that none of the nutrients is behind, and what to do about it: belly cramps, dizziness."""

    complaint: str
    name: str
    pattern: PatternCell  # finds it, over the concepts of complaint_words.csv
    says: str
    harmless: str  # said only where nothing asks for a doctor
    source: Source


@dataclass(frozen=True, eq=False)
class Complaints:
    """Every table of complaints but that of their words, read and checked once; equal to itself alone."""

    rules: tuple[ComplaintRule, ...]
    symptoms: tuple[Symptom, ...]
    others: tuple[OtherComplaint, ...]
    focal: tuple[FocalNutrient, ...]
    causes: tuple[Cause, ...]

    def check_concepts(self, concepts: Collection[str]) -> None:
        """Raise TableError for a pattern that names a concept that is not there: it would protect nobody."""
        tables = {
            "complaint_rules.csv": {row.rule: row.pattern for row in self.rules},
            "symptoms.csv": {row.symptom: row.pattern for row in self.symptoms},
            "other_complaints.csv": {row.complaint: row.pattern for row in self.others},
        }
        for table, rows in tables.items():
            for slug, pattern in rows.items():
                for name in sorted(names_in(pattern) - set(concepts)):
                    place = f"{table} ({slug})"
                    raise TableError(f"{place}: {name} is not in complaint_words.csv. Correct the pattern.")


def load_complaints(folder: Path, conditions: Collection[str]) -> Complaints:
    """Read every table of complaints; `conditions` are the slugs of conditions.csv.

    Raises TableError, also for a rule of a condition that is not there: it would protect nobody.
    """
    complaints = Complaints(
        rules=load_complaint_rules(folder),
        symptoms=load_symptoms(folder),
        others=read_rows(folder / "other_complaints.csv", OtherComplaint, key=lambda row: row.complaint),
        focal=load_focal_nutrients(folder),
        causes=load_causes(folder),
    )
    for rule in complaints.rules:
        for slug in rule.conditions:
            if slug not in conditions:
                raise TableError(f"complaint_rules.csv ({rule.rule}): {slug} is not in conditions.csv. Correct it.")
    return complaints
