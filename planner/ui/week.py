"""My week: what it costs, what it brings, and the days as a menu card."""

import streamlit as st

from planner.exports import words as said
from planner.exports.again import come_again
from planner.exports.fact_words import other_words
from planner.exports.meal_words import day_words, meal_words
from planner.plan import MEAL_NAMES, Day, Meal, Plan
from planner.ui import dialogs, frame, session, summary, takeaway, words
from planner.ui.choices import eaten

WIDTHS = (1.1, 2, 2, 2, 2)
NEARLY = 0.01  # a week within this of its bound is not worth another search


def show() -> None:
    """The page."""
    frame.header("My week", who())
    plan = frame.week()
    if plan is None:
        return
    summary.show(plan)
    _actions(plan)
    grid(plan)
    for line in other_words(plan, session.choices().request, session.catalogue(), on_page=True):
        st.caption(words.escaped(line))
    for note in said.other_notes(plan, session.choices().request, session.catalogue()):
        st.caption(words.escaped(note))
    frame.link("symptoms", "Twitches, cramps, tingling? Check what you notice", ":material/stethoscope:")


def who() -> str:
    """Diet and person of this week: "Vegan, for a woman of 35"."""
    person = session.choices().request.person
    noun = {"female": "woman", "male": "man"}[person.sex] if person.age >= 18 else "person"
    stage = {"pregnant": "pregnant ", "lactating": "breastfeeding "}.get(person.stage, "")
    return f"{session.choices().request.diet.capitalize()}, for a {stage}{noun} of {person.age}"


def _actions(plan: Plan) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="week-actions"):
        st.button(
            "Make another week",
            type="primary",
            icon=":material/refresh:",
            key="another-week",
            on_click=_another,
            help="Other dishes for the same targets, at about the same cost",
        )
        st.button(
            "Next week",
            icon=":material/skip_next:",
            key="next-week",
            on_click=_next,
            args=(plan,),
            help="For the same wishes, rather other dishes than in this one",
        )
        if session.choices().request.near and plan.gap > NEARLY:
            st.button(
                "Look for a cheaper week",
                icon=":material/savings:",
                key="afresh",
                on_click=_afresh,
                help=f"This one stays near the week before. A search from the beginning changes many dishes and saves "
                f"{words.money(plan.cost_usd - plan.lower_bound_usd_per_day * len(plan.days))} at most, often less",
            )
        takeaway.offer(plan)
        different, again = len(plan.foods), come_again(plan, session.choices().request)
        same = f", {len(again.names)} of {again.dishes} dishes as in the week before" if again else ""
        st.caption(f"{words.count(different, 'different food')}{same}. Choose a dish or a day to see what is in it.")


def _another() -> None:
    session.change(lambda choices: choices.asking(seed=choices.request.seed + 1, near=()))


def _afresh() -> None:
    session.change(lambda choices: choices.asking(near=()))
    session.confirm("Searched from the beginning. Undo brings the week before back.")


def _next(plan: Plan) -> None:
    session.change(lambda choices: choices.not_like(eaten(plan)))
    session.confirm("The week after: rather other dishes. Undo brings the one before back.")


def grid(plan: Plan) -> None:
    """Days by meals, like a menu card; on a phone the days follow each other."""
    with st.container(key="menu"):
        with st.container(key="menu-head"):
            for column, name in zip(st.columns(WIDTHS), ("", *MEAL_NAMES), strict=True):
                column.markdown(f"**{name.capitalize()}**" if name else "")
        for day in plan.days:
            with st.container(key=f"menu-day-{day.day}"):
                _row(day, plan)


def _row(day: Day, plan: Plan) -> None:
    columns = st.columns(WIDTHS)
    with columns[0]:
        if st.button(
            f"Day {day.day}{words.heard('all portions and nutrients')}",
            key=f"day-{day.day}",
            type="tertiary",
        ):
            dialogs.show_day(day, plan)
        st.caption(
            "  \n".join([words.money(day.cost_usd), f"{day.nutrients['energy_kcal']:,.0f} kcal", *_held_by(day)])
        )
    for column, meal in zip(columns[1:], day.meals, strict=True):
        with column:
            _dish(day, meal, plan)


def _held_by(day: Day) -> list[str]:
    """What a day holds of the nutrients that stand beside its meals, each on a line of its own."""
    held = day_words(day, session.choices().request, session.catalogue())
    return [words.escaped(part) for part in held.split(", ") if part]


def _dish(day: Day, meal: Meal, plan: Plan) -> None:
    """Name and a short line of a dish; it opens to its foods."""
    is_kept = session.choices().keeps(day.day, meal.meal)
    st.markdown(f"###### {meal.meal.capitalize()}", anchors=False)
    if st.button(
        f"{words.escaped(meal.dish)}{words.heard(f'{meal.meal} of day {day.day}')}",
        key=f"dish-{day.day}-{meal.meal}",
        type="tertiary",
        icon=":material/keep:" if is_kept else None,
        wrap=True,
    ):
        dialogs.show_dish(day, meal, plan)
    inside = _inside(meal)
    held = meal_words(meal, session.choices().request, session.catalogue())
    lines = [words.escaped(line) for line in (inside, held) if line]
    if lines:
        st.caption("  \n".join(lines))


def _inside(meal: Meal) -> str:
    """What is in a dish beside what its name says; oil, herbs and other basics are left out."""
    tables, title = session.catalogue(), meal.dish.lower()
    foods = [tables.foods[tables.food_index[item.food]] for item in meal.items]
    names = [food.title_word for food in foods if food.basic != "yes" and food.title_word.lower() not in title]
    return ", ".join(dict.fromkeys(names))
