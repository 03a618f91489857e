"""What single meals must hold, and B12 by the meal: the uptake of one meal is soon full."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Amount = TypeVar("Amount", float, np.ndarray)
SLACK = 1e-9  # share of an end: what adding up in another order may change


@dataclass(frozen=True, slots=True)
class MealsWith:
    """So many meals of each day hold at least so much of a nutrient."""

    nutrient: str
    meals: int  # a day
    least: float  # [unit of the nutrient / meal]
    unit: str  # "g a meal"
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class MealShare:
    """Every meal of a kind holds between a least and a most of a nutrient: shares of the target of a day."""

    nutrient: str
    meal: str  # breakfast, main (lunch and dinner) or snack
    least: float  # [unit of the nutrient / meal]
    most: float
    source: str
    note: str

    def off(self, least: float, most: float) -> float:
        """By how much a meal that holds so much, at least and at most, misses this, as a part of the end missed."""
        if least < self.least * (1 - SLACK):
            return 1 - least / self.least
        return most / self.most - 1 if most > self.most * (1 + SLACK) else 0.0


@dataclass(frozen=True, slots=True)
class Salt:
    """Iodised salt that somebody may add to food in a day, and what it brings."""

    grams: float
    sodium_mg: float
    iodine_ug: float
    is_as_now: bool = False  # what somebody adds already, where sodium is to stay as it is; else an allowance


@dataclass(frozen=True, slots=True)
class ByMeal:
    """A target in what is absorbed [ug / day, mean of the days] and how a meal is absorbed."""

    nutrient: str  # the B12 that counts for this person
    target: float
    capacity: float  # [ug / meal]
    share: float  # absorbed up to the capacity
    share_above: float  # absorbed of the rest
    meals: int  # so many meals of each day hold some
    least: float  # [ug / meal] what counts as some
    basis: str  # "RDA x 0.5"
    source: str
    note: str

    def absorbed(self, meal: Amount) -> Amount:
        """share x min(b, capacity) + share_above x max(0, b - capacity) for the B12 b in one meal [ug]."""
        within = np.minimum(meal, self.capacity)
        return self.share * within + self.share_above * (meal - within)
