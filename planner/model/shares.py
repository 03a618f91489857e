"""Each meal holds its share of the target of a day: carbohydrate with diabetes, meal by meal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.targets import MealShare

if TYPE_CHECKING:
    from planner.model.columns import WeekColumns

Array = np.ndarray
SHARE_OF = "share of "  # rows of the week begin so, and end with the nutrient
TINY = 1e-9


def shares_of_meals(week: "WeekColumns") -> None:
    """least u[k] <= sum a n <= most u[k]   for each dish k of a kind of meal: its servings keep the ends together.

    Every week whose single meals keep their shares keeps these rows; where shares yield there are none.
    """
    for rule in () if week.needs.shares_yield else week.needs.meal_shares:
        least, most = held_by(week.fillings, rule.nutrient)
        for dish, served in enumerate(week.serving):
            if week.fillings.dishes[dish].meal == rule.meal:
                own = week.fillings.dish == dish
                columns, name = np.append(week.count[own], served), f"{SHARE_OF}{rule.meal} {rule.nutrient}"
                week.share_rows.setdefault(rule.meal, []).append(week.builder.rows)
                if rule.least > 0:
                    week.share_rows[rule.meal].append(week.builder.rows + 1)
                    week.builder.at_least(name, columns, np.append(least[own] / rule.least, -1.0), 0.0)
                known = np.where(np.isfinite(most[own]), most[own], 0.0)  # unknown: not allowed
                week.builder.at_most(name, columns, np.append(known / rule.most, -1.0), 0.0)


def held_by(fillings: Fillings, nutrient: str) -> tuple[Array, Array]:
    """[fillings] the least and the most that each may hold: unknown content counts against both ends."""
    column = fillings.catalogue.nutrient_index[nutrient]
    return fillings.least[:, column], np.nan_to_num(fillings.most[:, column], nan=np.inf)


class DayShares:
    """What the meals of a day hold of one nutrient, against their shares."""

    def __init__(self, fillings: Fillings, nutrient: str, rules: Sequence[MealShare]) -> None:
        self.nutrient = nutrient
        self.rules = {rule.meal: rule for rule in rules}
        self.kinds = [dish.meal for dish in fillings.dishes]
        self.least: list[float]
        self.most: list[float]
        self.least, self.most = (held.tolist() for held in held_by(fillings, nutrient))

    def off(self, dish: int, meal: Sequence[int]) -> float:
        """By how much a meal (its dish and fillings) misses its share, as a part of an end; 0 where it keeps it."""
        rule = self.rules.get(self.kinds[dish])
        if rule is None:
            return 0.0
        least, most = (sum(held[filling] for filling in meal) for held in (self.least, self.most))
        return rule.off(least, most)


def day_shares(fillings: Fillings, needs: Needs) -> tuple[DayShares, ...]:
    """One for each nutrient that has shares in a request."""
    nutrients = dict.fromkeys(rule.nutrient for rule in needs.meal_shares)
    return tuple(
        DayShares(fillings, nutrient, [rule for rule in needs.meal_shares if rule.nutrient == nutrient])
        for nutrient in nutrients
    )


class WeekShares:
    """What single replacements change in the shares of the meals of an arranged week."""

    def __init__(self, day: DayShares, meal: Array, dish_of_meal: Array) -> None:
        self.least, self.most = np.append(day.least, 0.0), np.append(day.most, 0.0)  # the last: an empty slot
        self.meal = meal  # [places]
        rules = [day.rules.get(day.kinds[dish]) for dish in dish_of_meal]
        self.low = np.array([rule.least if rule else 0.0 for rule in rules])  # [meals]
        self.high = np.array([rule.most if rule else np.inf for rule in rules])

    def changes(self, current: Array, where: Array, what: Array) -> Array:
        """By how much more (parts of an end) a meal misses its share after each move.

        A move puts the filling `what` in the place `where`; `current` is what is there now.
        """
        meal = self.meal[where]
        least, most = (np.bincount(self.meal, held[current], len(self.low)) for held in (self.least, self.most))
        more, above = (held[what] - held[current[where]] for held in (self.least, self.most))
        now = self._missed(least, most, np.arange(len(self.low)))
        return self._missed(least[meal] + more, most[meal] + above, meal) - now[meal]

    def _missed(self, least: Array, most: Array, meal: Array) -> Array:
        low, high = self.low[meal], self.high[meal]
        short = np.where(low > 0, np.maximum(0.0, 1 - least / np.maximum(low, TINY)), 0.0)
        return short + np.maximum(0.0, most / high - 1)
