"""The generated numbers of the catalogue: nutrients and prices per 100 g, in arrays."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from planner.errors import TableError
from planner.tables.read import numbered_cells, require_columns
from planner.tables.rows import Food, Nutrient


@dataclass(frozen=True)
class Numbers:
    """Arrays in the order of foods and nutrients."""

    per_100g: np.ndarray  # [foods x nutrients], NaN = unknown
    upper_per_100g: np.ndarray  # unknown filled with a sourced estimate on the high side
    usd_per_100g: np.ndarray  # [foods], NaN = no price: a food of no role
    price_estimated: tuple[bool, ...]
    price_month: str


def number_of(text: str, place: str) -> float:
    """A finite number of 0 or more; an empty cell is NaN, unknown.

    Raises TableError naming `place`, the offender and the remedy.
    """
    if text.strip() == "":
        return float("nan")
    try:
        value = float(text)
    except ValueError:
        raise TableError(f"{place} is {text!r}, not a number. Correct it, or leave it empty if unknown.") from None
    if not isfinite(value):
        raise TableError(f"{place} is {text!r}; a value must be finite. Leave the cell empty if it is unknown.")
    if value < 0:
        raise TableError(f"{place} is {text}; a value must be 0 or more. Correct the row.")
    return value


def read_numbers(folder: Path, foods: tuple[Food, ...], nutrients: tuple[Nutrient, ...]) -> Numbers:
    """nutrients.csv, prices.csv and upper_estimates.csv as arrays. Raises TableError."""
    per_100g = _read_nutrients(folder / "nutrients.csv", foods, nutrients)
    upper = per_100g.copy()
    _fill_estimates(folder / "upper_estimates.csv", upper, foods, nutrients)
    prices = _by_food(folder / "prices.csv", foods, ["usd_per_100g", "estimated", "price_month"])
    usd = np.array([_price(prices[food.food], food) for food in foods])
    month = next(iter(prices.values()))["price_month"]
    return Numbers(per_100g, upper, usd, tuple(prices[f.food]["estimated"] == "yes" for f in foods), month)


def _by_food(path: Path, foods: tuple[Food, ...], columns: list[str]) -> dict[str, dict[str, str]]:
    """Rows by food: each food exactly once, no stranger among them."""
    cells = numbered_cells(path)
    require_columns(path, [row for _, row in cells], ["food", *columns])
    known = {food.food for food in foods}
    rows: dict[str, dict[str, str]] = {}
    for number, cell in cells:
        food = cell["food"]
        if food not in known:
            raise TableError(f"{path.name}, row {number} ({food}): not a food of foods.csv. Run data/build.py.")
        if food in rows:
            raise TableError(f"{path.name}, row {number} ({food}): a duplicate food. Delete one of its rows.")
        rows[food] = cell
    for food in sorted(known - rows.keys()):
        raise TableError(f"{path.name}: {food} of foods.csv has no row. Run data/build.py.")
    return rows


def _read_nutrients(path: Path, foods: tuple[Food, ...], nutrients: tuple[Nutrient, ...]) -> np.ndarray:
    columns = [nutrient.nutrient for nutrient in nutrients]
    rows = _by_food(path, foods, columns)
    table = np.empty((len(foods), len(columns)))
    for place, food in enumerate(foods):
        row = rows[food.food]
        try:
            table[place] = [row[column] or "nan" for column in columns]
            plain = bool((np.isnan(table[place]) == [not row[column] for column in columns]).all())
        except ValueError:
            plain = False
        if not plain or np.isinf(table[place]).any() or (table[place] < 0).any():  # the slow way says what is wrong
            table[place] = [number_of(row[c], f"{path.name} ({food.food}): {c}") for c in columns]
        if np.isnan(table[place, columns.index("energy_kcal")]):
            raise TableError(f"{path.name} ({food.food}): energy_kcal is empty. A food needs its energy.")
    return table


def _price(row: dict[str, str], food: Food) -> float:
    """A price; only a food of no role, which no dish holds, may lack one (NaN)."""
    place = f"prices.csv ({food.food}): usd_per_100g"
    value = number_of(row["usd_per_100g"], place)
    if np.isnan(value) and food.role:
        raise TableError(f"{place} is empty. Enter a price of 0 or more, or delete the food.")
    return value


def _fill_estimates(path: Path, upper: np.ndarray, foods: tuple[Food, ...], nutrients: tuple[Nutrient, ...]) -> None:
    """Put each sourced estimate where the value is unknown; a known value is not overruled."""
    if not path.exists():
        return
    cells = numbered_cells(path)
    require_columns(path, [row for _, row in cells], ["food", "nutrient", "value_per_100g", "source"])
    places = {food.food: place for place, food in enumerate(foods)}
    columns = {nutrient.nutrient: place for place, nutrient in enumerate(nutrients)}
    for number, cell in cells:
        place = f"{path.name}, row {number} ({cell['food']}, {cell['nutrient']})"
        if cell["food"] not in places or cell["nutrient"] not in columns:
            raise TableError(f"{place}: no such food or nutrient. Correct the spelling or delete the row.")
        if not cell["source"].strip():
            raise TableError(f"{place}: an estimate needs its source. Add it or delete the row.")
        at = places[cell["food"]], columns[cell["nutrient"]]
        if np.isnan(upper[at]):
            upper[at] = number_of(cell["value_per_100g"], f"{place}: value_per_100g")
