"""What must not rise, what food cannot supply, what counts only where it was added: by illness and medicine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import WrongInput
from planner.on_offer import cautions_of, little_of
from planner.person import Person, energy_requirement
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import ReferenceIntake
from planner.targets.bound import CAP, NOW, STEADY, Bound, listed

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Nutrient

Nutrients = Mapping[str, "Nutrient"]  # by column name
Intakes = Sequence[ReferenceIntake]  # of one person
ADDED, ABSORBED = "added_", "absorbed_"  # columns of what was added to food, or is absorbed, begin so
UNMET = "Food cannot fix this, whatever is eaten: a doctor treats it"


def check_energy(person: Person, conditions: Sequence[Condition], catalogue: "Catalogue") -> None:
    """No energy of one's own below the need where a condition speaks against it. Raises WrongInput."""
    need = energy_requirement(person, catalogue.references)
    for row in conditions:
        if row.energy_cuts == "no" and person.energy_kcal is not None and person.energy_kcal < need:
            raise WrongInput(
                f"--energy {person.energy_kcal:g} is under the need of {need:,.0f} kcal a day: none is cut here. "
                "Leave --energy out.",
                row.about,
            )


def added_only(conditions: Sequence[Condition], bounds: Sequence[Bound], intakes: Intakes) -> list[Bound]:
    """Beside the RDA of a nutrient, the same RDA of what was added to food, where only that counts."""
    found = list(bounds)
    for nutrient in _named(conditions, "added_only"):
        column = ADDED + nutrient
        if any(bound.nutrient == column and bound.lower for bound in bounds):
            continue
        names = listed(row.name for row in conditions if nutrient in row.added_only)
        note = f"With {names}, B12 bound in food is poorly freed: only B12 that was added to food counts."
        for row in intakes:
            if row.nutrient == nutrient and row.kind == "RDA":
                found.append(Bound(column, row.lower, None, True, row.kind, row.source, "added", note))
    return found


def within_rda(
    request: PlanRequest, conditions: Sequence[Condition], bounds: Sequence[Bound], intakes: Intakes
) -> list[Bound]:
    """Without leasts above the RDA, where a condition allows none. Raises WrongInput for an own one."""
    most = {row.nutrient: row.lower for row in intakes if row.kind == "RDA" and row.lower is not None}
    found = list(bounds)
    for condition in conditions:
        for nutrient in condition.no_floor_above_rda:
            for wish in request.targets:
                if wish.nutrient == nutrient and wish.lower is not None and wish.lower > most[nutrient]:
                    raise WrongInput(
                        f"--target {wish}: with what you have or take, no more than the RDA of {most[nutrient]:g} is "
                        f"asked for. Ask for {most[nutrient]:g} or less.",
                        condition.about,
                    )
            found = [b for b in found if b.nutrient != nutrient or b.lower is None or b.lower <= most[nutrient]]
    return found


def caps(
    request: PlanRequest, conditions: Sequence[Condition], intakes: Intakes, share: float, nutrients: Nutrients
) -> list[Bound]:
    """A hard most for each nutrient that must not rise: what is eaten now; where nobody knows, share * AI.

    A limit of a clinician stands beside it; the lower of the two holds.
    """
    now = {each.nutrient: each.upper for each in request.now}
    limited = {limit.nutrient for limit in request.clinician_limits}
    found = []
    for nutrient in _named(conditions, "cap_at_intake"):
        names = listed(row.name for row in conditions if nutrient in row.cap_at_intake)
        name = nutrients[nutrient].name
        if nutrient in now:
            note = f"With {names}, {name} must not rise above what you eat now."
            found.append(Bound(nutrient, None, now[nutrient], True, NOW, "what you eat now, as you gave it", note=note))
        elif nutrient not in limited:
            found += _unknown_cap(nutrient, names, intakes, share, name)
    return found


def _unknown_cap(nutrient: str, names: str, intakes: Intakes, share: float, name: str) -> Iterator[Bound]:
    for row in intakes:
        if row.nutrient == nutrient and row.kind in ("AI", "RDA") and row.lower is not None:
            note = (
                f"With {names}, {name} must not rise, and neither what you eat now nor a limit of your clinician is "
                f"known: so the {row.kind} is the most here, not the least. Ask your doctor for your own limit."
            )
            yield Bound(nutrient, None, share * row.lower, True, CAP, row.source, note=note)


def capped(bounds: Sequence[Bound], found: Sequence[Bound]) -> list[Bound]:
    """The bounds with what must not rise. A least above it gives way, also a wish of one's own."""
    most = {bound.nutrient: bound.upper for bound in found if bound.upper is not None}
    kept = []
    for bound in bounds:
        if bound.nutrient in most and bound.lower is not None and bound.lower > most[bound.nutrient]:
            bound = replace(bound, lower=None)
            if bound.upper is None:
                continue
        kept.append(bound)
    return [*kept, *found]


def steady(
    request: PlanRequest, conditions: Sequence[Condition], bounds: Sequence[Bound], share: float, nutrients: Nutrients
) -> list[Bound]:
    """(1 - share) now <= nutrient <= (1 + share) now, where a medicine wants it steady and now is known.

    References give way at the lower end. Raises WrongInput where an upper reference would force less than that.
    """
    now = {each.nutrient: each.upper or 0.0 for each in request.now}
    found = list(bounds)
    for nutrient in _named(conditions, "steady"):
        own = [bound for bound in found if bound.nutrient == nutrient and bound.hard]
        if nutrient not in now or not own:
            continue
        lower, upper = (1 - share) * now[nutrient], (1 + share) * now[nutrient]
        names = listed(row.name for row in conditions if nutrient in row.steady)
        for bound in own:
            if bound.upper is not None and bound.upper < lower:
                said = " ".join(row.about for row in conditions if nutrient in row.steady)
                raise WrongInput(
                    f"--now {nutrient}={now[nutrient]:g}: this plan keeps at most {bound.upper:g} ({bound.basis}), "
                    "much less than you eat now, and with what you have or take it should stay steady. Ask your doctor "
                    "first.",
                    said,
                )
        note = f"With {names}, {nutrients[nutrient].name} stays near what you eat now, from week to week."
        found = capped(
            found, [Bound(nutrient, lower, upper, True, STEADY, "what you eat now, as you gave it", note=note)]
        )
    return found


def never_met(conditions: Sequence[Condition], bounds: Sequence[Bound]) -> list[Bound]:
    """The bounds with why food cannot meet some of them."""
    found = list(bounds)
    for nutrient in _named(conditions, "never_met"):
        names = listed(row.name for row in conditions if nutrient in row.never_met)
        for place, bound in enumerate(found):
            columns = (nutrient, ADDED + nutrient, ABSORBED + nutrient)
            if bound.nutrient in columns and bound.lower is not None:
                found[place] = replace(bound, unmet=f"{UNMET} ({names})")
    return found


def warnings(
    request: PlanRequest,
    conditions: Sequence[Condition],
    bounds: Sequence[Bound],
    catalogue: "Catalogue",
    nutrients: Nutrients,
) -> Iterator[str]:
    """What must be said of all this above a plan."""
    for bound in bounds:
        if bound.basis in (CAP, NOW):
            row = nutrients[bound.nutrient]
            yield f"{row.name[:1].upper()}{row.name[1:]}: at most {bound.upper:,g} {row.unit} a day. {bound.note}"
    for nutrient in _named(conditions, "never_met"):
        yield f"{UNMET}. This plan never counts {nutrients[nutrient].name} as met."
    kept = {bound.nutrient for bound in bounds if bound.basis == STEADY}
    for nutrient in _named(conditions, "steady"):
        names = listed(row.name for row in conditions if nutrient in row.steady)
        if nutrient not in kept:
            yield (
                f"With {names}, {nutrients[nutrient].name} should stay about the same from week to week, and what you "
                "eat now is not known here: this plan may hold much more or less. Show your doctor before you eat so."
            )
    yield from _left_out(request, catalogue)


def _left_out(request: PlanRequest, catalogue: "Catalogue") -> Iterator[str]:
    """Foods that a condition leaves out, or allows little of, each condition once."""
    names = {food.food: food.name for food in catalogue.foods}
    reasons: dict[str, list[str]] = {}
    bare = replace(request, person=replace(request.person, pregnant_trimester=None, lactating_months=None))
    for food, reason in cautions_of(bare, catalogue).items():
        reasons.setdefault(reason[:1].upper() + reason[1:], []).append(names[food])
    for food, name in little_of(request, catalogue).items():
        reasons.setdefault(f"Only little planned with {name}", []).append(names[food])
    for reason, foods in reasons.items():
        yield f"{reason}: {listed(foods)}."


def _named(conditions: Sequence[Condition], column: str) -> tuple[str, ...]:
    """Nutrients in a column of the conditions, each once."""
    return tuple(dict.fromkeys(nutrient for row in conditions for nutrient in getattr(row, column)))
