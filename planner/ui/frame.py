"""What stands around every page: style, header with undo and options, messages, the notice below."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from planner.errors import Cancelled, where
from planner.exports import words as said
from planner.pipeline import kept_dishes
from planner.plan import Plan
from planner.ui import options, planning, refused, session, unanswered, words

HERE = Path(__file__).parent
LOG = logging.getLogger(__name__)
FAULT = (
    "Something went wrong here, and it is our fault. Nothing that you entered is lost. "
    "Undo the last change, or go on with another page."
)


def run(page: Callable[[], None], pages: Sequence[StreamlitPage] = (), is_open: bool = False) -> None:
    """A page in its frame, with links to all pages at its end. No traceback ever reaches it.

    One that `is_open` shows no week: it needs no answers that a link left out.
    """
    st.html(HERE / "style.css")
    st.logo(HERE / "logo.svg", size="large")
    st.session_state.pages = tuple(pages)
    refused.forget()
    try:
        session.start()
        if session.choices().asks and not is_open:
            header(unanswered.TITLE, unanswered.LINE)
            unanswered.show()
        else:
            page()
        session.write_down()
    except Exception as error:
        LOG.error("a page failed: %s", where(error))
        st.error(FAULT, icon=":material/error:")
        _ways_back("fault")
    with st.container(key="phone-pages", horizontal=True):
        for other in pages:
            st.page_link(other)
    _notice()
    refused.explain()


def go(path: str) -> None:
    """To another page, by its path."""
    page = next((each for each in st.session_state.pages if each.url_path == path), None)
    if page is not None:
        st.switch_page(page)


def header(title: str, line: str) -> None:
    """Title of a page, one line about it, undo and options."""
    with st.container(key="page-header", horizontal=True, vertical_alignment="bottom"):
        with st.container(key="page-title", width="stretch"):
            st.title(title, anchor=False)
            st.caption(words.escaped(line))
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            on_click=session.undo,
            disabled=not session.can_undo(),
            help="Back to how it was before the last change",
        )
        options.show()
    done = session.confirmed()
    if done:
        st.toast(words.escaped(done), icon=":material/check:", duration="long")
    message = session.told()
    if message:
        st.warning(words.escaped(words.without_options(message)), icon=":material/info:")


def week(spot: DeltaGenerator | None = None) -> Plan | None:
    """The week that is asked for: at once if known, else with progress; None (and why, at `spot`) if there is none."""
    choices = session.choices()
    spot = spot or st.empty()
    answer = planning.finished(choices)
    if answer is None:
        answer = _cook(spot)
    if answer.plan is None:
        with spot.container():
            refused.show(answer)
            _ways_back("problem")
    session.show_plan(answer.plan)
    return answer.plan


def _cook(spot: DeltaGenerator) -> planning.Answer:
    """Make the week; a run that a newer one overtakes ends here."""
    try:
        answer = planning.cook(session.choices(), st.session_state.name, *_progress(spot))
    except Cancelled:
        st.stop()
    spot.empty()
    return answer


def _progress(spot: DeltaGenerator) -> tuple[planning.Progress, planning.Found]:
    """What shows the steps, and what offers a week found on the way to who will not wait for a better one."""
    with spot.container(key="cooking"):
        bar, offer = st.empty(), st.empty()
    turns = count()

    def say(step: str) -> None:
        place = planning.STEPS.index(step) if step in planning.STEPS else 0
        bar.progress((place + 1) / (len(planning.STEPS) + 1), text=f"Making a week: {step} …")

    def found(plan: Plan) -> None:
        turn = next(turns)
        with offer.container(key=f"found-{turn}", horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"A week for {words.money(plan.cost_usd)} is found, at most {said.gap(plan)} above the cheapest "
                "there can be. A better one is sought."
            )
            st.button("Take this one", key=f"take-{turn}", on_click=_take, args=(plan,))

    say(planning.STEPS[0])
    return say, found


def _take(plan: Plan) -> None:
    """The week found so far, instead of waiting; the search ends."""
    planning.call_off(st.session_state.name)
    session.change(lambda choices: replace(choices, week=kept_dishes(plan)))
    planning.remember(session.choices(), planning.Answer(plan))


def _ways_back(key: str) -> None:
    with st.container(horizontal=True):
        if session.can_undo():
            st.button(
                "Undo the last change",
                key=f"undo-{key}",
                icon=":material/undo:",
                type="primary" if key == "fault" else "secondary",
                on_click=session.undo,
            )
        if session.choices().request.conditions:
            link("targets", "Answers on health, under Targets", ":material/tune:")
        if session.choices().week:
            st.button("Make a new week for this request", key=f"again-{key}", on_click=session.make_again)
        st.button("Start again with the default week", key=f"over-{key}", on_click=session.start_over)


def link(path: str, label: str, icon: str) -> None:
    """A way to another page, keeping what is chosen; none where the page runs alone."""
    for page in st.session_state.get("pages", ()):
        if page.url_path == path:
            st.page_link(page, label=label, icon=icon)


def _notice() -> None:
    with st.container(key="notice"):
        st.caption(
            f"{said.INFORMS} Irregular heartbeat, trouble breathing, sudden weakness or numbness: get medical help "
            "now. See *About* for when to see a doctor, and *Symptoms* to check what you notice."
        )
