"""Why this week: prices, curves, swaps and realism hold against models solved anew."""

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np
import pytest
from helpers import DEFAULT, catalogue, needs_of, plan_for, solve_lp, targets_of

from planner import PlanRequest
from planner.errors import Cancelled, WrongInput
from planner.explain.case import Case, make_case, stays, step_of
from planner.explain.curves import CostCurve
from planner.explain.prices import TargetPrice, target_prices
from planner.explain.swaps import entering, swaps
from planner.explain.why import WeekExplained, cost_curve, explain_week, needs_at
from planner.model.bans import without_food
from planner.model.fillings import make_fillings
from planner.model.needs import Needs
from planner.model.week import build_week
from planner.request import TargetWish, check_request
from planner.solve.session import Session
from planner.solve.slopes import Tangent, first_piece
from planner.solve.what_if import what_if

THREE_DAYS = PlanRequest(diet="omnivore", days=3)
OMNIVORE = PlanRequest(diet="omnivore", must_have=("kale",), max_cost_usd=40.0)


@lru_cache(maxsize=4)
def explained(request: PlanRequest, foods: tuple[str, ...] = ()) -> WeekExplained:
    plan = plan_for(request)
    return explain_week(plan, request, catalogue(), foods=foods or sorted(plan.foods)[::4])


@lru_cache(maxsize=4)
def case_of(request: PlanRequest) -> Case:
    return make_case(request, catalogue())


def cold(needs: Needs) -> float:
    """USD a day of the cheapest week in fractions, built and solved anew."""
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    model = build_week(needs, fillings)
    cost = np.zeros(len(model.spec.cost))
    cost[model.count] = fillings.cost
    return solve_lp(replace(model.spec, cost=cost)).objective / needs.days


def with_least(needs: Needs, nutrients: tuple[str, ...], least: float | None) -> Needs:
    limits = tuple(replace(each, lower=least) if each.nutrient in nutrients else each for each in needs.limits)
    return replace(needs, limits=limits)


def rows_moved(price: TargetPrice) -> tuple[str, ...]:
    twin = "vitamin_b12_ug"
    return (price.nutrient, twin) if price.nutrient == "added_vitamin_b12_ug" else (price.nutrient,)


@lru_cache(maxsize=4)
def prices_of(request: PlanRequest) -> tuple[TargetPrice, ...]:
    """Prices alone; no week is planned for them."""
    case = case_of(request)
    with what_if(case.spec) as asked:
        return target_prices(case, asked, lambda kcal: needs_at(case, kcal))


def leasts(request: PlanRequest) -> list[TargetPrice]:
    """Binding leasts, dearest first."""
    found = [each for each in prices_of(request) if each.side == "least" and not each.is_free]
    return [each for each in found if each.nutrient != "energy_kcal"]


@pytest.mark.parametrize("request_of", [DEFAULT, OMNIVORE], ids=["vegan", "omnivore"])
def test_a_price_is_the_finite_difference_on_both_sides_within_its_range(request_of: PlanRequest) -> None:
    case = case_of(request_of)
    session = Session(case.spec, integer=False, presolve="off")
    base = session.solve().objective / 7
    assert len(leasts(request_of)) >= 3
    for price in leasts(request_of)[:4]:
        assert price.holds_from <= price.amount <= price.holds_to
        for end in (price.holds_from, price.holds_to):
            by = 0.9 * (end - price.amount)
            if abs(by) < 1e-9 * price.amount:
                continue
            lower = case.spec.row_lower.copy()
            for nutrient in rows_moved(price):
                limit = case.needs.limit(nutrient)
                assert limit is not None
                lower[case.spec.row_names.index(f"at least {nutrient}")] = (price.amount + by) / limit.scale
            session.become(replace(case.spec, row_lower=lower))
            moved = session.solve().objective / 7
            slope = price.usd_per_unit if by > 0 else price.looser_usd_per_unit
            assert slope is not None
            assert (moved - base) == pytest.approx(slope * by, abs=2e-6), price.nutrient


def test_a_step_and_what_dropping_saves_are_those_of_a_week_built_anew() -> None:
    needs = needs_of(DEFAULT)
    base = cold(needs)
    for price in leasts(DEFAULT)[:2]:
        assert price.step_usd is not None and price.total_usd is not None
        stricter = cold(with_least(needs, rows_moved(price), price.amount + price.step))
        assert stricter - base == pytest.approx(price.step_usd, abs=1e-3), price.nutrient
        dropped = cold(with_least(needs, rows_moved(price), None))
        assert base - dropped == pytest.approx(price.total_usd, abs=1e-5), price.nutrient
        assert price.dropping_saves_usd == price.total_usd


def test_free_targets_are_met_by_the_cheapest_week_anyway() -> None:
    prices = prices_of(DEFAULT)
    magnesium = next(each for each in prices if each.nutrient == "magnesium_mg" and each.side == "least")
    assert magnesium.is_free and magnesium.mean >= magnesium.amount
    costs = [each.total_usd or 0.0 for each in prices if each.total_usd is not None]
    assert all(cost >= 0 for cost in costs)
    assert {(each.nutrient, each.side) for each in prices} >= {("calcium_mg", "least"), ("sodium_mg", "most")}


@pytest.mark.parametrize(("amount", "step"), [(1000, 100), (2.4, 0.2), (320, 30), (2600, 300), (15, 2), (0, 1)])
def test_a_step_is_a_tenth_in_one_figure(amount: float, step: float) -> None:
    assert step_of(amount) == pytest.approx(step)


def test_a_clinicians_limit_has_a_price_but_is_nothing_to_loosen() -> None:
    limited = PlanRequest(
        diet="omnivore", conditions=("high potassium",), clinician_limits=(TargetWish("potassium", upper=2300.0),)
    )
    prices = prices_of(limited)
    cap = next(each for each in prices if each.nutrient == "potassium_mg" and each.side == "most")
    assert "clinician" in cap.stays
    assert cap.dropping_saves_usd is cap.usd_per_unit is cap.step_usd is cap.looser_usd_per_unit is None
    assert (cap.total_usd or 0) > 0 and cap.mean <= cap.amount + 1e-3
    assert not any(each.nutrient == "potassium_mg" and each.side == "least" for each in prices)
    curve = cost_curve(limited, "potassium", 2000, 4000, catalogue(), points=2)
    assert curve.side == "most" and curve.points[-1].amount == curve.stop == 2300


def test_what_a_medicine_wants_steady_is_nothing_to_move() -> None:
    request = PlanRequest(conditions=("warfarin",), now=(TargetWish("vitamin K", upper=150.0),))
    case = case_of(request)
    for is_upper in (False, True):
        bound = case.bound("vitamin_k_ug", is_upper)
        assert bound is not None and "medicine" in stays(bound, is_upper)
    with pytest.raises(WrongInput, match="ask your clinician"):
        cost_curve(request, "vitamin K", 50, 500, catalogue())


def test_what_must_be_had_and_the_budget_have_prices() -> None:
    by_side = {(each.nutrient, each.side): each for each in prices_of(OMNIVORE)}
    assert by_side["kale", "must have"].total_usd is not None
    assert by_side["cost", "most"].is_free and by_side["cost", "most"].mean < 40


def test_energy_is_never_something_to_save_on() -> None:
    energy = next(each for each in prices_of(DEFAULT) if each.nutrient == "energy_kcal")
    assert energy.dropping_saves_usd is energy.looser_usd_per_unit is None
    assert energy.step == 200 and (energy.step_usd or 0) > 0


@lru_cache(maxsize=8)
def curve_of(nutrient: str, low: float, high: float) -> CostCurve:
    return cost_curve(DEFAULT, nutrient, low, high, catalogue(), points=6)


@pytest.mark.parametrize(("nutrient", "low", "high"), [("calcium", 600, 3000), ("B12", 1, 10), ("sodium", 900, 2300)])
def test_a_curve_is_convex_and_meets_the_week_as_it_is(nutrient: str, low: float, high: float) -> None:
    curve = curve_of(nutrient, low, high)
    slopes = [(b.usd_per_day - a.usd_per_day) / (b.amount - a.amount) for a, b in pairwise(curve.points)]
    assert len(slopes) >= 4
    for before, after in pairwise(slopes):
        assert after >= before - 1e-6
    assert curve.now_usd_per_day == pytest.approx(explained(DEFAULT).lp_usd_per_day, abs=1e-6)


def test_a_curve_ends_exactly_where_no_week_can_go() -> None:
    curve, needs = curve_of("B12", 1, 10), needs_of(DEFAULT)
    end = curve.impossible_above
    assert end is not None and curve.points[-1].amount == pytest.approx(end)
    both = ("vitamin_b12_ug", "added_vitamin_b12_ug")
    case = case_of(DEFAULT)

    def solves(amount: float) -> bool:
        lower = case.spec.row_lower.copy()
        for nutrient in both:
            limit = needs.limit(nutrient)
            assert limit is not None
            lower[case.spec.row_names.index(f"at least {nutrient}")] = amount / limit.scale
        return bool(np.isfinite(solve_lp(replace(case.spec, row_lower=lower)).objective))

    assert solves(end * (1 - 1e-6)) and not solves(end * (1 + 1e-4))


def test_a_curve_stops_at_the_upper_level() -> None:
    curve = curve_of("calcium", 600, 3000)
    assert (curve.stop, curve.points[-1].amount) == (2500, 2500)
    assert "UL" in curve.stop_basis and curve.stop_says


def test_the_least_budget_is_the_cheapest_week() -> None:
    curve = cost_curve(DEFAULT, "budget", 20, 60, catalogue(), points=3)
    assert curve.impossible_below == pytest.approx(7 * explained(DEFAULT).lp_usd_per_day)
    assert curve.points[0].amount == curve.impossible_below
    assert curve.points[-1].usd_per_day == pytest.approx(explained(DEFAULT).lp_usd_per_day)


def test_energy_on_a_curve_moves_what_follows_it() -> None:
    curve = cost_curve(DEFAULT, "energy", 1900, 2100, catalogue(), points=2)
    for point in curve.points[::2]:
        request = replace(DEFAULT, person=replace(DEFAULT.person, energy_kcal=point.amount))
        assert cold(needs_of(request)) == pytest.approx(point.usd_per_day, abs=1e-5)


@pytest.mark.parametrize(
    ("nutrient", "low", "high", "said"),
    [
        ("unobtainium", 1, 2, "no such nutrient"),
        ("calcium", 5, 2, "MIN:MAX"),
        ("energy", 700, 2000, "1200"),
        ("calcium", 3000, 4000, "UL"),
    ],
)
def test_a_curve_that_cannot_be_is_refused_in_words(nutrient: str, low: float, high: float, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        cost_curve(DEFAULT, nutrient, low, high, catalogue())


def test_a_swap_costs_what_the_week_costs_with_the_food_banned() -> None:
    base = cold(needs_of(DEFAULT)) * 7
    found = explained(DEFAULT, ("banana", "kale", "soy-milk-unsweetened"))
    assert found.swaps
    for swap in found.swaps:
        assert swap.food in plan_for(DEFAULT).foods
        assert swap.more_usd is not None
        needs = needs_of(DEFAULT)
        allowed = needs.allowed & (np.arange(len(needs.allowed)) != catalogue().food_index[swap.food])
        more = cold(replace(needs, allowed=allowed)) * 7 - base
        assert swap.more_usd == pytest.approx(more, abs=1e-4), swap.food
        assert all(each.food != swap.food and each.times > 0 for each in swap.instead)
    banana = next(swap for swap in found.swaps if swap.food == "banana")
    assert banana.instead and banana.brings


def test_a_ban_by_bounds_is_the_ban_of_the_request() -> None:
    case = case_of(DEFAULT)
    foods = catalogue().food_index
    for slug in ("banana", "peanuts", "rolled-oats"):
        quick = without_food(case.model, case.needs, case.spec, foods[slug])
        anew = make_case(replace(DEFAULT, exclude=(slug,)), catalogue()).spec
        assert quick is not None
        for part in ("cost", "lower", "upper", "values", "row_lower", "row_upper"):
            np.testing.assert_allclose(getattr(quick, part), getattr(anew, part), err_msg=f"{slug} {part}")


def test_a_food_that_must_be_had_or_is_kept_is_not_swapped() -> None:
    plan = plan_for(DEFAULT)
    chosen = next(item.food for item in plan.items())
    request = check_request(replace(DEFAULT, must_have=(chosen,)), catalogue())
    case = make_case(request, catalogue())
    with what_if(case.spec) as asked:
        (swap,) = swaps(case, asked, plan, (chosen,))
    assert swap.more_usd is None and swap.stays


def test_foods_of_the_cheapest_week_have_no_reduced_cost() -> None:
    case = case_of(DEFAULT)
    with what_if(case.spec) as asked:
        base, bound = asked.base, entering(case, asked)
    assert base.x is not None and base.reduced_costs is not None
    eaten = (base.x > 1e-6) & (base.x < case.spec.upper - 1e-6)
    assert np.abs(base.reduced_costs[eaten]).max() < 1e-7
    used = np.unique(case.model.fillings.food[base.x[case.model.count] > 1e-6])
    assert bound[used].max() == 0


def test_a_food_outside_enters_at_its_price_and_not_above() -> None:
    case, base = case_of(DEFAULT), explained(DEFAULT).lp_usd_per_day
    outside = [each for each in explained(DEFAULT).outside if each.cheaper_share > 0]
    assert len(outside) >= 5
    for each in outside[:1]:
        place = catalogue().food_index[each.food]
        for factor, enters in ((1.02, True), (0.98, False)):
            prices = catalogue().usd_per_100g.copy()
            prices[place] *= 1 - factor * each.cheaper_share
            cheaper = cold(replace(case.needs, catalogue=catalogue().with_prices(prices)))
            assert (cheaper < base - 1e-7) is enters, each
        assert each.usd_to_enter == pytest.approx(each.usd * (1 - each.cheaper_share))
    assert all(each.food not in plan_for(DEFAULT).foods for each in explained(DEFAULT).outside)


@pytest.mark.parametrize("request_of", [DEFAULT, THREE_DAYS], ids=["vegan", "omnivore"])
def test_the_parts_of_realism_sum_to_the_week_and_none_is_negative(request_of: PlanRequest) -> None:
    found, plan = explained(request_of), plan_for(request_of)
    assert sum(part.usd_per_day for part in found.realism) == pytest.approx(plan.cost_usd / len(plan.days), abs=1e-12)
    assert all(part.usd_per_day >= -1e-6 for part in found.realism)
    assert found.realism[0].usd_per_day == plan.cheapest_lp_usd_per_day
    before_whole = found.realism[-2].so_far_usd
    assert before_whole == pytest.approx(plan.lower_bound_usd_per_day, abs=1e-6)


def test_the_same_question_has_the_same_answer() -> None:
    foods = ("banana", "kale", "soy-milk-unsweetened")
    cost_curve(DEFAULT, "calcium", 900, 1100, catalogue(), points=2)
    assert explain_week(plan_for(DEFAULT), DEFAULT, catalogue(), foods=foods) == explained(DEFAULT, foods)


def test_an_explanation_can_be_called_off() -> None:
    asked = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 5

    with pytest.raises(Cancelled):
        explain_week(plan_for(DEFAULT), DEFAULT, catalogue(), cancelled=cancelled)


@pytest.mark.parametrize("slope", [0.0, 1.0, 2.5])
def test_the_first_piece_is_found_whatever_line_below_the_cost_it_starts_from(slope: float) -> None:
    kinks = ((0.0, 1.0), (2.0, 3.0), (5.0, 4.0))  # from where, slope

    def cost(at: float) -> Tangent:
        """10 at 0, falling before it; steeper at each kink."""
        if at < 0:
            return Tangent(at, 10 - 0.5 * at, -0.5)
        ends = [*(start for start, _ in kinks[1:]), np.inf]
        pieces = [(start, end, rate) for (start, rate), end in zip(kinks, ends, strict=True) if start < at]
        value = 10 + sum(rate * (min(at, end) - start) for start, end, rate in pieces)
        return Tangent(at, value, pieces[-1][2])

    assert first_piece(cost, Tangent(0.0, 10.0, min(slope, 1.0)), 9.0) == pytest.approx((1.0, 2.0))


def test_prices_name_where_the_targets_come_from() -> None:
    hard = {bound.nutrient for bound in targets_of(DEFAULT).hard()}
    for each in explained(DEFAULT).prices:
        assert each.nutrient in hard and each.basis and each.source and each.name
