"""Impossible wishes: each member of a conflict is necessary, each repair works at its price, none is unsafe."""

from dataclasses import replace
from functools import cache

import pytest
from helpers import catalogue, plan_for, targets_of, week_bound
from helpers import needs_of as needs_for

from planner import Person, PlanRequest
from planner.errors import Cancelled, WrongInput
from planner.explain.impossible import Kind, Level, Refusal
from planner.explain.impossible.clash import Loose, Wished
from planner.explain.impossible.repairs import BUDGET_ROOM
from planner.explain.impossible.steps import outward
from planner.exports.refusals import refusal_sections
from planner.pipeline import explain_refusal, kept_dishes
from planner.request import TargetWish, check_request
from planner.solve.session import Outcome, Session
from planner.targets.bound import STOPS

PULSES = tuple(food.food for food in catalogue().foods if food.role in ("bean", "lentil", "soy"))
KIDNEY = {"potassium": 1200.0, "phosphorus": 700.0, "sodium": 1500.0, "protein": 50.0}

CASES = {
    "no fortified foods": PlanRequest(no_fortified=True),
    "pregnant, no fortified foods": PlanRequest(person=Person(age=30, pregnant_trimester=2), no_fortified=True),
    "budget": PlanRequest(max_cost_usd=10.0),
    "calcium": PlanRequest(
        no_fortified=True,
        watch=("vitamin_b12_ug", "added_vitamin_b12_ug"),
        targets=(TargetWish("calcium_mg", lower=2400.0),),
    ),
    "sodium": PlanRequest(targets=(TargetWish("sodium_mg", upper=200.0),)),
    "potassium": PlanRequest(targets=(TargetWish("potassium_mg", lower=0.0, upper=1500.0),)),
    "no grains, soy, nuts, pulses": PlanRequest(without=("gluten", "soy", "tree_nuts", "peanuts"), exclude=PULSES),
    "forced vitamin D": PlanRequest(diet="vegetarian", no_fortified=True, hard=("vitamin_d_ug",)),
    "must-haves": PlanRequest(
        days=1, must_have=("oatmeal", "tofu", "lentils", "kale", "tempeh", "quinoa", "potato", "couscous")
    ),
    "kidney disease": PlanRequest(
        diet="omnivore",
        conditions=("kidney disease",),
        clinician_limits=tuple(TargetWish(name, upper=most) for name, most in KIDNEY.items()),
    ),
}
cases = pytest.mark.parametrize("name", CASES)


@cache
def refusal(name: str) -> Refusal:
    """The explanation of a case, once in a test run."""
    return explain_refusal(CASES[name], catalogue())


def loose(name: str) -> Loose:
    """The model in which the wishes of a case clash."""
    request = check_request(CASES[name], catalogue())
    wished = Wished.of(request, targets_of(request), needs_for(request), catalogue())
    return wished.day() if refusal(name).level is Level.FOODS else wished.week()


@cases
def test_together_the_wishes_clash_and_without_any_of_them_they_do_not(name: str) -> None:
    model, clash = loose(name), refusal(name).conflict
    others = [wish for wish in model.wishes if wish not in clash]
    assert clash
    session = Session(model.let_go(others), integer=False, presolve="off")
    assert session.solve().outcome is Outcome.INFEASIBLE
    for wish in clash:
        session.become(model.let_go([*others, wish]))
        assert session.solve().outcome is Outcome.OPTIMAL


@cases
def test_every_repair_makes_the_request_possible_at_the_price_named(name: str) -> None:
    for repair in refusal(name).repairs:
        bound = week_bound(needs_for(repair.request)) / repair.request.days
        assert repair.cost_usd_per_day == pytest.approx(bound, rel=1e-6)


@cases
def test_no_repair_loosens_what_keeps_somebody_safe(name: str) -> None:
    asked = check_request(CASES[name], catalogue())
    stops = {(b.nutrient, b.upper) for b in targets_of(asked).hard() if b.basis.split(", ")[-1] in STOPS}
    for repair in refusal(name).repairs:
        new = repair.request
        assert set(asked.without) <= set(new.without)
        assert new.conditions == asked.conditions and new.clinician_limits == asked.clinician_limits
        assert new.now == asked.now and new.supplements == asked.supplements
        assert replace(new.person, energy_kcal=None) == replace(asked.person, energy_kcal=None)
        assert stops <= {(b.nutrient, b.upper) for b in targets_of(new).hard() if b.basis.split(", ")[-1] in STOPS}
        if asked.conditions or asked.person.stage != "general":
            assert Kind.REFERENCE not in repair.kinds and Kind.DIET not in repair.kinds


def test_a_clinicians_limit_gets_advice_and_no_repair() -> None:
    told = refusal("kidney disease")
    assert told.repairs == ()
    assert any(wish.kind is Kind.CLINICIAN for wish in told.conflict)
    assert any("ask a dietitian" in note for note in told.notes)


def test_a_vegan_without_fortified_foods_reads_it_in_one_go() -> None:
    told = refusal("no fortified foods")
    assert [wish.text for wish in told.conflict] == [
        "you eat vegan",
        "you leave out fortified foods",
        "at least 3 mcg of vitamin B12 a day (the recommended amount and a margin, RDA +25 %)",
    ]
    assert [reach.nutrient for reach in told.reachable] == ["vitamin_b12_ug"]
    assert 0 < told.reachable[0].reached < 0.5
    assert [repair.kinds for repair in told.repairs] == [(Kind.FORTIFIED,), (Kind.SUPPLEMENT,)]
    assert "nutritional yeast" in told.repairs[0].text
    said = " ".join(line for section in refusal_sections(told) for line in section.lines)
    assert "ask a pharmacist or doctor" in said and "no dose is advised" in said
    assert not {"constraint", "violated", "infeasible"} & set(said.lower().split())


@pytest.mark.parametrize("name", ["no fortified foods", "pregnant, no fortified foods"])
def test_a_supplement_is_offered_without_a_dose_and_b12_is_only_watched(name: str) -> None:
    repair = next(each for each in refusal(name).repairs if Kind.SUPPLEMENT in each.kinds)
    assert not repair.request.supplements
    assert {"vitamin_b12_ug", "added_vitamin_b12_ug"} <= set(repair.request.watch)
    assert repair.beside_usd_per_day is not None
    watched = [result for result in targets_of(repair.request).watched() if "b12" in result.nutrient]
    assert watched


def test_a_real_week_comes_of_the_supplement() -> None:
    repair = next(each for each in refusal("no fortified foods").repairs if Kind.SUPPLEMENT in each.kinds)
    plan = plan_for(repair.request)
    assert plan.cost_usd / 7 >= repair.cost_usd_per_day - 1e-6
    assert not any(result.met for result in plan.targets if result.bound.nutrient == "added_vitamin_b12_ug")


def test_a_budget_is_raised_to_what_is_needed_with_a_little_room() -> None:
    told = refusal("budget")
    needed = week_bound(needs_for(PlanRequest()))
    (repair,) = told.repairs
    raised = repair.request.max_cost_usd
    assert raised is not None and needed * BUDGET_ROOM <= raised < needed * BUDGET_ROOM + 1
    assert repair.add == (f"--max-cost {raised:g}",) and repair.drop == ("--max-cost 10",)
    assert told.reachable[0].nutrient == "cost"


def test_meals_that_fail_are_told_from_foods_that_fail() -> None:
    assert refusal("potassium").level is Level.MEALS
    assert "no real meals" in refusal("potassium").headline
    assert refusal("no fortified foods").level is Level.FOODS


@pytest.mark.parametrize(
    ("name", "nutrient", "is_least"), [("calcium", "calcium_mg", True), ("sodium", "sodium_mg", False)]
)
def test_an_own_target_is_relaxed_outward_of_what_meals_reach(name: str, nutrient: str, is_least: bool) -> None:
    told = refusal(name)
    reach = next(each for each in told.reachable if each.nutrient == nutrient)
    repair = next(each for each in told.repairs if each.kinds == (Kind.OWN,))
    (wish,) = [wish for wish in repair.request.targets if wish.nutrient == nutrient]
    end = wish.lower if is_least else wish.upper
    assert end is not None and (end <= reach.reached if is_least else end >= reach.reached)
    assert abs(end / reach.reached - 1) < 0.1


def test_outward_never_asks_for_more_than_was_reached() -> None:
    for value in (0.4, 3.0, 99.5, 481.0, 1590.0, 2400.0):
        assert outward(value, is_least=True) <= value <= outward(value, is_least=False)


def test_foods_that_were_left_out_come_back_few_at_a_time_and_allergens_never() -> None:
    told = refusal("no grains, soy, nuts, pulses")
    (repair,) = told.repairs
    assert repair.kinds == (Kind.EXCLUDED,)
    back = set(PULSES) - set(repair.request.exclude)
    assert 0 < len(back) < len(PULSES)
    soy = {food.food for food in catalogue().foods if "soy" in food.allergens}
    assert not any(needs_for(repair.request).allowed[catalogue().food_index[food]] for food in soy)
    assert any("Allergens" in note for note in told.notes)


def test_where_one_change_is_not_enough_the_fewest_together_are_offered() -> None:
    told = refusal("must-haves")
    assert {wish.kind for wish in told.conflict} <= {Kind.MUST_HAVE, Kind.ENERGY, Kind.DIET, Kind.REFERENCE}
    assert told.repairs
    for repair in told.repairs:
        assert set(repair.request.must_have) < set(check_request(CASES["must-haves"], catalogue()).must_have)


def test_it_can_be_called_off() -> None:
    with pytest.raises(Cancelled):
        explain_refusal(CASES["no fortified foods"], catalogue(), cancelled=lambda: True)


def test_wrong_input_stays_wrong_input() -> None:
    with pytest.raises(WrongInput):
        explain_refusal(PlanRequest(exclude=("unobtainium",)), catalogue())


def test_dishes_that_are_kept_are_named_where_only_they_stand_in_the_way() -> None:
    table, index = catalogue(), catalogue().food_index
    sodium = table.per_100g[:, table.nutrient_index["sodium_mg"]] * table.grams / 100
    dishes = [dish for dish in kept_dishes(plan_for(PlanRequest())) if dish.meal != "snack"]
    keep = tuple(
        sorted(dishes, key=lambda dish: -sum(sodium[index[food]] * portions for food, portions in dish.items))
    )[:2]
    request = PlanRequest(targets=(TargetWish("sodium_mg", upper=600.0),), keep=keep)
    told = explain_refusal(request, catalogue())
    assert {wish.kind for wish in told.conflict} == {Kind.KEPT}
    assert all(wish.text.startswith("you keep the ") for wish in told.conflict)
    let_go = next(repair for repair in told.repairs if repair.kinds == (Kind.KEPT,))
    assert let_go.request.keep == () and let_go.request.targets == told.repairs[0].request.targets
