"""Which gaps to close and how: ticks, the options as cards, and a week planned from one of them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import streamlit as st

from planner.explain.completeness import Completeness
from planner.explain.gaps import Gap
from planner.explain.report import Change, GapReport, Option
from planner.exports import words as said
from planner.exports.completeness import ANSWER_FIRST
from planner.exports.labels import choices_of, label_notice
from planner.exports.portions import helping
from planner.gapping import COUNTS_FOR, week_from
from planner.intake import Intake
from planner.request import PlanRequest
from planner.ui import closing, frame, health, session, shortfalls, summary, words
from planner.ui.choices import Choices

LEAST_KCAL, MOST_KCAL, STEP_KCAL, USUAL_KCAL = 50, 1000, 50, 250
CARDS = 3  # beside each other
B12, ADDED_B12 = summary.B12
FOUR = (B12, *said.FOCAL[2:])


def show(intake: Intake, request: PlanRequest, gaps: tuple[Gap, ...], judged: Completeness) -> None:
    """What to close, within how much energy, and the options."""
    st.subheader("Close the gaps", anchor=False)
    names = _short(gaps, judged)
    if not names:
        st.markdown(":material/check_circle: Nothing that food can close is below its target, as far as is known.")
        return
    close = _ticks(names)
    _how()
    if not health.is_answered():
        st.markdown("**One question first**, because more potassium or magnesium is not safe for everybody:")
        health.show()
        return
    if judged.asks:
        st.caption(ANSWER_FIRST)
    if not close:
        st.caption("Tick at least one gap to close.")
        return
    _options(intake, request, close)


def _how() -> None:
    """Within how much energy, and whether a food may take the place of another."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="large"):
        session.hold("gap-kcal", _wish("kcal", USUAL_KCAL))
        st.slider(
            "Extra energy, at most (kcal a day)",
            LEAST_KCAL,
            MOST_KCAL,
            step=STEP_KCAL,
            key="gap-kcal",
            width=420,
            on_change=_keep_wish,
            args=("kcal",),
        )
        session.hold("gap-trades", _wish("trades", False))
        st.toggle(
            "Also trades",
            key="gap-trades",
            on_change=_keep_wish,
            args=("trades",),
            help="Eat one food instead of another: less is added, what you eat changes a little more.",
        )


def _wish(name: str, usual: int) -> int:
    """What was chosen before, also on another page since."""
    return st.session_state.setdefault("gap-wishes", {}).get(name, usual)


def _keep_wish(name: str) -> None:
    st.session_state["gap-wishes"][name] = st.session_state[f"gap-{name}"]


def _short(gaps: tuple[Gap, ...], judged: Completeness) -> dict[str, str]:
    """Nutrients below their least that food can raise, with what to say; the four first, B12 once."""
    by_name = {gap.nutrient: gap for gap in gaps if gap.short > 0 and not gap.unmet}
    stands = {gap.nutrient for gap in gaps if gap.hard and gap.target}
    for nutrient, instead in COUNTS_FOR.items():
        if instead in stands:
            by_name.pop(nutrient, None)
        if instead in by_name:
            by_name[nutrient] = by_name.pop(instead)
    order = [name for name in FOUR if name in by_name]
    order += [name for name in by_name if name not in order and name != "water_g"]
    labels = {}
    for nutrient in order:
        gap = by_name[nutrient]
        name = "B12" if nutrient == B12 else shortfalls.name_of(gap)
        word = "below the AI" if gap.is_adequate_intake else "short"
        word = f"perhaps {word}" if gap.at_least or judged.asks else word
        labels[nutrient] = f"{name}: {word}, {said.percent(gap.intake, gap.target or 0.0)}"
    return labels


def _ticks(names: dict[str, str]) -> tuple[str, ...]:
    """The gaps that are ticked; the four until somebody ticks otherwise."""
    chosen = st.session_state.setdefault("gap-chosen", list(FOUR))
    four, others = [name for name in names if name in FOUR], [name for name in names if name not in FOUR]
    if four:
        session.hold("gap-close", [name for name in four if name in chosen])
        st.pills(
            "Which gaps to close",
            four,
            format_func=names.__getitem__,
            selection_mode="multi",
            key="gap-close",
            on_change=_set_ticks,
            args=("gap-close", tuple(four)),
        )
    if others:
        session.hold("gap-others", [name for name in others if name in chosen])
        st.multiselect(
            "Others to close as well" if four else "Which gaps to close",
            others,
            format_func=names.__getitem__,
            key="gap-others",
            on_change=_set_ticks,
            args=("gap-others", tuple(others)),
            placeholder="None",
        )
    return tuple(name for name in names if name in chosen)


def _set_ticks(key: str, shown: tuple[str, ...]) -> None:
    """What is ticked now; ticks of nutrients that are not shown just now are kept."""
    others = [name for name in st.session_state["gap-chosen"] if name not in shown]
    st.session_state["gap-chosen"] = [*others, *st.session_state[key]]


def _options(intake: Intake, request: PlanRequest, close: tuple[str, ...]) -> None:
    choices = session.choices()
    kcal, trades = float(_wish("kcal", USUAL_KCAL)), bool(_wish("trades", False))
    ask = closing.make_ask(intake, request, choices, kcal, close, trades)
    work = closing.found(ask, intake, choices, st.empty())
    if work.report is None:
        st.error(words.escaped(words.without_options(work.problem)), icon=":material/block:")
        return
    report = work.report
    if not report.options:
        why = report.why_none or "Nothing is left to close."
        st.info(words.escaped(words.without_options(why)), icon=":material/search_off:")
        return
    fewest = "The fewest changes first, then the cheapest. Every option was checked against the tables."
    month = said.month(session.catalogue().price_month)
    st.caption(words.escaped(f"{fewest} Costs are a day, at US store prices of {month}."))
    if len(request.now) > len(choices.request.now):
        st.caption(
            "With what you answered about illnesses, how much you eat now of some nutrients becomes part of the "
            "request for a week, and of its link."
        )
    if notice := label_notice(choices.request, session.catalogue()):
        st.info(words.escaped(notice), icon=":material/label:")
    for first in range(0, len(report.options), CARDS):
        row = report.options[first : first + CARDS]
        for number, (column, option) in enumerate(zip(st.columns(CARDS), row, strict=False), start=first):
            with column:
                _card(number, option, report)


def _card(number: int, option: Option, report: GapReport) -> None:
    """One option in words."""
    sign = "+" if option.cost_usd_per_day >= 0 else "−"
    with st.container(border=True, key=f"option-{number}"):
        st.markdown(f"### {sign}{words.money(abs(option.cost_usd_per_day))} a day", anchors=False)
        st.markdown("\n".join(f"- {words.escaped(said_of(change))}" for change in option.changes))
        st.caption(f"{option.energy_kcal:+,.0f} kcal a day")
        st.markdown(words.escaped(_closes(option, report.close)))
        request, tables = session.choices().request, session.catalogue()
        for text in choices_of([change.food for change in option.changes], request, tables):
            st.caption(words.escaped(text))
        for passed in option.passes:
            st.warning(words.escaped(_passed(passed.nutrient, passed.before, passed.after, passed.upper)))
        pressed = st.button(
            "Plan a week from this",
            key=f"plan-from-{number}",
            type="primary" if number == 0 else "secondary",
            icon=":material/restaurant_menu:",
            on_click=plan_from,
            args=(report.intake, option),
        )
        if pressed:
            frame.go("")


def said_of(change: Change) -> str:
    """A change in words: "Add 1 cup soy milk at breakfast (244 g)"."""
    grams = words.weight(change.grams, session.is_metric())
    if change.instead_of is None:
        return f"Add {helping(change.portions, change.portion, change.name)} at {change.meal} ({grams})"
    tables = session.catalogue()
    gone = tables.foods[tables.food_index[change.instead_of]].name
    return f"Instead of {words.weight(change.instead_grams, session.is_metric())} {gone}: {grams} {change.name}"


def _closes(option: Option, close: tuple[str, ...]) -> str:
    """What reaches its target: those asked for by name, others by number."""
    names = _names(nutrient for nutrient in close if nutrient in option.closes)
    others = len(set(option.closes) - set(close) - {B12, ADDED_B12})
    also = f", and {words.count(others, 'other nutrient')}" if others else ""
    return f"Reaches the target of {', '.join(names)}{also}."


def _names(nutrients: Iterable[str]) -> list[str]:
    tables = session.catalogue()
    b12 = {B12, ADDED_B12}
    return list(dict.fromkeys("B12" if n in b12 else said.nutrient_name(n, tables) for n in nutrients))


def _passed(nutrient: str, before: float, after: float, upper: float) -> str:
    tables = session.catalogue()
    unit = tables.nutrients[tables.nutrient_index[nutrient]].unit
    name = said.nutrient_name(nutrient, tables)
    return (
        f"{name[:1].upper()}{name[1:]} is above its most of {said.with_unit(upper, unit)} already and rises from "
        f"{said.amount(before)} to {said.with_unit(after, unit)}."
    )


def plan_from(intake: Intake, option: Option) -> None:
    """Ask for a week near what is eaten, with the foods of an option; My week makes it."""
    session.change(partial(_week_from, intake, option))


def _week_from(intake: Intake, option: Option, choices: Choices) -> Choices:
    """Choices whose week stays near what is eaten and holds what the option adds, where dishes can."""
    asked = week_from(intake, option, replace(choices.request, eats=()), session.catalogue())
    return choices.asking(eats=asked.eats, must_have=asked.must_have, now=asked.now, near=())
