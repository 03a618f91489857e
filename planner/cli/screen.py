"""The screen: a calm page that is readable at 80 columns and in a file."""

from collections.abc import Container, Iterator, Sequence
from textwrap import TextWrapper

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST = 100  # characters; longer lines are tiring to read


def page(stderr: bool = False) -> Console:
    """A console on stdout (or stderr) that takes text as it is."""
    console = Console(highlight=False, markup=False, emoji=False, stderr=stderr)
    console.width = min(console.width, WIDEST)
    return console


def heading(console: Console, title: str, facts: str = "", apart: bool = True) -> None:
    """An empty line (where it stands apart), then a title in bold with facts beside it."""
    if apart:
        console.print()
    console.print(Text(title, style="bold").append(f"   {facts}" if facts else "", style="not bold"))


def paragraph(console: Console, text: str, indent: int = 0, hang: int = 0) -> None:
    """Wrapped text, indented; further lines hang deeper. Words longer than a line are broken."""
    if text:
        first, rest = " " * indent, " " * (indent + hang)
        wrapped = TextWrapper(console.width, first, rest, break_on_hyphens=False)
        console.print(wrapped.fill(text))


def filled(parts: Sequence[str], width: int) -> Iterator[str]:
    """Parts with commas between, as many on a line as fit."""
    line = ""
    for place, part in enumerate(parts):
        part = part + ("," if place < len(parts) - 1 else "")
        if line and len(line) + 1 + len(part) > width:
            yield line
            line = ""
        line = f"{line} {part}".strip()
    if line:
        yield line


def table(header: Sequence[str], left: Container[int] = (0,)) -> Table:
    """An empty table with one thin line under its header; columns not in `left` hold numbers."""
    columns = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="", padding=(0, 1, 0, 0))
    for place, name in enumerate(header):
        columns.add_column(name, justify="left" if place in left else "right", overflow="fold")
    return columns
