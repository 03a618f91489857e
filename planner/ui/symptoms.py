"""Symptoms: what somebody notices, has and takes; what it can mean, and first of all when to get help now."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.errors import PlannerError
from planner.explain.check import Check, check
from planner.exports import checks
from planner.exports import words as said
from planner.reading.complaints import UNSURE
from planner.request import check_request
from planner.tables.catalogue import Catalogue, tables_folder
from planner.tables.help_lines import ELSEWHERE, HelpLine, load_help_lines
from planner.targets import make_targets
from planner.ui import frame, session, words

STAGES = {"pregnant": "pregnancy", "lactating": "breastfeeding"}  # stage of a person -> slug of the condition
MOST_LETTERS = 1000
PRIVATE = (
    "What you enter here stays on this page while it is open: it is in no link, in no saved file and in no plan, and "
    "choosing an illness or a medicine here does not change your week."
)
IN_A_LINK = "Then they are part of your request, and of the address that you may share."
NOTHING_YET = "Choose or type what you notice, what you have or what you take. Nothing is diagnosed here."
LEFT = ("first", "symptoms", "nutrients", "tests", "conditions")


@dataclass(frozen=True)
class Asked:
    """What was entered on this page."""

    chosen: tuple[str, ...] = ()  # symptoms, by the words of their rows
    typed: str = ""  # symptoms, one or more a line
    conditions: tuple[str, ...] | None = None  # slugs; None: those of the plan
    condition_typed: str = ""
    country: str | None = None  # of the numbers to call; None: that of the browser
    settled: tuple[str, ...] = ()  # rules whose question was answered with yes


def show() -> None:
    """The page. A red flag stands on top, alone, and stays in sight; nothing is behind a fold."""
    frame.header("Symptoms", "What a complaint can have to do with, what to ask a doctor, and when to get help now")
    top = st.container(key="symptoms-top")
    below = st.container(key="symptoms-answers")  # beside what stays in sight, which has little room
    with st.container(border=True, key="symptoms-asked"):
        left, right = st.columns(2)
        with left:
            _symptoms()
        with right:
            _conditions()
            _country()
        st.caption(PRIVATE)
    asked = _asked()
    symptoms = [*asked.chosen, *asked.typed.splitlines()]
    names = {row.condition: row.name for row in session.catalogue().conditions}
    conditions = [*(names[slug] for slug in _chosen_conditions(asked)), *asked.condition_typed.splitlines()]
    if not any(text.strip() for text in (*symptoms, *conditions)):
        st.caption(NOTHING_YET)
        return
    _answer(check(symptoms, conditions, session.catalogue(), asked.settled), top, below)


def complaints(tables: Catalogue) -> tuple[str, ...]:
    """Everything that can be chosen: each symptom, then what needs help now by itself, once."""
    names = [row.name for row in tables.complaints.symptoms] + [row.name for row in tables.complaints.others]
    names += [row.choice for row in tables.complaints.rules if row.choice]
    return tuple({name.casefold(): name[:1].upper() + name[1:] for name in names}.values())


def _asked() -> Asked:
    return st.session_state.setdefault("asked", Asked())


def _symptoms() -> None:
    st.subheader("What do you notice?", anchor=False)
    session.hold("symptoms-chosen", list(_asked().chosen))
    st.multiselect(
        "Choose",
        complaints(session.catalogue()),
        key="symptoms-chosen",
        on_change=_set,
        args=("symptoms-chosen", "chosen"),
        placeholder="Type to search, choose all that apply",
    )
    session.hold("symptoms-typed", _asked().typed)
    st.text_area(
        "Or in your own words",
        key="symptoms-typed",
        on_change=_set,
        args=("symptoms-typed", "typed"),
        placeholder="my leg cramps at night\ntingly toes for months",
        max_chars=MOST_LETTERS,
        height=100,
    )


def _conditions() -> None:
    st.subheader("What do you have or take?", anchor=False)
    names = {row.condition: row.name for row in session.catalogue().conditions}
    session.hold("symptoms-conditions", list(_chosen_conditions(_asked())))
    st.multiselect(
        "Illnesses and medicines",
        list(names),
        format_func=names.__getitem__,
        key="symptoms-conditions",
        on_change=_set,
        args=("symptoms-conditions", "conditions"),
        placeholder="Choose all that apply",
    )
    session.hold("symptoms-condition-typed", _asked().condition_typed)
    st.text_area(
        "Or type their names",
        key="symptoms-condition-typed",
        on_change=_set,
        args=("symptoms-condition-typed", "condition_typed"),
        placeholder="omeprazole, kidney disease",
        max_chars=MOST_LETTERS,
        height=100,
    )


def _country() -> None:
    """Where somebody is, for the numbers to call: by the browser's language until it is chosen."""
    names = {line.country: line.name for line in _lines()}
    session.hold("symptoms-country", _here())
    st.selectbox(
        "Numbers to call in",
        list(names),
        format_func=names.__getitem__,
        key="symptoms-country",
        on_change=_set,
        args=("symptoms-country", "country"),
    )


def _here() -> str:
    """Code of the country."""
    if _asked().country is not None:
        return str(_asked().country)
    region = (st.context.locale or "").rpartition("-")[2].upper()
    return region if region in {line.country for line in _lines()} else ELSEWHERE


def _lines() -> tuple[HelpLine, ...]:
    return load_help_lines(tables_folder())


def _set(key: str, name: str) -> None:
    value = st.session_state[key]
    new = tuple(value) if isinstance(value, list) else value
    kept = _asked() if name == "country" else replace(_asked(), settled=())  # another complaint, other answers
    st.session_state.asked = replace(kept, **{name: new})  # type: ignore[arg-type]


def _of_plan() -> tuple[str, ...]:
    """Slugs of what the plan heeds."""
    try:
        return check_request(session.choices().request, session.catalogue()).conditions
    except PlannerError:
        return ()


def _stage() -> tuple[str, ...]:
    slug = STAGES.get(session.choices().request.person.stage)
    return (slug,) if slug else ()


def _chosen_conditions(asked: Asked) -> tuple[str, ...]:
    """Slugs that count here: those chosen here, else those of the plan; a pregnancy under Me always counts."""
    chosen = _of_plan() if asked.conditions is None else asked.conditions
    return tuple(dict.fromkeys((*chosen, *_stage())))


def _answer(answer: Check, top: DeltaGenerator, below: DeltaGenerator) -> None:
    """Every section in its place; with a red flag there is only that one."""
    found = checks.sections(answer, _lines(), _here())
    if answer.stopped:
        for section in found:
            top.error(_text(section), icon=":material/emergency:")
        with below:
            _questions(answer)
        return
    for section in found:
        if section.key in ("today", "soon"):
            top.warning(_text(section), icon=":material/stethoscope:")
        elif section.key in ("unknown", "read"):
            st.info(_text(section), icon=":material/help:")
    beside = [section for section in found if section.key not in ("today", "soon", "unknown", "read")]
    with below:
        _questions(answer)
    left, right = st.columns(2)
    for section in beside:
        with left if section.key in LEFT else right:
            _section(section, answer)
    st.caption(words.escaped(checks.notice(answer)))
    if _sources(answer):
        st.caption(words.escaped(f"Sources: {'; '.join(_sources(answer))}."))


def _questions(answer: Check) -> None:
    """A button for each question whose yes makes it less urgent, and a way back."""
    for asked in answer.ask:
        yes = "No, I do not have it" if asked.question == UNSURE else "Yes, that is so"
        st.button(yes, key=f"settle-{asked.rule}", help=checks.question(asked), on_click=_settle, args=(asked.rule,))
    if _asked().settled:
        st.button("Take my answers back", key="settle-none", type="tertiary", on_click=_settle, args=(None,))


def _settle(rule: str | None) -> None:
    settled = () if rule is None else (*_asked().settled, rule)
    st.session_state.asked = replace(_asked(), settled=settled)


def _section(section: checks.Section, answer: Check) -> None:
    with st.container(border=True, key=f"answer-{section.key}"):
        facts = f"  \n:small[{words.escaped(section.facts)}]" if section.facts else ""
        st.markdown(f"**{words.escaped(section.title)}**{facts}\n\n{_listed(section.lines)}")
        if section.key == "conditions" and answer.tier == "self-care":
            _plan_with(answer)
        if section.key == "first" and answer.tier == "self-care" and answer.symptoms:
            frame.link("", "Plan an ordinary week", ":material/calendar_month:")
        if section.key == "watch":
            _targets(answer)


def _text(section: checks.Section) -> str:
    return f"**{words.escaped(section.title)}**\n\n{_listed(section.lines)}"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {words.escaped(line)}" for line in lines)


def _plan_with(answer: Check) -> None:
    """A way to let the plan heed what was named here, in place of what it heeds now."""
    new = tuple(row.condition for row in answer.conditions if row.condition not in _stage())
    old = tuple(slug for slug in _of_plan() if slug not in _stage())
    if set(new) == set(old):
        st.caption("Your week heeds them already." if new else "")
        return
    names = {row.condition: row.name for row in session.catalogue().conditions}
    gone = ", ".join(names[slug] for slug in old if slug not in new)
    beside = f" No longer: {gone}." if gone else ""
    st.button("Plan with these conditions", key="plan-with", type="primary", on_click=_plan, args=(new,))
    st.caption(words.escaped(IN_A_LINK + beside))


def _plan(conditions: tuple[str, ...]) -> None:
    session.answer(lambda choices: choices.with_conditions(conditions))
    if session.choices().request.conditions == conditions:
        session.tell("Your week now heeds these illnesses and medicines: see My week. Undo brings the old one back.")


def _targets(answer: Check) -> None:
    """The targets of this person for what is worth watching, with the illnesses and medicines of this page."""
    named = tuple(row.condition for row in answer.conditions if row.condition not in _stage())
    try:
        bounds = make_targets(replace(session.choices().request, conditions=named), session.catalogue())
    except PlannerError as error:
        st.caption(words.escaped(words.without_options(error.told)))
        return
    tables = session.catalogue()
    lines = []
    for row in answer.watch:
        unit = said.unit_word(tables.nutrients[tables.nutrient_index[row.nutrient]].unit)
        ends = "; ".join(str(bound) for bound in bounds.of(row.nutrient))
        if ends:
            lines.append(f"{row.name}, {unit} a day: {ends}.")
    if lines:
        st.markdown(f"**In numbers, for you and with what you named here**\n\n{_listed(lines)}")


def _sources(answer: Check) -> list[str]:
    """Every source of what is shown, each once."""
    tables = session.catalogue().complaints
    watched = {row.nutrient for row in answer.watch}
    texts = [row.source for row in answer.symptoms] + [row.source for row in answer.other_complaints]
    texts += [row.source for row in answer.conditions]
    texts += [row.source for row in (*answer.reassurance, *answer.many_causes, *answer.other_causes, *answer.advice)]
    texts += [row.source for row in tables.focal if row.nutrient in watched]
    return list(dict.fromkeys(source for text in texts for source in text.split("; ")))
