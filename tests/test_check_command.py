"""`planner check`: pages, JSON against its schema, exit codes."""

import json
from typing import Any

import pytest
from test_check import NUTRIENT_TALK, PHRASES
from test_cli import check_schema, run

from planner.exports import checks


def as_json(*arguments: str) -> dict[str, Any]:
    answer = run("check", *arguments, "--json")
    assert answer.code == 0 and not answer.err
    thing: dict[str, Any] = json.loads(answer.out)
    check_schema(thing, "check")
    return thing


@pytest.mark.parametrize("phrase", list(PHRASES)[::4])
def test_json_keeps_its_schema(phrase: str) -> None:
    thing = as_json("--symptom", phrase, "--symptom", "purple ears", "--condition", "lisinopril")
    assert thing["unknown"][-1] == "purple ears"
    assert thing["stopped"] == bool(thing["red_flags"])


def test_an_emergency_comes_first_and_alone_and_ends_with_zero() -> None:
    asked = ("--symptom", "leg cramps", "--symptom", "heart skips beats", "--condition", "metformin")
    thing = as_json(*asked)
    assert thing["stopped"] and thing["red_flags"] and not thing["nutrients"]
    assert not [word for word in NUTRIENT_TALK if word in json.dumps(list(thing.values())).lower()]
    answer = run("check", *asked)
    assert answer.code == 0
    assert answer.out.startswith(checks.GET_HELP)
    page = " ".join(answer.out.split())
    assert 'You wrote "heart skips beats".' in page
    assert "Tell them what you have or take: metformin." in page
    assert 'words like "no" are not understood' in page
    assert not [word for word in NUTRIENT_TALK if word in page.lower()]


def test_the_page_says_everything_that_the_json_says() -> None:
    asked = (
        "--symptom",
        "tingly toes for months, purple ears",
        "--symptom",
        "period cramps",
        "--condition",
        "warfarin",
    )
    thing, answer = as_json(*asked), run("check", *asked)
    page = " ".join(answer.out.split())
    assert answer.code == 0
    assert page.startswith(checks.DOCTOR_SOON)
    told = [row["says"] for key in ("doctor_soon", "other_complaints", "other_causes", "advice") for row in thing[key]]
    told += [row["why"] for row in thing["symptoms"]] + [row["say"] for row in thing["conditions"]]
    told += [says for row in thing["watch"] for says in row["says"]] + ['"purple ears"', thing["notice"]]
    assert not [text for text in told if " ".join(text.split()) not in page]
    assert all(test.lower() in page.lower() for test in thing["tests"])


def test_slips_and_questions_are_told() -> None:
    page = " ".join(run("check", "--symptom", "numness in feet", "--symptom", "siezure").out.split())
    assert '"numness in feet" was read as "numbness in feet".' in page
    assert '"siezure". Did you mean a seizure? Then get medical help now.' in page


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--symptom", " "), ("--condition", "")])
def test_nothing_to_check_says_what_to_type(arguments: tuple[str, ...]) -> None:
    answer = run("check", *arguments)
    assert answer.code == 2
    assert '--symptom "my leg cramps at night"' in answer.err


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    page = run("check", "--symptom", "numb feet", "--symptom", "x" * 200, "--condition", "lisinopril").out
    assert max(map(len, page.splitlines())) <= columns
    assert "\x1b" not in page


@pytest.mark.parametrize("text", ["[red]x[/red]", "<b>", "\x1b[31m", "🙂", "'; drop", "--json"])
def test_any_text_is_taken_as_it_is(text: str) -> None:
    thing = as_json(f"--symptom={text}")
    assert thing["unknown"] == [text.strip()]
    answer = run("check", f"--symptom={text}")
    assert answer.code == 0 and "\x1b" not in answer.out
