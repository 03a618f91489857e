"""How long a new process takes to a week, what it imports on the way, and how much memory each way needs."""

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from measure import ROOT, Spread, child, surroundings

STARTS = 5
COLUMNS = ("what", "median", "low", "high", "unit", "processor")
UNWANTED = (
    "streamlit",
    "altair",
    "pandas",
    "fpdf",
    "openpyxl",
    "icalendar",
    "dask",
    "scipy",
    "pyarrow",
    "pydantic_settings",
)
KILOBYTES = 1024  # of a MB; Linux counts memory in kB
DATA = ("-c", "import planner.pipeline; from planner.tables.catalogue import load_catalogue; load_catalogue()")


COMMANDS = (  # what, arguments of Python, whether tables are kept
    ("python alone", ("-c", ""), True),
    ("import planner.pipeline", ("-c", "import planner.pipeline"), True),
    ("import and load the tables", DATA, True),
    ("the same where no tables are kept", DATA, False),
    ("planner --help", ("-m", "planner", "--help"), True),
    ("planner week", ("-m", "planner", "week"), True),
)


def _row(what: str, values: list[float], unit: str) -> dict[str, object]:
    spread = Spread.of(values)
    numbers = {"median": spread.median, "low": spread.low, "high": spread.high}
    return {"what": what, **{name: round(value, 3) for name, value in numbers.items()}, "unit": unit}


def starts() -> Iterator[dict[str, object]]:
    """Seconds of new processes."""
    took: dict[str, list[tuple[float, float]]] = {what: [] for what, _, _ in COMMANDS}
    for turn in range(-1, STARTS):  # the first makes bytecode and keeps tables
        for what, arguments, is_kept in COMMANDS:
            seconds, processor, _ = child(*arguments, tables_kept=is_kept)
            if turn >= 0:
                took[what].append((seconds, processor))
    for what, values in took.items():
        row = _row(what, [seconds for seconds, _ in values], "s")
        yield row | {"processor": round(median(processor for _, processor in values), 3)}


def imported() -> tuple[list[tuple[float, str]], list[str]]:
    """Milliseconds by package that `planner week` imports, the longest first; and those it can do without."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "planner", "week"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=surroundings(),
        check=True,
    )
    spent: dict[str, float] = {}
    for line in done.stderr.splitlines():
        if line.startswith("import time:") and "|" in line and "self" not in line:
            own, _, name = (part.strip() for part in line.removeprefix("import time:").split("|"))
            package = name.split(".")[0]
            spent[package] = spent.get(package, 0.0) + int(own) / 1000
    order = sorted(((milliseconds, name) for name, milliseconds in spent.items()), reverse=True)
    return order, sorted(set(UNWANTED) & set(spent))


def memory(ways: dict[str, tuple[str, ...]]) -> Iterator[dict[str, object]]:
    """Peak memory of a new process for each way."""
    for what, arguments in ways.items():
        peaks = [float(child(str(Path(__file__).parent / "bench.py"), "--alone", *arguments)[2]) for _ in range(2)]
        yield _row(f"peak memory: {what}", peaks, "MB")


def alone(work: Callable[[], object]) -> None:
    """Do it and print the peak memory of this process [MB], of a process that it runs (CBC) nothing."""
    work()
    try:
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        peak = float(next(line for line in status.splitlines() if line.startswith("VmHWM:")).split()[1])
    except OSError:
        peak = float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(peak / KILOBYTES)
