"""`planner gaps`: the page, the JSON, questions and answers, exit codes; and the week that starts from it."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from gap_helpers import EATERS, FOCAL, report_of
from helpers import catalogue, plain_by
from test_cli import Ran, check_schema, run

from planner import PlanRequest
from planner.cli import gaps_page
from planner.explain.report import Change, Option
from planner.exports import words
from planner.exports.asked import asked_for
from planner.exports.gaps import option_words
from planner.intake import make_intake, parse_lines
from planner.pipeline import make_plan, week_from
from planner.request import check_request

OPTIONS = {
    "vegan": ("--age", "32"),
    "older": ("--sex", "male", "--age", "71", "--diet", "omnivore", "--condition", "omeprazole"),
    "student": ("--age", "20", "--diet", "omnivore"),
}


def asked(name: str, *more: str) -> Ran:
    return run("gaps", str(EATERS[name].diary), *OPTIONS[name], *more)


def flowing(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """--json of each diary."""
    found = {}
    for name in EATERS:
        answer = asked(name, "--json")
        assert (answer.code, answer.err) == (0, ""), answer.err
        found[name] = json.loads(answer.out)
    return found


@pytest.mark.parametrize("name", EATERS)
def test_the_json_keeps_its_schema_and_is_what_the_pipeline_says(name: str, answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[name]
    check_schema(answer, "gaps")
    report = report_of(name)
    assert [option["words"] for option in answer["additions"]] == [option_words(option) for option in report.options]
    for gap in answer["gaps"]:
        assert gap["short"] == pytest.approx(max(0.0, gap["target"] - gap["intake"]), abs=1e-9)
        assert gap["intake"] == answer["intake"]["nutrients"][gap["nutrient"]]
    assert {gap["nutrient"] for gap in answer["gaps"]} >= set(FOCAL)


@pytest.mark.parametrize("name", EATERS)
def test_every_total_of_the_json_can_be_recomputed(name: str, answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[name]
    prices, table = plain_by("prices.csv", "food"), plain_by("nutrients.csv", "food")
    grams = {food["food"]: food["grams"] for food in answer["intake"]["foods"]}
    for nutrient in FOCAL:
        total = sum(float(table[food][nutrient] or 0) * amount / 100 for food, amount in grams.items())
        assert answer["intake"]["nutrients"][nutrient] == pytest.approx(total, rel=1e-9, abs=1e-9)
    for match in answer["matches"]:
        assert match["food"] in grams
    for option in answer["additions"]:
        assert len(option["changes"]) <= 4
        assert option["cost_usd_per_day"] == pytest.approx(sum(change["cost_usd"] for change in option["changes"]))
        for change in option["changes"]:
            usd = float(prices[change["food"]]["usd_per_100g"]) * change["grams"] / 100
            assert change["cost_usd"] == pytest.approx(usd)
        assert option["energy_kcal"] <= 250


def test_the_page_says_what_is_missing_what_to_do_what_it_costs_and_that_it_only_informs() -> None:
    page = asked("older").out
    text = flowing(page)
    for said in (
        "1 of 33 foods not known: totals are at least what is shown.",
        "calcium 719+ mg 1,200 to 2,000 (RDA, UL) short by at most 481 mg a day",
        "potassium 3,390+ mg 3,400 (AI) at most 10.4 mg a day below the AI",
        "Proton pump inhibitor",
        "What to add closes B12, magnesium, potassium and calcium",
        "On top of what you eat now, every day",
        "vanilla ice cream (diary_older.csv, row",
        words.INFORMS,
        words.SEE_A_DOCTOR,
    ):
        assert said in text, said
    assert "potassium short" not in text
    for option in report_of("older").options:
        assert option_words(option) in text
        assert "+$" in option_words(option) and "kcal" in option_words(option)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    page = asked("vegan").out
    assert max(map(len, page.splitlines())) <= columns
    assert "\x1b" not in page


def test_an_option_in_words_reads_like_a_note_on_the_fridge() -> None:
    milk = Change("soy-milk-unsweetened", "unsweetened soy milk, fortified", 1, "1 cup", 244, 0.4, "breakfast")
    seeds = Change("pumpkin-seeds", "pumpkin seeds, unsalted", 1, "2 tablespoons", 18, 0.31, "breakfast")
    option = Option((milk, seeds), 0.71, 180.0, ("calcium_mg",))
    assert option_words(option) == (
        "Add 1 cup unsweetened soy milk (fortified) and 2 tablespoons pumpkin seeds (unsalted) at breakfast: "
        "+$0.71 a day, +180 kcal"
    )
    rice = Change("brown-rice", "brown rice", 0.4, "1 cup cooked", 79, -0.02, "", "white-rice", "white rice", 79)
    assert option_words(replace(option, changes=(rice,), cost_usd_per_day=-0.02, energy_kcal=-5.0)) == (
        "Instead of the white rice, as much brown rice: -$0.02 a day, -5 kcal"
    )
    half = replace(rice, food="quinoa", name="quinoa", grams=60.0, portions=0.35, is_half=True)
    assert "instead of half of the white rice, 1/4 cup cooked quinoa on a mean day" in option_words(
        replace(option, changes=(milk, half))
    )


COELIAC = ("--line", "2 cups rice noodles", "--line", "1 banana", "--line", "1 cup black beans", "--diet", "vegan")


def test_what_the_label_of_a_suggested_food_must_say_stands_beside_it() -> None:
    text = flowing(run("gaps", *COELIAC, "--condition", "celiac").out)
    assert "Choose nutritional yeast (fortified): nutritional yeast, not brewer's yeast; labelled gluten-free." in text
    assert text.count("Check the label of everything in a packet") == 1
    assert "Check the label" not in run("gaps", *COELIAC).out


def test_json_says_it_for_every_change() -> None:
    answer = json.loads(run("gaps", *COELIAC, "--condition", "celiac", "--json").out)
    check_schema(answer, "gaps")
    chosen = {change["food"]: change["choose"] for option in answer["additions"] for change in option["changes"]}
    assert any("labelled gluten-free" in words_ for words_ in chosen["nutritional-yeast"])
    assert answer["labels"].startswith("Check the label")
    assert json.loads(run("gaps", *COELIAC, "--json").out)["labels"] == ""


def test_what_is_not_sure_is_a_question_counts_as_unknown_and_leaves_with_0() -> None:
    known = [f"{number} slices rye bread" for number in range(2, 10)]
    lines = [part for food in ("1 glass of milk", "3 unobtainium", *known) for part in ("--line", food)]
    answer = run("gaps", *lines, "--diet", "omnivore", "--close", "calcium", "--json")
    found = json.loads(answer.out)
    check_schema(found, "gaps")
    assert answer.code == 0
    assert [question["text"] for question in found["questions"]] == ["milk"]
    assert {each["food"] for each in found["questions"][0]["candidates"]} >= {"whole-milk", "skim-milk"}
    assert [entry["text"] for entry in found["unmatched"]] == ["unobtainium"]
    assert all(gap["at_least"] for gap in found["gaps"])
    page = run("gaps", *lines, "--diet", "omnivore", "--close", "calcium")
    assert page.code == 0
    assert '--answer "milk=' in flowing(page.out)
    assert "2 of 3 foods not known" in page.out


@pytest.mark.parametrize(
    "answer", ["milk=whole-milk", "milk=whole milk", "Milk = whole-milk", "milk=whole-milk:200", "line 1=whole-milk"]
)
def test_an_answer_settles_a_question(answer: str) -> None:
    told = run(
        "gaps", "--line", "1 glass of milk", "--diet", "omnivore", "--answer", answer, "--json", "--close", "B12"
    )
    found = json.loads(told.out)
    assert not found["questions"]
    assert found["matches"][0]["food"] == "whole-milk"
    assert found["matches"][0]["grams"] == pytest.approx(200 if ":" in answer else 244, rel=0.05)


def test_in_a_terminal_it_asks_and_takes_a_number_a_name_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    typed: Iterator[str] = iter(["9", "stones", "1", "0", "", "whole milk", "many", "30"])
    monkeypatch.setattr(gaps_page.typer, "prompt", lambda *_, **__: next(typed))
    monkeypatch.setattr(gaps_page.typer, "echo", lambda *_, **__: None)
    intake = make_intake(parse_lines("1 glass milk\n1 toast\n1 cheese\n1 glass juice"), catalogue())
    assert len(intake.questions) == 4
    found = gaps_page.ask([*intake.questions[:3], *intake.questions[:1]], catalogue())
    assert found == {"milk": intake.questions[0].candidates[0].food, "toast": "none"}
    assert gaps_page.ask(intake.questions[:1], catalogue()) == {"milk": "whole-milk"}
    weight = replace(intake.questions[3], about_weight=True)
    assert gaps_page.ask([weight], catalogue()) == {weight.entry.text: f"{weight.candidates[0].food}:30"}


def test_a_terminal_is_asked_and_a_program_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def ask(questions: Any, _: Any) -> dict[str, str]:
        seen.extend(question.entry.text for question in questions)
        return {"milk": "whole-milk"}

    monkeypatch.setattr(gaps_page, "ask", ask)
    lines = ("--line", "1 glass of milk", "--diet", "omnivore", "--close", "B12")
    run("gaps", *lines)
    assert seen == []
    monkeypatch.setattr(sys.modules["planner.cli.gaps"], "_is_terminal", lambda: True)
    run("gaps", *lines, "--json")
    assert seen == []
    page = run("gaps", *lines)
    assert seen == ["milk"]
    assert "whole milk" in page.out and "Not sure" not in page.out


@pytest.mark.parametrize(
    "text", ["2 slices rye bread\n1 banana\n", "day,food,amount,unit\n1,rye bread,2,slice\n,banana,1,\n"]
)
def test_stdin_takes_typed_lines_or_a_csv(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = TextIOWrapper(BytesIO(text.encode()))
    monkeypatch.setattr("sys.stdin", stdin)
    found = json.loads(run("gaps", "-", "--json", "--close", "B12").out)
    assert [(food["food"], food["grams"]) for food in found["intake"]["foods"]] == [("rye-bread", 64), ("banana", 126)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is nothing to read"),
        (("DIARY", "--line", "1 banana"), "Give one of them"),
        (("no-such.csv",), "no-such.csv: cannot be read"),
        (("--line", "-3 bananas"), "line 1 (-3 bananas): the amount is negative"),
        (("--line", "1 banana", "--answer", "banana"), "--answer banana: write TEXT=FOOD"),
        (("--line", "1 banana", "--answer", "banana=stone"), "no such food"),
        (("--line", "1 banana", "--extra-kcal", "-5"), "--extra-kcal -5"),
        (("--line", "1 banana", "--close", "calcum"), "--close calcum: no such nutrient. Did you mean calcium?"),
        (("--line", "1 banana", "--close", "caffeine"), "--close caffeine: it has no least"),
        (("--line", "1 banana", "--diet", "keto"), "--diet keto: not known"),
        (("--line", "1 banana", "--condition", "kidney disease"), "no plan is made without a limit"),
        (("--line", "1 banana", "--condition", "anorexia"), "nothing is planned here"),
        (("--line", "1 banana", "--days", "3"), "--days"),
    ],
)
def test_wrong_input_leaves_with_2_and_names_it(arguments: tuple[str, ...], said: str) -> None:
    given = [str(EATERS["vegan"].diary) if each == "DIARY" else each for each in arguments]
    answer = run("gaps", *given)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1,banana,-1,", "diary.csv, row 3 (banana)"),
        ("1,banana,some,", "amount 'some' is not one number"),
        ("1,banana,1,barrel", "unit 'barrel' is not known"),
    ],
)
def test_a_wrong_row_of_a_diary_leaves_with_2_and_names_it(row: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "diary.csv"
    path.write_text(f"day,food,amount,unit\n1,apple,1,\n{row}\n")
    answer = run("gaps", str(path))
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err and "row 3" in answer.err


def test_where_nothing_is_found_it_says_why_in_both_ways_and_leaves_with_3() -> None:
    wish = ("--line", "1 cup coffee", "--extra-kcal", "20", "--close", "calcium")
    page, answer = run("gaps", *wish), run("gaps", *wish, "--json")
    assert (page.code, answer.code) == (3, 3)
    found = json.loads(answer.out)
    check_schema(found, "gaps")
    assert found["additions"] == [] and "calcium reaches at most" in found["why"]
    assert found["why"] in flowing(page.out) and found["why"] in page.err
    assert "short by" in page.out, "the gaps are worth knowing all the same"


def test_where_nothing_is_missing_it_says_so_and_leaves_with_0() -> None:
    page = run("gaps", "--line", "4 cups unsweetened soy milk", "--close", "B12")
    assert page.code == 0
    assert "Nothing: what was asked for is there." in page.out


def test_a_week_can_be_planned_from_it() -> None:
    answer = asked("vegan", "--week", "--json")
    assert answer.code == 0
    week = json.loads(answer.out)
    check_schema(week, "week")
    eats = set(week["request"]["eats"])
    added = {change.food for change in report_of("vegan").options[0].changes}
    assert eats >= added | {"black-beans", "pasta"}
    assert set(week["request"]["must_have"]) == added
    here = {item["food"] for day in week["days"] for meal in day["meals"] for item in meal["items"]}
    usual = make_plan(EATERS["vegan"].request, catalogue()).foods
    assert here >= added
    assert len(here & eats) > len(usual & eats)


def test_the_week_from_gaps_holds_what_must_not_rise() -> None:
    request = replace(EATERS["student"].request, conditions=("lisinopril",))
    asked_for = check_request(week_from(report_of("student").intake, None, request, catalogue()), catalogue())
    column = catalogue().nutrient_index["potassium_mg"]
    now = {each.nutrient: each.upper for each in asked_for.now}
    assert now == {"potassium_mg": pytest.approx(float(report_of("student").intake.nutrients[column]))}


def test_week_stays_close_to_what_is_said_to_be_eaten() -> None:
    answer = run("week", "--eats", "pasta", "--eats", "lentils", "--days", "2", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["request"]["eats"] == ["pasta", "lentils"]
    assert "--eats stones: no such food" in run("week", "--eats", "stones").err
    assert "close to what is eaten now" in asked_for(PlanRequest(eats=("pasta",)), catalogue())


def test_the_help_of_gaps_names_its_options_and_those_of_a_person() -> None:
    said = run("gaps", "--help").out
    own = "line answer close extra-kcal trades week json"
    shared = "sex age height weight activity energy pregnant lactating diet without exclude target condition"
    shared += " clinician-limit now supplement watch hard absorption"
    for option in f"{own} {shared}".split():
        assert f"--{option} " in said, option


def test_texts_of_others_do_not_steer_the_terminal() -> None:
    assert "\x1b" not in run("gaps", "--line", "1 \x1b[31mstones", "--line", "1 \x1b[1mglass of milk").out


def test_what_nobody_called_fortified_is_said_to_be_counted_so() -> None:
    page = flowing(run("gaps", "--line", "1 cup oat milk", "--line", "1 cup fortified soy milk").out)
    assert "Counted as fortified: oat milk. Read the label" in page
    assert "Counted as fortified" not in run("gaps", "--line", "1 banana").out
