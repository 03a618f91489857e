"""What one browser session holds: its choices, the older ones for undo, messages, the week last shown."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import uuid4

import streamlit as st

from planner.errors import PlannerError
from planner.person import Person
from planner.pipeline import kept_dishes
from planner.plan import Plan
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.targets import make_targets
from planner.ui import address, planning
from planner.ui.choices import Choices

MOST_UNDO = 50
TABLES_CHANGED = (
    "The tables have changed since this link or file was made: the dishes are the same, prices and nutrients are "
    "those of today."
)


def start() -> None:
    """Choices from the address when the session begins; an unreadable part is left out and told."""
    state = st.session_state
    if "choices" not in state:
        state.choices, state.history, state.plan, state.units = Choices(), [], None, "metric"
        state.name = uuid4().hex
        adopt(st.query_params.to_dict())
        state.history = []
        paper()["file"] = address.to_file(choices(), {})


def adopt(texts: Mapping[str, str]) -> None:
    """Take over choices from an address or a file."""
    choices, left_out = address.from_texts(texts, planning.catalogue_for(Choices()))
    units = texts.get("units", "metric")
    st.session_state.units = units if units in ("metric", "us") else "metric"
    st.session_state.linked = choices.week
    put(choices)
    if choices.week and texts.get("tables", "") != planning.catalogue_for(choices).digest:
        tell(TABLES_CHANGED)
    if left_out:
        parts = ", ".join(left_out).replace("_", " ")
        tell(
            f"Part of this address or file could not be read and was left out: {parts}. Everything else is as it says."
        )


def choices() -> Choices:
    """What is chosen now."""
    return st.session_state.choices


def catalogue() -> Catalogue:
    """The tables at this session's prices."""
    return planning.catalogue_for(choices())


def person() -> Person:
    """The person with height and weight filled in."""
    return choices().request.person.completed(catalogue().references)


def checked() -> PlanRequest:
    """The request with foods, nutrients, conditions and supplements by the names of the tables."""
    return check_request(choices().request, catalogue())


def shown() -> Plan | None:
    """The week last shown."""
    return st.session_state.plan


def is_metric() -> bool:
    """Whether weights are in grams and heights in centimetres."""
    return bool(st.session_state.units == "metric")


def put(new: Choices) -> None:
    """Choose anew; the old choices can be undone, if anybody has seen what comes of them."""
    if new == choices():
        return
    if st.session_state.get("seen") == choices():
        st.session_state.history = [*st.session_state.history[-MOST_UNDO:], choices()]
    st.session_state.choices = new


def change(make: Callable[[Choices], Choices]) -> None:
    """Change the choices; a change that cannot be planned for is refused with its reason."""
    try:
        new = make(choices())
        tables = planning.catalogue_for(new)
        check_request(new.request, tables)
        make_targets(new.request, tables)
    except PlannerError as error:
        tell(error.told)
        return
    put(new)


def answer(make: Callable[[Choices], Choices]) -> None:
    """Take an answer that holds even where nothing can be planned for it yet (an illness without its limit)."""
    try:
        new = make(choices())
        check_request(new.request, planning.catalogue_for(new))
    except PlannerError as error:
        tell(error.told)
        return
    put(new)


def answers_given() -> None:
    """What a link left out is answered: now its week may be shown, if it fits the answers."""
    put(replace(choices(), asks=False, answered=True, week=st.session_state.get("linked", ())))


def make_again() -> None:
    """Plan a week for the same request, in place of one that does not fit any more."""
    put(replace(choices(), week=()))


def can_undo() -> bool:
    """Whether there is something to undo."""
    return bool(st.session_state.history)


def undo() -> None:
    """Back to the choices before the last change."""
    if can_undo():
        *st.session_state.history, st.session_state.choices = st.session_state.history


def start_over() -> None:
    """Back to the week that everybody sees first (undo brings the old one back)."""
    put(Choices())


def hold(key: str, value: object) -> None:
    """A widget shows what is chosen, also after an undo.

    Only where it shows something else: a value that is sent again would stop a slider that somebody still moves.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def tell(message: str) -> None:
    """A sentence to show once, on the next run."""
    st.session_state.told = message


def told() -> str:
    """The sentence to show, once."""
    return str(st.session_state.pop("told", ""))


def saw() -> None:
    """The choices are on the page: the next change can be undone."""
    st.session_state.seen = choices()


def confirm(message: str) -> None:
    """What has just been done, to say in passing on the next run."""
    st.session_state.confirmed = message


def confirmed() -> str:
    """What has just been done, once."""
    return str(st.session_state.pop("confirmed", ""))


def show_plan(plan: Plan | None) -> None:
    """The week of these choices is on the page (None: the reason why there is none)."""
    saw()
    st.session_state.plan = plan or shown()
    st.session_state.planned = (choices(), plan)


def write_down() -> None:
    """The choices, and the week if it is theirs, in the address of the page and in the file that can be saved."""
    planned, plan = st.session_state.get("planned", (None, None))
    if planned != choices():
        plan = None
    texts = texts_now(plan)
    if st.query_params.to_dict() != texts:
        st.query_params.from_dict(texts)
    beside = {"units": st.session_state.units} | ({"tables": plan.tables} if plan is not None else {})
    paper()["file"] = address.to_file(shown_choices(plan), beside)


def paper() -> dict[str, str]:
    """What can be saved, as of the last run: a click reads it later, when no session is at hand."""
    held: dict[str, str] = st.session_state.setdefault("paper", {})
    return held


def texts_now(plan: Plan | None) -> dict[str, str]:
    """The address of what is shown; empty for what everybody sees first."""
    texts = address.for_link(shown_choices(plan))
    if not is_metric():
        texts["units"] = "us"
    if "week" in texts and plan is not None:
        texts["tables"] = plan.tables
    return texts


def shown_choices(plan: Plan | None) -> Choices:
    """The choices with the very week that is shown; what everybody sees first stays as it is.

    What is eaten now is nobody else's business: no link and no file holds it.
    """
    told = replace(choices(), request=replace(choices().request, eats=()))
    if plan is None or told == Choices():
        return told
    return replace(told, week=kept_dishes(plan))
