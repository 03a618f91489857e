"""Make reference_intakes.csv from the DRI tables: RDA, AI, UL and CDRR by sex, life stage and age from 14.

Run: python data/build_references.py SOURCE_FOLDER
where SOURCE_FOLDER/dri/dietary_reference_intakes.csv is the table of Dietary Reference Intakes.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

MINERALS = "IOM 1997, DRI for Calcium, Phosphorus, Magnesium, Vitamin D and Fluoride"
B_VITAMINS = "IOM 1998, DRI for Thiamin to Choline"
ANTIOXIDANTS = "IOM 2000, DRI for Vitamin C, Vitamin E, Selenium and Carotenoids"
TRACE = "IOM 2001, DRI for Vitamin A, Vitamin K and Trace Elements"
WATER = "IOM 2005, DRI for Water, Potassium, Sodium, Chloride and Sulfate"
MACRO = "IOM 2005, DRI for Energy, Carbohydrate, Fiber, Fat, Fatty Acids and Protein"
CALCIUM = "IOM 2011, DRI for Calcium and Vitamin D"
SODIUM = "NASEM 2019, DRI for Sodium and Potassium"


class Column(NamedTuple):
    """How a nutrient of the DRI tables becomes one of ours."""

    nutrient: str  # our column; its unit is the last part of the name
    factor: float  # our unit per unit of the DRI table
    mode: str  # hard, watched or none: what the RDA or AI does to a plan
    source: str
    upper_nutrient: str = ""  # the column that the UL counts, where it is not the same
    upper_counts: str = "total"


COLUMNS = {
    "Calcium": Column("calcium_mg", 1, "hard", CALCIUM),
    "Magnesium": Column("magnesium_mg", 1, "hard", MINERALS, upper_counts="supplements only"),
    "Potassium": Column("potassium_mg", 1, "hard", SODIUM),
    "Sodium": Column("sodium_mg", 1, "none", SODIUM),
    "Phosphorus": Column("phosphorus_mg", 1, "hard", MINERALS),
    "Iron": Column("iron_mg", 1, "hard", TRACE),
    "Zinc": Column("zinc_mg", 1, "hard", TRACE),
    "Copper": Column("copper_mg", 0.001, "hard", TRACE),
    "Selenium": Column("selenium_ug", 1, "hard", ANTIOXIDANTS),
    "Vitamin A": Column("vitamin_a_rae_ug", 1, "hard", TRACE, "retinol_ug", "retinol"),
    "Vitamin C": Column("vitamin_c_mg", 1, "hard", ANTIOXIDANTS),
    "Vitamin D": Column("vitamin_d_ug", 1, "watched", CALCIUM),
    "Vitamin E": Column("vitamin_e_mg", 1, "hard", ANTIOXIDANTS, "added_vitamin_e_mg", "added"),
    "Vitamin K": Column("vitamin_k_ug", 1, "hard", TRACE),
    "Thiamin": Column("thiamin_mg", 1, "hard", B_VITAMINS),
    "Riboflavin": Column("riboflavin_mg", 1, "hard", B_VITAMINS),
    "Niacin": Column("niacin_mg", 1, "hard", B_VITAMINS, upper_counts="not computable"),
    "Vitamin B6": Column("vitamin_b6_mg", 1, "hard", B_VITAMINS),
    "Folate": Column("folate_dfe_ug", 1, "hard", B_VITAMINS, "folic_acid_ug", "folic acid"),
    "Vitamin B12": Column("vitamin_b12_ug", 1, "hard", B_VITAMINS),
    "Choline": Column("choline_mg", 1, "watched", B_VITAMINS),
    "Linoleic acid": Column("fat_18_2_g", 1, "hard", MACRO),
    "α-Linolenic acid": Column("fat_18_3_g", 1, "hard", MACRO),
    "Total water": Column("water_g", 1000, "watched", WATER),
}
UNITS = {"mg": "mg/d", "ug": "µg/d", "g": "g/d"}
KINDS = {
    "Recommended Dietary Allowance (RDA)": "RDA",
    "Adequate Intake (AI)": "AI",
    "Tolerable Upper Intake Level (UL)": "UL",
    "Chronic Disease Risk Reduction intake (CDRR)": "CDRR",
}
STAGES = {
    "Women": ("female", "general"),
    "Men": ("male", "general"),
    "Women (pregnant)": ("female", "pregnant"),
    "Women (lactating)": ("female", "lactating"),
}
AGES = {
    "14-18 yr": (14, 18),
    "19-30 yr": (19, 30),
    "31-50 yr": (31, 50),
    "51-70 yr": (51, 70),
    ">70 yr": (71, 120),
}
HEADER = (
    "sex",
    "stage",
    "age_from",
    "age_to",
    "nutrient",
    "kind",
    "mode",
    "lower",
    "upper",
    "unit",
    "counts",
    "source",
)


def build(source: Path, out: Path) -> None:
    """Write `out` (reference_intakes.csv) from the DRI table under `source`; the same bytes every time.

    Raises ValueError for a group, unit or number that is not understood, and for a nutrient with no row.
    """
    path = source / "dri" / "dietary_reference_intakes.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [row for row in csv.DictReader(file) if _is_wanted(row)]
    rows = [_row(row) for row in found]
    missing = COLUMNS.keys() - {row["nutrient"] for row in found}
    if missing:
        raise ValueError(f"{path.name}: no value for {', '.join(sorted(missing))}. Correct the table.")
    order = [column.nutrient for column in COLUMNS.values()]
    order += [column.upper_nutrient for column in COLUMNS.values() if column.upper_nutrient]
    rows.sort(key=lambda row: (row[0], row[1], row[2], order.index(str(row[4])), row[5]))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)


def _is_wanted(row: dict[str, str]) -> bool:
    """A number of a kind, group, age and nutrient that we use."""
    return (
        row["nutrient"] in COLUMNS
        and row["dri_type"] in KINDS
        and row["sex_stage"] in STAGES
        and row["age_range"] in AGES
        and row["value"] != ""
    )


def _row(row: dict[str, str]) -> tuple[str | int, ...]:
    """One row of reference_intakes.csv."""
    column, kind = COLUMNS[row["nutrient"]], KINDS[row["dri_type"]]
    unit = column.nutrient.rsplit("_", 1)[1]
    place = f"{row['nutrient']}, {kind}, {row['sex_stage']} {row['age_range']}"
    if column.factor == 1 and row["units"] != UNITS[unit]:
        raise ValueError(f"{place}: unit {row['units']!r} is not {UNITS[unit]!r}. Add a factor to COLUMNS.")
    value = float(row["value"]) * column.factor
    if not 0 < value < 1e5:
        raise ValueError(f"{place}: {row['value']!r} is no intake. Correct the table.")
    number = f"{value:.10g}"
    group = (*STAGES[row["sex_stage"]], *AGES[row["age_range"]])
    if kind == "UL":
        computable = column.upper_counts not in ("supplements only", "not computable")
        nutrient, mode = column.upper_nutrient or column.nutrient, "hard" if computable else "none"
        return (*group, nutrient, kind, mode, "", number, unit, column.upper_counts, column.source)
    if kind == "CDRR":
        return (*group, column.nutrient, kind, "hard", "", number, unit, "total", column.source)
    return (*group, column.nutrient, kind, column.mode, number, "", unit, "total", column.source)


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).resolve().parent / "reference_intakes.csv")
