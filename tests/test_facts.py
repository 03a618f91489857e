"""What a plan rests on, what food does not cover, fibre by the week, salt: facts by plain sums, and their words."""

import json
from dataclasses import replace

import pytest
from helpers import catalogue, plan_for

from planner.exports import plan_object, words
from planner.exports.fact_words import CAUTION, NO_SALT, first_words, other_words, ramp_words
from planner.exports.files import week_markdown
from planner.facts import FibreRamp, facts_of
from planner.request import PlanRequest, TargetWish, parse_limit
from planner.taken import parse_supplement
from planner.ui.address import from_texts, to_texts
from planner.ui.choices import Choices

VEGAN, OMNIVORE = PlanRequest(), PlanRequest(diet="omnivore")
FOODS = {food.food: food for food in catalogue().foods}


def amount(item: object, nutrient: str) -> float:
    tables = catalogue()
    value = float(tables.per_100g[tables.food_index[item.food], tables.nutrient_index[nutrient]])  # type: ignore[attr-defined]
    return 0.0 if value != value else value * item.grams / 100  # type: ignore[attr-defined]


def test_shares_of_what_a_week_rests_on_by_a_plain_sum() -> None:
    plan = plan_for(VEGAN)
    rests = facts_of(plan, VEGAN, catalogue()).rests_on
    assert {rest.nutrient for rest in rests} >= {"calcium_mg", "added_vitamin_b12_ug"}
    for rest in rests:
        kin = FOODS[rest.food].kin
        whole = sum(amount(item, rest.nutrient) for item in plan.items())
        own = sum(amount(item, rest.nutrient) for item in plan.items() if FOODS[item.food].kin == kin)
        assert rest.share == pytest.approx(own / whole)
        assert rest.share >= 0.25


def test_the_calcium_and_b12_of_milk_are_its_own() -> None:
    rests = facts_of(plan_for(OMNIVORE), OMNIVORE, catalogue()).rests_on
    assert not [rest for rest in rests if rest.nutrient != "vitamin_d_ug" and FOODS[rest.food].diet != "vegan"]


def test_a_higher_share_names_nothing() -> None:
    rules = catalogue().rules
    rows = rules.rows | {"rests_share": replace(rules.rows["rests_share"], value=1.01)}
    tables = replace(catalogue(), rules=replace(rules, rows=rows))
    assert facts_of(plan_for(VEGAN), VEGAN, tables).rests_on == ()


def test_what_food_does_not_cover_stands_with_its_share() -> None:
    plan = plan_for(VEGAN)
    found = {each.nutrient: each for each in facts_of(plan, VEGAN, catalogue()).uncovered}
    for nutrient, reference in (("vitamin_d_ug", 15), ("choline_mg", 425)):
        mean = sum(day.nutrients[nutrient] for day in plan.days) / 7
        assert found[nutrient].share == pytest.approx(mean / reference)
        assert found[nutrient].little == (mean / reference <= 1 / 3 + 1e-6)
    assert not {"iron_mg", "zinc_mg", "water_g"} & found.keys()


def test_a_supplement_covers_its_part() -> None:
    request = replace(VEGAN, supplements=(parse_supplement("vitamin D=600 IU"),))
    assert "vitamin_d_ug" not in {each.nutrient for each in facts_of(plan_for(request), request, catalogue()).uncovered}


def test_first_words_say_both_and_a_supplement_with_its_caution() -> None:
    said = first_words(plan_for(VEGAN), VEGAN, catalogue())
    assert said[0].startswith("Not covered by food: ")
    assert "vitamin D" in said[0] and "choline" in said[0]
    assert "supplement" in said[1] and CAUTION in said[1]
    assert any("of the calcium is in the" in line and "buy one" in line for line in said)
    page = week_markdown(plan_for(VEGAN), VEGAN, catalogue())
    assert page.index("Not covered by food") < page.index("## Day 1")


def test_json_holds_the_facts_and_the_margin() -> None:
    thing = json.loads(json.dumps(plan_object(plan_for(VEGAN), VEGAN, catalogue())))
    assert thing["facts"]["uncovered"] and thing["facts"]["rests_on"]
    assert thing["facts"]["salt"]["grams"] == 1.5
    (calcium,) = [target for target in thing["targets"] if target["nutrient"] == "calcium_mg"]
    assert (calcium["lower"], calcium["margin"]) == (pytest.approx(1100), pytest.approx(100))
    assert thing["request"]["margin"] == 1


def test_fibre_far_above_what_is_eaten_now_has_a_ramp_of_three_weeks() -> None:
    plan = plan_for(VEGAN)
    goal = sum(day.nutrients["fibre_g"] for day in plan.days) / 7
    usual = facts_of(plan, VEGAN, catalogue()).fibre_ramp
    assert usual is not None and usual.is_usual
    assert usual.weeks == pytest.approx((16 + (goal - 16) / 3, 16 + 2 * (goal - 16) / 3, goal))
    known = replace(VEGAN, now=(TargetWish("fibre", upper=goal - 16),))
    ramp = facts_of(plan, known, catalogue()).fibre_ramp
    assert ramp is not None and not ramp.is_usual and ramp.now == pytest.approx(goal - 16)
    near = replace(VEGAN, now=(TargetWish("fibre", upper=goal - 14),))
    assert facts_of(plan, near, catalogue()).fibre_ramp is None
    said = ramp_words(FibreRamp(16.0, True, (24.0, 32.0, 40.0)))
    assert "about 24 g, then about 32 g" in said and "--target fibre=22:26" in said
    on_page = ramp_words(FibreRamp(16.0, True, (24.0, 32.0, 40.0)), on_page=True)
    assert "22 to 26 g under Targets" in on_page and "--" not in on_page


def test_salt_is_said_as_it_is_counted() -> None:
    (salt, *_) = other_words(plan_for(VEGAN), VEGAN, catalogue())
    assert "1.5 g of iodised salt" in salt and "581 mg of sodium" in salt and "67.5 mcg of iodine" in salt
    limited = replace(OMNIVORE, clinician_limits=(parse_limit("sodium=1800"),))
    assert other_words(plan_for(limited), limited, catalogue())[0] == NO_SALT
    (sodium,) = [r for r in plan_for(VEGAN).targets if r.bound.nutrient == "sodium_mg" and r.bound.hard]
    assert "581 mg more from salt" in words.target(sodium)


def test_a_link_carries_the_margin() -> None:
    choices = Choices().asking(margin=0.0)
    assert to_texts(choices)["margin"] == "0"
    back, left_out = from_texts({"margin": "0"}, catalogue())
    assert (back.request.margin, left_out) == (0.0, [])
    assert "margin" not in to_texts(Choices())
    assert from_texts({"margin": "7"}, catalogue())[1] == ["margin"]
