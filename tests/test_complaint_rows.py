"""Every row of the tables of complaints changes what is said: without it, some phrase is answered otherwise."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers import DATA, ROOT, catalogue

from planner.explain.check import Check, check
from planner.reading import written
from planner.reading.lexicon import Phrase
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.complaint_words import MeasuredSign, load_complaint_words
from planner.tables.read import read_cells

EXAMPLES = ROOT / "tests" / "phrases" / "rows.csv"  # a phrase for each row: table, row, symptom, condition
ROWS = read_cells(EXAMPLES)
WORDS = load_complaint_words(DATA)

Example = dict[str, str]


def named(sign: MeasuredSign) -> str:
    """A row of measured_signs.csv by its concept, what is measured and its numbers."""
    return f"{sign.concept}: {sign.sign[0]} {sign.least or ''}-{sign.most or ''}"


SIGNS = [named(sign) for sign in WORDS.signs]
NAMES = {
    "complaint_rules.csv": [rule.rule for rule in load_complaint_rules(DATA)],
    "complaint_words.csv": [row.concept for row in WORDS.concepts],
    "measured_signs.csv": SIGNS,
    "negation_words.csv": [row.words for row in WORDS.negations],
    "short_forms.csv": list(WORDS.short_forms),
}


def examples(table: str) -> pytest.MarkDecorator:
    """Every example of a table as `row`."""
    rows = [row for row in ROWS if row["table"] == table]
    return pytest.mark.parametrize("row", rows, ids=[row["row"] for row in rows])


def answer(row: Example, **options: object) -> Check:
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
        [row.condition for row in found.conditions],
        [asked.rule for asked in found.ask],
        found.alarming,
        found.unknown,
        found.slips,
        found.reassurance,
    )


def said_without(row: Example, is_left_out: Callable[[Phrase], bool]) -> object:
    """What is said where no text is searched for some of the phrases."""
    tables = catalogue()
    lexicon, _ = written.tools(tables.complaints, tables.conditions)
    every = lexicon.beginning_with
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lexicon, "beginning_with", lambda first: [p for p in every(first) if not is_left_out(p)])
        return said(answer(row))


@pytest.mark.parametrize("table", NAMES)
def test_every_row_has_its_example_and_no_example_is_of_a_row_that_is_gone(table: str) -> None:
    assert len(set(NAMES[table])) == len(NAMES[table])
    assert sorted(row["row"] for row in ROWS if row["table"] == table) == sorted(NAMES[table])


def test_nothing_else_changes_what_is_said() -> None:
    assert all(said_without(row, lambda phrase: False) == said(answer(row)) for row in ROWS[::100])


@examples("complaint_rules.csv")
def test_a_rule_changes_what_is_said(row: Example) -> None:
    assert said(answer(row)) != said(answer(row, settled=[row["row"]]))


@examples("complaint_words.csv")
def test_a_concept_changes_what_is_said(row: Example) -> None:
    assert said(answer(row)) != said_without(row, lambda phrase: phrase.concept == row["row"])


@examples("negation_words.csv")
def test_a_negation_changes_what_is_said(row: Example) -> None:
    def is_it(phrase: Phrase) -> bool:
        return phrase.kind.startswith("no:") and phrase.words == row["row"]

    assert said(answer(row)) != said_without(row, is_it)


@examples("measured_signs.csv")
def test_a_measured_sign_changes_what_is_said(row: Example) -> None:
    sign = f"sign:{SIGNS.index(row['row'])}"
    assert said(answer(row)) != said_without(row, lambda phrase: phrase.concept == sign)


@examples("short_forms.csv")
def test_a_short_form_changes_what_is_said(row: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    before = said(answer(row))
    others = {short: means for short, means in WORDS.short_forms.items() if short != row["row"]}
    tools = written.tools_of(replace(WORDS, short_forms=others), catalogue().conditions)
    monkeypatch.setattr(written, "tools", lambda *_: tools)
    assert said(answer(row)) != before
