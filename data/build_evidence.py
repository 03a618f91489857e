"""review_evidence.csv: what the official files say a food is made of, for a second reading of foods.csv."""

from __future__ import annotations

from build_nutrients import source_row
from build_sources import Row, Sources

SR_NAME, LABEL_NAME = "Shrt_Desc", "foodName"


def evidence_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food: its official description, its WWEIA category and the ingredients of its recipe."""
    rows = []
    for food in tables["foods"]:
        kind, values = source_row(sources, food)
        recipe = sources.ingredients.get(food["fndds_code"], [])
        rows.append(
            {
                "food": food["food"],
                "description": values["Main food description" if kind == "fndds" else description_column(kind)],
                "category": values.get("WWEIA Category description", ""),
                "ingredients": "; ".join(row["Ingredient description"] for row in recipe),
            }
        )
    return rows


def description_column(kind: str) -> str:
    """Column of the name of a food outside FNDDS."""
    return SR_NAME if kind == "sr" else LABEL_NAME
