"""Targets: a slider for each of the four nutrients, energy and budget; all others in a table."""

import streamlit as st

from planner.errors import PlannerError
from planner.person import energy_floor, energy_requirement
from planner.ui import absorption, frame, health, others, session, sliders, summary, week, words

ENERGY_STEP = 50.0  # kcal
ENERGY_MOST = 1.5  # times the need: the right end of the slider
BUDGET_STEP, BUDGET_MOST = 1.0, 3.0  # USD; times the cheapest week that can be proven


def show() -> None:
    """The page: everything that moves on top, what it does to the week below."""
    frame.header("Targets", "Move a slider: a new week is made at once, as near to the old one as it can be")
    trouble = st.empty()
    named = bool(session.choices().request.conditions)
    if named:  # on a phone, what a week still needs to know stands above the sliders
        health.show()
    left, right = st.columns(2)
    with left:
        spots = [
            sliders.show(nutrient) for nutrient in (sliders.b12_of(session.choices()), "magnesium_mg", "calcium_mg")
        ]
    with right:
        if not named:
            health.show()
        spots.append(sliders.show("potassium_mg", locked="" if health.is_answered() else health.ANSWER_FIRST))
        absorption.show()
        _energy()
    table = st.expander("All other nutrients", key="others")
    plan = frame.week(trouble)
    with table:
        others.show(plan)
    with right:
        _budget()
    if plan is not None:
        for spot in spots:
            sliders.show_now(spot, plan)
        st.subheader("Your week with these targets", anchor=False)
        summary.show(plan)
        week.grid(plan)


def _energy() -> None:
    """What is eaten a day, between the floor and well above the need [kcal]."""
    tables = session.catalogue().references
    try:
        person = session.person()
        need, floor = energy_requirement(person, tables), energy_floor(person, tables)
    except PlannerError:
        return
    value = person.energy_kcal or max(need, floor)
    end = max(ENERGY_STEP * round(ENERGY_MOST * need / ENERGY_STEP), value)
    with st.container(border=True, key="scale-energy"):
        session.hold("slide-energy", float(value))
        st.slider(
            "Energy (kcal a day)",
            floor,
            end,
            step=1.0,
            format="%.0f",
            key="slide-energy",
            on_change=_set_energy,
        )
        st.caption(
            f"Your need to keep the weight: {need:,.0f} kcal. It stops at {floor:,.0f} kcal: less is not planned "
            "without medical care. Source: National Academies (2023), DRI for energy."
        )
        if person.energy_kcal is not None:
            st.button("Back to the need", key="reset-energy", type="tertiary", on_click=_reset_energy)


def _set_energy() -> None:
    plan, value = session.shown(), float(st.session_state["slide-energy"])
    session.change(lambda choices: choices.near(plan).of_person(energy_kcal=value))


def _reset_energy() -> None:
    plan = session.shown()
    session.change(lambda choices: choices.near(plan).of_person(energy_kcal=None))


def _budget() -> None:
    """The most that all days may cost [USD]; at the far right there is no limit."""
    plan, request = session.shown(), session.choices().request
    least = plan.cheapest_lp_usd_per_day * len(plan.days) if plan is not None else BUDGET_STEP
    start = float(int(least) + 1)
    end = float(round(max(BUDGET_MOST * start, (request.max_cost_usd or 0.0) + BUDGET_STEP)))
    start = min(start, request.max_cost_usd or start)
    with st.container(border=True, key="scale-budget"):
        session.hold("slide-budget", float(request.max_cost_usd or end))
        label = "Budget for the week, at most (USD)" if request.days == 7 else "Budget for all days, at most (USD)"
        st.slider(
            label,
            start,
            end,
            step=BUDGET_STEP,
            format="%.0f",
            key="slide-budget",
            on_change=_set_budget,
            args=(end,),
        )
        spent = "" if plan is None else f" This week costs {words.money(plan.cost_usd)}."
        st.caption(f"Far right: no limit.{spent}")


def _set_budget(end: float) -> None:
    plan, value = session.shown(), float(st.session_state["slide-budget"])
    most = None if value >= end else value
    session.change(lambda choices: choices.near(plan).asking(max_cost_usd=most))
