"""The question about illnesses and medicines that stands before the potassium slider."""

import streamlit as st

from planner.exports import words as said
from planner.reading.medicines import read_condition
from planner.tables.conditions import Condition
from planner.targets.bound import WATER
from planner.targets.limits import without_rule
from planner.targets.potassium import POTASSIUM, potassium_class, together
from planner.ui import session, words

ASK = (
    "Do you have **kidney disease** or **heart failure**, or take a **medicine that raises potassium** "
    "(ACE inhibitors, ARBs, potassium-sparing diuretics and the like), or anything else in this list?"
)
ANSWER_FIRST = "Answer the question about illnesses and medicines first; then this slider moves."


def show() -> None:
    """The question, what was answered, and the limits of a clinician."""
    choices = session.choices()
    chosen = choices.request.conditions
    with st.container(border=True, key="health"):
        st.markdown(ASK)
        is_open = bool(chosen or st.session_state.get("health-open"))
        session.hold("health-answer", "Yes" if is_open else "No" if choices.answered else None)
        st.segmented_control(
            "Your answer",
            ["No", "Yes"],
            key="health-answer",
            on_change=_answered,
            label_visibility="collapsed",
        )
        if st.session_state["health-answer"] == "Yes":
            _which()
        for row in rows():
            _about(row)
        for line in without_rule(session.checked(), session.catalogue()):
            st.info(words.escaped(line))
        for flag in dict.fromkeys(row.red_flag for row in rows() if row.red_flag):
            st.warning(words.escaped(flag), icon=":material/emergency:")
        for nutrient in _limited():
            _limit(nutrient)
        for nutrient in _kept():
            _now(nutrient)
        if _asks_greens():
            _greens()


def is_answered() -> bool:
    """Whether the potassium slider may move."""
    choices = session.choices()
    return choices.answered or bool(choices.request.conditions)


def _answered() -> None:
    if st.session_state["health-answer"] == "Yes":
        st.session_state["health-open"] = True
        return
    st.session_state["health-open"] = False
    session.answer(lambda choices: choices.with_conditions(()))


def _which() -> None:
    chosen = session.checked().conditions
    known = dict(zip(chosen, chosen, strict=True))  # also names without a rule
    known |= {row.condition: row.name for row in session.catalogue().conditions}
    session.hold("health-list", list(chosen))
    st.multiselect(
        "Illnesses and medicines",
        list(known),
        format_func=known.__getitem__,
        key="health-list",
        on_change=_listed,
        placeholder="Choose all that apply",
    )
    st.text_input(
        "Or type its name",
        key="health-typed",
        on_change=_typed,
        placeholder="such as lisinopril",
        max_chars=200,
    )


def _listed() -> None:
    listed = tuple(st.session_state["health-list"])
    session.answer(lambda choices: choices.with_conditions(listed))


def _typed() -> None:
    text = st.session_state["health-typed"].strip()
    st.session_state["health-typed"] = ""
    if text:
        reading = read_condition(text, session.catalogue())
        named = (*reading.conditions, *reading.without_rule, *((text,) if reading.unknown else ()))
        chosen = session.checked().conditions
        new = tuple(dict.fromkeys((*chosen, *named)))
        session.answer(lambda choices: choices.with_conditions(new))


def rows() -> list[Condition]:
    """The conditions that were named, as they count beside each other."""
    named = session.checked().conditions
    return together([row for row in session.catalogue().conditions if row.condition in named])


def _about(row: Condition) -> None:
    name = row.name[:1].upper() + row.name[1:]
    st.markdown(f"**{words.escaped(name)}.** {words.escaped(' '.join(text for text in (row.say, row.avoid) if text))}")


def _limited() -> list[str]:
    """Nutrients for which a clinician's limit is asked."""
    return list(dict.fromkeys(nutrient for row in rows() for nutrient in (*row.needs_limit, *row.only_lower)))


def _limit(nutrient: str) -> None:
    tables = session.catalogue()
    row = tables.nutrients[tables.nutrient_index[nutrient]]
    needed = any(nutrient in condition.needs_limit for condition in rows())
    one_of_two = nutrient == POTASSIUM and potassium_class(rows()) == "A"
    limit = session.choices().limited(nutrient)
    key = f"limit-{nutrient}"
    session.hold(key, limit.upper if limit is not None else None)
    st.number_input(
        f"Your clinician's limit for {row.name}, at most ({said.unit_word(row.unit)} on every day)"
        + (
            ": no week is planned without it"
            if needed
            else ": no week is planned without it or what you eat now"
            if one_of_two
            else ", if there is one"
        ),
        min_value=0.0,
        step=100.0 if row.unit == "mg" else 1.0,
        format="%.0f",
        key=key,
        on_change=_set_limit,
        args=(nutrient,),
    )


def _set_limit(nutrient: str) -> None:
    value = st.session_state[f"limit-{nutrient}"]
    session.answer(lambda choices: choices.with_limit(nutrient, value or None))


def _kept() -> list[str]:
    """Nutrients of which what is eaten now is asked: they must not rise, or stay steady."""
    tables = session.catalogue()
    kept = (nutrient for row in rows() for nutrient in (*row.needs_now, *row.cap_at_intake, *row.steady))
    return [each for each in dict.fromkeys(kept) if each in tables.nutrient_index and each != WATER]


def _asks_greens() -> bool:
    """Whether how often leafy greens are eaten is asked: something must stay steady that they hold much of."""
    greens = session.catalogue().references.usual.greens
    return any(answer.nutrient in row.steady for answer in greens for row in rows())


def _greens() -> None:
    answers = {row.answer: row.name for row in session.catalogue().references.usual.greens}
    session.hold("leafy-greens", session.choices().request.leafy_greens or None)
    st.segmented_control(
        "How often do you eat leafy greens now (spinach, kale, chard, broccoli, big salads)? "
        "No week is planned without an answer. Before you change it, speak with your clinic.",
        list(answers),
        format_func=answers.__getitem__,
        key="leafy-greens",
        on_change=_set_greens,
    )


def _set_greens() -> None:
    answer = st.session_state["leafy-greens"] or ""
    session.answer(lambda choices: choices.asking(leafy_greens=answer))


def _now(nutrient: str) -> None:
    tables = session.catalogue()
    row = tables.nutrients[tables.nutrient_index[nutrient]]
    now = session.choices().eaten_now(nutrient)
    key = f"now-{nutrient}"
    session.hold(key, now.upper if now is not None else None)
    needed = any(nutrient in condition.needs_now for condition in rows())
    how = "with the salt that you add: no week is planned without it" if needed else "if you know it"
    st.number_input(
        f"What you eat now of {row.name}, {how} ({said.unit_word(row.unit)} a day, without supplements)",
        min_value=0.0,
        step=100.0 if row.unit == "mg" else 1.0,
        format="%.0f",
        key=key,
        on_change=_set_now,
        args=(nutrient,),
    )


def _set_now(nutrient: str) -> None:
    value = st.session_state[f"now-{nutrient}"]
    session.answer(lambda choices: choices.with_now(nutrient, value or None))
