"""Columns that are computed on loading: calcium that arrives."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.errors import TableError
from planner.tables.absorption import Absorption
from planner.tables.numbers import Numbers
from planner.tables.rows import Food, Nutrient

Array = np.ndarray


def published(nutrients: Sequence[Nutrient]) -> tuple[Nutrient, ...]:
    """The nutrients that stand in nutrients.csv."""
    return tuple(nutrient for nutrient in nutrients if not nutrient.is_derived)


def with_derived(
    numbers: Numbers, foods: Sequence[Food], nutrients: Sequence[Nutrient], absorption: Absorption
) -> Numbers:
    """Arrays in the order of all `nutrients`: absorbed = eaten x fraction of the food's class, unknown stays NaN.

    Raises TableError for a column that is computed from one that is not there.
    """
    places = {nutrient.nutrient: place for place, nutrient in enumerate(published(nutrients))}
    fraction = np.array([absorption.calcium_class(food.food).fraction for food in foods])
    columns, factors = [], []
    for nutrient in nutrients:
        name = nutrient.source_column if nutrient.is_derived else nutrient.nutrient
        if name not in places:
            place = f"nutrient_definitions.csv ({nutrient.nutrient})"
            raise TableError(f"{place}: source_column {name} is no other nutrient. Correct it.")
        columns.append(places[name])
        factors.append(fraction if nutrient.is_derived else np.ones(len(foods)))
    times = np.column_stack(factors)
    return replace(
        numbers,
        per_100g=numbers.per_100g[:, columns] * times,
        upper_per_100g=numbers.upper_per_100g[:, columns] * times,
    )
