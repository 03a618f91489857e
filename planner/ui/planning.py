"""Weeks for the pages: made once for the same choices and tables, and never more at once than there are cores."""

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import streamlit as st

from planner.errors import Cancelled, ImpossibleRequest, PlannerError
from planner.pipeline import make_plan, open_week
from planner.plan import Plan
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.ui.choices import Choices

MOST_KEPT = 200  # weeks; each holds some 100 kB
WAITING = "others are being served first"
STEPS = ("cheapest day", "building the week", "solving the week", "checking the week")
TURN_S = 0.1  # how often one who waits for a slot looks whether they are still wanted

Progress = Callable[[str], None]
Found = Callable[[Plan], None]


@dataclass(frozen=True)
class Answer:
    """A week, or why there is none."""

    plan: Plan | None
    problem: str = ""
    is_impossible: bool = False  # proven: what clashes can be told


@dataclass
class Kitchen:
    """What all sessions share: finished weeks by choices and tables, and slots to make new ones."""

    answers: OrderedDict[tuple[Choices, str], Answer] = field(default_factory=OrderedDict)
    newest: dict[str, object] = field(default_factory=dict)  # the newest order of each session
    lock: threading.Lock = field(default_factory=threading.Lock)
    slots: threading.Semaphore = field(default_factory=lambda: threading.BoundedSemaphore(os.cpu_count() or 1))

    def finished(self, key: tuple[Choices, str]) -> Answer | None:
        """The answer, if just this was asked before."""
        with self.lock:
            answer = self.answers.get(key)
            if answer is not None:
                self.answers.move_to_end(key)
            return answer

    def keep(self, key: tuple[Choices, str], answer: Answer) -> None:
        """Remember an answer; the one that nobody asked for longest goes."""
        with self.lock:
            self.answers[key] = answer
            while len(self.answers) > MOST_KEPT:
                self.answers.popitem(last=False)


@st.cache_resource(show_spinner=False)
def kitchen() -> Kitchen:
    """The one kitchen of this server."""
    return Kitchen()


@st.cache_resource(show_spinner=False, max_entries=50)
def _catalogue(prices: tuple[tuple[str, float], ...]) -> Catalogue:
    catalogue = load_catalogue()
    if not prices:
        return catalogue
    usd = np.array(catalogue.usd_per_100g, float)
    for food, price in prices:
        usd[catalogue.food_index[food]] = price
    return catalogue.with_prices(usd)


def catalogue_for(choices: Choices) -> Catalogue:
    """The tables, at a person's own prices."""
    return _catalogue(choices.prices)


def finished(choices: Choices) -> Answer | None:
    """The answer to these choices, if it is there already."""
    return kitchen().finished((choices, catalogue_for(choices).digest))


def cook(choices: Choices, session: str, progress: Progress, found: Found | None = None) -> Answer:
    """Make the week (about a second), or open the very week that is chosen. Says why where there is none.

    `found` is told of weeks while a better one is sought. Raises Cancelled when the same session has ordered
    something newer.
    """
    with slot(session, progress) as cancelled:
        answer = _answer(choices, progress, cancelled, found)
    remember(choices, answer)
    return answer


@contextmanager
def slot(session: str, progress: Progress) -> Iterator[Callable[[], bool]]:
    """A solver slot for the newest order of a session; gives what says that it is overtaken. Waiting is told.

    Raises Cancelled when something newer is ordered while this one waits.
    """
    here, order = kitchen(), object()
    with here.lock:
        here.newest[session] = order

    def cancelled() -> bool:
        return here.newest.get(session) is not order

    is_free = here.slots.acquire(blocking=False)
    if not is_free:
        progress(WAITING)
    while not is_free:
        if cancelled():
            raise Cancelled("A newer request takes its place.")
        is_free = here.slots.acquire(timeout=TURN_S)
    try:
        yield cancelled
    finally:
        here.slots.release()
        with here.lock:
            if not cancelled():
                del here.newest[session]


def _answer(choices: Choices, progress: Progress, cancelled: Callable[[], bool], found: Found | None) -> Answer:
    catalogue = catalogue_for(choices)
    try:
        if choices.week:
            return Answer(open_week(choices.request, choices.week, catalogue))
        return Answer(make_plan(choices.request, catalogue, progress, cancelled, found))
    except Cancelled:
        raise
    except PlannerError as error:
        return Answer(None, str(error), isinstance(error, ImpossibleRequest))


def call_off(session: str) -> None:
    """End the search of a session: nobody waits for it any more."""
    with kitchen().lock:
        kitchen().newest.pop(session, None)


def remember(choices: Choices, answer: Answer) -> None:
    """Keep an answer for whoever chooses just the same."""
    kitchen().keep((choices, catalogue_for(choices).digest), answer)
