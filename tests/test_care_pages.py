"""Illnesses, medicines and supplements on the pages: what is clicked never raises what must not rise."""

from collections.abc import Callable

import pytest
from helpers import plain_high, targets_of
from streamlit.testing.v1 import AppTest
from test_pages import _holds_up, _page, _said

from planner import PlanRequest
from planner.targets.bound import USUAL

POTASSIUM = "potassium_mg"
KIDNEY = {
    "conditions": "kidney-disease",
    "answered": "yes",
    "diet": "omnivore",
    "limit": "potassium_mg=2500,phosphorus_mg=1200,sodium_mg=2300,protein_g=60",
}


def _drag_right(page: AppTest) -> None:
    slider = page.slider(key="slide-potassium_mg")
    slider.set_value(slider.max).run()


def _drag_left_and_right(page: AppTest) -> None:
    page.slider(key="slide-potassium_mg").set_value(2300.0).run()
    _drag_right(page)


def _more_of_another(page: AppTest) -> None:
    page.slider(key="slide-magnesium_mg").set_value(380.0).run()


def _eat_more_now(page: AppTest) -> None:
    page.number_input(key="now-potassium_mg").set_value(4500.0).run()


@pytest.mark.parametrize("click", [_drag_right, _drag_left_and_right, _more_of_another, _eat_more_now])
def test_no_click_raises_a_kidney_patients_potassium(click: Callable[[AppTest], None]) -> None:
    page = _page("targets", **KIDNEY)
    _holds_up(page)
    assert page.slider(key="slide-potassium_mg").max == 2500
    click(page)
    _holds_up(page)
    plan = page.session_state["plan"]
    assert plan is not None and plain_high(plan, POTASSIUM) <= 2500 * (1 + 1e-6)


@pytest.mark.parametrize(
    "texts",
    [
        {"target": "potassium_mg=4000:"},
        {"target": "potassium_mg=:9000"},
        {"hard": "potassium_mg"},
        {"watch": "potassium_mg"},
        {"supplement": "potassium=600"},
        {"now": "potassium_mg=9000"},
        {"must_have": "banana,lentils"},
    ],
)
def test_no_address_raises_a_kidney_patients_potassium(texts: dict[str, str]) -> None:
    page = _page("", **KIDNEY | texts)
    _holds_up(page)
    plan = page.session_state["plan"]
    assert plan is None or plain_high(plan, POTASSIUM) <= 2500 * (1 + 1e-6)
    assert plan is not None or page.error


def usual_potassium() -> float:
    """What a woman of 35 usually eats of it, from the tables: the most beside an ACE inhibitor."""
    (bound,) = targets_of(PlanRequest(conditions=("lisinopril",))).of(POTASSIUM)
    assert bound.basis == USUAL and bound.upper and bound.upper < 2600  # below the AI
    return bound.upper


def test_with_an_ace_inhibitor_the_slider_ends_at_usual_intake_or_at_what_is_eaten_now() -> None:
    page = _page("targets", conditions="lisinopril", answered="yes")
    _holds_up(page)
    slider = page.slider(key="slide-potassium_mg")
    assert slider.max == usual_potassium() and "at most" in slider.label
    page.number_input(key="now-potassium_mg").set_value(2400.0).run()
    _holds_up(page)
    assert page.slider(key="slide-potassium_mg").max == 2400
    assert plain_high(page.session_state["plan"], POTASSIUM) <= 2400 * (1 + 1e-6)


def test_b12_that_food_cannot_fix_has_no_percent_on_its_tile() -> None:
    page = _page("", conditions="pernicious-anaemia", answered="yes")
    _holds_up(page)
    said = _said(page)
    assert "Food cannot fix this" in said and said.count("Reached") == 3


def test_b12_that_food_cannot_fix_is_nowhere_reached_among_all_nutrients() -> None:
    page = _page("nutrients", conditions="pernicious-anaemia", answered="yes")
    _holds_up(page)
    table = next(frame.value for frame in page.dataframe if "Must" in frame.value)
    rows = [" ".join(map(str, row)) for row in table.itertuples() if "B12" in str(row)]
    assert rows and all("a doctor treats it" in row for row in rows)


def test_a_supplement_is_added_shown_and_removed() -> None:
    page = _page("me")
    page.selectbox(key="taken-which").set_value("calcium:calcium_mg").run()
    page.number_input(key="taken-amount").set_value(500.0)
    page.button(key="taken-add").click().run()
    _holds_up(page)
    assert page.session_state["choices"].request.supplements[0].amount == 500
    assert "calcium supplement: 500 mg a day" in _said(page)
    assert any(result.bound.supplied == 500 for result in page.session_state["plan"].targets)
    page.button(key="taken-remove-0").click().run()
    _holds_up(page)
    assert page.session_state["choices"].request.supplements == ()


def test_too_much_of_a_supplement_is_refused_with_its_reason() -> None:
    page = _page("me")
    page.selectbox(key="taken-which").set_value("vitamin-b6:vitamin_b6_mg").run()
    page.number_input(key="taken-amount").set_value(200.0)
    page.button(key="taken-add").click().run()
    _holds_up(page)
    assert "above the upper level" in page.warning[0].value and "--" not in page.warning[0].value
    assert page.session_state["choices"].request.supplements == ()


def test_a_medicine_from_an_address_is_in_the_list_and_not_lost_when_another_is_chosen() -> None:
    page = _page("targets", conditions="lisinopril", answered="yes")
    chosen = page.multiselect(key="health-list")
    assert list(chosen.value) == ["ace-inhibitor"]
    chosen.set_value(["ace-inhibitor", "metformin"]).run()
    _holds_up(page)
    assert page.session_state["choices"].request.conditions == ("ace-inhibitor", "metformin")
    assert page.slider(key="slide-potassium_mg").max == usual_potassium()


def test_a_medicine_without_a_rule_is_taken_said_and_can_be_taken_off() -> None:
    page = _page("targets", conditions="lisinopril", answered="yes")
    page.text_input(key="health-typed").set_value("Zoloft 50 mg").run()
    _holds_up(page)
    assert page.session_state["choices"].request.conditions == ("ace-inhibitor", "zoloft")
    assert any("our tables hold no rule for it" in info.value for info in page.info)
    page.multiselect(key="health-list").set_value(["ace-inhibitor"]).run()
    _holds_up(page)
    assert page.session_state["choices"].request.conditions == ("ace-inhibitor",)


def test_a_misspelt_medicine_is_asked_back_and_not_taken() -> None:
    page = _page("targets", conditions="lisinopril", answered="yes")
    page.text_input(key="health-typed").set_value("elequis").run()
    _holds_up(page)
    assert page.session_state["choices"].request.conditions == ("lisinopril",)
    assert "Did you mean eliquis" in _said(page)
