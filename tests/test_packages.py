"""What is bought: yields by hand from the Standard Reference, whole packages, the cost at the till, what is left."""

import csv
import re
import sys
from dataclasses import replace
from math import ceil

import pytest
from helpers import DATA, DEFAULT, DIETS, OFFICIAL, catalogue, plain_by, plan_for
from test_purchases import plan_of, tables  # noqa: F401

from planner.errors import TableError
from planner.exports import plan_object, week_markdown
from planner.exports.till import at_the_till, keeps, soon
from planner.request import PlanRequest
from planner.shopping import in_us, shopping_list, till_usd, to_buy
from planner.tables.catalogue import load_catalogue

# Food; raw and cooked protein [g / 100 g]; refuse [%]; with their SR codes. Typed from SR28.
COOKED = [
    ("white-rice", "20444", 7.13, "20445", 2.69),
    ("brown-rice", "20036", 7.94, "20037", 2.58),
    ("quinoa", "20035", 14.12, "20137", 4.40),
    ("bulgur", "20012", 12.29, "20013", 3.08),
    ("millet", "20031", 11.02, "20032", 3.51),
    ("buckwheat", "20009", 11.73, "20010", 3.38),
    ("couscous", "20028", 12.76, "20029", 3.79),
    ("wild-rice", "20088", 14.73, "20089", 3.99),
    ("egg-noodles", "20109", 14.16, "20110", 4.54),
    ("pasta", "20120", 13.04, "20121", 5.80),
    ("whole-grain-pasta", "20124", 14.63, "20125", 5.33),
    ("chickpeas", "16056", 20.47, "16057", 8.86),
    ("pink-beans", "16040", 20.96, "16041", 9.06),
    ("lentils", "16069", 24.63, "16070", 9.02),
    ("split-peas", "16085", 23.82, "16086", 8.34),
    ("mung-beans", "16080", 23.86, "16081", 7.02),
    ("soybeans", "16108", 36.49, "16109", 16.64),
    ("chicken-breast", "05062", 22.50, "05064", 31.02),
    ("ground-beef", "23567", 18.59, "23568", 25.93),
    ("ground-turkey", "05305", 19.66, "05306", 27.37),
    ("beef-liver", "13325", 20.36, "13326", 29.08),
    ("salmon", "15236", 20.42, "15237", 22.10),
    ("cod", "15015", 17.81, "15016", 22.83),
    ("tilapia", "15261", 20.08, "15262", 26.15),
    ("trout", "15240", 19.94, "15241", 23.80),
]
BONED = [  # bone or waste taken off before cooking
    ("chicken-leg", "05080", 19.16, "05082", 24.22, 43),
    ("chicken-drumstick", "05071", 19.41, "05073", 24.24, 42),
    ("lamb", "17236", 17.18, "17237", 26.06, 22),
    ("mushrooms", "11260", 3.09, "11263", 3.58, 3),
]
PEELED = [
    ("banana", "09040", 36),
    ("tangerine", "09218", 26),
    ("boiled-egg", "01123", 12),
    ("plantain", "09277", 35),
    ("cassava", "11134", 16),
    ("eggplant", "11209", 19),
    ("leeks", "11246", 56),
    ("parsnips", "11298", 15),
    ("kale-raw", "11233", 28),
    ("garlic", "11215", 13),
]
BY_HAND = (
    {food: raw / cooked for food, _, raw, _, cooked in COOKED}
    | {food: raw / cooked * (100 - refuse) / 100 for food, _, raw, _, cooked, refuse in BONED}
    | {food: (100 - refuse) / 100 for food, _, refuse in PEELED}
)


@pytest.mark.parametrize(("food", "share"), BY_HAND.items())
def test_what_is_bought_is_what_the_sr_tables_say_by_hand(food: str, share: float) -> None:
    """grams bought = grams eaten / (raw over cooked protein x what is left without refuse)."""
    (entry,) = shopping_list(plan_of(**{food.replace("-", "_"): 100.0}), catalogue())
    assert entry.buy_grams == pytest.approx(100 / share, rel=0.001)


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not here")
def test_the_numbers_typed_here_stand_in_the_sr_tables() -> None:
    sys.path.insert(0, str(DATA))
    from build_sources import Sources

    table = Sources(OFFICIAL).standard_reference
    for _, raw, protein, cooked, other in (*COOKED, *(row[:5] for row in BONED)):
        assert (float(table[raw]["Protein_(g)"]), float(table[cooked]["Protein_(g)"])) == (protein, other)
    for code, refuse in (*((row[1], row[5]) for row in BONED), *((row[1], row[2]) for row in PEELED)):
        assert float(table[code]["Refuse_Pct"]) == refuse


def test_every_food_has_a_package_or_is_sold_loose_and_says_how_it_keeps() -> None:
    tables_, packed = catalogue(), 0
    for food in tables_.foods:
        form = tables_.purchases[food.food]
        package = tables_.packages[form.purchase]
        keeping = tables_.keeping[package.keep]
        assert keeping.days >= 1 and package.source and keeping.source
        packed += bool(package.package)
        assert bool(package.package) == (package.grams(form) > 0)
        if package.package:
            assert 15 <= package.grams(form) <= 3000 or form.unit == "piece", food.food
    assert packed > 300


def test_where_a_keeping_time_has_a_source_it_is_in_the_table_of_sources() -> None:
    known = plain_by("sources.csv", "key").keys() | {"estimate"}
    assert {row.source for row in catalogue().keeping.values()} <= known
    said = {row.source.split(":")[0] for row in catalogue().packages.values()}
    assert said <= known | {"sold by weight", "sold by the piece"}


def test_what_spoils_fast_is_never_called_a_keeper() -> None:
    """Raw meat and fish a day or three, opened cans and cooked foods at most five, as the cold storage chart has it."""
    tables_ = catalogue()
    for food in tables_.foods:
        keeping = tables_.keeping[tables_.packages[tables_.purchases[food.food].purchase].keep]
        most = {"meat and poultry": 3, "fish and seafood": 2}.get(tables_.purchases[food.food].aisle)
        if most and keeping.place != "freezer":
            assert keeping.place == "fridge" and keeping.days <= most, food.food
        if tables_.purchases[food.food].form.endswith("canned"):
            assert keeping.days <= 14, food.food
    assert all(row.freezer_days is None or row.freezer_days >= row.days for row in tables_.keeping.values())


@pytest.mark.parametrize("diet", DIETS)
def test_the_list_is_the_week_and_the_till_is_its_packages_to_the_cent(diet: str) -> None:
    plan, tables_ = plan_for(PlanRequest(diet=diet)), catalogue()
    entries, lines = shopping_list(plan, tables_), to_buy(plan, tables_)
    for listed in (entries, lines):
        assert sum(line.cost_usd for line in listed) == pytest.approx(plan.cost_usd, abs=1e-9)
    packages = sum(line.packages.count * line.packages.usd for line in lines if line.packages)
    loose = sum(line.till_usd for line in lines if line.packages is None)
    assert till_usd(lines) == pytest.approx(packages + loose, abs=1e-6)
    assert sum(entry.till_usd for entry in entries) == pytest.approx(till_usd(lines), abs=1e-6)
    for line in lines:
        assert round(line.till_usd, 2) == pytest.approx(line.till_usd, abs=1e-9)


@pytest.mark.parametrize("diet", DIETS)
def test_packages_are_enough_and_not_one_too_many(diet: str) -> None:
    for line in to_buy(plan_for(PlanRequest(diet=diet)), catalogue()):
        if line.packages is None:
            assert line.till_usd == pytest.approx(line.cost_usd, rel=0.1, abs=0.5) or line.pieces is not None
            continue
        of_one, count = line.packages.grams, line.packages.count
        assert count * of_one >= line.grams - 0.05 * of_one - 1e-9
        assert count == max(1, ceil(line.grams / of_one - 0.05))
        assert line.left_grams == pytest.approx(max(0.0, count * of_one - line.grams))
        per_gram = line.cost_usd / line.grams
        assert line.packages.usd == pytest.approx(per_gram * of_one, abs=0.0051)


@pytest.mark.parametrize(
    ("foods", "said", "left"),
    [
        ({"lentils": 1092.0}, "lentils, dry: 400 g (1 bag of 454 g)", "50 g"),
        ({"lentils": 1400.0}, "lentils, dry: 550 g (2 bags of 454 g)", "390 g"),
        ({"lentils": 1270.0}, "lentils, dry: 470 g (1 bag of 454 g)", ""),  # a spoon short: no second bag
        ({"black_beans_canned": 500.0}, "black beans, canned: 800 g (2 cans of 439 g)", "100 g"),
        ({"corn_flakes": 400.0}, "corn flakes, fortified: 400 g (2 boxes of 340 g)", "280 g"),
        ({"rye_bread": 5 * 32.0}, "rye bread: 5 slices (1 loaf of 454 g)", "9 slices"),
        ({"rye_bread": 20 * 32.0}, "rye bread: 20 slices (2 loaves of 454 g)", "8 slices"),
        ({"boiled_egg": 100.0}, "eggs, large: 2 (1 carton of 12)", "10"),
        ({"soy_milk_unsweetened": 500.0}, "unsweetened soy milk, fortified: 490 ml (1 carton of 1892 ml)", "1.4 l"),
        ({"banana": 126.0}, "bananas: 1 (200 g with peel)", ""),
        ({"kale": 100.0}, "kale, fresh bunch: 100 g", ""),
    ],
)
def test_the_list_says_how_many_packages_and_what_is_left(foods: dict[str, float], said: str, left: str) -> None:
    (line,) = to_buy(plan_of(**foods), catalogue())
    assert (line.text, line.left) == (said, left)


def test_us_units_change_words_and_no_number() -> None:
    (line,) = to_buy(plan_of(lentils=1092.0), catalogue())
    (said,) = in_us([line])
    assert said.text == "lentils, dry: 14.1 oz (1 bag of 1.0 lb)"
    assert replace(said, text=line.text, left=line.left) == line


def test_what_is_left_and_spoils_soon_is_named_first() -> None:
    lines = to_buy(plan_of(lentils=1092.0, black_beans_canned=200.0, rye_bread=64.0), catalogue())
    assert soon(lines) == [
        "black beans, canned: 130 g, 3 days in the fridge, 2 months in the freezer",
        "rye bread: 12 slices, 5 days in the pantry, 3 months in the freezer",
    ]
    assert keeps(catalogue().keeping["dry-goods"]) == "1 year in the pantry"
    assert "3 of the 3 things come in whole packages" in at_the_till(lines)


def test_json_and_markdown_hold_packages_and_the_cost_at_the_till() -> None:
    plan, tables_ = plan_for(DEFAULT), catalogue()
    found = plan_object(plan, DEFAULT, tables_)
    lines = to_buy(plan, tables_)
    assert found["cost_usd"]["till"] == till_usd(lines)  # type: ignore[index, call-overload]
    assert sum(line["till_usd"] for line in found["to_buy"]) == pytest.approx(till_usd(lines))  # type: ignore[attr-defined]
    assert {row["purchase"] for row in found["shopping"]} == {line.purchase for line in lines}  # type: ignore[attr-defined]
    assert f"At the till it is ${till_usd(lines):,.2f}" in week_markdown(plan, DEFAULT, tables_)


@pytest.mark.parametrize(
    ("file", "key", "column", "value", "said"),
    [
        ("packages.csv", "lentils", "size", "", r"packages.csv \(lentils\): package, size and unit go together"),
        ("packages.csv", "lentils", "size", "0", r"packages.csv, row \d+ \(lentils\): size"),
        ("packages.csv", "lentils", "unit", "ml", r"packages.csv \(lentils\): unit is ml, but it is counted in g"),
        ("packages.csv", "lentils", "keep", "ever", r"packages.csv \(lentils\): keep is 'ever'.*keeping.csv"),
        ("packages.csv", "lentils", "purchase", "lentil", r"packages.csv \(lentil\): no such purchase"),
        ("packages.csv", "lentils", None, "", r"packages.csv \(lentils\): a purchase of purchases.csv has no row"),
        ("packages.csv", "lentils", "source", "", r"\(lentils\): source .*must not be empty"),
        ("keeping.csv", "dry-goods", "days", "0", r"keeping.csv, row \d+ \(dry-goods\): days"),
        ("keeping.csv", "dry-goods", "place", "cellar", r"keeping.csv, row \d+ \(dry-goods\): place"),
    ],
)
def test_a_wrong_row_is_refused_by_name(tables, file, key, column, value, said) -> None:  # type: ignore[no-untyped-def] # noqa: F811
    path = tables / file
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    first = next(iter(rows[0]))
    rows = [row for row in rows if column or row[first] != key]
    for row in rows:
        if row[first] == key:
            row[column] = value
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(TableError, match=said):
        load_catalogue(tables)


def test_words_of_packages_are_plain() -> None:
    for row in catalogue().packages.values():
        assert re.fullmatch(r"[a-z]*", row.package)
