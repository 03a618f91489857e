"""How foods are bought: the table, its sources, and the list that a plan becomes."""

import csv
import re
import shutil
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from helpers import DATA, DEFAULT, DIETS, OFFICIAL, catalogue, plain, plain_by, plan_for
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import TableError
from planner.exports import plan_object, shopping_csv, to_buy_csv, week_markdown
from planner.plan import Day, Item, Meal, Plan
from planner.request import PlanRequest
from planner.shopping import rounded_up, shopping_list, to_buy
from planner.tables.catalogue import load_catalogue
from planner.tables.purchases import PurchaseForm

FORMS = catalogue().purchases
NOT_AS_OTHERS = ("hot_cereal", "hot_drink")  # porridge and brewed drinks are mostly water
SWOLLEN = ("polenta", "glass-noodles")
LEAST, MOST, MOST_WATERY, MOST_BREWED = 0.3, 4.0, 8.0, 120.0  # grams eaten per gram bought
PUBLISHED = {  # grams eaten per gram bought, to two decimals
    "lentils": 24.63 / 9.02,  # SR 16069 and 16070, protein
    "white-rice": 7.13 / 2.69,  # SR 20444 and 20445
    "pasta": 13.04 / 5.80,  # SR 20120 and 20121
    "quinoa": 14.12 / 4.40,  # SR 20035 and 20137
    "black-beans": 2.4692,  # ERS 2022, and so the next four
    "pinto-beans": 2.4692,
    "kidney-beans": 2.4692,
    "white-beans": 2.4692,
    "black-eyed-peas": 2.5397,
    "black-beans-canned": 0.65,
    "banana": 1 - 0.36,  # SR 09040, refuse
    "boiled-egg": 1 - 0.12,  # SR 01123, refuse
    "spinach-frozen": 0.776,
    "ground-beef": 0.72,  # the share that the price comparison uses
}


def form(food: str) -> PurchaseForm:
    return FORMS[food]


def plan_of(**grams: float) -> Plan:
    """A plan that holds these foods [g as eaten]; underscores stand for hyphens."""
    tables, items = catalogue(), []
    for word, weight in grams.items():
        food = tables.foods[tables.food_index[word.replace("_", "-")]]
        usd = float(tables.usd_per_100g[tables.food_index[food.food]]) * weight / 100
        items.append(Item(food.food, food.name, food.fndds_code, 1, food.portion, weight, 0.0, usd))
    nutrients = {nutrient.nutrient: 0.0 for nutrient in tables.nutrients}
    day = Day(1, sum(item.cost_usd for item in items), nutrients, (Meal("lunch", "Lunch", "lunch", tuple(items)),))
    return replace(plan_for(DEFAULT), days=(day,))


def test_every_food_has_a_way_to_be_bought() -> None:
    assert FORMS.keys() == set(catalogue().food_index)


@pytest.mark.parametrize(("food", "share"), PUBLISHED.items())
def test_yields_are_the_published_ones(food: str, share: float) -> None:
    assert form(food).grams_eaten_per_gram_bought == pytest.approx(share, abs=0.005)


def test_yields_are_sane() -> None:
    for food in catalogue().foods:
        share = form(food.food).grams_eaten_per_gram_bought
        most = MOST_BREWED if food.role == "hot_drink" else MOST_WATERY if food.role in NOT_AS_OTHERS else MOST
        assert LEAST <= share <= (MOST_WATERY if food.food in SWOLLEN else most), food.food


def test_what_is_bought_holds_the_protein_that_the_plan_counts() -> None:
    """raw protein x grams bought = eaten protein, wherever the raw food is known; frozen shrimp hold added water."""
    if not OFFICIAL.is_dir():
        pytest.skip("the official files are not here")
    sys.path.insert(0, str(DATA))
    from build_sources import Sources

    raw, eaten = Sources(OFFICIAL).standard_reference, plain_by("nutrients.csv", "food")
    compared = 0
    for row in plain("purchase_forms.csv"):
        if row["measure"] == "protein" and row["cooked_sr"] != "own" and not row["refuse_sr"] and not row["factor"]:
            counted = float(eaten[row["food"]]["protein_g"])
            bought = float(raw[row["raw_sr"]]["Protein_(g)"]) / form(row["food"]).grams_eaten_per_gram_bought
            assert bought == pytest.approx(counted, rel=0.4), row["food"]
            compared += 1
    assert compared > 40


def test_every_row_says_where_its_yield_is_from() -> None:
    with (DATA / "sources.csv").open(encoding="utf-8", newline="") as handle:
        keys = {row["key"] for row in csv.DictReader(handle)}
    for row in FORMS.values():
        assert (row.source == "as bought") == (row.grams_eaten_per_gram_bought == 1) or "yield of ers" in row.source
        assert set(re.findall(r"\b([a-z]+):(?=\S)", row.source)) <= keys, row.food


def test_cooked_and_raw_foods_that_are_one_purchase_share_one_line() -> None:
    for foods in (
        ("carrots", "carrots-raw"),
        ("kale", "kale-raw"),
        ("onions", "onion-raw"),
        ("spinach", "spinach-raw"),
        ("oatmeal", "rolled-oats"),
        ("boiled-egg", "scrambled-egg"),
        ("baked-potato", "boiled-potatoes", "roasted-potatoes", "mashed-potatoes", "oven-fries"),
    ):
        assert len({form(food).purchase for food in foods}) == 1, foods
    assert form("black-beans").purchase != form("black-beans-canned").purchase


@pytest.mark.parametrize(
    ("foods", "said"),
    [
        ({"lentils": 270.0}, "lentils, dry: 100 g (1 bag of 454 g)"),
        ({"lentils": 1092.0}, "lentils, dry: 400 g (1 bag of 454 g)"),
        ({"banana": 6 * 126.0}, "bananas: 6 (1.2 kg with peel)"),
        ({"banana": 126.0}, "bananas: 1 (200 g with peel)"),
        ({"banana": 63.0}, "bananas: 1 (200 g with peel)"),
        ({"boiled_egg": 100.0, "scrambled_egg": 110.0}, "eggs, large: 4 (1 carton of 12)"),
        ({"lemon_juice": 62.0}, "lemons: 2 (320 g with peel)"),
        ({"garlic": 15.0}, "garlic: 5 cloves (1 head of 10 cloves)"),
        ({"rye_bread": 32.0}, "rye bread: 1 slice (1 loaf of 454 g)"),
        ({"rye_bread": 14 * 32.0}, "rye bread: 14 slices (1 loaf of 454 g)"),
        ({"olive_oil": 21.0}, "olive oil: 30 ml (1 bottle of 500 ml)"),
        ({"whole_milk": 7 * 244.0}, "whole milk: 1.7 l (1 carton of 1892 ml)"),
        ({"carrots": 155.0, "carrots_raw": 60.0}, "carrots, fresh: 260 g (1 bag of 454 g)"),
        ({"chicken_leg": 85.0}, "chicken legs, raw, with skin and bone: 190 g"),
    ],
)
def test_the_list_says_what_to_ask_for_in_a_shop(foods: dict[str, float], said: str) -> None:
    (line,) = to_buy(plan_of(**foods), catalogue())
    assert line.text == said
    assert f"{line.form}: {line.amount}" == said


@pytest.mark.parametrize("diet", DIETS)
def test_the_list_covers_the_plan_food_by_food(diet: str) -> None:
    plan = plan_for(PlanRequest(diet=diet))
    lines = to_buy(plan, catalogue())
    assert sorted(food for line in lines for food in line.foods) == sorted(plan.foods)
    assert sum(line.cost_usd for line in lines) == pytest.approx(plan.cost_usd)
    assert len({line.form for line in lines}) == len(lines)
    assert [(line.aisle, line.form) for line in lines] == sorted((line.aisle, line.form) for line in lines)
    by_food = {entry.food: entry for entry in shopping_list(plan, catalogue())}
    for line in lines:
        assert line.grams == pytest.approx(sum(by_food[food].buy_grams for food in line.foods))
        eaten = sum(by_food[food].buy_grams * form(food).grams_eaten_per_gram_bought for food in line.foods)
        assert eaten == pytest.approx(sum(by_food[food].grams for food in line.foods))
        assert line.pieces is None or line.pieces * form(line.foods[0]).unit_grams >= line.grams * 0.9


@given(st.floats(min_value=0.01, max_value=20_000), st.sampled_from(["g", "ml"]))
def test_rounding_is_up_and_by_less_than_a_step(quantity: float, unit: str) -> None:
    number, said = rounded_up(quantity, unit).split()
    rounded = float(number) * (1000 if said in ("kg", "l") else 1)
    assert quantity - 1e-6 <= rounded < quantity + (10 if quantity < 500 else 50) + 1e-6
    assert said == {"g": ("g", "kg"), "ml": ("ml", "l")}[unit][rounded >= 1000]


def test_json_csv_and_markdown_say_the_same() -> None:
    plan, tables = plan_for(DEFAULT), catalogue()
    lines, entries = to_buy(plan, tables), shopping_list(plan, tables)
    shopping = plan_object(plan, DEFAULT, tables)["shopping"]
    assert isinstance(shopping, list)
    assert [(entry["food"], entry["buy"]) for entry in shopping] == [(entry.food, entry.buy) for entry in entries]
    assert all(entry["buy_grams"] > 0 for entry in shopping)
    rows = list(csv.DictReader(StringIO(to_buy_csv(lines))))
    assert [f"{row['form']}: {row['buy']}" for row in rows] == [line.text for line in lines]
    assert [row["buy"] for row in csv.DictReader(StringIO(shopping_csv(entries)))] == [entry.buy for entry in entries]
    text = week_markdown(plan, DEFAULT, tables)
    assert all(f"- [ ] {line.text}, $" in text for line in lines)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables to spoil."""
    folder = tmp_path / "data"
    folder.mkdir()
    for path in DATA.glob("*.csv"):
        shutil.copy(path, folder)
    return folder


def spoil(folder: Path, food: str, column: str, value: str | None) -> None:
    """Set a cell of purchases.csv; without a value delete the row."""
    rows = [dict(row) for row in plain("purchases.csv") if value is not None or row["food"] != food]
    for row in rows:
        if row["food"] == food:
            row[column] = value or ""
    with (folder / "purchases.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    ("food", "column", "value", "said"),
    [
        ("lentils", "", None, r"purchases.csv \(lentils\): a dish can use it, but it has no row. Add"),
        ("lentils", "food", "lentil", r"purchases.csv \(lentil\): no such food"),
        ("lentils", "grams_eaten_per_gram_bought", "0", r"purchases.csv, row \d+ \(lentils\): grams_eaten.* above 0"),
        ("lentils", "grams_eaten_per_gram_bought", "nan", r"\(lentils\): grams_eaten"),
        ("lentils", "form", "", r"\(lentils\): form .*must not be empty"),
        ("lentils", "form", "split peas, dry", r"'split peas, dry' belongs to lentils and split-peas"),
        ("lentils", "unit", "piece", r"\(lentils\): piece_grams goes with unit piece"),
        ("whole-milk", "grams_per_ml", "", r"\(whole-milk\): grams_per_ml goes with unit ml"),
        ("carrots", "aisle", "frozen", r"\(carrots\): aisle is 'frozen', but carrots-raw .*|carrots-raw.*aisle"),
    ],
)
def test_a_wrong_row_is_refused_by_name(tables: Path, food: str, column: str, value: str | None, said: str) -> None:
    spoil(tables, food, column, value)
    with pytest.raises(TableError, match=said):
        load_catalogue(tables)


def test_a_food_that_no_dish_uses_needs_no_row(tables: Path) -> None:
    spoil(tables, "herbal-tea", "", None)
    path = tables / "packages.csv"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines(True) if not line.startswith("herbal-tea,")]
    path.write_text("".join(kept), encoding="utf-8")
    assert "herbal-tea" not in load_catalogue(tables).purchases


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not here")
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("16069,16070", "16069,99999", "purchase_forms.csv .lentils.: SR 99999 has no"),
        ("Black beans,Dried", "Black beens,Dried", "black-beans.: no Black beens / Dried in the ERS"),
        (",16069,16070,protein", ",16069,16070,salt", "lentils.: measure 'salt'"),
        ('"lentils, dry"', "", "no row says the form of lentils"),
        ("lentils,lentils", "lentil,lentils", "lentil: no such food"),
    ],
)
def test_the_build_names_the_food_and_the_remedy(tables: Path, old: str, new: str, said: str) -> None:
    sys.path.insert(0, str(DATA))
    import build
    from build_purchases import purchase_table
    from build_sources import BuildError, Sources

    path = tables / "purchase_forms.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError, match=said):
        purchase_table(Sources(OFFICIAL), build.read_curated(tables))
