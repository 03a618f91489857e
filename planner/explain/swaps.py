"""Foods of a week: what it costs without each, what takes its place, and which others are nearly in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from planner.explain.case import Case, case_of
from planner.model.bans import without_food
from planner.model.dials import ENERGY, by_food, servings
from planner.model.spec import Spec
from planner.plan import Plan
from planner.solve.what_if import WhatIf

Array = np.ndarray
NOISE = 5e-3  # USD for all days: less is no difference
MOST_INSTEAD = 3
MOST_OUTSIDE = 8
MUCH = 0.1  # share of a least: a food that brings less of it is not eaten for it
_WORTH = 0.25  # servings, or share of what is lost: less is said of no food
_LITTLE = 0.05  # portions: so little of a food that the next one would add as much
_NO_CUT = 1e-4  # share of a price: less is a rounding
NO_WAY = 1e6  # USD: what a slot costs that nothing may fill
_IN = 1e-6  # servings: less is nothing
MUST_HAVE = "you asked for it"
KEPT = "it is in a dish that you keep"
NO_OTHER = "no week of such meals can do without it"


@dataclass(frozen=True, slots=True)
class Instead:
    """A food that is eaten more often instead, in the planned days."""

    food: str
    name: str
    times: float  # helpings more
    grams: float  # more, as eaten


@dataclass(frozen=True, slots=True)
class Swap:
    """A food of the week: what the cheapest week costs without it, by the linear programme of the week."""

    food: str
    name: str
    times: int  # helpings in the week as planned
    grams: float
    cost_usd: float  # of what the week holds of it
    more_usd: float | None  # what all days cost more without it; None where it stays (`stays`)
    instead: tuple[Instead, ...]  # what takes its place, most first; other amounts move a little, too
    brings: str  # the nutrient with a least of which it brings the largest share; that least stays met
    brings_share: float  # of that least
    stays: str = ""  # why it is not swapped, in words

    @property
    def is_free(self) -> bool:
        """Whether the week costs no more without it."""
        return self.more_usd is not None and self.more_usd < NOISE


@dataclass(frozen=True, slots=True)
class Outside:
    """A food that is not in the week: how much cheaper it would have to be to enter the cheapest one."""

    food: str
    name: str
    portion: str
    usd: float  # of one portion now
    cheaper_share: float  # of its price; 0: it could be there at no extra cost
    usd_to_enter: float  # of one portion


def swaps(case: Case, asked: WhatIf, plan: Plan, foods: Iterable[str] | None = None) -> tuple[Swap, ...]:
    """One swap for each food of the week (or of `foods`), dearest to miss first."""
    wanted = plan.foods if foods is None else plan.foods & set(foods)
    found = [_swap(case, asked, plan, food) for food in sorted(wanted)]
    return tuple(sorted(found, key=lambda swap: (-(swap.more_usd if swap.more_usd is not None else np.inf), swap.name)))


def outside(case: Case, asked: WhatIf, plan: Plan, most: int = MOST_OUTSIDE) -> tuple[Outside, ...]:
    """Foods that the person eats and the week does not hold: all that cost nothing more, and the `most` next ones.

    Candidates by the bound of `entering`, each then solved for: its cut is exact.
    """
    bound = entering(case, asked)
    held = np.array([food.food in plan.foods or _is_at_home(case, food.food) for food in case.catalogue.foods])
    found: list[Outside] = []
    for place in np.argsort(bound, kind="stable"):
        cuts = sorted(each.cheaper_share for each in found if each.cheaper_share > 0)
        if bound[place] >= 1.0 or (len(cuts) >= most and cuts[most - 1] <= bound[place]):
            break
        cut = np.inf if held[place] else _cut(case, asked, int(place))
        if cut < 1.0:
            food = case.catalogue.foods[place]
            usd = float(case.catalogue.usd_per_100g[place]) * food.grams / 100
            found.append(Outside(food.food, food.name, food.portion, usd, cut, usd * (1 - cut)))
    found.sort(key=lambda each: (each.cheaper_share, each.name))
    return tuple(found[: most + sum(each.cheaper_share == 0 for each in found)])


def _is_at_home(case: Case, food: str) -> bool:
    """Whether some of a food is at home: that costs nothing, so no price keeps it out."""
    form = case.catalogue.purchases.get(food)
    return form is not None and any(thing.food == form.purchase for thing in case.needs.at_home)


def entering(case: Case, asked: WhatIf) -> Array:
    """[foods] by which share a food must at least be cheaper to enter: reduced cost of a helping over its cost.

    A helping in a dish that is not served brings the reduced cost of the dish and of the cheapest fillings of its
    other required slots.
    """
    base, model = asked.base, case.model
    assert base.x is not None and base.reduced_costs is not None
    fillings, reduced = model.fillings, np.maximum(0.0, base.reduced_costs)
    own = np.where(case.spec.upper[model.count] > 0, reduced[model.count], np.inf)
    least = np.full(len(fillings.slots), np.inf)
    np.minimum.at(least, fillings.slot, own)
    required = np.array([slot.required == "yes" for slot in fillings.slots])
    needed = np.where(required, np.minimum(least, NO_WAY), 0.0)
    dish = reduced[model.serving] + np.bincount(fillings.slot_dish, needed, len(fillings.dishes))
    helping = own + dish[fillings.dish] - needed[fillings.slot]
    share = np.where(fillings.cost > 0, helping / np.where(fillings.cost > 0, fillings.cost, 1.0), np.inf)
    share = np.where(base.x[model.count] > _IN, 0.0, share)
    found = np.full(len(case.catalogue.foods), np.inf)
    np.minimum.at(found, fillings.food, share)
    return found


def _cut(case: Case, asked: WhatIf, food: int) -> float:
    """The share by which a food must be cheaper to enter, exact: what a little of it adds over what that costs.

    sum_z z n[.,f,z] >= a little   in the place of the row that says how often it may be eaten.
    """
    model, base = case.model, asked.base
    assert base.x is not None
    inside = model.fillings.food == food
    if base.x[model.count[inside]].sum() > _IN:
        return 0.0
    row = case.spec.row_names.index(f"times {case.catalogue.foods[food].food}")
    part = slice(case.spec.starts[row], case.spec.starts[row + 1])
    values, row_lower, row_upper = case.spec.values.copy(), case.spec.row_lower.copy(), case.spec.row_upper.copy()
    size = dict(zip(model.count[inside].tolist(), model.fillings.size[inside].tolist(), strict=True))
    values[part] = [size[column] for column in case.spec.indices[part].tolist()]
    row_lower[row], row_upper[row] = _LITTLE, np.inf
    answer = asked.of(replace(case.spec, values=values, row_lower=row_lower, row_upper=row_upper))
    if answer.x is None:
        return float("inf")
    grams = _LITTLE * case.catalogue.foods[food].grams
    cut = (answer.objective - base.objective) / (case.catalogue.usd_per_100g[food] * grams / 100)
    return float(cut) if cut > _NO_CUT else 0.0


def banned(case: Case, food: int) -> Spec | None:
    """The week of a case without a food; None where the food must be had or is kept."""
    columns = case.model.count[case.model.fillings.food == food]
    alone = any(set(must.foods) == {food} for must in case.needs.must_have)
    if alone or case.spec.lower[columns].any():
        return None
    quick = without_food(case.model, case.needs, case.spec, food)
    if quick is not None:
        return quick
    allowed = case.needs.allowed & (np.arange(len(case.needs.allowed)) != food)
    must_have = tuple(replace(must, foods=must.foods[must.foods != food]) for must in case.needs.must_have)
    return case_of(case.request, case.targets, replace(case.needs, allowed=allowed, must_have=must_have)).spec


def _swap(case: Case, asked: WhatIf, plan: Plan, slug: str) -> Swap:
    items = [item for item in plan.items() if item.food == slug]
    grams, cost = sum(item.grams for item in items), sum(item.cost_usd for item in items)
    place = case.catalogue.food_index[slug]
    brings, share = _brings(case, place, grams / len(plan.days))
    held = (slug, items[0].name, len(items), grams, cost)
    spec = banned(case, place)
    if spec is None:
        alone = any(set(must.foods) == {place} for must in case.needs.must_have)
        return Swap(*held, None, (), brings, share, MUST_HAVE if alone else KEPT)
    base = asked.base
    assert base.x is not None
    eaten = float(servings(case.model, base.x)[place])
    more, after = 0.0, base.x
    if eaten > _IN:
        answer = asked.of(spec)
        if answer.x is None:
            within = " within your budget" if case.needs.max_cost_usd is not None else ""
            return Swap(*held, None, (), brings, share, NO_OTHER + within)
        more, after = max(0.0, answer.objective - base.objective), answer.x
    before = base.x if eaten >= len(items) / 2 else _as_often(case, asked, slug, len(items))
    return Swap(
        *held, more, tuple(_instead(case, place, before, after, brings if share >= MUCH else "")), brings, share
    )


def _as_often(case: Case, asked: WhatIf, food: str, times: int) -> Array:
    """The cheapest week that holds a food as often as the planned one does."""
    row_lower = case.spec.row_lower.copy()
    row = case.spec.row_names.index(f"times {food}")
    row_lower[row] = min(float(times), case.spec.row_upper[row])
    answer = asked.of(replace(case.spec, row_lower=row_lower))
    assert asked.base.x is not None
    return asked.base.x if answer.x is None else answer.x


def _brings(case: Case, place: int, grams: float) -> tuple[str, float]:
    """The nutrient of whose least a food brings the largest share, and that share."""
    found = [
        (float(np.nan_to_num(case.catalogue.per_100g[place, limit.column])) * grams / 100 / limit.lower, limit.nutrient)
        for limit in case.needs.limits
        if limit.lower and limit.nutrient != ENERGY
    ]
    share, nutrient = max(found, key=lambda each: each[0], default=(0.0, ""))
    return (nutrient, share) if share > 0 else ("", 0.0)


def _instead(case: Case, place: int, before: Array, after: Array, brings: str) -> Iterator[Instead]:
    """What is eaten more often: in the slots that lose the food, of its role or group, or with what it `brings`.

    Less than a quarter of what is lost is left out: other amounts always move a little.
    """
    model, foods = case.model, case.catalogue.foods
    fillings, moved = model.fillings, after[model.count] - before[model.count]
    times = by_food(fillings, moved)
    grams = by_food(fillings, moved * fillings.size * case.catalogue.grams[fillings.food])
    enough = max(_WORTH, -_WORTH * times[place])
    lost = np.bincount(fillings.slot, np.where(fillings.food == place, -moved, 0.0), len(fillings.slots)) > _WORTH / 2
    same_slot = np.minimum(by_food(fillings, np.where(lost[fillings.slot], moved, 0.0)), times)
    own = foods[place]
    alike = np.array([2.0 * (food.role == own.role) + (food.group == own.group) for food in foods])
    near = 10.0 * np.where(same_slot >= enough, same_slot, 0.0) + np.where(times >= enough, alike * times, 0.0)
    if brings:
        held = np.nan_to_num(case.catalogue.per_100g[:, case.catalogue.nutrient_index[brings]]) * grams
        near += 5.0 * np.where(held >= -_WORTH * held[place], held / -held[place], 0.0)
    near[(times < _WORTH) | (np.arange(len(foods)) == place)] = 0.0
    for other in np.argsort(-near, kind="stable")[:MOST_INSTEAD]:
        if near[other] > 0:
            yield Instead(foods[other].food, foods[other].name, float(times[other]), float(grams[other]))
