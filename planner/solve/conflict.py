"""Why a model has no solution: an irreducible set of its bounds, each member proven necessary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.model.spec import INFINITY, Spec
from planner.solve.kept import POOL
from planner.solve.session import Outcome, Session


@dataclass(frozen=True)
class Side:
    """One side of a row (or of a column): the bound that a wish sets."""

    place: int
    is_upper: bool
    is_column: bool = False


Member = tuple[Side, ...]  # sides that stand or fall together: one wish in a person's words


def without(spec: Spec, sides: Iterable[Side]) -> Spec:
    """The same model with these sides open."""
    lower, upper = spec.lower.copy(), spec.upper.copy()
    row_lower, row_upper = spec.row_lower.copy(), spec.row_upper.copy()
    for side in sides:
        if side.is_upper:
            (upper if side.is_column else row_upper)[side.place] = INFINITY
        else:
            (lower if side.is_column else row_lower)[side.place] = -INFINITY
    return replace(spec, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)


def irreducible(
    spec: Spec, members: Sequence[Member], integer: bool = False, **options: object
) -> tuple[int, ...] | None:
    """Places in `members` of a set that clashes while any of its members left out would solve it (deletion filter).

    What stands early in `members` is let go first, so that what stands late is blamed. None where the model has a
    solution, or where even all members together are not to blame. `options` go to HiGHS.
    Raises ValueError where a solve is not decided.
    """
    if integer or options:
        return _filtered(Session(spec, integer, **{"presolve": "on" if integer else "off", **options}), spec, members)
    with POOL.lend(spec) as session:
        return _filtered(session, spec, members)


def _filtered(session: Session, spec: Spec, members: Sequence[Member]) -> tuple[int, ...] | None:
    """The deletion filter on a live model."""
    dropped: set[int] = set()

    def clashes(left_out: set[int]) -> bool:
        session.become(without(spec, (side for number in sorted(left_out) for side in members[number])))
        outcome = session.solve().outcome
        if outcome is Outcome.STOPPED and not session.integer:  # a hot start can lose its way
            outcome = Session(session.spec, integer=False, presolve="on").solve().outcome
        if outcome is Outcome.STOPPED:
            raise ValueError("a solve of the conflict ended undecided")
        return outcome is Outcome.INFEASIBLE

    if not clashes(set()) or clashes(set(range(len(members)))):
        return None
    for number in range(len(members)):
        if clashes({*dropped, number}):
            dropped.add(number)
    return tuple(number for number in range(len(members)) if number not in dropped)
