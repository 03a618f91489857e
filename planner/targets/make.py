"""Person, diet and wishes to bounds: what a plan must meet (hard) and what is shown beside it (watched)."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import TableError, WrongInput
from planner.on_offer import said_of_risks
from planner.person import Person, body_mass_index, energy_floor, energy_need, energy_requirement
from planner.request import PlanRequest, TargetWish, check_request
from planner.tables.conditions import Condition
from planner.tables.food_patterns import pattern_at
from planner.tables.references import Guideline, ReferenceIntake, References
from planner.taken import supplied
from planner.targets import absorbed, care, limits, margins, never_less, salt, supplements, yielding
from planner.targets.bound import CAPS, ENERGY, KEPT_STEADY, NO_FLOOR, YOURS, Bound, Targets, check_stop, join
from planner.targets.by_meal import ByMeal

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue


def make_targets(
    request: PlanRequest, catalogue: "Catalogue", steady_times: float = 1.0, is_week: bool = True
) -> Targets:
    """All bounds for a request; the bands of what stays near what is eaten now `steady_times` as wide as usual.

    Of somebody who only looks at what is eaten now (not `is_week`), what a week must know of that is not asked.

    Raises WrongInput for wishes that pass an upper level, contradict each other or a condition, and for a missing
    limit of a clinician; UnsupportedPerson for somebody for whom Steadyplate does not plan.
    """
    request = check_request(request, catalogue)
    nutrients = {row.nutrient: row for row in catalogue.nutrients}
    conditions = limits.conditions_of(request, catalogue, nutrients, is_week)
    references = catalogue.references
    person = request.person.completed(references)
    care.check_energy(person, conditions, catalogue)
    energy = energy_need(person, references)
    bounds = _of_tables(request, person, energy, references)
    bounds, caps = _heeded(request, conditions, bounds, catalogue)
    bounds = margins.with_margins(request, conditions, bounds, person, references)
    if request.absorption:
        bounds = absorbed.with_absorbed(bounds, catalogue.absorption)
    bounds = care.capped(limits.limited(request, _wished(request, bounds)), caps)
    warnings = limits.warnings(conditions, bounds, nutrients) + limits.without_rule(request, catalogue)
    warnings += said_of_risks(request, catalogue)
    if conditions:
        bounds = care.steady(request, conditions, bounds, catalogue, nutrients, steady_times)
        warnings += tuple(care.warnings(request, conditions, bounds, catalogue, nutrients))
    bounds = yielding.produce_yields(request, conditions, bounds, references)
    allowed = salt.salt_of(request, conditions, bounds, person, references)
    if request.supplements:
        bounds = _beside_supplements(request, conditions, bounds, catalogue)
        warnings += tuple(supplements.warnings(request, conditions, catalogue, nutrients))
    if request.absorption:
        bounds = absorbed.settled(request, bounds, catalogue.absorption)
    bounds = care.never_met(conditions, limits.settled(salt.counted(bounds, allowed)))
    _check_crossed(bounds, {row.nutrient: row.name for row in catalogue.nutrients})
    floored = {bound.nutrient for bound in bounds if bound.lower is not None}
    bounds = [_advised(bound, floored, person, references) for bound in _merge(bounds)]
    order = {row.nutrient: place for place, row in enumerate(catalogue.nutrients)}
    bounds.sort(key=lambda bound: (order[bound.nutrient], not bound.hard))
    meals = tuple(margins.meals_with(request, bounds, person, references))
    shares = tuple(margins.meal_shares(request, bounds, references))
    return Targets(
        energy,
        tuple(bounds),
        warnings,
        _by_meal(request, bounds, person, catalogue),
        meals,
        allowed,
        steady_times,
        shares,
    )


def _of_tables(request: PlanRequest, person: Person, energy: float, references: References) -> list[Bound]:
    """What the tables ask of such a person, before conditions and wishes."""
    bounds = [_energy_bound(person, energy, references)]
    bounds += _intake_bounds(person, references)
    bounds += _guideline_bounds(person, request, energy, references)
    bounds = yielding.later_life_yields(yielding.comfort_yields(bounds))
    return yielding.daily_levels(bounds, person, references)


def _wished(request: PlanRequest, bounds: list[Bound]) -> list[Bound]:
    """The bounds as the person wants them: watched, forced, and own targets in their place. Raises WrongInput."""
    for nutrient in request.watch:
        bounds = _watch(nutrient, bounds)
    for nutrient in request.hard:
        bounds = _harden(nutrient, bounds)
    for wish in request.targets:
        bounds = _grant(wish, bounds)
    return bounds


def _by_meal(request: PlanRequest, bounds: list[Bound], person: Person, catalogue: "Catalogue") -> ByMeal | None:
    """B12 by the meal, with absorption switched on."""
    if not request.absorption:
        return None
    references = catalogue.references
    rda = next(row.lower for row in _intakes(person, references) if row.nutrient == absorbed.B12)
    found = absorbed.b12_by_meal(bounds, rda or 0.0, catalogue.absorption)
    advice = references.advice_on(absorbed.B12, person.stage)
    return found and replace(found, note=join((found.note, advice)))


def _heeded(
    request: PlanRequest, conditions: Sequence[Condition], bounds: list[Bound], catalogue: "Catalogue"
) -> tuple[list[Bound], list[Bound]]:
    """The bounds as the conditions change them, and what must not rise. Raises WrongInput for wishes against them."""
    if not conditions:
        return bounds, []
    nutrients = {row.nutrient: row for row in catalogue.nutrients}
    intakes = _intakes(request.person, catalogue.references)
    bounds = care.within_rda(request, conditions, bounds, intakes)
    bounds = limits.without_floors(conditions, care.added_only(conditions, bounds, intakes))
    bounds = limits.of_conditions_first(limits.without_ceilings(conditions, bounds), catalogue.references)
    caps = care.caps(request, conditions, catalogue.references, nutrients)
    limits.check_only_lower(request, conditions, [*bounds, *caps], nutrients)
    person = request.person.completed(catalogue.references)
    never_less.check_never_less(request, conditions, bounds, person, catalogue.references, nutrients)
    return bounds, caps


def _beside_supplements(
    request: PlanRequest, conditions: Sequence[Condition], bounds: list[Bound], catalogue: "Catalogue"
) -> list[Bound]:
    """What supplements leave for food. Raises WrongInput for too much of them."""
    nutrients = {row.nutrient: row for row in catalogue.nutrients}
    brought, intakes = supplied(request, catalogue), _intakes(request.person, catalogue.references)
    supplements.check_conditions(request, brought, conditions, catalogue, nutrients)
    supplements.check_levels(request, brought, intakes, catalogue, nutrients)
    return supplements.counted(bounds, brought, nutrients)


def _energy_bound(person: Person, energy: float, references: References) -> Bound:
    """0.98 E <= energy <= 1.02 E (in growth, pregnancy and breastfeeding from E on), and never under the floor."""
    rows = (row for row in references.guidelines if row.guideline == "energy_tolerance")
    row = next(row for row in rows if row.is_for(*person.group))
    floor, requirement = energy_floor(person, references), energy_requirement(person, references)
    basis, note = row.basis, row.note
    if person.energy_kcal is not None:
        basis = YOURS
        note = join((f"The need to keep the weight is about {requirement:,.0f} kcal.", row.note))
    elif energy > requirement:
        basis = "floor"
        note = join((f"The need is {requirement:,.0f} kcal; less than {floor:,.0f} is not planned.", row.note))
    lower, upper = (row.lower or 1.0) * energy, (row.upper or 1.0) * energy
    return Bound(ENERGY, max(floor, lower), upper, True, basis, row.source, note=note)


def _intakes(person: Person, references: References) -> tuple[ReferenceIntake, ...]:
    return references.intakes_of(*person.group)


def _intake_bounds(person: Person, references: References) -> Iterator[Bound]:
    """One bound for each reference intake that the food tables can check."""
    for row in _intakes(person, references):
        if row.mode != "none":
            is_hard = row.mode == "hard"
            yield Bound(row.nutrient, row.lower, row.upper, is_hard, row.kind, row.source, row.counts)


def _guideline_bounds(person: Person, request: PlanRequest, energy: float, references: References) -> Iterator[Bound]:
    """One bound for each guideline that speaks of such a person with these conditions."""
    for row in references.guidelines:
        if row.mode not in ("hard", "watched") or row.nutrient is None or row.per == "energy need":
            continue
        if row.is_for(*person.group, request.diet, energy) and row.goes_with(request.conditions):
            scale = _scale(row, person, energy, references)
            lower, upper = (None if end is None else end * scale for end in (row.lower, row.upper))
            counts = "added" if row.nutrient.startswith("added_vitamin") else "total"
            bound = Bound(row.nutrient, lower, upper, row.mode == "hard", row.basis, row.source, counts, row.note)
            yield _of_plants(bound, person, request.diet, references) if row.per == "kg" else bound


def _of_plants(bound: Bound, person: Person, diet: str, references: References) -> Bound:
    """Protein by weight times the factor of the diet, where it has one."""
    for row in references.rules("protein_vegan", *person.group, diet):
        if row.nutrient == bound.nutrient and bound.lower is not None:
            basis = f"{bound.basis} x{row.lower:g}"
            source, note = join((bound.source, row.source), "; "), join((bound.note, row.note))
            return replace(bound, lower=bound.lower * (row.lower or 1.0), basis=basis, source=source, note=note)
    return bound


def _scale(row: Guideline, person: Person, energy: float, references: References) -> float:
    """Units a day for one unit of the guideline."""
    if row.per == "day":
        return 1.0
    if row.per == "kg":
        return _weight_that_counts(person, references)
    if row.per == "pattern":
        return pattern_at(energy, references.patterns).a_day(row.nutrient or "")
    if row.per == "1000 kcal":
        return energy / 1000
    if row.per == "share of energy":
        return energy / (row.kcal_per_g or 1.0)
    for intake in _intakes(person, references):
        if intake.nutrient == row.per and intake.kind == "RDA":
            return intake.lower or 0.0
    raise TableError(f"guidelines.csv ({row.guideline}): no RDA of {row.per!r}. Correct the column per.")


def _weight_that_counts(person: Person, references: References) -> float:
    """Body weight for protein [kg]: up to a body mass index from the tables."""
    most = references.rule("protein_body_mass", *person.group).upper or float("inf")
    return (person.weight_kg or 0.0) * min(1.0, most / body_mass_index(person))


def _watch(nutrient: str, bounds: list[Bound]) -> list[Bound]:
    """The bounds of a nutrient only watched; stops and energy stay."""
    own = [bound for bound in bounds if bound.nutrient == nutrient]
    if not own:
        raise WrongInput(f"--watch {nutrient}: it has no reference to watch. Take it off --watch.")
    if nutrient == ENERGY or all(bound.is_stop for bound in own):
        raise WrongInput(f"--watch {nutrient}: {own[0]} always holds. Take {nutrient} off --watch.")
    return [
        replace(margins.without_margin(b), hard=False) if b.nutrient == nutrient and not b.is_stop else b
        for b in bounds
    ]


def _harden(nutrient: str, bounds: list[Bound]) -> list[Bound]:
    """The watched bounds of a nutrient bind the plan."""
    if not any(bound.nutrient == nutrient for bound in bounds):
        raise WrongInput(f"--hard {nutrient}: it has no reference. Set one with --target {nutrient}=MIN:MAX.")
    watched = {bound.basis for bound in bounds if bound.nutrient == nutrient and not bound.hard}
    soft = {yielding.COMFORT} if watched != {yielding.COMFORT} else set()  # beside a reference, comfort stays soft
    return [
        replace(bound, hard=True) if bound.nutrient == nutrient and bound.basis not in soft else bound
        for bound in bounds
    ]


def _grant(wish: TargetWish, bounds: list[Bound]) -> list[Bound]:
    """The wish in place of the hard ends that it names, within the stops."""
    if wish.nutrient == ENERGY:
        raise WrongInput(f"--target {wish}: set energy with --energy KCAL instead.")
    kept, replaced = [], []
    for bound in bounds:
        if bound.nutrient != wish.nutrient or not bound.hard:
            kept.append(bound)
        elif bound.is_stop:
            check_stop(wish, bound)
            kept.append(bound)
        else:
            replaced.append(bound)
    left = [bound for bound in (_without_ends(bound, wish) for bound in replaced) if bound is not None]
    gone = "; ".join(str(bound) for bound in replaced if bound not in left)
    note = f"In place of {gone}." if gone else ""
    mine = Bound(wish.nutrient, wish.lower, wish.upper, True, YOURS, "your own target", note=note)
    return [*kept, *left, mine]


def _without_ends(bound: Bound, wish: TargetWish) -> Bound | None:
    """What a wish leaves of a bound."""
    lower = bound.lower if wish.lower is None else None
    upper = bound.upper if wish.upper is None else None
    return None if lower is None and upper is None else replace(bound, lower=lower, upper=upper)


def _merge(bounds: list[Bound]) -> list[Bound]:
    """A hard least (RDA, AI, yours) and the UL of the same nutrient as one bound."""
    tops = {bound.nutrient: bound for bound in bounds if bound.basis == "UL"}
    merged: dict[int, Bound | None] = {}
    for least in bounds:
        most = tops.get(least.nutrient)
        is_least = least.basis in ("RDA", "AI", YOURS) or least.margin > 0
        if most is not None and least.hard and least.upper is None and is_least:
            merged[id(most)] = None
            merged[id(least)] = replace(
                least,
                upper=most.upper,
                daily=most.daily,
                basis=f"{least.basis}, {most.basis}",
                source=join((least.source, most.source), "; "),
                counts=most.counts,
            )
    found = (merged.get(id(bound), bound) for bound in bounds)
    return [bound for bound in found if bound is not None]


def _check_crossed(bounds: list[Bound], names: Mapping[str, str]) -> None:
    """The highest hard least of a nutrient is not above its lowest hard most. Raises WrongInput that names both."""
    for nutrient, name in names.items():
        own = [bound for bound in bounds if bound.hard and bound.nutrient == nutrient]
        least = max((b for b in own if b.lower is not None), key=lambda b: b.lower or 0.0, default=None)
        most = min((b for b in own if b.upper is not None), key=lambda b: b.upper or 0.0, default=None)
        if least is not None and most is not None and (least.lower or 0.0) > (most.upper or 0.0):
            raise WrongInput(
                f"{name}: at least {least.lower:g} ({least.basis}) and at most {most.upper:g} ({most.basis}) cannot "
                f"both hold. {_of_crossed(least, most)}"
            )


def _of_crossed(least: Bound, most: Bound) -> str:
    """What may give way of two ends that cross: never what keeps somebody safe."""
    nutrient = least.nutrient
    if not most.keeps_safe(is_upper=True) and not least.keeps_safe(is_upper=False):
        return f"Give both ends with --target {nutrient}=MIN:MAX, or only --watch {nutrient}."
    if least.basis == YOURS:
        return f"The most stays. Ask for {most.upper:g} or less with --target {nutrient}=MIN:."
    if most.basis == YOURS:
        return f"The least stays. Ask for {least.lower:g} or more with --target {nutrient}=:MAX."
    return "Neither is loosened here: show both to whoever treats you, or ask a dietitian."


def _advised(bound: Bound, floored: Set[str], person: Person, references: References) -> Bound:
    """The bound with what to know or do about its nutrient, said beside a least where there is one."""
    if bound.basis in (*CAPS, NO_FLOOR, *KEPT_STEADY) or (bound.nutrient in floored and bound.lower is None):
        return bound
    note = join((bound.note, references.advice_on(bound.nutrient, person.stage)))
    return bound if note == bound.note else replace(bound, note=note)
