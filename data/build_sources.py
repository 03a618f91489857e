"""Reading of the published source files: USDA tables as they were downloaded, never changed."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

Row = dict[str, str]

FNDDS_FOLDER = "fndds_2021_2023"
FNDDS_FILE = "2021-2023 FNDDS At A Glance - {}.xlsx"
PRICE_FILE = "prices/pp_national_average_prices_csv.csv"
CPI_FILE = "prices/bls_2026_08.csv"
FPED_FILE = "fped/FPED_1718.csv"
SR_FILE = "sr/ABBREV.csv"
LABEL_FILE = "labels/branded_label_values.csv"
FRUIT_PRICE_FILE = "prices/Fruit-Prices-2022.csv"
VEGETABLE_PRICE_FILE = "prices/Vegetable-Prices-2022.csv"


class BuildError(Exception):
    """A source or curated table is not as it must be; the message names the place and the remedy."""


def one_line(value: object) -> str:
    """Header or cell text with its line breaks and doubled spaces made single spaces."""
    return " ".join(str(value).split()) if value is not None else ""


def read_csv(path: Path, encoding: str = "utf-8-sig") -> list[Row]:
    """Rows of a CSV file as dictionaries; stops if the file is missing."""
    if not path.is_file():
        raise BuildError(f"{path}: file not found. Give its folder with --source.")
    with path.open(encoding=encoding, newline="") as handle:
        return [{one_line(k): v or "" for k, v in row.items() if k} for row in csv.DictReader(handle)]


def read_sheet(path: Path) -> list[Row]:
    """Rows of the first sheet of an "At A Glance" workbook: a title line, a header line, then the data."""
    import openpyxl  # type: ignore[import-untyped]

    if not path.is_file():
        raise BuildError(f"{path}: file not found. Give its folder with --source.")
    book = openpyxl.load_workbook(path, read_only=True)
    lines = book[book.sheetnames[0]].iter_rows(values_only=True)
    next(lines)
    header = [one_line(name) for name in next(lines)]
    rows = [dict(zip(header, map(cell_text, line), strict=False)) for line in lines if line[0] is not None]
    book.close()
    return rows


def cell_text(value: object) -> str:
    """A cell as text; numbers exactly as stored, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def find_row(table: dict[str, Row], code: str, food: str, where: str) -> Row:
    """The row of a code, or an error that names the food that asked for it."""
    if code not in table:
        raise BuildError(f"foods.csv ({food}): code {code!r} is not in {where}. Correct the code.")
    return table[code]


@dataclass
class Sources:
    """The source folder; each file is read when it is first asked for."""

    folder: Path
    encoding: str = field(default="latin-1", repr=False)

    def sheet(self, name: str) -> list[Row]:
        return read_sheet(self.folder / FNDDS_FOLDER / FNDDS_FILE.format(name))

    @cached_property
    def nutrients(self) -> dict[str, Row]:
        """FNDDS nutrient values per 100 g by food code."""
        return {row["Food code"]: row for row in self.sheet("FNDDS Nutrient Values")}

    @cached_property
    def portions(self) -> dict[str, list[Row]]:
        """FNDDS household portions [g] by food code."""
        return grouped(self.sheet("Portions and Weights"), "Food code")

    @cached_property
    def ingredients(self) -> dict[str, list[Row]]:
        """FNDDS recipe ingredients [g] by food code."""
        return grouped(self.sheet("FNDDS Ingredients"), "Food code")

    @cached_property
    def patterns(self) -> dict[str, Row]:
        """FPED food pattern equivalents per 100 g by food code."""
        return {row["FOODCODE"]: row for row in read_csv(self.folder / FPED_FILE)}

    @cached_property
    def standard_reference(self) -> dict[str, Row]:
        """Standard Reference values per 100 g by five-digit number; blank = not measured."""
        rows = read_csv(self.folder / SR_FILE, self.encoding)
        return {row["NDB_No"].zfill(5): row for row in rows}

    @cached_property
    def labels(self) -> dict[str, Row]:
        """Label values per 100 g by food name; only names whose rows agree are kept."""
        rows = grouped(read_csv(self.folder / LABEL_FILE), "foodName")
        return {name: found[0] for name, found in rows.items() if len({label_values(r) for r in found}) == 1}

    @cached_property
    def prices(self) -> dict[str, list[Row]]:
        """Purchase to Plate price rows by food code (US dollars per 100 edible g, as consumed)."""
        return grouped(read_csv(self.folder / PRICE_FILE, self.encoding), "food_code")

    @cached_property
    def bls(self) -> list[Row]:
        """Consumer price index and average prices of the Bureau of Labor Statistics."""
        return read_csv(self.folder / CPI_FILE)

    @cached_property
    def produce_prices(self) -> list[Row]:
        """ERS fruit and vegetable prices of 2022: item, form, price, yield."""
        fruit = read_csv(self.folder / FRUIT_PRICE_FILE)
        vegetables = read_csv(self.folder / VEGETABLE_PRICE_FILE)
        return [row | {"Item": row.get("Fruit") or row.get("Vegetable", "")} for row in fruit + vegetables]


def grouped(rows: list[Row], column: str) -> dict[str, list[Row]]:
    """Rows gathered by the text of one column, in file order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return dict(groups)


def label_values(row: Row) -> tuple[str, ...]:
    """Everything on a label but the wording of its portion."""
    return tuple(value for name, value in row.items() if name != "portion_unit_name")
