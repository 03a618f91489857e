"""Changes that close gaps: as few as possible, then cheap, then others to choose from."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import Cancelled
from planner.model.additions import Ask, Cut, Ease, Now, build_additions, cheapest_of, eases, helps
from planner.model.moves import Moves
from planner.model.needs import Needs
from planner.model.spec import Spec
from planner.solve.session import Answer, Session
from planner.targets import Targets

Array = np.ndarray
WHOLE = 0.99  # a number of changes within this of its bound is the fewest
CENTS = 0.01  # USD a day: an option is the cheapest to this
OPTIONS: dict[str, object] = {  # heuristics cost more time here than branching, and the clock would not repeat itself
    "mip_rel_gap": 0.0,
    "mip_max_nodes": 1000,
    "mip_allow_restart": False,
    "mip_allow_cut_separation_at_nodes": False,
    "mip_pscost_minreliable": 2,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


@dataclass(frozen=True)
class Found:
    """One set of changes."""

    chosen: Array  # places of its moves, what helps most first
    ease: Ease


@dataclass(frozen=True)
class Search:
    """One question to the model: everything but how strict and how many changes."""

    needs: Needs
    targets: Targets
    now: Now
    moves: Moves
    ask: Ask
    cancelled: Callable[[], bool] | None = None

    def best(self, ask: Ask) -> Array | None:
        """Places of the fewest, then cheapest moves; None where there is no set of moves. Raises Cancelled."""
        spec = build_additions(self.needs, self.targets, self.now, self.moves, ask)
        fewest = self.solved(spec, gap=WHOLE)
        if fewest.x is None:
            return None
        rules = self.needs.catalogue.rules
        cost = self.moves.cost + rules["gap_replaced"] * self.moves.gone_grams / 100
        cheapest = self.solved(cheapest_of(spec, cost, round(fewest.objective)), start=fewest.x)
        return np.flatnonzero((fewest.x if cheapest.x is None else cheapest.x) > 0.5)

    def solved(self, spec: Spec, gap: float = CENTS, start: Array | None = None) -> Answer:
        """One model of this search. Raises Cancelled when `cancelled` says so."""
        return solved(spec, gap, start, self.cancelled)

    def by_help(self, chosen: Array) -> Array:
        """Moves of an option by the part of the gaps that each closes, most first."""
        return chosen[np.argsort(-helps(self.needs, self.now, self.moves, self.ask.close)[chosen], kind="stable")]


def solved(
    spec: Spec, gap: float = CENTS, start: Array | None = None, cancelled: Callable[[], bool] | None = None
) -> Answer:
    """A small integer programme solved to `gap` of its objective, within a count of nodes: the same every time.

    Raises Cancelled when `cancelled` says so.
    """
    session = Session(spec, integer=True, mip_abs_gap=gap, **OPTIONS)
    if start is not None:
        session.start_from(np.round(start))
    if cancelled is not None:
        session.watch(cancelled)
    answer = session.solve()
    if cancelled is not None and cancelled():
        raise Cancelled("A newer request takes its place.")
    return answer


def find_options(search: Search, most_changes: float) -> list[Found]:
    """Options unlike each other, as many as the rules say: strict ones before those that pass a bound.

    Another option leaves out the food that helps most in the ones before; where that finds nothing, one of the
    two that help most is another.
    """
    found: list[Found] = []
    for ease in eases(search.needs, search.targets, search.now, search.moves, most_changes):
        ask = replace(search.ask, ease=ease, most_changes=most_changes)
        found += _more(search, found, ask, leave_out=True)
        if found:
            found += _more(search, found, ask, leave_out=False)
    return found


def _more(search: Search, found: list[Found], ask: Ask, leave_out: bool) -> list[Found]:
    """Further options of one strictness."""
    more: list[Found] = []
    while len(found) + len(more) < search.needs.catalogue.rules["gap_options"]:
        cuts = tuple(_cut(search.moves, each, leave_out) for each in (*found, *more))
        chosen = search.best(replace(ask, cuts=(*search.ask.cuts, *cuts)))
        if chosen is None or not len(chosen):
            break
        more.append(Found(search.by_help(chosen), ask.ease))
    return more


def _cut(moves: Moves, found: Found, leave_out: bool) -> Cut:
    """What the next option must not repeat: the food that helps most, or the two that help most together."""
    main = moves.kin[found.chosen[:1]] if leave_out else moves.kin[found.chosen[:2]]
    return Cut(np.isin(moves.kin, main), len(main) - 1.0)
