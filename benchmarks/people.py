"""The weeks of different kinds of people: caps on each day, steady bands, meals, and what each week rests on.

    python benchmarks/people.py            print the table
    python benchmarks/people.py --write    put it into docs/health.md

The people are rows of tests/people.csv. Every number is counted from the planned meals and the tables.
"""

import argparse
import csv
import time
from collections.abc import Iterator
from math import isnan
from pathlib import Path

from planner import Person, PlanRequest, make_plan
from planner.errors import PlannerError
from planner.exports.words import with_unit
from planner.facts import facts_of
from planner.plan import Meal, Plan
from planner.request import parse_limit, parse_now
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import Bound
from planner.targets.bound import CAPS, STEADY

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, DOC = ROOT / "tests" / "people.csv", ROOT / "docs" / "health.md"
BEGIN, END = "<!-- people: begin -->", "<!-- people: end -->"
HEAD = (
    "who",
    "week",
    "any day, against its cap",
    "steady",
    "protein of the two fullest meals",
    "carbohydrate",
    "rests on",
)
PROTEIN, CARBOHYDRATE = "protein_g", "carbohydrate_g"


def requests() -> Iterator[tuple[str, PlanRequest]]:
    """Each kind of person, by name."""
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            person = Person(
                sex=row["sex"],  # type: ignore[arg-type]
                age=int(row["age"]),
                activity=row["activity"] or "inactive",  # type: ignore[arg-type]
                pregnant_trimester=int(row["pregnant"]) if row["pregnant"] else None,
                lactating_months=int(row["lactating"]) if row["lactating"] else None,
            )
            yield (
                row["who"],
                PlanRequest(
                    person=person,
                    diet=row["diet"],
                    without=_parts(row["without"]),
                    conditions=_parts(row["conditions"]),
                    clinician_limits=tuple(map(parse_limit, _parts(row["limits"]))),
                    now=tuple(map(parse_now, _parts(row["now"]))),
                    leafy_greens=row["greens"],
                ),
            )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)


def cells(request: PlanRequest, tables: Catalogue) -> list[str]:
    """What stands in the table for one request."""
    began = time.perf_counter()
    try:
        plan = make_plan(request)
    except PlannerError as error:
        return [f"none ({time.perf_counter() - began:.0f} s): {str(error).split('. ')[0]}", *[""] * 5]
    hard = [result.bound for result in plan.targets if result.bound.hard]
    days = "; ".join(_cap(bound, plan, tables) for bound in hard if bound.basis in CAPS)
    return [
        f"{plan.cost_usd:.2f} USD, gap {100 * plan.gap:.1f} %, {time.perf_counter() - began:.0f} s",
        days or "no cap",
        "; ".join(_band(bound, plan, tables) for bound in hard if bound.basis == STEADY) or "nothing",
        f"at least {_fullest(plan, tables):.0f} g",
        _meals(plan, tables),
        _rests(plan, request, tables),
    ]


def _cap(bound: Bound, plan: Plan, tables: Catalogue) -> str:
    row = tables.nutrients[tables.nutrient_index[bound.nutrient]]
    most = max(_held(list(day.meals), bound.nutrient, tables) for day in plan.days)
    return f"{row.name} {most:,.0f} of {with_unit(bound.upper or 0.0, row.unit)} ({bound.basis})"


def _band(bound: Bound, plan: Plan, tables: Catalogue) -> str:
    row = tables.nutrients[tables.nutrient_index[bound.nutrient]]
    days = [_held(list(day.meals), bound.nutrient, tables) + bound.salt for day in plan.days]
    lower, upper = (bound.lower or 0.0) + bound.salt, (bound.upper or 0.0) + bound.salt
    salt = f", salt at the table {bound.salt:,.0f} of it" if bound.salt else ""
    return (
        f"{row.name} {sum(days) / len(days):,.0f} in {lower:,.0f} to {with_unit(upper, row.unit)}, days "
        f"{min(days):,.0f} to {max(days):,.0f}{salt}"
    )


def _fullest(plan: Plan, tables: Catalogue) -> float:
    """Protein of the second fullest meal of the day where it is least [g]."""
    return min(sorted(_held([meal], PROTEIN, tables) for meal in day.meals)[-2] for day in plan.days)


def _meals(plan: Plan, tables: Catalogue) -> str:
    """Carbohydrate from the smallest to the largest of each meal [g]."""
    found: dict[str, list[float]] = {}
    for day in plan.days:
        for meal in day.meals:
            found.setdefault(meal.meal, []).append(_held([meal], CARBOHYDRATE, tables))
    return ", ".join(f"{meal} {min(each):.0f} to {max(each):.0f} g" for meal, each in found.items())


def _rests(plan: Plan, request: PlanRequest, tables: Catalogue) -> str:
    found = facts_of(plan, request, tables).rests_on
    names = {row.nutrient: row.name for row in tables.nutrients}
    return (
        "; ".join(f"{100 * each.share:.0f} % of {names[each.nutrient]} on {each.name}" for each in found)
        or "no one food"
    )


def _held(meals: list[Meal], nutrient: str, tables: Catalogue) -> float:
    """What meals hold, unknown contents at their upper estimate [unit]."""
    column, total = tables.nutrient_index[nutrient], 0.0
    for meal in meals:
        for item in meal.items:
            value = float(tables.upper_per_100g[tables.food_index[item.food], column])
            total += 0.0 if isnan(value) else value * item.grams / 100
    return total


def report() -> Iterator[str]:
    """The table in Markdown, line by line."""
    tables = load_catalogue()
    yield f"| {' | '.join(HEAD)} |"
    yield f"|{'---|' * len(HEAD)}"
    for who, request in requests():
        yield f"| {' | '.join((who, *cells(request, tables)))} |"


def main() -> None:
    """Print the table, or write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put it into docs/health.md")
    write = parser.parse_args().write
    lines = []
    for line in report():
        lines.append(line)
        print(line, flush=True)
    if write:
        head, rest = DOC.read_text(encoding="utf-8").split(BEGIN, 1)
        text = "\n".join(lines)
        DOC.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
