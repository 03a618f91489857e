"""The ways to write a food, and which foods each may mean: "kale" is fresh, raw and frozen kale."""

from collections.abc import Iterable, Mapping

from planner.tables.rows import Food, Nutrient

Spellings = Mapping[str, tuple[str, ...]]  # what may be written -> slugs of the foods that it means


def plain(text: str) -> str:
    """Lower case, with spaces for hyphens, underscores and commas."""
    return " ".join(text.lower().translate(str.maketrans("-_,", "   ")).split())


def food_spellings(foods: Iterable[Food]) -> Spellings:
    """Foods by slug, name, short name and family, in the order of the table."""
    found: dict[str, list[str]] = {}
    for food in foods:
        for spelling in dict.fromkeys((food.food, plain(food.name), plain(food.short_name), food.family)):
            found.setdefault(spelling, []).append(food.food)
    found.pop("", None)
    return {spelling: tuple(slugs) for spelling, slugs in found.items()}


def first_spellings(spellings: Spellings) -> Mapping[str, str]:
    """The one spelling that stands for all that mean the same foods, by each spelling."""
    first: dict[tuple[str, ...], str] = {}
    return {spelling: first.setdefault(slugs, spelling) for spelling, slugs in spellings.items()}


def nutrient_spellings(nutrients: Iterable[Nutrient]) -> dict[str, str]:
    """Column name of each nutrient by the ways to write it: calcium_mg, calcium, vitamin B12, B12."""
    spellings: dict[str, str] = {}
    for row in nutrients:
        name = plain(row.name)
        without_unit = plain(row.nutrient.rsplit("_", 1)[0])
        short = name.removeprefix("vitamin ") if name.startswith("vitamin b") else name
        american = name.replace("fibre", "fiber")
        for spelling in (row.nutrient, plain(row.nutrient), name, without_unit, short, american):
            spellings.setdefault(spelling, row.nutrient)
    return spellings
