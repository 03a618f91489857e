"""The strip above a week: what it costs, and how it stands with the four nutrients."""

import streamlit as st

from planner.exports import words as said
from planner.plan import ABSORBED_B12, Plan, TargetResult
from planner.ui import session, words

B12 = ("vitamin_b12_ug", "added_vitamin_b12_ug")
NOT_TREATMENT = "Meeting an RDA does not treat a deficiency."
REACHED, BELOW, ABOVE = ":material/check_circle:", ":material/south:", ":material/north:"


def show(plan: Plan) -> None:
    """Cost of week and day, then B12, magnesium, potassium and calcium, eaten and absorbed, with a state in words."""
    for warning in said.warnings(session.choices().request, session.catalogue()):
        st.warning(words.escaped(warning), icon=":material/warning:")
    with st.container(key="summary", horizontal=True, gap="small"):
        _cost(plan)
        for nutrient in ("b12", *said.FOCAL[2:]):
            result = _result(plan, nutrient)
            if result is not None:
                _tile(result)


def _result(plan: Plan, nutrient: str) -> TargetResult | None:
    """The result to show; of B12 the one that counts for this person, else a nutrient without a least."""
    if nutrient != "b12":
        own = [result for result in plan.targets if result.bound.nutrient == nutrient]
        return said.focal_result(plan, nutrient) or next(iter(own), None)
    results = [said.focal_result(plan, name) for name in B12]
    return next((result for result in reversed(results) if result is not None), None)


def _cost(plan: Plan) -> None:
    days = len(plan.days)
    span = "week" if days == 7 else words.count(days, "day")
    with st.container(border=True, key="tile-cost"):
        st.markdown(f"Cost of the {span}", help=_price_source(plan))
        st.markdown(f"### {words.money(plan.cost_usd)}")
        st.caption(f"{words.money(plan.cost_usd / days)} a day  \n{plan.energy_kcal:,.0f} kcal a day")


def _price_source(plan: Plan) -> str:
    return f"US store prices of {said.month(plan.price_month)}. {said.proof(plan)} {said.realism(plan)}".replace(
        "$", r"\$"
    )


def _tile(result: TargetResult) -> None:
    bound = result.bound
    name = "B12" if bound.nutrient in B12 else said.nutrient_name(bound.nutrient, session.catalogue())
    end = bound.lower if bound.lower is not None else bound.upper
    end = None if bound.unmet else end
    with st.container(border=True, key=f"tile-{bound.nutrient}"):
        st.markdown(words.escaped(name[:1].upper() + name[1:]), help=basis(result))
        st.markdown(f"### {said.percent(result.mean, end) if end else words.escaped(_mean(result))}")
        if end:
            st.progress(min(1.0, result.mean / end))
        st.caption(f"{state(result)}  \n{_mean(result)}{_end(result)}")
        if bound.nutrient in (*B12, ABSORBED_B12):
            st.caption(NOT_TREATMENT)


def _mean(result: TargetResult) -> str:
    """What a day brings; "at least" where the content of some food is not known."""
    least = "at least " if result.at_least else ""
    return f"{least}{words.escaped(said.with_unit(result.mean, result.unit))}"


def _end(result: TargetResult) -> str:
    bound = result.bound
    if bound.lower is None and bound.upper is None:
        return " a day"
    basis_word = words.escaped(bound.basis.split(",")[0])
    if bound.lower is None:
        return f" of at most {said.amount(bound.upper or 0.0)} ({basis_word})"
    return f" of {said.amount(bound.lower)} ({basis_word})"


def state(result: TargetResult) -> str:
    """A sign and the state in words: never colour alone."""
    if result.bound.lower is None and result.bound.upper is None:
        return ":material/remove: No least, no limit"
    if result.bound.unmet:
        return f":material/stethoscope: {words.escaped(result.bound.unmet)}"
    if result.met:
        return f"{REACHED} Reached" if result.bound.lower is not None else f"{REACHED} Kept"
    text = said.state(result)
    sign = BELOW if "short" in text or "below" in text else ABOVE
    return f"{sign} {words.escaped(text[:1].upper() + text[1:])}"


def basis(result: TargetResult) -> str:
    """Where a target comes from and what to know about it."""
    parts = [f"Target: {said.target(result)}.", f"Source: {result.bound.source}.", said.note(result)]
    if result.at_least:
        parts.append("At least: the content of some food is not known.")
    return words.escaped(" ".join(part for part in parts if part))
