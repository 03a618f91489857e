"""What must not rise and what must stay steady, recomputed from the request and the tables; nothing of the targets."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

from planner.plan import Day, Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.tables.conditions import Condition

SLACK = 1e-6  # relative: the solver's own feasibility tolerance
POTASSIUM, SODIUM, WATER = "potassium_mg", "sodium_mg", "water_g"


def care_faults(plan: Plan, request: PlanRequest, catalogue: Catalogue, steady_times: float = 1.0) -> Iterator[str]:
    """What is broken of it in the plan of a checked request, in words; bands are `steady_times` as wide as usual."""
    if not request.conditions:
        return
    told = _Told(request, [row for row in catalogue.conditions if row.condition in request.conditions], catalogue)
    yield from _untold(told)
    yield from _potassium_faults(plan, told)
    for nutrient, (lower, upper) in told.bands(steady_times).items():
        yield from _band_faults(plan, nutrient, lower, upper, told)


@dataclass(frozen=True)
class _Told:
    """What somebody said, and the rows of the conditions."""

    request: PlanRequest
    rows: list[Condition]
    catalogue: Catalogue

    def now(self, nutrient: str) -> float | None:
        """What is eaten now [unit / day]."""
        return next((each.upper for each in self.request.now if each.nutrient == nutrient), None)

    def limit(self, nutrient: str) -> float | None:
        """A clinician's limit [unit / day]."""
        return next((each.upper for each in self.request.clinician_limits if each.nutrient == nutrient), None)

    @property
    def raising(self) -> int:
        """Medicines that raise potassium, also those that do so a little."""
        return sum(row.potassium in ("raises", "raises-little") for row in self.rows)

    @property
    def must_be_known(self) -> bool:
        """Whether potassium needs a limit or what is eaten now."""
        return self.raising > 1 or any(row.potassium == "A" for row in self.rows)

    def most_potassium(self) -> float | None:
        """The most of any day [mg]; None where it may rise."""
        if not (self.must_be_known or any(row.potassium in ("B", "raises") for row in self.rows)):
            return None
        given = [each for each in (self.now(POTASSIUM), self.limit(POTASSIUM)) if each is not None]
        person = self.request.person
        usual = self.catalogue.references.usual.intake(POTASSIUM, person.sex, person.age)
        return min(given) if given else usual.amount if usual else 0.0

    def bands(self, times: float) -> dict[str, tuple[float, float]]:
        """Least and most of the mean [unit / day] of what stays steady and is known."""
        usual = self.catalogue.references.usual
        found = {}
        kept = {name for row in self.rows for name in row.steady} - {WATER}  # it is drunk
        if self.most_potassium() is not None and any(row.potassium == "loses" for row in self.rows):
            kept.add(POTASSIUM)  # raised by one, lost by another: pushed neither way
        for nutrient in kept:
            now, greens = self.now(nutrient), usual.greens_at(self.request.leafy_greens)
            is_known = any(nutrient in row.needs_now for row in self.rows)
            share = self.catalogue.rules.of("steady_share", nutrient) * (1.0 if is_known else times)
            if now:
                found[nutrient] = ((1 - share) * now, (1 + share) * now)
            elif greens is not None and greens.nutrient == nutrient:
                found[nutrient] = (greens.lower, greens.upper)
        return found


def _untold(told: _Told) -> Iterator[str]:
    """Nobody is planned for whose limits are not known."""
    for nutrient in {name for row in told.rows for name in row.needs_limit}:
        if told.limit(nutrient) is None:
            yield f"nothing may be planned without a clinician's limit of {nutrient}"
    for nutrient in {name for row in told.rows for name in row.needs_now}:
        if told.now(nutrient) is None:
            yield f"nothing may be planned without what is eaten now of {nutrient}"
    if told.must_be_known and told.now(POTASSIUM) is None and told.limit(POTASSIUM) is None:
        yield f"nothing may be planned without a limit or what is eaten now of {POTASSIUM}"


def _potassium_faults(plan: Plan, told: _Told) -> Iterator[str]:
    """No day above what is eaten now, a clinician's limit or what is usual; unknown contents count high."""
    most = told.most_potassium()
    for day in plan.days if most is not None else ():
        held = held_by(day, POTASSIUM, told.catalogue, high=True)
        if held > (most or 0.0) * (1 + SLACK) + SLACK:
            yield f"day {day.day} holds {held:.1f} mg of potassium, above {most:g}, and it must not rise"


def _band_faults(plan: Plan, nutrient: str, lower: float, upper: float, told: _Told) -> Iterator[str]:
    """The mean stays near what is eaten now, with the salt that is added; a limit or upper level comes first."""
    salt = _salt_now(told) if nutrient == SODIUM else 0.0
    person = told.request.person
    levels = told.catalogue.references.intakes_of(person.sex, person.stage, person.age)
    mosts = [row.upper for row in levels if row.nutrient == nutrient and row.kind == "UL"]
    mosts += [told.limit(nutrient), told.most_potassium() if nutrient == POTASSIUM else None]
    firm = min((each for each in mosts if each is not None), default=upper)
    low, high = (
        sum(held_by(day, nutrient, told.catalogue, side) for day in plan.days) / len(plan.days) + salt
        for side in (False, True)
    )
    for day in plan.days:
        held = held_by(day, nutrient, told.catalogue, high=True) + salt
        if held > told.catalogue.rules["steady_day"] * upper * (1 + SLACK) + SLACK:
            yield f"day {day.day} holds {held:.1f} of {nutrient}, far above what is eaten now"
    if low < min(lower, firm) * (1 - SLACK) - SLACK:
        yield f"{nutrient} is {low:.1f}, far below what is eaten now"
    if high > upper * (1 + SLACK) + SLACK:
        yield f"{nutrient} is {high:.1f}, far above what is eaten now"


def _salt_now(told: _Told) -> float:
    """Sodium [mg] of the salt that is added now: what is eaten now above what food holds for healthy people."""
    person = told.request.person
    rows = told.catalogue.references.intakes_of(person.sex, person.stage, person.age)
    level = next(row.upper or 0.0 for row in rows if row.nutrient == SODIUM and row.kind == "CDRR")
    return max(0.0, (told.now(SODIUM) or 0.0) - level)


def held_by(day: Day, nutrient: str, catalogue: Catalogue, high: bool) -> float:
    """What a day holds [unit]; an unknown value is nothing, or with `high` its estimate, without one infinite."""
    table = catalogue.upper_per_100g if high else catalogue.per_100g
    column, total = catalogue.nutrient_index[nutrient], 0.0
    for meal in day.meals:
        for item in meal.items:
            value = float(table[catalogue.food_index[item.food], column])
            total += (float("inf") if high else 0.0) if isnan(value) else value * item.grams / 100
    return total
