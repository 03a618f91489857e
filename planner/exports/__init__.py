"""What leaves the house: plans, foods and checks as JSON, the week and its shopping list as files to take along."""

from planner.exports.away import Away, read_away
from planner.exports.checks import check_object
from planner.exports.files import (
    FILES,
    WEEK_MIMES,
    as_json,
    prepare_folder,
    shopping_csv,
    week_file,
    week_markdown,
    write_file,
    write_files,
)
from planner.exports.gap_objects import gaps_object
from planner.exports.health import health_sheet
from planner.exports.lists import FORMATS, MIMES, list_file, to_buy_csv
from planner.exports.objects import cook_object, food_objects, plan_object, refusal_object
from planner.exports.own import own_object
from planner.exports.portions import helping
from planner.exports.refusals import refusal_details, refusal_sections
from planner.exports.why_files import WHY_FILES, curve_csv, why_object, write_why_files

__all__ = [
    "FILES",
    "FORMATS",
    "MIMES",
    "WEEK_MIMES",
    "WHY_FILES",
    "Away",
    "as_json",
    "check_object",
    "cook_object",
    "curve_csv",
    "food_objects",
    "gaps_object",
    "health_sheet",
    "helping",
    "list_file",
    "own_object",
    "plan_object",
    "prepare_folder",
    "read_away",
    "refusal_details",
    "refusal_object",
    "refusal_sections",
    "shopping_csv",
    "to_buy_csv",
    "week_file",
    "week_markdown",
    "why_object",
    "write_file",
    "write_files",
    "write_why_files",
]
