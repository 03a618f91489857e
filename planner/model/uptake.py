"""B12 by the meal: the uptake of one meal is soon full, so B12 has to be spread over meals."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.targets import ByMeal

if TYPE_CHECKING:
    from planner.model.columns import WeekColumns

Array = np.ndarray
ABSORBED_B12, MEALS_WITH_B12 = "at least absorbed_b12", "at least meals_with_b12"  # rows of the week
TINY = 1e-9


def absorbed_b12(week: "WeekColumns", rule: ByMeal) -> int:
    """g[k] <= sum f(b) n,   g[k] <= (s - s') B u[k] + s' sum b n,   sum_k g[k] >= days * target.

    f is what is absorbed of the B12 b of a filling alone: it is concave, so no meal absorbs more than the sum of its
    fillings. B is what one meal can carry, s and s' what is absorbed below and above it. Gives the last row's number.
    """
    amounts = b12_of(week.fillings, rule)
    alone, scale = rule.absorbed(amounts) / rule.target, week.needs.days
    full = (rule.share - rule.share_above) * rule.capacity / rule.target
    given = week.builder.columns(np.zeros(len(week.serving)), np.inf)
    for dish, (served, gives) in enumerate(zip(week.serving, given, strict=True)):
        inside = (week.fillings.dish == dish) & (amounts > 0)
        columns, ends = week.count[inside], np.array([-1.0])
        week.builder.at_least("b12 of a dish", np.append(columns, gives), np.append(alone[inside], ends), 0.0)
        above = np.concatenate([rule.share_above * amounts[inside] / rule.target, [full], ends])
        week.builder.at_least("b12 of a serving", np.concatenate([columns, [served, gives]]), above, 0.0)
    row = week.builder.rows
    week.builder.at_least(ABSORBED_B12, given, 1.0 / scale, 1.0)
    return row


def meals_with_b12(week: "WeekColumns", rule: ByMeal) -> None:
    """h[k] <= sum min(b / least, 1) n,   h[k] <= u[k],   sum_k h[k] >= days * meals that hold some."""
    some = np.minimum(b12_of(week.fillings, rule) / rule.least, 1.0)
    holds = week.builder.columns(np.zeros(len(week.serving)), np.inf)
    for dish, (served, with_some) in enumerate(zip(week.serving, holds, strict=True)):
        inside = (week.fillings.dish == dish) & (some > 0)
        columns = np.append(week.count[inside], with_some)
        week.builder.at_least("some b12 in a dish", columns, np.append(some[inside], -1.0), 0.0)
        week.builder.at_least("some b12 in a serving", np.array([served, with_some]), np.array([1.0, -1.0]), 0.0)
    wanted = rule.meals * week.needs.days
    week.builder.at_least(MEALS_WITH_B12, holds, 1.0 / wanted, 1.0)


def b12_of(fillings: Fillings, rule: ByMeal) -> Array:
    """[fillings] B12 that counts [ug]."""
    return fillings.least[:, fillings.catalogue.nutrient_index[rule.nutrient]]


@dataclass(frozen=True)
class DayUptake:
    """What the meals of one day let the body take up, against what a day should."""

    rule: ByMeal
    floor: float  # least of a single day [ug absorbed]
    amounts: list[float]  # [fillings]

    def of(self, meals: Sequence[Sequence[int]]) -> tuple[float, int]:
        """B12 absorbed [ug], and how many of the meals (fillings of each) hold some."""
        absorbed, some = 0.0, 0
        for meal in meals:
            amount = sum(self.amounts[filling] for filling in meal)
            within = min(amount, self.rule.capacity)
            absorbed += self.rule.share * within + self.rule.share_above * (amount - within)
            some += amount >= self.rule.least - TINY
        return absorbed, some

    def judged(self, days: Sequence[Sequence[list[int]]]) -> tuple[list[str], bool]:
        """What is broken in days of meals, in words, and whether some day stays below its floor."""
        taken = [self.of(meals) for meals in days]
        broken = [
            f"day {number} holds B12 in fewer than {self.rule.meals} meals"
            for number, (_, some) in enumerate(taken, start=1)
            if some < self.rule.meals
        ]
        if sum(absorbed for absorbed, _ in taken) < (self.rule.target - TINY) * len(days):
            broken.append("the meals let too little B12 through")
        return broken, any(absorbed < self.floor - TINY for absorbed, _ in taken)


def day_uptake(fillings: Fillings, needs: Needs) -> DayUptake | None:
    """The uptake of days; None where absorption is not switched on."""
    rule = needs.b12_by_meal
    if rule is None:
        return None
    floor = needs.catalogue.rules["day_focal_floor"] * rule.target
    return DayUptake(rule, floor, b12_of(fillings, rule).tolist())


class WeekUptake:
    """What single replacements change in the B12 by the meal of an arranged week."""

    def __init__(self, day: DayUptake, meal: Array, day_of_meal: Array) -> None:
        self.rule, self.floor = day.rule, day.floor
        self.amounts = np.append(day.amounts, 0.0)  # the last: an empty slot
        self.meal, self.day_of_meal = meal, day_of_meal  # [places], [meals]
        self.days = int(day_of_meal.max()) + 1

    def changes(self, current: Array, where: Array, what: Array) -> tuple[Array, Array]:
        """By how much more (shares of a target) the week and its day miss it after each move.

        A move puts the filling `what` in the place `where`; `current` is what is there now.
        """
        meal = self.meal[where]
        day = self.day_of_meal[meal]
        held = np.bincount(self.meal, self.amounts[current], len(self.day_of_meal))
        moved = held[meal] - self.amounts[current[where]] + self.amounts[what]
        taken, some = self.rule.absorbed(held), self._some(held)
        more, others = self.rule.absorbed(moved) - taken[meal], self._some(moved) - some[meal]
        by_day = np.bincount(self.day_of_meal, taken, self.days)
        meals = np.bincount(self.day_of_meal, some, self.days)
        week = self._week(by_day.sum() + more) - self._week(by_day.sum())
        return week, self._day(by_day[day] + more, meals[day] + others) - self._day(by_day, meals)[day]

    def _some(self, held: Array) -> Array:
        return (held >= self.rule.least - TINY).astype(float)

    def _week(self, total: Array) -> Array:
        return np.maximum(0.0, 1.0 - total / (self.rule.target * self.days))

    def _day(self, absorbed: Array, meals: Array) -> Array:
        short = np.maximum(0.0, 1.0 - absorbed / self.floor)
        return short + np.maximum(0.0, self.rule.meals - meals) / self.rule.meals
