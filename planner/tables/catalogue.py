"""All tables of the house in one `Catalogue`, read and checked once."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from planner.errors import TableError
from planner.tables.absorption import Absorption, load_absorption
from planner.tables.added import AddedNutrient, load_added
from planner.tables.cautions import Caution, load_cautions
from planner.tables.changes import AddableRole, Trade, load_addable_roles, load_trades
from planner.tables.complaints import Complaints, load_complaints
from planner.tables.conditions import Condition, load_conditions
from planner.tables.derived import published, with_derived
from planner.tables.food_words import FoodWords, load_food_words
from planner.tables.kept_tables import keep, key_of, recall
from planner.tables.kitchen import Kitchen, load_kitchen
from planner.tables.manifest import Manifest, check_folder, read_manifest, tables_digest
from planner.tables.measures import Measures, load_measures
from planner.tables.numbers import read_numbers
from planner.tables.packages import Keeping, Package, load_packages
from planner.tables.purchases import PurchaseForm, load_purchases
from planner.tables.read import read_rows
from planner.tables.references import References, load_references
from planner.tables.restrictions import LabelWords, Restriction, load_label_words, load_restrictions
from planner.tables.rows import Dish, DishSlot, Food, Nutrient
from planner.tables.rules import Rules, load_rules
from planner.tables.spellings import Spellings, first_spellings, food_spellings, nutrient_spellings
from planner.tables.supplements import Supplement, SupplementPrice, load_supplement_prices, load_supplements


@dataclass(frozen=True)
class Catalogue:
    """Foods with nutrients and prices, dishes, reference intakes; nothing in it changes."""

    foods: tuple[Food, ...]
    nutrients: tuple[Nutrient, ...]
    per_100g: np.ndarray  # [foods x nutrients], NaN = unknown
    upper_per_100g: np.ndarray  # the same with sourced estimates (on the high side) for unknown values
    usd_per_100g: np.ndarray  # [foods], NaN = no price: a food that no dish holds
    price_estimated: tuple[bool, ...]
    price_month: str
    dishes: tuple[Dish, ...]
    dish_slots: tuple[DishSlot, ...]
    references: References
    rules: Rules
    absorption: Absorption
    cautions: tuple[Caution, ...]
    conditions: tuple[Condition, ...]
    restrictions: tuple[Restriction, ...]  # what can be left out
    label_words: tuple[LabelWords, ...]
    complaints: Complaints
    added: tuple[AddedNutrient, ...]  # what makers add to foods, where somebody must keep away from it
    supplements: tuple[Supplement, ...]
    supplement_prices: tuple[SupplementPrice, ...]
    purchases: Mapping[str, PurchaseForm]  # by food
    packages: Mapping[str, Package]  # by purchase
    keeping: Mapping[str, Keeping]  # by the `keep` of a package
    kitchen: Kitchen  # steps of the dishes and what keeps them safe
    measures: Measures
    food_words: FoodWords
    addable_roles: tuple[AddableRole, ...]
    trades: tuple[Trade, ...]
    digest: str  # of the tables, to tell one edition from another
    own_prices: tuple[str, ...] = ()  # foods at prices of a person's own shop
    plate: float = 1.0  # times the usual helpings: see with_plates
    imported: Manifest | None = None  # what an imported catalogue was made of

    @cached_property
    def food_index(self) -> Mapping[str, int]:
        """Place of each food by its slug."""
        return {food.food: place for place, food in enumerate(self.foods)}

    @cached_property
    def nutrient_index(self) -> Mapping[str, int]:
        """Place of each nutrient by its column name."""
        return {nutrient.nutrient: place for place, nutrient in enumerate(self.nutrients)}

    @cached_property
    def spellings(self) -> Spellings:
        """Foods by all the ways to write them."""
        return food_spellings(self.foods)

    @cached_property
    def first_spellings(self) -> Mapping[str, str]:
        """The one spelling that stands for all that mean the same foods, by each spelling."""
        return first_spellings(self.spellings)

    @cached_property
    def nutrient_spellings(self) -> Mapping[str, str]:
        """Column name of each nutrient by the ways to write it."""
        return nutrient_spellings(self.nutrients)

    @cached_property
    def slot_foods(self) -> tuple[tuple[DishSlot, frozenset[str]], ...]:
        """Every slot with the foods that fill it in some size that a person eats."""
        foods = self.plannable.foods
        return tuple((slot, frozenset(food.food for food in foods if slot.takes(food))) for slot in self.dish_slots)

    @cached_property
    def plannable(self) -> "Catalogue":
        """The same without foods of no role, which an imported catalogue only lists: no dish holds them."""
        places = [place for place, food in enumerate(self.foods) if food.role]
        if len(places) == len(self.foods):
            return self
        return replace(
            self,
            foods=tuple(self.foods[place] for place in places),
            per_100g=self.per_100g[places],
            upper_per_100g=self.upper_per_100g[places],
            usd_per_100g=self.usd_per_100g[places],
            price_estimated=tuple(self.price_estimated[place] for place in places),
        )

    @cached_property
    def grams(self) -> np.ndarray:
        """Grams of one portion of each food."""
        return np.array([food.grams for food in self.foods])

    @cached_property
    def most_portions(self) -> np.ndarray:
        """Most portions of each food that a day may hold."""
        return np.array([food.max_portions_per_day for food in self.foods], float)

    @cached_property
    def a_portion(self) -> np.ndarray:
        """[nutrients x foods] of one portion; what is not known counts as nothing, which is right for a least only."""
        return np.nan_to_num(self.per_100g.T) * (self.grams / 100)

    @cached_property
    def most_a_portion(self) -> np.ndarray:
        """[nutrients x foods] of one portion, estimates on the high side; nothing where not even they are known."""
        return np.nan_to_num(self.upper_per_100g.T) * (self.grams / 100)

    def with_plates(self, times: float) -> "Catalogue":
        """The same with helpings of up to so many times the usual ones, for somebody who needs that much energy."""
        if times == self.plate or self.plate != 1.0:
            return self
        if times not in self._plates:
            foods = (replace(food, max_portions_per_day=times * food.max_portions_per_day) for food in self.foods)
            slots = (replace(slot, sizes=_with_bigger(slot.sizes, times)) for slot in self.dish_slots)
            self._plates[times] = replace(self, plate=times, foods=tuple(foods), dish_slots=tuple(slots))
        return self._plates[times]

    @cached_property
    def _plates(self) -> dict[float, "Catalogue"]:
        return {}

    def with_prices(self, usd_per_100g: np.ndarray) -> "Catalogue":
        """The same catalogue at other prices [USD / 100 g]."""
        digest = hashlib.sha256(self.digest.encode() + np.asarray(usd_per_100g, float).tobytes()).hexdigest()[:16]
        return replace(self, usd_per_100g=np.asarray(usd_per_100g, float), digest=digest)


def _with_bigger(sizes: tuple[float, ...], times: float) -> tuple[float, ...]:
    """The sizes of a slot, and each of them `times` as big in half portions."""
    return tuple(sorted({*sizes, *(round(2 * times * size) / 2 for size in sizes)}))


def tables_folder() -> Path:
    """Where the tables are: inside an installed package, else `data/` of the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parent / "data"


@lru_cache(maxsize=4)
def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Every table of `folder` (default: the project's own), such as planner import makes, read and checked.

    What was read once is kept for the next run, and used as long as neither tables nor code change.
    Raises TableError naming file, row, offender and remedy.
    """
    imported = _imported(folder) if folder is not None else None
    folder = folder or tables_folder()
    key = key_of(folder)
    found = recall(key)
    if found is None:
        found = read_catalogue(folder, imported)
        keep(key, found)
    return found


def read_catalogue(folder: Path, imported: Manifest | None = None) -> Catalogue:
    """Read and check every table of `folder`. Raises TableError naming file, row, offender and remedy."""
    foods = read_rows(folder / "foods.csv", Food, key=lambda row: row.food)
    nutrients = read_rows(folder / "nutrient_definitions.csv", Nutrient, key=lambda row: row.nutrient)
    absorption = load_absorption(folder, [food.food for food in foods])
    numbers = with_derived(read_numbers(folder, foods, published(nutrients)), foods, nutrients, absorption)
    dishes = read_rows(folder / "dishes.csv", Dish, key=lambda row: row.dish)
    slots = read_rows(folder / "dish_slots.csv", DishSlot, key=lambda row: (row.dish, row.slot))
    _check_slots(foods, dishes, slots)
    references = load_references(folder)
    _check_references(references, nutrients)
    conditions = _checked_conditions(folder, nutrients, foods)
    restrictions = load_restrictions(folder, foods)
    _check_asked_for(restrictions, conditions)
    cautions = _checked_cautions(folder, foods, conditions)
    purchases = load_purchases(folder, foods, slots)
    packages, keeping = load_packages(folder, purchases)
    return Catalogue(
        foods=foods,
        nutrients=nutrients,
        per_100g=numbers.per_100g,
        upper_per_100g=numbers.upper_per_100g,
        usd_per_100g=numbers.usd_per_100g,
        price_estimated=numbers.price_estimated,
        price_month=numbers.price_month,
        dishes=dishes,
        dish_slots=slots,
        references=references,
        rules=load_rules(folder),
        absorption=absorption,
        cautions=cautions,
        conditions=conditions,
        restrictions=restrictions,
        label_words=load_label_words(folder, foods, restrictions, cautions, conditions),
        added=_checked_added(folder, nutrients, foods),
        supplements=_checked_supplements(folder, nutrients),
        supplement_prices=load_supplement_prices(folder),
        complaints=load_complaints(folder, {row.condition for row in conditions}),
        purchases=purchases,
        packages=packages,
        keeping=keeping,
        kitchen=load_kitchen(folder, foods, dishes, slots),
        measures=load_measures(folder, foods),
        food_words=load_food_words(folder, foods),
        addable_roles=load_addable_roles(folder, foods),
        trades=load_trades(folder, foods),
        digest=tables_digest(folder),
        imported=imported,
    )


def _imported(folder: Path) -> Manifest | None:
    """The manifest of an imported catalogue, proven; None for a folder of tables like data/. Raises TableError."""
    if any(folder.glob("*.csv")) and read_manifest(folder) is None:
        return None
    return check_folder(folder, tables_folder())


def _checked_cautions(folder: Path, foods: tuple[Food, ...], conditions: tuple[Condition, ...]) -> tuple[Caution, ...]:
    """Every caution of a food is explained, every illness of one exists: a misspelt one would protect nobody."""
    cautions = load_cautions(folder)
    known, slugs = {caution.caution for caution in cautions}, {row.condition for row in conditions}
    for caution in cautions:
        for slug in caution.conditions:
            if slug not in slugs:
                raise TableError(
                    f"cautions.csv ({caution.caution}): {slug} is not in conditions.csv. Correct the slug."
                )
    for food in foods:
        for word in food.cautions:
            if word not in known:
                raise TableError(f"foods.csv ({food.food}): caution {word} is not in cautions.csv. Correct it.")
    return cautions


def _checked_conditions(
    folder: Path, nutrients: tuple[Nutrient, ...], foods: tuple[Food, ...]
) -> tuple[Condition, ...]:
    """Every nutrient and food that a condition names exists: a misspelt one would protect nobody."""
    conditions = load_conditions(folder)
    columns, slugs = {nutrient.nutrient for nutrient in nutrients}, {food.food for food in foods}
    for row in conditions:
        place = f"conditions.csv ({row.condition})"
        for nutrient in row.named_nutrients:
            if nutrient not in columns:
                raise TableError(f"{place}: {nutrient} is not in nutrient_definitions.csv. Correct the name.")
        for food in (*row.avoid_foods, *row.little_foods):
            if food not in slugs:
                raise TableError(f"{place}: {food} is not in foods.csv. Correct the slug.")
    return conditions


def _check_asked_for(restrictions: tuple[Restriction, ...], conditions: tuple[Condition, ...]) -> None:
    """Every illness that asks for a restriction exists."""
    known = {row.condition for row in conditions}
    for row in restrictions:
        for condition in row.conditions:
            if condition not in known:
                place = f"restrictions.csv ({row.restriction})"
                raise TableError(f"{place}: {condition} is not in conditions.csv. Correct the slug.")


def _checked_added(folder: Path, nutrients: tuple[Nutrient, ...], foods: tuple[Food, ...]) -> tuple[AddedNutrient, ...]:
    """Every food and nutrient exists."""
    rows = load_added(folder)
    columns, slugs = {nutrient.nutrient for nutrient in nutrients}, {food.food for food in foods}
    for row in rows:
        if row.food not in slugs or row.nutrient not in columns:
            raise TableError(f"added_nutrients.csv ({row.food}, {row.nutrient}): no such food or nutrient. Correct it.")
    return rows


def _checked_supplements(folder: Path, nutrients: tuple[Nutrient, ...]) -> tuple[Supplement, ...]:
    """Every nutrient that a supplement brings exists."""
    rows, columns = load_supplements(folder), {nutrient.nutrient for nutrient in nutrients}
    for row in rows:
        for column in (row.nutrient, *(also for also, _ in row.also)):
            if column not in columns:
                place = f"supplements.csv ({row.supplement})"
                raise TableError(f"{place}: {column} is not in nutrient_definitions.csv. Correct the name.")
    return rows


def _check_references(references: References, nutrients: tuple[Nutrient, ...]) -> None:
    """Every intake and bound is of a nutrient that exists, in the unit of the food tables."""
    units = {nutrient.nutrient: nutrient.unit for nutrient in nutrients}
    for number, row in enumerate(references.intakes, start=2):
        place = f"reference_intakes.csv, row {number} ({row.nutrient})"
        if row.nutrient not in units:
            raise TableError(f"{place}: not in nutrient_definitions.csv. Correct the name or delete the row.")
        if row.unit != units[row.nutrient]:
            raise TableError(f"{place}: unit is {row.unit}, not {units[row.nutrient]}. Correct unit and values.")
    for number, bound in enumerate(references.guidelines, start=2):
        if bound.nutrient is not None and bound.nutrient not in units:
            place = f"guidelines.csv, row {number} ({bound.guideline})"
            raise TableError(f"{place}: {bound.nutrient} is not in nutrient_definitions.csv. Correct the name.")


def _check_slots(foods: tuple[Food, ...], dishes: tuple[Dish, ...], slots: tuple[DishSlot, ...]) -> None:
    """Every slot belongs to a dish and every choice is a role or a food that exists."""
    known = {food.food for food in foods} | {f"role:{food.role}" for food in foods}
    patterns = {dish.dish for dish in dishes}
    for number, slot in enumerate(slots, start=2):
        place = f"dish_slots.csv, row {number} ({slot.dish}, {slot.slot})"
        if slot.dish not in patterns:
            raise TableError(f"{place}: no such dish in dishes.csv. Correct the slug or add the dish.")
        for choice in slot.choices:
            if choice.removeprefix("-") not in known:
                raise TableError(f"{place}: {choice} is neither a food nor a role. Correct the spelling.")
        if slot.required == "yes" and not any(map(slot.takes, foods)):
            raise TableError(
                f"{place}: no food fits it in any of its sizes, so nobody ever gets the dish. Correct sizes."
            )
    for dish in dishes:
        if not any(slot.dish == dish.dish for slot in slots):
            raise TableError(f"dishes.csv ({dish.dish}): it has no slot in dish_slots.csv. Add one.")
