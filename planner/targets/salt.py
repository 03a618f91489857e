"""Room for a little iodised salt: its sodium counts under the limit, its iodine is said beside the plan."""

from collections.abc import Sequence
from dataclasses import replace

from planner.person import Person
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import References
from planner.targets.bound import Bound
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
    """
    mosts = [b for b in bounds if b.nutrient == SODIUM and b.hard and b.upper is not None]
    is_spoken_of = any(SODIUM in row.named_nutrients for row in conditions)
    if not mosts or is_spoken_of or any(bound.basis not in WITH_SALT for bound in mosts):
        return None
    return salt_a_day(person, references)


def salt_a_day(person: Person, references: References) -> Salt | None:
    """The allowance with what it brings; None where it is nothing."""
    grams, sodium, iodine = (
        references.rule(f"salt_{name}", *person.group).lower or 0.0 for name in ("allowance", "sodium", "iodine")
    )
    return Salt(grams, grams * sodium, grams * iodine) if grams else None


def counted(bounds: Sequence[Bound], salt: Salt | None) -> list[Bound]:
    """sodium of food <= most - sodium of the salt."""
    if salt is None:
        return list(bounds)
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
