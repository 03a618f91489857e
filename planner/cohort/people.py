"""A table of people, read as it streams past: rows are taken as they stand, chunks hold persons of one diet."""

import csv
import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from planner.errors import TableError

NEEDED = ("id", "sex", "age", "diet")
KNOWN = (
    *NEEDED,
    "height_cm",
    "weight_kg",
    "activity",
    "life_stage",
    "allergens",
    "targets",
    "energy_kcal",
    "margin",
    "place",
    "month",
)
GROUP = "group_"  # columns that begin so are carried into the results
LONGEST = 1 << 17  # characters in a cell
_READ = 1 << 20  # bytes at a time


@dataclass(frozen=True, slots=True)
class RawRow:
    """One person as text; `wrong` (column, what and remedy) where the row itself cannot be used."""

    row: int  # line of the file
    cells: tuple[str, ...]  # in the order of the header
    wrong: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Persons of one diet who are answered together and stand in one part of the results."""

    number: int
    diet: str  # as written, small letters
    rows: tuple[RawRow, ...]

    @property
    def name(self) -> str:
        """File of its part: the same for the same rows at the same place of the table."""
        digest = hashlib.sha256(repr(self.rows).encode()).hexdigest()[:12]
        return f"part-{self.number:06d}-{digest}.parquet"


@dataclass(frozen=True)
class People:
    """A table of people that was looked through once: what it holds, not its rows."""

    path: Path
    digest: str  # of its bytes
    header: tuple[str, ...]
    count: int  # rows with anything in them
    twice: frozenset[int]  # hashes of ids that stand more than once (and rarely of others)

    @property
    def groups(self) -> tuple[str, ...]:
        """Columns that are carried into the results."""
        return tuple(name for name in self.header if name.startswith(GROUP))

    def rows(self) -> Iterator[RawRow]:
        """Every row that holds anything, in the order of the file; ragged rows and ids used before are marked."""
        seen: dict[str, int] = {}
        place = self.header.index("id")
        for line, cells in _lines(self.path):
            if len(cells) != len(self.header):
                yield RawRow(line, tuple(cells[: len(self.header)]), _ragged(cells, self.header))
                continue
            person = cells[place]
            first = seen.setdefault(person, line) if _hash(person) in self.twice else line
            wrong = None if first == line else ("id", f"{person} stands already in row {first}. Give another id.")
            yield RawRow(line, tuple(cells), wrong)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The rows by diet, up to `size` together; the same chunks whenever the file is the same."""
        waiting: dict[str, list[RawRow]] = {}
        number, place = 0, self.header.index("diet")
        for row in self.rows():
            diet = row.cells[place].lower() if row.wrong is None else ""
            mine = waiting.setdefault(diet if len(diet) < MOST_NAME else "", [])
            mine.append(row)
            if len(mine) == size:
                number += 1
                yield Chunk(number, diet, tuple(mine))
                mine.clear()
            elif len(waiting) > MOST_WAITING:  # misspelt diets share a chunk
                number += 1
                yield Chunk(number, "", tuple(row for rows in waiting.values() for row in rows))
                waiting.clear()
        for diet, mine in waiting.items():
            if mine:
                number += 1
                yield Chunk(number, diet, tuple(mine))


MOST_WAITING, MOST_NAME = 12, 40


def survey(path: Path) -> People:
    """Look through a table of people: header, number of rows, ids that stand twice, hash.

    Raises TableError for a file or header that cannot be used; a wrong row is no error.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while part := file.read(_READ):
                digest.update(part)
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Name a CSV of people.") from None
    header = _header(path)
    place, count, hashes = header.index("id"), 0, array("q")
    for _, cells in _lines(path):
        count += 1
        if len(cells) == len(header):
            hashes.append(_hash(cells[place]))
    if not count:
        raise TableError(f"{path.name}: there is no row under the header. Add at least one person.")
    values, times = np.unique(np.frombuffer(hashes, np.int64) if hashes else np.zeros(0, np.int64), return_counts=True)
    return People(path, digest.hexdigest(), header, count, frozenset(values[times > 1].tolist()))


def _hash(text: str) -> int:
    """64 bits of an id, the same in every process."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows under the header that hold anything, cells without spaces around them, with their lines in the file."""
    rows = _read(path)
    next(rows, None)
    return rows


def _read(path: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST)
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                line = reader.line_num
                cells = [" ".join(cell.split()) for cell in cells]
                if any(cells):
                    yield line, cells
    except UnicodeDecodeError:
        raise TableError(f"{path.name}, after row {line}: not readable as UTF-8. Save it as CSV, UTF-8.") from None
    except csv.Error as error:
        raise TableError(
            f"{path.name}, row {line + 1}: not readable as CSV ({error}). Look for a lone quotation mark."
        ) from None


def _header(path: Path) -> tuple[str, ...]:
    found = next(_read(path), None)
    if found is None:
        raise TableError(f"{path.name}: the file is empty. Write a header and at least one row.")
    row, cells = found
    header = tuple(cell.lower() for cell in cells)
    if len(header) == 1:
        raise TableError(f"{path.name}, row {row}: one column only. Save the file with commas between the columns.")
    for name in header:
        place = f"{path.name}, row {row}, column {name or '(no name)'}"
        if header.count(name) > 1:
            raise TableError(f"{place}: it stands twice. Delete or rename one.")
        if name not in KNOWN and not (name.startswith(GROUP) and len(name) > len(GROUP)):
            near = get_close_matches(name, KNOWN, 1, 0.7)
            hint = f"Did you mean {near[0]}?" if near else f"Name it {GROUP}{name} to carry it into the results."
            raise TableError(f"{place}: not one of {', '.join(KNOWN)}. {hint}")
    for name in NEEDED:
        if name not in header:
            raise TableError(f"{path.name}, row {row}: column {name} is missing. Add it to every row.")
    return header


def _ragged(cells: list[str], header: tuple[str, ...]) -> tuple[str, str]:
    where = header[len(cells)] if len(cells) < len(header) else header[-1]
    return where, (
        f"the row has {len(cells)} cells, the header {len(header)}. "
        "An empty cell needs its comma, and a number no comma inside."
    )
