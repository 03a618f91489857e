"""What the tables say for a nutrient of this person, before any wish, illness or medicine changes it."""

from dataclasses import replace

from planner.errors import PlannerError
from planner.targets import Bound, make_targets
from planner.ui import health, session
from planner.ui.choices import Choices


def bounds_of(nutrient: str, choices: Choices) -> tuple[Bound, ...]:
    """All bounds of the tables; none where they have no reference for it. What counts as B12 stays as it is."""
    added = tuple(row.condition for row in health.rows() if row.added_only)
    request = replace(
        choices.request,
        targets=(),
        watch=(),
        hard=(),
        conditions=added,
        clinician_limits=(),
        now=(),
        supplements=(),
    )
    try:
        return tuple(make_targets(request, session.catalogue()).of(nutrient))
    except PlannerError:
        return ()


def least_of(bounds: tuple[Bound, ...]) -> Bound | None:
    """The least that counts: the highest, hard before watched."""
    least = [bound for bound in bounds if bound.lower is not None]
    return max(least, key=lambda bound: (bound.hard, bound.lower or 0.0), default=None)
