"""The columns of the week and shorthand for its rows."""

import numpy as np

from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.model.spec import SpecBuilder

Array = np.ndarray


class WeekColumns:
    """Columns and shorthand that every family of constraints reads."""

    def __init__(self, needs: Needs, fillings: Fillings, cost: Array, reward: float) -> None:
        self.needs, self.fillings, self.rules = needs, fillings, needs.catalogue.rules
        self.weeks = needs.days / 7
        self.builder = SpecBuilder()
        per_dish = np.array([np.ceil(dish.max_per_week * self.weeks) for dish in fillings.dishes])
        most = np.where(fillings.allowed, per_dish[fillings.dish], 0.0)
        self.count = self.builder.columns(cost, most, integer=True)
        self.serving = self.builder.columns(np.zeros(len(fillings.dishes)), per_dish, integer=True)
        self.used_foods = np.unique(fillings.food)
        self.used = self.builder.columns(np.full(len(self.used_foods), -reward), 1.0)
        self.excess, self.missed = np.empty(0, int), np.empty(0, int)
        self.home, self.home_usd = np.empty(0, int), np.empty(0)
        self.per_dish = per_dish
        self.slot_rows: list[int] = []
        self.repeat_rows: dict[tuple[int, int], int] = {}  # (slot, food) -> row
        self.spread_rows: dict[str, int] = {}
        self.cap_rows: dict[str, int] = {}
        self.share_rows: dict[str, list[int]] = {}
        self.produce_rows: dict[str, int] = {}

    def times(self, food: int) -> float:
        """Most times food may be eaten in the planned days."""
        row = self.needs.catalogue.foods[food]
        return float(np.ceil(row.max_days_per_week * (2 if row.is_staple else 1) * self.weeks))
