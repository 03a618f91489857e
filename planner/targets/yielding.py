"""Guidelines that give way: fruit and vegetables to what keeps somebody safe, comfort to a reference."""

from collections.abc import Sequence
from dataclasses import replace

from planner.person import Person
from planner.request import PlanRequest
from planner.tables.conditions import Condition
from planner.tables.references import References
from planner.targets.bound import CAPS, KEPT_STEADY, Bound, join

TOTALS = ("fruit_cups", "vegetable_cups")
PATTERN = "pattern"  # guidelines by the energy level of a healthy pattern
COMFORT = "comfort"
YIELDS = "Only watched here: your limit, illness or medicine comes first."
YIELDS_LAST = "Your limit, illness or medicine comes first: the week holds as much of this as they leave room for."
PROTEIN, LATER = "protein_g", "PROT-AGE"
DAILY = "every_day"  # rules that name a nutrient whose UL holds on every single day


def produce_yields(
    request: PlanRequest, conditions: Sequence[Condition], bounds: Sequence[Bound], references: References
) -> list[Bound]:
    """Leasts of fruit, vegetables and their subgroups yield to a limit, a cap, or foods of which little is eaten.

    Subgroups are there for variety and are only watched; of the two totals a week misses no more than it must.
    """
    is_bound = any(bound.basis in (*CAPS, *KEPT_STEADY) for bound in bounds) or bool(request.clinician_limits)
    if not is_bound and not any(row.little_foods or row.cap_at_intake or row.steady for row in conditions):
        return list(bounds)
    named = {(row.nutrient, row.basis) for row in references.guidelines if row.per == PATTERN}
    return [
        _yielding(b) if b.hard and (b.nutrient, b.basis) in named and b.nutrient not in request.hard else b
        for b in bounds
    ]


def _yielding(bound: Bound) -> Bound:
    """A least that yields, and says so."""
    is_total = bound.nutrient in TOTALS
    note = join((YIELDS_LAST if is_total else YIELDS, bound.note))
    return replace(bound, hard=False, yields=is_total, note=note)


def comfort_yields(bounds: Sequence[Bound]) -> list[Bound]:
    """Without a most for comfort that is below a reference of the same nutrient: iron of vegetarians in pregnancy."""
    least = {bound.nutrient: bound.lower for bound in bounds if bound.lower is not None and not bound.hard}
    return [b for b in bounds if b.basis != COMFORT or b.upper is None or b.upper >= (least.get(b.nutrient) or 0.0)]


def later_life_yields(bounds: Sequence[Bound]) -> list[Bound]:
    """Protein of later life is only watched where it is above the most of the AMDR: little energy, much weight."""
    most = min((b.upper for b in bounds if b.nutrient == PROTEIN and b.hard and b.upper is not None), default=0.0)
    return [replace(b, hard=False) if b.basis.startswith(LATER) and (b.lower or 0.0) > most else b for b in bounds]


def daily_levels(bounds: Sequence[Bound], person: Person, references: References) -> list[Bound]:
    """The UL of a nutrient that a rule names holds on every single day."""
    named = {row.nutrient for row in references.rules(DAILY, *person.group)}
    return [replace(b, daily=True) if b.basis == "UL" and b.nutrient in named else b for b in bounds]
