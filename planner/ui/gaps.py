"""My gaps: from what is eaten now to what is missing, and the cheapest way to close it."""

from dataclasses import replace

import streamlit as st

from planner.errors import PlannerError, WrongInput
from planner.explain.above import find_above
from planner.explain.completeness import Completeness, completeness_of
from planner.explain.gaps import find_gaps
from planner.exports import words as said
from planner.gapping import with_now
from planner.intake import Entry, Intake, make_intake
from planner.request import check_request
from planner.targets import Targets, make_targets
from planner.ui import changes, complete, enter, frame, health, session, shortfalls, understood, week, words


def show() -> None:
    """The page."""
    frame.header("My gaps", "What you eat now, what it leaves short, and the cheapest way to close that")
    session.saw()
    left, right = st.columns(2, gap="large")
    with left:
        enter.show()
        entries = _entries()
    with right:
        intake = _understood(entries)
    if intake is not None:
        _gaps(entries, intake)


def _entries() -> tuple[Entry, ...]:
    """What is entered; a line that cannot be read is told, and nothing is lost."""
    try:
        entries = enter.now().entries(session.catalogue())
    except WrongInput as error:
        st.error(words.escaped(words.without_options(error.told)), icon=":material/error:")
        return ()
    if entries:
        enter.keep(entries)
    return entries


def _understood(entries: tuple[Entry, ...]) -> Intake | None:
    if not entries:
        _welcome()
        return None
    held, tables = enter.now(), session.catalogue()
    with st.spinner("Reading what you eat …", show_time=False):
        try:
            intake = make_intake(entries, tables, held.answers(entries))
        except WrongInput as error:
            st.error(words.escaped(words.without_options(error.told)), icon=":material/error:")
            return None
    understood.show(intake)
    return intake


def _welcome() -> None:
    st.subheader("How it works", anchor=False)
    st.markdown(
        "1. Write down what you eat on some usual days, as you would tell a friend; three say more than one.\n"
        "2. See what it brings of B12, magnesium, potassium, calcium and everything else.\n"
        "3. Get the fewest and cheapest changes that close the gaps, and plan a week from them."
    )
    st.caption(
        "It finds a gap in what is eaten, not in your body: only a blood test finds a shortage there. " + enter.PRIVATE
    )


def _gaps(entries: tuple[Entry, ...], intake: Intake) -> None:
    """The gaps for the person of this session, then how to close them; what is above a most in any case."""
    choices, tables = session.choices(), session.catalogue()
    try:
        request = with_now(check_request(replace(choices.request, margin=0.0), tables), intake, tables)
        targets = make_targets(request, tables, is_week=False)
    except PlannerError as error:
        st.error(words.escaped(words.without_options(error.told)), icon=":material/block:")
        health.show()
        return
    judged = completeness_of(intake, targets.energy_kcal, tables, enter.now().is_everything(entries))
    if not judged.is_enough:
        st.subheader("Too little to tell", anchor=False)
        _first(intake, targets, judged)
        complete.too_little(intake, judged)
        return
    st.subheader("Your gaps", anchor=False)
    st.caption(f"{words.escaped(week.who())}. Not you? Change it under *Me*, targets under *Targets*.")
    _first(intake, targets, judged)
    complete.brief(judged)
    complete.everything(entries, judged)
    gaps = find_gaps(intake, targets, tables)
    shortfalls.show(intake, targets, gaps, judged)
    _not_eaten(intake)
    changes.show(intake, request, gaps, judged)
    shortfalls.all_of_them(gaps, judged)


def _first(intake: Intake, targets: Targets, judged: Completeness) -> None:
    """What a person with an illness must read, and every most that is passed."""
    for warning in map(said.labelled, targets.warnings):
        st.warning(words.escaped(warning), icon=":material/warning:")
    complete.above(find_above(intake, targets, session.catalogue()), judged)


def _not_eaten(intake: Intake) -> None:
    """Foods of the diary that do not fit the chosen diet."""
    tables, request = session.catalogue(), session.choices().request
    foods = [tables.foods[tables.food_index[food]] for food, _ in intake.grams]
    unfit = [food.name for food in foods if not food.fits(request.diet)]
    if unfit:
        st.caption(
            words.escaped(
                f"Your diet under Me is {request.diet}, and you eat {', '.join(unfit)} now. These count; what is "
                f"suggested is {request.diet}."
            )
        )
