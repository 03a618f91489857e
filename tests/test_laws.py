"""Laws of cost that hold for everybody: asking for more, or choosing from less, never costs less."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from helpers import DEFAULT, DIETS, catalogue, cheapest_day, needs_of, solve_lp, week_bound
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner import Person, PlanRequest
from planner.errors import WrongInput
from planner.model.day import build_day
from planner.model.needs import Limit, Needs

CLOSE = 1e-6
EXAMPLES = 25
WEEKS = [
    DEFAULT,
    PlanRequest(person=Person(sex="male", age=16, activity="active"), diet="vegetarian"),
    PlanRequest(person=Person(age=28, pregnant_trimester=3), diet="omnivore"),
    PlanRequest(person=Person(sex="male", age=75), diet="pescatarian", without=("peanuts",)),
]


@st.composite
def requests(draw: st.DrawFn) -> PlanRequest:
    """Somebody of an ordinary size, of any age and stage, on any diet."""
    sex, age = draw(st.sampled_from(("female", "male"))), draw(st.integers(14, 95))
    height = float(draw(st.integers(150, 195)))
    stage = {}
    if sex == "female" and age <= 45:
        choices = [{}, {}, {"pregnant_trimester": 2}, {"lactating_months": 4}]
        stage = draw(st.sampled_from(choices))
    person = Person(
        sex=sex,
        age=age,
        height_cm=height,
        weight_kg=round(draw(st.integers(20, 28)) * (height / 100) ** 2, 1),
        activity=draw(st.sampled_from(("inactive", "low", "active", "very-active"))),
        **stage,
    )
    return PlanRequest(person=person, diet=draw(st.sampled_from(DIETS)))


def needs_or_skip(request: PlanRequest) -> Needs:
    try:
        return needs_of(request)
    except WrongInput:
        assume(False)
        raise


def raised(needs: Needs, nutrient: str, factor: float) -> Needs:
    """The needs with one floor multiplied."""

    def change(limit: Limit) -> Limit:
        if limit.nutrient != nutrient or limit.lower is None:
            return limit
        return replace(limit, lower=limit.lower * factor)

    return replace(needs, limits=tuple(map(change, needs.limits)))


def without(needs: Needs, foods: set[int]) -> Needs:
    allowed = needs.allowed.copy()
    allowed[list(foods)] = False
    return replace(needs, allowed=allowed)


def at_prices(needs: Needs, factor: float) -> Needs:
    return replace(needs, catalogue=catalogue().with_prices(catalogue().usd_per_100g * factor))


def floors(needs: Needs) -> list[str]:
    return [limit.nutrient for limit in needs.limits if limit.lower and limit.nutrient != "energy_kcal"]


@settings(max_examples=EXAMPLES)
@given(request=requests(), data=st.data())
def test_a_raised_floor_never_costs_less(request: PlanRequest, data: st.DataObject) -> None:
    needs = needs_or_skip(request)
    nutrient = data.draw(st.sampled_from(floors(needs)))
    factor = data.draw(st.sampled_from((1.01, 1.1, 1.5)))
    assert cheapest_day(raised(needs, nutrient, factor)) >= cheapest_day(needs) * (1 - CLOSE)


@settings(max_examples=EXAMPLES)
@given(request=requests(), data=st.data())
def test_each_further_unit_of_a_floor_costs_as_much_or_more(request: PlanRequest, data: st.DataObject) -> None:
    """The cost is a convex function of a floor."""
    needs = needs_or_skip(request)
    nutrient = data.draw(st.sampled_from(floors(needs)))
    low, middle, high = (cheapest_day(raised(needs, nutrient, factor)) for factor in (0.9, 1.0, 1.1))
    assert middle <= (low + high) / 2 * (1 + CLOSE)


@settings(max_examples=EXAMPLES)
@given(request=requests(), data=st.data())
def test_a_food_less_to_choose_from_never_costs_less(request: PlanRequest, data: st.DataObject) -> None:
    needs = needs_or_skip(request)
    answer = solve_lp(build_day(needs))
    assume(answer.x is not None)
    assert answer.x is not None
    eaten = np.flatnonzero(answer.x > 1e-6).tolist()
    gone = data.draw(st.sets(st.sampled_from(eaten), min_size=1, max_size=3))
    assert cheapest_day(without(needs, gone)) >= answer.objective * (1 - CLOSE)


@settings(max_examples=EXAMPLES)
@given(request=requests(), factor=st.sampled_from((0.5, 2.0, 3.0)))
def test_the_cost_goes_with_the_prices(request: PlanRequest, factor: float) -> None:
    needs = needs_or_skip(request)
    cost = cheapest_day(needs)
    assume(np.isfinite(cost))
    assert cheapest_day(at_prices(needs, factor)) == pytest.approx(factor * cost, rel=CLOSE)


@settings(max_examples=EXAMPLES)
@given(request=requests())
def test_a_wider_diet_never_costs_more(request: PlanRequest) -> None:
    """With the same bounds: what a vegan eats, an omnivore may eat, too."""
    needs = needs_or_skip(replace(request, diet="omnivore"))
    costs = []
    for diet in DIETS:
        fits = np.array([food.fits(diet) for food in catalogue().foods])
        costs.append(cheapest_day(replace(needs, allowed=needs.allowed & fits)))
    for strict, wide in pairwise(costs):
        assert wide <= strict * (1 + CLOSE) or np.isinf(strict)


@settings(max_examples=EXAMPLES)
@given(request=requests())
def test_the_cheapest_day_meets_its_bounds(request: PlanRequest) -> None:
    needs = needs_or_skip(request)
    answer = solve_lp(build_day(needs))
    assume(answer.x is not None)
    assert answer.x is not None
    grams = answer.x * catalogue().grams / 100
    least, most = np.nan_to_num(catalogue().per_100g), np.nan_to_num(catalogue().upper_per_100g, nan=np.inf)
    eaten = answer.x > 1e-9
    for limit in needs.limits:
        if limit.lower is not None:
            assert grams @ least[:, limit.column] >= limit.lower * (1 - CLOSE) - CLOSE
        if limit.upper is not None:
            assert grams[eaten] @ most[eaten, limit.column] <= limit.upper * (1 + CLOSE) + CLOSE
    assert answer.objective == pytest.approx(grams @ catalogue().usd_per_100g)


@pytest.mark.parametrize("request_of", WEEKS, ids=lambda request: request.diet)
class TestBoundOfTheWeek:
    """The same laws on the certified bound of a week."""

    def test_meals_never_cost_less_than_foods_alone(self, request_of: PlanRequest) -> None:
        for days in (1, 3, 7):
            needs = needs_of(replace(request_of, days=days))
            assert week_bound(needs) >= days * cheapest_day(needs) * (1 - CLOSE)

    def test_a_raised_floor_never_costs_less(self, request_of: PlanRequest) -> None:
        needs = needs_of(request_of)
        bound = week_bound(needs)
        for nutrient, factor in (("calcium_mg", 1.3), ("magnesium_mg", 1.2), ("potassium_mg", 1.2)):
            assert week_bound(raised(needs, nutrient, factor)) >= bound * (1 - CLOSE)

    def test_a_food_less_never_costs_less_where_variety_asks_for_the_same(self, request_of: PlanRequest) -> None:
        """One food of hundreds changes no variety floor here."""
        needs = needs_of(request_of)
        bound = week_bound(needs)
        for food in ("rolled-oats", "tofu", "carrots", "soy-milk-unsweetened", "banana"):
            place = catalogue().food_index[food]
            assert week_bound(without(needs, {place})) >= bound * (1 - CLOSE)

    def test_doubled_prices_double_the_cost(self, request_of: PlanRequest) -> None:
        needs = needs_of(request_of)
        assert week_bound(at_prices(needs, 2.0)) == pytest.approx(2 * week_bound(needs), rel=CLOSE)
