"""A CSV as people save it: what is harmless is taken, what is doubtful is named with its place and remedy."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from math import isfinite, nan
from pathlib import Path

from planner.errors import TableError

LARGEST = 1e30  # a number beyond is a slip
WORKBOOK = b"PK\x03\x04"  # how an .xlsx begins


@dataclass(frozen=True)
class Line:
    """One row of a sheet as text."""

    file: str
    number: int  # of its (last) line in the file, the header's included
    cells: dict[str, str]  # by column
    key: str  # the column that names the row

    @property
    def place(self) -> str:
        """File, row and the name of the row."""
        name = self.cells.get(self.key, "")
        return f"{self.file}, row {self.number}" + (f" ({name})" if name else "")

    def at(self, column: str) -> str:
        """File, row and column."""
        return f"{self.place}, column {column}"

    def cell(self, column: str) -> str:
        """Text of a cell."""
        return self.cells[column]


@dataclass(frozen=True)
class Sheet:
    """A header and its rows."""

    file: str
    header: tuple[str, ...]
    header_row: int
    lines: tuple[Line, ...]

    def require(self, columns: Sequence[str], may: Iterable[str] | None = None) -> None:
        """Raise TableError for a column that is missing; with `may` also for one that is in neither."""
        for column in columns:
            if column not in self.header:
                raise TableError(
                    f"{self.file}, row {self.header_row}: column {column} is missing. The header is "
                    f"{','.join(columns)}{', then one column per nutrient' if may is None else ''}; "
                    f"{'min and max may be empty. ' if column in ('min', 'max') else ''}Add the column to every row."
                )
        if may is None:
            return
        for column in self.header:
            if column not in (*columns, *may):
                raise TableError(
                    f"{self.file}, row {self.header_row}, column {column}: not one of {', '.join((*columns, *may))}. "
                    "Delete the column or correct its name."
                )


def read_sheet(path: Path, key: str) -> Sheet:
    """Every row of a CSV; a byte order mark, spaces round cells, empty rows and empty last columns do not matter.

    `key` is the column that names a row. Raises TableError naming file, row and remedy.
    """
    rows = _rows(path)
    if not rows:
        raise TableError(f"{path.name}: the file is empty. Write a header and at least one row.")
    header_row, header = rows[0]
    header = _header(path.name, header_row, header)
    lines = []
    for number, cells in rows[1:]:
        while len(cells) > len(header) and not cells[-1]:
            cells = cells[:-1]
        if len(cells) != len(header):
            raise TableError(_ragged(path.name, number, cells, header))
        lines.append(Line(path.name, number, dict(zip(header, cells, strict=True)), key))
    if not lines:
        raise TableError(f"{path.name}: there is no row under the header. Add at least one {key}.")
    return Sheet(path.name, tuple(header), header_row, tuple(lines))


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Rows that hold anything, cells without spaces around them, with their lines in the file."""
    reader = csv.reader(StringIO(_text(path), newline=""), strict=True, skipinitialspace=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for cells in reader:
            if not rows:
                _check_separator(path.name, reader.line_num, cells)
            cells = [" ".join(cell.split()) for cell in cells]
            if any(cells):
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise TableError(
            f"{path.name}, row {reader.line_num}: not readable as CSV ({error}). Look for a lone quotation mark."
        ) from None
    return rows


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise TableError(f"{path}: there is no such file. Correct the path.") from None
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Name a CSV file.") from None
    if raw.startswith(WORKBOOK):
        raise TableError(f"{path.name}: this is a workbook (xlsx), not a CSV. Save the sheet as CSV, UTF-8.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TableError(f"{path.name}, row {line}: not readable as UTF-8. Save the file as CSV, UTF-8.") from None
    if "\0" in text:
        raise TableError(f"{path.name}: not a text file. Save it as CSV, UTF-8.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _check_separator(file: str, row: int, cells: Sequence[str]) -> None:
    """A header that is one cell is separated by something else."""
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(cells) == 1 and sign in cells[0]:
            raise TableError(
                f"{file}, row {row}: the columns are separated by {name}. Save the file with commas between "
                "the columns and a point in decimal numbers."
            )


def _header(file: str, row: int, cells: list[str]) -> list[str]:
    """Names of the columns; the fixed ones in any case of letters. Names stand once; empty last ones go."""
    fixed = ("food", "cost", "nutrient", "min", "max", "unit")
    names = [cell.lower() if cell.lower() in fixed else cell for cell in cells]
    while names and not names[-1]:
        names.pop()
    seen: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        if not name:
            raise TableError(f"{file}, row {row}, column {place}: it has no name. Name it or delete the column.")
        if name in seen:
            raise TableError(
                f"{file}, row {row}, column {name}: it stands twice (columns {seen[name]} and {place}). "
                "Delete or rename one."
            )
        seen[name] = place
    return names


def _ragged(file: str, number: int, cells: Sequence[str], header: Sequence[str]) -> str:
    name = f" ({cells[0]})" if cells[0] else ""
    if any(";" in cell for cell in cells) and len(cells) < len(header):
        return f"{file}, row {number}{name}: cells are separated by semicolons. Put commas between all cells."
    where = header[len(cells)] if len(cells) < len(header) else f"{len(header) + 1}"
    return (
        f"{file}, row {number}{name}, column {where}: the row has {len(cells)} cells, the header {len(header)}. "
        "An empty cell needs its comma, and a number no comma inside."
    )


def finite_number(text: str, place: str, remedy: str) -> float:
    """A number; an empty cell is NaN.

    Raises TableError naming `place`, the offender and the remedy.
    """
    if not text:
        return nan
    try:
        value = float(text) if "_" not in text else nan
        is_number = "_" not in text
    except ValueError:
        is_number = False
    if not is_number:
        raise TableError(f"{place} is {text!r}, not a number.{_slip(text)} {remedy}")
    if not isfinite(value) or abs(value) > LARGEST:
        raise TableError(f"{place} is {text!r}; a number must be finite, at most {LARGEST:g}. {remedy}")
    return value


def _slip(text: str) -> str:
    """What the text may have meant."""
    if "," in text:
        return " Write decimals with a point and thousands without a comma."
    if text[0].isdigit() and text[-1].isalpha():
        return " Write the number without its unit."
    return ""
