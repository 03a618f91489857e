"""Words of complaints: what each concept is called, short forms, negations, and numbers with a meaning."""

from dataclasses import dataclass as plain_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import empty_to_none, read_rows
from planner.tables.references import Source
from planner.tables.wording import Phrases

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)

ConceptKind = Literal["body", "problem", "event", "detail", "context", "past", "other", "present", "contrast", "plain"]
NegationKind = Literal["before", "after", "fine", "never", "end"]
Number = Annotated[float | None, BeforeValidator(empty_to_none)]


@dataclass(frozen=True, config=STRICT)
class Concept:
    """A part of the body, what is wrong with it, how it began, what was before: by all the words for it.

    An event is over at some time (a stroke, a fall), a detail says nothing alone (suddenly), plain words mean nothing
    here and hide what they hold ("chest of drawers"). `alarm` concepts are never taken for harmless.
    """

    concept: str
    kind: ConceptKind
    alarm: Literal["", "yes"]
    words: Phrases  # ".." stands for up to three words between


@dataclass(frozen=True, config=STRICT)
class ShortForm:
    """How something is written in short, and what it means."""

    short: str
    means: str


@dataclass(frozen=True, config=STRICT)
class NegationWords:
    """Words that take back what follows (before) or what stands before them (after; fine: right before them, at the
    end of a part), that only look so (never), and that end it (end).

    Source: Chapman and others 2001, A simple algorithm for identifying negated findings and diseases in discharge
    summaries (NegEx), and everyday English.
    """

    words: str
    kind: NegationKind


@dataclass(frozen=True, config=STRICT)
class MeasuredSign:
    """A number with a meaning: above or below `value` it is the concept."""

    concept: str
    sign: Phrases  # what was measured: pulse, heart rate
    unit: Phrases  # words of the unit that may follow; empty: none
    least: Number  # from this number on; empty: no least
    most: Number  # up to this number; empty: no most
    source: Source


@plain_dataclass(frozen=True, eq=False)
class ComplaintWords:
    """Every table of words, read and checked once; equal to itself alone, so that what is made of it can be kept."""

    concepts: tuple[Concept, ...]
    negations: tuple[NegationWords, ...]
    signs: tuple[MeasuredSign, ...]
    short_forms: dict[str, str]  # as it is written, in short: what it means

    def names(self) -> set[str]:
        """Every concept that a pattern may name."""
        return {row.concept for row in self.concepts} | {row.concept for row in self.signs}


@lru_cache(maxsize=2)
def load_complaint_words(folder: Path) -> ComplaintWords:
    """Read the words of complaints, which nothing but a check of them needs. Raises TableError."""
    return ComplaintWords(
        concepts=_concepts(folder),
        negations=read_rows(folder / "negation_words.csv", NegationWords, key=lambda row: row.words),
        signs=_measured_signs(folder),
        short_forms={
            row.short: row.means for row in read_rows(folder / "short_forms.csv", ShortForm, key=lambda row: row.short)
        },
    )


def _concepts(folder: Path) -> tuple[Concept, ...]:
    rows = read_rows(folder / "complaint_words.csv", Concept, key=lambda row: row.concept)
    for row in rows:
        if not row.words:
            raise TableError(f"complaint_words.csv ({row.concept}): words is empty. Fill the cell or delete the row.")
    return rows


def _measured_signs(folder: Path) -> tuple[MeasuredSign, ...]:
    rows = read_rows(folder / "measured_signs.csv", MeasuredSign)
    for row in rows:
        if row.least is None and row.most is None:
            raise TableError(f"measured_signs.csv ({row.concept}): least and most are empty. Fill one of them.")
    return rows
