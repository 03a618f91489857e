"""What is taken along, opened by other software: pandas, openpyxl, pypdf, a reader of iCalendar."""

import re
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from helpers import catalogue, plan_for
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from test_cli import run

from planner import PlanRequest
from planner.cells import as_text, as_typed, csv_text
from planner.errors import WrongInput
from planner.exports import FILES, FORMATS, list_file, read_away, words, write_files
from planner.exports.sheet import xlsx
from planner.plan import MEAL_NAMES, Plan
from planner.shopping import ToBuy, to_buy
from planner.ui import diary

REQUEST = PlanRequest()
DANGEROUS = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    '=HYPERLINK("http://x")',
    *(" =1", "a;=1+1", "＝1"),
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_for(REQUEST)


@pytest.fixture(scope="module")
def lines(plan: Plan) -> tuple[ToBuy, ...]:
    return to_buy(plan, catalogue())


@pytest.fixture(scope="module")
def folder(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of a week."""
    made = tmp_path_factory.mktemp("week")
    away = read_away("letter", "2026-11-30", ("dinner=19:15",))
    write_files(made, plan, REQUEST, catalogue(), away=away)
    return made


def plain(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


def pdf_text(content: bytes) -> str:
    return plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def test_every_file_is_written(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)
    assert {f"shopping.{kind}" for kind in FORMATS} <= set(FILES)


def test_pandas_reads_the_same_list_from_csv_and_excel(folder: Path, lines: tuple[ToBuy, ...]) -> None:
    from_csv, from_excel = pd.read_csv(folder / "shopping.csv"), pd.read_excel(folder / "shopping.xlsx")
    pd.testing.assert_frame_equal(from_csv, from_excel, check_dtype=False)
    assert list(from_csv["form"]) == [line.form for line in lines]
    assert list(from_csv["buy"]) == [line.amount for line in lines]


def test_the_sum_of_the_list_is_the_same_in_each_format(folder: Path, lines: tuple[ToBuy, ...], plan: Plan) -> None:
    assert sum(line.cost_usd for line in lines) == pytest.approx(plan.cost_usd, abs=1e-9)
    for table in (pd.read_csv(folder / "shopping.csv"), pd.read_excel(folder / "shopping.xlsx")):
        assert table["cost_usd"].sum() == pytest.approx(plan.cost_usd, abs=0.005)
        assert table["till_usd"].sum() == pytest.approx(sum(line.till_usd for line in lines), abs=0.005)
    for text in (
        (folder / "shopping.md").read_text(),
        (folder / "shopping.txt").read_text(),
        pdf_text((folder / "shopping.pdf").read_bytes()),
    ):
        assert f"{len(lines)} things to buy, {words.money(plan.cost_usd)};" in text


def test_text_and_markdown_hold_every_line_with_a_box_to_tick(folder: Path, lines: tuple[ToBuy, ...]) -> None:
    text, marked = ((folder / f"shopping.{kind}").read_text() for kind in ("txt", "md"))
    for line in lines:
        assert f"[ ] {line.text}  {words.money(line.cost_usd)}\n" in text
        assert f"- [ ] {line.text}, {words.money(line.cost_usd)}\n" in marked


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_pdf_reader_finds_every_line_on_one_page(lines: tuple[ToBuy, ...], paper: str) -> None:
    content = list_file("pdf", lines, paper=read_away(paper).paper)
    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 1
    wide, high = (float(side) for side in reader.pages[0].mediabox[2:])
    assert (round(wide), round(high)) == {"a4": (595, 842), "letter": (612, 792)}[paper]
    text = pdf_text(content)
    assert [line.text for line in lines if plain(line.text) not in text] == []


def test_a_list_too_long_for_a_page_loses_nothing(lines: tuple[ToBuy, ...]) -> None:
    long = tuple(replace(line, text=f"{line.text} no. {copy}") for copy in range(5) for line in lines)
    content = list_file("pdf", long)
    assert len(PdfReader(BytesIO(content)).pages) > 1
    text = pdf_text(content)
    assert [line.text for line in long if plain(line.text) not in text] == []


def test_the_pdf_shows_letters_of_other_languages_and_cuts_endless_words(lines: tuple[ToBuy, ...]) -> None:
    odd = ("jalapeño, crème fraîche ½", "сметана", "φέτα", "µg €", "W" * 300)
    content = list_file("pdf", tuple(replace(lines[0], text=text) for text in odd))
    text = pdf_text(content)
    assert all(each in text for each in odd[:-1])
    assert "".join(text.split()).count("W") == 300


def test_the_week_hangs_on_the_fridge_on_one_page(folder: Path, plan: Plan) -> None:
    content = (folder / "week.pdf").read_bytes()
    page = PdfReader(BytesIO(content)).pages
    assert len(page) == 1 and [round(float(side)) for side in page[0].mediabox[2:]] == [792, 612]
    text = pdf_text(content)
    assert [meal.dish for day in plan.days for meal in day.meals if meal.dish not in text] == []
    assert words.INFORMS in text


def test_the_fridge_says_where_the_warnings_stand_and_none_of_them(plan: Plan) -> None:
    from planner.exports import week_file
    from planner.exports.health import ELSEWHERE

    request = replace(REQUEST, conditions=("lisinopril",))
    text = pdf_text(week_file("pdf", plan, request, catalogue(), read_away()))
    said = words.warnings(request, catalogue())
    assert said and not any(plain(warning) in text for warning in said)
    assert plain(ELSEWHERE) in text


def unfolded(text: str) -> list[dict[str, str]]:
    """Events of an iCalendar as RFC 5545 says, read without the library that wrote it."""
    assert text.startswith("BEGIN:VCALENDAR\r\n") and text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    flat = text.replace("\r\n ", "")
    events = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", flat, re.DOTALL)
    return [dict(line.split(":", 1) for line in event.strip().split("\r\n")) for event in events]


def test_the_calendar_holds_every_meal_at_its_time(folder: Path, plan: Plan) -> None:
    events = unfolded((folder / "week.ics").read_bytes().decode())
    assert len(events) == len(plan.days) * len(MEAL_NAMES)
    assert len({event["UID"] for event in events}) == len(events)
    dinner = next(meal for meal in plan.days[0].meals if meal.meal == "dinner")
    at = next(event for event in events if event["DTSTART"] == "20261130T191500")
    assert at["SUMMARY"].replace("\\", "") == f"Dinner: {dinner.dish}"
    assert datetime.strptime(at["DTEND"], "%Y%m%dT%H%M%S") > datetime.strptime(at["DTSTART"], "%Y%m%dT%H%M%S")


def test_the_calendar_parses_and_a_second_import_replaces_the_first(folder: Path, plan: Plan) -> None:
    import icalendar

    from planner.exports import week_file

    away = read_away("a4", "2026-11-30")
    weeks = [
        icalendar.Calendar.from_ical(content)
        for content in ((folder / "week.ics").read_bytes(), week_file("ics", plan, REQUEST, catalogue(), away))
    ]
    uids = [[str(event["UID"]) for event in week.walk("VEVENT")] for week in weeks]
    assert uids[0] == uids[1]
    starts = [event.decoded("DTSTART") for event in weeks[1].walk("VEVENT")]
    assert min(starts) == datetime(2026, 11, 30, 7, 30) and starts[0].tzinfo is None


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_a_spreadsheet_would_run_is_text(text: str, lines: tuple[ToBuy, ...]) -> None:
    bad = (replace(lines[0], form=text, text=f"{text}: {text}", aisle=text),)
    cells = pd.read_csv(BytesIO(list_file("csv", bad)), dtype=str, keep_default_na=False).iloc[0]
    for cell in cells:
        for part in re.split("[;\t\r\n]", cell):
            assert not re.match(r"\s*[=+\-@＝]", part), cell
    book = openpyxl.load_workbook(BytesIO(list_file("xlsx", bad)))
    cell = book.active["B2"]
    assert cell.data_type == "s" and cell.quotePrefix
    assert {each.data_type for row in book.active.rows for each in row} <= {"s", "n"}


def test_numbers_stay_numbers_and_signs_that_are_no_cells_stay_out_of_excel() -> None:
    book = openpyxl.load_workbook(BytesIO(xlsx("t", ("a", "b"), [(-1.5, "x\x00\x07y")])))
    assert [cell.value for cell in book.active[2]] == [-1.5, "xy"]
    assert csv_text(("a",), [(-1.5,)]) == "a\n-1.5\n"


@given(st.text())
def test_what_was_made_safe_can_be_read_again(text: str) -> None:
    assert as_typed(as_text(text)) == text
    assert as_text("beans, dry") == "beans, dry"


def test_a_diary_keeps_what_was_typed() -> None:
    typed = "=1+1 bananas"
    kept = diary._written([("day 1", typed, "2", "")])
    assert pd.read_csv(StringIO(kept))["food"][0] == f"'{typed}"
    from planner.intake.diary import _rows

    assert _rows(kept, "diary")[1][1][1] == typed


def test_times_and_days_that_are_none_are_refused() -> None:
    assert read_away(times=("lunch=12",)).times["lunch"] == time(12, 0)
    assert read_away(start="2026-02-28").start == date(2026, 2, 28)
    for given_ in ({"start": "tomorrow"}, {"paper": "a3"}, {"times": ("brunch=11:00",)}, {"times": ("lunch=25:00",)}):
        with pytest.raises(WrongInput, match=r"--(start|paper|meal-time)"):
            read_away(**given_)  # type: ignore[arg-type]


def test_the_list_of_a_saved_week_is_written_without_planning_again(folder: Path, tmp_path: Path) -> None:
    saved = str(folder / "week.json")
    answer = run("shopping", "--plan", saved)
    assert (answer.code, answer.out) == (0, (folder / "shopping.txt").read_text())
    for kind in FORMATS:
        file = tmp_path / f"list.{kind}"
        assert run("shopping", "--plan", saved, "--format", kind, "--out", str(file)).code == 0
        assert file.stat().st_size > 500
    assert (tmp_path / "list.csv").read_bytes() == (folder / "shopping.csv").read_bytes()


def test_a_list_that_cannot_be_shown_or_would_ignore_options_is_refused(folder: Path) -> None:
    saved = str(folder / "week.json")
    assert "--out shopping.pdf" in run("shopping", "--plan", saved, "--format", "pdf").err
    refused = run("shopping", "--plan", saved, "--diet", "omnivore")
    assert refused.code == 2 and "the week is made already" in refused.err
    assert run("shopping", "--plan", saved, "--format", "doc").code == 2
