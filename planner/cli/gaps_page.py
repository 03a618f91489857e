"""Gaps on the screen: what is missing, what to add, how it was read; and the questions in a terminal."""

from collections.abc import Iterable

import typer
from rich.console import Console
from rich.text import Text

from planner.cli.screen import filled, heading, page, paragraph, table
from planner.explain.completeness import Completeness
from planner.explain.report import GapReport
from planner.exports import completeness, words
from planner.exports import gaps as said
from planner.exports.labels import label_notice
from planner.intake import Question
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.tables.spellings import plain

NONE = "none"
YES_EVERYTHING = "If it was: --everything."
INDENT = 3  # characters before what belongs to an option


def print_gaps(report: GapReport, request: PlanRequest, catalogue: Catalogue) -> None:
    """Print the whole page: where too little was understood, only what is known all the same."""
    console, judged = page(), report.completeness
    days = f"a mean of {judged.days} days" if judged.days > 1 else "one day"
    if not judged.is_enough and report.intake.lines:
        days = f"{days}, {report.intake.not_known_words}"
    console.print(Text(_title(judged), style="bold").append(f"   {days}", style="not bold"))
    if judged.is_enough:
        paragraph(console, report.intake.count_words)
        paragraph(console, said.energy_words(report))
    for line in completeness.completeness_words(report, YES_EVERYTHING):
        paragraph(console, line)
    _print_first(console, report, catalogue)
    if judged.is_enough:
        _print_gaps(console, report, catalogue)
        _print_options(console, report, request, catalogue)
    _print_reading(console, report)
    console.print()
    paragraph(console, words.INFORMS)
    paragraph(console, words.SEE_A_DOCTOR)


def print_beside_week(report: GapReport, catalogue: Catalogue) -> None:
    """On stderr, beside a week that starts from a diary: how little of it was understood, and what is above a most."""
    console = page(stderr=True)
    if not report.completeness.is_enough:
        paragraph(console, completeness.too_little_words(report.intake, report.completeness))
    for line in said.above_lines(report, catalogue):
        paragraph(console, line, hang=2)


def _title(judged: Completeness) -> str:
    if not judged.is_enough:
        return "What you wrote"
    return "What you ate, and what was missing" if judged.is_brief else "What you eat now, and what is missing"


def _print_first(console: Console, report: GapReport, catalogue: Catalogue) -> None:
    """What a person with an illness must read, and what is above a most, whatever else is known."""
    if report.warnings:
        heading(console, "Read this first")
        for line in report.warnings:
            paragraph(console, words.labelled(line), indent=1, hang=2)
    if report.above:
        heading(console, "Above the most", "by what is known")
        for line in said.above_lines(report, catalogue):
            paragraph(console, line, indent=1, hang=2)


def _print_gaps(console: Console, report: GapReport, catalogue: Catalogue) -> None:
    eaten = "what you ate" if report.completeness.is_brief else "what you eat a day"
    heading(console, "The four nutrients for nerve and muscle", f"{eaten}, and the target")
    rows = table(("nutrient", "a day", "target", said.state_head(report)), left=(0, 2, 3))
    for row in said.focal_rows(report, catalogue):
        rows.add_row(*row)
    console.print(rows)
    if any(gap.at_least for gap in report.gaps):
        plus = "+ : at least this; some food or its content is not known. So what is short is short by at most so much."
        paragraph(console, plus, indent=1, hang=2)
    for note in said.focal_notes(report, catalogue):
        paragraph(console, note, indent=1, hang=2)
    for title, parts in said.others(report, catalogue):
        heading(console, title)
        for line in filled(parts, console.width - 1):
            paragraph(console, line, indent=1)


def _print_options(console: Console, report: GapReport, request: PlanRequest, catalogue: Catalogue) -> None:
    if not report.close:
        heading(console, "What to add")
        paragraph(console, "Nothing: what was asked for is there.", indent=1)
        return
    heading(console, "What to add", f"closes {said.closes_words(report, catalogue)}")
    if report.why_none:
        paragraph(console, report.why_none, indent=1)
        return
    if report.completeness.asks:
        paragraph(console, completeness.ANSWER_FIRST, indent=1)
    paragraph(console, f"{said.A_DAY}, one of these:", indent=1)
    for number, option in enumerate(report.options, start=1):
        if option.has_trade and not any(each.has_trade for each in report.options[: number - 1]):
            paragraph(console, "With something in the place of what you eat now:", indent=1)
        paragraph(console, f"{number}. {said.option_words(option)}.", indent=INDENT - 2, hang=INDENT)
        for note in said.option_notes(option, report, request, catalogue):
            paragraph(console, note, indent=INDENT + 1, hang=2)
    if notice := label_notice(request, catalogue):
        paragraph(console, notice, indent=1)
    if report.intake.not_known:
        paragraph(console, said.KNOWN_ONLY, indent=1)


def _print_reading(console: Console, report: GapReport) -> None:
    """Every match with its confidence, every question, and what is not known."""
    intake = report.intake
    if intake.matches:
        heading(console, "How it was read", "confidence of 0 to 100")
        rows = table(("written", "taken as", "eaten", "sure"), left=(0, 1))
        for row in said.match_rows(intake):
            rows.add_row(*row)
        console.print(rows)
        if note := said.fortified_words(intake):
            paragraph(console, note, indent=1)
    if intake.questions:
        heading(console, "Not sure, so not counted")
        for question in intake.questions:
            paragraph(console, said.question_words(question), indent=1, hang=2)
    if intake.unmatched:
        heading(console, "Not known, so not counted")
        for line in filled(list(map(said.unknown_words, intake.unmatched)), console.width - 1):
            paragraph(console, line, indent=1)
        like = words.shown(intake.unmatched[0].text)
        paragraph(console, f'If it is like a food of "planner foods": --answer "{like}=FOOD".', indent=1, hang=2)


def ask(questions: Iterable[Question], catalogue: Catalogue) -> dict[str, str]:
    """Answers typed in a terminal, by what was written; each text is asked for once, Enter leaves it open."""
    answers: dict[str, str] = {}
    for question in questions:
        if question.entry.text not in answers and (answer := _ask(question, catalogue)):
            answers[question.entry.text] = answer
    return answers


def _ask(question: Question, catalogue: Catalogue) -> str:
    """One question until it is answered or left open."""
    entry = question.entry
    typer.echo(f"\n{words.shown(entry.text)} ({entry.place}): {question.reason}.")
    if question.about_weight:
        return _ask_weight(question)
    for number, candidate in enumerate(question.candidates, start=1):
        typer.echo(f"  {number}  {candidate.name}")
    typer.echo("  0  none of these")
    known = catalogue.first_spellings
    while True:
        typed = typer.prompt("Which one? A number, a food, or Enter to leave it out", default="", show_default=False)
        if not typed.strip():
            return ""
        if typed.strip().isdigit() and int(typed) <= len(question.candidates):
            return question.candidates[int(typed) - 1].food if int(typed) else NONE
        if plain(typed) in known:
            return known[plain(typed)]
        typer.echo(f"{typed} is none of these numbers and no food here. Names of foods: planner foods.")


def _ask_weight(question: Question) -> str:
    """Grams of one unit of a food that is known."""
    what = f"one {question.entry.text}" if question.entry.counted else f"1 {question.entry.unit}"
    while True:
        typed = typer.prompt(f"How many grams is {what}? Enter to leave it out", default="", show_default=False)
        if not typed.strip():
            return ""
        try:
            grams = float(typed.strip().removesuffix("g"))
        except ValueError:
            grams = 0.0
        if 0 < grams < float("inf"):
            return f"{question.candidates[0].food}:{grams:g}"
        typer.echo(f"{typed} is no weight. Write grams, such as 85.")
