"""A summary of many people on the screen: costs by group, what binds, for whom nothing works."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.screen import heading, page, paragraph, table

if TYPE_CHECKING:
    from planner.cohort.summary import Group

MOST_BOUNDS = 5
NOTE = "The cheapest adequate day is a lower bound, nothing that anybody would eat. This informs and does not diagnose."


def print_summary(groups: "Sequence[Group]", by: Sequence[str], folder: Path | None) -> None:
    """Print a table of groups and the targets that bind most often in each."""
    console = page()
    heading(console, "What an adequate diet costs", "dollars a day", apart=False)
    rows = table((*by, "results", "no diet", "5 %", "25 %", "median", "75 %", "95 %"), left=range(len(by)))
    for group in groups:
        costs = [f"{value:.2f}" for value in group.quantiles] or [""] * 5
        none = f"{group.impossible / group.results:.1%}" if group.impossible else "0"
        rows.add_row(*group.key, f"{group.results:,}", none, *costs)
    console.print(rows)
    heading(console, "What binds most often", "share of the diets")
    for group in groups:
        said = ", ".join(f"{each.name} at {each.side} {each.share:.0%}" for each in group.binding[:MOST_BOUNDS])
        paragraph(console, f"{group.name}: {said or 'nothing'}", indent=1, hang=2)
    undecided = sum(group.undecided for group in groups)
    if undecided:
        paragraph(console, f"For {undecided:,} results the limits ran out: nothing is proven of them.")
    console.print()
    paragraph(console, NOTE)
    if folder:
        paragraph(console, f"Written to {folder}: tables (CSV) and charts (SVG).")
