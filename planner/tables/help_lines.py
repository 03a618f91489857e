"""Numbers to call in an emergency, for somebody who wants to die, and for a poisoning, by country."""

from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.references import Source

ELSEWHERE = "other"  # the row for every country that has none of its own


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class HelpLine:
    """Whom to call in a country."""

    country: str  # ISO 3166, two letters
    name: str
    emergency: str
    crisis: str  # for thoughts of dying
    crisis_note: str
    poison: str
    source: Source


def load_help_lines(folder: Path) -> tuple[HelpLine, ...]:
    """Read help_lines.csv. Raises TableError, also where the row for other countries or a number is missing."""
    lines = read_rows(folder / "help_lines.csv", HelpLine, key=lambda row: row.country)
    if lines[-1].country != ELSEWHERE:
        raise TableError(f"help_lines.csv: the last row must be {ELSEWHERE}, for every other country. Restore it.")
    for line in lines:
        if not (line.emergency and line.crisis and line.poison):
            raise TableError(f"help_lines.csv ({line.country}): a number is missing. Fill emergency, crisis, poison.")
    return lines
