"""Why this week, its foods: what the week costs without each, what takes its place, and which are nearly in it."""

import streamlit as st

from planner.explain.swaps import Swap
from planner.explain.why import WeekExplained
from planner.exports import why as said
from planner.exports import words as exported
from planner.exports.why_files import swaps_csv
from planner.ui import dialogs, session, words

FIRST = 8  # foods in sight; the others are one click away


def show(explained: WeekExplained) -> None:
    """Dearest to miss first, then the foods just outside."""
    st.subheader("What could be swapped", anchor=False)
    st.caption(
        f"What it costs {said.span(explained.days)} to do without a food, dearest first, and what takes its place. "
        "*Never this* makes a week without it."
    )
    swaps = explained.swaps
    with st.container(key="why-swaps"):
        for swap in swaps[:FIRST]:
            _row(swap, explained.days)
    if len(swaps) > FIRST:
        with st.expander(f"The other {len(swaps) - FIRST} foods of the week", key="why-more"):
            for swap in swaps[FIRST:]:
                _row(swap, explained.days)
            st.download_button(
                "Swaps as CSV", swaps_csv(explained), "swaps.csv", "text/csv", key="why-swaps-csv", on_click="ignore"
            )
    _outside(explained)


def _row(swap: Swap, days: int) -> None:
    """A food in a line, with a way never to see it again."""
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", key=f"why-food-{swap.food}", gap="small"
    ):
        st.markdown(f"{words.escaped(said.swap_words(swap, session.catalogue(), days))}.", width="stretch")
        if swap.more_usd is not None:
            st.button(
                f"Never this{words.heard(swap.name)}",
                key=f"why-never-{swap.food}",
                icon=":material/block:",
                help=words.escaped(f"Plan without {swap.name}, in every week from now on"),
                on_click=dialogs.never,
                args=(swap.food, swap.name),
            )


def _outside(explained: WeekExplained) -> None:
    """Foods that are nearly in the week, and by how much they would have to be cheaper."""
    if not explained.outside:
        return
    st.subheader("Just outside the week", anchor=False)
    free = [words.escaped(exported.without_comma(each.name)) for each in explained.outside if not each.cheaper_share]
    if free:
        st.markdown(f"Could be there at no extra cost: {', '.join(free)}.")
    near = [each for each in explained.outside if each.cheaper_share]
    if near:
        st.caption("How much cheaper a food would have to be to come into the cheapest week:")
        st.markdown("\n".join(f"- {words.escaped(said.outside_words(each))}" for each in near))
