"""Rather not the dishes of the week before: fewer of them come again, and every rule holds as before."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import catalogue, plan_for
from test_cli import check_schema, run

from planner import PlanRequest, make_plan, pipeline
from planner.exports import plan_object
from planner.exports.again import again_words, come_again
from planner.plan import Plan
from planner.store import Store
from planner.store.weeks import eaten_in
from planner.ui.address import from_texts, to_texts
from planner.ui.choices import Choices


def eaten(plan: Plan) -> tuple[tuple[str, str], ...]:
    return eaten_in(plan_object(plan, PlanRequest(), catalogue()))


def patterns(plan: Plan) -> set[str]:
    return {meal.pattern for day in plan.days for meal in day.meals}


@pytest.mark.parametrize("diet", ["vegan", "omnivore"])
def test_far_fewer_dishes_come_again_and_no_target_is_loosened(diet: str) -> None:
    usual = PlanRequest(diet=diet)
    first = plan_for(usual)
    other = replace(usual, not_again=eaten(first))
    second = plan_for(other)
    held = patterns(first)
    assert len(patterns(second) & held) <= 0.7 * len(patterns(plan_for(usual)) & held)
    assert len(second.foods & first.foods) < len(first.foods)
    assert all(result.met for result in second.targets if result.bound.hard)
    assert [r.bound for r in second.targets] == [r.bound for r in first.targets]
    assert second.cost_usd < 1.15 * first.cost_usd
    # The bound is that of the same rules for money alone; what the wish costs is in the gap.
    assert second.lower_bound_usd_per_day == pytest.approx(first.lower_bound_usd_per_day, rel=1e-6)
    assert second.gap == pytest.approx(second.cost_usd / 7 / second.lower_bound_usd_per_day - 1)


def test_what_comes_again_is_said_in_words_and_as_an_object() -> None:
    first = plan_for(PlanRequest())
    request = PlanRequest(not_again=eaten(first))
    second = plan_for(request)
    again = come_again(second, request)
    assert again is not None and again.dishes == len(patterns(second))
    assert len(again.names) == len(patterns(second) & patterns(first))
    (said,) = again_words(second, request)
    assert said.startswith(f"{len(again.names)} of {again.dishes} dishes again, as in the week before: ")
    assert again_words(first, PlanRequest()) == [] and come_again(first, PlanRequest()) is None
    assert again_words(second, PlanRequest(not_again=(("no-such-dish", "kale"),)))[0].startswith("None of the ")


def test_the_address_holds_the_dishes_and_the_same_week_comes_of_them() -> None:
    first = plan_for(PlanRequest(days=2))
    asked = PlanRequest(days=2, not_again=eaten(first))
    choices = Choices(asked)
    texts = to_texts(choices)
    assert len(texts["not_again"]) < 1500
    back, left_out = from_texts(texts, catalogue())
    assert back == choices and not left_out
    second = plan_for(asked)
    assert pipeline.kept_dishes(make_plan(back.request, catalogue())) == pipeline.kept_dishes(second)
    opened = pipeline.open_week(asked, pipeline.kept_dishes(second), catalogue())
    assert again_words(opened, asked) == again_words(second, asked)
    assert from_texts({"not_again": "eJxLtDIEAAF8AKw"}, catalogue())[1] == ["not_again"]


def test_not_last_week_looks_at_what_is_saved(tmp_path: Path) -> None:
    where = ("--days", "1", "--data-dir", str(tmp_path / "data"))
    refused = run("week", "--not-last-week", *where)
    assert refused.code == 2 and "no week is saved in" in refused.err and not (tmp_path / "data").exists()
    first = run("week", "--not-last-week", "--save", "--profile", "Pat", *where)
    assert first.code == 0 and "this one will be the first" in first.err
    second = run("week", "--not-last-week", "--json", *where)
    assert second.code == 0 and "rather not the dishes of week 1" in second.err
    answer = json.loads(second.out)
    check_schema(answer, "week")
    saved = Store(tmp_path / "data").week(1)
    assert answer["request"]["not_again"] == [list(each) for each in eaten_in(saved)]
    assert len(answer["again"]["names"]) < answer["again"]["dishes"]
    nobody = run("week", "--not-last-week", *where, "--profile", "Kim", "--save")
    assert nobody.code == 0 and "no week is saved for Kim yet" in nobody.err
    page = run("week", "--not-last-week", *where)
    assert "Asked for: rather not the dishes of the week before" in page.out
