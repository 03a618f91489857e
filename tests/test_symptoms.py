"""Tables of complaints: everything that was promised stands in a row, every row is found, and its page is named."""

import csv
from pathlib import Path

import pytest
from helpers import DATA, catalogue, plain

from planner.errors import TableError
from planner.explain.check import Check, check
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.complaint_words import load_complaint_words
from planner.tables.complaints import load_complaints
from planner.tables.conditions import load_conditions
from planner.tables.help_lines import load_help_lines
from planner.tables.symptoms import load_causes, load_focal_nutrients, load_symptoms

SYMPTOMS = load_symptoms(DATA)
RULES = load_complaint_rules(DATA)
B12, MG, K, CA, D = "vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_d_ug"

# What the founding article lists for each nutrient, in its words.
ARTICLE = {
    B12: (
        "tingling or numbness in hands and feet",
        "muscle weakness",
        "balance problems",
        "trouble walking",
        "memory loss",
        "cognitive impairment",
        "muscle spasms",
    ),
    MG: (
        "muscle cramps",
        "muscle twitches",
        "weakness",
        "fatigue",
        "anxiety",
        "irritability",
        "irregular heartbeat",
        "eye twitches",
    ),
    K: (
        "muscle weakness",
        "muscle cramps",
        "fatigue",
        "heart palpitations",
        "abnormal rhythm",
        "constipation",
        "numbness",
        "tingling",
    ),
    CA: (
        "muscle spasms",
        "muscle cramps",
        "tetany",
        "numbness",
        "tingling",
        "tingling in the face",
        "numbness in the face",
        "confusion",
        "memory loss",
        "fatigue",
        "weak nails",
        "brittle nails",
    ),
}

EMERGENCIES = (
    "palpitations and fainting",
    "my heart races and I am short of breath",
    "chest pain",
    "pain in my chest",
    "severe weakness",
    "weakness spreading upwards",
    "ascending weakness",
    "weakness climbing up my legs",
    "paralysis",
    "I can't move my legs",
    "trouble breathing",
    "can’t breathe",
    "short of breath",
    "hard to swallow",
    "face drooping",
    "slurred speech",
    "sudden numbness on one side",
    "my left arm is numb",
    "one-sided weakness",
    "seizures",
    "fainted",
    "passed out yesterday",
    "sudden confusion",
    "saddle numbness",
    "lost control of my bladder",
    "dark urine and sore muscles",
)
SOON = (
    "numbness that lasts",
    "pins and needles for weeks",
    "trouble with balance",
    "slow memory loss",
    "muscle wasting",
    "muscles are getting thinner",
    "spasms that persist",
    "severe cramps",
    "twitching that won't stop",
)


def checked(text: str, *conditions: str) -> Check:
    return check([text], conditions, catalogue())


# --- symptoms


@pytest.mark.parametrize(("nutrient", "complaint"), [(n, text) for n, texts in ARTICLE.items() for text in texts])
def test_every_complaint_of_the_article_is_traced_to_a_row_of_its_nutrient(nutrient: str, complaint: str) -> None:
    found = {row.symptom for row in checked(complaint).symptoms}
    assert any(nutrient in row.article for row in SYMPTOMS if row.symptom in found), (complaint, found)


def test_what_points_to_calcium_points_to_vitamin_d_too_and_every_row_says_what_to_ask() -> None:
    for row in SYMPTOMS:
        assert (CA in row.nutrients) <= (D in row.nutrients), row.symptom
        assert len(row.ask) == len(row.nutrients)
        assert (B12 in row.nutrients) == any("MMA" in test for test in row.ask)
        assert row.why.endswith(".") and "deficien" not in row.why


def test_rows_of_potassium_and_magnesium_say_that_too_much_feels_the_same() -> None:
    for row in SYMPTOMS:
        if {K, MG} & set(row.nutrients):
            assert "Too much potassium feels the same" in row.note and "blood" in row.note, row.symptom


def test_what_is_harmless_is_said_in_no_other_sentence_of_a_row() -> None:
    for row in (*SYMPTOMS, *catalogue().complaints.others):
        other = getattr(row, "note", "") + getattr(row, "says", "")
        assert "harmless" not in other, row


@pytest.mark.parametrize("row", SYMPTOMS, ids=lambda row: row.symptom)
def test_every_symptom_is_found_by_its_name(row: object) -> None:
    name = row.name  # type: ignore[attr-defined]
    assert row.symptom in {each.symptom for each in checked(name).symptoms}, name  # type: ignore[attr-defined]


def test_a_lost_nutrient_and_a_pattern_that_names_nothing_are_found(tmp_path: Path) -> None:
    rows = plain("symptoms.csv")
    with pytest.raises(TableError, match=r"symptoms\.csv \(eye-twitches\): nutrients must hold those of article"):
        load_symptoms(_changed(tmp_path, rows, "eye-twitches", nutrients=CA))
    with pytest.raises(
        TableError, match=r"row \d+ \(eye-twitches\): pattern is 'twitch \+ !': the pattern has an empty"
    ):
        load_symptoms(_changed(tmp_path, rows, "eye-twitches", pattern="twitch + !"))


def _changed(folder: Path, rows: list[dict[str, str]], symptom: str, **cells: str) -> Path:
    with (folder / "symptoms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **cells} if row["symptom"] == symptom else row for row in rows)
    return folder


# --- rules


@pytest.mark.parametrize("text", EMERGENCIES)
def test_emergencies_are_found(text: str) -> None:
    assert checked(text).tier == "now"


@pytest.mark.parametrize("text", SOON)
def test_what_belongs_before_a_doctor_soon_is_found(text: str) -> None:
    assert checked(text).tier == "soon"


@pytest.mark.parametrize("text", ["muscle cramps", "eyelid twitching", "tired", "constipation", "brittle nails"])
def test_ordinary_complaints_raise_no_flag(text: str) -> None:
    assert checked(text).tier == "self-care"


@pytest.mark.parametrize("text", ["palpitations", "muscle spasms", "tremor", "shaky hands"])
def test_on_an_acid_blocker_spasms_and_tremor_are_emergencies(text: str) -> None:
    assert checked(text, "omeprazole").tier == "now"
    assert checked(text).tier != "now"


@pytest.mark.parametrize("text", ["severe headache", "blurred vision", "I see spots"])
def test_in_pregnancy_headache_and_sight_are_emergencies(text: str) -> None:
    assert checked(text, "pregnant").tier == "now"
    assert checked(text).tier != "now"


# What a row of conditions.csv calls an emergency, in a person's words, is one here too.
WITH_CONDITION = (
    ("kidney-disease", "weak muscles"),
    ("spironolactone", "my legs are weak"),
    ("omeprazole", "my hands shake"),
    ("laughing gas", "numb feet"),
    ("gastric bypass", "vomiting"),
    ("addisons", "throwing up"),
    ("lithium", "hands shake badly"),
    ("digoxin", "blurred vision"),
    ("nardil", "strong headache"),
    ("alcoholism", "shaking"),
    ("pregnant", "flashing lights"),
    ("warfarin", "nosebleed"),
)


@pytest.mark.parametrize(("condition", "text"), WITH_CONDITION)
def test_with_some_conditions_more_is_an_emergency(condition: str, text: str) -> None:
    assert checked(text, condition).tier == "now"
    assert checked(text).tier != "now"


def test_every_rule_names_a_page_and_no_number_is_missing() -> None:
    assert {rule.tier for rule in RULES} == {"now", "today", "soon", "self-care"}
    assert all(rule.page.startswith("https://") and rule.source for rule in RULES)
    lines = {line.country: line for line in load_help_lines(DATA)}
    assert (lines["US"].emergency, lines["US"].crisis, lines["US"].poison) == ("911", "988", "1-800-222-1222")
    assert (lines["GB"].emergency, lines["GB"].crisis) == ("999", "116 123") and lines["IE"].crisis == "116 123"
    assert (lines["DE"].emergency, lines["DE"].crisis, lines["ES"].crisis) == ("112", "0800 1110111", "024")
    assert lines["CA"].crisis == "988" and lines["other"].crisis == "findahelpline.com"


@pytest.mark.parametrize("text", ["weak nails", "a weak heart", "my legs move by themselves and I cannot sleep"])
def test_words_that_only_sound_urgent_raise_no_alarm(text: str) -> None:
    assert checked(text).tier not in ("now", "today")


def test_belly_cramps_are_no_muscle_cramps() -> None:
    answer = checked("stomach cramps, then leg cramps")
    assert [row.complaint for row in answer.other_complaints] == ["belly-cramps"]
    with pytest.raises(TableError, match=r"complaint_rules\.csv \(.*\): .* is not in conditions\.csv"):
        load_complaints(DATA, {"pregnancy"})


def test_a_rule_over_a_concept_that_is_not_there_is_refused() -> None:
    complaints = load_complaints(DATA, {row.condition for row in load_conditions(DATA)})
    known = load_complaint_words(DATA).names()
    complaints.check_concepts(known)
    with pytest.raises(TableError, match=r"complaint_rules\.csv \(.*\): seizure is not in complaint_words\.csv"):
        complaints.check_concepts(known - {"seizure"})


# --- nutrients and causes


def test_the_four_nutrients_and_vitamin_d_hold_the_foods_of_the_article() -> None:
    rows = {row.nutrient: row for row in load_focal_nutrients(DATA)}
    assert list(rows) == [B12, MG, K, CA, D]
    wanted = {
        B12: "meat poultry fish eggs milk cereals yeast",
        MG: "spinach greens almonds nuts seeds beans whole chocolate",
        K: "sweet bananas potatoes spinach avocados beans lentils apricots oranges",
        CA: "milk yogurt plant tofu kale greens",
    }
    for nutrient, foods in wanted.items():
        missing = [food for food in foods.split() if food not in rows[nutrient].foods.lower()]
        assert not missing, (nutrient, missing)
    assert "Too much potassium" in rows[K].note and "Vitamin D" in rows[CA].note
    assert "may include supplements or injections, which a doctor decides" in rows[B12].note


def test_other_causes_advice_and_risks_are_there() -> None:
    rows = {row.cause: row for row in load_causes(DATA)}
    assert {"dehydration", "overexertion", "stress", "potassium-lost", "fluids", "exercise", "calm"} <= set(rows)
    assert {"risk-vegan", "risk-vegetarian", "risk-older", "risk-poor-diet", "risk-alcohol", "risk-illness"} <= set(
        rows
    )
    assert all(word in rows["potassium-lost"].says for word in ("vomiting", "diarrhoea", "diuretics"))
