"""The week in counts: how often each slot of each dish is filled with each food, with no day index."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.model.at_home import use_at_home
from planner.model.columns import WeekColumns
from planner.model.fillings import Fillings
from planner.model.meals import enough_in_meals
from planner.model.needs import Needs
from planner.model.pins import Pin
from planner.model.produce import produce
from planner.model.shares import shares_of_meals
from planner.model.spec import Spec
from planner.model.uptake import absorbed_b12, meals_with_b12
from planner.model.variety import kinds_wanted
from planner.model.wanted import little_foods, must_have

Array = np.ndarray
LESS = 1e-6  # of a unit: so that a week is not above its own bound
NO_BUDGET_USD = 1e5  # more than any days can cost: the row stays and a budget only moves it
MEALS = ("breakfast", "main", "snack")
PULSE_ROLES = ("bean", "lentil", "soy")
ANIMAL_ROLES = ("poultry", "red_meat", "deli", "fish", "canned_fish", "shellfish", "liver")


@dataclass(frozen=True)
class WeekModel:
    """The model of the week and where its columns are."""

    spec: Spec
    fillings: Fillings
    count: Array  # [fillings] columns n: how often
    serving: Array  # [dishes] columns u: how often a dish
    home: Array  # columns h: eaten of what is at home [100 g]
    home_usd: Array  # what each saves [USD / 100 g]
    excess: Array  # columns of what is above what is comfortable [unit / day]: fibre, iron
    missed: Array  # columns of what is missed of fruit and vegetables where they yield [cups / day]
    spread_rows: dict[str, int]  # nutrient -> row whose bound is raised when a day misses its floor
    cap_rows: dict[str, int]  # nutrient -> row whose bound is lowered when a day passes its cap
    share_rows: dict[str, list[int]]  # kind of meal -> rows drawn in when such a meal misses its share; u stands last
    produce_rows: dict[str, int]  # nutrient -> row of fruit or vegetables that yield

    @property
    def money(self) -> Array:
        """[columns] cost of the week in money alone: what is eaten, less what is at home [USD]."""
        cost = np.zeros(len(self.spec.cost))
        cost[self.count] = self.fillings.cost
        cost[self.home] = -self.home_usd
        return cost

    def with_produce(self, held: Mapping[str, float]) -> Spec:
        """The rules for money alone, with at least as much of what yields as is `held` [unit / day]."""
        lower, upper = self.spec.row_lower.copy(), self.spec.upper.copy()
        for nutrient, row in self.produce_rows.items():
            lower[row] = min(lower[row], held[nutrient] - LESS)
        upper[self.missed] = 0.0
        return replace(self.spec, cost=self.money, row_lower=lower, upper=upper)


def build_week(
    needs: Needs, fillings: Fillings, reward: float = 0.0, pins: tuple[Pin, ...] = (), unwanted: tuple[int, ...] = ()
) -> WeekModel:
    """min sum c n - reward * (number of different foods)   s.t. the families below.

    `pins` are dishes that stay; `unwanted` ones are served no oftener than they ask.
    """
    week = WeekColumns(needs, fillings, fillings.cost, reward)
    for family in (
        slots,
        meals,
        nutrients,
        comfortable,
        produce,
        energy_shares,
        food_times,
        repeats,
        kinds,
        spread,
        spread_of_b12,
        enough_in_meals,
        shares_of_meals,
        protein_foods,
        at_home,
        budget,
        must_have,
        little_foods,
    ):
        family(week)
    spec = _pinned(week, pins, unwanted)
    return WeekModel(
        spec,
        fillings,
        week.count,
        week.serving,
        week.home,
        week.home_usd,
        week.excess,
        week.missed,
        week.spread_rows,
        week.cap_rows,
        week.share_rows,
        week.produce_rows,
    )


def _pinned(week: WeekColumns, pins: tuple[Pin, ...], unwanted: tuple[int, ...]) -> Spec:
    """n[q,f,z] >= times pinned,   u[k] >= times pinned;   an optional slot that a pinned dish leaves empty stays so.

    What is pinned may stand there oftener than a slot repeats: a dinner comes back as lunch.
    """
    spec = week.builder.finish()
    lower, upper, row_upper = spec.lower.copy(), spec.upper.copy(), spec.row_upper.copy()
    for pin in pins:
        lower[week.serving[pin.dish]] += 1
        lower[week.count[list(pin.fillings)]] += 1
        if pin.fillings:
            own = np.flatnonzero(week.fillings.slot_dish == pin.dish)
            empty = [slot for slot in own if slot not in week.fillings.slot[list(pin.fillings)]]
            row_upper[[week.slot_rows[slot] for slot in empty]] -= 1
    pinned = Counter(filling for pin in pins for filling in pin.fillings)
    times: Counter[tuple[int, int]] = Counter()
    for filling, count in pinned.items():
        times[int(week.fillings.slot[filling]), int(week.fillings.food[filling])] += count
    for place, count in times.items():
        if place in week.repeat_rows:
            row_upper[week.repeat_rows[place]] = max(row_upper[week.repeat_rows[place]], count)
    for dish in unwanted:
        upper[week.serving[dish]] = lower[week.serving[dish]]
    return replace(spec, lower=lower, upper=np.maximum(lower, upper), row_upper=row_upper)


def slots(week: WeekColumns) -> None:
    """sum_{f,z} n[q,f,z] = u[k]   (<= u[k] where the slot is optional)."""
    fillings = week.fillings
    for place, slot in enumerate(fillings.slots):
        inside = week.count[fillings.slot == place]
        serving = week.serving[fillings.slot_dish[place]]
        columns = np.append(inside, serving)
        values = np.append(np.ones(len(inside)), -1.0)
        state = week.builder.equal if slot.required == "yes" else week.builder.at_most
        week.slot_rows.append(week.builder.rows)
        state(f"slot {slot.dish} {slot.slot}", columns, values, 0.0)


def meals(week: WeekColumns) -> None:
    """sum_{k in meal} u[k] = meals of that kind in the planned days."""
    kinds_of_meal = np.array([dish.meal for dish in week.fillings.dishes])
    for meal in MEALS:
        wanted = week.rules[f"{meal}s"] * week.needs.days
        week.builder.equal(f"meals {meal}", week.serving[kinds_of_meal == meal], 1.0, wanted)


def nutrients(week: WeekColumns) -> None:
    """days * lower[m] <= sum a[m,f] z n[q,f,z] <= days * upper[m]   for every nutrient m with a hard bound."""
    days, fillings = week.needs.days, week.fillings
    for limit in week.needs.limits:
        if limit.lower is not None:
            values = fillings.least[:, limit.column] / days / limit.scale
            week.builder.at_least(f"at least {limit.nutrient}", week.count, values, limit.lower / limit.scale)
        if limit.upper is not None:
            values = np.nan_to_num(fillings.most[:, limit.column]) / days / limit.scale  # unknown: not allowed
            week.cap_rows[limit.nutrient] = week.builder.rows
            week.builder.at_most(f"at most {limit.nutrient}", week.count, values, limit.upper / limit.scale)


def comfortable(week: WeekColumns) -> None:
    """mean a[m] - e[m] <= comfortable[m],   e[m] >= 0 at a price: more fibre or iron from food is no harm."""
    for limit in week.needs.comfortable:
        price = week.rules[f"excess_{limit.nutrient}"] * week.needs.days
        over = week.builder.columns(np.array([price]), np.inf)
        week.excess = np.append(week.excess, over)
        held = week.fillings.least[:, limit.column] / week.needs.days
        columns, values = np.append(week.count, over), np.append(held, -1.0)
        week.builder.at_most(f"comfortable {limit.nutrient}", columns, values, limit.upper or 0.0)


def energy_shares(week: WeekColumns) -> None:
    """share_min * E <= mean energy of a meal <= share_max * E."""
    energy = week.fillings.least[:, week.needs.catalogue.nutrient_index["energy_kcal"]]
    energy = energy / week.needs.days / week.needs.energy_kcal
    for meal in MEALS:
        inside = week.fillings.meal == meal
        week.builder.at_least(f"energy {meal}", week.count[inside], energy[inside], week.rules[f"{meal}_energy_min"])
        week.builder.at_most(f"energy {meal}", week.count[inside], energy[inside], week.rules[f"{meal}_energy_max"])


def food_times(week: WeekColumns) -> None:
    """sum n[.,f,.] <= times of f;   sum z n[.,f,.] <= portions of a staple;   sum n of a family <= its days."""
    foods, fillings = week.needs.catalogue.foods, week.fillings
    families: dict[str, list[int]] = {}
    for food in week.used_foods:
        inside = fillings.food == food
        row = foods[food]
        week.builder.at_most(f"times {row.food}", week.count[inside], 1.0, week.times(food))
        if row.is_staple:
            most = row.max_portions_per_day * week.needs.days
            week.builder.at_most(f"portions {row.food}", week.count[inside], fillings.size[inside], most)
        else:
            families.setdefault(row.kin, []).append(food)
    for kin, members in families.items():
        if len(members) > 1:
            inside = np.isin(fillings.food, members)
            days = max(foods[food].max_days_per_week for food in members) + week.rules["family_extra_days"]
            week.builder.at_most(f"family {kin}", week.count[inside], 1.0, np.ceil(min(7, days) * week.weeks))


def repeats(week: WeekColumns) -> None:
    """sum_z n[q,f,z] <= repeats of slot q: the same filling of the same slot not again and again."""
    fillings = week.fillings
    for place, slot in enumerate(fillings.slots):
        if slot.repeats is None:
            continue
        inside = fillings.slot == place
        for food in np.unique(fillings.food[inside]):
            columns = week.count[inside & (fillings.food == food)]
            week.repeat_rows[place, int(food)] = week.builder.rows
            week.builder.at_most(f"repeat {slot.dish} {slot.slot}", columns, 1.0, np.ceil(slot.repeats * week.weeks))


def kinds(week: WeekColumns) -> None:
    """v[f] <= sum n[.,f,.];   sum_{f in group} v[f] >= kinds wanted."""
    fillings = week.fillings
    for food, used in zip(week.used_foods, week.used, strict=True):
        inside = week.count[fillings.food == food]
        week.builder.at_least("used", np.append(inside, used), np.append(np.ones(len(inside)), -1.0), 0.0)
    groups = np.array([week.needs.catalogue.foods[food].group for food in week.used_foods])
    for group, wanted in kinds_wanted(week.needs, week.used_foods).items():
        inside = week.used if group == "all" else week.used[groups == group]
        week.builder.at_least(f"kinds {group}", inside, 1.0, wanted)


def spread(week: WeekColumns) -> None:
    """sum min(a[m,f] z, R) n[q,f,z] >= days * R,   R = share * lower[m],   for Mg, K and Ca."""
    for limit in week.needs.floors():
        if "b12" in limit.nutrient or limit.lower is None:
            continue
        enough = week.rules["spread_share"] * limit.lower
        values = np.minimum(week.fillings.least[:, limit.column], enough) / enough / week.needs.days
        week.spread_rows[limit.nutrient] = week.builder.rows
        week.builder.at_least(f"spread {limit.nutrient}", week.count, values, 1.0)


def spread_of_b12(week: WeekColumns) -> None:
    """g[k] <= sum a n / R,   g[k] <= u[k],   sum_k g[k] >= days: fortified foods come in large doses.

    With absorption switched on, what is absorbed at the meals takes its place.
    """
    rule = week.needs.b12_by_meal
    if rule is not None:
        week.spread_rows[rule.nutrient] = absorbed_b12(week, rule)
        meals_with_b12(week, rule)
        return
    limit = next((floor for floor in week.needs.floors() if "b12" in floor.nutrient), None)
    if limit is None or limit.lower is None:
        return
    enough = week.rules["spread_share"] * limit.lower
    values = np.minimum(week.fillings.least[:, limit.column], enough) / enough
    given = week.builder.columns(np.zeros(len(week.serving)), np.inf)
    for dish, (served, gives) in enumerate(zip(week.serving, given, strict=True)):
        inside = (week.fillings.dish == dish) & (values > 0)
        columns = np.append(week.count[inside], gives)
        week.builder.at_least("b12 of a dish", columns, np.append(values[inside], -1.0), 0.0)
        week.builder.at_least("b12 of a serving", np.array([served, gives]), np.array([1.0, -1.0]), 0.0)
    week.spread_rows[limit.nutrient] = week.builder.rows
    week.builder.at_least(f"spread {limit.nutrient}", given, 1.0 / week.needs.days, 1.0)


def protein_foods(week: WeekColumns) -> None:
    """sum_{f legume or soy} n >= servings   for vegans;   sum_{f meat or fish in a main} n >= mains   by diet."""
    needs, fillings = week.needs, week.fillings
    roles = np.array([food.role for food in needs.catalogue.foods])[fillings.food]
    if needs.vegan:
        servings = week.rules["pulses_vegan"] * needs.days
        week.builder.at_least("legume or soy", week.count[np.isin(roles, PULSE_ROLES)], 1.0, servings)
    animal = np.isin(roles, ANIMAL_ROLES) & (fillings.meal == "main")
    wanted = round(week.rules[f"animal_mains_{needs.diet}"] * week.weeks)
    offered = sum(week.times(food) for food in np.unique(fillings.food[animal & fillings.allowed]))
    if animal.any():
        week.builder.at_least("meat or fish", week.count[animal], 1.0, min(wanted, offered // 2))


def at_home(week: WeekColumns) -> None:
    """h[f] <= sum grams z n[.,f,.];   sum_{f of a thing} h[f] / yield[f] <= what is at home;   h at minus its price."""
    fillings = week.fillings
    grams = fillings.size * week.needs.catalogue.grams[fillings.food]
    week.home, week.home_usd = use_at_home(week.builder, week.needs, week.count, fillings.food, grams)


def budget(week: WeekColumns) -> None:
    """sum c n - sum c h <= most that the planned days may cost."""
    usd = np.append(week.fillings.cost, -week.home_usd)
    share = usd / (week.needs.max_cost_usd or NO_BUDGET_USD)
    week.builder.at_most("at most cost", np.append(week.count, week.home), share, 1.0)
