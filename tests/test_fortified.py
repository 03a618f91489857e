"""No fortified foods: a wish that a request, an address and the command line carry, and a plan keeps."""

from dataclasses import replace

import pytest
from helpers import catalogue, needs_of, plain_by, plan_for

from planner import PlanRequest
from planner.errors import WrongInput
from planner.exports.asked import asked_for
from planner.request import check_request
from planner.ui import address
from planner.ui.choices import Choices


def test_the_wish_is_the_same_as_an_option_and_as_a_field() -> None:
    assert PlanRequest(without=("soy", "Fortified foods")) == PlanRequest(without=("soy",), no_fortified=True)
    assert not replace(PlanRequest(without=("fortified",)), no_fortified=False).no_fortified


def test_it_survives_the_address_and_is_said() -> None:
    choices = Choices(PlanRequest(no_fortified=True))
    assert address.from_texts(address.to_texts(choices), catalogue()) == (choices, [])
    assert "no fortified foods" in asked_for(choices.request, catalogue())


def test_no_fortified_food_is_on_offer_or_on_a_plate() -> None:
    request = PlanRequest(diet="vegetarian", no_fortified=True, watch=("vitamin_b12_ug", "calcium_mg"))
    fortified = {food for food, row in plain_by("foods.csv", "food").items() if row["fortified"] == "yes"}
    foods = catalogue().foods
    allowed = needs_of(request).allowed
    assert fortified and not any(allowed[place] for place, food in enumerate(foods) if food.food in fortified)
    assert not plan_for(request).foods & fortified


def test_asking_for_a_fortified_food_beside_it_is_refused_with_the_reason() -> None:
    with pytest.raises(WrongInput, match="fortified, left out by --without fortified"):
        check_request(PlanRequest(no_fortified=True, must_have=("nutritional yeast",)), catalogue())
