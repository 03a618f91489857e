"""What to buy for a plan: food by food, and as lines of a shopping list."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from planner.plan import Plan
from planner.tables.catalogue import Catalogue
from planner.tables.purchases import PurchaseForm

# Rounding as one shops, always up: (below so many g or ml, to steps of).
STEPS = ((500, 10), (float("inf"), 50))
THOUSAND = 1000  # from here on kg and litres
SPARE = 0.05  # of a piece: pieces differ more than that, so nobody buys one more for it


@dataclass(frozen=True, slots=True)
class Purchase:
    """A food of the plan and what to buy for it alone."""

    food: str
    name: str
    aisle: str
    grams: float  # as eaten
    cost_usd: float
    buy: str  # "lentils, dry: 100 g", rounded up as one shops
    buy_grams: float  # as bought, not rounded


@dataclass(frozen=True, slots=True)
class ToBuy:
    """A line of the shopping list: one thing on a shelf, for one food or several."""

    purchase: str
    form: str
    aisle: str
    grams: float  # as bought, not rounded
    pieces: int | None  # whole ones, where it is bought by the piece
    text: str  # "bananas: 6 (1.2 kg with peel)", rounded up as one shops
    cost_usd: float
    foods: tuple[str, ...]

    @property
    def amount(self) -> str:
        """The text without the form."""
        return self.text.removeprefix(f"{self.form}: ")


def shopping_list(plan: Plan, catalogue: Catalogue) -> tuple[Purchase, ...]:
    """Every food of the plan once, by aisle and name."""
    grams: dict[str, float] = defaultdict(float)
    cost: dict[str, float] = defaultdict(float)
    for item in plan.items():
        grams[item.food] += item.grams
        cost[item.food] += item.cost_usd
    entries = []
    for slug in grams:
        food, purchase = catalogue.foods[catalogue.food_index[slug]], catalogue.purchases[slug]
        weight = purchase.bought(grams[slug])
        text = _text(purchase, weight, _pieces(purchase, weight))
        entries.append(Purchase(slug, food.name, food.aisle, grams[slug], cost[slug], text, weight))
    return tuple(sorted(entries, key=lambda entry: (entry.aisle, entry.name)))


def to_buy(plan: Plan, catalogue: Catalogue) -> tuple[ToBuy, ...]:
    """The shopping list, one line for everything that is bought as one thing, by aisle and form."""
    groups: dict[str, list[Purchase]] = defaultdict(list)
    for entry in shopping_list(plan, catalogue):
        groups[catalogue.purchases[entry.food].purchase].append(entry)
    lines = (_line(catalogue.purchases[entries[0].food], entries) for entries in groups.values())
    return tuple(sorted(lines, key=lambda line: (line.aisle, line.form)))


def _line(purchase: PurchaseForm, entries: Iterable[Purchase]) -> ToBuy:
    entries = tuple(entries)
    grams = sum(entry.buy_grams for entry in entries)
    pieces = _pieces(purchase, grams)
    return ToBuy(
        purchase=purchase.purchase,
        form=purchase.form,
        aisle=purchase.aisle,
        grams=grams,
        pieces=pieces,
        text=_text(purchase, grams, pieces),
        cost_usd=sum(entry.cost_usd for entry in entries),
        foods=tuple(entry.food for entry in entries),
    )


def _pieces(purchase: PurchaseForm, grams: float) -> int | None:
    """Whole pieces for grams as bought; None where it is not bought by the piece."""
    return max(1, ceil(grams / purchase.unit_grams - SPARE)) if purchase.unit == "piece" else None


def _text(purchase: PurchaseForm, grams: float, pieces: int | None) -> str:
    """The form and how much of it: weight, volume, or pieces with their weight."""
    if pieces is None:
        return f"{purchase.form}: {rounded_up(grams / purchase.unit_grams, purchase.unit)}"
    noun = f" {purchase.piece}{'' if pieces == 1 else 's'}" if purchase.piece else ""
    weight = f"{rounded_up(pieces * purchase.unit_grams, 'g')} {purchase.weighed}".strip()
    return f"{purchase.form}: {pieces}{noun} ({weight})"


def rounded_up(quantity: float, unit: str) -> str:
    """Grams or millilitres rounded up as one shops: to 10 below 500, then to 50; from 1,000 on in kg or litres."""
    step = next(step for below, step in STEPS if quantity < below)
    rounded = max(1, ceil(quantity / step - 1e-9)) * step
    if rounded < THOUSAND:
        return f"{rounded} {unit}"
    return f"{rounded / THOUSAND:g} {'kg' if unit == 'g' else 'l'}"
