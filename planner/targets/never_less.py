"""Nutrients of which an illness or a medicine lets nobody plan less than the reference: carbohydrate with SGLT2."""

from collections.abc import Sequence

from planner.errors import WrongInput
from planner.person import Person
from planner.request import PlanRequest, TargetWish
from planner.tables.conditions import Condition
from planner.tables.references import Guideline, References
from planner.targets.bound import Bound, listed
from planner.targets.limits import Nutrients

NEVER_LESS = "never_less"  # rows of guidelines.csv


def check_never_less(
    request: PlanRequest,
    conditions: Sequence[Condition],
    bounds: Sequence[Bound],
    person: Person,
    references: References,
    nutrients: Nutrients,
) -> None:
    """No own target, and no --watch, goes below the hard least of the tables where a row says so. Raises WrongInput.

    A clinician's limit may: it is theirs to set.
    """
    slugs = [row.condition for row in conditions]
    for row in references.rules(NEVER_LESS, *person.group, request.diet):
        if row.nutrient is None or not row.goes_with(slugs):
            continue
        lowers = [bound for bound in bounds if bound.nutrient == row.nutrient and bound.hard and bound.lower]
        if not lowers:
            continue
        least = max(lowers, key=lambda bound: bound.lower or 0.0)
        why = _why(row, least, nutrients)
        who = listed(each.name for each in conditions if each.condition in row.only_with)
        told = f"{who[:1].upper()}{who[1:]}: {row.note} ({row.source})."
        for wish in request.targets:
            if wish.nutrient == row.nutrient and _lowest(wish) < (least.lower or 0.0):
                raise WrongInput(f"--target {wish}: {why} Ask for at least {least.lower:,.0f}.", told)
        if row.nutrient in request.watch:
            raise WrongInput(f"--watch {row.nutrient}: {why} Take it off --watch.", told)


def _lowest(wish: TargetWish) -> float:
    """The lowest end that a wish names."""
    return min(end for end in (wish.lower, wish.upper) if end is not None)


def _why(row: Guideline, least: Bound, nutrients: Nutrients) -> str:
    name, unit = nutrients[row.nutrient or ""].name, nutrients[row.nutrient or ""].unit
    return f"{name} is never planned below {least.lower:,.0f} {unit} a day here ({least.basis})."
