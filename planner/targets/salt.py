"""Iodised salt beside the food: a little under the limit; where sodium stays as it is now, what is added now."""

from collections.abc import Sequence
from dataclasses import replace

from planner.person import Person
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import References
from planner.targets.bound import KEPT_STEADY, STEADY, Bound
from planner.targets.by_meal import Salt

SODIUM = "sodium_mg"
CDRR = "CDRR"
WITH_SALT = (CDRR, "DASH")  # mosts that speak of all sodium, salt included


def salt_of(
    request: PlanRequest,
    conditions: Sequence[Condition],
    bounds: Sequence[Bound],
    person: Person,
    references: References,
) -> Salt | None:
    """The allowance of a day; none where sodium has another most than that of healthy people.

    Then a clinician, a condition or the person has said how much sodium there may be, and none of it is left for salt.
    Where sodium is to stay as it is now, it is the salt that is added now.
    """
    if any(bound.nutrient == SODIUM and bound.basis == STEADY for bound in bounds):
        return salt_as_now(request, references)
    mosts = [b for b in bounds if b.nutrient == SODIUM and b.hard and b.upper is not None]
    is_spoken_of = any(SODIUM in row.named_nutrients for row in conditions)
    if not mosts or is_spoken_of or any(bound.basis not in WITH_SALT for bound in mosts):
        return None
    return salt_a_day(person, references)


def salt_as_now(request: PlanRequest, references: References) -> Salt | None:
    """salt = sodium now - what food may hold for healthy people (CDRR): the rest comes from the salt cellar."""
    now = next((each.upper or 0.0 for each in request.now if each.nutrient == SODIUM), 0.0)
    person = request.person
    rows = references.intakes_of(*person.group)
    in_food = next((row.upper for row in rows if row.nutrient == SODIUM and row.kind == CDRR), None) or now
    sodium, iodine = (references.rule(f"salt_{name}", *person.group).lower or 0.0 for name in ("sodium", "iodine"))
    grams = max(0.0, now - in_food) / sodium
    return Salt(grams, grams * sodium, grams * iodine, is_as_now=True) if grams else None


def salt_a_day(person: Person, references: References) -> Salt | None:
    """The allowance with what it brings; None where it is nothing."""
    grams, sodium, iodine = (
        references.rule(f"salt_{name}", *person.group).lower or 0.0 for name in ("allowance", "sodium", "iodine")
    )
    return Salt(grams, grams * sodium, grams * iodine) if grams else None


def counted(bounds: Sequence[Bound], salt: Salt | None) -> list[Bound]:
    """sodium of food <= most - sodium of the salt; where it stays as it is now, the same of the least."""
    if salt is None:
        return list(bounds)
    if any(bound.nutrient == SODIUM and bound.basis in KEPT_STEADY for bound in bounds):
        return [_beside_salt(b, salt) if b.nutrient == SODIUM and b.basis in KEPT_STEADY else b for b in bounds]
    note = (
        f"{salt.grams:g} g of iodised salt a day ({salt.sodium_mg:.0f} mg of sodium) are counted beside the food: "
        "cook and season with no more."
    )
    return [
        replace(b, upper=max(0.0, b.upper - salt.sodium_mg), salt=salt.sodium_mg, note=f"{note} {b.note}".strip())
        if b.nutrient == SODIUM and b.upper is not None
        else b
        for b in bounds
    ]


def _beside_salt(bound: Bound, salt: Salt) -> Bound:
    note = (
        f"{salt.grams:.1f} g of salt a day ({salt.sodium_mg:,.0f} mg of sodium) are counted beside the food, because "
        "you add some now: go on adding as much, no less and no more."
    )
    lower, upper = (None if end is None else max(0.0, end - salt.sodium_mg) for end in (bound.lower, bound.upper))
    return replace(bound, lower=lower, upper=upper, salt=salt.sodium_mg, note=f"{note} {bound.note}".strip())
