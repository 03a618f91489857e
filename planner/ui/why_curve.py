"""Why this week, one target: what a day costs as it moves, and where it becomes impossible."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from planner.explain.curves import CostCurve
from planner.exports import curve_csv
from planner.exports import why as said
from planner.exports import words as exported
from planner.person import energy_floor, energy_requirement
from planner.pipeline import cost_curve
from planner.plan import Plan
from planner.targets import Bound
from planner.targets.bound import STOPS
from planner.ui import health, references, session, sliders, why_charts, words, working

BUDGET, ENERGY, B12, POTASSIUM = "budget", "energy", "vitamin_b12_ug", "potassium_mg"
NAMES = {
    "calcium_mg": "Calcium",
    B12: "B12",
    "magnesium_mg": "Magnesium",
    POTASSIUM: "Potassium",
    ENERGY: "Energy",
    BUDGET: "Budget",
}
FROM, TO, UL_IN_SIGHT = 0.6, 1.8, 2.6  # shares of the target: the ends of a curve, and how far away a UL is shown
ENERGY_TO = 1.4  # times the need
BUDGET_FROM, BUDGET_TO = 0.85, 1.3  # shares of what the week costs
DOING = "Following the cost"
USUAL_S = 1.5
ANSWER_FIRST = "Answer the question about illnesses and medicines under *Targets* first."


def show(plan: Plan) -> None:
    """Choose a target, see its curve."""
    st.subheader("What a day costs as one target moves", anchor=False)
    chosen = st.selectbox("Target", list(NAMES), format_func=NAMES.__getitem__, key="why-curve", width=320)
    if chosen == POTASSIUM and not health.is_answered():
        st.info(ANSWER_FIRST, icon=":material/lock:")
        return
    low, high = _range(chosen, plan)
    spot, tables = st.empty(), session.catalogue()
    request = replace(session.choices().request, near=(), not_again=(), eats=(), seed=0)
    work = working.found(
        ("curve", request, tables.digest, chosen, low, high),
        lambda _, cancelled: cost_curve(request, chosen, low, high, tables, cancelled=cancelled),
        spot,
        DOING,
        USUAL_S,
    )
    if work.answer is None:
        spot.info(words.escaped(_plain(work.problem)), icon=":material/info:")
        return
    _curve(replace(work.answer, stop_basis=_stop_word(work.answer.stop_basis)))


def _plain(problem: str) -> str:
    """Without the option that the page has not asked for."""
    begins, _, rest = problem.partition(": ")
    return words.without_options(rest if begins.startswith("--curve") else problem)


def _range(chosen: str, plan: Plan) -> tuple[float, float]:
    """The ends of a curve [unit / day; of the budget USD for all days]."""
    if chosen == BUDGET:
        return float(int(BUDGET_FROM * plan.cost_usd)), float(int(BUDGET_TO * plan.cost_usd) + 1)
    if chosen == ENERGY:
        person, tables = session.person(), session.catalogue().references
        floor = energy_floor(person, tables)
        return floor, float(round(max(ENERGY_TO * energy_requirement(person, tables), floor + 100), -1))
    column = sliders.b12_of(session.choices()) if chosen == B12 else chosen
    bounds = references.bounds_of(column, session.choices())
    reference = references.least_of(bounds)
    whole = (reference.lower if reference is not None else None) or _most(bounds) or 1.0
    most = _most(bounds)
    end = most if most is not None and TO * whole < most <= UL_IN_SIGHT * whole else TO * whole
    return _figures(FROM * whole), _figures(end)


def _most(bounds: tuple[Bound, ...]) -> float | None:
    """The hard most that the tables set."""
    return min((bound.upper for bound in bounds if bound.hard and bound.upper is not None), default=None)


def _figures(value: float) -> float:
    """Two figures: 4.32 -> 4.3."""
    return float(f"{value:.2g}")


def _curve(curve: CostCurve) -> None:
    """Chart, what to know about it, table and file."""
    tables = session.catalogue()
    for note in said.curve_notes(curve, tables):
        st.markdown(f":material/info: {words.escaped(note)}")
    if not curve.points:
        return
    title = said.curve_title(curve, tables)
    unit = "USD for all days" if curve.nutrient == said.COST else f"{exported.unit_word(curve.unit)} a day"
    st.altair_chart(
        why_charts.curve(_points(curve), _rules(curve), f"{title} ({unit})"),
        key="chart-curve",
        alt=f"What a day costs as this moves: {title}. The same stands in the table below.",
    )
    with st.expander("This curve as a table"):
        rows = pd.DataFrame(said.curve_rows(curve), columns=[title, "A day", "Now"])
        st.dataframe(rows, hide_index=True, width="stretch", alt=f"What a day costs as this moves: {title}")
        name = f"curve_{curve.nutrient}.csv"
        st.download_button("Curve as CSV", curve_csv(curve), name, "text/csv", key="why-curve-csv", on_click="ignore")


def _stop_word(basis: str) -> str:
    """The word that stands at the end of a curve: of several bases the one for safety."""
    parts = [part.strip() for part in basis.split(",")]
    return next((part for part in parts if part in STOPS), parts[0])


def _points(curve: CostCurve) -> pd.DataFrame:
    """Amount, cost of a day, and whether this is what is asked for now."""
    near = 1e-6 * max(1.0, curve.now or 0.0)
    return pd.DataFrame(
        [
            {
                "amount": point.amount,
                "usd": point.usd_per_day,
                "now": curve.now is not None and abs(point.amount - curve.now) < near,
                "said": f"now: {exported.money(point.usd_per_day)}",
            }
            for point in curve.points
        ]
    )


def _rules(curve: CostCurve) -> pd.DataFrame:
    """Lines that stand in the chart: where it stops for safety, and beyond which no week is."""
    amount: Callable[[float], str] = exported.money if curve.nutrient == said.COST else exported.amount
    found: list[tuple[float, str]] = []
    if curve.stop is not None:
        found.append((curve.stop, f"{curve.stop_basis} {amount(curve.stop)}"))
    if curve.impossible_above is not None:
        found.append((curve.impossible_above, f"no week above {amount(curve.impossible_above)}"))
    if curve.impossible_below is not None:
        found.append((curve.impossible_below, f"no week below {amount(curve.impossible_below)}"))
    middle = (curve.low + curve.high) / 2
    rows = [(place, text, "right" if place > middle else "left") for place, text in found]
    return pd.DataFrame(rows, columns=["amount", "said", "side"])
