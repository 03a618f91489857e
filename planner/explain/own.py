"""Somebody's own tables solved and explained: the cheapest amounts and their prices, or why there are none."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from planner.errors import PlanFault
from planner.solve.own import Optimum, Prices, broken, endless, prices, solve_relaxed, solve_whole
from planner.solve.own_repair import Clash, find_clash
from planner.solve.session import Outcome
from planner.tables.own import OwnTables

PricesOf = Literal["optimum", "relaxation"]


@dataclass(frozen=True)
class OwnAnswer:
    """What came out of somebody's own tables; numbers in the units of the tables."""

    tables: OwnTables
    integer: bool
    optimum: Optimum
    prices: Prices | None  # of the optimum; of whole amounts, of the relaxation
    relaxation: Optimum | None  # with whole amounts: the same with fractions allowed
    clash: Clash | None  # of an impossible problem, where the limits of the search left time to find it
    endless: tuple[int, ...] = ()  # foods of which more is ever cheaper, of an unbounded problem

    @property
    def prices_of(self) -> PricesOf | None:
        """What the prices belong to: whole amounts have none of their own."""
        if self.prices is None:
            return None
        return "relaxation" if self.integer else "optimum"


def explain_own(tables: OwnTables, integer: bool, seconds: float | None = None) -> OwnAnswer:
    """The cheapest amounts, whole ones with `integer`, proven; else what clashes and what would solve it.

    `seconds` ends each search for whole amounts.

    Raises PlanFault where amounts do not keep a bound of the tables: a fault of ours.
    """
    relaxed = solve_relaxed(tables)
    first = relaxed.optimum
    optimum = _whole(tables, first, seconds) if integer else first
    if optimum.outcome is Outcome.INFEASIBLE:
        return OwnAnswer(tables, integer, optimum, None, None, find_clash(tables, integer, seconds))
    if optimum.outcome is Outcome.UNBOUNDED:
        return OwnAnswer(tables, integer, optimum, None, None, None, endless(tables))
    if optimum.units is not None and (wrong := broken(tables, optimum.units)):
        raise PlanFault(f"the amounts found do not keep {wrong[0].side} {wrong[0].bound:g} of {wrong[0].name}.")
    of_what = prices(relaxed) if first.units is not None else None
    return OwnAnswer(tables, integer, optimum, of_what, first if integer else None, None)


def _whole(tables: OwnTables, relaxed: Optimum, seconds: float | None) -> Optimum:
    """The optimum in whole amounts; unbounded only where whole amounts meet the targets at all."""
    if relaxed.outcome is Outcome.UNBOUNDED:
        free = solve_whole(replace(tables, cost=np.zeros(len(tables.foods))), seconds)
        return relaxed if free.units is not None else free
    return relaxed if relaxed.outcome is Outcome.INFEASIBLE else solve_whole(tables, seconds)
