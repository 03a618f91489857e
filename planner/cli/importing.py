"""`planner import fndds`: official USDA files in, a catalogue folder out."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from planner.cli.screen import heading, page, paragraph

if TYPE_CHECKING:
    from planner.tables.fndds.broken import Broken, Progress
    from planner.tables.fndds.make import Counts

TARGET = Path("fndds-catalogue")
MOST_SAID = 20  # broken rows on the screen; the last line says how many more there are

imports = typer.Typer(help="Make a catalogue from official files.", no_args_is_help=True, rich_markup_mode=None)


@imports.callback()
def import_() -> None:
    """Make a catalogue from official files."""


@imports.command()
def fndds(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the FNDDS At A Glance xlsx files are.")],
    prices: Annotated[
        Path, typer.Option(metavar="CSV", help="USDA Purchase to Plate, national average prices, as published.")
    ],
    patterns: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="FPED as CSV: cups of fruit and vegetables, added sugars. Else not known."),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the catalogue goes.")] = TARGET,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a catalogue that stands there.")] = False,
) -> None:
    """Make a catalogue of all FNDDS foods, for the option --catalogue of week, foods and solve.

    Rows that cannot be used are named and left out. The folder appears whole at the end, or not at all.
    """
    from planner.tables.catalogue import tables_folder
    from planner.tables.fndds.curated import load_built_in
    from planner.tables.fndds.folder import check_target, write_catalogue
    from planner.tables.fndds.make import make_tables, read_official

    out = out.absolute()
    check_target(out, replace)
    with _stoppable():
        built_in = load_built_in(tables_folder())
        with _shown() as progress:
            official = read_official(folder, prices, patterns, built_in, progress)
        tables, counts = make_tables(official, built_in)
        write_catalogue(out, tables, official, counts, built_in.folder, replace)
    _say_broken(official.broken)
    _print_counts(counts, out, has_patterns=patterns is not None)


@contextmanager
def _stoppable() -> Iterator[None]:
    """A request to end (SIGTERM) cleans up like Ctrl+C does."""

    def leave(*_: object) -> NoReturn:
        raise SystemExit(128 + signal.SIGTERM)

    earlier = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, earlier)


@contextmanager
def _shown() -> "Iterator[Progress]":
    """A progress bar for each file, on a terminal's stderr."""
    from rich.console import Console
    from rich.progress import Progress as Bars

    from planner.tables.fndds.broken import no_progress

    console = Console(stderr=True)
    if not console.is_terminal:
        yield no_progress
        return
    with Bars(console=console) as bars:
        tasks: dict[str, int] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=None)
            bars.update(tasks[what], completed=done, total=total or None)  # type: ignore[arg-type]

        yield show


def _say_broken(broken: "tuple[Broken, ...]") -> None:
    """Rows that were left out, on stderr."""
    for row in broken[:MOST_SAID]:
        print(row, file=sys.stderr)
    if len(broken) > MOST_SAID:
        print(f"... and {len(broken) - MOST_SAID} more rows.", file=sys.stderr)


def _print_counts(counts: "Counts", out: Path, has_patterns: bool) -> None:
    """What came in, and what must be known about it."""
    console = page()
    heading(console, f"{counts.official:,} foods of FNDDS", str(out), apart=False)
    for line in _lines(counts, has_patterns):
        paragraph(console, line, indent=1, hang=2)
    console.print()
    paragraph(console, f"Use it: planner week --catalogue {out.name}", indent=0, hang=2)


def _lines(counts: "Counts", has_patterns: bool) -> Iterator[str]:
    planned = counts.built_in + counts.own + counts.dishes
    yield (
        f"{planned} foods can be in the dishes of a week: {counts.built_in + counts.own} of the built-in table"
        f" ({counts.own} of them not in these files) and {counts.dishes} more."
    )
    yield f"{counts.listed:,} foods are only listed, for planner foods and planner solve: no dish holds them."
    yield f"{counts.unpriced:,} foods have no price in the file: listed, never planned."
    yield (
        f"Diet and allergens of the {counts.listed:,} are NOT KNOWN: no vegan, vegetarian or pescatarian gets them, nor"
        " anybody who avoids an allergen. In pregnancy, while breastfeeding and with any illness or medicine only the"
        " built-in foods are planned."
    )
    if not has_patterns:
        yield "Cups of fruit and vegetables of the foods that came in are not known; --patterns FPED.csv brings them."
    if counts.broken:
        yield f"{counts.broken:,} rows could not be used and were left out; they are named above."
