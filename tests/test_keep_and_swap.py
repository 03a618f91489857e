"""Dishes that are kept, swapped and opened again; models that are kept; searches that are called off."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from helpers import with_new_food
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Person, PlanRequest, make_plan
from planner.errors import Cancelled, WrongInput
from planner.model.day import build_day
from planner.model.needs import make_needs
from planner.pipeline import kept_dishes, open_week, swap_dish
from planner.plan import Plan
from planner.request import KeptDish, TargetWish, check_request
from planner.solve import week as week_room
from planner.solve.kept import Pool
from planner.solve.session import Session
from planner.tables.catalogue import load_catalogue
from planner.targets import make_targets

TABLES = load_catalogue()
REQUEST = PlanRequest()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(REQUEST)


def dish_at(plan: Plan, day: int, meal: str) -> KeptDish:
    return next(dish for dish in kept_dishes(plan) if (dish.day, dish.meal) == (day, meal))


def test_kept_dishes_stay_where_they_are_in_another_week(plan: Plan) -> None:
    kept = (dish_at(plan, 2, "lunch"), dish_at(plan, 5, "breakfast"), dish_at(plan, 7, "snack"))
    other = make_plan(replace(REQUEST, keep=kept, seed=3))
    assert set(kept) <= set(kept_dishes(other))
    assert kept_dishes(other) != kept_dishes(plan)


@pytest.mark.parametrize(("day", "meal"), [(1, "breakfast"), (3, "lunch"), (4, "dinner"), (6, "snack")])
def test_a_swapped_dish_is_another_and_the_other_dishes_stay(plan: Plan, day: int, meal: str) -> None:
    request, swapped = swap_dish(plan, REQUEST, day, meal)
    assert request == REQUEST
    assert dish_at(swapped, day, meal).pattern != dish_at(plan, day, meal).pattern
    for dish in kept_dishes(plan):
        if dish.day != day or ((dish.day, dish.meal) != (day, meal) and meal != "lunch"):  # B12 may need another meal
            assert dish_at(swapped, dish.day, dish.meal).pattern == dish.pattern


def test_a_dish_that_was_refused_does_not_come_back(plan: Plan) -> None:
    _, second = swap_dish(plan, REQUEST, 2, "dinner")
    first = dish_at(plan, 2, "dinner").pattern
    _, third = swap_dish(second, REQUEST, 2, "dinner", refused=(first,))
    assert len({first, dish_at(second, 2, "dinner").pattern, dish_at(third, 2, "dinner").pattern}) == 3


def test_a_chosen_week_opens_as_that_very_week(plan: Plan) -> None:
    opened = open_week(REQUEST, kept_dishes(plan))
    assert opened.days == plan.days
    assert opened.status == plan.status


def test_a_week_that_the_request_no_longer_allows_is_not_replaced_by_another(plan: Plan) -> None:
    food = plan.days[0].meals[0].items[0].food
    with pytest.raises(WrongInput):
        open_week(replace(REQUEST, exclude=(food,)), kept_dishes(plan))
    with pytest.raises(WrongInput):
        open_week(replace(REQUEST, targets=(TargetWish("calcium_mg", 1900, None),)), kept_dishes(plan))


def test_a_meal_that_is_not_there_cannot_be_swapped(plan: Plan) -> None:
    with pytest.raises(WrongInput, match="day 9 has no lunch"):
        swap_dish(plan, REQUEST, 9, "lunch")


@settings(max_examples=6)
@given(
    st.lists(
        st.sampled_from(["calcium", "magnesium", "ban", "price", "budget", "diet", "must", "new food"]),
        min_size=2,
        max_size=4,
    )
)
def test_a_kept_model_gives_the_week_of_a_cold_solve_after_any_edits(edits: list[str]) -> None:
    request, tables = REQUEST, TABLES
    for number, edit in enumerate(edits):
        if edit in ("calcium", "magnesium"):
            floor = {"calcium": 1100, "magnesium": 400}[edit] + 40 * number
            wishes = tuple(wish for wish in request.targets if wish.nutrient != edit)
            request = replace(request, targets=(*wishes, TargetWish(edit, floor, None)))
        elif edit == "ban":
            request = replace(request, exclude=(*request.exclude, ("banana", "tofu", "raisins", "peanuts")[number]))
        elif edit == "price":
            tables = tables.with_prices(tables.usd_per_100g * np.linspace(0.8, 1.2, len(tables.foods)))
        elif edit == "new food":
            tables = with_new_food(tables, ("kale", "tofu", "rolled-oats", "lentils")[number], 0.5)
        elif edit == "must":
            request = replace(request, must_have=(*request.must_have, ("walnuts", "kale", "quinoa", "mango")[number]))
        elif edit == "budget":
            request = replace(request, max_cost_usd=60.0)
        else:
            request = replace(request, diet="vegetarian" if request.diet == "vegan" else "vegan")
        hot = make_plan(request, tables)
    pool, week_room.POOL = week_room.POOL, Pool()
    try:
        cold = make_plan(request, tables)
    finally:
        week_room.POOL = pool
    assert hot.days == cold.days
    assert hot.lower_bound_usd_per_day == pytest.approx(cold.lower_bound_usd_per_day, rel=1e-9)


def test_the_number_of_kept_models_is_bounded() -> None:
    request = check_request(REQUEST, TABLES)
    spec = build_day(make_needs(request, make_targets(request, TABLES), TABLES))
    pool = Pool(most=2)
    with pool.lend(spec), pool.lend(spec), pool.lend(spec):
        assert len(pool) == 0
    assert len(pool) == 2


def test_a_session_becomes_no_spec_of_another_pattern() -> None:
    request = check_request(REQUEST, TABLES)
    spec = build_day(make_needs(request, make_targets(request, TABLES), TABLES))
    with pytest.raises(ValueError, match="pattern"):
        Session(spec, integer=False).become(spec.restricted(spec.upper > 0))


def test_a_search_that_is_called_off_stops_at_once() -> None:
    off = threading.Event()
    began = time.perf_counter()
    threading.Timer(0.2, off.set).start()
    with pytest.raises(Cancelled):
        while True:  # a finished week is no excuse: the next search must stop
            make_plan(PlanRequest(person=Person(age=75), diet="omnivore"), cancelled=off.is_set)
    assert off.is_set()
    assert time.perf_counter() - began < 30


def test_a_search_after_one_that_was_called_off_ends_as_usual(plan: Plan) -> None:
    off = threading.Event()
    off.set()
    with pytest.raises(Cancelled):
        make_plan(REQUEST, cancelled=off.is_set)
    assert make_plan(REQUEST, cancelled=threading.Event().is_set).days == plan.days
