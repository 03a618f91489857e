"""Solver slots: no more weeks are made at once than there are cores, the newest order of a session counts."""

import os
import threading
from collections.abc import Iterator

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
    for _ in range(CORES):
        own_kitchen.slots.acquire()

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
    own_kitchen.slots.release()
    newer.join(timeout=10)
    assert outcome == ["gave way", "made"]


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
    assert not own_kitchen.newest
