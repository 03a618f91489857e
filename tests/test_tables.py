"""A table that cannot be trusted is refused at the door: the message names file, row, offender and remedy."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from helpers import DATA, Cells, catalogue

from planner.errors import TableError, WrongInput
from planner.tables.catalogue import load_catalogue
from planner.tables.numbers import number_of

Change = Callable[[list[Cells]], object]
FOOD, OTHER = "kale", "broccoli"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables that a test may break."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in DATA.glob("*.csv"):
        shutil.copy(path, folder)
    return folder


def rewrite(path: Path, change: Change) -> None:
    """Change the rows of a table; its columns follow its first row."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def found(rows: list[Cells], **wanted: str) -> Cells:
    return next(row for row in rows if all(row[column] == value for column, value in wanted.items()))


def cell(column: str, value: str, **wanted: str) -> Change:
    """Put a value into the first row that holds what is wanted."""
    return lambda rows: found(rows, **wanted).update({column: value})


def no_column(column: str) -> Change:
    return lambda rows: [row.pop(column) for row in rows]


def twice(**wanted: str) -> Change:
    return lambda rows: rows.append(dict(found(rows, **wanted)))


def gone(**wanted: str) -> Change:
    def change(rows: list[Cells]) -> None:
        rows[:] = [row for row in rows if any(row[column] != value for column, value in wanted.items())]

    return change


def added(**cells: str) -> Change:
    return lambda rows: rows.append(dict.fromkeys(rows[0], "") | cells)


KALE, DISH, SLOT = {"food": FOOD}, {"dish": "porridge"}, {"dish": "porridge", "slot": "cereal"}
ROW = r", row \d+ "
REFUSED: list[tuple[str, str, Change, str]] = [
    ("column missing in foods", "foods.csv", no_column("diet"), r"foods\.csv: column diet is missing.*Add"),
    (
        "column missing in nutrients",
        "nutrients.csv",
        no_column("calcium_mg"),
        r"nutrients\.csv: column calcium_mg is missing.*Add",
    ),
    (
        "role that no food has among what may be added",
        "addable_roles.csv",
        cell("role", "friut", role="fruit"),
        r"addable_roles\.csv \(friut\): friut is no role of a food.*Correct",
    ),
    (
        "food that is never added and does not exist",
        "addable_roles.csv",
        cell("never", "aplesauce", role="fruit"),
        r"addable_roles\.csv \(fruit\): aplesauce is no food.*Correct",
    ),
    (
        "role that no food has among trades",
        "trades.csv",
        cell("instead_of", "bred", role="bread"),
        r"trades\.csv \(bread\): bred is no role of a food.*Correct",
    ),
    (
        "a trade by nothing that stays the same",
        "trades.csv",
        cell("by", "taste", role="bread"),
        r"trades\.csv" + ROW + r"\(bread\): by is 'taste'.*Correct",
    ),
    (
        "column missing in prices",
        "prices.csv",
        no_column("usd_per_100g"),
        r"prices\.csv: column usd_per_100g is missing.*Add",
    ),
    (
        "NaN as nutrient",
        "nutrients.csv",
        cell("calcium_mg", "nan", **KALE),
        r"nutrients\.csv \(kale\): calcium_mg is 'nan'.*finite.*[Ll]eave the cell empty",
    ),
    (
        "infinite nutrient",
        "nutrients.csv",
        cell("iron_mg", "inf", **KALE),
        r"nutrients\.csv \(kale\): iron_mg is 'inf'.*finite.*[Ll]eave",
    ),
    (
        "negative nutrient",
        "nutrients.csv",
        cell("iron_mg", "-0.2", **KALE),
        r"nutrients\.csv \(kale\): iron_mg is -0\.2.*0 or more.*Correct",
    ),
    (
        "words as nutrient",
        "nutrients.csv",
        cell("iron_mg", "plenty", **KALE),
        r"nutrients\.csv \(kale\): iron_mg is 'plenty', not a number.*Correct",
    ),
    (
        "food without energy",
        "nutrients.csv",
        cell("energy_kcal", "", **KALE),
        r"nutrients\.csv \(kale\): energy_kcal is empty.*needs",
    ),
    (
        "food without nutrients",
        "nutrients.csv",
        gone(**KALE),
        r"nutrients\.csv: kale of foods\.csv has no row.*build",
    ),
    (
        "NaN as price",
        "prices.csv",
        cell("usd_per_100g", "nan", **KALE),
        r"prices\.csv \(kale\): usd_per_100g is 'nan'.*finite",
    ),
    (
        "negative price",
        "prices.csv",
        cell("usd_per_100g", "-1", **KALE),
        r"prices\.csv \(kale\): usd_per_100g is -1.*0 or more.*Correct",
    ),
    (
        "empty price",
        "prices.csv",
        cell("usd_per_100g", "", **KALE),
        r"prices\.csv \(kale\): usd_per_100g is empty.*Enter a price",
    ),
    ("food without price", "prices.csv", gone(**KALE), r"prices\.csv: kale of foods\.csv has no row.*build"),
    (
        "price of no food",
        "prices.csv",
        added(food="unicorn", usd_per_100g="1"),
        rf"prices\.csv{ROW}\(unicorn\): not a food of foods\.csv.*build",
    ),
    (
        "duplicate food",
        "foods.csv",
        twice(**KALE),
        rf"foods\.csv{ROW}\(kale\): stands already in row \d+.*Delete",
    ),
    ("duplicate price", "prices.csv", twice(**KALE), rf"prices\.csv{ROW}\(kale\): a duplicate food.*Delete"),
    (
        "duplicate nutrients",
        "nutrients.csv",
        twice(**KALE),
        rf"nutrients\.csv{ROW}\(kale\): a duplicate food.*Delete",
    ),
    (
        "duplicate dish",
        "dishes.csv",
        twice(**DISH),
        rf"dishes\.csv{ROW}\(porridge\): stands already in row \d+.*Delete",
    ),
    (
        "unknown diet",
        "foods.csv",
        cell("diet", "fruitarian", **KALE),
        rf"foods\.csv{ROW}\(kale\): diet is 'fruitarian'.*'vegan'.*Correct",
    ),
    (
        "unknown allergen",
        "foods.csv",
        cell("allergens", "soy kiwi", **KALE),
        rf"foods\.csv{ROW}\(kale\): allergens is 'kiwi'.*Correct",
    ),
    (
        "unknown article source",
        "foods.csv",
        cell("article_source", "Zn", **KALE),
        rf"foods\.csv{ROW}\(kale\): article_source is 'Zn'.*Correct",
    ),
    (
        "unknown caution",
        "foods.csv",
        cell("cautions", "livver", **KALE),
        r"foods\.csv \(kale\): caution livver is not in cautions\.csv.*Correct",
    ),
    (
        "portion of no weight",
        "foods.csv",
        cell("grams", "0", **KALE),
        rf"foods\.csv{ROW}\(kale\): grams is .*above 0.*Correct",
    ),
    (
        "portion of NaN grams",
        "foods.csv",
        cell("grams", "nan", **KALE),
        rf"foods\.csv{ROW}\(kale\): grams is .*finite.*Correct",
    ),
    (
        "slug with capitals",
        "foods.csv",
        cell("food", "Kale", **KALE),
        rf"foods\.csv{ROW}\(Kale\): food is 'Kale'.*slug.*Correct",
    ),
    (
        "unknown unit",
        "nutrient_definitions.csv",
        cell("unit", "grain", nutrient="iron_mg"),
        rf"nutrient_definitions\.csv{ROW}\(iron_mg\): unit is 'grain'.*Correct",
    ),
    (
        "unit of a reference differs",
        "reference_intakes.csv",
        cell("unit", "g", nutrient="iron_mg"),
        r"reference_intakes\.csv.*iron_mg.*\bg\b.*\bmg\b.*Correct",
    ),
    (
        "reference of no nutrient",
        "reference_intakes.csv",
        cell("nutrient", "unobtainium_mg", nutrient="iron_mg"),
        r"reference_intakes\.csv.*unobtainium_mg.*(Correct|Delete|delete)",
    ),
    (
        "slot of an unknown food",
        "dish_slots.csv",
        cell("choices", "role:hot_cereal manna", **SLOT),
        rf"dish_slots\.csv{ROW}\(porridge, cereal\): manna is neither.*Correct",
    ),
    (
        "slot of an unknown role",
        "dish_slots.csv",
        cell("choices", "role:gruel", **SLOT),
        rf"dish_slots\.csv{ROW}\(porridge, cereal\): role:gruel is neither.*Correct",
    ),
    (
        "slot of an unknown dish",
        "dish_slots.csv",
        cell("dish", "gruel", **SLOT),
        rf"dish_slots\.csv{ROW}\(gruel, cereal\): no such dish.*Correct",
    ),
    (
        "slot of no size",
        "dish_slots.csv",
        cell("sizes", "1|0", **SLOT),
        rf"dish_slots\.csv{ROW}\(porridge\): sizes .*above 0.*Correct",
    ),
    (
        "dish without slot",
        "dish_slots.csv",
        gone(**DISH),
        r"dishes\.csv \(porridge\): it has no slot.*Add",
    ),
    (
        "dish for an unknown meal",
        "dishes.csv",
        cell("meal", "brunch", **DISH),
        rf"dishes\.csv{ROW}\(porridge\): meal is 'brunch'.*Correct",
    ),
    (
        "estimate without source",
        "upper_estimates.csv",
        lambda rows: rows[0].update(source=" "),
        rf"upper_estimates\.csv{ROW}.*needs its source.*Add",
    ),
    (
        "estimate for no food",
        "upper_estimates.csv",
        lambda rows: rows[0].update(food="unicorn"),
        rf"upper_estimates\.csv{ROW}\(unicorn, .*no such food.*Correct",
    ),
    (
        "estimate for no nutrient",
        "upper_estimates.csv",
        lambda rows: rows[0].update(nutrient="mana_mg"),
        rf"upper_estimates\.csv{ROW}.*mana_mg\): no such.*Correct",
    ),
    (
        "NaN as rule",
        "planning_rules.csv",
        lambda rows: rows[0].update(value="nan"),
        rf"planning_rules\.csv{ROW}.*value is .*finite.*Correct",
    ),
    (
        "words as rule",
        "planning_rules.csv",
        lambda rows: rows[0].update(value="some"),
        rf"planning_rules\.csv{ROW}.*value is 'some'.*Correct",
    ),
    (
        "guideline of no nutrient",
        "guidelines.csv",
        lambda rows: rows[0].update(nutrient="mana_kcal"),
        rf"guidelines\.csv{ROW}.*mana_kcal.*Correct",
    ),
]


@pytest.mark.parametrize(
    ("file", "change", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_broken_table_is_refused_with_place_offender_and_remedy(
    tables: Path, file: str, change: Change, message: str
) -> None:
    rewrite(tables / file, change)
    with pytest.raises(TableError) as refused:
        load_catalogue(tables)
    assert re.search(message, str(refused.value)), refused.value


def test_a_table_error_is_wrong_input_so_that_the_command_line_answers_with_code_2() -> None:
    assert issubclass(TableError, WrongInput)
    assert TableError.exit_code == 2


@pytest.mark.parametrize("extra", [",one cell too many", None], ids=["too many", "too few"])
def test_a_ragged_row_is_refused_by_its_number(tables: Path, extra: str | None) -> None:
    path = tables / "prices.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[6] = lines[6] + extra if extra else lines[6].rsplit(",", 2)[0]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"prices\.csv, row 7: .*cells.*Correct the row"):
        load_catalogue(tables)


@pytest.mark.parametrize(
    "file",
    [
        "foods.csv",
        "nutrient_definitions.csv",
        "nutrients.csv",
        "prices.csv",
        "dishes.csv",
        "dish_slots.csv",
        "planning_rules.csv",
        "cautions.csv",
        "reference_intakes.csv",
        "guidelines.csv",
        "energy_requirements.csv",
        "energy_additions.csv",
        "default_persons.csv",
        "nutrient_advice.csv",
        "calcium_absorption.csv",
        "calcium_classes.csv",
        "absorption_rules.csv",
    ],
)
def test_a_missing_table_is_named(tables: Path, file: str) -> None:
    (tables / file).unlink()
    with pytest.raises(TableError, match=rf"{re.escape(file)}: the file is missing from .*Restore"):
        load_catalogue(tables)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "no rows"), (b"food,name\n", "no rows"), ("food,name\nk\xe4se,K\xe4se\n".encode("latin-1"), "UTF-8")],
    ids=["empty", "header only", "another encoding"],
)
def test_an_unreadable_table_is_refused(tables: Path, content: bytes, message: str) -> None:
    (tables / "foods.csv").write_bytes(content)
    with pytest.raises(TableError, match=rf"foods\.csv: .*{message}"):
        load_catalogue(tables)


def test_a_rule_that_is_missing_is_named_when_it_is_asked_for(tables: Path) -> None:
    rewrite(tables / "planning_rules.csv", gone(rule="mains"))
    with pytest.raises(TableError, match=r"planning_rules\.csv: rule mains is missing.*Restore"):
        load_catalogue(tables).rules["mains"]


def test_an_empty_cell_is_unknown_and_never_zero(tables: Path) -> None:
    rewrite(tables / "nutrients.csv", cell("iron_mg", "", **KALE))
    read = load_catalogue(tables)
    at = read.food_index[FOOD], read.nutrient_index["iron_mg"]
    assert np.isnan(read.per_100g[at])
    assert np.isnan(read.upper_per_100g[at])


def test_an_estimate_stands_in_for_the_unknown_alone(tables: Path) -> None:
    def estimates(rows: list[Cells]) -> None:
        for food in (FOOD, OTHER):
            rows.append({"food": food, "nutrient": "iron_mg", "value_per_100g": "77", "source": "a book"})

    rewrite(tables / "nutrients.csv", cell("iron_mg", "", **KALE))
    rewrite(tables / "upper_estimates.csv", estimates)
    read = load_catalogue(tables)
    kale, broccoli = (read.food_index[food] for food in (FOOD, OTHER))
    iron = read.nutrient_index["iron_mg"]
    assert read.upper_per_100g[kale, iron] == 77
    assert np.isnan(read.per_100g[kale, iron])
    assert read.upper_per_100g[broccoli, iron] == read.per_100g[broccoli, iron] != 77


def test_every_edition_of_the_tables_has_its_own_digest(tables: Path) -> None:
    assert load_catalogue(tables).digest == catalogue().digest
    rewrite(tables / "prices.csv", cell("usd_per_100g", "9.99", **KALE))
    load_catalogue.cache_clear()
    assert load_catalogue(tables).digest != catalogue().digest
    dearer = catalogue().with_prices(catalogue().usd_per_100g * 2)
    assert dearer.digest != catalogue().digest


def test_a_spreadsheets_byte_order_mark_is_read_over(tables: Path) -> None:
    path = tables / "foods.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalogue(tables).foods == catalogue().foods


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), (" 1.5 ", 1.5), ("1e-3", 0.001)])
def test_a_number_of_0_or_more_is_read(text: str, value: float) -> None:
    assert number_of(text, "here") == value


def test_the_tables_agree_with_a_plain_reading() -> None:
    """Foods, nutrients and prices stand in the arrays where a plain reading finds them."""
    from helpers import plain, plain_by, plain_nutrients

    tables = catalogue()
    assert [food.food for food in tables.foods] == [row["food"] for row in plain("foods.csv")]
    nutrients, prices = plain_nutrients(), plain_by("prices.csv", "food")
    for place, food in enumerate(tables.foods):
        assert tables.usd_per_100g[place] == float(prices[food.food]["usd_per_100g"])
        for column, nutrient in enumerate(tables.nutrients):
            text = nutrients[food.food][nutrient.nutrient]
            value = tables.per_100g[place, column]
            assert np.isnan(value) if text == "" else value == float(text), nutrient
