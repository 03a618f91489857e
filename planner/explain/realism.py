"""The price of realism: what each family of rules adds to the bare linear programme, up to the week itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from planner.explain.case import Case
from planner.model.needs import MUST_HAVE
from planner.model.spec import INFINITY, Spec
from planner.plan import Plan
from planner.solve.what_if import WhatIf

# From the last family to the first: each is let go on top of those before it.
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("wishes", ("meat or fish", "legume", "little", MUST_HAVE)),
    ("spread", ("spread", "b12 of", "some b12", "at least absorbed_b12", "at least meals_with_b12")),
    ("variety", ("kinds", "used")),
    ("repeats", ("repeat",)),
    ("dish limits", ()),
    ("dishes", ("slot", "meals", "energy ")),
)
TARGETS, FOOD_LIMITS, WHOLE, WISHES, DISH_LIMITS = "targets", "food limits", "whole", "wishes", "dish limits"
SAID = {
    TARGETS: "the cheapest foods that meet your targets",
    FOOD_LIMITS: "no food more often than one eats it",
    "dishes": "real dishes at every meal",
    DISH_LIMITS: "no dish too often",
    "repeats": "not the same thing in it again and again",
    "variety": "many different foods",
    "spread": "spread over the days, not all at once",
    WISHES: "what your diet is for and what you asked to have or keep",
    WHOLE: "whole portions in whole days, and how the week was chosen",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A family of rules and what it adds [USD a day]; the parts of a week sum to its cost."""

    part: str
    said: str  # in words
    usd_per_day: float
    so_far_usd: float  # with all parts up to this one


def realism(case: Case, asked: WhatIf, plan: Plan) -> tuple[Part, ...]:
    """Nested models, from the cheapest heap of foods to the week: none adds less than nothing, all add up to it."""
    days = len(plan.days)
    levels = [(WHOLE, plan.cost_usd / days)]
    costs = [asked.base.objective / days]
    for spec in _looser(case):
        costs.append(asked.onward(spec).objective / days)
    names = [*(name for name, _ in FAMILIES), FOOD_LIMITS]
    levels += zip(names, costs, strict=True)
    levels.append((TARGETS, plan.cheapest_lp_usd_per_day))
    parts, before = [], 0.0
    for name, cost in reversed(levels):
        parts.append(Part(name, SAID[name], cost - before, cost))
        before = cost
    return tuple(parts)


def _looser(case: Case) -> Iterator[Spec]:
    """The week without its families of rules, one after the other."""
    spec = case.spec
    for name, prefixes in FAMILIES:
        lower, upper = spec.row_lower.copy(), spec.row_upper.copy()
        if prefixes:
            let_go = np.array([row.startswith(prefixes) for row in spec.row_names])
            lower[let_go], upper[let_go] = -INFINITY, INFINITY
        spec = replace(spec, row_lower=lower, row_upper=upper)
        if name == WISHES:
            spec = replace(spec, lower=np.zeros(len(spec.lower)))
        if name == DISH_LIMITS:
            spec = replace(spec, upper=np.where(spec.integer & (spec.upper > 0), INFINITY, spec.upper))
        yield spec
