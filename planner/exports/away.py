"""How a week is taken along: the paper, the first day and the times of its meals."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Literal, get_args

from planner.errors import WrongInput
from planner.plan import MEAL_NAMES

Paper = Literal["a4", "letter"]
PAPERS: tuple[str, ...] = get_args(Paper)
USUAL_TIMES = {"breakfast": time(7, 30), "lunch": time(12, 30), "dinner": time(18, 30), "snack": time(15, 30)}
_CLOCK = re.compile(r"(\d{1,2})[:.h]?(\d{2})?")
_EXAMPLE = "Write MEAL=HH:MM, such as breakfast=07:00 or dinner=19:15"


@dataclass(frozen=True, slots=True)
class Away:
    """Paper, first day and meal times of what is taken along."""

    paper: Paper = "a4"
    start: date = field(default_factory=lambda: next_monday(date.today()))
    times: Mapping[str, time] = field(default_factory=lambda: dict(USUAL_TIMES))


def next_monday(today: date) -> date:
    """The first Monday after a day."""
    return today + timedelta(days=7 - today.weekday())


def read_away(paper: str = "a4", start: str | None = None, times: tuple[str, ...] = ()) -> Away:
    """The same from the texts of a command line. Raises WrongInput."""
    if paper not in PAPERS:
        raise WrongInput(f"--paper {paper}: not a size that is known. Choose {' or '.join(PAPERS)}.")
    first = next_monday(date.today()) if start is None else _date(start)
    return Away("letter" if paper == "letter" else "a4", first, USUAL_TIMES | dict(map(_time, times)))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongInput(f"--start {text}: not a date. Write YEAR-MONTH-DAY, such as 2026-11-30.") from None


def _time(text: str) -> tuple[str, time]:
    meal, _, clock = (part.strip().lower() for part in text.partition("="))
    match = _CLOCK.fullmatch(clock)
    if meal not in MEAL_NAMES or match is None:
        raise WrongInput(f"--meal-time {text}: no meal and time. {_EXAMPLE}; the meals are {', '.join(MEAL_NAMES)}.")
    try:
        return meal, time(int(match[1]), int(match[2] or 0))
    except ValueError:
        raise WrongInput(f"--meal-time {text}: {clock} is no time of a day. {_EXAMPLE}.") from None
