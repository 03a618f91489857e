"""What each target of a week costs: shadow prices of its LP, their range, and what the week costs without it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from planner.explain.case import BODY, Case, sides, stays, step_of
from planner.model.dials import (
    ADDED_B12,
    B12,
    COST,
    ENERGY,
    Dial,
    absorbed_b12_dial,
    budget_dial,
    energy_dial,
    row_places,
    target_dial,
)
from planner.model.meals import MEALS_OF
from planner.model.needs import MUST_HAVE, Needs
from planner.model.uptake import MEALS_WITH_B12
from planner.plan import ABSORBED_B12
from planner.solve.slopes import TINY, Tangent, first_piece
from planner.solve.what_if import WhatIf

FREE = 5e-3  # USD a day: less than half a cent is nothing
FAR = 10.0  # times a target: no range is said to go further
FOLLOWED = 0.25  # steps: how far tangents follow a price
SHORT = 0.05  # steps: a range shorter than this is looked at again, by tangents
NEAR = 1e-6  # share of a bound: an amount this near is at it
LEAST, MOST, MUST = "least", "most", "must have"

At = Callable[[float], Needs]


@dataclass(frozen=True, slots=True)
class TargetPrice:
    """What a target costs in the cheapest week [USD a day; amounts in units of the nutrient a day].

    Stricter is more of a least and less of a most. None: nothing is said, because the target stays as it is
    (`stays` says why), or because no week can meet it (`step_usd`).
    """

    nutrient: str  # column, "cost", "absorbed_vitamin_b12_ug", or the food that must be had
    name: str
    unit: str
    side: str  # "least", "most", "must have"
    amount: float  # the bound; of the budget: USD for all days together
    mean: float  # in the cheapest week
    basis: str
    source: str
    usd_per_unit: float | None  # of one unit stricter, from here
    holds_from: float  # the price holds between these two amounts (at least: it is not followed beyond)
    holds_to: float
    looser_usd_per_unit: float | None  # saved by one unit looser, from here; differs where the cost has a kink
    step: float  # a tenth of the target, rounded to one figure
    step_usd: float | None  # what one step stricter adds, solved anew
    total_usd: float | None  # what the target costs in all: the week without it would cost this much less
    stays: str = ""  # why it is nothing to loosen, in words

    @property
    def is_free(self) -> bool:
        """Whether the target costs nothing: the cheapest week meets it anyway."""
        return (self.usd_per_unit or 0.0) * self.step < FREE and (self.total_usd or 0.0) < FREE

    @property
    def dropping_saves_usd(self) -> float | None:
        """What a day costs less without the target; None where it is nothing to drop."""
        return None if self.stays else self.total_usd


def target_prices(case: Case, asked: WhatIf, at_energy: At) -> tuple[TargetPrice, ...]:
    """The price of every least and most, of energy, of the budget and of what must be had; dearest first, free last.

    `at_energy` gives the needs of the same person at another energy [kcal / day].
    """
    found = [_price(case, asked, *side) for side in sides(case)]
    found += [energy for energy in [_energy(case, asked, at_energy)] if energy is not None]
    found += list(_must_have(case, asked))
    return tuple(sorted(found, key=lambda price: (-_weight(price), price.name, price.side)))


def dial_of(case: Case, nutrient: str, is_upper: bool) -> Dial:
    """The dial of a side of the week."""
    if nutrient == COST:
        return budget_dial(case.model, case.needs)
    rule = case.needs.b12_by_meal
    if nutrient == ABSORBED_B12 and rule is not None:
        return absorbed_b12_dial(case.model, rule.target)
    return target_dial(case.model, case.needs, nutrient, is_upper)


def _weight(price: TargetPrice) -> float:
    """What stands first: what a target costs in all [USD a day]; energy, which has no such cost, after those."""
    return price.total_usd if price.total_usd is not None else FREE


def _price(case: Case, asked: WhatIf, nutrient: str, is_upper: bool) -> TargetPrice:
    bound, dial = case.bound(nutrient, is_upper), dial_of(case, nutrient, is_upper)
    amount, why = _amount(case, nutrient, is_upper), stays(bound, is_upper)
    rule = case.needs.b12_by_meal if nutrient == ABSORBED_B12 else None
    basis = rule.basis if rule else bound.basis if bound else "yours"
    source = rule.source if rule else bound.source if bound else "your own target"
    mean = _mean(case, asked, nutrient, dial)
    named = (nutrient, case.name(nutrient), case.unit(nutrient), MOST if is_upper else LEAST, amount, mean, basis)
    step = step_of(amount)
    slope = dial.slope(_shadow(asked)) / case.needs.days
    at_it = abs(mean - amount) <= NEAR * max(1.0, abs(amount)) or abs(slope) * step > TINY
    if not at_it:
        ends = (amount, max(amount, mean)) if not is_upper else (min(amount, mean), amount)
        return TargetPrice(*named, source, None if why else 0.0, *ends, None if why else 0.0, step, 0.0, 0.0, why)
    without = _cost(case, asked, dial, also=_spread(case, nutrient, is_upper))
    total = max(0.0, _today(case, asked) - without)
    if why:
        return TargetPrice(*named, source, None, amount, amount, None, step, None, total, why)
    return TargetPrice(*named, source, *_range(case, asked, dial, amount, slope, -1 if is_upper else 1), total)


def _range(
    case: Case, asked: WhatIf, dial: Dial, amount: float, slope: float, sign: int, only_stricter: bool = False
) -> tuple[float, float, float, float, float, float | None]:
    """Price, its range, the price of looser, the step and what a step costs; `sign` is 1 where more is stricter."""
    step, days = step_of(amount), case.needs.days
    start = Tangent(0.0, _today(case, asked), sign * slope)

    @cache
    def strict(by: float) -> Tangent | None:
        ask = asked.of if abs(by) in (step, FOLLOWED * step) else asked.onward
        answer = ask(dial.turned(case.spec, amount + sign * by))
        if answer.x is None or answer.shadow_prices is None:
            return None
        return Tangent(by, answer.objective / days, sign * dial.slope(answer.shadow_prices) / days)

    down, up = _sure(asked, dial, amount, sign)
    beyond = strict(step)
    step_usd = None if beyond is None else max(0.0, beyond.cost - start.cost)
    price = saved = start.slope
    if up <= SHORT * step and beyond is not None:
        straight = beyond.reaches(0.0) >= start.cost - TINY
        price, up = (beyond.slope, step) if straight else first_piece(strict, start, FOLLOWED * step)
    if down >= -SHORT * step and not only_stricter:
        saved, down = first_piece(strict, start, -min(FOLLOWED * step, amount))
    if abs(saved - price) * step > TINY:
        down = 0.0
    ends = sorted((amount + sign * down, amount + sign * up))
    return max(0.0, price), ends[0], ends[1], max(0.0, saved), step, step_usd


def _sure(asked: WhatIf, dial: Dial, amount: float, sign: int) -> tuple[float, float]:
    """How far looser and stricter the shadow price holds for sure; nothing where several bounds move together."""
    if len(dial.rows) > 1:
        return 0.0, 0.0
    row = int(dial.rows[0])
    ends = sorted(sign * (float(end[row]) / float(dial.per_unit[0]) - amount) for end in asked.row_ranges)
    return min(0.0, max(ends[0], -amount)), max(0.0, min(ends[1], FAR * amount))


def _energy(case: Case, asked: WhatIf, at_energy: At) -> TargetPrice | None:
    """More energy, with the shares of fat, fibre and meals that follow it; nothing is said about less."""
    bound, now = case.bound(ENERGY, False), case.needs.energy_kcal
    if bound is None:
        return None
    step = step_of(now)
    dial = energy_dial(case.model, case.needs, at_energy(now + step))
    slope = dial.slope(_shadow(asked)) / case.needs.days
    price, low, high, _, step, step_usd = _range(case, asked, dial, now, slope, 1, only_stricter=True)
    mean = _mean(case, asked, ENERGY, target_dial(case.model, case.needs, ENERGY, False))
    named = (ENERGY, case.name(ENERGY), case.unit(ENERGY), LEAST, now, mean, bound.basis, bound.source)
    return TargetPrice(*named, price, low, high, None, step, step_usd, None, BODY)


def _must_have(case: Case, asked: WhatIf) -> Iterator[TargetPrice]:
    """What each food that must be had adds."""
    for place, name in ((place, name) for name, place in row_places(case.spec).items() if name.startswith(MUST_HAVE)):
        row = Dial(np.array([place]), np.array([False]), np.zeros(1), np.ones(1))
        total = max(0.0, _today(case, asked) - _cost(case, asked, row))
        food, mean = name.removeprefix(MUST_HAVE), 1.0
        yield TargetPrice(
            food, food, "", MUST, 1.0, mean, "yours", "your own wish", None, 1.0, 1.0, None, 1.0, None, total
        )


def _amount(case: Case, nutrient: str, is_upper: bool) -> float:
    if nutrient == COST:
        return case.needs.max_cost_usd or 0.0
    if nutrient == ABSORBED_B12 and case.needs.b12_by_meal is not None:
        return case.needs.b12_by_meal.target
    limit = case.needs.limit(nutrient)
    assert limit is not None
    return float((limit.upper if is_upper else limit.lower) or 0.0)


def _mean(case: Case, asked: WhatIf, nutrient: str, dial: Dial) -> float:
    """What the cheapest week holds [unit / day]; of the budget: USD for all days."""
    assert asked.base.x is not None
    row = int(dial.rows[0])
    columns, values = case.spec.row(row)
    return float(values @ asked.base.x[columns]) / float(dial.per_unit[0])


def _spread(case: Case, nutrient: str, is_upper: bool) -> list[int]:
    """Rows that spread a least over the days: without it they fall, too."""
    if is_upper:
        return []
    rows = [case.model.spread_rows[nutrient]] if nutrient in case.model.spread_rows else []
    places, of_meals = row_places(case.spec), f"{MEALS_OF}{nutrient}"
    named = [of_meals, *([MEALS_WITH_B12] if nutrient in (B12, ADDED_B12) else [])]
    return rows + [places[name] for name in named if name in places]


def _today(case: Case, asked: WhatIf) -> float:
    return asked.base.objective / case.needs.days


def _cost(case: Case, asked: WhatIf, dial: Dial, also: list[int] | None = None) -> float:
    """The week without some bounds [USD a day]."""
    return asked.of(dial.opened(case.spec, also or ())).objective / case.needs.days


def _shadow(asked: WhatIf) -> np.ndarray:
    assert asked.base.shadow_prices is not None
    return asked.base.shadow_prices
