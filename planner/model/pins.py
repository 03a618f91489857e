"""Dishes of an earlier week that stay where they are."""

from dataclasses import dataclass

import numpy as np

from planner.errors import WrongInput
from planner.model.fillings import Fillings
from planner.request import KeptDish


@dataclass(frozen=True)
class Pin:
    """A dish that stays at a meal, with its fillings (none: the dish stays, what is in it may change)."""

    day: int  # from 0
    meal: str
    dish: int
    fillings: tuple[int, ...]


def make_pins(kept: tuple[KeptDish, ...], fillings: Fillings, days: int) -> tuple[Pin, ...]:
    """Pins of kept dishes. Raises WrongInput for a dish that the request no longer allows."""
    return tuple(_pin(dish, fillings, days) for dish in kept)


def make_homes(near: tuple[KeptDish, ...], fillings: Fillings, days: int) -> tuple[Pin, ...]:
    """Where the dishes of an earlier week stood, with those of their fillings that are still on offer."""
    dishes = {dish.dish: place for place, dish in enumerate(fillings.dishes)}
    homes = []
    for kept in (kept for kept in near if kept.pattern in dishes and 1 <= kept.day <= days):
        dish = dishes[kept.pattern]
        held = _offered(kept, dish, fillings)
        homes.append(Pin(kept.day - 1, kept.meal, dish, tuple(place for place in held if place is not None)))
    return tuple(homes)


def _pin(kept: KeptDish, fillings: Fillings, days: int) -> Pin:
    place = f"the kept {kept.meal} of day {kept.day}"
    patterns = [dish.dish for dish in fillings.dishes]
    if kept.pattern not in patterns or not 1 <= kept.day <= days:
        raise WrongInput(f"{place} ({kept.pattern}) does not fit this request any more. Let it go.")
    dish = patterns.index(kept.pattern)
    return Pin(kept.day - 1, kept.meal, dish, _fillings(kept, dish, fillings, place))


def _fillings(kept: KeptDish, dish: int, fillings: Fillings, place: str) -> tuple[int, ...]:
    """The filling of each kept food, each in a slot of its own."""
    found = _offered(kept, dish, fillings)
    for filling, (food, portions) in zip(found, kept.items, strict=True):
        if filling is None:
            raise WrongInput(f"{place}: {food} x {portions:g} is not on offer any more. Let the dish go.")
    return tuple(filling for filling in found if filling is not None)


def _offered(kept: KeptDish, dish: int, fillings: Fillings) -> list[int | None]:
    """The filling of each food of a dish, each in a slot of its own; None for what is not on offer."""
    found: list[int | None] = []
    taken: set[int] = set()
    foods = fillings.catalogue.food_index
    for food, portions in kept.items:
        same = (fillings.dish == dish) & (fillings.food == foods.get(food, -1)) & (fillings.size == portions)
        free = [int(f) for f in np.flatnonzero(same & fillings.allowed) if int(fillings.slot[f]) not in taken]
        found.append(free[0] if free else None)
        taken |= {int(fillings.slot[filling]) for filling in free[:1]}
    return found
