"""Why this week on the screen: what targets cost first, then swaps, what is nearly in it, realism, curves, sources."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from planner.cli.screen import heading, page, paragraph, table
from planner.explain.best import BestSources
from planner.explain.curves import CostCurve
from planner.explain.why import WeekExplained
from planner.exports import why as said
from planner.exports import words
from planner.exports.asked import week_title
from planner.plan import Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue

MOST_SWAPS = 20
MOST_SOURCES = 10


@dataclass(frozen=True)
class Page:
    """What is printed."""

    plan: Plan
    explained: WeekExplained
    curves: tuple[CostCurve, ...]
    sources: tuple[BestSources, ...]
    request: PlanRequest
    catalogue: Catalogue


def print_why(shown: Page) -> None:
    """Print the whole page."""
    console = page()
    person = shown.request.person.completed(shown.catalogue.references)
    console.print(Text(f"Why this week: {week_title(shown.plan, person)}", style="bold"))
    paragraph(console, words.costs(shown.plan))
    for line in words.warnings(shown.request, shown.catalogue, shown.plan):
        paragraph(console, line, indent=1, hang=2)
    _print_prices(console, shown)
    _print_swaps(console, shown)
    _print_outside(console, shown)
    _print_realism(console, shown)
    for curve in shown.curves:
        _print_curve(console, curve, shown.catalogue)
    for best in shown.sources:
        _print_sources(console, best, shown.catalogue)
    console.print()
    paragraph(console, said.IN_FRACTIONS)
    paragraph(console, words.INFORMS)
    paragraph(console, words.SEE_A_DOCTOR)


def _print_prices(console: Console, shown: Page) -> None:
    heading(console, "What each target costs", "a day")
    binding = shown.explained.binding
    rows = table(("target", "asked for", "a step", "costs", "at first, between", "without it"), left=(0, 1, 2))
    for price in binding:
        name = said.name_of(price.nutrient, price.name, shown.catalogue)
        step, cost = said.step_words(price), said.step_cost(price)
        rows.add_row(name, said.asked(price), step, cost, said.holds(price), said.in_all(price))
    if binding:
        console.print(rows)
        paragraph(console, said.price_words(binding[0], shown.catalogue), indent=1)
    for price in binding[1:]:
        if price.stays:
            paragraph(console, said.price_words(price, shown.catalogue), indent=1, hang=2)
    paragraph(console, said.free_words(shown.explained.free, shown.catalogue), indent=1, hang=2)


def _print_swaps(console: Console, shown: Page) -> None:
    explained = shown.explained
    dear = [swap for swap in explained.swaps if not swap.is_free and swap.more_usd is not None]
    heading(console, "What could be swapped", f"what it costs {said.span(explained.days)}, dearest to miss first")
    for swap in dear[:MOST_SWAPS]:
        paragraph(console, said.swap_words(swap, shown.catalogue, explained.days) + ".", indent=1, hang=2)
    cheap = [words.without_comma(swap.name) for swap in dear[MOST_SWAPS:]]
    if cheap:
        paragraph(console, f"Cheaper than that to miss: {', '.join(cheap)}.", indent=1, hang=2)
    free = [words.without_comma(swap.name) for swap in explained.swaps if swap.is_free]
    if free:
        paragraph(console, f"Costs nothing to leave out: {', '.join(free)}.", indent=1, hang=2)
    for swap in explained.swaps:
        if swap.more_usd is None:
            paragraph(console, said.swap_words(swap, shown.catalogue, explained.days) + ".", indent=1, hang=2)


def _print_outside(console: Console, shown: Page) -> None:
    free = [words.without_comma(each.name) for each in shown.explained.outside if each.cheaper_share == 0]
    near = [each for each in shown.explained.outside if each.cheaper_share > 0]
    if not (free or near):
        return
    heading(console, "Just outside the week", "how much cheaper a food would have to be to be in it")
    if free:
        paragraph(console, f"Could be there at no extra cost: {', '.join(free)}.", indent=1, hang=2)
    for each in near:
        paragraph(console, said.outside_words(each) + ".", indent=1, hang=2)


def _print_realism(console: Console, shown: Page) -> None:
    heading(console, "What realism costs", "a day; each line adds its rules to those above")
    rows = table(("", "adds", "so far"))
    for row in said.realism_rows(shown.explained.realism):
        rows.add_row(*row)
    console.print(rows)


def _print_curve(console: Console, curve: CostCurve, catalogue: Catalogue) -> None:
    heading(console, said.curve_title(curve, catalogue), "what a day costs as it moves")
    if curve.points:
        rows = table(("amount", "a day", ""), left=(2,))
        for row in said.curve_rows(curve):
            rows.add_row(*row)
        console.print(rows)
    for note in said.curve_notes(curve, catalogue):
        paragraph(console, note, indent=1, hang=2)


def _print_sources(console: Console, best: BestSources, catalogue: Catalogue) -> None:
    heading(console, said.source_title(best, catalogue), "cheapest for a tenth of the target first")
    rows = table(("food, portion", "holds", "of target", "a tenth costs", "in 100 kcal"))
    for row in said.source_rows(best, MOST_SOURCES):
        rows.add_row(*row)
    console.print(rows)
    for note in said.source_notes(best):
        paragraph(console, note, indent=1, hang=2)
