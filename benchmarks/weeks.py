"""Seconds, gap and price of realism of whole weeks for many people, and seconds to explain them.

`ratio` is building and solving over the time spent inside bare HiGHS on the same arrays, in the same run.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from statistics import median

import people
from measure import write

from planner import PlanRequest, make_plan
from planner.errors import PlannerError
from planner.pipeline import cost_curve, explain_week
from planner.solve.session import Session
from planner.tables.catalogue import Catalogue

COLUMNS = ("who", "status", "energy_kcal", "seconds", "ratio", "gap", "usd_per_day", "bound", "cheapest_lp", "realism")
WHY_COLUMNS = ("who", "foods", "binding", "seconds", "cpu_seconds", "ratio", "all_foods_seconds", "curve_seconds")
WHY_FOODS = 20  # swaps in the time that is held against its limit


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


def measure_why(who: str, request: PlanRequest, catalogue: Catalogue) -> dict[str, object]:
    """Seconds to explain a finished week: prices, realism and swaps of some and of all its foods; and a cost curve."""
    plan = make_plan(request, catalogue)
    with highs_seconds() as spent:
        began, cpu = time.perf_counter(), time.process_time()
        explained = explain_week(plan, request, catalogue, foods=sorted(plan.foods)[:WHY_FOODS])
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    bare, began = sum(spent), time.perf_counter()
    explain_week(plan, request, catalogue)
    whole, began = time.perf_counter() - began, time.perf_counter()
    cost_curve(request, "calcium", 600, 1800, catalogue)
    return {
        "who": who,
        "foods": len(plan.foods),
        "binding": len(explained.binding),
        "seconds": round(seconds, 3),
        "cpu_seconds": round(cpu, 3),  # of both threads
        "ratio": round(seconds / bare, 2),
        "all_foods_seconds": round(whole, 3),
        "curve_seconds": round(time.perf_counter() - began, 3),
    }


def summary(rows: list[dict[str, object]]) -> str:
    """Medians and extremes in a few lines."""
    planned = [row for row in rows if "gap" in row]
    lines = [f"{len(planned)} weeks of {len(rows)} requests"]
    for column in ("seconds", "ratio", "gap", "realism"):
        values = sorted(float(str(row[column])) for row in planned)
        tail = values[int(len(values) * 0.9)]
        lines.append(f"{column:8} median {median(values):.3f}   90 % below {tail:.3f}   most {values[-1]:.3f}")
    return "\n".join(lines)


def explain(catalogue: Catalogue) -> None:
    """Measure the explaining of weeks, print a line a person and the medians, write the table."""
    print("\nwhy: " + "  ".join(WHY_COLUMNS))
    rows = []
    for who, request in people.explained():
        rows.append(measure_why(who, request, catalogue))
        print("  ".join(str(rows[-1][column]) for column in WHY_COLUMNS), flush=True)
    write("why.csv", WHY_COLUMNS, rows)
    for column in WHY_COLUMNS[3:]:
        values = [float(str(row[column])) for row in rows]
        print(f"{column:18} median {median(values):.3f}   most {max(values):.3f}")


def plan(chosen: Iterable[tuple[str, PlanRequest]], table: str, catalogue: Catalogue) -> None:
    """Measure weeks, print a line a person and the medians, write the table."""
    rows = []
    for who, request in chosen:
        rows.append(measure(who, request, catalogue))
        print("  ".join(str(rows[-1].get(column, "")) for column in COLUMNS), flush=True)
    write(table, COLUMNS, rows)
    print(summary(rows))
