"""The options of a week in every command that plans one: none is missing, none is ignored."""

import json
from dataclasses import replace
from inspect import signature
from pathlib import Path

import pytest
from test_cli import run

from planner import PlanRequest
from planner.cli.cook import cook
from planner.cli.gaps import gaps
from planner.cli.shopping import shopping
from planner.cli.week import week
from planner.cli.why import why
from planner.cli.wishes import wished

HOME = ("--at-home", "lentils, dry=500g")


@pytest.mark.parametrize("command", [week, why, cook, shopping, gaps])
def test_every_command_that_plans_a_week_takes_the_options_of_a_week(command: object) -> None:
    assert set(signature(wished).parameters) <= set(signature(command).parameters)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days that eat lentils from home, at a price of their own for soy milk."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "prices.csv").write_text("item,package,price\nlentils,1 lb,0.90\n")
    options = ("--days", "2", "--must-have", "lentils", *HOME, "--prices", str(folder / "prices.csv"))
    answer = run("week", *options, "--json")
    assert answer.code == 0, answer.err
    path = folder / "week.json"
    path.write_text(answer.out)
    return path


def test_what_is_at_home_is_not_on_the_list_of_planner_shopping(saved: Path) -> None:
    options = ("--days", "2", "--must-have", "lentils")
    prices = ("--prices", str(saved.parent / "prices.csv"))
    listed = run("shopping", *options, *HOME, *prices)
    assert "1 prices used" in listed.err
    assert run("shopping", "--plan", str(saved), "--format", "txt").out == listed.out
    assert "lentils, dry" not in listed.out
    week = json.loads(saved.read_text())
    assert any(item["at_home_grams"] for day in week["days"] for meal in day["meals"] for item in meal["items"])


@pytest.mark.parametrize("command", ["shopping", "cook"])
@pytest.mark.parametrize("option", [("--days", "3"), ("--seed", "2"), HOME, ("--diet", "omnivore")])
def test_an_option_beside_a_week_that_is_made_is_refused(command: str, option: tuple[str, str], saved: Path) -> None:
    answer = run(command, "--plan", str(saved), *option)
    assert answer.code == 2 and "Leave out the options" in answer.err


def test_gaps_take_options_of_a_week_where_a_week_is_wanted() -> None:
    line = ("gaps", "--line", "2 slices whole wheat bread")
    refused = run(*line, "--days", "2")
    assert refused.code == 2 and "Add --week" in refused.err
    answer = run(*line, "--week", "--days", "2", "--max-cost", "30", *HOME, "--json")
    assert answer.code == 0, answer.err
    plan = json.loads(answer.out)
    assert len(plan["days"]) == 2 and plan["request"]["max_cost_usd"] == 30


def test_each_option_becomes_its_field_of_the_request() -> None:
    request = PlanRequest(diet="omnivore")
    wishes = wished(must_have=["kale"], days=3, max_cost=30.0, variety="rich", leftovers=2, seed=4, time_limit=9.0)
    assert wishes.of(request) == replace(
        request, must_have=("kale",), days=3, max_cost_usd=30.0, variety="rich", leftovers=2, seed=4, time_limit_s=9.0
    )
    assert wished().of(request) == request and not wished().are_given
