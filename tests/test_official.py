"""Weeks recomputed from the official FNDDS 2021-2023 file by food code: no hard bound is broken.

STEADYPLATE_EVERYBODY=1 plans for all people at three energies each instead of a few.
"""

import os
import re
from dataclasses import replace
from functools import lru_cache

import pytest
from helpers import DIETS, OFFICIAL, catalogue, plain, plain_by, plan_for, targets_of

from planner import Person, PlanRequest
from planner.errors import WrongInput
from planner.person import energy_need

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads the official file: pip install steadyplate[build]")

FILE = OFFICIAL / "fndds_2021_2023" / "2021-2023 FNDDS At A Glance - FNDDS Nutrient Values.xlsx"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the official FNDDS file is not here")
FOODS = plain_by("foods.csv", "food")
SLACK = 2e-6  # relative: the solver's tolerance and rounding
EVERYBODY = bool(os.environ.get("STEADYPLATE_EVERYBODY"))
AGES = (16, 25, 40, 60, 75)
PEOPLE = [
    *(Person(sex=sex, age=age) for sex in ("female", "male") for age in AGES),
    *(Person(age=30, pregnant_trimester=trimester) for trimester in (1, 2, 3)),
    Person(age=30, lactating_months=3),
]
FEW = [
    ("vegan", Person(age=75)),
    ("vegan", Person(sex="male", age=16)),
    ("vegan", Person(age=30, pregnant_trimester=3)),
    ("vegetarian", Person(age=30, lactating_months=3)),
    ("vegetarian", Person(sex="male", age=40)),
    ("pescatarian", Person(age=60)),
    ("pescatarian", Person(sex="male", age=75)),
    ("omnivore", Person(age=16)),
    ("omnivore", Person(sex="male", age=25)),
]
CASES = [(diet, one) for diet in DIETS for one in PEOPLE] if EVERYBODY else FEW


def plainly(text: object) -> str:
    return re.sub(r"\s+", " ", str(text)).strip()


@lru_cache(maxsize=1)
def official() -> dict[int, dict[str, float]]:
    """Nutrients of the foods of the catalogue by food code, per 100 g, by the column names of the tables."""
    codes = {int(row["fndds_code"]) for row in FOODS.values() if row["fndds_code"]}
    columns = {
        row["nutrient"]: [plainly(part) for part in row["source_column"].split(" & ")]
        for row in plain("nutrient_definitions.csv")
        if row["source_table"] == "fndds"
    }
    book = openpyxl.load_workbook(FILE, read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    header: list[str] = []
    while "Food code" not in header:
        header = [plainly(name) for name in next(lines)]
    place = {name: at for at, name in enumerate(header)}
    found = {}
    for line in lines:
        code = line[place["Food code"]]
        if code is not None and int(code) in codes:
            found[int(code)] = {
                nutrient: sum(float(line[place[part]]) for part in parts) for nutrient, parts in columns.items()
            }
    book.close()
    assert len(found) == len(codes)
    return found


@lru_cache(maxsize=1)
def corrected() -> dict[str, set[str]]:
    """Nutrients of a food that nutrient_corrections.csv takes from another source; "*" are all."""
    return {row["food"]: set(row["nutrients"].split()) for row in plain("nutrient_corrections.csv")}


def per_100g(food: str, nutrient: str) -> float | None:
    """Official value; that of the project's table where FNDDS holds none (labels, cups, SR) or another is better."""
    row = FOODS[food]
    own = bool({nutrient, "*"} & corrected().get(food, set()))
    if not own and row["nutrient_source"] == "fndds" and nutrient in official()[int(row["fndds_code"])]:
        return official()[int(row["fndds_code"])][nutrient]
    text = plain_by("nutrients.csv", "food")[food][nutrient]
    return float(text) if text else None


def test_the_tables_hold_the_official_values_to_rounding() -> None:
    nutrients, compared, better = plain_by("nutrients.csv", "food"), 0, corrected()
    for food, row in FOODS.items():
        if row["nutrient_source"] != "fndds":
            continue
        for nutrient, value in official()[int(row["fndds_code"])].items():
            if not {nutrient, "*"} & better.get(food, set()):
                assert float(nutrients[food][nutrient]) == pytest.approx(value, rel=1e-6, abs=1e-6), (food, nutrient)
                compared += 1
    assert compared > 10_000


def test_nearly_every_food_has_its_official_code() -> None:
    assert sum(row["nutrient_source"] != "fndds" for row in FOODS.values()) <= 8


def check(request: PlanRequest) -> None:
    plan, targets = plan_for(request), targets_of(request)
    for bound in targets.hard():
        known = [(per_100g(item.food, bound.nutrient), item.grams) for item in plan.items()]
        mean = sum((value or 0.0) * grams / 100 for value, grams in known) / len(plan.days)
        assert bound.lower is None or mean >= bound.lower * (1 - SLACK) - SLACK, (bound, mean)
        assert bound.upper is None or mean <= bound.upper * (1 + SLACK) + SLACK, (bound, mean)
    assert plan.status in ("optimal", "feasible")
    assert len(plan.foods) >= 30
    for result in plan.targets:
        if not result.bound.hard:
            assert result.bound.basis and result.bound.source


@pytest.mark.parametrize(
    ("diet", "person"), CASES, ids=[f"{d}-{p.sex}-{p.age}-{p.stage}-{p.pregnant_trimester or ''}" for d, p in CASES]
)
def test_no_hard_bound_is_broken_by_the_official_values(diet: str, person: Person) -> None:
    check(PlanRequest(person=person, diet=diet))


@pytest.mark.skipif(not EVERYBODY, reason="a long run: set STEADYPLATE_EVERYBODY=1")
@pytest.mark.parametrize("factor", [0.85, 1.2])
@pytest.mark.parametrize(
    ("diet", "person"), CASES, ids=[f"{d}-{p.sex}-{p.age}-{p.stage}-{p.pregnant_trimester or ''}" for d, p in CASES]
)
def test_other_energies_give_a_week_or_a_refusal_that_is_right(diet: str, person: Person, factor: float) -> None:
    need = energy_need(person, catalogue().references)
    request = PlanRequest(person=replace(person, energy_kcal=round(need * factor)), diet=diet)
    try:
        targets_of(request)
    except WrongInput as error:
        assert factor < 1
        assert "deficit" in str(error) or "medical care" in str(error)
        return
    check(request)
