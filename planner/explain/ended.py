"""What is said where a search ended without a week."""

from planner.explain.loosening import may_change
from planner.request import PlanRequest
from planner.solve.week import WeekSolution
from planner.tables.catalogue import Catalogue, tables_folder
from planner.tables.help_lines import PRICED_IN, line_of, load_help_lines
from planner.targets.bound import listed

NAMED = 3  # faults of the nearest week


def not_found(solution: WeekSolution, request: PlanRequest, catalogue: Catalogue) -> str:
    """What can be said where neither a week nor a proof was found: how near the search came, and what may give way."""
    said = "No week found in time" if solution.by_clock else "No week found within the limits of the search"
    said += ": on average foods can meet this, and whether whole dishes on single days can is not known"
    said += "; nothing is proven."
    if solution.broken:
        said += f" In the nearest one {'; '.join(solution.broken[:NAMED])}."
    more = "Or give it more time with --time-limit. " if solution.by_clock and request.time_limit_s is not None else ""
    return f"{said}{least_room(solution, catalogue)} {more}{may_change(request, catalogue)}{_food_help(solution)}"


def _food_help(solution: WeekSolution) -> str:
    """Who helps with food, where the budget leaves the least room."""
    if "at most cost" not in solution.tight:
        return ""
    lines = load_help_lines(tables_folder())
    return f" Where money is short: {line_of(PRICED_IN, lines).food_words} {lines[-1].food_words}"


def least_room(solution: WeekSolution, catalogue: Catalogue) -> str:
    """What leaves the days the least room, in words; empty where nothing does."""
    names = {row.nutrient: row.name for row in catalogue.nutrients} | {"cost": "the budget"}
    ends = [row.rpartition(" ") for row in solution.tight]
    found = [
        names[nutrient] if nutrient == "cost" else f"the {kind.removeprefix('at ')} of {names[nutrient]}"
        for kind, _, nutrient in ends
        if nutrient in names
    ]
    return f" What leaves it the least room: {listed(dict.fromkeys(found))}." if found else ""
