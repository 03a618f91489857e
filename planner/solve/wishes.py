"""What a request wishes of the choice of a week, beside its rules: seed, variety, and what to stay near."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.model.fillings import Fillings
from planner.model.pins import Pin, make_homes, make_pins
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue

if TYPE_CHECKING:
    from planner.solve.week import WeekSolution

Array = np.ndarray


@dataclass(frozen=True)
class Wishes:
    """What bends the choice of a week beyond its needs."""

    reward_usd: float = 0.0  # what one more different food may cost
    seed: int = 0
    factor: Array | None = None  # [fillings] price factors of a week near to or far from another
    time_limit_s: float | None = None
    pins: tuple[Pin, ...] = ()
    homes: tuple[Pin, ...] = ()  # where the dishes of a week to stay near to stood
    unwanted: tuple[int, ...] = ()  # dishes that are wished away, beyond their pins
    cancelled: Callable[[], bool] | None = None
    found: "Callable[[WeekSolution], None] | None" = None  # told of good weeks on the way to a better one


def make_wishes(request: PlanRequest, catalogue: Catalogue, fillings: Fillings) -> Wishes:
    """The wishes of a checked request: prices as they look to it (no unit), never as they are."""
    rules, factor = catalogue.rules, np.ones(len(fillings.food))
    if request.seed:
        chance = np.random.default_rng(request.seed)
        by_food = chance.uniform(-1, 1, len(catalogue.foods))[fillings.food]
        by_dish = chance.uniform(-1, 1, len(fillings.dishes))[fillings.dish]
        factor += rules["seed_jitter"] * (by_food + by_dish)
    if request.near:
        factor[_near(request, fillings)] *= 1 - rules["near_discount"]
    if request.not_again:
        factor *= _not_again(request, fillings)
    if request.eats:
        eaten = [place for food in request.eats if (place := catalogue.food_index.get(food)) is not None]
        factor[np.isin(fillings.food, eaten)] *= 1 - rules["eats_discount"]
    return Wishes(
        reward_usd=rules[f"variety_{request.variety}"],
        seed=request.seed,
        factor=factor if request.seed or request.near or request.not_again or request.eats else None,
        time_limit_s=request.time_limit_s,
        pins=make_pins(request.keep, fillings, request.days),
        homes=make_homes(request.near, fillings, request.days),
    )


def _near(request: PlanRequest, fillings: Fillings) -> np.ndarray:
    """Fillings that an earlier week holds."""
    held = {(dish.pattern, food, float(portions)) for dish in request.near for food, portions in dish.items}
    foods = fillings.catalogue.foods
    triples = zip(fillings.dish, fillings.food, fillings.size, strict=True)
    return np.array([(fillings.dishes[d].dish, foods[f].food, float(z)) in held for d, f, z in triples])


def _not_again(request: PlanRequest, fillings: Fillings) -> Array:
    """Price factors [fillings] at which the dishes of an earlier week, and what was mainly in them, look dearer."""
    catalogue, rules = fillings.catalogue, fillings.catalogue.rules
    dishes = {pattern for pattern, _ in request.not_again}
    eaten = {food for _, food in request.not_again}
    again = np.array([dish.dish in dishes for dish in fillings.dishes], bool)[fillings.dish]
    mains = np.array([food.food in eaten and food.basic != "yes" for food in catalogue.foods], bool)[fillings.food]
    return (1 + rules["again_dish"] * again) * (1 + rules["again_food"] * mains)
