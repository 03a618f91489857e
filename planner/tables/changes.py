"""What may be added to what is eaten now, and what may take the place of what."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import Words, read_rows
from planner.tables.rows import STRICT, Positive

if TYPE_CHECKING:
    from planner.tables.rows import Food

MealName = Literal["breakfast", "lunch", "dinner", "snack"]
Known = tuple[set[str], set[str]]  # roles, foods
Said = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class AddableRole:
    """A role whose foods a person would add by themselves."""

    role: str
    meal: MealName  # where they are added
    most_portions: Positive  # of one food [portions / day]
    most_foods: Annotated[int, Field(ge=1)]  # of the role in one option
    together: Words  # roles that count with it: one kind of milk, from a cow or not
    never: Words  # foods of the role that nobody adds by themselves
    reason: Said


@dataclass(frozen=True, config=STRICT)
class Trade:
    """Foods of `role` may take the place of foods of `instead_of`."""

    role: str
    instead_of: str
    by: Literal["grams", "energy"]  # what stays the same
    kin: Literal["yes", "no"]  # whether one of the same family may come: whole-grain pasta yes, frozen broccoli no
    never: Words  # foods of the role that take no other's place
    reason: Said


def load_addable_roles(folder: Path, foods: "tuple[Food, ...]") -> tuple[AddableRole, ...]:
    """Read addable_roles.csv. Raises TableError, also for a role or food that does not exist."""
    rows = read_rows(folder / "addable_roles.csv", AddableRole, key=lambda row: row.role)
    known = _known(foods)
    for row in rows:
        _check("addable_roles.csv", (row.role, *row.together), row.never, known)
    return rows


def load_trades(folder: Path, foods: "tuple[Food, ...]") -> tuple[Trade, ...]:
    """Read trades.csv. Raises TableError, also for a role or food that does not exist."""
    rows = read_rows(folder / "trades.csv", Trade, key=lambda row: (row.role, row.instead_of))
    known = _known(foods)
    for row in rows:
        _check("trades.csv", (row.role, row.instead_of), row.never, known)
    return rows


def _known(foods: "tuple[Food, ...]") -> Known:
    """Roles and slugs of foods."""
    return {food.role for food in foods}, {food.food for food in foods}


def _check(table: str, roles: tuple[str, ...], slugs: tuple[str, ...], known: Known) -> None:
    """A misspelt role would offer nothing, a misspelt food everything."""
    for names, have, what in ((roles, known[0], "role of a food"), (slugs, known[1], "food")):
        for name in names:
            if name not in have:
                raise TableError(f"{table} ({roles[0]}): {name} is no {what}. Correct the spelling or delete it.")
