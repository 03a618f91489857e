"""Why this week: what each target costs, what realism adds, what could be swapped, where a nutrient is cheapest."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.explain.prices import TargetPrice
from planner.explain.realism import Part
from planner.explain.why import WeekExplained
from planner.exports import why as said
from planner.exports.why_files import prices_csv
from planner.pipeline import explain_week, kept_dishes
from planner.plan import Plan
from planner.ui import frame, session, summary, why_charts, why_curve, why_sources, why_swaps, words, working

DOING = "Working out why"
USUAL_S = 3.0
DEAREST = 5  # targets that are told in sentences; the others stand in the table


def show() -> None:
    """The page: the week at once, the explanation below it when it is there."""
    frame.header("Why this week", "What each target costs, what could be swapped, and what real meals add")
    plan = frame.week()
    if plan is None:
        return
    summary.show(plan)
    spot = st.empty()
    work = _explained(plan, spot)
    if work.answer is None:
        spot.error(words.escaped(words.without_options(work.problem)), icon=":material/block:")
        return
    explained = work.answer
    _prices(explained)
    _realism(explained)
    why_swaps.show(explained)
    why_curve.show(plan)
    why_sources.show()


def _explained(plan: Plan, spot: DeltaGenerator) -> working.Work[WeekExplained]:
    """The explanation of just this week at these prices."""
    tables = session.catalogue()
    request = replace(session.choices().request, near=(), not_again=(), eats=(), seed=0)
    return working.found(
        ("why", request, tables.digest, kept_dishes(plan)),
        lambda say, cancelled: explain_week(plan, request, tables, progress=say, cancelled=cancelled),
        spot,
        DOING,
        USUAL_S,
    )


def _prices(explained: WeekExplained) -> None:
    """The dearest targets in sentences, those for free in one; the rest in a table."""
    tables = session.catalogue()
    st.subheader("What each target costs", anchor=False)
    st.caption(words.escaped(said.IN_FRACTIONS))
    binding = explained.binding
    if not binding:
        st.markdown("Nothing: the cheapest week meets every target anyway.")
    told = [*binding[:DEAREST], *(price for price in binding[DEAREST:] if price.stays)]
    st.markdown("\n".join(f"- {words.escaped(_sentence(price))}" for price in told))
    free = said.free_words(explained.free, tables)
    if free:
        st.markdown(f":material/check_circle: {words.escaped(free)}")
    others = len(binding) - len(told)
    label = f"All prices as a table{f', {others} more' if others > 0 else ''}"
    with st.expander(label, key="why-prices"):
        st.dataframe(
            _table(explained.prices),
            hide_index=True,
            width="stretch",
            alt="Every target: what is asked for, what a step costs, where that price holds, what it costs in all",
        )
        st.download_button(
            "Prices as CSV", prices_csv(explained), "prices.csv", "text/csv", key="why-prices-csv", on_click="ignore"
        )


def _sentence(price: TargetPrice) -> str:
    """A target in words, with the range in which its price holds."""
    told = said.price_words(price, session.catalogue())
    if not said.holds(price):
        return told
    low, high = said.amount_of(price, price.holds_from), said.amount_of(price, price.holds_to)
    return told if low == high else f"{told} The price of the first bit holds from {low} to {high}."


def _table(prices: Iterable[TargetPrice]) -> pd.DataFrame:
    tables = session.catalogue()
    return pd.DataFrame(
        [
            {
                "Target": said.name_of(price.nutrient, price.name, tables),
                "Asked for": said.asked(price),
                "A step": said.step_words(price),
                "Costs a day": said.step_cost(price),
                "At first, between": said.holds(price),
                "In all, a day": "nothing" if price.is_free else said.in_all(price),
                "Stays": price.stays,
                "Basis": price.basis,
            }
            for price in prices
        ]
    )


def _realism(explained: WeekExplained) -> None:
    """From the cheapest heap of foods to the week, one family of rules after the other."""
    parts = explained.realism
    st.subheader("What real meals add", anchor=False)
    bare = parts[0].usd_per_day
    st.markdown(
        f"The bare nutrients would cost {words.money(bare)} a day, as a heap of foods that nobody would eat. Real "
        f"meals make it {words.money(explained.usd_per_day)}."
    )
    st.altair_chart(
        why_charts.steps(_steps(parts), "USD a day"),
        key="chart-realism",
        alt="What each family of rules adds to the cost of a day. The same stands in the table below.",
    )
    with st.expander("These steps as a table"):
        rows = pd.DataFrame(said.realism_rows(parts), columns=["Rules", "Adds, USD a day", "So far"])
        st.dataframe(rows, hide_index=True, width="stretch", alt="What each family of rules adds to the cost of a day")


def _steps(parts: tuple[Part, ...]) -> pd.DataFrame:
    """Rows of `why_charts.steps`: name, start, end, what is said beside, and whether it is a sum."""
    rows = [
        {
            "part": part.said,
            "start": part.so_far_usd - part.usd_per_day,
            "end": part.so_far_usd,
            "said": adds,
            "kind": "start and end" if place == 0 else "adds",
        }
        for place, (part, (_, adds, _)) in enumerate(zip(parts, said.realism_rows(parts), strict=True))
    ]
    whole = parts[-1].so_far_usd
    rows.append({"part": "your week", "start": 0.0, "end": whole, "said": f"${whole:.2f}", "kind": "start and end"})
    return pd.DataFrame(rows)
