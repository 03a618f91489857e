"""What is handed to others, kept under a name or logged names no illness and no medicine; the person reads it all."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import icalendar
import openpyxl
import pytest
from helpers import DEFAULT, catalogue, needed_with, plain, plan_for, targets_of
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest
from test_cli import run, run_apart
from test_page_downloads import taken
from test_pages import _holds_up, _page, _said

from planner import Person, PlanRequest
from planner.cohort.member import wrong_row
from planner.errors import PlannerError, UnsupportedPerson, WrongInput
from planner.explain.beside import medicine_notes
from planner.exports import FILES, FORMATS, WEEK_MIMES, Away, health_sheet, list_file, week_file
from planner.exports.health import ELSEWHERE
from planner.exports.labels import label_notice
from planner.exports.printable import to_buy_html
from planner.plan import Plan, target_results
from planner.request import TargetWish, check_request, parse_limit
from planner.shopping import to_buy
from planner.tables.conditions import Condition
from planner.tables.wording import plain_words
from planner.taken import parse_supplement
from planner.targets import make_targets
from planner.ui import address, pages
from planner.ui.choices import Choices

CONDITIONS = catalogue().conditions
PLANNED = [row for row in CONDITIONS if row.plans == "yes"]
HANDED = [kind for kind in WEEK_MIMES if kind != "json"]
LIMITS = "potassium=3000 phosphorus=1500 sodium=2000 protein=90"
BRANDS = {  # what somebody writes, with the limits that it asks for
    "Lasix and heart failure": "potassium=3000",
    "Coumadin": "",
    "Zestril, metformin": "potassium=3000",
    "celiac disease": "",
}


@cache
def names() -> frozenset[str]:
    """Every name and word of an illness or a medicine, but for words that foods and dishes are named with."""
    known = {word for row in CONDITIONS for word in row.spellings}
    for row in plain("illnesses.csv"):
        known |= {plain_words(word) for word in (row["illness"], *row["words"].split("|"))}
    for table in ("medicine_names.csv", "medicines.csv", "medicine_classes.csv"):
        known |= {plain_words(row.get("name") or row["generic"]) for row in plain(table)}
    known -= {plain_words(row["name"]) for row in plain("medicine_names.csv") if row["generics"] == "-"}  # no medicine
    ordinary = plain_words(" ".join(handed(plan_for(DEFAULT), DEFAULT, HANDED)))
    ordinary += " " + plain_words(" ".join(f"{food.name} {food.title_word}" for food in catalogue().foods))
    ordinary += " " + plain_words(" ".join(row.name for row in catalogue().nutrients))
    labels = ({**row, "source": ""} for row in plain("label_words.csv"))  # the source is never printed
    ordinary += " " + plain_words(" ".join(cell for row in labels for cell in row.values()))
    return frozenset(word for word in known if len(word) > 2 and f" {word} " not in f" {ordinary} ")


def text_of(kind: str, content: bytes) -> str:
    """A file as other software reads it, with what it says of itself."""
    if kind == "pdf":
        reader = PdfReader(BytesIO(content))
        return " ".join([str(reader.metadata), *(page.extract_text() for page in reader.pages)])
    if kind == "xlsx":
        return " ".join(str(cell.value) for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row)
    if kind == "ics":
        events = icalendar.Calendar.from_ical(content).walk()
        return " ".join(str(value) for event in events for value in event.values())
    return content.decode()


def handed(plan: Plan, request: PlanRequest, kinds: list[str]) -> Iterator[str]:
    """All that is handed out of a week, as text."""
    tables, away = catalogue(), Away()
    for kind in kinds:
        yield text_of(kind, week_file(kind, plan, request, tables, away))
    lines, notice = to_buy(plan, tables, request), label_notice(request, tables)
    for kind in FORMATS if "pdf" in kinds else ():
        yield text_of(kind, list_file(kind, lines, notice=notice))
    yield to_buy_html(lines, "Shopping list", notice)
    yield json.dumps(address.for_link(Choices(request=request, answered=True)))


def said_in(texts: Iterator[str]) -> set[str]:
    """Names of illnesses and medicines in texts."""
    found, longest = set[str](), 8  # words of a name
    for words in (plain_words(text).split() for text in texts):
        for count in range(1, longest + 1):
            found |= names().intersection(" ".join(words[i : i + count]) for i in range(len(words) - count + 1))
    return found


def request_for(row: Condition) -> PlanRequest:
    """Somebody with a condition and whatever limits it asks for."""
    person = {"pregnant": Person(pregnant_trimester=2), "lactating": Person(lactating_months=3)}
    asked = PlanRequest(conditions=(row.name,), diet="omnivore", **needed_with(row.condition))
    return replace(asked, person=person.get(row.stage, Person()))


def as_if(plan: Plan, request: PlanRequest) -> Plan:
    """A week with all that would be said of it for this request; nothing is solved."""
    request, tables = check_request(request, catalogue()), catalogue()
    targets = make_targets(request, tables)
    notes = (*targets.warnings, *medicine_notes(plan.days, request, tables))
    return replace(plan, targets=target_results(plan.days, targets, tables), notes=notes)


@pytest.mark.parametrize("row", PLANNED, ids=lambda row: row.condition)
def test_no_file_and_no_link_names_what_somebody_has_or_takes(row: Condition) -> None:
    request = request_for(row)
    plan = as_if(plan_for(DEFAULT), request)
    assert said_in(iter(plan.notes)) or row.stage  # so there is something to leave out
    assert not said_in(handed(plan, request, ["md"]))


@pytest.mark.parametrize("condition", BRANDS)
def test_no_file_of_a_planned_week_names_it_in_any_format(condition: str) -> None:
    limits = tuple(map(parse_limit, BRANDS[condition].split()))
    supplement = (parse_supplement("vitamin d=10ug"),)
    request = PlanRequest(conditions=(condition,), clinician_limits=limits, diet="omnivore", supplements=supplement)
    request = replace(request, leafy_greens="some-days") if condition == "Coumadin" else request
    plan = plan_for(request)
    texts = list(handed(plan, request, HANDED))
    assert not said_in(iter(texts))
    assert not [text for text in texts if re.search(r"clinician|limit of|medicine|illness|heeding|supplement", text)]
    for kind in ("pdf", "md"):
        page = " ".join(text_of(kind, week_file(kind, plan, request, catalogue(), Away())).split())
        assert ELSEWHERE in page


def test_the_line_in_place_of_warnings_stands_on_everybodys_week() -> None:
    page = text_of("pdf", week_file("pdf", plan_for(DEFAULT), DEFAULT, catalogue(), Away()))
    assert ELSEWHERE in " ".join(page.split())


def test_a_pregnancy_is_on_no_paper_and_in_no_link() -> None:
    request = replace(DEFAULT, person=Person(age=30, pregnant_trimester=2))
    plan = as_if(plan_for(DEFAULT), request)
    texts = [text for text in handed(plan, request, HANDED) if re.search(r"pregnan|trimester", text)]
    assert not texts


def test_the_sheet_for_a_doctor_holds_all_of_it() -> None:
    request = PlanRequest(
        conditions=("Lasix and heart failure",),
        clinician_limits=(parse_limit("potassium=3000"),),
        diet="omnivore",
        supplements=(parse_supplement("vitamin d=10ug"),),
    )
    sheet = health_sheet(as_if(plan_for(DEFAULT), request), request, catalogue())
    for said in (
        "heart failure",
        "loop or thiazide diuretic",
        "at most 3,000 mg of potassium",
        "10 mcg a day.",
        "CDRR",
    ):
        assert said in sheet, said
    for warning in targets_of(request).warnings:
        assert warning.split(".")[0][:40].replace("ug", "mcg") in sheet.replace("\\", "")


def test_the_terminal_writes_the_sheet_only_where_it_is_asked_for(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.md"
    asked = ("week", "--diet", "omnivore", "--condition", "Coumadin", "--leafy-greens", "some-days", "--days", "2")
    answer = run(*asked, "--out", str(tmp_path / "out"), "--health", str(sheet))
    assert answer.code == 0 and "Warfarin:" in answer.out  # the person who asked reads every warning
    assert "Warfarin:" in sheet.read_text(encoding="utf-8")
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(FILES)
    handed_out = [path for path in (tmp_path / "out").iterdir() if path.name != "week.json"]
    assert not said_in(text_of(path.suffix[1:], path.read_bytes()) for path in handed_out)
    nowhere = run(*asked, "--health", str(tmp_path / "none" / "sheet.md"))
    assert nowhere.code == 2 and "--health" in nowhere.err


# --- errors


def refusals() -> Iterator[tuple[str, PlannerError]]:
    """Every refusal for a condition that no limit or stage of life comes with, by its name."""
    for row in CONDITIONS:
        for more in (
            {},
            {"person": Person(energy_kcal=1700)},
            {"targets": [TargetWish(nutrient, 0.0, 9e4) for nutrient in row.only_lower[:1]]},
            {"must_have": (*row.avoid_foods, *row.little_foods)[:1]},
            {"supplements": [parse_supplement("iron=10mg"), parse_supplement("folic acid=100ug")]},
        ):
            try:
                targets_of(PlanRequest(conditions=(row.name,), diet="omnivore", **more))
            except PlannerError as error:
                if "no dish here holds it" not in str(error):  # of a food, whatever somebody has
                    yield row.name, error
    for row in plain("illnesses.csv"):
        try:
            targets_of(PlanRequest(conditions=(row["illness"],)))
        except PlannerError as error:
            yield row["illness"], error


def test_no_message_of_an_error_names_it_and_the_person_is_told_all() -> None:
    found = list(refusals())
    assert len(found) > 60
    for name, error in found:
        assert not said_in(iter([str(error)])), (name, str(error))
        assert name.lower() in error.told.lower(), (name, error.told)
        assert str(error).startswith("--") and "." in str(error)


def test_what_is_not_known_is_named_by_its_place_alone() -> None:
    with pytest.raises(WrongInput, match=r"^--condition \(number 2\): not known here") as known:
        targets_of(PlanRequest(conditions=("metformin", "lisinopirl")))
    assert "lisino" not in str(known.value)
    assert "Not understood: lisinopirl. Did you mean lisinopril" in known.value.told


def test_a_refusal_sends_to_a_doctor_also_without_its_private_part() -> None:
    for row in CONDITIONS:
        if row.plans == "no":
            with pytest.raises(UnsupportedPerson, match=r"nothing is planned here\. Ask your doctor") as refused:
                targets_of(PlanRequest(conditions=(row.name,)))
            assert row.say in refused.value.told and row.red_flag in refused.value.told


def test_a_program_that_reads_json_is_told_no_names_and_a_person_is() -> None:
    asked = ("week", "--condition", "kidney disease")
    assert "Kidney disease: Damaged kidneys" in run(*asked).err
    answer = run(*asked, "--json")
    assert answer.code == 2 and "a limit for phosphorus" in answer.err
    assert not said_in(iter([answer.out, answer.err]))


def test_a_traceback_that_is_asked_for_holds_no_names() -> None:
    said = run_apart("week", "--condition", "kidney disease", "--json", STEADYPLATE_DEBUG="1").err
    assert "Traceback" in said and not said_in(iter([said.replace(str(Path.cwd()), "")]))


def test_a_wrong_row_of_a_table_of_people_keeps_no_names() -> None:
    error = WrongInput("--without: not planned.", "gout: Purines are not in the tables.")
    assert "gout" not in str(wrong_row(3, "anna", error))
    with pytest.raises(WrongInput) as refused:
        PlanRequest(without=("gout",))
    assert "gout" not in str(refused.value) and "gout: Purines" in refused.value.told


def test_the_log_of_a_page_that_fails_says_where_and_not_what(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entered = "heart-failure"

    def broken(*_: object) -> None:
        raise KeyError(entered)

    monkeypatch.setattr("planner.ui.frame.week", broken)
    with caplog.at_level(logging.DEBUG):
        _page("", conditions="heart failure", limit="potassium_mg=2000")
    assert "KeyError" in caplog.text and "test_privacy" in caplog.text
    assert not said_in(iter([caplog.text])), said_in(iter([caplog.text]))


# --- pages


def test_titles_of_pages_and_names_of_files_are_the_same_for_everybody() -> None:
    asked = {"conditions": "heart failure", "limit": "potassium_mg=3000", "diet": "omnivore"}
    for path in ("", "shopping", "saved"):
        assert taken(path, **asked).keys() == taken(path).keys()
    assert not said_in(f"{title} {path}" for _, title, path, _ in pages.PAGES)


def test_the_downloads_of_the_pages_name_nothing() -> None:
    asked = {"conditions": "heart failure,Lasix", "limit": "potassium_mg=3000", "diet": "omnivore"}
    files = {**taken("", **asked), **taken("shopping", **asked)}
    own = {"week.json", "steadyplate-week.json", "steadyplate-sheet.md"}
    assert own <= files.keys()
    for name, content in files.items():
        found = said_in(iter([text_of(name.rpartition(".")[2], content)]))
        assert bool(found) == (name in own), (name, found)


def test_the_address_holds_no_health_and_says_that_some_answers_are_left_out() -> None:
    request = PlanRequest(
        person=Person(age=30, lactating_months=2),
        conditions=("kidney disease",),
        clinician_limits=tuple(map(parse_limit, LIMITS.split())),
        now=(TargetWish("potassium", upper=2000.0),),
        supplements=(parse_supplement("iron=10mg"),),
        exclude=("kale",),
    )
    texts = address.for_link(Choices(request=request, answered=True))
    assert texts == {"age": "30", "exclude": "kale", "answers": "left-out"}
    opened, left_out = address.from_texts(texts, catalogue())
    assert opened.asks and not opened.answered and not left_out
    assert address.for_link(opened) == texts  # also where it is handed on before the answers
    assert "answers" not in address.for_link(Choices(request=replace(DEFAULT, exclude=("kale",)), answered=True))
    kept, _ = address.from_texts(address.from_file(address.to_file(Choices(request=request), {})), catalogue())
    assert kept.request == request and not kept.asks  # the file is one's own


@pytest.mark.parametrize("path", ["", "shopping", "gaps", "me", "targets"])
def test_a_link_that_left_out_answers_shows_no_week_before_they_are_given(path: str) -> None:
    page = _page(path, diet="omnivore", answers="left-out")
    _holds_up(page)
    assert "Before the week" in [title.value for title in page.title]
    assert "no illness, medicine, limit, supplement or pregnancy" in _said(page)
    assert page.session_state.plan is None
    assert page.button(key="answers-given").disabled
    assert page.query_params["answers"] == "left-out"


def answered(page: AppTest, answer: str) -> AppTest:
    page.segmented_control(key="health-answer").set_value(answer).run()
    return page


def test_with_the_answers_the_very_week_of_the_link_is_shown() -> None:
    sent = _page("", diet="omnivore", conditions="heart failure", limit="potassium_mg=3000")
    link = dict(sent.query_params)
    assert "week" in link and not said_in(iter([json.dumps(link)]))
    page = answered(_page("", **link), "Yes")
    page.multiselect(key="health-list").set_value(["heart-failure"]).run()
    page.number_input(key="limit-potassium_mg").set_value(3000.0).run()
    page.button(key="answers-given").click().run()
    _holds_up(page)
    assert not page.session_state.choices.asks and "Heart failure" in _said(page)
    assert page.session_state.choices.week  # opened, not planned anew
    dishes = [[meal.dish for meal in day.meals] for day in page.session_state.plan.days]
    assert dishes == [[meal.dish for meal in day.meals] for day in sent.session_state.plan.days]


def test_whoever_has_nothing_gets_a_week_after_saying_so() -> None:
    page = answered(_page("", diet="omnivore", answers="left-out"), "No")
    page.button(key="answers-given").click().run()
    _holds_up(page)
    assert page.session_state.plan is not None and "answers" not in page.query_params
