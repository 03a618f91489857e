"""The best sources of a nutrient: foods by what a tenth of its target costs, by energy and by portion."""

from dataclasses import dataclass

import numpy as np

from planner.errors import WrongInput
from planner.model.needs import ABSORBED_CALCIUM, Needs
from planner.plan import ABSORBED_B12
from planner.targets import Bound, Targets

CALCIUM, B12, ADDED_B12, ENERGY = "calcium_mg", "vitamin_b12_ug", "added_vitamin_b12_ug", "energy_kcal"
TENTH = 0.1
RANKINGS = ("usd_per_tenth", "per_100_kcal", "per_portion")


@dataclass(frozen=True, slots=True)
class Source:
    """A food that holds some of the nutrient, in one portion."""

    food: str
    name: str
    portion: str
    grams: float
    usd: float  # of the portion
    kcal: float
    per_portion: float  # [unit of what counts]
    per_100_kcal: float | None  # [unit of what counts]; None for a food without energy
    share: float | None  # of the target, in the portion; None without a target
    usd_per_tenth: float | None  # USD for a tenth of the target
    most_portions: float  # a day


@dataclass(frozen=True, slots=True)
class BestSources:
    """Foods that the person may eat, cheapest for a tenth of the target first."""

    nutrient: str  # what counts: maybe added B12, or what is absorbed
    name: str
    unit: str
    target: float | None  # [unit / day], with what a supplement brings
    basis: str
    foods: tuple[Source, ...]
    unknown: tuple[str, ...]  # names of foods whose content is not known: they stand in no ranking
    note: str = ""

    def ranked(self, by: str = RANKINGS[0]) -> tuple[Source, ...]:
        """By "usd_per_tenth" (least first), "per_100_kcal" or "per_portion" (most first)."""
        if by not in RANKINGS:
            raise WrongInput(f"ranking {by}: choose from {', '.join(RANKINGS)}.")
        sign = 1.0 if by == RANKINGS[0] else -1.0

        def place(source: Source) -> tuple[float, str]:
            value = getattr(source, by)
            return (np.inf if value is None else sign * value), source.name

        return tuple(sorted(self.foods, key=place))


def best_sources(needs: Needs, targets: Targets, nutrient: str) -> BestSources:
    """Ranks the foods that a person may eat by a nutrient (column), or by what counts for it."""
    catalogue = needs.catalogue
    counted = _counted(targets, nutrient)
    column = catalogue.nutrient_index[counted]
    known = ~np.isnan(catalogue.per_100g[:, column])
    rule = needs.b12_by_meal if counted in (B12, ADDED_B12) else None
    target, basis = (rule.target, rule.basis) if rule else _target(targets, counted)
    row = catalogue.nutrients[column]
    found = []
    for place in np.flatnonzero(needs.allowed & known):
        held = float(catalogue.per_100g[place, column]) * catalogue.foods[place].grams / 100
        amount = float(rule.absorbed(held)) if rule else held
        if amount > 0:
            found.append(_source(needs, int(place), amount, target))
    names = tuple(sorted(catalogue.foods[place].name for place in np.flatnonzero(needs.allowed & ~known)))
    name, said = (f"absorbed {row.name}", ABSORBED_B12) if rule else (row.name, counted)
    best = BestSources(said, name, row.unit, target, basis, tuple(found), names, _note(counted, nutrient, bool(rule)))
    return BestSources(said, name, row.unit, target, basis, best.ranked(), names, best.note)


def _source(needs: Needs, place: int, amount: float, target: float | None) -> Source:
    catalogue = needs.catalogue
    food = catalogue.foods[place]
    usd = float(catalogue.usd_per_100g[place]) * food.grams / 100
    kcal = float(np.nan_to_num(catalogue.per_100g[place, catalogue.nutrient_index[ENERGY]])) * food.grams / 100
    share = amount / target if target else None
    return Source(
        food.food,
        food.name,
        food.portion,
        food.grams,
        usd,
        kcal,
        amount,
        100 * amount / kcal if kcal > 0 else None,
        share,
        usd * TENTH / share if share else None,
        food.max_portions_per_day,
    )


def _counted(targets: Targets, nutrient: str) -> str:
    """Added B12 and absorbed calcium where that is what the target counts."""
    instead = {B12: ADDED_B12, CALCIUM: ABSORBED_CALCIUM}.get(nutrient)
    is_hard = any(bound.nutrient == instead and bound.lower for bound in targets.hard())
    return instead if instead and is_hard else nutrient


def _target(targets: Targets, nutrient: str) -> tuple[float | None, str]:
    """The highest least, hard before watched, with what a supplement brings."""
    own = [bound for bound in targets.of(nutrient) if bound.lower is not None]
    least: Bound | None = max(own, key=lambda bound: (bound.hard, bound.lower or 0.0), default=None)
    if least is None:
        return None, ""
    return ((least.lower or 0.0) + least.supplied) or None, least.basis


def _note(counted: str, nutrient: str, by_meal: bool) -> str:
    """What is counted where it is not all of the nutrient."""
    said = []
    if counted == ADDED_B12 and nutrient == B12:
        said.append("Only added B12 counts for you.")
    if counted == ABSORBED_CALCIUM:
        said.append("Counted is what the body takes up.")
    if by_meal:
        said.append("Counted is what one meal with a portion lets through.")
    return " ".join(said)
