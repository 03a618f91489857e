"""Calcium that arrives, B12 by the meal, supplements: no fraction is too high, no food and no upper level forgotten."""

import csv
from collections.abc import Callable
from dataclasses import replace
from math import isnan
from pathlib import Path

import pytest
from helpers import DATA, catalogue, plain, plain_by
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import TableError
from planner.tables.absorption import load_absorption
from planner.tables.derived import published, with_derived
from planner.tables.numbers import read_numbers
from planner.tables.supplements import load_supplements, match_supplements

FOODS = [food.food for food in catalogue().foods]
TABLES = load_absorption(DATA, FOODS)
SUPPLEMENTS = load_supplements(DATA)
OFFICIAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "dri" / "calcium_absorption.csv"

Rows = list[dict[str, str]]


def changed(folder: Path, table: str, change: Callable[[Rows], object]) -> Path:
    """A folder with these tables, one of them changed."""
    for name in ("calcium_absorption.csv", "calcium_classes.csv", "absorption_rules.csv", "supplements.csv"):
        rows = [dict(row) for row in plain(name)]
        if name == table:
            change(rows)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def cell(column: str, value: str, key: str, wanted: str) -> Callable[[Rows], object]:
    return lambda rows: next(row for row in rows if row[key] == wanted).update({column: value})


# --- calcium


def test_every_food_has_a_class_with_a_reason() -> None:
    assert set(TABLES.foods) == set(FOODS)
    assert all(row.reason for row in TABLES.foods.values())
    assert all(row.reason for row in TABLES.classes.values())


def test_nothing_stands_above_milk_but_what_was_measured_at_the_load_of_a_meal() -> None:
    milk = TABLES.classes["milk"].fraction
    above = {name for name, row in TABLES.classes.items() if row.fraction > milk}
    assert above == {"juice-ccm", "bread-calcium-sulfate"}
    assert not {row.calcium_class for row in TABLES.foods.values()} & above  # no food names these salts


def test_the_fractions_that_were_measured_are_those_of_the_source() -> None:
    named = {"spinach": 0.051, "kale": 0.493, "milk": 0.321, "tofu-calcium-set": 0.31, "bread": 0.82}
    assert {name: TABLES.classes[name].measured for name in named} == named
    if not OFFICIAL.is_file():
        pytest.skip("the source file is not here")
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    official = {
        (round(float(row["fractional_absorption_pct"]) / 100, 4), float(row["calcium_mg_per_serving"])) for row in rows
    }
    ours = {
        (row.measured, row.load_mg)
        for row in TABLES.classes.values()
        if "PMC5442193" in row.source and row.measured is not None
    }
    assert ours == official


@pytest.mark.parametrize(
    ("food", "fraction"),
    [
        ("spinach", 0.051),
        ("kale", 0.321),
        ("whole-wheat-bread", 0.321),
        ("milk-1-percent", 0.321),
        ("firm-tofu", 0.31),
        ("swiss-chard", 0.051),
        ("orange-juice-calcium", 0.24),
        ("banana", 0.2),
    ],
)
def test_what_a_food_counts(food: str, fraction: float) -> None:
    assert TABLES.calcium_class(food).fraction == fraction


def test_absorbed_calcium_is_a_column_of_its_own_and_unknown_stays_unknown() -> None:
    tables, contents = catalogue(), plain_by("nutrients.csv", "food")
    column = tables.per_100g[:, tables.nutrient_index["absorbed_calcium_mg"]]
    for place, food in enumerate(FOODS):
        eaten = contents[food]["calcium_mg"]
        if eaten:
            assert column[place] == pytest.approx(float(eaten) * TABLES.calcium_class(food).fraction)
        else:
            assert isnan(column[place])
    assert contents["nutritional-yeast"]["calcium_mg"] == ""


def test_a_column_that_is_computed_from_nothing_is_named() -> None:
    tables = catalogue()
    wrong = [replace(row, source_column="kalcium_mg") if row.is_derived else row for row in tables.nutrients]
    numbers = read_numbers(DATA, tables.foods, published(tables.nutrients))
    with pytest.raises(TableError, match=r"\(absorbed_calcium_mg\): source_column kalcium_mg.*Correct"):
        with_derived(numbers, tables.foods, wrong, TABLES)


def test_what_has_no_figure_is_never_counted_above_a_measured_food_of_low_oxalate() -> None:
    rich = {"spinach", "oxalate-rich", "amaranth-greens", "rhubarb"}
    measured = [row.fraction for name, row in TABLES.classes.items() if row.measured is not None and name not in rich]
    assert TABLES.classes["default"].fraction <= min(measured)


def test_the_absorbed_target_is_a_share_of_the_rda() -> None:
    assert TABLES.calcium_target(1000) == pytest.approx(300)
    assert TABLES.b12_target(2.4) == pytest.approx(1.2)


# --- B12


def test_b12_of_a_meal_saturates() -> None:
    assert TABLES.b12_absorbed(1.5) == pytest.approx(0.75)
    assert TABLES.b12_absorbed(101.5) == pytest.approx(1.75)
    assert TABLES.b12_absorbed(2.4) < TABLES.b12_target(2.4)  # one meal with the whole RDA is not enough


@given(st.floats(0, 100), st.floats(0, 100))
def test_two_meals_absorb_at_least_as_much_as_one_with_both(one: float, other: float) -> None:
    together = TABLES.b12_absorbed(one + other)
    assert TABLES.b12_absorbed(one) + TABLES.b12_absorbed(other) >= together - 1e-9
    assert together >= TABLES.b12_absorbed(one) - 1e-9


# --- tables that cannot be trusted


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("calcium_absorption.csv", cell("fraction", "0.49", "calcium_class", "kale"), r"\(kale\).* above milk's 0.321"),
        ("calcium_absorption.csv", cell("fraction", "0.06", "calcium_class", "spinach"), r"\(spinach\).*was measured"),
        ("calcium_absorption.csv", cell("load_mg", "", "calcium_class", "spinach"), r"\(spinach\).*go together"),
        ("calcium_absorption.csv", cell("fraction", "1.2", "calcium_class", "kale"), r"row \d+ \(kale\)"),
        ("calcium_absorption.csv", cell("calcium_class", "x", "calcium_class", "default"), r"class default is missing"),
        ("calcium_classes.csv", cell("food", "kaale", "food", "kale"), r"kale has no class"),
        ("calcium_classes.csv", lambda rows: rows.append({**rows[0], "food": "x"}), r"\(x\): no such food"),
        ("calcium_classes.csv", cell("calcium_class", "x", "food", "kale"), r"\(kale\): class x is not in"),
        ("absorption_rules.csv", cell("rule", "x", "rule", "b12_capacity"), r"rule b12_capacity is missing"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, table: str, change: Callable[[Rows], object], said: str) -> None:
    with pytest.raises(TableError, match=said):
        load_absorption(changed(tmp_path, table, change), FOODS)


# --- supplements


def test_what_people_take_is_there() -> None:
    wanted = "multivitamin magnesium calcium vitamin-d vitamin-b6 zinc antacid-calcium antacid-magnesium iron potassium"
    assert {*wanted.split(), "vitamin-b12", "folic-acid"} <= {row.supplement for row in SUPPLEMENTS}


def test_each_counts_against_the_upper_level_that_there_is() -> None:
    columns = {nutrient.nutrient for nutrient in catalogue().nutrients}
    levels = {row.nutrient: row.counts for row in catalogue().references.intakes if row.kind == "UL"}
    for row in SUPPLEMENTS:
        assert row.counts == levels.get(row.nutrient, "no UL"), (row.supplement, row.nutrient)
        assert {row.nutrient, *(column for column, _ in row.also)} <= columns


def test_amounts_of_a_label_become_amounts_of_the_nutrient() -> None:
    rows = {row.supplement: row for row in SUPPLEMENTS}
    assert rows["vitamin-d"].amount(1000, "IU") == pytest.approx(25)
    assert rows["vitamin-d"].amount(25, "µg") == 25
    assert rows["vitamin-b12"].amount(1, "mg") == 1000
    assert rows["antacid-calcium"].amount(500, "mg") == pytest.approx(200)
    assert rows["magnesium-laxative"].amount(1200) == pytest.approx(500.4)
    with pytest.raises(KeyError):
        rows["zinc"].amount(1, "IU")


@pytest.mark.parametrize("row", SUPPLEMENTS, ids=lambda row: f"{row.supplement}-{row.nutrient}")
def test_every_word_finds_its_supplement(row: object) -> None:
    for spelling in row.spellings:  # type: ignore[attr-defined]
        assert match_supplements(spelling.upper(), SUPPLEMENTS) == ((row.supplement,), "")  # type: ignore[attr-defined]


def test_too_much_b6_is_said_to_harm_nerves_and_a_wrong_unit_is_found(tmp_path: Path) -> None:
    assert "harms nerves" in next(row.note for row in SUPPLEMENTS if row.supplement == "vitamin-b6")
    with pytest.raises(TableError, match=r"supplements\.csv \(zinc\): zinc_mg is not in ug"):
        load_supplements(changed(tmp_path, "supplements.csv", cell("unit", "ug", "supplement", "zinc")))
    with pytest.raises(TableError, match=r"supplements\.csv \(zinc\): 'iron' also means|\(iron\): 'iron' also means"):
        load_supplements(changed(tmp_path, "supplements.csv", cell("words", "iron", "supplement", "zinc")))
