"""Reading of "At A Glance" workbooks as published: a title line, a line of headers, then one row each."""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from planner.errors import TableError
from planner.tables.fndds.broken import Progress

CODE = "Food code"
INSTALL = 'pip install "steadyplate[import]" (in a checkout: .venv/bin/pip install openpyxl)'
_MOST_TITLE_LINES = 10  # the line of headers stands among these
_DAMAGED = (BadZipFile, zlib.error, ParseError, EOFError, IndexError, KeyError, OSError, ValueError)
_STEP = 200  # rows between two signs of life

Line = tuple[int, dict[str, object]]  # row number in the sheet, cells by header


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a workbook."""

    file: str
    lines: tuple[Line, ...]


def one_line(value: object) -> str:
    """A header with its line breaks and doubled spaces made single spaces."""
    return " ".join(str(value).split()) if value is not None else ""


def find_workbook(folder: Path, words: str, title: str) -> Path | None:
    """The one xlsx of a folder whose name holds these words; None if there is none. Raises TableError for two."""
    if not folder.is_dir():
        raise TableError(f'{folder}: no such folder. Give the folder that holds the FNDDS "At A Glance" xlsx files.')
    found = sorted(
        path
        for path in folder.glob("*.xlsx")
        if words in " ".join(re.findall("[a-z]+", path.name.lower())) and not path.name.startswith("~")
    )
    if len(found) > 1:
        raise TableError(f"{folder}: {found[0].name} and {found[1].name} both look like {title}. Keep one edition.")
    return found[0] if found else None


def read_sheet(path: Path, columns: Iterable[str], progress: Progress) -> Sheet:
    """Every row that is not empty, with at least these columns. Raises TableError naming file, offender and remedy."""
    try:
        import openpyxl  # type: ignore[import-untyped]
        from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]
    except ImportError:
        raise TableError(f"planner import needs openpyxl to read xlsx files. Run: {INSTALL}.") from None
    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            rows = enumerate(sheet.iter_rows(values_only=True), start=1)
            header = _header(rows, path.name, columns)
            return Sheet(path.name, tuple(_watched(rows, header, path.name, sheet.max_row or 0, progress)))
    except (InvalidFileException, *_DAMAGED) as error:
        raise TableError(f"{path.name}: not a readable xlsx file ({error}). Download it again.") from None


def _header(rows: Iterator[tuple[int, tuple[object, ...]]], file: str, columns: Iterable[str]) -> list[str]:
    for number, cells in rows:
        header = [one_line(cell) for cell in cells]
        if CODE in header:
            for column in columns:
                if header.count(column) != 1:
                    said = "is missing" if column not in header else "stands there twice"
                    raise TableError(
                        f"{file}, row {number}: column {column!r} {said}. Take the file as USDA publishes it"
                        " (FNDDS At A Glance)."
                    )
            return header
        if number >= _MOST_TITLE_LINES:
            break
    raise TableError(f"{file}: no line of headers with {CODE!r}. Take the file as USDA publishes it.")


def _watched(
    rows: Iterator[tuple[int, tuple[object, ...]]], header: list[str], file: str, total: int, progress: Progress
) -> Iterator[Line]:
    number = 0
    for number, cells in rows:
        if number % _STEP == 0:
            progress(file, number, total)
        if any(cell is not None for cell in cells):
            yield number, {name: cell for name, cell in zip(header, cells, strict=False) if name}
    progress(file, number, number)


def code_of(value: object) -> str | None:
    """An eight-digit food code as text; None for anything else."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text if re.fullmatch(r"[1-9][0-9]{7}", text) else None
