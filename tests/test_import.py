"""Official FNDDS files become a catalogue: as published, whole or not at all, nothing guessed about health."""

import csv
import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from helpers import DATA, OFFICIAL, ROOT, needs_of, plain

from planner import Person, PlanRequest, make_plan
from planner.cli import main
from planner.errors import TableError, WrongInput
from planner.gapping import close_gaps
from planner.intake import make_intake, parse_lines
from planner.intake.match import read_of
from planner.on_offer import can_be_had
from planner.own import solve_catalogue
from planner.request import check_request
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.tables.fndds import folder as folders
from planner.tables.fndds.broken import no_progress
from planner.tables.fndds.curated import load_built_in
from planner.tables.fndds.folder import write_catalogue
from planner.tables.fndds.make import Counts, make_tables, read_official
from planner.tables.manifest import FILE, check_folder
from planner.tables.own_catalogue import own_from_catalogue

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads the official files: pip install steadyplate[import]")

NAMES = {
    "nutrients": "2021-2023 FNDDS At A Glance - FNDDS Nutrient Values.xlsx",
    "portions": "2021-2023 FNDDS At A Glance - Portions and Weights.xlsx",
    "ingredients": "2021-2023 FNDDS At A Glance - FNDDS Ingredients.xlsx",
}
IDS = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]
COLUMNS = list(
    dict.fromkeys(
        column
        for row in plain("nutrient_definitions.csv")
        if row["source_table"] == "fndds"
        for column in row["source_column"].split(" & ")
    )
)
PRICES = "year,food_code,mod_code,food_description,method,method_description,nhanes,price_100gm\n"
BANANA, BIBIMBAP, VENISON, STEW, BEER = 63107010, 77250110, 23321200, 27311310, 93101000
MILK = 11100000


def food_line(code: object, name: str, category: int, what: str, **values: object) -> list[object]:
    """A line of the nutrient values: 1 of everything but what is named."""
    named = {key.replace("_", " "): value for key, value in values.items()}
    return [code, name, category, what, *(named.get(c.split(" (")[0].lower(), 1) for c in COLUMNS)]


FOODS = [
    food_line(BANANA, "Banana, raw", 6004, "Bananas", energy=97, potassium=326),
    food_line(BIBIMBAP, "Bibimbap, Korean", 3202, "Rice mixed dishes", energy=130, calcium=None, sodium=250),
    food_line(VENISON, "Venison, steak", 2008, "Lamb, goat, game", energy=150, protein=29, alcohol=0, caffeine=0),
    food_line(STEW, "Beef stew", 3002, "Meat mixed dishes", energy="plenty"),
    food_line(None, "A food without a code", 3002, "Meat mixed dishes"),
    food_line(BIBIMBAP, "Bibimbap again", 3202, "Rice mixed dishes"),
    food_line(MILK, "Milk, NFS", 1004, "Milk, reduced fat", calcium=-125),
    food_line(BEER, "Beer", 7502, "Beer", energy=43, alcohol=3.9),
    food_line(94000100, "Water, tap", 7702, "Tap water", energy=None),
    food_line(11111000, "Milk, whole", 1002, "Milk, whole", energy=61, potassium=200_000),
]
PORTIONS = [
    [BIBIMBAP, "Bibimbap", 3202, "Rice", 1, "1 cup", 162],
    [BIBIMBAP, "Bibimbap", 3202, "Rice", 2, "1 bowl", 486],
    [BIBIMBAP, "Bibimbap", 3202, "Rice", 3, "Quantity not specified", 400],
    [BEER, "Beer", 7502, "Beer", 1, "1 can", "a lot"],
    [BEER, "Beer", 7502, "Beer", 2, "1 fl oz", 30],
]
PRICE_LINES = [
    f'2017/2018,{BANANA},NA,"Banana, raw",1,x,NA,0.20',
    f'2015/2016,{BIBIMBAP},0,"Bibimbap",1,x,NA,9.99',
    f'2017/2018,{BIBIMBAP},201914,"Bibimbap",1,x,NA,7.77',
    f'2017/2018,{BIBIMBAP},0,"Bibimbap",1,x,NA,0.50',
    f'2017/2018,{VENISON},NA,"Venison",1,x,NA,2.50',
    f'2015/2016,{MILK},0,"Café",1,x,NA,0.10',
    '2013/2014,2.00E+07,NA,"Meat, NFS",4,x,Top 90,1.98',
    f'2017/2018,{STEW},NA,"Stew",1,x,NA,free',
    f'2017/2018,{BEER},NA,"Beer",1,x,NA,NA',
]


def write_book(path: Path, header: list[str], lines: list[list[object]]) -> None:
    """A workbook in the published layout: title, headers with line breaks, rows; a second sheet of descriptions."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"{path.stem}\n2021-2023 Food and Nutrient Database for Dietary Studies - At A Glance      "])
    sheet.append([name.replace(" (", "\n(") if place % 3 == 0 else name for place, name in enumerate(header)])
    for line in lines:
        sheet.append(line)
    book.create_sheet("Variable Descriptions").append(["Food code", "what it is"])
    book.save(path)


def write_official(folder: Path, foods: list[list[object]] = FOODS) -> Path:
    """A folder of official files, and the price CSV beside them in Latin-1."""
    folder.mkdir()
    write_book(folder / NAMES["nutrients"], [*IDS, *COLUMNS, "Theobromine (mg)"], foods)
    header = [*IDS, "Seq num", "Portion description", "Portion weight (g)"]
    write_book(folder / NAMES["portions"], header, PORTIONS)
    lines: list[list[object]] = [[BIBIMBAP, "Bibimbap", 3202, "Rice", 1, 20044, "Rice, white, raw"]]
    write_book(folder / NAMES["ingredients"], [*IDS, "Seq num", "Ingredient code", "Ingredient description"], lines)
    (folder / "prices.csv").write_text(PRICES + "\n".join(PRICE_LINES) + "\n", encoding="latin-1")
    return folder


def import_into(source: Path, target: Path, replace_it: bool = False, prices: Path | None = None) -> Counts:
    """What `planner import fndds` does."""
    built_in = load_built_in(DATA)
    official = read_official(source, prices or source / "prices.csv", None, built_in, no_progress)
    tables, counts = make_tables(official, built_in)
    write_catalogue(target, tables, official, counts, DATA, replace_it)
    return counts


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_official(tmp_path_factory.mktemp("official") / "fndds")


@pytest.fixture(scope="module")
def made(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("made") / "catalogue"
    import_into(source, target)
    return target


@pytest.fixture
def copied(made: Path, tmp_path: Path) -> Path:
    """A catalogue to break."""
    return Path(shutil.copytree(made, tmp_path / "catalogue"))


@pytest.fixture(scope="module")
def tables(made: Path) -> Catalogue:
    return load_catalogue(made)


def value(tables: Catalogue, food: str, nutrient: str) -> float:
    return float(tables.per_100g[tables.food_index[food], tables.nutrient_index[nutrient]])


def price(tables: Catalogue, food: str) -> float:
    return float(tables.usd_per_100g[tables.food_index[food]])


def test_values_are_as_published_and_an_empty_cell_is_unknown(tables: Catalogue) -> None:
    bibimbap = f"fndds-{BIBIMBAP}"
    assert value(tables, bibimbap, "energy_kcal") == 130
    assert value(tables, bibimbap, "sodium_mg") == 250
    assert np.isnan(value(tables, bibimbap, "calcium_mg"))
    assert np.isnan(value(tables, bibimbap, "absorbed_calcium_mg"))
    assert value(tables, "banana", "potassium_mg") == 326
    assert value(tables, "banana", "fruit_cups") == float(
        next(row["fruit_cups"] for row in plain("nutrients.csv") if row["food"] == "banana")
    )


def test_added_sugars_that_nobody_published_are_at_most_all_sugars(tables: Catalogue) -> None:
    place = tables.food_index[f"fndds-{BIBIMBAP}"], tables.nutrient_index["added_sugars_g"]
    assert np.isnan(tables.per_100g[place])
    assert tables.upper_per_100g[place] == 1


def test_the_newest_price_of_the_unmodified_recipe_is_brought_to_today(tables: Catalogue) -> None:
    factor = float(plain("prices.csv")[0]["cpi_factor"])
    assert price(tables, f"fndds-{BIBIMBAP}") == pytest.approx(0.50 * factor, abs=1e-6)
    assert price(tables, "banana") == pytest.approx(0.20 * factor, abs=1e-6)
    built_in = {row["food"]: float(row["usd_per_100g"]) for row in plain("prices.csv")}
    assert price(tables, "kale") == built_in["kale"]  # a price that the file lacks stays


def test_a_food_without_a_price_is_listed_and_never_planned(tables: Catalogue) -> None:
    assert np.isnan(price(tables, f"fndds-{BEER}"))
    assert f"fndds-{BEER}" not in tables.plannable.food_index
    assert not np.isnan(tables.plannable.usd_per_100g).any()


def test_the_portion_is_the_one_nearest_to_what_the_survey_assumes(tables: Catalogue) -> None:
    food = tables.foods[tables.food_index[f"fndds-{BIBIMBAP}"]]
    assert (food.portion, food.grams, food.group) == ("1 bowl", 486, "mixed")
    beer = tables.foods[tables.food_index[f"fndds-{BEER}"]]
    assert (beer.portion, beer.grams) == ("1 fl oz", 30)


def test_broken_rows_are_named_with_file_and_row_and_the_rest_goes_on(source: Path) -> None:
    broken = read_official(source, source / "prices.csv", None, load_built_in(DATA), no_progress).broken
    said = {(each.file, each.row): each.problem for each in broken}
    nutrients = NAMES["nutrients"]
    assert set(said) == {
        *((nutrients, row) for row in (6, 7, 8, 9, 11, 12)),
        (NAMES["portions"], 6),
        ("prices.csv", 8),
        ("prices.csv", 9),
    }
    assert "'plenty', not a number" in said[nutrients, 6]
    assert "code is empty" in said[nutrients, 7]
    assert "already in row 4" in said[nutrients, 8]
    assert "-125" in said[nutrients, 9]
    assert "energy" in said[nutrients, 11]
    assert "more than 100 g" in said[nutrients, 12]
    assert "2.00E+07" in said["prices.csv", 8]
    assert "'free', not a number" in said["prices.csv", 9]
    assert f"{BIBIMBAP}" in next(str(each) for each in broken if each.row == 8)


def test_a_food_that_nobody_looked_at_fits_omnivores_who_avoid_nothing(tables: Catalogue) -> None:
    food = tables.foods[tables.food_index[f"fndds-{BIBIMBAP}"]]
    assert not (food.fits("vegan") or food.fits("vegetarian") or food.fits("pescatarian"))
    assert not (food.has_known_contents or food.is_reviewed)
    assert food.food not in tables.plannable.food_index
    assert all(each.role for each in tables.plannable.foods)


@pytest.mark.parametrize(
    ("wish", "is_planned"),
    [
        ({}, True),
        ({"without": ("milk",)}, True),  # its own row says what it holds
        ({"diet": "vegetarian"}, False),
        ({"person": Person(pregnant_trimester=2)}, False),
        ({"person": Person(lactating_months=2)}, False),
        ({"conditions": ("omeprazole",)}, False),
    ],
    ids=["healthy omnivore", "an allergy", "vegetarian", "pregnant", "breastfeeding", "an illness"],
)
def test_a_food_that_came_in_is_on_offer_only_where_it_was_looked_at(
    tables: Catalogue, wish: dict[str, object], is_planned: bool
) -> None:
    request = replace(PlanRequest(diet="omnivore"), **wish)  # type: ignore[arg-type]
    needs = needs_of(check_request(request, tables.plannable), tables.plannable)
    assert needs.allowed[tables.plannable.food_index["venison-steak"]] == is_planned


def test_a_food_in_no_dish_cannot_be_had_and_may_be_excluded(tables: Catalogue) -> None:
    assert f"fndds-{BIBIMBAP}" not in can_be_had(PlanRequest(diet="omnivore"), tables)
    with pytest.raises(WrongInput, match="no dish here holds it"):
        check_request(PlanRequest(diet="omnivore", must_have=("Bibimbap, Korean",)), tables)
    checked = check_request(PlanRequest(diet="omnivore", exclude=("Bibimbap, Korean",)), tables)
    assert checked.exclude == (f"fndds-{BIBIMBAP}",)


def test_a_week_holds_what_came_in_and_says_what_it_cannot_hold(tables: Catalogue) -> None:
    request = PlanRequest(diet="omnivore", must_have=("venison steak",), exclude=("Bibimbap, Korean",), eats=("beer",))
    plan = make_plan(request, tables)
    assert "venison-steak" in plan.foods
    assert any("in no dish" in note for note in plan.notes)


def test_the_same_files_give_the_same_catalogue(source: Path, made: Path, tmp_path: Path) -> None:
    import_into(source, tmp_path / "again")
    for path in made.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device"), TableError("no")])
@pytest.mark.parametrize("there", [False, True], ids=["new", "replace"])
def test_a_run_that_ends_early_leaves_nothing_new_behind(
    source: Path, copied: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, there: bool
) -> None:
    if not there:
        shutil.rmtree(copied)

    def fails(path: Path) -> None:
        raise error

    monkeypatch.setattr(folders, "load_catalogue", fails)
    with pytest.raises((KeyboardInterrupt, TableError)):
        import_into(source, copied, replace_it=True)
    assert left_behind(copied.parent) == (["catalogue"] if there else [])
    if there:
        check_folder(copied, DATA)


def test_a_move_that_fails_brings_the_earlier_catalogue_back(
    source: Path, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = os.rename

    def fails(here: Path, there: Path) -> None:
        if ".part-" in here.name:
            raise OSError(13, "Permission denied")
        rename(here, there)

    monkeypatch.setattr(os, "rename", fails)
    with pytest.raises(TableError, match="cannot be written"):
        import_into(source, copied, replace_it=True)
    assert left_behind(copied.parent) == ["catalogue"]
    check_folder(copied, DATA)


def test_what_a_killed_run_left_is_cleared_and_what_it_set_aside_comes_back(source: Path, copied: Path) -> None:
    gone = 2**22 + 1  # above the largest number of a process
    (copied.parent / f".catalogue.part-{gone}").mkdir()
    aside = copied.parent / f".catalogue.old-{gone}"
    aside.mkdir()
    copied.rename(aside / "catalogue")
    with pytest.raises(TableError, match="--replace"):
        import_into(source, copied)
    assert left_behind(copied.parent) == ["catalogue"]
    check_folder(copied, DATA)


def test_a_catalogue_is_replaced_only_when_asked_and_a_folder_of_something_else_never(
    source: Path, copied: Path, tmp_path: Path
) -> None:
    with pytest.raises(TableError, match="--replace"):
        import_into(source, copied)
    import_into(source, copied, replace_it=True)
    (tmp_path / "photos").mkdir()
    with pytest.raises(TableError, match="no catalogue"):
        import_into(source, tmp_path / "photos", replace_it=True)
    assert left_behind(tmp_path) == ["catalogue", "photos"]


def break_format(folder: Path) -> None:
    path = folder / FILE
    path.write_text(path.read_text().replace('"format": 1', '"format": 99'))


def break_built_in(folder: Path) -> None:
    path = folder / FILE
    found = json.loads(path.read_text())
    path.write_text(json.dumps(found | {"built_in": "0"}))


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (lambda f: (f / "prices.csv").write_text((f / "prices.csv").read_text() + "\n"), r"prices\.csv.*was changed"),
        (lambda f: (f / "foods.csv").unlink(), r"foods\.csv.*is missing from the catalogue"),
        (lambda f: (f / "extra.csv").write_text("a\n1\n"), r"extra\.csv.*not a file of this catalogue"),
        (lambda f: (f / FILE).write_text("{"), r"catalogue\.json.*not the file that planner import wrote"),
        (lambda f: (f / FILE).unlink(), r"not a catalogue.*planner import"),
        (break_format, r"format 99 of another Steadyplate"),
        (break_built_in, r"made with the tables of another Steadyplate"),
        (shutil.rmtree, r"no such folder.*planner import"),
    ],
)
def test_a_folder_that_is_no_catalogue_or_was_changed_is_refused(copied: Path, breaks: object, said: str) -> None:
    breaks(copied)  # type: ignore[operator]
    with pytest.raises(TableError, match=said):
        check_folder(copied, DATA)


def test_the_python_api_refuses_a_changed_catalogue_and_an_empty_folder(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(TableError, match="not a catalogue"):
        load_catalogue(tmp_path / "empty")
    (copied / "foods.csv").write_text("food\nkale\n")
    with pytest.raises(TableError, match="was changed"):
        load_catalogue(copied)


def test_files_that_cannot_be_read_at_all_are_refused(source: Path, tmp_path: Path) -> None:
    built_in = load_built_in(DATA)

    def refusal(folder: Path, prices: Path = source / "prices.csv") -> str:
        with pytest.raises(TableError) as caught:
            read_official(folder, prices, None, built_in, no_progress)
        return str(caught.value)

    assert "no such folder" in refusal(tmp_path / "nowhere")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no FNDDS nutrient values" in refusal(empty)
    (empty / NAMES["nutrients"]).write_bytes(b"not a workbook")
    assert "not a readable xlsx" in refusal(empty)
    write_book(empty / NAMES["nutrients"], [*IDS, *COLUMNS[1:]], [])
    assert f"column '{COLUMNS[0]}' is missing" in refusal(empty)
    write_book(empty / NAMES["nutrients"], [*IDS, *COLUMNS], [food_line("x", "X", 1, "Y")])
    assert "no row can be used" in refusal(empty)
    (tmp_path / "bad.csv").write_text("code,price\n1,2\n")
    assert "column year is missing" in refusal(source, tmp_path / "bad.csv")
    assert "cannot be read" in refusal(source, tmp_path / "none.csv")


def test_without_openpyxl_the_command_to_install_it_is_named(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(TableError, match=r'pip install "steadyplate\[import\]"'):
        read_official(source, source / "prices.csv", None, load_built_in(DATA), no_progress)


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """Output and errors of a command that ends with this code."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert ended.value.code == code, err
    return out, err


def test_the_command_makes_a_catalogue_that_foods_lists(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    out, err = run(capsys, "import", "fndds", str(source), "--prices", str(source / "prices.csv"))
    assert "NOT KNOWN" in out
    assert f"{NAMES['nutrients']}, row 6 ({STEW}): Energy (kcal) is 'plenty'" in err
    listed, _ = run(capsys, "foods", "--catalogue", "fndds-catalogue", "--json")
    foods = {food["food"]: food for food in json.loads(listed)}
    bibimbap = foods[f"fndds-{BIBIMBAP}"]
    assert bibimbap["diet"] is None
    assert bibimbap["allergens"] is None
    assert bibimbap["nutrients_per_100g"]["calcium_mg"] is None
    assert foods[f"fndds-{BEER}"]["usd_per_100g"] is None
    schema = json.loads((ROOT / "tests" / "schemas" / "foods.schema.json").read_text())
    jsonschema.validate(list(foods.values()), schema)
    vegan, _ = run(capsys, "foods", "--catalogue", "fndds-catalogue", "--diet", "vegan")
    assert "Bibimbap" not in vegan
    assert "diet and allergens are not known" in " ".join(vegan.split())
    best, _ = run(capsys, "foods", "--catalogue", "fndds-catalogue", "--diet", "omnivore", "--best-for", "alcohol")
    assert "Beer" in best


@pytest.mark.parametrize("command", ["week", "foods"])
def test_a_catalogue_that_is_not_there_is_an_error_with_a_remedy(
    command: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, err = run(capsys, command, "--catalogue", str(tmp_path / "nowhere"), code=2)
    assert "no such folder" in err
    assert "planner import fndds" in err
    _, err = run(capsys, command, "--catalogue", str(DATA), code=2)
    assert "not a catalogue" in err


def targets_file(folder: Path, *lines: str) -> Path:
    path = folder / "targets.csv"
    path.write_text("nutrient,min,max\n" + "\n".join(lines) + "\n")
    return path


def test_solving_a_catalogue_meets_the_targets_by_its_own_numbers(tables: Catalogue, tmp_path: Path) -> None:
    targets = targets_file(tmp_path, "energy_kcal,2000,2100", "protein_g,60,", "sodium_mg,,2300", "iron_mg,18,45")
    answer, left_out = solve_catalogue(tables, targets)
    amounts = dict(zip(answer.tables.foods, answer.optimum.units.tolist(), strict=True))  # type: ignore[union-attr]
    eaten = {food: portions for food, portions in amounts.items() if portions}
    total = {
        nutrient: sum(
            value(tables, food, nutrient) * tables.foods[tables.food_index[food]].grams / 100 * portions
            for food, portions in eaten.items()
        )
        for nutrient in ("energy_kcal", "protein_g", "sodium_mg", "iron_mg")
    }
    assert total["energy_kcal"] + 1e-6 >= 2000
    assert total["protein_g"] + 1e-6 >= 60
    assert total["sodium_mg"] <= 2300 + 1e-6
    assert 18 - 1e-6 <= total["iron_mg"] <= 45 + 1e-6
    cost = sum(
        price(tables, food) * tables.foods[tables.food_index[food]].grams / 100 * many for food, many in eaten.items()
    )
    assert answer.optimum.objective == pytest.approx(cost)
    assert f"fndds-{BEER}" not in amounts
    assert left_out.no_price == 1
    for food, many in eaten.items():
        assert many <= tables.foods[tables.food_index[food]].max_portions_per_day + 1e-9


def test_a_food_of_unknown_content_is_left_out_and_counted_where_a_target_bounds_it(
    tables: Catalogue, tmp_path: Path
) -> None:
    bibimbap = f"fndds-{BIBIMBAP}"
    calcium = targets_file(tmp_path, "calcium_mg,1000,")
    kept, left_out = own_from_catalogue(tables, calcium)
    assert bibimbap not in kept.foods
    assert left_out.unknown >= 1
    zero, none_left_out = own_from_catalogue(tables, calcium, unknown_as_zero=True)
    assert bibimbap in zero.foods
    assert (none_left_out.unknown, zero.as_zero) == (0, left_out.unknown)
    most, _ = own_from_catalogue(tables, targets_file(tmp_path, "added_sugars_g,,50"))
    portion = most.per_unit[most.foods.index(bibimbap), 0]
    assert portion == pytest.approx(1 * 4.86)  # all its sugars, in a bowl of 486 g
    least, _ = own_from_catalogue(tables, targets_file(tmp_path, "added_sugars_g,1,50"))
    assert bibimbap not in least.foods


@pytest.mark.parametrize(
    ("line", "said"),
    [("calcium,1000,", r"row 2.*calcium is no column.*Did you mean calcium_mg"), ("kryptonite,1,", r"no column")],
)
def test_a_target_that_the_catalogue_does_not_know_is_named(
    tables: Catalogue, tmp_path: Path, line: str, said: str
) -> None:
    with pytest.raises(TableError, match=said):
        own_from_catalogue(tables, targets_file(tmp_path, line))
    (tmp_path / "units.csv").write_text("nutrient,min,max,unit\ncalcium_mg,1,,g\n")
    with pytest.raises(TableError, match="counts calcium_mg in mg"):
        own_from_catalogue(tables, tmp_path / "units.csv")


def test_the_command_solves_a_catalogue(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    targets = str(targets_file(tmp_path, "energy_kcal,2000,2100", "calcium_mg,1000,"))
    given = ("solve", "--catalogue", str(made), targets)
    out, _ = run(capsys, *given)
    assert "have no price" in out
    assert "not a diet" in out
    found = json.loads(run(capsys, *given, "--json")[0])
    assert found["status"] == "optimal"
    assert found["left_out"]["no_price"] == 1
    assert "give one file" in run(capsys, *given, targets, code=2)[1]
    assert "--integer" in run(capsys, *given, "--integer", code=2)[1]
    assert "give two files" in run(capsys, "solve", targets, code=2)[1]
    never = str(targets_file(tmp_path, "energy_kcal,2000,2100", "calcium_mg,900000,"))
    found = json.loads(run(capsys, "solve", "--catalogue", str(made), never, "--json", code=3)[0])
    assert {each["nutrient"] for each in found["conflict"]} <= {"energy_kcal", "calcium_mg"}
    assert found["repairs"]


FNDDS = OFFICIAL / "fndds_2021_2023"
PUBLISHED = OFFICIAL / "prices" / "pp_national_average_prices_csv.csv"


@pytest.mark.skipif(not FNDDS.is_dir(), reason="the official files are not here")
def test_the_real_files_become_a_catalogue_of_all_5431_foods(tmp_path: Path) -> None:
    counts = import_into(FNDDS, tmp_path / "catalogue", prices=PUBLISHED)
    tables = load_catalogue(tmp_path / "catalogue")
    assert counts.official == len({food.fndds_code for food in tables.foods if food.fndds_code}) == 5431
    assert counts.dishes == len(plain("fndds_dish_foods.csv"))
    assert value(tables, "fndds-11100000", "choline_mg") == 17.9
    assert value(tables, "fndds-99998210", "energy_kcal") == 892
    assert value(tables, "fndds-11100000", "calcium_mg") == 125
    built_in = load_catalogue()
    own = [tables.food_index[food.food] for food in built_in.foods]
    assert np.array_equal(tables.per_100g[own], built_in.per_100g, equal_nan=True)
    assert np.allclose(tables.usd_per_100g[own], built_in.usd_per_100g, rtol=1e-6, atol=2e-6)
    codes = {
        row["food_code"] for row in csv.DictReader(PUBLISHED.open(encoding="latin-1")) if row["price_100gm"] != "NA"
    }
    for food in tables.foods:
        if food.food.startswith("fndds-") and food.fndds_code != 94000100:  # the price of tap water is 0 there
            assert np.isnan(price(tables, food.food)) == (str(food.fndds_code) not in codes), food.name
    categories = {int(row["category"]) for row in plain("wweia_categories.csv")}
    assert len(categories) > 150
    assert sum(food.group == "mixed" for food in tables.foods) < 2200
    answer, left_out = solve_catalogue(
        tables, targets_file(tmp_path, "energy_kcal,2000,2100", "calcium_mg,1000,2500", "iron_mg,18,45")
    )
    assert answer.optimum.outcome == "optimal"
    assert len(answer.tables.foods) == len(tables.foods) - left_out.no_price - left_out.no_diet - left_out.unknown
    assert len(answer.tables.foods) > 4000
    added = {row["food"] for row in plain("fndds_dish_foods.csv")}
    assert {food.food for food in tables.plannable.foods} == {food.food for food in built_in.foods} | added
    assert added <= set(can_be_had(PlanRequest(diet="omnivore"), tables))


def test_a_diary_may_name_what_came_in_and_gaps_are_closed_with_reviewed_foods(tables: Catalogue) -> None:
    lines = "1 serving bibimbap, korean\n2 slices whole wheat bread\n1 can beer"
    intake = make_intake(parse_lines(lines, tables), tables, {"beer": f"fndds-{BEER}:355"})
    assert [match.food for match in intake.matches] == [f"fndds-{BIBIMBAP}", "whole-wheat-bread", f"fndds-{BEER}"]
    column = tables.nutrient_index["energy_kcal"]
    eaten = sum(tables.per_100g[tables.food_index[food], column] * grams / 100 for food, grams in intake.grams)
    assert intake.nutrients[column] == pytest.approx(eaten)
    report = close_gaps(intake, PlanRequest(diet="omnivore"), tables, close=["magnesium"], trades=True, extra_kcal=450)
    assert report.options
    for option in report.options:
        assert np.isfinite(option.cost_usd_per_day)
        for change in option.changes:
            assert tables.foods[tables.food_index[change.food]].is_reviewed
            assert change.instead_of is None or np.isfinite(price(tables, change.instead_of))


def test_built_in_foods_are_read_as_before_among_thousands_that_came_in(tables: Catalogue) -> None:
    built_in = load_catalogue()
    for food in built_in.foods:
        assert read_of(food.name, tables) == read_of(food.name, built_in), food.name
