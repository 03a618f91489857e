"""Cooking: every dish tells its steps for every food that may fill it, with the right grams, and what keeps it safe."""

import csv
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import DATA, DEFAULT, DIETS, PREGNANT, catalogue, plan_for
from streamlit.testing.v1 import AppTest
from test_cli import check_schema, run
from test_tables import Change, cell, rewrite, tables  # noqa: F401

from planner.errors import TableError, WrongInput
from planner.exports.cooking import amount, by_slot, cook_meal, cook_plan, fill, weighed
from planner.plan import Item, Meal
from planner.request import PlanRequest
from planner.tables.catalogue import load_catalogue
from planner.tables.kitchen import PLACE
from planner.tables.rows import DishSlot, Food
from planner.ui import words

TABLES = catalogue()
FOODS = {food.food: food for food in TABLES.foods}
SLOTS = {dish.dish: [slot for slot in TABLES.dish_slots if slot.dish == dish.dish] for dish in TABLES.dishes}
FITS = {(slot.dish, slot.slot): sorted(foods) for slot, foods in TABLES.slot_foods}


def item(slug: str, portions: float = 1) -> Item:
    food = FOODS[slug]
    return Item(slug, food.name, food.fndds_code, portions, food.portion, portions * food.grams, 0, 0)


def largest(slot: DishSlot, food: Food) -> float:
    return max(size for size in slot.sizes if food.can_be_served(size))


def filled(dish: str, chance: random.Random, **chosen: str) -> Meal:
    """A dish with any foods in its slots, those chosen among them."""
    items = []
    for slot in SLOTS[dish]:
        if slot.slot in chosen or slot.required == "yes" or chance.random() < 0.5:
            slug = chosen.get(slot.slot) or chance.choice(FITS[dish, slot.slot])
            items.append(item(slug, largest(slot, FOODS[slug])))
    return Meal("dinner", dish, dish, tuple(items))


def told(meal: Meal, request: PlanRequest = DEFAULT, people: int = 1) -> str:
    return "\n".join(cook_meal(meal, request, TABLES, people).steps)


def advice(meal: Meal, request: PlanRequest = DEFAULT) -> str:
    return "\n".join(rule.text for rule in cook_meal(meal, request, TABLES).safety)


@pytest.mark.parametrize("dish", SLOTS)
def test_every_dish_has_three_to_six_steps_minutes_and_tools(dish: str) -> None:
    row = next(row for row in TABLES.dishes if row.dish == dish)
    recipe = cook_meal(filled(dish, random.Random(0)), DEFAULT, TABLES)
    assert 3 <= len(TABLES.kitchen.steps[dish]) <= 6
    assert len(recipe.steps) >= 3
    assert 0 < row.active_minutes <= recipe.minutes + 20
    assert row.equipment


@pytest.mark.parametrize("dish", SLOTS)
def test_steps_read_well_for_every_food_that_may_fill_a_slot(dish: str) -> None:
    chance = random.Random(1)
    for slot in SLOTS[dish]:
        for slug in FITS[dish, slot.slot]:
            meal = filled(dish, chance, **{slot.slot: slug})
            said = told(meal)
            assert not re.search(r"[{}\[\]]|  | [.,;]|\.\.|None|,,|,\.|\bof of\b|\bthe the\b", said), said
            assert all(re.match(r"[A-Z].*\.$", step) for step in said.splitlines()), said


@pytest.mark.parametrize("dish", SLOTS)
def test_every_food_stands_once_with_its_amount_in_the_steps(dish: str) -> None:
    meal = filled(dish, random.Random(2))
    said = told(meal)
    for each in meal.items:
        text = amount(each, TABLES)
        assert said.count(text) == sum(amount(other, TABLES) == text for other in meal.items), (text, said)


@pytest.mark.parametrize("slug", sorted(TABLES.kitchen.forms))
def test_grams_are_those_on_the_plate_or_their_weight_as_bought(slug: str) -> None:
    one = item(slug, 2)
    grams = int(
        re.findall(r"(\d+) g\b", amount(one, TABLES))[0 if TABLES.kitchen.forms[slug].weighed == "bought" else -1]
    )
    with (DATA / "purchases.csv").open(encoding="utf-8", newline="") as handle:
        row = next(row for row in csv.DictReader(handle) if row["food"] == slug)
    is_bought = TABLES.kitchen.forms[slug].weighed == "bought"
    expected = one.grams / (float(row["grams_eaten_per_gram_bought"]) if is_bought else 1)
    assert grams == pytest.approx(expected, abs=2.51 if is_bought and expected >= 20 else 0.51)


def test_dry_lentils_are_weighed_dry_and_canned_ones_with_their_liquid() -> None:
    assert amount(item("lentils", 2), TABLES) == "65 g of dry lentils"
    assert amount(item("lentils-canned", 2), TABLES) == "275 g of canned lentils (weighed with their liquid)"
    assert amount(item("boiled-egg", 2), TABLES) == "2 eggs (100 g)"
    assert amount(item("whole-wheat-bread", 2), TABLES) == "2 slices whole wheat bread (72 g)"
    assert weighed(0.2) == 1


def test_steps_are_scaled_to_the_people_who_eat() -> None:
    meal = filled("dal", random.Random(3), legume="lentils", grain="white-rice")
    lentils = next(each for each in meal.items if each.food == "lentils")
    assert f"{weighed(TABLES.purchases['lentils'].bought(lentils.grams * 4), 5)} g of dry lentils" in told(
        meal, people=4
    )


def test_words_about_an_empty_slot_are_left_out() -> None:
    slots = by_slot(filled("shakshuka", random.Random(4), cheese="feta"), TABLES)
    text = TABLES.kitchen.steps["shakshuka"][-1]
    with_feta = fill(text, slots, TABLES)
    without = fill(text, {name: each for name, each in slots.items() if name != "cheese"}, TABLES)
    assert "feta" in with_feta
    assert re.fullmatch(r"Serve with [^,]+\.", without)


@pytest.mark.parametrize("dish", SLOTS)
def test_each_food_of_a_meal_finds_a_slot_of_its_own(dish: str) -> None:
    meal = filled(dish, random.Random(5))
    slots = by_slot(meal, TABLES)
    assert sorted(map(id, slots.values())) == sorted(map(id, meal.items))
    assert {slot.slot for slot in SLOTS[dish] if slot.required == "yes"} <= slots.keys()


def test_foods_of_another_dish_are_refused_with_a_remedy() -> None:
    with pytest.raises(WrongInput, match=r"not those of the dish dal.*again"):
        cook_meal(Meal("dinner", "Dal", "dal", (item("banana"),)), DEFAULT, TABLES)


def test_beans_from_dry_are_soaked_the_evening_before_and_boiled_hard() -> None:
    meal = filled("chili", random.Random(6), bean="kidney-beans")
    recipe = cook_meal(meal, DEFAULT, TABLES)
    assert "Soak" in recipe.ahead[0]
    assert "boil hard in fresh water for 30 minutes" in told(meal)
    assert recipe.minutes >= 90 + 30
    assert "slow cooker" in advice(meal)
    assert "30 minutes" in advice(meal)
    canned = filled("chili", random.Random(6), bean="kidney-beans-canned")
    assert "slow cooker" not in advice(canned)


@pytest.mark.parametrize(
    ("dish", "chosen", "said"),
    [
        ("plate", {"protein": "chicken-breast"}, "74 C / 165 F"),
        ("burger", {"patty": "ground-turkey"}, "74 C / 165 F"),
        ("burger", {"patty": "ground-beef"}, "71 C / 160 F"),
        ("plate", {"protein": "salmon"}, "63 C / 145 F"),
        ("plate", {"protein": "pork-chop"}, "3 minutes of rest"),
        ("shakshuka", {}, "yolk are firm"),
        ("fried-rice", {"grain": "brown-rice"}, "within an hour"),
        ("bibimbap", {"veg": "bean-sprouts"}, "Never raw in pregnancy"),
        ("cuban-black-beans", {"side": "cassava"}, "cyanide"),
        ("southern-plate", {"bean": "lima-beans"}, "Lima beans: never raw"),
        ("grain-salad", {"protein": "edamame"}, "thawing alone"),
    ],
)
def test_what_keeps_a_dish_safe_stands_beside_it(dish: str, chosen: dict[str, str], said: str) -> None:
    assert said in advice(filled(dish, random.Random(7), **chosen))


def test_every_meat_fish_and_egg_has_its_temperature_or_is_ready_to_eat() -> None:
    ready = {"deli", "canned_fish"}
    animals = {"poultry", "red_meat", "fish", "shellfish", "egg"}
    for slug in TABLES.kitchen.forms:
        rules = [rule for rule in TABLES.kitchen.safety if rule.names(FOODS[slug]) and not rule.when]
        if FOODS[slug].role in animals - ready and slug != "clams-canned":
            assert rules, slug


def test_pregnancy_and_allergies_add_their_rules() -> None:
    eggs = filled("eggs-and-toast", random.Random(8), egg="boiled-egg")
    assert "In pregnancy: no runny yolk" in advice(eggs, PREGNANT)
    assert "pregnancy: no runny" not in advice(eggs)
    oats = filled("overnight-oats", random.Random(8))
    assert "gluten-free" in advice(oats, replace(DEFAULT, without=("gluten",)))
    assert "gluten-free" not in advice(oats)


def test_labels_are_to_be_read_where_an_allergen_is_avoided() -> None:
    plan = plan_for(DEFAULT)
    careful = cook_plan(plan, replace(DEFAULT, without=("peanuts", "tree_nuts")), TABLES)[0]
    assert any("Check the label" in rule.text and "peanuts, tree nuts" in rule.text for rule in careful.safety)
    assert not any("Check the label" in rule.text for rule in cook_plan(plan, DEFAULT, TABLES)[0].safety)
    assert all(any("at most 4 days" in rule.text for rule in day.safety) for day in (careful,))


@pytest.mark.parametrize("diet", DIETS)
def test_a_planned_week_can_be_cooked(diet: str) -> None:
    plan = plan_for(replace(DEFAULT, diet=diet))
    for day, cooked in zip(plan.days, cook_plan(plan, DEFAULT, TABLES), strict=True):
        for meal, recipe in zip(day.meals, cooked.recipes, strict=True):
            assert all(amount(each, TABLES) in "\n".join(recipe.steps) for each in meal.items)


def test_salt_that_nobody_counts_is_in_no_step() -> None:
    texts = [text for steps in TABLES.kitchen.steps.values() for text in steps]
    texts += [sentence for form in TABLES.kitchen.forms.values() for sentence in (form.cut, form.cook, form.ahead)]
    assert not any(re.search(r"\bsalt", text) for text in texts)


def test_there_are_sixty_dishes_of_many_cuisines_and_forty_that_a_vegan_eats() -> None:
    vegan = [
        dish
        for dish, slots in SLOTS.items()
        if all(
            slot.required == "no" or any(FOODS[food].fits("vegan") for food in FITS[dish, slot.slot]) for slot in slots
        )
    ]
    assert len(SLOTS) >= 60
    assert len(vegan) >= 40
    assert {dish.meal for dish in TABLES.dishes} == {"breakfast", "main", "snack"}
    assert len({dish.cuisine for dish in TABLES.dishes}) >= 12


BROKEN: list[tuple[str, str, Change, str]] = [
    ("no such slot", "dish_steps.csv", cell("text", "Cook {grain:cook}", dish="porridge", step="1"), "no slot"),
    ("open brace", "dish_steps.csv", cell("text", "Cook {cereal:cook", dish="porridge", step="1"), "brace"),
    ("amount missing", "dish_steps.csv", cell("text", "Cook the {cereal}.", dish="porridge", step="1"), "0 times"),
    ("optional outside", "dish_steps.csv", cell("text", "{sweet}", dish="porridge", step="1"), "may be empty"),
    ("gap", "dish_steps.csv", cell("step", "6", dish="porridge", step="4"), "numbered from 1"),
    ("form missing", "kitchen_forms.csv", lambda rows: rows.pop(0), "has no row"),
    ("no amount", "kitchen_forms.csv", cell("cook", "Cook it.", food="oatmeal"), "amount"),
    ("unknown food", "kitchen_safety.csv", cell("foods", "unicorn", rule="rice"), "unicorn is neither"),
    ("unknown time", "kitchen_safety.csv", cell("when", "sunday", rule="rice"), "when is 'sunday'"),
    ("no source", "kitchen_safety.csv", cell("source", "", rule="rice"), "must not be empty"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "change", "said"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_table_that_misleads_a_cook_is_refused(tables: Path, file: str, change: Change, said: str) -> None:  # noqa: F811
    rewrite(tables / file, change)
    with pytest.raises(TableError, match=re.escape(said)) as error:
        load_catalogue(tables)
    assert file in str(error.value)


def test_placeholders_of_all_kinds_are_found() -> None:
    assert PLACE.findall("{a} {b-c:amount} {d:cut} {e:cook} {f:x}") == [
        ("a", ""), ("b-c", "amount"), ("d", "cut"), ("e", "cook"),
    ]  # fmt: skip


def test_json_holds_the_steps() -> None:
    from planner.exports import as_json, plan_object

    week = json.loads(as_json(plan_object(plan_for(DEFAULT), DEFAULT, TABLES)))
    assert all(len(meal["cook"]["steps"]) >= 3 for day in week["days"] for meal in day["meals"])


def test_planner_cook_tells_a_day_of_a_saved_week(tmp_path: Path) -> None:
    saved = tmp_path / "week.json"
    answer = run("week", "--json", "--diet", "vegetarian", "--without", "peanuts")
    saved.write_text(answer.out, encoding="utf-8")
    week = json.loads(answer.out)
    page = " ".join(run("cook", "--plan", str(saved), "--day", "3").out.split())
    assert all(f"{meal['meal'].capitalize()}: {meal['dish']}" in page for meal in week["days"][2]["meals"])
    assert "you leave out peanuts" in page
    assert "Day 4" not in page
    cooked = json.loads(run("cook", "--plan", str(saved), "--people", "2", "--json").out)
    check_schema(cooked, "cook")
    check_schema(week, "week")
    one = [meal["cook"]["steps"] for day in week["days"] for meal in day["meals"]]
    two = [recipe["steps"] for day in cooked["days"] for recipe in day["recipes"]]
    assert one != two
    assert [len(steps) for steps in one] == [len(steps) for steps in two]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--plan", "none.json"), "cannot be read"),
        (("--people", "0"), "cook for 1 to 12"),
        (("--day", "9", "--plan", "WEEK"), "days 1 to 1"),
        (("--plan", "EMPTY"), "holds no week"),
    ],
)
def test_planner_cook_refuses_with_a_remedy(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    from planner.exports import as_json, plan_object

    plan = plan_for(DEFAULT)
    week = as_json(plan_object(replace(plan, days=plan.days[:1]), DEFAULT, TABLES))
    files = {"WEEK": tmp_path / "week.json", "EMPTY": tmp_path / "empty.json"}
    files["WEEK"].write_text(week, encoding="utf-8")
    files["EMPTY"].write_text("{}", encoding="utf-8")
    answer = run("cook", *(str(files.get(word, word)) for word in arguments))
    assert answer.code == 2
    assert said in answer.err


def _page() -> None:
    from planner.ui import cook, frame

    frame.run(cook.show)


def test_the_page_shows_a_day_with_steps_and_what_keeps_it_safe() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    plan = plan_for(DEFAULT)
    for day in (1, 4):
        page.segmented_control(key="cook-day").set_value(day).run()
        assert not page.exception
        said = "\n".join(str(each.value) for each in page.markdown)
        cooked = cook_plan(plan, DEFAULT, TABLES)[day - 1]
        assert [each.value for each in page.header] == [words.escaped(recipe.dish) for recipe in cooked.recipes]
        for recipe in cooked.recipes:
            assert all(words.escaped(step) in said for step in recipe.steps)
            assert all(words.escaped(rule.text) in said for rule in (*recipe.safety, *cooked.safety))
        assert not page.expander


def test_the_page_cooks_for_several_people() -> None:
    page = AppTest.from_function(_page, default_timeout=60).run()
    page.number_input(key="cook-people").set_value(3).run()
    said = "\n".join(str(each.value) for each in page.markdown)
    for recipe in cook_plan(plan_for(DEFAULT), DEFAULT, TABLES, people=3)[0].recipes:
        assert all(words.escaped(step) in said for step in recipe.steps)


# What a cook would send back: a dish, a slot and foods that fitted it once or might by their role.
ODD = (
    ("porridge", "cereal", {"grits"}),  # grits with mango
    ("plate", "protein", {"ground-beef", "ground-pork", "ground-turkey", "ground-chicken", "clams-canned", "ham"}),
    ("pasta-garlic", "protein", {"baked-beans", "feta", "tofu"}),
    ("stir-fry", "protein", {"chickpeas", "feta", "salmon-canned"}),
    ("coconut-curry", "protein", {"cheddar", "ham", "tuna-canned"}),
    ("smoothie", "fruit", {"raisins", "orange"}),
    ("saag", "protein", {"edamame", "tuna-canned"}),
    ("rice-bowl", "protein", {"ground-beef", "cheddar", "baked-beans"}),
    ("guacamole-snack", "dipper", {"whole-wheat-bread", "rice-cakes"}),
)


@pytest.mark.parametrize(("dish", "slot", "foods"), ODD)
def test_a_pairing_that_a_cook_would_send_back_is_not_on_offer(dish: str, slot: str, foods: set[str]) -> None:
    assert FITS[dish, slot]
    assert not foods.intersection(FITS[dish, slot])


def test_every_slot_has_foods_that_fit_it() -> None:
    for (dish, slot), foods in FITS.items():
        assert foods, (dish, slot)


def test_a_slot_takes_a_role_but_not_what_it_leaves_out(tables: Path) -> None:  # noqa: F811
    assert "beef-steak" in FITS["plate", "protein"]
    assert "ground-beef" not in FITS["plate", "protein"]
    rewrite(tables / "dish_slots.csv", cell("choices", "role:hot_cereal -gritz", dish="porridge", slot="cereal"))
    with pytest.raises(TableError, match="-gritz is neither a food nor a role"):
        load_catalogue(tables)
