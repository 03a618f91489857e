"""Room above the RDA where a brand or a table can be off, and what meals must hold: rows of margins and meal rules."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from planner.person import Person
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.margins import Margin
from planner.tables.references import References
from planner.targets.bound import Bound, join
from planner.targets.by_meal import MealShare, MealsWith

RDA = "RDA"
SPOKEN_OF = ("drop_floor", "only_lower", "cap_at_intake", "steady", "no_floor_above_rda")  # columns of conditions


def with_margins(
    request: PlanRequest,
    conditions: Sequence[Condition],
    bounds: Sequence[Bound],
    person: Person,
    references: References,
) -> list[Bound]:
    """lower = RDA + margin (row of the RDA - RDA)   for each hard RDA that has a row; --margin 0 leaves it as it is.

    None where a condition, a clinician or the person's own target speaks of the nutrient.
    """
    said = {wish.nutrient for wish in (*request.targets, *request.clinician_limits)}
    said |= {name for row in conditions for column in SPOKEN_OF for name in getattr(row, column)}
    said |= {f"added_{name}" for row in conditions for name in row.never_met}  # what food cannot fix, more does not fix
    rows = list(references.margins.of(person.stage, person.age, frozenset(row.condition for row in conditions)))
    found = list(bounds)
    asked = {bound.nutrient for bound in bounds if bound.hard}
    for row in rows if request.margin else ():
        if row.nutrient not in asked or row.nutrient in said:
            continue
        named = {row.nutrient, row.nutrient.removeprefix("added_")} - said  # all B12 is at least the added one
        for place, bound in enumerate(found):
            if bound.nutrient in named and bound.hard and bound.basis == RDA:
                found[place] = _raised(bound, row, request.margin)
    return found


def _raised(bound: Bound, row: Margin, share: float) -> Bound:
    """An RDA with so much of its margin; the basis says how much that is."""
    reference = bound.lower or 0.0
    more = share * (row.of(reference) - reference)
    if more <= 0:
        return bound
    return replace(
        bound,
        lower=reference + more,
        margin=more,
        basis=f"{RDA} +{100 * more / reference:.0f} %",
        source=join((bound.source, f"margin: {row.source}"), "; "),
        note=join((f"{reference:,g} is the RDA. {row.note}", bound.note)),
    )


def without_margin(bound: Bound) -> Bound:
    """The reference alone."""
    if not bound.margin or bound.lower is None:
        return bound
    return replace(bound, lower=bound.lower - bound.margin, margin=0.0, basis=RDA + bound.basis.partition("%")[2])


def meals_with(
    request: PlanRequest, bounds: Sequence[Bound], person: Person, references: References
) -> Iterator[MealsWith]:
    """What single meals must hold. Of a nutrient without a hard least in food, or with a most of it, nothing."""
    for row in references.margins.meals_of(person.age, frozenset(request.conditions)):
        hard = [bound for bound in bounds if bound.nutrient == row.nutrient and bound.hard]
        least = max((bound.lower or 0.0 for bound in hard), default=0.0)
        limited = any(limit.nutrient == row.nutrient for limit in request.clinician_limits)
        if least < row.meals * row.least or limited or (row.is_margin == "yes" and not request.margin):
            continue
        yield MealsWith(row.nutrient, row.meals, row.least, row.unit, row.source, row.note)


def meal_shares(request: PlanRequest, bounds: Sequence[Bound], references: References) -> Iterator[MealShare]:
    """share * (least + most of a day) / 2   for each kind of meal, where a row speaks of the conditions of a request.

    Of a nutrient with one end of a day alone, that end is meant.
    """
    for row in references.margins.shares_of(frozenset(request.conditions)):
        own = [bound for bound in bounds if bound.nutrient == row.nutrient and bound.hard]
        ends = [
            *([max(lowers)] if (lowers := [bound.lower for bound in own if bound.lower is not None]) else ()),
            *([min(uppers)] if (uppers := [bound.upper for bound in own if bound.upper is not None]) else ()),
        ]
        if ends:
            day = sum(ends) / len(ends)
            yield MealShare(row.nutrient, row.meal, row.least * day, row.most * day, row.source, row.note)
