"""Plans and foods as plain JSON objects, unrounded, so that every total can be recomputed."""

from collections.abc import Iterable
from dataclasses import asdict
from math import isnan

import numpy as np

from planner.exports.again import come_again
from planner.exports.cooking import CookDay, cook_meal
from planner.exports.labels import label_notice
from planner.facts import facts_of
from planner.meal_amounts import COUNTED, amount_of, off_meals
from planner.pantry import from_pantry
from planner.person import Person
from planner.plan import Day, Meal, Plan, TargetResult
from planner.request import PlanRequest
from planner.shopping import shopping_list, till_usd, to_buy
from planner.tables.catalogue import Catalogue
from planner.tables.rows import Food

Json = dict[str, object]


def plan_object(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Json:
    """A plan with its proof, its totals and the request that made it."""
    lines = to_buy(plan, catalogue, request)
    return {
        "status": plan.status,
        "gap": plan.gap,
        "lower_bound_usd_per_day": plan.lower_bound_usd_per_day,
        "cheapest_lp_usd_per_day": plan.cheapest_lp_usd_per_day,
        "seconds": dict(plan.seconds),
        "currency": "USD",
        "price_month": plan.price_month,
        "own_prices": {food: _usd_per_100g(food, catalogue) for food in catalogue.own_prices},
        "diet": plan.diet,
        "person": _person(request.person.completed(catalogue.references), plan.energy_kcal),
        "cost_usd": {"week": plan.cost_usd, "day": plan.cost_usd / len(plan.days), "till": till_usd(lines)},
        "targets": [target_object(result, catalogue) for result in plan.targets],
        "facts": asdict(facts_of(plan, request, catalogue)),
        "off_meals": [asdict(each) for each in off_meals(plan, request, catalogue)],
        "absorption": _absorption(plan) if request.absorption else None,
        "days": [_day(day, request, catalogue) for day in plan.days],
        "shopping": [asdict(bought) for bought in shopping_list(plan, catalogue)],
        "to_buy": [asdict(line) for line in lines],
        "at_home": [asdict(used) for used in from_pantry(plan, request.at_home, catalogue)],
        "labels": label_notice(request, catalogue),
        "again": _again(plan, request),
        "notes": list(plan.notes),
        "request": asdict(request),
        "tables": plan.tables,
    }


def _again(plan: Plan, request: PlanRequest) -> Json | None:
    """What comes again of the week before; null where none was named."""
    again = come_again(plan, request)
    return None if again is None else asdict(again)


def _usd_per_100g(food: str, catalogue: Catalogue) -> float:
    return float(catalogue.usd_per_100g[catalogue.food_index[food]])


def refusal_object(status: str, message: str) -> Json:
    """What stands in place of a plan: why there is none."""
    return {"status": status, "message": message}


def food_objects(foods: Iterable[Food], catalogue: Catalogue) -> list[Json]:
    """Foods with codes, portions, prices and nutrients per 100 g; unknown is null."""
    return [_food(food, catalogue) for food in foods]


def _person(person: Person, energy_kcal: float) -> Json:
    """A person with the energy that was planned for [kcal / day]."""
    return asdict(person) | {"energy_kcal": energy_kcal}


def target_object(result: TargetResult, catalogue: Catalogue) -> Json:
    """A target with the mean of the days beside it."""
    bound = result.bound
    return {
        "nutrient": bound.nutrient,
        "name": catalogue.nutrients[catalogue.nutrient_index[bound.nutrient]].name,
        "unit": result.unit,
        "lower": bound.lower,
        "upper": bound.upper,
        "mean": result.mean,
        "at_least": result.at_least,
        "hard": bound.hard,
        "every_day": bound.every_day,
        "met": result.met,
        "unmet": bound.unmet,
        "supplied": bound.supplied,
        "margin": bound.margin,
        "salt": bound.salt,
        "basis": bound.basis,
        "source": bound.source,
        "counts": bound.counts,
        "note": bound.note,
    }


def _absorption(plan: Plan) -> Json:
    """Means of a day, eaten and absorbed, with the target in what is absorbed (null: none)."""
    absorbed = "absorbed_calcium_mg"
    calcium = next((r for r in plan.targets if r.bound.nutrient == absorbed and r.bound.lower is not None), None)
    found: Json = {"calcium_mg": _taken_up(plan, "calcium_mg", _mean(plan, absorbed), calcium)}
    b12 = plan.absorbed_b12
    if b12 is not None:
        found["vitamin_b12_ug"] = _taken_up(plan, b12.bound.counts, b12.mean, b12) | {"counted": b12.bound.counts}
    return found


def _taken_up(plan: Plan, eaten: str, absorbed: float, result: TargetResult | None) -> Json:
    target = None if result is None else result.bound.lower
    return {"eaten": _mean(plan, eaten), "absorbed": absorbed, "target": target}


def _mean(plan: Plan, nutrient: str) -> float:
    return sum(day.nutrients[nutrient] for day in plan.days) / len(plan.days)


def _day(day: Day, request: PlanRequest, catalogue: Catalogue) -> Json:
    return {
        "day": day.day,
        "cost_usd": day.cost_usd,
        "nutrients": dict(day.nutrients),
        "absorbed": {"calcium_mg": day.nutrients["absorbed_calcium_mg"], "vitamin_b12_ug": day.absorbed_b12_ug},
        "over_upper": list(day.over_upper),
        "meals": [_meal(meal, request, catalogue) for meal in day.meals],
    }


def _meal(meal: Meal, request: PlanRequest, catalogue: Catalogue) -> Json:
    items = [asdict(item) for item in meal.items]
    said: Json = {"meal": meal.meal, "dish": meal.dish, "pattern": meal.pattern}
    twice = {"leftovers_of": meal.leftovers_of, "cooked_for": meal.cooked_for}
    recipe = asdict(cook_meal(meal, request, catalogue))
    cook = {name: value for name, value in recipe.items() if name not in said}
    held = [amount_of(nutrient, meal.items, catalogue) for nutrient in COUNTED]
    amounts = {each.nutrient: {"amount": each.amount, "unknown": list(each.unknown)} for each in held}
    return {**said, **twice, "items": items, "nutrients": amounts, "cook": cook}


def cook_object(days: Iterable[CookDay]) -> Json:
    """Days for the stove."""
    return {"days": [asdict(day) for day in days]}


def _food(food: Food, catalogue: Catalogue) -> Json:
    place = catalogue.food_index[food.food]
    return {
        "food": food.food,
        "name": food.name,
        "fndds_code": food.fndds_code,
        "group": food.group,
        "aisle": food.aisle,
        "diet": food.diet if food.has_known_contents else None,
        "allergens": list(food.allergens) if food.has_known_contents else None,
        "contents": list(food.contents) if food.has_known_contents else None,
        "choose": [{"needs": list(row.needs), "words": row.words} for row in catalogue.label_words if row.names(food)],
        "fortified": food.fortified == "yes" if food.has_known_contents else None,
        "article_source": list(food.article_source),
        "portion": food.portion,
        "grams": food.grams,
        "usd_per_100g": None if isnan(catalogue.usd_per_100g[place]) else float(catalogue.usd_per_100g[place]),
        "price_estimated": catalogue.price_estimated[place],
        "nutrients_per_100g": _nutrients(catalogue.per_100g[place], catalogue),
    }


def _nutrients(values: np.ndarray, catalogue: Catalogue) -> dict[str, float | None]:
    numbers = (None if isnan(value) else float(value) for value in values)
    return {nutrient.nutrient: number for nutrient, number in zip(catalogue.nutrients, numbers, strict=True)}
