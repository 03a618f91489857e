"""Shopping list: by aisle, with tick boxes, to take along as CSV, on paper or as text."""

from functools import partial
from itertools import groupby

import streamlit as st

from planner.exports import words as said
from planner.exports.labels import choose, label_notice
from planner.exports.lists import MIMES, list_file, to_buy_csv
from planner.exports.printable import to_buy_html
from planner.exports.till import soon
from planner.plan import Plan
from planner.shopping import ToBuy, in_us, till_usd, to_buy
from planner.ui import at_home, frame, session, takeaway, words

FORMAT_NAMES = {"pdf": "PDF to print", "xlsx": "Excel", "md": "Markdown", "txt": "Plain text"}


def show() -> None:
    """The page."""
    frame.header("Shopping list", "Everything that the week needs, by aisle")
    plan = frame.week()
    if plan is None:
        return
    request, tables = session.choices().request, session.catalogue()
    purchases, notice = in_units(to_buy(plan, tables, request)), label_notice(request, tables)
    ticked = _ticked(purchases)
    if notice:
        st.warning(words.escaped(notice), icon=":material/label:")
    _take_along(plan, purchases, len(ticked), notice)
    at_home.show(plan, ticked & {line.purchase for line in purchases})
    with st.container(key="shopping"):
        for aisle, bought in groupby(purchases, key=lambda purchase: purchase.aisle):
            _aisle(aisle, list(bought), ticked)
    _left_over(purchases)


def _left_over(lines: tuple[ToBuy, ...]) -> None:
    """What packages hold beyond the week and how long it keeps, what spoils soon first."""
    left = soon(lines)
    if left:
        with st.expander(f"Left over and soon to be used: {words.count(len(left), 'thing')}", key="left-over"):
            st.markdown("\n".join(f"- {words.escaped(each)}" for each in left))
            st.caption("Days once the package is open, on the safe side. What smells or looks wrong goes anyway.")


def in_units(lines: tuple[ToBuy, ...]) -> tuple[ToBuy, ...]:
    """The list in the units that are chosen: page, text and files say the same."""
    if session.is_metric():
        return lines
    return in_us(lines)


def _take_along(plan: Plan, lines: tuple[ToBuy, ...], ticked: int, notice: str) -> None:
    """What it is together, and the ways to take it along."""
    cost = sum(line.cost_usd for line in lines)
    st.markdown(
        f"**{words.count(len(lines), 'thing')} to buy, {words.money(cost)}** for {words.span(plan)}: what the plan "
        f"uses. **At the till {words.money(till_usd(lines))}** for whole packages, if nothing else is at home."
        + (f" {ticked} of them ticked." if ticked else "")
    )
    with st.container(horizontal=True, vertical_alignment="center", key="shopping-actions"):
        st.download_button(
            "Download as CSV",
            to_buy_csv(lines, notice),
            file_name="shopping.csv",
            mime="text/csv",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            key="download-csv",
        )
        with st.popover("Other formats", icon=":material/description:", key="list-formats"):
            _formats(lines, f"Shopping list for {words.span(plan)}", notice)
        st.download_button(
            "Page to print",
            to_buy_html(lines, f"Shopping list for {words.span(plan)}", notice),
            file_name="shopping.html",
            mime="text/html",
            icon=":material/print:",
            on_click="ignore",
            key="download-page",
        )
        with st.popover("Copy as text", icon=":material/content_copy:"):
            st.code(as_text(lines, notice), language=None)
        st.caption("Or print this page: only the list is printed.")


def _formats(lines: tuple[ToBuy, ...], title: str, notice: str) -> None:
    """The list as a file of any other format, made on a click."""
    paper = takeaway.paper("list-paper")
    for kind, name in FORMAT_NAMES.items():
        st.download_button(
            name,
            partial(list_file, kind, lines, title, paper, notice),
            file_name=f"shopping.{kind}",
            mime=MIMES[kind],
            on_click="ignore",
            key=f"download-{kind}",
        )


def as_text(lines: tuple[ToBuy, ...], notice: str = "") -> str:
    """The list as plain text."""
    text = [notice, ""] if notice else []
    for aisle, bought in groupby(lines, key=lambda line: line.aisle):
        text.append(aisle.capitalize())
        text += [f"- {line.text}" + (f" ({choose(line)})" if line.choose else "") for line in bought]
        text.append("")
    return "\n".join(text)


def _ticked(lines: tuple[ToBuy, ...]) -> set[str]:
    """What is in the basket already; another list begins anew."""
    now = tuple((line.purchase, round(line.grams)) for line in lines)
    if st.session_state.get("ticked-for") != now:
        st.session_state["ticked-for"], st.session_state["ticked"] = now, set()
    ticked: set[str] = st.session_state["ticked"]
    return ticked


def _aisle(aisle: str, lines: list[ToBuy], ticked: set[str]) -> None:
    with st.container(key=f"aisle-{aisle.replace(' ', '-')}"):
        st.markdown(f"##### {aisle.capitalize()}", anchors=False)
        for line in lines:
            key = f"tick-{line.purchase}"
            session.hold(key, line.purchase in ticked)
            st.checkbox(
                f"{words.escaped(line.form)}: {words.escaped(line.amount)} · {said.money(line.till_usd)}",
                key=key,
                on_change=_tick,
                args=(line.purchase,),
            )
            if line.choose:
                st.caption(words.escaped(choose(line)))
        used = sum(line.cost_usd for line in lines)
        st.caption(f"Together {words.money(till_usd(lines))} at the till; the plan uses {words.money(used)} of it")


def _tick(purchase: str) -> None:
    ticked: set[str] = st.session_state["ticked"]
    ticked.symmetric_difference_update({purchase})
