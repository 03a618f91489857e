"""The main path in a real browser: Debian's Chromium, headless, against the running app."""

import csv
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[1]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WAIT = 60_000  # ms
SIZES = [(1440, 1000), (390, 844)]
DISHES = "[class*=st-key-dish-] button"


def _missing(what: str) -> None:
    """Without a browser the path cannot be walked; CI must have one."""
    reason = f"{what} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Address of the running app."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A headless Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        _missing("chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


def _open(browser: "Browser", url: str, size: tuple[int, int] = SIZES[0]) -> "Page":
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(url)
    _settle(page)
    return page


def _settle(page: "Page") -> None:
    """Wait until the page has run and shows its notice."""
    page.wait_for_timeout(300)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning] .st-key-notice")


def _dishes(page: "Page") -> list[str]:
    page.wait_for_selector(DISHES)
    _settle(page)  # the others follow the first one
    return [button.inner_text() for button in page.locator(DISHES).all()]


def _go(page: "Page", name: str) -> None:
    """To another page of the navigation; on a phone it is behind the menu button."""
    button = page.get_by_test_id("stExpandSidebarButton")
    if button.is_visible():
        button.click()
    page.get_by_role("link", name=name, exact=False).first.click()
    page.wait_for_selector(f"h1:has-text('{name}')")
    _settle(page)
    close = page.locator("[data-testid=stSidebarCollapseButton] button")
    if page.viewport_size and page.viewport_size["width"] < 640 and close.is_visible():
        close.click()
    page.wait_for_timeout(500)  # the menu slides out


def _open_dish(page: "Page", dish: str) -> Any:
    page.locator(f".st-key-dish-{dish} button").click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    _settle(page)
    return dialog


@pytest.mark.parametrize("size", SIZES, ids=["desktop", "phone"])
def test_the_main_path(browser: "Browser", address: str, size: tuple[int, int], tmp_path: Path) -> None:
    page = _open(browser, address, size)
    assert "Vegan" in page.locator(".st-key-page-title").inner_text()
    assert len(_dishes(page)) == 28
    assert page.locator(".st-key-summary").inner_text().count("Reached") == 4
    _fits(page)

    _go(page, "Targets")
    _calcium(page, 1300)
    tile = page.locator(".st-key-tile-calcium_mg").inner_text()
    assert "Reached" in tile
    assert _number(r"([\d,]+) mg of 1,300", tile) >= 1300
    _fits(page)

    _go(page, "My week")
    banned = _ban_a_food(page)
    _swap_a_dish(page)
    dishes = _dishes(page)
    link = page.url

    _go(page, "Shopping list")
    rows = _download(page, tmp_path)
    assert banned not in {food for row in rows for food in row["foods"].split()}
    shown = page.locator(".st-key-shopping [data-testid=stCheckbox]").all_inner_texts()
    assert len(rows) == len(shown)
    for row in rows:
        assert any(text.startswith(f"{row['form']}: {row['buy']}") for text in shown), row
    _fits(page)

    other = _open(browser, link, size)
    assert _dishes(other) == dishes
    _go(other, "Targets")
    assert other.locator(".st-key-slide-calcium_mg input").input_value() == "1300"


def _calcium(page: "Page", target: int) -> None:
    slider = page.locator(".st-key-slide-calcium_mg input")
    assert slider.input_value() == "1100"
    slider.focus()
    while int(slider.input_value()) < target:
        slider.press("ArrowRight")
    page.wait_for_selector(f".st-key-tile-calcium_mg:has-text('{target:,} (yours)')")
    _settle(page)


def _ban_a_food(page: "Page") -> str:
    """Never again the first food of the first breakfast; its slug."""
    dialog = _open_dish(page, "1-breakfast")
    never = dialog.locator("[class*=st-key-never-]").first
    food = re.search(r"st-key-never-1-breakfast-([a-z0-9-]+)", never.get_attribute("class") or "")
    assert food
    never.get_by_role("button").click()
    dialog.wait_for(state="detached")
    _settle(page)
    assert f"exclude={food[1]}" in page.url
    return food[1]


def _swap_a_dish(page: "Page") -> None:
    before = _dishes(page)
    dialog = _open_dish(page, "2-dinner")
    dialog.get_by_role("button", name="Swap this dish").click()
    dialog.wait_for(state="detached")
    _settle(page)
    after = _dishes(page)
    changed = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == [4 + 2]  # the dinner of day 2 and nothing else


def _download(page: "Page", folder: Path) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.locator(".st-key-download-csv button").click()
    path = folder / "shopping.csv"
    waiting.value.save_as(path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _number(pattern: str, text: str) -> float:
    match = re.search(pattern, text)
    assert match, text
    return float(match[1].replace(",", ""))


def _fits(page: "Page") -> None:
    """Nothing makes the page wider than the screen."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_every_page_opens_by_its_own_address(browser: "Browser", address: str) -> None:
    from planner.ui.pages import PAGES

    for _, title, path, _ in PAGES:
        page = _open(browser, address + path, SIZES[1])
        assert page.locator("h1").inner_text() == title
        assert page.get_by_test_id("stException").count() == 0
        _fits(page)
        page.context.close()


def test_from_what_is_eaten_to_a_week(browser: "Browser", address: str) -> None:
    page = _open(browser, address + "gaps?answered=yes")
    page.get_by_role("button", name="Try an example diary").click()
    plan = page.get_by_role("button", name="Plan a week from this").first
    plan.wait_for()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth <= window.innerWidth")
    assert "pasta" not in page.url
    _settle(page)
    plan.click()
    assert len(_dishes(page)) == 7 * 4
    assert "/gaps" not in page.url
    page.context.close()
