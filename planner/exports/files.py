"""A plan as files to keep: the week and its shopping list, each in several formats."""

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path

from planner.cells import csv_text
from planner.errors import WrongInput
from planner.exports import words
from planner.exports.asked import asked_for, week_title
from planner.exports.away import Away
from planner.exports.fact_words import first_words
from planner.exports.health import ELSEWHERE, amount_lines, handed_notes
from planner.exports.labels import choices, choose, label_notice
from planner.exports.lists import FORMATS, TITLE, list_file, markdown
from planner.exports.meal_words import amounts_of, by_meal_words, day_words, meal_words
from planner.exports.objects import plan_object
from planner.exports.portions import helping
from planner.exports.till import at_home, at_the_till, soon
from planner.pantry import from_pantry
from planner.plan import Day, Plan
from planner.request import PlanRequest
from planner.shopping import Purchase, in_us, shopping_list, to_buy
from planner.tables.catalogue import Catalogue

WEEK_MIMES = {
    "pdf": "application/pdf",
    "ics": "text/calendar",
    "md": "text/markdown",
    "json": "application/json",
}
FILES = (*(f"week.{kind}" for kind in WEEK_MIMES), *(f"shopping.{kind}" for kind in FORMATS))


def as_json(thing: object) -> str:
    """One JSON text of plain characters; NaN and infinity are refused."""
    return json.dumps(thing, indent=1, allow_nan=False)


def prepare_folder(folder: Path) -> None:
    """Make the folder and see that files can be written there. Raises WrongInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".steadyplate-probe"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
    except OSError as error:
        raise WrongInput(_unwritable(folder, error)) from None


def write_files(
    folder: Path,
    plan: Plan,
    request: PlanRequest,
    catalogue: Catalogue,
    us_units: bool = False,
    away: Away | None = None,
) -> None:
    """Write all FILES into the folder, the list in US units where they are chosen. Raises WrongInput."""
    away, lines = away or Away(), to_buy(plan, catalogue, request)
    lines = in_us(lines) if us_units else lines
    notice = label_notice(request, catalogue)
    for kind in WEEK_MIMES:
        write_file(folder / f"week.{kind}", week_file(kind, plan, request, catalogue, away))
    for kind in FORMATS:
        write_file(folder / f"shopping.{kind}", list_file(kind, lines, TITLE, away.paper, notice))


def write_text(path: Path, text: str) -> None:
    """Write one file of text. Raises WrongInput where that fails."""
    write_file(path, text.encode())


def write_file(path: Path, content: bytes, option: str = "--out") -> None:
    """Write one file. Raises WrongInput, with the option that named it, where that fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongInput(_unwritable(path, error, option)) from None


def week_file(kind: str, plan: Plan, request: PlanRequest, catalogue: Catalogue, away: Away) -> bytes:
    """The week as a file of one of WEEK_MIMES: to hand on, but for the JSON, which holds the whole request."""
    from planner.exports.calendar import week_ics  # slow to load, and only here of use
    from planner.exports.paper import week_pdf

    title = week_title(plan, request.without_health().person)
    said = (ELSEWHERE, *filter(None, [label_notice(request, catalogue)]))
    said = (*said, *by_meal_words(plan, request, catalogue), *choices(plan, request, catalogue))
    held = amounts_of(plan, request, catalogue)
    make: dict[str, Callable[[], str | bytes]] = {
        "pdf": lambda: week_pdf(plan, title, said, away, held),
        "ics": lambda: week_ics(plan, title, away, held),
        "md": lambda: week_markdown(plan, request, catalogue),
        "json": lambda: as_json(plan_object(plan, request, catalogue)) + "\n",
    }
    made = make[kind]()
    return made.encode() if isinstance(made, str) else made


def _unwritable(path: Path, error: OSError, option: str = "--out") -> str:
    return f"{option} {path}: cannot be written ({error.strerror}). Name a folder that you may write to."


def shopping_csv(bought: Sequence[Purchase]) -> str:
    """The foods of a plan, one a row: grams as eaten, cost [USD], what to buy for it and grams as bought."""
    cells = (
        (b.food, b.name, b.aisle, f"{b.grams:.1f}", f"{b.cost_usd:.4f}", b.buy, f"{b.buy_grams:.1f}") for b in bought
    )
    return csv_text(("food", "name", "aisle", "grams", "cost_usd", "buy", "buy_grams"), cells)


def week_markdown(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> str:
    """The plan as a Markdown page to print or pin up.

    Of somebody who told of health it holds no targets: what gives way, and why, would tell it on.
    """
    is_private, person = request.tells_of_health, request.without_health().person
    lines = [f"# {week_title(plan, person)}", "", words.costs(plan), ""]
    lines += [f"Asked for: {'; '.join(said)}.\n" for said in [asked_for(request.without_health(), catalogue)] if said]
    lines += [f"> **{ELSEWHERE}**\n"]
    lines += [f"{markdown(line)}\n" for line in by_meal_words(plan, request, catalogue)]
    if not is_private:
        lines += [f"{markdown(line)}\n" for line in first_words(plan, request, catalogue)]
    for day in plan.days:
        lines += _day_lines(day, request, catalogue)
    lines += [] if is_private else amount_lines(plan, request, catalogue)
    lines += ["## Shopping list", "", *_shopping_lines(plan, request, catalogue)]
    lines += ["## How sure", "", *(f"- {line}" for line in _proof(plan, request, catalogue)), ""]
    return "\n".join([*lines, words.INFORMS, words.SEE_A_DOCTOR, ""])


def _proof(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    notes = handed_notes(plan, request, catalogue)
    return [line for line in (words.proof(plan), words.realism(plan), *notes) if line]


def _day_lines(day: Day, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    beside = ", ".join(filter(None, (words.day_facts(day), markdown(day_words(day, request, catalogue)))))
    lines = [f"## Day {day.day}", "", beside, ""]
    for meal in day.meals:
        lines += [f"**{meal.meal.capitalize()}: {markdown(meal.dish)}**", ""]
        for item in meal.items:
            served = helping(item.portions, item.portion, item.name)
            lines.append(f"- {markdown(served)} ({item.grams:,.0f} g)")
        held = meal_words(meal, request, catalogue)
        lines += ["", f"*{markdown(held)}*", ""] if held else [""]
    mark = words.over_upper(day, catalogue)
    return [*lines, mark, ""] if mark else lines


def _shopping_lines(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    bought = {entry.food: entry for entry in shopping_list(plan, catalogue)}
    purchases, notice = to_buy(plan, catalogue, request), label_notice(request, catalogue)
    home = at_home(from_pantry(plan, request.at_home, catalogue))
    lines = ["**From what is at home**", "", *(f"- {each}" for each in home), ""] if home else []
    lines += [f"> **{markdown(notice)}**", ""] if notice else []
    lines += [at_the_till(purchases), ""]
    for aisle, group in groupby(purchases, key=lambda line: line.aisle):
        lines += [f"**{aisle.capitalize()}**", ""]
        for line in group:
            meant_for = ", ".join(words.meant_for(line, bought))
            lines.append(f"- [ ] {line.text}, {words.money(line.cost_usd)}{meant_for and f' (eaten: {meant_for})'}")
            lines += [f"  - {markdown(choose(line))}"] * bool(line.choose)
        lines.append("")
    left = soon(purchases)
    return [*lines, "**Left over and soon to be used**", "", *(f"- {each}" for each in left), ""] if left else lines
