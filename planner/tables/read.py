"""Read a CSV into checked rows: one frozen dataclass a row, errors that name file, row and column."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, TypeAdapter, ValidationError

from planner.errors import TableError

Row = TypeVar("Row")


def split_words(value: object) -> object:
    """Space-separated words of a cell as a tuple."""
    return tuple(value.split()) if isinstance(value, str) else value


def empty_to_none(value: object) -> object:
    """An empty cell is an unknown or absent value, never zero."""
    return None if value == "" else value


Words = Annotated[tuple[str, ...], BeforeValidator(split_words)]
OptionalFloat = Annotated[float | None, BeforeValidator(empty_to_none)]
OptionalInt = Annotated[int | None, BeforeValidator(empty_to_none)]
OptionalText = Annotated[str | None, BeforeValidator(empty_to_none)]


Cells = dict[str, str]


def numbered_cells(path: Path, least: int = 1) -> list[tuple[int, Cells]]:
    """Every row of a CSV as text by column name, with the number of its (last) line in the file.

    Raises TableError for a file that is missing, of fewer than `least` rows, of another encoding or with ragged rows.
    """
    rows: list[tuple[int, Cells]] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for row in reader:
                rows.append((reader.line_num, row))
    except FileNotFoundError:
        raise TableError(f"{path.name}: the file is missing from {path.parent}. Restore it.") from None
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Name a CSV file.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path.name}: not a readable UTF-8 CSV ({error}). Save it as CSV, UTF-8.") from None
    if len(rows) < least:
        raise TableError(f"{path.name}: the table has no rows. Restore it or add at least one row.")
    for number, row in rows:
        if None in row or None in row.values():
            raise TableError(f"{path.name}, row {number}: it has more or fewer cells than the header. Correct the row.")
    return rows


def read_cells(path: Path) -> list[Cells]:
    """Every row of a CSV as text by column name. Raises TableError."""
    return [cells for _, cells in numbered_cells(path)]


def require_columns(path: Path, cells: Sequence[Cells], columns: Iterable[str]) -> None:
    """Raise TableError for the first column that the table lacks."""
    for column in columns:
        if column not in cells[0]:
            raise TableError(f"{path.name}: column {column} is missing. Add it to the header and to every row.")


def read_rows(path: Path, row_type: type[Row], key: Callable[[Row], object] | None = None) -> tuple[Row, ...]:
    """Every row of a CSV as `row_type` (a pydantic dataclass whose fields are the columns).

    `key` gives what must be unique in the table (None: nothing).
    Raises TableError naming file, row, offender and remedy.
    """
    cells = numbered_cells(path)
    fields = row_type.__dataclass_fields__  # type: ignore[attr-defined]
    require_columns(path, [row for _, row in cells], fields)
    adapter = TypeAdapter(row_type)
    first = next(iter(fields))
    rows: list[Row] = []
    seen: dict[object, int] = {}
    for number, cell in cells:
        place = f"{path.name}, row {number} ({cell[first] or 'no ' + first})"
        try:
            row = adapter.validate_python({name: cell[name].strip() for name in fields})
        except ValidationError as error:
            raise TableError(f"{place}: {_first_problem(error)} Correct the cell or delete the row.") from None
        if key is not None:
            if key(row) in seen:
                raise TableError(f"{place}: stands already in row {seen[key(row)]}. Delete one of the two rows.")
            seen[key(row)] = number
        rows.append(row)
    return tuple(rows)


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    column = ".".join(str(part) for part in problem["loc"][:1]) or "row"
    message = problem["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{column} is {problem['input']!r}: {message[0].lower() + message[1:]}."
