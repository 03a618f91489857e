"""The command line: pages, JSON against its schemas, errors and exit codes."""

import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest

from planner import PlanRequest, make_plan, pipeline
from planner.cli import main, options
from planner.cli.near import read_near
from planner.cli.screen import filled
from planner.cli.week_page import print_week
from planner.errors import ImpossibleRequest, LimitsRanOut, PlanFault, WrongInput
from planner.exports import FILES, words
from planner.plan import Plan
from planner.request import VARIETIES
from planner.restrictions import known_restrictions
from planner.tables.catalogue import load_catalogue
from planner.tables.references import Activity, Sex
from planner.tables.rows import DIETS

SCHEMAS = Path(__file__).parent / "schemas"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(*arguments: str) -> Ran:
    """The command line in this process."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(list(arguments))
    code = left.value.code
    return Ran(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())


def run_apart(*arguments: str, **environment: str) -> Ran:
    """The command line in a process of its own."""
    command = [sys.executable, "-m", "planner", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, timeout=60)
    return Ran(done.returncode, done.stdout, done.stderr)


def check_schema(thing: object, name: str) -> None:
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(thing, schema)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(PlanRequest())


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """--json of each diet, by diet; the vegan one also written with --out."""
    folder = tmp_path_factory.mktemp("weeks")
    answers = {diet: run("week", "--diet", diet, "--json", "--out", str(folder / diet)) for diet in DIETS}
    assert {answer.code for answer in answers.values()} == {0}, answers
    return {diet: (json.loads(answer.out), folder / diet) for diet, answer in answers.items()}


@pytest.fixture(scope="module")
def foods() -> list[dict[str, Any]]:
    answer = run("foods", "--json")
    assert answer.code == 0
    return json.loads(answer.out)


@pytest.mark.parametrize("diet", DIETS)
def test_the_week_as_json_keeps_its_schema(diet: str, weeks: dict[str, Any]) -> None:
    week, _ = weeks[diet]
    check_schema(week, "week")
    assert week["diet"] == diet
    assert len(week["days"]) == 7


def test_a_week_with_absorption_keeps_the_schema_and_shows_eaten_and_absorbed() -> None:
    answer = run("week", "--absorption", "--json")
    week = json.loads(answer.out)
    check_schema(week, "week")
    assert week["absorption"]["calcium_mg"]["absorbed"] < week["absorption"]["calcium_mg"]["eaten"]
    page = run("week", "--absorption").out
    for said in ("counting what the body takes up", "absorbed calcium", "B12, absorbed", "spinach 5 %"):
        assert said in " ".join(page.split())


@pytest.mark.parametrize("diet", DIETS)
def test_totals_are_those_of_the_foods_as_json(diet: str, weeks: dict[str, Any], foods: list[dict[str, Any]]) -> None:
    week, _ = weeks[diet]
    by_slug = {food["food"]: food for food in foods}
    for day in week["days"]:
        items = [item for meal in day["meals"] for item in meal["items"]]
        cost = sum(by_slug[item["food"]]["usd_per_100g"] * item["grams"] / 100 for item in items)
        assert day["cost_usd"] == pytest.approx(cost, rel=1e-9)
        for nutrient, total in day["nutrients"].items():
            per_100g = [by_slug[item["food"]]["nutrients_per_100g"][nutrient] or 0 for item in items]
            eaten = sum(value * item["grams"] / 100 for value, item in zip(per_100g, items, strict=True))
            assert total == pytest.approx(eaten, rel=1e-9, abs=1e-9), nutrient


@pytest.mark.parametrize("diet", DIETS)
def test_sums_gap_and_means_of_the_json_agree(diet: str, weeks: dict[str, Any]) -> None:
    week, _ = weeks[diet]
    days = week["days"]
    assert week["cost_usd"]["week"] == pytest.approx(sum(day["cost_usd"] for day in days))
    assert week["cost_usd"]["week"] == pytest.approx(sum(bought["cost_usd"] for bought in week["shopping"]))
    bound = week["lower_bound_usd_per_day"]
    assert week["gap"] == pytest.approx(max(0, week["cost_usd"]["day"] / bound - 1))
    assert (week["status"] == "optimal") == (week["gap"] <= 0.01)
    for target in week["targets"]:
        mean = sum(day["nutrients"][target["nutrient"]] for day in days) / len(days)
        assert target["mean"] == pytest.approx(mean)
        assert target["met"] or not target["hard"]


def test_the_files_of_out_are_there_and_the_json_is_the_printed_one(weeks: dict[str, Any]) -> None:
    week, folder = weeks["vegan"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert json.loads((folder / "week.json").read_text(encoding="utf-8")) == week


def test_near_reads_what_json_wrote(weeks: dict[str, Any]) -> None:
    week, folder = weeks["vegan"]
    near = read_near(folder / "week.json")
    meals = [(day["day"], meal) for day in week["days"] for meal in day["meals"]]
    assert [(dish.day, dish.meal, dish.pattern) for dish in near] == [(d, m["meal"], m["pattern"]) for d, m in meals]
    assert [dish.items for dish in near] == [tuple((i["food"], i["portions"]) for i in m["items"]) for _, m in meals]


def test_a_week_near_an_earlier_one_keeps_much_of_it(weeks: dict[str, Any]) -> None:
    _, folder = weeks["vegan"]
    answer = run("week", "--exclude", "banana", "--near", str(folder / "week.json"))
    assert answer.code == 0
    kept = re.search(r"(\d+) % of the helpings are those of the earlier week", answer.out)
    assert kept and int(kept[1]) >= 50
    assert "banana" not in answer.out.replace("no banana", "")


def test_foods_as_json_keep_their_schema(foods: list[dict[str, Any]]) -> None:
    check_schema(foods, "foods")
    assert len({food["food"] for food in foods}) == len(foods) == len(load_catalogue().foods)


def test_foods_of_a_diet_are_those_that_fit_it() -> None:
    listed = {diet: json.loads(run("foods", "--diet", diet, "--json").out) for diet in DIETS}
    fitting = {diet: {food["food"] for food in foods} for diet, foods in listed.items()}
    for stricter, looser in pairwise(DIETS):
        assert fitting[stricter] < fitting[looser]


def test_best_sources_come_first_by_what_a_portion_holds() -> None:
    listed = json.loads(run("foods", "--best-for", "calcium", "--json").out)
    amounts = [(food["nutrients_per_100g"]["calcium_mg"] or 0) * food["grams"] for food in listed]
    assert amounts == sorted(amounts, reverse=True)
    page = run("foods", "--best-for", "calcium").out
    assert "most in one portion first" in page
    assert page.index(listed[0]["name"][:12]) < page.index(listed[5]["name"][:12])


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_of_a_page_is_wider_than_the_screen(columns: int, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    pages = [page_of(plan), run("foods").out, run("foods", "--best-for", "B12").out]
    for page in pages:
        assert max(map(len, page.splitlines())) <= columns
        assert "\x1b" not in page


def page_of(plan: Plan) -> str:
    out = StringIO()
    with redirect_stdout(out):
        print_week(plan, PlanRequest(), load_catalogue())
    return out.getvalue()


def test_the_page_hides_nothing(plan: Plan) -> None:
    page = page_of(plan)
    flowing = " ".join(page.split())
    assert page.startswith("A vegan week for a woman of 35 needing 2,000 kcal a day\n")
    for day in plan.days:
        assert f"Day {day.day} {words.day_facts(day)}" in flowing
        assert all(meal.dish in flowing for meal in day.meals)
    names = {words.nutrient_name(target.bound.nutrient, load_catalogue()) for target in plan.targets}
    assert all(name in page for name in names)
    for said in (
        "B12, added",
        "Meeting an RDA does not treat a deficiency",
        "iodine",
        words.INFORMS,
        words.SEE_A_DOCTOR,
        words.proof(plan),
        words.realism(plan),
        "August 2026",
    ):
        assert said in flowing


def test_the_shopping_list_of_the_page_names_every_food(plan: Plan) -> None:
    page = page_of(plan)
    listed = page[page.index("To buy") :]
    assert all(item.name in listed for item in plan.items())


def test_lines_break_between_foods_only() -> None:
    parts = ["1 cup rice (158 g)", "2 cloves garlic (6 g)", "1 tablespoon olive oil (14 g)"]
    for width in (10, 30, 45, 200):
        lines = list(filled(parts, width))
        assert " ".join(lines) == ", ".join(parts)
        assert all(len(line) <= width for line in lines) or width < max(map(len, parts)) + 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("week --age 9", "--age 9: Steadyplate plans for ages 14 and over"),
        ("week --age abc", "--age"),
        ("week --sex x", "--sex x: not known. Choose one of female, male."),
        ("week --activity lots", "--activity lots: not known. Choose one of inactive"),
        ("week --diet keto", "--diet keto: not known. Choose one of vegan"),
        ("week --variety wild", "--variety wild: not known. Choose one of plain"),
        ("week --height 20", "--height 20"),
        ("week --weight nan", "--weight nan"),
        ("week --energy 900", "--energy 900 is under"),
        ("week --pregnant 4", "--pregnant 4"),
        ("week --sex male --lactating 3", "--lactating goes with --sex female"),
        ("week --without milk,cheese", "--without cheese"),
        ("week --exclude brocoli", "--exclude brocoli: no such food. Did you mean broccoli?"),
        ("week --target calcium", "--target calcium: write NUTRIENT=MIN:MAX"),
        ("week --target calcium=9000:", "above the UL of 2500"),
        ("week --target calcium=2:1", "the least is above the most"),
        ("week --hard sunshine", "--hard sunshine: no such nutrient"),
        ("week --watch sunshine", "--watch sunshine: no such nutrient"),
        ("week --days 0", "--days 0"),
        ("week --seed -1", "--seed -1"),
        ("week --max-cost 0", "--max-cost 0"),
        ("week --time-limit -3", "--time-limit -3"),
        ("week --near no-such.json", "--near no-such.json: cannot be read"),
        ("week --wholesome", "--wholesome"),
        ("wek", "wek"),
        ("foods --best-for caclium", "--best-for caclium: no such nutrient. Did you mean calcium?"),
        ("foods --diet keto", "--diet keto: not known"),
    ],
)
def test_wrong_input_is_named_on_stderr_and_leaves_with_2(arguments: str, said: str) -> None:
    answer = run(*arguments.split())
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", '{"days": []}', '{"status": "infeasible"}'])
def test_a_bad_week_to_stay_near_is_named_with_its_remedy(text: str, tmp_path: Path) -> None:
    path = tmp_path / "old.json"
    path.write_text(text)
    with pytest.raises(WrongInput, match=r"--near .*old\.json: .* Give a file that 'planner week --json'"):
        read_near(path)


def test_an_out_folder_that_is_a_file_is_refused_before_planning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "make_plan", None)
    (tmp_path / "file").write_text("")
    answer = run("week", "--out", str(tmp_path / "file"))
    assert answer.code == 2
    assert "cannot be written" in answer.err and "Name a folder" in answer.err


def refuse_with(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def make_plan(*_: object, **__: object) -> Plan:
        raise error

    monkeypatch.setattr(pipeline, "make_plan", make_plan)


@pytest.mark.parametrize(
    ("error", "code", "status"),
    [
        (ImpossibleRequest("cannot be met"), 3, "infeasible"),
        (LimitsRanOut("no week found"), 4, "stopped"),
    ],
)
def test_no_plan_is_said_in_both_ways(
    error: Exception, code: int, status: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_with(error, monkeypatch)
    page, answer = run("week"), run("week", "--json")
    assert (page.code, page.out) == (code, "")
    assert answer.code == code
    check_schema(json.loads(answer.out), "week")
    said = json.loads(answer.out)
    assert (said["status"], said["message"]) == (status, str(error))
    assert ("repairs" in said) == (status == "infeasible")
    assert str(error) in page.err and str(error) in answer.err


@pytest.mark.parametrize("error", [PlanFault("the check failed"), RuntimeError("the check failed")])
def test_a_fault_of_ours_leaves_with_1_and_an_apology(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse_with(error, monkeypatch)
    answer = run("week", "--json")
    assert (answer.code, answer.out) == (1, "")
    ours = "the check failed" if isinstance(error, PlanFault) else "RuntimeError"  # another's may hold what was entered
    assert all(said in answer.err for said in ("Sorry", ours, "Please report it"))
    assert "Traceback" not in answer.err
    monkeypatch.setenv("STEADYPLATE_DEBUG", "1")
    assert "Traceback" in run("week").err


def test_an_impossible_budget_is_proven_and_leaves_with_3() -> None:
    answer = run("week", "--max-cost", "2", "--json")
    assert answer.code == 3
    check_schema(json.loads(answer.out), "week")


def test_the_program_runs_as_one_of_its_own() -> None:
    answer = run_apart("week", "--age", "9")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("planner: --age 9") and "Traceback" not in answer.err
    listed = run_apart("foods", "--best-for", "magnesium", PYTHONIOENCODING="ascii")
    assert listed.code == 0
    assert "Best sources of magnesium" in listed.out


def test_help_names_every_option_and_loads_no_heavy_library() -> None:
    code = (
        "import sys\nfrom planner.cli import main\ntry: main(['week', '--help'])\n"
        "finally: print([m for m in ('pandas', 'streamlit') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.strip() == "[]"
    said = (
        "sex age height weight activity energy diet without exclude must-have only-article-foods target days max-cost"
    )
    said += " variety seed near time-limit json out pregnant lactating watch hard"
    assert all(f"--{option} " in done.stdout for option in said.split())


def test_the_choices_that_help_shows_are_those_of_the_tables() -> None:
    def shown(option: object) -> tuple[str, ...]:
        return tuple(option.__metadata__[0].metavar.strip("{}").split(","))  # type: ignore[attr-defined]

    assert shown(options.Sex) == get_args(Sex)
    assert shown(options.Activity) == get_args(Activity)
    also = tuple(row.words[0] for row in known_restrictions() if row.as_diet)
    assert shown(options.Diet) == (*DIETS, *also) == (*DIETS, "halal", "kosher")
    assert shown(options.Variety) == VARIETIES
