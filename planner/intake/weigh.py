"""What an amount of a food weighs: its own portion, the measures of the tables, or grams."""

from collections.abc import Mapping
from dataclasses import dataclass

from planner.intake.entry import Entry
from planner.intake.names import raw_share
from planner.tables.catalogue import Catalogue
from planner.tables.food_words import simple_words
from planner.tables.measures import Measure, Unit
from planner.tables.rows import MEASURES, Food

CUP_ML = 236.588
PLAIN = "portion"
_VOLUMES = {"cup": 236.588, "tablespoon": 14.787, "teaspoon": 4.929, "fluid ounce": 29.574}  # best known first [ml]


@dataclass(frozen=True)
class Weight:
    """Grams of one unit of a food, and in words where they are from; grams is None where nothing is known."""

    grams: float | None
    said: str


def weigh(entry: Entry, food: Food, catalogue: Catalogue) -> Weight:
    """Grams as eaten of one unit of an entry, once its food is known."""
    dry = _dry(entry, food, catalogue)
    if dry is not None:
        return dry
    if entry.counted:
        return _counted(entry, food, catalogue)
    found = _measured(entry.unit, food, catalogue)
    if found is None:
        return Weight(None, "")
    return Weight(found[0], "" if found[1] == "g" else _said(found[1], found[0]))


def known_measures(food: Food, catalogue: Catalogue) -> str:
    """The measures known for a food: "1 cup = 130 g, grams"."""
    rows = catalogue.measures.by_food.get(food.food, {}).values()
    said = [_said(row.measure, row.grams) for row in rows if row.measure != "dry cup"]
    return ", ".join([*said[:6], f"1 portion ({food.portion}) = {food.grams:.4g} g", "grams"])


def _said(measure: str, grams: float) -> str:
    return f"{'each' if measure == 'whole' else '1 ' + measure} = {grams:.4g} g"


def _portion(food: Food) -> Weight:
    return Weight(food.grams, f"1 portion ({food.portion}) = {food.grams:.4g} g")


def _counted(entry: Entry, food: Food, catalogue: Catalogue) -> Weight:
    """A number without a unit: the thing itself where it can be counted, else portions."""
    rows = catalogue.measures.by_food.get(food.food, {})
    named = _named_measure(entry.text, food, rows, catalogue)
    if named is not None:
        return Weight(named.grams, _said(named.measure, named.grams))
    last = entry.text.split()[-1].casefold() if entry.text.split() else ""
    is_plural = simple_words(last) != (last,)
    whole = rows.get("whole") or (rows.get("medium") if food.group != "drink" else None)
    if whole is None and entry.amount > catalogue.rules["intake_most_counted"] and _is_measured(food):
        return Weight(None, "")
    if whole is None or (entry.amount <= 1 and is_plural):
        return _portion(food)
    return Weight(whole.grams, _said(whole.measure, whole.grams))


def _is_measured(food: Food) -> bool:
    """Whether its portion is a volume or weight, and no number of things."""
    return any(measure in food.portion for measure in MEASURES)


def _named_measure(text: str, food: Food, rows: Mapping[str, Measure], catalogue: Catalogue) -> Measure | None:
    """The measure that the text itself names: "2 salmon fillets", "3 garlic cloves"."""
    own = set(simple_words(f"{food.name} {food.food}"))
    for word in reversed(text.split()):
        unit = catalogue.measures.unit_of(word)
        if (
            unit is not None
            and unit.kind in ("measure", "named")
            and unit.unit in rows
            and simple_words(word)[0] not in own
        ):
            return rows[unit.unit]
    return None


def _dry(entry: Entry, food: Food, catalogue: Catalogue) -> Weight | None:
    """A dry or raw weight of a food that is listed cooked; None where the text says nothing of it."""
    said = [catalogue.food_words.states.get(word) for word in simple_words(entry.text)]
    share = raw_share(catalogue, food.food) if "dry" in said or "raw" in said else None
    if share is None:
        return None
    unit = catalogue.measures.units.get(entry.unit)
    if unit is not None and unit.kind == "mass":
        each = (unit.size or 0.0) * share
        return Weight(each, f"1 {entry.unit} {catalogue.purchases[food.food].form} = {each:.4g} g as eaten")
    row = catalogue.measures.by_food.get(food.food, {}).get("dry cup")
    if row is not None and unit is not None and unit.kind == "volume":
        each = row.grams * (unit.size or 0.0) / CUP_ML
        return Weight(each, f"1 {entry.unit} dry = {each:.4g} g as eaten")
    return Weight(None, f"grams of {catalogue.purchases[food.food].form}; or write it as cooked")


def _measured(unit_name: str, food: Food, catalogue: Catalogue) -> tuple[float, str] | None:
    """Grams of one unit of a food and the measure that says so; None where no table says."""
    units, rows = catalogue.measures.units, catalogue.measures.by_food.get(food.food, {})
    if unit_name in rows:
        return rows[unit_name].grams, unit_name
    base = unit_name if unit_name in units else unit_name.rpartition(" ")[2]
    unit = units.get(base)
    if unit is None or (unit.kind in ("portion", "volume") and base != unit_name):
        return None  # nobody knows what a large portion is
    if unit.kind == "portion":
        return food.grams, f"portion ({food.portion})"
    if unit.kind == "mass" or unit.kind == "volume":
        grams = unit.size if unit.kind == "mass" else _volume(unit, rows)
        return None if grams is None else (grams, base)
    ways = {"piece": ("piece", "whole", "medium"), "whole": ("whole", "medium", "piece")}
    named = _first(rows, *(("whole", "medium") if unit.kind == "size" else ways.get(base, (base,))))
    if named is None and base == unit_name:
        return _household(base, food, catalogue)
    return named


def _first(rows: Mapping[str, Measure], *measures: str) -> tuple[float, str] | None:
    return next(((rows[measure].grams, measure) for measure in measures if measure in rows), None)


def _volume(unit: Unit, rows: Mapping[str, Measure]) -> float | None:
    """Grams of a volume, by the largest volume that is known of the food."""
    for measure, ml in _VOLUMES.items():
        if measure in rows:
            return rows[measure].grams / ml * (unit.size or 0.0)
    return None


def _household(measure: str, food: Food, catalogue: Catalogue) -> tuple[float, str] | None:
    """Grams of a handful, glass or bowl of a food."""
    for row in catalogue.measures.household:
        if row.measure == measure and row.is_for(food):
            each = _measured(row.unit, food, catalogue)
            return None if each is None else (each[0] * row.amount, measure)
    return None
