"""Every page as a page, without a browser: it runs for each diet, and nothing that is typed breaks it."""

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from planner.errors import ImpossibleRequest
from planner.exports.printable import to_buy_html
from planner.pipeline import kept_dishes, make_plan
from planner.plan import Plan
from planner.request import PlanRequest, TargetWish
from planner.shopping import to_buy
from planner.tables.catalogue import load_catalogue, tables_folder
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.rows import DIETS
from planner.tables.symptoms import load_causes
from planner.ui import address, charts, frame, price_file, swap, words
from planner.ui.choices import Choices
from planner.ui.pages import PAGES

PATHS = [path for _, _, path, _ in PAGES]
SECONDS = 60.0
OPTIONS_OF_THE_COMMAND_LINE = "--"


def _script(path: str) -> None:
    from planner.ui import frame
    from planner.ui.pages import PAGES

    frame.run(next(show for show, _, own, _ in PAGES if own == path))


def _page(path: str, **texts: str) -> AppTest:
    """A page that has run once, opened with these parts in its address."""
    page = AppTest.from_function(_script, args=(path,), default_timeout=SECONDS)
    for part, text in texts.items():
        page.query_params[part] = text
    return page.run()


def _dish_script(day: int, meal: str) -> None:
    from planner.ui import dialogs, frame, session

    session.start()
    frame.header("A dish", "as its dialog shows it")
    plan = frame.week()
    assert plan is not None
    today = plan.days[day - 1]
    dialogs.dish(today, next(each for each in today.meals if each.meal == meal), plan)


def _dish(day: int, meal: str) -> AppTest:
    """What a dish's dialog shows: a dialog itself ends with the first button in it, here it stays."""
    return AppTest.from_function(_dish_script, args=(day, meal), default_timeout=SECONDS).run()


def _said(page: AppTest) -> str:
    elements = [*page.markdown, *page.caption, *page.error, *page.warning, *page.info, *page.title, *page.subheader]
    return "\n".join(str(element.value) for element in elements)


def _holds_up(page: AppTest) -> None:
    assert not page.exception
    assert frame.FAULT not in _said(page)
    assert "does not diagnose" in _said(page)


@pytest.mark.parametrize("diet", DIETS)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_runs_for_each_diet(path: str, diet: str) -> None:
    page = _page(path, diet=diet)
    _holds_up(page)
    assert not page.error or path == "about"


def test_my_week_opens_filled_with_a_vegan_week() -> None:
    page = _page("")
    _holds_up(page)
    said = _said(page)
    assert "Vegan, for a woman of 35" in said
    for nutrient in ("B12", "Magnesium", "Potassium", "Calcium"):
        assert nutrient in said
    assert said.count("Reached") == 4
    dishes = [button for button in page.button if str(button.key).startswith("dish-")]
    assert len(dishes) == 7 * 4


HOSTILE = [
    {"diet": "stones"},
    {"age": "-1e999"},
    {"age": "<script>alert(1)</script>"},
    {"sex": "male", "trimester": "2"},
    {"target": "calcium_mg=9:1,=:,kryptonite=1:"},
    {"exclude": "../../etc/passwd"},
    {"price": "oatmeal:nan,kale:-3"},
    {"week": "eNoDAAAAAAE", "keep": "!!!!"},
    {"days": "9" * 5000, "seed": "1.5", "conditions": "rm -rf"},
    {"__proto__": "x", "diet": "vegan"},
]


@pytest.mark.parametrize("texts", HOSTILE)
def test_a_broken_or_hostile_address_gives_defaults_and_a_message(texts: dict[str, str]) -> None:
    page = _page("", **texts)
    _holds_up(page)
    assert "could not be read" in page.warning[0].value
    assert "script" not in page.warning[0].value
    assert "Cost of the week" in _said(page)


def test_an_impossible_request_says_what_clashes_and_undoes_the_last_change() -> None:
    page = _page("me")
    page.number_input(key="me-budget").set_value(1.0).run()
    _holds_up(page)
    assert page.error
    assert OPTIONS_OF_THE_COMMAND_LINE not in page.error[0].value
    page.button(key="undo-problem").click().run()
    _holds_up(page)
    assert not page.error
    assert page.number_input(key="me-budget").value is None


def test_a_change_that_cannot_be_planned_for_is_refused_with_its_reason() -> None:
    page = _page("me")
    page.number_input(key="me-weight_kg").set_value(300.0).run()
    _holds_up(page)
    assert "body mass index" in page.warning[0].value
    assert page.number_input(key="me-weight_kg").value < 300


def test_a_fault_of_ours_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(frame, "header", broken)
    page = _page("about")
    assert not page.exception
    assert frame.FAULT in _said(page)
    assert "secret detail" not in _said(page)


def test_the_potassium_slider_waits_for_the_question() -> None:
    page = _page("targets")
    assert page.slider(key="slide-potassium_mg").disabled
    page = _page("targets", answered="yes")
    _holds_up(page)
    assert not page.slider(key="slide-potassium_mg").disabled


def test_kidney_disease_without_a_limit_gives_no_plan_and_with_one_keeps_it() -> None:
    page = _page("targets", conditions="kidney-disease", answered="yes")
    _holds_up(page)
    assert "no plan is made without a limit for phosphorus, sodium and protein" in page.error[0].value
    assert "either a limit for potassium from your doctor or dietitian, or what you eat" in page.error[0].value
    assert "Then enter it under Targets." in page.error[0].value
    assert "=MAX" not in page.error[0].value and "planner gaps" not in page.error[0].value
    assert not [button for button in page.button if str(button.key).startswith("dish-")]
    for number in [field for field in page.number_input if str(field.key).startswith("limit-")]:
        page.number_input(key=number.key).set_value(3000.0)
    page.run()
    _holds_up(page)
    assert not page.error
    slider = page.slider(key="slide-potassium_mg")
    assert "at most" in slider.label
    assert slider.max == 3000


def test_the_calcium_slider_stops_at_the_upper_limit_and_says_why() -> None:
    page = _page("targets")
    bounds = load_catalogue().references.intakes
    upper = next(
        row.upper
        for row in bounds
        if (row.nutrient, row.kind) == ("calcium_mg", "UL") and row.is_for("female", "general", 35)
    )
    assert page.slider(key="slide-calcium_mg").max == upper
    assert "the upper limit (UL)" in _said(page)


def test_moving_a_slider_makes_a_week_that_meets_it_and_undo_brings_the_old_one_back() -> None:
    page = _page("targets")
    before = page.session_state["plan"]
    page.slider(key="slide-calcium_mg").set_value(1300.0).run()
    _holds_up(page)
    assert _mean(page.session_state["plan"], "calcium_mg") >= 1300 - 1e-6
    page.button(key="undo").click().run()
    assert page.session_state["plan"] is before
    assert page.slider(key="slide-calcium_mg").value == 1100


def test_an_own_target_below_the_reference_is_not_called_reached() -> None:
    page = _page("targets", answered="yes", diet="omnivore", target="potassium_mg=1000:2300")
    _holds_up(page)
    assert _mean(page.session_state["plan"], "potassium_mg") < 2600
    assert "Below the AI of 2,600" in _said(page)
    assert "short" not in _said(page)


def _mean(plan: Plan, nutrient: str) -> float:
    return sum(day.nutrients[nutrient] for day in plan.days) / len(plan.days)


def test_where_no_other_dish_fits_the_dialog_says_why_and_what_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(*_: object) -> None:
        raise ImpossibleRequest("Foods could, but no 7 days of meals can: the budget would have to be 2.00 USD higher.")

    monkeypatch.setattr(swap, "swap_dish", impossible)
    page = _dish(1, "lunch")
    page.button(key="swap-1-lunch").click().run()
    assert not page.exception
    said = "\n".join(warning.value for warning in page.warning)
    assert "No other lunch was found for day 1" in said
    assert "budget would have to be 2.00 USD higher" in said
    before = page.session_state["plan"]
    page.button(key="swap-another").click().run()
    assert not page.exception
    assert kept_dishes(page.session_state["plan"]) != kept_dishes(before)


def test_swapping_again_shows_a_third_dish_and_what_it_costs() -> None:
    page, seen = _dish(2, "dinner"), []
    for _ in range(3):
        meal = next(meal for meal in page.session_state["plan"].days[1].meals if meal.meal == "dinner")
        seen.append(meal.pattern)
        page.button(key="swap-2-dinner").click().run()
        assert not page.exception
        assert "Day 2, dinner" in page.toast[0].value
        assert "for the week" in page.toast[0].value
    assert len(set(seen)) == 3


@pytest.mark.parametrize("percent", range(0, 261, 5))
def test_numbers_in_the_heat_map_can_be_read(percent: int) -> None:
    ground = charts.luminance(charts.ground(percent)) + 0.05
    ink = 0.05 if charts.ink(percent) == charts.BLACK else 1.05
    assert max(ground, ink) / min(ground, ink) >= 4.5


def test_sessions_do_not_see_each_other() -> None:
    first, second = _page("", exclude="kale,unobtainium"), _page("")
    assert first.session_state["choices"].request.exclude == ("kale",)  # what can be read of a list holds
    assert "kale" not in first.session_state["plan"].foods
    assert second.session_state["choices"] == Choices()


def test_choices_come_back_from_their_address_and_file() -> None:
    catalogue = load_catalogue()
    request = PlanRequest(
        diet="omnivore",
        exclude=("kale",),
        must_have=("salmon", "quinoa"),
        targets=(TargetWish("calcium_mg", 1200.0, None),),
        conditions=("heart-failure",),
        clinician_limits=(TargetWish("potassium_mg", None, 3000.0),),
        max_cost_usd=61.5,
        seed=3,
    )
    choices = Choices(request, prices=(("kale", 0.123456789),), answered=True).of_person(age=62, sex="male")
    assert address.from_texts(address.to_texts(choices), catalogue) == (choices, [])
    assert address.from_texts(address.from_file(address.to_file(choices, {})), catalogue) == (choices, [])


def test_foods_that_must_be_had_are_chosen_on_me_and_stand_in_the_week() -> None:
    page = _page("me")
    before = page.session_state["plan"]
    field = page.multiselect(key="me-must-have")
    assert "kale (any kind)" in field.options and "grilled salmon" not in field.options
    field.select("tofu").select("walnuts").run()
    _holds_up(page)
    assert not page.error and not page.warning
    plan = page.session_state["plan"]
    assert "walnuts" in plan.foods and {"tofu", "firm-tofu"} & plan.foods
    helpings = {(m.pattern, i.food) for d in before.days for m in d.meals for i in m.items}
    held = {(m.pattern, i.food) for d in plan.days for m in d.meals for i in m.items}
    assert len(helpings & held) > 0.6 * len(helpings)  # the shown week stays near
    assert page.query_params["must_have"] == "tofu,walnuts"
    page.button(key="undo").click().run()
    assert page.multiselect(key="me-must-have").value == []


def test_a_mended_week_can_be_searched_afresh() -> None:
    page = _page("", diet="omnivore")
    assert not [button for button in page.button if button.key == "afresh"]
    page.session_state["choices"] = (
        page.session_state["choices"].near(page.session_state["plan"]).with_wish("calcium_mg", 1010.0, None)
    )
    page.run()
    mended = page.session_state["plan"]
    assert mended.gap > 0.01
    button = page.button(key="afresh")
    saved = mended.cost_usd - 7 * mended.lower_bound_usd_per_day
    assert f"${saved:.2f} at most" in button.help
    button.click().run()
    _holds_up(page)
    assert page.session_state["choices"].request.near == ()
    assert page.session_state["choices"].request.targets == (TargetWish("calcium_mg", 1010.0, None),)
    assert page.session_state["plan"].cost_usd != mended.cost_usd
    assert not [button for button in page.button if button.key == "afresh"]
    page.button(key="undo").click().run()
    assert page.session_state["plan"].cost_usd == mended.cost_usd


def test_a_food_on_both_sides_is_told_and_nothing_is_lost() -> None:
    page = _page("me", must_have="kale")
    page.multiselect(key="me-exclude").select("kale").run()
    _holds_up(page)
    assert "Foods I must have, kale\\: among your foods to avoid" in page.warning[0].value
    assert page.multiselect(key="me-exclude").value == []
    assert page.multiselect(key="me-must-have").value == ["kale"]
    page.multiselect(key="me-without").select("soy").run()
    assert not page.warning
    page.multiselect(key="me-must-have").set_value(["kale", "lentils"]).run()
    _holds_up(page)
    page.selectbox(key="me-diet").select("omnivore").run()
    page.multiselect(key="me-must-have").select("salmon").run()
    page.selectbox(key="me-diet").select("vegan").run()
    assert "not vegan" in page.warning[0].value
    assert page.selectbox(key="me-diet").value == "omnivore"
    assert page.multiselect(key="me-must-have").value == ["kale", "lentils", "salmon"]


def test_an_address_keeps_what_can_be_had_of_a_list_and_says_so() -> None:
    page = _page("me", must_have="Kale,unobtainium,salmon,soft tofu calcium-set")
    _holds_up(page)
    assert "left out\\: must have." in page.warning[0].value
    assert page.multiselect(key="me-must-have").value == ["kale", "soft tofu calcium set"]


def test_the_very_week_is_in_the_address() -> None:
    catalogue = load_catalogue()
    plan = make_plan(PlanRequest(), catalogue)
    texts = address.to_texts(Choices(week=kept_dishes(plan)))
    assert address.from_texts(texts, catalogue)[0].week == kept_dishes(plan)
    assert sum(map(len, texts.values())) < 4000  # browsers and chat programs carry that
    page = _page("", **texts)
    _holds_up(page)
    assert kept_dishes(page.session_state["plan"]) == kept_dishes(plan)


def test_the_saved_file_holds_the_very_week_that_is_shown() -> None:
    page = _page("targets")
    page.slider(key="slide-calcium_mg").set_value(1200.0).run()
    texts = address.from_file(page.session_state["paper"]["file"])
    choices, left_out = address.from_texts(texts, load_catalogue())
    assert not left_out
    assert choices.week == kept_dishes(page.session_state["plan"])
    assert choices.request.targets == (TargetWish("calcium_mg", 1200.0, None),)
    assert texts["tables"] == page.session_state["plan"].tables


@pytest.mark.parametrize("path", ["about", "symptoms"])
def test_a_page_without_a_week_keeps_the_request_in_its_address(path: str) -> None:
    page = _page(path, diet="omnivore", units="us")
    page.query_params.clear()
    page.run()
    _holds_up(page)
    assert page.query_params["diet"] == "omnivore"
    assert page.query_params["units"] == "us"


def test_a_height_in_feet_and_inches_is_taken_over() -> None:
    page = _page("me", units="us")
    page.number_input(key="me-feet").set_value(5)
    page.number_input(key="me-inches").set_value(11.0).run()
    _holds_up(page)
    assert page.session_state["choices"].request.person.height_cm == pytest.approx(180.3)
    assert (page.number_input(key="me-feet").value, page.number_input(key="me-inches").value) == (5, 11.0)


def test_the_shopping_list_is_in_ounces_quarts_and_pounds_where_they_are_chosen() -> None:
    assert words.in_us_units("7 slices (260 g)") == "7 slices (9.2 oz)"
    assert words.in_us_units("6 (1.2 kg with peel)") == "6 (2.6 lb with peel)"
    assert words.in_us_units("240 ml") == "8.1 fl oz"
    assert words.in_us_units("1.9 l") == "2.0 qt"
    page = _page("shopping", units="us")
    _holds_up(page)
    labels = [box.label for box in page.checkbox]
    assert labels
    assert not [label for label in labels if re.search(r"\d (g|kg|ml|l)\b", label)]


def test_a_screen_reader_hears_no_markup_in_the_shopping_list() -> None:
    for box in _page("shopping").checkbox:
        assert not set("*\\_#") & set(box.label)


def test_the_page_to_print_holds_every_line_and_no_markup_of_its_own() -> None:
    catalogue = load_catalogue()
    lines = to_buy(make_plan(PlanRequest(), catalogue), catalogue)
    page = to_buy_html((*lines, replace(lines[0], form="<b>&", text="<b>&: 1 g")), "A <title>")
    assert page.count("<li>") == len(lines) + 1
    assert "<li>&lt;b&gt;&amp;: 1 g" in page
    assert "A &lt;title&gt;" in page


def test_a_search_without_a_hit_says_what_to_try() -> None:
    page = _page("foods")
    page.text_input(key="food-search").set_value("xyzzy").run()
    _holds_up(page)
    assert "Try a part of a word" in page.info[0].value
    assert "Your own prices: none yet" in _said(page)


def test_a_week_that_does_not_fit_any_more_is_not_replaced_silently() -> None:
    catalogue = load_catalogue()
    plan = make_plan(PlanRequest(), catalogue)
    eaten = next(iter(plan.foods))
    page = _page("", **address.to_texts(Choices(PlanRequest(exclude=(eaten,)), week=kept_dishes(plan))))
    _holds_up(page)
    assert page.error
    page.button(key="again-problem").click().run()
    _holds_up(page)
    assert not page.error
    assert eaten not in page.session_state["plan"].foods


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "steadyplate-request"}', "[" * 100_000, "nonsense"])
def test_a_file_that_is_no_saved_week_is_refused(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        address.from_file(text)


def test_a_price_file_names_the_wrong_rows_and_keeps_the_rest() -> None:
    catalogue = load_catalogue()
    data = b"food,usd_per_100g\nkale,0.5\nunobtainium,1\nlentils,-2\noatmeal,cheap\nbanana,0.2\n"
    prices, errors = price_file.read(data, catalogue)
    assert prices == {"kale": 0.5, "banana": 0.2}
    assert [error.split()[1] for error in errors] == ["3", "4", "5"]
    assert price_file.read(b"\xff\xfe\x00", catalogue)[0] == {}
    assert price_file.read(b"", catalogue)[1]


def test_the_template_changes_no_price() -> None:
    catalogue = load_catalogue()
    assert price_file.read(price_file.template(catalogue).encode(), catalogue) == ({}, [])


def test_about_shows_every_red_flag_open() -> None:
    page = _page("about")
    now, soon = page.error[0].value, page.warning[0].value
    for rule in load_complaint_rules(tables_folder()):
        assert rule.tier == "self-care" or words.escaped(rule.says) in (now if rule.tier == "now" else soon)
    assert all(number in now for number in ("911", "999", "112"))
    assert "Get medical help now" in now and "See a doctor soon" in soon


def test_about_shows_every_cause_and_piece_of_advice() -> None:
    page = _page("about")
    shown = " ".join(text.value for text in page.markdown)
    for row in load_causes(tables_folder()):
        assert words.escaped(row.says) in shown, row.cause


def test_a_stage_of_life_that_is_chosen_as_an_illness_is_sent_to_the_page_about_oneself() -> None:
    page = _page("targets", conditions="pregnancy", answered="yes")
    _holds_up(page)
    assert "give the trimester under Me" in page.error[0].value


def test_typed_text_is_never_markup() -> None:
    assert words.escaped("[a](http://x) **b** <i> $x$ :red[c]") == (
        r"\[a\](http\://x) \*\*b\*\* \<i\> \$x\$ \:red\[c\]"
    )


# --- absorption


def test_the_switch_for_absorption_stands_by_calcium_and_says_why_spinach_hardly_counts() -> None:
    page = _page("targets")
    switch = page.toggle(key="absorption-switch")
    assert switch.value is False
    assert "spinach counts for magnesium and potassium, but hardly for calcium" in _said(page)
    assert "Absorbed calcium" not in _said(page)
    switch.set_value(True).run()
    _holds_up(page)
    said = _said(page)
    assert "330 mg (RDA +10 % x 0.3) of absorbed calcium" in said
    assert "B12, absorbed" in said
    assert "Absorbed calcium" in said
    page.toggle(key="absorption-switch").set_value(False).run()
    assert "B12, absorbed" not in _said(page)


def test_a_link_with_absorption_shows_eaten_and_absorbed() -> None:
    page = _page("nutrients", absorption="yes")
    _holds_up(page)
    assert "Eaten and absorbed" in [each.value for each in page.subheader]
    pairs = next(frame.value for frame in page.dataframe if "Absorbed a day" in frame.value.columns)
    assert list(pairs["Nutrient"]) == ["calcium", "B12, added"]
    assert set(pairs["State"]) == {"reached"}


def test_a_choice_for_absorption_survives_its_address_and_nonsense_is_no_choice() -> None:
    tables = load_catalogue()
    chosen = Choices().asking(absorption=True)
    assert address.to_texts(chosen) == {"absorption": "yes"}
    assert address.from_texts({"absorption": "yes"}, tables) == (chosen, [])
    assert address.from_texts({"absorption": "maybe"}, tables)[0] == Choices()
