"""Saved: weeks with their cost and coverage, to open again or not to repeat; people, pantry, prices; all of it away."""

from dataclasses import replace
from datetime import datetime

import streamlit as st

from planner.errors import PlannerError
from planner.pipeline import kept_dishes
from planner.request import check_request
from planner.store import SavedWeek, Store
from planner.store.weeks import dishes_in, eaten_in, prices_in, request_in
from planner.ui import charts, frame, options, own_data, planning, saved_home, session, words
from planner.ui.choices import Choices

MOST_SHOWN = 12  # weeks; the others on a click
MOST_DRAWN = 26  # weeks in the charts
FOCAL = {  # of B12 the last one that has a target: what was added, where only that counts
    "vitamin_b12_ug": "B12",
    "added_vitamin_b12_ug": "B12",
    "magnesium_mg": "magnesium",
    "potassium_mg": "potassium",
    "calcium_mg": "calcium",
}
Coverage = dict[int, dict[str, float]]


def show() -> None:
    """The page."""
    frame.header("Saved", "Weeks, people, what is at home and the prices of your shop")
    place = own_data.folder()
    plan = frame.week()
    if place is None:
        _by_file()
        return
    try:
        store = own_data.found()
        if store is not None and store.set_aside:
            st.warning(
                f"The file was damaged. It is kept as {store.set_aside.name}; a new one was begun.",
                icon=":material/warning:",
            )
        if plan is not None:
            _keep_week(store)
        if store is not None:
            _weeks(store)
        saved_home.show(store)
    except PlannerError as error:
        st.error(words.escaped(words.without_options(error.told)), icon=":material/error:")
    saved_home.everything(place)


def _by_file() -> None:
    """For a server that several people share: nothing is kept here, a file is."""
    st.info(
        "Nothing is kept here, so that nobody else can see it. Save this week as a file and load it another day: it "
        "holds who the week is for, your wishes, what is at home and your prices.",
        icon=":material/lock:",
    )
    paper = session.paper()
    st.download_button(
        "Save this week and its request",
        lambda: paper["file"],
        file_name="steadyplate-week.json",
        mime="application/json",
        icon=":material/download:",
        type="primary",
        on_click="ignore",
        key="saved-download",
    )
    st.file_uploader(
        "Load a saved week", type="json", key="saved-upload", on_change=options.load, args=("saved-upload",)
    )
    st.caption("Started on your own machine with *make app* and opened there, this page keeps a history of your weeks.")


def _keep_week(store: Store | None) -> None:
    """The week that is shown, into the history."""
    names = [each.name for each in store.profiles()] if store else []
    with st.container(horizontal=True, vertical_alignment="bottom", key="saved-keep"):
        st.selectbox(
            "For whom (may stay empty)",
            names,
            None,
            key="saved-for",
            placeholder="a name",
            accept_new_options=True,
            width=260,
            help="With a name, person, diet, health and wishes are kept under it, too.",
        )
        st.button(
            "Keep this week", key="saved-keep-week", type="primary", icon=":material/bookmark_add:", on_click=_keep
        )


def _weeks(store: Store) -> None:
    weeks, held = store.history(), store.coverage(tuple(FOCAL))
    st.subheader("Weeks", anchor=False)
    if not weeks:
        st.caption("None yet.")
        return
    _charts(weeks, held)
    is_all = st.session_state.get("saved-all", False)
    for week in weeks if is_all else weeks[:MOST_SHOWN]:
        _week(week, held.get(week.number, {}))
    if len(weeks) > MOST_SHOWN:
        st.toggle(f"Show all {len(weeks)} weeks", key="saved-all")


def _charts(weeks: tuple[SavedWeek, ...], held: Coverage) -> None:
    """Cost of a day and what it holds of the four nutrients from week to week, the oldest first."""
    if len(weeks) < 2:
        return
    drawn = weeks[:MOST_DRAWN][::-1]
    shares = [
        {"week": week.number, "saved": _day(week), "nutrient": name, "percent": 100 * share}
        for week in drawn
        for name, share in _focal(held.get(week.number, {})).items()
    ]
    with st.container(key="saved-charts"):
        left, right = st.columns(2)
        left.altair_chart(
            charts.week_costs([{"week": week.number, "saved": _day(week), "usd": _usd(week)} for week in drawn])
        )
        if shares:
            right.altair_chart(charts.week_coverage(shares))


def _week(week: SavedWeek, held: dict[str, float]) -> None:
    """A line with what can be done with it."""
    facts = [_day(week), f"{words.money(_usd(week))} a day"]
    facts += [words.count(week.days, "day")] * (week.days != 7)
    facts += [f"for {words.escaped(week.profile)}"] * bool(week.profile)
    shares = ", ".join(f"{name} {100 * share:.0f} %" for name, share in _focal(held).items())
    with st.container(horizontal=True, vertical_alignment="center", key=f"saved-week-{week.number}"):
        st.markdown(
            f"**Week {week.number}** · {' · '.join(facts)}" + (f"  \n:small[{shares} of the target]" if shares else ""),
            width="stretch",
        )
        number = f"week {week.number}"
        if st.button(f"Open{words.heard(number)}", key=f"saved-open-{week.number}"):
            _open(week.number)
            frame.go("")
        if st.button(
            f"Plan other dishes{words.heard(f'than in {number}')}",
            key=f"saved-other-{week.number}",
            help="A week for what is asked for now that rather does not repeat these dishes",
        ):
            _other(week.number)
            frame.go("")
        with st.popover(f"Delete{words.heard(number)}", key=f"saved-ask-{week.number}"):
            st.button(
                f"Delete week {week.number} for good",
                key=f"saved-delete-{week.number}",
                on_click=_delete,
                args=(week.number,),
            )


def _focal(held: dict[str, float]) -> dict[str, float]:
    """The four nutrients by name; of B12 the kind that counts."""
    return {name: held[nutrient] for nutrient, name in FOCAL.items() if nutrient in held}


def _usd(week: SavedWeek) -> float:
    """Cost of a day [USD]."""
    return week.cost_usd / max(1, week.days)


def _day(week: SavedWeek) -> str:
    """The day on which it was saved, where this machine is: "23 Nov 2026"."""
    return f"{datetime.fromisoformat(week.saved).astimezone():%d %b %Y}".lstrip("0")


def _keep() -> None:
    def act(store: Store) -> None:
        (choices, plan), name = st.session_state.get("planned", (None, None)), st.session_state.get("saved-for")
        if plan is None or choices != session.choices():
            session.tell("There is no week to keep yet.")
            return
        request, name = saved_home.to_keep(choices.request), str(name or "").strip()
        if name:
            store.save_profile(name, saved_home.lasting(request))
        last = store.last_week()
        if last and last.profile == name and dishes_in(store.week(last.number)) == kept_dishes(plan):
            session.confirm(f"It is kept already, as week {last.number}.")
            return
        tables = replace(session.catalogue(), own_prices=tuple(food for food, _ in choices.prices))
        number = store.save_week(plan, request, tables, name)
        session.confirm(f"Kept as week {number}{f' for {name}' if name else ''}.")

    own_data.safely(act)


def _delete(number: int) -> None:
    own_data.safely(lambda store: store.delete_week(number))
    session.confirm(f"Week {number} is deleted.")


def _open(number: int) -> None:
    """The very week, with its request and its prices."""

    def act(store: Store) -> None:
        plan = store.week(number)
        known = {food.food for food in planning.catalogue_for(Choices()).foods}
        prices = tuple(price for price in prices_in(plan) if price[0] in known)
        request = replace(request_in(plan), near=(), time_limit_s=None)
        opened = Choices(request, dishes_in(plan), prices, bool(request.conditions))
        tables = planning.catalogue_for(opened)
        session.put(replace(opened, request=check_request(request, tables)))
        if not prices and plan.get("tables") != tables.digest:
            session.tell(session.TABLES_CHANGED)
        session.confirm(f"Week {number} is open. Undo brings the other one back.")

    own_data.safely(act)


def _other(number: int) -> None:
    own_data.safely(lambda store: session.change(lambda choices: choices.not_like(eaten_in(store.week(number)))))
    session.confirm(f"A week that rather does not repeat week {number}.")
