"""The people that speed, gap and price of realism are measured on."""

from collections.abc import Iterator

from planner import Person, PlanRequest
from planner.request import TargetWish
from planner.tables.rows import DIETS

ACTIVITIES = ("inactive", "low", "active")  # three energies for each
GROUPS: tuple[tuple[str, dict[str, object]], ...] = (
    *((f"woman {age}", {"sex": "female", "age": age}) for age in (16, 25, 40, 60, 75)),
    *((f"pregnant, trimester {t}", {"sex": "female", "age": 30, "pregnant_trimester": t}) for t in (1, 2, 3)),
    ("breastfeeding, month 4", {"sex": "female", "age": 30, "lactating_months": 4}),
    *((f"man {age}", {"sex": "male", "age": age}) for age in (16, 25, 40, 60, 75)),
)


def everybody() -> Iterator[tuple[str, PlanRequest]]:
    """Four diets x fourteen groups x three energies, with a label each."""
    for diet in DIETS:
        for group, fields in GROUPS:
            for activity in ACTIVITIES:
                person = Person(activity=activity, **fields)  # type: ignore[arg-type]
                yield f"{diet}, {group}, {activity}", PlanRequest(person=person, diet=diet)


KIDNEYS = {"potassium": 2500, "phosphorus": 1000, "sodium": 2000, "protein": 70}
LIMITED: tuple[tuple[str, str, dict[str, object], dict[str, float]], ...] = (
    ("kidney disease, woman 35", "kidney disease", {}, KIDNEYS),
    ("kidney disease, woman 60", "kidney disease", {"age": 60}, KIDNEYS | {"protein": 60}),
    ("kidney disease, man 70", "kidney disease", {"sex": "male", "age": 70}, KIDNEYS),
    ("high potassium, woman 35", "high potassium", {}, {"potassium": 2500}),
    ("heart failure, man 65", "heart failure", {"sex": "male", "age": 65}, {"sodium": 1500}),
    ("heart failure, woman 80", "heart failure", {"age": 80}, {"sodium": 1500, "potassium": 2500}),
)


def limited() -> Iterator[tuple[str, PlanRequest]]:
    """Four diets x six people with a clinician's limits, which hold on every single day."""
    for diet in DIETS:
        for who, condition, fields, most in LIMITED:
            limits = tuple(TargetWish(nutrient, upper=float(value)) for nutrient, value in most.items())
            person = Person(**fields)  # type: ignore[arg-type]
            yield (
                f"{diet}, {who}",
                PlanRequest(person=person, diet=diet, conditions=(condition,), clinician_limits=limits),
            )


def adults() -> Iterator[tuple[str, PlanRequest]]:
    """Four diets x women and men of four ages, as they come."""
    for diet in DIETS:
        for sex in ("female", "male"):
            for age in (25, 40, 60, 75):
                yield f"{diet}, {sex} {age}", PlanRequest(person=Person(sex=sex, age=age), diet=diet)  # type: ignore[arg-type]


def explained() -> Iterator[tuple[str, PlanRequest]]:
    """Four diets x a woman and a man of 40: their weeks are explained."""
    for who, request in adults():
        if request.person.age == 40:
            yield who, request
