"""How each food is bought: purchases.csv, one row a food."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import empty_to_none, read_rows
from planner.tables.rows import DishSlot, Food, Positive, Slug

FILE = "purchases.csv"
OptionalPositive = Annotated[Positive | None, BeforeValidator(empty_to_none)]
_SHELF = ("form", "aisle", "unit", "piece", "piece_grams", "grams_per_ml", "weighed")  # one purchase, one shelf


def _filled(value: str) -> str:
    if not value:
        raise ValueError("must not be empty")
    return value


Filled = Annotated[str, AfterValidator(_filled)]


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
class PurchaseForm:
    """What stands on the shelf for a food, and how much of it is eaten."""

    food: Slug
    purchase: Slug  # foods with the same one are bought as one thing
    form: Filled  # "lentils, dry"
    aisle: Filled
    unit: Literal["g", "ml", "piece"]  # how it is counted in a shop
    grams_eaten_per_gram_bought: Positive
    piece: str  # word for a piece where it is not the thing itself: slice, clove
    piece_grams: OptionalPositive  # [g as bought / piece]
    grams_per_ml: OptionalPositive
    weighed: str  # what is on the scales and not on the plate: "with peel"
    source: Filled
    note: str

    @property
    def unit_grams(self) -> float:
        """Grams as bought of one gram, millilitre or piece."""
        return {"g": 1.0, "ml": self.grams_per_ml or 1.0, "piece": self.piece_grams or 1.0}[self.unit]

    def bought(self, grams: float) -> float:
        """Grams to buy for grams eaten."""
        return grams / self.grams_eaten_per_gram_bought


def load_purchases(folder: Path, foods: Iterable[Food], slots: Iterable[DishSlot]) -> Mapping[str, PurchaseForm]:
    """Purchases by food: every food that a dish can use has one. Raises TableError."""
    rows = read_rows(folder / FILE, PurchaseForm, key=lambda row: row.food)
    purchases = {row.food: row for row in rows}
    _check_units(rows)
    _check_shelves(rows)
    foods = tuple(foods)
    unknown = sorted(purchases.keys() - {food.food for food in foods})
    if unknown:
        raise TableError(f"{FILE} ({unknown[0]}): no such food in foods.csv. Correct the slug or delete the row.")
    choices = {choice for slot in slots for choice in slot.choices}
    for food in foods:
        if food.food not in purchases and not choices.isdisjoint((food.food, f"role:{food.role}")):
            raise TableError(f"{FILE} ({food.food}): a dish can use it, but it has no row. Add how it is bought.")
    return purchases


def _check_units(rows: Iterable[PurchaseForm]) -> None:
    """A piece has its weight and a millilitre too."""
    for row in rows:
        for unit, value, column in (
            ("piece", row.piece_grams, "piece_grams"),
            ("ml", row.grams_per_ml, "grams_per_ml"),
        ):
            if (row.unit == unit) != (value is not None):
                raise TableError(f"{FILE} ({row.food}): {column} goes with unit {unit}, and only with it. Correct one.")


def _check_shelves(rows: Iterable[PurchaseForm]) -> None:
    """Foods of one purchase stand on one shelf in one form; two purchases never look the same."""
    first: dict[str, PurchaseForm] = {}
    forms: dict[str, str] = {}
    for row in rows:
        other = first.setdefault(row.purchase, row)
        for column in _SHELF:
            if getattr(row, column) != getattr(other, column):
                raise TableError(
                    f"{FILE} ({row.food}): {column} is {getattr(row, column)!r}, but {other.food} is the same"
                    f" purchase ({row.purchase}) with {getattr(other, column)!r}. Make them equal."
                )
        if forms.setdefault(row.form, row.purchase) != row.purchase:
            raise TableError(
                f"{FILE} ({row.food}): the form {row.form!r} belongs to {forms[row.form]} and {row.purchase}."
                " Give both the same purchase or another form."
            )
