"""Every download of a page, taken as the browser would and opened by other software."""

import json
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import icalendar
import openpyxl
import pandas as pd
import pytest
import streamlit as st
from helpers import DEFAULT, catalogue, plan_for
from pypdf import PdfReader
from test_pages import _holds_up, _page

from planner.shopping import in_us, to_buy

Files = dict[str, bytes]
METRIC = re.compile(r"\d (g|kg|ml|l)\b")


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def taken(page: str, **address: str) -> Files:
    """What each download button of a page hands over, by file name; those made on a click are made."""
    files: Files = {}

    def button(label: str, data: Any, file_name: str | None = None, *rest: Any, **other: Any) -> bool:
        content: bytes | str = data() if callable(data) else data
        files[file_name or label] = content.encode() if isinstance(content, str) else content
        return False

    patch = pytest.MonkeyPatch()
    with patch.context() as here:
        here.setattr(st, "download_button", button)
        _holds_up(_page(page, **address))
    return files


@pytest.fixture(scope="module", params=["", "us"])
def shopping(request: pytest.FixtureRequest) -> tuple[Files, str]:
    """The downloads of the shopping list, in metric and in US units."""
    return taken("shopping", **({"units": request.param} if request.param else {})), request.param


def test_every_line_of_the_list_is_in_every_file_in_its_units(shopping: tuple[Files, str]) -> None:
    files, units = shopping
    lines = to_buy(plan_for(DEFAULT), catalogue())
    lines = in_us(lines) if units else lines
    assert len(lines) > 30
    readers: dict[str, Callable[[bytes], str]] = {
        "shopping.csv": lambda content: "\n".join(pd.read_csv(BytesIO(content))["buy"].astype(str)),
        "shopping.xlsx": lambda content: "\n".join(
            str(cell.value) for row in openpyxl.load_workbook(BytesIO(content)).active for cell in row
        ),
        "shopping.pdf": lambda content: " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages),
        "shopping.md": bytes.decode,
        "shopping.txt": bytes.decode,
        "shopping.html": bytes.decode,
    }
    assert set(files) >= set(readers)
    for name, read in readers.items():
        text = plain(read(files[name]))
        assert [line.text for line in lines if plain(line.amount) not in text] == [], name
        if name in ("shopping.pdf", "shopping.md", "shopping.txt"):
            assert [line.form for line in lines if plain(line.form) not in text] == [], name
        if units and name in ("shopping.pdf", "shopping.md", "shopping.txt"):
            assert not METRIC.search(text), name
    assert len(PdfReader(BytesIO(files["shopping.pdf"])).pages) == 1


def test_the_week_of_the_page_is_the_week_in_its_files() -> None:
    plan, files = plan_for(DEFAULT), taken("")
    dishes = [meal.dish for day in plan.days for meal in day.meals]
    pages = PdfReader(BytesIO(files["week.pdf"])).pages
    text = plain(" ".join(page.extract_text() for page in pages))
    assert len(pages) == 1 and [dish for dish in dishes if dish not in text] == []
    events = icalendar.Calendar.from_ical(files["week.ics"]).walk("VEVENT")
    assert sorted(str(event["SUMMARY"]).split(": ", 1)[1] for event in events) == sorted(dishes)
    week = json.loads(files["week.json"])
    assert [meal["dish"] for day in week["days"] for meal in day["meals"]] == dishes
    assert [dish for dish in dishes if dish not in files["week.md"].decode()] == []


def cells(content: bytes) -> Iterator[str]:
    table = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False)
    yield from table.columns
    for row in table.itertuples(index=False):
        yield from row


@pytest.mark.parametrize("page", ["why", "foods"])
def test_tables_of_a_page_can_be_read_and_run_nothing(page: str) -> None:
    tables = {name: content for name, content in taken(page).items() if name.endswith(".csv")}
    assert tables
    for name, content in tables.items():
        found = list(cells(content))
        assert len(found) > 3, name
        for cell in found:
            assert not re.match(r"[=+@\t\r]|-(?![\d.])", cell), (name, cell)
