"""Word pairs that say less and more: hypo and hyper, low and high, deficiency and excess."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import read_rows


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class OppositePair:
    """Two words, or two beginnings of words, of which one says less and the other more."""

    less: str
    more: str
    kind: Literal["word", "start"]
    example: str


@lru_cache(maxsize=2)
def load_opposites(folder: Path) -> tuple[OppositePair, ...]:
    """Read opposites.csv. Raises TableError."""
    return read_rows(folder / "opposites.csv", OppositePair, key=lambda row: (row.less, row.more))
