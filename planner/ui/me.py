"""Me: who the week is for, what is eaten and what is not."""

import streamlit as st

from planner.errors import PlannerError
from planner.on_offer import can_be_had
from planner.person import HEIGHTS_CM, OLDEST, WEIGHTS_KG, YOUNGEST
from planner.request import MOST_LEFTOVERS, VARIETIES, PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.tables.rows import DIETS
from planner.ui import frame, session, stage, summary, taken, week_before, words

ACTIVITIES = {
    "inactive": "Hardly moving: mostly sitting",
    "low": "Low: some walking every day",
    "active": "Active: an hour of brisk walking a day or the like",
    "very-active": "Very active: hours of sport or hard work a day",
}
VARIETY_WORDS = {"plain": "Few foods, cheapest", "normal": "Normal", "rich": "Many foods, dearer"}


def show() -> None:
    """The page."""
    frame.header("Me", "Who the week is for. Every change makes a new week")
    left, right = st.columns(2)
    with left, st.container(border=True, key="me-body"):
        st.subheader("You", anchor=False)
        _body()
    with left, st.container(border=True, key="me-taken"):
        taken.show()
    with right, st.container(border=True, key="me-food"):
        st.subheader("What you eat", anchor=False)
        _food()
    plan = frame.week()
    if plan is not None:
        st.subheader("Your week", anchor=False)
        summary.show(plan)


def _put(key: str, value: object) -> str:
    """The widget shows what is chosen, also after an undo."""
    session.hold(key, value)
    return key


def _body() -> None:
    person, metric = session.choices().request.person, session.is_metric()
    try:
        full = session.person()
    except PlannerError:
        full = person
    st.radio(
        "Sex, for the reference intakes",
        ["female", "male"],
        key=_put("me-sex", person.sex),
        on_change=_set_sex,
        horizontal=True,
    )
    key = _put("me-age", person.age)
    st.number_input("Age (years)", YOUNGEST, OLDEST, key=key, on_change=_set_person, args=(key, "age"))
    if metric:
        _size("Height", "height_cm", full.height_cm, metric)
    else:
        _feet_and_inches(full.height_cm)
    _size("Weight", "weight_kg", full.weight_kg, metric)
    key = _put("me-activity", person.activity)
    st.selectbox(
        "Activity",
        list(ACTIVITIES),
        format_func=ACTIVITIES.__getitem__,
        key=key,
        on_change=_set_person,
        args=(key, "activity"),
    )
    if person.sex == "female":
        stage.show()


def _size(label: str, name: str, value: float | None, metric: bool) -> None:
    """Height in cm, weight in the chosen units; usual values until somebody enters their own."""
    is_height = name == "height_cm"
    limits = HEIGHTS_CM if is_height else WEIGHTS_KG
    unit, factor = ("cm" if is_height else "kg", 1.0) if metric else ("pounds", words.KG_PER_POUND)
    own = getattr(session.choices().request.person, name) is not None
    key = _put(f"me-{name}", round((value or limits[0]) / factor, 1))
    st.number_input(
        f"{label} ({unit})" + ("" if own else ", a usual one until you enter yours"),
        round(limits[0] / factor, 1),
        round(limits[1] / factor, 1),
        step=1.0,
        format="%.1f",
        key=key,
        on_change=_set_size,
        args=(key, name, factor),
    )


def _feet_and_inches(value: float | None) -> None:
    """Height as people in the US say it; a usual one until somebody enters their own."""
    inches = (value or HEIGHTS_CM[0]) / words.CM_PER_INCH
    feet, rest = divmod(round(inches, 1), words.INCHES_PER_FOOT)
    own = session.choices().request.person.height_cm is not None
    least, most = (int(end / words.CM_PER_INCH / words.INCHES_PER_FOOT) for end in HEIGHTS_CM)
    left, right = st.columns(2)
    left.number_input(
        "Height, feet" + ("" if own else " (a usual one until you enter yours)"),
        least,
        most,
        key=_put("me-feet", int(feet)),
        on_change=_set_feet,
    )
    right.number_input(
        "and inches", 0.0, 11.9, step=1.0, format="%.1f", key=_put("me-inches", round(rest, 1)), on_change=_set_feet
    )


def _set_sex() -> None:
    sex = st.session_state["me-sex"]
    session.change(
        lambda choices: (
            choices.of_person(sex=sex, pregnant_trimester=None, lactating_months=None)
            if sex == "male"
            else choices.of_person(sex=sex)
        )
    )


def _set_person(key: str, name: str) -> None:
    value = st.session_state[key]
    session.change(lambda choices: choices.of_person(**{name: value}))


def _set_size(key: str, name: str, factor: float) -> None:
    value = round(st.session_state[key] * factor, 1)
    session.change(lambda choices: choices.of_person(**{name: value}))


def _set_feet() -> None:
    inches = st.session_state["me-feet"] * words.INCHES_PER_FOOT + st.session_state["me-inches"]
    session.change(lambda choices: choices.of_person(height_cm=round(inches * words.CM_PER_INCH, 1)))


def _food() -> None:
    request, tables = session.choices().request, session.catalogue()
    key = _put("me-diet", request.diet)
    st.selectbox("Diet", DIETS, format_func=str.capitalize, key=key, on_change=_set_request, args=(key, "diet"))
    names_of = {row.restriction: row.name for row in tables.restrictions if row.planned == "yes"}
    key = _put("me-without", list(request.without))
    st.multiselect(
        "Allergies and what you leave out",
        names_of,
        format_func=names_of.__getitem__,
        key=key,
        on_change=_set_request,
        args=(key, "without"),
    )
    names = {food.food: food.name for food in tables.foods}
    key = _put("me-exclude", [food for food in request.exclude if food in names])
    st.multiselect(
        "Foods to avoid",
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        key=key,
        on_change=_set_request,
        args=(key, "exclude"),
        placeholder="Type to search",
    )
    _must_have(request, tables)
    _how_much()
    key = _put("me-no-fortified", request.no_fortified)
    st.toggle(
        "No fortified foods",
        key=key,
        on_change=_set_request,
        args=(key, "no_fortified"),
        help="Leaves out foods to which the maker adds vitamins or minerals, such as plant milk with B12.",
    )
    key = _put("me-article", request.only_article_foods)
    st.toggle(
        "Only foods from the article's lists, and basics",
        key=key,
        on_change=_set_request,
        args=(key, "only_article_foods"),
        help="The project grew from an article on muscle twitches and food; these are the foods that it lists.",
    )


def _must_have(request: PlanRequest, tables: Catalogue) -> None:
    """Foods that must be in the week; only what this person may eat and some dish uses is offered."""
    checked = check_request(request, tables)
    words_of = can_be_had(checked, tables)
    key = _put("me-must-have", list(checked.must_have))
    st.multiselect(
        "Foods I must have",
        sorted(words_of, key=words_of.__getitem__),
        format_func=words_of.__getitem__,
        key=key,
        on_change=_set_request,
        args=(key, "must_have"),
        placeholder="Type to search",
        help=f"Each is in the week at least {tables.rules['must_have']:.0f} times, or as often as its dishes allow.",
    )


def _how_much() -> None:
    request = session.choices().request
    key = _put("me-variety", request.variety)
    st.radio(
        "Variety",
        VARIETIES,
        format_func=VARIETY_WORDS.__getitem__,
        key=key,
        on_change=_set_request,
        args=(key, "variety"),
        horizontal=True,
    )
    key = _put("me-leftovers", request.leftovers)
    st.number_input(
        "Cook once, eat twice: dinners that come back as the next day's lunch",
        0,
        MOST_LEFTOVERS,
        key=key,
        on_change=_set_request,
        args=(key, "leftovers"),
        help="Fewer lunches to cook: they are warmed up. As many as fit your targets.",
    )
    week_before.show()
    key = _put("me-budget", request.max_cost_usd)
    st.number_input(
        "Budget for the week (USD), if there is one",
        min_value=0.0,
        step=1.0,
        format="%.2f",
        key=key,
        on_change=_set_budget,
        placeholder="no limit",
    )


def _set_request(key: str, name: str) -> None:
    value = st.session_state[key]
    value = tuple(value) if isinstance(value, list) else value
    plan = session.shown() if name in ("exclude", "must_have") else None
    session.change(lambda choices: choices.near(plan).asking(**{name: value}))


def _set_budget() -> None:
    value = st.session_state["me-budget"] or None
    session.change(lambda choices: choices.near(session.shown()).asking(max_cost_usd=value))
