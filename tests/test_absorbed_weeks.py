"""Weeks with absorption switched on: calcium that arrives, B12 spread over meals; off, nothing is different.

STEADYPLATE_EVERYBODY=1 plans for four diets and three people instead of a few.
"""

import json
import os
from dataclasses import replace

import numpy as np
import pytest
from helpers import (
    DIETS,
    catalogue,
    kept,
    needs_of,
    plain,
    plain_b12_by_meal,
    plain_by,
    plain_mean,
    plain_nutrients,
    plan_for,
    targets_of,
    week_model,
)
from hypothesis import given
from hypothesis import strategies as st
from test_verify import helping, with_items

from planner import Person, PlanRequest, make_plan
from planner.errors import ImpossibleRequest, PlanFault, WrongInput
from planner.exports import plan_object
from planner.model.uptake import ABSORBED_B12, MEALS_WITH_B12, WeekUptake, day_uptake
from planner.pipeline import kept_dishes, open_week, swap_dish
from planner.plan import Day, Item, Plan
from planner.request import TargetWish
from planner.taken import parse_supplement
from planner.targets import Bound
from planner.verify import _absorbed_faults, _bound_faults, _by_meal_faults

EVERYBODY = os.environ.get("STEADYPLATE_EVERYBODY") == "1"
PEOPLE = (Person(age=35), Person(sex="male", age=25), Person(age=70))
FEW = [("vegan", PEOPLE[0]), ("vegan", PEOPLE[2]), ("vegetarian", PEOPLE[0]), ("omnivore", PEOPLE[1])]
CASES = [(diet, person) for diet in DIETS for person in PEOPLE] if EVERYBODY else FEW
VEGAN = PlanRequest(absorption=True)
CALCIUM, ABSORBED = "calcium_mg", "absorbed_calcium_mg"


def asked(**changes: object) -> PlanRequest:
    return replace(VEGAN, **changes)  # type: ignore[arg-type]


def bounds(nutrient: str, **changes: object) -> tuple[Bound, ...]:
    return targets_of(asked(**changes)).of(nutrient)


def least(nutrient: str, **changes: object) -> Bound | None:
    return next((bound for bound in bounds(nutrient, **changes) if bound.lower is not None), None)


def rda(nutrient: str, person: Person) -> float:
    """The RDA of a person of the general stage, from the table."""
    age = person.age
    return next(
        float(row["lower"])
        for row in plain("reference_intakes.csv")
        if (row["nutrient"], row["kind"], row["stage"], row["sex"]) == (nutrient, "RDA", "general", person.sex)
        and int(row["age_from"]) <= age <= int(row["age_to"])
    )


# --- targets


@pytest.mark.parametrize(
    ("changes", "target", "hard"),
    [
        ({}, 330.0, True),
        ({"margin": 0}, 300.0, True),
        ({"person": Person(age=70)}, 396.0, True),
        ({"targets": (TargetWish("calcium", 1200, 2000),)}, 360.0, True),
        ({"targets": (TargetWish("absorbed calcium", 280, None),)}, 280.0, True),
        ({"watch": ("calcium",)}, 300.0, False),
        ({"watch": ("absorbed calcium",)}, 330.0, False),
        ({"hard": ("calcium",)}, 330.0, True),
    ],
)
def test_the_absorbed_target_is_a_share_of_the_target_in_calcium(
    changes: dict[str, object], target: float, hard: bool
) -> None:
    absorbed = least(ABSORBED, **changes)
    assert absorbed is not None
    assert (absorbed.lower, absorbed.hard) == (pytest.approx(target), hard)


def test_what_is_eaten_is_only_shown_and_its_upper_level_still_binds() -> None:
    eaten = least(CALCIUM)
    assert eaten is not None
    assert not eaten.hard
    assert "absorbed" in eaten.note
    assert any(bound.hard and bound.upper == 2500 for bound in bounds(CALCIUM))


@pytest.mark.parametrize("changes", [{"hard": ("calcium",)}, {"watch": ("absorbed calcium",)}])
def test_calcium_stays_hard_where_it_is_asked_for_or_nothing_absorbed_is(changes: dict[str, object]) -> None:
    eaten = least(CALCIUM, **changes)
    assert eaten is not None
    assert eaten.hard


def test_without_a_least_of_calcium_there_is_none_of_absorbed_calcium() -> None:
    assert least(ABSORBED, clinician_limits=(TargetWish("calcium", None, 800),)) is None


def test_b12_of_a_vegan_counts_what_was_added_and_its_target_is_half_of_the_rda() -> None:
    goal = targets_of(VEGAN).b12_by_meal
    assert goal is not None
    assert (goal.nutrient, goal.target) == ("added_vitamin_b12_ug", pytest.approx(1.2))
    young = targets_of(asked(diet="omnivore")).b12_by_meal
    assert young is not None
    assert young.nutrient == "vitamin_b12_ug"
    pregnant = targets_of(asked(person=Person(age=30, pregnant_trimester=2))).b12_by_meal
    assert pregnant is not None
    assert pregnant.target == pytest.approx(1.3)


@pytest.mark.parametrize(("own", "target"), [(6.0, 1.2), (1.0, 0.5)])
def test_an_own_b12_target_above_the_rda_stays_one_in_what_is_eaten(own: float, target: float) -> None:
    goal = targets_of(asked(targets=(TargetWish("added_vitamin_b12_ug", own, None),))).b12_by_meal
    assert goal is not None
    assert goal.target == pytest.approx(target)


def test_b12_that_is_only_watched_is_not_forced_by_the_meal() -> None:
    assert targets_of(asked(watch=("added_vitamin_b12_ug", "vitamin_b12_ug"))).b12_by_meal is None


def test_a_supplement_leaves_food_the_absorbed_part_of_the_rest() -> None:
    absorbed = least(ABSORBED, supplements=(parse_supplement("calcium=500"),))
    assert absorbed is not None
    assert absorbed.lower == pytest.approx(0.3 * (1100 - 500))
    assert targets_of(asked(supplements=(parse_supplement("vitamin B12=10"),))).b12_by_meal is None


def test_absorbed_b12_is_never_met_where_food_cannot_fix_it() -> None:
    request = asked(diet="omnivore", conditions=("pernicious anaemia",))
    shown = plan_for(request).absorbed_b12
    assert shown is not None
    assert "doctor" in shown.bound.unmet
    assert not shown.met


# --- switched off


@pytest.mark.parametrize("diet", DIETS)
def test_switched_off_nothing_of_it_binds(diet: str) -> None:
    request = PlanRequest(diet=diet)
    targets, names = targets_of(request), week_model(needs_of(request)).spec.row_names
    assert targets.b12_by_meal is None
    assert not targets.of(ABSORBED)
    assert not any("absorbed" in name or name == MEALS_WITH_B12 for name in names)


def test_switched_off_a_week_says_nothing_of_b12_by_the_meal_and_shows_absorbed_calcium() -> None:
    plan = plan_for(PlanRequest())
    assert plan.absorbed_b12 is None
    assert all(day.absorbed_b12_ug is None for day in plan.days)
    thing = plan_object(plan, PlanRequest(), catalogue())
    assert thing["absorption"] is None
    assert all(day["absorbed"]["calcium_mg"] > 0 for day in thing["days"])  # type: ignore[union-attr,index]


def test_the_switch_is_yes_or_no() -> None:
    with pytest.raises(WrongInput, match="--absorption"):
        PlanRequest(absorption="yes")  # type: ignore[arg-type]


# --- weeks


@pytest.mark.parametrize(("diet", "person"), CASES, ids=lambda value: getattr(value, "age", value))
def test_a_week_lets_enough_through_by_a_plain_reading_of_the_tables(diet: str, person: Person) -> None:
    request = asked(diet=diet, person=person)
    plan, goal = plan_for(request), targets_of(request).b12_by_meal
    assert plain_mean(plan, ABSORBED) >= 0.3 * rda(CALCIUM, person) * (1 - 1e-6)
    assert goal is not None
    days = plain_b12_by_meal(plan, goal.nutrient)
    assert np.mean([absorbed for absorbed, _ in days]) >= 0.5 * rda("vitamin_b12_ug", person) * (1 - 1e-6)
    assert all(meals >= 2 for _, meals in days)
    assert [day.absorbed_b12_ug for day in plan.days] == pytest.approx([absorbed for absorbed, _ in days])
    assert plan.absorbed_b12 is not None
    assert plan.absorbed_b12.met
    assert plan.gap < (0.05 if person.age < 65 else 0.12)  # what meals must hold makes the bound looser


@pytest.mark.parametrize("days", [1, 3, 14])
def test_other_numbers_of_days_are_planned(days: int) -> None:
    plan = plan_for(asked(days=days))
    assert all(meals >= 2 for _, meals in plain_b12_by_meal(plan, "added_vitamin_b12_ug"))


def test_eaten_and_absorbed_stand_side_by_side_in_the_object_of_a_week() -> None:
    plan, thing = plan_for(VEGAN), json.loads(json.dumps(plan_object(plan_for(VEGAN), VEGAN, catalogue())))
    calcium, b12 = thing["absorption"]["calcium_mg"], thing["absorption"]["vitamin_b12_ug"]
    assert calcium["eaten"] == pytest.approx(plain_mean(plan, CALCIUM))
    assert calcium["absorbed"] == pytest.approx(plain_mean(plan, ABSORBED))
    assert calcium["target"] == pytest.approx(330)
    assert b12["counted"] == "added_vitamin_b12_ug"
    assert b12["eaten"] == pytest.approx(plain_mean(plan, b12["counted"]))
    assert b12["absorbed"] == pytest.approx(np.mean([day["absorbed"]["vitamin_b12_ug"] for day in thing["days"]]))
    assert b12["absorbed"] >= b12["target"] - 1e-6


def test_a_dish_is_swapped_and_a_week_opened_again_with_the_switch_on() -> None:
    plan = plan_for(VEGAN)
    assert open_week(VEGAN, kept_dishes(plan), catalogue()).days == plan.days
    _, swapped = swap_dish(plan, VEGAN, 2, "lunch", catalogue())
    assert swapped.days[1].meals[1].pattern != plan.days[1].meals[1].pattern
    assert kept(swapped, plan) > 0.5


def test_a_week_made_without_the_switch_does_not_pass_for_one_with_it() -> None:
    with pytest.raises(WrongInput, match="does not meet the request"):
        open_week(VEGAN, kept_dishes(plan_for(PlanRequest())), catalogue())


# --- no way around it


def settled(plan: Plan) -> Plan:
    """The plan with the totals of what is on its plates, so that only what is meant is wrong."""
    table, tables = plain_nutrients(), catalogue()
    names = [nutrient.nutrient for nutrient in tables.nutrients]

    def of(day: Day) -> Day:
        items = [item for meal in day.meals for item in meal.items]
        sums = {name: sum(float(table[i.food][name] or 0) * i.grams / 100 for i in items) for name in names}
        return replace(day, nutrients=sums)

    return replace(plan, days=tuple(map(of, plan.days)))


def test_calcium_from_spinach_does_not_pass() -> None:
    """Spinach in place of plant milk, as much calcium as before: the target in what arrives is missed."""
    plan, table = plan_for(VEGAN), plain_by("nutrients.csv", "food")

    def spinach_for_milk(item: Item) -> Item:
        if "milk" not in item.food:
            return item
        times = float(table[item.food][CALCIUM]) / float(table["spinach"][CALCIUM])
        return helping("spinach", times * item.grams / float(plain_by("foods.csv", "food")["spinach"]["grams"]))

    spoiled = settled(with_items(plan, spinach_for_milk))
    assert plain_mean(spoiled, CALCIUM) == pytest.approx(plain_mean(plan, CALCIUM))
    assert plain_mean(spoiled, CALCIUM) > 1000
    faults = [*_bound_faults(spoiled, targets_of(VEGAN), catalogue())]
    assert any(f"{ABSORBED} is" in fault and "below 330" in fault for fault in faults), faults
    assert not any(fault.startswith(CALCIUM) for fault in faults)


def test_absorbed_calcium_shown_at_face_value_is_a_fault() -> None:
    plan = plan_for(VEGAN)
    first, *others = plan.days
    shown = replace(first, nutrients=first.nutrients | {ABSORBED: first.nutrients[CALCIUM]})
    assert any(
        "absorbed calcium" in fault for fault in _absorbed_faults(replace(plan, days=(shown, *others)), catalogue())
    )


def test_a_day_with_all_its_b12_in_one_meal_is_a_fault() -> None:
    plan, added = plan_for(VEGAN), plain_by("nutrients.csv", "food")

    def without_b12(item: Item) -> Item | None:
        return None if float(added[item.food]["added_vitamin_b12_ug"] or 0) > 0 else item

    bare = with_items(plan, without_b12, (1,))
    breakfast, *meals = bare.days[0].meals
    dose = replace(breakfast, items=(*breakfast.items, helping("nutritional-yeast", 20.0)))
    spoiled = replace(bare, days=(replace(bare.days[0], meals=(dose, *meals)), *bare.days[1:]))
    faults = [*_by_meal_faults(spoiled, VEGAN, targets_of(VEGAN), catalogue())]
    assert "day 1 holds B12 in fewer than 2 meals" in faults
    with pytest.raises(PlanFault, match="not shown"):
        from planner.verify import verify

        verify(spoiled, VEGAN, targets_of(VEGAN), catalogue())


@pytest.mark.parametrize("wrong", ["day", "mean"])
def test_absorbed_b12_that_is_shown_and_wrong_is_a_fault(wrong: str) -> None:
    plan = plan_for(VEGAN)
    assert plan.absorbed_b12 is not None
    if wrong == "day":
        spoiled = replace(plan, days=(replace(plan.days[0], absorbed_b12_ug=9.0), *plan.days[1:]))
    else:
        spoiled = replace(plan, absorbed_b12=replace(plan.absorbed_b12, mean=9.0))
    assert [*_by_meal_faults(spoiled, VEGAN, targets_of(VEGAN), catalogue())]


def test_where_meals_cannot_let_enough_through_that_is_said() -> None:
    tables = catalogue()
    rules = tables.absorption.rules
    narrow = rules | {"b12_capacity": replace(rules["b12_capacity"], value=0.3)}
    with pytest.raises(ImpossibleRequest, match=r"absorbed vitamin B12 reaches 0\.\d+ of 1\.2 ug, because one meal"):
        make_plan(VEGAN, replace(tables, absorption=replace(tables.absorption, rules=narrow)))


# --- the model


MEALS = st.lists(st.lists(st.floats(0, 8), max_size=3), min_size=1, max_size=5)


@given(MEALS)
def test_the_model_of_a_dish_never_asks_for_more_than_its_servings_let_through(meals: list[list[float]]) -> None:
    """g <= sum f(b) and g <= (s - s') B u + s' sum b hold for the true amount, so the bound stays certified."""
    goal = targets_of(VEGAN).b12_by_meal
    assert goal is not None
    true = sum(goal.absorbed(sum(meal)) for meal in meals)
    fillings = [amount for meal in meals for amount in meal]
    assert true <= sum(goal.absorbed(amount) for amount in fillings) + 1e-9
    line = (goal.share - goal.share_above) * goal.capacity * len(meals) + goal.share_above * sum(fillings)
    assert true <= line + 1e-9


def test_a_week_fits_the_rows_of_b12_by_the_meal() -> None:
    """Its own counts leave room for the target in both families: the rows relax what is true of meals."""
    model, plan, goal = week_model(needs_of(VEGAN)), plan_for(VEGAN), targets_of(VEGAN).b12_by_meal
    assert goal is not None
    assert {ABSORBED_B12, MEALS_WITH_B12} <= set(model.spec.row_names)
    assert model.spec.row_names.count("b12 of a dish") == len(model.fillings.dishes)
    assert plan.lower_bound_usd_per_day * len(plan.days) <= plan.cost_usd


def test_what_a_replacement_changes_is_what_counting_again_gives() -> None:
    """The mending looks at all moves at once; each is the difference of two plain counts."""
    needs = needs_of(VEGAN)
    fillings = week_model(needs).fillings
    day = day_uptake(fillings, needs)
    assert day is not None
    chance = np.random.default_rng(1)
    rich = np.flatnonzero(np.array(day.amounts) > 0)
    meal, day_of_meal = np.repeat(np.arange(8), 3), np.repeat([0, 1], 4)
    current = np.where(chance.random(24) < 0.3, chance.choice(rich, 24), 0)
    where, what = chance.integers(0, 24, 60), np.append(chance.choice(rich, 59), len(day.amounts))
    week, of_day = WeekUptake(day, meal, day_of_meal).changes(current, where, what)

    def missed(held: np.ndarray) -> tuple[float, list[float]]:
        amounts = np.append(day.amounts, 0.0)
        meals = [[sum(amounts[held[meal == m]])] for m in range(8)]
        taken = [[float(day.rule.absorbed(m[0])) for m in meals[d * 4 : d * 4 + 4]] for d in (0, 1)]
        some = [sum(m[0] >= day.rule.least - 1e-9 for m in meals[d * 4 : d * 4 + 4]) for d in (0, 1)]
        days = [
            max(0.0, 1 - sum(t) / day.floor) + max(0, day.rule.meals - s) / day.rule.meals
            for t, s in zip(taken, some, strict=True)
        ]
        return max(0.0, 1 - sum(map(sum, taken)) / (2 * day.rule.target)), days

    before = missed(current)
    for number, (place, filling) in enumerate(zip(where, what, strict=True)):
        held = current.copy()
        held[place] = filling
        after, on = missed(held), int(day_of_meal[meal[place]])
        assert week[number] == pytest.approx(after[0] - before[0])
        assert of_day[number] == pytest.approx(after[1][on] - before[1][on])
