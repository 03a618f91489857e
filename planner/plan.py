"""A plan that can be shown: days, meals, dishes, portions, totals and what they meet."""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace

import numpy as np

from planner.at_home import AtHome, eaten_from_home
from planner.model.fillings import Fillings
from planner.model.judge import Arrangement, Serving
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, Targets
from planner.targets.bound import CAPS

ABSORBED_B12 = "absorbed_vitamin_b12_ug"  # no nutrient of a food: it is known for a meal only
MEAL_NAMES = ("breakfast", "lunch", "dinner", "snack")


@dataclass(frozen=True, slots=True)
class Item:
    """A food on a plate."""

    food: str
    name: str
    fndds_code: int | None
    portions: float
    portion: str  # household measure of one portion
    grams: float
    energy_kcal: float
    cost_usd: float  # of what is not at home
    at_home_grams: float = 0.0  # as eaten, of what is at home


@dataclass(frozen=True, slots=True)
class Meal:
    """A dish at a meal."""

    meal: str
    dish: str  # the name that a person would use
    pattern: str  # slug of the dish pattern
    items: tuple[Item, ...]
    leftovers_of: int | None = None  # day on which it was cooked, as dinner
    cooked_for: int = 1  # meals: 2 where it comes back as next day's lunch


@dataclass(frozen=True, slots=True)
class Day:
    """A day with its totals [unit of the nutrient]."""

    day: int
    cost_usd: float
    nutrients: dict[str, float]
    meals: tuple[Meal, ...]
    over_upper: tuple[str, ...] = ()  # nutrients above their upper limit on this day (the mean keeps it)
    absorbed_b12_ug: float | None = None  # summed over its meals, with absorption switched on

    def amount(self, nutrient: str) -> float:
        """What the day holds of a nutrient, or lets the body take up of B12 [unit of the nutrient]."""
        if nutrient == ABSORBED_B12:
            return self.absorbed_b12_ug or 0.0
        return self.nutrients[nutrient]


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target and the mean of the planned days."""

    bound: Bound
    unit: str
    mean: float
    at_least: bool  # some food's content is unknown: the true mean is this or more

    @property
    def met(self) -> bool:
        """Whether the mean lies within the bound (to a part in a million); never where food cannot meet it."""
        lower, upper = self.bound.lower, self.bound.upper
        if self.bound.unmet:
            return False
        low = lower is None or self.mean >= lower * (1 - 1e-6) - 1e-9
        return low and (upper is None or self.mean <= upper * (1 + 1e-6) + 1e-9)


@dataclass(frozen=True)
class Plan:
    """A verified plan with its proof."""

    status: str
    gap: float
    lower_bound_usd_per_day: float
    cheapest_lp_usd_per_day: float
    diet: str
    days: tuple[Day, ...]
    targets: tuple[TargetResult, ...]
    energy_kcal: float
    price_month: str
    tables: str  # digest of the tables
    seconds: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    absorbed_b12: TargetResult | None = None  # with absorption switched on
    yielded: tuple[str, ...] = ()  # nutrients whose share of single meals could not be kept everywhere
    steady_times: float = 1.0  # how many times as wide as usual the bands near what is eaten now had to be

    @property
    def cost_usd(self) -> float:
        """Cost of all planned days."""
        return sum(day.cost_usd for day in self.days)

    @property
    def foods(self) -> set[str]:
        """Different foods of the plan."""
        return {item.food for item in self.items()}

    def items(self) -> list[Item]:
        """Every food on every plate."""
        return [item for day in self.days for meal in day.meals for item in meal.items]


def make_days(arrangement: Arrangement, fillings: Fillings, targets: Targets) -> tuple[Day, ...]:
    """Days of meals with their totals, from the arranged servings."""
    return tuple(_day(number, day, fillings, targets) for number, day in enumerate(arrangement.days, start=1))


def from_home(days: tuple[Day, ...], things: tuple[AtHome, ...], catalogue: Catalogue) -> tuple[Day, ...]:
    """The same days, where the first grams of what is at home cost nothing."""
    if not things:
        return days
    eaten: dict[str, float] = defaultdict(float)
    for item in (item for day in days for meal in day.meals for item in meal.items):
        eaten[item.food] += item.grams
    left = eaten_from_home(eaten, things, catalogue)

    def taken(item: Item) -> Item:
        grams = min(item.grams, left.get(item.food, 0.0))
        if not grams:
            return item
        left[item.food] -= grams
        return replace(item, at_home_grams=grams, cost_usd=item.cost_usd * (1 - grams / item.grams))

    found = []
    for day in days:
        meals = tuple(replace(meal, items=tuple(taken(item) for item in meal.items)) for meal in day.meals)
        cost = sum(item.cost_usd for meal in meals for item in meal.items)
        found.append(replace(day, meals=meals, cost_usd=cost))
    return tuple(found)


def _day(number: int, servings: tuple[Serving, ...], fillings: Fillings, targets: Targets) -> Day:
    meals = tuple(_meal(name, serving, fillings) for name, serving in zip(MEAL_NAMES, servings, strict=True))
    items = [item for meal in meals for item in meal.items]
    nutrients = totals(items, fillings.catalogue, fillings.catalogue.per_100g)
    return Day(
        day=number,
        cost_usd=sum(item.cost_usd for item in items),
        nutrients=nutrients,
        meals=meals,
        over_upper=tuple(sorted({b.nutrient for b in targets.bounds if _is_over(b, nutrients)})),
        absorbed_b12_ug=_absorbed_b12(meals, fillings.catalogue, targets),
    )


def _absorbed_b12(meals: tuple[Meal, ...], catalogue: Catalogue, targets: Targets) -> float | None:
    """B12 that the meals of a day let through [ug]."""
    rule = targets.b12_by_meal
    if rule is None:
        return None
    held = (totals(list(meal.items), catalogue, catalogue.per_100g)[rule.nutrient] for meal in meals)
    return float(sum(rule.absorbed(amount) for amount in held))


def _is_over(bound: Bound, nutrients: dict[str, float]) -> bool:
    marked = "UL" in bound.basis or (bound.basis in CAPS and not bound.every_day)
    is_limit = bound.hard and marked and bound.upper is not None
    return is_limit and nutrients[bound.nutrient] > bound.upper  # type: ignore[operator]


def totals(items: list[Item], catalogue: Catalogue, per_100g: np.ndarray) -> dict[str, float]:
    """Sum of each nutrient over items; an unknown value adds nothing."""
    table = np.nan_to_num(per_100g)
    sums = sum(
        (table[catalogue.food_index[item.food]] * item.grams / 100 for item in items),
        np.zeros(table.shape[1]),
    )
    return {nutrient.nutrient: float(value) for nutrient, value in zip(catalogue.nutrients, sums, strict=True)}


def target_results(days: tuple[Day, ...], targets: Targets, catalogue: Catalogue) -> tuple[TargetResult, ...]:
    """Each bound with the mean of the days."""
    eaten = {item.food for day in days for meal in day.meals for item in meal.items}
    unknown = np.isnan(catalogue.per_100g[[catalogue.food_index[food] for food in sorted(eaten)]]).any(axis=0)
    results = []
    for bound in targets.bounds:
        column = catalogue.nutrient_index[bound.nutrient]
        mean = sum(day.nutrients[bound.nutrient] for day in days) / len(days)
        results.append(TargetResult(bound, catalogue.nutrients[column].unit, mean, bool(unknown[column])))
    return tuple(results)


def absorbed_b12_result(days: tuple[Day, ...], targets: Targets, catalogue: Catalogue) -> TargetResult | None:
    """The target in absorbed B12 with the mean of the days; None without it."""
    rule = targets.b12_by_meal
    if rule is None:
        return None
    column = catalogue.per_100g[:, catalogue.nutrient_index[rule.nutrient]]
    foods = {item.food for day in days for meal in day.meals for item in meal.items}
    bound = Bound(ABSORBED_B12, rule.target, None, True, rule.basis, rule.source, rule.nutrient, rule.note)
    bound = replace(bound, unmet=next((b.unmet for b in targets.of(rule.nutrient) if b.unmet), ""))
    mean = sum(day.amount(ABSORBED_B12) for day in days) / len(days)
    unknown = any(np.isnan(column[catalogue.food_index[food]]) for food in foods)
    return TargetResult(bound, "ug", mean, unknown)


def _meal(name: str, serving: Serving, fillings: Fillings) -> Meal:
    dish = fillings.dishes[serving.dish]
    words: dict[str, str] = defaultdict(str)
    items = []
    for filling in serving.fillings:
        slot = fillings.slots[fillings.slot[filling]].slot
        words[slot] = fillings.catalogue.foods[fillings.food[filling]].title_word
        items.append(_item(filling, fillings))
    return Meal(name, dish_title(dish.name_pattern, words), dish.dish, tuple(items))


def dish_title(pattern: str, words: dict[str, str]) -> str:
    """The pattern with foods in its {slots}; a [part] whose slot is empty is left out.

    "porridge with {fruit}[ and {topping}]" -> "Porridge with banana and walnuts".
    """

    def part(match: re.Match[str]) -> str:
        slots = re.findall(r"{(.*?)}", match[1])
        return match[1] if all(words.get(slot) for slot in slots) else ""

    text = re.sub(r"\[(.*?)\]", part, pattern)
    text = re.sub(r"{(.*?)}", lambda match: words.get(match[1], ""), text)
    return text[:1].upper() + text[1:]


def _item(filling: int, fillings: Fillings) -> Item:
    place = int(fillings.food[filling])
    catalogue, food = fillings.catalogue, fillings.catalogue.foods[place]
    size = float(fillings.size[filling])
    grams = size * food.grams
    return Item(
        food=food.food,
        name=food.name,
        fndds_code=food.fndds_code,
        portions=size,
        portion=food.portion,
        grams=grams,
        energy_kcal=float(catalogue.per_100g[place, catalogue.nutrient_index["energy_kcal"]]) * grams / 100,
        cost_usd=float(catalogue.usd_per_100g[place]) * grams / 100,
    )
