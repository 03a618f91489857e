"""Somebody's own tables on the screen."""

from rich.console import Console

from planner.cli.screen import heading, page, paragraph, table
from planner.explain.own import OwnAnswer
from planner.exports import own_words as words
from planner.solve.own_repair import Clash

MOST_SHOWN = 8  # repairs on the page
RELAXED = "of the same problem with fractions allowed: whole units have no prices of their own"


def print_answer(answer: OwnAnswer) -> None:
    """Amounts, costs and prices; or what clashes, what can be reached and what would help."""
    console = page()
    if answer.optimum.units is not None:
        _print_amounts(console, answer)
        _print_totals(console, answer)
        _print_prices(console, answer)
    elif answer.clash is not None:
        _print_clash(console, answer, answer.clash)
    if answer.tables.as_zero:
        console.print()
        many = answer.tables.as_zero
        counted = "1 unknown amount counts" if many == 1 else f"{many} unknown amounts count"
        paragraph(console, f"{counted} as 0 here: true totals may be higher.")


def _print_amounts(console: Console, answer: OwnAnswer) -> None:
    heading(console, words.sentence(answer), apart=False)
    console.print()
    rows = table(("food", "units", "each", "cost"))
    tables, units = answer.tables, answer.optimum.units
    assert units is not None
    for place in units.nonzero()[0]:
        each, many = float(tables.cost[place]), float(units[place])
        rows.add_row(tables.foods[place], words.figure(many), words.cost(each), words.cost(each * many))
    rows.add_row("all", "", "", words.cost(answer.optimum.objective))
    console.print(rows)


def _print_totals(console: Console, answer: OwnAnswer) -> None:
    heading(console, "What it comes to")
    tables, units = answer.tables, answer.optimum.units
    assert units is not None
    rows = table(("nutrient", "total", "at least", "at most"))
    for place, name in enumerate(tables.nutrients):
        bounds = (float(tables.lower[place]), float(tables.upper[place]))
        shown = (words.figure(bound, words.BOUND) if abs(bound) != float("inf") else "" for bound in bounds)
        total = float(tables.per_unit[:, place] @ units)
        rows.add_row(words.quantity(answer, name, name), words.figure(total), *shown)
    console.print(rows)


def _print_prices(console: Console, answer: OwnAnswer) -> None:
    if answer.prices is None or not answer.prices.binding:
        return
    heading(console, "What the targets cost", RELAXED if answer.integer else "each alone, all else as it is")
    for price in answer.prices.binding:
        paragraph(console, words.price_words(answer, price), indent=1, hang=2)


def _print_clash(console: Console, answer: OwnAnswer, clash: Clash) -> None:
    heading(console, "What clashes", "all of it is needed for the clash", apart=False)
    paragraph(console, words.clash_words(answer, clash), indent=1, hang=1)
    if reached := words.reached_words(answer, clash):
        heading(console, "What can be reached")
        for line in reached:
            paragraph(console, f"{line[0].upper()}{line[1:]}.", indent=1, hang=2)
    if clash.single:
        heading(console, "What would help", "each alone is enough, the smallest change first")
        for number, proven in enumerate(clash.single[:MOST_SHOWN], start=1):
            paragraph(console, f"{number}. {words.repair_words(answer, proven)}", indent=1, hang=3)
        if len(clash.single) > MOST_SHOWN:
            paragraph(console, f"{len(clash.single) - MOST_SHOWN} more: see --json.", indent=1)
    elif clash.joint:
        heading(console, "What would help", "no single change does; these together are the smallest that do")
        paragraph(console, words.repair_words(answer, clash.joint), indent=1, hang=2)
    console.print()
