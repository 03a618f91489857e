"""The options of every page: units, the link to share, saving and loading a request."""

import streamlit as st

from planner.ui import address, session

NOT_OURS = "This file is not a saved request of Steadyplate. Choose one that was saved here."
UNITS = {"metric": "Grams, cm", "us": "Ounces, feet"}


def show() -> None:
    """A small panel behind one button."""
    with st.popover("Options", icon=":material/tune:", key="options"):
        st.session_state["units-choice"] = st.session_state.units  # each time: a closed panel forgets
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
            "address bar. Illnesses, medicines, limits, supplements and pregnancy are not in it: whoever opens it, or "
            "loads this page anew, is asked for their own first. The file holds all of it."
        )
        paper = session.paper()
        st.download_button(
            "Save this week and its request",
            lambda: paper["file"],
            file_name="steadyplate-week.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="save-request",
        )
        st.file_uploader("Load a saved week", type="json", key="load-request", on_change=load, args=("load-request",))
        problem = st.session_state.pop("load-problem", "")
        if problem:
            st.warning(problem, icon=":material/info:")
        st.button("Start over", key="start-over", on_click=session.start_over)


def _set_units() -> None:
    st.session_state.units = st.session_state["units-choice"] or "metric"


def load(key: str) -> None:
    """Take over the file that was loaded with a widget."""
    uploaded = st.session_state.get(key)
    if uploaded is None:
        return
    try:
        texts = address.from_file(uploaded.getvalue().decode("utf-8"))
    except (ValueError, RecursionError):  # no UTF-8, no JSON, not ours
        st.session_state["load-problem"] = NOT_OURS
        return
    session.adopt(texts)
    session.confirm("The saved week is loaded. Undo brings the old one back.")
