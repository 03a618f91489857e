"""The options of every page: units, the link to share, saving and loading a request."""

import streamlit as st

from planner.ui import address, session

UNITS = {"metric": "Grams, cm", "us": "Ounces, feet"}


def show() -> None:
    """A small panel behind one button."""
    with st.popover("Options", icon=":material/tune:", key="options"):
        session.hold("units-choice", st.session_state.units)
        st.segmented_control(
            "Units",
            list(UNITS),
            format_func=UNITS.__getitem__,
            key="units-choice",
            on_change=_set_units,
            required=True,
        )
        st.markdown("**Share or keep**")
        st.caption(
            "The address of this page holds your request and this very week: copy it from the browser's "
            "address bar. Whoever opens it sees what you entered, illnesses and medicines too."
        )
        plan = session.shown()
        beside = {"units": st.session_state.units} | ({"tables": plan.tables} if plan else {})
        st.download_button(
            "Save this week and its request",
            address.to_file(session.shown_choices(plan), beside),
            file_name="steadyplate-week.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="save-request",
        )
        st.file_uploader("Load a saved week", type="json", key="load-request", on_change=_load)
        st.button("Start over", key="start-over", on_click=session.start_over)


def _set_units() -> None:
    st.session_state.units = st.session_state["units-choice"] or "metric"


def _load() -> None:
    uploaded = st.session_state.get("load-request")
    if uploaded is None:
        return
    try:
        texts = address.from_file(uploaded.getvalue().decode("utf-8"))
    except (ValueError, RecursionError):  # no UTF-8, no JSON, not ours
        session.tell("This file is not a saved request of Steadyplate. Choose one that was saved on this page.")
        return
    session.adopt(texts)
