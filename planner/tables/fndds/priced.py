"""Prices (USDA Purchase to Plate, national average) and food patterns (FPED) as published."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from planner.errors import TableError
from planner.tables.fndds.broken import Broken, Progress
from planner.tables.fndds.sheets import code_of, one_line

YEAR, CODE, RECIPE, USD = "year", "food_code", "mod_code", "price_100gm"
NO_PRICE = ("", "NA")
UNMODIFIED = "0"  # the recipe as the survey has it
PATTERN_CODE = "FOODCODE"

Line = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Price:
    """The newest price of a food code."""

    code: str
    cycle: str
    usd_per_100g: float  # of edible food, in dollars of the cycle


def read_prices(path: Path, newest: str, progress: Progress) -> tuple[dict[str, Price], list[Broken]]:
    """Newest price by code, the unmodified recipe where a cycle has several rows; `newest` is the last cycle that the
    price index knows (2017/2018). Raises TableError for a file that is no such table.
    """
    best: dict[str, tuple[tuple[str, bool], Price]] = {}
    broken: list[Broken] = []
    lines = _read(path, (YEAR, CODE, RECIPE, USD))
    for number, cells in lines:
        if number % 1000 == 0:
            progress(path.name, number, len(lines))
        if cells[USD].strip() in NO_PRICE:
            continue
        try:
            price = _price(cells, newest)
        except ValueError as error:
            broken.append(Broken(path.name, number, cells[CODE] or "no code", f"{error}. The price is left out."))
            continue
        rank = (price.cycle, cells[RECIPE].strip() == UNMODIFIED)
        if price.code not in best or rank > best[price.code][0]:
            best[price.code] = (rank, price)
    progress(path.name, len(lines), len(lines))
    if not best:
        raise TableError(f"{path.name}: no row holds a price that can be used. Take the file as USDA publishes it.")
    return {code: price for code, (_, price) in best.items()}, broken


def _price(cells: dict[str, str], newest: str) -> Price:
    code, cycle = code_of(cells[CODE]), cells[YEAR].strip()
    if code is None:
        raise ValueError(f"{CODE} is {cells[CODE]!r}, not a code of eight digits")
    if cycle > newest:
        raise ValueError(f"{YEAR} is {cycle}: the price index of prices.csv starts at {newest} and cannot bring it up")
    try:
        usd = float(cells[USD])
    except ValueError:
        raise ValueError(f"{USD} is {cells[USD]!r}, not a number") from None
    if not (isfinite(usd) and usd > 0):
        raise ValueError(f"{USD} is {cells[USD]}; a price must be above 0")
    return Price(code, cycle, usd)


def read_patterns(path: Path, columns: Iterable[str]) -> tuple[dict[str, dict[str, float]], list[Broken]]:
    """Food patterns per 100 g by code and column. Raises TableError for a file that is no such table."""
    columns = tuple(columns)
    found: dict[str, dict[str, float]] = {}
    broken: list[Broken] = []
    for number, cells in _read(path, (PATTERN_CODE, *columns)):
        code = code_of(cells[PATTERN_CODE])
        try:
            if code is None or code in found:
                raise ValueError(f"{PATTERN_CODE} is {cells[PATTERN_CODE]!r}: no code of eight digits, or a second row")
            found[code] = {column: _amount(cells[column], column) for column in columns if cells[column].strip()}
        except ValueError as error:
            broken.append(Broken(path.name, number, cells[PATTERN_CODE] or "no code", f"{error}. The row is left out."))
    return found, broken


def _amount(text: str, column: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} is {text!r}, not a number") from None
    if not (isfinite(value) and value >= 0):
        raise ValueError(f"{column} is {text}; it must be 0 or more")
    return value


def _read(path: Path, columns: tuple[str, ...]) -> list[Line]:
    """Rows of a CSV with these columns, in UTF-8 or Latin-1; missing cells are empty. Raises TableError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Give the CSV as USDA publishes it.") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise TableError(f"{path.name}: not a readable CSV ({error}). Give the file as USDA publishes it.") from None
    header = lines[0][1] if lines else {}
    for column in columns:
        if column not in header:
            raise TableError(
                f"{path.name}: column {column} is missing, or there is no row. The file needs the columns"
                f" {', '.join(columns)}, as USDA publishes it."
            )
    return lines


def _lines(text: str) -> Iterator[Line]:
    reader = csv.DictReader(text.splitlines(keepends=True))
    for cells in reader:
        yield reader.line_num, {one_line(name): value or "" for name, value in cells.items() if name}
