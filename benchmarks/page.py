"""docs/performance.md: its tables and its chart are made from benchmarks/results/ alone; the words around them stay."""

from collections.abc import Callable
from html import escape
from math import log10
from pathlib import Path

from measure import read

DOCS = Path(__file__).parents[1] / "docs"
PAGE, CHART = DOCS / "performance.md", DOCS / "images" / "performance.svg"
BEGIN, END = "<!-- made by make bench: do not edit -->", "<!-- end of what make bench made -->"
MOMENTS = {"first": "first answer", "slider": "after a slider"}
GOALS = {  # (model begins with, moment): (way, against, at most)
    ("day", "first"): ("first daily answer, building included, at most 1.5 x bare HiGHS", 1.5),
    ("day", "slider"): ("daily answer after a slider at most 1.3 x a bare hot re-solve", 1.3),
}
TEN_TIMES = 10.0
COLOURS = {"bare HiGHS": "#8a8f98", "Steadyplate": "#1b5e3f", "SciPy": "#c9a227", "lpSum + CBC": "#b5532a"}
Cells = dict[str, str]


def write() -> None:
    """Write table and chart."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(filled(text), encoding="utf-8", newline="\n")
    CHART.write_text(chart(read("speed.csv")), encoding="utf-8", newline="\n")


def filled(text: str) -> str:
    """The page with what is between the marks made again."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n{made()}\n{END}{after}"


def made() -> str:
    """All tables in Markdown."""
    facts = {row["what"]: row["value"] for row in read("machine.csv")}
    rows, begun = read("speed.csv"), read("startup.csv")
    packages = ", ".join(f"{name} {facts[name]}" for name in ("highspy", "pulp", "scipy", "numpy"))
    return "\n\n".join(
        [
            f"Measured on {facts['date']}: {facts['processor']}, {facts['cores']} cores, {facts['system']}, "
            f"Python {facts['python']}; {packages}.",
            "![Milliseconds to an answer, by model and way](images/performance.svg)",
            _speed(rows),
            _goals(rows, begun),
            _table(("start-up and memory", "median", "quartiles", "of the processor"), [_begun(row) for row in begun]),
        ]
    )


def _speed(rows: list[Cells]) -> str:
    cells = [
        (
            f"{row['model']} ({int(row['foods']):,} x {int(row['rows']):,})",
            MOMENTS[row["moment"]],
            row["way"],
            ("" if row["ended"] == "yes" else "over ") + _number(row["median_ms"]),
            f"{_number(row['low_ms'])} to {_number(row['high_ms'])}",
            f"{row['ratio']} ({row['ratio_low']} to {row['ratio_high']})",
        )
        for row in rows
    ]
    return _table(("model (columns x rows)", "moment", "way", "median ms", "quartiles ms", "x bare HiGHS"), cells)


def _goals(rows: list[Cells], begun: list[Cells]) -> str:
    cells = []
    by = {(row["model"], row["moment"], row["way"]): row for row in rows}
    for model in dict.fromkeys(row["model"] for row in rows if row["model"].startswith("day")):
        for (_, moment), (goal, most) in GOALS.items():
            ratio = float(by[model, moment, "Steadyplate"]["ratio"])
            cells.append((model, goal, f"{ratio:.2f} x", _met(ratio <= most)))
        usual, ours = (float(by[model, "first", way]["median_ms"]) for way in ("lpSum + CBC", "Steadyplate"))
        cells.append(
            (
                model,
                "first daily answer at least 10 x faster than lpSum + CBC",
                f"{usual / ours:.0f} x",
                _met(usual >= TEN_TIMES * ours),
            )
        )
    again = float(by["week", "slider", "Steadyplate"]["median_ms"]) / 1000
    cells.append(("week", "a new week after a slider under 0.7 s", f"{again:.2f} s", _met(again < 0.7)))
    cold = next(float(row["median"]) for row in begun if row["what"] == "planner week")
    cells.append(("command line", "a cold `planner week` under 3 s", f"{cold:.2f} s", _met(cold < 3)))
    return _table(("what", "goal", "measured", "met"), cells)


def _met(is_met: bool) -> str:
    return "yes" if is_met else "**no**"


def _begun(row: Cells) -> tuple[str, str, str, str]:
    quartiles = f"{row['low']} to {row['high']}" if row["low"] else ""
    return row["what"], f"{row['median']} {row['unit']}", quartiles, f"{row['processor']} s" if row["processor"] else ""


def _number(value: str) -> str:
    number = float(value)
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}" if number < 1 else f"{number:.3g}"


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def chart(rows: list[Cells]) -> str:
    """Bars of milliseconds on a logarithmic scale, a group for each model and moment; whiskers are quartiles."""

    groups = list(dict.fromkeys((row["model"], row["moment"]) for row in rows))
    least, most = -1, 5  # 0.1 ms to 100 s
    left, width, bar, top = 230, 430, 15, 34

    def place(milliseconds: float) -> float:
        return left + width * (min(max(log10(max(milliseconds, 1e-9)), least), most) - least) / (most - least)

    parts, y = list[str](), float(top)
    for model, moment in groups:
        parts.append(f'<text x="8" y="{y + 12:.0f}" font-weight="600">{escape(model)}</text>')
        parts.append(f'<text x="8" y="{y + 27:.0f}" fill="#555">{MOMENTS[moment]}</text>')
        for row in (row for row in rows if (row["model"], row["moment"]) == (model, moment)):
            parts += _bar(row, y, bar, left, place)
            y += bar + 3
        y += 14
    height = y + 10
    lines = [
        f'<path d="M{place(10.0**power):.1f} 24V{height - 12:.0f}" stroke="#ddd"/>'
        f'<text x="{place(10.0**power):.1f}" y="18" text-anchor="middle" fill="#555">{label}</text>'
        for power, label in zip(
            range(least, most + 1), ("0.1 ms", "1 ms", "10 ms", "0.1 s", "1 s", "10 s", "100 s"), strict=True
        )
    ]
    size = f'viewBox="0 0 800 {height:.0f}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    return "\n".join([head, f'<rect width="800" height="{height:.0f}" fill="#fff"/>', *lines, *parts, "</svg>", ""])


def _bar(row: Cells, y: float, bar: int, left: int, place: Callable[[float], float]) -> list[str]:
    end, low, high = (place(float(row[column])) for column in ("median_ms", "low_ms", "high_ms"))
    said = f"{row['way']}: {'' if row['ended'] == 'yes' else 'over '}{_number(row['median_ms'])} ms"
    middle = y + bar / 2
    return [
        f'<rect x="{left}" y="{y:.0f}" width="{end - left:.1f}" height="{bar}" fill="{COLOURS[row["way"]]}"/>',
        f'<line x1="{low:.1f}" x2="{high:.1f}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="#000"/>',
        f'<text x="{max(end, high) + 5:.1f}" y="{y + 12:.0f}">{escape(said)}</text>',
    ]
