"""What is at home already: how it is written, which purchase it is, and what of it a plan eats."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cells import csv_text
from planner.errors import WrongInput
from planner.person import is_number
from planner.tables.read import numbered_cells, require_columns
from planner.tables.spellings import plain
from planner.units import FLUID_OUNCES_PER_QUART, GRAMS_PER_OUNCE, GRAMS_PER_POUND, ML_PER_FLUID_OUNCE

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.purchases import PurchaseForm

EXAMPLE = "FOOD=AMOUNT as bought, such as lentils=500g, 'soy milk=1 l', eggs=6 or 'black beans, canned=2 cans'"
COLUMNS = ("food", "amount", "unit", "use_up")
MOST_GRAMS = 1e6
GRAMS = {"g": 1.0, "kg": 1000.0, "oz": GRAMS_PER_OUNCE, "lb": GRAMS_PER_POUND}
_QUART = ML_PER_FLUID_OUNCE * FLUID_OUNCES_PER_QUART
MILLILITRES = {
    "ml": 1.0,
    "l": 1000.0,
    "fl oz": ML_PER_FLUID_OUNCE,
    "pint": _QUART / 2,
    "qt": _QUART,
    "half gallon": 2 * _QUART,
    "gallon": 4 * _QUART,
}
PIECES = ("piece", "each", "ea", "ct", "count", "pc")
SINGULAR = {  # words that stand for a unit and do not only lose an s
    "lbs": "lb",
    "pound": "lb",
    "pounds": "lb",
    "ounce": "oz",
    "ounces": "oz",
    "gram": "g",
    "grams": "g",
    "liter": "l",
    "liters": "l",
    "litre": "l",
    "litres": "l",
    "gal": "gallon",
    "pt": "pint",
    "quart": "qt",
    "quarts": "qt",
    "floz": "fl oz",
    "fluid ounces": "fl oz",
    "loaves": "loaf",
    "boxes": "box",
    "bunches": "bunch",
}


@dataclass(frozen=True, slots=True)
class AtHome:
    """A thing at home and how much of it, as bought: dry lentils, eggs in their shell."""

    food: str  # a food or what is bought for it; checked: the slug of the purchase
    amount: float
    unit: str = "g"  # of weight or volume, a word for its package, or empty: pieces, else packages; checked: g
    use_up: bool = False  # would spoil: eat it in these days where meals have room for it

    def __post_init__(self) -> None:
        if not (is_number(self.amount) and 0 < self.amount <= MOST_GRAMS):
            raise WrongInput(f"--at-home {self}: the amount is not a number above 0. Write {EXAMPLE}.")

    def __str__(self) -> str:
        return f"{self.food}={self.amount:.12g} {self.unit}".strip()


def parse_at_home(text: str) -> AtHome:
    """What is at home from FOOD=AMOUNT. Raises WrongInput."""
    name, equals, amount = text.rpartition("=")
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*([a-zA-Z ]*)\s*", amount)
    if not (name.strip() and equals and found):
        raise WrongInput(f"--at-home {text}: write {EXAMPLE}.")
    return AtHome(name.strip(), float(found[1]), found[2].strip())


def read_pantry(path: Path) -> tuple[AtHome, ...]:
    """What is at home from a CSV with the columns food, amount, unit, use_up. Raises TableError naming the row."""
    cells = numbered_cells(path, least=0)
    require_columns(path, [row for _, row in cells] or [dict.fromkeys(COLUMNS, "")], COLUMNS)
    found = []
    for number, row in cells:
        place = f"{path.name}, row {number} ({row['food'] or 'no food'})"
        if row["use_up"].strip().lower() not in ("", "yes", "no"):
            raise WrongInput(f"{place}: use_up is {row['use_up']!r}. Write yes, no or nothing.")
        try:
            thing = parse_at_home(f"{row['food']}={row['amount']} {row['unit']}")
        except WrongInput:
            raise WrongInput(f"{place}: {row['amount']!r} {row['unit']!r} is no amount. Write 500 and g.") from None
        found.append(replace(thing, use_up=row["use_up"].strip().lower() == "yes"))
    return tuple(found)


def write_pantry(path: Path, things: Iterable[AtHome]) -> None:
    """The same file from what is at home. Raises WrongInput where that fails."""
    try:
        with path.open("w", encoding="utf-8", newline="") as handle:
            rows = ((t.food, f"{t.amount:.1f}", t.unit, "yes" if t.use_up else "") for t in things)
            handle.write(csv_text(COLUMNS, rows))
    except OSError as error:
        raise WrongInput(f"--pantry-after {path}: cannot be written ({error.strerror}). Name another file.") from None


def check_at_home(things: Iterable[AtHome], catalogue: "Catalogue") -> tuple[AtHome, ...]:
    """Grams by purchase, each once, in the order given. Raises WrongInput for what is not known."""
    found: dict[str, AtHome] = {}
    for thing in things:
        form = _form(thing, catalogue)
        grams = thing.amount * _grams_of_one(thing, form, catalogue)
        before = found.get(form.purchase)
        more = AtHome(form.purchase, grams, "g", thing.use_up)
        found[form.purchase] = (
            replace(more, amount=before.amount + grams, use_up=before.use_up or thing.use_up) if before else more
        )
    return tuple(found.values())


def marked(things: Iterable[AtHome], names: Iterable[str], catalogue: "Catalogue") -> tuple[AtHome, ...]:
    """The same with what is named marked to be used up. Raises WrongInput for what is not at home."""
    checked = check_at_home(things, catalogue)
    wanted = {purchase_named(name, catalogue, "--use-up"): name for name in names}
    for purchase in wanted.keys() - {thing.food for thing in checked}:
        raise WrongInput(f"--use-up {wanted[purchase]}: it is not at home. Add --at-home {wanted[purchase]}=AMOUNT.")
    return tuple(replace(thing, use_up=thing.use_up or thing.food in wanted) for thing in checked)


def purchase_named(name: str, catalogue: "Catalogue", option: str) -> str:
    """The slug of what is bought under a name. Raises WrongInput that names the option."""
    return _form(AtHome(name, 1), catalogue, option).purchase


def eaten_from_home(eaten: Mapping[str, float], things: Iterable[AtHome], catalogue: "Catalogue") -> dict[str, float]:
    """Grams as eaten of each food that come from home: of one purchase the dearest food first, all that there is."""
    used: dict[str, float] = {}
    for thing in things:
        left = thing.amount
        foods = [food for food in eaten if _bought_as(food, thing.food, catalogue)]
        for food in sorted(foods, key=lambda each: (-_usd_per_gram_bought(each, catalogue), each)):
            share = catalogue.purchases[food].grams_eaten_per_gram_bought
            used[food] = min(eaten[food], left * share)
            left = max(0.0, left - used[food] / share)
    return used


def _bought_as(food: str, purchase: str, catalogue: "Catalogue") -> bool:
    form = catalogue.purchases.get(food)
    return form is not None and form.purchase == purchase


def _usd_per_gram_bought(food: str, catalogue: "Catalogue") -> float:
    usd = float(catalogue.usd_per_100g[catalogue.food_index[food]])
    return usd / 100 * catalogue.purchases[food].grams_eaten_per_gram_bought


def _form(thing: AtHome, catalogue: "Catalogue", option: str = "--at-home") -> "PurchaseForm":
    """What is bought that a name means."""
    forms = {form.purchase: form for form in reversed(tuple(catalogue.purchases.values()))}
    known: dict[str, dict[str, None]] = {}
    for form in forms.values():
        for spelling in (plain(form.purchase), plain(form.form)):
            known.setdefault(spelling, {})[form.purchase] = None
    name = plain(thing.food)
    meant = known.get(name) or {
        catalogue.purchases[food].purchase: None
        for food in catalogue.spellings.get(name, catalogue.spellings.get(thing.food, ()))
        if food in catalogue.purchases
    }
    if len(meant) == 1:
        return forms[next(iter(meant))]
    if meant:
        said = ", ".join(forms[purchase].form for purchase in meant)
        raise WrongInput(f"{option} {thing}: that can be several things. Write one of: {said}.")
    near = get_close_matches(name, [*known, *catalogue.spellings], n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else "Run 'planner foods' to see every food."
    raise WrongInput(f"{option} {thing}: no such food. {hint}")


def _grams_of_one(thing: AtHome, form: "PurchaseForm", catalogue: "Catalogue") -> float:
    """Grams as bought of one unit. Raises WrongInput for one that it is not counted in."""
    unit, package = read_unit(thing.unit), catalogue.packages[form.purchase]
    grams = grams_of(form, unit, catalogue)
    if grams is not None:
        return grams
    ways = ["g, kg, oz, lb", *(["ml, l"] if form.grams_per_ml else []), *([package.package] if package.package else [])]
    ways += ["piece"] if form.piece_grams else []
    wrong = f"is not counted in {unit}" if unit else "needs a unit"
    raise WrongInput(f"--at-home {thing}: {form.form} {wrong}. Write {', '.join(ways)}.")


def read_unit(text: str) -> str:
    """A unit or a word for a package in lower case and singular."""
    word = " ".join(text.lower().replace(".", "").split())
    return SINGULAR.get(word, word.removesuffix("s"))


def grams_of(form: "PurchaseForm", unit: str, catalogue: "Catalogue") -> float | None:
    """Grams as bought of one unit (see `read_unit`); of none: a piece, else a package. None where it is not sold so."""
    package = catalogue.packages[form.purchase]
    if unit in PIECES or (unit == form.piece != "") or (unit == "" and form.unit == "piece"):
        return form.piece_grams
    if package.package and unit in ("", "package", package.package):
        return package.grams(form)
    if unit == "oz" and form.grams_per_ml:  # a label on a liquid means fluid ounces
        unit = "fl oz"
    if unit in MILLILITRES:
        return MILLILITRES[unit] * form.grams_per_ml if form.grams_per_ml else None
    return GRAMS.get(unit)
