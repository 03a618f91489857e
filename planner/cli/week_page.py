"""A week on the screen: the meals first, then what they hold, what to buy and what it costs."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import wrap

from rich.console import Console
from rich.text import Text

from planner.cli.screen import filled, heading, page, paragraph, table
from planner.exports import FILES, helping, words
from planner.exports.asked import asked_for, week_title
from planner.exports.fact_words import first_words, other_words
from planner.exports.labels import choose, label_notice
from planner.exports.meal_words import by_meal_words, day_words, meal_words
from planner.exports.till import at_home, at_the_till, soon
from planner.pantry import from_pantry
from planner.plan import Day, Meal, Plan, TargetResult
from planner.request import PlanRequest
from planner.shopping import ToBuy, in_us, shopping_list, to_buy
from planner.tables.catalogue import Catalogue
from planner.units import in_us_units

MEAL_COLUMN = 11  # characters: "breakfast" and the space beside it
MONEY_COLUMNS = 20  # characters for two costs beside a thing to buy
SHOPPING_INDENT = 5  # characters before what a thing to buy is for


def print_week(
    plan: Plan, request: PlanRequest, catalogue: Catalogue, folder: Path | None = None, us_units: bool = False
) -> None:
    """Print the whole page."""
    console = page()
    _print_title(console, plan, request, catalogue)
    _print_warnings(console, plan, request, catalogue)
    for day in plan.days:
        _print_day(console, day, request, catalogue)
    _print_focal(console, plan, catalogue)
    _print_others(console, plan, catalogue)
    _print_watched(console, plan, catalogue)
    _print_good_to_know(console, plan, request, catalogue)
    _print_shopping(console, plan, request, catalogue, us_units)
    _print_cost(console, plan, request, catalogue)
    if folder:
        console.print()
        paragraph(console, f"Written to {folder}: {', '.join(FILES)}.")


def _print_title(console: Console, plan: Plan, request: PlanRequest, catalogue: Catalogue) -> None:
    person = request.person.completed(catalogue.references)
    console.print(Text(week_title(plan, person), style="bold"))
    asked = "; ".join(asked_for(request, catalogue))
    if asked:
        paragraph(console, f"Asked for: {asked}.")
    paragraph(console, words.costs(plan))
    for line in (*by_meal_words(plan, request, catalogue), *first_words(plan, request, catalogue)):
        paragraph(console, line)


def _print_warnings(console: Console, plan: Plan, request: PlanRequest, catalogue: Catalogue) -> None:
    """What somebody with an illness or a medicine must read first, in full."""
    said = words.warnings(request, catalogue, plan)
    if said:
        heading(console, "Read this first")
        for line in said:
            paragraph(console, line, indent=1, hang=2)


def _print_day(console: Console, day: Day, request: PlanRequest, catalogue: Catalogue) -> None:
    beside = ", ".join(filter(None, (words.day_facts(day), day_words(day, request, catalogue))))
    heading(console, f"Day {day.day}", beside)
    for meal in day.meals:
        _print_meal(console, meal, meal_words(meal, request, catalogue))
    mark = words.over_upper(day, catalogue)
    if mark:
        paragraph(console, mark, indent=MEAL_COLUMN)


def _print_meal(console: Console, meal: Meal, held: str) -> None:
    """The dish by its name, what is in it in lines that do not break within a food, and what it holds."""
    width = console.width - MEAL_COLUMN
    for place, line in enumerate(wrap(meal.dish, width, break_on_hyphens=False)):
        beside = meal.meal if place == 0 else ""
        console.print(Text(f"{beside:<{MEAL_COLUMN}}").append(line, style="bold"))
    parts = [f"{helping(i.portions, i.portion, i.name)} ({i.grams:,.0f} g)" for i in meal.items]
    for line in filled(parts, width):
        paragraph(console, line, indent=MEAL_COLUMN)
    for line in wrap(held, width):
        console.print(Text(" " * MEAL_COLUMN).append(line, style="dim"))


def _print_focal(console: Console, plan: Plan, catalogue: Catalogue) -> None:
    heading(console, "The four nutrients for nerve and muscle", "mean of the days")
    rows = table(("nutrient", "a day", "target", "share of it", "lowest day"))
    for row in words.focal_rows(plan, catalogue):
        rows.add_row(*row)
    console.print(rows)
    results = [words.focal_result(plan, nutrient) for nutrient in words.FOCAL]
    for name, note in words.notes_on([result for result in results if result is not None], catalogue):
        paragraph(console, f"{name}: {note}", indent=1, hang=2)


def _print_others(console: Console, plan: Plan, catalogue: Catalogue) -> None:
    results = words.other_results(plan, hard=True)
    is_met = all(result.met for result in results)
    heading(console, "Every other target", "all met" if is_met else "not all met")
    rows = table(("nutrient", "a day", "at least", "at most", "basis"), left=(0, 4))
    for result in results:
        ends = ("" if end is None else words.amount(end) for end in (result.bound.lower, result.bound.upper))
        name = words.nutrient_name(result.bound.nutrient, catalogue)
        rows.add_row(name, words.mean(result), *ends, words.basis(result.bound))
    console.print(rows)
    if any(result.at_least for result in plan.targets):
        paragraph(console, "+ : at least this; the content of some food is not known.", indent=1)


def _print_watched(console: Console, plan: Plan, catalogue: Catalogue) -> None:
    results = words.other_results(plan, hard=False)
    if not results:
        return
    heading(console, "Watched", "shown beside the plan, not forced on it")
    for result in results:
        paragraph(console, _watched(result, catalogue), indent=1, hang=2)


def _watched(result: TargetResult, catalogue: Catalogue) -> str:
    name = words.nutrient_name(result.bound.nutrient, catalogue)
    facts = f"{name}: {words.mean(result)} a day; reference {words.target(result)}: {words.state(result)}."
    if result.bound.lower is None and result.bound.upper is None:
        facts = f"{name}: {words.mean(result)} a day."
    return " ".join(part for part in (facts, words.glasses(result), words.note(result)) if part)


def _print_good_to_know(console: Console, plan: Plan, request: PlanRequest, catalogue: Catalogue) -> None:
    heading(console, "Good to know")
    for name, note in words.notes_on(words.other_results(plan, hard=True), catalogue):
        paragraph(console, f"{name}: {note}", indent=1, hang=2)
    for line in other_words(plan, request, catalogue):
        paragraph(console, line, indent=1, hang=2)
    console.print()
    paragraph(console, "The food tables do not hold these, so they are not computed:", indent=1)
    person = request.person.completed(catalogue.references)
    for name, note in words.not_computable(person, catalogue):
        paragraph(console, f"{name}: {note}", indent=1, hang=2)


def _print_shopping(console: Console, plan: Plan, request: PlanRequest, catalogue: Catalogue, us_units: bool) -> None:
    home = at_home(from_pantry(plan, request.at_home, catalogue))
    if home:
        heading(console, "From what is at home", "at no cost")
        for used in home:
            paragraph(console, in_us_units(used) if us_units else used, indent=3, hang=2)
    heading(console, "To buy", "what the plan uses; at the till")
    lines, bought = to_buy(plan, catalogue, request), {entry.food: entry for entry in shopping_list(plan, catalogue)}
    lines, notice = in_us(lines) if us_units else lines, label_notice(request, catalogue)
    if notice:
        paragraph(console, notice, indent=1)
    width = min(max((len(line.text) for line in lines), default=0), console.width - MONEY_COLUMNS)
    for aisle, group in groupby(lines, key=lambda line: line.aisle):
        console.print(Text(f" {aisle.capitalize()}", style="bold"))
        for line in group:
            _print_line(console, line, width)
            if line.choose:
                paragraph(console, choose(line), indent=SHOPPING_INDENT, hang=2)
            for part in filled(words.meant_for(line, bought), console.width - SHOPPING_INDENT):
                console.print(Text(" " * SHOPPING_INDENT).append(part, style="dim"))
    console.print()
    paragraph(console, at_the_till(lines), indent=1)
    for left in soon(lines):
        paragraph(console, f"Left over: {left}", indent=3, hang=2)


def _print_line(console: Console, line: ToBuy, width: int) -> None:
    """A thing to buy with what is used of it and what it costs at the till [USD]."""
    first, *rest = wrap(line.text, width)
    used, till = words.money(line.cost_usd), words.money(line.till_usd)
    console.print(Text(f"   {first:<{width}} {used:>7} {till:>7}"))
    for part in rest:
        console.print(Text(" " * SHOPPING_INDENT + part))


def _print_cost(console: Console, plan: Plan, request: PlanRequest, catalogue: Catalogue) -> None:
    heading(console, "Cost")
    for line in _cost_lines(plan, request, catalogue):
        paragraph(console, line, indent=1)
    console.print()
    paragraph(console, words.INFORMS)
    paragraph(console, words.SEE_A_DOCTOR)


def _cost_lines(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    yield f"{words.costs(plan)} {len(plan.foods)} different foods."
    yield words.proof(plan)
    yield words.realism(plan)
    if request.near:
        yield _kept(plan, request)
    yield from words.other_notes(plan, request, catalogue)


def _kept(plan: Plan, request: PlanRequest) -> str:
    """How much of the earlier week is here again."""
    held = {(dish.pattern, food, portions) for dish in request.near for food, portions in dish.items}
    meals = [meal for day in plan.days for meal in day.meals]
    helpings = [(meal.pattern, item.food, item.portions) for meal in meals for item in meal.items]
    kept = sum(each in held for each in helpings)
    return f"{words.percent(kept, len(helpings))} of the helpings are those of the earlier week."
