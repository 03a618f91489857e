"""Official files and the project's own tables -> the tables of an imported catalogue, in memory."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from planner.tables.fndds.broken import Broken, Progress
from planner.tables.fndds.curated import BuiltIn, Category, DishFood
from planner.tables.fndds.priced import Price, read_patterns, read_prices
from planner.tables.fndds.published import Published, PublishedFood, read_published, usual_portion
from planner.tables.fndds.values import (
    FNDDS,
    FPED,
    Inflation,
    Patterns,
    columns_of,
    estimates,
    inflation,
    kept_row,
    nutrient_row,
    price_row,
)
from planner.tables.read import Cells
from planner.tables.rows import NOT_REVIEWED, UNKNOWN_CONTENTS

PULSES = "pulse_cups"
UNSEEN = "not-reviewed"  # class of calcium of foods that nobody has looked at
GENERATED = (
    "foods.csv",
    "nutrients.csv",
    "prices.csv",
    "upper_estimates.csv",
    "calcium_classes.csv",
    "purchases.csv",
    "packages.csv",
    "kitchen_forms.csv",
    "review_evidence.csv",
)
ALIKE = (  # columns that name foods one by one
    ("kitchen_safety.csv", "foods"),
    ("dish_slots.csv", "choices"),
    ("label_words.csv", "foods"),
)


@dataclass(frozen=True)
class Official:
    """Everything read from official files."""

    published: Published
    prices: Mapping[str, Price]
    patterns: Patterns
    files: tuple[Path, ...]
    broken: tuple[Broken, ...]


@dataclass(frozen=True)
class Counts:
    """How many foods an imported catalogue holds, and what is known of them."""

    official: int  # food codes of FNDDS
    built_in: int  # of them, those of foods.csv
    own: int  # foods of foods.csv that the files do not hold, with the values of the project's own tables
    dishes: int  # added, and in dishes
    listed: int  # added, and in no dish: for planner foods and planner solve
    unpriced: int
    broken: int  # rows


@dataclass
class _Making:
    built_in: BuiltIn
    official: Official
    today: Inflation
    rows: dict[str, list[Cells]] = field(default_factory=dict)

    def add(self, file: str, *rows: Cells) -> None:
        self.rows[file] += rows


def read_official(folder: Path, prices: Path, patterns: Path | None, built_in: BuiltIn, progress: Progress) -> Official:
    """All official files. Raises TableError for a file that cannot be read at all; broken rows are in the answer."""
    published = read_published(folder, columns_of(built_in, FNDDS), progress)
    priced, broken = read_prices(prices, inflation(built_in).cycle, progress)
    files, found, wrong = [*published.files, prices], dict[str, dict[str, float]](), list[Broken]()
    if patterns is not None:
        found, wrong = read_patterns(patterns, columns_of(built_in, FPED))
        files.append(patterns)
    return Official(published, priced, found, tuple(files), (*published.broken, *broken, *wrong))


def make_tables(official: Official, built_in: BuiltIn) -> tuple[dict[str, str], Counts]:
    """Text of every table by file name: the project's own foods first, then all others by code."""
    making = _Making(built_in, official, inflation(built_in))
    making.rows = {name: [] for name in GENERATED}
    copied = ("upper_estimates.csv", "calcium_classes.csv", "purchases.csv", "packages.csv", "kitchen_forms.csv")
    for file in copied:
        making.rows[file] = list(built_in.tables[file])
    for file, _ in ALIKE:
        making.rows[file] = [dict(row) for row in built_in.tables[file]]
    codes = {row["fndds_code"] for row in built_in.tables["foods.csv"] if row["fndds_code"]}
    _keep_foods(making)
    for code in sorted(official.published.foods.keys() - codes):
        food = official.published.foods[code]
        dish_food = built_in.dish_foods.get(code)
        if dish_food is not None and code in official.prices:
            _add_dish_food(making, food, dish_food)
        else:
            _add_listed(making, food)
    tables = {name: _text(rows) for name, rows in {**built_in.tables, **making.rows}.items()}
    tables["calcium_absorption.csv"] = _text(_calcium(built_in))
    return tables, _counts(making, codes)


def _keep_foods(making: _Making) -> None:
    """Foods of foods.csv: their rows as they are, FNDDS values and prices from the files where they hold them."""
    built_in, official = making.built_in, making.official
    nutrients, prices = built_in.by_food("nutrients.csv"), built_in.by_food("prices.csv")
    evidence = built_in.by_food("review_evidence.csv")
    sisters = {r["food"]: r for r in built_in.tables["sister_codes.csv"] if r["table"] == "prices"}
    for food in built_in.tables["foods.csv"]:
        slug, code = food["food"], food["fndds_code"]
        published = official.published.foods.get(code) if food["nutrient_source"] == FNDDS else None
        row = nutrients[slug]
        if published is not None:
            row = kept_row(row, nutrient_row(slug, published, {}, built_in), built_in)
        sister = sisters.get(slug)
        price = official.prices.get(sister["fndds_code"] if sister else code)
        reason = sister["reason"] if sister else ""
        making.add("foods.csv", food)
        making.add("nutrients.csv", row)
        making.add("prices.csv", price_row(slug, price, making.today, reason) if price else prices[slug])
        making.add("review_evidence.csv", evidence[slug])


def _add_listed(making: _Making, food: PublishedFood) -> None:
    """A food of which only what USDA publishes is known: in no dish, for no diet, free of nothing."""
    built_in, category = making.built_in, making.built_in.categories.get(food.category)
    portion = usual_portion(making.official.published.portions.get(food.code, ()))
    rules = {row["rule"]: row["value"] for row in built_in.tables["planning_rules.csv"]}
    slug = f"fndds-{food.code}"
    making.add(
        "foods.csv",
        {
            **_food_cells(slug, food, category),
            "portion": portion.text,
            "grams": f"{portion.grams:g}",
            "max_portions_per_day": rules["import_portions"],
            "max_days_per_week": rules["import_days"],
            "diet": "omnivore",
            "note": "added by planner import: diet and allergens are not known",
        },
    )
    _add_numbers(making, slug, food)
    making.add("calcium_classes.csv", {"food": slug, "calcium_class": UNSEEN, "reason": "added by planner import"})


def _add_dish_food(making: _Making, food: PublishedFood, known: DishFood) -> None:
    """A food with a row of its own in fndds_dish_foods.csv: what holds for its like holds for it."""
    built_in = making.built_in
    like, slug = built_in.by_food("foods.csv")[known.like], known.food
    making.add(
        "foods.csv",
        {
            **like,
            "food": slug,
            "name": known.name,
            "short_name": known.short_name,
            "fndds_code": food.code,
            "nutrient_source": FNDDS,
            "article_source": "",
            "family": known.family,
            "cautions": f"{like['cautions']} {NOT_REVIEWED}".strip(),
        },
    )
    row = _add_numbers(making, slug, food)
    if not row[PULSES]:
        pulses = built_in.by_food("nutrients.csv")[known.like][PULSES]
        said = f"as {known.like}, its like: {known.reason}"
        making.add("upper_estimates.csv", {"food": slug, "nutrient": PULSES, "value_per_100g": pulses, "source": said})
    calcium = built_in.by_food("calcium_classes.csv")[known.like]
    making.add("calcium_classes.csv", {**calcium, "food": slug, "reason": f"as {known.like}"})
    bought = built_in.by_food("purchases.csv")[known.like]
    said = f"as {known.like}: {bought['source']}"
    making.add("purchases.csv", {**bought, "food": slug, "purchase": slug, "form": known.form, "source": said})
    sold = next(row for row in built_in.tables["packages.csv"] if row["purchase"] == bought["purchase"])
    making.add("packages.csv", {**sold, "purchase": slug})
    _serve_alike(making, known)


def _serve_alike(making: _Making, known: DishFood) -> None:
    """It is cooked as its like and stands where that is named: in dishes, and in what keeps them safe."""
    cooked = making.built_in.by_food("kitchen_forms.csv")[known.like]
    word, form = known.short_name or known.name, known.form if cooked["weighed"] == "bought" else known.name
    making.add("kitchen_forms.csv", {**cooked, "food": known.food, "word": word, "form": form})
    for file, column in ALIKE:
        for row in making.rows[file]:
            if known.like in row[column].split():
                row[column] += f" {known.food}"


def _food_cells(slug: str, food: PublishedFood, category: Category | None) -> Cells:
    """What a row of foods.csv can say about any official food."""
    cautions = [NOT_REVIEWED, UNKNOWN_CONTENTS, *([category.caution] if category and category.caution else [])]
    return {
        "food": slug,
        "name": food.name,
        "short_name": "",
        "fndds_code": food.code,
        "nutrient_source": FNDDS,
        "group": category.group if category else "mixed",
        "aisle": food.category_name,
        "role": "",
        "allergens": "",
        "contents": "",
        "fortified": "",
        "article_source": "",
        "basic": "",
        "family": "",
        "cautions": " ".join(cautions),
    }


def _add_numbers(making: _Making, slug: str, food: PublishedFood) -> Cells:
    """Nutrients, price, what may be estimated, and what the food is made of; gives the nutrients."""
    official = making.official
    row = nutrient_row(slug, food, official.patterns.get(food.code, {}), making.built_in)
    making.add("nutrients.csv", row)
    making.add("prices.csv", price_row(slug, official.prices.get(food.code), making.today))
    making.add("upper_estimates.csv", *estimates(row))
    made_of = "; ".join(official.published.ingredients.get(food.code, ()))
    evidence = {"food": slug, "description": food.name, "category": food.category_name, "ingredients": made_of}
    making.add("review_evidence.csv", evidence)
    return row


def _calcium(built_in: BuiltIn) -> list[Cells]:
    """calcium_absorption.csv with a class for foods that nobody has looked at: the lowest fraction of the table."""
    rows = built_in.tables["calcium_absorption.csv"]
    lowest = min((row["fraction"] for row in rows), key=float)
    said = "nobody has looked at it: the lowest fraction of this table, the safer number"
    blank = dict.fromkeys(rows[0], "")
    unseen = {"calcium_class": UNSEEN, "name": "added by planner import", "fraction": lowest, "reason": said}
    return [*rows, {**blank, **unseen, "source": "own choice 2026"}]


def _counts(making: _Making, codes: set[str]) -> Counts:
    foods = making.rows["foods.csv"]
    held = making.official.published.foods.keys()
    added = foods[len(making.built_in.tables["foods.csv"]) :]
    listed = sum(row["role"] == "" for row in added)
    return Counts(
        official=len(held),
        built_in=len(codes & held),
        own=len(foods) - len(added) - len(codes & held),
        dishes=len(added) - listed,
        listed=listed,
        unpriced=sum(not row["usd_per_100g"] for row in making.rows["prices.csv"]),
        broken=len(making.official.broken),
    )


def _text(rows: list[Cells]) -> str:
    """Rows as CSV text: comma, LF, the columns of the first row."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
