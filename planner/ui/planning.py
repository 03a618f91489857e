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
    """What all sessions share: finished weeks by choices and tables, and slots to make new ones, first come first."""

    answers: OrderedDict[tuple[Choices, str], Answer] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: int = field(default_factory=lambda: os.cpu_count() or 1)  # slots
    newest: dict[str, object] = field(default_factory=dict)  # the newest order of each session
    waiting: list[str] = field(default_factory=list)  # sessions in the order they came
    turn: threading.Condition = field(default_factory=threading.Condition)  # over the last three

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

    def order(self, session: str, order: object) -> None:
        """Take an order; a session that waits already keeps its place in the queue."""
        with self.turn:
            self.newest[session] = order
            if session not in self.waiting:
                self.waiting.append(session)

    def is_served(self, session: str, order: object, patience_s: float = 0.0) -> bool:
        """Whether the newest order of a session gets a slot within so many seconds: it is its turn and one is free."""

        def is_turn() -> bool:
            return self.newest.get(session) is order and self.free > 0 and self.waiting[0] == session

        with self.turn:
            if not self.turn.wait_for(is_turn, patience_s):
                return False
            self.waiting.remove(session)
            self.free -= 1
            self.turn.notify_all()
            return True

    def end(self, session: str, order: object, served: bool) -> None:
        """An order is done with: its slot is free, and its session leaves the queue if it has ordered nothing newer."""
        with self.turn:
            self.free += served
            if self.newest.get(session, order) is order:
                self.newest.pop(session, None)
                self.waiting = [other for other in self.waiting if other != session]
            self.turn.notify_all()


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
    """A solver slot for the newest order of a session, in the order in which sessions came. Waiting is told.

    Gives what says that the order is overtaken. Raises Cancelled when something newer is ordered while this one waits.
    """
    here, order, served = kitchen(), object(), False

    def cancelled() -> bool:
        return here.newest.get(session) is not order

    here.order(session, order)
    try:
        served = here.is_served(session, order)
        if not served:
            progress(WAITING)
        while not served:
            if cancelled():
                raise Cancelled("A newer request takes its place.")
            served = here.is_served(session, order, TURN_S)
        yield cancelled
    finally:
        here.end(session, order, served)


def _answer(choices: Choices, progress: Progress, cancelled: Callable[[], bool], found: Found | None) -> Answer:
    catalogue = catalogue_for(choices)
    try:
        if choices.week:
            return Answer(open_week(choices.request, choices.week, catalogue))
        return Answer(make_plan(choices.request, catalogue, progress, cancelled, found))
    except Cancelled:
        raise
    except PlannerError as error:
        return Answer(None, error.told, isinstance(error, ImpossibleRequest))


def call_off(session: str) -> None:
    """End the search of a session: nobody waits for it any more."""
    with kitchen().turn:
        kitchen().newest.pop(session, None)


def remember(choices: Choices, answer: Answer) -> None:
    """Keep an answer for whoever chooses just the same."""
    kitchen().keep((choices, catalogue_for(choices).digest), answer)
