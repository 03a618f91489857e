"""What illnesses, medicines and a clinician's limits change in the bounds, and what must be said of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from planner.errors import UnsupportedPerson, WrongInput
from planner.request import PlanRequest, TargetWish
from planner.tables.conditions import Condition, warnings_of
from planner.tables.references import References
from planner.targets.bound import CLINICIAN, ENERGY, NO_FLOOR, Bound, check_stop, join, listed
from planner.targets.potassium import POTASSIUM, RAISING, potassium_class, together

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Nutrient

Nutrients = Mapping[str, "Nutrient"]  # by column name
SODIUM = "sodium_mg"


def conditions_of(request: PlanRequest, catalogue: "Catalogue", nutrients: Nutrients, is_week: bool) -> list[Condition]:
    """The conditions of a checked request; what is eaten now must be known where a week is planned.

    Raises UnsupportedPerson where only a clinician can plan, WrongInput where something must be known and is not.
    """
    if not request.conditions:
        return []
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    for row in rows:
        place = f"--condition (number {request.conditions.index(row.condition) + 1})"
        if row.plans == "no":
            raise UnsupportedPerson(
                f"{place}: nothing is planned here. Ask your doctor or a dietitian what to eat.",
                join((row.about, row.red_flag)),
            )
        if row.stage and row.stage != request.person.stage:
            option = "--pregnant TRIMESTER" if row.stage == "pregnant" else "--lactating MONTHS"
            raise WrongInput(f"{place}: say so with {option}.", row.about)
    missing = [*_missing_limits(request, rows, nutrients)]
    missing += _missing_now(request, rows, catalogue, nutrients) if is_week else ()
    if missing:
        of = {row.condition: row for each in missing for row in each.rows}
        numbers = listed(str(request.conditions.index(slug) + 1) for slug in of)
        raise WrongInput(
            f"--condition (number {numbers}): no plan is made without {listed(each.what for each in missing)}. "
            f"Then add {' and '.join(each.option for each in missing)}.",
            join(row.about for row in of.values()),
        )
    return together(rows)


@dataclass(frozen=True)
class _Missing:
    """What must be known before anything is planned."""

    rows: Sequence[Condition]  # that ask for it
    what: str
    option: str


def _missing_limits(request: PlanRequest, rows: Sequence[Condition], nutrients: Nutrients) -> Iterator[_Missing]:
    """The clinician's limits that are asked for and were not given."""
    limited = {limit.nutrient for limit in request.clinician_limits}
    limits = {nutrient: row for row in rows for nutrient in row.needs_limit if nutrient not in limited}
    if limits:
        names = [nutrients[nutrient].name for nutrient in limits]
        options = " ".join(f"--clinician-limit {name}=MAX" for name in names)
        yield _Missing(tuple(limits.values()), f"a limit for {listed(names)} from your doctor or dietitian", options)


def _missing_now(
    request: PlanRequest, rows: Sequence[Condition], catalogue: "Catalogue", nutrients: Nutrients
) -> Iterator[_Missing]:
    """What is eaten now, potassium's limit in its place, and how often greens are eaten, where that was not told."""
    limited, now = ({wish.nutrient for wish in wishes} for wishes in (request.clinician_limits, request.now))
    if potassium_class(rows) == "A" and POTASSIUM not in limited | now:
        asking = [row for row in rows if row.potassium == "A"] or [row for row in rows if row.potassium in RAISING]
        what = "either a limit for potassium from your doctor or dietitian, or what you eat of it now"
        option = "--clinician-limit potassium=MAX or --now potassium=AMOUNT ('planner gaps' reckons it from a diary)"
        yield _Missing(asking, what, option)
    for nutrient in dict.fromkeys(nutrient for row in rows for nutrient in row.needs_now if nutrient not in now):
        name = nutrients[nutrient].name
        what = f"what you eat of {name} now, with the salt that you add" if nutrient == SODIUM else f"your {name} now"
        yield _Missing([row for row in rows if nutrient in row.needs_now], what, f"--now {name}=AMOUNT")
    greens = catalogue.references.usual.greens
    for nutrient in dict.fromkeys(row.nutrient for row in greens):
        asking = [row for row in rows if nutrient in row.steady]
        if asking and nutrient not in now and not request.leafy_greens:
            answers = ", ".join(f"{row.answer} ({row.name})" for row in greens)
            yield _Missing(asking, "how often you eat leafy greens", f"--leafy-greens with one of {answers}")


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


def without_ceilings(conditions: Sequence[Condition], bounds: Sequence[Bound]) -> list[Bound]:
    """The mosts for healthy people that a condition lifts are only shown; an upper level (UL) always holds."""
    lifted = {nutrient: row.name for row in conditions for nutrient in row.drop_ceiling}
    found = []
    for bound in bounds:
        if bound.nutrient in lifted and bound.hard and bound.upper is not None and not bound.is_stop:
            note = f"Not held here, because of {lifted[bound.nutrient]}: {bound} is for people without."
            bound = replace(bound, hard=False, note=join((note, bound.note)))
        found.append(bound)
    return found


def of_conditions_first(bounds: Sequence[Bound], references: References) -> list[Bound]:
    """A least gives way to the range that a guideline of a condition names, where it is above the least of that."""
    named = {(row.nutrient, row.basis) for row in references.guidelines if row.only_with}
    ranges = [b for b in bounds if (b.nutrient, b.basis) in named and b.lower is not None and b.upper is not None]
    least = {bound.nutrient: bound.lower or 0.0 for bound in ranges}
    found = []
    for bound in bounds:
        if bound.lower is not None and bound.lower > least.get(bound.nutrient, bound.lower):
            if bound.upper is None:
                continue
            bound = replace(bound, lower=None)
        found.append(bound)
    return found


def check_only_lower(
    request: PlanRequest, conditions: Sequence[Condition], bounds: Sequence[Bound], nutrients: Nutrients
) -> None:
    """An own target never raises a nutrient that a condition lets only be lowered. Raises WrongInput."""
    for row in conditions:
        for nutrient in row.only_lower:
            uppers = [b.upper for b in bounds if b.nutrient == nutrient and b.hard and b.upper is not None]
            most = min(uppers, default=float("inf"))
            why = f"with what you have or take, your own target may only lower {nutrients[nutrient].name}."
            for wish in request.targets:
                if wish.nutrient == nutrient and (wish.lower is not None or (wish.upper or 0.0) > most):
                    raise WrongInput(f"--target {wish}: {why} Give only a most, as in {nutrient}=:MAX.", row.about)
            if nutrient in request.hard and nutrient in row.drop_floor:
                raise WrongInput(f"--hard {nutrient}: {why} Take {nutrient} off --hard.", row.about)


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
