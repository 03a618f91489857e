"""Supplements and medicines that bring vitamins or minerals: chosen from the table, with the amount on the label."""

import streamlit as st

from planner.exports import words as said
from planner.tables.supplements import Supplement
from planner.taken import Taken, rows_of
from planner.ui import session, words

CAPTION = (
    "They count towards your targets and upper levels. The amount stands on the label: what you take in a day. "
    "No dose is advised here."
)


def show() -> None:
    """What is taken, and a row to add more."""
    st.markdown("**Supplements and medicines with vitamins or minerals**")
    tables = session.catalogue()
    for place, (taken, row) in enumerate(rows_of(session.checked(), tables)):
        with st.container(horizontal=True, vertical_alignment="center", key=f"taken-{place}"):
            amount = f"{taken.amount:,g} {said.unit_word(taken.unit or row.unit)}"
            st.markdown(f"{words.escaped(_label(row))}: {words.escaped(amount)} a day")
            st.button("Remove", key=f"taken-remove-{place}", type="tertiary", on_click=_remove, args=(place,))
    rows = {f"{row.supplement}:{row.nutrient}": row for row in tables.supplements}
    labels = {name: _label(row) for name, row in rows.items()}
    st.selectbox(
        "Which",
        list(rows),
        index=None,
        format_func=labels.__getitem__,
        key="taken-which",
        placeholder="Type to search",
    )
    chosen = st.session_state.get("taken-which")
    if chosen is None:
        st.caption(CAPTION)
        return
    row = rows[chosen]
    units = [row.unit, *(word for word, _ in row.units if word != "mcg" or row.unit != "ug")]
    left, right = st.columns(2)
    left.number_input("Amount a day, from the label", min_value=0.0, value=None, key="taken-amount")
    right.selectbox("Unit on the label", units, format_func=said.unit_word, key=f"taken-unit-{chosen}")
    st.caption(words.escaped(row.note))
    st.button("Add it", key="taken-add", on_click=_add, args=(row, f"taken-unit-{chosen}"))


def _label(row: Supplement) -> str:
    """The name of a supplement; of one with several nutrients, which."""
    tables = session.catalogue()
    if sum(other.supplement == row.supplement for other in tables.supplements) == 1:
        return row.name
    return f"{row.name}: {tables.nutrients[tables.nutrient_index[row.nutrient]].name}"


def _add(row: Supplement, unit: str) -> None:
    amount = st.session_state.get("taken-amount")
    if not amount:
        session.tell("Enter the amount from the label first.")
        return
    new = Taken(row.supplement, float(amount), st.session_state[unit], row.nutrient)
    session.change(lambda choices: choices.asking(supplements=(*choices.request.supplements, new)))
    st.session_state["taken-which"] = None


def _remove(place: int) -> None:
    session.change(
        lambda choices: choices.asking(
            supplements=tuple(each for i, each in enumerate(choices.request.supplements) if i != place)
        )
    )
