"""Cells of a table for a spreadsheet: text stays text, nothing that somebody typed is run as a formula."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

# What a spreadsheet takes for a formula (also with its wide signs), at the start of a cell or behind something that
# another program may take for the end of one: a semicolon, a tab, a new line. Apostrophes count: it can be undone.
_RUNS = "(?='*(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]))"
_BEGINS = "(^|[;\t\r\n])"
_UNSAFE = re.compile(_BEGINS + _RUNS)
_MADE_SAFE = re.compile(f"{_BEGINS}'{_RUNS}")


def as_text(cell: str) -> str:
    """The cell with an apostrophe before everything that a spreadsheet would run."""
    return _UNSAFE.sub(r"\1'", cell)


def as_typed(cell: str) -> str:
    """What was typed, from a cell of `as_text`."""
    return _MADE_SAFE.sub(r"\1", cell)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV that runs nothing when a spreadsheet opens it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()
