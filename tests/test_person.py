"""Who a plan is for: energy by worked examples, sizes, life stages, and clear refusals."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import UnsupportedPerson, WrongInput
from planner.person import Person, body_mass_index, energy_need, energy_requirement
from planner.tables.references import load_references

REFERENCES = load_references(Path(__file__).parents[1] / "data")


@pytest.mark.parametrize(
    ("person", "kcal"),
    [
        # The worked example of the report: a low active woman of 22.
        (Person(age=22, height_cm=165, weight_kg=63, activity="low"), 2275),
        # Typed from the equations of the report and worked out by hand.
        (Person(), 2000),  # 584.90 - 7.01x35 + 5.72x165 + 11.71x61.2
        (Person(sex="male"), 2603),  # 753.07 - 10.83x35 + 6.50x178 + 14.10x76
        (Person(sex="male", age=60, height_cm=175, weight_kg=80, activity="active"), 2769),
        (Person(sex="male", age=25, height_cm=180, weight_kg=80, activity="very-active"), 3550),
        (Person(age=75, height_cm=160, weight_kg=60, activity="very-active"), 2191),
        (Person(sex="male", age=16, height_cm=174, weight_kg=61, activity="active"), 3142),
        (Person(sex="male", age=14, height_cm=164, weight_kg=50), 2415),
        (Person(age=16, height_cm=163, weight_kg=54), 2015),
        (Person(age=18, height_cm=165, weight_kg=57, activity="low"), 2269),
        # Pregnancy: the first trimester as before; week 20 and 34 with the gain by then.
        (Person(age=30, pregnant_trimester=1), 2035),
        (Person(age=30, pregnant_trimester=2), 2304),  # 1131.20 - 61.2 + 56.1 + 12.15x65.4 + 9.16x20 + 200
        (Person(age=30, pregnant_trimester=3), 2504),  # 1131.20 - 61.2 + 56.1 + 12.15x71.3 + 9.16x34 + 200
        (Person(age=30, height_cm=165, weight_kg=90, pregnant_trimester=2), 2387),  # 92.8 kg, -50
        # 693.35 - 61.2 + 945.45 + 10.20x82.1 + 9.16x34 + 150
        (Person(age=30, height_cm=165, weight_kg=75, activity="low", pregnant_trimester=3), 2876),
        # Lactation: + 540 - 140 kcal to the sixth month, + 380 after it.
        (Person(age=30, lactating_months=0), 2435),
        (Person(age=30, lactating_months=6), 2435),
        (Person(age=30, lactating_months=7), 2415),
    ],
)
def test_energy_requirement_is_that_of_the_report(person: Person, kcal: float) -> None:
    assert energy_requirement(person, REFERENCES) == kcal


def test_nobody_said_is_a_woman_of_35_needing_2000_kcal() -> None:
    person = Person().completed(REFERENCES)
    assert (person.sex, person.age, person.height_cm, person.weight_kg) == ("female", 35, 165, 61.2)
    assert Person.default("female", 35, REFERENCES) == person
    assert energy_need(Person(), REFERENCES) == 2000


def test_a_given_size_is_kept() -> None:
    person = Person(height_cm=150).completed(REFERENCES)
    assert (person.height_cm, person.weight_kg) == (150, 61.2)
    assert body_mass_index(person) == pytest.approx(27.2)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sex": "other"}, "--sex other"),
        ({"activity": "sporty"}, "--activity sporty: .* inactive, low, active, very-active"),
        ({"age": 35.5}, "--age 35.5: .* whole number"),
        ({"age": None}, "--age is missing"),
        ({"age": True}, "--age True"),
        ({"age": 130}, "--age 130"),
        ({"height_cm": 1.65}, "--height 1.65: .* cm"),
        ({"weight_kg": float("nan")}, "--weight nan"),
        ({"weight_kg": -60}, "--weight -60"),
        ({"energy_kcal": float("inf")}, "--energy inf"),
        ({"pregnant_trimester": 4}, "--pregnant 4: .* 1 to 3"),
        ({"lactating_months": 13}, "--lactating 13: .* 0 to 12"),
        ({"sex": "male", "pregnant_trimester": 1}, "--pregnant goes with --sex female"),
        ({"sex": "male", "lactating_months": 1}, "--lactating goes with --sex female"),
    ],
)
def test_a_slip_is_refused_by_its_option(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        Person(**fields)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"age": 13}, "ages 14 and over. Younger children .* paediatrician"),
        ({"age": 0}, "ages 14 and over"),
        ({"age": 51, "pregnant_trimester": 2}, "--pregnant at --age 51"),
        ({"age": 55, "lactating_months": 2}, "--lactating at --age 55"),
        ({"pregnant_trimester": 2, "lactating_months": 8}, "both at once"),
    ],
)
def test_people_outside_the_tables_are_told_why(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(UnsupportedPerson, match=message):
        Person(**fields)


@pytest.mark.parametrize("sizes", [(180.0, 45.0), (150.0, 150.0)])
def test_an_extreme_body_mass_index_goes_to_a_doctor(sizes: tuple[float, float]) -> None:
    with pytest.raises(UnsupportedPerson, match=r"body mass index .* Check the two numbers.* doctor"):
        energy_need(Person(height_cm=sizes[0], weight_kg=sizes[1]), REFERENCES)


@pytest.mark.parametrize(
    ("person", "message"),
    [
        (Person(energy_kcal=1199), "--energy 1199 is under 1200"),
        (Person(sex="male", energy_kcal=1450), "--energy 1450 is under 1500"),
        (Person(age=17, energy_kcal=1500), "under 19"),
        (Person(pregnant_trimester=1, energy_kcal=1830), "in pregnancy"),
        (Person(lactating_months=4, energy_kcal=2000), "while breastfeeding"),
        (Person(height_cm=170, weight_kg=50, energy_kcal=1500), "body mass index under 18.5"),
    ],
)
def test_too_little_energy_is_refused(person: Person, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        energy_need(person, REFERENCES)


def test_a_moderate_deficit_is_an_adults_choice() -> None:
    assert energy_need(Person(energy_kcal=1600), REFERENCES) == 1600


def test_nobody_is_planned_below_the_floor() -> None:
    frail = Person(sex="male", age=95, height_cm=150, weight_kg=45)
    assert energy_requirement(frail, REFERENCES) < 1500
    assert energy_need(frail, REFERENCES) == 1500


@given(
    sex=st.sampled_from(["female", "male"]),
    age=st.integers(14, 100),
    height=st.floats(140, 210),
    index=st.floats(18.5, 45),
    activity=st.sampled_from(["inactive", "low", "active", "very-active"]),
)
def test_heavier_people_need_more_and_everybody_a_plausible_amount(
    sex: Any, age: int, height: float, index: float, activity: Any
) -> None:
    weight = index * (height / 100) ** 2
    lighter = Person(sex=sex, age=age, height_cm=height, weight_kg=weight, activity=activity)
    heavier = Person(sex=sex, age=age, height_cm=height, weight_kg=weight + 2, activity=activity)
    assert 1200 <= energy_need(lighter, REFERENCES) <= energy_need(heavier, REFERENCES) < 7500
