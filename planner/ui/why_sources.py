"""Why this week, one nutrient: the foods that bring it at the lowest cost, in the least energy, in one portion."""

import pandas as pd
import streamlit as st

from planner.errors import PlannerError
from planner.explain.best import BestSources, Source
from planner.exports import why as said
from planner.exports import words as exported
from planner.exports.why_files import sources_csv
from planner.pipeline import best_sources
from planner.ui import charts, session, words

MOST = 12
RANKINGS = {"usd_per_tenth": "by cost", "per_100_kcal": "by energy", "per_portion": "by portion"}
NOT_RANKED = ("energy_kcal",)


def show() -> None:
    """Choose a nutrient and a ranking."""
    st.subheader("Best sources", anchor=False)
    tables = session.catalogue()
    names = {
        row.nutrient: exported.nutrient_name(row.nutrient, tables)
        for row in tables.nutrients
        if row.nutrient not in NOT_RANKED
    }
    with st.container(horizontal=True, vertical_alignment="bottom"):
        nutrient = st.selectbox(
            "Nutrient",
            list(names),
            index=list(names).index("calcium_mg"),
            format_func=names.__getitem__,
            key="why-source",
            width=320,
        )
        by = st.segmented_control(
            "Ranked", list(RANKINGS), default="usd_per_tenth", format_func=RANKINGS.__getitem__, key="why-ranked"
        )
    try:
        best = best_sources(session.choices().request, nutrient, tables)
    except PlannerError as error:
        st.info(words.escaped(words.without_options(error.told)), icon=":material/info:")
        return
    for note in said.source_notes(best):
        st.caption(words.escaped(note))
    if not best.foods:
        st.caption("No food that you eat is known to bring any.")
        return
    _ranked(best, by or "usd_per_tenth")


def _ranked(best: BestSources, by: str) -> None:
    """Chart of the first, table of all."""
    if by == "usd_per_tenth" and best.target is None:
        by = "per_portion"
    unit = exported.unit_word(best.unit)
    title = {
        "usd_per_tenth": "cents for 10 % of the target",
        "per_100_kcal": f"{unit} in 100 kcal",
        "per_portion": f"{unit} in a portion",
    }[by]
    found = [source for source in best.ranked(by) if _value(source, by) is not None][:MOST]
    rows = pd.DataFrame(
        {
            "food": [source.name for source in found],
            "value": [_value(source, by) for source in found],
            "said": [exported.amount(_value(source, by) or 0.0) for source in found],
        }
    )
    name = said.source_title(best, session.catalogue())
    st.altair_chart(
        charts.sources(rows, "value", title, is_least_first=by == "usd_per_tenth"),
        key="chart-best",
        alt=f"{name}: {title}. The same stands in the table below.",
    )
    with st.expander("All of them as a table"):
        columns = ["Food, portion", "Holds", "Of the target", "A tenth of it costs", "In 100 kcal"]
        table = pd.DataFrame(said.source_rows(best, len(best.foods), by), columns=columns)
        st.dataframe(table, hide_index=True, width="stretch", alt=name)
        st.download_button(
            "Sources as CSV",
            sources_csv(best),
            f"sources_{best.nutrient}.csv",
            "text/csv",
            key="why-sources-csv",
            on_click="ignore",
        )


def _value(source: Source, by: str) -> float | None:
    """What a food is ranked by, money in cents."""
    value: float | None = getattr(source, by)
    return 100 * value if value is not None and by == "usd_per_tenth" else value
