"""Who a plan is for: sex, age, size, activity and life stage, and the energy that such a person needs."""

from dataclasses import dataclass, replace
from math import isfinite
from typing import TypeGuard, get_args

from planner.errors import UnsupportedPerson, WrongInput
from planner.tables.references import (
    Activity,
    DefaultPerson,
    EnergyAddition,
    EnergyRequirement,
    References,
    Sex,
)

YOUNGEST, OLDEST = 14, 120  # years; the reference intakes and equations of the tables begin at 14
OLDEST_PREGNANT = 50  # years; reference intakes for pregnancy and lactation end there
HEIGHTS_CM, WEIGHTS_KG, ENERGIES_KCAL = (
    (120.0, 230.0),
    (30.0, 300.0),
    (500.0, 6000.0),
)  # against slips of the pen


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to plan for. Sizes that are not given are taken from default_persons.csv by `completed`.

    In pregnancy the weight is the weight before it; the gain is added by the tables.
    Raises WrongInput for what cannot be, UnsupportedPerson for whom Steadyplate does not plan.
    """

    sex: Sex = "female"
    age: int = 35  # [years]
    height_cm: float | None = None
    weight_kg: float | None = None
    activity: Activity = "inactive"
    energy_kcal: float | None = None  # [kcal / day]; None: what the equations say
    pregnant_trimester: int | None = None  # 1, 2 or 3
    lactating_months: int | None = None  # full months since birth, 0 to 12

    def __post_init__(self) -> None:
        check_choice("--sex", self.sex, get_args(Sex))
        check_choice("--activity", self.activity, get_args(Activity))
        _check_age(self.age)
        _check_number("--height", self.height_cm, HEIGHTS_CM, "cm")
        _check_number("--weight", self.weight_kg, WEIGHTS_KG, "kg")
        _check_number("--energy", self.energy_kcal, ENERGIES_KCAL, "kcal a day")
        check_whole("--pregnant", self.pregnant_trimester, (1, 3), "the trimester")
        check_whole("--lactating", self.lactating_months, (0, 12), "the months since birth")
        if self.stage != "general":
            self._check_motherhood()

    def _check_motherhood(self) -> None:
        option = "--pregnant" if self.stage == "pregnant" else "--lactating"
        if self.sex != "female":
            raise WrongInput(f"{option} goes with --sex female. Correct one of the two.")
        if self.pregnant_trimester is not None and self.lactating_months is not None:
            raise UnsupportedPerson(
                "--pregnant and --lactating together: no reference intakes exist for both at once. "
                "Give the one that a dietitian names, and ask her or him about the other."
            )
        if self.age > OLDEST_PREGNANT:
            raise UnsupportedPerson(
                f"{option} at --age {self.age}: the reference intakes for it end at {OLDEST_PREGNANT}. "
                "Please plan with a dietitian."
            )

    @classmethod
    def default(cls, sex: Sex, age: int, references: References) -> "Person":
        """Somebody of that sex and age, of the size in default_persons.csv."""
        return cls(sex=sex, age=age).completed(references)

    @property
    def stage(self) -> str:
        """Life stage: general, pregnant or lactating."""
        if self.pregnant_trimester is not None:
            return "pregnant"
        return "general" if self.lactating_months is None else "lactating"

    @property
    def group(self) -> tuple[str, str, int]:
        """Sex, life stage and age: what the tables ask for."""
        return self.sex, self.stage, self.age

    def completed(self, references: References) -> "Person":
        """The same person with a height and a weight. Raises UnsupportedPerson for an extreme size."""
        size = _default_size(self, references)
        person = replace(
            self,
            height_cm=size.height_cm if self.height_cm is None else float(self.height_cm),
            weight_kg=size.weight_kg if self.weight_kg is None else float(self.weight_kg),
        )
        _check_body_mass(person, references)
        return person


def body_mass_index(person: Person) -> float:
    """Weight over height squared [kg / m2]. In pregnancy: before it. Needs a completed person."""
    if person.height_cm is None or person.weight_kg is None:
        raise WrongInput("--height and --weight are needed for the body mass index. Give both, or use completed().")
    return person.weight_kg / (person.height_cm / 100) ** 2


def energy_requirement(person: Person, references: References) -> float:
    """Estimated energy requirement to keep the weight [kcal / day], to the kilocalorie.

    Source: National Academies (2023), DRI for Energy; see energy_requirements.csv and energy_additions.csv.
    """
    person = person.completed(references)
    addition = _addition(person, references)
    row = _equation(person, addition.equation if addition else "general", references)
    weight = (person.weight_kg or 0.0) + (addition.weight_gain_kg if addition else 0.0)
    growth = row.growth_kcal if addition is None or addition.growth == "yes" else 0.0
    kcal = row.intercept + growth + row.per_year * person.age
    kcal += row.per_cm * (person.height_cm or 0.0) + row.per_kg * weight
    if addition:
        kcal += row.per_week * addition.week + addition.addition_kcal
    return float(round(kcal))


def energy_floor(person: Person, references: References) -> float:
    """The least energy that is planned for such a person [kcal / day]."""
    return references.rule("energy_floor", *person.group).lower or 0.0


def energy_need(person: Person, references: References) -> float:
    """Energy to plan for [kcal / day]: the given one, else the requirement, never under the floor.

    Raises WrongInput for a given energy under the floor, or where no deficit is allowed under the need by more than
    what its equation cannot tell.
    """
    person = person.completed(references)
    floor, requirement = energy_floor(person, references), energy_requirement(person, references)
    if person.energy_kcal is None:
        return max(floor, requirement)
    given = float(person.energy_kcal)
    if given < floor:
        raise WrongInput(
            f"--energy {given:g} is under {floor:g} kcal a day, the least planned without medical care. "
            f"Ask for {floor:g} or more, or see a doctor or dietitian."
        )
    reason = _no_deficit(person, references)
    if reason and given < requirement - energy_error(person, references):
        raise WrongInput(
            f"--energy {given:g} is under the need of {requirement:,.0f} kcal a day: no deficit is planned "
            f"{reason}. Ask for {requirement:.0f} or more, or leave --energy out."
        )
    return given


def energy_error(person: Person, references: References) -> float:
    """How far under the need an energy of one's own is no deficit yet [kcal / day]: the equation tells no better."""
    return max((row.lower or 0.0 for row in references.rules("energy_error", *person.group)), default=0.0)


def _no_deficit(person: Person, references: References) -> str:
    """Why this person should not eat below the need; empty if nothing speaks against it."""
    for row in references.rules("no_deficit", *person.group):
        return row.note
    for row in references.rules("no_deficit_bmi", *person.group):
        if body_mass_index(person) < (row.lower or 0.0):
            return row.note
    return ""


def _check_body_mass(person: Person, references: References) -> None:
    """Refuse a body mass index at which a table must not plan."""
    row, index = references.rule("body_mass_index", *person.group), body_mass_index(person)
    if not (row.lower or 0.0) <= index <= (row.upper or float("inf")):
        raise UnsupportedPerson(
            f"--height {person.height_cm:g} and --weight {person.weight_kg:g} give a body mass index of "
            f"{index:.1f}; Steadyplate plans from {row.lower:g} to {row.upper:g}. Check the two numbers; "
            "if they are right, please plan with a doctor or dietitian."
        )


def _default_size(person: Person, references: References) -> DefaultPerson:
    for row in references.default_persons:
        if row.sex == person.sex and row.age_from <= person.age <= row.age_to:
            return row
    raise UnsupportedPerson(f"--age {person.age}: no default size. Give --height and --weight.")


def _addition(person: Person, references: References) -> EnergyAddition | None:
    """The row of the trimester or month; None outside pregnancy and lactation."""
    if person.stage == "general":
        return None
    when = person.pregnant_trimester if person.stage == "pregnant" else person.lactating_months
    index = body_mass_index(person)
    for row in references.energy_additions:
        is_then = row.stage == person.stage and row.stage_from <= (when or 0) <= row.stage_to
        if is_then and row.bmi_from <= index < row.bmi_to:
            return row
    raise UnsupportedPerson(f"No energy equation for {person.stage} {when}. Please plan with a dietitian.")


def _equation(person: Person, equation: str, references: References) -> EnergyRequirement:
    for row in references.energy_requirements:
        is_theirs = (row.sex, row.equation, row.activity) == (person.sex, equation, person.activity)
        if is_theirs and row.age_from <= person.age <= row.age_to:
            return row
    raise UnsupportedPerson(f"--age {person.age}: no energy equation. Please plan with a dietitian.")


def check_choice(option: str, value: object, choices: tuple[str, ...]) -> None:
    """One of the choices."""
    if value not in choices:
        raise WrongInput(f"{option} {value}: not known. Choose one of {', '.join(choices)}.")


def _check_age(age: object) -> None:
    check_whole("--age", age, (0, OLDEST), "the age in years")
    if age is None:
        raise WrongInput("--age is missing. Give the age in years.")
    if isinstance(age, int) and age < YOUNGEST:
        raise UnsupportedPerson(
            f"--age {age}: Steadyplate plans for ages {YOUNGEST} and over. Younger children grow in spurts "
            "and have portions and reference intakes of their own; please ask a paediatrician or dietitian."
        )


def check_whole(option: str, value: object, limits: tuple[int, int], what: str) -> None:
    """A whole number within limits, or None."""
    if value is None:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not limits[0] <= value <= limits[1]:
        raise WrongInput(f"{option} {value}: give {what} as a whole number from {limits[0]} to {limits[1]}.")


def _check_number(option: str, value: object, limits: tuple[float, float], unit: str) -> None:
    """A finite number within limits, or None."""
    if value is None:
        return
    if not is_number(value) or not limits[0] <= value <= limits[1]:
        raise WrongInput(f"{option} {value}: give a number from {limits[0]:g} to {limits[1]:g} {unit}.")


def is_number(value: object) -> TypeGuard[float]:
    """A finite int or float; neither True nor False."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
