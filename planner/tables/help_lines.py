"""Whom to turn to in an emergency, for somebody who wants to die, for a poisoning, and for food, by country."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.references import Source

_THE = ("US", "GB", "NL")  # countries with an article
PRICED_IN = "US"  # whose prices the tables hold: where nothing else is known
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
    food: str  # who helps where there is too little money for food
    food_note: str
    food_source: Source

    @property
    def food_words(self) -> str:
        """Who helps with food there."""
        where = f"In {'the ' * (self.country in _THE)}{self.name}" if self.country != ELSEWHERE else "Elsewhere"
        return f"{where}: {self.food} ({self.food_note})."


def load_help_lines(folder: Path) -> tuple[HelpLine, ...]:
    """Read help_lines.csv. Raises TableError, also where the row for other countries or a number is missing."""
    lines = read_rows(folder / "help_lines.csv", HelpLine, key=lambda row: row.country)
    if lines[-1].country != ELSEWHERE:
        raise TableError(f"help_lines.csv: the last row must be {ELSEWHERE}, for every other country. Restore it.")
    for line in lines:
        if not (line.emergency and line.crisis and line.poison):
            raise TableError(f"help_lines.csv ({line.country}): a number is missing. Fill emergency, crisis, poison.")
        if not line.food:
            raise TableError(f"help_lines.csv ({line.country}): who helps with food is missing. Fill food.")
    return lines


def line_of(country: str, lines: Sequence[HelpLine]) -> HelpLine:
    """The row of a country (code), else the one for every other country."""
    return next((line for line in lines if line.country == country), lines[-1])
