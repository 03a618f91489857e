"""Illnesses, medicines and a clinician's limits: what they change, what is refused, what is said first."""

import json
import re
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from helpers import DATA, catalogue, needed_with, plain, plain_high, plan_for, targets_of
from hypothesis import given
from hypothesis import strategies as st

from planner.cli import main
from planner.errors import ImpossibleRequest, TableError, UnsupportedPerson, WrongInput
from planner.exports import health_sheet, week_markdown, words
from planner.on_offer import cautions_of, served
from planner.person import Person
from planner.reading.medicines import read_condition
from planner.request import PlanRequest, TargetWish, check_request, parse_limit
from planner.restrictions import needs_of
from planner.tables.catalogue import load_catalogue
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.conditions import Condition, load_conditions
from planner.tables.wording import plain_words
from planner.targets import Bound, make_targets

POTASSIUM = "potassium_mg"
LIMIT = (
    TargetWish("potassium", upper=2500),
    TargetWish("phosphorus", upper=1200),
    TargetWish("sodium", upper=2300),
    TargetWish("protein", upper=60),
)
LIMITED = tuple(part for limit in LIMIT for part in ("--clinician-limit", f"{limit.nutrient}={limit.upper:g}"))
KIDNEY = PlanRequest(diet="omnivore", conditions=("kidney disease",), clinician_limits=LIMIT)
CONDITIONS = catalogue().conditions
RAISING = [row.condition for row in CONDITIONS if POTASSIUM in row.drop_floor]
SILENT = [
    row.condition
    for row in CONDITIONS
    if row.plans == "yes"
    and "vitamin_k_ug" not in row.steady  # it asks how often greens are eaten
    and not (row.nutrients or row.stage or row.never_met or row.added_only or row.no_floor_above_rda)
    and not any(row.condition in each.only_with + each.not_with for each in catalogue().references.guidelines)
]
UNPLANNED = ("short-bowel", "bowel-flare", "dysphagia")
BY_NAME = {row.condition: row for row in CONDITIONS}
WORDS = [(spelling, row.condition) for row in CONDITIONS for spelling in row.spellings]


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command line."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(list(arguments))
    code = left.value.code
    return (code if isinstance(code, int) else 0), out.getvalue(), err.getvalue()


def named(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Slugs that a text names, and its parts that name nothing."""
    reading = read_condition(text, catalogue())
    return reading.conditions, reading.unknown


def asked(**fields: Any) -> PlanRequest:
    """A request with all that must be known with its conditions."""
    return PlanRequest(**needed_with(*fields.get("conditions", ())) | fields)


def hard_least(request: PlanRequest, nutrient: str) -> float | None:
    return max((b.lower for b in targets_of(request).of(nutrient) if b.hard and b.lower is not None), default=None)


def bare(bounds: tuple[Bound, ...]) -> set[Bound]:
    return {replace(bound, note="") for bound in bounds}


# --- the table


def test_every_row_says_something_and_its_source_names_who_and_what() -> None:
    for row in plain("conditions.csv"):
        assert row["say"].endswith(".") and row["words"], row["condition"]
        each = row["source"].split("; ")
        assert all(re.match(r"[A-Z][^,:]+(, |: | (19|20)\d\d, ).{8}", one) for one in each), row["source"]


def test_whatever_keeps_potassium_drops_its_floor_lets_it_only_be_lowered_and_warns() -> None:
    assert {"kidney-disease", "heart-failure", "ace-inhibitor", "arb", "potassium-sparing-diuretic"} <= set(RAISING)
    for row in CONDITIONS:
        assert set(row.needs_limit) <= set(row.only_lower)
        assert (POTASSIUM in row.drop_floor) == (POTASSIUM in row.only_lower)
        if POTASSIUM in row.drop_floor:
            assert "potassium chloride" in row.avoid and "get medical help now" in row.red_flag


def test_kidney_disease_takes_four_limits_or_what_is_eaten_of_potassium() -> None:
    assert set(BY_NAME["kidney-disease"].needs_limit) == {"phosphorus_mg", "sodium_mg", "protein_g"}
    effects = {row.condition: row.potassium for row in CONDITIONS}
    assert {slug for slug, effect in effects.items() if effect == "A"} == {
        *("kidney-disease", "high-potassium", "addisons-disease", "heart-failure", "calcineurin-inhibitor"),
        *("potassium-supplement", "potassium-sparing-diuretic", "potassium-binder", "organ-transplant"),
    }
    assert {slug for slug, effect in effects.items() if effect == "raises-little"} == {"beta-blocker", "nsaid"}


def test_potassium_never_rises_with_what_speaks_against_it() -> None:
    listed = (
        "kidney-disease heart-failure type-1-diabetes addisons-disease ace-inhibitor arb potassium-sparing-diuretic"
    )
    listed += " heparin trimethoprim calcineurin-inhibitor insulin potassium-binder"
    assert set(listed.split()) <= set(RAISING)
    for row in CONDITIONS:
        assert (POTASSIUM in row.drop_floor) == (POTASSIUM in row.cap_at_intake), row.condition
        if POTASSIUM in row.drop_floor:
            assert any("potassium" in test for test in row.test)


@pytest.mark.parametrize(
    ("column", "slugs", "held"),
    [
        ("never_met", "pernicious-anaemia bariatric-surgery ileal-surgery", "vitamin_b12_ug"),
        ("added_only", "ppi h2-blocker", "vitamin_b12_ug"),
        ("no_floor_above_rda", "haemochromatosis", "iron_mg"),
        ("avoid_fortified", "haemochromatosis", "iron_mg"),
        ("never_met", "low-potassium gitelman-bartter", "potassium_mg"),
        ("never_met", "low-magnesium gitelman-bartter", "magnesium_mg"),
        ("never_met", "low-calcium hypoparathyroidism", "calcium_mg"),
        ("never_met", "vitamin-d-deficiency hypoparathyroidism", "vitamin_d_ug"),
        ("never_met", "iron-deficiency", "iron_mg"),
        ("never_met", "folate-deficiency", "folate_dfe_ug"),
        ("added_only", "acid-pump-blocker", "vitamin_b12_ug"),
        ("only_lower", "high-calcium sarcoidosis hyperparathyroidism", "calcium_mg"),
        ("only_lower", "high-magnesium", "magnesium_mg"),
        ("steady", "warfarin blood-thinner", "vitamin_k_ug"),
        ("steady", "lithium", "sodium_mg"),
        ("steady", "lithium", "water_g"),
        ("apart", "levothyroxine antibiotics bisphosphonate hypothyroidism iron-medicine", "calcium_mg"),
        ("apart", "levodopa", "iron_mg"),
        ("apart", "levothyroxine antibiotics bisphosphonate", "magnesium_mg"),
        ("apart", "levothyroxine antibiotics bisphosphonate", "iron_mg"),
        ("avoid_foods", "statin grapefruit-medicine calcineurin-inhibitor", "grapefruit-juice"),
        ("avoid_foods", "mao-inhibitor", "cheddar"),
        ("avoid_foods", "mao-inhibitor", "miso"),
        ("avoid_foods", "mao-inhibitor", "peanut-sauce"),
        ("avoid_foods", "mao-inhibitor", "barbecue-sauce"),
        ("avoid_foods", "mao-inhibitor", "mozzarella"),
        ("avoid_foods", "mao-inhibitor", "greek-yogurt"),
        ("avoid_foods", "mao-inhibitor", "lentil-soup"),
        ("avoid_foods", "gout", "beef-liver"),
        ("avoid_foods", "organ-transplant", "grapefruit"),
        ("avoid_foods", "fodmap-diet", "garlic"),
        ("avoid_foods", "fodmap-diet", "whole-wheat-bread"),
        ("avoid_foods", "dash-diet", "whole-milk"),
        ("little_foods", "gout", "sardines-canned"),
        ("little_foods", "gout", "apple-juice"),
        ("little_foods", "mao-inhibitor", "dark-chocolate"),
        ("little_foods", "kidney-stones oxalate-stones", "spinach"),
        *(
            ("little_foods", "kidney-stones oxalate-stones", food)
            for food in [
                "bulgur",
                "wheat-bran",
                "buckwheat",
                "okra",
                "cashews",
                "soybeans",
                "baked-potato",
                "white-beans",
                "raspberries",
            ]
        ),
        ("test", "metformin nitrous-oxide folic-acid ppi", "vitamin B12 with methylmalonic acid (MMA)"),
        ("test", "potassium-losing-diuretic digoxin ppi", "magnesium"),
        (
            "test",
            "potassium-losing-diuretic digoxin corticosteroid beta-agonist liquorice frequent-laxatives",
            "potassium",
        ),
        (
            "test",
            "denosumab bisphosphonate-infusion foscarnet cinacalcet thyroid-surgery parathyroid-surgery",
            "calcium",
        ),
        ("test", "enzyme-inducing-antiepileptic denosumab osteoporosis tenofovir", "vitamin D"),
        ("test", "methotrexate", "blood count"),
    ],
)
def test_every_illness_and_medicine_carries_what_it_changes(column: str, slugs: str, held: str) -> None:
    for slug in slugs.split():
        assert held in getattr(BY_NAME[slug], column), slug


def test_energy_is_never_cut_where_that_harms_and_a_doctor_comes_first() -> None:
    kept = {row.condition for row in CONDITIONS if row.energy_cuts == "no"}
    before = {"eating-disorder", "refeeding-risk", "alcohol-dependence", "pregnancy", "breastfeeding"}
    assert kept == {*before, "cystic-fibrosis", "gestational-diabetes", "hyperemesis", *UNPLANNED, "chemotherapy"}
    for slug in ("refeeding-risk", "alcohol-dependence"):
        assert BY_NAME[slug].plans == "no" and "a doctor first" in BY_NAME[slug].say
    assert "1-800-662-4357" in BY_NAME["eating-disorder"].say and "not alone" in BY_NAME["eating-disorder"].say


def test_no_row_names_a_dose() -> None:
    for row in CONDITIONS:
        said = " ".join((row.say, row.avoid, row.red_flag))
        said = re.sub(r"\b(15 g of fast sugar|175 g a day)\b", "", said)  # food: sugar in a low, carbohydrate
        assert not re.search(r"\d\s*(mg|ug|mcg|IU|g)\b", said), row.condition
        assert "inject" not in said or "which a doctor decides" in said, row.condition


def test_conditions_of_red_flags_exist() -> None:
    for rule in load_complaint_rules(DATA):
        assert set(rule.conditions) <= set(BY_NAME), rule.rule


def test_a_food_that_does_not_exist_is_found(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = (folder / "conditions.csv").read_text(encoding="utf-8")
    (folder / "conditions.csv").write_text(text.replace("grapefruit-juice", "grapefrut"), encoding="utf-8")
    with pytest.raises(TableError, match=r"conditions\.csv \(\w.*\): grapefrut is not in foods\.csv"):
        load_catalogue(folder)


def test_a_word_for_two_conditions_is_found(tmp_path: Path) -> None:
    text = (DATA / "conditions.csv").read_text(encoding="utf-8")
    (tmp_path / "conditions.csv").write_text(text.replace("arbs|", "arbs|acei|"), encoding="utf-8")
    with pytest.raises(TableError, match=r"conditions\.csv \(arb\): 'acei' also means ace-inhibitor"):
        load_conditions(tmp_path)


def test_a_shortage_that_is_known_is_never_met_by_food_and_a_rise_is_never_raised() -> None:
    for row in CONDITIONS:
        if row.condition.startswith("low-") or row.condition.endswith("-deficiency"):
            treated = "doctor" in row.say and (row.never_met or row.condition in ("low-sodium", "low-blood-pressure"))
            assert treated, row.condition
        if row.condition.startswith("high-") and row.condition != "high-blood-pressure":
            assert row.only_lower and not row.never_met, row.condition


def test_whoever_must_not_eat_gluten_gets_none_and_oats_that_say_so() -> None:
    held = {food.food for food in catalogue().foods if {"gluten", "wheat"} & set(food.allergens)}
    request = check_request(PlanRequest(diet="omnivore", conditions=("celiac",)), catalogue())
    offered = set(served(request, catalogue(), cautions_of(request, catalogue())))
    assert held and offered and not held & offered
    assert "oatmeal" in offered and "gluten" in needs_of(request, catalogue())


def test_direct_anticoagulants_have_no_rule_for_vitamin_k_and_say_so() -> None:
    row = BY_NAME["direct-anticoagulant"]
    assert "no rule for vitamin K" in row.say and not row.steady and "blow to the head" in row.red_flag


@pytest.mark.parametrize("row", CONDITIONS, ids=lambda row: row.condition)
def test_every_row_changes_what_is_said(row: Condition) -> None:
    if row.plans == "no":
        with pytest.raises(UnsupportedPerson) as refused:
            targets_of(asked(conditions=(row.condition,)))
        assert row.say in refused.value.told
        return
    person = {"pregnant": Person(pregnant_trimester=2), "lactating": Person(lactating_months=3)}.get(
        row.stage, Person()
    )
    usual = set(targets_of(PlanRequest(person=person)).warnings)
    said = [
        line for line in targets_of(asked(conditions=(row.condition,), person=person)).warnings if line not in usual
    ]
    assert any(row.say in line for line in said)
    assert not row.avoid or row.avoid in said
    assert not row.red_flag or row.red_flag in said
    flags = [place for place, line in enumerate(said) if line == row.red_flag]
    assert not flags or flags[0] == 0


# --- free text


@pytest.mark.parametrize(("spelling", "slug"), WORDS)
def test_every_word_means_its_own_condition_only(spelling: str, slug: str) -> None:
    assert named(spelling) == ((slug,), ())
    assert named(f"My {spelling.upper()}!") == ((slug,), ())


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from([", ", " and ", "/", " + ", "; ", " with "]))
def test_two_in_one_text_are_both_found(one: tuple[str, str], other: tuple[str, str], between: str) -> None:
    found, unknown = named(one[0] + between + other[0])
    assert (set(found), unknown) == ({one[1], other[1]}, ())


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("CKD", ["kidney-disease"]),
        ("chronic kidney disease, stage 3", ["kidney-disease"]),
        ("Chronic kidney disease stage 3/4", ["kidney-disease"]),
        ("on dialysis", ["kidney-disease"]),
        ("lisinopril 10 mg/day", ["ace-inhibitor"]),
        ("sacubitril/valsartan", ["arb"]),
        ("losartan/HCTZ", ["arb", "potassium-losing-diuretic"]),
        ("kidney stones", ["kidney-stones"]),
        ("water pills", ["diuretic"]),
        ("Type 1 diabetes", ["type-1-diabetes"]),
        ("diabetes, type 2", ["type-2-diabetes"]),
        ("calcium oxalate kidney stones", ["oxalate-stones"]),
        ("hemochromatosis", ["haemochromatosis"]),
        ("Crohn's disease", ["ileal-surgery"]),
        ("Crohn's in remission", ["ileal-surgery"]),
        ("my crohns is flaring up", ["bowel-flare"]),
        ("ulcerative colitis, in a flare", ["bowel-flare"]),
        ("acute Crohn's disease", ["bowel-flare"]),
        ("crohns not in remission", ["bowel-flare"]),
        ("Crohn's with a flare", None),
        ("ulcerative colitis", ["inflammatory-bowel"]),
        ("short bowel syndrome", ["short-bowel"]),
        ("swallowing difficulties", ["dysphagia"]),
        ("soft food", ["dysphagia"]),
        ("liver transplant", ["organ-transplant"]),
        ("kidney transplant", ["kidney-disease"]),
        ("chemo", ["chemotherapy"]),
        ("Humira", ["weak-immune-defence"]),
        ("HIV positive", ["weak-immune-defence"]),
        ("lactose intolerant", ["lactose-intolerance"]),
        ("low FODMAP diet", ["fodmap-diet"]),
        ("DASH diet", ["dash-diet"]),
        ("alpha-gal syndrome", ["alpha-gal"]),
        ("Gaviscon Extra Strength", ["calcium-medicine", "magnesium-medicine"]),
        ("Gaviscon", ["calcium-medicine", "magnesium-medicine"]),
        ("Mylanta", ["frequent-laxatives", "magnesium-medicine"]),
        ("Maalox", ["frequent-laxatives", "magnesium-medicine"]),
        ("milk of magnesia", ["frequent-laxatives", "magnesium-medicine"]),
        ("Acid Gone", ["magnesium-medicine"]),
        ("antacids", ["calcium-medicine", "magnesium-medicine"]),
        ("Tums", ["calcium-medicine"]),
        ("omeprazole 20 mg and Pepcid", ["ppi", "h2-blocker"]),
        ("I am pregnant", ["pregnancy"]),
        ("Addison’s disease", ["addisons-disease"]),
        ("lisinopril, metothrexxat", None),
        ("heart failure with low potassium", ["heart-failure", "low-potassium"]),
        ("TIA in 2019", ["past-stroke"]),
        ("had a stroke 4 years ago", ["past-stroke"]),
        ("stroke", None),
        ("TIA since yesterday", None),
    ],
)
def test_how_people_write_it(text: str, slugs: list[str] | None) -> None:
    found, unknown = named(text)
    assert (list(found) == slugs and not unknown) if slugs is not None else unknown


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    found, unknown = named(text)
    assert set(found) <= {row.condition for row in CONDITIONS}
    assert all(each in text for each in unknown)
    assert plain_words(plain_words(text)) == plain_words(text)


def test_a_checked_request_holds_slugs_and_checking_again_changes_nothing() -> None:
    once = check_request(replace(KIDNEY, conditions=("CKD and ramipril", "ckd")), catalogue())
    assert once.conditions == ("kidney-disease", "ace-inhibitor")
    assert once.clinician_limits[0] == TargetWish(POTASSIUM, upper=2500)
    assert check_request(once, catalogue()) == once


@pytest.mark.parametrize("text", ["unobtainium", "lisinoprl", "lisinopril, metothrexxat", "?"])
def test_what_is_not_known_is_refused_and_sent_to_a_doctor(text: str) -> None:
    with pytest.raises(WrongInput, match=r"nothing is planned for it.*ask your doctor") as refused:
        check_request(PlanRequest(conditions=(text,)), catalogue())
    assert "Known: kidney disease" in refused.value.told


@pytest.mark.parametrize(
    ("text", "kept", "asks"),
    [
        ("Zoloft 50 mg", "zoloft", "zoloft; our tables hold no rule for it: ask a pharmacist"),
        ("the pill", "contraceptive pill", "contraceptive pill; our tables hold no rule for it: ask a pharmacist"),
        ("hayfever", "hay fever", "hay fever; our tables hold no rule for it: ask your doctor"),
    ],
)
def test_a_name_without_a_rule_is_accepted_and_said(text: str, kept: str, asks: str) -> None:
    request = check_request(PlanRequest(conditions=(text, "ramipril")), catalogue())
    assert request.conditions == (kept, "ace-inhibitor")
    assert check_request(request, catalogue()) == request
    assert any(asks in line for line in targets_of(request).warnings)
    alone = targets_of(PlanRequest(conditions=(text,)))
    assert alone.bounds == targets_of(PlanRequest()).bounds and len(alone.warnings) == 1


def test_a_name_without_a_rule_stands_above_the_week() -> None:
    request = PlanRequest(conditions=("Zoloft",), days=1)
    assert any("our tables hold no rule for it" in note for note in plan_for(request).notes)


@pytest.mark.parametrize("text", ["phenylketonuria", "breast cancer", "radiotherapy", "milk allergy"])
def test_what_only_a_clinician_can_plan_for_is_known_and_refused(text: str) -> None:
    with pytest.raises(UnsupportedPerson, match=r"we know the name.*nothing is planned here"):
        check_request(PlanRequest(conditions=(text,)), catalogue())


def test_a_near_miss_is_asked_back() -> None:
    with pytest.raises(WrongInput) as refused:
        check_request(PlanRequest(conditions=("lisinoprl",)), catalogue())
    assert "Did you mean lisinopril" in refused.value.told


# produce yields to them, salt and margins where a condition speaks of their nutrient: test_margins.py
YIELDING = (
    *("fruit_cups", "vegetable_cups"),
    *("dark_green_cups", "red_orange_cups", "starchy_cups", "other_vegetable_cups", "pulse_cups"),
    *("sodium_mg", "calcium_mg", "magnesium_mg"),
)


# --- what they change


@pytest.mark.parametrize("slug", RAISING)
def test_the_potassium_floor_is_dropped_and_nothing_else_moves(slug: str) -> None:
    usual, found = targets_of(PlanRequest()), targets_of(asked(conditions=(slug,)))
    assert all(bound.lower is None for bound in found.of(POTASSIUM))
    (row,) = [row for row in CONDITIONS if row.condition == slug]
    for nutrient in {bound.nutrient for bound in usual.bounds} - {*row.nutrients, *YIELDING}:
        assert found.of(nutrient) == usual.of(nutrient)
    for nutrient in set(row.drop_floor):
        uppers = {b.upper for b in usual.of(nutrient) if b.hard and b.upper is not None}
        assert uppers <= {b.upper for b in found.of(nutrient) if b.hard}


@pytest.mark.parametrize("slug", SILENT)
def test_what_only_needs_words_changes_no_bound(slug: str) -> None:
    found = targets_of(PlanRequest(conditions=(slug,)))
    own = {row.nutrient for row in catalogue().references.guidelines if row.mode == "hard" and slug in row.only_with}
    assert [b for b in found.bounds if b.nutrient not in {*YIELDING, *own}] == [
        b for b in targets_of(PlanRequest()).bounds if b.nutrient not in {*YIELDING, *own}
    ]
    assert found.warnings


def test_nothing_is_said_to_somebody_without() -> None:
    assert targets_of(PlanRequest()).warnings == ()


def test_potassium_of_which_nothing_is_known_has_what_is_usual_as_its_most_on_every_day() -> None:
    (bound,) = targets_of(PlanRequest(conditions=("ramipril",))).of(POTASSIUM)
    assert (bound.lower, bound.upper, bound.hard, bound.basis) == (None, 2300, True, "usual intake")
    assert bound.every_day and "NHANES" in bound.source
    assert "2600 (AI)" in bound.note and "ACE inhibitor" in bound.note


@pytest.mark.parametrize("slug", RAISING)
def test_an_own_target_may_only_lower_potassium(slug: str) -> None:
    row = next(row for row in CONDITIONS if row.condition == slug)
    for wish in (TargetWish("potassium", 2000), TargetWish("potassium", 1000, 3000)):
        with pytest.raises(WrongInput, match="may only lower potassium") as refused:
            targets_of(asked(conditions=(slug,), targets=(wish,)))
        assert row.say in refused.value.told
    with pytest.raises(WrongInput, match=r"--hard potassium_mg: .*only lower"):
        targets_of(asked(conditions=(slug,), hard=("potassium",)))
    lowered = targets_of(asked(conditions=(slug,), targets=(TargetWish("potassium", upper=2200),)))
    assert min(b.upper for b in lowered.of(POTASSIUM) if b.hard and b.upper is not None) == 2200


def test_heart_failure_lets_nobody_raise_the_most_of_sodium() -> None:
    with pytest.raises(WrongInput, match="may only lower sodium"):
        targets_of(asked(conditions=("heart-failure",), targets=(TargetWish("sodium", upper=3000),)))
    targets_of(asked(conditions=("heart-failure",), targets=(TargetWish("sodium", upper=1800),)))


@pytest.mark.parametrize("text", ["CKD", "hyperkalemia", "dialysis and lisinopril"])
def test_no_plan_without_a_clinicians_limit(text: str) -> None:
    with pytest.raises(WrongInput, match=r"no plan is made without .*limit for potassium.*--clinician-limit potassium"):
        targets_of(PlanRequest(conditions=(text,)))
    with pytest.raises(WrongInput, match=r"no plan is made without .*limit for potassium"):
        targets_of(PlanRequest(conditions=(text,), clinician_limits=(TargetWish("sodium", upper=2000),)))


@pytest.mark.parametrize("missing", LIMIT, ids=lambda limit: limit.nutrient)
def test_with_kidney_disease_each_of_the_four_limits_is_asked(missing: TargetWish) -> None:
    three = tuple(limit for limit in LIMIT if limit != missing)
    with pytest.raises(WrongInput, match=f"without .*limit for {missing.nutrient} from .*limit {missing.nutrient}=MAX"):
        targets_of(replace(KIDNEY, clinician_limits=three))


def test_a_limit_of_protein_is_kept_and_what_asks_for_more_gives_way() -> None:
    found = targets_of(replace(KIDNEY, clinician_limits=(*LIMIT[:3], TargetWish("protein", upper=40))))
    assert max((b.lower for b in found.of("protein_g") if b.lower is not None), default=0.0) <= 40
    assert min(b.upper for b in found.of("protein_g") if b.upper is not None) == 40
    assert any("at most 40 g of protein" in text and "gives way" in text for text in found.warnings)


@pytest.mark.parametrize(("text", "option"), [("pregnant", "--pregnant"), ("breastfeeding", "--lactating")])
def test_a_stage_of_life_is_said_with_the_person(text: str, option: str) -> None:
    with pytest.raises(WrongInput, match=f"say so with {option}"):
        targets_of(PlanRequest(conditions=(text,)))
    person = Person(pregnant_trimester=2) if option == "--pregnant" else Person(lactating_months=3)
    assert targets_of(PlanRequest(person=person, conditions=(text,))).warnings


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("short bowel", "nutrition team and its dietitian"),
        ("Crohn's flare", "gut team and its dietitian"),
        ("active ulcerative colitis", "gut team and its dietitian"),
        ("dysphagia", "speech-language pathologist"),
    ],
)
def test_without_a_plan_it_is_said_why_and_whom_to_ask(text: str, whom: str) -> None:
    with pytest.raises(UnsupportedPerson, match="nothing is planned here") as refused:
        targets_of(PlanRequest(conditions=(text,)))
    assert re.search(rf"{whom}.*get medical help now", refused.value.told)
    assert whom not in str(refused.value)


@pytest.mark.parametrize("text", ["Crohn's disease", "crohns in remission", "ulcerative colitis"])
def test_a_known_inflamed_bowel_between_flares_keeps_its_plan(text: str) -> None:
    assert any("in a flare, say so" in line for line in targets_of(PlanRequest(conditions=(text,))).warnings)


def test_dash_holds_sodium_with_its_salt_and_saturated_fat_lower_than_usual() -> None:
    usual, found = targets_of(PlanRequest()), targets_of(PlanRequest(conditions=("DASH diet",)))
    most = {n: min(b.upper for b in found.of(n) if b.hard and b.upper) for n in ("sodium_mg", "saturated_fat_g")}
    assert found.salt is not None and most["sodium_mg"] + found.salt.sodium_mg == pytest.approx(2300)
    assert most["saturated_fat_g"] == pytest.approx(0.06 * found.energy_kcal / 9)
    assert not {b.basis for b in usual.bounds} & {"DASH"}
    limit = (TargetWish("sodium", upper=1500),)
    low = targets_of(PlanRequest(conditions=("DASH diet",), clinician_limits=limit))
    assert min(b.upper for b in low.of("sodium_mg") if b.hard and b.upper) == 1500


def test_with_a_medicine_that_raises_potassium_dash_asks_for_none_of_it() -> None:
    found = targets_of(PlanRequest(conditions=("DASH diet", "ramipril")))
    assert all(b.lower is None for b in found.of(POTASSIUM)) and any(b.upper for b in found.of(POTASSIUM))


def test_a_low_fodmap_diet_asks_for_no_beans_and_less_fruit() -> None:
    usual, found = targets_of(PlanRequest()), targets_of(PlanRequest(conditions=("low fodmap",)))
    assert not [b for b in found.of("pulse_cups") if b.lower] and [b for b in usual.of("pulse_cups") if b.lower]
    (less,), (fruit,) = found.of("fruit_cups"), usual.of("fruit_cups")
    assert less.lower == pytest.approx(0.75 * (fruit.lower or 0))


def test_a_vegan_with_kidney_stones_still_gets_a_week_with_little_of_what_is_rich_in_oxalate() -> None:
    plan = plan_for(PlanRequest(conditions=("kidney stones",)))
    served = [item.food for item in plan.items() if item.food in BY_NAME["kidney-stones"].little_foods]
    assert len(served) <= 1


def test_long_lists_of_foods_left_out_are_cut_short_and_name_only_what_fits_the_diet() -> None:
    said = [w for w in targets_of(PlanRequest(conditions=("low fodmap",))).warnings if w.startswith("Not planned")]
    assert any(re.search(r"and \d+ more\.$", line) for line in said)
    assert not any("naan" in line or "ham" in line for line in targets_of(PlanRequest(conditions=("Nardil",))).warnings)


@pytest.mark.parametrize("text", ["gastric bypass", "anorexia"])
def test_where_only_a_clinician_can_plan_nothing_is_planned(text: str) -> None:
    with pytest.raises(UnsupportedPerson, match="nothing is planned here"):
        targets_of(PlanRequest(conditions=(text,)))


# --- a clinician's limits


def test_a_limit_is_a_hard_most_of_the_clinician() -> None:
    (bound,) = targets_of(KIDNEY).of(POTASSIUM)
    assert (bound.lower, bound.upper, bound.hard) == (None, 2500, True)
    assert (bound.basis, bound.source) == ("clinician", "your clinician")


@given(st.floats(0, 4700))
def test_a_least_above_the_limit_gives_way_and_one_below_it_stays(most: float) -> None:
    request = PlanRequest(clinician_limits=(TargetWish("potassium", upper=most),))
    found = targets_of(request)
    assert hard_least(request, POTASSIUM) == (None if most < 2600 else 2600)
    assert min(b.upper for b in found.of(POTASSIUM) if b.upper is not None) == most
    gives_way = any("2600 (AI), which gives way" in text for text in found.warnings)
    assert gives_way == (most < 2600)
    usual = targets_of(PlanRequest())
    gone = {POTASSIUM, *YIELDING}
    assert [b for b in found.bounds if b.nutrient not in gone] == [b for b in usual.bounds if b.nutrient not in gone]


def test_a_limit_under_an_rda_keeps_the_upper_level() -> None:
    found = targets_of(PlanRequest(clinician_limits=(TargetWish("calcium", upper=900),)))
    assert {(b.lower, b.upper, b.basis) for b in found.of("calcium_mg")} == {
        (None, 2500, "UL"),
        (None, 900, "clinician"),
    }


@pytest.mark.parametrize(("nutrient", "most"), [("calcium", 2501), ("iron", 46), ("phosphorus", 4001)])
def test_a_limit_above_an_upper_level_is_refused(nutrient: str, most: float) -> None:
    with pytest.raises(WrongInput, match=r"--clinician-limit \w+=\d+: .* above the UL"):
        targets_of(PlanRequest(clinician_limits=(TargetWish(nutrient, upper=most),)))


def test_limits_that_make_no_sense_are_refused() -> None:
    for text in ("potassium", "potassium=", "potassium=:2500", "potassium=nan", "potassium=-1", "=3", "potassium=inf"):
        with pytest.raises(WrongInput, match="--clinician-limit"):
            parse_limit(text)
    for limits in ((TargetWish("potassium", 1, 2),), LIMIT * 2, (TargetWish("unobtainium", upper=3),)):
        with pytest.raises(WrongInput, match="--clinician-limit"):
            check_request(PlanRequest(clinician_limits=limits), catalogue())
    with pytest.raises(WrongInput, match="--energy"):
        targets_of(PlanRequest(clinician_limits=(TargetWish("energy", upper=1500),)))
    with pytest.raises(WrongInput, match="above the 900 a day of your clinician"):
        targets_of(
            PlanRequest(targets=(TargetWish("calcium", 1200),), clinician_limits=(TargetWish("calcium", upper=900),))
        )
    with pytest.raises(WrongInput, match="--condition"):
        PlanRequest(conditions=(" ",))


def test_conditions_are_read_alike_in_any_order() -> None:
    one, other = (targets_of(replace(KIDNEY, conditions=c)) for c in (("ckd", "ramipril"), ("ramipril", "ckd")))
    assert one == other
    assert bare(one.bounds) == bare(targets_of(KIDNEY).bounds)


# --- the plan and what is said of it


def test_a_week_with_kidney_disease_stays_under_the_limit_and_says_so_first() -> None:
    plan = plan_for(KIDNEY)
    assert plain_high(plan, POTASSIUM) <= 2500 * (1 + 1e-6)
    said = make_targets(KIDNEY, catalogue()).warnings
    assert plan.notes[: len(said)] == said
    assert any("Kidney disease" in line for line in said) and any("potassium chloride" in line for line in said)
    assert all(day.nutrients[POTASSIUM] <= 2500 * (1 + 1e-6) for day in plan.days)
    assert not any(POTASSIUM in day.over_upper for day in plan.days)


def test_the_sheet_for_a_doctor_says_it_first_and_once_and_the_kept_page_does_not() -> None:
    text = health_sheet(plan_for(KIDNEY), KIDNEY, catalogue())
    page = week_markdown(plan_for(KIDNEY), KIDNEY, catalogue())
    for line in words.warnings(KIDNEY, catalogue()):
        assert text.count(line) == 1 and line not in page
        assert text.index(line) < text.index("## The four nutrients")


def test_the_printed_page_says_it_before_the_first_day_and_once() -> None:
    code, out, err = run("week", "--diet", "omnivore", "--condition", "CKD", *LIMITED)
    assert code == 0, err
    text = " ".join(out.split())
    for line in words.warnings(KIDNEY, catalogue()):
        assert text.count(line) == 1
        assert text.index(line) < text.index("Day 1 ")
    assert "at most 2,500 every" in text and "at most 2,500 mg of potassium every day" in text


def test_json_carries_conditions_limits_and_warnings() -> None:
    code, out, err = run("week", "--condition", "lisinopril and metformin", "--days", "2", "--json")
    assert code == 0, err
    week = json.loads(out)
    schema = json.loads((Path(__file__).parent / "schemas" / "week.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(week, schema)
    assert week["request"]["conditions"] == ["lisinopril and metformin"]
    assert any(note.startswith("ACE inhibitor:") for note in week["notes"])
    assert any(note.startswith("Metformin:") for note in week["notes"])
    (potassium,) = [target for target in week["targets"] if target["nutrient"] == POTASSIUM]
    assert potassium["lower"] is None and potassium["hard"] and potassium["mean"] <= potassium["upper"] == 2300


def test_potassium_that_must_not_rise_is_shown_with_its_most() -> None:
    code, out, err = run("week", "--condition", "ramipril", "--days", "2")
    assert code == 0, err
    row = next(line for line in out.splitlines() if line.startswith("potassium "))
    assert "at most" in row and "mg" in row and "short" not in row


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--condition", "kidney disease"), "a limit for phosphorus, sodium and protein from your doctor"),
        (("--condition", "unobtainium"), "ask your doctor or a dietitian"),
        (("--condition", "phenylketonuria"), "nothing is planned here"),
        (("--condition", "bulimia"), "eating disorder service can help you"),
        (("--condition", "CKD", "--clinician-limit", "potassium=2500"), "a limit for phosphorus, sodium and protein"),
        (("--condition", "losartan", "--target", "potassium=3500:"), "may only lower potassium"),
        (("--clinician-limit", "calcium=3000"), "above the UL"),
        (("--clinician-limit", "calcium=:900"), "write NUTRIENT=MAX"),
    ],
)
def test_what_is_refused_leaves_with_2_and_its_reason(arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run("week", *arguments)
    assert (code, out) == (2, "")
    assert said in err and "Traceback" not in err


def test_a_limit_below_what_real_meals_hold_is_impossible_and_not_loosened() -> None:
    request = replace(KIDNEY, clinician_limits=(TargetWish("potassium", upper=1000), *LIMIT[1:]))
    with pytest.raises(ImpossibleRequest, match=r"potassium cannot go below .*Do not loosen a limit of your clinician"):
        plan_for(request)
    code, out, _ = run("week", "--condition", "ckd", *LIMITED[2:], "--clinician-limit", "potassium=1000", "--json")
    assert code == 3
    assert json.loads(out)["status"] == "infeasible"
