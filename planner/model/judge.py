"""What an arranged day is worth: energy, daily floors, and no food or dish too often."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.model.caps import Cap
from planner.model.fillings import Fillings
from planner.model.meals import MEALS_OF, day_meals
from planner.model.needs import Needs
from planner.model.shares import day_shares
from planner.model.uptake import day_uptake
from planner.model.week import PULSE_ROLES

# Penalties: how bad each flaw of a day is against the others (no unit; only their order matters).
TOO_MUCH, FAR, SHORT, SHORT_STEP, SAME_DISH, SAME_FOOD, NEIGHBOUR, TWIN, NO_PULSE, UNEVEN, ONE_MEAL, TAKEN_UP = (
    12.0, 40.0, 20.0, 2.0, 5.0, 3.0, 0.6, 2.0, 2.0, 4.0, 12.0, 6.0,
)  # fmt: skip
OVER, OVER_STEP = 200.0, 4.0  # a day above a cap: what no day may be
SHARE, SHARE_STEP = 20.0, 2.0  # a meal that misses its share of the day


@dataclass(frozen=True)
class Serving:
    """A dish on a day with what fills it."""

    dish: int
    fillings: tuple[int, ...]
    fixed: bool = False  # what is in it stays


@dataclass(frozen=True)
class Arrangement:
    """Days of servings, and which focal nutrients some day misses."""

    days: tuple[tuple[Serving, ...], ...]
    short: frozenset[str]  # focal nutrients below their daily floor on some day
    uneven: tuple[str, ...]  # days whose energy is off or that hold a food twice
    broken: tuple[str, ...]  # what no plan may do, in words: a food over its daily portions, a day above a cap
    over: frozenset[str] = frozenset()  # capped nutrients above their cap on some day
    off_share: tuple[str, ...] = ()  # kinds of the meals that miss their share of the day, each meal once

    @property
    def fillings(self) -> list[int]:
        """Every filling of the week, as often as it is eaten."""
        return [filling for day in self.days for serving in day for filling in serving.fillings]


class Judge:
    """What one day of servings is worth, from plain lists (fast for twenty items)."""

    def __init__(self, fillings: Fillings, needs: Needs) -> None:
        catalogue, rules = needs.catalogue, needs.catalogue.rules
        self.floors = needs.floors()
        columns = [catalogue.nutrient_index["energy_kcal"], *(limit.column for limit in self.floors)]
        self.caps = needs.caps
        capped = np.nan_to_num(fillings.most[:, [cap.column for cap in needs.caps]], nan=np.inf)  # unknown: not allowed
        self.amounts: list[list[float]] = np.hstack([fillings.least[:, columns], capped]).tolist()
        self.least = [rules["day_focal_floor"] * (limit.lower or 0.0) for limit in self.floors]
        self.uptake = day_uptake(fillings, needs)
        self.meals = day_meals(fillings, needs)
        self.shares = day_shares(fillings, needs)
        self.names = {row.nutrient: row.name for row in catalogue.nutrients}
        self.energy = needs.energy_kcal
        self.tolerance = rules["day_energy_tolerance"]
        foods = [catalogue.foods[place] for place in fillings.food]
        self.kin = [food.kin for food in foods]
        self.size = fillings.size.tolist()
        self.food = fillings.food.tolist()
        once = {food.kin for food in foods if not food.is_staple}
        self.times = [1 if kin in once else 2 for kin in self.kin]
        self.most = [food.max_portions_per_day for food in foods]
        self.pulse = [food.role in PULSE_ROLES for food in foods]
        self.need_pulse = needs.vegan

    def totals(self, items: list[int]) -> list[float]:
        """Energy, focal nutrients and capped nutrients of a day."""
        return [sum(column) for column in zip(*(self.amounts[item] for item in items), strict=True)]

    def too_much(self, items: list[int]) -> int:
        """Foods over their daily portions."""
        portions: dict[int, float] = defaultdict(float)
        for item in items:
            portions[self.food[item]] += self.size[item]
        return sum(portions[self.food[item]] > self.most[item] + 1e-9 for item in set(items))

    def same_food(self, items: list[int]) -> int:
        """Foods (families) that stand on a day once too often."""
        left: dict[str, int] = {}
        over = 0
        for item in items:
            kin = self.kin[item]
            left[kin] = left.get(kin, self.times[item]) - 1
            over += left[kin] < 0
        return over

    def penalty(self, items: list[int], dishes: Sequence[int], meals: Sequence[Sequence[int]] = ()) -> float:
        """How bad a day is. `meals` (fillings of each) count where something is asked of meals."""
        energy, *others = self.totals(items)
        off = abs(energy - self.energy) / self.energy
        same = self.same_food(items)
        worth = UNEVEN * off + SAME_FOOD * same
        if same or self.staples_clash(items):
            worth += TOO_MUCH * self.too_much(items)
        if off > self.tolerance:
            worth += FAR * (off - self.tolerance) + SHORT_STEP
        for amount, least in zip(others, self.least, strict=False):
            if amount < least:
                worth += SHORT * (1 - amount / least) + SHORT_STEP
        if self.caps:
            worth += sum(OVER * cap.excess(amount) + OVER_STEP for cap, amount in self.over(others))
        if len(set(dishes)) < len(dishes):
            worth += SAME_DISH
        if self.need_pulse and not any(self.pulse[item] for item in items):
            worth += NO_PULSE
        worth += ONE_MEAL * sum(rule.missing(meals) for rule in self.meals)
        worth += sum(self.off_shares(dishes, meals)) if self.shares else 0.0
        return worth + self.not_taken_up(meals)

    def off_shares(self, dishes: Sequence[int], meals: Sequence[Sequence[int]]) -> Iterator[float]:
        """How bad each meal of a day is that misses its share; `dishes` are those of the meals."""
        for rule in self.shares:
            for dish, meal in zip(dishes, meals, strict=False):
                off = rule.off(dish, meal)
                if off:
                    yield SHARE * off + SHARE_STEP

    def not_taken_up(self, meals: Sequence[Sequence[int]]) -> float:
        """How bad a day's B12 by the meal is: the more is absorbed, the less bad."""
        if self.uptake is None:
            return 0.0
        absorbed, some = self.uptake.of(meals)
        rule, floor = self.uptake.rule, self.uptake.floor
        worth = ONE_MEAL * max(0, rule.meals - some) - TAKEN_UP * absorbed / rule.target
        return worth if absorbed >= floor else worth + SHORT * (1 - absorbed / floor) + SHORT_STEP

    def staples_clash(self, items: list[int]) -> bool:
        """Whether a staple stands on a day twice, so that its portions must be added up."""
        staples = [self.food[item] for item in items if self.times[item] > 1]
        return len(set(staples)) < len(staples)

    def over(self, others: list[float]) -> list[tuple[Cap, float]]:
        """Caps that a day passes, with what it holds; `others` are its totals without energy."""
        capped = zip(self.caps, others[len(self.least) :], strict=True)
        return [(cap, amount) for cap, amount in capped if cap.excess(amount)]

    def arrangement(self, days: list[tuple[Serving, ...]]) -> Arrangement:
        """Arranged days with what they miss."""
        short, uneven, broken, passed = set(), [], [], set()
        for number, servings in enumerate(days, start=1):
            items = [filling for serving in servings for filling in serving.fillings]
            energy, *others = self.totals(items)
            floors = zip(self.floors, others, self.least, strict=False)
            short |= {limit.nutrient for limit, amount, least in floors if amount < least - 1e-9}
            if abs(energy / self.energy - 1) > self.tolerance + 1e-9:
                uneven.append(f"Day {number} has {energy:.0f} kcal.")
            if self.same_food(items):
                uneven.append(f"Day {number} has a food twice.")
            if self.too_much(items):
                broken.append(f"day {number} holds too many portions of a food")
            for cap, amount in self.over(others):
                passed.add(cap.nutrient)
                broken.append(f"day {number} holds {cap.above(amount)}")
        meals = [[list(serving.fillings) for serving in servings] for servings in days]
        for number, held in enumerate(meals, start=1):
            lacking = [rule for rule in self.meals if rule.missing(held)]
            broken += [rule.broken(number, self.names[rule.rule.nutrient]) for rule in lacking]
            short |= {f"{MEALS_OF}{rule.rule.nutrient}" for rule in lacking}
        if self.uptake is not None:
            faults, low = self.uptake.judged(meals)
            broken += faults
            short |= {self.uptake.rule.nutrient} if faults or low else set()
        every = [serving for day in days for serving in day]
        off = tuple(
            rule.kinds[each.dish] for rule in self.shares for each in every if rule.off(each.dish, each.fillings)
        )
        return Arrangement(tuple(days), frozenset(short), tuple(uneven), tuple(broken), frozenset(passed), off)
