"""Rows of official files that cannot be used: reported with file and row, the rest goes on."""

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]  # what is read, rows done, rows in all (0: not known)


@dataclass(frozen=True)
class Broken:
    """A row that was left out."""

    file: str
    row: int  # as a spreadsheet counts: the first line is 1
    offender: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}, row {self.row} ({self.offender}): {self.problem}"


def no_progress(what: str, done: int, total: int) -> None:
    """Nobody watches."""
