"""Somebody's own diet problem: foods with costs and nutrients, and the targets that they shall meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import inf, isnan
from pathlib import Path

import numpy as np

from planner.errors import TableError
from planner.tables.sheet import Line, Sheet, finite_number, read_sheet

FOOD_COLUMNS = ("food", "cost", "min", "max")
TARGET_COLUMNS = ("nutrient", "min", "max")
UNIT = "unit"  # a column that targets may have; only shown
MOST_NAMED = 5  # names in one message


@dataclass(frozen=True)
class OwnTables:
    """Foods and targets in the order of their files; all amounts are per unit of food."""

    foods: tuple[str, ...]
    cost: np.ndarray  # [foods], per unit
    least: np.ndarray  # [foods], units, 0 or more
    most: np.ndarray  # [foods], units, inf where there is no limit
    nutrients: tuple[str, ...]
    per_unit: np.ndarray  # [foods x nutrients]
    lower: np.ndarray  # [nutrients], -inf where there is no bound
    upper: np.ndarray  # [nutrients], inf where there is no bound
    units: tuple[str, ...]  # of the nutrients, "" where the targets name none
    places: tuple[str, ...]  # of the foods: file and row
    as_zero: int = 0  # unknown nutrient cells that count as 0
    foods_give: bool = True  # whether a bound of a food may be what clashes; else targets alone are asked to give


@dataclass(frozen=True)
class OwnTargets:
    """Targets in the order of their file."""

    nutrients: tuple[str, ...]
    lower: np.ndarray  # [nutrients], -inf where there is no bound
    upper: np.ndarray  # [nutrients], inf where there is no bound
    units: tuple[str, ...]  # "" where the file names none
    places: tuple[str, ...]  # file and row


def read_targets(path: Path) -> OwnTargets:
    """Targets alone, for foods that come from elsewhere. Raises TableError naming file, row and column."""
    sheet = read_sheet(path, "nutrient")
    sheet.require(TARGET_COLUMNS, may=(UNIT,))
    return OwnTargets(*_targets(sheet), tuple(line.place for line in sheet.lines))


def read_own(foods: Path, targets: Path, unknown_as_zero: bool = False) -> OwnTables:
    """Both tables, checked against each other.

    Raises TableError naming file, row and column, with the remedy.
    """
    sheet, wanted = read_sheet(foods, "food"), read_sheet(targets, "nutrient")
    if "food" not in sheet.header and "nutrient" in sheet.header and "food" in wanted.header:
        raise TableError(f"{foods.name} holds the targets and {targets.name} the foods. Name the foods first.")
    sheet.require(FOOD_COLUMNS)
    wanted.require(TARGET_COLUMNS, may=(UNIT,))
    nutrients, lower, upper, units = _targets(wanted)
    _check_columns(sheet, wanted, nutrients)
    names = _names(sheet, "food")
    rows = sheet.lines
    least = [_amount(line, "min", 0.0) for line in rows]
    most = [_amount(line, "max", inf) for line in rows]
    for line, lowest, highest in zip(rows, least, most, strict=True):
        if lowest < 0:
            raise TableError(f"{line.at('min')} is {lowest:g}; nobody eats less than nothing. Write 0 or more.")
        _check_order(line, lowest, highest)
    per_unit = np.array([[_nutrient(line, nutrient, unknown_as_zero) for nutrient in nutrients] for line in rows])
    as_zero = sum(line.cell(nutrient) == "" for line in rows for nutrient in nutrients)
    return OwnTables(
        foods=names,
        cost=np.array([_cost(line) for line in rows]),
        least=np.array(least),
        most=np.array(most),
        nutrients=nutrients,
        per_unit=per_unit,
        lower=lower,
        upper=upper,
        units=units,
        places=tuple(line.place for line in rows),
        as_zero=as_zero,
    )


def _targets(sheet: Sheet) -> tuple[tuple[str, ...], np.ndarray, np.ndarray, tuple[str, ...]]:
    """Nutrients with lower and upper bounds and units."""
    names = _names(sheet, "nutrient")
    lower = [_amount(line, "min", -inf) for line in sheet.lines]
    upper = [_amount(line, "max", inf) for line in sheet.lines]
    for line, lowest, highest in zip(sheet.lines, lower, upper, strict=True):
        _check_order(line, lowest, highest)
    units = tuple(line.cell(UNIT) if UNIT in sheet.header else "" for line in sheet.lines)
    return names, np.array(lower), np.array(upper), units


def _check_columns(foods: Sheet, targets: Sheet, nutrients: Sequence[str]) -> None:
    """Every nutrient stands in both files."""
    columns = [name for name in foods.header if name not in FOOD_COLUMNS]
    for line, nutrient in zip(targets.lines, nutrients, strict=True):
        if nutrient not in columns:
            raise TableError(
                f"{line.at('nutrient')}: {foods.file} has no column {nutrient}.{_near(nutrient, columns)} "
                f"Add the column to {foods.file} or delete this row."
            )
    strangers = [name for name in columns if name not in nutrients]
    if strangers:
        named = ", ".join(strangers[:MOST_NAMED]) + (", ..." if len(strangers) > MOST_NAMED else "")
        raise TableError(
            f"{foods.file}, row {foods.header_row}, column {named}: {targets.file} has no row for it."
            f"{_near(strangers[0], nutrients)} "
            f"Add a row {strangers[0]} to {targets.file} (min and max may stay empty) or delete the column."
        )


def _near(name: str, known: Sequence[str]) -> str:
    """A hint where another name is nearly the same."""
    by_small = {other.lower(): other for other in known}
    close = get_close_matches(name.lower(), by_small, 1, 0.8)
    return f" Did you mean {by_small[close[0]]}?" if close else ""


def _names(sheet: Sheet, column: str) -> tuple[str, ...]:
    """The first column: each name is there, and once."""
    seen: dict[str, int] = {}
    for line in sheet.lines:
        name = line.cell(column)
        if not name:
            raise TableError(f"{line.at(column)} is empty. Name the {column} or delete the row.")
        if name in seen:
            raise TableError(f"{line.at(column)}: {name} stands already in row {seen[name]}. Delete one of the two.")
        seen[name] = line.number
    return tuple(seen)


def _amount(line: Line, column: str, if_empty: float) -> float:
    """A bound; an empty cell means `if_empty`."""
    value = finite_number(line.cell(column), line.at(column), "Leave the cell empty for no limit.")
    return if_empty if isnan(value) else value


def _cost(line: Line) -> float:
    value = finite_number(line.cell("cost"), line.at("cost"), "Write what one unit costs.")
    if isnan(value):
        raise TableError(f"{line.at('cost')} is empty. Write what one unit costs (0 where it is free).")
    return value


def _nutrient(line: Line, nutrient: str, unknown_as_zero: bool) -> float:
    value = finite_number(line.cell(nutrient), line.at(nutrient), "Leave the cell empty if it is unknown.")
    if not isnan(value):
        return value
    if unknown_as_zero:
        return 0.0
    raise TableError(
        f"{line.at(nutrient)} is empty: unknown, which is not 0. "
        "Write the amount in one unit of the food, or count every unknown amount as 0 with --unknown-as-zero."
    )


def _check_order(line: Line, lowest: float, highest: float) -> None:
    if lowest > highest:
        empty = " (an empty min is 0)" if lowest == 0 and line.cell("min") == "" else ""
        raise TableError(f"{line.at('min')} is {lowest:g}{empty}, over max {highest:g}. Correct one of the two.")
