"""What is eaten now: diaries and typed lines, matched, weighed and averaged."""

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from helpers import catalogue
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planner.errors import TableError, WrongInput
from planner.intake import Entry, Intake, make_intake, parse_lines, read_diary
from planner.intake.match import names_of, read_food
from planner.tables.catalogue import load_catalogue
from planner.tables.food_words import simple_words

FIXTURES = Path(__file__).parent / "fixtures"
HEADER = "day,food,amount,unit\n"


def eaten(text: str, answers: dict[str, str] | None = None) -> Intake:
    return make_intake(parse_lines(text, catalogue()), catalogue(), answers)


def diary(rows: str, header: str = HEADER) -> tuple[Entry, ...]:
    return read_diary(header + rows, "mine.csv", catalogue())


def grams_of(text: str) -> float:
    return eaten(text).matches[0].grams


def typed_lines() -> list[tuple[str, str, str]]:
    with (FIXTURES / "typed_lines.csv").open(encoding="utf-8", newline="") as file:
        return [(row["line"], row["food"], row["grams"]) for row in csv.DictReader(file)]


def outcome(intake: Intake) -> str:
    if intake.matches:
        return intake.matches[0].food
    return "question" if intake.questions else "unknown"


def check_whole(entries: tuple[Entry, ...], intake: Intake) -> None:
    """Every entry stands in exactly one list, every match weighs something, every gap is marked."""
    listed = [
        *(m.entry for m in intake.matches),
        *(q.entry for q in intake.questions),
        *intake.unmatched,
        *intake.nothing,
    ]
    assert sorted(map(repr, listed)) == sorted(map(repr, entries))
    for match in intake.matches:
        assert match.grams > 0 and np.isfinite(match.grams) and match.score >= catalogue().rules["match_sure"]
    for question in intake.questions:
        assert question.reason and 1 <= len(question.candidates) <= 5
    assert np.isfinite(intake.nutrients).all()
    if intake.questions or intake.unmatched:
        assert intake.at_least.all() and intake.not_known > 0


def test_water_counts_as_nothing_and_leaves_the_totals_whole() -> None:
    banana = make_intake(parse_lines("1 banana"), catalogue())
    intake = make_intake(parse_lines("1 banana\n2 glasses of water\n1 cup sparkling water"), catalogue())
    assert len(intake.nothing) == 2 and not intake.unmatched
    assert (intake.at_least == banana.at_least).all() and np.allclose(intake.nutrients, banana.nutrients)


# Typed lines


def test_the_table_of_typed_lines_is_large_enough_to_mean_something() -> None:
    lines = typed_lines()
    assert len(lines) >= 120
    assert {"question", "unknown"} < {food for _, food, _ in lines}


@pytest.mark.parametrize(("line", "food", "grams"), typed_lines())
def test_a_typed_line_means_what_a_person_means(line: str, food: str, grams: str) -> None:
    intake = eaten(line)
    assert outcome(intake) == food
    if grams:
        assert sum(match.grams for match in intake.matches) == pytest.approx(float(grams), abs=0.01)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("-2 eggs", r"line 1 \(-2 eggs\): the amount is negative"),
        ("eggs -2", r"line 1 .*negative"),
        ("0 eggs", r"line 1 .*the amount is 0.*above 0"),
        ("2-3 eggs", r"line 1 .*two amounts.*one number"),
        ("2 to 3 eggs", r"line 1 .*two amounts"),
        ("2 bananas (240 g)", r"line 1 .*two amounts.*total"),
        ("2 x 30 g cheddar", r"line 1 .*two amounts.*total"),
        ("1,000 g rice", r"line 1 .*'1,000' is not one number.*1000"),
        ("1.2.3 eggs", r"line 1 .*not one number"),
        ("1/0 cup rice", r"line 1 .*'1/0' is not one number"),
        ("1e9 g rice", r"line 1 .*1e\+09.*Correct"),
        ("99999 bananas", r"line 1 .*99999.*Correct"),
        ("6 kg lentils", r"line 1 .*more than 5 kg.*Correct"),
        ("0.00001 g rice", r"line 1 .*1e-05"),
        ("123", r"line 1 .*no food is named"),
        ("100 g", r"line 1 .*no food is named"),
        ("🍕", r"line 1 .*no food is named"),
        ("x" * 300, r"line 1: longer than"),
        ("", r"line 1: no food is written"),
        ("Monday:\n---\n", r"line 1: no food is written"),
        ("1 banana\n\n-1 egg", r"line 3 \(-1 egg\)"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number_and_the_remedy(line: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        parse_lines(line, catalogue())


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("- 2 eggs", [("", "eggs", 2)]),
        ("1. banana\n2. toast", [("", "banana", 1), ("", "toast", 1)]),
        ("08:00 coffee", [("", "coffee", 1)]),
        ("Monday:\n2 eggs\nday 2\n1 banana", [("Monday", "eggs", 2), ("day 2", "banana", 1)]),
        ("Saturday 5 May\nBreakfast: 2 eggs", [("Saturday 5 May", "eggs", 2)]),
        ("2026-05-01: 1 kiwi", [("2026-05-01", "kiwi", 1)]),
        ("Dinner - 2 eggs", [("", "eggs", 2)]),
        ("dinner roll", [("", "dinner roll", 1)]),
        ("oatmeal, banana and coffee", [("", "oatmeal", 1), ("", "banana", 1), ("", "coffee", 1)]),
        ("2 eggs and 1 slice of toast", [("", "eggs", 2), ("", "toast", 1)]),
        ("1,5 cups quinoa", [("", "quinoa", 1.5)]),
        ("1 and 1/2 cups quinoa", [("", "quinoa", 1.5)]),
        ("half a dozen eggs", [("", "eggs", 6)]),
        ("peppers and onions", [("", "peppers and onions", 1)]),
    ],
)
def test_days_meals_lists_and_numbers_are_read_as_people_write_them(text: str, entries: list) -> None:
    assert [(e.day, e.text, e.amount) for e in parse_lines(text, catalogue())] == entries


# Diaries


def test_a_diary_is_read_whatever_its_order_signs_and_quotes() -> None:
    text = '\ufeffunit,Food,note,amount,DAY\r\ncup,"lentils",x,1/2,Mon\r\n\r\n,"banana",,"1,5",\r\nG,Kale,,30,tue\r\n'
    entries = read_diary(text.encode(), "mine.csv", catalogue())
    assert [(e.place, e.day, e.text, e.amount, e.unit) for e in entries] == [
        ("mine.csv, row 2", "Mon", "lentils", 0.5, "cup"),
        ("mine.csv, row 4", "Mon", "banana", 1.5, "portion"),
        ("mine.csv, row 5", "tue", "Kale", 30, "g"),
    ]


def test_a_diary_is_read_from_its_path_and_named_by_it(tmp_path: Path) -> None:
    path = tmp_path / "may.csv"
    path.write_text(HEADER + "1,banana,1,\n", encoding="utf-8")
    assert read_diary(path)[0].place == read_diary(str(path))[0].place == "may.csv, row 2"
    with pytest.raises(WrongInput, match=r"none\.csv: cannot be read.*Give the path"):
        read_diary(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("1,kale,-1,cup", r"mine\.csv, row 3 \(kale\): the amount is -1.*above 0"),
        ("1,kale,0,cup", r"row 3 \(kale\): the amount is 0"),
        ("1,kale,lots,cup", r"row 3 \(kale\): amount 'lots' is not one number.*digits"),
        ("1,kale,two,cup", r"row 3 .*'two' is not one number"),
        ("1,kale,nan,cup", r"row 3 .*'nan' is not one number"),
        ("1,kale,inf,cup", r"row 3 .*'inf' is not one number"),
        ("1,kale,150 g,", r"row 3 .*'150 g' is not one number"),
        ("1,kale,1e300,g", r"row 3 .*1e\+300"),
        ("1,kale,1e999,g", r"row 3 .*inf"),
        ("1,kale,1e-300,g", r"row 3 .*1e-300"),
        ("1,kale,6000,g", r"row 3 .*more than 5 kg"),
        ("1,kale,,cup", r"row 3 \(kale\): the amount is empty"),
        ("1,kale", r"row 3 \(kale\): the amount is empty"),
        ("1,kale,1,bushel", r"row 3 \(kale\): unit 'bushel' is not known.*Use g"),
        ("1,,1,cup", r"row 3: food is ''.*name"),
        ("1,123,1,cup", r"row 3: food is '123'"),
        ("1,rice, brown,1,cup", r"row 3: more cells than the header.*quotes"),
        ("1,kale,1,cup\n1,egg,-2,", r"row 4 \(egg\)"),
        ("\n1,egg,-2,", r"row 4 \(egg\)"),
    ],
)
def test_a_wrong_row_is_refused_with_file_row_and_remedy(row: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message) as caught:
        diary(f"1,banana,1,\n{row}\n")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"mine\.csv: the file is empty.*CSV"),
        (HEADER, r"mine\.csv: no food is written"),
        ("day;food;amount;unit\n1;kale;1;cup\n", r"mine\.csv: .*semicolons.*commas"),
        ("day\tfood\tamount\tunit\n", r"mine\.csv: .*tabs"),
        ("day,food,unit\n1,kale,cup\n", r"mine\.csv: column amount is missing.*first row"),
        ("day,food,amount,unit,unit\n1,kale,1,g,g\n", r"mine\.csv: column unit stands there twice"),
        (HEADER + '1,"kale,1,cup\n', r"mine\.csv: not a readable CSV"),
        (HEADER.encode("utf-16"), r"mine\.csv: not UTF-8.*Save it as CSV, UTF-8"),
        (b"PK\x03\x04xlsx", r"mine\.csv: a spreadsheet.*CSV"),
        (b"x" * 3_000_000, r"mine\.csv: larger than 2 MB"),
        (HEADER + ",kale,1,cup\nTue,kale,1,cup\n", r"mine\.csv, row 2: the day is empty"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_remedy(content: str | bytes, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        read_diary(content, "mine.csv", catalogue())


def test_an_empty_unit_counts_the_food_and_else_takes_its_portion() -> None:
    intake = make_intake(diary("1,kiwi,2,\n1,lentils,2,\n1,banana,1,\n1,egg,2,eggs\n"), catalogue())
    assert [match.grams for match in intake.matches] == [150, 180, 126, 100]


# Measures


def test_grams_stay_grams_and_every_amount_scales() -> None:
    for food in catalogue().foods:
        entry = Entry("line 1", "", food.food, 37.5, "g")
        match = make_intake([entry], catalogue(), {food.food: food.food}).matches[0]
        assert (match.food, match.grams) == (food.food, 37.5)
        entry = replace(entry, unit="portion", amount=2)
        assert make_intake([entry], catalogue(), {food.food: food.food}).matches[0].grams == 2 * food.grams


@pytest.mark.parametrize(
    ("small", "number", "large"),
    [("tsp", 3, "tbsp"), ("tbsp", 16, "cup"), ("ml", 236.588, "cup"), ("fl oz", 8, "cup"), ("cups", 2, "pint")],
)
def test_volumes_agree_with_each_other(small: str, number: float, large: str) -> None:
    assert grams_of(f"{number} {small} oat milk") == pytest.approx(grams_of(f"1 {large} oat milk"), rel=1e-3)


def test_a_measure_that_does_not_fit_the_food_is_asked_for_with_the_ones_that_do() -> None:
    question = eaten("2 slices cooked kale").questions[0]
    assert "1 slice of cooked kale" in question.reason
    assert "1 cup = 130 g" in question.reason
    assert [candidate.food for candidate in question.candidates] == ["kale"]


def test_the_weight_of_a_measure_can_be_answered() -> None:
    match = eaten("2 slices cooked kale", {"cooked kale": "kale:20"}).matches[0]
    assert (match.food, match.grams) == ("kale", 40)


def test_dry_weights_become_weights_as_eaten_by_the_table_of_purchases() -> None:
    share = catalogue().purchases["lentils"].grams_eaten_per_gram_bought
    assert grams_of("100 g dry lentils") == pytest.approx(100 * share)
    assert grams_of("100 g lentils") == 100
    assert "lentils, dry" in eaten("1 cup dry lentils").questions[0].reason


def test_raw_meat_with_its_bones_is_no_guess() -> None:
    intake = eaten("200 g raw chicken thigh")
    assert not intake.matches and intake.questions


def test_no_measure_of_a_food_contradicts_its_own_portion() -> None:
    rows = catalogue().measures.by_food
    assert set(rows) <= set(catalogue().food_index)
    for food, measures in rows.items():
        for row in measures.values():
            assert 0 < row.grams <= 7000, (food, row.measure)
        if {"cup", "tablespoon"} <= measures.keys():
            assert 8 <= measures["cup"].grams / measures["tablespoon"].grams <= 20, food


# Matching


def test_every_name_and_slug_of_the_catalogue_finds_its_food_or_asks() -> None:
    names = names_of(catalogue())
    for food in catalogue().foods:
        for text in (food.name, food.food.replace("-", " ")):
            reading = read_food(text, names)
            found = [candidate.food for candidate in reading.candidates]
            assert food.food in found or names.words.plain(text) in names.words.foods, text
    sure = [read_food(food.name, names).is_sure for food in catalogue().foods]
    assert sum(sure) > 0.95 * len(sure)


def test_a_name_is_sure_of_no_other_food() -> None:
    names = names_of(catalogue())
    meant = names.words.foods
    for food in catalogue().foods:
        reading = read_food(food.name, names)
        if reading.is_sure and names.words.plain(food.name) not in meant:
            assert reading.candidates[0].food == food.food


def test_no_match_is_below_the_limit_and_no_tie_is_taken() -> None:
    names = names_of(catalogue())
    texts = [f"{a.name} {b.name}" for a, b in zip(catalogue().foods, catalogue().foods[7:], strict=False)]
    for text in [*texts, *(line for line, _, _ in typed_lines())]:
        reading = read_food(text, names)
        scores = [candidate.score for candidate in reading.candidates]
        if reading.is_sure:
            assert scores[0] >= catalogue().rules["match_sure"]
        assert all(0 <= score <= 100 for score in scores)


def test_british_and_american_words_mean_the_same_food() -> None:
    names = names_of(catalogue())
    for word, other in [("aubergine", "eggplant"), ("swede", "rutabaga"), ("broad beans", "fava beans")]:
        assert read_food(word, names).candidates[0].food == read_food(other, names).candidates[0].food


@pytest.mark.parametrize("pair", ["tomatoes tomato", "cherries cherry", "leaves leaf", "peaches peach", "kiwis kiwi"])
def test_a_plural_and_its_singular_are_one_word(pair: str) -> None:
    assert len(set(simple_words(pair))) == 1


# The mean day


def test_totals_are_the_mean_of_the_days_recomputed_from_the_table() -> None:
    intake = eaten("Mon:\n1 banana\n100 g kale, cooked\nTue:\n1 banana\n1 banana\n")
    grams = {"banana": 3 * 126 / 2, "kale": 50.0}
    assert (intake.days, dict(intake.grams)) == (2, grams)
    with (Path(__file__).parents[1] / "data" / "nutrients.csv").open(encoding="utf-8") as file:
        table = {row["food"]: row for row in csv.DictReader(file)}
    for nutrient, value in zip(catalogue().nutrients, intake.nutrients, strict=True):
        if nutrient.nutrient not in table["kale"]:
            continue  # computed on loading
        cells = {food: table[food][nutrient.nutrient] for food in grams}
        known = sum(float(cells[food]) * g / 100 for food, g in grams.items() if cells[food])
        assert value == pytest.approx(known)


def test_a_missing_value_or_an_unknown_food_makes_a_total_at_least() -> None:
    tempeh = eaten("100 g tempeh").at_least
    fibre, energy = catalogue().nutrient_index["fibre_g"], catalogue().nutrient_index["energy_kcal"]
    assert tempeh[fibre] and not tempeh[energy]
    assert not eaten("1 banana").at_least.all()
    assert eaten("1 banana\n1 pizza").at_least.all()
    assert eaten("1 banana\n1 cup rice").at_least.all()


def test_what_is_not_known_is_counted_by_food() -> None:
    intake = eaten("1 banana\nbananas\npizza\nPizza\nrice\n1 orange")
    assert (intake.not_known, intake.foods) == (2, 5)
    assert intake.count_words == "2 of 5 foods not known: totals are at least what is shown."
    assert eaten("1 banana").count_words == "1 food is known."


def test_days_of_one_name_are_one_day() -> None:
    assert make_intake(diary("Mon,egg,1,\nmon ,egg,1,\n TUE,egg,1,\n"), catalogue()).days == 2


def test_an_answer_settles_every_entry_with_its_text() -> None:
    intake = eaten("1 cup rice\n2 cups Rice\n1 pizza", {"rice": "brown-rice", "PIZZA": "none"})
    assert [match.food for match in intake.matches] == ["brown-rice", "brown-rice"]
    assert not intake.questions
    assert [entry.text for entry in intake.unmatched] == ["pizza"]


def test_an_answer_by_place_goes_before_one_by_text() -> None:
    intake = eaten("rice\nrice", {"rice": "brown-rice", "line 2": "white-rice"})
    assert [match.food for match in intake.matches] == ["brown-rice", "white-rice"]


@pytest.mark.parametrize("answer", ["unicorn", "", "kale:", "kale:-1", "kale:nan", "kale:much", "Kale:1:2"])
def test_a_wrong_answer_is_refused(answer: str) -> None:
    with pytest.raises(WrongInput, match=r"the answer for 'rice'"):
        eaten("rice", {"rice": answer})


# Any text at all


VOCABULARY = """1 -2 ½ 1/0 1e400 3,5 cup g kg slice of and with no dry raw milk orange juice rice kale Monday Breakfast
: , ( ) % x nan é 🍕 ٣ ² large half a dozen couple - " handful can on 2.5 150 small red lentils pizza 1,000 / ; #"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n", "\t", "\u2028", "\u00a0", "\x00"])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=12).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("a couple of")
@example("half")
@example("x x 1")
@example("Breakfast: Lunch: 1 egg")
def test_any_line_is_a_match_a_question_unknown_or_refused_by_place(text: str) -> None:
    try:
        entries = parse_lines(text, catalogue())
    except WrongInput as error:
        assert str(error).startswith("line ")
        return
    check_whole(entries, make_intake(entries, catalogue()))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=6), TEXTS, TEXTS, TEXTS), min_size=1, max_size=5), st.booleans())
def test_any_row_is_a_match_a_question_unknown_or_refused_by_place(rows: list, is_plain: bool) -> None:
    file = StringIO()
    csv.writer(file).writerows([["day", "food", "amount", "unit"], *rows])
    if is_plain:
        file = StringIO(HEADER + "\n".join(",".join(row) for row in rows))
    try:
        entries = read_diary(file.getvalue(), "mine.csv", catalogue())
    except WrongInput as error:
        assert str(error).startswith("mine.csv")
        return
    check_whole(entries, make_intake(entries, catalogue()))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([food.name for food in load_catalogue().foods] + ["rice", "pizza", "milk", "dry lentils"]),
    st.floats(0.001, 4000),
    st.sampled_from(sorted(load_catalogue().measures.units)),
    st.booleans(),
)
def test_any_amount_of_any_food_in_any_unit_weighs_something_or_is_asked_for(
    food: str, amount: float, unit: str, counted: bool
) -> None:
    entries = (Entry("line 1", "", food, amount, "portion" if counted else unit, counted),)
    check_whole(entries, make_intake(entries, catalogue()))


@given(st.binary(max_size=200))
def test_any_file_is_read_or_refused_by_name(content: bytes) -> None:
    with pytest.raises(WrongInput, match=r"^mine\.csv"):
        read_diary(content, "mine.csv", catalogue())


# Tables


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("food_words.csv", "oat milk,food,oat-milk", "oat milk,food,unicorn", r"food_words\.csv \(oat milk\).*Correct"),
        (
            "food_words.csv",
            "rice cakes,food,rice-cakes",
            "rice cakes,food,oat-milk",
            r"food_words\.csv .*something else",
        ),
        ("food_words.csv", "two,number,2", "two,number,due", r"food_words\.csv \(two\).*not a number"),
        ("units.csv", "kg,kg|kgs", "kg,kg|g", r"units\.csv \(kg\).*'g' also means g"),
        ("units.csv", "volume,1,", "volume,,", r"units\.csv \(ml\): a size goes"),
        ("measures.csv", "banana,whole", "unicorn,whole", r"measures\.csv \(unicorn\).*build"),
        ("household_measures.csv", "glass,role:milk", "goblet,role:milk", r"household_measures\.csv \(goblet"),
    ],
)
def test_a_broken_table_of_words_or_measures_is_refused(
    tmp_path: Path, file: str, old: str, new: str, message: str
) -> None:
    for path in (Path(__file__).parents[1] / "data").glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        if path.name == file:
            assert old in text
            text = text.replace(old, new, 1)
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(TableError, match=message):
        load_catalogue(tmp_path)
