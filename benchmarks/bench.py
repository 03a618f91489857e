"""Seconds, gap and price of realism for many people, into a table of benchmarks/results/.

    make bench                    the adults (32 weeks)
    make bench ARGS=--everybody   all people (168 weeks)
    make bench ARGS=--limited     people with a clinician's limits (24 weeks, into limited.csv)

`ratio` is building and solving over the time spent inside bare HiGHS on the same arrays, in the same run.
"""

import csv
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import people

from planner import PlanRequest, make_plan
from planner.errors import PlannerError
from planner.solve.session import Session
from planner.tables.catalogue import Catalogue, load_catalogue

RESULTS = Path(__file__).parent / "results"
COLUMNS = ("who", "status", "energy_kcal", "seconds", "ratio", "gap", "usd_per_day", "bound", "cheapest_lp", "realism")
COLD_STARTS = 5


@contextmanager
def highs_seconds() -> Iterator[list[float]]:
    """Collects the seconds of every HiGHS run."""
    spent: list[float] = []
    original = Session.run

    def timed(self: Session) -> None:
        began = time.perf_counter()
        original(self)
        spent.append(time.perf_counter() - began)

    Session.run = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        Session.run = original  # type: ignore[method-assign]


def measure(who: str, request: PlanRequest, catalogue: Catalogue) -> dict[str, object]:
    """One row of the results."""
    with highs_seconds() as spent:
        try:
            plan = make_plan(request, catalogue)
        except PlannerError as error:
            return {"who": who, "status": f"{type(error).__name__}: {error}"}
    seconds = plan.seconds["build"] + plan.seconds["solve"]
    day = plan.cost_usd / len(plan.days)
    return {
        "who": who,
        "status": plan.status,
        "energy_kcal": round(plan.energy_kcal),
        "seconds": round(seconds, 3),
        "ratio": round(seconds / sum(spent), 2),
        "gap": round(plan.gap, 4),
        "usd_per_day": round(day, 3),
        "bound": round(plan.lower_bound_usd_per_day, 3),
        "cheapest_lp": round(plan.cheapest_lp_usd_per_day, 3),
        "realism": round(day / plan.cheapest_lp_usd_per_day, 3),
    }


def cold_start() -> float:
    """Median seconds from the command to a printed week."""
    times = []
    for _ in range(COLD_STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "planner", "week"], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return median(times)


def summary(rows: list[dict[str, object]]) -> str:
    """Medians and extremes in a few lines."""
    planned = [row for row in rows if "gap" in row]
    lines = [f"{len(planned)} weeks of {len(rows)} requests"]
    for column in ("seconds", "ratio", "gap", "realism"):
        values = sorted(float(str(row[column])) for row in planned)
        tail = values[int(len(values) * 0.9)]
        lines.append(f"{column:8} median {median(values):.3f}   90 % below {tail:.3f}   most {values[-1]:.3f}")
    return "\n".join(lines)


def main() -> None:
    """Measure, print a line a person, write the table."""
    catalogue = load_catalogue()
    is_limited = "--limited" in sys.argv
    chosen = people.limited() if is_limited else people.everybody() if "--everybody" in sys.argv else people.adults()
    rows = []
    for who, request in chosen:
        rows.append(measure(who, request, catalogue))
        print("  ".join(str(rows[-1].get(column, "")) for column in COLUMNS), flush=True)
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / ("limited.csv" if is_limited else "people.csv")).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(summary(rows))
    print(f"cold start of the command line to a printed week: median {cold_start():.2f} s")


if __name__ == "__main__":
    main()
