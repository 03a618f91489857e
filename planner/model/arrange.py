"""Arrange the counts of a week into days by seeded swaps; no cost and no weekly total changes."""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from planner.model.judge import NEIGHBOUR, TWIN, Arrangement, Judge, Serving
from planner.model.needs import Needs
from planner.model.pins import Pin
from planner.model.week import WeekModel

Array = np.ndarray
Key = TypeVar("Key", int, str)
Filled = dict[int, int]  # slot -> filling
STEPS = 3000  # swaps tried; a count, not a clock, so that a week is repeatable
HOT, CALM = 1.5, 0.1  # heat of the annealing at first: from nothing, and from a week to stay near to
AWAY = 0.3  # penalty for a dish on another day than in that week


def arrange(
    model: WeekModel,
    x: Array,
    needs: Needs,
    seed: int = 0,
    pins: tuple[Pin, ...] = (),
    homes: tuple[Pin, ...] = (),
) -> Arrangement:
    """Days with even energy, daily floors, no food or dish twice a day and no dish on neighbouring days.

    Pinned dishes stand on their day and meal, with what is in them. Dishes of `homes` rather stay on their day.
    """
    board = _Board(model, x, needs, random.Random(seed), pins, homes)
    board.anneal(STEPS // 3 if homes else STEPS)
    return board.result()


class _Board:
    """Servings, the day each stands on, and the annealing over both."""

    def __init__(
        self,
        model: WeekModel,
        x: Array,
        needs: Needs,
        chance: random.Random,
        pins: tuple[Pin, ...],
        homes: tuple[Pin, ...],
    ) -> None:
        self.fillings, self.needs, self.chance = model.fillings, needs, chance
        self.judge = Judge(model.fillings, needs)
        self.dish: list[int] = []
        self.filled: list[Filled] = []
        self.pin: dict[int, Pin] = {}  # by serving
        self.home: dict[int, int] = {}  # day of a serving in the week to stay near to
        self.judged: dict[object, float] = {}  # penalty of every day seen
        self._deal(np.rint(x[model.count]).astype(int), np.rint(x[model.serving]).astype(int), pins, homes)
        self.meal = [model.fillings.dishes[dish].meal for dish in self.dish]
        self.day = self._first_days()
        self.members = [[i for i, day in enumerate(self.day) if day == d] for d in range(needs.days)]
        self.of_dish = _grouped(self.dish, range(len(self.dish)))

    def _deal(self, counts: Array, servings: Array, pins: tuple[Pin, ...], homes: tuple[Pin, ...]) -> None:
        """Pinned servings first; then the fillings of each slot to the other servings of its dish.

        Who had a filling in the week to stay near to gets it again.
        """
        for pin in (pin for pin in pins if pin.fillings):
            self.pin[len(self.dish)] = pin
            self.dish.append(pin.dish)
            self.filled.append({int(self.fillings.slot[filling]): filling for filling in pin.fillings})
            counts[list(pin.fillings)] -= 1
            servings[pin.dish] -= 1
        waiting: dict[int, list[int]] = defaultdict(list)
        for filling in np.flatnonzero(counts):
            waiting[int(self.fillings.slot[filling])] += [int(filling)] * int(counts[filling])
        for dish in np.flatnonzero(servings):
            own: list[Filled] = [{} for _ in range(int(servings[dish]))]
            before = [home for home in homes if home.dish == dish and not _is_pinned(home, pins)][: len(own)]
            self.home |= {len(self.dish) + place: home.day for place, home in enumerate(before)}
            for slot in np.flatnonzero(self.fillings.slot_dish == dish):
                hand = waiting[int(slot)]
                self.chance.shuffle(hand)
                for serving, home in zip(own, before, strict=False):
                    for again in (f for f in home.fillings if f in hand):
                        serving[int(slot)] = again
                        hand.remove(again)
                        break
                for serving, dealt in zip([each for each in own if int(slot) not in each], hand, strict=False):
                    serving[int(slot)] = dealt
            self.dish += [int(dish)] * len(own)
            self.filled += own
        for pin in (pin for pin in pins if not pin.fillings):
            free = (i for i, dish in enumerate(self.dish) if dish == pin.dish and i not in self.pin)
            self.pin[next(free)] = pin

    def _first_days(self) -> list[int]:
        """Pinned servings on their day, the others in turn where a meal is still free."""
        day = [self.pin[i].day if i in self.pin else 0 for i in range(len(self.dish))]
        for meal in sorted(set(self.meal)):
            inside = [i for i, kind in enumerate(self.meal) if kind == meal]
            taken = [day[i] for i in inside if i in self.pin]
            each = len(inside) // self.needs.days
            free = [d for turn in range(each) for d in range(self.needs.days) if taken.count(d) < each - turn]
            others = sorted((i for i in inside if i not in self.pin), key=lambda i: self.dish[i])
            for serving in [i for i in others if self.home.get(i) in free]:
                if self.home[serving] in free:
                    day[serving] = self.home[serving]
                    free.remove(day[serving])
                    others.remove(serving)
            for serving, place in zip(others, free, strict=True):
                day[serving] = place
        return day

    def penalty(self, day: int) -> float:
        """Penalty of a day by itself; days come back again and again, so that each is judged once."""
        servings = sorted(self.members[day])
        dishes = tuple(self.dish[serving] for serving in servings)
        meals = tuple(tuple(sorted(self.filled[serving].values())) for serving in servings)
        known = self.judged.get((dishes, meals))
        if known is None:
            items = [filling for meal in meals for filling in meal]
            known = self.judged[dishes, meals] = self.judge.penalty(items, dishes, meals)
        return known

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
        self.loose = _grouped(self.dish, [i for i in range(len(self.dish)) if not self._is_fixed(i)])
        self.movable = _grouped(self.meal, [i for i in range(len(self.dish)) if i not in self.pin])
        several = [dish for dish, servings in self.loose.items() if len(servings) > 1]
        meals = [meal for meal, servings in self.movable.items() if len(servings) > 1]
        for step in range(steps):
            heat = (CALM if self.home else HOT) * (1 - step / steps) + 1e-3
            if several and self.chance.random() < 0.5:
                total += self._swap_fillings(self.chance.choice(several), heat)
            elif meals:
                total += self._swap_days(self.chance.choice(meals), heat)
            if total < best - 1e-9:
                best, kept = total, self._snapshot()
        self._restore(kept)

    def _is_fixed(self, serving: int) -> bool:
        """Whether what is in a serving stays."""
        return serving in self.pin and bool(self.pin[serving].fillings)

    def _accept(self, change: float, heat: float) -> bool:
        return change <= 0 or self.chance.random() < math.exp(-change / heat)

    def _swap_fillings(self, dish: int, heat: float) -> float:
        one, other = self.chance.sample(self.loose[dish], 2)
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
        one, other = self.chance.sample(self.movable[meal], 2)
        first, second = self.day[one], self.day[other]
        if first == second:
            return 0.0
        near = {first - 1, first, second - 1, second}
        before = self.neighbours(near) + self.pens[first] + self.pens[second] + self._away(one, other)
        self._move(one, first, second)
        self._move(other, second, first)
        pens = self.penalty(first), self.penalty(second)
        change = self.neighbours(near) + sum(pens) + self._away(one, other) - before
        if self._accept(change, heat):
            self.pens[first], self.pens[second] = pens
            return change
        self._move(one, second, first)
        self._move(other, first, second)
        return 0.0

    def _away(self, *servings: int) -> float:
        """Penalty for servings on another day than in the week to stay near to."""
        return AWAY * sum(self.home.get(i, self.day[i]) != self.day[i] for i in servings)

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
        named = {"lunch": -1, "dinner": 1}

        def place(serving: int) -> tuple[int, int, int, float]:
            dish = self.fillings.dishes[self.dish[serving]]
            energy = sum(self.judge.amounts[f][0] for f in self.filled[serving].values())
            asked = named.get(self.pin[serving].meal, 0) if serving in self.pin else 0
            return rank[dish.meal], asked, -dish.lunch, energy

        return tuple(
            Serving(self.dish[i], tuple(self.filled[i][slot] for slot in sorted(self.filled[i])), self._is_fixed(i))
            for i in sorted(self.members[day], key=place)
        )


def _is_pinned(home: Pin, pins: tuple[Pin, ...]) -> bool:
    return any((pin.day, pin.meal) == (home.day, home.meal) for pin in pins)


def _grouped(keys: Sequence[Key], places: Iterable[int]) -> dict[Key, list[int]]:
    """Places by their key."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for place in places:
        groups[keys[place]].append(place)
    return dict(groups)
