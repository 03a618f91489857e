"""`planner solve`: any diet problem from two CSV files, solved to proven optimality or explained."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import options
from planner.errors import ImpossibleRequest, LimitsRanOut, WrongInput

if TYPE_CHECKING:
    from planner.explain.own import OwnAnswer

WITHOUT = "give two files, FOODS.csv and TARGETS.csv; or --catalogue DIR and TARGETS.csv."
WITH_CATALOGUE = "with --catalogue give one file, TARGETS.csv: the foods come from the catalogue."
NOT_WHOLE = "--integer is for tables of your own: whole portions of thousands of foods are not proven in sensible time."
OWN_ALONE = "--second-opinion and --write are for tables of your own: leave --catalogue out."
AGREES = "CBC, another solver, was given the same tables and says the same."
NO_DIET = "A sum, not a diet: it heeds the targets of the file alone, no allergy, illness or stage of life."
FOODS = "FOODS.csv: food,cost,min,max and one column per nutrient, all per unit of the food."
TARGETS = "TARGETS.csv: nutrient,min,max; an empty cell is no bound."


def solve(
    files: Annotated[list[Path], typer.Argument(metavar="[FOODS.csv] TARGETS.csv", help=f"{FOODS} {TARGETS}")],
    catalogue: options.Catalogue = None,
    integer: Annotated[bool, typer.Option("--integer", help="Whole units of every food.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a page.")] = False,
    unknown_as_zero: Annotated[
        bool, typer.Option("--unknown-as-zero", help="Count empty nutrient cells as 0; else they are an error.")
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option(metavar="SECONDS", help="Stop each search for whole units by the clock, too.")
    ] = None,
    second_opinion: Annotated[
        bool, typer.Option("--second-opinion", help="Ask another solver (CBC), too, and say whether it agrees.")
    ] = False,
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the model for other solvers: FILE.lp or FILE.mps.")
    ] = None,
) -> None:
    """Solve your own tables: the cheapest amounts of FOODS.csv that meet TARGETS.csv, proven.

    With --catalogue the foods are those of a catalogue, in portions, and nutrients its columns, such as calcium_mg.

    With what each binding target costs; where nothing meets them, what clashes, what can be reached and the
    smallest changes that help. Ends with 3 where it is impossible; the answer is printed all the same.
    """
    if len(files) != (1 if catalogue else 2):
        raise WrongInput(f"planner solve: {WITH_CATALOGUE if catalogue else WITHOUT}")
    if catalogue:
        if integer or second_opinion or write:
            raise WrongInput(f"planner solve: {NOT_WHOLE if integer else OWN_ALONE}")
        _solve_catalogue(catalogue, files[0], json, unknown_as_zero)
        return
    from planner.exports import as_json, own_object
    from planner.own import confirmed, solve_tables, write_model

    answer = solve_tables(files[0], files[1], integer, unknown_as_zero, time_limit)
    if write:
        write_model(answer, write)
    beside = {"second_opinion": {"solver": "CBC", "objective": confirmed(answer)}} if second_opinion else {}
    if json:
        print(as_json(own_object(answer) | beside))
    else:
        from planner.cli.screen import page, paragraph
        from planner.cli.solve_page import print_answer

        print_answer(answer)
        if beside:
            paragraph(page(), AGREES)
    _leave_with(answer, brief=not json)


def _solve_catalogue(folder: Path, targets: Path, json: bool, unknown_as_zero: bool) -> None:
    """The same over the foods of a catalogue; what did not count is said beside the answer."""
    from planner.cli.opened import opened
    from planner.exports import as_json, own_object
    from planner.own import solve_catalogue
    from planner.tables.own_catalogue import with_names

    tables = opened(folder)
    answer, left_out = solve_catalogue(tables, targets, unknown_as_zero)
    if json:
        print(as_json(own_object(answer) | {"foods": len(answer.tables.foods), "left_out": asdict(left_out)}))
    else:
        from planner.cli.screen import page, paragraph
        from planner.cli.solve_page import print_answer

        answer = replace(answer, tables=with_names(answer.tables, tables))
        print_answer(answer)
        paragraph(page(), f"{len(answer.tables.foods):,} foods, units are portions. {left_out} {NO_DIET}")
    _leave_with(answer, brief=not json)


def _leave_with(answer: "OwnAnswer", brief: bool) -> None:
    """Raise what the exit code is made of where there is no proven optimum; `brief` where a page says the rest."""
    from planner.exports.own_words import IMPOSSIBLE, sentence
    from planner.solve.session import Outcome

    errors = {Outcome.INFEASIBLE: ImpossibleRequest, Outcome.UNBOUNDED: WrongInput}
    if answer.optimum.outcome is not Outcome.OPTIMAL:
        told = sentence(answer)
        if brief and answer.clash is not None:
            told = told[: told.index(IMPOSSIBLE) + len(IMPOSSIBLE)]
        raise errors.get(answer.optimum.outcome, LimitsRanOut)(told)
