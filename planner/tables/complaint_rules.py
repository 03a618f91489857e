"""How soon to see a doctor, by what was found in somebody's words; each row with a public page as its source."""

from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.patterns import PatternCell
from planner.tables.read import Words, read_rows
from planner.tables.references import Source

Tier = Literal["now", "today", "soon", "self-care", "unknown"]
TIERS: tuple[Tier, ...] = ("now", "today", "soon", "unknown", "self-care")  # most urgent first


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class ComplaintRule:
    """What asks for help now, for a doctor today or soon, or for nothing but time."""

    rule: str
    tier: Literal["now", "today", "soon", "self-care"]
    kind: Literal["", "self-harm", "poison"]  # who helps: a crisis line, Poison Help, else the emergency number
    says: str
    choice: str  # the words by which it can be chosen from a list; empty: it cannot
    pattern: PatternCell  # over the concepts of complaint_words.csv and measured_signs.csv
    conditions: Words  # it counts only with one of these illnesses, medicines or stages of life; empty: always
    instead_of: Words  # rules that do not count where this one holds
    nutrients: Words  # of which too little or too much can be behind it
    past: Literal["", "counts"]  # counts: also what is long over
    ask: str  # what would make it less urgent; until answered it stays as it is
    source: Source
    page: str  # address of a public page


def load_complaint_rules(folder: Path) -> tuple[ComplaintRule, ...]:
    """Read complaint_rules.csv. Raises TableError, also for a rule without a pattern or without a page."""
    rules = read_rows(folder / "complaint_rules.csv", ComplaintRule, key=lambda row: row.rule)
    slugs = {row.rule for row in rules}
    for row in rules:
        if not row.pattern or not row.page.startswith("https://"):
            raise TableError(f"complaint_rules.csv ({row.rule}): pattern or page is empty. Fill both cells.")
        for other in row.instead_of:
            if other not in slugs:
                raise TableError(f"complaint_rules.csv ({row.rule}): {other} is no rule. Correct instead_of.")
    return rules
