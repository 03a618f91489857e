"""Fruit and vegetables that give way to what keeps somebody safe: as many as the rest leaves room for."""

from collections.abc import Sequence

import numpy as np

from planner.model.columns import WeekColumns
from planner.model.fillings import Fillings
from planner.model.needs import Needs

Array = np.ndarray
PRICE = "missed_produce"  # rule: what a cup a day that is missed counts


def produce(week: WeekColumns) -> None:
    """mean a[m] + s[m] >= lower[m],   s[m] >= 0 at a price: a limit may leave no room for all of it."""
    for limit in week.needs.yielding:
        missed = week.builder.columns(np.array([week.rules[PRICE] * week.needs.days]), np.inf)
        held = week.fillings.least[:, limit.column] / week.needs.days
        week.missed = np.append(week.missed, missed)
        week.produce_rows[limit.nutrient] = week.builder.rows
        columns, values = np.append(week.count, missed), np.append(held, 1.0)
        week.builder.at_least(f"rather {limit.nutrient}", columns, values, limit.lower or 0.0)


def held_of_yielding(needs: Needs, fillings: Fillings, eaten: Sequence[int]) -> dict[str, float]:
    """What a week with these fillings holds of what yields [unit / day]."""
    rows = fillings.least[list(eaten)]
    return {limit.nutrient: float(rows[:, limit.column].sum()) / needs.days for limit in needs.yielding}


class Missed:
    """What a week misses of them, in money of the search [USD]: never paid, only weighed against prices."""

    def __init__(self, needs: Needs, fillings: Fillings) -> None:
        columns = [limit.column for limit in needs.yielding]
        held = fillings.least[:, columns] / needs.days
        self.held = np.vstack([held, np.zeros(len(columns))])  # the last: an empty slot
        self.wanted = np.array([limit.lower or 0.0 for limit in needs.yielding])
        self.usd = needs.catalogue.rules[PRICE] * needs.days

    def of(self, eaten: Array) -> float:
        """Of a week with these fillings."""
        return float(self._worth(self.held[eaten].sum(axis=0)))

    def changes(self, eaten: Array, old: Array, new: Array) -> Array:
        """By how much each replacement of an `old` by a `new` filling changes it."""
        now = self.held[eaten].sum(axis=0)
        changed: Array = self._worth(now + self.held[new] - self.held[old]) - self._worth(now)
        return changed

    def _worth(self, held: Array) -> Array:
        return self.usd * np.maximum(0.0, self.wanted - held).sum(axis=-1)
