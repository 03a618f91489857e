"""Arrange the counts of a week into days by seeded swaps; no cost and no weekly total changes."""

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from planner.model.judge import NEIGHBOUR, TWIN, Arrangement, Judge, Serving
from planner.model.needs import Needs
from planner.model.week import WeekModel

Array = np.ndarray
Key = TypeVar("Key", int, str)
Filled = dict[int, int]  # slot -> filling
STEPS = 3000  # swaps tried; a count, not a clock, so that a week is repeatable


def arrange(model: WeekModel, x: Array, needs: Needs, seed: int = 0) -> Arrangement:
    """Days with even energy, daily floors, no food or dish twice a day and no dish on neighbouring days."""
    board = _Board(model, x, needs, random.Random(seed))
    board.anneal(STEPS)
    return board.result()


class _Board:
    """Servings, the day each stands on, and the annealing over both."""

    def __init__(self, model: WeekModel, x: Array, needs: Needs, chance: random.Random) -> None:
        self.fillings, self.needs, self.chance = model.fillings, needs, chance
        self.judge = Judge(model.fillings, needs)
        self.dish: list[int] = []
        self.filled: list[Filled] = []
        self._deal(np.rint(x[model.count]).astype(int), np.rint(x[model.serving]).astype(int))
        self.meal = [model.fillings.dishes[dish].meal for dish in self.dish]
        self.day = self._first_days()
        self.members = [[i for i, day in enumerate(self.day) if day == d] for d in range(needs.days)]
        self.of_dish = _grouped(self.dish)
        self.of_meal = _grouped(self.meal)

    def _deal(self, counts: Array, servings: Array) -> None:
        """Deal the fillings of each slot to the servings of its dish."""
        waiting: dict[int, list[int]] = defaultdict(list)
        for filling in np.flatnonzero(counts):
            waiting[int(self.fillings.slot[filling])] += [int(filling)] * int(counts[filling])
        for dish in np.flatnonzero(servings):
            own: list[Filled] = [{} for _ in range(int(servings[dish]))]
            for slot in np.flatnonzero(self.fillings.slot_dish == dish):
                hand = waiting[int(slot)]
                self.chance.shuffle(hand)
                for serving, dealt in zip(own, hand, strict=False):
                    serving[int(slot)] = dealt
            self.dish += [int(dish)] * len(own)
            self.filled += own

    def _first_days(self) -> list[int]:
        day = [0] * len(self.dish)
        for meal in sorted(set(self.meal)):
            inside = sorted((i for i, kind in enumerate(self.meal) if kind == meal), key=lambda i: self.dish[i])
            for rank, serving in enumerate(inside):
                day[serving] = rank % self.needs.days
        return day

    def items(self, day: int) -> list[int]:
        """Fillings of a day."""
        return [filling for serving in self.members[day] for filling in self.filled[serving].values()]

    def penalty(self, day: int) -> float:
        """Penalty of a day by itself."""
        return self.judge.penalty(self.items(day), [self.dish[serving] for serving in self.members[day]])

    def neighbours(self, days: set[int]) -> float:
        """Penalty for a dish on `days` and on the day after."""
        worth = 0.0
        for day in days:
            if 0 <= day < self.needs.days - 1:
                today = {self.dish[i] for i in self.members[day] if self.meal[i] != "snack"}
                worth += NEIGHBOUR * sum(self.dish[i] in today for i in self.members[day + 1])
        return worth

    def twins(self, dish: int) -> float:
        """Penalty for servings of a dish with the same foods."""
        foods = [frozenset(self.judge.food[f] for f in self.filled[i].values()) for i in self.of_dish[dish]]
        return TWIN * (len(foods) - len(set(foods)))

    def anneal(self, steps: int) -> None:
        """Swap fillings between servings of one dish, or servings of one meal between days."""
        self.pens = [self.penalty(day) for day in range(self.needs.days)]
        self.twin = {dish: self.twins(dish) for dish in self.of_dish}
        total = best = sum(self.pens) + sum(self.twin.values()) + self.neighbours(set(range(self.needs.days)))
        kept = self._snapshot()
        several = [dish for dish, servings in self.of_dish.items() if len(servings) > 1]
        meals = [meal for meal, servings in self.of_meal.items() if len(servings) > 1]
        for step in range(steps):
            heat = 1.5 * (1 - step / steps) + 1e-3
            if several and self.chance.random() < 0.5:
                total += self._swap_fillings(self.chance.choice(several), heat)
            elif meals:
                total += self._swap_days(self.chance.choice(meals), heat)
            if total < best - 1e-9:
                best, kept = total, self._snapshot()
        self._restore(kept)

    def _accept(self, change: float, heat: float) -> bool:
        return change <= 0 or self.chance.random() < math.exp(-change / heat)

    def _swap_fillings(self, dish: int, heat: float) -> float:
        one, other = self.chance.sample(self.of_dish[dish], 2)
        slots = sorted(self.filled[one].keys() | self.filled[other].keys())
        slot = self.chance.choice(slots)
        mine, yours = self.filled[one].get(slot), self.filled[other].get(slot)
        if mine == yours:
            return 0.0
        self._put(one, slot, yours)
        self._put(other, slot, mine)
        days = sorted({self.day[one], self.day[other]})
        pens, twin = [self.penalty(day) for day in days], self.twins(dish)
        change = sum(pens) - sum(self.pens[day] for day in days) + twin - self.twin[dish]
        if self._accept(change, heat):
            self.twin[dish] = twin
            for day, pen in zip(days, pens, strict=True):
                self.pens[day] = pen
            return change
        self._put(one, slot, mine)
        self._put(other, slot, yours)
        return 0.0

    def _swap_days(self, meal: str, heat: float) -> float:
        one, other = self.chance.sample(self.of_meal[meal], 2)
        first, second = self.day[one], self.day[other]
        if first == second:
            return 0.0
        near = {first - 1, first, second - 1, second}
        before = self.neighbours(near) + self.pens[first] + self.pens[second]
        self._move(one, first, second)
        self._move(other, second, first)
        pens = self.penalty(first), self.penalty(second)
        change = self.neighbours(near) + sum(pens) - before
        if self._accept(change, heat):
            self.pens[first], self.pens[second] = pens
            return change
        self._move(one, second, first)
        self._move(other, first, second)
        return 0.0

    def _put(self, serving: int, slot: int, filling: int | None) -> None:
        if filling is None:
            self.filled[serving].pop(slot, None)
        else:
            self.filled[serving][slot] = filling

    def _move(self, serving: int, start: int, end: int) -> None:
        self.members[start].remove(serving)
        self.members[end].append(serving)
        self.day[serving] = end

    def _snapshot(self) -> tuple[list[int], list[Filled]]:
        return self.day[:], [dict(filled) for filled in self.filled]

    def _restore(self, kept: tuple[list[int], list[Filled]]) -> None:
        self.day, self.filled = kept
        self.members = [[i for i, day in enumerate(self.day) if day == d] for d in range(self.needs.days)]

    def result(self) -> Arrangement:
        """The days, with what they miss."""
        return self.judge.arrangement([self._ordered(day) for day in range(self.needs.days)])

    def _ordered(self, day: int) -> tuple[Serving, ...]:
        """Breakfast, lunch (the more lunch-like main dish), dinner, snack."""
        rank = {"breakfast": 0, "main": 1, "snack": 2}

        def place(serving: int) -> tuple[int, int, float]:
            dish = self.fillings.dishes[self.dish[serving]]
            energy = sum(self.judge.amounts[f][0] for f in self.filled[serving].values())
            return rank[dish.meal], -dish.lunch, energy

        return tuple(
            Serving(self.dish[i], tuple(self.filled[i][slot] for slot in sorted(self.filled[i])))
            for i in sorted(self.members[day], key=place)
        )


def _grouped(keys: Sequence[Key]) -> dict[Key, list[int]]:
    groups: dict[Key, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        groups[key].append(place)
    return dict(groups)
