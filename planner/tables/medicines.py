"""Names of medicines and their generics, the classes these belong to, illnesses by name, ordinary words.

They are large, so they stand beside the catalogue and are read only when a text names more than conditions.csv knows.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic import dataclasses as checked

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.wording import Phrases, meanings, one_spelling, plain_words

_STRICT = ConfigDict(str_strip_whitespace=True)


@checked.dataclass(frozen=True, config=_STRICT)
class MedicineClass:
    """A generic and a row of conditions.csv that holds for it; a generic may have several."""

    generic: str
    condition: str
    source: str


@checked.dataclass(frozen=True, config=_STRICT)
class Illness:
    """An illness or a group of medicines that is known by name, and for which no rule of ours stands."""

    illness: str
    words: Phrases
    kind: Literal["illness", "medicine"]
    plans: Literal["yes", "no"]  # no: what to eat is a clinician's say alone, so nothing is planned


@dataclass(frozen=True, eq=False)
class Medicines:
    """All names that are known beside conditions.csv."""

    generics: Mapping[str, tuple[str, ...]]  # by name, in plain words
    common: frozenset[str]  # names that a misspelt one may be compared with
    classes: Mapping[str, tuple[str, ...]]  # slugs of conditions.csv by generic
    illnesses: Mapping[str, Illness]  # by spelling
    ordinary: frozenset[str]  # English words that name no medicine

    def conditions_of(self, generics: Collection[str]) -> tuple[str, ...]:
        """Slugs of every class that one of the generics belongs to."""
        return tuple(dict.fromkeys(slug for generic in generics for slug in self.classes.get(generic, ())))


@lru_cache(maxsize=2)
def load_medicines(folder: Path) -> Medicines:
    """Read the tables of medicines and illnesses. Raises TableError naming file, row, offender and remedy."""
    rows = _long_table(folder / "medicines.csv", ("name", "generics", "common"))
    generics = {name: tuple(parts.split("/")) for name, parts, _ in rows}
    known = {generic for parts in generics.values() for generic in parts}
    classes: dict[str, tuple[str, ...]] = {}
    for row in read_rows(folder / "medicine_classes.csv", MedicineClass, key=lambda row: (row.generic, row.condition)):
        if row.generic not in known:
            raise TableError(
                f"medicine_classes.csv ({row.generic}): no name in medicines.csv has this generic. Correct its "
                "spelling, or add a row to medicine_names.csv and run data/build.py."
            )
        classes[row.generic] = (*classes.get(row.generic, ()), row.condition)
    return Medicines(
        generics=generics,
        common=frozenset(name for name, _, common in rows if common == "yes"),
        classes=classes,
        illnesses=_illnesses(folder),
        ordinary=frozenset(word for (word,) in _long_table(folder / "ordinary_words.csv", ("word",))),
    )


def _long_table(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of a generated table of many rows, without a checked object for each. Raises TableError."""
    again = "Make it again with data/build.py."
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file, strict=True)
    except (OSError, ValueError, csv.Error) as error:
        raise TableError(f"{path.name}: cannot be read ({error}). {again}") from None
    if tuple(header) != columns or not rows:
        raise TableError(f"{path.name}: its columns must be {', '.join(columns)}, with rows below. {again}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns) or not all(row):
            raise TableError(f"{path.name}, row {number}: it must have {len(columns)} filled cells. {again}")
    return rows


def _illnesses(folder: Path) -> dict[str, Illness]:
    """Each spelling of each illness. Raises TableError for a word that means two."""
    rows = {row.illness: row for row in read_rows(folder / "illnesses.csv", Illness, key=lambda row: row.illness)}
    spellings = (
        (slug, [one_spelling(plain_words(text).split()) for text in (slug, *row.words)]) for slug, row in rows.items()
    )
    return {spelling: rows[slug] for spelling, slug in meanings("illnesses.csv", spellings).items()}
