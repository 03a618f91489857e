"""Live models kept for the next request: a slider moves a bound on one instead of building another."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from planner.model.spec import Spec
from planner.solve.session import Session

MOST_KEPT = 8  # live models; one of a week holds some 10 MB
MOST_COEFFICIENTS = 4_000_000  # of all of them together: some 200 MB


class Pool:
    """Idle LP sessions, the one used longest ago first. Safe across threads: a session is lent to one at a time."""

    def __init__(self, most: int = MOST_KEPT, coefficients: int = MOST_COEFFICIENTS) -> None:
        self.most, self.coefficients = most, coefficients
        self._idle: list[Session] = []
        self._lock = threading.Lock()

    @contextmanager
    def lend(self, spec: Spec, hot: bool = False) -> Iterator[Session]:
        """A session of the spec: a kept one moved to it where the pattern is the same, else a new one.

        It is cold: it ends just where a new one would. `hot` starts from where the kept one ended last, which is
        several times faster; where two answers are equally cheap, it may be the other one.
        A session that fails or is called off is not kept: HiGHS goes on interrupting a model it once interrupted.
        """
        session = self._take(spec, hot) or Session(spec, integer=False, presolve="off")
        yield session
        session.unwatch()
        with self._lock:
            self._idle.append(session)
            while len(self._idle) > self.most or self._size() > self.coefficients:
                del self._idle[0]

    def _take(self, spec: Spec, hot: bool) -> Session | None:
        with self._lock:
            session = next((idle for idle in reversed(self._idle) if idle.fits(spec)), None)
            if session is not None:
                self._idle.remove(session)
        if session is not None and hot:
            session.become(spec)
        elif session is not None:
            session.restate(spec)
        return session

    def clear(self) -> None:
        """Keep nothing of what is idle."""
        with self._lock:
            self._idle.clear()

    def _size(self) -> int:
        return sum(len(session.spec.values) for session in self._idle)

    def __len__(self) -> int:
        return len(self._idle)


POOL = Pool()
