"""The week to take along: on paper for the fridge, in a calendar, as text or data."""

from datetime import date, time
from functools import partial

import streamlit as st

from planner.exports import WEEK_MIMES, Away, health_sheet, week_file
from planner.exports.away import USUAL_TIMES, Paper, next_monday
from planner.plan import MEAL_NAMES, Plan
from planner.ui import session

_NAMES = {"pdf": "PDF for the fridge", "ics": "Calendar", "md": "Markdown", "json": "JSON"}
HANDED = (
    "PDF, calendar and Markdown name no illness, medicine or limit, and hold no warnings: read those on the page. "
    "JSON holds all that you entered. So does, for whoever treats you:"
)
_PAPERS: dict[str, Paper] = {"A4": "a4", "Letter": "letter"}


def offer(plan: Plan) -> None:
    """A week in every format, made on a click: what stands on it is the week that is shown."""
    with st.popover("Take along", icon=":material/download:", key="take-along"):
        size = paper("week-paper")
        start, times = _when()
        away = Away(size, start, times)
        for kind, name in _NAMES.items():
            st.download_button(
                name,
                partial(week_file, kind, plan, session.checked(), session.catalogue(), away),
                file_name=f"week.{kind}",
                mime=WEEK_MIMES[kind],
                on_click="ignore",
                key=f"take-{kind}",
            )
        st.caption(HANDED)
        st.download_button(
            "Sheet for my doctor",
            partial(health_sheet, plan, session.checked(), session.catalogue()),
            file_name="steadyplate-sheet.md",
            mime="text/markdown",
            on_click="ignore",
            key="take-sheet",
            help="What you told of your health, every warning, and what a day of this week holds",
        )


def paper(key: str) -> Paper:
    """The size of the paper that is chosen."""
    chosen = st.radio("Paper", list(_PAPERS), horizontal=True, key=key, help="Of the PDF")
    return _PAPERS[chosen]


def _when() -> tuple[date, dict[str, time]]:
    """First day and meal times of the calendar."""
    start = st.date_input("First day in the calendar", next_monday(date.today()), key="calendar-start")
    times = dict(USUAL_TIMES)
    for column, meal in zip(st.columns(len(MEAL_NAMES)), MEAL_NAMES, strict=True):
        chosen = column.time_input(meal.capitalize(), USUAL_TIMES[meal], key=f"calendar-{meal}")
        times[meal] = chosen or USUAL_TIMES[meal]
    return start if isinstance(start, date) else next_monday(date.today()), times
