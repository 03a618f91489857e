"""`planner check`: complaints, illnesses and medicines in plain words; what they can mean and what to do."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.screen import heading, page, paragraph
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.explain.check import Check

NOTHING = (
    "planner check: there is nothing to check. Say what you notice or what you have and take, such as "
    '--symptom "my leg cramps at night" --condition omeprazole.'
)


def check(
    symptom: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="What you notice, such as 'tingly toes for months'. Repeatable."),
    ] = None,
    condition: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="An illness or medicine, such as omeprazole. Repeatable."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a page.")] = False,
) -> None:
    """Say what a complaint can have to do with, and what to ask a doctor.

    What needs help now comes first and alone. Nothing is diagnosed, nothing is sent or kept.
    Ends with 0 also for an emergency: the JSON says `stopped`.
    """
    symptoms, conditions = symptom or [], condition or []
    if not any(text.strip() for text in (*symptoms, *conditions)):
        raise WrongInput(NOTHING)
    from planner.explain.check import check as explain
    from planner.exports import as_json, check_object
    from planner.tables.catalogue import load_catalogue

    answer = explain(symptoms, conditions, load_catalogue())
    if json:
        print(as_json(check_object(answer)))
    else:
        print_check(answer)


def print_check(answer: "Check") -> None:
    """Print the answer, most urgent first."""
    from planner.exports.checks import sections

    console = page()
    for place, section in enumerate(sections(answer)):
        heading(console, section.title, section.facts, apart=place > 0)
        for line in section.lines:
            paragraph(console, line, indent=1, hang=2)
    console.print()
    paragraph(console, answer.notice)
