"""What every worker of a run must know, and what comes back from it."""

from dataclasses import dataclass
from pathlib import Path

from planner.cohort.member import WrongRow
from planner.cohort.prices import Prices

DAY, WEEK = "day", "week"


@dataclass(frozen=True, eq=False)
class Job:
    """One run: the same for every chunk of it."""

    header: tuple[str, ...]  # of the table of people
    tables: str  # digest of the catalogue that it must be answered with
    prices: Prices
    catalogue: Path | None = None  # folder of an imported catalogue
    week: bool = False  # weeks of real meals instead of the cheapest adequate day

    @property
    def plan(self) -> str:
        """What is priced."""
        return WEEK if self.week else DAY


@dataclass(frozen=True, slots=True)
class Seconds:
    """Where the time of a chunk went [s of a core]."""

    stating: float = 0.0  # cells to a checked request, bounds and model
    solving: float = 0.0
    writing: float = 0.0  # results to Parquet

    def __add__(self, other: "Seconds") -> "Seconds":
        return Seconds(self.stating + other.stating, self.solving + other.solving, self.writing + other.writing)


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk that is answered."""

    name: str
    content: bytes  # the file
    people: int  # rows of the table, wrong ones too
    results: int
    impossible: int
    wrong: tuple[WrongRow, ...]
    seconds: Seconds
