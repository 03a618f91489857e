"""Supplements and medicines taken: how they are read, when all stops, what they leave for food."""

import json
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

import pytest
from helpers import catalogue, needed_with, plain, plain_high, plain_mean, plan_for, targets_of
from hypothesis import given
from hypothesis import strategies as st

from planner.cli import main
from planner.errors import PlannerError, WrongInput
from planner.exports import words
from planner.person import Person
from planner.request import PlanRequest, TargetWish, check_request
from planner.taken import Taken, parse_supplement, supplied
from planner.ui.address import from_texts, to_texts
from planner.ui.choices import Choices

WORDS = [(word, row.supplement) for row in catalogue().supplements for word in row.spellings]
UPPERS = {
    row["nutrient"]: float(row["upper"])
    for row in plain("reference_intakes.csv")
    if (row["sex"], row["stage"], row["age_from"], row["kind"]) == ("female", "general", "31", "UL")
}


def taking(*texts: str, **fields: Any) -> PlanRequest:
    """A request of somebody who takes these."""
    return PlanRequest(supplements=tuple(map(parse_supplement, texts)), **fields)


def brought(*texts: str) -> dict[str, float]:
    """What these bring."""
    return supplied(check_request(taking(*texts), catalogue()), catalogue())


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command line."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(list(arguments))
    return int(left.value.code or 0), out.getvalue(), err.getvalue()


# --- how they are read


@pytest.mark.parametrize(
    ("text", "brings"),
    [
        ("magnesium=200", {"magnesium_mg": 200}),
        ("Magnesium citrate tablets = 0.2 g", {"magnesium_mg": 200}),
        ("vitamin D=1000 IU", {"vitamin_d_ug": 25}),
        ("d3=25 mcg", {"vitamin_d_ug": 25}),
        ("b12=1 mg", {"vitamin_b12_ug": 1000, "added_vitamin_b12_ug": 1000}),
        ("tums=1000", {"calcium_mg": 400}),
        ("milk of magnesia=1200 mg", {"magnesium_mg": 1200 * 0.417}),
        ("antacid=500", {"calcium_mg": 200}),
        ("potassium=10 mEq", {"potassium_mg": 391}),
        ("folic acid=400", {"folic_acid_ug": 400, "folate_dfe_ug": 680}),
        ("multivitamin:zinc=11", {"zinc_mg": 11}),
        ("Centrum:vitamin D = 1000 IU", {"vitamin_d_ug": 25}),
        ("multivitamin:vitamin A=700", {"retinol_ug": 700, "vitamin_a_rae_ug": 700}),
    ],
)
def test_what_a_label_says_is_what_it_brings(text: str, brings: dict[str, float]) -> None:
    assert brought(text) == pytest.approx(brings)


def test_the_same_nutrient_of_two_is_added_up() -> None:
    assert brought("magnesium=100", "multivitamin:magnesium=50", "maalox=100") == pytest.approx({"magnesium_mg": 191.7})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unobtainium=3", r"not known here, so nothing is planned with it.*Known: multivitamin"),
        ("magnesum=200", "Did you mean magnesium"),
        ("zinc and copper=15", "not known here"),
        ("magnesium and zinc=200", "Give each with its own amount"),
        ("potassium iodide=1", "not known here"),
        ("b12 injection=1 mg", "not known here"),
        ("multivitamin=1", "give what its label says, one by one"),
        ("multivitamin:iodine=150", "iodine is not among what it brings.*Known for it: vitamin B12"),
        ("magnesium:zinc=2", "zinc is not among what it brings"),
        ("magnesium=200 IU", "IU is not a unit of it. Write one of mg, g"),
        ("calcium=two", "write NAME=AMOUNT"),
        ("calcium", "write NAME=AMOUNT"),
        ("calcium=0", "write NAME=AMOUNT"),
        ("calcium=-5", "write NAME=AMOUNT"),
        ("calcium=nan", "write NAME=AMOUNT"),
        ("calcium=1.2.3", "write NAME=AMOUNT"),
        ("=5", "write NAME=AMOUNT"),
    ],
)
def test_nothing_unknown_is_taken_in_silence(text: str, said: str) -> None:
    with pytest.raises(WrongInput, match=said):
        brought(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = brought(text)
    except WrongInput:
        return
    assert found and all(amount > 0 for amount in found.values())


@given(st.sampled_from(WORDS))
def test_every_word_of_the_table_is_understood(word: tuple[str, str]) -> None:
    rows = [row for row in catalogue().supplements if row.supplement == word[1]]
    nutrient = rows[0].nutrient if len(rows) > 1 else ""
    checked = check_request(PlanRequest(supplements=(Taken(word[0], 1.0, "", nutrient),)), catalogue())
    assert checked.supplements == (Taken(word[1], 1.0, "", nutrient),)
    assert check_request(checked, catalogue()) == checked


def test_an_address_carries_what_is_taken_and_eaten_now() -> None:
    request = taking("vitamin D=1000 IU", "multivitamin:zinc=5.5", now=(TargetWish("potassium", upper=2300),))
    texts = to_texts(Choices(request=request))
    found, left_out = from_texts(texts, catalogue())
    assert (found.request, left_out) == (request, [])


# --- over an upper level all stops


@pytest.mark.parametrize(
    ("text", "nutrient"),
    [
        ("magnesium={}", "magnesium_mg"),
        ("vitamin b6={}", "vitamin_b6_mg"),
        ("zinc={}", "zinc_mg"),
        ("iron={}", "iron_mg"),
        ("calcium={}", "calcium_mg"),
        ("vitamin d={}", "vitamin_d_ug"),
        ("folic acid={}", "folic_acid_ug"),
        ("multivitamin:niacin={}", "niacin_mg"),
        ("multivitamin:retinol={}", "retinol_ug"),
        ("multivitamin:copper={}", "copper_mg"),
        ("multivitamin:selenium={}", "selenium_ug"),
        ("multivitamin:vitamin C={}", "vitamin_c_mg"),
        ("multivitamin:added vitamin E={}", "added_vitamin_e_mg"),
    ],
)
def test_over_an_upper_level_nothing_is_planned(text: str, nutrient: str) -> None:
    level = UPPERS[nutrient]
    targets_of(taking(text.format(level)))
    with pytest.raises(WrongInput, match=r"above the upper level \(UL\).*Ask your pharmacist or doctor"):
        targets_of(taking(text.format(level * 1.01)))


def test_two_together_are_over_the_level_where_neither_is() -> None:
    targets_of(taking("magnesium=200"))
    with pytest.raises(
        WrongInput, match=r"383\.4 mg of magnesium a day is above .* 350 mg, which counts supplements only"
    ):
        targets_of(taking("magnesium=300", "maalox=200"))


def test_too_much_b6_is_refused_with_what_it_does_to_nerves() -> None:
    with pytest.raises(WrongInput, match=r"Too much itself harms nerves: numbness and tingling"):
        targets_of(taking("B complex=150"))


def test_a_refusal_names_no_dose_to_take() -> None:
    with pytest.raises(WrongInput) as refused:
        targets_of(taking("zinc=50"))
    assert "take" not in str(refused.value).split("Ask your pharmacist")[0].split("UL")[0]


@pytest.mark.parametrize("condition", ["lisinopril", "heart failure", "ibuprofen", "propranolol", "type 1 diabetes"])
@pytest.mark.parametrize("text", ["potassium=99", "salt substitute=600", "multivitamin:potassium=80"])
def test_potassium_with_what_raises_it_stops_and_names_the_doctor(condition: str, text: str) -> None:
    limits = needed_with(condition.replace(" ", "-"))
    with pytest.raises(WrongInput, match=r"no potassium is taken beside food unless a doctor says so.*Ask the doctor"):
        targets_of(taking(text, conditions=(condition,), **limits))


@pytest.mark.parametrize(("medicine", "named"), [("ibuprofen", "NSAID"), ("propranolol", "Beta blocker")])
def test_what_raises_potassium_a_little_gets_the_ordinary_week_and_a_word(medicine: str, named: str) -> None:
    found = targets_of(PlanRequest(conditions=(medicine,)))
    assert found.of("potassium_mg") == targets_of(PlanRequest()).of("potassium_mg")
    assert [text for text in found.warnings if named in text and "potassium" in text], found.warnings


def test_iron_with_haemochromatosis_stops() -> None:
    with pytest.raises(WrongInput, match="no iron is taken beside food"):
        targets_of(taking("iron=18", conditions=("haemochromatosis",)))


# --- what they leave for food


def test_a_least_falls_by_what_is_taken_and_never_below_nothing() -> None:
    usual, found = targets_of(PlanRequest()), targets_of(taking("calcium=600", "magnesium=350"))
    (calcium,), (magnesium,) = found.of("calcium_mg"), found.of("magnesium_mg")
    assert (calcium.lower, calcium.upper, calcium.supplied) == (pytest.approx(500), 1900, 600)
    assert (magnesium.lower, magnesium.supplied) == (pytest.approx(2), 350)
    assert "600 mg of 1,000, at most 2,500" in calcium.note or "600 mg of" in calcium.note
    changed = {"calcium_mg", "magnesium_mg"}
    assert [b for b in found.bounds if b.nutrient not in changed] == [
        b for b in usual.bounds if b.nutrient not in changed
    ]


def test_b12_that_is_taken_counts_as_added() -> None:
    found = targets_of(taking("b12=2"))
    (added,) = found.of("added_vitamin_b12_ug")
    assert added.lower == pytest.approx(3 - 2)


def test_a_clinicians_limit_counts_food_and_supplements_together() -> None:
    limit = (TargetWish("calcium", upper=1200),)
    found = targets_of(taking("calcium=500", clinician_limits=limit))
    assert min(b.upper for b in found.of("calcium_mg") if b.hard and b.upper is not None) == 700
    assert any("at most 1,200 mg" in text for text in found.warnings)
    with pytest.raises(WrongInput, match="counts food and supplements together"):
        targets_of(taking("calcium=1300", clinician_limits=limit))


def test_food_and_supplements_of_a_week_stay_between_the_ends() -> None:
    plan = plan_for(taking("zinc=25", "calcium=500", diet="omnivore"))
    assert plain_high(plan, "zinc_mg") + 25 <= 40 * (1 + 1e-6)
    assert plain_mean(plan, "calcium_mg") + 500 >= 1000 * (1 - 1e-6)
    (calcium,) = [result for result in plan.targets if result.bound.nutrient == "calcium_mg"]
    assert "500 mg more from your supplement" in words.target(calcium)
    assert any("calcium supplement brings 500 mg of calcium" in note for note in plan.notes)


def test_a_medicine_that_calcium_disturbs_is_named_beside_it() -> None:
    said = targets_of(taking("calcium=300", conditions=("levothyroxine",))).warnings
    assert any("hours apart from your medicine (levothyroxine)" in text for text in said)


def test_what_food_cannot_fix_no_supplement_shows_as_met() -> None:
    found = targets_of(taking("b12=1000", conditions=("pernicious anaemia",)))
    assert all(bound.unmet for bound in found.bounds if "b12" in bound.nutrient)


def test_pregnancy_has_levels_of_its_own() -> None:
    young = Person(age=17, pregnant_trimester=2)
    with pytest.raises(WrongInput, match="UL"):
        targets_of(taking("zinc=36", person=young))
    targets_of(taking("zinc=36"))


def test_somebody_who_takes_nothing_sees_nothing_of_it() -> None:
    assert not any(bound.supplied for bound in targets_of(PlanRequest()).bounds)


# --- the command line


def test_the_week_says_what_comes_from_a_supplement() -> None:
    code, out, err = run("week", "--supplement", "calcium=500", "--supplement", "vitamin D=400 IU", "--days", "2")
    assert code == 0, err
    text = " ".join(out.split())
    assert "you take calcium=500" in text and "Your calcium supplement brings 500 mg" in text
    code, out, err = run("week", "--supplement", "calcium=500", "--days", "2", "--json")
    assert code == 0, err
    week = json.loads(out)
    (calcium,) = [target for target in week["targets"] if target["nutrient"] == "calcium_mg"]
    assert (calcium["supplied"], calcium["lower"]) == (500, pytest.approx(600))


@pytest.mark.parametrize("text", ["vitamin b6=200", "magnesium=400", "unobtainium=3", "multivitamin=1"])
def test_what_is_refused_leaves_with_2(text: str) -> None:
    code, out, err = run("week", "--supplement", text)
    assert (code, out) == (2, "") and "--supplement" in err and "Traceback" not in err


def test_only_planner_errors_come_of_odd_requests() -> None:
    for thing in ("magnesium", ("magnesium=200",), (None,)):
        with pytest.raises(PlannerError, match="supplement"):
            PlanRequest(supplements=thing)  # type: ignore[arg-type]
