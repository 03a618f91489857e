"""The page on speed shows the tables of the benchmark, and nothing else between its marks."""

import sys
from importlib import import_module

from helpers import ROOT


def test_the_page_on_speed_is_made_from_the_results() -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        page = import_module("page")
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.filled(text) == text, "run: make bench ARGS=--page"
    assert page.CHART.read_text(encoding="utf-8") == page.chart(page.read("speed.csv"))
