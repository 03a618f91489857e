"""How complete a diary is, on the page: what cannot be said, whether that was everything, what is above a most."""

from dataclasses import replace

import streamlit as st

from planner.explain.above import Above
from planner.explain.completeness import Completeness
from planner.exports import completeness as said
from planner.intake import Entry, Intake
from planner.ui import enter, session, words


def too_little(intake: Intake, judged: Completeness) -> None:
    """In the place of gaps: that nothing can be said of them, and what would help."""
    text = said.too_little_words(intake, judged)
    st.info(f"{words.escaped(text)}\n\n{words.escaped(said.HOW_TO_NAME)}", icon=":material/edit_note:")


def everything(entries: tuple[Entry, ...], judged: Completeness) -> None:
    """Where what is written is little for a day: was that everything? And a kind word where it was."""
    if not judged.is_little:
        return
    with st.container(border=True, key="was-everything"):
        st.markdown(f"**{words.escaped(said.EVERYTHING)}** {words.escaped(said.LEFT_OUT)}")
        session.hold("diary-everything", judged.is_everything)
        st.checkbox("Yes, that was everything", key="diary-everything", on_change=_answer, args=(entries,))
        if judged.is_little_in_all:
            st.markdown(f":material/stethoscope: {words.escaped(said.IS_LITTLE)}")


def _answer(entries: tuple[Entry, ...]) -> None:
    is_everything = bool(st.session_state["diary-everything"])
    enter.change(lambda held: replace(held, everything=entries if is_everything else ()))


def brief(judged: Completeness) -> None:
    """What a diary of a day or two does not say."""
    if text := said.brief_words(judged):
        st.caption(words.escaped(text))


def above(passed: tuple[Above, ...], judged: Completeness) -> None:
    """Every most that is passed by what is known already."""
    for each in passed:
        text = said.above_words(each, judged, session.catalogue())
        st.warning(words.escaped(text), icon=":material/north:")
