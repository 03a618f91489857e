"""Nutrients and prices of an imported catalogue: as published, unknown stays empty."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.errors import TableError
from planner.tables.fndds.curated import BuiltIn
from planner.tables.fndds.priced import Price
from planner.tables.fndds.published import PublishedFood
from planner.tables.read import Cells

JOINER = " & "  # between columns that are added up
_DECIMALS = 6
FNDDS, FPED = "fndds", "fped"
EVERY = "*"  # in the corrections: all nutrients that the other source states
ADDED_SUGARS, SUGARS = "added_sugars_g", "sugars_g"

Patterns = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Inflation:
    """How prices of the newest cycle become those of today: the factor and month of the project's own prices."""

    factor: float
    month: str
    cycle: str  # whose dollars the factor starts from


def columns_of(built_in: BuiltIn, source: str) -> tuple[str, ...]:
    """Columns of official files that nutrient_definitions.csv reads from a source table."""
    rows = (row for row in built_in.tables["nutrient_definitions.csv"] if row["source_table"] == source)
    return tuple(dict.fromkeys(column for row in rows for column in row["source_column"].split(JOINER)))


def nutrient_row(food: str, published: PublishedFood, patterns: Mapping[str, float], built_in: BuiltIn) -> Cells:
    """A row of nutrients.csv: values of FNDDS, cups and added sugars of FPED; empty where a source is silent."""
    row = {"food": food}
    for definition in built_in.tables["nutrient_definitions.csv"]:
        source: Mapping[str, float | None] = {FNDDS: published.values, FPED: patterns}.get(
            definition["source_table"], {}
        )
        if definition["source_table"] in (FNDDS, FPED):
            row[definition["nutrient"]] = _value(source, definition)
    return row


def kept_row(row: Cells, fresh: Cells, built_in: BuiltIn) -> Cells:
    """A row of the project's own with the fresh FNDDS values in it.

    Its food patterns were reviewed and stay; so does what nutrient_corrections.csv takes from a better source.
    """
    definitions = built_in.tables["nutrient_definitions.csv"]
    corrections = [each for each in built_in.tables["nutrient_corrections.csv"] if each["food"] == row["food"]]
    better = {name for each in corrections for name in each["nutrients"].split()}
    if EVERY in better:
        return row
    columns = [each["nutrient"] for each in definitions if each["source_table"] == FNDDS]
    return row | {column: fresh[column] for column in columns if column not in better}


def _value(source: Mapping[str, float | None], definition: Cells) -> str:
    """As published where it is one column, else the sum times its factor; empty where one is not known."""
    values = [source.get(column) for column in definition["source_column"].split(JOINER)]
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return ""
    factor = float(definition["factor"])
    if len(known) == 1 and factor == 1:
        return plain(known[0])
    return plain(round(sum(known) * factor, _DECIMALS))


def plain(number: float) -> str:
    """Shortest exact text of a number, whole numbers without a decimal point."""
    return str(int(number)) if number == int(number) else repr(float(number))


def inflation(built_in: BuiltIn) -> Inflation:
    """The one factor and month of prices.csv. Raises TableError where there are several."""
    rows = built_in.tables["prices.csv"]
    found = {(row["cpi_factor"], row["price_month"]) for row in rows}
    if len(found) != 1:
        raise TableError("prices.csv: its rows have several cpi_factors or months. Run data/build.py.")
    factor, month = found.pop()
    return Inflation(float(factor), month, max(row["cycle"] for row in rows))


def price_row(food: str, price: Price | None, today: Inflation, sister: str = "") -> Cells:
    """A row of prices.csv; empty without a price. `sister` says why the price is that of another code."""
    older = price is not None and price.cycle != today.cycle
    notes = [sister] if sister else []
    if older and price is not None:
        notes.append(f"no {today.cycle} price: the price of {price.cycle} is carried unadjusted to {today.cycle}")
    return {
        "food": food,
        "usd_per_100g": f"{round(price.usd_per_100g * today.factor, _DECIMALS):.6f}" if price else "",
        "source": f"ppnap:{price.code}" if price else "",
        "cycle": price.cycle if price else "",
        "cpi_factor": f"{today.factor:.6f}",
        "estimated": "yes" if sister or older else "no",
        "price_month": today.month,
        "note": "; ".join(notes) if price else "no price in the file: never planned",
    }


def estimates(row: Cells) -> list[Cells]:
    """Rows of upper_estimates.csv: added sugars that are not known are at most all sugars."""
    if row[ADDED_SUGARS] or not row[SUGARS]:
        return []
    said = "total sugars of the same FNDDS row: added sugars cannot be more"
    return [{"food": row["food"], "nutrient": ADDED_SUGARS, "value_per_100g": row[SUGARS], "source": said}]
