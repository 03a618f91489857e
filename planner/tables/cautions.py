"""Foods to keep from people at certain stages of life, each with its reason."""

from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import Words, read_rows


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class Caution:
    """A caution that foods can carry, and the stages of life that avoid it."""

    caution: str
    stages: Words
    reason: str
    source: str


def load_cautions(folder: Path) -> tuple[Caution, ...]:
    """Read cautions.csv. Raises TableError."""
    return read_rows(folder / "cautions.csv", Caution, key=lambda row: row.caution)
