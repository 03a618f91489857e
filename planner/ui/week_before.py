"""Rather other dishes than in the week before: the one kept last, else the one that is shown."""

import streamlit as st

from planner.ui import own_data, session
from planner.ui.choices import eaten


def show() -> None:
    """Whether the week before shall rather not come again."""
    key = "me-other-dishes"
    session.hold(key, bool(session.choices().request.not_again))
    st.toggle(
        "Rather other dishes than in the week before",
        key=key,
        on_change=_set,
        help="About half of the dishes change, for a little more money; no target is loosened. The week before is the "
        "one kept last under Saved, else the one shown now.",
    )


def _set() -> None:
    if not st.session_state["me-other-dishes"]:
        session.change(lambda choices: choices.not_like(()))
        return
    plan = session.shown()
    dishes = own_data.last_dishes() or (eaten(plan) if plan else ())
    if not dishes:
        session.tell("There is no week before yet: look at My week first.")
    session.change(lambda choices: choices.not_like(dishes))
