"""Why this week and impossible wishes as pages: what they say, what a click changes, what stays out of reach."""

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import OPTIONS_OF_THE_COMMAND_LINE, _holds_up, _page, _said

from planner.errors import WrongInput
from planner.explain.curves import CostCurve, CurvePoint
from planner.ui import refused, why, why_charts, why_curve

IMPOSSIBLE = {"no_fortified": "yes"}


def _charts(page: AppTest) -> dict[str, str]:
    """Alternative text of every chart, by its specification."""
    return {each.proto.spec: each.proto.alt for each in page.get("vega_lite_chart")}


def _applies(page: AppTest) -> list[str]:
    return [str(button.key) for button in page.button if str(button.key).startswith("apply-")]


def test_why_tells_prices_swaps_and_realism_in_words_under_the_week() -> None:
    page = _page("why")
    _holds_up(page)
    said = _said(page)
    assert "Cost of the week" in said
    assert "of calcium a day costs" in said and "dropping the target would save" in said
    assert "The cheapest week meets these anyway" in said
    assert "The bare nutrients would cost" in said
    assert OPTIONS_OF_THE_COMMAND_LINE not in said
    charts = _charts(page)
    assert len(charts) == 3
    assert all(alt.endswith("The same stands in the table below.") for alt in charts.values())
    titles = " ".join(charts)
    for title in ("USD a day", "Calcium, at least (mg a day)", "cents for 10 % of the target"):
        assert title in titles
    swap = next(button for button in page.button if str(button.key).startswith("why-never-"))
    food = str(swap.key).removeprefix("why-never-")
    assert food in page.session_state["plan"].foods
    page.button(key=swap.key).click().run()
    _holds_up(page)
    assert food not in page.session_state["plan"].foods


@pytest.mark.parametrize("target", ["vitamin_b12_ug", "magnesium_mg", "energy", "budget"])
def test_every_target_has_a_curve(target: str) -> None:
    page = _page("why")
    page.selectbox(key="why-curve").select(target).run()
    _holds_up(page)
    assert len(_charts(page)) == 3


def test_the_curve_of_potassium_waits_for_the_question() -> None:
    page = _page("why")
    page.selectbox(key="why-curve").select("potassium_mg").run()
    _holds_up(page)
    assert why_curve.ANSWER_FIRST in page.info[0].value
    assert len(_charts(page)) == 2


def test_a_problem_of_the_explanation_is_a_sentence_under_the_week(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise WrongInput("--without soy: cannot be explained.")

    monkeypatch.setattr(why, "explain_week", broken)
    page = _page("why", exclude="kale")
    _holds_up(page)
    assert "Cost of the week" in _said(page)
    assert page.error[0].value.startswith("Without soy")


def test_an_impossible_wish_says_what_clashes_and_one_click_repairs_it() -> None:
    page = _page("", **IMPOSSIBLE)
    _holds_up(page)
    said = _said(page)
    assert "without any one of them, the others can" in said
    assert "You leave out fortified foods" in said
    assert "tops out at" in said
    assert OPTIONS_OF_THE_COMMAND_LINE not in said
    assert len(_applies(page)) >= 2
    asked = page.session_state["choices"]
    page.button(key="apply-0").click().run()
    _holds_up(page)
    assert not page.error and not _applies(page)
    assert not page.session_state["choices"].request.no_fortified
    assert page.session_state["choices"].request.person == asked.request.person  # nothing else changes
    page.button(key="undo").click().run()
    assert page.session_state["choices"] == asked
    assert _applies(page)


@pytest.mark.parametrize("path", ["me", "targets", "shopping", "nutrients", "why"])
def test_every_page_with_a_week_offers_the_repairs(path: str) -> None:
    page = _page(path, **IMPOSSIBLE)
    _holds_up(page)
    assert _applies(page)


def test_a_clinicians_limit_is_never_offered_and_its_warning_stands() -> None:
    limits = "potassium_mg=400,phosphorus_mg=300,sodium_mg=1500,protein_g=20"
    page = _page("", conditions="kidney-disease", answered="yes", limit=limits)
    _holds_up(page)
    assert page.error[0].value.startswith("No plan")
    assert page.warning  # what must be read with this illness is never folded
    assert any("ask a dietitian" in note.value for note in page.info)
    assert not _applies(page)


def test_a_refusal_that_cannot_be_explained_keeps_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(refused, "explain_refusal", broken)
    page = _page("", exclude="banana", **IMPOSSIBLE)
    _holds_up(page)
    assert page.error and not _applies(page)
    assert "secret detail" not in _said(page)


def test_the_curve_marks_now_the_upper_level_and_the_end_of_what_is_possible() -> None:
    points = (CurvePoint(600, 4.8), CurvePoint(1000, 5.0), CurvePoint(2400, 7.5))
    named = ("calcium_mg", "calcium", "mg", "least", 600, 2500, points, 1000, 5.0)
    curve = CostCurve(
        *named, impossible_above=2400, stop=2500, stop_basis=why_curve._stop_word("RDA, UL"), stop_says=""
    )
    rules = why_curve._rules(curve)
    assert list(rules["said"]) == ["UL 2,500", "no week above 2,400"]
    spec = json.loads(why_charts.curve(why_curve._points(curve), rules, "Calcium (mg a day)").to_json())
    text = json.dumps(spec)
    assert "USD a day" in text and "Calcium (mg a day)" in text
    assert "now: $5.00" in text and "diamond" in text


def test_steps_begin_where_the_one_above_ends() -> None:
    rows = pd.DataFrame(
        {"part": ["a", "b"], "start": [0.0, 3.0], "end": [3.0, 5.0], "said": ["$3.00", "+$2.00"], "kind": ["x", "y"]}
    )
    assert '"beside"' in why_charts.steps(rows, "USD a day").to_json()
