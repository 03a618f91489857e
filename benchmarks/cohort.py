"""Persons a second of `planner cohort`, its parts and its memory, into benchmarks/results/cohort.csv.

    python benchmarks/cohort.py                  1,000, 5,000 and 20,000 persons on 1 and 2 workers
    python benchmarks/cohort.py 1000 2000        other numbers of persons

Every run is a process of its own. Times of the parts are seconds of a core, which other load changes little; `seconds`
is the clock, so `busy` says how much of it the workers had.
"""

import csv
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from planner.cohort.cluster import OnDask, on_this_machine
from planner.cohort.generate import write_people
from planner.cohort.job import Job
from planner.cohort.people import survey
from planner.cohort.prices import built_in
from planner.cohort.run import Here, Progress, chunk_size, run_cohort
from planner.tables.catalogue import load_catalogue

FILE = Path(__file__).parent / "results" / "cohort.csv"
NUMBERS, WORKERS, SEED = (1_000, 5_000, 20_000), (1, 2), 1
ONE = "--one"


def main() -> None:
    """Measure and write the table."""
    if sys.argv[1:2] == [ONE]:
        print(json.dumps(one(int(sys.argv[2]), int(sys.argv[3]))))
        return
    numbers = [int(text) for text in sys.argv[1:]] or NUMBERS
    rows = []
    for number in numbers:
        for workers in WORKERS:
            command = [sys.executable, __file__, ONE, str(number), str(workers)]
            rows.append(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))
            print(rows[-1], flush=True)
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def one(number: int, workers: int) -> dict[str, Any]:
    """One run: rates, milliseconds of a core a person by part, memory, bytes."""
    with tempfile.TemporaryDirectory() as folder:
        people, out = Path(folder) / "people.csv", Path(folder) / "out.parquet"
        write_people(people, number, SEED)
        out.mkdir()
        catalogue = load_catalogue()
        began = time.perf_counter()
        table = survey(people)
        job = Job(table.header, catalogue.digest, built_in(catalogue))
        surveyed = time.perf_counter()
        with _runner(workers) as runner:
            ready, driver = time.perf_counter(), time.process_time()
            done = run_cohort(job, table, out, runner, chunk_size(job))
            ended, driver = time.perf_counter(), time.process_time() - driver
            memory = _worker_megabytes(runner)
        size = sum(path.stat().st_size for path in out.iterdir())
    return _row(number, workers, done, ended - ready) | {
        "survey_ms": _ms(surveyed - began, number),
        "driver_ms": _ms(driver if workers > 1 else 0.0, number),
        "driver_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker_mb": memory,
        "bytes_a_person": size // number,
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
    }


def _row(number: int, workers: int, done: Progress, seconds: float) -> dict[str, Any]:
    spent = done.seconds
    total = spent.stating + spent.solving + spent.writing
    return {
        "persons": number,
        "workers": workers,
        "seconds": round(seconds, 1),
        "persons_a_second": round(number / seconds),
        "persons_a_core_second": round(number / total),
        "busy": round(total / seconds / workers, 2),
        "stating_ms": _ms(spent.stating, number),
        "solving_ms": _ms(spent.solving, number),
        "writing_ms": _ms(spent.writing, number),
    }


def _runner(workers: int) -> AbstractContextManager[Any]:
    return nullcontext(Here()) if workers == 1 else on_this_machine(workers)


def _worker_megabytes(runner: object) -> int:
    """The most memory that a worker ever had."""
    if isinstance(runner, OnDask):
        return max(runner.client.run(_megabytes).values())
    return _megabytes()


def _megabytes() -> int:
    import resource as here

    return here.getrusage(here.RUSAGE_SELF).ru_maxrss // 1024


def _ms(seconds: float, number: int) -> float:
    return round(seconds / number * 1000, 3)


if __name__ == "__main__":
    main()
