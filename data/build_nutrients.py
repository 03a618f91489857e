"""nutrients.csv: values per 100 g of every food, copied from the columns of nutrient_definitions.csv."""

from __future__ import annotations

from build_sources import BuildError, Row, Sources, find_row

ENERGY_KCAL_PER_G = {"protein_g": 4.0, "carbohydrate_g": 4.0, "fibre_g": -2.0, "fat_g": 9.0, "alcohol_g": 7.0}
"""Atwater factors; fibre stands inside carbohydrate and yields 2 instead of 4 kcal/g."""
ENERGY_TOLERANCE_KCAL = 15.0
ENERGY_TOLERANCE_SHARE = 0.12
SUGARS_TOLERANCE_TIMES = 1.5
SUGARS_TOLERANCE_G = 1.0
GRAMS_PER_UNIT = {"g": 1.0, "mg": 1e-3, "ug": 1e-6}
COMPUTED_DECIMALS = 6
COLUMN_JOINER = " & "
CORRECTIONS_FILE = "nutrient_corrections.csv"
EVERY = "*"  # in the corrections: all nutrients that the other source states


def nutrient_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food: `food` and a text value per nutrient, empty where the source is silent."""
    rows = []
    for food in tables["foods"]:
        row = {"food": food["food"]} | nutrient_values(sources, tables, food)
        check_values(row, food, tables)
        rows.append(row)
    return rows


def nutrient_values(sources: Sources, tables: dict[str, list[Row]], food: Row) -> Row:
    """Values of one food per 100 g: from FNDDS or, where it lacks the food, SR or a label; cups from FPED."""
    kind, values = source_row(sources, food)
    patterns = pattern_row(sources, tables, food)
    other = {r["nutrient"]: r for r in tables["other_columns"] if r["source_table"] == kind}
    result = {}
    for definition in tables["definitions"]:
        name = definition["nutrient"]
        if definition["source_table"] == "fped":
            result[name] = combined(patterns, definition, food, blank_allowed=not patterns)
        elif kind == "fndds":
            result[name] = combined(values, definition, food, blank_allowed=False)
        else:
            result[name] = combined(values, other[name], food, blank_allowed=True) if name in other else ""
    return result | corrected_values(sources, tables, food)


def corrected_values(sources: Sources, tables: dict[str, list[Row]], food: Row) -> Row:
    """Values of one food that another source states better (nutrient_corrections.csv), each with its reason there."""
    result: Row = {}
    for row in tables.get("corrections", []):
        if row["food"] != food["food"]:
            continue
        kind, values = source_row(sources, food | {"nutrient_source": f"{row['source']}:{row['key']}"})
        other = {r["nutrient"]: r for r in tables["other_columns"] if r["source_table"] == kind}
        stated = {name: combined(values, other[name], food, blank_allowed=True) for name in other}
        named = list(stated) if row["nutrients"] == EVERY else row["nutrients"].split()
        missing = [name for name in named if not stated.get(name) and row["nutrients"] != EVERY]
        if missing:
            raise BuildError(f"{CORRECTIONS_FILE} ({food['food']}): {', '.join(missing)} is not in {row['key']}.")
        result |= {name: stated[name] for name in named if stated[name]}
    return result


def source_row(sources: Sources, food: Row) -> tuple[str, Row]:
    """Kind of source (fndds, sr, label) and the food's row in it."""
    kind, _, key = food["nutrient_source"].partition(":")
    if kind == "fndds":
        return kind, find_row(sources.nutrients, food["fndds_code"], food["food"], "the FNDDS nutrient values")
    if kind == "sr":
        return kind, find_row(sources.standard_reference, key, food["food"], "the Standard Reference (ABBREV.csv)")
    if kind == "label":
        return kind, find_row(sources.labels, key, food["food"], "the label values (names with one set of values)")
    raise BuildError(f"foods.csv ({food['food']}): nutrient_source {kind!r} is none of fndds, sr, label.")


def pattern_row(sources: Sources, tables: dict[str, list[Row]], food: Row) -> Row:
    """FPED row of the sister that sister_codes.csv names, else of the own code; empty if there is none."""
    sisters = {r["food"]: r["fndds_code"] for r in tables["sisters"] if r["table"] == "patterns"}
    if food["food"] in sisters:
        return find_row(sources.patterns, sisters[food["food"]], food["food"], "FPED (sister_codes.csv, patterns)")
    return sources.patterns.get(food["fndds_code"], {})


def combined(values: Row, definition: Row, food: Row, blank_allowed: bool) -> str:
    """Text of a value: as published where it is one column, else the sum times its factor."""
    texts = []
    for column in definition["source_column"].split(COLUMN_JOINER):
        if values and column not in values:
            raise BuildError(f"nutrient_definitions ({definition['nutrient']}): no column {column!r} in the source.")
        text = values.get(column, "").strip()
        if not text and not blank_allowed:
            raise BuildError(f"{food['food']}: {column} is blank in the source. Take another code for this food.")
        texts.append(text)
    if not all(texts):
        return ""
    factor = float(definition["factor"])
    if len(texts) == 1 and factor == 1:
        return plain(float(texts[0]))
    return plain(round(sum(map(float, texts)) * factor, COMPUTED_DECIMALS))


def plain(number: float) -> str:
    """Shortest exact text of a number, whole numbers without a decimal point."""
    return str(int(number)) if number == int(number) else repr(number)


def check_values(row: Row, food: Row, tables: dict[str, list[Row]]) -> None:
    """Stop on a negative value, more than 100 g per 100 g, impossible sugars or unexplained energy."""
    for definition in tables["definitions"]:
        name, text = definition["nutrient"], row[definition["nutrient"]]
        if not text:
            continue
        grams = float(text) * GRAMS_PER_UNIT.get(definition["unit"], 0.0)
        if float(text) < 0 or grams > 100:
            raise BuildError(f"{food['food']}: {name} is {text} per 100 g; it must be 0 to 100 g. Take another code.")
    check_sugars(row, food)
    check_energy(row, food, tables)


def check_sugars(row: Row, food: Row) -> None:
    """Stop where added sugars are far more than all sugars: FPED is older than the nutrient values."""
    added, total = float(row["added_sugars_g"] or 0), float(row["sugars_g"] or 100)
    if added > SUGARS_TOLERANCE_TIMES * total and added > total + SUGARS_TOLERANCE_G:
        raise BuildError(
            f"{food['food']}: {added} g added sugars per 100 g, but only {total} g sugars. Name a sister"
            " code with the patterns of the food of today in sister_codes.csv (table patterns)."
        )


def check_energy(row: Row, food: Row, tables: dict[str, list[Row]]) -> None:
    """Stop where protein, carbohydrate, fibre, fat and alcohol do not explain the energy."""
    excused = {r["food"] for r in tables["energy_exceptions"]}
    energy = row["energy_kcal"]
    if energy and food["food"] not in excused:
        parts = sum(factor * float(row[name] or 0) for name, factor in ENERGY_KCAL_PER_G.items())
        if abs(float(energy) - parts) > max(ENERGY_TOLERANCE_KCAL, ENERGY_TOLERANCE_SHARE * float(energy)):
            raise BuildError(
                f"{food['food']}: {energy} kcal per 100 g, but its protein, carbohydrate, fibre, fat and"
                f" alcohol give {parts:.0f}. Take another code or list the food with a reason in"
                " energy_exceptions.csv."
            )
