"""The page Symptoms as a page: red flags alone on top, nothing in a link, the plan only when asked."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from test_check import NUTRIENT_TALK
from test_pages import _holds_up, _page, _said
from test_symptoms import EMERGENCIES

from planner.explain.check import check
from planner.exports import checks
from planner.tables.catalogue import load_catalogue, tables_folder
from planner.tables.help_lines import load_help_lines
from planner.ui import symptoms, words

PATH = "symptoms"
TYPED, CONDITIONS = "symptoms-typed", "symptoms-conditions"


def typed(text: str, **address: str) -> AppTest:
    page = _page(PATH, **address)
    page.text_area(key=TYPED).set_value(text).run()
    _holds_up(page)
    return page


def _shown(page: AppTest) -> str:
    """What the answer says: without the question, the bottom line and what stands on every page."""
    elements = [*page.markdown, *page.error, *page.warning, *page.info]
    return "\n".join(str(element.value) for element in elements)


def test_it_opens_without_an_answer() -> None:
    page = _page(PATH)
    _holds_up(page)
    assert symptoms.NOTHING_YET in _said(page) and symptoms.PRIVATE in _said(page)
    assert not (page.error or page.warning or page.info)


def test_what_is_typed_and_chosen_is_answered() -> None:
    page = _page(PATH, conditions="warfarin", greens="some-days", answered="yes")
    page.multiselect(key="symptoms-chosen").set_value(["Muscle cramps"])
    page.text_area(key=TYPED).set_value("tingly toes for months\npurple ears")
    page.multiselect(key=CONDITIONS).set_value(["warfarin"])
    page.text_area(key="symptoms-condition-typed").set_value("lisinopril").run()
    _holds_up(page)
    assert not page.error
    assert checks.DOCTOR_SOON in page.warning[0].value
    assert "purple ears" in page.info[0].value
    answer = check(
        ["Muscle cramps", "tingly toes for months", "purple ears"], ["warfarin", "lisinopril"], load_catalogue()
    )
    shown = _shown(page)
    for section in checks.sections(answer, load_help_lines(tables_folder()), "other"):
        assert words.escaped(section.title) in shown
        assert all(words.escaped(line) in shown for line in section.lines), section.title
    assert words.escaped(checks.NOTICE) in _said(page)
    assert not page.expander
    assert r"magnesium, mg a day\: at least 352 (RDA +10 %)" in shown
    assert r"potassium, mg a day\: at least" not in shown  # lisinopril: its floor is dropped


def test_targets_that_need_an_answer_first_are_asked_for_and_not_shown() -> None:
    page = _page(PATH)
    page.multiselect(key="symptoms-chosen").set_value(["Muscle cramps"])
    page.multiselect(key=CONDITIONS).set_value(["warfarin"]).run()
    _holds_up(page)
    assert "how often you eat leafy greens. Then enter it under Targets." in _said(page)
    assert "(RDA" not in _said(page)


@pytest.mark.parametrize("text", EMERGENCIES[::3])
def test_a_red_flag_hides_everything_else(text: str) -> None:
    page = typed(f"leg cramps\n{text}\npurple ears", conditions="lisinopril")
    assert page.error[0].value.startswith(f"**{words.escaped(checks.GET_HELP)}**")
    assert not (page.warning or page.info)
    assert not [button for button in page.button if button.key == "plan-with"]
    shown = _shown(page)
    assert "Sources" not in _said(page)
    assert not [
        word
        for word in NUTRIENT_TALK
        if word in shown.lower().replace("raises potassium", "").replace("moves potassium", "")
    ]


def test_taking_the_red_flag_back_brings_the_rest() -> None:
    page = typed("chest pain, leg cramps")
    assert page.error
    page.text_area(key=TYPED).set_value("no chest pain, but leg cramps").run()
    _holds_up(page)
    assert not page.error
    assert "What it can have to do with" in _said(page)


def test_a_question_is_answered_with_a_button_and_taken_back() -> None:
    page = typed("stroke")
    assert page.error
    page.button(key="settle-stroke").click().run()
    _holds_up(page)
    assert not page.error
    page.button(key="settle-none").click().run()
    assert page.error


def test_whoever_wants_to_die_sees_the_line_of_the_country_first() -> None:
    page = typed("I want to die")
    page.selectbox(key="symptoms-country").set_value("GB").run()
    _holds_up(page)
    assert len(page.error) == 1
    assert page.error[0].value.startswith(f"**{words.escaped(checks.NOT_ALONE)}**")
    assert "116 123" in page.error[0].value


@pytest.mark.parametrize("text", ["numb feet for months", "one swollen calf"])
def test_above_self_care_no_button_plans_a_week(text: str) -> None:
    page = typed(text)
    page.multiselect(key=CONDITIONS).set_value(["ppi"]).run()
    assert page.warning and "Plan an ordinary week" not in _said(page)
    assert not [button for button in page.button if button.key == "plan-with"]


def test_conditions_of_the_plan_count_from_the_start() -> None:
    page = _page(PATH, conditions="kidney-disease")
    assert page.multiselect(key=CONDITIONS).value == ["kidney-disease"]
    page.text_area(key=TYPED).set_value("weak muscles").run()
    assert checks.GET_HELP in page.error[0].value.replace("\\", "")


def test_a_pregnancy_under_me_counts() -> None:
    page = typed("bad headache", trimester="2")
    assert page.error
    assert not typed("bad headache").error


def test_choosing_here_leaves_the_plan_alone_until_the_button() -> None:
    page = _page(PATH)
    before = page.session_state["choices"]
    page.multiselect(key=CONDITIONS).set_value(["ppi"])
    page.text_area(key=TYPED).set_value("constipated, on lisinopril").run()
    assert page.session_state["choices"] == before
    page.button(key="plan-with").click().run()
    _holds_up(page)
    choices = page.session_state["choices"]
    assert set(choices.request.conditions) == {"ppi", "ace-inhibitor"} and choices.answered
    assert "heeds these illnesses and medicines" in page.warning[0].value
    assert "Your week heeds them already" in _said(page)
    page.multiselect(key=CONDITIONS).set_value([])
    page.text_area(key=TYPED).set_value("eyelid twitching").run()
    assert set(page.session_state["choices"].request.conditions) == {"ppi", "ace-inhibitor"}


def test_nothing_that_is_entered_comes_into_the_address_or_the_saved_file() -> None:
    page = typed("my leg cramps at night")
    page.multiselect(key=CONDITIONS).set_value(["ppi"])
    page.multiselect(key="symptoms-chosen").set_value(["Tiredness"]).run()
    _holds_up(page)
    assert not page.query_params
    assert "it is in no link, in no saved file" in _said(page)


def test_every_choice_is_understood() -> None:
    tables = load_catalogue()
    for complaint in symptoms.complaints(tables):
        answer = check([complaint], [], tables)
        assert not answer.unknown, complaint
    offered = " ".join(symptoms.complaints(tables)).lower()
    for row in tables.complaints.rules:
        assert row.choice.lower() in offered
        if row.choice:
            fired = check([row.choice], [], tables)
            assert row.rule in {flag.flag for flag in (*fired.red_flags, *fired.doctor_today, *fired.doctor_soon)}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[a](http://x) **b**", "$x$ :red[c]", "--symptom"])
def test_typed_text_is_never_markup(text: str) -> None:
    page = typed(text)
    assert words.escaped(f'"{text}"') in page.info[0].value


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_gives_a_page(complaint: str, condition: str) -> None:
    page = _page(PATH)
    page.text_area(key=TYPED).set_value(complaint)
    page.text_area(key="symptoms-condition-typed").set_value(condition).run()
    _holds_up(page)
