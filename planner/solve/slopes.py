"""Slopes and kinks of a convex, piecewise linear cost, found by tangents: exact, whatever basis an LP ends with."""

from collections.abc import Callable
from dataclasses import dataclass, replace

TINY = 1e-6  # USD a day: what two solves of one LP may differ by
_MOST = 40  # tangents at most; each lies on another piece of the cost
_SAME = 1e-9  # relative: two slopes or places that differ by less are one


@dataclass(frozen=True)
class Tangent:
    """Cost at a place, and the slope of a line that nowhere lies above the cost."""

    at: float
    cost: float
    slope: float

    def reaches(self, at: float) -> float:
        """Where the line is at another place."""
        return self.cost + self.slope * (at - self.at)


def first_piece(cost: Callable[[float], Tangent | None], start: Tangent, far: float) -> tuple[float, float]:
    """Slope of the cost from `start` towards `far`, and where that piece ends (`far` where it does not end before).

    Every tangent beyond the piece is met with the line of the piece; where they meet is the next place to look. The
    slope of `start` may be that of any line below the cost: where it is none of this side, it is corrected.
    Where `far` has no cost, nothing is known beyond the start.
    """
    slope, seen, beyond = start.slope, far, None
    for _ in range(_MOST):
        tangent = cost(seen)
        if tangent is None:
            return slope, start.at
        line = Tangent(start.at, start.cost, slope)
        if tangent.reaches(start.at) >= start.cost - TINY:
            if beyond is None or abs(tangent.slope - slope) <= _SAME:
                return tangent.slope, seen
            slope = tangent.slope
            line, tangent = replace(line, slope=slope), beyond
        elif line.reaches(seen) >= tangent.cost - TINY:
            return slope, seen
        meets = start.at + (tangent.reaches(start.at) - line.cost) / (slope - tangent.slope)
        if abs(meets - seen) <= _SAME * max(1.0, abs(seen)):
            return slope, seen
        seen, beyond = meets, tangent
    return slope, seen
