"""A week that starts from what is eaten now stays closer to it, and meets every target all the same."""

import pytest

from planner.errors import WrongInput
from planner.pipeline import make_plan
from planner.plan import Plan
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import load_catalogue

EATS = ("pasta", "tomato-pasta-sauce", "white-rice", "apple", "raisins", "black-beans-canned", "white-bread")


def _share(plan: Plan, foods: set[str]) -> float:
    return sum(item.grams for item in plan.items() if item.food in foods) / sum(item.grams for item in plan.items())


def test_a_week_holds_more_of_what_is_eaten_now_and_meets_its_targets() -> None:
    catalogue = load_catalogue()
    eaten = {food for food in EATS if food in catalogue.food_index}
    assert len(eaten) >= 5
    usual, near = make_plan(PlanRequest(), catalogue), make_plan(PlanRequest(eats=tuple(eaten)), catalogue)
    assert _share(near, eaten) > _share(usual, eaten)
    assert len(near.foods & eaten) >= len(usual.foods & eaten)
    assert all(result.met for result in near.targets if result.bound.hard)
    assert near.cost_usd < 1.15 * usual.cost_usd


def test_foods_eaten_are_known_by_name_and_wrong_ones_named() -> None:
    catalogue = load_catalogue()
    assert check_request(PlanRequest(eats=("White rice", "white-rice")), catalogue).eats == ("white-rice",)
    with pytest.raises(WrongInput, match="eats stones: no such food"):
        check_request(PlanRequest(eats=("stones",)), catalogue)
    with pytest.raises(WrongInput, match="eats is 'rice'"):
        PlanRequest(eats="rice")  # type: ignore[arg-type]
