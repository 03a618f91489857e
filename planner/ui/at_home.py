"""What is at home already: entered, marked to be used up, filled from what is ticked on the list."""

from collections.abc import Callable, Collection
from dataclasses import replace

import streamlit as st

from planner.at_home import AtHome, check_at_home
from planner.exports.till import at_home as used_words
from planner.pantry import from_pantry, pantry_after
from planner.pipeline import kept_dishes
from planner.plan import Plan
from planner.ui import saved_home, session, words
from planner.ui.choices import Choices
from planner.units import in_us_units

UNITS = {"g": "g", "kg": "kg", "oz": "oz", "lb": "lb", "ml": "ml", "l": "l", "pieces": "piece", "packages": "package"}


def show(plan: Plan, ticked: Collection[str]) -> None:
    """What of it the week eats, and the drawer to enter it."""
    things, tables = session.choices().request.at_home, session.catalogue()
    used = used_words(from_pantry(plan, things, tables))
    if used:
        st.markdown("##### From what is at home", anchors=False)
        said = used if session.is_metric() else [in_us_units(each) for each in used]
        st.markdown("\n".join(f"- {words.escaped(each)}" for each in said))
    with st.expander("What is at home already", icon=":material/kitchen:", key="at-home"):
        st.caption("It costs nothing and is used first. Amounts are as bought: dry lentils, eggs in their shell.")
        _entered(things)
        _add(plan)
        _turns(plan, ticked)


def _entered(things: tuple[AtHome, ...]) -> None:
    """A line for each thing: how much, whether it would spoil, and away with it."""
    forms = _forms()
    for thing in things:
        name = forms[thing.food]
        amount = f"{thing.amount:.0f} g" if session.is_metric() else in_us_units(f"{thing.amount:.0f} g")
        with st.container(horizontal=True, vertical_alignment="center", key=f"home-line-{thing.food}"):
            st.markdown(f"{words.escaped(name)}: {amount}")
            key = f"home-use-{thing.food}"
            session.hold(key, thing.use_up)
            st.checkbox("use up this week", key=key, on_change=_mark, args=(thing.food,))
            st.button(
                f"Remove{words.heard(name)}", key=f"home-remove-{thing.food}", on_click=_remove, args=(thing.food,)
            )


def _add(plan: Plan) -> None:
    forms = _forms()
    with st.form("home-form", clear_on_submit=True, border=False):
        what, how_much, of_what = st.columns([3, 1, 1])
        names = sorted(forms, key=lambda each: forms[each].casefold())
        food = what.selectbox("Food", names, None, forms.__getitem__, placeholder="such as lentils, dry")
        amount = how_much.number_input("How much", min_value=0.0, value=1.0, step=1.0, key="home-amount")
        usual = "g" if session.is_metric() else "oz"
        unit = of_what.selectbox("Unit", list(UNITS), index=list(UNITS).index(usual), key="home-unit")
        if st.form_submit_button("Add to what is at home", key="home-add") and food is not None:
            _added(plan, food, amount, UNITS[unit])
            st.rerun()


def _added(plan: Plan, food: str, amount: float, unit: str) -> None:
    def changed(choices: Choices) -> Choices:
        things = (*choices.request.at_home, AtHome(food, amount, unit))
        return choices.near(plan).asking(at_home=check_at_home(things, session.catalogue()))

    session.change(changed)


def _turns(plan: Plan, ticked: Collection[str]) -> None:
    """From the list to the shelf, and from the shelf to what is left after the week."""
    with st.container(horizontal=True, key="home-turns"):
        st.button(
            "I bought what is ticked",
            key="home-bought",
            disabled=not ticked,
            on_click=_bought,
            args=(plan, tuple(ticked)),
            help="The ticked packages are at home then; the week stays as it is.",
        )
        st.button(
            "The week is eaten",
            key="home-eaten",
            on_click=_eaten,
            args=(plan,),
            help="Everything on the list was bought and eaten: what packages hold beyond it is at home for a new week.",
        )
        saved_home.keep_pantry_button()


def _bought(plan: Plan, ticked: tuple[str, ...]) -> None:
    def changed(choices: Choices) -> Choices:
        things = pantry_after(plan, choices.request.at_home, session.catalogue(), ticked, eaten=False)
        return replace(choices, request=replace(choices.request, at_home=things), week=kept_dishes(plan))

    session.change(changed)
    session.confirm(f"{words.count(len(ticked), 'thing')} are at home now.")


def _eaten(plan: Plan) -> None:
    session.change(lambda c: c.asking(at_home=pantry_after(plan, c.request.at_home, session.catalogue()), near=()))
    session.confirm("What is left over is at home now; a new week uses it first.")


def _mark(food: str) -> None:
    _with(lambda thing: replace(thing, use_up=not thing.use_up) if thing.food == food else thing)


def _remove(food: str) -> None:
    _with(lambda thing: None if thing.food == food else thing)


def _with(make: Callable[[AtHome], AtHome | None]) -> None:
    def changed(choices: Choices) -> Choices:
        kept = [made for thing in choices.request.at_home if (made := make(thing)) is not None]
        return choices.near(session.shown()).asking(at_home=tuple(kept))

    session.change(changed)


def _forms() -> dict[str, str]:
    """What can be at home: the words for each purchase."""
    return {form.purchase: form.form for form in session.catalogue().purchases.values()}
