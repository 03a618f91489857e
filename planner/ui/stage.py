"""Pregnant or breastfeeding, and since when."""

import streamlit as st

from planner.ui import session

STAGES = ("Neither", "Pregnant", "Breastfeeding")


def show() -> None:
    """Neither, or the trimester, or the months since birth."""
    person = session.choices().request.person
    now = {"pregnant": STAGES[1], "lactating": STAGES[2]}.get(person.stage, STAGES[0])
    st.radio(
        "Pregnant or breastfeeding",
        STAGES,
        key=_put("me-stage", now),
        on_change=_set_stage,
        horizontal=True,
    )
    if person.pregnant_trimester is not None:
        key = _put("me-trimester", person.pregnant_trimester)
        st.radio(
            "Trimester",
            [1, 2, 3],
            key=key,
            on_change=_set_person,
            args=(key, "pregnant_trimester"),
            horizontal=True,
        )
        st.caption("Weight: the one before pregnancy.")
    if person.lactating_months is not None:
        key = _put("me-months", person.lactating_months)
        st.number_input(
            "Full months since birth", 0, 12, key=key, on_change=_set_person, args=(key, "lactating_months")
        )


def _put(key: str, value: object) -> str:
    """The widget shows what is chosen, also after an undo."""
    session.hold(key, value)
    return key


def _set_person(key: str, name: str) -> None:
    value = st.session_state[key]
    session.change(lambda choices: choices.of_person(**{name: value}))


def _set_stage() -> None:
    stage = st.session_state["me-stage"]
    trimester = 1 if stage == STAGES[1] else None
    months = 0 if stage == STAGES[2] else None
    session.change(lambda choices: choices.of_person(pregnant_trimester=trimester, lactating_months=months))
