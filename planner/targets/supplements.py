"""What supplements change: they count towards a least, take room below a most, and over an upper level all stops."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.errors import WrongInput
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import ReferenceIntake
from planner.tables.supplements import Supplement
from planner.taken import rows_of
from planner.targets.bound import KEPT_STEADY, NOW, Bound, join, listed
from planner.targets.potassium import POTASSIUM, RAISING

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Nutrient

Nutrients = Mapping[str, "Nutrient"]  # by column name
ASK = "Ask your pharmacist or doctor before you take more of it; nothing is planned with it here."


def check_levels(
    request: PlanRequest,
    brought: Mapping[str, float],
    intakes: Sequence[ReferenceIntake],
    catalogue: "Catalogue",
    nutrients: Nutrients,
) -> None:
    """No supplements above an upper level of this person, whatever it counts. Raises WrongInput."""
    for row in intakes:
        amount = brought.get(row.nutrient, 0.0)
        if row.kind == "UL" and row.upper is not None and amount > row.upper * (1 + 1e-9):
            counts = "food and supplements together" if row.counts == "total" else row.counts
            counts = "supplements and fortified food" if row.counts == "not computable" else counts
            raise WrongInput(
                f"--supplement {_named(request, row.nutrient, catalogue)}: {amount:,g} {row.unit} of "
                f"{nutrients[row.nutrient].name} a day is above the upper level (UL) of {row.upper:,g} {row.unit}, "
                f"which counts {counts} ({row.source}). {_notes(request, row.nutrient, catalogue)} {ASK}"
            )


def check_conditions(
    request: PlanRequest,
    brought: Mapping[str, float],
    conditions: Sequence[Condition],
    catalogue: "Catalogue",
    nutrients: Nutrients,
) -> None:
    """No supplement of what must not rise, or must not have been added, with a condition. Raises WrongInput."""
    for row in conditions:
        raised = (POTASSIUM,) if row.potassium in RAISING else ()  # also by one that raises it a little
        for nutrient in (*row.cap_at_intake, *row.avoid_fortified, *raised):
            if brought.get(nutrient):
                raise WrongInput(
                    f"--supplement {_named(request, nutrient, catalogue)}: with what you have or take, no "
                    f"{nutrients[nutrient].name} is taken beside food unless a doctor says so. Ask the doctor who "
                    "treats you; nothing is planned with it here.",
                    join((row.avoid, row.about)),
                )


def counted(bounds: Sequence[Bound], brought: Mapping[str, float], nutrients: Nutrients) -> list[Bound]:
    """max(0, lower - s) <= food <= upper - s   for what supplements bring, s. Raises WrongInput where s > upper.

    What is eaten now was given without supplements: it stays as it is.
    """
    found = []
    for bound in bounds:
        amount = brought.get(bound.nutrient, 0.0)
        if not amount or bound.basis in (NOW, *KEPT_STEADY):
            found.append(bound)
            continue
        name, unit = nutrients[bound.nutrient].name, nutrients[bound.nutrient].unit
        if bound.hard and bound.upper is not None and amount > bound.upper:
            raise WrongInput(
                f"--supplement: {amount:,g} {unit} of {name} a day is above the most of {bound.upper:,g} "
                f"({bound.basis}), which counts food and supplements together. {ASK}"
            )
        lower, upper = bound.lower, bound.upper
        ends = join(
            (f"{lower:,g}" if lower is not None else "", f"at most {upper:,g}" if upper is not None else ""), ", "
        )
        found.append(
            replace(
                bound,
                lower=None if lower is None else max(0.0, lower - amount),
                upper=None if upper is None else max(0.0, upper - amount),
                supplied=amount,
                note=join(
                    (f"{amount:,g} {unit} of {ends} comes from your supplement; food brings the rest.", bound.note)
                ),
            )
        )
    return found


def warnings(
    request: PlanRequest, conditions: Sequence[Condition], catalogue: "Catalogue", nutrients: Nutrients
) -> Iterator[str]:
    """What each supplement counts for and what its row says of it."""
    for taken, row in rows_of(request, catalogue):
        amount, name = row.amount(taken.amount, taken.unit), nutrients[row.nutrient].name
        yield f"Your {row.name} brings {amount:,g} {row.unit} of {name} a day: it counts for your targets. {row.note}"
        apart = [each.name for each in conditions if row.nutrient in each.apart]
        if apart:
            yield f"Your {row.name} is taken hours apart from your medicine ({listed(apart)}): ask your pharmacist."


def _named(request: PlanRequest, nutrient: str, catalogue: "Catalogue") -> str:
    """The supplements that bring a nutrient, as they were given."""
    return ", ".join(str(taken) for taken, row in rows_of(request, catalogue) if nutrient in _columns(row))


def _notes(request: PlanRequest, nutrient: str, catalogue: "Catalogue") -> str:
    return join(row.note for _, row in rows_of(request, catalogue) if nutrient in _columns(row))


def _columns(row: Supplement) -> tuple[str, ...]:
    return (row.nutrient, *(also for also, _ in row.also))
