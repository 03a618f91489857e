"""Why no changes close the gaps: what each reaches at most, or what is left when all are tried together."""

from dataclasses import replace
from math import ceil

import numpy as np

from planner.model.additions import Ask, Ease, build_additions
from planner.model.needs import Limit
from planner.solve.additions import Search
from planner.solve.shortfall import elastic
from planner.targets.bound import ENERGY, NOW, STEADY, listed

WORTH_SAYING = 1e-4  # share of a target
STEP_KCAL = 10.0  # energy is suggested in whole steps
_UNITS = {"ug": "mcg"}


def why_none(search: Search, most_changes: float) -> str:
    """Sentences: what clashes, then what to do. The search is one that found nothing."""
    ask = replace(search.ask, ease=Ease.OVERSTEP, most_changes=most_changes, cuts=(), with_trade=False)
    limits = [limit for n in ask.close if (limit := search.needs.limit(n)) is not None and limit.lower]
    reached = [(limit, _most(search, ask, limit)) for limit in limits]
    parts = [_reaches(search, limit, most) for limit, most in reached if most < (limit.lower or 0.0) - _noise(limit)]
    within = f"Within {ask.extra_kcal:,.0f} kcal a day more and {most_changes:.0f} changes"
    if parts:
        said = f"{within}, {listed(parts)}"
    else:
        left = _left(search, ask, limits)
        said = f"{within}, each gap alone can be closed but not all together"
        said += f": at best {listed(left)}" if left else ""
    return f"{said}{_limits_passed(search)}. {_remedy(search, ask)}"


def _noise(limit: Limit) -> float:
    return WORTH_SAYING * (limit.lower or 0.0)


def _most(search: Search, ask: Ask, limit: Limit) -> float:
    """The most of a nutrient that any changes reach [unit / day], the other gaps aside."""
    spec = build_additions(search.needs, search.targets, search.now, search.moves, replace(ask, close=()))
    answer = search.solved(replace(spec, cost=-search.moves.least[:, limit.column] / limit.scale))
    best = 0.0 if answer.x is None else float(search.moves.least[:, limit.column] @ np.round(answer.x))
    return float(search.now.least[limit.column]) + best


def _left(search: Search, ask: Ask, limits: list[Limit]) -> list[str]:
    """What stays below its target when all gaps together are closed as far as they can be."""
    spec = build_additions(search.needs, search.targets, search.now, search.moves, ask)
    rows = np.array([name.startswith("closed ") for name in spec.row_names])
    loose = elastic(spec, rows, np.ones(spec.rows))
    whole = np.concatenate([spec.integer, np.zeros(int(rows.sum()), bool)])
    answer = search.solved(replace(loose, integer=whole))
    if answer.x is None:
        return []
    made = np.round(answer.x[: len(spec.cost)])
    after = [float(search.now.least[limit.column] + search.moves.least[:, limit.column] @ made) for limit in limits]
    short = [
        (limit, most) for limit, most in zip(limits, after, strict=True) if most < (limit.lower or 0) - _noise(limit)
    ]
    return [_reaches(search, limit, most) for limit, most in short]


def _reaches(search: Search, limit: Limit, most: float) -> str:
    row = search.needs.catalogue.nutrients[limit.column]
    unit = _UNITS.get(row.unit, row.unit)
    return f"{row.name} reaches at most {_rounded(most)} of {_rounded(limit.lower or 0.0)} {unit}"


def _limits_passed(search: Search) -> str:
    """Upper bounds that what is eaten now passes already: food that adds to them is hardly an option."""
    passed = [
        search.needs.catalogue.nutrients[limit.column].name
        for limit in search.needs.limits
        if limit.upper is not None and limit.nutrient != ENERGY and search.now.most[limit.column] > limit.upper
    ]
    names = {row.nutrient: row.name for row in search.needs.catalogue.nutrients}
    kept = [names[bound.nutrient] for bound in search.targets.hard() if bound.basis in (NOW, STEADY)]
    passed = [name for name in passed if name not in kept]
    said = f"; there is more {listed(passed)} than the most already, which must hardly rise" if passed else ""
    return said + (f"; {listed(kept)} must not rise or change" if kept else "")


def _remedy(search: Search, ask: Ask) -> str:
    """More energy where that helps, proven by a solve; else what may help."""
    energy = search.needs.catalogue.nutrient_index[ENERGY]
    roomy = replace(ask, extra_kcal=search.needs.energy_kcal)
    spec = build_additions(search.needs, search.targets, search.now, search.moves, roomy)
    answer = search.solved(replace(spec, cost=search.moves.most[:, energy] / search.needs.energy_kcal))
    if answer.x is not None:
        kcal = ceil(float(search.moves.most[:, energy] @ np.round(answer.x)) / STEP_KCAL) * STEP_KCAL
        if kcal > ask.extra_kcal:
            return f"With {kcal:,.0f} kcal a day more it can be done: --extra-kcal {kcal:.0f}."
    tried = "" if search.moves.is_trade.any() else "; trades may help: --trades"
    more = "allow more of the foods that you can safely eat"
    return f"Close fewer gaps at once with --close, or {more}{tried}. Or plan a whole week instead."


def _rounded(value: float) -> str:
    """Three figures or whole numbers, never rounded up to look met."""
    return f"{np.floor(value):,.0f}" if value >= 100 else f"{np.floor(value * 100) / 100:.3g}"
