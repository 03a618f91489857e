"""`planner why`: the week that would be made, and why it is so: prices, swaps, curves, sources."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli import options
from planner.cli.asking import asks, words
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue


@asks
def why(
    request: "PlanRequest",
    wishes: "Wishes",
    curve: options.Curve = None,
    sources: options.Sources = None,
    json: options.Json = False,
    out: options.WhyOut = None,
) -> None:
    """Say why the week is as it is: what each target costs, what could be swapped.

    Makes the week that `planner week` makes with the same options, and asks it what-if questions.
    """
    from planner.exports import prepare_folder

    ranges = [parse_curve(text) for text in curve or ()]
    if out:
        prepare_folder(out)
    _answer(wishes.of(request), ranges, words(sources), json, out, wishes.tables())


def parse_curve(text: str) -> tuple[str, float, float]:
    """What moves, from where to where, of NAME=MIN:MAX. Raises WrongInput."""
    name, equals, numbers = text.partition("=")
    low, colon, high = numbers.partition(":")
    try:
        found = name.strip(), float(low), float(high)
    except ValueError:
        found = "", 0.0, 0.0
    if not (found[0] and equals and colon):
        raise WrongInput(f"--curve {text}: write NAME=MIN:MAX, such as calcium=600:1800 or budget=30:60.")
    return found


def _answer(
    request: "PlanRequest",
    ranges: list[tuple[str, float, float]],
    named: tuple[str, ...],
    as_object: bool,
    folder: Path | None,
    catalogue: "Catalogue",
) -> None:
    """Plan, explain and print."""
    from planner.cli.week import planned
    from planner.exports import as_json, why_object, write_why_files
    from planner.pipeline import best_sources, cost_curve, explain_week

    sources = [best_sources(request, nutrient, catalogue) for nutrient in named]
    plan = planned(request, catalogue, as_object)
    with _alive("Asking what if", quiet=as_object):
        explained = explain_week(plan, request, catalogue)
        curves = [cost_curve(request, *each, catalogue) for each in ranges]
    written = write_why_files(folder, explained, curves, sources) if folder else []
    if as_object:
        print(as_json(why_object(plan, explained, curves, sources, catalogue)))
        return
    from planner.cli.why_page import Page, print_why

    print_why(Page(plan, explained, tuple(curves), tuple(sources), request, catalogue))
    if folder:
        print(f"\nWritten to {folder}: {', '.join(written)}.")


@contextmanager
def _alive(said: str, quiet: bool) -> Iterator[None]:
    """A sign of life on a terminal's stderr."""
    from rich.console import Console

    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield
        return
    with console.status(f"{said} ..."):
        yield
