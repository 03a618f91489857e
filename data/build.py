"""Make the generated tables of data/ from the published source files and the curated tables.

    python data/build.py [--source FOLDER] [--out FOLDER] [--check]

The run is repeatable to the byte. It stops with a sentence that names the food and the remedy when a code is
missing or a value is blank, negative or implausible; nothing is written then.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from build_audit import audit_table, comparison_table  # noqa: E402
from build_chart import chart  # noqa: E402
from build_evidence import evidence_table  # noqa: E402
from build_measures import WORDS_FILE, measure_table  # noqa: E402
from build_medicines import EXTRA, NAMES_FILE, medicine_table, missing_packages, ordinary_table  # noqa: E402
from build_nutrients import CORRECTIONS_FILE, nutrient_table  # noqa: E402
from build_prices import price_table  # noqa: E402
from build_purchases import FORMS_FILE, purchase_table  # noqa: E402
from build_sources import BuildError, Row, Sources, read_csv  # noqa: E402

CHART = HERE.parent / "docs" / "images" / "price_comparison.svg"
DEFAULT_SOURCE = HERE.parent.parent / "shared" / "data"
ABSORPTION = "absorption"  # source table of columns that the planner computes on loading
CURATED = {
    "foods": "foods.csv",
    "definitions": "nutrient_definitions.csv",
    "other_columns": "other_columns.csv",
    "sisters": "sister_codes.csv",
    "energy_exceptions": "energy_exceptions.csv",
    "settlements": "price_settlements.csv",
    "comparisons": "price_benchmarks.csv",
}
# A folder without one of these gets no such table.
OPTIONAL = {
    "purchase_forms": FORMS_FILE,
    "portion_words": WORDS_FILE,
    "medicine_names": NAMES_FILE,
    "corrections": CORRECTIONS_FILE,
}
NOT_OF_FOODS = ("portion_words", "medicine_names")
Table = Callable[[Sources, dict[str, list[Row]]], list[Row]]
GENERATED: dict[str, Table] = {
    "nutrients.csv": nutrient_table,
    "prices.csv": price_table,
    "price_audit.csv": audit_table,
    "price_comparison.csv": comparison_table,
    "review_evidence.csv": evidence_table,
}
GENERATED_IF: dict[str, tuple[str, Table]] = {
    "purchases.csv": ("purchase_forms", purchase_table),
    "measures.csv": ("portion_words", measure_table),
    "medicines.csv": ("medicine_names", medicine_table),
    "ordinary_words.csv": ("medicine_names", ordinary_table),
}
OF_PACKAGES = ("medicines.csv", "ordinary_words.csv")  # made of packages that not every installation has


def read_curated(folder: Path) -> dict[str, list[Row]]:
    """The hand-made tables, by short name; stops on a food named twice."""
    present = {name: file for name, file in OPTIONAL.items() if (folder / file).is_file()}
    files = CURATED | present
    tables = {name: read_csv(folder / file) for name, file in files.items()}
    tables["definitions"] = [row for row in tables["definitions"] if row["source_table"] != ABSORPTION]
    foods = [row["food"] for row in tables["foods"]]
    twice = sorted({food for food in foods if foods.count(food) > 1})
    if twice:
        raise BuildError(f"foods.csv: {', '.join(twice)} stands there twice. Delete one row.")
    for name in ("sisters", "energy_exceptions", "settlements", "comparisons", *present):
        if name in NOT_OF_FOODS:
            continue
        unknown = sorted({row["food"] for row in tables[name]} - set(foods))
        if unknown:
            raise BuildError(f"{files[name]}: {', '.join(unknown)}: no such food in foods.csv. Correct or delete.")
    return tables


def csv_text(rows: list[Row]) -> str:
    """Rows as CSV text: comma, LF, columns of the first row."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def build(source: Path, curated: Path) -> dict[str, str]:
    """Text of every generated table by file name, without those whose packages are not installed."""
    tables = read_curated(curated)
    sources = Sources(source)
    wanted = GENERATED | {name: make for name, (needed, make) in GENERATED_IF.items() if needed in tables}
    if missing_packages():
        wanted = {name: make for name, make in wanted.items() if name not in OF_PACKAGES}
    return {name: csv_text(make(sources, tables)) for name, make in wanted.items()}


def write(texts: dict[str, str], out: Path) -> None:
    """Write each table beside its place and move it there, so that no reader sees half a table."""
    for name, text in texts.items():
        part = out / f".{name}.part"
        part.write_text(text, encoding="utf-8", newline="\n")
        os.replace(part, out / name)


def differing(texts: dict[str, str], out: Path) -> list[str]:
    """Names of the tables whose file is missing or not equal to what the sources give."""
    return [n for n, t in texts.items() if not (out / n).is_file() or (out / n).read_text("utf-8") != t]


def build_references(source: Path, out: Path) -> None:
    """Make reference_intakes.csv too, where its own module stands beside this one."""
    if (HERE / "build_references.py").is_file():
        import importlib

        importlib.import_module("build_references").build(source, out / "reference_intakes.csv")


def main(arguments: list[str] | None = None) -> int:
    """Command line; 0 done, 1 tables differ (--check), 2 something to correct."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=DEFAULT_SOURCE, help="folder of the published files")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: data/)")
    parser.add_argument("--check", action="store_true", help="compare with the tables that are there, write nothing")
    options = parser.parse_args(arguments)
    try:
        texts = build(options.source, HERE)
        if missing_packages():
            print(f"{' and '.join(OF_PACKAGES)} stay as they are, without {', '.join(missing_packages())}. {EXTRA}")
        if options.check:
            wrong = differing(texts, options.out)
            print(f"differs from the sources: {', '.join(wrong)}" if wrong else "all tables agree with the sources")
            return 1 if wrong else 0
        write(texts, options.out)
        build_references(options.source, options.out)
        if options.out == HERE:
            CHART.parent.mkdir(parents=True, exist_ok=True)
            CHART.write_text(chart(list(csv.DictReader(texts["price_comparison.csv"].splitlines()))), "utf-8")
    except BuildError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
