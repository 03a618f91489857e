"""Where no plan can be made: what clashes, what can be reached and what would help, on the screen or as JSON."""

from contextlib import nullcontext
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console

from planner.errors import ImpossibleRequest, PlannerError

if TYPE_CHECKING:
    from planner.explain.impossible import Refusal
    from planner.exports.refusals import Json
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

SEE_ABOVE = "No plan can meet this request; what clashes and what would help stands above."


def explained(error: ImpossibleRequest, request: "PlanRequest", catalogue: "Catalogue", as_object: bool) -> NoReturn:
    """Explain an impossible request: JSON on stdout, or a page on stderr. Raises ImpossibleRequest again, to leave."""
    refusal = _refusal(request, catalogue, quiet=as_object)
    if as_object:
        from planner.exports import as_json, refusal_details, refusal_object

        details = (refusal_details(refusal) | _food_help(refusal)) if refusal else {}
        print(as_json(refusal_object("infeasible", str(error)) | details))
        raise error
    if refusal is None or not refusal.conflict:
        raise error
    print_refusal(refusal)
    raise ImpossibleRequest(SEE_ABOVE) from error


def _food_help(refusal: "Refusal") -> "Json":
    """Who helps with food, as data, where it is the money that is short."""
    from planner.exports.refusals import food_help_objects
    from planner.tables.catalogue import tables_folder
    from planner.tables.help_lines import load_help_lines

    return {"food_help": food_help_objects(load_help_lines(tables_folder())) if refusal.is_of_money else []}


def _refusal(request: "PlanRequest", catalogue: "Catalogue", quiet: bool) -> "Refusal | None":
    """The explanation, with a sign of life on a terminal; None where only the error itself can be said."""
    from planner.pipeline import explain_refusal

    console = Console(stderr=True)
    with nullcontext() if quiet or not console.is_terminal else console.status("Looking for what clashes ..."):
        try:
            return explain_refusal(request, catalogue)
        except PlannerError:
            return None


def print_refusal(refusal: "Refusal") -> None:
    """Print the explanation on stderr."""
    from planner.cli.check import local_country
    from planner.cli.screen import heading, page, paragraph
    from planner.exports import refusal_sections, words
    from planner.tables.catalogue import tables_folder
    from planner.tables.help_lines import PRICED_IN, line_of, load_help_lines

    lines = load_help_lines(tables_folder())
    here = [line_of(local_country(lines) or PRICED_IN, lines), lines[-1]]
    console = page(stderr=True)
    paragraph(console, refusal.headline)
    for section in refusal_sections(refusal, food_help=list(dict.fromkeys(here))):
        heading(console, section.title, section.facts)
        for line in section.lines:
            indent = 1 + len(line) - len(line.lstrip())
            paragraph(console, line.lstrip(), indent=indent, hang=3 if indent == 1 else 0)
    console.print()
    paragraph(console, words.INFORMS)
