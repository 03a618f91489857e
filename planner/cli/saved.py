"""--plan: the days of a week that was saved as JSON, and whom it was made for."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import WrongInput
from planner.person import Person
from planner.plan import Day, Item, Meal, Plan
from planner.request import PlanRequest

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes

REMEDY = "Give a file that 'planner week --json' or --out wrote."


def check_made(path: Path, request: PlanRequest, wishes: "Wishes") -> None:
    """No option is ignored beside a week that is made already. Raises WrongInput."""
    from planner.cli.asking import requested

    if request != requested() or wishes.are_given:
        raise WrongInput(
            f"--plan {path}: the week is made already. Leave out the options of person, diet, health and week."
        )


def read_week(path: Path) -> tuple[tuple[Day, ...], PlanRequest]:
    """The days of a saved week, and its person, diet, allergens and illnesses.

    Raises WrongInput naming the file, UnsupportedPerson.
    """
    try:
        week = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongInput(f"--plan {path}: cannot be read ({error.strerror}). {REMEDY}") from None
    except (ValueError, RecursionError):
        raise WrongInput(f"--plan {path}: not a JSON file. {REMEDY}") from None
    try:
        days = days_of(week)
        request = week["request"]
        person = Person(**request["person"])
        asked = PlanRequest(
            person=person,
            diet=str(request["diet"]),
            without=tuple(request["without"]),
            conditions=tuple(request["conditions"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WrongInput(f"--plan {path}: it holds no week. {REMEDY}") from None
    if not days:
        raise WrongInput(f"--plan {path}: its week is empty. {REMEDY}")
    return days, asked


def days_of(week: dict[str, Any]) -> tuple[Day, ...]:
    """The days of a week as JSON. Raises KeyError, TypeError, ValueError where it holds none."""
    return tuple(_day(day) for day in week["days"])


def shown_plan(days: tuple[Day, ...], request: PlanRequest) -> Plan:
    """The days as a plan that can be shown and bought; its targets and its proof stay in the file."""
    energy = sum(day.nutrients["energy_kcal"] for day in days) / len(days)
    return Plan("saved", 0.0, 0.0, 0.0, request.diet, days, (), energy, "", "")


def _day(day: dict[str, Any]) -> Day:
    return Day(int(day["day"]), float(day["cost_usd"]), dict(day["nutrients"]), tuple(map(_meal, day["meals"])))


def _meal(meal: dict[str, Any]) -> Meal:
    of = meal.get("leftovers_of")
    return Meal(
        meal=str(meal["meal"]),
        dish=str(meal["dish"]),
        pattern=str(meal["pattern"]),
        items=tuple(Item(**item) for item in meal["items"]),
        leftovers_of=None if of is None else int(of),
        cooked_for=int(meal.get("cooked_for", 1)),
    )
