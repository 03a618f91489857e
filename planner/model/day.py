"""The daily diet: a linear programme over portions of foods, the honest lower bound of any week."""

import numpy as np

from planner.model.at_home import use_at_home
from planner.model.needs import Needs
from planner.model.spec import Spec, SpecBuilder


def build_day(needs: Needs) -> Spec:
    """min sum_f c[f] x[f]   s.t.   lower[n] <= sum_f a[n,f] x[f] <= upper[n],   0 <= x[f] <= most[f].

    x[f] is portions a day; columns are all foods of the catalogue (those not allowed are held at 0), and after them
    what is eaten of a day's share of what is at home.
    """
    catalogue = needs.catalogue
    grams = catalogue.grams / 100
    most = np.where(needs.allowed, [food.max_portions_per_day for food in catalogue.foods], 0.0)
    builder = SpecBuilder()
    x = builder.columns(catalogue.usd_per_100g * grams, most)
    places = np.arange(len(catalogue.foods))
    home, saves = use_at_home(builder, needs, x, places, catalogue.grams, 1 / needs.days, wishes=False)
    for limit in needs.limits:
        if limit.lower is not None:
            least = np.nan_to_num(catalogue.per_100g[:, limit.column]) * grams
            builder.at_least(f"at least {limit.nutrient}", x, least / limit.scale, limit.lower / limit.scale)
        if limit.upper is not None:
            high = np.nan_to_num(catalogue.upper_per_100g[:, limit.column]) * grams  # unknown: not allowed
            builder.at_most(f"at most {limit.nutrient}", x, high / limit.scale, limit.upper / limit.scale)
    if needs.max_cost_usd is not None:
        share = np.append(catalogue.usd_per_100g * grams, -saves) * needs.days / needs.max_cost_usd
        builder.at_most("at most cost", np.append(x, home), share, 1.0)
    return builder.finish()
