"""HiGHS behind its one door: its answers agree with CBC, with brute force and with a published optimum."""

import csv
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from helpers import DEFAULT, DIETS, make_spec, needs_of, solve_lp, week_model
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.day import build_day
from planner.model.needs import Needs
from planner.model.spec import INFINITY, Spec
from planner.solve.cbc import solve_with_cbc
from planner.solve.session import Outcome, Session
from planner.solve.shortfall import unreachable

STIGLER = Path(__file__).parent / "fixtures" / "stigler_1945.csv"
# Daily allowances of the National Research Council (1943), in the units of the columns.
ALLOWANCES = (3.0, 70.0, 0.8, 12.0, 5.0, 1.8, 2.7, 18.0, 75.0)
STIGLER_OPTIMUM_USD_PER_YEAR = 39.66  # Dantzig (1963), Linear Programming and Extensions: by Laderman, 1947
STIGLER_FOODS = {"wheat flour (enriched)", "liver (beef)", "cabbage", "spinach", "navy beans (dried)"}
GAP = 0.005
TOLERANCE = 1e-6
pytestmark = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD")  # deprecated for PuLP 4 only


@pytest.fixture(scope="module", params=DIETS)
def needs(request: pytest.FixtureRequest) -> Needs:
    return needs_of(replace(DEFAULT, diet=request.param))


def relaxed(spec: Spec) -> Spec:
    return replace(spec, integer=np.zeros_like(spec.integer))


def meets(spec: Spec, x: np.ndarray, slack: float = TOLERANCE) -> bool:
    """Whether a point keeps every row and bound of a model."""
    activity = spec.activity(x)
    rows = (activity >= spec.row_lower - slack) & (activity <= spec.row_upper + slack)
    return bool(rows.all() and (x >= spec.lower - slack).all() and (x <= spec.upper + slack).all())


def narrow(needs: Needs, width: int) -> Spec:
    """The week of a request on the columns of least reduced cost: a mixed-integer model of modest size."""
    model = week_model(needs)
    answer = solve_lp(model.spec)
    assert answer.x is not None and answer.reduced_costs is not None
    keep = np.ones(len(model.spec.cost), bool)
    keep[model.count] = answer.x[model.count] > 1e-7
    keep[model.count[np.argsort(answer.reduced_costs[model.count], kind="stable")[:width]]] = True
    return model.spec.restricted(keep)


def test_the_published_optimum_of_stiglers_diet_is_found() -> None:
    """77 foods of 1939, nine nutrients per dollar: 39.66 dollars a year of flour, liver, cabbage, spinach, beans."""
    with STIGLER.open(encoding="utf-8", newline="") as handle:
        names, *lines = zip(*csv.reader(handle), strict=True)
    foods, nutrients = names[1:], [np.array(line[1:], float) for line in lines]
    assert len(foods) == 77
    spec = make_spec(np.ones(77), [(row, ">=", least) for row, least in zip(nutrients, ALLOWANCES, strict=True)])
    answer = solve_lp(spec)
    assert answer.outcome is Outcome.OPTIMAL
    assert answer.x is not None
    assert 365 * answer.objective == pytest.approx(STIGLER_OPTIMUM_USD_PER_YEAR, abs=0.005)
    assert {food for food, spent in zip(foods, answer.x, strict=True) if spent > 1e-9} == STIGLER_FOODS


def test_highs_and_cbc_agree_on_the_cheapest_day(needs: Needs) -> None:
    spec = build_day(needs)
    answer = solve_lp(spec)
    outcome, objective, x = solve_with_cbc(spec)
    assert answer.outcome is outcome is Outcome.OPTIMAL
    assert answer.objective == pytest.approx(objective, rel=TOLERANCE)
    assert answer.x is not None
    assert meets(spec, answer.x) and meets(spec, x, 1e-5)
    assert spec.cost @ answer.x == pytest.approx(answer.objective)


def test_highs_and_cbc_agree_on_the_bound_of_the_week(needs: Needs) -> None:
    spec = week_model(needs).spec
    outcome, objective, _ = solve_with_cbc(relaxed(spec))
    assert outcome is Outcome.OPTIMAL
    assert solve_lp(spec).objective == pytest.approx(objective, rel=TOLERANCE)


def test_highs_and_cbc_agree_on_whole_weeks_within_their_gaps(needs: Needs) -> None:
    outcomes = []
    for width in (200, 500):
        spec = narrow(needs, width)
        answer = Session(spec, integer=True, mip_rel_gap=GAP, mip_max_nodes=5000).solve()
        outcome, objective, x = solve_with_cbc(spec, gap=GAP)
        assert answer.outcome is outcome
        outcomes.append(outcome)
        if answer.x is not None:
            assert answer.objective == pytest.approx(objective, rel=2 * GAP)
            assert answer.bound <= objective * (1 + TOLERANCE)
            for point in (answer.x, x):
                assert meets(spec, point, 1e-5)
                np.testing.assert_allclose(point[spec.integer], np.rint(point[spec.integer]), atol=1e-5)
    assert Outcome.OPTIMAL in outcomes


def test_highs_and_cbc_agree_that_one_day_of_too_few_fillings_cannot_be() -> None:
    spec = narrow(needs_of(replace(DEFAULT, days=1)), 60)
    assert Session(spec, integer=True).solve().outcome is Outcome.INFEASIBLE
    assert solve_with_cbc(spec)[0] is Outcome.INFEASIBLE


@st.composite
def knapsacks(draw: st.DrawFn) -> Spec:
    """Cheapest whole numbers from 0 to 3 that reach a few floors and stay under a ceiling."""
    columns = draw(st.integers(2, 5))
    amounts = st.lists(st.integers(0, 9), min_size=columns, max_size=columns)
    rows = [(draw(amounts), ">=", draw(st.integers(1, 30))) for _ in range(draw(st.integers(1, 3)))]
    rows.append((draw(amounts), "<=", draw(st.integers(5, 60))))
    cost = draw(st.lists(st.integers(1, 20), min_size=columns, max_size=columns))
    return make_spec(cost, rows, upper=3.0, integer=True)


@pytest.mark.parametrize(
    ("spec", "best"),
    [
        (make_spec([1, 2], [([3, 8], ">=", 1), ([3, 8], "<=", 14)], upper=3.0, integer=True), 1.0),
        (make_spec([1], [([2], ">=", 1), ([6], "<=", 5)], upper=3.0, integer=True), np.inf),
    ],
    ids=["lost by CBC's preprocessing", "breaks CBC without it"],
)
def test_what_cbc_is_known_to_get_wrong_is_asked_in_another_way(spec: Spec, best: float) -> None:
    assert solve_with_cbc(spec)[1] == best
    assert Session(spec, integer=True).solve().objective == pytest.approx(best)


def by_trying_all(spec: Spec) -> float:
    points = np.array(list(product(range(4), repeat=len(spec.cost))), float)
    dense = np.zeros((spec.rows, len(spec.cost)))
    for row in range(spec.rows):
        indices, values = spec.row(row)
        dense[row, indices] = values
    activity = points @ dense.T
    good = ((activity >= spec.row_lower) & (activity <= spec.row_upper)).all(axis=1)
    return float((points[good] @ spec.cost).min(initial=np.inf))


@settings(max_examples=40)
@given(spec=knapsacks())
def test_small_knapsacks_are_solved_exactly_by_both_solvers(spec: Spec) -> None:
    best = by_trying_all(spec)
    answer = Session(spec, integer=True, mip_rel_gap=0.0).solve()
    outcome, objective, _ = solve_with_cbc(spec)
    if np.isinf(best):
        assert answer.outcome is outcome is Outcome.INFEASIBLE
        assert answer.x is None
    else:
        assert answer.outcome is outcome is Outcome.OPTIMAL
        assert answer.objective == pytest.approx(best, abs=TOLERANCE)
        assert objective == pytest.approx(best, abs=TOLERANCE)


@pytest.mark.parametrize("option", [{"warm_start": True}, {"timelimit": 5}, {"time_limit": "soon"}])
def test_an_option_that_the_solver_does_not_take_is_refused(option: dict[str, object]) -> None:
    spec = make_spec([1.0], [([1.0], ">=", 1.0)])
    (name,) = option
    with pytest.raises(ValueError, match=name):
        Session(spec, integer=False, **option)
    kept = Session(spec, integer=False)
    with pytest.raises(ValueError, match=name):
        kept.set_option(name, option[name])


def test_what_cannot_be_is_called_infeasible_and_has_no_values() -> None:
    for integer in (False, True):
        spec = make_spec([1.0], [([1.0], ">=", 2.0)], upper=1.0, integer=integer)
        answer = Session(spec, integer=integer).solve()
        assert answer.outcome is Outcome.INFEASIBLE
        assert answer.x is None
        assert answer.objective == INFINITY


def test_a_row_that_lost_all_its_columns_still_binds() -> None:
    spec = make_spec([1.0, 1.0], [([1.0, 0.0], ">=", 1.0)]).restricted(np.array([False, True]))
    assert solve_lp(spec).outcome is Outcome.INFEASIBLE
    assert solve_with_cbc(spec)[0] is Outcome.INFEASIBLE


def test_a_linear_programme_that_was_stopped_is_never_called_optimal() -> None:
    spec = week_model(needs_of(DEFAULT)).spec
    for limit in ({"time_limit": 0.0}, {"simplex_iteration_limit": 3}):
        answer = Session(spec, integer=False, presolve="off", **limit).solve()
        assert answer.outcome is Outcome.STOPPED
        assert answer.x is None
        assert answer.bound == -INFINITY
        assert answer.by_clock == ("time_limit" in limit)


@pytest.mark.parametrize("limit", [{"time_limit": 0.0}, {"time_limit": 0.05}, {"mip_max_nodes": 1}])
def test_a_mixed_integer_search_that_was_stopped_is_never_called_optimal(limit: dict[str, float]) -> None:
    spec = narrow(needs_of(DEFAULT), 500)
    bound = solve_lp(spec).objective
    answer = Session(spec, integer=True, mip_rel_gap=0.0, **limit).solve()
    assert answer.outcome in (Outcome.FEASIBLE, Outcome.STOPPED)
    assert (answer.x is None) == (answer.outcome is Outcome.STOPPED)
    assert answer.by_clock == ("time_limit" in limit)
    if answer.x is not None:
        assert meets(spec, answer.x, 1e-5)
        assert answer.objective >= bound - TOLERANCE


def test_a_moved_row_is_answered_as_a_model_stated_anew(needs: Needs) -> None:
    spec = build_day(needs)
    hot = Session(spec, integer=False, presolve="off")
    hot.solve()
    for nutrient, factor in (("calcium_mg", 1.2), ("magnesium_mg", 1.3), ("calcium_mg", 0.9)):
        row = spec.row_names.index(f"at least {nutrient}")
        lower = spec.row_lower.copy()
        lower[row] *= factor
        spec = replace(spec, row_lower=lower)
        hot.become(spec)
        assert hot.solve().objective == pytest.approx(solve_lp(spec).objective, rel=TOLERANCE)


def test_moved_costs_and_columns_are_answered_as_a_model_stated_anew(needs: Needs) -> None:
    spec = build_day(needs)
    hot = Session(spec, integer=False, presolve="off")
    first = hot.solve()
    assert first.x is not None
    dearer = replace(spec, cost=spec.cost * np.linspace(1, 2, len(spec.cost)))
    hot.become(dearer)
    assert hot.solve().objective == pytest.approx(solve_lp(dearer).objective, rel=TOLERANCE)
    eaten = np.flatnonzero(first.x > 0.1)[:2]
    upper = spec.upper.copy()
    upper[eaten] = 0
    without = replace(dearer, upper=upper)
    hot.become(without)
    assert hot.solve().objective == pytest.approx(solve_lp(without).objective, rel=TOLERANCE)


def test_a_reduced_cost_is_what_a_forced_bite_adds(needs: Needs) -> None:
    spec = build_day(needs)
    answer = solve_lp(spec)
    assert answer.reduced_costs is not None and answer.x is not None
    unused = np.flatnonzero((answer.x < 1e-9) & (spec.upper > 0))
    for column in unused[:: max(1, len(unused) // 5)]:
        lower = spec.lower.copy()
        lower[column] = bite = 1e-4
        forced = solve_lp(replace(spec, lower=lower)).objective
        assert forced >= answer.objective + bite * answer.reduced_costs[column] - 1e-9


def test_a_first_point_is_taken_up() -> None:
    spec = narrow(needs_of(DEFAULT), 500)
    found = Session(spec, integer=True, mip_rel_gap=GAP, mip_max_nodes=5000).solve()
    again = Session(spec, integer=True, mip_rel_gap=GAP, mip_max_nodes=0)
    assert found.x is not None
    again.start_from(found.x)
    assert again.solve().objective <= found.objective + TOLERANCE


def test_an_impossible_day_names_what_must_give() -> None:
    needs = needs_of(replace(DEFAULT, max_cost_usd=7.0))
    spec = build_day(needs)
    assert solve_lp(spec).outcome is Outcome.INFEASIBLE
    assert "budget" in unreachable(spec, needs)
    only_oil = replace(needs_of(DEFAULT), allowed=np.array([f.role == "oil" for f in needs.catalogue.foods]))
    sentence = unreachable(build_day(only_oil), only_oil)
    for name in ("calcium", "magnesium", "potassium"):
        assert f"{name} reaches" in sentence
