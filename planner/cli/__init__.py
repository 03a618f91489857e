"""The command line: `planner week`, `cook`, `shopping`, `why`, `gaps`, `check` and more; parse, call, show."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import typer

from planner.cli.check import check
from planner.cli.cohort import cohort
from planner.cli.cook import cook
from planner.cli.data import data
from planner.cli.data_home import pantry, prices
from planner.cli.foods import foods
from planner.cli.gaps import gaps
from planner.cli.importing import imports
from planner.cli.shopping import shopping
from planner.cli.solve import solve
from planner.cli.week import week
from planner.cli.why import why
from planner.errors import PlannerError, where

__all__ = ["app", "main"]

DEBUG = "STEADYPLATE_DEBUG"
AS_OBJECT = "--json"  # read by a program, whose stderr is often kept: no word of illnesses there
FAULT = 1  # exit code of a fault of ours
SORRY = "Sorry, that is a fault of ours, not of your request"
REPORT = (
    f"Please report it with the command that you typed, without illnesses and medicines; {DEBUG}=1 shows where it "
    "happened."
)

app = typer.Typer(
    help="Plan a week of real meals that meets your nutrient targets at the lowest cost.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(week)
app.command()(why)
app.command()(cook)
app.command()(shopping)
app.command()(gaps)
app.command()(foods)
app.command()(check)
app.add_typer(imports, name="import")
app.command()(solve)
app.add_typer(cohort, name="cohort")
data.add_typer(pantry, name="pantry")
data.add_typer(prices, name="prices")
app.add_typer(data, name="data")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    Exit codes: 0 done, 2 wrong input, 3 impossible, 4 limits ran out, 5 done but for wrong rows, 1 a fault
    of ours.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal of another encoding shows "?"
            stream.reconfigure(errors="replace")
    try:
        app(args=arguments, prog_name="planner")
    except PlannerError as error:
        said = str(error) if AS_OBJECT in (sys.argv[1:] if arguments is None else arguments) else error.told
        _leave(error, f"planner: {f'{SORRY}: {error} {REPORT}' if error.exit_code == FAULT else said}", error.exit_code)
    except Exception as error:
        _leave(error, f"planner: {SORRY}: {type(error).__name__}. {REPORT}", FAULT)
    sys.exit(0)


def _leave(error: BaseException, message: str, exit_code: int) -> NoReturn:
    """Say why and go; with STEADYPLATE_DEBUG=1 also where it happened."""
    if os.environ.get(DEBUG) == "1":
        print(where(error), file=sys.stderr)
    print(message, file=sys.stderr)
    sys.exit(exit_code)
