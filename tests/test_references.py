"""The reference intakes against values typed by hand from the reports; their builder and loader."""

import csv
import shutil
import sys
from pathlib import Path

import pytest

from planner.errors import TableError
from planner.tables.read import read_cells
from planner.tables.references import References, load_references

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
TABLES = (
    "reference_intakes.csv",
    "guidelines.csv",
    "energy_requirements.csv",
    "energy_additions.csv",
    "default_persons.csv",
    "nutrient_advice.csv",
    "margins.csv",
    "meal_rules.csv",
    "usual_intakes.csv",
    "leafy_greens.csv",
    "meal_shares.csv",
    "shown_by_meal.csv",
    "food_patterns.csv",
)
GROUPS = [
    *((sex, "general", age) for sex in ("female", "male") for age in (14, 18, 19, 30, 31, 50, 51, 70, 71, 120)),
    *(("female", stage, age) for stage in ("pregnant", "lactating") for age in (14, 18, 19, 30, 31, 50)),
]

# Typed from the summary tables of the Dietary Reference Intakes (1997 to 2019), not from our own file.
# Groups: men 14-18, 19-30, 31-50, 51-70, over 70; women alike; pregnant 14-18, 19-30, 31-50; lactating alike.
PUBLISHED = {
    (
        "calcium_mg",
        "RDA",
    ): "1300 1000 1000 1000 1200  1300 1000 1000 1200 1200  1300 1000 1000  1300 1000 1000",
    (
        "calcium_mg",
        "UL",
    ): "3000 2500 2500 2000 2000  3000 2500 2500 2000 2000  3000 2500 2500  3000 2500 2500",
    ("magnesium_mg", "RDA"): "410 400 420 420 420  360 310 320 320 320  400 350 360  360 310 320",
    (
        "potassium_mg",
        "AI",
    ): "3000 3400 3400 3400 3400  2300 2600 2600 2600 2600  2600 2900 2900  2500 2800 2800",
    ("sodium_mg", "CDRR"): "2300 " * 16,
    ("sodium_mg", "AI"): "1500 " * 16,
    ("phosphorus_mg", "RDA"): "1250 700 700 700 700  1250 700 700 700 700  1250 700 700  1250 700 700",
    (
        "phosphorus_mg",
        "UL",
    ): "4000 4000 4000 4000 3000  4000 4000 4000 4000 3000  3500 3500 3500  4000 4000 4000",
    ("iron_mg", "RDA"): "11 8 8 8 8  15 18 18 8 8  27 27 27  10 9 9",
    ("iron_mg", "UL"): "45 " * 16,
    ("zinc_mg", "RDA"): "11 11 11 11 11  9 8 8 8 8  12 11 11  13 12 12",
    ("zinc_mg", "UL"): "34 40 40 40 40  34 40 40 40 40  34 40 40  34 40 40",
    ("copper_mg", "RDA"): "0.89 0.9 0.9 0.9 0.9  0.89 0.9 0.9 0.9 0.9  1 1 1  1.3 1.3 1.3",
    ("copper_mg", "UL"): "8 10 10 10 10  8 10 10 10 10  8 10 10  8 10 10",
    ("selenium_ug", "RDA"): "55 55 55 55 55  55 55 55 55 55  60 60 60  70 70 70",
    ("selenium_ug", "UL"): "400 " * 16,
    ("vitamin_a_rae_ug", "RDA"): "900 900 900 900 900  700 700 700 700 700  750 770 770  1200 1300 1300",
    (
        "retinol_ug",
        "UL",
    ): "2800 3000 3000 3000 3000  2800 3000 3000 3000 3000  2800 3000 3000  2800 3000 3000",
    ("vitamin_c_mg", "RDA"): "75 90 90 90 90  65 75 75 75 75  80 85 85  115 120 120",
    (
        "vitamin_c_mg",
        "UL",
    ): "1800 2000 2000 2000 2000  1800 2000 2000 2000 2000  1800 2000 2000  1800 2000 2000",
    ("vitamin_d_ug", "RDA"): "15 15 15 15 20  15 15 15 15 20  15 15 15  15 15 15",
    ("vitamin_d_ug", "UL"): "100 " * 16,
    ("vitamin_e_mg", "RDA"): "15 15 15 15 15  15 15 15 15 15  15 15 15  19 19 19",
    (
        "added_vitamin_e_mg",
        "UL",
    ): "800 1000 1000 1000 1000  800 1000 1000 1000 1000  800 1000 1000  800 1000 1000",
    ("vitamin_k_ug", "AI"): "75 120 120 120 120  75 90 90 90 90  75 90 90  75 90 90",
    ("thiamin_mg", "RDA"): "1.2 1.2 1.2 1.2 1.2  1 1.1 1.1 1.1 1.1  1.4 1.4 1.4  1.4 1.4 1.4",
    ("riboflavin_mg", "RDA"): "1.3 1.3 1.3 1.3 1.3  1 1.1 1.1 1.1 1.1  1.4 1.4 1.4  1.6 1.6 1.6",
    ("niacin_mg", "RDA"): "16 16 16 16 16  14 14 14 14 14  18 18 18  17 17 17",
    ("vitamin_b6_mg", "RDA"): "1.3 1.3 1.3 1.7 1.7  1.2 1.3 1.3 1.5 1.5  1.9 1.9 1.9  2 2 2",
    ("vitamin_b6_mg", "UL"): "80 100 100 100 100  80 100 100 100 100  80 100 100  80 100 100",
    ("folate_dfe_ug", "RDA"): "400 400 400 400 400  400 400 400 400 400  600 600 600  500 500 500",
    ("folic_acid_ug", "UL"): "800 1000 1000 1000 1000  800 1000 1000 1000 1000  800 1000 1000  800 1000 1000",
    ("vitamin_b12_ug", "RDA"): "2.4 2.4 2.4 2.4 2.4  2.4 2.4 2.4 2.4 2.4  2.6 2.6 2.6  2.8 2.8 2.8",
    ("choline_mg", "AI"): "550 550 550 550 550  400 425 425 425 425  450 450 450  550 550 550",
    (
        "choline_mg",
        "UL",
    ): "3000 3500 3500 3500 3500  3000 3500 3500 3500 3500  3000 3500 3500  3000 3500 3500",
    ("fat_18_2_g", "AI"): "16 17 17 14 14  11 12 12 11 11  13 13 13  13 13 13",
    ("fat_18_3_g", "AI"): "1.6 1.6 1.6 1.6 1.6  1.1 1.1 1.1 1.1 1.1  1.4 1.4 1.4  1.3 1.3 1.3",
    ("water_g", "AI"): "3300 3700 3700 3700 3700  2300 2700 2700 2700 2700  3000 3000 3000  3800 3800 3800",
}
PUBLISHED_GROUPS = [
    *(("male", "general", age) for age in (14, 19, 31, 51, 71)),
    *(("female", "general", age) for age in (14, 19, 31, 51, 71)),
    *(("female", "pregnant", age) for age in (14, 19, 31)),
    *(("female", "lactating", age) for age in (14, 19, 31)),
]


@pytest.fixture(scope="module")
def references() -> References:
    return load_references(DATA)


@pytest.mark.parametrize(("nutrient", "kind"), PUBLISHED)
def test_reference_intakes_are_those_of_the_reports(references: References, nutrient: str, kind: str) -> None:
    published = [float(value) for value in PUBLISHED[nutrient, kind].split()]
    ours = []
    for group in PUBLISHED_GROUPS:
        (row,) = [r for r in references.intakes if r.is_for(*group) and (r.nutrient, r.kind) == (nutrient, kind)]
        ours.append(row.upper if kind in ("UL", "CDRR") else row.lower)
    assert ours == published


@pytest.mark.parametrize("group", GROUPS)
def test_everybody_has_each_reference_intake_once(references: References, group: tuple[str, str, int]) -> None:
    kinds = [(row.nutrient, row.kind) for row in references.intakes if row.is_for(*group)]
    assert len(kinds) == len(set(kinds))
    checked_elsewhere = {("magnesium_mg", "UL"), ("niacin_mg", "UL")}  # held, but never a bound on food
    assert set(kinds) == PUBLISHED.keys() | checked_elsewhere


def test_upper_levels_say_what_they_count(references: References) -> None:
    counts = {row.nutrient: row.counts for row in references.intakes if row.kind == "UL"}
    special = {nutrient: what for nutrient, what in counts.items() if what != "total"}
    assert special == {
        "magnesium_mg": "supplements only",
        "niacin_mg": "not computable",
        "retinol_ug": "retinol",
        "folic_acid_ug": "folic acid",
        "added_vitamin_e_mg": "added",
    }
    assert not counts.keys() & {"vitamin_b12_ug", "potassium_mg", "vitamin_k_ug"}


def test_every_nutrient_has_a_column_in_the_food_tables(references: References) -> None:
    columns = {cell["nutrient"] for cell in read_cells(DATA / "nutrient_definitions.csv")}
    named = {row.nutrient for row in references.intakes} | {row.nutrient for row in references.guidelines} - {None}
    assert named <= columns
    assert {row.nutrient for row in references.advice if row.covered == "yes"} <= columns


def test_what_the_food_tables_lack_is_named(references: References) -> None:
    assert {row.nutrient for row in references.not_computable} == {
        *(
            "iodine",
            "biotin",
            "pantothenic acid",
            "manganese",
            "chromium",
            "molybdenum",
            "fluoride",
            "chloride",
        )
    }


def _copy(folder: Path) -> Path:
    for name in TABLES:
        shutil.copy(DATA / name, folder)
    return folder


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        (
            "reference_intakes.csv",
            "calcium_mg,RDA,hard,1300,",
            "calcium_mg,RDA,hard,nan,",
            "row 2 .calcium_mg.: lower",
        ),
        ("reference_intakes.csv", "calcium_mg,RDA,hard,1300,", "calcium_mg,RDA,hard,-1,", "negative"),
        ("reference_intakes.csv", "calcium_mg,RDA,hard,1300,", "calcium_mg,RDA,hard,,", "both empty"),
        ("reference_intakes.csv", "calcium_mg,UL", "calcium_mg,RDA", "stands already in row 2"),
        ("guidelines.csv", "AMDR,hard,0.1,0.35", "AMDR,hard,0.4,0.35", "crossed"),
        ("guidelines.csv", "AMDR,hard", "AMDR,soft", "mode is 'soft'"),
        ("energy_requirements.csv", ",inactive,", ",lazy,", "activity is 'lazy'"),
        ("default_persons.csv", "height_cm", "size", "column height_cm is missing"),
    ],
)
def test_a_broken_table_is_refused(tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    path = _copy(tmp_path) / table
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TableError, match=message) as error:
        load_references(tmp_path)
    assert table in str(error.value)


def _source(folder: Path, changes: dict[str, str]) -> Path:
    """A small table in the format of the published one: two groups, every nutrient."""
    sys.path.insert(0, str(DATA))
    from build_references import COLUMNS, UNITS

    (folder / "dri").mkdir()
    header = ["nutrient", "units", "sex_stage", "age_range", "dri_type", "value"]
    with (folder / "dri" / "dietary_reference_intakes.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for nutrient, column in COLUMNS.items():
            unit = UNITS[column.nutrient.rsplit("_", 1)[1]] if column.factor == 1 else "other"
            for group, age in (("Women", "31-50 yr"), ("Children", "1-3 yr")):
                row = dict.fromkeys(header, "") | {"nutrient": nutrient, "units": unit, "sex_stage": group}
                row |= {"age_range": age, "value": "9.0", "dri_type": "Recommended Dietary Allowance (RDA)"}
                writer.writerow(row | (changes if nutrient == "Iron" else {}))
    return folder


def test_the_builder_converts_units_and_repeats_itself(tmp_path: Path) -> None:
    source = _source(tmp_path, {})
    from build_references import build

    build(source, tmp_path / "first.csv")
    build(source, tmp_path / "second.csv")
    assert (tmp_path / "first.csv").read_bytes() == (tmp_path / "second.csv").read_bytes()
    lower = {cell["nutrient"]: cell["lower"] for cell in read_cells(tmp_path / "first.csv")}
    assert (lower["copper_mg"], lower["water_g"], lower["calcium_mg"]) == ("0.009", "9000", "9")
    assert {cell["age_from"] for cell in read_cells(tmp_path / "first.csv")} == {"31"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"units": "µg/d"}, "unit 'µg/d'"),
        ({"value": "nan"}, "no intake"),
        ({"value": ""}, "no value for Iron"),
    ],
)
def test_the_builder_stops_at_what_it_does_not_understand(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    source = _source(tmp_path, changes)
    from build_references import build

    with pytest.raises(ValueError, match=message):
        build(source, tmp_path / "out.csv")


def test_the_table_is_what_the_builder_makes(tmp_path: Path) -> None:
    source = ROOT.parent / "shared" / "data"
    if not (source / "dri").is_dir():
        pytest.skip("the published tables are not here")
    sys.path.insert(0, str(DATA))
    from build_references import build

    build(source, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == (DATA / "reference_intakes.csv").read_bytes()
