"""How things are measured: ways taken in turns, medians with quartiles, ratios within one round, tables of results."""

import csv
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).parent / "results"
PACKAGES = ("steadyplate", "highspy", "pulp", "scipy", "numpy")
Way = Callable[[int], float | None]  # round -> objective; None where its limit came first, NaN where it has another


@dataclass(frozen=True)
class Spread:
    """Median and quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """Of some values."""
        low, middle, high = np.quantile(list(values), (0.25, 0.5, 0.75))
        return cls(float(middle), float(low), float(high))


@dataclass(frozen=True)
class Timed:
    """What one way took in its rounds [ms], and against the first way in the same rounds."""

    milliseconds: Spread
    ratio: Spread
    ended: bool  # False: its limit came first


def race(ways: Mapping[str, Way], rounds: int, warm: int = 1) -> dict[str, Timed]:
    """Every way in each round, one after the other, so that a busy moment of the machine hits all alike.

    Raises RuntimeError where two ways that ended differ in their answer by more than 2 %: they did not solve the same.
    """
    took: dict[str, list[float]] = {name: [] for name in ways}
    ended = dict.fromkeys(ways, True)
    for turn in range(-warm, rounds):
        answers = {}
        for name, way in ways.items():
            began = time.perf_counter()
            answer = way(turn)
            seconds = time.perf_counter() - began
            if answer is None:
                ended[name] = False
            elif answer == answer:
                answers[name] = answer
            if turn >= 0:
                took[name].append(seconds * 1000)
        if answers and max(answers.values()) > 1.02 * min(answers.values()):
            raise RuntimeError(f"the ways do not agree: {answers}")
    first = np.array(next(iter(took.values())))
    return {
        name: Timed(Spread.of(values), Spread.of(np.array(values) / first), ended[name])
        for name, values in took.items()
    }


def machine() -> list[dict[str, object]]:
    """What the figures were measured on and with."""
    facts = {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "system": platform.system(),
        "python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
    }
    return [{"what": what, "value": value} for what, value in facts.items()]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


@cache
def _kept() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="steadyplate-benchmark-")


def surroundings(tables_kept: bool = True) -> dict[str, str]:
    """The environment of a new process: bytecode and tables are kept, as on the machine of anybody, in a new folder."""
    same = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    tables = str(Path(_kept().name) / "tables") if tables_kept else "off"
    return same | {"PYTHONPYCACHEPREFIX": _kept().name, "STEADYPLATE_CACHE": tables}


def child(*arguments: str, tables_kept: bool = True) -> tuple[float, float, str]:
    """Seconds of a new Python with these arguments by the clock and of the processor, and what it wrote to stdout."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=surroundings(tables_kept),
    )
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent, done.stdout or ""


def write(name: str, columns: tuple[str, ...], rows: Iterable[Mapping[str, object]]) -> None:
    """A table of results."""
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def read(name: str) -> list[dict[str, str]]:
    """A table of results again."""
    with (RESULTS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
