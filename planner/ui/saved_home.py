"""Saved, beside the weeks: people, what is at home, prices of one's shop; all as a file, and all of it away."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import streamlit as st

from planner.errors import PlannerError
from planner.exports import as_json
from planner.request import PlanRequest, check_request
from planner.store import SavedProfile, Store, delete_all
from planner.store.home import PANTRY, PRICES, keep_pantry, kept_pantry, kept_prices
from planner.ui import frame, own_data, session, words
from planner.ui.choices import Choices
from planner.units import in_us_units


def show(store: Store | None) -> None:
    """Three things that stay from week to week, each with its ways in and out."""
    _people(store)
    home, shop = st.columns(2)
    with home:
        _pantry(store)
    with shop:
        _prices(store)


def to_keep(request: PlanRequest) -> PlanRequest:
    """A request as it is kept: what a week was near to, and what is eaten now, are not."""
    return replace(request, near=(), eats=())


def lasting(request: PlanRequest) -> PlanRequest:
    """What of it is about a person and not about one week."""
    return replace(request, near=(), eats=(), not_again=(), keep=(), at_home=(), seed=0)


def _people(store: Store | None) -> None:
    profiles = store.profiles() if store else ()
    if not profiles:
        return
    st.subheader("People", anchor=False)
    for each in profiles:
        _person(each)


def _person(profile: SavedProfile) -> None:
    name = words.escaped(profile.name)
    with st.container(horizontal=True, vertical_alignment="center", key=f"saved-person-{profile.name}"):
        st.markdown(f"**{name}** · person, diet, health and wishes", width="stretch")
        if st.button(f"Plan for {name}", key=f"saved-plan-{profile.name}"):
            _plan_for(profile.name)
            frame.go("")
        with st.popover(f"Delete{words.heard(profile.name)}", key=f"saved-who-{profile.name}"):
            st.button(
                f"Delete {name} for good",
                key=f"saved-forget-{profile.name}",
                on_click=_forget_person,
                args=(profile.name,),
                help="The weeks stay.",
            )


def _pantry(store: Store | None) -> None:
    st.subheader("At home", anchor=False)
    things = kept_pantry(store) if store else ()
    forms = {form.purchase: form.form for form in session.catalogue().purchases.values()}
    if things:
        with st.expander(f"{words.count(len(things), 'thing')} kept", key="saved-pantry"):
            st.markdown("\n".join(f"- {words.escaped(_amount(forms, each.food, each.amount))}" for each in things))
    now = session.choices().request.at_home
    if not (things or now):
        st.caption("Nothing yet. Tick what you bought on the shopping list and press *I bought what is ticked*.")
    with st.container(horizontal=True, key="saved-pantry-actions"):
        if things and things != now:
            st.button("Use it in my week", key="saved-use-pantry", on_click=_use_pantry)
        if now and things != now:
            said = words.count(len(now), "thing")
            st.button(f"Keep what is at home now ({said})", key="saved-keep-pantry", on_click=_keep_pantry)
        if things:
            _forget("Forget it", "What is at home is kept no longer.", PANTRY)


def keep_pantry_button() -> None:
    """On the shopping list: what is at home stays for another day, where something may be kept."""
    now = session.choices().request.at_home
    if not now or own_data.folder() is None:
        return
    try:
        store = own_data.found()
        is_kept = store is not None and kept_pantry(store) == now
    except PlannerError:  # Saved says what is wrong
        return
    if not is_kept:
        st.button(
            "Keep this for another day",
            key="home-keep",
            on_click=_keep_pantry,
            help="On this machine. Saved brings it back.",
        )


def _prices(store: Store | None) -> None:
    st.subheader("Prices of your shop", anchor=False)
    prices = kept_prices(store) if store else {}
    names = {food.food: food.name for food in session.catalogue().foods}
    if prices:
        with st.expander(f"{words.count(len(prices), 'price')} kept", key="saved-prices"):
            lines = (
                f"- {words.escaped(names.get(food, food))}: {words.escaped(f'${usd:.2f}')} per 100 g"
                for food, usd in prices.items()
            )
            st.markdown("\n".join(lines))
    now = dict(session.choices().prices)
    if not (prices or now):
        st.caption("None yet. Enter them, or load a receipt, on *Foods and prices*.")
    with st.container(horizontal=True, key="saved-prices-actions"):
        if prices and prices != now:
            st.button("Use them in my week", key="saved-use-prices", on_click=_use_prices)
        if now and prices != now:
            said = words.count(len(now), "price")
            st.button(f"Keep my prices of now ({said})", key="saved-keep-prices", on_click=_keep_prices)
        if prices:
            _forget("Forget them", "Your prices are kept no longer.", PRICES)


def _forget(label: str, done: str, kind: str) -> None:
    with st.popover(label, key=f"saved-ask-{kind}"):
        st.button(f"{label} for good", key=f"saved-forget-{kind}", on_click=_forget_kind, args=(kind, done))


def everything(folder: Path) -> None:
    """All of it as a file, and away with it; where it lies."""
    if not any(folder.glob("steadyplate.*sqlite3*")):
        st.caption("Nothing is kept on this machine until you ask for it.")
        return
    st.subheader("All of it", anchor=False)
    with st.container(horizontal=True, key="saved-all-of-it"):
        st.download_button(
            "Save everything as a file",
            partial(_exported, folder),
            file_name="steadyplate-everything.json",
            mime="application/json",
            icon=":material/download:",
            on_click="ignore",
            key="saved-export",
        )
        if st.button("Delete everything", key="saved-delete-all", icon=":material/delete:"):
            st.dialog("Delete everything?", width="small")(ask_to_delete)(folder)
    st.caption(
        f"Kept on this machine alone, in {words.escaped(str(folder))}. The file holds illnesses and medicines, too."
    )


def ask_to_delete(folder: Path) -> None:
    """The last question before all is gone."""
    st.markdown("Weeks, people, what is at home and prices, and older copies of them. This cannot be undone.")
    with st.container(horizontal=True):
        if st.button("Delete it all", key="saved-delete-yes"):
            if own_data.folder() == folder:
                delete_all(folder)
                st.session_state.pop(own_data.OPENED, None)
                session.confirm("Everything that was kept is deleted.")
            st.rerun()
        if st.button("Keep it", key="saved-delete-no", type="primary"):
            st.rerun()


def _exported(folder: Path) -> bytes:
    """Everything as JSON, read on the click."""
    return (as_json(Store(folder).everything()) + "\n").encode()


def _amount(forms: dict[str, str], food: str, grams: float) -> str:
    said = f"{forms.get(food, food)}: {grams:,.0f} g"
    return said if session.is_metric() else in_us_units(said)


def _plan_for(name: str) -> None:
    def act(store: Store) -> None:
        request = store.profile(name)
        if request is None:
            session.tell(f"{name} is not kept any more.")
            return
        request = check_request(replace(lasting(request), time_limit_s=None), session.catalogue())
        session.put(Choices(request, (), session.choices().prices, bool(request.conditions)))
        session.confirm(f"Planned for {name}.")

    own_data.safely(act)


def _forget_person(name: str) -> None:
    own_data.safely(lambda store: store.delete_profile(name))


def _use_pantry() -> None:
    own_data.safely(
        lambda store: session.change(lambda choices: choices.near(session.shown()).asking(at_home=kept_pantry(store)))
    )


def _keep_pantry() -> None:
    own_data.safely(lambda store: keep_pantry(store, session.choices().request.at_home, session.catalogue()))
    session.confirm("What is at home is kept.")


def _use_prices() -> None:
    def act(store: Store) -> None:
        known = set(session.catalogue().food_index)
        prices = tuple(sorted((food, usd) for food, usd in kept_prices(store).items() if food in known))
        session.change(lambda choices: replace(choices.near(session.shown()), prices=prices))

    own_data.safely(act)


def _keep_prices() -> None:
    own_data.safely(lambda store: store.replace_items(PRICES, dict(session.choices().prices)))
    session.confirm("Your prices are kept.")


def _forget_kind(kind: str, done: str) -> None:
    own_data.safely(lambda store: store.replace_items(kind, {}))
    session.confirm(done)
