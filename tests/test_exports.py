"""What leaves the house: household portions in words, objects, shopping list, Markdown, files."""

import csv
import json
import re
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import Person, PlanRequest, make_plan
from planner.errors import WrongInput
from planner.exports import (
    FILES,
    as_json,
    helping,
    plan_object,
    prepare_folder,
    shopping_csv,
    week_markdown,
    words,
    write_files,
)
from planner.exports.asked import asked_for, week_title
from planner.exports.portions import mixed_number, plural, singular
from planner.plan import Plan, TargetResult
from planner.shopping import shopping_list
from planner.tables.catalogue import load_catalogue
from planner.targets import Bound

REQUEST = PlanRequest()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(REQUEST)


@pytest.mark.parametrize(
    ("portions", "portion", "name", "said"),
    [
        (2, "1/2 cup cooked", "black beans", "1 cup cooked black beans"),
        (1.5, "1 cup cooked", "oatmeal", "1 1/2 cups cooked oatmeal"),
        (0.5, "1 cup cooked", "oatmeal", "1/2 cup cooked oatmeal"),
        (1, "1/2 cup cooked", "cooked carrots", "1/2 cup cooked carrots"),
        (2, "1/2 cup dry", "rolled oats, dry", "1 cup rolled oats, dry"),
        (2, "1 slice", "rye bread", "2 slices rye bread"),
        (2, "1 medium slice", "French bread", "2 medium slices French bread"),
        (1, "1 medium", "banana", "1 medium banana"),
        (2, "1 medium", "peach", "2 medium peaches"),
        (2, "1 small", "baked potato, with skin", "2 small baked potatoes, with skin"),
        (2, "1 medium", "roti (chapati)", "2 medium rotis (chapati)"),
        (2, "2 medium", "corn tortillas", "4 medium corn tortillas"),
        (0.5, "2 medium", "corn tortillas", "1 medium corn tortilla"),
        (1, "1 whole", "green onions", "1 green onion"),
        (1, "1 egg", "scrambled egg, in oil", "1 scrambled egg, in oil"),
        (2, "1 muffin", "English muffin", "2 English muffins"),
        (1, "3 fruits", "fresh apricots", "3 fresh apricots"),
        (2, "1/2 fruit", "grapefruit", "1 grapefruit"),
        (1, "2 nuts", "Brazil nuts", "2 Brazil nuts"),
        (2, "2 patties", "falafel", "4 patties falafel"),
        (2, "1 clove", "garlic", "2 cloves garlic"),
        (2, "1/2 tablespoon", "olive oil", "1 tablespoon olive oil"),
        (2, "1/3 cup", "avocado", "2/3 cup avocado"),
        (1.5, "3 oz", "baked cod", "4 1/2 oz baked cod"),
        (1, "1 cup cubes", "watermelon", "1 cup watermelon cubes"),
        (2, "1 container (6 oz)", "plain yogurt", "2 containers (6 oz each) plain yogurt"),
        (1, "1 container (6 oz)", "plain yogurt", "1 container (6 oz) plain yogurt"),
        (1.5, "handful", "nuts", "1 1/2 x handful nuts"),
        (1, "handful", "nuts", "handful nuts"),
    ],
)
def test_a_helping_is_said_as_in_a_kitchen(portions: float, portion: str, name: str, said: str) -> None:
    assert helping(portions, portion, name) == said


SIZES = (0.5, 1, 1.5, 2, 2.5, 3)


def test_every_helping_of_the_catalogue_begins_with_its_quantity_and_says_nothing_twice() -> None:
    for food in load_catalogue().foods:
        for size in SIZES:
            said = helping(size, food.portion, food.name)
            number = re.match(r"(?:(\d+) )?(\d+)/(\d+)|(\d+(?:\.\d+)?)", said)
            of_one = re.match(r"(?:(\d+) )?(\d+)/(\d+)|(\d+(?:\.\d+)?)", food.portion)
            assert number and of_one, said
            assert read_number(number) == read_number(of_one) * Fraction(size), said
            assert not re.search(r"\b([a-z]+) \1\b", said), said


def read_number(match: re.Match[str]) -> Fraction:
    whole, above, below, plain = match.groups()
    return Fraction(plain) if plain else int(whole or 0) + Fraction(int(above), int(below))


@given(st.fractions(min_value=Fraction(1, 8), max_value=20, max_denominator=8))
def test_a_mixed_number_is_the_number(quantity: Fraction) -> None:
    assert sum(Fraction(part) for part in mixed_number(quantity).split()) == quantity


KITCHEN_NOUNS = (
    "cup tablespoon slice piece patty egg muffin bun cracker olive nut potato tomato mango peach radish date "
    "sandwich berry apple orange clementine plum container clove taco matzo bagel pita leaf glass"
)


@pytest.mark.parametrize("noun", [noun for noun in KITCHEN_NOUNS.split() if noun != "leaf"])
def test_singular_undoes_plural(noun: str) -> None:
    assert plural(noun) != noun
    assert singular(plural(noun)) == noun
    assert plural(plural(noun)) == plural(noun)


def test_the_object_of_a_plan_is_not_rounded(plan: Plan) -> None:
    found = json.loads(as_json(plan_object(plan, REQUEST, load_catalogue())))
    items = [item for day in found["days"] for meal in day["meals"] for item in meal["items"]]
    assert found["cost_usd"]["week"] == plan.cost_usd
    assert sum(item["cost_usd"] for item in items) == pytest.approx(plan.cost_usd, rel=1e-12)
    assert [target["mean"] for target in found["targets"]] == [target.mean for target in plan.targets]


def test_a_number_that_is_none_is_refused_in_json() -> None:
    with pytest.raises(ValueError):
        as_json({"gap": float("nan")})


def test_the_shopping_csv_holds_every_food_once_with_its_cost(plan: Plan) -> None:
    rows = list(csv.DictReader(StringIO(shopping_csv(shopping_list(plan, load_catalogue())))))
    assert sorted(row["food"] for row in rows) == sorted(plan.foods)
    assert sum(float(row["cost_usd"]) for row in rows) == pytest.approx(plan.cost_usd, abs=0.01)
    grams = sum(item.grams for item in plan.items())
    assert sum(float(row["grams"]) for row in rows) == pytest.approx(grams, abs=0.05 * len(rows))


def test_the_markdown_week_says_all_that_the_screen_says(plan: Plan) -> None:
    text = week_markdown(plan, REQUEST, load_catalogue())
    assert text.startswith("# A vegan week for a woman of 35 needing 2,000 kcal a day\n")
    assert all(meal.dish in text for day in plan.days for meal in day.meals)
    for said in ("Meeting an RDA does not treat a deficiency", words.INFORMS, words.SEE_A_DOCTOR, "iodine"):
        assert said in text
    tables = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in tables} == {5, 6}


def test_files_are_written_and_the_json_is_the_plan(plan: Plan, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "week"
    prepare_folder(folder)
    write_files(folder, plan, REQUEST, load_catalogue())
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert json.loads((folder / "week.json").read_text())["cost_usd"]["week"] == plan.cost_usd


def test_a_folder_that_cannot_be_written_is_refused_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WrongInput, match=r"--out .*file/week: cannot be written .* Name a folder"):
        prepare_folder(tmp_path / "file" / "week")


def result(nutrient: str, mean: float, lower: float | None, upper: float | None, basis: str) -> TargetResult:
    return TargetResult(Bound(nutrient, lower, upper, False, basis, "a source"), "mg", mean, False)


def test_less_than_an_ai_is_below_the_ai_and_less_than_an_rda_is_short() -> None:
    assert words.state(result("potassium_mg", 2000, 2600, None, "AI")) == "600 mg a day below the AI"
    assert words.state(result("calcium_mg", 880, 1000, None, "RDA")) == "short by 120 mg a day"
    assert words.state(result("sodium_mg", 2500, None, 2300, "CDRR")) == "200 mg a day above"
    assert words.state(result("calcium_mg", 1000, 1000, 2500, "RDA, UL")) == "kept"


def test_potassium_below_its_ai_is_never_called_short_beside_the_focal_nutrients(plan: Plan) -> None:
    low = tuple(
        replace(target, mean=1000.0) if target.bound.nutrient == "potassium_mg" else target for target in plan.targets
    )
    rows = words.focal_rows(replace(plan, targets=low), load_catalogue())
    potassium = next(row for row in rows if row[0] == "potassium")
    assert "below the AI" in potassium[3] and "short" not in " ".join(potassium)


def test_a_share_is_never_rounded_up_to_look_met() -> None:
    assert words.percent(99.96, 100) == "99 %"
    assert words.percent(100, 100) == "100 %"


def test_an_unknown_content_is_marked_as_at_least() -> None:
    assert words.mean(replace(result("iron_mg", 18.25, 18, None, "RDA"), at_least=True)) == "18.2+ mg"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (0.00098, "0.001"),
        (0.25, "0.25"),
        (2.514, "2.51"),
        (44.44, "44.4"),
        (1960.2, "1,960"),
        (99.96, "100"),
    ],
)
def test_numbers_are_short(value: float, said: str) -> None:
    assert words.amount(value) == said


@pytest.mark.parametrize(
    ("grams", "said"),
    [(2.4, "2 g"), (0.2, "1 g"), (48, "50 g"), (223, "220 g"), (1708, "1,700 g")],
)
def test_grams_to_buy_are_round(grams: float, said: str) -> None:
    assert words.grams_to_buy(grams) == said


def test_months_are_said_in_words() -> None:
    assert words.month("2026-08") == "August 2026"
    assert words.month("summer") == "summer"


def test_what_was_asked_for_is_said_as_it_was_understood() -> None:
    asked = PlanRequest(without=("tree nuts",), exclude=("banana",), max_cost_usd=40.0)
    said = asked_for(asked, load_catalogue())
    assert said == ["without tree nuts", "no banana", "at most $40.00 in all"]
    assert asked_for(REQUEST, load_catalogue()) == []


def test_the_title_says_who_it_is_for(plan: Plan) -> None:
    def title(days: int, diet: str, person: Person) -> str:
        return week_title(replace(plan, days=plan.days[:days], diet=diet), person)

    assert title(1, "omnivore", Person("male", 16)).startswith("An omnivore day for a boy of 16 needing")
    expecting = title(3, "vegan", Person(pregnant_trimester=2))
    assert expecting.startswith("3 vegan days for a pregnant woman of 35, trimester 2, needing")
    assert "breastfeeding woman of 35, 1 month after birth," in title(7, "vegan", Person(lactating_months=1))
