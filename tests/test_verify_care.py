"""The check of caps and bands before a plan is shown: it knows no targets, and counts what is unknown high."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from helpers import catalogue, plan_for, targets_of
from test_verify import adding, with_items

from planner import PlanRequest
from planner.plan import Plan
from planner.request import TargetWish, check_request
from planner.tables.catalogue import Catalogue
from planner.verify import _bound_faults, _days_above
from planner.verify_care import care_faults
from planner.verify_targets import _days_above_level

POTASSIUM = "potassium_mg"
RAISED = PlanRequest(conditions=("lisinopril",))
LIMITED = PlanRequest(clinician_limits=(TargetWish("potassium", upper=3500),))
WARFARIN = PlanRequest(conditions=("warfarin",), leafy_greens="some-days")


def faults(plan: Plan, request: PlanRequest, tables: Catalogue | None = None) -> list[str]:
    found = tables or catalogue()
    return list(care_faults(plan, check_request(request, found), found))


def with_unknown(food: str, nutrient: str, estimate: float) -> Catalogue:
    """Tables that do not know a nutrient of a food; at most it holds the estimate [unit / 100 g]."""
    tables = catalogue()
    place, column = tables.food_index[food], tables.nutrient_index[nutrient]
    known, high = np.array(tables.per_100g), np.array(tables.upper_per_100g)
    known[place, column], high[place, column] = np.nan, estimate
    return replace(tables, per_100g=known, upper_per_100g=high)


@pytest.mark.parametrize("request_of", [RAISED, WARFARIN], ids=["lisinopril", "warfarin"])
def test_a_good_week_passes(request_of: PlanRequest) -> None:
    assert not faults(plan_for(request_of), request_of)


@pytest.mark.parametrize("estimate", [1e6, np.nan], ids=["estimated", "unknown"])
def test_unknown_contents_count_high_under_every_kind_of_most(estimate: float) -> None:
    plan = plan_for(RAISED)
    food = plan.items()[0].food
    assert any("potassium" in fault for fault in faults(plan, RAISED, with_unknown(food, POTASSIUM, estimate)))

    limited, tables = plan_for(LIMITED), with_unknown(plan_for(LIMITED).items()[0].food, POTASSIUM, estimate)
    assert any("clinician" in fault for fault in _days_above(limited, LIMITED, tables))
    assert any("potassium_mg is" in fault for fault in _bound_faults(limited, targets_of(LIMITED), tables))

    usual = plan_for(PlanRequest())
    iron = with_unknown(usual.items()[0].food, "iron_mg", estimate)
    assert any("iron_mg" in fault for fault in _days_above_level(usual, PlanRequest(), iron))

    steady = plan_for(WARFARIN)
    greens = with_unknown(steady.items()[0].food, "vitamin_k_ug", estimate)
    assert any("far above" in fault for fault in faults(steady, WARFARIN, greens))


@pytest.mark.parametrize("day", [1, 4, 7])
def test_one_day_above_the_cap_is_found(day: int) -> None:
    spoiled = adding("baked-potato", 4, day=day)(plan_for(RAISED))
    assert [fault for fault in faults(spoiled, RAISED) if f"day {day} " in fault and "must not rise" in fault]


@pytest.mark.parametrize(
    ("conditions", "given", "missing"),
    [
        (("kidney disease",), {}, "phosphorus_mg"),
        (("heart failure",), {}, "potassium_mg"),
        (("lisinopril", "spironolactone"), {}, "potassium_mg"),
        (("metoprolol", "ibuprofen"), {}, "potassium_mg"),
        (("lithium",), {}, "sodium_mg"),
    ],
)
def test_nobody_passes_whose_limits_are_not_known(
    conditions: tuple[str, ...], given: dict[str, Any], missing: str
) -> None:
    request = PlanRequest(conditions=conditions, **given)
    said = faults(plan_for(PlanRequest()), request)
    assert any("nothing may be planned without" in fault and missing in fault for fault in said)


def test_a_band_is_missed_above_and_below() -> None:
    plan = plan_for(WARFARIN)
    more = plan
    for day in range(1, 8):
        more = adding("kale", 2, day=day)(more)
    assert any("far above" in fault for fault in faults(more, WARFARIN))
    table, column = catalogue().per_100g, catalogue().nutrient_index["vitamin_k_ug"]
    rich = {food.food for place, food in enumerate(catalogue().foods) if table[place, column] > 20}
    less = with_items(plan, lambda item: None if item.food in rich else item)
    assert any("far below" in fault for fault in faults(less, WARFARIN))


def test_one_day_far_above_a_band_is_found() -> None:
    greens = adding("kale", 3, day=3)(plan_for(WARFARIN))
    assert any(fault.startswith("day 3 holds") and "vitamin_k_ug" in fault for fault in faults(greens, WARFARIN))
    assert not any(fault.startswith("day 4") for fault in faults(greens, WARFARIN))


def test_what_is_pulled_both_ways_is_pushed_neither_way() -> None:
    now = (TargetWish("potassium", upper=2600),)
    request = PlanRequest(diet="omnivore", conditions=("lisinopril", "hydrochlorothiazide"), now=now)
    plan = plan_for(request)
    assert not faults(plan, request)
    table, column = catalogue().per_100g, catalogue().nutrient_index[POTASSIUM]
    rich = {food.food for place, food in enumerate(catalogue().foods) if table[place, column] > 150}
    less = with_items(plan, lambda item: None if item.food in rich else item)
    assert any("far below" in fault for fault in faults(less, request))


def test_salt_that_is_added_now_counts_under_lithium() -> None:
    request = PlanRequest(conditions=("lithium",), now=(TargetWish("sodium", upper=4000),))
    plan = plan_for(request)
    assert not faults(plan, request)
    other = replace(request, now=(TargetWish("sodium", upper=1200),))
    assert any("far above" in fault for fault in faults(plan, other))
