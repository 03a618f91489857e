"""My gaps as a page: what is typed, uploaded or picked, what it is short of, and a week planned from it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from planner.errors import WrongInput
from planner.gapping import with_now
from planner.intake import make_intake, parse_lines, read_diary
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import load_catalogue
from planner.ui import diary, frame
from planner.ui.diary import Diary

TOAST = "2 slices white toast\n1 banana\n2 cups cooked pasta\n1 cup tomato pasta sauce\n2 tablespoons olive oil"
HOSTILE = "1 <script>alert(1)</script> [a](javascript:x) **b** :red[c] $x$ kale"


def _script(path: str) -> None:
    from planner.ui import frame
    from planner.ui.pages import PAGES

    frame.run(next(show for show, _, own, _ in PAGES if own == path))


def _page(**texts: str) -> AppTest:
    page = AppTest.from_function(_script, args=("gaps",), default_timeout=120.0)
    for part, text in texts.items():
        page.query_params[part] = text
    return _holds_up(page.run())


def _typed(text: str, **texts: str) -> AppTest:
    return _holds_up(_page(**texts).text_area(key="diary-text").set_value(text).run())


def _said(page: AppTest) -> str:
    elements = [*page.markdown, *page.caption, *page.error, *page.warning, *page.info, *page.title, *page.subheader]
    return "\n".join(str(element.value) for element in elements)


def _holds_up(page: AppTest) -> AppTest:
    assert not page.exception
    assert frame.FAULT not in _said(page)
    return page


def _matches(page: AppTest) -> list[str]:
    return list(page.dataframe[0].value["Counted as"])


def _question(page: AppTest) -> str:
    return next(str(box.key) for box in page.selectbox if str(box.key).startswith("mean-"))


def test_the_page_opens_empty_and_an_example_fills_it() -> None:
    page = _page()
    assert "only a blood test" in _said(page)
    assert not page.dataframe
    page.button(key="try-example").click().run()
    _holds_up(page)
    assert page.text_area(key="diary-text").value == diary.EXAMPLE
    assert "2 days, averaged" in _said(page)
    assert "not known\\: totals are at least" in _said(page)


def test_typed_lines_give_matches_with_confidence_and_grams_and_the_gaps() -> None:
    page = _typed(TOAST)
    table = page.dataframe[0].value
    assert list(table["Counted as"])[:2] == ["white bread", "banana"]
    assert list(table["Weight"])[:2] == ["56 g", "126 g"]
    assert all(text.endswith(" %") for text in table["Confidence"])
    said = _said(page)
    assert "All 5 foods are known" in said
    assert "Short by" in said and "Below the AI by" in said
    assert "Meeting an RDA does not treat a deficiency." in said
    gaps = page.dataframe[1].value.set_index("Nutrient")["State"]
    assert gaps["potassium"].startswith("Below the AI")
    assert not any("hort" in state for state in (gaps["potassium"], gaps["choline"]))


def test_the_gap_is_the_target_less_what_the_tables_say_is_eaten() -> None:
    catalogue = load_catalogue()
    page = _typed("100 g banana\n200 g white rice")
    column = catalogue.nutrient_index["magnesium_mg"]
    grams = (("banana", 100), ("white-rice", 200))
    eaten = sum(catalogue.per_100g[catalogue.food_index[food], column] * each / 100 for food, each in grams)
    state = page.dataframe[1].value.set_index("Nutrient").loc["magnesium", "State"]
    assert f"{320 - eaten:.0f}" in state.replace(",", "")


def test_a_question_is_answered_in_place_and_can_be_asked_again() -> None:
    page = _typed("1 cup kale")
    box = page.selectbox(key=_question(page))
    assert len(box.options) > 2
    assert box.options[-1] == "None of these"
    page.selectbox(key=box.key).select_index(0).run()
    _holds_up(page)
    assert "kale" in _matches(page)[0]
    again = next(button for button in page.button if str(button.key).startswith("again-"))
    page.button(key=again.key).click().run()
    _holds_up(page)
    page.selectbox(key=_question(page)).select(diary.NONE).run()
    _holds_up(page)
    assert "1 of 1 food not known" in _said(page)


def test_a_weight_that_no_table_holds_is_asked_for() -> None:
    catalogue = load_catalogue()
    text = next(
        text
        for text in ("1 loaf banana", "1 stalk oatmeal", "1 wedge white rice")
        if make_intake(parse_lines(text, catalogue), catalogue).questions
    )
    page = _typed(text)
    field = next(field for field in page.number_input if str(field.key).startswith("weigh-"))
    page.number_input(key=field.key).set_value(321.0).run()
    _holds_up(page)
    assert list(page.dataframe[0].value["Weight"]) == ["321 g"]


def test_an_answered_weight_holds_for_its_unit_only() -> None:
    catalogue = load_catalogue()
    held = Diary(text="1 loaf banana\n50 g banana")
    entries = held.entries(catalogue)
    held = held.weighing(entries[0], "banana", 400.0)
    intake = make_intake(entries, catalogue, held.answers(entries))
    assert [match.grams for match in intake.matches] == [400.0, 50.0]


def test_unknown_foods_are_listed_counted_and_can_be_likened() -> None:
    page = _typed(f"{TOAST}\n1 dragon roll")
    assert "Not known:** dragon roll" in _said(page)
    assert "1 of 6 foods not known" in _said(page)
    assert "at least" in _said(page) and "Short by at most" in _said(page)
    page.selectbox(key=_question(page)).select("white-rice").run()
    _holds_up(page)
    assert "All 6 foods are known" in _said(page)


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_lost() -> None:
    text = "1 banana\n0 apples"
    page = _typed(text)
    assert "ine 2" in page.error[0].value
    assert page.text_area(key="diary-text").value == text


def _uploading(page: AppTest, data: bytes) -> AppTest:
    page.button_group(key="diary-way").set_value(diary.FILE).run()
    return _holds_up(page.file_uploader(key="diary-file").set_value(("my diary.csv", data, "text/csv")).run())


def test_a_wrong_row_of_a_csv_is_named_with_its_remedy_and_nothing_is_lost() -> None:
    page = _uploading(_typed(TOAST), b"day,food,amount,unit\nMon,banana,1,\nMon,lentils,-2,cup\n")
    error = page.error[0].value
    assert "row 3" in error and "lentils" in error and "above 0" in error
    page = _uploading(page, b"day,food,amount,unit\nMon,banana,1,\nTue,lentils,150,g\n")
    assert not page.error
    assert "2 days, averaged" in _said(page)
    page = _uploading(page, b"nonsense")
    assert "still in use" in page.error[0].value and _matches(page)[0] == "banana"
    page.button_group(key="diary-way").set_value(diary.TYPE).run()
    assert page.text_area(key="diary-text").value == TOAST


def test_a_picked_food_becomes_a_line() -> None:
    page = _page()
    page.button_group(key="diary-way").set_value(diary.PICK).run()
    page.selectbox(key="pick-food").select("lentils").run()
    page.number_input(key="pick-amount").set_value(150.0).run()
    page.selectbox(key="pick-unit-lentils").select("g").run()
    page.button(key="pick-add").click().run()
    _holds_up(page)
    assert "150 g" in page.text_area(key="diary-text").value
    assert list(page.dataframe[0].value["Weight"]) == ["150 g"]


def test_every_food_of_the_catalogue_can_be_picked_and_reads_back() -> None:
    catalogue = load_catalogue()
    asked = []
    for food in catalogue.foods:
        entries = parse_lines(diary.line_of(food, 2, "portion", catalogue), catalogue)
        intake = make_intake(entries, catalogue)
        known = [match.food for match in intake.matches]
        if known != [food.food]:
            asked.append(food.food)
            assert intake.questions and not known, food.food  # never another food
    assert len(asked) <= 8, asked


def test_the_template_and_a_kept_diary_can_be_uploaded() -> None:
    catalogue = load_catalogue()
    assert len(read_diary(diary.template().encode(), "template.csv", catalogue)) == 3
    entries = parse_lines(diary.EXAMPLE, catalogue)
    again = read_diary(diary.as_csv(entries).encode(), "kept.csv", catalogue)
    first, second = make_intake(entries, catalogue), make_intake(again, catalogue)
    assert dict(second.grams) == pytest.approx(dict(first.grams))
    assert (second.days, second.count_words) == (first.days, first.count_words)


@pytest.mark.parametrize("text", [HOSTILE, "☠" * 50 + " kale", "1e309 kale", "=cmd()|' kale", "day 1\n\x00kale", ":"])
def test_hostile_text_is_harmless(text: str) -> None:
    page = _typed(text)
    said = _said(page)
    assert not re.search(r"(?<!\\)(<script|\]\(javascript|:red|\$x)", said)
    assert page.text_area(key="diary-text").value == text
    assert "kale" not in str(dict(page.query_params))


def test_a_hostile_file_name_is_harmless() -> None:
    page = _page()
    page.button_group(key="diary-way").set_value(diary.FILE).run()
    name = "<img src=x onerror=alert(1)>.csv"
    page.file_uploader(key="diary-file").set_value((name, b"day,food,amount,unit\n,banana,x,\n", "text/csv")).run()
    _holds_up(page)
    assert not re.search(r"(?<!\\)<img", page.error[0].value)


def test_options_wait_for_the_question_about_illnesses() -> None:
    page = _typed(TOAST)
    assert "One question first" in _said(page)
    assert not [button for button in page.button if str(button.key).startswith("plan-from-")]


def test_kidney_disease_without_limits_gets_no_options() -> None:
    page = _typed(TOAST, conditions="kidney-disease")
    assert "no plan is made without a limit" in page.error[0].value
    assert not [button for button in page.button if str(button.key).startswith("plan-from-")]


def test_options_are_shown_and_a_week_is_planned_from_one() -> None:
    page = _typed(diary.EXAMPLE, answered="yes")
    cards = [button for button in page.button if str(button.key).startswith("plan-from-")]
    assert 1 <= len(cards) <= 3
    said = _said(page)
    assert "- Add " in said and "a day" in said and "kcal a day" in said and "Reaches the target of" in said
    page.button(key="plan-from-0").click().run()
    _holds_up(page)
    choices = page.session_state["choices"]
    assert {"banana", "pasta"} <= set(choices.request.eats)
    assert choices.request.must_have
    assert "eats" not in page.query_params
    assert "eats" not in page.session_state["paper"]["file"]
    page.button(key="undo").click().run()
    assert page.session_state["choices"].request == PlanRequest()


def test_a_card_says_what_the_labels_of_its_foods_must_say() -> None:
    said = _said(_typed(diary.EXAMPLE, answered="yes", without="gluten"))
    assert "Check the label of everything in a packet" in said and "labelled gluten-free" in said
    assert "Check the label of everything" not in _said(_typed(diary.EXAMPLE, answered="yes"))


def test_no_option_within_little_energy_says_why() -> None:
    page = _typed("1 banana", answered="yes")
    page.slider(key="gap-kcal").set_value(50).run()
    _holds_up(page)
    assert not [button for button in page.button if str(button.key).startswith("plan-from-")]
    assert "50 kcal a day more" in page.info[-1].value
    assert "--" not in page.info[-1].value


def test_nothing_ticked_asks_for_a_tick() -> None:
    page = _typed(TOAST)
    page.button_group(key="gap-close").set_value([]).run()
    page.button_group(key="health-answer").set_value("No").run()
    _holds_up(page)
    assert "Tick at least one gap" in _said(page)


def test_a_target_that_food_cannot_meet_is_never_shown_as_met() -> None:
    page = _typed("3 cups soy milk\n" + TOAST, conditions="pernicious-anaemia")
    states = page.dataframe[1].value.set_index("Nutrient")["State"]
    assert "doctor" in states["B12"] or "Food cannot" in states["B12"]


def test_wrong_answers_are_refused_by_name() -> None:
    catalogue = load_catalogue()
    entries = Diary(text="1 cup kale").entries(catalogue)
    with pytest.raises(WrongInput, match="no such food"):
        make_intake(entries, catalogue, Diary().meaning("kale", "stones").answers(entries))


def test_a_nutrient_that_must_not_rise_is_capped_at_what_is_eaten() -> None:
    catalogue = load_catalogue()
    request = check_request(PlanRequest(conditions=("heart failure",)), catalogue)
    intake = make_intake(parse_lines(TOAST, catalogue), catalogue)
    wish = next(wish for wish in with_now(request, intake, catalogue).now if wish.nutrient == "potassium_mg")
    eaten = intake.nutrients[catalogue.nutrient_index["potassium_mg"]]
    assert wish.upper == pytest.approx(eaten, abs=1e-3)
    page = _typed(TOAST, conditions="heart-failure")
    states = page.dataframe[1].value.set_index("Nutrient")["State"]
    assert "Below" not in states["potassium"] and "Short" not in states["potassium"]


def test_the_page_holds_with_absorption_switched_on() -> None:
    said = _said(_typed(TOAST, absorption="yes"))
    assert "absorbed" in said or "Calcium" in said


def test_one_unknown_line_is_not_shown_as_short() -> None:
    page = _typed("1 dragon roll", answered="yes")
    said = _said(page)
    assert "0 of 1 line understood. Nothing can be said about what is short" in said
    assert "Write one food a line" in said and "Not known:** dragon roll" in said
    for unsaid in ("hort by", "elow the AI", "%", "Close the gaps", "Your gaps", "kcal", "totals"):
        assert unsaid not in said, unsaid
    assert not page.dataframe
    assert not [button for button in page.button if str(button.key).startswith("plan-from-")]
    assert not page.get("vega_lite_chart")


def test_what_is_above_a_most_is_shown_also_where_most_is_unknown() -> None:
    page = _typed("400 g ham\n1 dragon roll\n1 sushi")
    assert "Too little to tell" in _said(page)
    assert any(warning.value.startswith("Sodium is above the most\\: at least") for warning in page.warning)
    known = _typed(f"400 g ham\n{TOAST}")
    assert any(warning.value.startswith("Sodium is above the most\\: ") for warning in known.warning)


def test_little_energy_asks_whether_that_was_everything_and_a_yes_is_answered_kindly() -> None:
    page = _typed("1 banana\n1 apple")
    assert "Was that everything?" in _said(page) and "That is little" not in _said(page)
    assert "Short by at most" in _said(page)
    assert "B12: perhaps short, 0 %" in page.button_group(key="gap-close").options
    page.checkbox(key="diary-everything").check().run()
    said = _said(_holds_up(page))
    assert "That is little; if it is not meant or hard to change, see a doctor." in said
    assert "Short by at most" not in said and "Short by" in said
    assert "B12: short, 0 %" in page.button_group(key="gap-close").options
    page.text_area(key="diary-text").set_value("1 banana").run()
    assert not _holds_up(page).checkbox(key="diary-everything").value, "another diary is asked anew"
    assert "That is little" not in _said(page)


def test_whoever_ate_enough_is_not_asked() -> None:
    page = _typed(diary.EXAMPLE)
    assert not [box for box in page.checkbox if box.key == "diary-everything"]


def test_a_short_diary_speaks_of_its_days() -> None:
    one, two, three = (_typed("\n".join(f"day {n}\n{TOAST}" for n in range(1, 1 + days))) for days in (1, 2, 3))
    assert "It is about this day, not how you usually eat." in _said(one) and "on this day" in _said(one)
    assert "It is about these 2 days" in _said(two) and "a day on these days" in _said(two)
    assert "these days" not in _said(three) and "this day" not in _said(three)
