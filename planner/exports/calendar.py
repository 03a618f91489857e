"""A week as iCalendar: one event a meal, at the times of the clock where it is read."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from planner.exports import words
from planner.exports.away import Away
from planner.exports.portions import helping
from planner.plan import Meal, Plan

LASTS = timedelta(minutes=30)  # how long a meal is shown in the calendar
_PRODUCT = "-//Steadyplate//Week of meals//EN"


def week_ics(plan: Plan, title: str, away: Away, held: Mapping[tuple[int, str], str] | None = None) -> bytes:
    """The meals of a plan from the first day on. Times are local wherever it is read (no time zone).

    The same meal of the same date keeps its identity, so that a week that is imported again replaces the old one.
    `held` is what stands beside a meal, by number of the day and name of the meal.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Steadyplate")
    for day in plan.days:
        for meal in day.meals:
            calendar.add_component(_event(day.day, meal, title, away, (held or {}).get((day.day, meal.meal), "")))
    return bytes(calendar.to_ical())


def _event(day: int, meal: Meal, title: str, away: Away, held: str) -> Event:
    begins = datetime.combine(away.start + timedelta(days=day - 1), away.times[meal.meal])
    helpings = [f"{helping(i.portions, i.portion, i.name)} ({i.grams:,.0f} g)" for i in meal.items]
    event = Event()
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'steadyplate/{title}/{begins.date()}/{meal.meal}')}@steadyplate")
    event.add("dtstamp", datetime.now(UTC).replace(microsecond=0))
    event.add("dtstart", begins)
    event.add("dtend", begins + LASTS)
    event.add("summary", f"{meal.meal.capitalize()}: {meal.dish}")
    event.add("description", "\n".join([*helpings, *filter(None, [held]), "", words.INFORMS]))
    event.add("categories", ["Meals"])
    event.add("transp", "TRANSPARENT")  # a meal does not make anybody busy
    return event
