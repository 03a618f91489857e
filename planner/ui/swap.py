"""Another dish at one meal: never one that was refused before; where none fits, why and what to do next."""

from dataclasses import dataclass, field, replace

import streamlit as st

from planner.errors import Cancelled, LimitsRanOut, PlannerError
from planner.exports import words as said
from planner.pipeline import kept_dishes, swap_dish
from planner.plan import Day, Meal, Plan
from planner.request import PlanRequest
from planner.ui import planning, session, words
from planner.ui.choices import Choices

Place = tuple[int, str]  # day from 1, meal


@dataclass(frozen=True)
class Refused:
    """Patterns that were swapped away, for as long as nothing but swaps changes the week."""

    choices: Choices | None = None  # as the last swap left them
    patterns: dict[Place, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class NoOther:
    """No other dish fits at a meal, and why."""

    place: Place
    reason: str
    is_proven: bool


def button(day: Day, meal: Meal, plan: Plan) -> None:
    """The button that swaps, and what happens where nothing fits."""
    if st.button("Swap this dish", key=f"swap-{day.day}-{meal.meal}", icon=":material/swap_horiz:"):
        _swap(day, meal, plan)


def forget_failure() -> None:
    """A dialog that opens begins without the failure of an earlier one."""
    st.session_state.pop("no-other", None)


def show_failure(day: Day, meal: Meal) -> None:
    """Why no other dish fits here, and the next steps."""
    failure = st.session_state.get("no-other")
    if not isinstance(failure, NoOther) or failure.place != (day.day, meal.meal):
        return
    tried = (
        f"Every other dish for {meal.meal} was tried: first with the rest of the week just as it is, then with other "
        "portions in it."
        if failure.is_proven
        else "The search ended before every dish was tried."
    )
    st.warning(
        words.escaped(f"No other {meal.meal} was found for day {day.day}. {tried} {failure.reason}"),
        icon=":material/block:",
    )
    kept = [dish for dish in session.choices().request.keep if (dish.day, dish.meal) != failure.place]
    with st.container(horizontal=True, key="swap-next"):
        if st.button("Make another week", key="swap-another", icon=":material/refresh:", type="primary"):
            _another(failure.place, let_go=False)
        if kept and st.button(
            f"Let go of {words.count(len(kept), 'kept dish', 'kept dishes')} too, and make another week",
            key="swap-let-go",
            icon=":material/keep_off:",
        ):
            _another(failure.place, let_go=True)
    st.caption("Or ask for less under Targets, raise the budget, or allow more foods under Me.")


def _another(place: Place, let_go: bool) -> None:
    """Another week, in which the dish at this meal need not stay; nor any other, if they are let go."""
    keep = tuple(dish for dish in session.choices().request.keep if not let_go and (dish.day, dish.meal) != place)
    session.change(lambda choices: choices.asking(keep=keep, seed=choices.request.seed + 1, near=()))
    st.rerun()


def _swap(day: Day, meal: Meal, plan: Plan) -> None:
    """Another dish here; every other one stays."""
    place = (day.day, meal.meal)
    refused = _refused()
    before = refused.get(place, ())
    with st.spinner("Looking for another dish …"):
        try:
            request, new = _tried(plan, place, before)
        except Cancelled:
            st.stop()
        except PlannerError as error:
            st.session_state["no-other"] = NoOther(place, _reason(error), not isinstance(error, LimitsRanOut))
            return
    swapped = replace(session.choices(), request=request, week=kept_dishes(new))
    planning.remember(swapped, planning.Answer(new))
    session.put(swapped)
    now = _dish(new, place)
    patterns = () if now.pattern in before else (*before, meal.pattern)
    st.session_state["refused"] = Refused(swapped, {**refused, place: patterns})
    session.confirm(_said(plan, new, place, seen_all=now.pattern in before))
    st.rerun()


def _tried(plan: Plan, place: Place, refused: tuple[str, ...]) -> tuple[PlanRequest, Plan]:
    """A swap to a dish that was not seen here yet; when all were seen, from the first again. Raises as `swap_dish`."""
    request, tables = session.choices().request, session.catalogue()
    with planning.slot(st.session_state.name, lambda _: None):
        try:
            return swap_dish(plan, request, *place, tables, refused)
        except Cancelled:
            raise
        except PlannerError:
            if not refused:
                raise
            return swap_dish(plan, request, *place, tables)


def _refused() -> dict[Place, tuple[str, ...]]:
    held = st.session_state.get("refused")
    if isinstance(held, Refused) and held.choices == session.choices():
        return held.patterns
    return {}


def _dish(plan: Plan, place: Place) -> Meal:
    return next(meal for day in plan.days for meal in day.meals if (day.day, meal.meal) == place)


def _said(old: Plan, new: Plan, place: Place, seen_all: bool) -> str:
    """What a swap changed: the dish, the cost, and portions elsewhere."""
    more = new.cost_usd - old.cost_usd
    cost = f"{said.money(abs(more))} {'more' if more > 0 else 'less'} for {words.span(new)}."
    pairs = zip(kept_dishes(old), kept_dishes(new), strict=True)
    others = sum(was.items != now.items for was, now in pairs if (was.day, was.meal) != place)
    portions = (
        f" To keep the targets, foods or portions changed in {words.count(others, 'other dish', 'other dishes')}."
    )
    seen = " You have seen every other dish that fits here." if seen_all else ""
    return f"Day {place[0]}, {place[1]}: {_dish(new, place).dish}. {cost}{portions if others else ''}{seen}"


def _reason(error: PlannerError) -> str:
    """Why, without the sentence about all days that a whole week would get."""
    text = error.told
    _, found, short = text.partition("days of meals can: ")
    return words.without_options(short if found else text)
