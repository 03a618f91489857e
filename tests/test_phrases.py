"""How well everyday words are understood: over tables of phrases by writers who had seen none of our words."""

import csv
from functools import cache
from pathlib import Path

import pytest
from helpers import ROOT, catalogue

from benchmarks.health import GRAVE, Measured, measure, phrases
from planner.reading.medicines import read_condition

PHRASES = ROOT / "tests" / "phrases"
WRITERS = sorted(PHRASES.glob("writer_*.csv"))


@cache
def measured() -> Measured:
    """All writers together."""
    return measure([phrase for path in WRITERS for phrase in phrases(path)])


def test_emergencies_are_found_and_hardly_any_is_read_as_less() -> None:
    found = measured()
    assert found.share("now", ("now", "today")) >= 97
    assert found.share("now", ("soon", "self-care")) <= 1
    assert found.share("today", ("now", "today")) >= 90


def test_no_sign_of_heart_stroke_breath_or_self_harm_is_read_as_soon_or_lower() -> None:
    less = [
        phrase.symptom
        for phrase, tier in measured().missed
        if phrase.tier == "now" and phrase.kind in GRAVE and tier in ("soon", "self-care")
    ]
    assert not less


def test_harmless_complaints_hardly_ever_stop_anybody() -> None:
    assert measured().share("self-care", ("now", "today")) <= 3


def test_at_most_one_text_in_ten_is_asked_back() -> None:
    found = measured()
    assert found.asked <= found.total / 10


@pytest.mark.parametrize("path", sorted(PHRASES.glob("names_*.csv")), ids=lambda path: path.stem)
def test_names_of_medicines_and_illnesses_are_resolved(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    readings = [read_condition(row["name"], catalogue()) for row in rows]
    lost = [
        row["name"]
        for row, each in zip(rows, readings, strict=True)
        if not (each.conditions or each.medicines or each.illnesses or each.suggestions)
    ]
    assert len(lost) <= 0.05 * len(rows), lost
