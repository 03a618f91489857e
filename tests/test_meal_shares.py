"""Carbohydrate by the meal: shown, spread over the meals of a day, and never less than the reference with SGLT2."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from helpers import catalogue, needs_of, plain_by, plain_nutrients, plan_for, targets_of, week_model

from planner import Person, PlanRequest, make_plan
from planner.errors import PlanFault, TableError, WrongInput
from planner.exports import plan_object, week_markdown
from planner.exports.away import Away
from planner.exports.files import week_file
from planner.exports.meal_words import by_meal_words, meal_words
from planner.meal_amounts import amount_of, off_meals
from planner.model.fillings import make_fillings
from planner.model.judge import Judge, Serving
from planner.model.shares import DayShares, WeekShares
from planner.plan import Plan
from planner.request import parse_limit, parse_target
from planner.solve.moved import Moved
from planner.tables.margins import load_margins
from planner.targets import MealShare
from planner.verify import verify

DATA = Path(__file__).parents[1] / "data"
CATALOGUE = catalogue()
DIABETES = PlanRequest(diet="omnivore", conditions=("type-2-diabetes",))
PLAIN = PlanRequest(diet="omnivore")
CARBOHYDRATE = "carbohydrate_g"
SLUGS = ("type-1-diabetes", "type-2-diabetes", "diabetes", "insulin", "sulfonylurea")


def plain_meals(plan: Plan, nutrient: str = CARBOHYDRATE) -> list[dict[str, float]]:
    """What each meal of each day holds, from the table read plainly."""
    table = plain_nutrients()
    return [
        {m.meal: sum(float(table[i.food][nutrient]) * i.grams / 100 for i in m.items) for m in day.meals}
        for day in plan.days
    ]


def shares(request: PlanRequest) -> dict[str, MealShare]:
    return {rule.meal: rule for rule in targets_of(request).meal_shares}


@pytest.mark.parametrize("slug", SLUGS)
def test_each_condition_of_diabetes_asks_for_even_meals(slug: str) -> None:
    rules = shares(replace(DIABETES, conditions=(slug,)))
    assert (rules["breakfast"].least, rules["breakfast"].most) == pytest.approx((0.19 * 275, 0.31 * 275))
    assert (rules["main"].least, rules["main"].most) == pytest.approx((0.26 * 275, 0.4 * 275))
    assert (rules["snack"].least, rules["snack"].most) == pytest.approx((0.05 * 275, 0.18 * 275))


def test_nobody_else_is_asked_and_every_slug_is_a_condition() -> None:
    assert not targets_of(PLAIN).meal_shares
    assert not targets_of(replace(DIABETES, conditions=("sglt2-inhibitor",))).meal_shares
    margins = CATALOGUE.references.margins
    known = {row.condition for row in CATALOGUE.conditions}
    for row in margins.shares:
        assert set(row.only_with) | set(row.not_with) <= known
        assert row.source and row.date and row.note
    assert all(set(row.only_with) <= known and row.source for row in margins.shown)


def test_in_pregnancy_breakfast_holds_less_whatever_else_is_named() -> None:
    person = Person(age=30, pregnant_trimester=2)
    for more in ((), ("insulin",)):
        rules = shares(PlanRequest(person=person, diet="omnivore", conditions=("gestational-diabetes", *more)))
        assert rules["breakfast"].most < rules["main"].least
        assert len(rules) == 3


def test_shares_follow_an_own_target() -> None:
    rules = shares(replace(DIABETES, targets=(parse_target("carbohydrate=230:250"),)))
    assert rules["main"].most == pytest.approx(0.4 * 240)


def test_a_share_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    for name in ("margins.csv", "meal_rules.csv", "meal_shares.csv", "shown_by_meal.csv"):
        shutil.copy(DATA / name, tmp_path)
    text = (DATA / "meal_shares.csv").read_text(encoding="utf-8").replace(",0.19,0.31,", ",0.31,0.31,", 1)
    (tmp_path / "meal_shares.csv").write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=r"meal_shares\.csv \(carbohydrate_breakfast\): least is not below most"):
        load_margins(tmp_path)


def test_a_week_with_diabetes_is_even_and_one_without_is_not() -> None:
    plan, rules = plan_for(DIABETES), shares(DIABETES)
    assert not plan.yielded
    for day in plain_meals(plan):
        for meal, held in day.items():
            rule = rules["main" if meal in ("lunch", "dinner") else meal]
            assert rule.least * (1 - 1e-6) <= held <= rule.most * (1 + 1e-6), meal
    mains = [
        [day[meal] for day in plain_meals(week) for meal in ("lunch", "dinner")] for week in (plan, plan_for(PLAIN))
    ]
    even, usual = (float(np.std(held) / np.mean(held)) for held in mains)
    assert even < 0.15 < usual


def test_what_stands_beside_a_meal_is_what_it_holds() -> None:
    plan = plan_for(DIABETES)
    carbohydrate, fibre = plain_meals(plan), plain_meals(plan, "fibre_g")
    for day in plan.days:
        for meal in day.meals:
            both = carbohydrate[day.day - 1][meal.meal], fibre[day.day - 1][meal.meal]
            said = f"carbohydrate {both[0]:.0f} g, fibre {both[1]:.0f} g"
            assert meal_words(meal, DIABETES, CATALOGUE) == said
            assert meal_words(meal, PLAIN, CATALOGUE) == ""


@pytest.mark.parametrize("slug", [*SLUGS, "sglt2-inhibitor", "gestational-diabetes"])
def test_every_condition_of_the_row_shows_it(slug: str) -> None:
    person = Person(age=30, pregnant_trimester=2) if slug == "gestational-diabetes" else Person()
    request = PlanRequest(person=person, conditions=(slug,))
    assert "carbohydrate" in meal_words(plan_for(DIABETES).days[0].meals[0], request, CATALOGUE)
    (row,) = [row for row in CATALOGUE.conditions if row.condition == slug]
    assert "stands beside" in row.say
    assert "does not count" not in row.say


def test_unknown_content_is_said_and_never_nothing() -> None:
    meal = plan_for(DIABETES).days[0].meals[0]
    place, column = CATALOGUE.food_index[meal.items[0].food], CATALOGUE.nutrient_index[CARBOHYDRATE]
    table = CATALOGUE.per_100g.copy()
    table[place, column] = np.nan
    unknown = replace(CATALOGUE, per_100g=table)
    assert amount_of(CARBOHYDRATE, meal.items, unknown).unknown == (meal.items[0].food,)
    said = meal_words(meal, DIABETES, unknown)
    assert "carbohydrate at least" in said
    assert f"not known of {meal.items[0].name}" in said


def test_every_face_of_a_week_says_it() -> None:
    plan = plan_for(DIABETES)
    said = meal_words(plan.days[0].meals[0], DIABETES, CATALOGUE)
    assert said in week_markdown(plan, DIABETES, CATALOGUE)
    calendar = week_file("ics", plan, DIABETES, CATALOGUE, Away()).decode().replace("\r\n ", "").replace("\\,", ",")
    assert said in calendar
    found = json.loads(week_file("json", plan, DIABETES, CATALOGUE, Away()))
    held = found["days"][0]["meals"][0]["nutrients"][CARBOHYDRATE]
    assert held == {"amount": pytest.approx(plain_meals(plan)[0]["breakfast"]), "unknown": []}
    assert plan_object(plan_for(PLAIN), PLAIN, CATALOGUE)["days"][0]["meals"][0]["nutrients"]  # type: ignore[index]
    with_it, without = (len(week_file("pdf", plan, asked, CATALOGUE, Away())) for asked in (DIABETES, PLAIN))
    assert with_it > without


def test_verify_finds_a_meal_off_its_share_unless_the_plan_says_so() -> None:
    plan, found = plan_for(PLAIN), targets_of(DIABETES)
    with pytest.raises(PlanFault, match="carbohydrate_g, not its share"):
        verify(plan, DIABETES, found, CATALOGUE)
    said = replace(plan, yielded=(CARBOHYDRATE,))
    off = list(off_meals(said, DIABETES, CATALOGUE))
    rules, expected = shares(DIABETES), []
    for number, day in enumerate(plain_meals(plan), start=1):
        for meal, held in day.items():
            rule = rules["main" if meal in ("lunch", "dinner") else meal]
            expected += [] if rule.least <= held <= rule.most else [(number, meal)]
    assert sorted((each.day, each.meal) for each in off) == sorted(expected)
    (words, _) = by_meal_words(said, DIABETES, CATALOGUE)
    assert all(f"{meal} of day {day} (" in words for day, meal in expected)
    assert len(plan_object(said, DIABETES, CATALOGUE)["off_meals"]) == len(expected)  # type: ignore[arg-type]


def test_the_judge_and_the_repair_count_alike() -> None:
    needs = needs_of(DIABETES)
    fillings = make_fillings(CATALOGUE, needs.offered, needs.allowed)
    judge = Judge(fillings, needs)
    (rule,) = judge.shares
    assert isinstance(rule, DayShares)
    dish = next(k for k, each in enumerate(fillings.dishes) if each.meal == "snack")
    own = np.flatnonzero((fillings.dish == dish) & fillings.allowed)
    week = WeekShares(rule, np.zeros(1, int), np.array([dish]))
    current = own[:1]
    changes = week.changes(current, np.zeros(len(own), int), own)
    expected = [rule.off(dish, [int(new)]) - rule.off(dish, [int(current[0])]) for new in own]
    assert changes == pytest.approx(expected)
    assert any(change > 0 for change in changes) or any(change < 0 for change in changes)
    bare = min((int(new) for new in own), key=lambda new: rule.most[new])
    arrangement = judge.arrangement([(Serving(dish, (bare,)),)])
    assert arrangement.off_share == ("snack",)
    assert judge.penalty([bare], [dish], [[bare]]) > judge.penalty([bare], [dish])


def test_where_no_meals_of_the_model_keep_their_shares_a_week_is_shown_and_says_so() -> None:
    rows = tuple(
        replace(row, least=0.002, most=0.01) if row.meal == "snack" else row
        for row in CATALOGUE.references.margins.shares
    )
    margins = replace(CATALOGUE.references.margins, shares=rows)
    strict = replace(CATALOGUE, references=replace(CATALOGUE.references, margins=margins))
    request = replace(DIABETES, days=2)
    plan = make_plan(request, strict)
    assert plan.yielded == (CARBOHYDRATE,)
    assert "snack of day 1" in by_meal_words(plan, request, strict)[0]


@pytest.mark.parametrize("wish", ["carbohydrate=:100", "carbohydrate=50:120", "carbohydrate=100:"])
def test_nobody_plans_little_carbohydrate_with_sglt2(wish: str) -> None:
    own = parse_target(wish)
    with pytest.raises(WrongInput, match=r"carbohydrate is never planned below 225 g a day here") as refused:
        targets_of(PlanRequest(conditions=("empagliflozin",), targets=(own,)))
    assert "SGLT2" not in str(refused.value)  # a message may be kept; the reason is told to the person alone
    assert "SGLT2 inhibitor: " in refused.value.told and "ketoacid" in refused.value.told
    if own.lower:
        targets_of(PlanRequest(conditions=("type-2-diabetes",), targets=(own,)))
    with pytest.raises(WrongInput, match="--watch carbohydrate"):
        targets_of(PlanRequest(conditions=("sglt2-inhibitor",), watch=("carbohydrate",)))


def test_more_than_the_reference_and_a_clinicians_limit_are_no_low_carbohydrate() -> None:
    targets_of(PlanRequest(conditions=("sglt2-inhibitor",), targets=(parse_target("carbohydrate=230:260"),)))
    targets_of(PlanRequest(conditions=("sglt2-inhibitor",), clinician_limits=(parse_limit("carbohydrate=200"),)))


@pytest.mark.parametrize(
    ("slug", "stage", "least"),
    [
        ("sglt2-inhibitor", {}, 130),
        ("gestational-diabetes", {"pregnant_trimester": 2}, 175),
        ("sglt2-inhibitor", {"lactating_months": 3}, 210),
    ],
)
def test_the_rda_of_carbohydrate_holds_with_the_conditions_that_need_it(
    slug: str, stage: dict[str, int], least: float
) -> None:
    person = Person(age=30, **stage)  # type: ignore[arg-type]

    def rda(conditions: tuple[str, ...]) -> list[float | None]:
        found = targets_of(PlanRequest(person=person, conditions=conditions)).of(CARBOHYDRATE)
        return [bound.lower for bound in found if bound.basis == "RDA"]

    assert rda((slug,)) == [least]
    assert rda(()) == []


@pytest.mark.parametrize("slug", ["insulin", "sulfonylurea", "type-1-diabetes"])
def test_signs_of_a_low_and_the_team_stand_above_the_week(slug: str) -> None:
    row = plain_by("conditions.csv", "condition")[slug]
    for word in ("shaking", "sweating", "hunger", "heart", "confusion", "15 g of fast sugar", "diabetes team"):
        assert word in row["say"], word
    assert "emergency number" in row["red_flag"] and "passes out" in row["red_flag"]
    if slug != "type-1-diabetes":
        assert row["say"].startswith("Your diabetes team comes first")


def test_servings_have_room_inside_their_share_and_no_bound_comes_from_that() -> None:
    needs = needs_of(DIABETES)
    model = week_model(needs)
    assert set(model.share_rows) == {"breakfast", "main", "snack"}
    moved = Moved(model, needs, model.spec)
    first = moved.spec()
    moved.move((), (), ("snack", "snack"))
    second = moved.spec()
    for meal, rows in model.share_rows.items():
        for row in rows:
            last = model.spec.starts[row + 1] - 1
            assert model.spec.indices[last] in model.serving
            is_least = np.isfinite(model.spec.row_lower[row])
            start, step = CATALOGUE.rules["share_start"], CATALOGUE.rules["share_step"] * (meal == "snack")
            for spec, spare in ((model.spec, 0.0), (first, start), (second, start + step)):
                assert spec.values[last] == pytest.approx(-(1 + spare if is_least else 1 - spare))
    moved.let_out()
    assert moved.spec() is model.spec
    assert not week_model(replace(needs, shares_yield=True)).share_rows
