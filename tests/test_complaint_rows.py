"""Every row of the tables of complaints changes what is said: without it, some phrase is answered otherwise."""

from functools import lru_cache

import pytest
from helpers import DATA, ROOT, catalogue

from planner.explain.check import Check, check
from planner.reading import written
from planner.reading.findings import Lexicon
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.read import read_cells

EXAMPLES = ROOT / "tests" / "phrases" / "rows.csv"  # a phrase for each row: table, row, symptom, condition
ROWS = read_cells(EXAMPLES)
RULES = load_complaint_rules(DATA)


def of(table: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["table"] == table]


def answer(row: dict[str, str], **options: object) -> Check:
    conditions = [part for part in row["condition"].split(";") if part.strip()]
    return check([row["symptom"]], conditions, catalogue(), **options)  # type: ignore[arg-type]


def said(found: Check) -> object:
    """What of an answer a row can change."""
    flags = (found.red_flags, found.doctor_today, found.doctor_soon)
    return (
        found.tier,
        [flag.flag for each in flags for flag in each],
        [row.symptom for row in found.symptoms],
        [row.complaint for row in found.other_complaints],
        [asked.rule for asked in found.ask],
        found.alarming,
        found.unknown,
        found.reassurance,
    )


@pytest.mark.parametrize("row", of("complaint_rules.csv"), ids=lambda row: row["row"])
def test_a_rule_changes_what_is_said(row: dict[str, str]) -> None:
    assert said(answer(row)) != said(answer(row, settled=[row["row"]]))


def test_every_rule_has_its_phrase() -> None:
    assert {row["row"] for row in of("complaint_rules.csv")} == {rule.rule for rule in RULES}


@lru_cache(maxsize=1)
def whole() -> Lexicon:
    tables = catalogue()
    return written.tools(tables.complaints, tables.conditions)[0]


@pytest.mark.parametrize("row", of("complaint_words.csv"), ids=lambda row: row["row"])
def test_a_concept_changes_what_is_said(row: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = said(answer(row))
    phrases_by_first = {
        first: [phrase for phrase in every if phrase.concept != row["row"]]
        for first, every in whole()._by_first.items()
    }
    monkeypatch.setattr(whole(), "_by_first", phrases_by_first)
    assert said(answer(row)) != before
