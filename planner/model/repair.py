"""Mend and cheapen an arranged week by trying every single replacement at once."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from planner.model.at_home import HomePrices
from planner.model.judge import Arrangement, Judge, Serving
from planner.model.meals import WeekMeals
from planner.model.needs import Needs
from planner.model.produce import Missed
from planner.model.shares import WeekShares
from planner.model.uptake import WeekUptake
from planner.model.variety import kinds_wanted
from planner.model.week import WeekModel

Array = np.ndarray
ROUNDS = 80  # replacements at most: a count, not a clock
TRIES = 40  # best replacements looked at closely in a round
WEEK_WEIGHT, DAY_WEIGHT = 200.0, 100.0  # USD that a whole missed target is worth
TINY = 1e-9
SHORT_ROWS = ("times", "portions", "family", "repeat")  # caps on a few fillings, looked at one by one


def repair(model: WeekModel, arrangement: Arrangement, needs: Needs, cost: Array) -> Arrangement:
    """The same days with single fillings replaced: first what misses a bound, then what costs too much.

    `cost` [fillings, USD] is what the search minimises, but for what is at home. Weekly rows of
    the model are never newly broken.
    """
    bench = _Bench(model, arrangement, needs, cost)
    for _ in range(ROUNDS):
        if not bench.replace_one():
            break
    return bench.result()


@dataclass
class _Place:
    """Where a filling stands."""

    day: int
    serving: int  # within the day
    dish: int
    slot: int
    fixed: bool  # what is there stays


class _Bench:
    """The week as positions with a filling each; `none` is the filling of an empty optional slot."""

    def __init__(self, model: WeekModel, arrangement: Arrangement, needs: Needs, cost: Array) -> None:
        self.model, self.needs, self.fillings = model, needs, model.fillings
        self.judge = Judge(model.fillings, needs)
        self.none = len(model.fillings.food)
        self.places, self.current = self._places(arrangement)
        self.cost = np.append(cost, 0.0)
        self.home = HomePrices(needs, model.fillings) if needs.at_home else None
        self.missed = Missed(needs, model.fillings) if needs.yielding else None
        self.food = np.append(self.fillings.food, -1)
        self._weekly_rows()
        amounts = np.array(self.judge.amounts)
        self.daily = np.vstack([amounts, np.zeros(amounts.shape[1])])
        self.most = np.array([cap.most for cap in needs.caps])
        self.scale = np.array([cap.scale for cap in needs.caps])
        self._moves()
        self.uptake, self.meals = self._by_meal()
        self.wanted = kinds_wanted(needs, np.unique(self.fillings.food))

    def _places(self, arrangement: Arrangement) -> tuple[list[_Place], Array]:
        places, current = [], []
        for day, servings in enumerate(arrangement.days):
            for number, serving in enumerate(servings):
                held = {int(self.fillings.slot[filling]): filling for filling in serving.fillings}
                for slot in np.flatnonzero(self.fillings.slot_dish == serving.dish):
                    places.append(_Place(day, number, serving.dish, int(slot), serving.fixed))
                    current.append(held.get(int(slot), self.none))
        return places, np.array(current)

    def _weekly_rows(self) -> None:
        """Rows of the model over counts alone: those of nutrients and shares in one matrix, short caps by filling."""
        spec, count = self.model.spec, len(self.model.count)
        spread = set(self.model.spread_rows.values())
        long = []
        self.rows_of: list[list[tuple[int, float]]] = [[] for _ in range(self.none + 1)]
        for row in range(spec.rows):
            indices, values = spec.row(row)
            if row in spread or len(indices) == 0 or indices.max() >= count:
                continue
            if not spec.row_names[row].startswith(SHORT_ROWS):
                long.append(row)
            else:
                for index, value in zip(indices, values, strict=True):
                    self.rows_of[index].append((row, float(value)))
        self.week = np.zeros((self.none + 1, len(long)))
        for place, row in enumerate(long):
            indices, values = spec.row(row)
            self.week[indices, place] = values
        self.low, self.high = spec.row_lower[long], spec.row_upper[long]

    def _moves(self) -> None:
        """Every (place, other filling of its slot)."""
        allowed = self.fillings.allowed
        slots = {place.slot for place in self.places}
        slot_fillings = {slot: np.flatnonzero((self.fillings.slot == slot) & allowed) for slot in slots}
        where, what = [], []
        for number, place in enumerate(self.places):
            if place.fixed:
                continue
            options = slot_fillings[place.slot]
            if self.fillings.slots[place.slot].required == "no":
                options = np.append(options, self.none)
            where.append(np.full(len(options), number))
            what.append(options)
        self.where = np.concatenate([np.empty(0, int), *where])
        self.what = np.concatenate([np.empty(0, int), *what])
        self.day_of = np.array([place.day for place in self.places])

    def _by_meal(self) -> tuple[WeekUptake | None, list[WeekMeals | WeekShares]]:
        """B12 by the meal, with absorption switched on, and what is asked of single meals."""
        if self.judge.uptake is None and not self.judge.meals and not self.judge.shares:
            return None, []
        meals = {key: number for number, key in enumerate(sorted({(p.day, p.serving) for p in self.places}))}
        meal = np.array([meals[place.day, place.serving] for place in self.places])
        day = np.array([day for day, _ in meals])
        uptake = None if self.judge.uptake is None else WeekUptake(self.judge.uptake, meal, day)
        dish = np.zeros(len(meals), int)
        dish[meal] = [place.dish for place in self.places]
        with_some: list[WeekMeals | WeekShares] = [WeekMeals(rule, meal, day) for rule in self.judge.meals]
        return uptake, with_some + [WeekShares(rule, meal, dish) for rule in self.judge.shares]

    def _missed_week(self, activity: Array) -> Array:
        """Sum over rows of how far each is missed, in units of its target."""
        low = np.where(np.isfinite(self.low), np.maximum(0, self.low - activity), 0)
        high = np.where(np.isfinite(self.high), np.maximum(0, activity - self.high), 0)
        missed = low + high
        return np.where(missed > TINY, missed, 0).sum(axis=-1)

    def _missed_day(self, totals: Array) -> Array:
        """Sum over energy, floors and caps of how far a day misses them, as shares."""
        judge = self.judge
        energy = np.maximum(0, np.abs(totals[..., 0] / judge.energy - 1) - judge.tolerance)
        least = np.array(judge.least)
        floors, capped = totals[..., 1 : 1 + len(least)], totals[..., 1 + len(least) :]
        short = np.maximum(0, 1 - floors / np.maximum(least, TINY)) * (least > 0)
        if not judge.caps:
            return energy + short.sum(axis=-1)
        over = np.maximum(0, capped - self.most) / self.scale
        return energy + short.sum(axis=-1) + over.sum(axis=-1)

    def replace_one(self) -> bool:
        """Make the best replacement; False when none helps."""
        week = self.week[self.current].sum(axis=0)
        days = np.array([self.daily[self.current[self.day_of == day]].sum(axis=0) for day in range(self.needs.days)])
        old, new = self.current[self.where], self.what
        week_now, day_now = self._missed_week(week), self._missed_day(days)
        week_change = self._missed_week(week + self.week[new] - self.week[old]) - week_now
        on = self.day_of[self.where]
        day_change = self._missed_day(days[on] + self.daily[new] - self.daily[old]) - day_now[on]
        if self.uptake is not None:
            of_week, of_day = self.uptake.changes(self.current, self.where, self.what)
            week_change, day_change = week_change + of_week, day_change + of_day
        for rule in self.meals:
            day_change = day_change + rule.changes(self.current, self.where, self.what)
        dearer = self.cost[new] - self.cost[old]
        if self.home is not None:
            dearer = self.home.changes(self.cost, self.current, old, new)
        if self.missed is not None:
            dearer = dearer + self.missed.changes(self.current, old, new)
        worth = WEEK_WEIGHT * week_change + DAY_WEIGHT * day_change + dearer
        worth[(new == old) | (week_change > TINY) | ((day_change > TINY) & (week_change > -TINY))] = np.inf
        for move in np.argsort(worth, kind="stable")[:TRIES]:
            if worth[move] > -1e-4:
                return False
            place = int(self.where[move])
            if self._fits(place, int(self.what[move])):
                self.current[place] = self.what[move]
                return True
        return False

    def _fits(self, place: int, new: int) -> bool:
        """Whether a replacement keeps the short rows, the day's foods, the kinds and tells meals apart."""
        after = self.current.copy()
        after[place] = new
        day = [int(f) for f in after[self.day_of == self.places[place].day] if f != self.none]
        before = [int(f) for f in self.current[self.day_of == self.places[place].day] if f != self.none]
        judge = self.judge
        if judge.too_much(day) > judge.too_much(before) or judge.same_food(day) > judge.same_food(before):
            return False
        return self._keeps_rows(after, new) and self._keeps_kinds(after) and not self._makes_twin(after, place)

    def _keeps_rows(self, after: Array, new: int) -> bool:
        times = Counter(after.tolist())
        spec = self.model.spec
        for row, _ in self.rows_of[new]:
            indices, values = spec.row(row)
            activity = sum(times.get(int(i), 0) * v for i, v in zip(indices, values, strict=True))
            if activity > spec.row_upper[row] + TINY:
                return False
        return True

    def _keeps_kinds(self, after: Array) -> bool:
        foods = {int(self.food[f]) for f in after if f != self.none}
        groups: Counter[str] = Counter(self.needs.catalogue.foods[food].group for food in foods)
        groups["all"] = len(foods)
        return all(groups[group] >= wanted for group, wanted in self.wanted.items())

    def _makes_twin(self, after: Array, place: int) -> bool:
        """Whether a serving of the same dish already holds just these foods."""
        here = self.places[place]
        looks: dict[tuple[int, int], set[int]] = {}
        for number, other in enumerate(self.places):
            if other.dish == here.dish:
                looks.setdefault((other.day, other.serving), set()).add(int(self.food[after[number]]))
        mine = looks.pop((here.day, here.serving))
        return mine in looks.values()

    def result(self) -> Arrangement:
        """The arranged week as it now stands."""
        held: dict[tuple[int, int], list[int]] = {}
        what: dict[tuple[int, int], _Place] = {}
        for number, place in enumerate(self.places):
            items = held.setdefault((place.day, place.serving), [])
            what[place.day, place.serving] = place
            if self.current[number] != self.none:
                items.append(int(self.current[number]))
        days: list[list[Serving]] = [[] for _ in range(self.needs.days)]
        for key, items in held.items():
            days[key[0]].append(Serving(what[key].dish, tuple(items), what[key].fixed))
        return self.judge.arrangement([tuple(day) for day in days])
