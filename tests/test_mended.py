"""A week to stay near to is mended where that costs little more than a search, and keeps every rule."""

from collections import Counter
from dataclasses import replace

import pytest
from helpers import catalogue, needs_of, plan_for

from planner import PlanRequest, make_plan
from planner.model.fillings import make_fillings
from planner.model.week import ANIMAL_ROLES, build_week
from planner.pipeline import kept_dishes
from planner.plan import Plan
from planner.request import TargetWish
from planner.solve.kept import POOL
from planner.solve.mended import keeps_rules, mended
from planner.solve.session import Session
from planner.solve.week import NEAR
from planner.solve.wishes import make_wishes

VEGAN = PlanRequest()
MOST_GAP = 0.04


def helpings(plan: Plan) -> Counter[tuple[int, str, str, str, float]]:
    """Every food with its day, meal, dish and portions."""
    return Counter((d.day, d.meal, d.pattern, *item) for d in kept_dishes(plan) for item in d.items)


def stays(before: Plan, after: Plan) -> float:
    """Share of what was on the plates that stands just where it stood."""
    return (helpings(before) & helpings(after)).total() / helpings(before).total()


def calcium(amount: float, **others: object) -> PlanRequest:
    return replace(VEGAN, targets=(TargetWish("calcium_mg", amount),), **others)  # type: ignore[arg-type]


def test_a_slider_moves_a_few_foods_and_the_week_stays_nearly_the_cheapest() -> None:
    week = plan_for(VEGAN)
    for amount in (1020.0, 1050.0, 1100.0):
        after = make_plan(calcium(amount, near=kept_dishes(week)), catalogue())
        assert stays(week, after) > 0.9
        assert [d.pattern for d in kept_dishes(after)] == [d.pattern for d in kept_dishes(week)]
        assert after.gap <= MOST_GAP
        held = next(result for result in after.targets if result.bound.nutrient == "calcium_mg")
        assert held.bound.lower == amount and held.met
        week = after


def test_a_food_that_is_left_out_gives_way_where_it_stood() -> None:
    week = plan_for(VEGAN)
    often = Counter(item.food for item in week.items())
    seldom = next(food for food in ("kale", "green-beans", "cracked-wheat-bread") if often[food] == 1)
    after = plan_for(replace(VEGAN, exclude=(seldom,), near=kept_dishes(week)))
    assert seldom not in after.foods
    assert stays(week, after) > 0.9 and after.gap <= MOST_GAP


def test_the_same_week_comes_whatever_was_asked_before() -> None:
    near = kept_dishes(plan_for(VEGAN))
    POOL.clear()
    cold = make_plan(calcium(1100, near=near), catalogue())
    make_plan(calcium(1300, near=near), catalogue())
    assert helpings(make_plan(calcium(1100, near=near), catalogue())) == helpings(cold)


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(PlanRequest(diet="omnivore"), id="meat or fish in some main dishes"),
        pytest.param(replace(VEGAN, max_cost_usd=39.5, targets=(TargetWish("calcium_mg", 1200),)), id="a budget"),
        pytest.param(replace(VEGAN, must_have=("tempeh",)), id="a food that must be had"),
    ],
)
def test_an_earlier_week_never_breaks_a_rule_of_the_new_request(request_: PlanRequest) -> None:
    earlier = plan_for(calcium(1300))
    plan = make_plan(replace(request_, near=kept_dishes(earlier)), catalogue())
    fresh = plan_for(request_)
    assert plan.lower_bound_usd_per_day == pytest.approx(fresh.lower_bound_usd_per_day, rel=1e-6)
    assert plan.cost_usd <= (request_.max_cost_usd or fresh.cost_usd * (1 + NEAR) + 1)
    if request_.diet == "omnivore":
        roles = {food.food: food.role for food in catalogue().foods}
        mains = [meal for day in plan.days for meal in day.meals if meal.meal in ("lunch", "dinner")]
        assert sum(any(roles[item.food] in ANIMAL_ROLES for item in meal.items) for meal in mains) >= 4
    for name in request_.must_have:
        assert name in plan.foods


def test_a_week_over_the_budget_does_not_keep_the_rules() -> None:
    week = plan_for(VEGAN)
    for most, keeps in ((week.cost_usd + 0.01, True), (week.cost_usd - 3.0, False)):
        request = replace(VEGAN, max_cost_usd=most, near=kept_dishes(week))
        needs = needs_of(request)
        fillings = make_fillings(catalogue(), needs.offered, needs.allowed)
        wishes = make_wishes(request, catalogue(), fillings)
        model = build_week(needs, fillings)
        stood = mended(model, needs, wishes, fillings.cost)
        assert stood is not None and not stood.broken
        if not keeps and sum(fillings.cost[stood.fillings]) <= most:
            pytest.fail("mending made the week 3 dollars cheaper: choose another budget")
        assert keeps_rules(model, stood, Session(model.spec, integer=False, presolve="off")) is keeps


def test_a_week_that_lacks_a_meal_is_not_mended() -> None:
    near = kept_dishes(plan_for(VEGAN))
    needs = needs_of(VEGAN)
    fillings = make_fillings(catalogue(), needs.offered, needs.allowed)
    model = build_week(needs, fillings)
    for kept in (near, near[1:]):
        wishes = make_wishes(replace(VEGAN, near=kept), catalogue(), fillings)
        assert (mended(model, needs, wishes, fillings.cost) is None) is (kept is not near)
