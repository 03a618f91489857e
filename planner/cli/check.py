"""`planner check`: complaints, illnesses and medicines in plain words; what they can mean and what to do."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.screen import heading, page, paragraph, table
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.explain.check import Check
    from planner.reading.cases import Case
    from planner.tables.catalogue import Catalogue
    from planner.tables.help_lines import HelpLine

NOTHING = (
    "planner check: there is nothing to check. Say what you notice or what you have and take, such as "
    '--symptom "my leg cramps at night" --condition omeprazole.'
)
_REGION = re.compile(r"^[a-z]{2,3}_([A-Z]{2})\b")  # of a locale such as en_GB.UTF-8


def check(
    symptom: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What you notice, such as 'tingly toes for months'. Repeatable."),
    ] = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="An illness or medicine, such as omeprazole. Repeatable."),
    ] = None,
    settled: Annotated[
        list[str] | None,
        typer.Option(metavar="FLAG", help="The flag of a question of --json that you answer with yes. Repeatable."),
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="CODE", help="Where you are (US, GB, DE ...), for the numbers to call.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(metavar="CASES.csv", help="Many cases: columns symptom and condition (several with ;)."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a page; one a row.")] = False,
) -> None:
    """Say what a complaint can have to do with, and how soon to see a doctor.

    What needs help now comes first and alone. Nothing is diagnosed, nothing is sent or kept.
    Ends with 0 also for an emergency: the JSON says `tier` and `stopped`.
    """
    symptoms, conditions = symptom or [], condition or []
    if file is None and not any(text.strip() for text in (*symptoms, *conditions)):
        raise WrongInput(NOTHING)
    if file is not None and (symptoms or conditions or settled):
        raise WrongInput("--file holds the cases: leave --symptom, --condition and --settled out, or the file.")
    from planner.tables.catalogue import load_catalogue, tables_folder
    from planner.tables.help_lines import load_help_lines

    lines = load_help_lines(tables_folder())
    where = _country(country, lines)
    if file is not None:
        _check_file(file, load_catalogue(), lines, where, json)
        return
    from planner.explain.check import check as explain
    from planner.exports import as_json, check_object

    answer = explain(symptoms, conditions, load_catalogue(), settled or ())
    if json:
        print(as_json(check_object(answer, lines, where)))
    else:
        print_check(answer, lines, where)


def print_check(answer: "Check", lines: "Sequence[HelpLine]", country: str = "") -> None:
    """Print the answer, most urgent first."""
    from planner.exports.checks import notice, sections

    console = page()
    for place, section in enumerate(sections(answer, lines, country)):
        heading(console, section.title, section.facts, apart=place > 0)
        for line in section.lines:
            paragraph(console, line, indent=1, hang=2)
    for asked in answer.ask:
        paragraph(console, f"If the answer is yes, check again with --settled {asked.rule}.", indent=1, hang=2)
    console.print()
    paragraph(console, notice(answer))


def _country(typed: str | None, lines: "Iterable[HelpLine]") -> str:
    """The country of the numbers: as typed, else that of the locale, else none. Raises WrongInput."""
    known = [line.country for line in lines]
    if typed is not None:
        found = next((code for code in known if code.casefold() == typed.strip().casefold()), None)
        if found is None:
            raise WrongInput(f"--country {typed}: we know the numbers of {', '.join(known)}. Name one of them.")
        return found
    return local_country(lines)


def local_country(lines: "Iterable[HelpLine]") -> str:
    """The country of the locale, where the numbers of it are known; else empty."""
    known = {line.country for line in lines}
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    region = _REGION.match(locale)
    return region[1] if region and region[1] in known else ""


def _check_file(
    file: Path, catalogue: "Catalogue", lines: "Sequence[HelpLine]", country: str, as_json_lines: bool
) -> None:
    """Every row of a file: one JSON object a line, or a table of how soon."""
    from planner.explain.check import check as explain
    from planner.exports.checks import check_object, json_line
    from planner.reading.cases import read_cases

    rows = []
    for case in read_cases(file):
        answer = explain(case.symptoms, case.conditions, catalogue)
        if as_json_lines:
            whole = {"row": case.row, "problem": case.problem, **check_object(answer, lines, country)}
            print(json_line(whole))
        else:
            rows.append((case, answer))
    if not as_json_lines:
        _print_cases(rows)


def _print_cases(rows: "Iterable[tuple[Case, Check]]") -> None:
    from planner.exports.checks import first_words

    shown = table(("row", "how soon", "why"), left=(1, 2))
    for case, answer in rows:
        shown.add_row(str(case.row), "" if case.problem else answer.tier, case.problem or first_words(answer))
    page().print(shown)
