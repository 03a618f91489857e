"""A table as an Excel file in which every text is text."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell  # type: ignore[import-untyped]
from openpyxl.styles import Font  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]

from planner.cells import as_text

_NARROW, _WIDE = 10, 60  # characters of a column


def xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet with a bold header that stays in view; numbers are numbers, and no cell is a formula."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    table = [header, *rows]
    for number, row in enumerate(table, start=1):
        for place, value in enumerate(row, start=1):
            _fill(sheet.cell(number, place), value)
    for place, name in enumerate(header, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        longest = max(len(str(row[place - 1] or "")) for row in table)
        sheet.column_dimensions[get_column_letter(place)].width = min(max(_NARROW, len(name), longest) + 2, _WIDE)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(cell: Cell, value: object) -> None:
    """A value; a text of the type text, also where it looks like a formula, and also after somebody edits it."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = as_text(text) != text
