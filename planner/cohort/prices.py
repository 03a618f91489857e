"""PRICES.csv: what foods cost at several places and months, in one long table."""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from planner.errors import TableError
from planner.tables.catalogue import Catalogue
from planner.tables.numbers import number_of

COLUMNS = ("place", "month", "food", "usd_per_100g")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, eq=False)
class PriceTable:
    """Prices of one place and month over all foods that can be planned."""

    place: str
    month: str  # YYYY-MM
    usd_per_100g: np.ndarray  # [foods that can be planned]; a food without a row keeps the price of the tables
    own: int  # foods with a row


@dataclass(frozen=True, eq=False)
class Prices:
    """All tables in order of place and month."""

    tables: tuple[PriceTable, ...]
    digest: str = ""  # of the file; empty: the prices of the tables

    @property
    def smallest(self) -> int:
        """The fewest foods that a table names."""
        return min(table.own for table in self.tables)


@dataclass(frozen=True, slots=True)
class Nowhere:
    """A place or month of a person of which there are no prices."""

    column: str
    remedy: str


def built_in(catalogue: Catalogue) -> Prices:
    """The prices of the tables themselves."""
    return Prices((PriceTable("", catalogue.price_month, catalogue.plannable.usd_per_100g, 0),))


def read_price_tables(path: Path, catalogue: Catalogue) -> Prices:
    """Prices of places and months. Raises TableError naming a row that is unknown or repeated."""
    catalogue = catalogue.plannable
    known: dict[tuple[str, str], dict[int, tuple[float, int]]] = {}
    for row, cells in _rows(path):
        place, month, food = cells["place"], cells["month"], cells["food"]
        where = f"{path.name}, row {row} ({', '.join(filter(None, (place, month, food))) or 'nothing named'})"
        if not place or not _MONTH.fullmatch(month):
            raise TableError(f"{where}: name a place, and a month such as 2026-08.")
        column = _food(food, where, catalogue)
        usd = number_of(cells["usd_per_100g"], f"{where}: usd_per_100g")
        if np.isnan(usd):
            raise TableError(f"{where}: usd_per_100g is empty. Write USD per 100 g as eaten, or delete the row.")
        mine = known.setdefault((place, month), {})
        if column in mine:
            raise TableError(f"{where}: {food} has its price there already in row {mine[column][1]}. Delete one.")
        mine[column] = (usd, row)
    tables = []
    for (place, month), prices in sorted(known.items()):
        usd_per_100g = np.array(catalogue.usd_per_100g, float)
        usd_per_100g[list(prices)] = [usd for usd, _ in prices.values()]
        tables.append(PriceTable(place, month, usd_per_100g, len(prices)))
    if not tables:
        raise TableError(f"{path.name}: there is no row under the header. Add at least one price.")
    return Prices(tuple(tables), hashlib.sha256(path.read_bytes()).hexdigest())


def chosen(prices: Prices, place: str, month: str) -> tuple[PriceTable, ...] | Nowhere:
    """The tables that a person is priced at; an empty place or month means each."""
    if not prices.digest and (place or month):
        column = "place" if place else "month"
        return Nowhere(column, f"{column} is {place or month!r}. Add --prices PRICES.csv, or leave the cell empty.")
    here = [table for table in prices.tables if place in ("", table.place)]
    found = tuple(table for table in here if month in ("", table.month))
    if found:
        return found
    column, wrong = ("month", month) if here else ("place", place)
    known = sorted({table.month for table in here} or {table.place for table in prices.tables})
    near = (get_close_matches(wrong, known, 1, 0.6) or known)[0]
    return Nowhere(column, f"{column} is {wrong!r}: no prices of it. Write one of the prices file, such as {near}.")


def _food(food: str, where: str, catalogue: Catalogue) -> int:
    place = catalogue.food_index.get(food)
    if place is None:
        near = get_close_matches(food, catalogue.food_index, 1, 0.6)
        hint = f"Did you mean {near[0]}?" if near else "Use a name of 'planner foods --json'."
        raise TableError(f"{where}: no such food. {hint}")
    return place


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise TableError(f"{path.name}: column {missing[0]} is missing. The header is {','.join(COLUMNS)}.")
            for cells in reader:
                if None in cells or None in cells.values():
                    raise TableError(f"{path.name}, row {reader.line_num}: more or fewer cells than the header.")
                yield reader.line_num, {name: cells[name].strip() for name in COLUMNS}
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Name a CSV of prices.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path.name}: not a readable UTF-8 CSV ({error}). Save it as CSV, UTF-8.") from None
