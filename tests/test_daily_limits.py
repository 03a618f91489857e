"""A clinician's limit holds on every single day, not only for their mean: in weeks made, kept, swapped and opened."""

import json
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO

import pytest
from helpers import catalogue, needs_of, plain_day, plan_for, targets_of, week_bound, week_model

from planner import Person, PlanRequest, make_plan
from planner.cli import main
from planner.errors import ImpossibleRequest, LimitsRanOut, PlanFault, WrongInput
from planner.exports import health_sheet, week_markdown, words
from planner.model.caps import Cap
from planner.model.judge import Judge
from planner.pipeline import kept_dishes, open_week, swap_dish
from planner.plan import Plan
from planner.request import TargetWish, check_request
from planner.solve.moved import Moved
from planner.verify import verify

SLACK = 1e-6
POTASSIUM = "potassium_mg"


def limits(**most: float) -> tuple[TargetWish, ...]:
    return tuple(TargetWish(nutrient, upper=float(value)) for nutrient, value in most.items())


def asked(
    condition: str = "", days: int = 7, diet: str = "omnivore", person: Person | None = None, **most: float
) -> PlanRequest:
    return PlanRequest(
        person=person or Person(),
        diet=diet,
        days=days,
        conditions=(condition,) if condition else (),
        clinician_limits=limits(**most),
    )


OLD_MAN, OLD_WOMAN = Person(sex="male", age=70), Person(age=80)
KIDNEYS = {"potassium": 2500, "phosphorus": 1000, "sodium": 2000, "protein": 70}
HIGH = asked("high potassium", potassium=2500)
REQUESTS = {
    "kidney disease, omnivore": asked("kidney disease", **KIDNEYS),
    "kidney disease, vegan": asked("kidney disease", diet="vegan", **KIDNEYS),
    "kidney disease, man of 70": asked("kidney disease", person=OLD_MAN, **{**KIDNEYS, "phosphorus": 1200}),
    "high potassium": HIGH,
    "high potassium, 2000 mg": asked("high potassium", potassium=2000),
    "high potassium, 3 days": asked("high potassium", days=3, diet="vegetarian", potassium=2500),
    "high potassium, 14 days": asked("high potassium", days=14, diet="pescatarian", potassium=2500),
    "high potassium, 1 day": asked("high potassium", days=1, potassium=2500),
    "heart failure, vegetarian": asked("heart failure", diet="vegetarian", person=OLD_MAN, sodium=1500, potassium=3000),
    "heart failure, two limits": asked("heart failure", diet="vegan", person=OLD_WOMAN, sodium=1500, potassium=2500),
    "no condition, a limit just above the AI": asked(potassium=2700),
    "no condition, caffeine": asked(caffeine=0),
}


@pytest.fixture(scope="module", params=REQUESTS, ids=str)
def limited(request: pytest.FixtureRequest) -> PlanRequest:
    return REQUESTS[request.param]


def check_days(plan: Plan, request: PlanRequest) -> None:
    for limit in check_request(request, catalogue()).clinician_limits:
        assert limit.upper is not None
        for day in plan.days:
            assert plain_day(day, limit.nutrient) <= limit.upper * (1 + SLACK), (day.day, limit.nutrient)


# --- the days


def test_every_day_keeps_every_limit(limited: PlanRequest) -> None:
    plan = plan_for(limited)
    check_days(plan, limited)
    assert not any("clinician" in note and "above" in note for note in plan.notes)


def test_the_certified_bound_is_that_of_the_mean_and_no_plan_costs_less(limited: PlanRequest) -> None:
    plan, needs = plan_for(limited), needs_of(limited)
    held = {result.bound.nutrient: result.mean - 1e-6 for result in plan.targets}
    yielding = tuple(replace(each, lower=min(each.lower or 0.0, held[each.nutrient])) for each in needs.yielding)
    bound = week_bound(replace(needs, limits=(*needs.limits, *yielding), yielding=()))  # as much of what yields
    assert plan.lower_bound_usd_per_day * limited.days == pytest.approx(min(bound, plan.cost_usd), rel=1e-6)
    assert plan.cost_usd >= bound * (1 - SLACK)


def test_the_bound_is_no_higher_than_that_of_a_target_of_ones_own() -> None:
    """A limit of every day is stricter than the same most of the mean: the bound relaxes it."""
    own = PlanRequest(diet="omnivore", targets=limits(sodium=1500))
    assert week_bound(needs_of(asked(sodium=1500))) <= week_bound(needs_of(own)) * (1 + 1e-9)


def test_a_most_of_ones_own_stays_one_of_the_mean() -> None:
    request = PlanRequest(targets=limits(sodium=1500))
    assert [cap.nutrient for cap in needs_of(request).caps] == ["iron_mg"]  # its upper level holds every day for all
    assert {bound.nutrient for bound in targets_of(request).bounds if bound.every_day} == {"iron_mg"}


def test_a_lower_most_of_ones_own_leaves_the_limit_of_the_days() -> None:
    request = replace(HIGH, targets=limits(potassium=2300))
    (cap,) = [cap for cap in needs_of(request).caps if cap.whose == "your clinician"]
    assert cap.most == 2500
    plan = plan_for(request)
    check_days(plan, request)
    assert sum(plain_day(day, POTASSIUM) for day in plan.days) / 7 <= 2300 * (1 + SLACK)


def test_other_weeks_of_the_same_request_keep_it_too() -> None:
    for seed in (1, 2):
        request = replace(HIGH, seed=seed, variety="rich")
        check_days(plan_for(request), request)


# --- parts


def test_without_a_limit_nothing_moves_before_a_day_asks_for_it() -> None:
    needs = needs_of(PlanRequest())
    model = week_model(needs)
    moved = Moved(model, needs, model.spec)
    assert moved.spec() is model.spec and not moved.is_tightened
    more = needs.catalogue.rules["spread_rounds"] + needs.catalogue.rules["cap_rounds"]  # for iron and for meals
    assert len(moved.rounds()) == more + 1


@pytest.mark.parametrize("most", [2500.0, 2700.0])
def test_means_are_drawn_in_below_the_limit_and_never_below_a_least(most: float) -> None:
    needs = needs_of(asked(potassium=most))
    model = week_model(needs)
    moved, row, limit = Moved(model, needs, model.spec), model.cap_rows[POTASSIUM], needs.limit(POTASSIUM)
    assert limit is not None
    uppers = []
    for _ in range(5):
        uppers.append(moved.spec().row_upper[row] * limit.scale)
        moved.move((), {POTASSIUM})
    assert uppers[0] < most and uppers == sorted(uppers, reverse=True)
    assert uppers[-1] > (limit.lower or 0.0)
    moved.let_out()
    assert moved.spec().row_upper[row] * limit.scale == pytest.approx(most)


def test_a_day_above_its_cap_is_broken_and_worse_than_one_under_it() -> None:
    plan, needs = plan_for(HIGH), needs_of(HIGH)
    fillings = week_model(needs).fillings
    items = [f for f in range(len(fillings.food)) if fillings.allowed[f]][:18]
    amount = sum(fillings.most[f, needs.caps[0].column] for f in items)
    under, over = (
        Judge(fillings, replace(needs, caps=(replace(needs.caps[0], most=amount * share),))) for share in (1.01, 0.99)
    )
    assert over.penalty(items, [0]) > under.penalty(items, [0])
    assert plan.days


def test_a_day_just_at_its_cap_is_not_above_it() -> None:
    cap = Cap(POTASSIUM, 0, 2500.0, "potassium", "mg")
    assert cap.excess(2500.0) == cap.excess(2500.0 * (1 + 1e-12)) == 0
    assert cap.excess(2500.1) > 0
    assert replace(cap, most=0.0).excess(0.0) == 0 < replace(cap, most=0.0).excess(0.1)


# --- the independent check


def test_a_plan_with_a_day_above_the_limit_is_a_fault_although_its_mean_is_under() -> None:
    """A week made for the mean alone."""
    own = PlanRequest(diet="omnivore", targets=limits(sodium=1700))
    plan, request = plan_for(own), asked(sodium=1700)
    highest = max(plain_day(day, "sodium_mg") for day in plan.days)
    assert highest > 1700
    with pytest.raises(PlanFault, match=r"day \d holds [\d.]+ of sodium_mg, above the 1700 of the clinician"):
        verify(plan, request, targets_of(request), catalogue())


def test_the_check_reads_the_limits_of_the_request_not_what_the_targets_made_of_them() -> None:
    own = PlanRequest(diet="omnivore", targets=limits(sodium=1700))
    with pytest.raises(PlanFault, match="of the clinician"):
        verify(plan_for(own), asked(sodium=1700), targets_of(own), catalogue())


# --- kept, swapped, opened


@pytest.mark.parametrize(("day", "meal"), [(1, "breakfast"), (4, "dinner"), (7, "snack")])
def test_a_swap_keeps_the_limit_of_every_day(day: int, meal: str) -> None:
    _, swapped = swap_dish(plan_for(HIGH), HIGH, day, meal, catalogue())
    check_days(swapped, HIGH)


def test_a_week_with_a_kept_dish_keeps_it() -> None:
    kept = tuple(dish for dish in kept_dishes(plan_for(HIGH)) if dish.meal == "dinner")[:2]
    request = replace(HIGH, keep=kept, seed=3)
    plan = make_plan(request, catalogue())
    check_days(plan, request)
    assert set(kept) <= set(kept_dishes(plan))


def test_a_week_opens_as_it_was_and_not_under_a_lower_limit_than_its_highest_day() -> None:
    plan = plan_for(HIGH)
    assert open_week(HIGH, kept_dishes(plan), catalogue()).days == plan.days
    highest = max(plan.days, key=lambda day: plain_day(day, POTASSIUM))
    most = plain_day(highest, POTASSIUM) - 20
    assert sum(plain_day(day, POTASSIUM) for day in plan.days) / 7 < most
    lower = replace(HIGH, clinician_limits=limits(potassium=most))
    with pytest.raises(WrongInput, match=r"does not meet .*kept on day \d alone hold .* of potassium, above the"):
        open_week(lower, kept_dishes(plan), catalogue())


def test_kept_dishes_above_the_limit_of_a_day_are_refused_by_name_of_the_day() -> None:
    rich = plan_for(PlanRequest(diet="omnivore"))
    day = max(rich.days, key=lambda day: plain_day(day, POTASSIUM))
    assert plain_day(day, POTASSIUM) > 2500
    kept = tuple(dish for dish in kept_dishes(rich) if dish.day == day.day)
    said = rf"kept on day {day.day} alone hold [\d,.]+ mg of potassium, above the 2,500 of your clinician"
    with pytest.raises(ImpossibleRequest, match=said):
        make_plan(replace(HIGH, keep=kept), catalogue())


# --- what is said


def test_where_no_week_keeps_the_days_that_is_said_with_the_nearest() -> None:
    """Every single day within 0.02 % of its mean: no whole portions do that."""
    request = replace(asked(potassium=2700, diet="vegetarian"), targets=(TargetWish("potassium", lower=2699.5),))
    with pytest.raises(LimitsRanOut) as refused:
        make_plan(request, catalogue())
    said = str(refused.value)
    assert "nothing is proven" in said and "mg of potassium, above the 2,700 of your clinician" in said
    assert "Do not loosen a limit of your clinician" in said


def test_it_is_said_beside_the_limit_that_it_holds_every_day() -> None:
    plan = plan_for(HIGH)
    (result,) = [result for result in plan.targets if result.bound.nutrient == POTASSIUM]
    assert words.target(result) == "at most 2,500 every day (clinician)"
    assert any("at most 2,500 mg of potassium every day" in line for line in words.warnings(HIGH, catalogue()))
    highest = max(plan.days, key=lambda day: day.nutrients[POTASSIUM])
    row = next(row for row in words.focal_rows(plan, catalogue()) if row[0] == "potassium")
    assert row[-1] == f"most {words.amount(highest.nutrients[POTASSIUM])} (day {highest.day})"
    assert "at most 2,500 every day (clinician)" in health_sheet(plan, HIGH, catalogue())
    assert "clinician" not in week_markdown(plan, HIGH, catalogue())  # which is handed on


def test_json_says_which_targets_hold_every_day() -> None:
    out = StringIO()
    arguments = ["week", "--days", "2", "--clinician-limit", "sodium=2000", "--json"]
    with redirect_stdout(out), pytest.raises(SystemExit):
        main(arguments)
    daily = {target["nutrient"] for target in json.loads(out.getvalue())["targets"] if target["every_day"]}
    assert daily == {"sodium_mg", "iron_mg"}
