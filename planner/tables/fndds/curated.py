"""What the project says about official files: groups by WWEIA category, and the few codes that dishes may hold."""

from collections.abc import Mapping
from dataclasses import dataclass as plain_dataclass
from pathlib import Path

from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import Cells, read_cells, read_rows
from planner.tables.rows import STRICT, Group, Slug


@dataclass(frozen=True, config=STRICT)
class Category:
    """A WWEIA category (What We Eat in America)."""

    category: int
    name: str
    group: Group
    caution: str  # of every food of the category, if any
    reason: str


@dataclass(frozen=True, config=STRICT)
class DishFood:
    """A food that is none of foods.csv and may stand wherever its like does: its row was written by hand."""

    fndds_code: str
    food: Slug
    like: Slug  # whose role, portion, limits, diet, allergens, yield and calcium class hold for it
    name: str
    short_name: str
    family: str
    form: str  # how it is bought
    reason: str


@plain_dataclass(frozen=True)
class BuiltIn:
    """The project's own tables, as text, and what they say about official files."""

    folder: Path
    tables: Mapping[str, list[Cells]]  # by file name
    categories: Mapping[int, Category]
    dish_foods: Mapping[str, DishFood]  # by code

    def by_food(self, file: str) -> dict[str, Cells]:
        """Rows of a table by its column `food`."""
        return {row["food"]: row for row in self.tables[file]}


def load_built_in(folder: Path) -> BuiltIn:
    """Read every table of the project's own folder. Raises TableError."""
    tables = {path.name: read_cells(path) for path in sorted(folder.glob("*.csv"))}
    categories = read_rows(folder / "wweia_categories.csv", Category, key=lambda row: row.category)
    dish_foods = read_rows(folder / "fndds_dish_foods.csv", DishFood, key=lambda row: row.fndds_code)
    foods = {row["food"] for row in tables["foods.csv"]}
    for row in dish_foods:
        if row.like not in foods:
            raise TableError(f"fndds_dish_foods.csv ({row.fndds_code}): {row.like} is not in foods.csv. Correct it.")
        if row.food in foods:
            raise TableError(f"fndds_dish_foods.csv ({row.fndds_code}): {row.food} stands in foods.csv. Rename it.")
    known = {row["caution"] for row in tables["cautions.csv"]}
    for category in categories:
        if category.caution and category.caution not in known:
            said = f"caution {category.caution} is not in cautions.csv. Correct it."
            raise TableError(f"wweia_categories.csv ({category.category}): {said}")
    return BuiltIn(
        folder, tables, {row.category: row for row in categories}, {row.fndds_code: row for row in dish_foods}
    )
