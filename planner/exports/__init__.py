"""What leaves the house: plans, foods and checks as JSON, the shopping list as CSV, the week as Markdown."""

from planner.exports.checks import check_object
from planner.exports.files import (
    FILES,
    as_json,
    prepare_folder,
    shopping_csv,
    to_buy_csv,
    week_markdown,
    write_files,
)
from planner.exports.gaps import gaps_object
from planner.exports.objects import cook_object, food_objects, plan_object, refusal_object
from planner.exports.own import own_object
from planner.exports.portions import helping
from planner.exports.refusals import refusal_details, refusal_sections
from planner.exports.why_files import WHY_FILES, curve_csv, why_object, write_why_files

__all__ = [
    "FILES",
    "WHY_FILES",
    "as_json",
    "check_object",
    "cook_object",
    "curve_csv",
    "food_objects",
    "gaps_object",
    "helping",
    "own_object",
    "plan_object",
    "prepare_folder",
    "refusal_details",
    "refusal_object",
    "refusal_sections",
    "shopping_csv",
    "to_buy_csv",
    "week_markdown",
    "why_object",
    "write_files",
    "write_why_files",
]
