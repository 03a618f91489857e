"""What must not rise, what food cannot supply, what counts only where it was added: by illness and medicine."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import TableError, WrongInput
from planner.on_offer import kept_out_by_conditions, little_of
from planner.person import Person, energy_requirement
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import ReferenceIntake, References
from planner.targets.bound import CAPS, NOW, STEADY, STEADY_DAY, USUAL, WATER, Bound, listed
from planner.targets.potassium import POTASSIUM, is_pulled_both_ways

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Nutrient

Nutrients = Mapping[str, "Nutrient"]  # by column name
Intakes = Sequence[ReferenceIntake]  # of one person
ADDED, ABSORBED = "added_", "absorbed_"  # columns of what was added to food, or is absorbed, begin so
MOST_NAMED = 30  # foods in one sentence above a week
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
    request: PlanRequest, conditions: Sequence[Condition], references: References, nutrients: Nutrients
) -> list[Bound]:
    """A hard most, on every day, of each nutrient that must not rise: what is eaten now; not known, what is usual.

    A limit of a clinician stands beside it; the lower of the two holds.
    """
    now = {each.nutrient: each.upper for each in request.now}
    limited = {limit.nutrient for limit in request.clinician_limits}
    found = []
    for nutrient in _named(conditions, "cap_at_intake"):
        names = listed(row.name for row in conditions if nutrient in row.cap_at_intake)
        name = nutrients[nutrient].name
        if nutrient in now:
            note = f"With {names}, {name} must not rise above what you eat now, on no day."
            found.append(Bound(nutrient, None, now[nutrient], True, NOW, "what you eat now, as you gave it", note=note))
        elif nutrient not in limited:
            found.append(_unknown_cap(nutrient, names, request.person, references, name))
    return found


def _unknown_cap(nutrient: str, names: str, person: Person, references: References, name: str) -> Bound:
    row = references.usual.intake(nutrient, person.sex, person.age)
    if row is None:
        raise TableError(f"usual_intakes.csv: no {nutrient} for {person.sex}, age {person.age}. Add the row.")
    note = (
        f"With {names}, {name} must not rise, and neither what you eat now nor a limit of your clinician is known: "
        "so what people of your sex and age usually eat is the most, on every day. Ask your doctor for your own limit."
    )
    return Bound(nutrient, None, row.amount, True, USUAL, row.source, note=note)


def capped(bounds: Sequence[Bound], found: Sequence[Bound]) -> list[Bound]:
    """The bounds with what must not rise. A least above it gives way, also a wish of one's own."""
    most: dict[str, float] = {}
    for bound in found:
        if bound.upper is not None:
            most[bound.nutrient] = min(bound.upper, most.get(bound.nutrient, bound.upper))
    kept = []
    for bound in bounds:
        if bound.nutrient in most and bound.lower is not None and bound.lower > most[bound.nutrient]:
            bound = replace(bound, lower=None)
            if bound.upper is None:
                continue
        kept.append(bound)
    return [*kept, *found]


def steady(
    request: PlanRequest,
    conditions: Sequence[Condition],
    bounds: Sequence[Bound],
    catalogue: "Catalogue",
    nutrients: Nutrients,
    times: float = 1.0,
) -> list[Bound]:
    """(1 - share) now <= nutrient <= (1 + share) now, where a medicine wants it steady; of greens, the answer's band.

    Where it must not rise, what is eaten now is the most. References give way to it, an upper level (UL), a
    clinician's limit and a cap never do: there the lower end gives way, and that is said. `times` widens the bands,
    but for what must be known. Water is only spoken of: no plan of food can hold it.
    """
    found = list(bounds)
    for nutrient, rows in _steadied(conditions).items():
        is_told = any(wish.nutrient == nutrient for wish in request.now)
        is_wider = times > 1 and is_told and not any(nutrient in row.needs_now for row in conditions)
        band = _band(request, nutrient, catalogue, times if is_wider else 1.0)
        if band is None or nutrient == WATER:
            continue
        _check_wishes(request, nutrient, band, rows, nutrients)
        firm = [b for b in found if b.nutrient == nutrient and b.hard and b.upper is not None]
        most = min((b.upper or 0.0 for b in firm if b.is_stop or b.basis in CAPS), default=float("inf"))
        names = listed(row.name for row in rows)
        note = f"With {names}, {nutrients[nutrient].name} stays near what you eat now, from week to week."
        if is_wider:
            note += " Nearer to it no week was found: speak with your doctor before you eat so."
        if most < band.lower:
            note += f" At most {most:,g} may be planned, less than that: speak with your doctor before you eat so."
        gives_way = [b for b in firm if not b.is_stop and b.basis not in CAPS and (b.upper or 0.0) < band.upper]
        eased = [replace(b, hard=False) if b in gives_way else b for b in found]
        own = Bound(nutrient, min(band.lower, most), min(band.upper, most), True, STEADY, band.source, note=note)
        a_day = catalogue.rules["steady_day"] * band.upper
        day = Bound(nutrient, None, min(a_day, most), True, STEADY_DAY, band.source, note=note, daily=True)
        found = capped(eased, [own, day])
    return found


def _check_wishes(
    request: PlanRequest, nutrient: str, band: "_Band", rows: Sequence[Condition], nutrients: Nutrients
) -> None:
    """No target of one's own outside what stays steady. Raises WrongInput."""
    for wish in request.targets:
        too_little = wish.upper is not None and wish.upper < band.lower
        if wish.nutrient == nutrient and (too_little or (wish.lower or 0.0) > band.upper):
            raise WrongInput(
                f"--target {wish}: {nutrients[nutrient].name} stays between {band.lower:,g} and {band.upper:,g} a day, "
                "near what you eat now. Ask your doctor first, and give a target within that.",
                " ".join(row.about for row in rows),
            )


def _steadied(conditions: Sequence[Condition]) -> dict[str, list[Condition]]:
    """Nutrients to keep steady, each with the conditions that want it; potassium too where it is pulled both ways."""
    found = {name: [row for row in conditions if name in row.steady] for name in _named(conditions, "steady")}
    if is_pulled_both_ways(conditions):
        found[POTASSIUM] = [row for row in conditions if row.potassium]
    return found


@dataclass(frozen=True)
class _Band:
    lower: float
    upper: float
    source: str


def _band(request: PlanRequest, nutrient: str, catalogue: "Catalogue", times: float) -> _Band | None:
    """Where a nutrient is to stay; None where what is eaten now is not known."""
    now = next((each.upper for each in request.now if each.nutrient == nutrient), None)
    if now:
        share = times * catalogue.rules.of("steady_share", nutrient)
        return _Band((1 - share) * now, (1 + share) * now, "what you eat now, as you gave it")
    row = catalogue.references.usual.greens_at(request.leafy_greens)
    return _Band(row.lower, row.upper, row.source) if row is not None and row.nutrient == nutrient else None


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
        if bound.basis in (USUAL, NOW):
            row = nutrients[bound.nutrient]
            yield f"{row.name[:1].upper()}{row.name[1:]}: at most {bound.upper:,g} {row.unit} on any day. {bound.note}"
    for nutrient in _named(conditions, "never_met"):
        yield f"{UNMET}. This plan never counts {nutrients[nutrient].name} as met."
    kept = {bound.nutrient: bound for bound in bounds if bound.basis == STEADY}
    for nutrient, rows in _steadied(conditions).items():
        row = nutrients[nutrient]
        if nutrient in kept:
            bound = kept[nutrient]
            yield (
                f"{row.name[:1].upper()}{row.name[1:]}: {bound.lower:,.0f} to {bound.upper:,.0f} {row.unit} a day in "
                f"the mean of the week, and no day far above. {bound.note}"
            )
        else:
            yield (
                f"With {listed(each.name for each in rows)}, {row.name} should stay about the same from week to week, "
                "and what you eat now is not known here: this plan may hold much more or less. Show your doctor before "
                "you eat so."
            )
    yield from _left_out(request, catalogue)


def _left_out(request: PlanRequest, catalogue: "Catalogue") -> Iterator[str]:
    """Foods that a condition leaves out, or allows little of, each condition once."""
    names = {food.food: food.name for food in catalogue.foods if food.fits(request.diet)}
    reasons: dict[str, list[str]] = {}
    for food, reason in kept_out_by_conditions(request, catalogue).items():
        if food in names:
            reasons.setdefault(reason[:1].upper() + reason[1:], []).append(names[food])
    for food, name in little_of(request, catalogue).items():
        if food in names:
            reasons.setdefault(f"Only little planned with {name}", []).append(names[food])
    for reason, foods in reasons.items():
        yield f"{reason}: {listed(_some(foods))}."


def _some(foods: list[str]) -> list[str]:
    """The foods; of a long list the first ones and how many more there are."""
    rest = len(foods) - MOST_NAMED
    return foods if rest <= 0 else [*foods[:MOST_NAMED], f"{rest} more"]


def _named(conditions: Sequence[Condition], column: str) -> tuple[str, ...]:
    """Nutrients in a column of the conditions, each once."""
    return tuple(dict.fromkeys(nutrient for row in conditions for nutrient in getattr(row, column)))
