"""A search that tells of good weeks on its way: they hold every rule, and listening changes nothing."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import Person, PlanRequest, make_plan
from planner.errors import Cancelled
from planner.pipeline import kept_dishes, open_week
from planner.plan import Plan
from planner.ui import planning

ROOT = Path(__file__).parents[1]
SLOW = PlanRequest(diet="vegetarian", person=Person(age=75, activity="active"))  # several rounds
ARGUMENTS = ["week", "--diet", "vegetarian", "--age", "75", "--activity", "active", "--json"]


@pytest.fixture(scope="module")
def told() -> tuple[list[Plan], Plan]:
    """Weeks told of on the way, and the week in the end."""
    found: list[Plan] = []
    return found, make_plan(SLOW, found=found.append)


def test_weeks_on_the_way_hold_their_rules(told: tuple[list[Plan], Plan]) -> None:
    """Each can be opened again, which verifies it from the tables, and its gap is to the same certified bound."""
    found, last = told
    assert found
    for plan in found:
        assert plan.status == "feasible"
        assert plan.lower_bound_usd_per_day == pytest.approx(last.lower_bound_usd_per_day)
        assert open_week(SLOW, kept_dishes(plan)).cost_usd == pytest.approx(plan.cost_usd)


def test_listening_changes_nothing(told: tuple[list[Plan], Plan]) -> None:
    """The last week is the one that nobody listened to."""
    assert replace(make_plan(SLOW), seconds={}) == replace(told[1], seconds={})


def test_a_stopped_search_ends_at_once_and_keeps_what_it_told_of() -> None:
    """Called off by who was told of a week, it raises, and the week is there."""
    found: list[Plan] = []
    with pytest.raises(Cancelled):
        make_plan(SLOW, found=found.append, cancelled=lambda: bool(found))
    assert len(found) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="sends a POSIX signal")
def test_ctrl_c_ends_quickly_with_a_week_or_a_word() -> None:
    """Pressed while weeks are sought, the command prints the best so far, or ends as any other does."""
    command = [sys.executable, "-m", "planner", *ARGUMENTS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        time.sleep(3)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert "Traceback" not in err
    if running.returncode:
        assert (running.returncode, out) == (130, "")
    else:
        assert '"days"' in out


def test_the_page_offers_each_better_week_and_shows_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several weeks told of in one run, each with its own button, and no fault."""
    real = planning.make_plan

    def telling(*given: Any) -> Plan:
        *others, found = given
        plan = real(*others)
        for _ in range(3):
            found(plan)
        return plan

    monkeypatch.setattr(planning, "make_plan", telling)
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params["seed"] = "4711"  # a week that no other test has made
    page.run()
    assert not page.exception and not page.error
    assert not any(button.label == "Take this one" for button in page.button)  # gone with the search
