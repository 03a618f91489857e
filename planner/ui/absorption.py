"""The switch for what the body takes up, beside calcium, with why spinach hardly counts for it."""

import pandas as pd
import streamlit as st

from planner.errors import PlannerError
from planner.exports import words as said
from planner.plan import ABSORBED_B12, Plan
from planner.targets import Targets, make_targets
from planner.ui import session, words

NAMED = ("milk", "tofu-calcium-set", "soy-milk-fortified", "spinach")  # classes that the sentence names


def show() -> None:
    """A switch, what it does, and the table behind it."""
    on = session.choices().request.absorption
    with st.container(border=True, key="absorption"):
        session.hold("absorption-switch", on)
        st.toggle("Count what the body takes up", key="absorption-switch", on_change=_switched)
        st.caption(words.escaped(why()))
        if on:
            _what_it_does()
        with st.expander("Which part of the calcium is absorbed", key="absorption-table"):
            st.dataframe(_classes(), hide_index=True, width="stretch", alt="Which part of the calcium is absorbed")


def _switched() -> None:
    plan, on = session.shown(), bool(st.session_state["absorption-switch"])
    session.change(lambda choices: choices.near(plan).asking(absorption=on))


def why() -> str:
    """Why eaten is not absorbed, with the numbers of the tables."""
    absorption = session.catalogue().absorption
    parts = [f"{absorption.classes[name].name} {_percent(absorption.classes[name].fraction)}" for name in NAMED]
    return (
        f"Not all that is eaten arrives. Of its calcium this much is absorbed: {', '.join(parts)}. Oxalate in spinach "
        "holds its calcium fast, so spinach counts for magnesium and potassium, but hardly for calcium."
    )


def _what_it_does() -> None:
    try:
        targets = make_targets(session.choices().request, session.catalogue())
    except PlannerError:
        return  # said where the week would stand
    for line in what_it_does(targets):
        st.caption(words.escaped(line))


def what_it_does(targets: Targets) -> list[str]:
    """What the switch asks of this person's week."""
    lines = []
    least = next((bound for bound in targets.of("absorbed_calcium_mg") if bound.lower is not None), None)
    if least is not None:
        end = f"{said.amount(least.lower or 0.0)} mg ({least.basis})"
        verb = "the week must bring" if least.hard else "the week is held against"
        lines.append(f"Calcium: {verb} {end} of absorbed calcium a day. {least.note} Source: {least.source}.")
    goal = targets.b12_by_meal
    if goal is not None:
        end = f"{said.amount(goal.target)} ug ({goal.basis})"
        lines.append(f"B12: the week must bring {end} of absorbed B12 a day. {goal.note} Source: {goal.source}.")
    return [said.labelled(line) for line in lines]


def table(plan: Plan) -> pd.DataFrame:
    """Eaten and absorbed beside each other, the mean of the days."""
    pairs = [("calcium_mg", "absorbed_calcium_mg", "mg")]
    if plan.absorbed_b12 is not None:
        pairs.append((plan.absorbed_b12.bound.counts, ABSORBED_B12, plan.absorbed_b12.unit))
    return pd.DataFrame([_pair(plan, *pair) for pair in pairs])


def _pair(plan: Plan, eaten: str, absorbed: str, unit: str) -> dict[str, str]:
    taken_in, taken_up = (sum(day.amount(name) for day in plan.days) / len(plan.days) for name in (eaten, absorbed))
    result = said.focal_result(plan, absorbed)
    least = "at least " if result is not None and result.at_least else ""
    return {
        "Nutrient": said.nutrient_name(eaten, session.catalogue()),
        "Eaten a day": least + said.with_unit(taken_in, unit),
        "Absorbed a day": least + said.with_unit(taken_up, unit),
        "Share": said.percent(taken_up, taken_in),
        "Target in absorbed": "" if result is None else said.target(result),
        "State": "" if result is None else said.state(result),
    }


def _classes() -> pd.DataFrame:
    absorption = session.catalogue().absorption
    rows = sorted(absorption.classes.values(), key=lambda row: -row.fraction)
    return pd.DataFrame(
        [
            {
                "Food": row.name,
                "Counted": _percent(row.fraction),
                "Measured": "" if row.measured is None else f"{_percent(row.measured)} of {row.load_mg:,.0f} mg",
                "Why": row.reason,
                "Source": row.source,
            }
            for row in rows
        ]
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}\u00a0%"
