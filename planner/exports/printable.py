"""The shopping list as a page to print: one HTML file that needs nothing else."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from planner.exports import words
from planner.exports.labels import choose
from planner.shopping import ToBuy, till_usd

_STYLE = """
body { font: 11pt/1.35 Georgia, serif; color: #111; max-width: 48rem; margin: 1.5rem auto; padding: 0 1rem; }
h1 { font-size: 17pt; margin: 0; } h2 { font-size: 11.5pt; margin: 0 0 .2rem; }
main { columns: 2 17rem; column-gap: 2rem; margin-top: 1rem; }
section { break-inside: avoid; margin-bottom: .9rem; } ul { list-style: none; margin: 0; padding: 0; }
li { display: flex; gap: .5rem; } li::before { content: "\\25a1"; } li span { margin-left: auto; }
"""


def to_buy_html(lines: Sequence[ToBuy], title: str, notice: str = "") -> str:
    """The list by aisle with a box to tick before each line; every text is escaped."""
    cost = f"{words.money(till_usd(lines))} at the till"
    top = f"<p><strong>{escape(notice)}</strong></p>\n" if notice else ""
    aisles = "".join(_aisle(aisle, list(bought)) for aisle, bought in groupby(lines, key=lambda line: line.aisle))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1><p>{len(lines)} things to buy, {escape(cost)}. {escape(words.INFORMS)}</p>\n"
        f"{top}"
        f"<main>{aisles}</main></body></html>\n"
    )


def _row(line: ToBuy) -> str:
    text, cost = f"{escape(line.form)}: {escape(line.amount)}", escape(words.money(line.till_usd))
    text = f"<div>{text}<br><em>{escape(choose(line))}</em></div>" if line.choose else text
    return f"<li>{text} <span>{cost}</span></li>\n"


def _aisle(aisle: str, lines: Sequence[ToBuy]) -> str:
    rows = "".join(map(_row, lines))
    return f"<section><h2>{escape(aisle.capitalize())}</h2><ul>\n{rows}</ul></section>\n"
