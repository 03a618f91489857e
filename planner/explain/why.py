"""Why this week: prices of targets, swaps and the price of realism, by hot re-solves of one linear programme."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from planner.errors import ImpossibleRequest
from planner.explain import best, curves
from planner.explain.best import BestSources
from planner.explain.case import Case, make_case
from planner.explain.curves import POINTS, CostCurve
from planner.explain.loosening import may_change
from planner.explain.prices import TargetPrice, target_prices
from planner.explain.realism import Part, realism
from planner.explain.swaps import Outside, Swap, outside, swaps
from planner.model.dials import COST
from planner.model.needs import Needs, make_needs
from planner.on_offer import plannable
from planner.plan import Plan
from planner.request import PlanRequest, check_request, nutrients_named
from planner.solve.shortfall import unreachable
from planner.solve.what_if import what_if
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import make_targets

Calls = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class WeekExplained:
    """Why a week is as it is. Prices are those of the cheapest week in any fractions, which the plan is near to."""

    prices: tuple[TargetPrice, ...]  # dearest first, free last
    swaps: tuple[Swap, ...]  # dearest to miss first
    outside: tuple[Outside, ...]  # nearest to entering first
    realism: tuple[Part, ...]  # from the bare targets to the week; they sum to `usd_per_day`
    usd_per_day: float  # the week as planned
    lp_usd_per_day: float  # the linear programme that is asked
    days: int

    @property
    def binding(self) -> tuple[TargetPrice, ...]:
        """Targets that cost something."""
        return tuple(price for price in self.prices if not price.is_free)

    @property
    def free(self) -> tuple[TargetPrice, ...]:
        """Targets that the cheapest week meets anyway."""
        return tuple(price for price in self.prices if price.is_free)


def explain_week(
    plan: Plan,
    request: PlanRequest,
    catalogue: Catalogue | None = None,
    foods: Iterable[str] | None = None,
    progress: Callable[[str], None] | None = None,
    cancelled: Calls | None = None,
) -> WeekExplained:
    """Prices, swaps (of all foods of the plan, or of `foods`, slugs) and realism of a plan that `request` made.

    The same plan and request give the same numbers. Raises Cancelled when `cancelled` says so.
    """
    say = progress or (lambda _: None)
    case = make_case(replace(request, days=len(plan.days)), catalogue or load_catalogue(), plan.steady_times)
    with what_if(case.spec, cancelled) as asked:
        if asked.base.x is None:
            raise ImpossibleRequest(
                f"No {case.needs.days} days of meals can meet this request: {unreachable(case.spec, case.needs)} "
                + may_change(case.request, case.catalogue)
            )
        beside = asked.twin()

        def other_half() -> tuple[tuple[Swap, ...], tuple[Outside, ...], tuple[Part, ...]]:
            found = swaps(case, beside, plan, foods), outside(case, beside, plan)
            beside.of(case.spec)
            return *found, realism(case, beside, plan)

        with ThreadPoolExecutor(1) as second:  # HiGHS lets go of the lock: two cores share the questions
            say("what each target costs, and what could be swapped")
            coming = second.submit(other_half)
            prices = target_prices(case, asked, lambda kcal: needs_at(case, kcal))
            say("what could be swapped")
            swapped, near, parts = coming.result()
    days = case.needs.days
    return WeekExplained(prices, swapped, near, parts, plan.cost_usd / days, asked.base.objective / days, days)


def cost_curve(
    request: PlanRequest,
    nutrient: str,
    low: float,
    high: float,
    catalogue: Catalogue | None = None,
    points: int = POINTS,
    cancelled: Calls | None = None,
) -> CostCurve:
    """Cost of a day as one amount of a request moves from `low` to `high` [unit / day].

    `nutrient` is any of its names, "energy", or "budget" ("cost"), which is in USD for all days together. Raises
    WrongInput, ImpossibleRequest where the rest of the request is impossible, and Cancelled.
    """
    catalogue = catalogue or load_catalogue()
    case = make_case(request, catalogue)
    column = (
        COST if nutrient.strip().lower() in (COST, "budget") else nutrients_named("--curve", [nutrient], catalogue)[0]
    )
    return curves.cost_curve(case, column, low, high, lambda kcal: needs_at(case, kcal), points, cancelled)


def best_sources(request: PlanRequest, nutrient: str, catalogue: Catalogue | None = None) -> BestSources:
    """Foods that the person of a request may eat, ranked for a nutrient (any of its names). Raises WrongInput."""
    catalogue = catalogue or load_catalogue()
    column = nutrients_named("--sources", [nutrient], catalogue)[0]
    request, catalogue = plannable(check_request(replace(request, must_have=(), keep=()), catalogue), catalogue)
    targets = make_targets(request, catalogue)
    return best.best_sources(make_needs(request, targets, catalogue), targets, column)


def needs_at(case: Case, kcal: float) -> Needs:
    """The needs of the same person at another energy [kcal / day]. Raises WrongInput under what is planned."""
    request = replace(case.request, person=replace(case.request.person, energy_kcal=kcal))
    targets = make_targets(request, case.catalogue, case.targets.steady_times)
    needs = make_needs(request, targets, case.catalogue)
    return replace(needs, shares_yield=case.needs.shares_yield)


__all__ = ["BestSources", "CostCurve", "WeekExplained", "best_sources", "cost_curve", "explain_week"]
