"""Every change to what is eaten now, a food added or one in the place of another: the columns of additions."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.model.needs import Needs
from planner.tables.catalogue import Catalogue
from planner.tables.changes import AddableRole, Trade
from planner.tables.rows import Food

Array = np.ndarray
STEP = 0.5  # portions
SHARES = (0.5, 1.0)  # of a food that is eaten now, which another takes the place of; half of a portion or more
NOTHING = -1  # in place of no food: an addition
_Row = tuple[int, float, int, float, str]


@dataclass(frozen=True)
class Moves:
    """Arrays over moves; `food` and `gone` point into the catalogue. Grams and portions are a day."""

    catalogue: Catalogue
    food: Array  # [moves] what comes
    grams: Array  # [moves]
    gone: Array  # [moves] what it takes the place of, or NOTHING
    gone_grams: Array  # [moves]
    meal: tuple[str, ...]  # where an addition is eaten; "" for a trade

    @cached_property
    def is_trade(self) -> Array:
        """[moves] bool: in the place of another food."""
        return self.gone != NOTHING

    @cached_property
    def kin(self) -> Array:
        """[moves] what counts as the same food."""
        return np.array([food.kin for food in self.catalogue.foods])[self.food]

    @cached_property
    def cost(self) -> Array:
        """USD a day of each move; less than nothing where the other food was dearer."""
        price = self.catalogue.usd_per_100g / 100
        saved = np.where(self.is_trade, price[self.gone] * self.gone_grams, 0.0)
        return price[self.food] * self.grams - saved

    @cached_property
    def least(self) -> Array:
        """[moves x nutrients] what a move surely adds: what comes counts as known, what goes on the high side."""
        come, go = np.nan_to_num(self.catalogue.per_100g), self.catalogue.upper_per_100g
        return self._amounts(come, go)

    @cached_property
    def most(self) -> Array:
        """[moves x nutrients] what a move adds at most: the other way round; NaN where nobody knows."""
        return self._amounts(self.catalogue.upper_per_100g, np.nan_to_num(self.catalogue.per_100g))

    def _amounts(self, come: Array, go: Array) -> Array:
        lost = np.where(self.is_trade[:, None], go[self.gone] * self.gone_grams[:, None], 0.0)
        return (come[self.food] * self.grams[:, None] - lost) / 100

    def where(self, keep: Array) -> "Moves":
        """Only the moves where `keep` is true."""
        meal = tuple(meal for meal, stays in zip(self.meal, keep, strict=True) if stays)
        return Moves(self.catalogue, self.food[keep], self.grams[keep], self.gone[keep], self.gone_grams[keep], meal)


def make_moves(needs: Needs, eaten: Array, trades: bool) -> Moves:
    """Every addition, and with `trades` every trade, to what is `eaten` now [foods, g / day].

    A food that a plan would serve on few days of a week is not suggested for every day; nobody eats more of a food
    than a plan would serve on one day.
    """
    rows = [*_additions(needs, eaten), *(_trades(needs, eaten) if trades else ())]
    food, grams, gone, gone_grams, meal = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    moves = Moves(
        needs.catalogue,
        np.array(food, int),
        np.array(grams, float),
        np.array(gone, int),
        np.array(gone_grams, float),
        meal,
    )
    floors = [limit.column for limit in needs.limits if limit.lower is not None]
    is_known = ~np.isnan(moves.least[:, floors]).any(axis=1) & ~np.isnan(moves.cost)
    return moves.where(is_known)  # what goes is not known: nor what is lost, or saved


def _additions(needs: Needs, eaten: Array) -> Iterator[_Row]:
    """Half portions of the foods that one adds by oneself, up to what its role and a day allow."""
    catalogue, least_days = needs.catalogue, needs.catalogue.rules["gap_days"]
    roles = {row.role: row for row in catalogue.addable_roles}
    left = _portions_left(catalogue, eaten)
    for place in _on_offer(needs):
        food = catalogue.foods[place]
        role = roles.get(food.role)
        if role is None or food.food in role.never or food.max_days_per_week < least_days:
            continue
        for size in _sizes(food, role, left[food.kin]):
            yield int(place), size * food.grams, NOTHING, 0.0, role.meal


def _on_offer(needs: Needs) -> Array:
    """Places of foods to suggest; none that somebody only imported: nobody has looked at those."""
    return np.flatnonzero(needs.allowed & [food.is_reviewed for food in needs.catalogue.foods])


def _sizes(food: Food, role: AddableRole, left: float) -> Iterator[float]:
    """Portions of a food that one helping may add."""
    most = min(role.most_portions, left * food.max_portions_per_day)
    for step in range(1, int(most / STEP + 1e-9) + 1):
        if food.can_be_served(step * STEP):
            yield step * STEP


def _trades(needs: Needs, eaten: Array) -> Iterator[_Row]:
    """Half or all of a food that is eaten now, for one that may take its place: as many grams or as much energy."""
    catalogue = needs.catalogue
    rows = {(row.role, row.instead_of): row for row in catalogue.trades}
    left = _portions_left(catalogue, eaten)
    for gone in np.flatnonzero(eaten > 0):
        old = catalogue.foods[gone]
        for place in _on_offer(needs):
            new = catalogue.foods[place]
            row = rows.get((new.role, old.role))
            if row is None or place == gone or not _can_stand_in(new, old, row, catalogue.rules["gap_days"]):
                continue
            ratio = _grams_for_one(catalogue, int(place), int(gone)) if row.by == "energy" else 1.0
            for share in SHARES if eaten[gone] >= old.grams else SHARES[1:]:
                lost = share * eaten[gone]
                freed = lost / old.grams / old.max_portions_per_day if old.kin == new.kin else 0.0
                most = (left[new.kin] + freed) * new.max_portions_per_day * new.grams
                if 0 < lost * ratio <= most * (1 + 1e-9):
                    yield int(place), float(lost * ratio), int(gone), float(lost), ""


def _can_stand_in(new: Food, old: Food, row: Trade, least_days: float) -> bool:
    """Whether one would eat the new food as often as the old one, and it is another food in more than its package."""
    if new.food in row.never or (new.kin == old.kin and row.kin == "no"):
        return False
    return new.max_days_per_week >= min(least_days, old.max_days_per_week)


def _grams_for_one(catalogue: Catalogue, new: int, old: int) -> float:
    """Grams of the new food with the energy of a gram of the old one; 0 where one of them has none."""
    energy = catalogue.per_100g[:, catalogue.nutrient_index["energy_kcal"]]
    return float(energy[old] / energy[new]) if energy[new] > 0 else 0.0


def _portions_left(catalogue: Catalogue, eaten: Array) -> dict[str, float]:
    """Share of a day's portions that is left of each kin: who eats spinach needs no frozen spinach beside it."""
    left = {food.kin: 1.0 for food in catalogue.foods}
    for place in np.flatnonzero(eaten > 0):
        food = catalogue.foods[place]
        left[food.kin] -= float(eaten[place]) / food.grams / food.max_portions_per_day
    return {kin: max(0.0, share) for kin, share in left.items()}
