"""data/build.py: on a small source folder of the same format, and on the official files if present."""

import csv
import sys
from pathlib import Path

import pytest

openpyxl = pytest.importorskip("openpyxl")

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
OFFICIAL = ROOT.parent / "shared" / "data"
sys.path.insert(0, str(DATA))

import build  # noqa: E402
import build_prices  # noqa: E402
from build_sources import BuildError, Row, Sources  # noqa: E402

FIXTURE = Path(__file__).parent / "fixtures" / "build" / "nutrients.csv"
VALUES = {
    "Energy (kcal)": "kcal",
    "Protein (g)": "protein",
    "Carbohydrate (g)": "carbohydrate",
    "Sugars, total\n(g)": "sugars",
    "Fiber, total dietary (g)": "fibre",
    "Total Fat (g)": "fat",
    "Sodium (mg)": "sodium",
    "Alcohol (g)": "alcohol",
    "Vitamin B-12 (mcg)": "b12",
    "20:5 n-3\n(g)": "epa",
    "22:6 n-3\n(g)": "dha",
}
DEFINITIONS = """nutrient,name,unit,source_table,source_column,factor,note
energy_kcal,energy,kcal,fndds,Energy (kcal),1,
protein_g,protein,g,fndds,Protein (g),1,
carbohydrate_g,carbohydrate,g,fndds,Carbohydrate (g),1,
sugars_g,sugars,g,fndds,"Sugars, total (g)",1,
added_sugars_g,added sugars,g,fped,ADD_SUGARS (tsp. eq.),4.2,
fibre_g,fibre,g,fndds,"Fiber, total dietary (g)",1,
fat_g,fat,g,fndds,Total Fat (g),1,
epa_dha_g,EPA + DHA,g,fndds,20:5 n-3 (g) & 22:6 n-3 (g),1,
sodium_mg,sodium,mg,fndds,Sodium (mg),1,
alcohol_g,alcohol,g,fndds,Alcohol (g),1,
vitamin_b12_ug,B12,ug,fndds,Vitamin B-12 (mcg),1,
"""
FOODS = """food,fndds_code,nutrient_source
kale,72119190,fndds
milk,11111000,fndds
wine,93401010,fndds
tempeh,,sr:16114
yeast,,label:YEAST
"""
OTHER = """nutrient,source_table,source_column,factor,note
energy_kcal,sr,Energ_Kcal,1,
protein_g,sr,Protein_(g),1,
sugars_g,sr,Sugar_Tot_(g),1,
carbohydrate_g,sr,Carbohydrt_(g),1,
fat_g,sr,Lipid_Tot_(g),1,
energy_kcal,label,Energy,1,
protein_g,label,Protein,1,
vitamin_b12_ug,label,Vitamin B-12,1,
"""
SISTERS = """food,table,fndds_code,reason
tempeh,prices,11111000,not in the price table
yeast,prices,72119190,not in the price table
tempeh,patterns,72119190,nothing added
"""
PRICES = """year,food_code,mod_code,food_description,method,method_description,nhanes,price_100gm
2015/2016,72119190,0,"Kale, raw",1,x,NA,0.5
2017/2018,72119190,104,"Kale, raw",1,x,NA,0.9
2017/2018,72119190,0,"Kale, raw",1,x,NA,0.6
2017/2018,93401010,0,"Wine",1,x,NA,1.5
2015/2016,11111000,0,"Milk, whole",1,x,NA,0.1
2017/2018,11111000,0,"Milk, whole",1,x,NA,NA
"""
CPI = """series,item,unit,period,value
CUUR0000SAF11,CPI,index,2017-2018 mean,200
CUUR0000SAF11,CPI,index,2026-08,300
APU1,"Milk, fresh",gallon,2026-08,3.9
"""
FPED = "FOODCODE,DESCRIPTION,ADD_SUGARS (tsp. eq.)\n72119190,Kale,0\n11111000,Milk,0.5\n"
SR = (
    "NDB_No,Shrt_Desc,Energ_Kcal,Protein_(g),Lipid_Tot_(g),Carbohydrt_(g),Sugar_Tot_(g)\n"
    "16114,TEMPEH,192,18.54,10.8,9.39,\n"
)
LABELS = (
    "foodName,portion_unit_name,Energy,Protein,Vitamin B-12\n"
    "YEAST,1 tbsp,300,50,69.17\nYEAST,2 tbsp,300,50,69.17\n"
    "OTHER YEAST,1 tbsp,300,50,1\nOTHER YEAST,1 tbsp,300,50,2\n"
)
PRODUCE = "{},Form,RetailPrice,RetailPriceUnit,Yield\nKale,Fresh,2.0,per pound,0.9\n"
COMPARISONS = """food,source,item,form,grams_as_eaten_per_unit,conversion
kale,ers,Kale,Fresh,,trimmed
milk,bls,"Milk, fresh",,3900,1 gallon
"""


def sheet(path: Path, title: str, header: list[str], lines: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for line in ([title], header, *lines):
        book.active.append(line)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source folder with three foods, laid out as the official one."""
    folder, rows = tmp_path / "source", list(csv.DictReader(FIXTURE.open(encoding="utf-8")))
    name = "fndds_2021_2023/2021-2023 FNDDS At A Glance - {}.xlsx"
    start = ["Food code", "Main food description", "WWEIA Category number", "WWEIA Category description"]
    lines: list[list[object]] = [
        [int(r["code"]), r["description"], 1, r["category"], *(float(r[v]) for v in VALUES.values())] for r in rows
    ]
    sheet(folder / name.format("FNDDS Nutrient Values"), "Nutrients", [*start, *VALUES], lines)
    recipe: list[list[object]] = [[int(r["code"]), r["description"], 1, "x", 1, 1, r["description"], 100] for r in rows]
    extra = ["Seq num", "Ingredient code", "Ingredient description", "Ingredient weight (g)"]
    sheet(folder / name.format("FNDDS Ingredients"), "Ingredients", [*start, *extra], recipe)
    texts = {
        "prices/pp_national_average_prices_csv.csv": PRICES,
        "prices/bls_2026_08.csv": CPI,
        "prices/Fruit-Prices-2022.csv": PRODUCE.format("Fruit"),
        "prices/Vegetable-Prices-2022.csv": PRODUCE.format("Vegetable"),
        "fped/FPED_1718.csv": FPED,
        "sr/ABBREV.csv": SR,
        "labels/branded_label_values.csv": LABELS,
    }
    for file, text in texts.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def curated(tmp_path: Path) -> Path:
    """The hand-made tables that go with the small source folder."""
    folder = tmp_path / "data"
    folder.mkdir()
    texts = {
        "foods.csv": FOODS,
        "nutrient_definitions.csv": DEFINITIONS,
        "other_columns.csv": OTHER,
        "sister_codes.csv": SISTERS,
        "energy_exceptions.csv": "food,reason\nyeast,label is rounded\n",
        "price_settlements.csv": "food,against,reason\n",
        "price_benchmarks.csv": COMPARISONS,
    }
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def table(texts: dict[str, str], name: str) -> dict[str, Row]:
    return {row["food"]: row for row in csv.DictReader(texts[name].splitlines())}


def test_values_are_copied_as_published(source: Path, curated: Path) -> None:
    rows = table(build.build(source, curated), "nutrients.csv")
    assert rows["kale"]["protein_g"] == "2.92"
    assert rows["milk"]["sodium_mg"] == "38"
    assert rows["milk"]["epa_dha_g"] == "0.003"


def test_added_sugars_are_teaspoons_of_4_2_grams(source: Path, curated: Path) -> None:
    assert table(build.build(source, curated), "nutrients.csv")["milk"]["added_sugars_g"] == "2.1"


def test_what_is_not_measured_stays_empty_and_is_never_zero(source: Path, curated: Path) -> None:
    rows = table(build.build(source, curated), "nutrients.csv")
    assert rows["tempeh"]["sugars_g"] == "" and rows["tempeh"]["vitamin_b12_ug"] == ""
    assert rows["yeast"]["added_sugars_g"] == "", "neither in FPED nor given a sister"
    assert rows["tempeh"]["added_sugars_g"] == "0", "from its sister"


def test_the_newest_price_of_the_unmodified_recipe_is_taken_and_brought_to_date(source: Path, curated: Path) -> None:
    row = table(build.build(source, curated), "prices.csv")["kale"]
    assert float(row["usd_per_100g"]) == pytest.approx(0.6 * 1.5)
    assert (row["cycle"], row["estimated"], row["price_month"]) == ("2017/2018", "no", "2026-08")


def test_older_cycles_and_sisters_are_marked_as_estimated(source: Path, curated: Path) -> None:
    rows = table(build.build(source, curated), "prices.csv")
    assert rows["milk"]["cycle"] == "2015/2016" and "unadjusted" in rows["milk"]["note"]
    assert [rows[f]["estimated"] for f in ("milk", "tempeh", "yeast")] == ["yes", "yes", "yes"]
    assert rows["yeast"]["source"] == "ppnap:72119190"


def test_other_price_sources_are_converted_to_eaten_grams(source: Path, curated: Path) -> None:
    rows = table(build.build(source, curated), "price_comparison.csv")
    assert rows["kale"]["their_usd_per_100g"] == f"{2.0 / (453.592 * 0.9) * 100:.3f}"
    assert rows["milk"]["their_usd_per_100g"] == "0.100"


def test_the_build_is_repeatable_to_the_byte(source: Path, curated: Path) -> None:
    assert build.build(source, curated) == build.build(source, curated)


def test_check_finds_a_table_that_differs(source: Path, curated: Path, tmp_path: Path) -> None:
    texts = build.build(source, curated)
    build.write(texts, tmp_path)
    assert build.differing(texts, tmp_path) == []
    (tmp_path / "prices.csv").write_text("changed", encoding="utf-8")
    assert build.differing(texts, tmp_path) == ["prices.csv"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("foods.csv", "72119190", "72119999", "kale.*72119999.*not in the FNDDS"),
        ("foods.csv", "sr:16114", "sr:99999", "tempeh.*99999.*Standard Reference"),
        ("foods.csv", "label:YEAST", "label:OTHER YEAST", "yeast.*OTHER YEAST.*label"),
        ("foods.csv", "milk,11111000,fndds", "kale,11111000,fndds", "kale stands there twice"),
        (
            "sister_codes.csv",
            "tempeh,prices,11111000",
            "tempeh,prices,99999999",
            "tempeh.*99999999.*no price",
        ),
        ("sister_codes.csv", "tempeh,patterns", "temphe,patterns", "temphe: no such food"),
        ("energy_exceptions.csv", "yeast", "milk", "yeast: 300 kcal"),
        ("price_benchmarks.csv", "Kale", "Kail", "kale.*Kail.*ers"),
    ],
)
def test_a_wrong_row_is_refused_by_name(source: Path, curated: Path, file: str, old: str, new: str, said: str) -> None:
    path = curated / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BuildError, match=f"(?s){said}"):
        build.build(source, curated)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("Protein (g)", None, "kale: Protein.*blank"), ("Total Fat (g)", -1.0, "kale: fat_g is -1"),
     ("Carbohydrate (g)", 140.0, "kale: carbohydrate_g is 140"), ("Energy (kcal)", 430.0, "kale: 430 kcal")],
)  # fmt: skip
def test_an_implausible_source_value_stops_the_build(
    source: Path, curated: Path, column: str, value: float | None, said: str
) -> None:
    path = next((source / "fndds_2021_2023").glob("*Nutrient Values*"))
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[2]]
    book.active.cell(3, header.index(column) + 1).value = value
    book.save(path)
    with pytest.raises(BuildError, match=said):
        build.build(source, curated)


def test_alcohol_explains_the_energy_of_wine(source: Path, curated: Path) -> None:
    assert table(build.build(source, curated), "nutrients.csv")["wine"]["energy_kcal"] == "83"
    path = next((source / "fndds_2021_2023").glob("*Nutrient Values*"))
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book.active[2]]
    book.active.cell(5, header.index("Alcohol (g)") + 1).value = 0
    book.save(path)
    with pytest.raises(BuildError, match="wine: 83 kcal"):
        build.build(source, curated)


def test_more_added_sugars_than_sugars_stop_the_build(source: Path, curated: Path) -> None:
    path = source / "fped" / "FPED_1718.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Milk,0.5", "Milk,2"), encoding="utf-8")
    with pytest.raises(BuildError, match=r"milk: 8\.4 g added sugars.*sister"):
        build.build(source, curated)


def test_a_missing_source_folder_is_said_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--source", str(tmp_path), "--check"]) == 2
    assert "file not found" in capsys.readouterr().err


def test_no_price_of_the_catalogue_is_left_unsettled() -> None:
    for name in ("price_audit.csv", "price_comparison.csv"):
        with (DATA / name).open(encoding="utf-8", newline="") as handle:
            assert [r["food"] for r in csv.DictReader(handle) if "unsettled" in r["settled"]] == []


def test_every_price_and_value_names_a_source_of_the_list() -> None:
    with (DATA / "sources.csv").open(encoding="utf-8", newline="") as handle:
        keys = {row["key"] for row in csv.DictReader(handle)}
    for name, column in (("prices.csv", "source"), ("foods.csv", "nutrient_source")):
        with (DATA / name).open(encoding="utf-8", newline="") as handle:
            assert {row[column].split(":")[0] for row in csv.DictReader(handle)} <= keys


def test_every_unknown_under_an_upper_bound_has_a_sourced_estimate() -> None:
    bounded = [
        "added_sugars_g",
        "sodium_mg",
        "saturated_fat_g",
        "fat_g",
        "carbohydrate_g",
        "fibre_g",
        "calcium_mg",
        "iron_mg",
        "zinc_mg",
        "copper_mg",
        "selenium_ug",
        "phosphorus_mg",
        "retinol_ug",
        "vitamin_c_mg",
        "vitamin_d_ug",
        "added_vitamin_e_mg",
        "vitamin_b6_mg",
        "folic_acid_ug",
        "choline_mg",
        "caffeine_mg",
        "alcohol_g",
        "pulse_cups",
    ]
    with (DATA / "upper_estimates.csv").open(encoding="utf-8", newline="") as handle:
        estimated = {(r["food"], r["nutrient"]) for r in csv.DictReader(handle) if r["source"]}
    with (DATA / "nutrients.csv").open(encoding="utf-8", newline="") as handle:
        unknown = {(r["food"], n) for r in csv.DictReader(handle) for n in bounded if not r[n]}
    assert unknown - estimated == set()


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not here")
def test_the_tables_of_the_project_agree_with_the_official_files() -> None:
    assert build.differing(build.build(OFFICIAL, DATA), DATA) == []


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official files are not here")
def test_the_price_index_is_that_of_august_2026() -> None:
    factor, month = build_prices.cpi_factor(Sources(OFFICIAL))
    assert (round(factor, 4), month) == (1.3445, "2026-08")
