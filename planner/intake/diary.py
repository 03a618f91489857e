"""A food diary as CSV: day, food, amount, unit."""

import csv
from io import StringIO
from pathlib import Path

from planner.cells import as_typed
from planner.errors import WrongInput
from planner.intake.amounts import check_amount, number_of, plain_fractions
from planner.intake.entry import Entry
from planner.intake.units import unit_named
from planner.intake.weigh import PLAIN
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.tables.food_words import simple_words

COLUMNS = ("day", "food", "amount", "unit")
MOST_ROWS = 5000
MOST_BYTES = 2_000_000
_REMEDY = "Save it as CSV, UTF-8, with the columns day, food, amount, unit."


def read_diary(
    source: Path | str | bytes, name: str | None = None, catalogue: Catalogue | None = None
) -> tuple[Entry, ...]:
    """Entries of a CSV with the columns day, food, amount and unit in any order; other columns are passed over.

    source: a path; with `name` (or as bytes) the content itself. A day that is empty is that of the row above.
    Raises WrongInput naming file, row (as a spreadsheet numbers it) and remedy.
    """
    catalogue = catalogue or load_catalogue()
    text, name = _content(source, name)
    rows = _rows(text, name)
    places = _columns(rows, name)
    entries: list[Entry] = []
    day = ""
    for number, cells in rows[1:]:
        values = {column: (cells[at] if at < len(cells) else "").strip() for column, at in places.items()}
        place = f"{name}, row {number}"
        if len(cells) > len(rows[0][1]) and any(cell.strip() for cell in cells[len(rows[0][1]) :]):
            raise WrongInput(f'{place}: more cells than the header. Put a food with a comma in it in "quotes".')
        if values["day"] and not day and entries:
            raise WrongInput(
                f"{entries[0].place}: the day is empty and later rows have one. Write it, or leave all empty."
            )
        day = values["day"] or day
        entries.append(_entry(values, day, place, catalogue))
    if not entries:
        raise WrongInput(f"{name}: no food is written. Add a row for each thing eaten.")
    return tuple(entries)


def _entry(values: dict[str, str], day: str, place: str, catalogue: Catalogue) -> Entry:
    """One checked row."""
    food = " ".join(values["food"].split())
    if not any(sign.isalpha() for sign in food):
        raise WrongInput(f"{place}: food is {food[:40]!r}. Write the name of a food, or delete the row.")
    place = f"{place} ({food[:60]})"
    return Entry(place.split(" (")[0], day, food[:200], *_amount(values, place, catalogue))


def _amount(values: dict[str, str], place: str, catalogue: Catalogue) -> tuple[float, str, bool]:
    """Amount, unit, and whether no unit is written."""
    written = plain_fractions(values["amount"])
    if not written:
        raise WrongInput(f"{place}: the amount is empty. Write how much, such as 1 or 150.")
    sign = -1 if written[0] in "-\u2212\u2013" else 1
    number = number_of(written[1:] if sign < 0 else written)
    if number is None:
        raise WrongInput(
            f"{place}: amount {values['amount'][:40]!r} is not one number. Write digits alone: 150, 1.5, 1/2."
        )
    is_counted = not values["unit"] or _names_the_food(values["unit"], values["food"])
    unit = PLAIN if is_counted else unit_named(values["unit"], catalogue)
    if unit is None:
        known = ", ".join(u.unit for u in catalogue.measures.units.values() if u.kind in ("mass", "volume", "portion"))
        raise WrongInput(
            f"{place}: unit {values['unit'][:40]!r} is not known. Use {known}, slice, piece ..., or leave it empty."
        )
    return check_amount(sign * number, unit, place, catalogue), unit, is_counted


def _names_the_food(unit: str, food: str) -> bool:
    """Whether the unit is the food itself: 2 "eggs" of "boiled egg"."""
    words = simple_words(unit)
    return bool(words) and set(words) <= set(simple_words(food))


def _content(source: Path | str | bytes, name: str | None) -> tuple[str, str]:
    """Text and name of the file."""
    if isinstance(source, Path) or (isinstance(source, str) and name is None):
        path = Path(source)
        name = name or path.name or str(source)
        try:
            source = path.read_bytes()
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            raise WrongInput(f"{path}: cannot be read ({why}). Give the path of a CSV file.") from None
    name = name or "diary"
    if len(source) > MOST_BYTES:
        raise WrongInput(f"{name}: larger than {MOST_BYTES / 1e6:g} MB. Give a diary of some days.")
    if isinstance(source, str):
        return source.removeprefix("\ufeff"), name
    if source.startswith(b"PK"):
        raise WrongInput(f"{name}: a spreadsheet or archive, not a CSV. {_REMEDY}")
    try:
        return source.decode("utf-8-sig"), name
    except UnicodeDecodeError:
        raise WrongInput(f"{name}: not UTF-8 text. {_REMEDY}") from None


def _rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    """Rows that are not empty, with their numbers; the first is the header."""
    try:
        rows = [
            (number, [as_typed(cell) for cell in cells])
            for number, cells in enumerate(csv.reader(StringIO(text, newline=""), strict=True), start=1)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise WrongInput(f"{name}: not a readable CSV ({error}). {_REMEDY}") from None
    if not rows:
        raise WrongInput(f"{name}: the file is empty. {_REMEDY}")
    if len(rows) > MOST_ROWS:
        raise WrongInput(f"{name}: more than {MOST_ROWS} rows. Give a diary of some days.")
    return rows


def _columns(rows: list[tuple[int, list[str]]], name: str) -> dict[str, int]:
    """Place of each column in the header."""
    header = [cell.strip().casefold() for cell in rows[0][1]]
    if len(header) == 1:
        for sign, word in ((";", "semicolons"), ("\t", "tabs")):
            if sign in header[0]:
                raise WrongInput(f"{name}: its cells are separated by {word}. Save it with commas between the cells.")
    for column in COLUMNS:
        if column not in header:
            raise WrongInput(f"{name}: column {column} is missing. The first row must name day, food, amount and unit.")
        if header.count(column) > 1:
            raise WrongInput(f"{name}: column {column} stands there twice. Delete one of them.")
    return {column: header.index(column) for column in COLUMNS}
