"""`planner cook`: the dishes of a day or a week, step by step."""

from typing import TYPE_CHECKING

from planner.cli import options
from planner.cli.asking import asks
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes
    from planner.exports.cooking import CookDay
    from planner.request import PlanRequest

MOST_PEOPLE = 12


@asks
def cook(
    request: "PlanRequest",
    wishes: "Wishes",
    plan: options.SavedPlan = None,
    day: options.Day = None,
    people: options.People = 1,
    json: options.Json = False,
) -> None:
    """Say how to cook a week, or a day of it.

    --plan takes a week that 'planner week --json' saved; without it the week of the other options is planned.
    """
    from planner.cli.saved import check_made, read_week
    from planner.cli.week import planned
    from planner.exports import as_json, cook_object
    from planner.exports.cooking import cook_day

    if not 1 <= people <= MOST_PEOPLE:
        raise WrongInput(f"--people {people}: cook for 1 to {MOST_PEOPLE}.")
    catalogue = wishes.tables()
    if plan:
        check_made(plan, request, wishes)
        days, request = read_week(plan)
    else:
        request = wishes.of(request)
        days = planned(request, catalogue, as_object=json).days
    chosen = [each for each in days if day in (None, each.day)]
    if not chosen:
        raise WrongInput(f"--day {day}: the week has days {days[0].day} to {days[-1].day}.")
    told = [cook_day(each, request, catalogue, people) for each in chosen]
    if json:
        print(as_json(cook_object(told)))
        return
    _print(told, people)


def _print(days: "list[CookDay]", people: int) -> None:
    """Each day with what keeps it safe; what holds for every day once, at the end."""
    from planner.cli.screen import heading, page, paragraph

    console = page()
    for place, day in enumerate(days):
        heading(console, f"Day {day.day}", f"for {people} people" if people > 1 else "", apart=place > 0)
        for recipe in day.recipes:
            facts = f"{recipe.time}; {recipe.equipment}"
            heading(console, f"{recipe.meal.capitalize()}: {recipe.dish}", "")
            paragraph(console, facts, indent=1)
            for text in recipe.ahead:
                paragraph(console, f"The evening before: {text}", indent=1, hang=2)
            for number, text in enumerate(recipe.steps, start=1):
                paragraph(console, f"{number}. {text}", indent=1, hang=3)
            for advice in recipe.safety:
                paragraph(console, f"! {advice.text} ({advice.source})", indent=1, hang=2)
    heading(console, "In every kitchen")
    for advice in days[0].safety:
        paragraph(console, f"! {advice.text} ({advice.source})", indent=1, hang=2)
