"""The rules of margins, meals, upper levels of a day and salt, recomputed from the tables; nothing of the model."""

from collections.abc import Iterator
from math import isclose, isnan

from planner.plan import Day, Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.taken import supplied
from planner.targets import Targets

SLACK = 1e-6  # relative: the solver's own feasibility tolerance


def target_faults(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """What is broken of them, in words."""
    yield from _margin_faults(request, targets, catalogue)
    yield from _meal_faults(plan, request, targets, catalogue)
    yield from _share_faults(plan, request, targets, catalogue)
    yield from _days_above_level(plan, request, catalogue)
    yield from _salt_faults(plan, request, targets, catalogue)


def _margin_faults(request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """A margin is there where its row says so, and as large as the row says; nobody has one on potassium."""
    person, brought = request.person, supplied(request, catalogue)
    for bound in targets.bounds:
        if bound.margin and (bound.nutrient == "potassium_mg" or not request.margin):
            yield f"{bound.nutrient} has a margin that nobody asked for"
    for row in catalogue.references.margins.rows:
        mine = next((bound for bound in targets.bounds if bound.nutrient == row.nutrient and bound.margin), None)
        if mine is None or (row.stages and person.stage not in row.stages):
            continue
        if set(row.not_with) & set(request.conditions) or not (row.age_from or 0) <= person.age <= (row.age_to or 150):
            yield f"{row.nutrient} has a margin that is not for this person"
            continue
        whole = row.nutrient.removeprefix("added_")
        groups = (i for i in catalogue.references.intakes if i.sex == person.sex and i.stage == person.stage)
        rda = next(i.lower or 0.0 for i in groups if i.nutrient == whole and i.kind == "RDA" and _at(i, person.age))
        full = max(rda, rda * row.value if row.kind == "times" else row.value)
        wanted = rda + request.margin * (full - rda) - brought.get(row.nutrient, 0.0)
        if not isclose(mine.lower or 0.0, max(0.0, wanted), rel_tol=1e-9, abs_tol=1e-9):
            yield f"{row.nutrient} is asked for at {mine.lower}, not {wanted:.4f}"


def _at(row: object, age: int) -> bool:
    return row.age_from <= age <= row.age_to  # type: ignore[attr-defined]


def _meal_faults(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """So many meals of each day hold so much added B12, or protein, where the row speaks of such a person."""
    limited = {limit.nutrient for limit in request.clinician_limits} & catalogue.nutrient_index.keys()
    for row in catalogue.references.margins.meals:
        if request.person.age < (row.age_from or 0) or set(row.not_with) & set(request.conditions):
            continue
        asked = max((b.lower or 0.0 for b in targets.bounds if b.hard and b.nutrient == row.nutrient), default=0.0)
        if asked < row.meals * row.least or row.nutrient in limited or (row.is_margin == "yes" and not request.margin):
            continue
        for day in plan.days:
            full = sum(held >= row.least * (1 - SLACK) for held in _by_meal(day, row.nutrient, catalogue))
            if full < row.meals:
                yield f"day {day.day} holds {row.least:g} {row.unit} of {row.nutrient} in {full} meals only"


def _share_faults(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """No meal holds more or less than its share of a day's target, unless the plan says that shares were not kept."""
    for row in catalogue.references.margins.shares:
        is_mine = set(row.only_with) & set(request.conditions) and not set(row.not_with) & set(request.conditions)
        own = [b for b in targets.bounds if b.hard and b.nutrient == row.nutrient]
        if not is_mine or not own or row.nutrient in plan.yielded:
            continue
        low = max((b.lower for b in own if b.lower is not None), default=None)
        high = min((b.upper for b in own if b.upper is not None), default=None)
        middle = ((high if low is None else low) + (low if high is None else high)) / 2  # type: ignore[operator]
        for day in plan.days:
            for meal, held in zip(day.meals, _by_meal(day, row.nutrient, catalogue), strict=True):
                kind = "main" if meal.meal in ("lunch", "dinner") else meal.meal
                least, most = row.least * middle * (1 - SLACK), row.most * middle * (1 + SLACK)
                if kind == row.meal and not least <= held <= most:
                    yield f"{meal.meal} of day {day.day} holds {held:.1f} of {row.nutrient}, not its share of a day"


def _by_meal(day: Day, nutrient: str, catalogue: Catalogue) -> list[float]:
    """What each meal of a day holds; unknown counts as nothing."""
    column, held = catalogue.nutrient_index[nutrient], []
    for meal in day.meals:
        values = ((float(catalogue.per_100g[catalogue.food_index[i.food], column]), i.grams) for i in meal.items)
        held.append(sum(value * grams / 100 for value, grams in values if not isnan(value)))
    return held


def _days_above_level(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Days above an upper level that holds every day, what is taken beside food counted."""
    daily = {row.nutrient for row in catalogue.references.guidelines if row.guideline == "every_day"}
    brought, person = supplied(request, catalogue), request.person
    for row in catalogue.references.intakes:
        is_mine = row.sex == person.sex and row.stage == person.stage and _at(row, person.age)
        if row.nutrient not in daily or row.kind != "UL" or row.upper is None or not is_mine:
            continue
        column = catalogue.nutrient_index[row.nutrient]
        for day in plan.days:
            items = [item for meal in day.meals for item in meal.items]
            values = ((float(catalogue.upper_per_100g[catalogue.food_index[i.food], column]), i.grams) for i in items)
            held = sum((float("inf") if isnan(value) else value) * grams / 100 for value, grams in values)
            if held + brought.get(row.nutrient, 0.0) > row.upper * (1 + SLACK) + SLACK:
                yield f"day {day.day} holds {held:.4f} of {row.nutrient}, above the upper level of {row.upper:g}"


def _salt_faults(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """Sodium of food and of the salt that is counted, together under the level for healthy people."""
    if targets.salt is None:
        return
    if targets.salt.is_as_now:
        return  # it belongs to what stays steady
    rows = {row.guideline: row.lower or 0.0 for row in catalogue.references.guidelines if row.guideline[:5] == "salt_"}
    sodium = rows["salt_allowance"] * rows["salt_sodium"]
    person = request.person
    mine = (person.sex, person.stage, "sodium_mg", "CDRR")
    groups = (row for row in catalogue.references.intakes if (row.sex, row.stage, row.nutrient, row.kind) == mine)
    levels = [row.upper or 0.0 for row in groups if _at(row, person.age)]
    column, eaten = catalogue.nutrient_index["sodium_mg"], 0.0
    for item in plan.items():
        value = float(catalogue.upper_per_100g[catalogue.food_index[item.food], column])
        eaten += (float("inf") if isnan(value) else value) * item.grams / 100 / len(plan.days)
    if not isclose(targets.salt.sodium_mg, sodium, rel_tol=1e-9):
        yield f"salt is counted with {targets.salt.sodium_mg:.1f} mg of sodium, not {sodium:.1f}"
    if eaten + sodium > min(levels) * (1 + SLACK) + SLACK:
        yield f"sodium is {eaten:.1f} and {sodium:.1f} mg of salt, above {min(levels):g}"
