"""Where no week was found: the nearest one, with what it breaks, and which rows leave the least room."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from planner.model.arrange import arrange
from planner.model.judge import Arrangement
from planner.model.meals import MEALS_OF
from planner.model.needs import Needs
from planner.model.repair import repair
from planner.model.spec import Spec
from planner.model.week import WeekModel
from planner.solve.guard import Guard
from planner.solve.narrow import narrowed
from planner.solve.session import Answer, Session
from planner.solve.shortfall import elastic

Array = np.ndarray
WIDTHS = (400, 900, None)  # columns; None: all
NODES = 5
GAP = 0.05
SECONDS = 5.0  # of work: nobody waits longer for a week that may not be eaten
GIVE_USD = 200.0  # what a whole missed target is worth: no saving makes up for it
ROWS = ("at least ", "at most ")
MAY_GIVE = (*ROWS, "spread ", MEALS_OF)
PRICED = 1e-6  # USD: a row of a lower price leaves room enough
MOST_NAMED = 3


def nearest_faults(model: WeekModel, needs: Needs, relaxed: Answer) -> tuple[str, ...]:
    """What is wrong with a week in which every target may give a little, in words; empty where none was found."""
    spec = model.spec
    rows = np.array([name.startswith(MAY_GIVE) and not name.endswith(" cost") for name in spec.row_names])
    loose = elastic(spec, rows, np.full(spec.rows, GIVE_USD))
    loose = replace(
        loose,
        cost=np.concatenate([spec.cost, loose.cost[len(spec.cost) :]]),
        integer=np.concatenate([spec.integer, np.zeros(int(rows.sum()), bool)]),
    )
    guard = Guard(SECONDS)
    for width in WIDTHS:
        keep = (narrowed(model, needs, relaxed, width, None) & (spec.upper > 0)) | (spec.lower > 0)
        keep = np.concatenate([keep, np.ones(int(rows.sum()), bool)])
        options: dict[str, object] = {"mip_max_nodes": NODES, "mip_rel_gap": GAP, "mip_allow_restart": False}
        session = Session(loose.restricted(keep), integer=True, **options)
        session.watch(guard.is_over)
        answer = session.solve()
        if answer.x is not None or guard.is_over():
            break
    if answer.x is None:
        return ()
    x = np.zeros(len(keep))
    x[keep] = answer.x
    week = repair(model, arrange(model, x[: len(spec.cost)], needs), needs, spec.cost[model.count])
    return (*_means(model, needs, week, rows), *week.broken)


def _means(model: WeekModel, needs: Needs, week: Arrangement, rows: Array) -> Iterator[str]:
    """Targets that the mean of a week misses, in words."""
    x, spec = np.zeros(len(model.spec.cost)), model.spec
    x[model.count] = np.bincount(week.fillings, minlength=len(model.count))
    held = spec.activity(x)
    for row in np.flatnonzero(rows):
        kind, _, nutrient = spec.row_names[row].rpartition(" ")
        is_least, limit = kind != "at most", needs.limit(nutrient)
        if not spec.row_names[row].startswith(ROWS):
            continue
        bound = float(spec.row_lower[row] if is_least else spec.row_upper[row])
        off = (bound - held[row]) if is_least else held[row] - bound
        if limit is None or off <= 5e-4 * max(1.0, abs(bound)):
            continue
        column = needs.catalogue.nutrients[needs.catalogue.nutrient_index[nutrient]]
        side = "below the" if is_least else "above the"
        amount, wanted = held[row] * limit.scale, bound * limit.scale
        yield f"the mean holds {amount:,.4g} {column.unit} of {column.name}, {side} {wanted:,.4g} asked for"


def tight_rows(spec: Spec, answer: Answer) -> tuple[str, ...]:
    """Names of the targets that cost the linear programme most, the dearest first."""
    if answer.shadow_prices is None:
        return ()
    priced = [
        (abs(float(price)), name)
        for price, name in zip(answer.shadow_prices, spec.row_names, strict=True)
        if name.startswith(ROWS) and abs(price) > PRICED
    ]
    return tuple(name for _, name in sorted(priced, reverse=True)[:MOST_NAMED])
