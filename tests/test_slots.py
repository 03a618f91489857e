"""Solver slots: no more weeks are made at once than there are cores, the newest order of a session counts."""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator

import pytest

from planner.errors import Cancelled
from planner.ui import planning

CORES = os.cpu_count() or 1
TOLD: list[str] = []


@pytest.fixture(autouse=True)
def own_kitchen(monkeypatch: pytest.MonkeyPatch) -> Iterator[planning.Kitchen]:
    """A kitchen that no other test cooks in."""
    kitchen = planning.Kitchen()
    monkeypatch.setattr(planning, "kitchen", lambda: kitchen)
    TOLD.clear()
    yield kitchen


def free(kitchen: planning.Kitchen) -> None:
    """A slot comes free."""
    with kitchen.turn:
        kitchen.free += 1
        kitchen.turn.notify_all()


def until(is_so: Callable[[], bool]) -> None:
    while not is_so():
        threading.Event().wait(0.01)


def test_no_more_weeks_are_made_at_once_than_there_are_cores() -> None:
    inside, most, lock = [0], [0], threading.Lock()
    done = threading.Barrier(4 * CORES + 1)

    def cook(session: str) -> None:
        with planning.slot(session, TOLD.append):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            threading.Event().wait(0.02)
            with lock:
                inside[0] -= 1
        done.wait()

    for number in range(4 * CORES):
        threading.Thread(target=cook, args=(str(number),), daemon=True).start()
    done.wait(timeout=30)
    assert most[0] == CORES
    assert planning.WAITING in TOLD


def test_who_waits_gives_way_to_the_same_sessions_newer_order(own_kitchen: planning.Kitchen) -> None:
    outcome: list[str] = []
    own_kitchen.free = 0

    def wait() -> None:
        try:
            with planning.slot("a", TOLD.append):
                outcome.append("made")
        except Cancelled:
            outcome.append("gave way")

    older = threading.Thread(target=wait)
    older.start()
    while not TOLD:
        threading.Event().wait(0.01)
    newer = threading.Thread(target=wait)
    newer.start()
    older.join(timeout=10)
    assert outcome == ["gave way"]
    free(own_kitchen)
    newer.join(timeout=10)
    assert outcome == ["gave way", "made"]


def test_who_came_first_is_served_first_and_a_newer_order_keeps_its_place(own_kitchen: planning.Kitchen) -> None:
    own_kitchen.free = 0
    served: list[str] = []

    def wait(session: str, name: str) -> None:
        with contextlib.suppress(Cancelled), planning.slot(session, TOLD.append):
            served.append(name)

    def arrive(session: str, name: str) -> threading.Thread:
        told, thread = len(TOLD), threading.Thread(target=wait, args=(session, name))
        thread.start()
        until(lambda: len(TOLD) > told)
        return thread

    first = arrive("0", "0")
    threads = [arrive(str(number), str(number)) for number in range(1, 8)]
    threading.Event().wait(3 * planning.TURN_S)  # each has looked whether it is still wanted
    threads += [arrive("0", "0 again"), arrive("8", "8")]
    first.join(timeout=10)
    free(own_kitchen)
    for thread in threads:
        thread.join(timeout=10)
    assert served == ["0 again", *map(str, range(1, 9))]
    assert not own_kitchen.waiting and not own_kitchen.newest and own_kitchen.free == 1


def test_who_calls_off_does_not_hold_up_the_queue(own_kitchen: planning.Kitchen) -> None:
    own_kitchen.free = 0
    outcome: list[str] = []

    def wait(session: str) -> None:
        try:
            with planning.slot(session, TOLD.append):
                outcome.append(session)
        except Cancelled:
            outcome.append(f"{session} gave way")

    threads = []
    for number, session in enumerate("ab", start=1):
        threads.append(threading.Thread(target=wait, args=(session,)))
        threads[-1].start()
        until(lambda number=number: len(TOLD) == number)  # type: ignore[misc]
    planning.call_off("a")
    threads[0].join(timeout=10)
    free(own_kitchen)
    threads[1].join(timeout=10)
    assert outcome == ["a gave way", "b"]


def test_another_session_does_not_disturb_an_order() -> None:
    with planning.slot("a", TOLD.append) as cancelled:
        if CORES > 1:
            with planning.slot("b", TOLD.append):
                pass
        assert not cancelled()


def test_a_slot_is_free_again_after_a_failure(own_kitchen: planning.Kitchen) -> None:
    for _ in range(2 * CORES):
        with pytest.raises(RuntimeError), planning.slot("a", TOLD.append):
            raise RuntimeError
    assert not own_kitchen.newest and not own_kitchen.waiting and own_kitchen.free == CORES
