"""`planner gaps`: a diary or typed lines in, what is missing and what to add out."""

import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli import options
from planner.cli.asking import asks, words
from planner.errors import ImpossibleRequest, WrongInput

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes
    from planner.explain.report import GapReport
    from planner.intake import Entry, Intake
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

HEADER = {"day", "food", "amount", "unit"}
OF_WEEK = "there are options of a week (such as --days, --must-have, --at-home). Add --week, or leave them out."
EXAMPLE = 'Give a diary (planner gaps diary.csv), or lines: planner gaps --line "2 slices bread" --line "1 banana".'


@asks
def gaps(
    *,
    file: options.Diary = None,
    line: options.Line = None,
    answer: options.Answer = None,
    close: options.Close = None,
    extra_kcal: options.ExtraKcal = 250.0,
    trades: options.Trades = False,
    everything: options.Everything = False,
    week: options.WeekToo = False,
    json: options.Json = False,
    request: "PlanRequest",
    wishes: "Wishes",
) -> None:
    """Say what is missing in what you eat, and the cheapest way to add it.

    Enter a diary of some days; a food that is not sure is asked for in a terminal, else listed and not counted.
    Where too few lines are understood, nothing is said to be short and nothing suggested.
    """
    from planner.exports import as_json, gaps_object

    if wishes.of_week and not week:
        raise WrongInput(f"planner gaps: {OF_WEEK}")
    catalogue = wishes.tables()
    entries = _entries(file, line, catalogue)
    intake = _intake(entries, _answers(answer, catalogue), catalogue, asks_back=not json and file != Path("-"))
    ask = _Ask(extra_kcal, words(close), trades, everything)
    report = _report(intake, request, catalogue, ask, quiet=json)
    if week:
        _print_week(report, wishes.of(request), catalogue, as_object=json)
        return
    if json:
        print(as_json(gaps_object(report, request, catalogue)))
    else:
        from planner.cli.gaps_page import print_gaps

        print_gaps(report, request, catalogue)
    if report.why_none:
        raise ImpossibleRequest(report.why_none)


def _entries(file: Path | None, lines: list[str] | None, catalogue: "Catalogue") -> "tuple[Entry, ...]":
    """What was eaten, from a file, stdin or lines. Raises WrongInput."""
    from planner.intake import parse_lines, read_diary

    if (file is None) == (not lines):
        said = "there is a file and there are lines. Give one of them." if lines else "there is nothing to read."
        raise WrongInput(f"planner gaps: {said} {EXAMPLE}")
    if lines:
        return parse_lines("\n".join(lines), catalogue)
    if file != Path("-"):
        return read_diary(file, catalogue=catalogue)  # type: ignore[arg-type]
    content = sys.stdin.buffer.read()
    text = content.decode("utf-8-sig", errors="replace")
    first = {cell.strip().casefold() for cell in text.lstrip().partition("\n")[0].split(",")}
    return read_diary(content, "stdin", catalogue) if first >= HEADER else parse_lines(text, catalogue)


def _answers(texts: list[str] | None, catalogue: "Catalogue") -> dict[str, str]:
    """Food (slug, maybe with grams) by what was written. Raises WrongInput."""
    from planner.tables.spellings import plain

    known, answers = catalogue.first_spellings, dict[str, str]()
    for each in texts or ():
        text, equals, meant = each.rpartition("=")
        if not (equals and text.strip() and meant.strip()):
            raise WrongInput(f"--answer {each}: write TEXT=FOOD, as in 'milk=whole-milk', or TEXT=none.")
        food, colon, grams = meant.partition(":")
        answers[text.strip()] = f"{known.get(plain(food), food.strip())}{colon}{grams.strip()}"
    return answers


def _intake(entries: "tuple[Entry, ...]", answers: dict[str, str], catalogue: "Catalogue", asks_back: bool) -> "Intake":
    """What is eaten; in a terminal what is not sure is asked for."""
    from planner.intake import make_intake

    intake = make_intake(entries, catalogue, answers)
    if not (asks_back and intake.questions and _is_terminal()):
        return intake
    from planner.cli.gaps_page import ask

    return make_intake(entries, catalogue, answers | ask(intake.questions, catalogue))


def _is_terminal() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


@dataclass(frozen=True)
class _Ask:
    """What to close and how, and whether the diary is said to be whole."""

    extra_kcal: float
    close: tuple[str, ...]
    trades: bool
    is_everything: bool


def _report(intake: "Intake", request: "PlanRequest", catalogue: "Catalogue", ask: _Ask, quiet: bool) -> "GapReport":
    """The report, with a sign of life on a terminal's stderr while it is made."""
    from rich.console import Console

    from planner.pipeline import FOCAL, close_gaps

    console = Console(stderr=True)
    status = None if quiet or not console.is_terminal else console.status("Looking for what closes the gaps ...")
    close = ask.close or FOCAL
    with status or nullcontext():
        return close_gaps(
            intake, request, catalogue, ask.extra_kcal, close, ask.trades, is_everything=ask.is_everything
        )


def _print_week(report: "GapReport", request: "PlanRequest", catalogue: "Catalogue", as_object: bool) -> None:
    """The week that starts from what is eaten now and what is added to it; on stderr, what to know of the diary."""
    from planner.cli.gaps_page import print_beside_week
    from planner.cli.week import answer
    from planner.pipeline import week_from

    print_beside_week(report, catalogue)
    option = report.options[0] if report.options else None
    answer(week_from(report.intake, option, request, catalogue), catalogue, as_object)
