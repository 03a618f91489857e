"""Cook: a day at the stove, dish by dish and step by step, to read from an arm's length."""

import streamlit as st

from planner.exports.cooking import Advice, CookDay, Recipe, cook_day
from planner.leftovers import cooked_mains
from planner.plan import Plan
from planner.ui import frame, session, words

MOST_PEOPLE = 12
DAY, PEOPLE = "cook-day", "cook-people"


def show() -> None:
    """The page."""
    frame.header("Cook", "A day at the stove, step by step")
    plan = frame.week()
    if plan is None:
        return
    day, people = _chosen(plan)
    cooked, warmed = cooked_mains(plan.days)
    st.caption(
        f"{words.count(cooked, 'lunch or dinner', 'lunches and dinners')} to cook this week"
        + (f", {warmed} to warm up." if warmed else ". Cook once and eat twice: choose how often under *Me*.")
    )
    request, catalogue = session.choices().request, session.catalogue()
    today = cook_day(plan.days[day - 1], request, catalogue, people)
    later = cook_day(plan.days[day], request, catalogue, people) if day < len(plan.days) else None
    with st.container(key="cook"):
        _tonight(later)
        for recipe in today.recipes:
            with st.container(key=f"recipe-{recipe.meal}"):
                st.caption(recipe.meal.capitalize())
                st.header(words.escaped(recipe.dish), anchor=False)
                show_recipe(recipe)
        with st.container(key="cook-always"):
            st.markdown("##### In every kitchen", anchors=False)
            _advice(today.safety)


def _chosen(plan: Plan) -> tuple[int, int]:
    """The day and for how many people."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="cook-choices"):
        days = [day.day for day in plan.days]
        if st.session_state.get(DAY) not in days:
            st.session_state[DAY] = days[0]
        day = st.segmented_control("Day", days, key=DAY, required=True)
        people = st.number_input("People", 1, MOST_PEOPLE, 1, key=PEOPLE, width=140, help="All eat the same portions")
    return day or days[0], int(people)


def _tonight(later: CookDay | None) -> None:
    """What tomorrow's dishes ask for this evening."""
    ahead = [(text, recipe.dish) for recipe in (later.recipes if later else ()) for text in recipe.ahead]
    if ahead:
        lines = "\n".join(f"- {_text(text)} *For tomorrow: {words.escaped(dish)}.*" for text, dish in ahead)
        with st.container(key="cook-tonight"):
            st.markdown("##### This evening", anchors=False)
            st.markdown(lines)


def show_recipe(recipe: Recipe) -> None:
    """Time, tools, steps, and what keeps it safe beside them."""
    slug = f"steps-{recipe.meal}"
    st.caption(f"{recipe.time} · {recipe.equipment}")
    with st.container(key=slug):
        for text in recipe.ahead:
            st.markdown(f"*The evening before:* {_text(text)}")
        st.markdown("\n".join(f"{number}. {_text(step)}" for number, step in enumerate(recipe.steps, start=1)))
    with st.container(key=f"safe-{recipe.meal}"):
        _advice(recipe.safety)


def _advice(rules: tuple[Advice, ...]) -> None:
    """Always in sight: never folded away."""
    for rule in rules:
        st.markdown(f":material/health_and_safety: {_text(rule.text)} :gray[{words.escaped(rule.source)}]")


def _text(text: str) -> str:
    return words.escaped(text if session.is_metric() else words.in_us_units(text))
