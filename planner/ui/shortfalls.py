"""Gaps on the page: the four nutrients as tiles, what is passed, every nutrient as a chart and a table."""

import pandas as pd
import streamlit as st

from planner.explain.completeness import Completeness
from planner.explain.gaps import Gap, least_of, most_of
from planner.exports import words as said
from planner.exports.gaps import gap_words
from planner.intake import Intake
from planner.plan import TargetResult
from planner.targets import Targets
from planner.ui import charts, session, summary, words

FOCAL = ("b12", "magnesium_mg", "potassium_mg", "calcium_mg")


def show(intake: Intake, targets: Targets, gaps: tuple[Gap, ...], judged: Completeness) -> None:
    """Energy and the four nutrients."""
    with st.container(key="summary", horizontal=True, gap="small"):
        _energy(intake, judged.energy_kcal, targets.energy_kcal)
        for nutrient in FOCAL:
            gap = focal_gap(gaps, nutrient)
            if gap is not None:
                _tile(gap, targets, judged)


def all_of_them(gaps: tuple[Gap, ...], judged: Completeness) -> None:
    """Every nutrient as a chart, and as a table with the sources."""
    st.subheader("Every nutrient against its target", anchor=False)
    st.caption(
        "Bar: what is eaten on a mean day. Line: the least (100 %). Triangle: the most. A nutrient that has only "
        f"a most is shown as percent of it. Bars end at {charts.MOST_PERCENT:.0f} %. *At least*: some food or value is "
        "not known."
    )
    rows = pd.DataFrame([_bar(gap, judged) for gap in gaps if gap.target or gap.upper])
    st.altair_chart(
        charts.shares(rows, charts.MOST_PERCENT),
        key="chart-gaps",
        alt="Every nutrient that is eaten as percent of its target. The same stands in the table below.",
    )
    with st.expander("All gaps as a table"):
        st.dataframe(
            _table(gaps, judged), hide_index=True, width="stretch", alt="Every gap: what is eaten, target, state"
        )


def focal_gap(gaps: tuple[Gap, ...], nutrient: str) -> Gap | None:
    """The gap of a nutrient; of B12 the one that counts for this person."""
    names = reversed(summary.B12) if nutrient == "b12" else (nutrient,)
    found = (next((gap for gap in gaps if gap.nutrient == name), None) for name in names)
    return next((gap for gap in found if gap is not None), None)


def name_of(gap: Gap) -> str:
    """Plain name; B12 by its short one."""
    return said.nutrient_name(gap.nutrient, session.catalogue())


def state(gap: Gap, judged: Completeness) -> str:
    """How it stands, in words."""
    text = gap_words(gap, judged)
    return f"{text[:1].upper()}{text[1:]}"


def _eaten(gap: Gap) -> str:
    return f"{'at least ' if gap.at_least else ''}{said.with_unit(gap.intake, gap.unit)}"


def _target(gap: Gap) -> str:
    basis = gap.basis.split(",")
    if gap.target is not None:
        return f"{said.amount(gap.target)} ({basis[0]})"
    return "none" if gap.upper is None else f"at most {said.amount(gap.upper)} ({basis[-1].strip()})"


def _energy(intake: Intake, eaten: float, need: float) -> None:
    with st.container(border=True, key="tile-energy"):
        st.markdown("Energy")
        least = "at least " if intake.not_known else ""
        st.markdown(f"### {eaten:,.0f} kcal", anchors=False)
        st.progress(min(1.0, eaten / need))
        st.caption(f"{least}{said.percent(eaten, need)} of about {need:,.0f} kcal a day")


def _tile(gap: Gap, targets: Targets, judged: Completeness) -> None:
    name = "B12" if gap.nutrient in summary.B12 else name_of(gap)
    end = gap.target if gap.target is not None else gap.upper
    sign = summary.REACHED if not (gap.short or gap.over) else summary.BELOW if gap.short else summary.ABOVE
    sign = ":material/stethoscope:" if gap.unmet else sign
    with st.container(border=True, key=f"tile-{gap.nutrient}"):
        st.markdown(words.escaped(name[:1].upper() + name[1:]), help=_basis(gap, targets))
        percent = said.percent(gap.intake, end) if end else words.escaped(_eaten(gap))
        st.markdown(f"### {percent}", anchors=False)
        if end:
            summary.bar(gap.nutrient, gap.intake / end, is_met=not (gap.short or gap.over))
        st.markdown(f":small[{sign} {words.escaped(state(gap, judged))}]")
        st.caption(words.escaped(f"{_eaten(gap)} of {_target(gap)}"))
        if gap.supplied:
            st.caption(words.escaped(f"Beside it, supplements bring {said.with_unit(gap.supplied, gap.unit)}."))
        if gap.nutrient in summary.B12:
            st.caption(summary.NOT_TREATMENT)


def _basis(gap: Gap, targets: Targets) -> str:
    bound = least_of(targets, gap.nutrient) or most_of(targets, gap.nutrient) or targets.of(gap.nutrient)[0]
    return summary.basis(TargetResult(bound, gap.unit, gap.intake, gap.at_least))


def _bar(gap: Gap, judged: Completeness) -> dict[str, object]:
    whole = gap.target or gap.upper or 0.0
    below = ", perhaps below" if gap.at_least or judged.asks else ", below"
    beyond = below if gap.short else ", above" if gap.over else ""
    text = f"{said.percent(gap.intake, whole)}: {_eaten(gap)}{beyond}"
    is_met = not (gap.short or gap.over or gap.unmet)
    short = f"{'at least ' if gap.at_least else ''}{said.percent(gap.intake, whole)}"
    return charts.bar(name_of(gap), gap.intake, gap.target, gap.upper, is_met, text, _target(gap), short)


def _table(gaps: tuple[Gap, ...], judged: Completeness) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Nutrient": name_of(gap),
                "Eaten a day": _eaten(gap),
                "Target": _target(gap),
                "At most": "" if gap.upper is None else said.amount(gap.upper),
                "State": state(gap, judged),
                "Must": "yes" if gap.hard else "only shown",
                "Source": gap.source,
            }
            for gap in gaps
        ]
    )
