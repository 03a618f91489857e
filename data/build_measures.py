"""measures.csv: what household measures of each food weigh."""

from __future__ import annotations

import re

from build_sources import BuildError, Row, Sources

WORDS_FILE = "portion_words.csv"
GRAM_DECIMALS = 3
OWN_RANK = 0  # a food's own portion goes before the survey's


def measure_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food and measure, in the order of foods.csv: its own portion, then the portions of FNDDS.

    Only the phrases of portion_words.csv are read; of two phrases of one measure the lower rank is taken.
    """
    words = _words(tables["portion_words"])
    rows: list[Row] = []
    for food in tables["foods"]:
        best: dict[str, tuple[int, Row]] = {}
        for rank, row in _found(sources, food, words):
            if row["measure"] not in best or rank < best[row["measure"]][0]:
                best[row["measure"]] = (rank, row)
        rows += [row for _, row in best.values()]
    return rows


def _words(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """Rows by phrase and the only food that it is for ("" = every food); stops on a phrase given twice."""
    words: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = (row["phrase"], row["only"])
        if key in words or not row["measure"] or not row["rank"].isdigit():
            raise BuildError(f"{WORDS_FILE} ({row['phrase']}): given twice, or without measure or rank. Correct it.")
        words[key] = row
    return words


def _found(sources: Sources, food: Row, words: dict[tuple[str, str], Row]) -> list[tuple[int, Row]]:
    """Rank and row of every portion of a food that has a measure."""
    found = []
    own = re.fullmatch(r"(\d+(?:/\d+)?) (.+)", food["portion"])
    if own is None:
        raise BuildError(f"foods.csv ({food['food']}): portion {food['portion']!r} starts with no number. Correct it.")
    top, _, bottom = own[1].partition("/")
    each = float(food["grams"]) / (float(top) / float(bottom or 1))
    portions = [(OWN_RANK, f"1 {own[2]}", each, f"portion of foods.csv: {food['portion']}")]
    code = food["fndds_code"]
    for portion in sources.portions.get(code, []) if code else []:
        phrase = portion["Portion description"]
        portions.append((-1, phrase, float(portion["Portion weight (g)"]), f"fndds:{code}: {phrase}"))
    for rank, phrase, grams, source in portions:
        word = words.get((phrase, food["food"])) or words.get((phrase, ""))
        if word is not None:
            value = f"{round(grams, GRAM_DECIMALS):g}"
            row = {"food": food["food"], "measure": word["measure"], "grams": value, "source": source}
            found.append((int(word["rank"]) if rank < 0 else rank, row))
    return found
