"""Entering what is eaten: typed lines, foods picked from the catalogue, or a diary from a file."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from planner.intake import Entry
from planner.ui import diary, session, words
from planner.ui.diary import Diary

PLACEHOLDER = "2 slices whole wheat bread\n1 banana\n150 g lentils"
PRIVATE = (
    "This stays in your session. It is not put into the address of the page, so no link shows it; when you close the "
    "page it is gone, unless you keep it."
)
HOW = (
    "One food a line, with an amount if you know it. Several days: write *Monday* or *day 2* on a line of its own; "
    "the days are averaged."
)


def now() -> Diary:
    """What is entered in this session."""
    held: Diary = st.session_state.setdefault("diary", Diary())
    return held


def put(new: Diary) -> None:
    """Hold what is entered."""
    st.session_state.diary = new


def change(make: Callable[[Diary], Diary]) -> None:
    """Change what is entered."""
    put(make(now()))


def show() -> None:
    """Three ways; each keeps what was entered in it."""
    st.subheader("What you eat", anchor=False)
    session.hold("diary-way", now().way)
    st.segmented_control(
        "How to enter it",
        [diary.TYPE, diary.PICK, diary.FILE],
        key="diary-way",
        on_change=_set_way,
        required=True,
        label_visibility="collapsed",
    )
    if now().way == diary.FILE:
        _file()
        return
    if now().way == diary.PICK:
        _pick()
    _lines()


def keep(entries: tuple[Entry, ...]) -> None:
    """What happens with the diary, and a way to keep it."""
    st.caption(PRIVATE)
    with st.container(horizontal=True):
        st.download_button(
            "Keep this diary (CSV)",
            diary.as_csv(entries),
            file_name="diary.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="keep-diary",
        )
        st.button("Clear it", key="clear-diary", icon=":material/delete:", on_click=_clear)


def _set_way() -> None:
    way = st.session_state["diary-way"] or diary.TYPE
    change(lambda held: replace(held, way=way))


def _lines() -> None:
    session.hold("diary-text", now().text)
    st.text_area(
        "What you eat, one food a line" if now().way == diary.TYPE else "Your list",
        key="diary-text",
        height=240,
        max_chars=20_000,
        placeholder=PLACEHOLDER,
        help=HOW,
        on_change=_set_text,
    )
    with st.container(horizontal=True):
        st.button("See my gaps", key="see-gaps", type="primary" if not now().text.strip() else "secondary")
        if not now().text.strip():
            st.button("Try an example diary", key="try-example", on_click=_example)
    st.caption(HOW)


def _set_text() -> None:
    text = st.session_state["diary-text"]
    change(lambda held: replace(held, text=text))


def _example() -> None:
    change(lambda held: replace(held, text=diary.EXAMPLE, way=diary.TYPE))


def _clear() -> None:
    put(Diary(way=now().way))


def _pick() -> None:
    """A food, an amount and a unit; it becomes a line of the list."""
    tables = session.catalogue()
    names = {food.food: food.name for food in tables.foods}
    chosen = st.selectbox(
        "Food",
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        index=None,
        key="pick-food",
        placeholder="Type to search",
    )
    if chosen is None:
        st.caption("Choose a food; then its amount.")
        return
    units = diary.units_of(tables.foods[tables.food_index[chosen]], tables)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input("Amount", 0.01, 5000.0, 1.0, step=1.0, format="%g", key="pick-amount", width=140)
        st.selectbox("Unit", list(units), format_func=units.__getitem__, key=f"pick-unit-{chosen}", width=260)
        st.button("Add", key="pick-add", type="primary", icon=":material/add:", on_click=_add, args=(chosen,))


def _add(food: str) -> None:
    tables = session.catalogue()
    amount, unit = st.session_state["pick-amount"], st.session_state[f"pick-unit-{food}"]
    line = diary.line_of(tables.foods[tables.food_index[food]], amount, unit, tables)
    change(lambda held: held.with_line(line))
    st.session_state["pick-food"] = None


def _file() -> None:
    st.caption("A CSV with the columns day, food, amount and unit. Household measures and grams both work.")
    st.download_button(
        "Template",
        diary.template(),
        file_name="diary-template.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="diary-template",
    )
    st.file_uploader("Your diary", type="csv", key="diary-file", on_change=_load)
    held = now()
    if held.problem:
        kept = " The file before it is still in use." if held.rows else ""
        st.error(words.escaped(f"{held.problem} Then upload it again.{kept}"), icon=":material/error:")
    if held.rows:
        st.markdown(words.escaped(f"In use: {held.file}, {words.count(len(held.rows), 'row')}."))


def _load() -> None:
    uploaded = st.session_state.get("diary-file")
    if uploaded is not None:
        name, data, tables = uploaded.name[:80], uploaded.getvalue(), session.catalogue()
        change(lambda held: held.with_file(name, data, tables))
