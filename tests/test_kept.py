"""A kept daily model, moved and solved hot, against the same model stated anew and solved cold."""

from dataclasses import replace

import numpy as np
import pytest
from helpers import DIETS, catalogue, needs_of, solve_lp, with_new_food
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import Person, PlanRequest
from planner.model.day import build_day, moved_day
from planner.model.spec import Spec
from planner.request import TargetWish
from planner.solve.kept import Pool
from planner.solve.session import Answer, Outcome, Session
from planner.tables.catalogue import Catalogue

TOLERANCE = 1e-6
SLIDERS = {"calcium": (600, 1900), "magnesium": (200, 500), "potassium": (2000, 4500), "fibre": (20, 45)}
FOODS = ("banana", "tofu", "raisins", "peanuts", "walnuts", "kale")

sliders = st.sampled_from(sorted(SLIDERS)).flatmap(
    lambda name: st.tuples(st.just("slider"), st.just(name), st.integers(*SLIDERS[name]))
)
edits = st.one_of(
    sliders,
    sliders,
    st.tuples(st.just("ban"), st.sampled_from(FOODS)),
    st.tuples(st.just("prices"), st.integers(0, 2**32 - 1)),
    st.tuples(st.just("new food"), st.sampled_from(FOODS), st.floats(0.2, 0.9)),
    st.tuples(st.just("diet"), st.sampled_from(DIETS)),
    st.tuples(st.just("budget"), st.integers(10, 120)),
    st.tuples(st.just("person"), st.sampled_from(("female", "male")), st.integers(19, 80)),
)
Edit = tuple[str, *tuple[object, ...]]


def edited(request: PlanRequest, tables: Catalogue, edit: Edit) -> tuple[PlanRequest, Catalogue]:
    """A request and its tables after one change that a person can make."""
    kind, *what = edit
    if kind == "slider":
        wishes = tuple(wish for wish in request.targets if wish.nutrient != what[0])
        return replace(request, targets=(*wishes, TargetWish(str(what[0]), float(str(what[1])), None))), tables
    if kind == "ban":
        return replace(request, exclude=tuple(dict.fromkeys((*request.exclude, str(what[0]))))), tables
    if kind == "prices":
        factors = np.random.default_rng(int(str(what[0]))).uniform(0.5, 2.0, len(tables.foods))
        return request, tables.with_prices(tables.usd_per_100g * factors)
    if kind == "new food":
        return request, with_new_food(tables, str(what[0]), float(str(what[1])))
    if kind == "diet":
        return replace(request, diet=str(what[0])), tables
    if kind == "budget":
        return replace(request, max_cost_usd=float(str(what[0]))), tables
    return replace(request, person=Person(sex=str(what[0]), age=int(str(what[1])))), tables


def is_optimal(spec: Spec, answer: Answer) -> bool:
    """Whether an answer proves itself: it keeps every bound, and its prices pay for just what it costs."""
    assert answer.x is not None and answer.reduced_costs is not None and answer.shadow_prices is not None
    x, eaten, prices = answer.x, spec.activity(answer.x), answer.shadow_prices
    keeps = (x >= spec.lower - TOLERANCE).all() and (x <= spec.upper + TOLERANCE).all()
    meets = (eaten >= spec.row_lower - TOLERANCE).all() and (eaten <= spec.row_upper + TOLERANCE).all()
    owner = np.repeat(np.arange(spec.rows), np.diff(spec.starts))
    paid = np.bincount(spec.indices, weights=spec.values * prices[owner], minlength=len(spec.cost))
    bounds = np.where(prices > 0, spec.row_lower, spec.row_upper)
    rows = float((prices * np.where(prices == 0, 0.0, bounds)).sum())
    columns = float((answer.reduced_costs * x).sum())
    return bool(
        keeps
        and meets
        and np.allclose(spec.cost - paid, answer.reduced_costs, atol=TOLERANCE)
        and rows + columns == pytest.approx(answer.objective, rel=TOLERANCE)
    )


@settings(max_examples=60)
@given(st.lists(edits, min_size=3, max_size=8))
def test_a_kept_day_answers_any_edits_hot_as_a_cold_one(changes: list[Edit]) -> None:
    pool, request, tables = Pool(), PlanRequest(), catalogue()
    for change in changes:
        request, tables = edited(request, tables, change)
        spec = build_day(needs_of(request, tables))
        with pool.lend(spec, hot=True) as session:
            hot = session.solve()
        cold = solve_lp(spec)
        assert hot.outcome == cold.outcome
        if cold.outcome is Outcome.OPTIMAL:
            assert hot.objective == pytest.approx(cold.objective, rel=TOLERANCE)
            assert is_optimal(spec, hot)


@settings(max_examples=15)
@given(st.lists(edits, min_size=2, max_size=5))
def test_a_kept_day_that_starts_cold_ends_just_where_a_new_one_does(changes: list[Edit]) -> None:
    pool, request, tables = Pool(), PlanRequest(), catalogue()
    for change in changes:
        request, tables = edited(request, tables, change)
        spec = build_day(needs_of(request, tables))
        with pool.lend(spec, hot=True) as session:
            session.solve()
        with pool.lend(spec) as session:
            kept, cold = session.solve(), solve_lp(spec)
        assert kept.outcome == cold.outcome
        assert kept.x is cold.x is None or np.array_equal(kept.x, cold.x)


def test_a_target_that_moves_rescales_its_rows_and_no_coefficient() -> None:
    plain = PlanRequest(watch=("vegetable_cups",))  # their subgroups add up to them: prices would not be unique
    first = build_day(needs_of(plain))
    moved = build_day(needs_of(replace(plain, targets=(TargetWish("calcium", 1300, None),))))
    session = Session(first, integer=False, presolve="off")
    session.solve()
    session.become(moved)
    answer, cold = session.solve(), solve_lp(moved)
    assert answer.shadow_prices is not None and cold.shadow_prices is not None
    assert answer.objective == pytest.approx(cold.objective, rel=TOLERANCE)
    assert answer.shadow_prices == pytest.approx(cold.shadow_prices, abs=TOLERANCE)
    assert session.row_ranges()[0].shape == (moved.rows,)
    twin = session.twin()
    twin.become(first)
    assert twin.solve().objective == pytest.approx(solve_lp(first).objective, rel=TOLERANCE)


def test_a_day_whose_targets_moved_is_the_day_built_anew() -> None:
    before = needs_of(PlanRequest())
    spec = build_day(before)
    for request in (
        PlanRequest(targets=(TargetWish("calcium", 1300, None), TargetWish("magnesium", 420, None))),
        PlanRequest(targets=(TargetWish("calcium", 1300, 1400),)),
        PlanRequest(exclude=("kale",)),
        PlanRequest(max_cost_usd=60.0),
        PlanRequest(diet="omnivore"),
        PlanRequest(person=Person(sex="male", age=60)),
    ):
        after = needs_of(request)
        moved, anew = moved_day(spec, before, after), build_day(after)
        assert moved.row_names == anew.row_names
        assert solve_lp(moved).objective == pytest.approx(solve_lp(anew).objective, rel=TOLERANCE)
        old, new = (np.where(np.isfinite(of.row_lower), of.row_lower, of.row_upper) for of in (moved, anew))
        units = np.divide(old, new, out=np.ones(anew.rows), where=new != 0)
        owner = np.repeat(np.arange(anew.rows), np.diff(anew.starts))
        assert moved.values == pytest.approx(anew.values * units[owner], rel=1e-12)


@pytest.mark.parametrize("share", [0.005, 0.5, 1.0])
def test_coefficients_that_moved_or_became_nothing_are_answered_as_a_model_stated_anew(share: float) -> None:
    spec = build_day(needs_of(PlanRequest()))
    session, random = Session(spec, integer=False, presolve="off"), np.random.default_rng(7)
    for _ in range(4):
        moved = random.random(len(spec.values)) < share
        factors = random.choice([0.0, 0.9, 1.1], len(spec.values), p=[0.1, 0.5, 0.4])
        other = replace(spec, values=np.where(moved, spec.values * factors, spec.values))
        session.become(other)
        answer = session.solve()
        assert answer.objective == pytest.approx(solve_lp(other).objective, rel=TOLERANCE)
        assert is_optimal(other, answer)
        session.become(spec)
        assert session.solve().objective == pytest.approx(solve_lp(spec).objective, rel=TOLERANCE)


def test_kept_models_are_bounded_in_their_size_together() -> None:
    spec = build_day(needs_of(PlanRequest()))
    for room, kept in ((2.5, 2), (0.5, 0)):
        pool = Pool(coefficients=int(room * len(spec.values)))
        with pool.lend(spec), pool.lend(spec), pool.lend(spec):
            pass
        assert len(pool) == kept
