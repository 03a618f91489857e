"""What is at home and the prices of one's own shop, kept in the store: checked on the way in and on the way out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import isfinite

from planner.at_home import AtHome, check_at_home
from planner.errors import WrongInput
from planner.pantry import NOTHING
from planner.person import is_number
from planner.plan import Plan
from planner.shopping import to_buy
from planner.store.file import Store
from planner.tables.catalogue import Catalogue

PANTRY, PRICES = "pantry", "prices"


def kept_pantry(store: Store) -> tuple[AtHome, ...]:
    """What is at home. Raises WrongInput naming what cannot be read."""
    found = []
    for name, value in store.items(PANTRY).items():
        try:
            assert isinstance(value, Mapping)
            found.append(AtHome(name, float(value["grams"]), "g", bool(value.get("use_up", False))))
        except (AssertionError, KeyError, TypeError, ValueError, WrongInput):
            raise WrongInput(
                f"{store.path}, at home ({name}): cannot be read. Run 'planner data pantry remove \"{name}\"'."
            ) from None
    return tuple(found)


def keep_pantry(store: Store, things: Iterable[AtHome], catalogue: Catalogue) -> None:
    """Keep just this as what is at home, in one step. Raises WrongInput for what is not known."""
    checked = check_at_home(things, catalogue)
    store.replace_items(PANTRY, {each.food: {"grams": each.amount, "use_up": each.use_up} for each in checked})


def after_shopping(
    things: Iterable[AtHome], plan: Plan, catalogue: Catalogue, missing: Iterable[str] = ()
) -> tuple[AtHome, ...]:
    """What is at home once the list of a plan is bought, but for purchases that are `missing`; nothing eaten yet."""
    left_out = set(missing)
    bought = (line for line in to_buy(plan, catalogue) if line.purchase not in left_out)
    more = (AtHome(line.purchase, line.grams + line.left_grams) for line in bought if line.grams + line.left_grams > 0)
    return check_at_home((*things, *more), catalogue)


def after_eating(things: Iterable[AtHome], plan: Plan, catalogue: Catalogue) -> tuple[AtHome, ...]:
    """What is at home once a plan is eaten; what was not there was taken from elsewhere."""
    eaten: dict[str, float] = defaultdict(float)
    for item in plan.items():
        form = catalogue.purchases.get(item.food)
        if form is not None:
            eaten[form.purchase] += form.bought(item.grams)
    left = ((thing, thing.amount - eaten[thing.food]) for thing in check_at_home(things, catalogue))
    return tuple(replace(thing, amount=grams) for thing, grams in left if grams > NOTHING)


def kept_prices(store: Store) -> dict[str, float]:
    """Own prices [USD / 100 g as eaten] by food. Raises WrongInput naming what cannot be read."""
    found = {}
    for food, usd in store.items(PRICES).items():
        if not (is_number(usd) and isfinite(usd) and usd >= 0):
            raise WrongInput(f"{store.path}, price ({food}): {usd!r}. Run 'planner data prices forget \"{food}\"'.")
        found[food] = float(usd)
    return found


def keep_prices(store: Store, prices: Mapping[str, float]) -> None:
    """Keep these prices beside those of other foods, in one step."""
    store.replace_items(PRICES, store.items(PRICES) | dict(prices))
