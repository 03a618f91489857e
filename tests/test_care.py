"""What each row of the conditions changes in a plan, and that no wish undoes it."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from helpers import DIETS, catalogue, needed_with, needs_of, plain, plain_by, plain_high, plan_for, targets_of

from planner.errors import PlannerError, UnsupportedPerson, WrongInput
from planner.explain.why import explain_week
from planner.exports import plan_object, week_markdown, words
from planner.gapping import close_gaps
from planner.intake import make_intake, parse_lines
from planner.person import Person
from planner.plan import Plan
from planner.request import PlanRequest, TargetWish, check_request
from planner.tables.conditions import Condition
from planner.targets import Bound
from planner.targets.bound import CAPS
from planner.targets.care import MOST_NAMED

POTASSIUM, B12, IRON = "potassium_mg", "vitamin_b12_ug", "iron_mg"
CONDITIONS = catalogue().conditions
LIMITS = (
    TargetWish("potassium", upper=2500),
    TargetWish("phosphorus", upper=1200),
    TargetWish("sodium", upper=2300),
    TargetWish("protein", upper=60),
)
KIDNEY = PlanRequest(diet="omnivore", conditions=("kidney disease",), clinician_limits=LIMITS)
PLANNED = [row for row in CONDITIONS if row.plans == "yes"]


def asking(row: Condition, **fields: Any) -> PlanRequest:
    """A request of somebody with this condition, with the limits and the stage that it takes."""
    person = {"pregnant": Person(pregnant_trimester=2), "lactating": Person(lactating_months=3)}.get(
        row.stage, Person()
    )
    usual: dict[str, Any] = {"person": person, "conditions": (row.condition,), **needed_with(row.condition)}
    return PlanRequest(**usual | fields)


def most(request: PlanRequest, nutrient: str) -> float:
    """The lowest hard most of a nutrient."""
    uppers = [b.upper for b in targets_of(request).of(nutrient) if b.hard and b.upper is not None]
    return min(uppers, default=float("inf"))


def usual_intake(nutrient: str, person: Person) -> float:
    """What people of that sex and age usually eat, in the plain table."""
    for row in plain("usual_intakes.csv"):
        ages = range(int(row["age_from"]), int(row["age_to"]) + 1)
        if (row["nutrient"], row["sex"]) == (nutrient, person.sex) and person.age in ages:
            return float(row["amount"])
    raise AssertionError(nutrient)


def rda(nutrient: str, person: Person) -> float:
    """The RDA or AI in the plain table."""
    for row in plain("reference_intakes.csv"):
        ages = range(int(row["age_from"]), int(row["age_to"]) + 1)
        is_theirs = (row["sex"], row["stage"]) == (person.sex, person.stage) and person.age in ages
        if is_theirs and row["nutrient"] == nutrient and row["kind"] in ("RDA", "AI"):
            return float(row["lower"])
    raise AssertionError(nutrient)


# --- every row, every column


def _drops(row: Condition) -> None:
    for nutrient in row.drop_floor:
        assert all(bound.lower is None for bound in targets_of(asking(row)).of(nutrient))


def _asks_limit(row: Condition) -> None:
    if row.needs_limit:
        with pytest.raises(WrongInput, match="no plan is made without a limit"):
            targets_of(asking(row, clinician_limits=()))


def _only_lowers(row: Condition) -> None:
    for nutrient in row.only_lower:
        with pytest.raises(WrongInput, match="may only lower"):
            targets_of(asking(row, targets=(TargetWish(nutrient, 1.0),)))


def _caps(row: Condition) -> None:
    for nutrient in row.cap_at_intake:
        usual = usual_intake(nutrient, asking(row).person)
        assert most(asking(row), nutrient) == (2500 if row.potassium == "A" else usual)
        for eaten, limit in ((2000, 2400), (2400, 2000), (5000, 4000)):
            limits = (TargetWish(nutrient, upper=limit), *(asking(row).clinician_limits[1:]))
            now = (TargetWish(nutrient, upper=eaten),)
            assert most(asking(row, now=now, clinician_limits=limits), nutrient) == min(eaten, limit)
            if not row.needs_limit:
                assert most(asking(row, now=now, clinician_limits=()), nutrient) == eaten


def _never_meets(row: Condition) -> None:
    for nutrient in row.never_met:
        bounds = [*targets_of(asking(row)).of(nutrient), *targets_of(asking(row)).of(f"added_{nutrient}")]
        least = [bound for bound in bounds if bound.lower is not None]
        assert least and all(bound.unmet and row.name in bound.unmet for bound in least)


def _counts_added(row: Condition) -> None:
    for nutrient in row.added_only:
        young = asking(row, diet="omnivore")
        assert not targets_of(replace(young, conditions=())).of(f"added_{nutrient}")
        (bound,) = targets_of(young).of(f"added_{nutrient}")
        assert (bound.lower, bound.hard, bound.counts) == (3.0, True, "added")
        assert [b.lower for b in targets_of(replace(young, person=Person(age=60))).of(f"added_{nutrient}")] == [3.0]


def _keeps_rda(row: Condition) -> None:
    for nutrient in row.no_floor_above_rda:
        reference = rda(nutrient, Person())
        usual = targets_of(PlanRequest()).of(nutrient)
        assert any((bound.lower or 0.0) > reference for bound in usual)
        assert all((bound.lower or 0.0) <= reference for bound in targets_of(asking(row)).of(nutrient))
        targets_of(asking(row, hard=(nutrient,)))
        with pytest.raises(WrongInput, match="no more than the RDA"):
            targets_of(asking(row, targets=(TargetWish(nutrient, reference + 1),)))


def _leaves_out(row: Condition) -> None:
    added = {each["food"] for each in plain("added_nutrients.csv") if each["nutrient"] in row.avoid_fortified}
    marks = {mark for each in catalogue().restrictions if row.condition in each.conditions for mark in each.marks}
    marked = {food.food for food in catalogue().foods if marks & {*food.allergens, *food.contents}}
    table, columns = catalogue().upper_per_100g, [catalogue().nutrient_index[name] for name in row.steady]
    unknown = {food.food for place, food in enumerate(catalogue().foods) if np.isnan(table[place, columns]).any()}
    germs = {each.caution for each in catalogue().cautions if row.condition in each.conditions}
    risky = {food.food for food in catalogue().foods if germs & {*food.cautions}}
    gone = {*row.avoid_foods, *added, *marked, *risky}
    usual, found = needs_of(asking(row, conditions=(), diet="omnivore")), needs_of(asking(row, diet="omnivore"))
    foods = catalogue().foods
    lost = {foods[place].food for place in np.flatnonzero(usual.allowed & ~found.allowed)}
    assert lost - unknown == {food for food in gone if usual.allowed[catalogue().food_index[food]]}
    for food in gone:
        if not set(catalogue().spellings[food]) <= gone:
            continue
        with pytest.raises(WrongInput, match=r"--must-have .*(not planned with|no dish here|holds)"):
            check_request(asking(row, diet="omnivore", must_have=(food,)), catalogue())
    said = " ".join(targets_of(asking(row, diet="omnivore")).warnings)
    assert all(food.title_word in said for food in foods if food.food in risky)
    named = [food.name for food in foods if food.food in {*row.avoid_foods, *added}]
    unnamed = [name for name in named if name not in said]
    assert len(unnamed) <= max(0, len(named) - MOST_NAMED)
    assert not unnamed or f"and {len(named) - MOST_NAMED} more." in said


def _plans_little(row: Condition) -> None:
    needs = needs_of(asking(row, diet="omnivore"))
    assert {catalogue().foods[place].food for place in needs.little} == set(row.little_foods)
    for food in row.little_foods:
        with pytest.raises(WrongInput, match=r"only little of it is planned|no dish here"):
            check_request(asking(row, diet="omnivore", must_have=(food,)), catalogue())


def _keeps_steady(row: Condition) -> None:
    for nutrient in row.steady:
        name = next(each.name for each in catalogue().nutrients if each.nutrient == nutrient)
        known = "now" in needed_with(row.condition) or "leafy_greens" in needed_with(row.condition)
        said = targets_of(asking(row)).warnings
        assert known or any(f"{name} should stay about the same" in text for text in said)
        if any(bound.hard for bound in targets_of(PlanRequest()).of(nutrient)):
            share = 0.1 if nutrient == "sodium_mg" else 0.25
            for now in (60.0, 200.0, 2000.0):
                found = targets_of(asking(row, now=(TargetWish(nutrient, upper=now),)))
                (bound,) = [b for b in found.of(nutrient) if b.basis == "as now"]
                assert (bound.lower, bound.upper, bound.hard) == ((1 - share) * now, (1 + share) * now, True)
                assert max(b.lower for b in found.of(nutrient) if b.hard and b.lower is not None) <= (1 + share) * now
                (day,) = [b for b in found.of(nutrient) if b.basis == "as now, any day"]
                level = 2500.0 if nutrient == "calcium_mg" else float("inf")  # the UL
                assert (day.upper, day.every_day) == (min(2 * bound.upper, level), True)


def _asks_what_is_eaten_now(row: Condition) -> None:
    for nutrient in row.needs_now:
        name = next(each.name for each in catalogue().nutrients if each.nutrient == nutrient)
        with pytest.raises(WrongInput, match=f"what you eat of {name} now.*--now {name}=AMOUNT"):
            targets_of(asking(row, now=()))
    if "vitamin_k_ug" in row.steady:
        with pytest.raises(WrongInput, match=r"how often you eat leafy greens.*--leafy-greens"):
            targets_of(asking(row, leafy_greens=""))
        targets_of(asking(row, leafy_greens="", now=(TargetWish("vitamin K", upper=100),)))


def _lifts_the_most(row: Condition) -> None:
    for nutrient in row.drop_ceiling:
        usual = [b for b in targets_of(PlanRequest()).of(nutrient) if b.hard and b.upper is not None]
        found = [b for b in targets_of(asking(row)).of(nutrient) if b.basis in {each.basis for each in usual}]
        assert usual and found and not any(b.hard for b in found)


def _knows_potassium(row: Condition) -> None:
    if row.potassium == "A":
        without = tuple(limit for limit in asking(row).clinician_limits if limit.nutrient != POTASSIUM)
        with pytest.raises(WrongInput, match=r"limit for potassium.*or what you eat of it now"):
            targets_of(asking(row, clinician_limits=without))
    other = "ace-inhibitor" if row.condition != "ace-inhibitor" else "trimethoprim"
    beside = asking(row, conditions=(row.condition, other))
    if row.potassium in ("raises", "raises-little"):
        with pytest.raises(WrongInput, match=r"limit for potassium.*or what you eat of it now"):
            targets_of(beside)
    if row.potassium == "raises-little":
        assert any(b.lower == 2600 for b in targets_of(asking(row)).of(POTASSIUM))
    if row.potassium == "loses":
        now = (TargetWish(POTASSIUM, upper=2000.0),)
        found = targets_of(replace(beside, now=now)).of(POTASSIUM)
        assert any((b.lower, b.upper, b.basis) == (1500, 2000, "as now") for b in found)
        alone = targets_of(asking(row, conditions=(other,), now=now)).of(POTASSIUM)
        assert all(b.lower is None for b in alone)


def _cuts_no_energy(row: Condition) -> None:
    if row.energy_cuts == "no" and row.plans == "yes":
        person = replace(asking(row).person, energy_kcal=1600.0)
        with pytest.raises(WrongInput, match="none is cut here") as refused:
            targets_of(asking(row, person=person))
        assert row.say in refused.value.told
    elif row.plans == "yes":
        targets_of(asking(row, person=Person(energy_kcal=1700.0)))


def _asks_stage(row: Condition) -> None:
    if row.stage:
        with pytest.raises(WrongInput, match="say so with"):
            targets_of(asking(row, person=Person()))


def _says(row: Condition) -> None:
    said = targets_of(asking(row)).warnings
    for text in (row.say, row.avoid, row.red_flag):
        assert any(text in line for line in said)


CHECKS: tuple[Callable[[Condition], None], ...] = (
    _drops, _asks_limit, _only_lowers, _caps, _never_meets, _counts_added, _keeps_rda, _leaves_out, _plans_little,
    _keeps_steady, _asks_what_is_eaten_now, _lifts_the_most, _knows_potassium, _cuts_no_energy, _asks_stage, _says,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__.strip("_"))
@pytest.mark.parametrize("row", PLANNED, ids=lambda row: row.condition)
def test_every_row_changes_what_it_says(row: Condition, check: Callable[[Condition], None]) -> None:
    check(row)


@pytest.mark.parametrize("row", [row for row in CONDITIONS if row.plans == "no"], ids=lambda row: row.condition)
def test_where_nothing_is_planned_every_request_is_refused_with_help(row: Condition) -> None:
    for fields in ({}, {"person": Person(energy_kcal=1500.0)}, {"clinician_limits": LIMITS}):
        with pytest.raises(UnsupportedPerson, match="nothing is planned here") as refused:
            targets_of(PlanRequest(conditions=(row.condition,), **fields))
        assert row.say in refused.value.told and row.red_flag in refused.value.told


# --- potassium that must not rise


def high(plan: Plan) -> float:
    """Potassium, recomputed from the plain tables on the high side [mg / day]."""
    return plain_high(plan, POTASSIUM)


@pytest.mark.parametrize("diet", DIETS)
@pytest.mark.parametrize(
    "person", [Person(), Person(sex="male", age=55), Person(age=70)], ids=lambda p: f"{p.sex}{p.age}"
)
def test_with_an_ace_inhibitor_no_day_rises_above_what_is_usual(diet: str, person: Person) -> None:
    plan = plan_for(PlanRequest(person=person, diet=diet, conditions=("lisinopril",)))
    for day in plan.days:
        assert high(replace(plan, days=(day,))) <= usual_intake(POTASSIUM, person) * (1 + 1e-6)
    assert any("neither what you eat now nor a limit" in note for note in plan.notes)


def test_what_is_eaten_now_is_the_most_where_it_is_known() -> None:
    request = PlanRequest(diet="omnivore", conditions=("losartan",), now=(TargetWish("potassium", upper=2300),))
    assert all(high(replace(plan_for(request), days=(day,))) <= 2300 * (1 + 1e-6) for day in plan_for(request).days)
    (bound,) = targets_of(request).of(POTASSIUM)
    assert bound.basis == "eaten now" and bound.basis in CAPS


def attempts() -> list[dict[str, Any]]:
    """All that somebody could ask for to get more potassium."""
    wishes = (
        (),
        (TargetWish("potassium", 3500),),
        (TargetWish("potassium", upper=9000),),
        (TargetWish("potassium", 2600, 4700),),
    )
    hard = ((), ("potassium",))
    watch = ((), ("potassium",))
    nows = ((), (TargetWish("potassium", upper=4000),))
    foods = ((), ("banana", "lentils"))
    return [
        {"targets": w, "hard": h, "watch": v, "now": n, "must_have": f}
        for w, h, v, n, f in product(wishes, hard, watch, nows, foods)
    ]


@pytest.mark.parametrize("conditions", [("kidney disease",), ("kidney disease", "lisinopril"), ("high potassium",)])
def test_no_wish_raises_the_most_of_potassium(conditions: tuple[str, ...]) -> None:
    granted = 0
    for fields in attempts():
        try:
            request = replace(KIDNEY, conditions=conditions, **fields)
            assert most(request, POTASSIUM) <= 2500
            granted += 1
        except PlannerError:
            pass
    assert granted


def test_a_kidney_patients_week_stays_below_the_limit_whatever_is_granted() -> None:
    for fields in (
        {"watch": ("potassium",)},
        {"must_have": ("banana", "lentils"), "watch": ("potassium",)},
        {"targets": (TargetWish("magnesium", 300),), "now": (TargetWish("potassium", upper=4000),)},
        {"variety": "rich", "seed": 3},
    ):
        try:
            plan = plan_for(replace(KIDNEY, **fields))
        except PlannerError:
            continue
        assert high(plan) <= 2500 * (1 + 1e-6)


def test_no_food_on_offer_is_a_salt_substitute() -> None:
    for food in plain("foods.csv"):
        said = f"{food['name']} {food['note']}".lower()
        assert "potassium chloride" not in said and "salt substitute" not in said


# --- what is shown


def test_b12_that_food_cannot_fix_is_never_shown_as_met() -> None:
    request = PlanRequest(conditions=("pernicious anaemia",))
    plan = plan_for(request)
    results = [result for result in plan.targets if "b12" in result.bound.nutrient]
    assert results and not any(result.met for result in results)
    assert all(result.mean >= (result.bound.lower or 0.0) * 0.99 for result in results)
    assert all("a doctor treats it" in words.state(result) for result in results)
    page = week_markdown(plan, request, catalogue())
    for line in page.splitlines():
        if line.startswith(("| B12", "|B12")):
            assert "Food cannot fix this" in line and "%" not in line
    for target in plan_object(plan, request, catalogue())["targets"]:  # type: ignore[attr-defined]
        if "b12" in target["nutrient"]:
            assert target["met"] is False and "a doctor treats it" in target["unmet"]
        else:
            assert target["unmet"] == ""


def test_little_spinach_with_oxalate_stones() -> None:
    row = next(row for row in CONDITIONS if row.condition == "oxalate-stones")
    for diet in ("vegan", "omnivore"):
        plan = plan_for(PlanRequest(diet=diet, conditions=("oxalate stones",)))
        assert sum(item.food in row.little_foods for item in plan.items()) <= 1


@pytest.mark.parametrize("diet", ["vegan", "omnivore"])
def test_with_haemochromatosis_no_food_holds_added_iron(diet: str) -> None:
    plan = plan_for(PlanRequest(diet=diet, conditions=("haemochromatosis",)))
    added = {row["food"] for row in plain("added_nutrients.csv") if row["nutrient"] == IRON}
    assert not plan.foods & added


def test_the_table_of_added_iron_misses_no_fortified_cereal_and_no_enriched_flour() -> None:
    added = {row["food"] for row in plain("added_nutrients.csv") if row["nutrient"] == IRON}
    nutrients = plain_by("nutrients.csv", "food")
    for food in plain("foods.csv"):
        is_cereal = food["role"] in ("cold_cereal", "hot_cereal") and food["fortified"] == "yes"
        is_enriched = food["group"] == "starch" and float(nutrients[food["food"]]["folic_acid_ug"] or 0) >= 10
        if is_cereal or is_enriched:
            assert food["food"] in added, food["food"]


def test_no_week_with_mao_inhibitors_holds_aged_food() -> None:
    row = next(row for row in CONDITIONS if row.condition == "mao-inhibitor")
    assert not plan_for(PlanRequest(diet="omnivore", conditions=("phenelzine",))).foods & set(row.avoid_foods)


def test_vitamin_k_stays_near_what_is_eaten_now() -> None:
    request = PlanRequest(diet="omnivore", conditions=("warfarin",), now=(TargetWish("vitamin K", upper=120),))
    (bound,) = [b for b in targets_of(request).of("vitamin_k_ug") if b.basis == "as now"]
    assert isinstance(bound, Bound)
    results = [r for r in plan_for(request).targets if r.bound == bound]
    assert results and all(90 <= r.mean <= 150 for r in results)


@pytest.mark.parametrize("row", [row for row in PLANNED if row.apart or row.steady], ids=lambda row: row.condition)
def test_the_plan_names_what_to_eat_apart_and_how_much_to_keep_steady(row: Condition) -> None:
    plan = plan_for(asking(row))
    names = {each.nutrient: each.name for each in catalogue().nutrients}
    if row.apart:
        (note,) = [note for note in plan.notes if note.startswith(f"Hours apart from {row.name}")]
        assert any(item.name in note for item in plan.items())
    for nutrient in row.steady:
        mean = sum(day.nutrients[nutrient] for day in plan.days) / len(plan.days)
        assert any(f"{mean:,.0f}" in note and names[nutrient] in note for note in plan.notes)


@pytest.mark.parametrize("now", [1500.0, 2300.0, 3400.0, 6000.0])
def test_salt_stays_as_it_is_under_lithium(now: float) -> None:
    request = PlanRequest(conditions=("lithium",), now=(TargetWish("sodium", upper=now),))
    plan, targets = plan_for(request), targets_of(request)
    salt = targets.salt.sodium_mg if targets.salt else 0.0
    assert salt == pytest.approx(max(0.0, now - 2300))
    mean = sum(day.nutrients["sodium_mg"] for day in plan.days) / len(plan.days)
    assert 0.9 * now * (1 - 1e-6) <= mean + salt <= 1.1 * now * (1 + 1e-6)
    assert not salt or any("go on adding as much" in result.bound.note for result in plan.targets)


def test_water_that_is_drunk_is_spoken_of_and_never_planned() -> None:
    now = (TargetWish("sodium", upper=2300), TargetWish("water", upper=2500))
    targets = targets_of(PlanRequest(conditions=("lithium",), now=now))
    assert not any(bound.hard for bound in targets.of("water_g"))
    assert any("water should stay about the same" in text for text in targets.warnings)


def test_a_target_of_ones_own_never_moves_what_stays_steady() -> None:
    for wish in (TargetWish("vitamin K", upper=60), TargetWish("vitamin K", 300)):
        with pytest.raises(WrongInput, match=r"near what you eat now.*Ask your doctor first"):
            targets_of(PlanRequest(conditions=("warfarin",), leafy_greens="some-days", targets=(wish,)))


def test_saying_what_is_eaten_is_never_refused_where_an_upper_level_is_below_it() -> None:
    request = PlanRequest(conditions=("digoxin",), now=(TargetWish("calcium", upper=4000),))
    (bound,) = [b for b in targets_of(request).of("calcium_mg") if b.basis == "as now"]
    assert (bound.lower, bound.upper) == (2500, 2500) and "speak with your doctor" in bound.note


def test_what_is_eaten_now_costs_nobody_the_week() -> None:
    now = (TargetWish("potassium", upper=2500), TargetWish("magnesium", upper=300), TargetWish("calcium", upper=800))
    plan = plan_for(PlanRequest(conditions=("digoxin",), now=now))
    bands = [result for result in plan.targets if result.bound.basis == "as now"]
    assert len(bands) == 3 and all(result.met for result in bands)
    wider = next(each for each in bands if each.bound.nutrient == "magnesium_mg")
    assert (wider.bound.lower, wider.bound.upper) == (150, 450)
    assert any("Nearer to it no week was found" in note for note in plan.notes)
    request = PlanRequest(conditions=("digoxin",), now=now)
    said = words.warnings(request, catalogue(), plan)
    assert plan.notes[: len(said)] == said and any("150 to 450 mg" in line for line in said)
    assert explain_week(plan, request, catalogue(), foods=()).prices


@pytest.mark.parametrize("condition", ["heart failure", "lithium", "warfarin", "lisinopril and spironolactone"])
@pytest.mark.parametrize("lines", ["2 slices whole wheat bread\n1 banana", "xyzzy stew"])
def test_what_was_eaten_is_looked_at_before_anything_else_is_known(condition: str, lines: str) -> None:
    request = PlanRequest(diet="omnivore", conditions=(condition,))
    with pytest.raises(WrongInput, match="no plan is made without"):
        targets_of(request)
    report = close_gaps(make_intake(parse_lines(lines), catalogue()), request, catalogue())
    assert report.warnings and not any(bound.nutrient == "water_g" and bound.hard for bound in report.targets.bounds)
    eaten = [] if "xyzzy" in lines else [b for b in report.targets.of(POTASSIUM) if b.basis == "eaten now"]
    assert all(b.upper < 1000 for b in eaten) and bool(eaten) == (
        "xyzzy" not in lines and condition != "lithium" and condition != "warfarin"
    )


def test_calcium_of_a_kidney_patient_stays_where_kdoqi_puts_it() -> None:
    found = [b for b in targets_of(KIDNEY).of("calcium_mg") if b.hard]
    assert max(b.lower for b in found if b.lower is not None) == 800
    assert min(b.upper for b in found if b.upper is not None) == 1000
    active = replace(KIDNEY, conditions=("kidney disease", "calcitriol"))
    assert not any(b.basis == "KDOQI" for b in targets_of(active).bounds)


def test_nothing_changes_for_somebody_who_names_nothing() -> None:
    assert needs_of(PlanRequest()).little == ()
    assert not any(bound.unmet or bound.basis in CAPS for bound in targets_of(PlanRequest()).bounds)
