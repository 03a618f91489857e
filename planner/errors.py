"""Errors that somebody reacts to; each message names the place, the offender and the remedy.

A message is logged, kept and handed on: it names no illness and no medicine. What must be said of them goes beside it
as `private`, which only the person who asked is shown.
"""

import traceback


class PlannerError(Exception):
    """Root of every error that Steadyplate raises on purpose."""

    exit_code = 1

    def __init__(self, message: str = "", private: str = "") -> None:
        super().__init__(message)
        self.private = private  # what speaks of somebody's health: shown to them, never logged or kept

    @property
    def told(self) -> str:
        """All of it, for the person who asked."""
        return f"{self} {self.private}".strip()


class WrongInput(PlannerError):
    """A request, option or file that cannot be used as it is."""

    exit_code = 2


class TableError(WrongInput):
    """A row or column of a table that cannot be used."""


class UnsupportedPerson(WrongInput):
    """Somebody for whom Steadyplate must not plan, or has no equations."""


class ImpossibleRequest(PlannerError):
    """No food plan can meet the request; proven on the whole model."""

    exit_code = 3


class LimitsRanOut(PlannerError):
    """The work limits ended before any plan was found; nothing is proven.

    `nearest` says what is wrong with the nearest one.
    """

    exit_code = 4

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


class PlanFault(PlannerError):
    """A plan failed its independent recomputation: a fault of ours, never shown."""


class Cancelled(PlannerError):
    """A search that was called off: a newer request takes its place, or a person has stopped it."""

    exit_code = 130


def where(error: BaseException) -> str:
    """Kind and place of an error for a log, without its message: that may hold what somebody entered."""
    return "".join(("Traceback:\n", *traceback.format_tb(error.__traceback__), type(error).__name__))
