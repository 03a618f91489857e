"""The one room that knows the order of the others: a request in, a verified plan out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import ImpossibleRequest, LimitsRanOut
from planner.model.day import build_day
from planner.model.fillings import Fillings, make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.variety import scaled_kinds
from planner.plan import Plan, make_days, target_results
from planner.request import PlanRequest, check_request
from planner.solve.session import Outcome, Session
from planner.solve.shortfall import unreachable
from planner.solve.week import WeekSolution, Wishes, solve_week
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import Targets, make_targets
from planner.verify import verify

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Walk:
    """One request on its way through the house."""

    request: PlanRequest
    catalogue: Catalogue
    targets: Targets
    needs: Needs


def make_plan(request: PlanRequest, catalogue: Catalogue | None = None, progress: Progress | None = None) -> Plan:
    """The cheapest week of dishes that meets every hard target, verified from the tables.

    Raises WrongInput for a request that cannot be read, ImpossibleRequest where the whole model is proven
    impossible, LimitsRanOut where the limits ended first, PlanFault for a fault of ours.
    """
    began, say = time.perf_counter(), progress or (lambda _: None)
    walk = _walk(request, catalogue or load_catalogue())
    say("cheapest day")
    cheapest = _cheapest_day(walk)
    say("building the week")
    fillings = make_fillings(walk.catalogue, walk.needs.allowed)
    _check_meals(walk, fillings)
    prepared = time.perf_counter()
    say("solving the week")
    solution = solve_week(walk.needs, fillings, _wishes(walk.request, walk.catalogue, fillings))
    solved = time.perf_counter()
    say("checking the week")
    plan = _plan(walk, fillings, solution, cheapest)
    verify(plan, walk.request, walk.targets, walk.catalogue)
    seconds = {
        "build": prepared - began + solution.build_seconds,
        "solve": solved - prepared - solution.build_seconds,
        "total": time.perf_counter() - began,
    }
    return replace(plan, seconds=seconds)


def _walk(request: PlanRequest, catalogue: Catalogue) -> _Walk:
    request = check_request(request, catalogue)
    targets = make_targets(request, catalogue)
    return _Walk(request, catalogue, targets, make_needs(request, targets, catalogue))


def _cheapest_day(walk: _Walk) -> float:
    """Cost of the daily LP [USD / day]; proof of impossibility where even that has no solution."""
    spec = build_day(walk.needs)
    answer = Session(spec, integer=False, presolve="off").solve()
    if answer.outcome is Outcome.INFEASIBLE:
        raise ImpossibleRequest(
            "No foods on offer can meet this request, in any amounts: " + unreachable(spec, walk.needs)
        )
    return answer.objective


def _check_meals(walk: _Walk, fillings: Fillings) -> None:
    for meal in ("breakfast", "main", "snack"):
        if not any(dish.meal == meal for dish in fillings.dishes):
            raise ImpossibleRequest(
                f"No {meal} dish can be made from the foods that are left. Use fewer --without or --exclude."
            )


def _wishes(request: PlanRequest, catalogue: Catalogue, fillings: Fillings) -> Wishes:
    rules, factor = catalogue.rules, np.ones(len(fillings.food))
    if request.seed:
        chance = np.random.default_rng(request.seed)
        by_food = chance.uniform(-1, 1, len(catalogue.foods))[fillings.food]
        by_dish = chance.uniform(-1, 1, len(fillings.dishes))[fillings.dish]
        factor += rules["seed_jitter"] * (by_food + by_dish)
    if request.near:
        factor[_near(request, fillings)] *= 1 - rules["near_discount"]
    return Wishes(
        reward_usd=rules[f"variety_{request.variety}"],
        seed=request.seed,
        factor=factor if request.seed or request.near else None,
        time_limit_s=request.time_limit_s,
    )


def _near(request: PlanRequest, fillings: Fillings) -> np.ndarray:
    """Fillings that an earlier week holds."""
    held = {(pattern, food, float(portions)) for pattern, food, portions in request.near}
    foods = fillings.catalogue.foods
    triples = zip(fillings.dish, fillings.food, fillings.size, strict=True)
    return np.array([(fillings.dishes[d].dish, foods[f].food, float(z)) in held for d, f, z in triples])


def _plan(walk: _Walk, fillings: Fillings, solution: WeekSolution, cheapest: float) -> Plan:
    if solution.arrangement is None:
        if solution.outcome is Outcome.INFEASIBLE:
            raise ImpossibleRequest(
                f"Foods could meet this request, but no {walk.request.days} days of meals can: {solution.proof}"
            )
        raise LimitsRanOut(
            "No week found within the limits; nothing is proven. Raise --time-limit or loosen the request."
        )
    days = make_days(solution.arrangement, fillings, walk.targets)
    return Plan(
        status=solution.outcome.value,
        gap=max(0.0, solution.cost_usd / solution.bound_usd - 1) if solution.bound_usd > 0 else 0.0,
        lower_bound_usd_per_day=solution.bound_usd / walk.request.days,
        cheapest_lp_usd_per_day=cheapest,
        diet=walk.request.diet,
        days=days,
        targets=target_results(days, walk.targets, walk.catalogue),
        energy_kcal=walk.targets.energy_kcal,
        price_month=walk.catalogue.price_month,
        tables=walk.catalogue.digest,
        notes=tuple(_notes(walk, fillings, solution)),
    )


def _notes(walk: _Walk, fillings: Fillings, solution: WeekSolution) -> list[str]:
    """What a person must know beside the plan."""
    notes = list(scaled_kinds(walk.needs, np.unique(fillings.food)))
    if solution.by_clock:
        notes.append("The clock stopped the search: another run may find another week.")
    if solution.arrangement is not None:
        names = {n.nutrient: n.name for n in walk.catalogue.nutrients}
        notes += [
            f"Some day stays below its daily floor of {names[short]}." for short in sorted(solution.arrangement.short)
        ]
        notes += solution.arrangement.uneven
    return notes
