"""Looking for changes that close gaps: in a solver slot, with progress, left behind when something newer is wanted."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.errors import Cancelled, PlannerError
from planner.explain.report import GapReport
from planner.gapping import close_gaps
from planner.intake import Intake
from planner.request import PlanRequest
from planner.ui import planning
from planner.ui.choices import Choices

MOST_KEPT = 20  # reports of a session
LOOK_S = 0.1  # how often the page looks whether the answer is there
USUAL_S = 4.0  # how long it takes


@dataclass(frozen=True)
class Ask:
    """All that an answer depends on."""

    matches: tuple[object, ...]  # of the intake
    open_lines: int  # how many lines are not understood
    request: PlanRequest
    tables: str
    extra_kcal: float
    close: tuple[str, ...]
    trades: bool


@dataclass
class Work:
    """One search on its way; an end has a report, a sentence, or a fault of ours."""

    ask: Ask
    report: GapReport | None = None
    problem: str = ""
    fault: Exception | None = None
    is_left: bool = False
    said: list[str] = field(default_factory=list)
    thread: threading.Thread | None = None


def make_ask(
    intake: Intake, request: PlanRequest, choices: Choices, extra_kcal: float, close: tuple[str, ...], trades: bool
) -> Ask:
    """The question, without what changes no answer."""
    request = replace(request, near=(), not_again=(), eats=(), keep=(), must_have=(), seed=0, max_cost_usd=None)
    digest = planning.catalogue_for(choices).digest
    return Ask(
        (intake.days, *intake.matches),
        intake.lines - intake.understood_lines,
        request,
        digest,
        extra_kcal,
        close,
        trades,
    )


def found(ask: Ask, intake: Intake, choices: Choices, spot: DeltaGenerator) -> Work:
    """The answer: at once if it was found before in this session, else after some seconds with progress."""
    kept: OrderedDict[Ask, Work] = st.session_state.setdefault("gap-reports", OrderedDict())
    work = kept.get(ask)
    if work is None or work.is_left:
        work = kept[ask] = _begin(ask, intake, choices)
        while len(kept) > MOST_KEPT:
            kept.popitem(last=False)
    _wait(work, spot)
    if work.is_left:
        st.stop()
    if work.fault is not None:
        del kept[ask]
        raise work.fault
    return work


def _begin(ask: Ask, intake: Intake, choices: Choices) -> Work:
    """Start the search beside the page, so that the page can still be used."""
    work, catalogue, session = Work(ask), planning.catalogue_for(choices), str(st.session_state.name)

    def search() -> None:
        try:
            with planning.slot(session, work.said.append) as cancelled:
                work.report = close_gaps(
                    intake, ask.request, catalogue, ask.extra_kcal, ask.close, ask.trades, cancelled
                )
        except Cancelled:
            work.is_left = True
        except PlannerError as error:
            work.problem = error.told
        except Exception as error:
            work.fault = error

    work.thread = threading.Thread(target=search, daemon=True, name="gaps")
    work.thread.start()
    return work


def _wait(work: Work, spot: DeltaGenerator) -> None:
    """Show how long it has taken. Whoever clicks something else leaves here at once."""
    began = time.monotonic()
    while work.thread is not None and work.thread.is_alive():
        seconds = time.monotonic() - began
        step = work.said[-1] if work.said else "trying what can be added"
        spot.progress(seconds / (seconds + USUAL_S), text=f"Looking for the fewest and cheapest changes: {step} …")
        work.thread.join(LOOK_S)
    spot.empty()
