"""Own tables: published diet problems, and laws that hold for random ones, checked with another solver."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.explain.own import explain_own
from planner.exports import own_object
from planner.exports.own_words import figure
from planner.model.own import Limit, build_own, moved, portions, targets
from planner.model.spec import SpecBuilder
from planner.own import solve_tables
from planner.solve.cbc import solve_with_cbc
from planner.solve.own_repair import outward
from planner.solve.session import Outcome
from planner.tables.own import OwnTables, read_own

FIXTURES = Path(__file__).parent / "fixtures"
OWN = FIXTURES / "own"
ALLOWANCES = (3.0, 70.0, 0.8, 12.0, 5.0, 1.8, 2.7, 18.0, 75.0)  # National Research Council (1943), a day
NEAR = 1e-6
pytestmark = pytest.mark.filterwarnings("ignore:PULP_CBC_CMD")  # deprecated for PuLP 4 only

Answer = dict[str, Any]


def answer(name: str, targets: str | None = None, **how: bool) -> Answer:
    return own_object(solve_tables(OWN / f"{name}_foods.csv", OWN / f"{targets or name}_targets.csv", **how))


def bindings(found: Answer, key: str = "shadow_price") -> dict[tuple[str, str], float]:
    return {(row["nutrient"], row["side"]): row[key] for row in found["binding"]}


def sides(rows: list[Answer]) -> set[tuple[str, str]]:
    return {(row.get("nutrient", row.get("food")), row["side"]) for row in rows}


# --- published problems ---


@pytest.fixture(scope="module")
def stigler(tmp_path_factory: pytest.TempPathFactory) -> OwnTables:
    """Stigler's 77 foods per dollar spent, as two files."""
    folder = tmp_path_factory.mktemp("stigler")
    with (FIXTURES / "stigler_1945.csv").open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    with (folder / "foods.csv").open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [["food", "cost", "min", "max", *header[1:]], *([r[0], "1", "", "", *r[1:]] for r in rows)]
        )
    wanted = "".join(f"{name},{least},\n" for name, least in zip(header[1:], ALLOWANCES, strict=True))
    (folder / "targets.csv").write_text("nutrient,min,max\n" + wanted, encoding="utf-8")
    return read_own(folder / "foods.csv", folder / "targets.csv")


def test_stiglers_diet_costs_what_is_published(stigler: OwnTables) -> None:
    """39.66 dollars a year: Laderman (1947) in Dantzig (1963). Five foods, five binding targets."""
    found = own_object(explain_own(stigler, integer=False))
    assert len(stigler.foods) == 77
    assert found["status"] == "optimal"
    assert 365 * found["objective"] == pytest.approx(39.66, abs=0.005)  # type: ignore[operator]
    assert set(found["amounts"]) == {  # type: ignore[call-overload]
        "wheat flour (enriched)",
        "liver (beef)",
        "cabbage",
        "spinach",
        "navy beans (dried)",
    }
    priced = bindings(found)
    assert len(priced) == 5
    assert sum(price * ALLOWANCES[stigler.nutrients.index(n)] for (n, _), price in priced.items()) == pytest.approx(
        found["objective"], rel=1e-9
    )


def test_the_diet_of_the_ampl_book() -> None:
    """Fourer, Gay, Kernighan (2003), chapter 2: 88.2, all of it macaroni and cheese."""
    found = answer("ampl")
    assert found["objective"] == pytest.approx(88.2, abs=NEAR)
    assert found["amounts"] == {"MCH": pytest.approx(46.6666667, abs=NEAR)}
    assert found["totals"] == pytest.approx({"A": 700, "C": 4900 / 3, "B1": 700, "B2": 700})


def test_where_three_targets_meet_each_price_is_that_of_one_more_unit() -> None:
    """By hand: a unit of A by meat loaf for macaroni, of B1 by spaghetti, of B2 by macaroni alone."""
    found = answer("ampl")
    assert bindings(found) == pytest.approx({("A", "min"): 0.1 / 55, ("B1", "min"): 0.01, ("B2", "min"): 1.89 / 15})
    assert bindings(found, "holds_to")["B1", "min"] == pytest.approx(700 * 25 / 15)  # spaghetti alone
    lowered = bindings(found, "shadow_price_if_lowered")
    assert lowered == pytest.approx({("A", "min"): 0, ("B1", "min"): 0, ("B2", "min"): 0.116}, abs=1e-9)


def test_the_second_diet_of_the_ampl_book_with_its_published_duals() -> None:
    """Chapter 2 and exercise 2-4: amounts, dual values and reduced costs with sodium at most 50,000."""
    found = answer("ampl2", "ampl2a")
    assert found["objective"] == pytest.approx(118.0594032, abs=NEAR)
    amounts = {"BEEF": 5.36061, "CHK": 2, "FISH": 2, "HAM": 10, "MCH": 10, "MTL": 10, "SPG": 9.30605, "TUR": 2}
    assert found["amounts"] == pytest.approx(amounts, abs=1e-5)
    assert bindings(found) == pytest.approx({("B2", "min"): 0.404585, ("NA", "max"): -0.00306905}, abs=1e-6)
    reduced = {
        "BEEF": 0,
        "CHK": 1.18884,
        "FISH": 1.14441,
        "HAM": -0.302651,
        "MCH": -0.551151,
        "MTL": -1.3289,
        "SPG": 0,
        "TUR": 2.73162,
    }
    assert found["reduced_costs"] == pytest.approx(reduced, abs=1e-5)


def test_whole_packages_of_the_ampl_book() -> None:
    """Section 2.3: 119.3 in whole packages. Whole units have no prices: those of fractions are named so."""
    found = answer("ampl2", "ampl2a", integer=True)
    assert found["objective"] == pytest.approx(119.3, abs=NEAR)
    assert found["amounts"] == {
        "BEEF": 9,
        "CHK": 2,
        "FISH": 2,
        "HAM": 8,
        "MCH": 10,
        "MTL": 10,
        "SPG": 7,
        "TUR": 2,
    }
    assert all(isinstance(value, int) for value in found["amounts"].values())
    assert found["prices_of"] == "relaxation"
    assert found["relaxation"]["objective"] == pytest.approx(118.0594032, abs=NEAR)


def test_the_impossible_diet_of_the_ampl_book() -> None:
    """Sodium at most 40,000: 601.091 of B2 at best (section 2.3); 48,186 of sodium, then 123.627 (section 8.3)."""
    found = answer("ampl2")
    assert found["status"] == "infeasible"
    assert {("B2", "min"), ("NA", "max")} <= sides(found["conflict"])
    assert found["reachable"] == pytest.approx({"B2": 601.091, "NA": 48186}, abs=1e-3)
    repairs = {row.get("nutrient", row.get("food")): row for row in found["repairs"]}
    assert repairs["NA"]["to"] == pytest.approx(48186, abs=1e-3)
    assert repairs["NA"]["relative_change"] == pytest.approx(8186 / 40000)
    assert repairs["NA"]["objective"] == pytest.approx(123.627, abs=1e-3)
    assert [row["relative_change"] for row in found["repairs"]] == sorted(
        row["relative_change"] for row in found["repairs"]
    )


def test_dantzigs_six_foods_agree_with_a_solution_by_hand() -> None:
    """Dantzig (1963), in exercise 2-1 of the AMPL book: potatoes and milk bring energy and calcium exactly."""
    found = answer("dantzig")
    potatoes, milk = np.linalg.solve([[318, 309], [42, 536]], [3000, 800])
    assert found["amounts"] == pytest.approx({"potatoes": potatoes, "milk": milk})
    prices = np.linalg.solve([[318, 42], [309, 536]], [0.05, 0.23])
    assert list(bindings(found).values()) == pytest.approx(list(prices))


def test_gurobis_diet(tmp_path: Path) -> None:
    """The diet example of the Gurobi manual: 11.8288611 of hamburger, milk and ice cream; without dairy none."""
    foods = (
        "food,cost,min,max,calories,protein,fat,sodium\nhamburger,2.49,,,410,24,26,730\n"
        "chicken,2.89,,,420,32,10,1190\nhot dog,1.50,,,560,20,32,1800\nfries,1.89,,,380,4,19,270\n"
        "macaroni,2.09,,,320,12,10,930\npizza,1.99,,,320,15,12,820\nsalad,2.49,,,320,31,12,1230\n"
        "milk,0.89,,,100,8,2.5,125\nice cream,1.59,,,330,8,10,180\n"
    )
    found = typed(tmp_path, foods, "calories,1800,2200\nprotein,91,\nfat,0,65\nsodium,0,1779\n")
    assert found["objective"] == pytest.approx(11.828861111, abs=NEAR)
    amounts = {"hamburger": 0.604513888889, "milk": 6.97013888889, "ice cream": 2.59131944444}
    assert found["amounts"] == pytest.approx(amounts)


def test_whiskas_cat_food(tmp_path: Path) -> None:
    """The blending problem of the PuLP manual: 60 g of beef and 40 g of gel in 100 g for 0.52."""
    foods = (
        "food,cost,min,max,total,protein,fat,fibre,salt\nchicken,0.013,,,1,0.1,0.08,0.001,0.002\n"
        "beef,0.008,,,1,0.2,0.1,0.005,0.005\nmutton,0.010,,,1,0.15,0.11,0.003,0.007\n"
        "rice,0.002,,,1,0,0.01,0.1,0.002\nwheat,0.005,,,1,0.04,0.01,0.15,0.008\ngel,0.001,,,1,0,0,0,0\n"
    )
    found = typed(tmp_path, foods, "total,100,100\nprotein,8,\nfat,6,\nfibre,,2\nsalt,,0.4\n")
    assert found["objective"] == pytest.approx(0.52, abs=NEAR)
    assert found["amounts"] == pytest.approx({"beef": 60, "gel": 40})


def typed(folder: Path, foods: str, targets: str) -> Answer:
    (folder / "foods.csv").write_text(foods, encoding="utf-8")
    (folder / "targets.csv").write_text("nutrient,min,max\n" + targets, encoding="utf-8")
    return own_object(solve_tables(folder / "foods.csv", folder / "targets.csv"))


# --- laws for random tables ---


def random_tables(seed: int, wild: bool = False) -> OwnTables:
    """A few foods and targets that meet or clash; `wild`: in units from 1e-6 to 1e7."""
    chance = np.random.default_rng(seed)
    foods, nutrients = int(chance.integers(1, 9)), int(chance.integers(1, 6))
    amounts = np.round(chance.uniform(0, 10, (foods, nutrients)), 1) * (chance.uniform(size=(foods, nutrients)) < 0.7)
    reach = chance.uniform(5, 60)
    lower = np.where(chance.uniform(size=nutrients) < 0.7, np.round(chance.uniform(0, reach, nutrients)), -np.inf)
    upper = np.where(chance.uniform(size=nutrients) < 0.4, np.round(chance.uniform(1, 2 * reach, nutrients)), np.inf)
    upper = np.where(upper < lower, lower, upper)
    least = np.where(chance.uniform(size=foods) < 0.2, np.round(chance.uniform(0, 2, foods), 1), 0.0)
    most = np.where(chance.uniform(size=foods) < 0.4, np.round(chance.uniform(2, 8, foods)), np.inf)
    unit = 10.0 ** chance.integers(-6, 8, nutrients) if wild else np.ones(nutrients)
    return OwnTables(
        foods=tuple(f"food {place}" for place in range(foods)),
        cost=np.round(chance.uniform(0, 5, foods), 2),
        least=least,
        most=most,
        nutrients=tuple(f"nutrient {place}" for place in range(nutrients)),
        per_unit=amounts * unit,
        lower=lower * unit,
        upper=upper * unit,
        units=("",) * nutrients,
        places=("",) * foods,
    )


def by_cbc(tables: OwnTables, integer: bool = False) -> tuple[Outcome, float]:
    """Outcome and cost by CBC, from the plain tables: nothing scaled, nothing shared."""
    builder = SpecBuilder()
    least, most = (np.ceil(tables.least), np.floor(tables.most)) if integer else (tables.least, tables.most)
    if (least > most).any():
        return Outcome.INFEASIBLE, np.inf
    x = builder.columns(tables.cost, most, integer)
    unit = np.maximum(np.abs(tables.per_unit).max(axis=0), 1e-12)
    for place, name in enumerate(tables.nutrients):
        values = tables.per_unit[:, place] / unit[place]
        if np.isfinite(tables.lower[place]):
            builder.at_least(name, x, values, tables.lower[place] / unit[place])
        if np.isfinite(tables.upper[place]):
            builder.at_most(name, x, values, tables.upper[place] / unit[place])
    builder.at_least("nothing", x[:0], np.empty(0), 0.0)
    outcome, cost, _ = solve_with_cbc(replace(builder.finish(), lower=least))
    return outcome, cost


def opened(tables: OwnTables, limits: list[Limit]) -> OwnTables:
    for limit in limits:
        tables = moved(tables, limit, np.inf if limit.is_upper else 0.0 if limit.is_food else -np.inf)
    return tables


def named(tables: OwnTables, row: Answer) -> Limit:
    """The bound that an entry of a conflict or repair names."""
    key = ("food" in row, row.get("food", row.get("nutrient")), row["side"])
    return next(x for x in (*targets(tables), *portions(tables)) if (x.is_food, x.name, x.side) == key)


random_problems = settings(max_examples=40, deadline=None)


@random_problems
@given(seed=st.integers(0, 10**6), wild=st.booleans())
def test_another_solver_finds_the_same(seed: int, wild: bool) -> None:
    tables = random_tables(seed, wild)
    found = own_object(explain_own(tables, integer=False))
    outcome, cost = by_cbc(tables)
    assert found["status"] == str(outcome)
    if outcome is Outcome.OPTIMAL:
        assert found["objective"] == pytest.approx(cost, rel=NEAR, abs=NEAR)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_another_solver_finds_the_same_in_whole_units(seed: int) -> None:
    tables = random_tables(seed)
    found = own_object(explain_own(tables, integer=True))
    outcome, cost = by_cbc(tables, integer=True)
    assert found["status"] == str(outcome)
    if outcome is Outcome.OPTIMAL:
        assert found["objective"] == pytest.approx(cost, rel=NEAR, abs=NEAR)


@random_problems
@given(seed=st.integers(0, 10**6))
def test_prices_are_finite_differences_and_one_dual_solution(seed: int) -> None:
    tables = random_tables(seed)
    found = own_object(explain_own(tables, integer=False))
    assume(found["status"] == "optimal")
    duals = np.zeros(len(tables.nutrients))
    for row in found["binding"]:
        place = tables.nutrients.index(row["nutrient"])
        duals[place] += row["dual"]
        exact = tables.lower[place] == tables.upper[place]
        sides = [x for x in targets(tables) if x.name == row["nutrient"] and (exact or x.side == row["side"])]
        for side, key, end in ((1, "shadow_price", "holds_to"), (-1, "shadow_price_if_lowered", "holds_from")):
            room = np.inf if row[end] is None else abs(row[end] - row["bound"])
            other, way = tables, side * (min(room, 1e-3) or 1e-3)
            for limit in sides:
                other = moved(other, limit, limit.bound + way)
            beside = explain_own(other, integer=False).optimum
            if beside.outcome is Outcome.OPTIMAL:
                assert (beside.objective - found["objective"]) / way == pytest.approx(row[key], abs=2e-6)
            else:
                assert way < 0 or not row["can_be_raised"]
    reduced = np.array([found["reduced_costs"][food] for food in tables.foods])
    assert tables.cost - tables.per_unit @ duals == pytest.approx(reduced, abs=1e-8)
    for food, least, most in zip(tables.foods, tables.least, tables.most, strict=True):
        if least + NEAR < found["amounts"].get(food, 0) < most - NEAR:
            assert found["reduced_costs"][food] == pytest.approx(0, abs=1e-9)


@random_problems
@given(seed=st.integers(0, 10**6))
def test_a_price_holds_to_the_end_of_its_range_and_no_further(seed: int) -> None:
    tables = random_tables(seed)
    found = own_object(explain_own(tables, integer=False))
    for row in found["binding"]:  # type: ignore[attr-defined]
        here = [x for x in targets(tables) if (x.name, x.bound) == (row["nutrient"], row["bound"])]
        for end, key in ((row["holds_to"], "shadow_price"), (row["holds_from"], "shadow_price_if_lowered")):
            if end is None or abs(end - row["bound"]) < 1e-6:
                assert end is None or (key == "shadow_price" and not row["can_be_raised"])
                continue
            for share, on_the_line in ((0.5, True), (1.0 - 1e-6, True), (1.01, False)):
                other, way = tables, share * (end - row["bound"])
                for limit in here:
                    other = moved(other, limit, limit.bound + way)
                beside = explain_own(other, integer=False).optimum
                line = found["objective"] + way * row[key]
                if on_the_line:
                    assert beside.objective == pytest.approx(line, rel=1e-8, abs=1e-8)
                else:
                    assert beside.outcome is Outcome.INFEASIBLE or beside.objective > line


def impossible(integer: bool) -> Iterator[tuple[OwnTables, Answer]]:
    """Random tables without a solution."""
    for seed in range(60 if integer else 120):
        tables = random_tables(seed)
        found = own_object(explain_own(tables, integer))
        if found["status"] == "infeasible":
            yield tables, found


@pytest.mark.parametrize("integer", [False, True])
def test_conflicts_are_irreducible_and_repairs_solve(integer: bool) -> None:
    seen = 0
    for tables, found in impossible(integer):
        seen += 1
        members = [named(tables, row) for row in found["conflict"]]
        every = [*targets(tables), *portions(tables)]
        alone = replace(opened(tables, [x for x in every if x not in members]), cost=np.zeros(len(tables.foods)))
        assert by_cbc(alone, integer)[0] is Outcome.INFEASIBLE
        for member in members:
            assert by_cbc(opened(alone, [member]), integer)[0] is Outcome.OPTIMAL
        for row in found["repairs"]:
            outcome, cost = by_cbc(moved(tables, named(tables, row), row["to"]), integer)
            assert outcome is Outcome.OPTIMAL
            assert cost == pytest.approx(row["objective"], rel=1e-5, abs=NEAR)
            member = next(other for other in found["conflict"] if sides([other]) == sides([row]))
            assert row["to"] == pytest.approx(member["reachable"], rel=1e-7, abs=1e-9)
            assert "food" in row or row["nutrient"] in found["reachable"]
        if not found["repairs"]:
            for member in members:
                assert by_cbc(opened(tables, [member]), integer)[0] is Outcome.INFEASIBLE
            together = tables
            for row in found["joint_repair"]:
                together = moved(together, named(tables, row), row["to"])
            assert by_cbc(together, integer)[0] is Outcome.OPTIMAL
        else:
            assert not found["joint_repair"]
    assert seen > 10


def test_targets_are_blamed_rather_than_foods() -> None:
    """Two targets that clash whatever is eaten stand alone, though a food at its most clashes with one of them too."""
    tables = tables_of([[1.0, 1.0]], lower=[5.0, -np.inf], upper=[np.inf, 3.0], most=[4.0])
    assert sides(own_object(explain_own(tables, False))["conflict"]) == {("n0", "min"), ("n1", "max")}  # type: ignore[arg-type]


# --- corners ---


def tables_of(per_unit: list[list[float]], **given: list[float]) -> OwnTables:
    """Tables of a few numbers: cost 1, no bounds where none are given."""
    amounts = np.array(per_unit)
    foods, nutrients = amounts.shape
    bounds = {"cost": [1.0] * foods, "least": [0.0] * foods, "most": [np.inf] * foods}
    bounds |= {"lower": [-np.inf] * nutrients, "upper": [np.inf] * nutrients} | given
    return OwnTables(
        foods=tuple(f"f{place}" for place in range(foods)),
        nutrients=tuple(f"n{place}" for place in range(nutrients)),
        per_unit=amounts,
        units=("",) * nutrients,
        places=tuple(f"foods.csv, row {place + 2} (f{place})" for place in range(foods)),
        **{key: np.array(value) for key, value in bounds.items()},
    )


def test_a_target_that_no_food_serves() -> None:
    found = own_object(explain_own(tables_of([[0.0]], lower=[5.0]), False))
    assert found["conflict"] == [{"nutrient": "n0", "side": "min", "bound": 5.0, "reachable": 0.0}]
    assert found["reachable"] == {"n0": 0.0}
    assert [(row["to"], row["relative_change"]) for row in found["repairs"]] == [(0.0, 1.0)]  # type: ignore[attr-defined]
    assert own_object(explain_own(tables_of([[0.0]], upper=[5.0]), False))["status"] == "optimal"


def test_no_bounds_at_all_need_no_food() -> None:
    found = own_object(explain_own(tables_of([[1.0, 2.0]]), False))
    assert (found["status"], found["objective"], found["amounts"]) == ("optimal", 0.0, {})


@pytest.mark.parametrize("integer", [False, True])
def test_a_negative_cost_without_a_limit_has_no_optimum(integer: bool) -> None:
    found = own_object(explain_own(tables_of([[1.0], [2.0]], cost=[1.0, -1.0], lower=[3.0]), integer))
    assert (found["status"], found["unbounded_foods"]) == ("unbounded", ["f1"])
    assert "foods.csv, row 3 (f1), column cost is -1" in str(found["message"])
    limited = own_object(explain_own(tables_of([[1.0], [2.0]], cost=[1.0, -1.0], lower=[3.0], upper=[9.0]), integer))
    assert limited["objective"] == (-4.0 if integer else -4.5)


def test_an_impossible_problem_with_a_negative_cost_is_impossible() -> None:
    tables = tables_of([[0.0], [0.0]], cost=[1.0, -1.0], lower=[3.0])
    assert {own_object(explain_own(tables, integer))["status"] for integer in (False, True)} == {"infeasible"}


def test_a_target_that_is_one_number_moves_as_one() -> None:
    """Cheap f0 brings too much of n1 for what n0 needs: of exactly 4, one more unit costs or saves."""
    found = own_object(explain_own(tables_of([[1.0], [2.0]], cost=[1.0, 3.0], lower=[4.0], upper=[4.0]), False))
    assert bindings(found) == {("n0", "min"): 1.0}
    forced = own_object(explain_own(tables_of([[1.0]], cost=[-1.0], lower=[4.0], upper=[4.0]), False))
    assert bindings(forced) == {("n0", "max"): -1.0}


def test_a_target_at_the_end_of_its_reach_cannot_be_raised() -> None:
    found = own_object(explain_own(tables_of([[1.0]], lower=[4.0], most=[4.0]), False))
    (row,) = found["binding"]  # type: ignore[misc]
    assert not row["can_be_raised"]
    assert row["shadow_price"] == row["shadow_price_if_lowered"] == 1.0


def test_two_conflicts_at_once_need_a_joint_repair() -> None:
    tables = tables_of([[1.0, 0.0], [0.0, 1.0]], lower=[5.0, 8.0], most=[4.0, 4.0])
    found = own_object(explain_own(tables, False))
    assert not found["repairs"]
    assert found["reachable_keeps"] == "conflict"
    joint = {row["nutrient"]: row["to"] for row in found["joint_repair"]}  # type: ignore[attr-defined]
    assert joint == {"n0": 4.0, "n1": 4.0}
    assert "together" in str(found["message"])


def test_a_conflict_of_many_foods_is_told_in_few_words() -> None:
    tables = tables_of([[1.0]] * 30, lower=[100.0], most=[3.0] * 30)
    found = own_object(explain_own(tables, False))
    assert len(found["conflict"]) == 31  # type: ignore[arg-type]
    assert len(found["repairs"]) == 20  # type: ignore[arg-type]
    assert found["repairs"][0]["nutrient"] == "n0"  # type: ignore[index]
    assert "and 22 more bounds of foods." in str(found["message"])


def test_of_very_many_foods_targets_alone_are_blamed() -> None:
    tables = tables_of([[1.0, 1.0]] * 501, lower=[2000.0, -np.inf], upper=[np.inf, 90.0], most=[3.0] * 501)
    found = own_object(explain_own(tables, False))
    assert found["foods_kept"]
    assert found["conflict"] == [{"nutrient": "n0", "side": "min", "bound": 2000.0, "reachable": 90.0}]
    assert "every food within its min and max" in str(found["message"])


def test_a_bound_of_zero_has_no_share_to_change_by() -> None:
    tables = tables_of([[1.0, 1.0]], lower=[5.0, -np.inf], upper=[np.inf, 0.0])
    rows = own_object(explain_own(tables, False))["repairs"]
    assert [(row["to"], row["relative_change"]) for row in rows] == [(0.0, 1.0), (5.0, None)]  # type: ignore[attr-defined]


def test_whole_units_between_fractions() -> None:
    tables = tables_of([[1.0]], least=[0.5], most=[0.7])
    found = own_object(explain_own(tables, True))
    assert sides(found["conflict"]) == {("f0", "min"), ("f0", "max")}  # type: ignore[arg-type]
    assert {(row["side"], row["to"]) for row in found["repairs"]} == {("min", 0.0), ("max", 1.0)}  # type: ignore[attr-defined]


@pytest.mark.parametrize("least", [1.7, 1.2])
def test_fractional_bounds_of_whole_units_do_not_mislead(least: float) -> None:
    """HiGHS 1.15.1 presolves such a bound to a wrong optimum; here it stands as a whole number."""
    tables = random_tables(51)
    tables = moved(tables, Limit("food 0", True, 0, False, 0.0), least)
    model = build_own(tables, integer=True)
    assert model.spec.lower[0] == 2.0


def test_numbers_round_to_the_side_that_solves() -> None:
    assert outward(601.0913705583755, up=False) == 601.09137
    assert outward(48186.000000000095, up=True) == 48186.0
    assert outward(1 / 3, up=True, digits=3) == 0.334
    assert outward(-1 / 3, up=False, digits=3) == -0.334
    assert outward(0.0, up=True) == 0.0
    assert outward(7.0, up=False, step=1) == 6.99999999


@pytest.mark.parametrize(
    ("value", "shown"), [(48186.4, "48,186"), (0.003069054, "0.0030691"), (700.0, "700"), (1e7, "10,000,000"), (0, "0")]
)
def test_numbers_to_read(value: float, shown: str) -> None:
    assert figure(value) == shown


@pytest.mark.parametrize("integer", [False, True])
def test_a_dear_food_hides_no_difference_between_cheap_ones(integer: bool) -> None:
    tables = tables_of([[2.0], [3.0], [1.0]], cost=[0.001, 0.0011, 1e9], lower=[10.0])
    found = own_object(explain_own(tables, integer))
    assert found["amounts"] == ({"f0": 2, "f1": 2} if integer else {"f1": pytest.approx(10 / 3)})
    assert found["bound"] == pytest.approx(found["objective"], rel=1e-9)
