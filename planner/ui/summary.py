"""The strip above a week: what it costs, and how it stands with the four nutrients."""

import streamlit as st

from planner.exports import words as said
from planner.exports.fact_words import first_words
from planner.exports.meal_words import by_meal_words
from planner.plan import ABSORBED_B12, Plan, TargetResult
from planner.targets import Bound
from planner.targets.bound import YOURS
from planner.ui import references, session, words

B12 = ("vitamin_b12_ug", "added_vitamin_b12_ug")
NOT_TREATMENT = "Meeting an RDA does not treat a deficiency."
REACHED, BELOW, ABOVE = ":material/check_circle:", ":material/south:", ":material/north:"


def show(plan: Plan) -> None:
    """Cost of week and day, then B12, magnesium, potassium and calcium, eaten and absorbed, with a state in words."""
    for warning in said.warnings(session.choices().request, session.catalogue(), plan):
        st.warning(words.escaped(warning), icon=":material/warning:")
    asked = plan, session.choices().request, session.catalogue()
    for line in (*by_meal_words(*asked), *first_words(*asked)):
        st.markdown(words.escaped(line))
    with st.container(key="summary", horizontal=True, gap="small"):
        _cost(plan)
        for nutrient in ("b12", *said.FOCAL[2:]):
            result = result_of(plan, nutrient)
            if result is not None:
                _tile(result)


def result_of(plan: Plan, nutrient: str) -> TargetResult | None:
    """The result to show; of "b12" the one that counts for this person, else a nutrient without a least."""
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
        st.markdown(f"### {words.money(plan.cost_usd)}", anchors=False)
        st.caption(f"{words.money(plan.cost_usd / days)} a day  \n{plan.energy_kcal:,.0f} kcal a day")


def _price_source(plan: Plan) -> str:
    return f"US store prices of {said.month(plan.price_month)}. {said.proof(plan)} {said.realism(plan)}".replace(
        "$", r"\$"
    )


def _tile(result: TargetResult) -> None:
    bound = result.bound
    name = "B12" if bound.nutrient in B12 else said.nutrient_name(bound.nutrient, session.catalogue())
    whole = None if bound.unmet else bound.lower or bound.upper
    with st.container(border=True, key=f"tile-{bound.nutrient}"):
        st.markdown(words.escaped(name[:1].upper() + name[1:]), help=basis(result))
        st.markdown(f"### {said.percent(result.mean, whole) if whole else _mean(result)}", anchors=False)
        if whole:
            bar(bound.nutrient, result.mean / whole, result.met)
        st.markdown(f":small[{state(result)}]")
        st.caption(amounts(result))
        if bound.nutrient in (*B12, ABSORBED_B12):
            st.caption(NOT_TREATMENT)


def bar(nutrient: str, share: float, is_met: bool) -> None:
    """A bar up to the target; orange where it is not met, which the words below say too."""
    with st.container(key=f"{'reached' if is_met else 'below'}-{nutrient}"):
        st.progress(min(1.0, share))


def _mean(result: TargetResult) -> str:
    """What a day brings; "at least" where the content of some food is not known."""
    least = "at least " if result.at_least else ""
    return f"{least}{words.escaped(said.with_unit(result.mean, result.unit))}"


def amounts(result: TargetResult) -> str:
    """What a day brings, and of how much."""
    bound = result.bound
    basis_word = words.escaped(bound.basis.split(",")[0])
    if bound.lower:
        return f"{_mean(result)} of {said.amount(bound.lower)} ({basis_word})"
    if bound.upper is not None:
        return f"{_mean(result)} of at most {said.amount(bound.upper)}{said.every_day(result)} ({basis_word})"
    return f"{_mean(result)} a day"


def state(result: TargetResult) -> str:
    """A sign and the state in words: never colour alone. An own target below the tables' is told."""
    reference = _reference_above(result)
    if reference is not None:
        basis_word = reference.basis.split(",")[0]
        return f"{BELOW} Below the {words.escaped(basis_word)} of {said.amount(reference.lower or 0.0)}"
    if not result.bound.lower and result.bound.upper is None:
        return ":material/remove: No least, no limit"
    if result.bound.unmet:
        return f":material/stethoscope: {words.escaped(result.bound.unmet)}"
    if result.met:
        return f"{REACHED} Reached" if result.bound.lower else f"{REACHED} Kept"
    text = said.state(result)
    sign = BELOW if "short" in text or "below" in text else ABOVE
    return f"{sign} {words.escaped(text[:1].upper() + text[1:])}"


def _reference_above(result: TargetResult) -> Bound | None:
    """The least of the tables, where somebody asked for less and the week does not reach it."""
    if result.bound.basis != YOURS or result.bound.lower is None or not result.met:
        return None
    least = references.least_of(references.bounds_of(result.bound.nutrient, session.choices()))
    return least if least is not None and result.mean < (least.lower or 0.0) else None


def basis(result: TargetResult) -> str:
    """Where a target comes from and what to know about it."""
    parts = [f"Target: {said.target(result)}.", f"Source: {result.bound.source}.", said.note(result)]
    if result.at_least:
        parts.append("At least: the content of some food is not known.")
    return words.escaped(" ".join(part for part in parts if part))
