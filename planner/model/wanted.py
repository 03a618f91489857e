"""Foods that must be in the week, and those of which only little is planned."""

import numpy as np

from planner.model.columns import WeekColumns
from planner.model.needs import MUST_HAVE

Array = np.ndarray


def must_have(week: WeekColumns) -> None:
    """sum_{f in group} n[.,f,.] >= times   for each food that must be had, in units of its times."""
    for must in week.needs.must_have:
        inside = np.isin(week.fillings.food, must.foods)
        times = times_wanted(week, must.foods)
        week.builder.at_least(f"{MUST_HAVE}{must.name}", week.count[inside], 1.0 / times, 1.0)


def little_foods(week: WeekColumns) -> None:
    """sum_{f of which little is planned} n[.,f,.] <= times: all of them together."""
    if week.needs.little:
        inside = np.isin(week.fillings.food, week.needs.little)
        most = float(np.ceil(week.rules["little_times"] * week.weeks))
        week.builder.at_most("little foods", week.count[inside], 1.0, most)


def times_wanted(week: WeekColumns, foods: Array) -> float:
    """How often one of `foods` must be in the planned days: never oftener than it may be eaten, at least once."""
    fillings, asked = week.fillings, round(week.rules["must_have"] * week.weeks)
    slots = np.unique(fillings.slot[np.isin(fillings.food, foods) & fillings.allowed])
    of_dish: dict[int, float] = {}
    for slot in slots:
        dish, repeats = int(fillings.slot_dish[slot]), fillings.slots[slot].repeats
        most = week.per_dish[dish] if repeats is None else min(week.per_dish[dish], np.ceil(repeats * week.weeks))
        of_dish[dish] = max(of_dish.get(dish, 0.0), most)
    return float(max(1, min(asked, sum(map(week.times, foods)), sum(of_dish.values()))))
