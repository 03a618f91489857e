"""The one room that knows the order of the others: a request in, a verified plan out."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import ImpossibleRequest, LimitsRanOut, PlanFault, WrongInput
from planner.explain.beside import catalogue_notes, medicine_notes
from planner.explain.ended import least_room, not_found
from planner.explain.impossible import Refusal, explain_impossible
from planner.explain.loosening import may_change
from planner.explain.why import best_sources, cost_curve, explain_week
from planner.gapping import close_gaps, week_from
from planner.leftovers import can_hold, cooking_note, labelled, returning
from planner.model.caps import check_kept
from planner.model.day import build_day
from planner.model.fillings import Fillings, make_fillings
from planner.model.judge import Arrangement
from planner.model.needs import FOCAL, Needs, make_needs
from planner.model.variety import scaled_kinds
from planner.on_offer import in_words, must_have_groups, plannable
from planner.plan import Plan, absorbed_b12_result, from_home, make_days, target_results
from planner.request import KeptDish, PlanRequest, check_request
from planner.solve.kept import POOL
from planner.solve.session import Outcome
from planner.solve.shortfall import unreachable
from planner.solve.week import GAP, WeekSolution, least_cost, solve_week
from planner.solve.wishes import make_wishes
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import Targets, make_targets
from planner.verify import verify

__all__ = [
    "FOCAL",
    "best_sources",
    "close_gaps",
    "cost_curve",
    "explain_refusal",
    "explain_week",
    "kept_dishes",
    "make_plan",
    "open_week",
    "swap_dish",
    "week_from",
]

Progress = Callable[[str], None]


@dataclass(frozen=True)
class _Walk:
    """One request on its way through the house."""

    request: PlanRequest
    catalogue: Catalogue
    targets: Targets
    needs: Needs


@dataclass(frozen=True)
class _Watch:
    """Who waits for a plan: told of its steps and of weeks on the way, and able to call it off."""

    say: Progress = lambda _: None
    cancelled: Callable[[], bool] | None = None
    found: Callable[[Plan], None] | None = None


ALONE = _Watch()


def make_plan(
    request: PlanRequest,
    catalogue: Catalogue | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    found: Callable[[Plan], None] | None = None,
) -> Plan:
    """The cheapest week of dishes that meets every hard target, verified from the tables.

    `progress` is told of the steps; `found` of verified weeks while a better one is still sought, if it comes to that.

    Raises WrongInput for a request that cannot be read, ImpossibleRequest where the whole model is proven
    impossible, LimitsRanOut where the limits ended first, Cancelled when `cancelled` says so, PlanFault for a
    fault of ours.
    """
    walk = _walk(request, catalogue or load_catalogue())
    say = progress or (lambda _: None)
    watch = _Watch(say, cancelled, found)
    if not request.leftovers:
        return _planned_near(walk, watch)
    return _with_leftovers(_planned_near(walk, replace(watch, found=None)), walk, watch)


def _planned_near(walk: _Walk, watch: _Watch) -> Plan:
    """The plan; where none stays near what is eaten now, one that stays less near: saying it is no reason to refuse."""
    try:
        return _planned(walk, watch)
    except (ImpossibleRequest, LimitsRanOut):
        times = walk.catalogue.rules["steady_wider"]
        wider = _walk(walk.request, walk.catalogue, times)
        if not walk.request.now or wider.targets.bounds == walk.targets.bounds:
            raise
        return _planned(wider, watch)


def _with_leftovers(plan: Plan, walk: _Walk, watch: _Watch) -> Plan:
    """The week made again around dinners of it that come back as lunch; fewer of them where not all can."""
    request = walk.request
    if plan.steady_times != walk.targets.steady_times:
        walk = _walk(request, walk.catalogue, plan.steady_times)
    more = returning(plan, request.leftovers, request.keep, walk.catalogue, lambda kept: can_hold(walk.needs, kept))
    while more:
        again = replace(
            walk, request=replace(request, keep=request.keep + more, near=request.near or kept_dishes(plan))
        )
        try:
            plan = _planned(again, watch, shares_yield=False)
            break
        except (ImpossibleRequest, LimitsRanOut):
            more = more[:-2]
    return plan


def explain_refusal(
    request: PlanRequest, catalogue: Catalogue | None = None, cancelled: Callable[[], bool] | None = None
) -> Refusal:
    """Why `make_plan` raises ImpossibleRequest for this request: what clashes, what can be reached, what would help.

    Every repair holds the changed request. Raises WrongInput as `make_plan`, and Cancelled when `cancelled` says so.
    """
    return explain_impossible(request, catalogue or load_catalogue(), cancelled)


def swap_dish(
    plan: Plan,
    request: PlanRequest,
    day: int,
    meal: str,
    catalogue: Catalogue | None = None,
    refused: tuple[str, ...] = (),
) -> tuple[PlanRequest, Plan]:
    """Another dish at one meal (`day` from 1), every other dish with just what is in it.

    `refused` are patterns that stood there before and shall not come back. Where no other dish can meet the targets
    so, the other dishes stay and what is in them may change; where none can even then, other meals of that day change,
    too. The request comes back without a keep at that meal.
    Raises as `make_plan`, and WrongInput for a meal that is not there.
    """
    kept = kept_dishes(plan)
    here = next((dish for dish in kept if (dish.day, dish.meal) == (day, meal)), None)
    if here is None:
        raise WrongInput(f"day {day} has no {meal} to swap. Choose a meal of the week.")
    others = tuple(dish for dish in kept if dish is not here)
    asked = replace(request, keep=others, near=(), days=len(plan.days))
    walk = _walk(asked, catalogue or load_catalogue(), plan.steady_times)
    unwanted = (here.pattern, *refused)
    free = replace(request, keep=tuple(dish for dish in request.keep if (dish.day, dish.meal) != (day, meal)))
    try:
        return free, _planned(walk, unwanted=unwanted, shares_yield=False)
    except (ImpossibleRequest, LimitsRanOut):
        looser = replace(walk.request, keep=tuple(replace(dish, items=()) for dish in others), near=others)
        walk = replace(walk, request=looser)
    try:
        return free, _planned(walk, unwanted=unwanted, shares_yield=False)
    except (ImpossibleRequest, LimitsRanOut):  # what single meals must hold may need another meal of that day
        mine = {(dish.day, dish.meal) for dish in free.keep}
        others = tuple(d for d in walk.request.keep if d.day != day or (d.day, d.meal) in mine)
        return free, _planned(replace(walk, request=replace(walk.request, keep=others)), unwanted=unwanted)


def open_week(request: PlanRequest, dishes: tuple[KeptDish, ...], catalogue: Catalogue | None = None) -> Plan:
    """A week chosen earlier, just as it was: priced, proven against today's bound and verified again.

    Raises WrongInput where it does not fit the request or today's tables any more; nothing else is planned.
    """
    walk = _walk(replace(request, keep=dishes, near=()), catalogue or load_catalogue())
    _check_held(walk, dishes)
    try:
        plan = _planned_near(walk, ALONE)
    except (ImpossibleRequest, LimitsRanOut, PlanFault) as error:
        raise WrongInput(f"This week does not meet the request with today's tables: {error}", error.private) from error
    if len(kept_dishes(plan)) != len(dishes):
        raise WrongInput("This week lacks some of its meals. Make a new one.")
    return _proven_anew(plan, walk)


def _proven_anew(plan: Plan, walk: _Walk) -> Plan:
    """An opened week against the cheapest possible of which nothing is kept: what is kept proves nothing."""
    fillings = make_fillings(walk.catalogue, walk.needs.offered, walk.needs.allowed)
    needs = _yielding(walk).needs if plan.yielded else walk.needs
    held = {result.bound.nutrient: result.mean for result in plan.targets if result.bound.yields}
    bound = min(plan.cost_usd, least_cost(needs, fillings, held))
    gap = max(0.0, plan.cost_usd / bound - 1) if bound > 0 else 0.0
    status = Outcome.OPTIMAL if gap <= GAP else Outcome.FEASIBLE
    return replace(plan, status=status.value, gap=gap, lower_bound_usd_per_day=bound / len(plan.days))


def _check_held(walk: _Walk, dishes: tuple[KeptDish, ...]) -> None:
    """A week that was chosen earlier holds what must be had. Raises WrongInput."""
    held = {food for dish in dishes for food, _ in dish.items}
    for name, slugs in must_have_groups(walk.request, walk.catalogue).items():
        if not held.intersection(slugs):
            said = in_words(name, walk.catalogue)
            raise WrongInput(
                f"This week holds no {said}, which you must have. Make a new one, or use fewer --must-have."
            )


def kept_dishes(plan: Plan) -> tuple[KeptDish, ...]:
    """Every dish of a plan with what is in it: what a saved week carries."""
    return tuple(
        KeptDish(day.day, meal.meal, meal.pattern, tuple((item.food, item.portions) for item in meal.items))
        for day in plan.days
        for meal in day.meals
    )


def _planned(walk: _Walk, watch: _Watch = ALONE, unwanted: tuple[str, ...] = (), shares_yield: bool = True) -> Plan:
    """A walk from its needs to a verified plan.

    Where no meals of the model keep their shares of the day, it is left out; the plan says which meals are off.
    Raises LimitsRanOut for such a plan without `shares_yield`.
    """
    try:
        plan = _found(walk, watch, unwanted)
    except (ImpossibleRequest, LimitsRanOut):
        if not (walk.needs.meal_shares and shares_yield):
            raise
        plan = _found(_yielding(walk), watch, unwanted)
    if plan.yielded and not shares_yield:
        raise LimitsRanOut("No week was found in which every meal keeps its share of the day.")
    return plan


def _yielding(walk: _Walk) -> _Walk:
    """The walk where a meal may miss its share of the day."""
    return replace(walk, needs=replace(walk.needs, shares_yield=True))


def _found(walk: _Walk, watch: _Watch, unwanted: tuple[str, ...]) -> Plan:
    """The verified plan of the needs of a walk."""
    began = time.perf_counter()
    watch.say("cheapest day")
    cheapest = _cheapest_day(walk)
    watch.say("building the week")
    fillings = make_fillings(walk.catalogue, walk.needs.offered, walk.needs.allowed)
    _check_meals(fillings, walk)
    wishes = make_wishes(walk.request, walk.catalogue, fillings)
    check_kept(wishes.pins, walk.needs.caps, fillings)
    away = tuple(k for k, dish in enumerate(fillings.dishes) if dish.dish in unwanted)
    wishes = replace(wishes, unwanted=away, cancelled=watch.cancelled)

    def verified(solution: WeekSolution) -> Plan:
        plan = _plan(walk, fillings, solution, cheapest)
        verify(plan, walk.request, walk.targets, walk.catalogue)
        return plan

    if (tell := watch.found) is not None:
        wishes = replace(wishes, found=lambda solution: tell(verified(solution)))
    prepared = time.perf_counter()
    watch.say("solving the week")
    solution = solve_week(walk.needs, fillings, wishes)
    solved = time.perf_counter()
    watch.say("checking the week")
    plan = verified(solution)
    seconds = {
        "build": prepared - began + solution.build_seconds,
        "solve": solved - prepared - solution.build_seconds,
        "total": time.perf_counter() - began,
    }
    return replace(plan, seconds=seconds)


def _walk(request: PlanRequest, catalogue: Catalogue, steady_times: float = 1.0) -> _Walk:
    request, catalogue = plannable(check_request(request, catalogue), catalogue)
    targets = make_targets(request, catalogue, steady_times)
    return _Walk(request, catalogue, targets, make_needs(request, targets, catalogue))


def _cheapest_day(walk: _Walk) -> float:
    """Cost of the daily LP [USD / day]; proof of impossibility where even that has no solution."""
    spec = build_day(walk.needs)
    with POOL.lend(spec) as session:
        answer = session.solve()
    if answer.outcome is Outcome.INFEASIBLE:
        raise ImpossibleRequest(
            "No foods on offer can meet this request, in any amounts: "
            + f"{unreachable(spec, walk.needs)} {may_change(walk.request, walk.catalogue)}"
        )
    return answer.objective


def _check_meals(fillings: Fillings, walk: _Walk) -> None:
    """Each kind of meal has a dish whose required slots the person can fill."""
    filled = set(fillings.slot[fillings.allowed].tolist())
    empty = {
        int(dish)
        for place, dish in enumerate(fillings.slot_dish)
        if fillings.slots[place].required == "yes" and place not in filled
    }
    for meal in ("breakfast", "main", "snack"):
        if not any(dish.meal == meal and place not in empty for place, dish in enumerate(fillings.dishes)):
            raise ImpossibleRequest(
                f"No {meal} dish can be made from the foods that are left. " + may_change(walk.request, walk.catalogue)
            )


def _plan(walk: _Walk, fillings: Fillings, solution: WeekSolution, cheapest: float) -> Plan:
    if solution.arrangement is None:
        if solution.outcome is Outcome.INFEASIBLE:
            raise ImpossibleRequest(
                f"Foods could meet this request, but no {walk.request.days} days of meals can: {solution.proof}"
                f"{least_room(solution, walk.catalogue)} {may_change(walk.request, walk.catalogue)}"
            )
        raise LimitsRanOut(not_found(solution, walk.request, walk.catalogue), solution.broken)
    days = labelled(make_days(solution.arrangement, fillings, walk.targets))
    days = from_home(days, walk.request.at_home, walk.catalogue)
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
        notes=(
            *cooking_note(days, walk.request.leftovers),
            *_notes(walk, fillings, solution),
            *medicine_notes(days, walk.request, walk.catalogue),
        ),
        absorbed_b12=absorbed_b12_result(days, walk.targets, walk.catalogue),
        yielded=_yielded(walk, solution.arrangement),
        steady_times=walk.targets.steady_times,
    )


def _yielded(walk: _Walk, arrangement: Arrangement) -> tuple[str, ...]:
    """Nutrients whose share of the day some meal misses."""
    return tuple(dict.fromkeys(rule.nutrient for rule in walk.needs.meal_shares if arrangement.off_share))


def _notes(walk: _Walk, fillings: Fillings, solution: WeekSolution) -> list[str]:
    """What a person must know beside the plan."""
    notes = [*walk.targets.warnings, *scaled_kinds(walk.needs, np.unique(fillings.food))]
    notes += catalogue_notes(walk.catalogue, walk.needs.allowed)
    if walk.catalogue.own_prices:
        notes.append(f"Prices of your own shop: {len(walk.catalogue.own_prices)} foods. The others are US averages.")
    if solution.by_clock:
        notes.append("The clock stopped the search: another run may find another week.")
    if solution.arrangement is not None:
        names = {n.nutrient: n.name for n in walk.catalogue.nutrients}
        notes += [
            f"Some day stays below its daily floor of {names[short]}." for short in sorted(solution.arrangement.short)
        ]
        notes += solution.arrangement.uneven
    return notes
