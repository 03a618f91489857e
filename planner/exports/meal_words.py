"""What single meals hold, in words: carbohydrate and fibre beside each meal where a condition asks for it."""

from collections.abc import Iterator

from planner.exports.words import unit_word
from planner.meal_amounts import Amount, OffMeal, amount_of, off_meals, shown_by_meal
from planner.plan import Day, Item, Meal, Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.targets.bound import join, listed


def meal_words(meal: Meal, request: PlanRequest, catalogue: Catalogue) -> str:
    """ "carbohydrate 62 g, fibre 11 g": what stands beside a meal; empty where nothing does."""
    return _amounts(meal.items, request, catalogue)


def day_words(day: Day, request: PlanRequest, catalogue: Catalogue) -> str:
    """The same of all meals of a day."""
    return _amounts(tuple(item for meal in day.meals for item in meal.items), request, catalogue)


def amounts_of(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> dict[tuple[int, str], str]:
    """What stands beside each meal, by number of the day and name of the meal, and beside each day (meal "")."""
    held = {(day.day, meal.meal): meal_words(meal, request, catalogue) for day in plan.days for meal in day.meals}
    return held | {(day.day, ""): day_words(day, request, catalogue) for day in plan.days}


def by_meal_words(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """What to know of the amounts beside the meals, and first which meals are off their share of the day."""
    notes = [join(row.note for row in shown_by_meal(request, catalogue))]
    return [*_off_words(list(off_meals(plan, request, catalogue)), catalogue), *filter(None, notes)]


def _amounts(items: tuple[Item, ...], request: PlanRequest, catalogue: Catalogue) -> str:
    rows = shown_by_meal(request, catalogue)
    return ", ".join(_amount(amount_of(row.nutrient, items, catalogue), catalogue) for row in rows)


def _amount(held: Amount, catalogue: Catalogue) -> str:
    row = catalogue.nutrients[catalogue.nutrient_index[held.nutrient]]
    said = f"{held.amount:,.0f} {unit_word(row.unit)}"
    if not held.unknown:
        return f"{row.name} {said}"
    names = listed(catalogue.foods[catalogue.food_index[food]].name for food in held.unknown)
    return f"{row.name} at least {said} (not known of {names})"


def _off_words(off: list[OffMeal], catalogue: Catalogue) -> Iterator[str]:
    """One sentence for each nutrient: which meals are off, and between which amounts they should be."""
    for nutrient in dict.fromkeys(each.nutrient for each in off):
        row = catalogue.nutrients[catalogue.nutrient_index[nutrient]]
        unit = unit_word(row.unit)
        meals = listed(
            f"{each.meal} of day {each.day} ({each.amount:,.0f} {unit}; even would be {each.least:,.0f} to "
            f"{each.most:,.0f})"
            for each in off
            if each.nutrient == nutrient
        )
        yield (
            f"The {row.name} could not be spread evenly over every meal here: {meals}. Ask your diabetes team before "
            "you eat so, or make another week with more foods to choose from."
        )
