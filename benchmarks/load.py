"""Many sessions that move a slider at once, over real websockets, for a bounded time: waits, memory, right weeks.

    python benchmarks/load.py [--sessions 25] [--seconds 120]

Every session has its own diet and calcium target, waits for its week, moves on, and now and then moves twice without
waiting. A week is right where its page shows the session's own target as reached and the very dishes in its address
hold the session's own request when they are opened again from the tables. Anything else ends the run with an error.
"""

import argparse
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import parse_qsl

from browser import server
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from planner.pipeline import open_week
from planner.tables.catalogue import load_catalogue
from planner.tables.rows import DIETS
from planner.ui.address import from_texts

PATIENCE_S = 120.0  # who waits longer counts as lost
FIRST, STEP, MOST = 1000, 10, 1600  # mg of calcium
TWICE = 4  # every so many moves come with another one at once, before the answer
FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass
class Person:
    """One session: what it asked, what it was shown, how long it waited."""

    number: int
    address: str
    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    opened_s: float = 0.0
    query: str = ""
    slider: str = ""
    text: str = ""

    @property
    def diet(self) -> str:
        """Diets in turn."""
        return DIETS[self.number % len(DIETS)]

    def live(self, end: threading.Event, ready: threading.Barrier) -> None:
        """Open the page, wait for all others, then move the slider until the end."""
        target = FIRST + STEP * (self.number % 20)
        query = f"diet={self.diet}&age={25 + self.number}&target=calcium_mg={target}:"
        try:
            with connect(self.address, subprotocols=["streamlit"], max_size=None) as line:  # type: ignore[list-item]
                began = time.perf_counter()
                self._ask(line, query)
                self._shown(line, target)
                self.opened_s = time.perf_counter() - began
                ready.wait()
                while not end.is_set() and target + 2 * STEP <= MOST:
                    began = time.perf_counter()
                    if len(self.waits) % TWICE == TWICE - 1:
                        target += STEP
                        self._ask(line, self.query, target)
                    target += STEP
                    self._ask(line, self.query, target)
                    self._shown(line, target)
                    self.waits.append(time.perf_counter() - began)
        except threading.BrokenBarrierError:
            return
        except Exception as error:  # whatever loses a session is what this looks for
            self.wrong.append(f"lost: {type(error).__name__} {error}; asked {target}, {self.query[:80]}")
            ready.abort()
            return
        self._check(target)

    def _ask(self, line: ClientConnection, query: str, target: float | None = None) -> None:
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = "targets"
        if target is not None:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = self.slider
            state.double_array_value.data.append(target)
        line.send(message.SerializeToString())

    def _shown(self, line: ClientConnection, target: float) -> None:
        """Read until a run has finished that shows the target."""
        end = time.perf_counter() + PATIENCE_S
        while True:
            message = ForwardMsg()
            message.ParseFromString(line.recv(timeout=end - time.perf_counter(), decode=False))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.text = ""
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "slider" and element.slider.id.endswith("slide-calcium_mg"):
                    self.slider = element.slider.id
                self.text += str(message.delta)
            elif kind == "session_event" and message.session_event.WhichOneof("type") == "script_compilation_exception":
                raise RuntimeError("the script did not run")
            elif (
                kind == "script_finished" and message.script_finished in FINISHED and f"{target:,} (yours)" in self.text
            ):
                return

    def _check(self, target: float) -> None:
        """The week in the address is the session's own, and holds what was asked."""
        catalogue = load_catalogue()
        choices, left_out = from_texts(dict(parse_qsl(self.query)), catalogue)
        asked = [(wish.nutrient, wish.lower) for wish in choices.request.targets]
        if left_out or not choices.week:
            self.wrong.append(f"no week in the address {self.query[:60]} {left_out}")
        elif (choices.request.diet, choices.request.person.age, asked) != (
            self.diet,
            25 + self.number,
            [("calcium_mg", float(target))],
        ):
            self.wrong.append(f"another one's request: {self.query[:80]}")
        else:
            open_week(choices.request, choices.week, catalogue)


def memory_mb(process: int) -> float:
    """Resident memory [MB] of a process (Linux); 0 elsewhere."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def crowd(address: str, sessions: int, seconds: float, measure: Iterable[float]) -> tuple[list[Person], list[float]]:
    """All sessions at once for `seconds`; memory of the server every few seconds."""
    people = [Person(number, address) for number in range(sessions)]
    end, ready, memory = threading.Event(), threading.Barrier(sessions + 1), []
    threads = [threading.Thread(target=person.live, args=(end, ready)) for person in people]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):  # a session was lost before it began: it says so itself
        ready.wait()
    until = time.perf_counter() + seconds
    for megabytes in measure:
        memory.append(megabytes)
        if time.perf_counter() >= until or ready.broken:
            break
        time.sleep(min(5.0, seconds))
    end.set()
    for thread in threads:
        thread.join()
    return people, memory


def main() -> int:
    """Measure and print; 1 where a week was wrong or a session lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sessions", type=int, default=25)
    parser.add_argument("--seconds", type=float, default=120.0)
    asked = parser.parse_args()
    with server() as (address, process):
        stream = address.replace("http", "ws") + "_stcore/stream"
        measure = iter(lambda: memory_mb(process), None)
        people, memory = crowd(stream, asked.sessions, asked.seconds, measure)
    wrong = [f"session {person.number}: {said}" for person in people for said in person.wrong]
    waits = [wait for person in people for wait in person.waits] or [PATIENCE_S]
    opened = [person.opened_s for person in people]
    print(f"{asked.sessions} sessions move a slider at once for {asked.seconds:.0f} s:")
    print(f"opening the page, all at once: median {median(opened):.1f} s, worst {max(opened):.1f} s")
    print(f"{len(waits)} new weeks, {len(waits) / asked.seconds:.2f} a second")
    print(f"wait for a week: median {median(waits):.1f} s, worst {max(waits):.1f} s")
    print(
        f"memory of the server [MB]: {memory[0]:.0f} at first, {max(memory):.0f} at most, {memory[-1]:.0f} in the end"
    )
    print(f"wrong weeks or lost sessions: {len(wrong)}", *wrong, sep="\n  ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
