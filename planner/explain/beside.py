"""What somebody with a medicine should know of this very plan: what to eat apart from it, what to keep steady."""

from collections.abc import Iterator

import numpy as np

from planner.plan import Day
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.tables.conditions import Condition

MOST_FOODS = 8  # foods that a sentence names


def medicine_notes(days: tuple[Day, ...], request: PlanRequest, catalogue: Catalogue) -> tuple[str, ...]:
    """Sentences for the conditions of a checked request; none without them."""
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    return tuple(
        note for row in rows for note in (*_apart(row, days, request, catalogue), *_steady(row, days, catalogue))
    )


def _apart(row: Condition, days: tuple[Day, ...], request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Foods of the plan of which one helping holds much of a mineral that keeps a medicine from being taken up."""
    share, richest = catalogue.rules["apart_share"], dict[str, float]()
    for nutrient in row.apart:
        column, whole = catalogue.nutrient_index[nutrient], _reference(nutrient, request, catalogue)
        for item in (item for day in days for meal in day.meals for item in meal.items):
            held = float(catalogue.per_100g[catalogue.food_index[item.food], column]) * item.grams / 100
            if held >= share * whole:
                richest[item.name] = max(richest.get(item.name, 0.0), held / whole)
    names = sorted(richest, key=lambda name: (-richest[name], name))[:MOST_FOODS]
    if names:
        minerals = ", ".join(_name(nutrient, catalogue) for nutrient in row.apart)
        yield (
            f"Hours apart from {row.name}, as your pharmacist says, because they hold much {minerals}: "
            f"{', '.join(names)}."
        )


def _steady(row: Condition, days: tuple[Day, ...], catalogue: Catalogue) -> Iterator[str]:
    """How much this plan holds of what should stay the same."""
    for nutrient in row.steady:
        mean = sum(day.nutrients[nutrient] for day in days) / len(days)
        unit = catalogue.nutrients[catalogue.nutrient_index[nutrient]].unit
        yield (
            f"The food of this plan holds about {mean:,.0f} {unit} of {_name(nutrient, catalogue)} a day: "
            f"with {row.name}, keep about the same from week to week."
        )


def _reference(nutrient: str, request: PlanRequest, catalogue: Catalogue) -> float:
    """RDA or AI of the person [unit of the nutrient / day]."""
    rows = (
        row for row in catalogue.references.intakes if row.nutrient == nutrient and row.is_for(*request.person.group)
    )
    return next((row.lower for row in rows if row.kind in ("RDA", "AI") and row.lower), float("inf"))


def _name(nutrient: str, catalogue: Catalogue) -> str:
    return catalogue.nutrients[catalogue.nutrient_index[nutrient]].name


def catalogue_notes(catalogue: Catalogue, allowed: np.ndarray) -> tuple[str, ...]:
    """What an imported catalogue adds to the dishes of a request, and what it does not.

    `catalogue` holds the foods that dishes can hold, `allowed` [foods] those that the person eats.
    """
    if catalogue.imported is None:
        return ()
    added = sum(bool(eaten) and not food.is_reviewed for food, eaten in zip(catalogue.foods, allowed, strict=True))
    listed = f"The other {catalogue.imported.counts['listed']:,} foods that it adds are in no dish."
    if not added:
        return (
            "None of the foods that the catalogue adds is planned here: nobody has checked them for this diet, for"
            f" allergies, stages of life, illnesses or medicines. {listed}",
        )
    return (f"The catalogue adds {added} foods to the dishes here. {listed}",)
