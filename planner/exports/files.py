"""A plan as files to keep: week.json, week.md, shopping.csv."""

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path

from planner.errors import WrongInput
from planner.exports import words
from planner.exports.objects import plan_object
from planner.exports.portions import helping
from planner.exports.till import at_home, at_the_till, soon
from planner.pantry import from_pantry
from planner.plan import Day, Plan, TargetResult
from planner.request import PlanRequest
from planner.shopping import Purchase, ToBuy, in_us, shopping_list, to_buy
from planner.tables.catalogue import Catalogue

TO_BUY_COLUMNS = (
    *("aisle", "form", "buy", "grams_bought", "pieces", "cost_usd"),
    *("packages", "till_usd", "left_over", "keeps_days", "keeps_in", "foods"),
)
FILES = ("week.json", "week.md", "shopping.csv")


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


def write_files(folder: Path, plan: Plan, request: PlanRequest, catalogue: Catalogue, us_units: bool = False) -> None:
    """Write week.json, week.md and shopping.csv into the folder; the list in US units where they are chosen.

    Raises WrongInput where that fails.
    """
    lines = to_buy(plan, catalogue)
    texts = (
        as_json(plan_object(plan, request, catalogue)) + "\n",
        week_markdown(plan, request, catalogue),
        to_buy_csv(in_us(lines) if us_units else lines),
    )
    for name, text in zip(FILES, texts, strict=True):
        write_text(folder / name, text)


def write_text(path: Path, text: str) -> None:
    """Write one file. Raises WrongInput where that fails."""
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WrongInput(_unwritable(path, error)) from None


def _unwritable(path: Path, error: OSError) -> str:
    return f"--out {path}: cannot be written ({error.strerror}). Name a folder that you may write to."


def to_buy_csv(lines: Sequence[ToBuy]) -> str:
    """The shopping list, one thing to buy a row: what to say in the shop, grams as bought, cost of what is used and
    at the till [USD], what is left over and how many days it keeps once open."""
    cells = (
        (
            line.aisle,
            line.form,
            line.amount,
            f"{line.grams:.1f}",
            line.pieces,
            f"{line.cost_usd:.4f}",
            line.packages.count if line.packages else None,
            f"{line.till_usd:.2f}",
            line.left,
            line.keeping.days,
            line.keeping.place,
            " ".join(line.foods),
        )
        for line in lines
    )
    return csv_text(TO_BUY_COLUMNS, cells)


def shopping_csv(bought: Sequence[Purchase]) -> str:
    """The foods of a plan, one a row: grams as eaten, cost [USD], what to buy for it and grams as bought."""
    cells = (
        (b.food, b.name, b.aisle, f"{b.grams:.1f}", f"{b.cost_usd:.4f}", b.buy, f"{b.buy_grams:.1f}") for b in bought
    )
    return csv_text(("food", "name", "aisle", "grams", "cost_usd", "buy", "buy_grams"), cells)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def week_markdown(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> str:
    """The plan as a Markdown page to print or pin up."""
    person = request.person.completed(catalogue.references)
    lines = [f"# {words.title(plan, person)}", "", words.costs(plan), ""]
    lines += [f"Asked for: {'; '.join(said)}.\n" for said in [words.wishes(request, catalogue)] if said]
    lines += [f"> **{_escaped(line)}**\n" for line in words.warnings(request, catalogue)]
    for day in plan.days:
        lines += _day_lines(day, catalogue)
    lines += ["## The four nutrients for nerve and muscle", ""]
    header = ("nutrient", "a day", "target", "share of it", "lowest day")
    lines += _table(header, words.focal_rows(plan, catalogue))
    lines += _about(words.notes_on(_focal(plan), catalogue))
    lines += _target_lines(plan, catalogue)
    lines += ["## Not in the food tables", "", *_about(words.not_computable(person, catalogue))]
    lines += ["## Shopping list", "", *_shopping_lines(plan, request, catalogue)]
    lines += ["## How sure", "", *(f"- {line}" for line in _proof(plan, request, catalogue)), ""]
    return "\n".join([*lines, words.INFORMS, words.SEE_A_DOCTOR, ""])


def _proof(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    notes = words.other_notes(plan, request, catalogue)
    return [line for line in (words.proof(plan), words.realism(plan), *notes) if line]


def _focal(plan: Plan) -> list[TargetResult]:
    results = (words.focal_result(plan, nutrient) for nutrient in words.FOCAL)
    return [result for result in results if result is not None]


def _day_lines(day: Day, catalogue: Catalogue) -> list[str]:
    lines = [f"## Day {day.day}", "", words.day_facts(day), ""]
    for meal in day.meals:
        lines += [f"**{meal.meal.capitalize()}: {_escaped(meal.dish)}**", ""]
        for item in meal.items:
            served = helping(item.portions, item.portion, item.name)
            lines.append(f"- {_escaped(served)} ({item.grams:,.0f} g)")
        lines.append("")
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
    purchases = to_buy(plan, catalogue)
    home = at_home(from_pantry(plan, request.at_home, catalogue))
    lines = ["**From what is at home**", "", *(f"- {each}" for each in home), ""] if home else []
    lines += [at_the_till(purchases), ""]
    for aisle, group in groupby(purchases, key=lambda line: line.aisle):
        lines += [f"**{aisle.capitalize()}**", ""]
        for line in group:
            meant_for = ", ".join(words.meant_for(line, bought))
            lines.append(f"- [ ] {line.text}, {words.money(line.cost_usd)}{meant_for and f' (eaten: {meant_for})'}")
        lines.append("")
    left = soon(purchases)
    return [*lines, "**Left over and soon to be used**", "", *(f"- {each}" for each in left), ""] if left else lines


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [*(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines), ""]


def _escaped(text: str) -> str:
    """Text whose signs Markdown would not take for its own."""
    return text.replace("*", r"\*").replace("_", r"\_").replace("[", r"\[")
