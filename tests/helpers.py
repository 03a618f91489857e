"""What several tests share: requests on their way through the house, cached plans, tables read plainly."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from planner import Person, PlanRequest, make_plan
from planner.model.day import build_day
from planner.model.fillings import make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.spec import Spec, SpecBuilder
from planner.model.week import WeekModel, build_week
from planner.plan import Day, Plan
from planner.request import TargetWish, check_request
from planner.solve.session import Answer, Session
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import Targets, make_targets

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
OFFICIAL = ROOT.parent / "shared" / "data"  # the published source files, where they are at hand
DIETS = ("vegan", "vegetarian", "pescatarian", "omnivore")
STAPLE_DAYS = 7  # a food for every day of the week may stand on a day twice

Cells = dict[str, str]
Triple = tuple[str, str, float]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The project's own tables."""
    return load_catalogue()


@lru_cache(maxsize=64)
def plan_for(request: PlanRequest) -> Plan:
    """The plan of a request, made once in a test run."""
    return make_plan(request, catalogue())


def targets_of(request: PlanRequest, tables: Catalogue | None = None) -> Targets:
    """The targets of a request."""
    return make_targets(request, tables or catalogue())


def needs_of(request: PlanRequest, tables: Catalogue | None = None) -> Needs:
    """The needs of a request."""
    tables = tables or catalogue()
    request = check_request(request, tables)
    return make_needs(request, make_targets(request, tables), tables)


def week_model(needs: Needs) -> WeekModel:
    """The model of a week."""
    return build_week(needs, make_fillings(needs.catalogue, needs.offered, needs.allowed))


def solve_lp(spec: Spec) -> Answer:
    """A linear programme solved by HiGHS, integers ignored."""
    return Session(spec, integer=False, presolve="off").solve()


def cheapest_day(needs: Needs) -> float:
    """Cost of the daily diet [USD / day]; infinite where there is none."""
    return solve_lp(build_day(needs)).objective


def week_bound(needs: Needs) -> float:
    """Certified bound of the cost of a week [USD for all days], of money alone; infinite where there is none."""
    model = week_model(needs)
    cost = np.zeros(len(model.spec.cost))
    cost[model.count] = model.fillings.cost
    return solve_lp(replace(model.spec, cost=cost)).objective


def make_spec(
    cost: Iterable[float],
    rows: Iterable[tuple[Iterable[float], str, float]],
    upper: float = np.inf,
    integer: bool = False,
) -> Spec:
    """A small dense model; `rows` are (coefficients, ">=" or "<=" or "=", bound)."""
    builder = SpecBuilder()
    x = builder.columns(np.array(list(cost), float), upper, integer)
    state = {">=": builder.at_least, "<=": builder.at_most, "=": builder.equal}
    for number, (values, sense, bound) in enumerate(rows):
        state[sense](f"row {number}", x, np.array(list(values), float), bound)
    return builder.finish()


def with_new_food(tables: Catalogue, like: str, share: float) -> Catalogue:
    """The tables with one more food: a known one under another name, at a share of its price."""
    place = tables.food_index[like]
    new = replace(tables.foods[place], food=f"{like}-{len(tables.foods)}", name=f"{like} {len(tables.foods)}")
    return replace(
        tables,
        foods=(*tables.foods, new),
        per_100g=np.vstack([tables.per_100g, tables.per_100g[place]]),
        upper_per_100g=np.vstack([tables.upper_per_100g, tables.upper_per_100g[place]]),
        usd_per_100g=np.append(tables.usd_per_100g, tables.usd_per_100g[place] * share),
        price_estimated=(*tables.price_estimated, True),
    )


def triples(plan: Plan) -> list[Triple]:
    """(dish pattern, food, portions) of everything on every plate."""
    return [(meal.pattern, item.food, item.portions) for day in plan.days for meal in day.meals for item in meal.items]


def kept(plan: Plan, earlier: Plan) -> float:
    """Share of an earlier week that a plan keeps."""
    before = Counter(triples(earlier))
    return (before & Counter(triples(plan))).total() / before.total()


@cache
def plain(name: str) -> tuple[Cells, ...]:
    """Rows of a table, read with nothing of the planner."""
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def plain_by(name: str, column: str) -> dict[str, Cells]:
    """Rows of a table by one of its columns."""
    return {row[column]: row for row in plain(name)}


@cache
def plain_nutrients() -> dict[str, Cells]:
    """nutrients.csv by food, with absorbed calcium worked out by hand: calcium times the fraction of its class."""
    table = {food: dict(row) for food, row in plain_by("nutrients.csv", "food").items()}
    classes, kinds = plain_by("calcium_absorption.csv", "calcium_class"), plain_by("calcium_classes.csv", "food")
    for food, row in table.items():
        fraction = float(classes[kinds[food]["calcium_class"]]["fraction"])
        row["absorbed_calcium_mg"] = row["calcium_mg"] and repr(float(row["calcium_mg"]) * fraction)
    return table


def plain_mean(plan: Plan, nutrient: str) -> float:
    """Mean of a nutrient over the days, from the plain tables alone; an unknown value adds nothing."""
    table = plain_nutrients()
    total = sum(float(table[item.food][nutrient] or 0) * item.grams / 100 for item in plan.items())
    return total / len(plan.days)


def plain_b12_by_meal(plan: Plan, nutrient: str) -> list[tuple[float, int]]:
    """For each day the B12 that its meals let through [ug], and how many of them hold some, from the plain tables."""
    table, rules = plain_nutrients(), {row["rule"]: float(row["value"]) for row in plain("absorption_rules.csv")}
    days = []
    for day in plan.days:
        held = [sum(float(table[i.food][nutrient] or 0) * i.grams / 100 for i in meal.items) for meal in day.meals]
        full = rules["b12_capacity"]
        through = [
            rules["b12_share"] * amount
            if amount <= full
            else rules["b12_share"] * full + rules["b12_share_above"] * (amount - full)
            for amount in held
        ]
        days.append((sum(through), sum(amount >= rules["b12_meal_least"] - 1e-9 for amount in held)))
    return days


def plain_high(plan: Plan, nutrient: str) -> float:
    """The same with the sourced estimate for an unknown value; infinite where there is none."""
    return sum(plain_day(day, nutrient) for day in plan.days) / len(plan.days)


def plain_day(day: Day, nutrient: str) -> float:
    """What a day holds [unit], with the sourced estimate for an unknown value; infinite where there is none."""
    table = plain_nutrients()
    estimates = {(row["food"], row["nutrient"]): row["value_per_100g"] for row in plain("upper_estimates.csv")}
    total = 0.0
    for item in (item for meal in day.meals for item in meal.items):
        value = table[item.food][nutrient] or estimates.get((item.food, nutrient), "inf")
        total += float(value) * item.grams / 100
    return total


DEFAULT = PlanRequest()
PREGNANT = PlanRequest(person=Person(age=30, pregnant_trimester=2), diet="omnivore")


def needed_with(*slugs: str) -> dict[str, Any]:
    """What must be known before a week is planned with these conditions, as fields of a request."""
    rows = [row for row in catalogue().conditions if row.condition in slugs]
    limits = {"potassium_mg": 2500.0, "phosphorus_mg": 1200.0, "sodium_mg": 2300.0, "protein_g": 60.0}
    needs = [nutrient for row in rows for nutrient in row.needs_limit]
    raising = [row for row in rows if row.potassium.startswith("raises")]
    if len(raising) > 1 or any(row.potassium == "A" for row in rows):
        needs.insert(0, "potassium_mg")
    given: dict[str, Any] = {
        "clinician_limits": tuple(TargetWish(nutrient, upper=limits[nutrient]) for nutrient in dict.fromkeys(needs)),
        "now": tuple(TargetWish(nutrient, upper=3000.0) for row in rows for nutrient in row.needs_now),
        "leafy_greens": "some-days" if any("vitamin_k_ug" in row.steady for row in rows) else "",
    }
    return {name: value for name, value in given.items() if value}
