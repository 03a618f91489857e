"""All other nutrients: a table of every bound that no slider moves, whose ends and whether it binds can be edited."""

from functools import partial

import pandas as pd
import streamlit as st

from planner.errors import PlannerError
from planner.exports import words as said
from planner.plan import Plan
from planner.targets import Bound, make_targets
from planner.ui import session, sliders, words
from planner.ui.choices import Choices

ENDS = {"At least": "lower", "At most": "upper"}  # column and the end of a bound
Cells = dict[str, float | None]


def show(plan: Plan | None) -> None:
    """The table; an edit is a wish of the request."""
    try:
        rows = _bounds()
    except PlannerError as error:
        st.caption(words.escaped(words.without_options(error.told)))
        return
    st.caption(
        "Change at least, at most or must. Not *must*: the target is shown, the week need not reach it. "
        "An empty cell keeps what the tables say."
    )
    number = st.column_config.NumberColumn(min_value=0.0, format="localized")
    medium = st.column_config.TextColumn(width="medium")
    version = _version(rows)
    st.data_editor(
        pd.DataFrame([_row(bound, plan) for bound in rows]),
        key=f"others-{version}",
        hide_index=True,
        num_rows="fixed",
        disabled=("Nutrient", "Unit", "This week", "Basis", "Source", "Note"),
        column_config=dict.fromkeys(ENDS, number) | dict.fromkeys(("Source", "Note"), medium),
        on_change=_edited,
        args=(version, rows, plan),
        alt="Targets of all other nutrients: at least, at most and must can be changed",
    )


def _bounds() -> tuple[Bound, ...]:
    """Every bound that no slider moves. Raises PlannerError where there are no targets."""
    choices = session.choices()
    slid = (sliders.b12_of(choices), "magnesium_mg", "potassium_mg", "calcium_mg", "energy_kcal")
    bounds = make_targets(choices.request, session.catalogue()).bounds
    return tuple(bound for bound in bounds if bound.nutrient not in slid)


def _shown(rows: tuple[Bound, ...]) -> tuple[object, ...]:
    return tuple((bound.nutrient, bound.lower, bound.upper, bound.hard) for bound in rows)


def _version(rows: tuple[Bound, ...]) -> int:
    """A number for the editor: the same after an edit in it, so that place and focus stay; else another."""
    state = st.session_state
    if state.get("others-for") != _shown(rows):
        state["others-for"], state["others-version"] = _shown(rows), state.get("others-version", 0) + 1
    return int(state["others-version"])


def _row(bound: Bound, plan: Plan | None) -> dict[str, object]:
    tables = session.catalogue()
    means = {r.bound.nutrient: said.mean(r) for r in plan.targets} if plan is not None else {}
    nutrient = tables.nutrients[tables.nutrient_index[bound.nutrient]]
    return {
        "Nutrient": nutrient.name,
        "At least": bound.lower,
        "At most": bound.upper,
        "Unit": said.unit_word(nutrient.unit),
        "Must": bound.hard,
        "This week": means.get(bound.nutrient, ""),
        "Basis": said.basis(bound),
        "Source": bound.source,
        "Note": bound.note,
    }


def _edited(version: int, rows: tuple[Bound, ...], plan: Plan | None) -> None:
    """Edited cells as wishes of the request. The editor begins anew where it would show something else than holds."""
    edits = {int(place): cells for place, cells in st.session_state[f"others-{version}"].get("edited_rows", {}).items()}
    for place, cells in edits.items():
        session.change(partial(wished, rows[place], cells, plan))
    st.session_state["others-for"] = None
    try:
        now = _bounds()
    except PlannerError:
        return
    if [bound.nutrient for bound in now] == [bound.nutrient for bound in rows] and all(
        _holds(now[place], cells) for place, cells in edits.items()
    ):
        st.session_state["others-for"] = _shown(now)


def _holds(bound: Bound, cells: Cells) -> bool:
    """Whether a bound is as its edited cells say."""
    ends = all(cells[name] == getattr(bound, end) for name, end in ENDS.items() if name in cells)
    return ends and cells.get("Must", bound.hard) == bound.hard


def wished(bound: Bound, cells: Cells, plan: Plan | None, choices: Choices) -> Choices:
    """Choices with the edited cells of one bound."""
    choices, nutrient = choices.near(plan), bound.nutrient
    if any(name in cells for name in ENDS):
        wish = choices.wished(nutrient)
        lower, upper = (wish.lower, wish.upper) if wish is not None else (None, None)
        choices = choices.with_wish(nutrient, cells.get("At least", lower), cells.get("At most", upper))
    if "Must" not in cells:
        return choices
    hard = tuple(name for name in choices.request.hard if name != nutrient)
    watch = tuple(name for name in choices.request.watch if name != nutrient)
    if cells["Must"]:
        return choices.asking(hard=(*hard, nutrient), watch=watch)
    return choices.asking(hard=hard, watch=(*watch, nutrient))
