"""Cook once, eat twice: dinners that come back as the next day's lunch."""

import json
from dataclasses import replace

import pytest
from helpers import DEFAULT, DIETS, catalogue, plan_for
from test_cli import check_schema, run

from planner import PlanRequest, make_plan
from planner.errors import WrongInput
from planner.exports.cooking import amount, cook_plan
from planner.leftovers import cooked_mains, is_same
from planner.pipeline import kept_dishes, open_week
from planner.plan import Meal, Plan
from planner.shopping import shopping_list
from planner.ui import address
from planner.ui.choices import Choices

TABLES = catalogue()
WANTED = 3
KEEPS = {dish.dish for dish in TABLES.dishes if dish.keeps == "yes"}


def week(diet: str) -> Plan:
    return plan_for(PlanRequest(diet=diet, leftovers=WANTED))


def meal(plan: Plan, day: int, name: str) -> Meal:
    return next(each for each in plan.days[day - 1].meals if each.meal == name)


def warmed(plan: Plan) -> list[tuple[int, Meal]]:
    return [(day.day, each) for day in plan.days for each in day.meals if each.leftovers_of is not None]


@pytest.mark.parametrize("diet", DIETS)
def test_dinners_come_back_as_the_lunch_of_the_next_day(diet: str) -> None:
    plan = week(diet)
    assert len(warmed(plan)) == WANTED
    for day, lunch in warmed(plan):
        dinner = meal(plan, day - 1, "dinner")
        assert (lunch.meal, lunch.leftovers_of, dinner.cooked_for) == ("lunch", day - 1, 2)
        assert is_same(lunch, dinner)
        assert lunch.pattern in KEEPS
        assert f"left over from day {day - 1}" in lunch.dish
    assert cooked_mains(plan.days) == (14 - WANTED, WANTED)
    assert plan.notes[0] == f"{14 - WANTED} lunches and dinners to cook, {WANTED} to warm up."


@pytest.mark.parametrize("diet", DIETS)
def test_a_week_with_leftovers_meets_every_target(diet: str) -> None:
    plan = week(diet)
    assert all(result.met for result in plan.targets if result.bound.hard and not result.bound.unmet)
    assert plan.gap < 0.05


def test_a_dinner_is_cooked_for_two_meals_and_the_lunch_only_warmed_up() -> None:
    plan = week("vegan")
    cooked = cook_plan(plan, DEFAULT, TABLES)
    for day, lunch in warmed(plan):
        recipe = next(each for each in cooked[day - 1].recipes if each.meal == "lunch")
        assert any("steaming hot right through (74 C / 165 F)" in step for step in recipe.steps)
        assert not any(amount(item, TABLES) in " ".join(recipe.steps) for item in lunch.items)
        assert "at most 4 days" in recipe.safety[-1].text
        dinner = next(each for each in cooked[day - 2].recipes if each.meal == "dinner")
        assert "Keep half for tomorrow's lunch" in dinner.steps[-1]
        assert all(amount(item, TABLES, people=2) in " ".join(dinner.steps) for item in lunch.items)


def test_what_is_eaten_twice_is_bought_twice() -> None:
    plan = week("vegan")
    eaten = sum(item.grams for item in plan.items())
    assert sum(line.grams for line in shopping_list(plan, TABLES)) == pytest.approx(eaten)


def test_without_leftovers_nothing_is_warmed_up_and_nothing_is_said() -> None:
    plan = plan_for(DEFAULT)
    assert not warmed(plan)
    assert all(each.cooked_for == 1 for day in plan.days for each in day.meals)
    assert not any("warm up" in note for note in plan.notes)


def test_more_than_fit_are_said_and_not_forced() -> None:
    plan = make_plan(PlanRequest(days=2, leftovers=2))
    assert len(warmed(plan)) <= 1
    assert "You asked for 2" in plan.notes[0]


def test_a_chosen_week_with_leftovers_opens_as_it_was() -> None:
    plan = week("vegan")
    again = open_week(PlanRequest(leftovers=WANTED), kept_dishes(plan))
    assert kept_dishes(again) == kept_dishes(plan)
    assert warmed(again) == warmed(plan)
    assert again.notes[0] == plan.notes[0]


@pytest.mark.parametrize("wanted", [-1, 7, 1.5])
def test_other_numbers_are_refused(wanted: float) -> None:
    with pytest.raises(WrongInput, match="--leftovers"):
        PlanRequest(leftovers=wanted)  # type: ignore[arg-type]


def test_leftovers_stand_in_the_address_of_the_page() -> None:
    choices = Choices(replace(DEFAULT, leftovers=2))
    assert address.to_texts(choices)["leftovers"] == "2"
    assert address.from_texts(address.to_texts(choices), TABLES)[0].request.leftovers == 2


def test_planner_week_and_cook_take_leftovers() -> None:
    answer = run("week", "--leftovers", "2", "--json")
    thing = json.loads(answer.out)
    check_schema(thing, "week")
    meals = [each for day in thing["days"] for each in day["meals"]]
    assert sum(each["leftovers_of"] is not None for each in meals) == 2
    assert sum(each["cooked_for"] == 2 for each in meals) == 2
    assert "2 dinners again as the next day's lunch" in " ".join(run("week", "--leftovers", "2").out.split())
