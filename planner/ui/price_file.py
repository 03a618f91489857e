"""Own prices as a CSV: a template, what was entered, and reading one row by row."""

import csv
from collections.abc import Iterable
from io import StringIO

from planner.cells import csv_text
from planner.errors import TableError, WrongInput
from planner.intake import receipt
from planner.tables.catalogue import Catalogue
from planner.tables.numbers import number_of

COLUMNS = ("food", "usd_per_100g")
MOST_ERRORS = 20  # lines that are shown


def template(catalogue: Catalogue) -> str:
    """Every food with its name and the price of the tables [USD / 100 g as eaten]."""
    usd = catalogue.usd_per_100g
    return _written((food.food, f"{usd[place]:.6g}", food.name) for place, food in enumerate(catalogue.foods))


def own_prices(prices: tuple[tuple[str, float], ...], catalogue: Catalogue) -> str:
    """The prices that somebody entered."""
    names = {food.food: food.name for food in catalogue.foods}
    return _written((food, f"{usd:.6g}", names[food]) for food, usd in prices)


def _written(rows: Iterable[tuple[str, str, str]]) -> str:
    return csv_text((*COLUMNS, "name"), rows)


def read(data: bytes, catalogue: Catalogue) -> tuple[dict[str, float], list[str]]:
    """Prices by food [USD / 100 g], and a sentence for each row that cannot be used; the other rows hold."""
    try:
        rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return {}, ["The file is not a CSV in UTF-8. Save it as CSV, UTF-8, and load it again."]
    if rows and all(column in rows[0] for column in receipt.COLUMNS):
        return _of_receipt(rows, catalogue)
    if not rows or any(column not in rows[0] for column in COLUMNS):
        return {}, [
            "The file needs a first line with the columns food and usd_per_100g (or item, package and price as on a"
            " receipt), and a row for each food."
        ]
    prices: dict[str, float] = {}
    errors: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            food, usd = _row(row, f"row {number}", catalogue)
        except TableError as error:
            errors.append(f"{error.told[:1].upper()}{error.told[1:]} The other rows are used.")
        else:
            if usd is not None:
                prices[food] = usd
    return prices, _few(errors)


def _of_receipt(rows: Iterable[dict[str, str | None]], catalogue: Catalogue) -> tuple[dict[str, float], list[str]]:
    """Prices by food of a receipt, and a sentence for each row that is not sure or cannot be read."""
    prices: dict[str, float] = {}
    errors: list[str] = []
    for number, row in enumerate(rows, start=2):
        place = f"Row {number}"
        try:
            found = receipt.read_item({name: row[name] or "" for name in receipt.COLUMNS}, place, catalogue)
        except WrongInput as error:
            errors.append(f"{error} The other rows are used.")
        else:
            if isinstance(found, receipt.Asked):
                errors.append(f"{place} ({found.item}) is not used: {found.reason}")
            else:
                prices |= found.usd_per_100g
    return prices, _few(errors)


def _few(errors: list[str]) -> list[str]:
    more = len(errors) - MOST_ERRORS
    return [*errors[:MOST_ERRORS], f"{more} more rows cannot be used."] if more > 0 else errors


def _row(row: dict[str, str | None], place: str, catalogue: Catalogue) -> tuple[str, float | None]:
    """Food and price of one row; None: the price of the tables stays. Raises TableError."""
    food = (row["food"] or "").strip()[:80]
    if food not in catalogue.food_index:
        raise TableError(f"{place} ({food or 'no food'}): no such food in the catalogue. Use a name of the template.")
    value = number_of(row["usd_per_100g"] or "", f"{place} ({food}): usd_per_100g")
    built_in = float(catalogue.usd_per_100g[catalogue.food_index[food]])
    is_same = value != value or abs(value - built_in) <= 1e-5 * built_in  # empty, or as in the template
    return food, None if is_same else value
