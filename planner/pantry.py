"""What a plan eats of what is at home, and what is there after it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from planner.at_home import AtHome, check_at_home
from planner.plan import Plan
from planner.shopping import rounded_down, to_buy
from planner.tables.catalogue import Catalogue

NOTHING = 0.5  # g: less is nothing


@dataclass(frozen=True, slots=True)
class Used:
    """A thing at home and what the plan eats of it [g as bought]."""

    purchase: str
    form: str
    held_grams: float
    used_grams: float
    use_up: bool
    text: str  # "lentils, dry: 200 g of 500 g"

    @property
    def left_grams(self) -> float:
        """What is there still when the days are over."""
        return max(0.0, self.held_grams - self.used_grams)


def from_pantry(plan: Plan, things: tuple[AtHome, ...], catalogue: Catalogue) -> tuple[Used, ...]:
    """Everything at home with what the plan eats of it, in the order given."""
    used = _used(plan, catalogue)
    return tuple(_line(thing, used.get(thing.food, 0.0), catalogue) for thing in check_at_home(things, catalogue))


def pantry_after(
    plan: Plan,
    things: tuple[AtHome, ...],
    catalogue: Catalogue,
    ticked: Collection[str] | None = None,
    eaten: bool = True,
) -> tuple[AtHome, ...]:
    """What is at home once the ticked lines of the list are bought (None: all), and the plan is `eaten` or not yet.

    `ticked` are purchases of `to_buy`. What is eaten without having been bought counts as taken from elsewhere.
    """
    stock = {thing.food: thing.amount for thing in check_at_home(things, catalogue)}
    if eaten:
        for purchase, grams in _used(plan, catalogue).items():
            stock[purchase] -= grams
    for line in to_buy(plan, catalogue):
        if ticked is None or line.purchase in ticked:
            stock[line.purchase] = stock.get(line.purchase, 0.0) + line.left_grams + (0.0 if eaten else line.grams)
    return tuple(AtHome(purchase, grams) for purchase, grams in stock.items() if grams > NOTHING)


def _used(plan: Plan, catalogue: Catalogue) -> dict[str, float]:
    """Grams as bought by purchase."""
    used: dict[str, float] = defaultdict(float)
    for item in plan.items():
        if item.at_home_grams:
            form = catalogue.purchases[item.food]
            used[form.purchase] += form.bought(item.at_home_grams)
    return used


def _line(thing: AtHome, used: float, catalogue: Catalogue) -> Used:
    form = next(form for form in catalogue.purchases.values() if form.purchase == thing.food)
    used = min(used, thing.amount)
    text = f"{form.form}: {rounded_down(form, used)} of {rounded_down(form, thing.amount)}"
    return Used(thing.food, form.form, thing.amount, used, thing.use_up, text)
