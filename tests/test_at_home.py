"""What is at home: free, used first, never more than there is; and what is there afterwards."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers import DEFAULT, catalogue, needs_of, plan_for, solve_lp, week_model

from planner import PlanRequest, make_plan
from planner.at_home import AtHome, check_at_home, eaten_from_home, marked, parse_at_home, read_pantry, write_pantry
from planner.errors import PlanFault, WrongInput
from planner.exports import plan_object, to_buy_csv, week_markdown, words
from planner.model.at_home import HomePrices
from planner.model.day import build_day
from planner.model.fillings import make_fillings
from planner.pantry import from_pantry, pantry_after
from planner.plan import Plan
from planner.shopping import shopping_list, till_usd, to_buy
from planner.targets import make_targets
from planner.verify import verify

HOME = (
    AtHome("lentils", 1, "bag"),
    AtHome("soy-milk-unsweetened", 1, "l"),
    AtHome("carrots", 400),
    AtHome("spinach, fresh", 200, "g", use_up=True),
    AtHome("eggs", 6, ""),
    AtHome("white rice", 2, "lb"),
)
WITH = replace(DEFAULT, at_home=HOME)


@cache
def stock() -> dict[str, float]:
    return {thing.food: thing.amount for thing in check_at_home(HOME, catalogue())}


def bought_grams(plan: Plan) -> dict[str, float]:
    """Grams as bought that come from home, by purchase, worked out from the plates."""
    used: dict[str, float] = {}
    for item in plan.items():
        form = catalogue().purchases[item.food]
        used[form.purchase] = used.get(form.purchase, 0.0) + item.at_home_grams / form.grams_eaten_per_gram_bought
    return {purchase: grams for purchase, grams in used.items() if grams}


@pytest.mark.parametrize(
    ("text", "purchase", "grams"),
    [
        ("lentils=500g", "lentils", 500),
        ("lentils, dry=500 g", "lentils", 500),
        ("lentils=2", "lentils", 908),
        ("lentils=2 bags", "lentils", 908),
        ("white-rice=1 lb", "white-rice", 453.59237),
        ("eggs=6", "eggs", 6 * 56.82),
        ("eggs=1 carton", "eggs", 12 * 56.82),
        ("black-beans-canned=2 cans", "black-beans-canned", 878),
        ("whole milk=1 l", "whole-milk", 1031),
        ("rye bread=0.5 loaf", "rye-bread", 227),
        ("rye bread=3 slices", "rye-bread", 96),
        ("carrots=1.5 kg", "carrots", 1500),
    ],
)
def test_what_is_at_home_is_read_in_the_words_of_a_kitchen(text: str, purchase: str, grams: float) -> None:
    (thing,) = check_at_home([parse_at_home(text)], catalogue())
    assert (thing.food, thing.unit) == (purchase, "g")
    assert thing.amount == pytest.approx(grams)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lentils", r"--at-home lentils: write FOOD=AMOUNT"),
        ("lentils=some", r"--at-home lentils=some: write FOOD=AMOUNT"),
        ("lentils=0", r"--at-home lentils=0: the amount is not a number above 0"),
        ("lentils=-3 g", r"--at-home lentils=-3 g: write FOOD=AMOUNT"),
        ("lentil=3", r"--at-home lentil=3: no such food. Did you mean lentils\?"),
        ("lentils=2 l", r"lentils, dry is not counted in l. Write g, kg, oz, lb, bag\."),
        ("kale, fresh bunch=2", r"kale, fresh bunch needs a unit. Write g, kg"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        check_at_home([parse_at_home(text)], catalogue())


def test_one_thing_named_twice_is_added_up() -> None:
    (thing,) = check_at_home([parse_at_home("lentils=100 g"), AtHome("lentils, dry", 1, "kg", True)], catalogue())
    assert (thing.amount, thing.use_up) == (1100, True)


def test_of_one_purchase_the_dearest_food_comes_first_and_never_more_than_there_is() -> None:
    tables = catalogue()
    eaten = {"carrots": 100.0, "carrots-raw": 100.0, "lentils": 200.0}
    used = eaten_from_home(eaten, check_at_home([AtHome("carrots", 150)], tables), tables)
    shares = {food: tables.purchases[food].grams_eaten_per_gram_bought for food in used}
    assert sum(grams / shares[food] for food, grams in used.items()) == pytest.approx(150)
    assert used.keys() == {"carrots", "carrots-raw"} and all(used[food] <= eaten[food] for food in used)


def test_a_week_is_never_dearer_with_something_at_home_and_its_bound_neither() -> None:
    without, with_home = plan_for(DEFAULT), plan_for(WITH)
    assert with_home.lower_bound_usd_per_day <= without.lower_bound_usd_per_day + 1e-9
    assert with_home.cheapest_lp_usd_per_day <= without.cheapest_lp_usd_per_day + 1e-9
    assert with_home.cheapest_lp_usd_per_day <= with_home.lower_bound_usd_per_day + 1e-9
    assert with_home.cost_usd < without.cost_usd
    assert with_home.lower_bound_usd_per_day * 7 <= with_home.cost_usd + 1e-9


@pytest.mark.parametrize("grams", [50, 200, 1000])
def test_more_at_home_never_raises_the_cost_of_the_cheapest_day_or_week(grams: float) -> None:
    """value(grams) >= value(2 grams): the model is a relaxation of itself with less at home."""
    costs = []
    for amount in (grams, 2 * grams):
        needs = needs_of(replace(DEFAULT, at_home=(AtHome("lentils", amount), AtHome("tofu", amount))))
        model = week_model(needs)
        costs.append((solve_lp(build_day(needs)).objective, solve_lp(replace(model.spec, cost=model.money)).objective))
    assert costs[1][0] <= costs[0][0] + 1e-7
    assert costs[1][1] <= costs[0][1] + 1e-6


def test_the_first_grams_are_those_at_home_and_never_more_than_there_are() -> None:
    plan = plan_for(WITH)
    used = bought_grams(plan)
    assert {"lentils", "white-rice"} <= used.keys()
    for purchase, grams in used.items():
        assert grams <= stock()[purchase] * (1 + 1e-9)
    for entry in shopping_list(plan, catalogue()):
        if entry.buy_grams > 1e-6 and entry.purchase in stock():
            assert used[entry.purchase] == pytest.approx(stock()[entry.purchase])  # nothing is bought before it is gone


def test_what_is_eaten_from_home_costs_nothing_to_the_cent() -> None:
    plan, tables = plan_for(WITH), catalogue()
    paid = sum(
        float(tables.usd_per_100g[tables.food_index[item.food]]) * (item.grams - item.at_home_grams) / 100
        for item in plan.items()
    )
    assert plan.cost_usd == pytest.approx(paid, abs=1e-9)
    entries, lines = shopping_list(plan, tables), to_buy(plan, tables)
    assert sum(entry.cost_usd for entry in entries) == pytest.approx(plan.cost_usd, abs=1e-9)
    assert sum(line.cost_usd for line in lines) == pytest.approx(plan.cost_usd, abs=1e-9)
    assert sum(entry.till_usd for entry in entries) == pytest.approx(till_usd(lines), abs=1e-6)
    for entry in entries:
        share = tables.purchases[entry.food].grams_eaten_per_gram_bought
        assert (entry.buy_grams + entry.at_home_grams) * share == pytest.approx(entry.grams)


def test_what_is_to_be_used_up_is_eaten_where_it_can_be() -> None:
    things = (AtHome("swiss-chard", 150, use_up=True),)
    plan = plan_for(replace(DEFAULT, at_home=things))
    (used,) = from_pantry(plan, things, catalogue())
    assert used.used_grams > 0.5 * used.held_grams


def test_a_diet_is_kept_whatever_is_at_home() -> None:
    plan = plan_for(WITH)
    assert not plan.foods & {"boiled-egg", "scrambled-egg"}
    text = week_markdown(plan, WITH, catalogue())
    assert "not needed: eggs, large" in text and "**From what is at home**" in text


def test_a_budget_is_of_what_is_paid() -> None:
    plan = plan_for(replace(WITH, max_cost_usd=32.0))
    assert plan.cost_usd <= 32.0 + 1e-6


def test_a_plan_that_takes_too_much_from_home_or_pays_too_early_is_refused() -> None:
    plan, tables = plan_for(WITH), catalogue()
    for request, said in ((DEFAULT, "from home, where 0.0 g are"), (WITH, "is bought while")):
        broken = plan if request is DEFAULT else plan_without_home(plan)
        with pytest.raises(PlanFault, match=said):
            verify(broken, request, make_targets(request, tables), tables)


def plan_without_home(plan: Plan) -> Plan:
    """The same plates, all paid for."""
    tables, days = catalogue(), []
    for day in plan.days:
        meals = []
        for meal in day.meals:
            items = tuple(
                replace(
                    item,
                    at_home_grams=0.0,
                    cost_usd=float(tables.usd_per_100g[tables.food_index[item.food]]) * item.grams / 100,
                )
                for item in meal.items
            )
            meals.append(replace(meal, items=items))
        days.append(
            replace(day, meals=tuple(meals), cost_usd=sum(item.cost_usd for meal in meals for item in meal.items))
        )
    return replace(plan, days=tuple(days))


def test_the_pantry_after_is_what_was_there_and_bought_less_what_was_eaten() -> None:
    plan, tables = plan_for(WITH), catalogue()
    after = {thing.food: thing.amount for thing in pantry_after(plan, HOME, tables)}
    lines = {line.purchase: line for line in to_buy(plan, tables)}
    used = bought_grams(plan)
    for purchase in stock().keys() | lines.keys():
        left = stock().get(purchase, 0.0) - used.get(purchase, 0.0)
        left += lines[purchase].left_grams if purchase in lines else 0.0
        assert after.get(purchase, 0.0) == pytest.approx(left, abs=0.6)
    some = next(line for line in lines.values() if line.left_grams > 100 and line.purchase not in stock())
    ticked = {
        thing.food: thing.amount for thing in pantry_after(plan, HOME, tables, ticked=[some.purchase], eaten=False)
    }
    assert ticked.keys() == stock().keys() | {some.purchase}
    assert ticked[some.purchase] == pytest.approx(some.grams + some.left_grams)


def test_a_pantry_is_written_and_read_back(tmp_path: Path) -> None:
    things = marked(HOME, ["lentils"], catalogue())
    write_pantry(tmp_path / "pantry.csv", things)
    again = check_at_home(read_pantry(tmp_path / "pantry.csv"), catalogue())
    assert [(thing.food, thing.use_up) for thing in again] == [(thing.food, thing.use_up) for thing in things]
    assert [thing.amount for thing in again] == pytest.approx([thing.amount for thing in things], abs=0.06)
    write_pantry(tmp_path / "empty.csv", ())
    assert read_pantry(tmp_path / "empty.csv") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("food,amount,unit,use_up\nlentils,much,g,\n", r"pantry.csv, row 2 \(lentils\): 'much' 'g' is no amount"),
        ("food,amount,unit,use_up\nlentils,5,g,perhaps\n", r"pantry.csv, row 2 \(lentils\): use_up is 'perhaps'"),
        ("food,amount\nlentils,5\n", r"pantry.csv: column unit is missing"),
    ],
)
def test_a_wrong_pantry_names_the_row(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pantry.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongInput, match=said):
        read_pantry(path)


def test_what_is_to_be_used_up_must_be_at_home() -> None:
    with pytest.raises(WrongInput, match="--use-up tofu: it is not at home"):
        marked(HOME, ["tofu"], catalogue())
    with pytest.raises(WrongInput, match="give an AtHome"):
        PlanRequest(at_home=("lentils=500g",))  # type: ignore[arg-type]


def test_json_says_what_is_at_home_and_what_of_it_is_eaten() -> None:
    plan, tables = plan_for(WITH), catalogue()
    found = plan_object(plan, WITH, tables)
    used = {row["purchase"]: row["used_grams"] for row in found["at_home"]}  # type: ignore[attr-defined]
    assert {purchase: grams for purchase, grams in used.items() if grams} == pytest.approx(bought_grams(plan))
    assert to_buy_csv(to_buy(plan, tables)).count("\n") == 1 + len(found["to_buy"])  # type: ignore[arg-type]


def test_a_full_pantry_is_eaten_before_anything_is_paid_for() -> None:
    """Nobody pays for a second milk where three stand at home; how much less it could cost is said in dollars."""
    foods = [food for food in catalogue().foods if food.fits("vegan")]
    things = {catalogue().purchases[food.food].purchase for food in foods[::3]}
    assert len(things) > 60
    request = PlanRequest(days=3, at_home=tuple(AtHome(thing, 500.0) for thing in sorted(things)))
    plan = make_plan(request, catalogue())
    lowest = 3 * plan.lower_bound_usd_per_day
    assert plan.cost_usd - lowest < 0.04 * plan_for(DEFAULT).cost_usd
    assert f"proven within {words.money(plan.cost_usd - lowest)} of the cheapest" in words.proof(plan)


def test_a_replacement_costs_only_what_is_not_at_home() -> None:
    needs = needs_of(PlanRequest(at_home=(AtHome("lentils, dry", 100.0),)))
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    lentils = int(np.flatnonzero(fillings.food == catalogue().food_index["lentils"])[0])
    other, nothing = int(np.flatnonzero(fillings.food != fillings.food[lentils])[0]), len(fillings.food)
    home, cost = HomePrices(needs, fillings), np.append(fillings.cost, 0.0)
    grams = fillings.size[lentils] * catalogue().grams[fillings.food[lentils]]
    bought = grams / catalogue().purchases["lentils"].grams_eaten_per_gram_bought
    for times in range(6):
        eaten = np.array([lentils] * times, int)
        paid = max(0.0, times * bought - 100) - max(0.0, (times - 1) * bought - 100) if times else 0.0
        more = max(0.0, (times + 1) * bought - 100) - max(0.0, times * bought - 100)
        gone = np.array([lentils if times else nothing, nothing])
        change = home.changes(cost, eaten, gone, np.array([other, lentils]))
        assert change[0] == pytest.approx(cost[other] - cost[lentils] * paid / bought)
        assert change[1] == pytest.approx(cost[lentils] * more / bought)
