"""A saved plan opened again: what was asked for, its dishes, its prices."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planner.errors import WrongInput
from planner.request import KeptDish, PlanRequest

Saved = Mapping[str, Any]
NO_WEEK = "This saved week cannot be read by this version. Delete it, or use the version that saved it."


def eaten_in(plan: Saved) -> tuple[tuple[str, str], ...]:
    """(dish pattern, food) of every helping of a saved plan, each once: what a next week shall rather not repeat."""
    meals = (meal for day in plan["days"] for meal in day["meals"])
    return tuple(sorted({(str(meal["pattern"]), str(item["food"])) for meal in meals for item in meal["items"]}))


def request_in(plan: Saved) -> PlanRequest:
    """What was asked for. Raises WrongInput where it cannot be read."""
    try:
        return TypeAdapter(PlanRequest).validate_python(plan["request"])
    except (ValidationError, KeyError):
        raise WrongInput(NO_WEEK) from None


def dishes_in(plan: Saved) -> tuple[KeptDish, ...]:
    """Every dish with what is in it. Raises WrongInput where it cannot be read."""
    try:
        return tuple(
            KeptDish(
                int(day["day"]),
                str(meal["meal"]),
                str(meal["pattern"]),
                tuple((str(item["food"]), float(item["portions"])) for item in meal["items"]),
            )
            for day in plan["days"]
            for meal in day["meals"]
        )
    except (KeyError, TypeError, ValueError):
        raise WrongInput(NO_WEEK) from None


def prices_in(plan: Saved) -> tuple[tuple[str, float], ...]:
    """Own prices [USD / 100 g as eaten] at which it was planned, by food."""
    return tuple(sorted((str(food), float(usd)) for food, usd in plan.get("own_prices", {}).items()))
