"""`planner cohort`: the cheapest adequate diet of everybody in a table, at several places and months."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from planner.cli import options
from planner.cli.asking import words
from planner.cli.cohort_bar import watched
from planner.cli.opened import opened
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.cohort.run import Progress, Runner

RUN = "run"
SOME_WRONG = 5  # exit code: finished, some rows were wrong


class RunFirst(TyperGroup):
    """`planner cohort PEOPLE.csv` is `planner cohort run PEOPLE.csv`."""

    def parse_args(self, ctx, args):  # type: ignore[no-untyped-def]
        """Put `run` before what names no other command."""
        if args and args[0] not in (*self.commands, "-h", "--help"):
            args = [RUN, *args]
        return super().parse_args(ctx, args)


cohort = typer.Typer(
    help="Price adequate diets of many people: planner cohort PEOPLE.csv --out RESULTS.parquet.",
    no_args_is_help=True,
    rich_markup_mode=None,
    cls=RunFirst,
)


@cohort.command(RUN)
def run(
    people: Annotated[
        Path, typer.Argument(metavar="PEOPLE.csv", help="One person a row: id, sex, age, diet and more.")
    ],
    out: Annotated[Path, typer.Option(metavar="RESULTS.parquet", help="A folder of Parquet parts.")],
    week: Annotated[bool, typer.Option("--week", help="Weeks of real meals, not the cheapest day. Slow.")] = False,
    prices: Annotated[
        Path | None, typer.Option(metavar="PRICES.csv", help="place,month,food,usd_per_100g: price everybody at each.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Processes on this machine. Default: all cores.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="tcp://HOST:PORT", help="Use the workers of a Dask scheduler that runs.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on from what is on disk.")] = False,
    chunk: Annotated[
        int | None, typer.Option(metavar="N", min=1, max=100_000, help="Persons in one part. Default: by the work.")
    ] = None,
    catalogue: options.Catalogue = None,
) -> None:
    """Answer every row: cost, foods, targets that bind with their prices, or why nothing can be found.

    Wrong rows go to RESULTS.errors.csv with row, column and remedy; then the exit code is 5.
    """
    from planner.cohort.job import Job
    from planner.cohort.manifest import manifest_of, open_results
    from planner.cohort.people import survey
    from planner.cohort.prices import built_in, read_price_tables
    from planner.cohort.run import chunk_size, errors_file, run_cohort, write_errors

    tables = opened(catalogue)
    known = read_price_tables(prices, tables) if prices else built_in(tables)
    table = survey(people)
    job = Job(table.header, tables.digest, known, catalogue and catalogue.resolve(), week)
    size = chunk or chunk_size(job)
    open_results(out, manifest_of(job, table, size), resume)
    with _runner(workers, scheduler, table.count <= size) as runner, watched(table.count) as tell:
        progress = run_cohort(job, table, out, runner, size, tell)
    wrong = write_errors(out, errors_file(out))
    _say(
        progress,
        out,
        f"{wrong:,} {'row was' if wrong == 1 else 'rows were'} wrong: see {errors_file(out)}." if wrong else "",
    )
    if known.digest and known.smallest < len(tables.plannable.foods):
        least = f"{known.smallest:,} of {len(tables.plannable.foods):,} foods"
        print(f"Some place and month names only {least}; the others keep the US average.", file=sys.stderr)
    if wrong:
        raise typer.Exit(SOME_WRONG)


@contextmanager
def _runner(workers: int | None, scheduler: str | None, is_small: bool) -> "Iterator[Runner]":
    """Who answers: this process where that is enough, else Dask. Raises WrongInput."""
    if scheduler is not None and workers is not None:
        raise WrongInput("--workers and --scheduler: a scheduler has its own workers. Leave one of the two out.")
    if scheduler is None and (workers == 1 or (workers is None and (is_small or cores() == 1))):
        from planner.cohort.run import Here

        yield Here()
        return
    try:
        from planner.cohort.cluster import on_scheduler, on_this_machine
    except ModuleNotFoundError as error:
        raise WrongInput(
            f"Several workers need {error.name}, which is not installed: pip install 'steadyplate[cohort]'. "
            "Or use --workers 1."
        ) from None
    with on_scheduler(scheduler) if scheduler else on_this_machine(workers or cores()) as runner:
        yield runner


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(progress: "Progress", out: Path, wrong: str) -> None:
    """What was done, on stdout."""
    print(f"{progress.done:,} of {progress.people:,} rows are done, in {progress.parts:,} parts of {out}.")
    if progress.found:
        print(f"{progress.found:,} of them were there already.")
    if progress.impossible:
        print(f"No diet works for {progress.impossible:,} of this run: the column why says why.")
    if wrong:
        print(wrong)


@cohort.command()
def summarise(
    results: Annotated[Path, typer.Argument(metavar="RESULTS.parquet", help="What --out named.")],
    by: Annotated[
        list[str] | None, typer.Option(metavar="GROUP", help="Such as sex,age group or a group_ column. Repeatable.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write tables (CSV) and charts (SVG).")] = None,
    catalogue: options.Catalogue = None,
) -> None:
    """Show costs by group with quantiles, which targets bind most often, and for how many no diet works."""
    from planner.cli.cohort_page import print_summary
    from planner.cohort.summary import summarise as summary
    from planner.cohort.summary_files import write_summary

    names = list(words(by if by is not None else ["sex,age group"]))
    groups = summary(results, names, opened(catalogue))
    if out:
        write_summary(out, groups, names)
    print_summary(groups, names, out)


@cohort.command()
def generate(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="How many people.")],
    out: Annotated[Path, typer.Option(metavar="PEOPLE.csv", help="The table to write.")],
    seed: Annotated[int, typer.Option(metavar="N", help="Another number, other people.")] = 0,
) -> None:
    """Make up people from stated distributions (data/population.csv), to try things out with."""
    from planner.cohort.generate import write_people

    write_people(out, number, seed)
    print(f"{number:,} people written to {out}. They are made up: no study of anybody.")
