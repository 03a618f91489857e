"""The week of real meals of a person at one place and month."""

from dataclasses import replace

from planner.cohort.member import Member
from planner.cohort.prices import PriceTable
from planner.cohort.results import Binding, Result
from planner.errors import ImpossibleRequest, LimitsRanOut
from planner.explain.case import Case, make_case, sides
from planner.explain.prices import dial_of
from planner.pipeline import make_plan
from planner.plan import Plan
from planner.request import PlanRequest
from planner.solve.kept import POOL
from planner.tables.catalogue import Catalogue

LEAST_USD = 1e-6  # a day for the whole of a bound; less is no price


def cheapest_week(member: Member, table: PriceTable, catalogue: Catalogue) -> Result:
    """The week of a person. Raises WrongInput for a person who cannot be planned for."""
    priced = catalogue if not table.place else _priced(catalogue, table)
    about = (member, table.place, table.month, "week")
    try:
        plan = make_plan(member.request, priced)
    except ImpossibleRequest as error:
        return Result(*about, "impossible", why=str(error))
    except LimitsRanOut as error:
        return Result(*about, "not found", why=str(error))
    days = len(plan.days)
    return Result(
        *about,
        plan.status,
        usd_per_day=round(plan.cost_usd / days, 6),
        gap=round(plan.gap, 6),
        energy_kcal=round(sum(item.energy_kcal for item in plan.items()) / days, 1),
        foods=_foods(plan),
        binding=_binding(member.request, priced),
    )


def _priced(catalogue: Catalogue, table: PriceTable) -> Catalogue:
    plain = catalogue.plannable
    return replace(plain.with_prices(table.usd_per_100g), own_prices=("*",) * table.own)


def _foods(plan: Plan) -> tuple[tuple[str, float], ...]:
    """Grams a day of every food, most first."""
    grams: dict[str, float] = {}
    for item in plan.items():
        grams[item.food] = grams.get(item.food, 0.0) + item.grams / len(plan.days)
    return tuple((food, round(grams[food], 2)) for food in sorted(grams, key=lambda food: (-grams[food], food)))


def _binding(request: PlanRequest, catalogue: Catalogue) -> tuple[Binding, ...]:
    """Prices of targets in the linear programme of the week, as `planner why` says them."""
    case = make_case(request, catalogue)
    with POOL.lend(case.spec) as session:
        shadow = session.solve().shadow_prices
    if shadow is None:
        return ()
    found = []
    for nutrient, is_most in sides(case):
        price = abs(dial_of(case, nutrient, is_most).slope(shadow)) / case.needs.days
        amount = _amount(case, nutrient, is_most)
        if price * max(abs(amount), 1.0) >= LEAST_USD:
            side = "most" if is_most else "least"
            found.append(Binding(nutrient, side, round(amount, 6), case.unit(nutrient), round(price, 9)))
    return tuple(sorted(found, key=lambda each: (-each.usd_per_unit * each.bound, each.nutrient, each.side)))


def _amount(case: Case, nutrient: str, is_most: bool) -> float:
    limit = case.needs.limit(nutrient)
    return ((limit.upper if is_most else limit.lower) or 0.0) if limit else 0.0
