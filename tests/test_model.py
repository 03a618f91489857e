"""The models say what they claim: columns, bounds and rows in numbers, before anything is solved."""

from dataclasses import replace
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from helpers import DEFAULT, DIETS, STAPLE_DAYS, catalogue, make_spec, needs_of, plain_by, plan_for, week_model
from hypothesis import given
from hypothesis import strategies as st

from planner import PlanRequest
from planner.model.day import build_day
from planner.model.fillings import make_fillings
from planner.model.needs import Limit, Needs
from planner.model.spec import Spec, SpecBuilder
from planner.model.variety import GROUPS, kinds_wanted, scaled_kinds
from planner.model.week import build_week
from planner.request import TargetWish

COEFFICIENTS = st.sampled_from([0.0, 0.0, 1.0, -2.5, 3.0, 0.125])


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    line = st.lists(COEFFICIENTS, min_size=columns, max_size=columns)
    return make_spec(draw(line), [(draw(line), draw(st.sampled_from([">=", "<=", "="])), 1.0) for _ in range(rows)])


@given(spec=specs(), data=st.data())
def test_a_restricted_model_says_the_same_of_the_columns_that_stay(spec: Spec, data: st.DataObject) -> None:
    count = len(spec.cost)
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    x = np.where(keep, np.arange(1.0, count + 1), 0.0)
    small = spec.restricted(keep)
    assert small.rows == spec.rows
    assert small.row_names == spec.row_names
    assert len(small.cost) == keep.sum()
    np.testing.assert_allclose(small.activity(x[keep]), spec.activity(x))
    assert small.cost @ x[keep] == pytest.approx(spec.cost @ x)


@given(spec=specs())
def test_activity_is_row_by_row_what_each_row_gives(spec: Spec) -> None:
    x = np.linspace(1, 2, len(spec.cost))
    by_row = [float(values @ x[indices]) for indices, values in map(spec.row, range(spec.rows))]
    np.testing.assert_allclose(spec.activity(x), by_row, atol=1e-12)


@pytest.mark.parametrize("bad", [nan, inf, -inf])
def test_a_model_of_numbers_that_are_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        make_spec([1.0, bad], [([1.0, 1.0], ">=", 1.0)])
    with pytest.raises(ValueError, match="not finite"):
        make_spec([1.0, 1.0], [([1.0, bad], ">=", 1.0)])


@pytest.mark.parametrize("sense", [">=", "<=", "="])
def test_a_bound_that_is_not_a_number_is_refused(sense: str) -> None:
    """A row with NaN for a bound binds nothing, without a word."""
    with pytest.raises(ValueError, match="not a number"):
        make_spec([1.0], [([1.0], sense, nan)])
    builder = SpecBuilder()
    builder.columns(np.ones(1), nan)
    builder.at_least("row", np.array([0]), 1.0, 1.0)
    with pytest.raises(ValueError, match="not a number"):
        builder.finish()


def day_row(spec: Spec, name: str) -> tuple[np.ndarray, float, float]:
    """Dense coefficients and bounds of a row."""
    place = spec.row_names.index(name)
    indices, values = spec.row(place)
    dense = np.zeros(len(spec.cost))
    dense[indices] = values
    return dense, float(spec.row_lower[place]), float(spec.row_upper[place])


@pytest.mark.parametrize("diet", DIETS)
def test_a_column_of_the_day_is_a_food_within_its_daily_portions(diet: str) -> None:
    spec = build_day(needs_of(replace(DEFAULT, diet=diet)))
    foods, prices = plain_by("foods.csv", "food"), plain_by("prices.csv", "food")
    assert len(spec.cost) == len(foods)
    assert not spec.integer.any()
    assert (spec.lower == 0).all()
    for place, food in enumerate(catalogue().foods):
        row = foods[food.food]
        usd = float(prices[food.food]["usd_per_100g"]) * float(row["grams"]) / 100
        assert spec.cost[place] == pytest.approx(usd)
        fits = DIETS.index(row["diet"]) <= DIETS.index(diet)
        assert spec.upper[place] in ({float(row["max_portions_per_day"]), 0.0} if fits else {0.0})
    assert (spec.upper > 0).sum() > 100


def test_the_rows_of_the_day_are_the_tightest_hard_bounds() -> None:
    needs = needs_of(DEFAULT)
    spec, nutrients = build_day(needs), plain_by("nutrients.csv", "food")
    for limit in needs.limits:
        for name, bound in (("at least", limit.lower), ("at most", limit.upper)):
            if bound is None:
                assert f"{name} {limit.nutrient}" not in spec.row_names
                continue
            values, lower, upper = day_row(spec, f"{name} {limit.nutrient}")
            side = lower if name == "at least" else upper
            scale = bound / side if side else 1.0
            for place, food in enumerate(catalogue().foods):
                text = nutrients[food.food][limit.nutrient]
                if text and spec.upper[place]:
                    assert values[place] * scale == pytest.approx(float(text) * food.grams / 100, abs=1e-9)
    stated = sum((limit.lower is not None) + (limit.upper is not None) for limit in needs.limits)
    assert spec.rows == stated


def without_value(food: str, nutrient: str) -> Needs:
    """The default needs with one value unknown and not estimated."""
    tables = catalogue()
    at = tables.food_index[food], tables.nutrient_index[nutrient]
    per_100g, upper = tables.per_100g.copy(), tables.upper_per_100g.copy()
    per_100g[at] = upper[at] = np.nan
    return needs_of(DEFAULT, replace(tables, per_100g=per_100g, upper_per_100g=upper))


def test_an_unknown_value_under_an_upper_bound_keeps_the_food_out() -> None:
    kale = catalogue().food_index["kale"]
    assert needs_of(DEFAULT).allowed[kale]
    needs = without_value("kale", "sodium_mg")
    assert not needs.allowed[kale]
    assert build_day(needs).upper[kale] == 0
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    week = build_week(needs, fillings)
    assert (week.spec.upper[week.count[fillings.food == kale]] == 0).all()


def test_an_unknown_value_adds_nothing_under_a_lower_bound() -> None:
    kale = catalogue().food_index["kale"]
    for nutrient in ("magnesium_mg", "potassium_mg"):
        limit = needs_of(DEFAULT).limit(nutrient)
        assert limit is not None and limit.lower and limit.upper is None
        needs = without_value("kale", nutrient)
        assert needs.allowed[kale]
        row, _, _ = day_row(build_day(needs), f"at least {nutrient}")
        assert row[kale] == 0
        fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
        assert (fillings.least[fillings.food == kale, limit.column] == 0).all()
        assert day_row(build_day(needs_of(DEFAULT)), f"at least {nutrient}")[0][kale] > 0


def test_an_estimate_lets_a_food_in_and_counts_under_the_upper_bound_alone() -> None:
    tables, kale = catalogue(), catalogue().food_index["kale"]
    at = kale, tables.nutrient_index["sodium_mg"]
    per_100g, upper = tables.per_100g.copy(), tables.upper_per_100g.copy()
    per_100g[at], upper[at] = np.nan, 500.0
    needs = needs_of(DEFAULT, replace(tables, per_100g=per_100g, upper_per_100g=upper))
    limit = needs.limit("sodium_mg")
    assert needs.allowed[kale] and limit is not None
    row, _, _ = day_row(build_day(needs), "at most sodium_mg")
    assert row[kale] * limit.scale == pytest.approx(5.0 * tables.grams[kale])


def test_an_estimate_on_the_high_side_adds_nothing_under_a_lower_bound() -> None:
    tables, kale = catalogue(), catalogue().food_index["kale"]
    at = kale, tables.nutrient_index["magnesium_mg"]
    per_100g, upper = tables.per_100g.copy(), tables.upper_per_100g.copy()
    per_100g[at], upper[at] = np.nan, 500.0
    needs = needs_of(DEFAULT, replace(tables, per_100g=per_100g, upper_per_100g=upper))
    assert needs.allowed[kale]
    assert day_row(build_day(needs), "at least magnesium_mg")[0][kale] == 0
    model = week_model(needs)
    inside = model.count[model.fillings.food == kale]
    assert len(inside) and not day_row(model.spec, "at least magnesium_mg")[0][inside].any()


@pytest.mark.parametrize("diet", DIETS)
def test_a_vegan_week_and_no_other_asks_for_a_legume_or_soy_a_day(diet: str) -> None:
    model = week_model(needs_of(replace(DEFAULT, diet=diet)))
    assert ("legume or soy" in model.spec.row_names) == (diet == "vegan")
    if diet == "vegan":
        values, least, _ = day_row(model.spec, "legume or soy")
        foods = plain_by("foods.csv", "food")
        for column, place in zip(model.count, model.fillings.food, strict=True):
            role = foods[catalogue().foods[place].food]["role"]
            assert values[column] == (role in ("bean", "lentil", "soy"))
        assert least >= 7


def test_several_bounds_of_a_nutrient_become_the_tightest() -> None:
    needs = needs_of(replace(DEFAULT, targets=(TargetWish("protein_g", lower=80.0),)))
    limit = needs.limit("protein_g")
    assert limit is not None and limit.lower == 80.0
    usual = needs_of(DEFAULT).limit("protein_g")
    assert usual is not None and usual.lower is not None and usual.lower < 80


def test_a_budget_is_a_row_of_both_models() -> None:
    needs = needs_of(replace(DEFAULT, max_cost_usd=70.0))
    day = build_day(needs)
    values, _, most = day_row(day, "at most cost")
    np.testing.assert_allclose(values / most, day.cost / 10.0)
    model = week_model(needs)
    values, _, most = day_row(model.spec, "at most cost")
    np.testing.assert_allclose(values[model.count] / most, model.fillings.cost / 70.0)


def test_what_is_not_eaten_is_not_on_offer() -> None:
    foods = plain_by("foods.csv", "food")
    request = PlanRequest(diet="omnivore", without=("milk", "peanuts"), exclude=("tofu", "kale"))
    allowed = needs_of(request).allowed
    for food, on_offer in zip(catalogue().foods, allowed, strict=True):
        if on_offer:
            assert not {"milk", "peanuts"} & set(foods[food.food]["allergens"].split())
            assert food.food not in ("tofu", "kale")
    assert not needs_of(replace(request, diet="vegan")).allowed[~allowed].any()


def test_more_days_ask_for_more_kinds_and_a_week_for_all() -> None:
    foods = np.arange(len(catalogue().foods))
    asked = [kinds_wanted(needs_of(replace(DEFAULT, days=days)), foods) for days in (1, 3, 7, 14)]
    for fewer, more in pairwise(asked):
        assert all(fewer[group] <= more[group] for group in more)
    assert asked[0]["all"] < asked[2]["all"]
    rules = catalogue().rules
    assert asked[2] == {group: rules[f"kinds_{group}"] for group in (*GROUPS, "all")}
    assert asked[3] == asked[2]


@given(st.sets(st.integers(0, 300), max_size=60))
def test_a_narrow_choice_is_never_asked_for_more_kinds_than_its_share(foods: set[int]) -> None:
    needs, offer = needs_of(DEFAULT), np.array(sorted(foods), int)
    rows, share = catalogue().foods, catalogue().rules["kinds_share"]
    wanted = kinds_wanted(needs, offer)
    for group, kinds in wanted.items():
        offered = sum(group in ("all", rows[food].group) for food in offer)
        assert kinds <= share * offered
    lowered = [group for group in wanted if wanted[group] < catalogue().rules[f"kinds_{group}"]]
    sentences = scaled_kinds(needs, offer)
    assert len(sentences) == len(lowered)
    assert all("instead of" in sentence for sentence in sentences)


@pytest.mark.parametrize("diet", DIETS)
def test_a_filling_is_a_food_on_offer_in_a_size_that_a_person_eats(diet: str) -> None:
    needs = needs_of(replace(DEFAULT, diet=diet))
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    foods = plain_by("foods.csv", "food")
    assert needs.offered[fillings.food].all()
    for place, size in zip(fillings.food, fillings.size, strict=True):
        assert 0 < size <= float(foods[catalogue().foods[place].food]["max_portions_per_day"])
    for filling, slot in enumerate(fillings.slot):
        assert fillings.slots[slot].dish == fillings.dishes[fillings.dish[filling]].dish


def test_a_banned_food_keeps_its_columns_at_zero_and_the_model_its_pattern() -> None:
    needs = needs_of(PlanRequest(exclude=("oatmeal",)))
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    oatmeal = fillings.food == catalogue().food_index["oatmeal"]
    banned, usual = build_week(needs, fillings), week_model(needs_of(DEFAULT))
    assert oatmeal.any()
    assert (banned.spec.upper[banned.count[oatmeal]] == 0).all()
    assert np.array_equal(banned.spec.indices, usual.spec.indices)


def test_a_dish_of_another_diet_is_not_offered() -> None:
    needs = needs_of(DEFAULT)
    dishes = {dish.dish for dish in make_fillings(needs.catalogue, needs.offered, needs.allowed).dishes}
    assert "porridge" in dishes
    assert "beef-stew" not in dishes


def test_a_columns_most_in_the_week_follows_the_tables() -> None:
    needs = needs_of(DEFAULT)
    model = week_model(needs)
    for column, dish in zip(model.serving, model.fillings.dishes, strict=True):
        assert model.spec.upper[column] == np.ceil(dish.max_per_week)
    assert model.spec.integer[model.count].all()
    assert model.spec.integer[model.serving].all()
    times = {name: at for at, name in enumerate(model.spec.row_names) if name.startswith("times ")}
    for food in {catalogue().foods[place] for place in model.fillings.food}:
        most = food.max_days_per_week if food.max_days_per_week < STAPLE_DAYS else 2 * STAPLE_DAYS
        assert model.spec.row_upper[times[f"times {food.food}"]] == most


def test_the_shown_week_keeps_the_weekly_rows_of_its_model() -> None:
    """Arranging and mending move foods about; what the week as a whole must keep, it keeps."""
    plan, needs = plan_for(DEFAULT), needs_of(DEFAULT)
    model, fillings = week_model(needs), make_fillings(needs.catalogue, needs.offered, needs.allowed)
    keys = {
        (fillings.dishes[d].dish, fillings.catalogue.foods[f].food, float(size), int(slot)): place
        for place, (d, f, size, slot) in enumerate(
            zip(fillings.dish, fillings.food, fillings.size, fillings.slot, strict=True)
        )
    }
    x = np.zeros(len(model.spec.cost))
    names = [dish.dish for dish in fillings.dishes]
    for meal in (meal for day in plan.days for meal in day.meals):
        x[model.serving[names.index(meal.pattern)]] += 1
        filled: set[int] = set()
        for item in meal.items:
            options = [key for key in keys if key[:3] == (meal.pattern, item.food, item.portions)]
            key = next(key for key in options if key[3] not in filled)
            filled.add(key[3])
            x[model.count[keys[key]]] += 1
    activity = model.spec.activity(x)
    checked = 0
    for row, name in enumerate(model.spec.row_names):
        if name.startswith(("meals", "at least", "at most", "energy", "times", "portions", "family", "legume")):
            checked += 1
            assert activity[row] >= model.spec.row_lower[row] - 1e-6, name
            assert activity[row] <= model.spec.row_upper[row] + 1e-6, name
    assert checked > 100


def test_rows_are_stated_in_units_of_their_target() -> None:
    assert Limit("iron_mg", 0, 18.0, 45.0).scale == 18.0
    assert Limit("iron_mg", 0, None, 45.0).scale == 45.0
    assert Limit("iron_mg", 0, 0.0, None).scale == 1.0
