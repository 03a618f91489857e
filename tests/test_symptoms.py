"""Complaints, red flags and causes: everything that was promised stands in a row, and free text finds it."""

import csv
from pathlib import Path

import pytest
from helpers import DATA, plain
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import TableError
from planner.tables.complaints import load_complaints
from planner.tables.conditions import load_conditions, match_conditions
from planner.tables.symptoms import (
    load_causes,
    load_focal_nutrients,
    load_red_flags,
    load_symptoms,
    match_red_flags,
    match_symptoms,
)
from planner.tables.wording import holds, named, plain_words

SYMPTOMS = load_symptoms(DATA)
FLAGS = load_red_flags(DATA)
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
    "irregular heartbeat",
    "palpitations",
    "my heart skips beats",
    "heart keeps skipping",
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


def urgencies(text: str, *conditions: str) -> set[str]:
    return {flag.urgency for flag in match_red_flags([text], FLAGS, conditions)}


# --- symptoms


@pytest.mark.parametrize(("nutrient", "complaint"), [(n, text) for n, texts in ARTICLE.items() for text in texts])
def test_every_complaint_of_the_article_is_traced_to_a_row_of_its_nutrient(nutrient: str, complaint: str) -> None:
    found, left = match_symptoms(complaint, SYMPTOMS)
    rows = [row for row in SYMPTOMS if row.symptom in found]
    assert any(nutrient in row.article for row in rows), (complaint, found)
    assert not left


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


def test_urgent_symptoms_are_red_flags_too_and_ordinary_ones_never_raise_an_alarm() -> None:
    for row in SYMPTOMS:
        for spelling in row.spellings:
            if row.urgency == "ordinary":
                assert "emergency" not in urgencies(spelling), spelling
        if row.urgency != "ordinary":
            assert row.urgency in urgencies(row.name), row.symptom


@pytest.mark.parametrize("row", SYMPTOMS, ids=lambda row: row.symptom)
def test_every_word_finds_its_symptom(row: object) -> None:
    for spelling in row.spellings:  # type: ignore[attr-defined]
        assert match_symptoms(f"I have {spelling.upper()}!", SYMPTOMS)[0] == (row.symptom,)  # type: ignore[attr-defined]


def test_the_longest_spelling_counts() -> None:
    assert match_symptoms("eye twitch and leg cramps", SYMPTOMS) == (("eye-twitches", "muscle-cramps"), "and")
    assert match_symptoms("purple ears", SYMPTOMS) == ((), "purple ears")


def test_a_word_for_two_symptoms_and_a_lost_nutrient_are_found(tmp_path: Path) -> None:
    rows = plain("symptoms.csv")
    with pytest.raises(TableError, match=r"symptoms\.csv \(eye-twitches\): 'cramp' also means muscle-cramps"):
        load_symptoms(_changed(tmp_path, rows, "eye-twitches", words="cramp"))
    with pytest.raises(TableError, match=r"symptoms\.csv \(eye-twitches\): nutrients must hold those of article"):
        load_symptoms(_changed(tmp_path, rows, "eye-twitches", nutrients=CA))


def _changed(folder: Path, rows: list[dict[str, str]], symptom: str, **cells: str) -> Path:
    with (folder / "symptoms.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **cells} if row["symptom"] == symptom else row for row in rows)
    return folder


# --- red flags


@pytest.mark.parametrize("text", EMERGENCIES)
def test_emergencies_are_found(text: str) -> None:
    assert "emergency" in urgencies(text)


@pytest.mark.parametrize("text", SOON)
def test_what_belongs_before_a_doctor_soon_is_found(text: str) -> None:
    assert "doctor-soon" in urgencies(text)


@pytest.mark.parametrize("text", ["muscle cramps", "eyelid twitching", "tired", "constipation", "brittle nails", ""])
def test_ordinary_complaints_raise_no_flag(text: str) -> None:
    assert not urgencies(text)


@pytest.mark.parametrize("text", ["palpitations", "muscle spasms", "tremor", "shaky hands"])
def test_on_an_acid_blocker_spasms_and_tremor_are_emergencies(text: str) -> None:
    assert "emergency" in urgencies(text, "ppi")
    assert "acid-blocker" not in {flag.flag for flag in match_red_flags([text], FLAGS)}


@pytest.mark.parametrize("text", ["severe headache", "blurred vision", "I see spots"])
def test_in_pregnancy_headache_and_sight_are_emergencies(text: str) -> None:
    assert "emergency" in urgencies(text, "pregnancy")
    assert not urgencies(text)


# What a row of conditions.csv calls an emergency, in a person's words, is one here too.
WITH_CONDITION = (
    ("kidney-disease", "weak muscles"),
    ("spironolactone", "my legs are weak"),
    ("lisinopril", "getting weaker"),
    ("furosemide", "muscle spasms"),
    ("omeprazole", "my hands shake"),
    ("laughing gas", "numb feet"),
    ("gastric bypass", "vomiting for days"),
    ("addisons", "throwing up"),
    ("type 1 diabetes", "vomiting and a fruity smell of my breath"),
    ("lithium", "hands shake badly"),
    ("digoxin", "blurred vision"),
    ("nardil", "strong headache"),
    ("alcoholism", "shaking"),
    ("pregnant", "flashing lights"),
)


@pytest.mark.parametrize(("condition", "text"), WITH_CONDITION)
def test_with_some_conditions_more_is_an_emergency(condition: str, text: str) -> None:
    (slug,) = match_conditions(condition, load_conditions(DATA))[0]
    assert "emergency" in urgencies(text, slug)
    assert "emergency" not in urgencies(text)


def test_whoever_is_told_that_weak_muscles_are_an_emergency_is_stopped_by_them() -> None:
    told = {row.condition for row in load_conditions(DATA) if "eak muscles" in row.red_flag}
    flag = next(flag for flag in FLAGS if flag.flag == "high-potassium")
    assert told and told <= set(flag.conditions)


def test_every_red_flag_is_found_by_its_own_words() -> None:
    for flag in FLAGS:
        assert flag.is_in(flag.says, flag.conditions), flag.flag


@pytest.mark.parametrize("text", ["weak nails", "a weak heart", "my legs move by themselves and I cannot sleep"])
def test_words_that_only_sound_urgent_raise_no_alarm(text: str) -> None:
    assert not urgencies(text)


def test_belly_cramps_are_no_muscle_cramps(tmp_path: Path) -> None:
    complaints = load_complaints(DATA, {row.condition for row in load_conditions(DATA)})
    assert named("stomach cramps, then leg cramps", complaints.meanings)[0] == ("belly-cramps", "muscle-cramps")
    with pytest.raises(TableError, match=r"red_flags\.csv \(acid-blocker\): ppi is not in conditions\.csv"):
        load_complaints(DATA, {"pregnancy"})


def test_emergencies_come_first() -> None:
    found = match_red_flags(["numb feet", "chest pain"], FLAGS)
    assert [flag.urgency for flag in found] == ["emergency", "doctor-soon"]


@pytest.mark.parametrize("words", ["", "cramp* + ", "cramp/ /pain", "?", "!"])
def test_a_pattern_that_any_text_would_hold_is_refused(tmp_path: Path, words: str) -> None:
    row = f'x,x,"{words}",emergency,,,source\n'
    (tmp_path / "red_flags.csv").write_text("flag,says,words,urgency,conditions,nutrients,source\n" + row)
    with pytest.raises(TableError, match=r"red_flags\.csv \(x\): words is empty or has an empty part"):
        load_red_flags(tmp_path)


def test_a_pattern_that_only_rules_out_is_refused(tmp_path: Path) -> None:
    row = 'x,x,"!nail* + !heart",emergency,,,source\n'
    (tmp_path / "red_flags.csv").write_text("flag,says,words,urgency,conditions,nutrients,source\n" + row)
    with pytest.raises(TableError, match=r"red_flags\.csv \(x\): words has a pattern with '!' alone"):
        load_red_flags(tmp_path)


def test_patterns() -> None:
    assert holds("weak and tired", "weak + !nail*") and not holds("weak nails", "weak + !nail*")
    assert holds("Heart SKIPS a beat", "heart + skip*")
    assert not holds("sweetheart, skip it", "heart + skip*")
    assert holds("a racing pulse", "heart/pulse + rac*")
    assert not holds("", "pain")


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    found, left = match_symptoms(text, SYMPTOMS)
    assert set(found) <= {row.symptom for row in SYMPTOMS}
    assert set(left.split()) <= set(plain_words(text).split())
    match_red_flags([text], FLAGS, ("ppi", "pregnancy"))


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
    assert "harmless" in rows["mostly-harmless"].says
