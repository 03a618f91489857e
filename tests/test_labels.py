"""Allergens, diets and labels as sold: what is kept away, what a label must say, and where that is said."""

import csv
import random
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from helpers import DIETS, catalogue, plain, plain_by, plan_for, targets_of
from pypdf import PdfReader
from test_cli import run
from test_cooking import advice, filled
from test_pages import _page, _said
from test_tables import Change, cell, rewrite, tables  # noqa: F401

from planner import Person, PlanRequest
from planner.errors import ImpossibleRequest, PlanFault, TableError, WrongInput
from planner.exports import list_file, plan_object, write_files
from planner.exports.labels import choices, label_notice
from planner.exports.printable import to_buy_html
from planner.on_offer import cautions_of, eaten_foods
from planner.plan import Plan
from planner.request import check_request
from planner.restrictions import label_words, needs_of
from planner.shopping import to_buy
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.ui.shopping import as_text
from planner.verify import _avoided, verify

EATER = PlanRequest(diet="omnivore")
FOODS = plain_by("foods.csv", "food")
ILLNESSES = plain_by("conditions.csv", "condition")

# What a food holds, or commonly holds as sold in the US, of what was not marked before: typed from labels, not read
# from the table.
AS_SOLD = {
    "granola": "milk peanuts soy sesame coconut",
    "whole-wheat-bread": "sesame",
    "cracked-wheat-bread": "sesame",
    "white-bread": "sesame",
    "multigrain-bread": "sesame",
    "rye-bread": "soy sesame",
    "oatmeal-bread": "sesame",
    "sourdough-bread": "soy sesame",
    "pumpernickel-bread": "soy sesame",
    "white-whole-grain-bread": "sesame",
    "sprouted-wheat-bread": "sesame",
    "french-bread": "soy sesame",
    "gluten-free-bread": "soy sesame lupin",
    "whole-wheat-bagel": "sesame",
    "whole-wheat-english-muffin": "sesame",
    "english-muffin": "sesame",
    "taco-shells": "soy",
    "whole-wheat-tortilla": "soy sulphites",
    "flour-tortilla": "soy sulphites",
    "whole-wheat-pita": "soy sesame",
    "pita-bread": "soy sesame",
    "naan": "soy sesame",
    "roti": "soy",
    "white-burger-bun": "egg",
    "whole-wheat-burger-bun": "egg",
    "multigrain-burger-bun": "milk egg",
    "coconut-milk-drink": "coconut",
    "coconut-yogurt": "coconut",
    "shredded-coconut": "coconut",
    "coconut-oil": "coconut",
    "coconut-milk-cooking": "coconut sulphites",
    "skim-milk": "lactose",
    "milk-1-percent": "lactose",
    "milk-2-percent": "lactose",
    "whole-milk": "lactose",
    "buttermilk": "lactose",
    "fruit-yogurt": "lactose gelatin",
    "sour-cream-light": "gelatin",
    "ricotta": "lactose",
    "mozzarella": "lactose",
    "feta": "lactose",
    "queso-fresco": "lactose",
    "tzatziki": "lactose",
    "mashed-potatoes": "lactose",
    "vegetable-juice": "celery",
    "grapes": "sulphites",
    "dried-apricots": "sulphites",
    "dried-figs": "sulphites",
    "jam": "sulphites",
    "pancake-syrup": "sulphites",
    "molasses": "sulphites",
    "peanut-butter": "soy",
    "dark-chocolate": "tree_nuts peanuts",
    "dark-chocolate-chips": "milk tree_nuts peanuts",
    "whole-grain-noodles": "egg",
    "gluten-free-pasta": "lupin",
    "hominy": "sulphites",
    "baked-beans": "mustard",
    "veggie-burger": "sesame mustard celery lupin coconut",
    "meatless-chicken": "mustard celery lupin",
    "meatless-meatballs": "milk egg mustard celery lupin",
    "vegetarian-sausage": "milk mustard celery lupin",
    "falafel": "sesame soy",
    "ground-beef": "mammal",
    "roast-beef": "mammal",
    "beef-stew-meat": "mammal",
    "beef-steak": "mammal",
    "lamb": "mammal",
    "beef-liver": "mammal",
    "pork-chop": "pork mammal",
    "pork-roast": "pork mammal",
    "ground-pork": "pork mammal",
    "ham": "pork mammal milk wheat soy gluten mustard celery",
    "deli-turkey": "milk wheat soy gluten mustard celery",
    "tuna-canned": "soy celery",
    "sardines-canned": "soy",
    "shrimp": "sulphites",
    "scallops": "molluscs sulphites",
    "mussels": "molluscs",
    "clams-canned": "molluscs",
    "mustard-greens": "mustard",
    "mixed-cooked-greens": "mustard",
    "mixed-greens": "mustard",
    "celery": "celery",
    "celery-cooked": "celery",
    "stir-fry-vegetables": "celery",
    "sauerkraut": "sulphites",
    "bamboo-shoots": "sulphites",
    "water-chestnuts": "sulphites",
    "sun-dried-tomatoes": "sulphites",
    "kimchi": "molluscs wheat soy gluten",
    "tomato-sauce": "milk egg soy celery",
    "tomato-sauce-low-sodium": "milk egg soy celery",
    "enchilada-sauce": "wheat soy gluten",
    "soy-sauce-low-sodium": "alcohol",
    "teriyaki-sauce": "sesame sulphites alcohol",
    "miso": "wheat alcohol",
    "peanut-sauce": "fish shellfish sesame coconut",
    "curry-sauce": "mustard celery coconut lactose",
    "margarine": "coconut",
    "mayonnaise": "soy mustard",
    "vegan-mayonnaise": "mustard",
    "italian-dressing": "milk egg soy mustard celery sulphites",
    "pesto": "egg soy",
    "hummus": "soy",
    "baba-ganoush": "egg soy",
    "rice-cakes": "sesame",
    "woven-wheat-crackers": "soy",
    "pretzels": "soy",
    "tortilla-chips": "soy",
    "crispbread": "sesame",
    "gluten-free-crackers": "tree_nuts soy lupin",
    "lentil-soup": "wheat soy gluten celery pork mammal",
    "bean-soup": "wheat soy gluten celery pork mammal",
    "split-pea-soup": "wheat soy gluten celery pork mammal",
    "minestrone": "milk egg soy celery pork mammal",
    "vegetable-soup": "wheat soy gluten celery mammal",
    "tomato-soup": "milk wheat soy gluten celery",
    "mustard": "mustard",
    "ketchup": "celery",
    "barbecue-sauce": "wheat soy gluten mustard celery sulphites",
    "dill-pickles": "mustard celery sulphites",
}

# For whom the label of a food must say something, and a word of it: one line for each row of label_words.csv.
CHOSEN = {
    "oats": ("rolled-oats", "gluten", "labelled gluten-free"),
    "grains": ("buckwheat", "gluten", "labelled gluten-free"),
    "lentils": ("lentils", "gluten", "labelled gluten-free"),
    "puffed-cereal": ("corn-squares", "gluten", "labelled gluten-free"),
    "gluten-free-products": ("gluten-free-pasta", "gluten", "labelled gluten-free"),
    "noodles": ("rice-noodles", "wheat", "no wheat starch"),
    "rice-milk": ("rice-milk", "gluten", "no barley enzymes"),
    "tempeh": ("tempeh", "gluten", "soybeans alone"),
    "textured-soy": ("textured-soy-protein", "gluten", "labelled gluten-free"),
    "baked-beans": ("baked-beans", "wheat", "labelled gluten-free"),
    "yeast": ("nutritional-yeast", "gluten", "not brewer's yeast"),
    "herbal-tea": ("herbal-tea", "gluten", "no barley or malt"),
    "malt-drinks": ("soy-milk-unsweetened", "gluten", "no barley, malt"),
    "malt-chocolate": ("dark-chocolate", "gluten", "no barley malt"),
    "malt-vinegar": ("vinegar", "gluten", "no malt vinegar"),
    "thickened-sauces": ("curry-sauce", "wheat", "thickened with wheat"),
    "seasoned-nuts": ("peanuts", "gluten", "without seasoning"),
    "loaves": ("whole-wheat-bread", "vegan", "no milk, whey"),
    "buns": ("multigrain-burger-bun", "vegan", "no milk, egg or honey"),
    "roti": ("roti", "milk", "no ghee"),
    "crispbread": ("crispbread", "milk", "no milk"),
    "matzo": ("matzo", "egg", "no egg"),
    "tortillas": ("flour-tortilla", "pork", "no lard"),
    "refried-beans": ("refried-beans", "vegetarian", "no lard"),
    "meat-stock": ("lentil-soup", "pescatarian", "no meat stock"),
    "vegan-soup": ("minestrone", "vegan", "no cheese"),
    "rennet": ("cheddar", "vegetarian", "microbial rennet"),
    "gelatin": ("fruit-yogurt", "vegetarian", "no gelatin"),
    "lactose-free": ("greek-yogurt", "lactose", "lactose-free"),
    "pasteurised": ("feta", "pregnant", "pasteurized"),
    "light-tuna": ("tuna-canned", "pregnant", "not albacore"),
    "mackerel": ("mackerel", "any", "never king mackerel"),
    "fish-broth": ("salmon-canned", "mustard", "no broth"),
    "chocolate": ("dark-chocolate-chips", "vegan", "dairy-free"),
    "plant-yogurt": ("soy-yogurt", "milk", "dairy-free"),
    "vegan-patties": ("meatless-meatballs", "vegan", "no egg white"),
    "noodles-eggless": ("whole-grain-noodles", "vegan", "no egg"),
    "pasta-eggless": ("pasta", "egg", "no egg"),
    "tomato-sauce": ("tomato-sauce", "vegan", "no cheese"),
    "cheese-sauce": ("tomato-sauce", "vegetarian", "no anchovy"),
    "dressing": ("italian-dressing", "vegan", "no cheese, egg"),
    "peanut-sauce": ("peanut-sauce", "vegetarian", "no fish sauce"),
    "eggplant-dip": ("baba-ganoush", "vegan", "no mayonnaise"),
    "guacamole": ("guacamole", "milk", "no sour cream"),
    "vegan-mayonnaise": ("vegan-mayonnaise", "egg", "no egg"),
    "brown-sugar": ("brown-sugar", "vegan", "bone char"),
    "vitamin-d": ("bran-flakes", "vegan", "lanolin"),
    "peanut-traces": ("almonds", "peanuts", "may contain peanuts"),
    "nut-traces": ("peanuts", "tree_nuts", "may contain tree nuts"),
    "plain-peanuts": ("peanuts", "mammal", "no gelatin"),
    "plain-peanut-butter": ("peanut-butter-unsalted", "soy", "no added oil"),
    "dried-fruit": ("raisins", "sulphites", "no sulfites"),
    "canned-sulphites": ("olives", "sulphites", "no sulfites"),
    "yellow-mustard": ("mustard", "alcohol", "no wine"),
    "poultry-broth": ("chicken-breast", "celery", "no broth"),
    "halal-meat": ("chicken-thigh", "not_halal", "halal-slaughtered"),
    "kosher-food": ("cod", "not_kosher", "a kosher symbol"),
    "potassium-chloride": ("chicken-breast", "heart-failure", "no potassium chloride in"),
    "phosphates-and-potassium": ("chicken-breast", "kidney-disease", 'and no "phos"'),
}


def eaten(request: PlanRequest, tables_: Catalogue | None = None) -> set[str]:
    """Slugs of all that a person eats."""
    tables_ = tables_ or catalogue()
    checked = check_request(request, tables_)
    return {food.food for food in eaten_foods(checked, tables_, cautions_of(checked, tables_))}


def asking(need: str) -> PlanRequest:
    """Somebody with a need of label_words.csv."""
    if need in DIETS:
        return PlanRequest(diet=need)
    if need == "pregnant":
        return replace(EATER, person=Person(age=30, pregnant_trimester=2))
    if need == "not_kosher":
        return PlanRequest(diet="kosher")
    if need in ILLNESSES:
        return replace(EATER, conditions=(ILLNESSES[need]["name"],))
    return EATER if need == "any" else replace(EATER, without=(need,))


def said_of(food: str, request: PlanRequest) -> str:
    tables_ = catalogue()
    rows = label_words(tables_.foods[tables_.food_index[food]], needs_of(request, tables_), tables_)
    return "; ".join(row.words for row in rows)


def held(food: str) -> set[str]:
    """What a food holds by its row, read plainly."""
    return {*FOODS[food]["allergens"].split(), *FOODS[food]["contents"].split()}


def marks(words_: Iterable[str]) -> set[str]:
    """What must be in no food, by the table, read plainly."""
    rows = plain_by("restrictions.csv", "restriction")
    return {mark for word in words_ for mark in rows[word]["marks"].split()}


@pytest.mark.parametrize(("food", "mark"), [(f, mark) for f, all_ in AS_SOLD.items() for mark in all_.split()])
def test_a_food_is_kept_from_whoever_avoids_what_it_holds_as_sold(food: str, mark: str) -> None:
    assert food in eaten(EATER)
    assert food not in eaten(replace(EATER, without=(mark,)))


@pytest.mark.parametrize("label", CHOSEN)
def test_what_a_label_must_say_is_said_to_whom_it_matters(label: str) -> None:
    food, need, words_ = CHOSEN[label]
    assert words_ in said_of(food, asking(need))
    assert need == "any" or words_ not in said_of(food, EATER)
    assert food in eaten(asking(need)) or "alone" in words_


def test_no_row_of_the_labels_is_without_its_line_here() -> None:
    assert set(CHOSEN) == {row["label"] for row in plain("label_words.csv")}


def test_no_label_is_chosen_for_what_is_kept_away_anyway() -> None:
    """A food is either out, or in with words: never both for one need."""
    known = plain_by("restrictions.csv", "restriction")
    both = [
        (row["label"], food, need)
        for row in plain("label_words.csv")
        for food in row["foods"].split()
        for need in row["needs"].split()
        if food in FOODS and need in known and marks([need]) & held(food)
    ]
    assert both == []


def test_the_examples_of_coeliac_disease_are_planned_with_their_label() -> None:
    request = replace(EATER, without=("coeliac disease", "wheat"))
    for food in ("oatmeal", "rolled-oats", "grits", "polenta", "buckwheat", "millet", "corn-tortillas", "lentils"):
        assert food in eaten(request) and "labelled gluten-free" in said_of(food, request), food
    gone = "multigrain-oatmeal pearl-barley rye-bread corn-flakes crisped-rice barbecue-sauce soy-sauce-low-sodium"
    assert not set(gone.split()) & eaten(request)


def test_whoever_names_coeliac_disease_as_an_illness_reads_the_same_labels() -> None:
    request = replace(EATER, conditions=("coeliac disease",))
    for food in ("oatmeal", "rolled-oats", "grits", "polenta", "buckwheat", "millet", "corn-tortillas", "lentils"):
        assert food in eaten(request) and "labelled gluten-free" in said_of(food, request), food
    assert not [food for food in eaten(request) if {"gluten", "wheat"} & held(food)]


def test_lactose_intolerance_as_an_illness_leaves_out_milk_sugar_and_not_milk() -> None:
    request = replace(EATER, conditions=("lactose intolerance",))
    left = eaten(request)
    assert not {"whole-milk", "ricotta", "buttermilk", "tzatziki"} & left
    assert {"cheddar", "parmesan", "swiss-cheese", "butter", "lactose-free-milk", "greek-yogurt"} <= left
    assert "lactose-free" in said_of("greek-yogurt", request) and "not milk protein" in label_notice(
        request, catalogue()
    )


def test_alpha_gal_as_an_illness_leaves_out_mammals_and_gelatin() -> None:
    left = eaten(replace(EATER, conditions=("alpha-gal syndrome",)))
    assert not {"ground-beef", "pork-chop", "lamb", "beef-liver", "fruit-yogurt", "bean-soup"} & left
    assert {"chicken-breast", "salmon", "whole-milk"} <= left


def test_a_low_fodmap_diet_leaves_out_milk_sugar_too() -> None:
    left = eaten(replace(EATER, conditions=("low fodmap",)))
    assert not {"whole-milk", "garlic", "onions", "pasta", "black-beans", "apple", "honey"} & left
    assert {
        "firm-tofu",
        "tempeh",
        "oatmeal",
        "brown-rice",
        "orange",
        "lactose-free-milk",
        "cheddar",
        "egg-white-omelet",
    } <= left


@pytest.mark.parametrize(
    ("word", "condition"), [("low-FODMAP", "low-FODMAP diet"), ("dash", "DASH diet"), ("gout", "gout")]
)
def test_what_is_known_as_an_illness_says_so_where_it_cannot_be_left_out(word: str, condition: str) -> None:
    with pytest.raises(WrongInput) as refused:
        PlanRequest(without=(word,))
    assert f"Named as an illness ({condition})" in refused.value.told
    assert word.lower() not in str(refused.value).lower()


def test_tomato_soup_is_no_longer_served_in_a_week_without_gluten() -> None:
    done = run("week", "--diet", "vegetarian", "--without", "gluten,wheat", "--must-have", "tomato-soup")
    assert done.code != 0 and "tomato-soup: holds gluten and wheat" in done.err


def test_lactose_is_not_milk_protein() -> None:
    without_lactose, without_milk = (
        eaten(replace(EATER, without=("lactose",))),
        eaten(replace(EATER, without=("milk",))),
    )
    assert {"cheddar", "swiss-cheese", "parmesan", "lactose-free-milk", "butter", "greek-yogurt"} <= without_lactose
    assert not {"cheddar", "swiss-cheese", "parmesan", "lactose-free-milk", "butter", "greek-yogurt"} & without_milk
    assert "not milk protein" in label_notice(replace(EATER, without=("lactose",)), catalogue())


def test_dairy_rich_in_sugars_of_its_own_is_out_without_lactose_or_lactose_free() -> None:
    """More than 1 g in 100 g that was not added: milk sugar."""
    sugars, request = plain_by("nutrients.csv", "food"), replace(EATER, without=("lactose",))
    rich = [
        food
        for food, row in FOODS.items()
        if row["aisle"] == "dairy" and float(sugars[food]["sugars_g"]) - float(sugars[food]["added_sugars_g"] or 0) > 1
    ]
    assert len(rich) > 15
    for food in set(rich) - {"lactose-free-milk"}:
        assert food not in eaten(request) or "lactose-free" in said_of(food, request), food


def test_alpha_gal_keeps_away_mammals_and_gelatin_and_leaves_milk_to_the_person() -> None:
    request = replace(EATER, without=("alpha-gal",))
    left = eaten(request)
    assert not {"ground-beef", "lamb", "pork-chop", "ham", "beef-liver", "fruit-yogurt", "vegetable-soup"} & left
    assert {"chicken-breast", "salmon", "whole-milk"} <= left
    assert "Who also reacts to milk varies" in label_notice(request, catalogue())


def test_halal_is_a_diet_without_pork_alcohol_and_gelatin_whose_meat_is_chosen() -> None:
    request = PlanRequest(diet="halal")
    assert request == PlanRequest(diet="omnivore", without=("halal",))
    assert not {"pork-chop", "ham", "fruit-yogurt", "soy-sauce-low-sodium", "miso", "bean-soup"} & eaten(request)
    assert "halal-slaughtered" in said_of("ground-beef", request)
    assert replace(request, diet="vegetarian").without == request.without


def test_kosher_weeks_hold_no_meat_and_say_so() -> None:
    request, tables_ = PlanRequest(diet="kosher"), catalogue()
    assert request.diet == "pescatarian"
    assert not {"shrimp", "mussels", "catfish", "chicken-breast", "fruit-yogurt"} & eaten(request)
    assert {"cod", "whole-milk", "cheddar"} <= eaten(request)
    assert "without meat and poultry" in label_notice(request, tables_)
    said = r"--diet omnivore: not planned without what is not kosher\. .*not planned here yet"
    with pytest.raises(WrongInput, match=said):
        check_request(replace(EATER, without=("kosher",)), tables_)


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("low-FODMAP", "dietitian"),
        ("dash", "1,500 mg"),
        ("gout", "ask your doctor"),
        ("soft food", "speech-language"),
        ("corn", "allergist"),
        ("histamine", "dietitian"),
        ("fructose", "dietitian"),
        ("nickel", "allergist"),
        ("nightshades", "by name"),
    ],
)
@pytest.mark.parametrize("option", ["without", "diet"])
def test_what_cannot_be_kept_yet_is_refused_with_what_to_do(word: str, instead: str, option: str) -> None:
    asked = {"without": (word,)} if option == "without" else {"diet": word}
    with pytest.raises(WrongInput, match=rf"--{option}: .*not planned here yet, so no week") as refused:
        PlanRequest(**asked)  # type: ignore[arg-type]
    assert f" {word}: " in refused.value.told and instead in refused.value.told.lower()


@pytest.mark.parametrize("word", ["kiwi", "latex", "mustrad", "casein and"])
def test_an_unknown_allergen_is_refused_by_name_and_never_ignored(word: str) -> None:
    with pytest.raises(WrongInput, match=f"--without {word}: not one of the allergens.*nothing is planned"):
        PlanRequest(without=(word,))


@pytest.mark.parametrize("seed", range(8))
def test_no_served_food_holds_any_of_random_allergens(seed: int) -> None:
    """Recomputed from the tables, read plainly."""
    chance = random.Random(seed)
    words_ = [row["restriction"] for row in plain("restrictions.csv") if row["planned"] == "yes"]
    asked = tuple(chance.sample([word for word in words_ if word != "not_kosher"], chance.randint(1, 6)))
    request = PlanRequest(diet=chance.choice(DIETS), without=asked, days=chance.choice((1, 3, 7)))
    try:
        plan = plan_for(request)
    except ImpossibleRequest:
        return  # a refusal serves nothing
    for food in plan.foods:
        assert not held(food) & (marks(asked) | set(asked)), (asked, food)
        assert DIETS.index(FOODS[food]["diet"]) <= DIETS.index(request.diet)


WITH_ALL = replace(EATER, days=3)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_for(WITH_ALL)


def as_if(plan: Plan, food: str) -> Plan:
    """The plan with another food on its first plate."""
    day, name = plan.days[0], FOODS[food]["name"]
    first = replace(day.meals[0].items[0], food=food, name=name)
    meal = replace(day.meals[0], items=(first, *day.meals[0].items[1:]))
    return replace(plan, days=(replace(day, meals=(meal, *day.meals[1:])), *plan.days[1:]))


@pytest.mark.parametrize(
    ("food", "without", "fault"),
    [
        ("ground-beef", "mammal", "ground beef holds an allergen to avoid"),
        ("fruit-yogurt", "mammal", "low-fat fruit yogurt holds an allergen to avoid"),
        ("ham", "not_halal", "holds an allergen to avoid"),
        ("mussels", "shellfish", "mussels holds an allergen to avoid"),
        ("catfish", "not_kosher", "grilled catfish holds an allergen to avoid"),
        ("whole-milk", "lactose", "whole milk holds an allergen to avoid"),
        ("celery", "celery", "celery holds an allergen to avoid"),
    ],
)
def test_the_check_of_a_plan_finds_what_is_to_be_kept_out(plan: Plan, food: str, without: str, fault: str) -> None:
    request = replace(WITH_ALL, without=(without,))
    assert any(fault in said for said in _avoided(as_if(plan, food), request, catalogue()))
    assert not any(FOODS[food]["name"] in said for said in _avoided(as_if(plan, food), WITH_ALL, catalogue()))


def some_illness() -> str:
    """An illness that plans and leaves out nothing by itself."""
    rows = (row for row in catalogue().conditions if row.plans == "yes" and not row.stage)
    free = (row for row in rows if not (row.avoid_foods or row.avoid_fortified or row.needs_limit or row.cap_at_intake))
    return next(row.condition for row in free)


def asked_for_by_illness(restriction: str, condition: str) -> Catalogue:
    """The tables where an illness leaves something out by itself."""
    rows = tuple(
        replace(row, conditions=(condition,)) if row.restriction == restriction else row
        for row in catalogue().restrictions
    )
    return replace(catalogue(), restrictions=rows)


def test_an_illness_can_ask_for_a_restriction_by_itself(plan: Plan) -> None:
    illness = some_illness()
    tables_, request = asked_for_by_illness("gluten", illness), replace(WITH_ALL, conditions=(illness,))
    assert "pasta" in eaten(request) and "pasta" not in eaten(request, tables_)
    assert "gluten" in label_notice(request, tables_)
    spoiled, checked = as_if(plan, "pasta"), check_request(request, tables_)
    assert any("pasta holds an allergen to avoid" in said for said in _avoided(spoiled, checked, tables_))
    with pytest.raises(PlanFault):
        verify(spoiled, checked, targets_of(WITH_ALL), tables_)


CAREFUL = PlanRequest(diet="vegetarian", without=("gluten", "wheat", "mustard"), days=3)


@pytest.fixture(scope="module")
def careful() -> Plan:
    return plan_for(CAREFUL)


def signs(text: str) -> str:
    """Text without what a format adds to some signs."""
    for sign, plain_sign in (("\u00a0", " "), ("\\", ""), ('""', '"'), ("&quot;", '"'), ("&#x27;", "'")):
        text = text.replace(sign, plain_sign)
    return text


def everywhere(plan: Plan, request: PlanRequest, folder: Path) -> dict[str, str]:
    """Every list and week that leaves the house for reading, as text."""
    tables_ = catalogue()
    write_files(folder, plan, request, tables_)
    lines, notice = to_buy(plan, tables_, request), label_notice(request, tables_)
    found = {"page to print": to_buy_html(lines, "List", notice), "copied": as_text(lines, notice)}
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            found[path.name] = " ".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix == ".xlsx":
            rows = openpyxl.load_workbook(path).active.iter_rows()
            found[path.name] = " ".join(str(cell_.value) for row in rows for cell_ in row)
        elif path.name not in ("week.ics", "week.json"):
            found[path.name] = path.read_text()
    assert len(found) == 9
    return {name: " ".join(signs(text).split()) for name, text in found.items()}


def test_every_list_says_once_on_top_which_labels_to_check_and_beside_each_food_what_to_choose(
    careful: Plan, tmp_path: Path
) -> None:
    texts = everywhere(careful, CAREFUL, tmp_path)
    for name, text in texts.items():
        assert text.count("Check the label of everything") == 1, name
        assert text.count("ask the maker: barley and rye; mustard (it may stand as spices)") == 1, name
        if name != "week.pdf":
            assert text.index("Check the label of everything") < text.index("labelled gluten-free ("), name
    chosen = {words_ for line in to_buy(careful, catalogue(), CAREFUL) for words_ in line.choose}
    assert len(chosen) > 3
    for name, text in texts.items():
        assert [words_ for words_ in chosen if words_ not in text] == [], name


def test_who_leaves_out_nothing_reads_nothing_about_allergens(plan: Plan, tmp_path: Path) -> None:
    for name, text in everywhere(plan, WITH_ALL, tmp_path).items():
        assert "Check the label of everything" not in text, name
    assert not any("gluten-free" in words_ for line in to_buy(plan, catalogue(), WITH_ALL) for words_ in line.choose)


def test_the_csv_stays_a_table_with_the_notice_as_its_first_row(careful: Plan) -> None:
    lines, notice = to_buy(careful, catalogue(), CAREFUL), label_notice(CAREFUL, catalogue())
    first, *rows = csv.DictReader(StringIO(list_file("csv", lines, notice=notice).decode()))
    assert (first["aisle"], first["form"], first["cost_usd"]) == ("labels", notice, "")
    assert [row["choose"] for row in rows] == ["; ".join(line.choose) for line in lines]


def test_json_of_a_week_says_it_too(careful: Plan) -> None:
    week = plan_object(careful, CAREFUL, catalogue())
    assert week["labels"] == label_notice(CAREFUL, catalogue())
    assert any(line["choose"] for line in week["to_buy"])  # type: ignore[attr-defined]
    assert "labelled gluten-free" in str(week["days"])


def test_the_terminal_says_it_in_the_week_the_list_and_the_kitchen() -> None:
    asked = ("--diet", "vegetarian", "--without", "gluten,wheat,mustard", "--days", "3")
    for command in ("week", "shopping"):
        text = " ".join(run(command, *asked).out.split())
        assert text.count("Check the label of everything") == 1 and "choose: labelled gluten-free" in text
    assert "choose labelled gluten-free" in " ".join(run("cook", *asked).out.split())


def test_a_saved_week_keeps_what_its_labels_must_say(tmp_path: Path) -> None:
    file = tmp_path / "week.json"
    file.write_text(run("week", "--without", "gluten", "--days", "1", "--json").out)
    text = " ".join(run("shopping", "--plan", str(file)).out.split())
    assert "you leave out gluten" in text


def test_a_cook_reads_beside_the_steps_what_the_label_must_say() -> None:
    tacos = filled("quesadilla", random.Random(1), tortilla="flour-tortilla", cheese="cheddar")
    said = advice(tacos, PlanRequest(diet="vegetarian"))
    assert "Flour tortilla: choose made with vegetable oil" in said and "Cheddar cheese: choose vegetarian" in said
    assert "choose" not in advice(tacos, EATER)


@pytest.mark.parametrize("path", ["shopping", "cook"])
def test_the_pages_say_it(path: str) -> None:
    page = _page(path, diet="vegetarian", without="gluten", days="3")
    said = _said(page).replace("\\", "")
    beside = "".join(each.value for each in page.caption) if path == "shopping" else said
    assert "labelled gluten-free" in beside.replace("\\", "")
    assert path == "cook" or said.count("you leave out gluten") == 1


def test_a_stricter_diet_reads_what_a_wider_one_reads() -> None:
    assert "no lard" in said_of("refried-beans", PlanRequest(diet="vegan"))
    assert "no lard" in said_of("refried-beans", PlanRequest(diet="pescatarian"))
    assert "no lard" not in said_of("refried-beans", EATER)


def test_foods_of_the_same_words_are_said_together(careful: Plan) -> None:
    said = choices(careful, CAREFUL, catalogue())
    assert len({text.rpartition(": ")[2] for text in said}) <= len(said)
    assert all(text.startswith("Choose ") and text.endswith(".") for text in said)


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        (
            "restrictions.csv",
            cell("marks", "milkk", restriction="milk"),
            r"restrictions\.csv \(milk\): milkk is none of",
        ),
        ("restrictions.csv", cell("marks", "", restriction="milk"), r"\(milk\): marks, and read or ask, must not be"),
        ("restrictions.csv", cell("say", "", restriction="dash"), r"\(dash\): it is not planned, so it holds no marks"),
        ("restrictions.csv", cell("words", "egg", restriction="milk"), r"restrictions\.csv .*'egg' also means"),
        ("restrictions.csv", cell("foods", "dogfish", restriction="not_kosher"), r"dogfish is not in foods\.csv"),
        ("restrictions.csv", cell("conditions", "nothing", restriction="milk"), r"nothing is not in conditions\.csv"),
        ("restrictions.csv", cell("marks", "celery", restriction="lupin"), r"no row leaves out lupin"),
        (
            "label_words.csv",
            cell("foods", "oatmeall", label="oats"),
            r"label_words\.csv \(oats\): oatmeall is not a food",
        ),
        ("label_words.csv", cell("needs", "glutenn", label="oats"), r"\(oats\): glutenn is not a diet"),
        ("label_words.csv", cell("words", "", label="oats"), r"\(oats\): foods, needs and words must not be empty"),
    ],
)
def test_a_wrong_row_is_named(tables: Path, file: str, change: Change, message: str) -> None:  # noqa: F811
    rewrite(tables / file, change)
    with pytest.raises(TableError, match=message):
        load_catalogue(tables)


@pytest.mark.parametrize(
    ("condition", "words"),
    [("kidney disease", 'no potassium chloride and no "phos"'), ("heart failure", "no potassium chloride in")],
)
def test_what_raises_potassium_or_phosphates_is_named_beside_what_is_bought(condition: str, words: str) -> None:
    request = PlanRequest(diet="omnivore", conditions=(condition,))
    needs, without = needs_of(request, catalogue()), needs_of(PlanRequest(diet="omnivore"), catalogue())
    packed = [food for food in catalogue().foods if food.role in ("soup", "bread", "cheese", "poultry")]
    assert packed
    for food in catalogue().foods:  # nothing grown and sold fresh has ingredients
        if food.aisle in ("fresh vegetables", "fresh fruit") and food.role != "salsa":
            assert not any("potassium chloride" in row.words for row in label_words(food, needs, catalogue()))
    for food in packed:
        said = [row.words for row in label_words(food, needs, catalogue())]
        usual = [row.words for row in label_words(food, without, catalogue())]
        assert any(words in each for each in said) and not any("potassium chloride" in each for each in usual)
