"""Somebody's own tables, from the files to the answer."""

from pathlib import Path

from planner.errors import WrongInput
from planner.explain.own import OwnAnswer, explain_own
from planner.tables.catalogue import Catalogue
from planner.tables.own import read_own
from planner.tables.own_catalogue import LeftOut, own_from_catalogue

__all__ = ["OwnAnswer", "confirmed", "solve_catalogue", "solve_tables", "write_model"]


def solve_tables(
    foods: Path | str,
    targets: Path | str,
    integer: bool = False,
    unknown_as_zero: bool = False,
    time_limit_s: float | None = None,
) -> OwnAnswer:
    """The cheapest amounts of the foods of one CSV that meet the targets of another, to proven optimality.

    `integer` asks for whole units, `unknown_as_zero` counts empty nutrient cells as 0, `time_limit_s` ends each
    search for whole units. `planner.exports.own_object` makes the JSON object of `planner solve --json` of the answer.
    Raises WrongInput naming file, row and column; PlanFault for a fault of ours. Tables that have no solution raise
    nothing: the answer says why.
    """
    if time_limit_s is not None and not time_limit_s > 0:
        raise WrongInput(f"--time-limit {time_limit_s:g}: give seconds above 0, or leave it out.")
    return explain_own(read_own(Path(foods), Path(targets), unknown_as_zero), integer, time_limit_s)


def confirmed(answer: OwnAnswer) -> float | None:
    """What CBC, another solver, finds for the same tables, stated anew in PuLP; None: impossible, as said.

    Raises PlanFault where the solvers disagree, WrongInput where nothing was proven.
    """
    from planner.solve.own_stated import second_opinion

    return second_opinion(answer.tables, answer.integer, answer.optimum)


def write_model(answer: OwnAnswer, path: Path) -> None:
    """The model of an answer as .lp or .mps for other solvers. Raises WrongInput naming the file."""
    from planner.solve import own_stated

    own_stated.write_model(answer.tables, answer.integer, path)


def solve_catalogue(
    catalogue: Catalogue, targets: Path | str, unknown_as_zero: bool = False
) -> tuple[OwnAnswer, LeftOut]:
    """The cheapest portions of the foods of a catalogue that meet the targets of a CSV, and what did not count.

    Amounts are portions; no food is eaten more often than `max_portions_per_day`. A food without a price, or with
    an unknown amount of what a target bounds, is left out.
    Raises WrongInput naming file, row and column; PlanFault for a fault of ours.
    """
    tables, left_out = own_from_catalogue(catalogue, Path(targets), unknown_as_zero)
    return explain_own(tables, integer=False), left_out
