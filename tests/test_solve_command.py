"""`planner solve`: files as people write them, errors that name file, row and column, pages, JSON and exit codes."""

import json
from pathlib import Path
from typing import Any

import highspy
import pytest
from test_cli import Ran, check_schema, run, run_apart

import planner

OWN = Path(__file__).parent / "fixtures" / "own"
FOODS = "food,cost,min,max,calcium,energy\nmilk,1.5,0,4,120,60\nkale,2,,,150,35\n"
TARGETS = "nutrient,min,max\ncalcium,300,\nenergy,50,400\n"


@pytest.fixture
def solve(tmp_path: Path) -> Any:
    """The command on two texts."""

    def go(foods: str = FOODS, targets: str = TARGETS, *how: str) -> Ran:
        (tmp_path / "foods.csv").write_bytes(foods.encode())
        (tmp_path / "targets.csv").write_bytes(targets.encode())
        return run("solve", str(tmp_path / "foods.csv"), str(tmp_path / "targets.csv"), *how)

    return go


def published(foods: str, targets: str, *how: str) -> Ran:
    return run("solve", str(OWN / f"{foods}_foods.csv"), str(OWN / f"{targets}_targets.csv"), *how)


@pytest.mark.parametrize(
    ("foods", "targets", "code"), [("ampl", "ampl", 0), ("ampl2", "ampl2a", 0), ("ampl2", "ampl2", 3)]
)
@pytest.mark.parametrize("how", [(), ("--integer",)])
def test_json_keeps_its_schema(foods: str, targets: str, code: int, how: tuple[str, ...]) -> None:
    ran = published(foods, targets, "--json", *how)
    thing = json.loads(ran.out)
    check_schema(thing, "solve")
    assert ran.code == code
    assert thing["status"] == ("infeasible" if code else "optimal")
    assert bool(ran.err) == bool(code)
    assert not code or thing["message"] in ran.err


def test_the_page_says_what_is_bought_and_what_targets_cost() -> None:
    page = " ".join(published("ampl2", "ampl2a").out.split())
    assert "cost 118.06" in page
    assert "BEEF 5.3606 3.19 17.10" in page
    assert "NA at most 50,000: one unit more allowed saves 0.00307 (that holds from 48,186 to 50,271)" in page


def test_the_page_says_what_clashes_and_what_would_help() -> None:
    ran = published("ampl2", "ampl2")
    page = " ".join(ran.out.split())
    assert ran.code == 3
    assert "These do not go together: B2 at least 700 and NA at most 40,000" in page
    assert "NA can go down to 48,186 at best" in page
    assert "NA at most 48,186 instead of 40,000 (then it costs 123.63)" in page


def test_whole_units_say_whose_prices_they_show() -> None:
    assert "whole units have no prices of their own" in " ".join(published("ampl2", "ampl2a", "--integer").out.split())


def test_two_conflicts_are_told_together(solve: Any) -> None:
    tables = ("food,cost,min,max,a,b\nx,1,,4,1,0\ny,1,,4,0,1\n", "nutrient,min,max\na,5,\nb,8,\n")
    ran = solve(*tables, "--json")
    assert ran.code == 3
    assert "No single change helps; the smallest that help together: a at least 4 instead of 5 and b" in ran.err
    page = solve(*tables)
    assert "no single change does" in " ".join(page.out.split())
    assert page.err == "planner: No amounts of these foods meet all targets (proven).\n"


def test_an_unbounded_problem_names_its_row(solve: Any) -> None:
    ran = solve(FOODS.replace("kale,2", "kale,-2"), "nutrient,min,max\ncalcium,300,\nenergy,50,\n", "--json")
    assert ran.code == 2
    assert "foods.csv, row 3 (kale), column cost is -2" in ran.err
    thing = json.loads(ran.out)
    check_schema(thing, "solve")
    assert (thing["status"], thing["objective"]) == ("unbounded", None)


@pytest.mark.parametrize(
    ("foods", "targets"),
    [
        ("\ufeff" + FOODS, "\ufeff" + TARGETS),
        (FOODS.replace("\n", "\r\n"), TARGETS.replace("\n", "\r\n")),
        (FOODS.replace("\n", "\r"), TARGETS),
        (FOODS.replace(",", " , "), TARGETS.replace(",", ",  ")),
        (FOODS + "\n\n,,,,,\n", TARGETS + "\n , ,\n"),
        (FOODS.replace("\n", ",,\n"), TARGETS.replace("\n", ",\n")),
        (FOODS.replace("food,cost,min,max", "Food,COST,Min,Max"), TARGETS.replace("nutrient", "Nutrient")),
        ("energy,max,food,min,calcium,cost\n60,4,milk,0,120,1.5\n35,,kale,,150,2\n", TARGETS),
        (FOODS.replace("1.5", "15e-1"), "max,nutrient,unit,min\n,calcium,mg,300\n400,energy,kcal,+50.0\n"),
        ('"food","cost","min","max","calcium","energy"\n"milk",1.5,0,4,120,60\n"kale",2,,,150,35\n', TARGETS),
    ],
)
def test_files_as_people_write_them(solve: Any, foods: str, targets: str) -> None:
    ran = solve(foods, targets, "--json")
    assert ran.code == 0, ran.err
    thing = json.loads(ran.out)
    assert thing["objective"] == pytest.approx(3.75)
    assert thing["amounts"] == {"milk": 2.5}


def test_names_may_hold_anything(solve: Any) -> None:
    foods = 'food,cost,min,max,"vitamin A (I.U.), total"\n"beans, ""navy"" [red]",1,,,2\ncrème brûlée,0.25,,,0.1\n'
    thing = json.loads(solve(foods, 'nutrient,min,max\n"vitamin A (I.U.), total",3,\n', "--json").out)
    assert thing["amounts"] == {'beans, "navy" [red]': 1.5}
    page = solve(foods, 'nutrient,min,max\n"vitamin A (I.U.), total",3,\n').out
    assert 'beans, "navy" [red]' in page


def test_unknown_amounts_are_an_error_or_zero_and_then_counted(solve: Any) -> None:
    foods = FOODS.replace("150", "")
    ran = solve(foods)
    assert ran.code == 2
    assert "foods.csv, row 3 (kale), column calcium is empty: unknown, which is not 0" in ran.err
    assert "--unknown-as-zero" in ran.err
    thing = json.loads(solve(foods, TARGETS, "--unknown-as-zero", "--json").out)
    assert thing["unknown_as_zero"] == 1
    assert "1 unknown amount counts as 0" in " ".join(solve(foods, TARGETS, "--unknown-as-zero").out.split())


WRONG = {  # foods, targets, what the error names
    "a nutrient without a column": (FOODS, TARGETS + "iron,1,\n", "targets.csv, row 4 (iron), column nutrient: foods"),
    "a nearly right name": (FOODS, TARGETS.replace("calcium", "Calcium"), "Did you mean calcium?"),
    "a column without a target": (FOODS, "nutrient,min,max\ncalcium,1,\n", "foods.csv, row 1, column energy: targets"),
    "no cost": (FOODS.replace("cost", "price"), TARGETS, "foods.csv, row 1: column cost is missing"),
    "no max": ("food,cost,min,calcium,energy\nx,1,,2,3\n", TARGETS, "foods.csv, row 1: column max is missing"),
    "no min of targets": (FOODS, "nutrient,max\ncalcium,1\n", "targets.csv, row 1: column min is missing"),
    "a stranger among targets": (FOODS, "nutrient,min,max,least\ncalcium,1,,\n", "targets.csv, row 1, column least"),
    "a food twice": (FOODS + "milk,1,,,1,1\n", TARGETS, "foods.csv, row 4 (milk), column food: milk stands already in"),
    "a nutrient twice": (FOODS, TARGETS + "calcium,,\n", "targets.csv, row 4 (calcium), column nutrient: calcium"),
    "a column twice": (
        FOODS.replace("energy", "calcium"),
        TARGETS,
        "foods.csv, row 1, column calcium: it stands twice",
    ),
    "a food without a name": (FOODS + ",1,,,1,1\n", TARGETS, "foods.csv, row 4, column food is empty"),
    "a column without a name": (FOODS.replace("calcium", " "), TARGETS, "foods.csv, row 1, column 5: it has no name"),
    "text as a cost": (FOODS.replace("1.5", "cheap"), TARGETS, "foods.csv, row 2 (milk), column cost is 'cheap'"),
    "text as an amount": (FOODS.replace("120", "12 mg"), TARGETS, "row 2 (milk), column calcium is '12 mg', not a num"),
    "text as a bound": (FOODS, TARGETS.replace("300", "lots"), "targets.csv, row 2 (calcium), column min is 'lots'"),
    "a comma inside": (FOODS.replace("1.5", '"1,5"'), TARGETS, "column cost is '1,5', not a number. Write decimals"),
    "an underscore inside": (FOODS.replace("120", "1_20"), TARGETS, "column calcium is '1_20', not a number"),
    "nan": (FOODS.replace("120", "NaN"), TARGETS, "row 2 (milk), column calcium is 'NaN'; a number must be finite"),
    "infinity": (FOODS.replace("0,4", "0,inf"), TARGETS, "column max is 'inf'; a number must be finite, at most 1e+30"),
    "no cost of a food": (FOODS.replace("1.5", ""), TARGETS, "foods.csv, row 2 (milk), column cost is empty"),
    "min over max": (FOODS.replace("0,4", "5,4"), TARGETS, "foods.csv, row 2 (milk), column min is 5, over max 4"),
    "an empty min over max": (FOODS.replace("0,4", ",-1"), TARGETS, "column min is 0 (an empty min is 0), over max -1"),
    "min over max of a target": (
        FOODS,
        TARGETS.replace("50,400", "500,400"),
        "targets.csv, row 3 (energy), column min",
    ),
    "less than nothing": (FOODS.replace("0,4", "-2,4"), TARGETS, "foods.csv, row 2 (milk), column min is -2"),
    "no foods": (FOODS.splitlines()[0], TARGETS, "foods.csv: there is no row under the header"),
    "no targets": (FOODS, "nutrient,min,max\n", "targets.csv: there is no row under the header"),
    "an empty file": ("\n\n", TARGETS, "foods.csv: the file is empty"),
    "semicolons": (FOODS.replace(",", ";"), TARGETS, "foods.csv, row 1: the columns are separated by semicolons"),
    "tabs": (FOODS, TARGETS.replace(",", "\t"), "targets.csv, row 1: the columns are separated by tabs"),
    "a row too short": (FOODS + "leek,1,,,1\n", TARGETS, "foods.csv, row 4 (leek), column energy: the row has 5 cells"),
    "a row too long": (FOODS + "leek,1,,,1,2,3\n", TARGETS, "foods.csv, row 4 (leek), column 7: the row has 7 cells"),
    "a lone quotation mark": (FOODS + '"leek,1,,,1,2\n', TARGETS, "foods.csv, row 4: not readable as CSV"),
    "files the wrong way round": (TARGETS, FOODS, "foods.csv holds the targets and targets.csv the foods"),
    "a line break after a blank line": (FOODS + "\n\nleek,x,,,1,2\n", TARGETS, "foods.csv, row 6 (leek), column cost"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_tables_name_file_row_and_column(solve: Any, wrong: str) -> None:
    foods, targets, named = WRONG[wrong]
    ran = solve(foods, targets, "--json")
    assert ran.code == 2
    assert not ran.out
    assert named in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04rest", "food,cost\ncr\u00e8me,1".encode("latin-1"), b"food\0,cost", b"\xff\xfef\0o\0"]
)
def test_what_is_not_a_csv_is_named(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "foods.csv").write_bytes(raw)
    ran = run("solve", str(tmp_path / "foods.csv"), str(OWN / "ampl_targets.csv"))
    assert ran.code == 2
    assert "foods.csv" in ran.err and "Save" in ran.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "nowhere.csv: there is no such file" in run("solve", str(tmp_path / "nowhere.csv"), "x.csv").err
    assert run("solve", str(tmp_path), "x.csv").code == 2
    assert run("solve").code == 2


def test_a_clock_that_does_not_run_is_refused() -> None:
    assert "--time-limit 0: give seconds above 0" in published("ampl", "ampl", "--time-limit", "0").err


def test_the_python_function_is_public() -> None:
    answer = planner.solve_tables(OWN / "ampl_foods.csv", str(OWN / "ampl_targets.csv"))
    assert answer.optimum.objective == pytest.approx(88.2)


def test_in_a_process_of_its_own_stdout_is_one_json_object() -> None:
    ran = run_apart("solve", str(OWN / "ampl2_foods.csv"), str(OWN / "ampl2_targets.csv"), "--integer", "--json")
    assert ran.code == 3
    assert json.loads(ran.out)["status"] == "infeasible"
    assert ran.err.startswith("planner: No whole units of these foods meet all targets")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_no_line_is_wider_than_the_screen(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for targets in ("ampl2", "ampl2a"):
        page = published("ampl2", targets).out
        assert max(map(len, page.splitlines())) <= columns
        assert "\x1b" not in page


@pytest.mark.parametrize("how", [(), ("--integer",)])
@pytest.mark.parametrize(("foods", "targets"), [("ampl", "ampl"), ("ampl2", "ampl2a"), ("ampl2", "ampl2")])
def test_another_solver_agrees_with_published_problems(foods: str, targets: str, how: tuple[str, ...]) -> None:
    thing = json.loads(published(foods, targets, "--json", "--second-opinion", *how).out)
    check_schema(thing, "solve")
    said, found = thing["second_opinion"]["objective"], thing["objective"]
    assert said == found if found is None else said == pytest.approx(found, rel=1e-6)


def test_solvers_that_disagree_are_a_fault_of_ours(solve: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.solve.own_stated.ask_cbc", lambda problem: -1)
    ran = solve(FOODS, TARGETS, "--second-opinion")
    assert ran.code == 1
    assert "CBC says infeasible" in ran.err


@pytest.mark.parametrize("ending", [".lp", ".mps"])
def test_the_model_in_a_file_is_solved_alike_by_who_reads_it(solve: Any, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"diet{ending}"
    thing = json.loads(solve(FOODS, TARGETS, "--json", "--write", str(path)).out)
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.readModel(str(path))
    model.run()
    assert model.getInfo().objective_function_value == pytest.approx(thing["objective"])
    assert any("milk" in name for name in model.getLp().col_names_)


def test_a_model_goes_into_a_file_that_solvers_read(solve: Any, tmp_path: Path) -> None:
    ran = solve(FOODS, TARGETS, "--write", str(tmp_path / "diet.txt"))
    assert (ran.code, "end the name with .lp or .mps" in ran.err) == (2, True)
