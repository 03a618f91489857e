"""Nutrients that makers add to foods, where somebody must keep away from them."""

from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import read_rows
from planner.tables.references import Source


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class AddedNutrient:
    """A nutrient (column name) that was added to a food: by its maker's choice, or by the law on enriched flour."""

    food: str
    nutrient: str
    how: Literal["fortified", "enriched"]
    reason: str
    source: Source


def load_added(folder: Path) -> tuple[AddedNutrient, ...]:
    """Read added_nutrients.csv. Raises TableError."""
    return read_rows(folder / "added_nutrients.csv", AddedNutrient, key=lambda row: (row.food, row.nutrient))
