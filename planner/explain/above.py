"""What is eaten above an upper limit or a clinician's limit: said always, for what is known passes it already."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.intake import Intake
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, Targets
from planner.targets.bound import ENERGY

NOISE = 1e-9  # relative: sums in another order


@dataclass(frozen=True, slots=True)
class Above:
    """A most that what is known passes [unit / day]."""

    nutrient: str
    unit: str
    eaten: float  # of the foods and values that are known
    upper: float
    over: float  # eaten - upper, > 0
    at_least: bool  # some food or value is not known: the true amount is this or more
    basis: str
    source: str
    hard: bool
    is_clinicians: bool  # a clinician's limit, which holds on every single day
    day: str | None = None  # label of the one day that passes it, where the mean of the days does not


def find_above(intake: Intake, targets: Targets, catalogue: Catalogue) -> tuple[Above, ...]:
    """Every nutrient with a most that is passed, in the order of the nutrient table.

    A most that is only watched and no upper level (an ideal) counts where no other one stands. Of several that are
    passed, a clinician's is named first, then a hard one, then the lowest.
    """
    by_day = nutrients_by_day(intake, catalogue)
    mosts = [bound for bound in targets.bounds if bound.upper is not None and bound.nutrient != ENERGY]
    limited = {bound.nutrient for bound in mosts if _is_limit(bound)}
    passed: dict[str, list[Above]] = defaultdict(list)
    for bound in mosts:
        if _is_limit(bound) or bound.nutrient not in limited:
            passed[bound.nutrient] += _above(bound, intake, by_day, catalogue)
    return tuple(
        min(each, key=lambda above: (not above.is_clinicians, not above.hard, above.upper))
        for each in passed.values()
        if each
    )


def nutrients_by_day(intake: Intake, catalogue: Catalogue) -> dict[str, np.ndarray]:
    """[nutrients] of what is known, by the label of the day."""
    labels: dict[str, str] = {}
    totals: dict[str, np.ndarray] = {}
    for match in intake.matches:
        label = labels.setdefault(match.entry.day_key, match.entry.day)
        held = np.nan_to_num(catalogue.per_100g[catalogue.food_index[match.food]]) * match.grams / 100
        totals[label] = totals.get(label, np.zeros(len(held))) + held
    return totals


def _is_limit(bound: Bound) -> bool:
    """Whether a most binds a plan, or is an upper level."""
    return bound.hard or bound.is_stop or "UL" in bound.basis


def _above(bound: Bound, intake: Intake, by_day: dict[str, np.ndarray], catalogue: Catalogue) -> Iterator[Above]:
    """The mean where it passes a bound; else, of a bound of every day, the day that passes it most."""
    column, upper = catalogue.nutrient_index[bound.nutrient], bound.upper or 0.0
    amounts: list[tuple[str | None, float]] = [(None, float(intake.nutrients[column]))]
    if bound.every_day:
        amounts += sorted(((day, float(held[column])) for day, held in by_day.items()), key=lambda each: -each[1])
    for day, eaten in amounts:
        if eaten > upper * (1 + NOISE) + NOISE:
            yield Above(
                nutrient=bound.nutrient,
                unit=catalogue.nutrients[column].unit,
                eaten=eaten,
                upper=upper,
                over=eaten - upper,
                at_least=bool(intake.at_least[column]),
                basis=bound.basis,
                source=bound.source,
                hard=bound.hard,
                is_clinicians=bound.every_day,
                day=day,
            )
            return
