"""The shopping list in the formats that it is taken along in: CSV, Excel, Markdown, plain text, PDF, a page."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from textwrap import wrap

from planner.cells import csv_text
from planner.exports import words
from planner.exports.away import Paper
from planner.exports.labels import choose
from planner.shopping import ToBuy, till_usd

TITLE = "Shopping list"
_WIDE = 96  # characters of a line of text
HEADER = (
    *("aisle", "form", "buy", "grams_bought", "pieces", "cost_usd"),
    *("packages", "till_usd", "left_over", "keeps_days", "keeps_in", "foods", "choose"),
)
MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "md": "text/markdown",
    "txt": "text/plain",
    "pdf": "application/pdf",
}
FORMATS = tuple(MIMES)
LABELS = "labels"  # stands for the aisle in the row of the notice


def list_file(kind: str, lines: Sequence[ToBuy], title: str = TITLE, paper: Paper = "a4", notice: str = "") -> bytes:
    """The list as a file of one of FORMATS, with a notice about labels on top where there is one."""
    from planner.exports.paper import shopping_pdf  # slow to load, and only here of use
    from planner.exports.sheet import xlsx

    make: dict[str, Callable[[], str | bytes]] = {
        "csv": lambda: to_buy_csv(lines, notice),
        "xlsx": lambda: xlsx(TITLE, HEADER, to_buy_rows(lines, notice)),
        "md": lambda: to_buy_markdown(lines, title, notice),
        "txt": lambda: to_buy_text(lines, title, notice),
        "pdf": lambda: shopping_pdf(lines, title, together(lines), paper, notice),
    }
    made = make[kind]()
    return made.encode() if isinstance(made, str) else made


def to_buy_rows(lines: Sequence[ToBuy], notice: str = "") -> list[tuple[object, ...]]:
    """The list, one thing to buy a row: what to say in the shop, grams as bought, cost of what is used and at the till
    [USD], what is left over, how many days it keeps once open, and what its label must say. A notice is the first row.
    """
    first = [(LABELS, notice, *[None] * (len(HEADER) - 2))] if notice else []
    return first + [
        (
            line.aisle,
            line.form,
            line.amount,
            round(line.grams, 1),
            line.pieces,
            round(line.cost_usd, 4),
            line.packages.count if line.packages else None,
            round(line.till_usd, 2),
            line.left,
            line.keeping.days,
            line.keeping.place,
            " ".join(line.foods),
            "; ".join(line.choose) or None,
        )
        for line in lines
    ]


def to_buy_csv(lines: Sequence[ToBuy], notice: str = "") -> str:
    """The rows of the list as CSV."""
    return csv_text(HEADER, to_buy_rows(lines, notice))


def to_buy_text(lines: Sequence[ToBuy], title: str = TITLE, notice: str = "") -> str:
    """The list as plain text, with room for a tick before each line."""
    text = [title, "=" * len(title), "", *([*wrap(notice, _WIDE), ""] if notice else [])]
    for aisle, group in groupby(lines, key=lambda line: line.aisle):
        text.append(aisle.capitalize())
        for line in group:
            text.append(f"[ ] {line.text}  {words.money(line.cost_usd)}")
            text += [f"    {choose(line)}"] * bool(line.choose)
        text.append("")
    return "\n".join([*text, together(lines), ""])


def to_buy_markdown(lines: Sequence[ToBuy], title: str = TITLE, notice: str = "") -> str:
    """The list as Markdown with boxes to tick."""
    text = [f"# {markdown(title)}", "", *([f"> **{markdown(notice)}**", ""] if notice else [])]
    for aisle, group in groupby(lines, key=lambda line: line.aisle):
        text += [f"## {markdown(aisle.capitalize())}", ""]
        for line in group:
            text.append(f"- [ ] {markdown(line.text)}, {words.money(line.cost_usd)}")
            text += [f"  - {markdown(choose(line))}"] * bool(line.choose)
        text.append("")
    return "\n".join([*text, together(lines), ""])


def markdown(text: str) -> str:
    """Text on one line whose signs Markdown does not take for its own."""
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", " ".join(text.split()))


def together(lines: Sequence[ToBuy]) -> str:
    """How many things and what they cost."""
    things = "1 thing" if len(lines) == 1 else f"{len(lines)} things"
    used = words.money(sum(line.cost_usd for line in lines))
    return f"{things} to buy, {used}; at the till {words.money(till_usd(lines))} for whole packages."
