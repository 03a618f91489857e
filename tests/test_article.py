"""Everything that the founding article says has a place: each nutrient, symptom, source food, cause and warning."""

import pytest
from helpers import catalogue
from test_symptoms import ARTICLE

from planner.explain.check import check
from planner.exports.checks import NOTICE

B12, MG, K, CA, D = "vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_d_ug"
MARKS = {B12: "B12", MG: "Mg", K: "K", CA: "Ca"}

# Its foods of each nutrient (table and list), and a food of the catalogue that stands for each.
FOODS = {
    B12: {
        "meat": "ground-beef",
        "poultry": "chicken-breast",
        "fish": "salmon",
        "eggs": "boiled-egg",
        "dairy": "whole-milk",
        "fortified foods": "soy-milk-unsweetened",
        "fortified breakfast cereals": "bran-flakes",
        "fortified nutritional yeast": "nutritional-yeast",
    },
    MG: {
        "leafy greens": "kale",
        "spinach": "spinach",
        "nuts": "cashews",
        "almonds": "almonds",
        "seeds": "sunflower-seeds",
        "pumpkin seeds": "pumpkin-seeds",
        "whole grains": "brown-rice",
        "beans": "black-beans",
        "legumes": "lentils",
        "dark chocolate": "dark-chocolate",
    },
    K: {
        "bananas": "banana",
        "potatoes": "baked-potato",
        "sweet potatoes": "sweet-potato",
        "spinach": "spinach",
        "legumes": "chickpeas",
        "beans": "pinto-beans",
        "lentils": "lentils",
        "citrus fruits": "orange",
        "avocados": "avocado",
        "dried apricots": "dried-apricots",
    },
    CA: {
        "dairy": "cheddar",
        "milk": "whole-milk",
        "yogurt": "low-fat-yogurt",
        "fortified plant milks": "almond-milk-unsweetened",
        "tofu": "firm-tofu",
        "leafy greens": "collards",
        "kale": "kale",
    },
}

# What it says each nutrient does, what a shortage does, who is at risk; words of the row that says so.
NUTRIENTS = [
    (B12, "does", "myelin, the fatty sheath"),
    (B12, "shortage", "Nerves lose that sheath"),
    (B12, "shortage", "Damage can stay"),
    (B12, "at_risk", "Vegans and vegetarians"),
    (B12, "at_risk", "over 50"),
    (MG, "does", "relax after a contraction, by keeping calcium at bay"),
    (MG, "shortage", "tense, twitch and cramp"),
    (MG, "at_risk", "eat poorly or drink much alcohol"),
    (MG, "at_risk", "illnesses of the gut"),
    (K, "does", "together with sodium, the electrical charge across cell membranes"),
    (K, "shortage", "upsets the heartbeat and can paralyse muscles, those of breathing too"),
    (K, "at_risk", "vomiting, diarrhoea, laxatives or some diuretics"),
    (CA, "does", "Starts the contraction of muscles"),
    (CA, "does", "bones"),
    (CA, "shortage", "nerves fire by themselves, which brings painful spasms (tetany)"),
    (CA, "note", "Vitamin D is needed to take up calcium"),
    (D, "shortage", "Calcium is poorly taken up"),
]

# Its other causes, its advice and its warnings; the row of causes.csv and words of it.
CAUSES = [
    ("dehydration", "Too little fluid"),
    ("overexertion", "did more than they are used to"),
    ("stress", "Stress"),
    ("potassium-lost", "vomiting, diarrhoea, laxatives or diuretics"),
    ("fluids", "Drink enough"),
    ("exercise", "regularly and moderately"),
    ("calm", "stress"),
    ("whole-food", "whole foods keeps the supply steady"),
    ("see-somebody", "persist or are severe, numbness and other signs of the nerves belong before a doctor"),
    ("see-somebody", "blood tests find a shortage"),
    ("see-somebody", "supplements or injections, which a doctor decides"),
    ("risk-vegan", "Vegans"),
    ("risk-vegetarian", "Vegetarians"),
    ("risk-older", "Older adults"),
    ("risk-poor-diet", "refined grains"),
    ("risk-alcohol", "alcohol"),
    ("risk-illness", "illnesses"),
]

# What it warns of that cannot wait: words of a person, and the red flag that stops everything else.
WARNINGS = [
    ("a dangerous, irregular heart rhythm with fainting", "palpitations-alarm"),
    ("heart palpitations and trouble breathing", "palpitations-alarm"),
    ("paralysis", "weakness-sudden"),
    ("trouble breathing", "breathing"),
]
# What it sends to a professional.
SOON = [
    "heart palpitations",
    "cramps that persist",
    "severe cramps",
    "numbness",
    "trouble with balance",
    "memory loss",
    "tetany",
]


@pytest.mark.parametrize("nutrient", MARKS)
def test_its_foods_are_in_the_catalogue_marked_for_their_nutrient_and_hold_it(nutrient: str) -> None:
    tables = catalogue()
    column = tables.per_100g[:, tables.nutrient_index[nutrient]]
    for words, food in FOODS[nutrient].items():
        place = tables.food_index[food]
        assert MARKS[nutrient] in tables.foods[place].article_source, (words, food)
        assert column[place] > 0, (words, food)


@pytest.mark.parametrize("nutrient", MARKS)
def test_its_symptoms_are_traced_to_rows_and_reached_by_a_check(nutrient: str) -> None:
    rows = {row.symptom: row for row in catalogue().complaints.symptoms}
    for complaint in ARTICLE[nutrient]:
        answer = check([complaint], [], catalogue())
        traced = [row.symptom for row in answer.symptoms if nutrient in rows[row.symptom].article]
        assert traced, complaint
        assert answer.tier in ("now", "today") or nutrient in {pointer.nutrient for pointer in answer.nutrients}, (
            complaint
        )


@pytest.mark.parametrize(("nutrient", "column", "words"), NUTRIENTS)
def test_what_it_says_of_a_nutrient_stands_in_its_row(nutrient: str, column: str, words: str) -> None:
    row = next(row for row in catalogue().complaints.focal if row.nutrient == nutrient)
    assert words in getattr(row, column)


@pytest.mark.parametrize(("cause", "words"), CAUSES)
def test_its_causes_advice_and_warnings_stand_in_a_row(cause: str, words: str) -> None:
    row = next(row for row in catalogue().complaints.causes if row.cause == cause)
    assert words in row.says


@pytest.mark.parametrize(("text", "flag"), WARNINGS)
def test_what_it_calls_dangerous_stops_everything_else(text: str, flag: str) -> None:
    answer = check([text], [], catalogue())
    assert answer.stopped
    assert flag in {found.flag for found in answer.red_flags}


@pytest.mark.parametrize("text", SOON)
def test_what_it_sends_to_a_professional_is_sent_there(text: str) -> None:
    assert check([text], [], catalogue()).tier in ("soon", "today")


def test_corrections_of_the_article_are_said() -> None:
    """What a dietitian would put right in it: see the facts and corrections that the tables were made from."""
    focal = {row.nutrient: row for row in catalogue().complaints.focal}
    assert "Cochrane review of 2020" in focal[MG].note
    assert "Too much potassium in the blood causes the same weakness, tingling and palpitations" in focal[K].note
    assert "not a requirement" in focal[K].note
    assert "Meeting an RDA" in NOTICE and "does not treat a deficiency" in NOTICE
    assert "Low calcium in the blood is seldom a matter of food alone" in focal[CA].shortage
    (tingling,) = (row for row in catalogue().complaints.symptoms if row.symptom == "tingling")
    assert "Too much vitamin B6" in tingling.note and "B6" in tingling.source
    assert all("lowest at night" not in row.does + row.shortage + row.note for row in focal.values())
