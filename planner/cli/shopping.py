"""`planner shopping`: the shopping list of a week, on the screen or as a file to take along."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli import options
from planner.cli.asking import asks
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes
    from planner.plan import Plan
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

BINARY = ("xlsx", "pdf")


@asks
def shopping(
    request: "PlanRequest",
    wishes: "Wishes",
    plan: options.SavedPlan = None,
    units: options.Units = "metric",
    format: options.ListFormat = "txt",
    out: options.ListOut = None,
    paper: options.Paper = "a4",
) -> None:
    """Say what to buy for a week, by aisle, or write it as a file.

    --plan takes a week that 'planner week --json' saved; without it the week of the other options is planned.
    """
    from planner.cli.saved import check_made
    from planner.cli.week import planned
    from planner.exports import FORMATS, list_file, read_away, write_file
    from planner.exports.labels import label_notice
    from planner.person import check_choice
    from planner.shopping import in_us, to_buy
    from planner.units import UNITS

    check_choice("--units", units, UNITS)
    check_choice("--format", format, FORMATS)
    size = read_away(paper).paper
    if format in BINARY and out is None:
        raise WrongInput(f"--format {format}: not a text for the screen. Name a file with --out shopping.{format}.")
    if plan:
        check_made(plan, request, wishes)
    tables = wishes.tables()
    asked = wishes.of(request)
    week, asked = _saved(plan, tables) if plan else (planned(asked, tables, as_object=False), asked)
    lines = to_buy(week, tables, asked)
    lines, notice = in_us(lines) if units == "us" else lines, label_notice(asked, tables)
    content = list_file(format, lines, paper=size, notice=notice)
    if out is None:
        sys.stdout.write(content.decode())
    else:
        write_file(out, content)
        print(f"Written to {out}.")


def _saved(path: Path, catalogue: "Catalogue") -> "tuple[Plan, PlanRequest]":
    """The week of a file and whom it was made for. Raises WrongInput for foods that the catalogue does not hold."""
    from planner.cli.saved import read_week, shown_plan

    days, asked = read_week(path)
    found = shown_plan(days, asked)
    unknown = sorted(found.foods - set(catalogue.food_index))
    if unknown:
        raise WrongInput(f"--plan {path}: no such food in the catalogue: {', '.join(unknown)}. Give its --catalogue.")
    return found, asked
