"""A second reading of foods.csv by rules that know nothing of the first: each disagreement has its note."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "data"
Row = dict[str, str]


def read(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


FOODS = read("foods.csv")
NUTRIENTS = {row["food"]: row for row in read("nutrients.csv")}
EVIDENCE = {row["food"]: row for row in read("review_evidence.csv")}
VEGETARIAN = {"vegan", "vegetarian"}

PLANT = r"(?:soy|almond|rice|oat|coconut|non-dairy|peanut|cashew|sesame|nut|apple)\s+"
WORDS = {
    "milk": r"(?<!without )(?:\bmilk|\bcheese|\bcream\b|\bbutter|yogurt|whey|kefir|table fat)"
    r"|margarine-like|half and half|candies, chocolate, dark",
    "egg": r"\begg\b|\beggs\b|mayonnaise(?!, imitation)|batter\b",
    "fish": r"\bfish\b|anchov|worcestershire",
    "shellfish": r"crustacean|mollusk|shrimp",
    "molluscs": r"mollusk",
    "mustard": r"mustard",
    "celery": r"celery|mirepoix|tomato and vegetable juice",
    "sulphites": r"sulfured|sulfite",
    "lupin": r"lupin",
    "coconut": r"coconut",
    "tree_nuts": r"nuts, (?:almond|cashew|brazil|hazel|pecan|pine|pistachio|walnut)|mixed nuts"
    r"|almond|cashew|walnut|pecan",
    "peanuts": r"peanut",
    "wheat": r"\bwheat|bread|bagel|muffin|pasta(?!, gluten)|couscous|bulgur|noodles, egg"
    r"|crackers(?!, gluten)|pretzel|breading|\brolls?,|tortillas.*flour|soy sauce|shoyu",
    "soy": r"\bsoy|tofu|tempeh|edamame|miso\b|natto",
    "sesame": r"sesame|tahini|hummus",
    "gluten": r"\bwheat|bread|barley|\brye\b|\boats?\b|bagel|muffin|pasta(?!, gluten)|couscous|bulgur|malt",
}
NOT_THE_ALLERGEN = {
    "milk": re.compile(
        rf"{PLANT}(?:milk|butter|yogurt)|milk, raw \(liquid expressed|coconut milk|cream of (?:wheat|rice)"
        r"|oil or table fat|no butter added|yogurt, (?:soy|coconut)"
    ),
    "wheat": re.compile(r"buckwheat|(?:bread|pasta|crackers), gluten.free|sauce, pasta"),
    "egg": re.compile(r"eggplant"),
    "soy": re.compile(r"oil, soybean"),
    "gluten": re.compile(r"buckwheat|(?:bread|pasta|crackers), gluten.free|sauce, pasta"),
}
NOTE_WORD = {
    "milk": "milk|butter|yogurt|whey|dairy",
    "egg": "egg",
    "fish": "fish",
    "shellfish": "shellfish",
    "tree_nuts": "nut",
    "peanuts": "peanut",
    "wheat": "wheat|flour|batter",
    "soy": "soy",
    "sesame": "sesame",
    "gluten": "gluten|wheat|barley|flour|batter",
    "molluscs": "mollusc",
    "mustard": "mustard",
    "celery": "celery",
    "sulphites": "sulphite",
    "lupin": "lupin",
    "coconut": "coconut",
}
"""A disagreement about an allergen is settled by a note that speaks of it."""
ANIMAL_CATEGORIES = re.compile(
    r"\b(?:chicken|turkey|duck|beef|pork|lamb|goat|game|meats?|bacon|ham|sausages|frankfurters|liver)\b", re.I
)
FISH_CATEGORIES = re.compile(r"^(?:fish|shellfish)", re.I)
DAIRY_OR_EGG_CATEGORIES = re.compile(r"^(?:milk|yogurt|cheese|cottage|cream|butter|eggs?)\b|cheese", re.I)
NEVER_VEGETARIAN = re.compile(r"gelatin|worcestershire|anchov|\blard\b|parmesan|fish sauce|oyster", re.I)


def text_of(food: str) -> str:
    row = EVIDENCE[food]
    return f"{row['description']}; {row['ingredients']}".lower()


def found_allergens(food: str) -> set[str]:
    found = set()
    for allergen, pattern in WORDS.items():
        text = NOT_THE_ALLERGEN[allergen].sub(" ", text_of(food)) if allergen in NOT_THE_ALLERGEN else text_of(food)
        if re.search(pattern, text):
            found.add(allergen)
    return found | {"gluten"} if "wheat" in found else found


def value(food: str, nutrient: str) -> float:
    return float(NUTRIENTS[food][nutrient] or 0)


def disagreements(row: Row) -> list[tuple[str, str]]:
    """What the official files say against the row, and what its note must speak of to settle it."""
    food, diet, allergens = row["food"], row["diet"], set(row["allergens"].split())
    category, text = EVIDENCE[food]["category"], text_of(food)
    said: list[tuple[str, str]] = []
    if diet == "vegan" and value(food, "cholesterol_mg") > 0.5:
        said.append(("cholesterol in a vegan food", "cholesterol"))
    if diet == "vegan" and value(food, "vitamin_b12_ug") - value(food, "added_vitamin_b12_ug") > 0.05:
        said.append(("natural B12 in a vegan food", "b12"))
    if diet == "vegan" and re.search(r"(?<!excluding )\bhoney\b", text):
        said.append(("honey in a vegan food", "honey"))
    if diet in VEGETARIAN and NEVER_VEGETARIAN.search(text):
        said.append(("an ingredient that is not vegetarian", "vegetarian"))
    if diet != "omnivore" and ANIMAL_CATEGORIES.search(category) and "meat-alternative" not in category:
        said.append((f"category {category}", "category"))
    if diet in VEGETARIAN and FISH_CATEGORIES.search(category):
        said.append((f"category {category}", "category"))
    if diet == "vegan" and DAIRY_OR_EGG_CATEGORIES.search(category):
        said.append((f"category {category}", "category"))
    added = value(food, "added_vitamin_b12_ug") > 0 or value(food, "added_vitamin_e_mg") > 0
    added = added or bool(
        re.search(r"with added vitamin [ad]|(?<!not )(?<!un)fortified|vitamin [bd][0-9-]* as ingredient", text)
    )
    if added != (row["fortified"] == "yes"):
        said.append((f"fortified is {row['fortified']}, the files say {'yes' if added else 'no'}", "added"))
    said += [(f"{name} in the recipe", NOTE_WORD[name]) for name in sorted(found_allergens(food) - allergens)]
    said += [(f"no {name} in the recipe", NOTE_WORD[name]) for name in sorted(allergens - found_allergens(food))]
    return said


@pytest.mark.parametrize("row", FOODS, ids=lambda row: row["food"])
def test_every_disagreement_with_the_official_files_is_settled_by_a_note(row: Row) -> None:
    note = row["note"].lower()
    unsettled = [what for what, word in disagreements(row) if not re.search(word, note)]
    assert not unsettled, f"{row['food']}: {'; '.join(unsettled)}. Correct the row or settle it in its note."


def test_wheat_always_means_gluten() -> None:
    assert not [
        r["food"] for r in FOODS if "wheat" in r["allergens"].split() and "gluten" not in r["allergens"].split()
    ]


def test_the_catalogue_is_wide_enough() -> None:
    assert len(FOODS) >= 325
    assert sum(row["diet"] == "vegan" for row in FOODS) >= 185
    assert sum(not row["fndds_code"] for row in FOODS) <= 8
    marks = Counter(mark for row in FOODS for mark in row["article_source"].split())
    assert all(marks[mark] >= 10 for mark in ("B12", "Mg", "K", "Ca")), marks


def test_no_aisle_and_no_group_is_empty() -> None:
    assert min(Counter(row["aisle"] for row in FOODS).values()) >= 3
    groups = Counter(row["group"] for row in FOODS)
    expected = {
        "fruit",
        "vegetable",
        "starch",
        "protein",
        "nut_seed",
        "dairy",
        "fat",
        "sauce",
        "sweet",
        "drink",
    }
    assert set(groups) == expected


@pytest.mark.parametrize(
    ("food", "not_in_it"),
    [
        ("eggplant", "egg"),
        ("peanut-butter", "milk"),
        ("coconut-milk-cooking", "milk"),
        ("buckwheat", "wheat"),
        ("almond-milk-unsweetened", "milk"),
        ("soy-milk-unsweetened", "milk"),
    ],
)
def test_names_that_mislead_do_not(food: str, not_in_it: str) -> None:
    row = next(r for r in FOODS if r["food"] == food)
    assert not_in_it not in row["allergens"].split()
    assert row["diet"] == "vegan"


def test_whole_grains_of_the_article_are_whole() -> None:
    starches = [r for r in FOODS if r["group"] == "starch" and "Mg" in r["article_source"].split()]
    assert [r["food"] for r in starches if value(r["food"], "whole_grain_oz") <= 0 and not r["note"]] == []


def test_liver_and_other_cautions_are_marked() -> None:
    cautions = {row["food"]: row["cautions"] for row in FOODS}
    assert all("liver" in cautions[food] for food in cautions if food.endswith("-liver"))
    assert all("raw_sprouts" in cautions[f] for f in ("alfalfa-sprouts", "bean-sprouts-raw"))
    assert all(row["max_days_per_week"] == "1" for row in FOODS if row["role"] == "liver")
