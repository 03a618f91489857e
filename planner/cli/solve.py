"""`planner solve`: any diet problem from two CSV files, solved to proven optimality or explained."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.errors import ImpossibleRequest, LimitsRanOut, WrongInput

if TYPE_CHECKING:
    from planner.explain.own import OwnAnswer

FOODS = "food,cost,min,max and one column per nutrient, all per unit of the food."
TARGETS = "nutrient,min,max; an empty cell is no bound."


def solve(
    foods: Annotated[Path, typer.Argument(metavar="FOODS.csv", help=FOODS)],
    targets: Annotated[Path, typer.Argument(metavar="TARGETS.csv", help=TARGETS)],
    integer: Annotated[bool, typer.Option("--integer", help="Whole units of every food.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a page.")] = False,
    unknown_as_zero: Annotated[
        bool, typer.Option("--unknown-as-zero", help="Count empty nutrient cells as 0; else they are an error.")
    ] = False,
) -> None:
    """Solve your own tables: the cheapest amounts of FOODS.csv that meet TARGETS.csv, proven.

    With what each binding target costs; where nothing meets them, what clashes, what can be reached and the
    smallest changes that help. Ends with 3 where it is impossible; the answer is printed all the same.
    """
    from planner.exports import as_json, own_object
    from planner.own import solve_tables

    answer = solve_tables(foods, targets, integer, unknown_as_zero)
    if json:
        print(as_json(own_object(answer)))
    else:
        from planner.cli.solve_page import print_answer

        print_answer(answer)
    _leave_with(answer)


def _leave_with(answer: "OwnAnswer") -> None:
    """Raise what the exit code is made of where there is no proven optimum."""
    from planner.exports.own_words import sentence
    from planner.solve.session import Outcome

    errors = {Outcome.INFEASIBLE: ImpossibleRequest, Outcome.UNBOUNDED: WrongInput}
    if answer.optimum.outcome is not Outcome.OPTIMAL:
        raise errors.get(answer.optimum.outcome, LimitsRanOut)(sentence(answer))
