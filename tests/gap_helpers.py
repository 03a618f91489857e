"""What the tests of gaps share: three diaries of our own, and sums from the plain tables alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from helpers import catalogue, plain, plain_by

from planner import Person, PlanRequest
from planner.explain.report import GapReport, Option
from planner.intake import Intake, make_intake, read_diary
from planner.pipeline import close_gaps

FIXTURES = Path(__file__).parent / "fixtures"
FOCAL = ("vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg")
ADDED_B12 = "added_vitamin_b12_ug"
Grams = dict[str, float]
Per100g = Callable[[str, str], float | None]  # food, nutrient


@dataclass(frozen=True)
class Eater:
    """Somebody with a diary of three days."""

    diary: Path
    request: PlanRequest


EATERS = {
    "vegan": Eater(FIXTURES / "diary_vegan.csv", PlanRequest(person=Person(age=32))),
    "older": Eater(
        FIXTURES / "diary_older.csv",
        PlanRequest(person=Person(sex="male", age=71), diet="omnivore", conditions=("omeprazole",)),
    ),
    "student": Eater(FIXTURES / "diary_student.csv", PlanRequest(person=Person(age=20), diet="omnivore")),
}


@cache
def intake_of(name: str) -> Intake:
    """What somebody of EATERS eats."""
    return make_intake(read_diary(EATERS[name].diary), catalogue())


@cache
def report_of(name: str, trades: bool = False) -> GapReport:
    """The gaps of somebody of EATERS and how to close them, made once in a test run."""
    return close_gaps(intake_of(name), EATERS[name].request, catalogue(), trades=trades)


def plain_per_100g(food: str, nutrient: str) -> float | None:
    """A value of nutrients.csv; None where it is not known."""
    text = plain_by("nutrients.csv", "food")[food][nutrient]
    return float(text) if text else None


def high_per_100g(food: str, nutrient: str) -> float:
    """The same with the sourced estimate for an unknown value; 0 where there is none."""
    estimates = {(row["food"], row["nutrient"]): row["value_per_100g"] for row in plain("upper_estimates.csv")}
    return float(plain_by("nutrients.csv", "food")[food][nutrient] or estimates.get((food, nutrient), 0.0))


def total(grams: Grams, nutrient: str, per_100g: Per100g = plain_per_100g) -> float:
    """A nutrient of a day; an unknown value adds nothing."""
    return sum((per_100g(food, nutrient) or 0.0) * eaten / 100 for food, eaten in grams.items())


def eaten_after(option: Option, intake: Intake) -> Grams:
    """What is eaten once an option is done: the test's own sum."""
    grams = dict(intake.grams)
    for change in option.changes:
        grams[change.food] = grams.get(change.food, 0.0) + change.grams
        if change.instead_of is not None:
            grams[change.instead_of] -= change.instead_grams
    return grams


def check_option(option: Option, report: GapReport, extra_kcal: float = 250.0) -> None:
    """An option keeps its promises, by sums of the tests' own."""
    before, after = dict(report.intake.grams), eaten_after(option, report.intake)
    assert min(after.values()) >= -1e-9
    energy = total(after, "energy_kcal") - total(before, "energy_kcal")
    assert abs(energy - option.energy_kcal) < 1e-6
    assert energy <= extra_kcal + 1e-6
    prices = plain_by("prices.csv", "food")
    cost = sum((after[food] - before.get(food, 0.0)) * float(prices[food]["usd_per_100g"]) / 100 for food in after)
    assert abs(cost - option.cost_usd_per_day) < 1e-9
    assert abs(cost - sum(change.cost_usd for change in option.changes)) < 1e-9
    for nutrient in report.close:
        gap = report.gap(nutrient)
        assert gap is not None and gap.target is not None
        assert total(after, nutrient) >= gap.target * (1 - 1e-6), nutrient
        assert nutrient in option.closes
    _check_bounds(option, report, before, after)


def _check_bounds(option: Option, report: GapReport, before: Grams, after: Grams) -> None:
    """No least is missed by more, no most passed by more but what the option says."""
    said = {passed.nutrient: passed for passed in option.passes}
    energies = total(before, "energy_kcal"), total(after, "energy_kcal")
    for bound in report.targets.bounds:
        nutrient = bound.nutrient
        if nutrient == "energy_kcal" or nutrient.startswith("absorbed"):
            continue
        if bound.lower is not None and nutrient != "water_g":
            least = min(bound.lower, total(before, nutrient))
            assert total(after, nutrient) >= least * (1 - 1e-6) - 1e-6, f"{nutrient} falls"
        if bound.upper is None or not bound.hard:
            continue
        now, then = (total(grams, nutrient, high_per_100g) for grams in (before, after))
        if then <= max(bound.upper, now) * (1 + 1e-6) + 1e-6:
            continue
        assert nutrient in said, f"{nutrient} passes {bound.upper} and it is not said"
        share = max(bound.upper / report.targets.energy_kcal, now / energies[0])
        if said[nutrient].is_share:
            assert bound.basis in ("AMDR", "DGA") and then / energies[1] <= share * (1 + 1e-6), nutrient
        else:
            assert "UL" not in bound.basis and bound.basis not in ("limit", "clinician")
            assert now >= bound.upper and then - now <= 0.1 * bound.upper * (1 + 1e-6), nutrient
