"""`planner check`: pages, JSON against its schema, exit codes."""

import json
from pathlib import Path
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
    asked = ("--symptom", "leg cramps", "--symptom", "heart skips beats and I fainted", "--condition", "metformin")
    thing = as_json(*asked)
    assert thing["stopped"] and thing["red_flags"] and not thing["nutrients"]
    said = {key: value for key, value in thing.items() if key != "unknown"}
    assert not [word for word in NUTRIENT_TALK if word in json.dumps(list(said.values())).lower()]
    answer = run("check", *asked)
    assert answer.code == 0
    assert answer.out.startswith(checks.GET_HELP)
    page = " ".join(answer.out.split())
    assert 'You wrote "heart skips beats and I fainted".' in page
    assert "911" in page and "999" in page and "112" in page
    assert "Tell them what you have or take: metformin." in page
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
    page = " ".join(run("check", "--symptom", "numness in feet", "--condition", "lisinopirl").out.split())
    assert '"numness in feet" was read as "numbness in feet".' in page
    assert '"lisinopirl". Did you mean lisinopril?' in page


def test_a_question_stays_urgent_until_it_is_answered() -> None:
    thing = as_json("--symptom", "stroke")
    assert thing["tier"] == "now" and thing["stopped"] and thing["ask"][0]["flag"] == "stroke"
    assert thing["ask"][0]["text"] == "stroke" and thing["ask"][0]["question"].endswith("?")
    assert not as_json("--symptom", "stroke", "--settled", "stroke")["stopped"]
    assert "--settled stroke" in run("check", "--symptom", "stroke").out


@pytest.mark.parametrize(("country", "number"), [("GB", "999"), ("de", "112"), ("US", "911"), ("ES", "112")])
def test_the_local_number_stands_first(country: str, number: str) -> None:
    page = run("check", "--symptom", "crushing chest pain", "--country", country).out
    assert page.splitlines()[1].strip() == f"Call {number}."
    crisis = {"GB": "116 123", "de": "0800 1110111", "US": "988", "ES": "024"}[country]
    assert crisis in run("check", "--symptom", "I want to die", "--country", country).out.splitlines()[1]


def test_an_unknown_country_is_refused_with_those_that_are_known() -> None:
    answer = run("check", "--symptom", "cramps", "--country", "XX")
    assert answer.code == 2 and "--country XX" in answer.err and "GB" in answer.err


def test_the_locale_tells_the_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert "999" in run("check", "--symptom", "chest pain").out.splitlines()[1]


CASES = """symptom,condition,note
my leg cramps at night,,
crushing chest pain,lisinopril; kidney disease,
,metformin;omeprazole,
,,
"one calf swollen, breathing fine",,
ragged
"""


def test_a_file_of_cases_gives_one_object_a_line(tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(CASES, encoding="utf-8")
    answer = run("check", "--file", str(cases), "--json")
    assert answer.code == 0
    lines = [json.loads(line) for line in answer.out.splitlines()]
    for thing in lines:
        check_schema(thing, "check")
    assert [line["row"] for line in lines] == [2, 3, 4, 5, 6, 7]
    assert [line["tier"] for line in lines] == ["self-care", "now", "self-care", "unknown", "today", "unknown"]
    assert [bool(line["problem"]) for line in lines] == [False, False, False, True, False, True]
    assert [line["stopped"] for line in lines] == [False, True, False, False, False, False]
    assert {row["condition"] for row in lines[1]["conditions"]} == {"ace-inhibitor", "kidney-disease"}
    page = run("check", "--file", str(cases)).out
    assert "Chest pain or pressure" in page and "nothing to check" in page


@pytest.mark.parametrize(
    ("text", "says"), [("a,b\n1,2\n", "no column symptom or condition"), ("\xff", "UTF-8"), (None, "no such file")]
)
def test_a_file_that_is_no_table_of_cases_is_refused(tmp_path: Path, text: str | None, says: str) -> None:
    cases = tmp_path / "cases.csv"
    if text is not None:
        cases.write_bytes(text.encode("latin-1"))
    answer = run("check", "--file", str(cases), "--json")
    assert answer.code == 2 and says in answer.err
    assert run("check", "--file", str(cases), "--symptom", "x").code == 2


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
