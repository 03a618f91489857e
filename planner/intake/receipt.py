"""Prices of one's own shop: a CSV as on a receipt, matched to what is bought, or a price for each food."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from planner.at_home import grams_of, read_unit
from planner.errors import WrongInput
from planner.intake.match import names_of, read_food
from planner.tables.catalogue import Catalogue
from planner.tables.numbers import number_of
from planner.tables.purchases import PurchaseForm
from planner.tables.read import Cells, numbered_cells, require_columns
from planner.tables.spellings import plain

COLUMNS = ("item", "package", "price")
OF_FOODS = ("food", "usd_per_100g")
_PACKAGE = re.compile(r"(?:per |/ ?)?(?:(\d+) ?[x×] ?)?(\d+(?:\.\d+)?|\.\d+)? ?([a-z. ]*)")
_COUNTED = {"dozen": 12.0, "dz": 12.0}


@dataclass(frozen=True, slots=True)
class ShopPrice:
    """A price that was understood."""

    place: str  # "receipt.csv, row 2"
    item: str  # as written
    purchase: str
    form: str
    grams: float  # as bought, of what the price is for
    usd: float
    usd_per_100g: tuple[tuple[str, float], ...]  # of each food that it is bought for, as eaten


@dataclass(frozen=True, slots=True)
class Asked:
    """An item whose price is not used, and what would help."""

    place: str
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Every row of a price file is in exactly one of the two."""

    prices: tuple[ShopPrice, ...]
    asked: tuple[Asked, ...]

    def applied(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue at these prices."""
        return at_own_prices(catalogue, self.own)

    @property
    def own(self) -> dict[str, float]:
        """USD / 100 g as eaten by food; of one thing with two prices the last holds."""
        return {food: value for price in self.prices for food, value in price.usd_per_100g}


def at_own_prices(catalogue: Catalogue, own: Mapping[str, float]) -> Catalogue:
    """The catalogue at these prices [USD / 100 g as eaten] of foods that it holds."""
    usd = np.array(catalogue.usd_per_100g, float)
    for food, value in own.items():
        usd[catalogue.food_index[food]] = value
    return replace(catalogue.with_prices(usd), own_prices=tuple(sorted(own))) if own else catalogue


def read_prices(path: Path, catalogue: Catalogue) -> Receipt:
    """Prices from a CSV with the columns item, package, price (USD), or food, usd_per_100g (as eaten).

    Raises TableError or WrongInput naming the row for one that cannot be read. What is read and not understood is
    among what is asked.
    """
    cells = numbered_cells(path)
    rows = [row for _, row in cells]
    is_of_foods = "item" not in rows[0] and "food" in rows[0]
    require_columns(path, rows, OF_FOODS if is_of_foods else COLUMNS)
    read = _read_food if is_of_foods else read_item
    found = [read(row, f"{path.name}, row {number}", catalogue) for number, row in cells]
    return Receipt(
        tuple(each for each in found if isinstance(each, ShopPrice)),
        tuple(each for each in found if isinstance(each, Asked)),
    )


def _read_food(row: Cells, place: str, catalogue: Catalogue) -> ShopPrice | Asked:
    """A price as eaten for a food by its slug."""
    food = row["food"].strip()
    if food not in catalogue.food_index:
        raise WrongInput(f"{place} ({food or 'no food'}): no such food. Use a name of 'planner foods --json'.")
    usd = number_of(row["usd_per_100g"], f"{place} ({food}): usd_per_100g")
    if np.isnan(usd):
        return Asked(place, food, "no price stands there: the built-in one holds")
    return ShopPrice(place, food, food, food, 100.0, usd, ((food, usd),))


def read_item(row: Cells, place: str, catalogue: Catalogue) -> ShopPrice | Asked:
    """A price for a package, a weight or a piece. Raises WrongInput naming `place`."""
    item = row["item"].strip()
    usd = _price(row["price"], f"{place} ({item or 'no item'})")
    if not item:
        raise WrongInput(f"{place}: no item stands there. Write what it is, such as lentils, dry.")
    forms, reason = _meant(item, catalogue)
    if reason:
        return Asked(place, item, reason)
    (form,) = forms
    grams = _grams(row["package"], form, f"{place} ({item})", catalogue)
    if grams is None:
        return Asked(
            place, item, f"what {form.form} weighs in it is not known. Write a weight as the package, such as 1 lb."
        )
    foods = [each for each in catalogue.purchases.values() if each.purchase == form.purchase]
    per_food = tuple((each.food, usd / grams * 100 / each.grams_eaten_per_gram_bought) for each in foods)
    most = catalogue.rules["price_factor"]
    for food, value in per_food:
        usual = float(catalogue.usd_per_100g[catalogue.food_index[food]])
        if usual > 0 and not 1 / most <= value / usual <= most:
            said = f"{value / usual:.1f}" if value > usual else f"{value / usual:.2f}"
            return Asked(place, item, f"{said} times the usual price of {form.form} for {grams:,.0f} g. Check package.")
    return ShopPrice(place, item, form.purchase, form.form, grams, usd, per_food)


def _price(text: str, place: str) -> float:
    """USD above 0."""
    try:
        usd = float(text.strip().removeprefix("$").strip())
    except ValueError:
        usd = float("nan")
    if not 0 < usd < float("inf"):
        raise WrongInput(f"{place}: price is {text.strip()!r}. Write USD above 0, such as 2.49.")
    return usd


def _meant(item: str, catalogue: Catalogue) -> tuple[tuple[PurchaseForm, ...], str]:
    """What is bought under a name as on a receipt, or why that is not sure."""
    by_purchase = {form.purchase: form for form in reversed(tuple(catalogue.purchases.values()))}
    name = plain(item)
    exact = [form for form in by_purchase.values() if name in (plain(form.purchase), plain(form.form))]
    if exact:
        return (exact[0],), ""
    reading = read_food(item, names_of(catalogue))
    if not reading.candidates:
        return (), "not known here. Write it as in 'planner foods', or leave it out: it changes no price."
    bought = dict.fromkeys(
        catalogue.purchases[each.food].purchase for each in reading.candidates if each.food in catalogue.purchases
    )
    forms = tuple(by_purchase[purchase] for purchase in bought)
    if reading.is_sure and forms:
        return forms[:1], ""
    if len(forms) == 1 and reading.candidates[0].score >= catalogue.rules["match_sure"]:
        return forms, ""
    return (), f"not sure which. Write one of: {'; '.join(form.form for form in forms)}."


def _grams(text: str, form: PurchaseForm, place: str, catalogue: Catalogue) -> float | None:
    """Grams as bought of what a price is for; None where the tables do not know what that package weighs."""
    package = catalogue.packages[form.purchase]
    words = " ".join(text.strip().lower().split())
    if not words:
        return package.grams(form) if package.package else None
    found = _PACKAGE.fullmatch(words)
    if found is None:
        raise WrongInput(f"{place}: package is {text!r}. Write such as 454 g, 15.5 oz, 6 x 170 g, lb, dozen or each.")
    times, number, unit = float(found[1] or 1), float(found[2] or 1), found[3].strip(" .")
    if unit in _COUNTED:
        times, unit = times * _COUNTED[unit], "piece"
    if not number * times > 0:
        raise WrongInput(f"{place}: package is {text!r}. Write a size above 0.")
    of_one = grams_of(form, read_unit(unit), catalogue)
    return None if of_one is None else times * number * of_one
