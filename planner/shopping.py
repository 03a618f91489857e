"""What to buy for a plan (grams as eaten)."""

from collections import defaultdict
from dataclasses import dataclass

from planner.plan import Plan
from planner.tables.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Purchase:
    """A food to buy for the whole plan."""

    food: str
    name: str
    aisle: str
    grams: float  # as eaten
    cost_usd: float


def shopping_list(plan: Plan, catalogue: Catalogue) -> tuple[Purchase, ...]:
    """Every food of the plan once, by aisle and name."""
    grams: dict[str, float] = defaultdict(float)
    cost: dict[str, float] = defaultdict(float)
    for item in plan.items():
        grams[item.food] += item.grams
        cost[item.food] += item.cost_usd
    foods = (catalogue.foods[catalogue.food_index[food]] for food in grams)
    purchases = (Purchase(f.food, f.name, f.aisle, grams[f.food], cost[f.food]) for f in foods)
    return tuple(sorted(purchases, key=lambda purchase: (purchase.aisle, purchase.name)))
