"""`planner foods`: the catalogue on the screen or as JSON, the best sources of a nutrient first."""

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import options
from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Food


def foods(
    diet: Annotated[
        str | None,
        typer.Option(metavar=options.DIETS, help="Only foods that fit this diet."),
    ] = None,
    best_for: Annotated[
        str | None, typer.Option(metavar="NUTRIENT", help="Most of this nutrient in one portion first.")
    ] = None,
    catalogue: options.Catalogue = None,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list instead of a page.")] = False,
) -> None:
    """List the foods to choose from.

    With FNDDS codes, portions, prices and nutrients per 100 g as eaten.
    """
    from planner.cli.opened import opened
    from planner.exports import as_json, food_objects

    tables = opened(catalogue)
    shown = _that_fit(diet, tables)
    nutrient = _nutrient(best_for, tables) if best_for is not None else None
    if nutrient is not None:
        shown = best_first(shown, nutrient, tables)
    if json:
        print(as_json(food_objects(shown, tables)))
        return
    from planner.cli.foods_page import print_best, print_foods

    if nutrient is None:
        print_foods(shown, tables)
    else:
        print_best(shown, nutrient, tables)


def best_first(foods: list["Food"], nutrient: str, catalogue: "Catalogue") -> list["Food"]:
    """Foods by their amount of a nutrient in one portion, most first; unknown amounts last."""
    amounts = {food.food: amount_in_portion(food, nutrient, catalogue) for food in foods}
    return sorted(foods, key=lambda food: -1.0 if (a := amounts[food.food]) is None else a, reverse=True)


def amount_in_portion(food: "Food", nutrient: str, catalogue: "Catalogue") -> float | None:
    """What one portion holds [unit of the nutrient]; None where it is unknown."""
    value = float(catalogue.per_100g[catalogue.food_index[food.food], catalogue.nutrient_index[nutrient]])
    return None if value != value else value * food.grams / 100


def _that_fit(diet: str | None, catalogue: "Catalogue") -> list["Food"]:
    from planner.person import check_choice
    from planner.tables.rows import DIETS as KNOWN

    if diet is None:
        return list(catalogue.foods)
    check_choice("--diet", diet, KNOWN)
    return [food for food in catalogue.foods if food.fits(diet)]


def _nutrient(text: str, catalogue: "Catalogue") -> str:
    """Column of the nutrient that is meant. Raises WrongInput."""
    from planner.request import PlanRequest, check_request

    try:
        return check_request(PlanRequest(watch=(text,)), catalogue).watch[0]
    except WrongInput as error:
        raise WrongInput(str(error).replace("--watch", "--best-for")) from None
