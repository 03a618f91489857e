"""What illnesses, medicines and a clinician's limits change in the bounds, and what must be said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import UnsupportedPerson, WrongInput
from planner.request import PlanRequest, TargetWish
from planner.tables.conditions import Condition, warnings_of
from planner.targets.bound import CLINICIAN, ENERGY, NO_FLOOR, Bound, check_stop, join, listed

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Nutrient

Nutrients = Mapping[str, "Nutrient"]  # by column name


def conditions_of(request: PlanRequest, catalogue: "Catalogue", nutrients: Nutrients) -> list[Condition]:
    """The conditions of a checked request.

    Raises UnsupportedPerson where only a clinician can plan, WrongInput where a clinician's limit is missing.
    """
    if not request.conditions:
        return []
    limited = {limit.nutrient for limit in request.clinician_limits}
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    for row in rows:
        if row.plans == "no":
            raise UnsupportedPerson(f"--condition {row.name}: nothing is planned here. {join((row.say, row.red_flag))}")
        if row.stage and row.stage != request.person.stage:
            option = "--pregnant TRIMESTER" if row.stage == "pregnant" else "--lactating MONTHS"
            raise WrongInput(f"--condition {row.name}: say so with {option}. {row.say}")
        missing = [nutrient for nutrient in row.needs_limit if nutrient not in limited]
        if missing:
            names = listed(nutrients[nutrient].name for nutrient in missing)
            wanted = " ".join(f"--clinician-limit {nutrients[nutrient].name}=MAX" for nutrient in missing)
            raise WrongInput(
                f"--condition {row.name}: no plan is made without a limit for {names} from your doctor or dietitian. "
                f"{row.say} Then add {wanted}."
            )
    return rows


def without_rule(request: PlanRequest, catalogue: "Catalogue") -> tuple[str, ...]:
    """What is said of each illness and medicine of a checked request that is known by name only."""
    slugs = {row.condition for row in catalogue.conditions}
    names = [name for name in request.conditions if name not in slugs]
    if not names:
        return ()
    from planner.reading.medicines import read_conditions

    reading = read_conditions(names, catalogue)
    medicines = [each.name for each in reading.medicines if not each.conditions]
    medicines += [each.name for each in reading.illnesses if each.kind == "medicine"]
    illnesses = [each.name for each in reading.illnesses if each.kind == "illness"]
    said = [f"We know the name {name}; our tables hold no rule for it: ask a pharmacist." for name in medicines]
    said += [f"We know the name {name}; our tables hold no rule for it: ask your doctor." for name in illnesses]
    return tuple(said)


def without_floors(conditions: Sequence[Condition], bounds: Sequence[Bound]) -> list[Bound]:
    """The bounds without the leasts that conditions drop; a nutrient without any end is only shown."""
    eased = list(bounds)
    for place, bound in enumerate(bounds):
        names = [row.name for row in conditions if bound.nutrient in row.drop_floor]
        if not names or bound.lower is None:
            continue
        note = f"No least, because of {listed(names)}: {replace(bound, upper=None)} is for people without."
        if bound.upper is not None:
            eased[place] = replace(bound, lower=None, note=join((note, bound.note)))
        else:
            eased[place] = Bound(bound.nutrient, None, None, False, NO_FLOOR, bound.source, note=note)
    return eased


def check_only_lower(
    request: PlanRequest, conditions: Sequence[Condition], bounds: Sequence[Bound], nutrients: Nutrients
) -> None:
    """An own target never raises a nutrient that a condition lets only be lowered. Raises WrongInput."""
    for row in conditions:
        for nutrient in row.only_lower:
            uppers = [b.upper for b in bounds if b.nutrient == nutrient and b.hard and b.upper is not None]
            most = min(uppers, default=float("inf"))
            why = f"with {row.name}, your own target may only lower {nutrients[nutrient].name}. {row.say}"
            for wish in request.targets:
                if wish.nutrient == nutrient and (wish.lower is not None or (wish.upper or 0.0) > most):
                    raise WrongInput(f"--target {wish}: {why} Give only a most, as in {nutrient}=:MAX.")
            if nutrient in request.hard and nutrient in row.drop_floor:
                raise WrongInput(f"--hard {nutrient}: {why} Take {nutrient} off --hard.")


def limited(request: PlanRequest, bounds: Sequence[Bound]) -> list[Bound]:
    """The bounds with each clinician's limit as a hard most of every day; a least above it gives way, a UL never.

    Raises WrongInput for a limit above an upper level or below an own target.
    """
    found = list(bounds)
    for limit in request.clinician_limits:
        if limit.nutrient == ENERGY:
            raise WrongInput(f"--clinician-limit {limit}: set energy with --energy KCAL instead.")
        most = limit.upper or 0.0
        for wish in request.targets:
            if wish.nutrient == limit.nutrient and wish.lower is not None and wish.lower > most:
                raise WrongInput(f"--target {wish}: above the {most:g} a day of your clinician. Ask for less.")
        found = _with_limit(limit, most, found)
    return found


def _with_limit(limit: TargetWish, most: float, bounds: Sequence[Bound]) -> list[Bound]:
    kept, gone = [], []
    for bound in bounds:
        if bound.nutrient != limit.nutrient:
            kept.append(bound)
            continue
        if bound.is_stop:
            place = f"--clinician-limit {limit.nutrient}={most:g}"
            check_stop(limit, bound, place, "Check the number and its unit with your clinician.")
        if bound.lower is not None and bound.lower > most:
            gone.append(f"In place of {replace(bound, upper=None)}, which gives way.")
            bound = replace(bound, lower=None)
        if bound.upper is not None or bound.lower is not None or bound.basis == NO_FLOOR:
            kept.append(bound)
    note = join((*gone, "It holds on every single day, not only for their mean."))
    return [*kept, Bound(limit.nutrient, None, most, True, CLINICIAN, "your clinician", note=note)]


def settled(bounds: Sequence[Bound]) -> list[Bound]:
    """Without rows that have no end, where another row of the nutrient says enough; that one takes their note."""
    endless = {bound.nutrient: bound for bound in bounds if bound.basis == NO_FLOOR}
    found = []
    for bound in bounds:
        other = endless.get(bound.nutrient)
        if other is None or bound is other:
            found.append(bound)
        else:
            found.append(replace(bound, note=join((other.note, bound.note))))
    ended = {bound.nutrient for bound in found if bound.basis != NO_FLOOR}
    return [bound for bound in found if bound.basis != NO_FLOOR or bound.nutrient not in ended]


def warnings(conditions: Sequence[Condition], bounds: Sequence[Bound], nutrients: Nutrients) -> tuple[str, ...]:
    """What stands above everything else on a plan."""
    said = list(warnings_of(conditions))
    dropped = dict.fromkeys(nutrient for row in conditions for nutrient in row.drop_floor)
    if dropped:
        names = listed(nutrients[nutrient].name for nutrient in dropped)
        said.append(
            f"This plan has no least amount of {names}: the references are for people without these conditions. "
            "Show your doctor how much it holds."
        )
    for bound in bounds:
        if bound.basis == CLINICIAN:
            row = nutrients[bound.nutrient]
            said.append(
                f"Limit of your clinician: at most {bound.upper:,g} {row.unit} of {row.name} every day. {bound.note}"
            )
    return tuple(said)
