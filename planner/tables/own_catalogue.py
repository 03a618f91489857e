"""A catalogue as the foods of somebody's own targets: portions a day of every food that can be counted."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from planner.errors import TableError
from planner.tables.catalogue import Catalogue
from planner.tables.own import OwnTables, OwnTargets, read_targets

NEVER_SOLVED = frozenset(("infant_food", "food_supplement", "alcohol"))  # cautions of foods that no diet is made of
SAME_UNIT = {"mcg": "ug", "µg": "ug", "μg": "ug"}


@dataclass(frozen=True)
class LeftOut:
    """How many foods of a catalogue do not count, each under the first reason that holds."""

    no_price: int
    no_diet: int  # for infants, alcohol, powders taken like a supplement
    unknown: int  # a value that a target bounds is not known

    def __str__(self) -> str:
        parts = (
            (self.no_price, "have no price"),
            (self.no_diet, "are for infants, alcoholic, or taken like a supplement"),
            (self.unknown, "hold an unknown amount of what the targets bound (--unknown-as-zero counts it as 0)"),
        )
        said = "; ".join(f"{many:,} {why}" for many, why in parts if many)
        return f"Foods left out: {said}." if said else ""


def own_from_catalogue(catalogue: Catalogue, targets: Path, unknown_as_zero: bool = False) -> tuple[OwnTables, LeftOut]:
    """Targets of a file over the foods of a catalogue; a unit of a food is one portion, at most as many as a day holds.

    A food with an unknown amount of a bounded nutrient is left out, unless `unknown_as_zero`. Where only a most is
    set, a sourced estimate on the high side stands for an unknown amount.
    Raises TableError naming file, row and column.
    """
    wanted = read_targets(targets)
    columns = _columns(wanted, catalogue)
    per_100g = catalogue.per_100g[:, columns]
    only_most = np.isinf(wanted.lower) & np.isfinite(wanted.upper)
    per_100g = np.where(only_most & np.isnan(per_100g), catalogue.upper_per_100g[:, columns], per_100g)
    bounded = np.isfinite(wanted.lower) | np.isfinite(wanted.upper)
    unpriced = np.isnan(catalogue.usd_per_100g)
    no_diet = ~unpriced & np.array([not NEVER_SOLVED.isdisjoint(food.cautions) for food in catalogue.foods])
    unknown = ~unpriced & ~no_diet & np.isnan(per_100g[:, bounded]).any(axis=1) & (not unknown_as_zero)
    left_out = LeftOut(int(unpriced.sum()), int(no_diet.sum()), int(unknown.sum()))
    kept = np.flatnonzero(~(unpriced | no_diet | unknown))
    if not len(kept):
        raise TableError(f"{targets.name}: no food of the catalogue is left to solve with. {left_out}")
    portions = catalogue.grams[kept] / 100
    amounts = per_100g[kept] * portions[:, None]
    foods = [catalogue.foods[place] for place in kept]
    tables = OwnTables(
        foods=tuple(food.food for food in foods),
        cost=catalogue.usd_per_100g[kept] * portions,
        least=np.zeros(len(kept)),
        most=np.array([food.max_portions_per_day for food in foods]),
        nutrients=wanted.nutrients,
        per_unit=np.nan_to_num(amounts),
        lower=wanted.lower,
        upper=wanted.upper,
        units=wanted.units,
        places=tuple(food.food for food in foods),
        as_zero=int(np.isnan(amounts).sum()),
        foods_give=False,
    )
    return tables, left_out


def with_names(tables: OwnTables, catalogue: Catalogue) -> OwnTables:
    """The same with what a person reads for each food: its name and portion."""
    foods = [catalogue.foods[catalogue.food_index[food]] for food in tables.foods]
    return replace(tables, foods=tuple(f"{food.name} ({food.portion}, {food.grams:g} g)" for food in foods))


def _columns(targets: OwnTargets, catalogue: Catalogue) -> list[int]:
    """Where the nutrients of targets stand in a catalogue. Raises TableError, also for a target in another unit."""
    known = catalogue.nutrient_index
    for nutrient, place, unit in zip(targets.nutrients, targets.places, targets.units, strict=True):
        if nutrient not in known:
            near = get_close_matches(nutrient.lower(), known, 1, 0.6)
            hint = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(known)}."
            raise TableError(f"{place}: {nutrient} is no column of the catalogue. {hint}")
        own = catalogue.nutrients[known[nutrient]].unit
        if unit and SAME_UNIT.get(unit, unit) != own:
            raise TableError(f"{place}: unit is {unit}, the catalogue counts {nutrient} in {own}. Convert the row.")
    return [known[nutrient] for nutrient in targets.nutrients]
