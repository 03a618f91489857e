"""In what each purchase is sold and how long the rest of it keeps: packages.csv and keeping.csv."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.purchases import Filled, OptionalPositive, PurchaseForm
from planner.tables.read import empty_to_none, read_rows
from planner.tables.rows import Slug

FILE, KEEPING_FILE = "packages.csv", "keeping.csv"
_STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)
_Days = Annotated[int, Field(ge=1)]
_OptionalDays = Annotated[_Days | None, BeforeValidator(empty_to_none)]


@dataclass(frozen=True, config=_STRICT)
class Keeping:
    """How long food keeps once its package is open (fresh food: once it is at home), on the safe side."""

    keep: Slug
    place: Literal["pantry", "fridge", "freezer"]
    days: _Days
    freezer_days: _OptionalDays  # where freezing suits it
    source: Filled
    note: str


@dataclass(frozen=True, config=_STRICT)
class Package:
    """The usual US package of a purchase; without one it is sold loose, by weight or by the piece."""

    purchase: Slug
    package: str  # bag, can, carton; empty: loose
    size: OptionalPositive  # [unit]
    unit: Literal["g", "ml", "piece", ""]
    keep: Slug
    source: Filled
    note: str

    def grams(self, form: PurchaseForm) -> float:
        """Grams as bought in one package."""
        of_one = {"ml": form.grams_per_ml, "piece": form.piece_grams}.get(self.unit) or 1.0
        return (self.size or 0.0) * of_one


def load_packages(
    folder: Path, purchases: Mapping[str, PurchaseForm]
) -> tuple[Mapping[str, Package], Mapping[str, Keeping]]:
    """Packages by purchase and keeping by its key: every purchase has a row. Raises TableError."""
    keeping = {row.keep: row for row in read_rows(folder / KEEPING_FILE, Keeping, key=lambda row: row.keep)}
    rows = read_rows(folder / FILE, Package, key=lambda row: row.purchase)
    forms = {form.purchase: form for form in purchases.values()}
    for row in rows:
        _check(row, forms.get(row.purchase), keeping)
    missing = sorted(forms.keys() - {row.purchase for row in rows})
    if missing:
        raise TableError(f"{FILE} ({missing[0]}): a purchase of purchases.csv has no row. Add how it is sold.")
    return {row.purchase: row for row in rows}, keeping


def _check(row: Package, form: PurchaseForm | None, keeping: Mapping[str, Keeping]) -> None:
    """A package has a word, a size and a unit that its purchase is counted in, or none of them."""
    place = f"{FILE} ({row.purchase})"
    if form is None:
        raise TableError(f"{place}: no such purchase in purchases.csv. Correct the slug or delete the row.")
    if row.keep not in keeping:
        raise TableError(f"{place}: keep is {row.keep!r}, which is not in {KEEPING_FILE}. Correct it or add a row.")
    if len({bool(row.package), row.size is not None, bool(row.unit)}) > 1:
        raise TableError(f"{place}: package, size and unit go together. Fill all three, or none for food sold loose.")
    if row.unit not in ("", "g", form.unit):
        raise TableError(f"{place}: unit is {row.unit}, but it is counted in {form.unit}. Write g or {form.unit}.")
