"""Random requests of all kinds: each gives a verified plan or a refusal that is right, never a crash.

STEADYPLATE_RANDOM sets how many (default 16; 1000 for a thorough run); a number alone makes its request,
so that a failure can be looked at again.
"""

import os
import random
from dataclasses import replace

import numpy as np
import pulp
import pytest
from helpers import (
    DIETS,
    catalogue,
    needs_of,
    plain,
    plain_b12_by_meal,
    plain_by,
    plain_day,
    plain_nutrients,
    targets_of,
    week_model,
)

from planner import Person, PlanRequest, make_plan
from planner.errors import ImpossibleRequest, LimitsRanOut, UnsupportedPerson, WrongInput
from planner.model.needs import Needs
from planner.plan import Plan
from planner.request import TargetWish
from planner.solve.cbc import solve_with_cbc
from planner.solve.session import Outcome

COUNT = int(os.environ.get("STEADYPLATE_RANDOM", "16"))
ALLERGENS = (
    *("milk", "egg", "fish", "shellfish", "molluscs", "tree_nuts", "peanuts", "wheat", "soy", "sesame", "gluten"),
    *("mustard", "celery", "sulphites", "lupin", "coconut"),
)
RAISED = ("protein_g", "fibre_g", "calcium_mg", "iron_mg", "magnesium_mg", "potassium_mg", "vitamin_c_mg")
LIMITED = {
    "potassium_mg": (1800, 4500),
    "sodium_mg": (1000, 2300),
    "phosphorus_mg": (800, 2000),
    "protein_g": (55, 120),
    "calcium_mg": (800, 2000),
    "caffeine_mg": (0, 100),
}
FOODS = plain_by("foods.csv", "food")
SLACK = 1e-6


def some(chance: random.Random, words: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(chance.sample(words, chance.choice((0, 0, 1, 1, 2, most))))


def person(chance: random.Random) -> dict[str, object]:
    sex, age = chance.choice(("female", "male")), chance.randint(14, 90)
    height = chance.uniform(145, 200)
    fields: dict[str, object] = {
        "sex": sex,
        "age": age,
        "height_cm": round(height),
        "weight_kg": round(chance.uniform(17, 38) * (height / 100) ** 2, 1),
        "activity": chance.choice(("inactive", "low", "active", "very-active")),
    }
    if sex == "female" and age <= 50 and chance.random() < 0.2:
        fields[chance.choice(("pregnant_trimester", "lactating_months"))] = chance.randint(1, 3)
    if chance.random() < 0.2:
        fields["energy_kcal"] = float(chance.randint(900, 4000))
    return fields


def wishes(chance: random.Random) -> tuple[TargetWish, ...]:
    references = plain_by("reference_intakes.csv", "nutrient")
    if chance.random() < 0.5:
        return ()
    raised = []
    for nutrient in chance.sample(RAISED, chance.choice((1, 1, 2))):
        usual = float(references[nutrient]["lower"] or 50) if nutrient in references else 50.0
        raised.append(TargetWish(nutrient, lower=round(usual * chance.uniform(0.8, 1.8), 1)))
    return tuple(raised)


def limits(chance: random.Random) -> tuple[TargetWish, ...]:
    """A clinician's limits, some of them too low for any meals."""
    if chance.random() < 0.6:
        return ()
    nutrients = chance.sample(tuple(LIMITED), chance.choice((1, 1, 2, 3)))
    return tuple(TargetWish(nutrient, upper=float(round(chance.uniform(*LIMITED[nutrient])))) for nutrient in nutrients)


def random_request(number: int) -> PlanRequest:
    chance = random.Random(number)
    request = PlanRequest(
        person=Person(**person(chance)),  # type: ignore[arg-type]
        diet=chance.choice(DIETS),
        without=some(chance, ALLERGENS, 4),
        exclude=some(chance, tuple(FOODS), 40),
        only_article_foods=chance.random() < 0.1,
        targets=wishes(chance),
        days=chance.choice((7, 7, 7, 7, 1, 3, 5, 14)),
        max_cost_usd=round(chance.uniform(20, 90), 2) if chance.random() < 0.1 else None,
        variety=chance.choice((*3 * ("plain", "normal"), "rich")),
        seed=chance.choice((0, 0, 0, 7)),
    )
    eaten = tuple(food for food, row in FOODS.items() if is_offered(row, request))
    foods = eaten if eaten and chance.random() < 0.9 else tuple(FOODS)
    request = replace(request, must_have=some(chance, foods, 5), absorption=chance.random() < 0.3)
    request = replace(request, clinician_limits=limits(chance))
    return replace(request, no_fortified=chance.random() < 0.1)


def is_offered(food: dict[str, str], request: PlanRequest) -> bool:
    """Whether a food is eaten, by the words of its row alone."""
    avoided = {row["caution"] for row in plain("cautions.csv") if request.person.stage in row["stages"].split()}
    return (
        DIETS.index(food["diet"]) <= DIETS.index(request.diet)
        and not set(food["allergens"].split()) & set(request.without)
        and food["food"] not in request.exclude
        and not avoided & set(food["cautions"].split())
        and not (request.no_fortified and food["fortified"] == "yes")
        and (not request.only_article_foods or bool(food["article_source"]) or food["basic"] == "yes")
    )


def food_alone_can(request: PlanRequest) -> bool:
    """Whether portions of foods on offer meet every hard bound: stated anew from the tables, solved by CBC."""
    nutrients, prices = plain_nutrients(), plain_by("prices.csv", "food")
    estimates = {(row["food"], row["nutrient"]): row["value_per_100g"] for row in plain("upper_estimates.csv")}
    hard = targets_of(request).hard()
    problem = pulp.LpProblem("check", pulp.LpMinimize)
    portions = {}
    for place, (slug, row) in enumerate(FOODS.items()):
        capped = [b.nutrient for b in hard if b.upper is not None]
        unknown = any(not (nutrients[slug][n] or estimates.get((slug, n))) for n in capped)
        if is_offered(row, request) and not unknown:
            most = float(row["max_portions_per_day"])
            portions[slug] = problem.add_variable(f"f{place}", lowBound=0, upBound=most)
    grams = {slug: float(FOODS[slug]["grams"]) / 100 for slug in portions}
    usd = {slug: float(prices[slug]["usd_per_100g"]) * grams[slug] for slug in portions}
    problem += pulp.lpSum(usd[slug] * portions[slug] for slug in portions)
    for bound in hard:
        n = bound.nutrient
        least = pulp.lpSum(float(nutrients[s][n] or 0) * grams[s] * x for s, x in portions.items())
        if bound.lower is not None:
            problem += least >= bound.lower
        if bound.upper is not None:
            high = [float(nutrients[s][n] or estimates[s, n]) * grams[s] * x for s, x in portions.items()]
            problem += pulp.lpSum(high) <= bound.upper
    if request.max_cost_usd is not None:
        problem += pulp.lpSum(usd[s] * portions[s] for s in portions) <= request.max_cost_usd / request.days
    return problem.solve(pulp.PULP_CBC_CMD(msg=False)) == pulp.LpStatusOptimal


def cbc_finds_no_week(needs: Needs) -> bool:
    """Whether CBC, too, proves that there is no week: by the LP of the whole model, else by the whole MIP."""
    model = week_model(needs)
    if any(not (model.fillings.meal == meal).any() for meal in ("breakfast", "main", "snack")):
        return True
    spec = model.spec
    if solve_with_cbc(replace(spec, integer=np.zeros_like(spec.integer)))[0] is Outcome.INFEASIBLE:
        return True
    return solve_with_cbc(spec, gap=1.0)[0] is Outcome.INFEASIBLE


def eaten_rows(plan: Plan) -> list[tuple[str, dict[str, str]]]:
    return [(food, FOODS[food]) for food in sorted(plan.foods)]


def check_plan(plan: Plan, request: PlanRequest) -> None:
    """What every plan promises, by a plain reading of the tables."""
    assert len(plan.days) == request.days
    assert all(is_offered(FOODS[food], request) for food in plan.foods)
    for must in request.must_have:
        names = {must, FOODS[must]["name"]}
        assert any(names & {food, row["family"], row["short_name"], row["name"]} for food, row in eaten_rows(plan)), (
            must
        )
    nutrients = plain_nutrients()
    for bound in targets_of(request).hard():
        total = sum(float(nutrients[i.food][bound.nutrient] or 0) * i.grams / 100 for i in plan.items())
        mean = total / request.days
        assert bound.lower is None or mean >= bound.lower * (1 - SLACK) - SLACK, bound
        assert bound.upper is None or mean <= bound.upper * (1 + SLACK) + SLACK, bound
    if request.absorption and targets_of(request).b12_by_meal is not None:
        assert all(meals >= 2 for _, meals in plain_b12_by_meal(plan, targets_of(request).b12_by_meal.nutrient))
    for limit in request.clinician_limits:
        assert all(plain_day(day, limit.nutrient) <= (limit.upper or 0.0) * (1 + SLACK) for day in plan.days), limit
    assert request.max_cost_usd is None or plan.cost_usd <= request.max_cost_usd * (1 + SLACK)
    assert plan.lower_bound_usd_per_day * request.days <= plan.cost_usd * (1 + SLACK)
    assert plan.status == ("optimal" if plan.gap <= 0.01 else "feasible")


@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD")
@pytest.mark.parametrize("number", range(COUNT))
def test_a_random_request_gives_a_plan_or_a_refusal_that_is_right(number: int) -> None:
    try:
        request = random_request(number)
        targets_of(request)
    except WrongInput as error:
        assert isinstance(error, UnsupportedPerson) or "--" in str(error), error
        assert str(error).rstrip().endswith((".", "?"))
        return
    try:
        plan = make_plan(request, catalogue())
    except ImpossibleRequest:
        if food_alone_can(request):
            assert cbc_finds_no_week(needs_of(request)), "CBC finds a week where none should be"
        return
    except LimitsRanOut:
        assert food_alone_can(request)
        return
    check_plan(plan, request)


@pytest.mark.filterwarnings("ignore:PULP_CBC_CMD")
def test_the_confirmation_itself_tells_possible_from_impossible() -> None:
    assert food_alone_can(PlanRequest())
    assert not food_alone_can(PlanRequest(max_cost_usd=5.0))
    assert not food_alone_can(PlanRequest(targets=(TargetWish("choline_mg", lower=3400.0),)))
    assert not cbc_finds_no_week(needs_of(PlanRequest(days=3)))
