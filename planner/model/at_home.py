"""What is at home costs nothing: columns for what is eaten of it, which every cost of a plan takes off."""

from collections.abc import Mapping

import numpy as np

from planner.at_home import eaten_from_home
from planner.model.fillings import Fillings
from planner.model.needs import Needs
from planner.model.spec import SpecBuilder

Array = np.ndarray


def use_at_home(
    builder: SpecBuilder,
    needs: Needs,
    columns: Array,
    food: Array,
    grams: Array,
    share: float = 1.0,
    wishes: bool = True,
) -> tuple[Array, Array]:
    """h[f] <= grams eaten of f;   sum_{f of a thing} h[f] / yield[f] <= share * what is at home;   h costs -price.

    `food` and `grams` say what one unit of each column of `columns` is. Returns the columns h [100 g as eaten] and
    what each saves [USD]. With `wishes`, what should be used up saves more in the model than in money.
    """
    catalogue, found, saves = needs.catalogue, list[int](), list[float]()
    for thing in needs.at_home:
        own, used = list[int](), list[float]()
        for place in np.unique(food):
            form = catalogue.purchases.get(catalogue.foods[place].food)
            if form is None or form.purchase != thing.food:
                continue
            inside, usd = np.flatnonzero(food == place), float(catalogue.usd_per_100g[place])
            wished = usd * (1 + catalogue.rules["use_up"] * (thing.use_up and wishes))
            most = thing.amount * share * form.grams_eaten_per_gram_bought / 100
            column = builder.columns(np.array([-wished]), most)
            values = np.append(-grams[inside] / 100, 1.0)
            builder.at_most(f"eaten from home {form.food}", np.append(columns[inside], column), values, 0.0)
            own.append(int(column[0]))
            used.append(100 / form.grams_eaten_per_gram_bought / (thing.amount * share))
            saves.append(usd)
        if own:
            builder.at_most(f"at home {thing.food}", np.array(own), np.array(used), 1.0)
            found += own
    return np.array(found, int), np.array(saves)


def saved_usd(needs: Needs, fillings: Fillings, eaten: list[int]) -> float:
    """What is not paid of a week that eats these fillings, because it is at home [USD]."""
    if not needs.at_home:
        return 0.0
    catalogue = needs.catalogue
    used = eaten_from_home(grams_eaten(fillings, eaten), needs.at_home, catalogue)
    return sum(grams * float(catalogue.usd_per_100g[catalogue.food_index[food]]) / 100 for food, grams in used.items())


def grams_eaten(fillings: Fillings, eaten: list[int]) -> Mapping[str, float]:
    """Grams as eaten of each food of these fillings."""
    catalogue = fillings.catalogue
    places = fillings.food[eaten]
    grams = np.bincount(places, weights=fillings.size[eaten] * catalogue.grams[places], minlength=len(catalogue.foods))
    return {catalogue.foods[place].food: float(grams[place]) for place in np.unique(places)}


class HomePrices:
    """What one filling in the place of another costs: what is at home is free until it is used up."""

    def __init__(self, needs: Needs, fillings: Fillings) -> None:
        catalogue, things = needs.catalogue, {thing.food: place for place, thing in enumerate(needs.at_home)}
        forms = [catalogue.purchases.get(food.food) for food in catalogue.foods]
        bought = np.array([1 / form.grams_eaten_per_gram_bought if form else 1.0 for form in forms]) * catalogue.grams
        nothing = len(things)  # of what is not at home there is none
        thing = np.array([things.get(form.purchase, nothing) if form else nothing for form in forms])
        self._thing = np.append(thing[fillings.food], nothing)
        self._grams = np.append(fillings.size * bought[fillings.food], 0.0)  # as bought; an empty slot at the end
        self._stock = np.array([thing.amount for thing in needs.at_home] + [0.0])

    def changes(self, cost: Array, current: Array, old: Array, new: Array) -> Array:
        """[moves] USD: cost[new] and cost[old] but for what of them comes from home, where `current` is eaten."""
        eaten = np.bincount(self._thing[current], self._grams[current], len(self._stock))
        left, paid = np.maximum(0, self._stock - eaten), np.maximum(0, eaten - self._stock)
        gone, come = self._grams[old], self._grams[new]
        saved = np.minimum(gone, paid[self._thing[old]])
        free = left[self._thing[new]] + np.where(self._thing[new] == self._thing[old], gone - saved, 0.0)
        bought = np.maximum(0, come - free)
        return cost[new] * bought / np.maximum(come, 1e-9) - cost[old] * saved / np.maximum(gone, 1e-9)
