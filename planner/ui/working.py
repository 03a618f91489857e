"""Long answers beside the page: in a solver slot, with progress, kept per question, left when something newer comes."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.errors import Cancelled, PlannerError
from planner.ui import planning

MOST_KEPT = 100  # answers of all sessions
LOOK_S = 0.1  # how often the page looks whether the answer is there

Answer = TypeVar("Answer")
Say = Callable[[str], None]
Calls = Callable[[], bool]


@dataclass
class Work(Generic[Answer]):
    """One question on its way; an end has an answer, a sentence, or a fault of ours."""

    answer: Answer | None = None
    problem: str = ""
    fault: Exception | None = None
    is_left: bool = False
    said: list[str] = field(default_factory=list)
    thread: threading.Thread | None = None

    @property
    def is_done(self) -> bool:
        """Whether there is something to show."""
        return self.answer is not None or bool(self.problem)


@dataclass
class Shelf:
    """What all sessions share: finished answers by question, choices and tables."""

    works: OrderedDict[Hashable, Work[object]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def finished(self, key: Hashable) -> Work[object] | None:
        """The answer, if just this was asked before."""
        with self.lock:
            work = self.works.get(key)
            if work is not None:
                self.works.move_to_end(key)
            return work

    def keep(self, key: Hashable, work: Work[object]) -> None:
        """Remember an answer; the one that nobody asked for longest goes."""
        with self.lock:
            self.works[key] = work
            while len(self.works) > MOST_KEPT:
                self.works.popitem(last=False)


@st.cache_resource(show_spinner=False)
def shelf() -> Shelf:
    """The one shelf of this server."""
    return Shelf()


def found(
    key: Hashable,
    ask: Callable[[Say, Calls], Answer],
    spot: DeltaGenerator,
    doing: str,
    usual_s: float,
) -> Work[Answer]:
    """The answer to a question: at once if anybody asked it before, else with progress at `spot`.

    `key` holds all that the answer depends on. Stops the page where something newer has taken the place.
    """
    done = shelf().finished(key)
    if done is not None:
        return cast(Work[Answer], done)
    going: dict[Hashable, Work[Answer]] = st.session_state.setdefault("working", {})
    work = going.get(key)
    if work is None or work.is_left or work.thread is None or not work.thread.is_alive():
        work = _begin(key, ask)
        going.clear()
        going[key] = work
    _wait(work, spot, doing, usual_s)
    if work.is_left:
        st.stop()
    if work.fault is not None:
        raise work.fault
    return work


def _begin(key: Hashable, ask: Callable[[Say, Calls], Answer]) -> Work[Answer]:
    """Start beside the page, so that the page can still be used."""
    work, session, here = Work[Answer](), str(st.session_state.name), shelf()

    def run() -> None:
        try:
            with planning.slot(session, work.said.append) as cancelled:
                work.answer = ask(work.said.append, cancelled)
        except Cancelled:
            work.is_left = True
        except PlannerError as error:
            work.problem = error.told
        except Exception as error:
            work.fault = error
        if work.is_done:
            here.keep(key, cast(Work[object], work))

    work.thread = threading.Thread(target=run, daemon=True, name="explain")
    work.thread.start()
    return work


def _wait(work: Work[Answer], spot: DeltaGenerator, doing: str, usual_s: float) -> None:
    """Show how long it has taken. Whoever clicks something else leaves here at once."""
    began = time.monotonic()
    while work.thread is not None and work.thread.is_alive():
        seconds = time.monotonic() - began
        step = f": {work.said[-1]}" if work.said else ""
        spot.progress(seconds / (seconds + usual_s), text=f"{doing}{step} …")
        work.thread.join(LOOK_S)
    spot.empty()
