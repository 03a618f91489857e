"""What single meals must hold: so many meals of each day with enough added B12, or with enough protein."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.targets import MealsWith

if TYPE_CHECKING:
    from planner.model.columns import WeekColumns

Array = np.ndarray
MEALS_OF = "in meals "  # rows of the week begin so, and end with the nutrient
TINY = 1e-9


def enough_in_meals(week: "WeekColumns") -> None:
    """h[k] <= sum min(a z / least, 1) n,   h[k] <= u[k],   sum_k h[k] >= days * meals   for each rule of meals.

    No serving counts for more than one meal, so that every true week keeps these rows; they are raised like
    spreads where a day misses its rule.
    """
    for rule in week.needs.meals_with:
        some = np.minimum(held_by(week.fillings, rule) / rule.least, 1.0)
        holds = week.builder.columns(np.zeros(len(week.serving)), week.per_dish, integer=True)
        for dish, (served, with_some) in enumerate(zip(week.serving, holds, strict=True)):
            inside = (week.fillings.dish == dish) & (some > 0)
            columns = np.append(week.count[inside], with_some)
            week.builder.at_least("enough in a dish", columns, np.append(some[inside], -1.0), 0.0)
            week.builder.at_least("enough in a serving", np.array([served, with_some]), np.array([1.0, -1.0]), 0.0)
        wanted = rule.meals * week.needs.days
        week.spread_rows[f"{MEALS_OF}{rule.nutrient}"] = week.builder.rows
        week.builder.at_least(f"{MEALS_OF}{rule.nutrient}", holds, 1.0 / wanted, 1.0)


def held_by(fillings: Fillings, rule: MealsWith) -> Array:
    """[fillings] what counts for a rule [unit of its nutrient]; unknown is nothing."""
    return fillings.least[:, fillings.catalogue.nutrient_index[rule.nutrient]]


class DayMeals:
    """What the meals of one day hold, against one rule."""

    def __init__(self, fillings: Fillings, rule: MealsWith) -> None:
        self.rule = rule
        self.amounts: list[float] = held_by(fillings, rule).tolist()

    def missing(self, meals: Sequence[Sequence[int]]) -> float:
        """What the fullest meals (fillings of each) lack, each as a share of what it should hold; 0: enough."""
        amounts, least = self.amounts, self.rule.least
        held = sorted((sum(amounts[filling] for filling in meal) for meal in meals), reverse=True)
        lacking = sum(max(0.0, 1.0 - amount / least) for amount in held[: self.rule.meals])
        lacking += max(0, self.rule.meals - len(held))
        return lacking if lacking > TINY else 0.0

    def broken(self, number: int, name: str) -> str:
        """What is wrong with a day, in words."""
        return f"day {number} holds enough {name} in fewer than {self.rule.meals} meals"


def day_meals(fillings: Fillings, needs: Needs) -> tuple[DayMeals, ...]:
    """One for each rule of a request."""
    return tuple(DayMeals(fillings, rule) for rule in needs.meals_with)


class WeekMeals:
    """What single replacements change in the meals of an arranged week."""

    def __init__(self, day: DayMeals, meal: Array, day_of_meal: Array) -> None:
        self.rule = day.rule
        self.amounts = np.append(day.amounts, 0.0)  # the last: an empty slot
        self.meal = meal  # [places]
        self.day_of_meal = day_of_meal  # [meals]
        every = np.arange(len(day_of_meal))
        self.beside = [np.flatnonzero((day_of_meal == day_of_meal[m]) & (every != m)) for m in every]

    def changes(self, current: Array, where: Array, what: Array) -> Array:
        """By how much more (in meals) a day misses the rule after each move.

        A move puts the filling `what` in the place `where`; `current` is what is there now.
        """
        held = np.bincount(self.meal, self.amounts[current], len(self.day_of_meal))
        lacks = np.maximum(0.0, 1.0 - held / self.rule.least)
        meal = self.meal[where]
        after = held[meal] - self.amounts[current[where]] + self.amounts[what]
        moved = np.maximum(0.0, 1.0 - after / self.rule.least)
        change = np.empty(len(where))
        for number, beside in enumerate(self.beside):
            own = np.flatnonzero(meal == number)
            others = np.sort(lacks[beside])[: self.rule.meals]  # those of the other meals that lack least
            before = np.sort(np.append(others, lacks[number]))[: self.rule.meals].sum()
            both = np.column_stack([np.tile(others, (len(own), 1)), moved[own]])
            change[own] = np.sort(both, axis=1)[:, : self.rule.meals].sum(axis=1) - before
        return change
