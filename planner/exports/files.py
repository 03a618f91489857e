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
from planner.exports.fact_words import first_words, other_words
from planner.exports.labels import choices, choose, label_notice
from planner.exports.lists import FORMATS, TITLE, list_file, markdown
from planner.exports.meal_words import amounts_of, by_meal_words, day_words, meal_words
from planner.exports.objects import plan_object
from planner.exports.portions import helping
from planner.exports.till import at_home, at_the_till, soon
from planner.pantry import from_pantry
from planner.plan import Day, Plan, TargetResult
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


def write_file(path: Path, content: bytes) -> None:
    """Write one file. Raises WrongInput where that fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise WrongInput(_unwritable(path, error)) from None


def week_file(kind: str, plan: Plan, request: PlanRequest, catalogue: Catalogue, away: Away) -> bytes:
    """The week as a file of one of WEEK_MIMES."""
    from planner.exports.calendar import week_ics  # slow to load, and only here of use
    from planner.exports.paper import week_pdf

    title = week_title(plan, request.person.completed(catalogue.references))
    said = (*words.warnings(request, catalogue), *filter(None, [label_notice(request, catalogue)]))
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


def _unwritable(path: Path, error: OSError) -> str:
    return f"--out {path}: cannot be written ({error.strerror}). Name a folder that you may write to."


def shopping_csv(bought: Sequence[Purchase]) -> str:
    """The foods of a plan, one a row: grams as eaten, cost [USD], what to buy for it and grams as bought."""
    cells = (
        (b.food, b.name, b.aisle, f"{b.grams:.1f}", f"{b.cost_usd:.4f}", b.buy, f"{b.buy_grams:.1f}") for b in bought
    )
    return csv_text(("food", "name", "aisle", "grams", "cost_usd", "buy", "buy_grams"), cells)


def week_markdown(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> str:
    """The plan as a Markdown page to print or pin up."""
    person = request.person.completed(catalogue.references)
    lines = [f"# {week_title(plan, person)}", "", words.costs(plan), ""]
    lines += [f"Asked for: {'; '.join(said)}.\n" for said in [asked_for(request, catalogue)] if said]
    lines += [f"> **{markdown(line)}**\n" for line in words.warnings(request, catalogue)]
    said = (*by_meal_words(plan, request, catalogue), *first_words(plan, request, catalogue))
    lines += [f"{markdown(line)}\n" for line in said]
    for day in plan.days:
        lines += _day_lines(day, request, catalogue)
    lines += ["## The four nutrients for nerve and muscle", ""]
    header = ("nutrient", "a day", "target", "share of it", "lowest day")
    lines += _table(header, words.focal_rows(plan, catalogue))
    lines += _about(words.notes_on(_focal(plan), catalogue))
    lines += _target_lines(plan, catalogue)
    lines += [f"- {markdown(line)}" for line in other_words(plan, request, catalogue)]
    lines += ["", "## Not in the food tables", "", *_about(words.not_computable(person, catalogue))]
    lines += ["## Shopping list", "", *_shopping_lines(plan, request, catalogue)]
    lines += ["## How sure", "", *(f"- {line}" for line in _proof(plan, request, catalogue)), ""]
    return "\n".join([*lines, words.INFORMS, words.SEE_A_DOCTOR, ""])


def _proof(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    notes = words.other_notes(plan, request, catalogue)
    return [line for line in (words.proof(plan), words.realism(plan), *notes) if line]


def _focal(plan: Plan) -> list[TargetResult]:
    results = (words.focal_result(plan, nutrient) for nutrient in words.FOCAL)
    return [result for result in results if result is not None]


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


def _target_lines(plan: Plan, catalogue: Catalogue) -> list[str]:
    hard, watched = (words.other_results(plan, hard=is_hard) for is_hard in (True, False))
    names = [words.nutrient_name(result.bound.nutrient, catalogue) for result in (*hard, *watched)]
    cells = [(words.mean(result), words.target(result), words.state(result)) for result in (*hard, *watched)]
    rows = [(name, *cell) for name, cell in zip(names, cells, strict=True)]
    header = ("nutrient", "a day", "target", "state")
    lines = ["## Every other target", "", *_table(header, rows[: len(hard)])]
    lines += ["## Watched, not forced", "", *_table(header, rows[len(hard) :])]
    lines += [f"{drink}\n" for drink in map(words.glasses, watched) if drink]
    return lines + _about(words.notes_on([*watched, *hard], catalogue))


def _about(notes: list[tuple[str, str]]) -> list[str]:
    return [*(f"- {name}: {note}" for name, note in notes), ""] if notes else []


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


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [*(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines), ""]
