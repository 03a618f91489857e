"""What a person waits in the browser: a slider released to the new week shown, and ten sessions that do so at once.

    python benchmarks/browser.py        needs Debian's chromium and the test extra

The share of the solver is measured beside it, on the same requests in this process with the model kept.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright
from weeks import highs_seconds

from planner import PlanRequest, make_plan
from planner.pipeline import kept_dishes
from planner.request import TargetWish
from planner.tables.rows import DIETS

ROOT = Path(__file__).parents[1]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STEPS = range(1010, 1130, 10)  # mg of calcium
SESSIONS = 10
READY = "[data-testid=stApp][data-test-script-state=notRunning] .st-key-notice"


@contextmanager
def server() -> Iterator[tuple[str, int]]:
    """Address and process of the running app."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", port, "--server.headless", "true"]
    with subprocess.Popen(
        [*command, "--browser.gatherUsageStats", "false"], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as running:
        try:
            for _ in range(60):
                try:
                    urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2).close()
                    break
                except OSError:
                    time.sleep(0.5)
            yield f"http://127.0.0.1:{port}/", running.pid
        finally:
            running.terminate()


def opened(browser: Browser, url: str) -> Page:
    """A session of its own, not waited for."""
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.set_default_timeout(120_000)
    page.goto(url, wait_until="commit")
    return page


def slide(browser: Browser, address: str) -> list[float]:
    """Seconds from a step of the calcium slider to the new week, for each step."""
    page = opened(browser, address + "targets")
    page.wait_for_selector(READY)
    slider = page.locator(".st-key-slide-calcium_mg input")
    waits = []
    for target in STEPS:
        began = time.perf_counter()
        slider.press("ArrowRight")
        page.wait_for_selector(f".st-key-tile-calcium_mg:has-text('{target:,} (yours)')")
        waits.append(time.perf_counter() - began)
        page.wait_for_selector(READY)
    return waits


def crowd(browser: Browser, address: str) -> list[float]:
    """Seconds until each of ten open sessions shows its own right week, when all move a slider at once."""
    wishes = [(DIETS[number % 4], 1000 + 20 * number) for number in range(SESSIONS)]
    pages = [opened(browser, f"{address}targets?diet={diet}&target=calcium_mg={least}:") for diet, least in wishes]
    for page in pages:
        page.wait_for_selector(READY)
    began = time.perf_counter()
    for page in pages:
        page.locator(".st-key-slide-calcium_mg input").press("ArrowRight")
    waits = []
    for page, (diet, least) in zip(pages, wishes, strict=True):
        page.wait_for_selector(f".st-key-tile-calcium_mg:has-text('{least + 10:,} (yours)')")
        waits.append(time.perf_counter() - began)
        assert "Reached" in page.locator(".st-key-tile-calcium_mg").inner_text()
        assert f"diet={diet}" in page.url or diet == "vegan"
    return waits


def solver_share() -> tuple[float, float, float]:
    """Median seconds of the same requests, each near the week before; share of it inside HiGHS; gap."""
    totals, shares, gaps = [], [], []
    plan = make_plan(PlanRequest())
    for target in STEPS:
        with highs_seconds() as spent:
            wish = TargetWish("calcium_mg", target, None)
            plan = make_plan(PlanRequest(targets=(wish,), near=kept_dishes(plan)))
        totals.append(plan.seconds["total"])
        shares.append(sum(spent) / plan.seconds["total"])
        gaps.append(plan.gap)
    return median(totals), median(shares), median(gaps)


def main() -> None:
    """Measure and print."""
    with server() as (address, _), sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        waits = slide(browser, address)
        print(f"slider to new week: median {median(waits):.2f} s, most {max(waits):.2f} s, {len(waits)} steps")
        waits = crowd(browser, address)
        print(
            f"{SESSIONS} sessions move a slider at once: each gets its own right week, "
            f"median wait {median(waits):.1f} s, worst {max(waits):.1f} s (browsers and server share this machine)"
        )
        browser.close()
    total, share, gap = solver_share()
    print(f"the same weeks without the browser: median {total:.2f} s, {share:.0%} of it in HiGHS, gap {gap:.1%}")


if __name__ == "__main__":
    main()
