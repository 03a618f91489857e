"""Foods that can carry germs: who gets none of them, what stands above the week, and the check of a plan."""

from dataclasses import replace
from pathlib import Path

import pytest
from helpers import catalogue, plain, plan_for, targets_of
from test_cli import run
from test_labels import EATER, as_if, said_of
from test_tables import cell, rewrite, tables  # noqa: F401

from planner import Person, PlanRequest
from planner.errors import TableError
from planner.on_offer import cautions_of
from planner.request import check_request
from planner.tables.catalogue import load_catalogue
from planner.verify import _avoided

GERMS = ("raw_sprouts", "unpasteurised", "raw_fish", "deli_meat")
RISKY = {"alfalfa-sprouts", "bean-sprouts-raw", "queso-fresco", "deli-turkey", "ham"}
OLD = replace(EATER, person=Person(age=65))
ILL = (
    *("kidney disease", "liver transplant", "chemo", "prednisone", "methotrexate", "Humira", "tacrolimus", "cirrhosis"),
    *("type 1 diabetes", "type 2 diabetes", "diabetes", "HIV"),
)


def kept_out(request: PlanRequest) -> dict[str, str]:
    """The risky foods that a request leaves out, with why."""
    found = cautions_of(check_request(request, catalogue()), catalogue())
    return {food: why for food, why in found.items() if food in RISKY}


def test_what_can_carry_listeria_is_kept_from_people_from_65_on_and_not_before() -> None:
    assert kept_out(OLD).keys() == RISKY
    assert all("from 65 on" in why for why in kept_out(OLD).values())
    assert not kept_out(replace(EATER, person=Person(age=64)))


@pytest.mark.parametrize("text", ILL)
def test_what_can_carry_listeria_is_kept_from_people_with_a_weak_defence(text: str) -> None:
    found = kept_out(replace(EATER, conditions=(text,)))
    assert found.keys() == RISKY
    assert all(why.startswith("not planned with ") for why in found.values())


def test_pregnancy_keeps_its_cautions_and_the_healthy_eat_everything() -> None:
    pregnant = kept_out(replace(EATER, person=Person(age=30, pregnant_trimester=2)))
    assert pregnant.keys() == RISKY and all("in pregnancy" in why for why in pregnant.values())
    assert not kept_out(EATER) and not kept_out(replace(EATER, conditions=("asthma",)))


@pytest.mark.parametrize("caution", GERMS)
def test_every_row_of_germs_holds_from_65_on_and_for_every_transplant_chemotherapy_and_dialysis(caution: str) -> None:
    row = next(row for row in plain("cautions.csv") if row["caution"] == caution)
    weak = ("transplant", "chemotherapy", "dialysis", "immune", "kidney-disease")
    named = {each["condition"] for each in plain("conditions.csv") if any(word in each["condition"] for word in weak)}
    assert row["age_from"] == "65" and "CDC" in row["source"]
    assert named <= set(row["conditions"].split())


def test_above_the_week_one_sentence_says_what_is_left_out_and_why() -> None:
    said = [line for line in targets_of(OLD).warnings if "from 65 on" in line]
    assert len(said) == 1 and "alfalfa sprouts" in said[0] and "Listeria" in said[0]
    vegan = next(line for line in targets_of(PlanRequest(person=Person(age=80))).warnings if "from 65 on" in line)
    assert "ham" not in vegan and "queso" not in vegan
    ill = targets_of(replace(EATER, conditions=("chemo",))).warnings
    assert sum("alfalfa sprouts" in line for line in ill) == 1


def test_the_sentence_stands_above_the_first_day() -> None:
    done = run("week", "--diet", "omnivore", "--age", "70", "--days", "1")
    text = " ".join(done.out.split())
    assert done.code == 0, done.err
    assert text.index("Not planned from 65 on") < text.index("Day 1 ")


def test_feta_is_chosen_pasteurized_by_whoever_is_at_risk() -> None:
    for request in (OLD, replace(EATER, conditions=("chemo",)), replace(EATER, person=Person(pregnant_trimester=1))):
        assert "pasteurized" in said_of("feta", request)
    assert "pasteurized" not in said_of("feta", EATER)


@pytest.mark.parametrize(
    "request_",
    [OLD, replace(EATER, conditions=("chemotherapy",)), replace(EATER, person=Person(age=30, pregnant_trimester=1))],
)
@pytest.mark.parametrize("food", ["ham", "queso-fresco", "alfalfa-sprouts"])
def test_the_check_of_a_plan_finds_a_risk(request_: PlanRequest, food: str) -> None:
    plan = as_if(plan_for(replace(EATER, days=3)), food)
    assert any("is a risk for this person" in fault for fault in _avoided(plan, request_, catalogue()))
    assert not any("is a risk" in fault for fault in _avoided(plan, EATER, catalogue()))


def test_a_caution_of_an_illness_that_does_not_exist_is_named(tables: Path) -> None:  # noqa: F811
    rewrite(tables / "cautions.csv", cell("conditions", "chemotherapie", caution="deli_meat"))
    with pytest.raises(TableError, match=r"cautions\.csv \(deli_meat\): chemotherapie is not in conditions\.csv"):
        load_catalogue(tables)
