"""The sliders of the four nutrients: where each begins, stops and why, and what moving it changes."""

from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from planner.errors import PlannerError
from planner.exports import words as said
from planner.plan import Plan
from planner.targets import Bound, make_targets
from planner.targets.bound import CAPS, CLINICIAN
from planner.ui import charts, health, references, session, summary, words
from planner.ui.choices import Choices
from planner.ui.summary import B12, NOT_TREATMENT

FINE = {"ug": 0.1}  # steps of a slider by unit; else 10
TIMES = 2.0  # a slider without an upper level ends at so many times the reference


@dataclass(frozen=True)
class Scale:
    """One slider: its ends, where it stands and what stands beside it."""

    nutrient: str
    unit: str
    reference: Bound  # the least of the tables
    stop: Bound | None  # the upper level that the food tables can check
    only_lower: bool  # an illness or a medicine: it sets a most, and only lower

    @property
    def step(self) -> float:
        """Smallest move [unit]."""
        return FINE.get(self.unit, 10.0)

    @property
    def end(self) -> float:
        """Right end [unit]."""
        if self.stop is not None and self.stop.upper is not None:
            return float(self.stop.upper)
        return float(TIMES * (self.reference.lower or self.step))


def scale_of(nutrient: str, choices: Choices) -> Scale | None:
    """The slider of a nutrient for this person; None where the tables have no reference for it."""
    tables = session.catalogue()
    bounds = references.bounds_of(nutrient, choices)
    reference = references.least_of(bounds)
    if reference is None:
        return None
    stop = next((bound for bound in bounds if bound.hard and bound.upper is not None and "UL" in bound.basis), None)
    unit = tables.nutrients[tables.nutrient_index[nutrient]].unit
    return Scale(nutrient, unit, reference, stop, is_only_lower(nutrient))


def is_only_lower(nutrient: str) -> bool:
    """Whether a condition lets this nutrient only be lowered."""
    return any(nutrient in row.only_lower or nutrient in row.needs_limit for row in health.rows())


def _cap(nutrient: str, choices: Choices) -> Bound | None:
    """What a condition lets nobody raise: the lowest of today's intake, the AI where it is not known, and a limit."""
    request = replace(choices.request, targets=(), watch=(), hard=(), supplements=())
    try:
        bounds = make_targets(request, session.catalogue()).of(nutrient)
    except PlannerError:
        return None
    return min((b for b in bounds if b.basis in CAPS), key=lambda b: b.upper or 0.0, default=None)


def b12_of(choices: Choices) -> str:
    """The B12 that counts: added B12 for vegans and people over 50."""
    return B12[1] if scale_of(B12[1], choices) else B12[0]


@dataclass(frozen=True)
class Now:
    """The line under a slider that says what the week brings, filled when the week is there."""

    nutrient: str
    spot: DeltaGenerator


def show_now(now: Now | None, plan: Plan) -> None:
    """What the week brings of a slider's nutrient."""
    if now is None:
        return
    result = summary.result_of(plan, now.nutrient)
    if result is not None:
        now.spot.markdown(f":small[**This week.** {summary.state(result)}: {summary.amounts(result)}]")


def show(nutrient: str, locked: str = "") -> Now | None:
    """A slider with its reference, stop and source. `locked`: why it cannot be moved yet."""
    choices = session.choices()
    scale = scale_of(nutrient, choices)
    if scale is None:
        return None
    name = "B12" if nutrient in B12 else said.nutrient_name(nutrient, session.catalogue())
    label = f"{name[:1].upper()}{name[1:]}, {'at most' if scale.only_lower else 'at least'}"
    key = f"slide-{nutrient}"
    with st.container(border=True, key=f"scale-{nutrient}"):
        end = _end(scale, choices)
        session.hold(key, min(end, max(0.0, _value(scale, choices, end))))
        st.slider(
            f"{label} ({said.unit_word(scale.unit)} a day)",
            0.0,
            end,
            step=scale.step,
            format="%.1f" if scale.step < 1 else "%.0f",
            key=key,
            on_change=_moved,
            args=(scale, end),
            disabled=bool(locked),
        )
        if locked:
            st.caption(f":material/lock: {words.escaped(locked)}")
        marks = _marks(scale, choices)
        st.vega_lite_chart(
            charts.marks(marks, end), key=f"marks-{nutrient}", alt=f"Marks: {', '.join(text for _, text in marks)}"
        )
        with st.container(key=f"brings-{nutrient}"):
            now = Now(nutrient, st.empty())
        st.caption(words.escaped(_lines(scale, choices)))
        if choices.wished(nutrient) is not None:
            st.button(
                "Back to the reference",
                key=f"reset-{nutrient}",
                type="tertiary",
                on_click=_reset,
                args=(nutrient,),
            )
    return now


def _marks(scale: Scale, choices: Choices) -> list[tuple[float, str]]:
    """What stands under a slider: the reference and the stop."""
    basis, least = scale.reference.basis.split(",")[0], scale.reference.lower or 0.0
    marks = [(least, f"{basis} {said.amount(least)}")]
    cap = _cap(scale.nutrient, choices)
    if cap is not None and cap.upper:
        name = "clinician's limit" if cap.basis == CLINICIAN else cap.basis
        marks = [mark for mark in marks if mark[0] < cap.upper] + [(cap.upper, name)]
    elif scale.stop is not None and scale.stop.upper is not None:
        marks.append((scale.stop.upper, f"UL {said.amount(scale.stop.upper)}"))
    return marks


def _end(scale: Scale, choices: Choices) -> float:
    """Right end [unit]: what nobody may raise, where there is such a most."""
    cap = _cap(scale.nutrient, choices)
    return float(cap.upper) if cap is not None and cap.upper else scale.end


def _value(scale: Scale, choices: Choices, end: float) -> float:
    """Where the slider stands [unit]."""
    wish = choices.wished(scale.nutrient)
    if scale.only_lower:
        return float(wish.upper) if wish is not None and wish.upper is not None else end
    return float(wish.lower if wish is not None and wish.lower is not None else scale.reference.lower or 0.0)


def _moved(scale: Scale, end: float) -> None:
    """A new target; at the reference (or the far end of a most) it is none of one's own."""
    value = float(st.session_state[f"slide-{scale.nutrient}"])
    plan = session.shown()
    if scale.only_lower:
        most = None if value >= end else value
        session.change(lambda choices: choices.near(plan).with_wish(scale.nutrient, None, most))
        return
    least = None if abs(value - (scale.reference.lower or 0.0)) < scale.step / 2 else value
    session.change(lambda choices: choices.near(plan).with_wish(scale.nutrient, least, _own_most(choices, scale)))


def _own_most(choices: Choices, scale: Scale) -> float | None:
    wish = choices.wished(scale.nutrient)
    return wish.upper if wish is not None else None


def _reset(nutrient: str) -> None:
    plan = session.shown()
    session.change(lambda choices: choices.near(plan).with_wish(nutrient, None, None))


def _lines(scale: Scale, choices: Choices) -> str:
    """Reference, stop and why, source."""
    least, unit = scale.reference, said.unit_word(scale.unit)
    lines = [f"{least.basis.split(',')[0]} for you: {said.amount(least.lower or 0.0)} {unit}."]
    if scale.only_lower:
        lines = ["With what you told us there is no least, and this slider only lowers. Far right: no own limit."]
    cap = _cap(scale.nutrient, choices)
    if cap is not None and cap.upper is not None:
        of = "your clinician's limit of " if cap.basis == CLINICIAN else ""
        note = "Every single day keeps it; a lower most of your own is for their mean." if of else cap.note
        lines.append(f"The slider stops at {of}{said.amount(cap.upper)} {unit}. {note}".strip())
    elif scale.stop is not None and scale.stop.upper is not None:
        counts = "" if scale.stop.counts == "total" else f" of {scale.stop.counts}"
        lines.append(f"The slider stops at {said.amount(scale.stop.upper)} {unit}: the upper limit (UL){counts}.")
    elif not scale.only_lower:
        lines.append("No upper limit (UL) is set for what food brings.")
    if scale.nutrient in B12 and NOT_TREATMENT not in least.note:
        lines.append(NOT_TREATMENT)
    return " ".join([*lines, least.note, f"Source: {least.source}."])
