"""Daily diets of many persons on a few live models, each answered as if nobody had been there before."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.model.needs import Limit, Needs
from planner.model.shared_day import DayShape, SharedDay, build_shared_day, shape_of, stated
from planner.solve.session import Answer, Outcome, Session

MOST_SHAPES = 24  # live models; each holds some megabytes


@dataclass
class _Live:
    """A shape with its live model and the basis that everybody starts from."""

    shared: SharedDay
    session: Session
    start: Any


class SharedDays:
    """One live model for each shape, the one used longest ago given up first. For one thread.

    An answer depends on the person and the prices alone, not on who came before: the numbers are passed anew without
    what HiGHS remembers, and it starts from the basis of the reference person of the diet.
    """

    def __init__(self, reference: Callable[[str], Needs], most: int = MOST_SHAPES) -> None:
        self._reference, self._most = reference, most
        self._live: OrderedDict[DayShape, _Live] = OrderedDict()

    def solve(
        self, diet: str, limits: Sequence[Limit], allowed: np.ndarray, usd_per_100g: np.ndarray | None = None
    ) -> tuple[SharedDay, Answer]:
        """The cheapest day of somebody, and the model that it is an answer to."""
        live = self._of(shape_of(diet, limits))
        live.session.restate(stated(live.shared, limits, allowed, usd_per_100g))
        if live.start is not None:
            live.session.start_at(live.start)
        return live.shared, live.session.solve()

    def _of(self, shape: DayShape) -> _Live:
        live = self._live.pop(shape, None) or self._made(shape)
        self._live[shape] = live
        while len(self._live) > self._most:
            self._live.popitem(last=False)
        return live

    def _made(self, shape: DayShape) -> _Live:
        shared = build_shared_day(shape, self._reference(shape.diet))
        session = Session(shared.spec, integer=False, presolve="off", simplex_scale_strategy=0)  # rows are scaled
        done = session.solve().outcome is Outcome.OPTIMAL
        return _Live(shared, session, session.basis() if done else None)

    def __len__(self) -> int:
        return len(self._live)
