"""What-if questions to one LP: each is answered hot, from its own optimum, so that their order does not matter."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from functools import cached_property

import numpy as np

from planner.errors import Cancelled, PlanFault
from planner.model.spec import Spec
from planner.solve.kept import POOL
from planner.solve.session import Answer, Outcome, Session

Array = np.ndarray
Calls = Callable[[], bool]


class WhatIf:
    """An LP and its optimum; other LPs of the same pattern start from there."""

    def __init__(self, spec: Spec, hot: Session, cancelled: Calls | None = None) -> None:
        self.spec, self._hot, self._cancelled = spec, hot, cancelled
        self.base = self._solved()
        self._basis = hot.basis() if self.base.x is not None else None

    def twin(self) -> "WhatIf":
        """The same questions to a live model of its own, for a second thread."""
        other = copy(self)
        other._hot = self._hot.twin()
        if self._cancelled is not None:
            other._hot.watch(self._cancelled)
        return other

    def of(self, spec: Spec) -> Answer:
        """The answer to another LP; one of another pattern is built and solved anew.

        Raises Cancelled, and PlanFault where a solve ends undecided.
        """
        if not self._hot.fits(spec):
            with what_if(spec, self._cancelled) as anew:
                return anew.base
        if self._basis is not None:
            self._hot.become(self.spec)
            self._hot.start_at(self._basis)
        self._hot.become(spec)
        return self._solved()

    @cached_property
    def row_ranges(self) -> tuple[Array, Array]:
        """[rows] between which bounds of a row its shadow price in `base` holds for sure (maybe further)."""
        self.of(self.spec)
        return self._hot.row_ranges()

    def onward(self, spec: Spec) -> Answer:
        """The same as `of`, from where the last question ended: quicker where it is near."""
        self._hot.become(spec)
        return self._solved()

    def _solved(self) -> Answer:
        """Optimal or proven infeasible; a run that ends undecided begins anew once."""
        answer = self._asked(self._hot.solve())
        if answer.outcome is Outcome.STOPPED:
            self._hot.forget()
            answer = self._asked(self._hot.solve())
        if answer.outcome not in (Outcome.OPTIMAL, Outcome.INFEASIBLE):
            raise PlanFault("a linear programme of the explanation ended undecided")
        return answer

    def _asked(self, answer: Answer) -> Answer:
        if self._cancelled is not None and self._cancelled():
            raise Cancelled("The explanation was called off: a newer request takes its place.")
        return answer


@contextmanager
def what_if(spec: Spec, cancelled: Calls | None = None) -> Iterator[WhatIf]:
    """A kept live model for what-if questions about `spec`. Raises Cancelled when `cancelled` says so."""
    with POOL.lend(spec) as hot:
        if cancelled is not None:
            hot.watch(cancelled)
        yield WhatIf(spec, hot, cancelled)
