"""The catalogue on the screen."""

from collections.abc import Sequence
from statistics import median

from planner.cli.foods import amount_in_portion
from planner.cli.screen import heading, page, paragraph, table
from planner.exports import words
from planner.tables.catalogue import Catalogue
from planner.tables.rows import Food

COLUMNS = {  # of the list: nutrient and the head of its column
    "energy_kcal": "kcal",
    "calcium_mg": "Ca mg",
    "magnesium_mg": "Mg mg",
    "potassium_mg": "K mg",
    "vitamin_b12_ug": "B12 mcg",
}
MOST_SHOWN = 30  # best sources on one page; --json lists all
ROOMY = 96  # characters: on a narrower page the portion stands under the food


def print_foods(foods: Sequence[Food], catalogue: Catalogue) -> None:
    """Every food with its code, portion, price and main nutrients per 100 g as eaten."""
    console = page()
    heading(console, f"{len(foods)} foods", "price and nutrients per 100 g as eaten")
    is_roomy = console.width >= ROOMY
    head = ("food", "portion") if is_roomy else ("food and portion",)
    rows = table((*head, "code", "cents", *COLUMNS.values()), left=range(len(head)))
    for food in foods:
        portion = f"{food.portion}, {food.grams:g} g"
        named = (food.name, portion) if is_roomy else (f"{food.name}\n  {portion}",)
        rows.add_row(*named, *_food_cells(food, catalogue))
    console.print(rows)
    paragraph(console, "code: FNDDS;  ~ price taken from a sister food or estimated;  ? not known")
    paragraph(console, f"US store prices of {words.month(catalogue.price_month)}. --json has all nutrients.")
    paragraph(console, _unknown(foods, catalogue))


def _unknown(foods: Sequence[Food], catalogue: Catalogue) -> str:
    """What is not known of the foods that an imported catalogue adds, shown or left out."""
    shown = sum(not food.has_known_contents for food in foods)
    left_out = sum(not food.has_known_contents for food in catalogue.foods) - shown
    said = [
        f"Of {shown:,} foods diet and allergens are not known: they count as fit for omnivores alone." if shown else "",
        f"{left_out:,} more foods are left out: their diet and allergens are not known." if left_out else "",
    ]
    return " ".join(filter(None, said))


def _food_cells(food: Food, catalogue: Catalogue) -> tuple[str, ...]:
    place = catalogue.food_index[food.food]
    mark = "~" if catalogue.price_estimated[place] else ""
    cents = 100 * float(catalogue.usd_per_100g[place])
    values = (float(catalogue.per_100g[place, catalogue.nutrient_index[nutrient]]) for nutrient in COLUMNS)
    return (
        str(food.fndds_code or "-"),
        "?" if cents != cents else f"{mark}{cents:.0f}",
        *("?" if value != value else words.amount(value) for value in values),
    )


def print_best(foods: Sequence[Food], nutrient: str, catalogue: Catalogue) -> None:
    """The best sources of a nutrient by what one portion holds; per 100 kcal and for its price beside it."""
    console = page()
    row = catalogue.nutrients[catalogue.nutrient_index[nutrient]]
    amounts = {food.food: amount_in_portion(food, nutrient, catalogue) for food in foods}
    sources = [food for food in foods if amounts[food.food]]
    shown, unit = sources[:MOST_SHOWN], words.unit_word(row.unit)
    dear = [_cents(food, catalogue) / (amounts[food.food] or 1) for food in shown]
    step = _round_step([cents for cents in dear if cents == cents])
    heading(console, f"Best sources of {row.name}", "most in one portion first")
    price = f"cents for\n{words.with_unit(step, row.unit)}"
    rows = table(("food", "portion", f"{unit} a\nportion", f"{unit} in\n100 kcal", price), left=(0, 1))
    for food in shown:
        rows.add_row(*_best_cells(food, amounts[food.food] or 0.0, step, catalogue))
    console.print(rows)
    unknown = sum(amount is None for amount in amounts.values())
    said = f"{len(shown)} of {len(sources)} foods that hold some; --json lists all."
    paragraph(console, said + (f" Not known for {unknown} foods." if unknown else ""))


def _best_cells(food: Food, amount: float, step: float, catalogue: Catalogue) -> tuple[str, ...]:
    place = catalogue.food_index[food.food]
    kcal = catalogue.per_100g[place, catalogue.nutrient_index["energy_kcal"]] * food.grams / 100
    return (
        food.name,
        f"{food.portion}, {food.grams:g} g",
        words.amount(amount),
        words.amount(100 * amount / kcal) if kcal > 0 else "-",
        "?" if (cents := _cents(food, catalogue)) != cents else words.amount(cents / amount * step),
    )


def _cents(food: Food, catalogue: Catalogue) -> float:
    """Price of one portion [cents], NaN where there is none."""
    return float(catalogue.usd_per_100g[catalogue.food_index[food.food]]) * food.grams


def _round_step(cents_per_unit: Sequence[float]) -> float:
    """1, 10, 100 or 1,000 units: the fewest that usually cost a cent or more."""
    typical = median(cents_per_unit) if cents_per_unit else 1.0
    return next((step for step in (1.0, 10.0, 100.0) if typical * step >= 1), 1000.0)
