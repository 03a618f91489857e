"""Where no week can be made: the sentence at once, then what clashes, what can be reached, and changes to apply."""

import logging
from dataclasses import fields, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.errors import PlannerError, where
from planner.explain.impossible import Refusal, Repair
from planner.exports import refusals
from planner.exports import words as said
from planner.on_offer import plannable
from planner.pipeline import explain_refusal
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import tables_folder
from planner.tables.help_lines import PRICED_IN, HelpLine, line_of, load_help_lines
from planner.ui import planning, session, words, working
from planner.ui.choices import Choices

LOG = logging.getLogger(__name__)
DOING = "Looking for what clashes and what would help"
USUAL_S = 4.0
CARDS = 3  # beside each other
ROUNDING = "No plan costs less; whole portions may cost a few cents more."


def show(answer: planning.Answer) -> None:
    """The sentence; what stands below it is filled when the rest of the page is there (`explain`)."""
    for warning in _warnings():
        st.warning(words.escaped(warning), icon=":material/warning:")
    sentence = st.empty()
    _say(sentence, answer.problem)
    if answer.is_impossible:
        st.session_state.refused = (sentence, st.container(key="refused"), session.choices())


def _say(spot: DeltaGenerator, sentence: str) -> None:
    spot.error(words.escaped(_plain(sentence)), icon=":material/block:")


def _warnings() -> tuple[str, ...]:
    """What must be read with an illness or a medicine, also where there is no week."""
    try:
        return said.warnings(session.choices().request, session.catalogue())
    except PlannerError:
        return ()


def forget() -> None:
    """A run begins: no place of an earlier one is filled."""
    st.session_state.pop("refused", None)


def explain() -> None:
    """Fill the place that `show` left, if it left one on this run."""
    sentence, place, asked = st.session_state.pop("refused", (None, None, None))
    if place is None or asked != session.choices():
        return
    try:
        _explain(sentence, place, asked)
    except Exception as error:
        LOG.error("a refusal could not be explained: %s", where(error))  # the sentence above it stands


def _explain(sentence: DeltaGenerator, place: DeltaGenerator, choices: Choices) -> None:
    tables = planning.catalogue_for(choices)
    request = replace(choices.request, near=(), not_again=(), seed=0)
    with place:
        work = working.found(
            ("refused", request, tables.digest),
            lambda _, cancelled: explain_refusal(request, tables, cancelled),
            st.empty(),
            DOING,
            USUAL_S,
        )
        if work.answer is not None:
            if work.answer.conflict:
                _say(sentence, work.answer.headline)
            _page(work.answer)


def _page(refusal: Refusal) -> None:
    if refusal.conflict:
        lines = [words.escaped(_plain(line)) for line in refusals.conflict_lines(refusal.conflict)]
        st.subheader("What clashes", anchor=False)
        st.markdown(refusals.CLASH if len(lines) > 1 else refusals.ALONE)
        st.markdown("\n".join(f"- {line}" for line in lines))
    if refusal.reachable:
        st.subheader("How far it goes", anchor=False)
        st.markdown("\n".join(f"- {words.escaped(_plain(reach.text))}." for reach in refusal.reachable))
    for note in refusal.notes:
        st.info(words.escaped(_plain(note)), icon=":material/info:")
    if refusal.repairs:
        st.subheader("What would help", anchor=False)
        one = "One of these is enough. " if len(refusal.repairs) > 1 else ""
        st.caption(f"{one}{ROUNDING} *Undo* brings everything back.")
    _food_help(refusal)
    for first in range(0, len(refusal.repairs), CARDS):
        row = refusal.repairs[first : first + CARDS]
        for number, (column, repair) in enumerate(zip(st.columns(CARDS), row, strict=False), start=first):
            with column:
                _card(number, repair)


def _food_help(refusal: Refusal) -> None:
    """Who helps where it is the money that is short."""
    rows = load_help_lines(tables_folder())
    here = dict.fromkeys((line_of(_country(rows), rows), rows[-1]))
    helped = [f"- {words.escaped(line)}" for line in refusals.food_lines(refusal, tuple(here))]
    if helped:
        said = "\n".join((f"**{refusals.FOOD_HELP}**", "", *helped))
        st.info(said, icon=":material/volunteer_activism:")


def _country(lines: tuple[HelpLine, ...]) -> str:
    """Code of the reader's country, as the browser has it; else the one whose prices these are."""
    region = (st.context.locale or "").rpartition("-")[2].upper()
    return region if region in {line.country for line in lines} else PRICED_IN


def _card(number: int, repair: Repair) -> None:
    """One change: what it is, what a day then costs, what to take care of, and a button that makes it."""
    with st.container(border=True, key=f"repair-{number}"):
        st.markdown(f"### {words.money(repair.cost_usd_per_day)} a day", anchors=False)
        st.markdown(words.escaped(_plain(repair.text)))
        if repair.beside_usd_per_day:
            least, most = map(words.money, repair.beside_usd_per_day)
            st.caption(f"The supplement costs about {least} to {most} a day beside (our estimate: look at the shelf).")
        if repair.caution:
            st.warning(words.escaped(_plain(repair.caution)))
        st.button(
            f"Apply{words.heard(repair.text)}",
            key=f"apply-{number}",
            type="primary" if number == 0 else "secondary",
            icon=":material/check:",
            on_click=_apply,
            args=(repair,),
        )


def _plain(text: str) -> str:
    return words.without_options(text)


def _apply(repair: Repair) -> None:
    """Ask for the changed request."""
    session.change(lambda choices: replace(choices, request=repaired(choices.request, repair), week=()))
    session.confirm("Changed. Undo brings back what you asked for before.")


def repaired(request: PlanRequest, repair: Repair) -> PlanRequest:
    """A request with what the repair changes, and nothing else."""
    checked, _ = plannable(check_request(request, session.catalogue()), session.catalogue())
    changed = {
        each.name: getattr(repair.request, each.name)
        for each in fields(PlanRequest)
        if each.name not in ("near", "not_again", "seed", "eats")
        and getattr(repair.request, each.name) != getattr(checked, each.name)
    }
    return replace(request, **changed)
