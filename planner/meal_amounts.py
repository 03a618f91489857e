"""What single meals hold: carbohydrate and fibre of each, and meals that miss their share of the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from planner.plan import Item, Meal, Plan
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.tables.margins import ShownByMeal
from planner.targets import make_targets

COUNTED = ("carbohydrate_g", "fibre_g")  # of every meal in data for programs, whoever asks
KINDS = {"breakfast": "breakfast", "lunch": "main", "dinner": "main", "snack": "snack"}


@dataclass(frozen=True, slots=True)
class Amount:
    """What foods hold of a nutrient together [unit of the nutrient]."""

    nutrient: str
    amount: float  # of the foods whose content is known
    unknown: tuple[str, ...] = ()  # slugs of foods whose content is not known: it is this or more


@dataclass(frozen=True, slots=True)
class OffMeal:
    """A meal that holds too much or too little of the target of a day."""

    day: int
    meal: str
    nutrient: str
    amount: float  # [unit of the nutrient]
    least: float  # [unit of the nutrient]
    most: float


def amount_of(nutrient: str, items: tuple[Item, ...] | list[Item], catalogue: Catalogue) -> Amount:
    """What foods on plates hold of a nutrient; unknown content is named, never counted as nothing."""
    column, total, unknown = catalogue.nutrient_index[nutrient], 0.0, dict[str, None]()
    for item in items:
        value = float(catalogue.per_100g[catalogue.food_index[item.food], column])
        if isnan(value):
            unknown[item.food] = None
        else:
            total += value * item.grams / 100
    return Amount(nutrient, total, tuple(unknown))


def shown_by_meal(request: PlanRequest, catalogue: Catalogue) -> tuple[ShownByMeal, ...]:
    """What stands beside each meal for somebody with the conditions of a request."""
    if not request.conditions:
        return ()
    conditions = frozenset(check_request(request, catalogue).conditions)
    return catalogue.references.margins.shown_of(conditions)


def off_meals(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[OffMeal]:
    """Meals of a plan that miss their share of a day's target."""
    if not plan.yielded:
        return
    meals = [(day.day, meal) for day in plan.days for meal in day.meals]
    for rule in make_targets(request, catalogue).meal_shares:
        for number, meal in meals:
            held, most = amount_of(rule.nutrient, meal.items, catalogue).amount, _most(rule.nutrient, meal, catalogue)
            if KINDS[meal.meal] == rule.meal and rule.off(held, most):
                yield OffMeal(number, meal.meal, rule.nutrient, held, rule.least, rule.most)


def _most(nutrient: str, meal: Meal, catalogue: Catalogue) -> float:
    """What a meal holds at most, with estimates for unknown content."""
    column = catalogue.upper_per_100g[:, catalogue.nutrient_index[nutrient]]
    return sum(float(column[catalogue.food_index[item.food]]) * item.grams / 100 for item in meal.items)
