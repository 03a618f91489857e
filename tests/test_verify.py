"""The check before a plan is shown: a good plan passes, and every way to spoil it is named."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers import DEFAULT, catalogue, plan_for, targets_of

from planner import PlanRequest
from planner.errors import PlanFault
from planner.plan import Day, Item, Meal, Plan
from planner.request import TargetWish
from planner.verify import (
    _avoided,
    _bound_faults,
    _item_faults,
    _shape_faults,
    _too_often,
    amounts,
    verify,
)

FOCAL = ("magnesium_mg", "potassium_mg", "calcium_mg")
Mutation = Callable[[Plan], Plan]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_for(DEFAULT)


def checked(plan: Plan, request: PlanRequest = DEFAULT) -> None:
    verify(plan, request, targets_of(request), catalogue())


def priced(day: Day, meals: tuple[Meal, ...]) -> Day:
    """A day of other meals at its true cost, so that only what is meant is broken."""
    return replace(day, meals=meals, cost_usd=sum(item.cost_usd for meal in meals for item in meal.items))


def with_items(plan: Plan, change: Callable[[Item], Item | None], days: tuple[int, ...] = ()) -> Plan:
    """The plan with each item changed, or left out where `change` gives None; only on `days` if given."""

    def meal_of(meal: Meal) -> Meal:
        return replace(meal, items=tuple(item for item in map(change, meal.items) if item is not None))

    return replace(
        plan,
        days=tuple(
            priced(day, tuple(map(meal_of, day.meals))) if not days or day.day in days else day for day in plan.days
        ),
    )


def helping(food: str, portions: float) -> Item:
    """So many portions of a food, by the tables."""
    tables, place = catalogue(), catalogue().food_index[food]
    row = tables.foods[place]
    grams = portions * row.grams
    kcal = tables.per_100g[place, tables.nutrient_index["energy_kcal"]] * grams / 100
    usd = float(tables.usd_per_100g[place]) * grams / 100
    return Item(food, row.name, row.fndds_code, portions, row.portion, grams, float(kcal), usd)


def adding(food: str, portions: float, times: int = 1, day: int = 1) -> Mutation:
    def change(plan: Plan) -> Plan:
        days = list(plan.days)
        chosen = days[day - 1]
        last = chosen.meals[-1]
        more = replace(last, items=last.items + times * (helping(food, portions),))
        days[day - 1] = priced(chosen, (*chosen.meals[:-1], more))
        return replace(plan, days=tuple(days))

    return change


def first_grams(plan: Plan) -> Plan:
    first = plan.items()[0]
    return with_items(plan, lambda item: replace(item, grams=item.grams + 5) if item is first else item)


def without_best(nutrient: str) -> Mutation:
    """Everything that holds much of a nutrient left out."""
    column, table = catalogue().nutrient_index[nutrient], catalogue().per_100g

    def change(plan: Plan) -> Plan:
        foods = sorted(plan.foods, key=lambda food: -table[catalogue().food_index[food], column])[:25]
        return with_items(plan, lambda item: None if item.food in foods else item)

    return change


def twin_days(plan: Plan) -> Plan:
    first, second, *others = plan.days
    return replace(plan, days=(first, replace(first, day=second.day), *others))


def too_cheap(plan: Plan) -> Plan:
    first, *others = plan.days
    return replace(plan, days=(replace(first, cost_usd=first.cost_usd - 0.10), *others))


def day_lost(plan: Plan) -> Plan:
    return replace(plan, days=plan.days[:-1])


def one_dish_all_week(plan: Plan) -> Plan:
    """Every main dish goes by the name of one pattern."""
    pattern = plan.days[0].meals[1].pattern
    days = tuple(
        replace(day, meals=tuple(replace(m, pattern=pattern) if m.meal == "dinner" else m for m in day.meals))
        for day in plan.days
    )
    return replace(plan, days=days)


def every_day(food: str) -> Mutation:
    def change(plan: Plan) -> Plan:
        for day in range(1, len(plan.days) + 1):
            plan = adding(food, 0.25, day=day)(plan)
        return plan

    return change


SPOILED: list[tuple[str, Mutation, str]] = [
    ("grams that are not the portions", first_grams, r" g is not [\d.]+ portions"),
    ("a fish on a vegan's plate", adding("salmon", 0.5), "salmon.* is not vegan"),
    ("honey on a vegan's plate", adding("honey", 0.5), "honey is not vegan"),
    ("too much at once", adding("broccoli", 1.0, times=9), r"day 1: .*portions of .*broccoli"),
    ("the same food day after day", every_day("walnuts"), r"walnuts on 7 days"),
    ("a dish over its limit", one_dish_all_week, r"\w+ [789] times"),
    ("two equal days", twin_days, "two days are the same"),
    ("a wrong cost", too_cheap, r"the cost is \d+\.\d+, not \d+\.\d+"),
    ("a day lost", day_lost, "6 days instead of 7"),
    *((f"too little {nutrient}", without_best(nutrient), rf"{nutrient} is [\d.]+, below [\d.]+") for nutrient in FOCAL),
    ("too little B12", without_best("added_vitamin_b12_ug"), r"vitamin_b12_ug is [\d.]+, below"),
    ("too much salt", adding("soy-sauce-low-sodium", 40.0), r"sodium_mg is [\d.]+, above [\d.]+"),
    ("too much energy", adding("agave-syrup", 100.0), r"energy_kcal is [\d.]+, above [\d.]+"),
]


def test_a_good_plan_passes(plan: Plan) -> None:
    checked(plan)


@pytest.mark.parametrize(("spoil", "named"), [case[1:] for case in SPOILED], ids=[case[0] for case in SPOILED])
def test_a_spoiled_plan_is_a_fault_that_names_what_is_broken(plan: Plan, spoil: Mutation, named: str) -> None:
    """The message holds the first five; the others are read from the checks themselves."""
    spoiled, targets, tables = spoil(plan), targets_of(DEFAULT), catalogue()
    with pytest.raises(PlanFault, match="not shown"):
        verify(spoiled, DEFAULT, targets, tables)
    faults = [
        *_item_faults(spoiled, tables),
        *_bound_faults(spoiled, targets, tables),
        *_avoided(spoiled, DEFAULT, tables),
        *_too_often(spoiled, tables),
        *_shape_faults(spoiled, DEFAULT),
    ]
    assert any(re.search(named, fault) for fault in faults), faults


def test_a_fault_is_named_in_the_message(plan: Plan) -> None:
    with pytest.raises(PlanFault, match=r"the cost is .* not "):
        checked(too_cheap(plan))


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        (lambda plan: {"exclude": (plan.items()[0].food,)}, "is excluded"),
        (lambda plan: {"without": ("soy", "gluten", "tree_nuts", "peanuts")}, "holds an allergen"),
        (lambda plan: {"no_fortified": True}, "is fortified"),
        (lambda plan: {"only_article_foods": True}, "not on the article's lists"),
        (lambda plan: {"max_cost_usd": plan.cost_usd * 0.9}, r"it costs [\d.]+, over [\d.]+"),
        (lambda plan: {"days": 3}, "7 days instead of 3"),
        (lambda plan: {"targets": (TargetWish("protein_g", lower=150.0),)}, r"protein_g is [\d.]+, below 150"),
        (lambda plan: {"targets": (TargetWish("sodium_mg", upper=300.0),)}, r"sodium_mg is [\d.]+, above 300"),
    ],
)
def test_a_plan_for_another_request_is_a_fault(
    plan: Plan, asked: Callable[[Plan], dict[str, object]], named: str
) -> None:
    with pytest.raises(PlanFault, match=named):
        checked(plan, replace(DEFAULT, **asked(plan)))  # type: ignore[arg-type]


def test_an_unknown_amount_counts_as_nothing_below_and_as_infinite_above(plan: Plan) -> None:
    tables, eaten = catalogue(), Counter(item.food for item in plan.items())
    food = min(eaten, key=lambda slug: (eaten[slug], slug))  # on one day: a fault names the first few things only
    at = tables.food_index[food], tables.nutrient_index["iron_mg"]
    per_100g, upper = tables.per_100g.copy(), tables.upper_per_100g.copy()
    per_100g[at] = upper[at] = float("nan")
    gap = replace(tables, per_100g=per_100g, upper_per_100g=upper)
    assert amounts(plan, gap, "iron_mg", high=False) < amounts(plan, tables, "iron_mg", high=False)
    assert amounts(plan, gap, "iron_mg", high=True) == float("inf")
    with pytest.raises(PlanFault, match=r"iron_mg is inf, above"):
        verify(plan, DEFAULT, targets_of(DEFAULT), gap)


def test_other_prices_in_the_tables_are_noticed(plan: Plan) -> None:
    with pytest.raises(PlanFault, match="the cost is"):
        verify(plan, DEFAULT, targets_of(DEFAULT), catalogue().with_prices(catalogue().usd_per_100g * 1.01))


def totals_wrong(plan: Plan) -> Plan:
    first, *others = plan.days
    shown = first.nutrients | {"calcium_mg": first.nutrients["calcium_mg"] + 100}
    return replace(plan, days=(replace(first, nutrients=shown), *others))


def mean_wrong(plan: Plan) -> Plan:
    first, *others = plan.targets
    return replace(plan, targets=(replace(first, mean=first.mean * 1.1), *others))


def energy_of_item_wrong(plan: Plan) -> Plan:
    first = plan.items()[0]
    return with_items(plan, lambda i: replace(i, energy_kcal=i.energy_kcal + 50) if i is first else i)


def cost_of_day_moved(plan: Plan) -> Plan:
    first, second, *others = plan.days
    moved = replace(first, cost_usd=first.cost_usd - 1), replace(second, cost_usd=second.cost_usd + 1)
    return replace(plan, days=(*moved, *others))


@pytest.mark.parametrize(
    "spoil",
    [totals_wrong, mean_wrong, energy_of_item_wrong, cost_of_day_moved],
    ids=lambda spoil: spoil.__name__,
)
def test_a_number_that_is_shown_and_wrong_is_a_fault(plan: Plan, spoil: Mutation) -> None:
    """What stands in the table of a plan is recomputed, too, not only what binds."""
    with pytest.raises(PlanFault):
        checked(spoil(plan))
