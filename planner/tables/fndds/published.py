"""Foods, portions and ingredients of FNDDS as published: checked rows, broken ones left out and named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from planner.errors import TableError
from planner.tables.fndds.broken import Broken, Progress
from planner.tables.fndds.sheets import CODE, Line, code_of, find_workbook, one_line, read_sheet

NAME, CATEGORY, CATEGORY_NAME = "Main food description", "WWEIA Category number", "WWEIA Category description"
PORTION, PORTION_GRAMS = "Portion description", "Portion weight (g)"
INGREDIENT = "Ingredient description"
ENERGY = "Energy (kcal)"
UNSPECIFIED = "Quantity not specified"  # what the survey assumes where a person could not say
_UNITS = {"(g)": 1.0, "(mg)": 1e-3, "(mcg)": 1e-6}  # [g]


@dataclass(frozen=True)
class PublishedFood:
    """A food of the nutrient values file."""

    code: str
    name: str
    category: int
    category_name: str
    values: Mapping[str, float | None]  # per 100 g by column; None = not known, never 0


@dataclass(frozen=True)
class Portion:
    """A household portion."""

    text: str
    grams: float


@dataclass(frozen=True)
class Published:
    """All files of an edition."""

    files: tuple[Path, ...]
    foods: Mapping[str, PublishedFood]  # by code
    portions: Mapping[str, tuple[Portion, ...]]
    ingredients: Mapping[str, tuple[str, ...]]
    broken: tuple[Broken, ...]


def read_published(folder: Path, columns: Iterable[str], progress: Progress) -> Published:
    """Read the FNDDS files of a folder; `columns` are the nutrient columns that are needed.

    The nutrient values must be there; without portions a portion is 100 g, without ingredients none are listed.
    Raises TableError for a folder or file that cannot be read at all.
    """
    path = find_workbook(folder, "nutrient values", "the FNDDS nutrient values")
    if path is None:
        raise TableError(
            f"{folder}: no FNDDS nutrient values (a name such as '2021-2023 FNDDS At A Glance - FNDDS Nutrient"
            " Values.xlsx'). Download the At A Glance files of FNDDS from USDA and give their folder."
        )
    wanted = tuple(dict.fromkeys((ENERGY, *columns)))
    broken: list[Broken] = []
    sheet = read_sheet(path, (CODE, NAME, CATEGORY, CATEGORY_NAME, *wanted), progress)
    foods = _foods(sheet.file, sheet.lines, wanted, broken)
    if not foods:
        raise TableError(
            f"{path.name}: no row can be used ({broken[0] if broken else 'it is empty'}). Correct the file."
        )
    files, portions, ingredients = [path], dict[str, list[Portion]](), dict[str, list[str]]()
    if (path := find_workbook(folder, "portions and weights", "the portions and weights")) is not None:
        sheet = read_sheet(path, (CODE, PORTION, PORTION_GRAMS), progress)
        portions = _portions(sheet.file, sheet.lines, broken)
        files.append(path)
    if (path := find_workbook(folder, "ingredients", "the ingredients")) is not None:
        sheet = read_sheet(path, (CODE, INGREDIENT), progress)
        ingredients = _ingredients(sheet.file, sheet.lines, broken)
        files.append(path)
    return Published(
        tuple(files),
        foods,
        {code: tuple(found) for code, found in portions.items()},
        {code: tuple(found) for code, found in ingredients.items()},
        tuple(broken),
    )


def _foods(
    file: str, lines: Iterable[Line], columns: tuple[str, ...], broken: list[Broken]
) -> dict[str, PublishedFood]:
    """Foods by code; of two rows with one code the first is kept."""
    foods: dict[str, PublishedFood] = {}
    rows: dict[str, int] = {}
    for number, cells in lines:
        code, name = code_of(cells[CODE]), one_line(cells[NAME])
        offender = code or name or "no name"
        try:
            if code is None:
                raise ValueError(f"{CODE} is {_said(cells[CODE])}, not a code of eight digits")
            if code in foods:
                raise ValueError(f"the code stands already in row {rows[code]}")
            foods[code], rows[code] = _food(code, name, cells, columns), number
        except ValueError as error:
            broken.append(Broken(file, number, offender, f"{error}. The row is left out."))
    return foods


def _food(code: str, name: str, cells: Mapping[str, object], columns: tuple[str, ...]) -> PublishedFood:
    if not name:
        raise ValueError(f"{NAME} is empty")
    category = _number(cells[CATEGORY], CATEGORY)
    values = {column: _number(cells[column], column) for column in columns}
    if values[ENERGY] is None:
        raise ValueError(f"{ENERGY} is empty, and a food needs its energy")
    for column, value in values.items():
        unit = _UNITS.get(column[column.rfind("(") :], 0.0)
        if value is not None and value * unit > 100:
            raise ValueError(f"{column} is {value:g}, more than 100 g in 100 g")
    return PublishedFood(code, name, int(category or 0), one_line(cells[CATEGORY_NAME]), values)


def _number(value: object, column: str) -> float | None:
    """A number of 0 or more; an empty cell is not known. Raises ValueError."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{column} is {_said(value)}, not a number")
    if not isfinite(value) or value < 0:
        raise ValueError(f"{column} is {value}; it must be 0 or more")
    return value


def _said(value: object) -> str:
    return "empty" if value is None else repr(value)


def _portions(file: str, lines: Iterable[Line], broken: list[Broken]) -> dict[str, list[Portion]]:
    found: dict[str, list[Portion]] = {}
    for number, cells in lines:
        code = code_of(cells[CODE])
        try:
            if code is None:
                raise ValueError(f"{CODE} is {_said(cells[CODE])}, not a code of eight digits")
            grams = _number(cells[PORTION_GRAMS], PORTION_GRAMS)
            if grams:  # 0 stands for "not known"
                found.setdefault(code, []).append(Portion(one_line(cells[PORTION]), grams))
        except ValueError as error:
            broken.append(Broken(file, number, code or "no code", f"{error}. The portion is left out."))
    return found


def _ingredients(file: str, lines: Iterable[Line], broken: list[Broken]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, cells in lines:
        code = code_of(cells[CODE])
        if code is None:
            said = f"{CODE} is {_said(cells[CODE])}, not a code of eight digits. The ingredient is left out."
            broken.append(Broken(file, number, "no code", said))
        else:
            found.setdefault(code, []).append(one_line(cells[INGREDIENT]))
    return found


def usual_portion(portions: Iterable[Portion]) -> Portion:
    """The described portion that weighs nearest to what the survey assumes; 100 g where none is described."""
    portions = tuple(portions)
    described = [portion for portion in portions if portion.text and portion.text != UNSPECIFIED]
    assumed = next((portion.grams for portion in portions if portion.text == UNSPECIFIED), None)
    if not described:
        return Portion("100 g", 100.0)
    return described[0] if assumed is None else min(described, key=lambda portion: abs(portion.grams - assumed))
