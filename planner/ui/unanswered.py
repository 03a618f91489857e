"""Before a week from a link that left out answers on health: they are asked for again."""

import streamlit as st

from planner.ui import health, session, stage, taken

TITLE = "Before the week"
LINE = "Some answers are not in this link"
WHY = (
    "This link holds what to eat and for whom, but no illness, medicine, limit, supplement or pregnancy: those go into "
    "no link, and some were given. Answer for the person who will eat this. A week that is planned without them could "
    "do harm, so none is shown before."
)


def show() -> None:
    """The questions, and a button that is there once the first one is answered."""
    st.info(WHY, icon=":material/lock:")
    health.show()
    if session.choices().request.person.sex == "female":
        with st.container(border=True, key="unanswered-stage"):
            stage.show()
    with st.container(border=True, key="unanswered-taken"):
        taken.show()
    if not health.is_answered():
        st.caption("The question about illnesses and medicines comes first.")
    st.button(
        "That is all: show the week",
        key="answers-given",
        type="primary",
        icon=":material/check:",
        disabled=not health.is_answered(),
        on_click=session.answers_given,
    )
