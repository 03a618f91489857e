"""Every way to fill a slot of a dish with a food in a size: the columns of the week."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.tables.catalogue import Catalogue
from planner.tables.rows import Dish, DishSlot

Array = np.ndarray


@dataclass(frozen=True)
class Fillings:
    """Arrays over fillings; `dish` and `slot` point into `dishes` and `slots`, `food` into the catalogue."""

    catalogue: Catalogue
    dishes: tuple[Dish, ...]
    slots: tuple[DishSlot, ...]
    slot_dish: Array  # [slots] place of the slot's dish
    dish: Array  # [fillings]
    slot: Array  # [fillings]
    food: Array  # [fillings]
    size: Array  # [fillings], portions
    allowed: Array  # [fillings] bool: the person eats the food

    @cached_property
    def cost(self) -> Array:
        """USD of each filling."""
        catalogue = self.catalogue
        return (catalogue.usd_per_100g * catalogue.grams / 100)[self.food] * self.size

    @cached_property
    def least(self) -> Array:
        """[fillings x nutrients] amounts in which an unknown value adds nothing (for lower bounds)."""
        return self._amounts(np.nan_to_num(self.catalogue.per_100g, nan=0.0))

    @cached_property
    def most(self) -> Array:
        """[fillings x nutrients] amounts with estimates for unknown values (for upper bounds), else NaN."""
        return self._amounts(self.catalogue.upper_per_100g)

    @cached_property
    def meal(self) -> Array:
        """Kind of meal of each filling."""
        return np.array([dish.meal for dish in self.dishes])[self.dish]

    def _amounts(self, per_100g: Array) -> Array:
        return (per_100g * self.catalogue.grams[:, None] / 100)[self.food] * self.size[:, None]


def make_fillings(catalogue: Catalogue, offered: Array, allowed: Array) -> Fillings:
    """Fillings of every dish whose required slots can all be filled with `offered` foods [foods, bool].

    A food that is offered (it fits the diet) and not `allowed` keeps its columns, held at 0: a food that is banned
    or taken back moves bounds and leaves the model in place.
    """
    by_role: dict[str, list[int]] = {}
    for place, food in enumerate(catalogue.foods):
        by_role.setdefault(f"role:{food.role}", []).append(place)
    dishes: list[Dish] = []
    slots: list[DishSlot] = []
    slot_dish: list[int] = []
    rows: list[tuple[int, int, int, float]] = []
    for dish in catalogue.dishes:
        own = [slot for slot in catalogue.dish_slots if slot.dish == dish.dish]
        options = [_options(catalogue, slot, by_role, offered) for slot in own]
        if not all(option or slot.required == "no" for slot, option in zip(own, options, strict=True)):
            continue
        for slot, option in zip(own, options, strict=True):
            if option:
                rows += [(len(dishes), len(slots), food, size) for food, size in option]
                slots.append(slot)
                slot_dish.append(len(dishes))
        dishes.append(dish)
    table = np.array(rows, float).reshape(-1, 4)
    return Fillings(
        catalogue,
        tuple(dishes),
        tuple(slots),
        np.array(slot_dish, int),
        table[:, 0].astype(int),
        table[:, 1].astype(int),
        table[:, 2].astype(int),
        table[:, 3],
        allowed[table[:, 2].astype(int)],
    )


def _options(
    catalogue: Catalogue, slot: DishSlot, by_role: dict[str, list[int]], offered: Array
) -> list[tuple[int, float]]:
    """(food, size) that fit a slot: allowed foods in sizes that a person eats on a day."""
    places: dict[int, None] = {}
    for choice in (choice for choice in slot.choices if not choice.startswith("-")):
        places.update(dict.fromkeys(by_role[choice] if ":" in choice else [catalogue.food_index[choice]]))
    return [
        (place, size)
        for place in places
        if offered[place] and slot.takes(catalogue.foods[place])
        for size in slot.sizes
        if catalogue.foods[place].can_be_served(size)
    ]
