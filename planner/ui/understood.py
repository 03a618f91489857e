"""What was understood of a diary: every match with its confidence, questions to answer, foods not known."""

from functools import partial
from hashlib import sha256

import pandas as pd
import streamlit as st

from planner.explain.completeness import is_enough
from planner.exports.gaps import fortified_words
from planner.exports.portions import plural
from planner.intake import Entry, Intake, Match, Question
from planner.ui import diary, enter, session, words
from planner.ui.diary import Diary

MOST_ASKED = 8  # at a time
MOST_ROWS = 9  # of the table without scrolling
SHORT_UNITS = ("g", "mg", "kg", "oz", "lb", "ml", "cl", "dl", "l", "small", "medium", "large", "extra large", "half")
NONE_OF_THESE = "None of these"


def show(intake: Intake) -> None:
    """Questions first: they change the totals."""
    st.subheader("What was understood", anchor=False)
    days = "" if intake.days == 1 else f"{intake.days} days, averaged. "
    icon = ":material/info:" if intake.not_known else ":material/check_circle:"
    count = intake.count_words if is_enough(intake, session.catalogue()) else f"{intake.not_known_words}."
    st.markdown(f"{icon} {words.escaped(f'{days}{count}')}")
    _questions(intake.questions)
    _unmatched(intake.unmatched)
    if intake.matches:
        st.dataframe(
            _matches(intake.matches, session.is_metric()),
            hide_index=True,
            height="content" if len(intake.matches) <= MOST_ROWS else 36 * (MOST_ROWS + 1),
            key="matches",
        )
        if note := fortified_words(intake):
            st.warning(words.escaped(note), icon=":material/info:")
    _answered(enter.now())


def _matches(matches: tuple[Match, ...], metric: bool) -> pd.DataFrame:
    rows = pd.DataFrame(
        [
            {
                "You wrote": _written(match.entry),
                "Counted as": match.name,
                "Weight": words.weight(match.grams, metric),
                "Confidence": f"{match.score:.0f} %",
                "Measure": match.measure,
                "Day": match.entry.day,
            }
            for match in matches
        ]
    )
    return rows if any(rows["Day"]) else rows.drop(columns="Day")


def _written(entry: Entry) -> str:
    """An entry in short: "2 slices white toast"."""
    unit = plural(entry.unit) if entry.amount > 1 and entry.unit not in SHORT_UNITS else entry.unit
    return f"{entry.amount:g} {entry.text}" if entry.unit == "portion" else f"{entry.amount:g} {unit} {entry.text}"


def _id(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


def _questions(questions: tuple[Question, ...]) -> None:
    """Each text is asked once; a weight once for each unit."""
    asked = {diary.unit_key(question.entry): question for question in reversed(questions)}
    texts = {diary.key(question.entry.text): question for question in asked.values()}
    once = list(reversed(texts.values()))
    for question in once[:MOST_ASKED]:
        with st.container(border=True, key=f"question-{_id(question.entry.text)}"):
            written, reason = words.escaped(_written(question.entry)), words.escaped(question.reason)
            st.markdown(f"**{written}**: {reason}")
            _ask(question)
    if len(once) > MOST_ASKED:
        st.caption(f"{words.count(len(once) - MOST_ASKED, 'more question')} after these.")


def _ask(question: Question) -> None:
    entry, tables = question.entry, session.catalogue()
    first = question.candidates[0]
    if len(question.candidates) == 1 and diary.asks_weight(entry, first.food, tables):
        name = f"weigh-{_id(*diary.unit_key(entry))}"
        one = "one" if entry.unit == "portion" else f"one {entry.unit}"
        st.number_input(
            words.escaped(f"Grams of {one} of {first.name}"),
            min_value=0.1,
            max_value=5000.0,
            value=None,
            key=name,
            placeholder="grams",
            on_change=_weighed,
            args=(name, entry, first.food),
        )
        return
    names = {candidate.food: f"{candidate.name} ({candidate.score:.0f} %)" for candidate in question.candidates}
    names[diary.NONE] = NONE_OF_THESE
    _choice(f"mean-{_id(entry.text)}", f"What is {entry.text}?", names, entry.text, "Choose")


def _choice(name: str, label: str, names: dict[str, str], text: str, placeholder: str) -> None:
    st.selectbox(
        words.escaped(label),
        list(names),
        format_func=names.__getitem__,
        index=None,
        key=name,
        placeholder=placeholder,
        label_visibility="collapsed",
        on_change=_meant,
        args=(name, text),
    )


def _meant(name: str, text: str) -> None:
    food = st.session_state[name]
    if food is not None:
        enter.change(lambda held: held.meaning(text, food))


def _weighed(name: str, entry: Entry, food: str) -> None:
    grams = st.session_state[name]
    if grams is not None:
        enter.change(lambda held: held.weighing(entry, food, grams))


def _unmatched(entries: tuple[Entry, ...]) -> None:
    """Foods that the catalogue does not hold, with the offer to choose one that is like it."""
    texts = {diary.key(entry.text): entry.text for entry in entries}
    if not texts:
        return
    said = ", ".join(texts.values())
    st.markdown(f":material/help: **Not known:** {words.escaped(said)}")
    settled = dict(enter.now().meant)
    names = {food.food: food.name for food in session.catalogue().foods}
    order = {food: names[food] for food in sorted(names, key=names.__getitem__)}
    open_texts = [text for known, text in texts.items() if known not in settled]
    if open_texts:
        with st.expander("Choose a food that is like it, if there is one", key="like-it"):
            for text in open_texts[:MOST_ASKED]:
                st.markdown(words.escaped(text))
                _choice(f"mean-{_id(text)}", f"Like {text}", order, text, "Type to search")


def _answered(held: Diary) -> None:
    """Answers that were given, each to be taken back."""
    given = dict(held.meant) | {text: answer.partition(":")[0] for (text, _), answer in held.weights}
    if not given:
        return
    names = {food.food: food.name for food in session.catalogue().foods} | {diary.NONE: "none of these"}
    with st.expander("Your answers", key="answers"):
        for text, food in given.items():
            st.button(
                words.escaped(f"{text}: {names[food]}. Ask again"),
                key=f"again-{_id(text)}",
                type="tertiary",
                icon=":material/undo:",
                on_click=enter.change,
                args=(partial(Diary.asking_again, text=text),),
            )
