"""A week to stay near to, mended: what a small change asks is often a few replacements away, no search."""

from collections import Counter
from dataclasses import replace

import numpy as np

from planner.model.fillings import Fillings
from planner.model.judge import Arrangement, Judge, Serving
from planner.model.needs import Needs
from planner.model.pins import Pin
from planner.model.repair import repair
from planner.model.week import WeekModel
from planner.solve.session import Session
from planner.solve.wishes import Wishes

Array = np.ndarray
MEALS = ("breakfast", "lunch", "dinner", "snack")
Day = tuple[Serving, ...]


def mended(model: WeekModel, needs: Needs, wishes: Wishes, cost: Array) -> Arrangement | None:
    """The week of `wishes.homes`, dish by dish, with single foods replaced; None where a dish of it is gone.

    `cost` [fillings, USD] is what is minimised. The rules of the model may still be broken: see `keeps_rules`.
    """
    days = _as_it_stood(model.fillings, needs, wishes)
    if days is None:
        return None
    return repair(model, Judge(model.fillings, needs).arrangement(days), needs, cost)


def keeps_rules(model: WeekModel, week: Arrangement, hot: Session) -> bool:
    """Whether a week keeps every rule of the model: with its counts the LP is possible.

    But for the spreads: they are there to make days reach their floors, and days are judged as they are.
    """
    spec, lower, upper = model.spec, model.spec.lower.copy(), model.spec.upper.copy()
    dishes = [serving.dish for day in week.days for serving in day]
    for columns, members in ((model.count, week.fillings), (model.serving, dishes)):
        times = np.bincount(members, minlength=len(columns))
        if (times < lower[columns]).any() or (times > upper[columns]).any():
            return False
        lower[columns] = upper[columns] = times
    row_lower = spec.row_lower.copy()
    row_lower[list(model.spread_rows.values())] = -np.inf
    hot.become(replace(spec, lower=lower, upper=upper, row_lower=row_lower))
    return hot.solve().x is not None


def _as_it_stood(fillings: Fillings, needs: Needs, wishes: Wishes) -> list[Day] | None:
    """The days of the week to stay near to; None where one of its dishes is gone or unwanted."""
    homes = {(home.day, home.meal): home for home in wishes.homes}
    pins = {(pin.day, pin.meal): pin for pin in wishes.pins}
    stood = [
        [_of_both(homes.get((day, meal)), pins.get((day, meal)), wishes) for meal in MEALS] for day in range(needs.days)
    ]
    used = Counter(int(fillings.food[f]) for day in stood for pin in day if pin is not None for f in pin.fillings)
    days: list[Day] = []
    for day in stood:
        servings = [_serving(pin, pin in wishes.pins, fillings, used) if pin is not None else None for pin in day]
        if None in servings:
            return None
        days.append(tuple(serving for serving in servings if serving is not None))
    return days


def _of_both(home: Pin | None, pin: Pin | None, wishes: Wishes) -> Pin | None:
    """What stands at a meal: what is pinned there comes first; of a pinned dish alone, what was in it before."""
    if pin is not None and (pin.fillings or home is None or home.dish != pin.dish):
        return pin
    return None if home is not None and pin is None and home.dish in wishes.unwanted else home


def _serving(stood: Pin, pinned: bool, fillings: Fillings, used: Counter[int]) -> Serving | None:
    """A dish as it stood; what it needs and is not on offer any more gives way to what is seldom `used`, then cheap.

    None where nothing will do.
    """
    fixed = pinned and bool(stood.fillings)
    held = {int(fillings.slot[filling]): filling for filling in stood.fillings}
    for slot in np.flatnonzero(fillings.slot_dish == stood.dish):
        if int(slot) in held or fixed or fillings.slots[slot].required != "yes":
            continue
        offered = np.flatnonzero((fillings.slot == slot) & fillings.allowed)
        if not len(offered):
            return None
        often = [used[food] for food in fillings.food[offered].tolist()]
        held[int(slot)] = chosen = int(offered[np.lexsort((fillings.cost[offered], np.array(often)))[0]])
        used[int(fillings.food[chosen])] += 1
    return Serving(stood.dish, tuple(held[slot] for slot in sorted(held)), fixed)
