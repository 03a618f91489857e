"""What a plan must meet: bounds by person, diet and wishes, and the wishes that are refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.errors import WrongInput
from planner.person import Person, body_mass_index, energy_need
from planner.request import PlanRequest, TargetWish, check_request, parse_target
from planner.tables.read import read_rows
from planner.tables.references import References, load_references
from planner.tables.restrictions import Restriction, load_restrictions
from planner.tables.rows import DIETS, Nutrient
from planner.tables.spellings import Spellings, first_spellings, food_spellings, nutrient_spellings
from planner.targets import Bound, Targets, make_targets

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class FoodName:
    """As much of a food as a request asks for."""

    food: str
    name: str
    short_name: str = ""
    family: str = ""
    cautions: tuple[()] = ()


@dataclass(frozen=True)
class Names:
    """As much of a catalogue as targets read."""

    references: References
    nutrients: tuple[Nutrient, ...]
    foods: tuple[FoodName, ...]
    restrictions: tuple[Restriction, ...] = load_restrictions(DATA)
    conditions: tuple[()] = ()
    cautions: tuple[()] = ()

    @property
    def spellings(self) -> Spellings:
        return food_spellings(self.foods)  # type: ignore[arg-type]

    @property
    def first_spellings(self) -> Mapping[str, str]:
        return first_spellings(self.spellings)

    @property
    def nutrient_spellings(self) -> Mapping[str, str]:
        return nutrient_spellings(self.nutrients)


CATALOGUE: Any = Names(
    load_references(DATA),
    read_rows(DATA / "nutrient_definitions.csv", Nutrient),
    (FoodName("tofu-firm", "firm tofu"), FoodName("kale", "kale"), FoodName("brown-rice", "brown rice")),
)
PEOPLE = [
    *(Person(sex=sex, age=age) for sex in ("female", "male") for age in (14, 16, 25, 40, 60, 66, 80)),
    *(Person(age=age, pregnant_trimester=trimester) for age in (17, 30) for trimester in (1, 2, 3)),
    *(Person(age=age, lactating_months=months) for age in (17, 30) for months in (2, 9)),
]


def targets(**fields: Any) -> Targets:
    return make_targets(PlanRequest(**fields), CATALOGUE)


def one(found: Targets, nutrient: str, hard: bool, basis: str = "") -> Bound:
    (bound,) = [b for b in found.of(nutrient) if b.hard == hard and (not basis or b.basis == basis)]
    return bound


def ends(found: Targets, nutrient: str, hard: bool = True) -> tuple[float, float]:
    """Tightest least and most of a nutrient."""
    bounds = [bound for bound in found.of(nutrient) if bound.hard == hard]
    lowers = [bound.lower for bound in bounds if bound.lower is not None]
    uppers = [bound.upper for bound in bounds if bound.upper is not None]
    return max(lowers, default=0.0), min(uppers, default=float("inf"))


def test_a_vegan_woman_of_35_at_2000_kcal() -> None:
    found = targets()
    assert found.energy_kcal == 2000
    assert ends(found, "energy_kcal") == pytest.approx((1960, 2040))
    assert ends(found, "protein_g") == pytest.approx((0.9 * 61.2, 175))
    assert ends(found, "fat_g") == pytest.approx((400 / 9, 700 / 9))
    assert ends(found, "carbohydrate_g") == pytest.approx((225, 325))
    assert ends(found, "saturated_fat_g") == pytest.approx((0, 200 / 9))
    assert ends(found, "added_sugars_g") == pytest.approx((0, 50))
    assert ends(found, "fibre_g")[0] == pytest.approx(28)
    assert ends(found, "calcium_mg") == pytest.approx((1100, 2500))
    assert ends(found, "magnesium_mg") == pytest.approx((352, float("inf")))  # food magnesium has no upper limit
    assert ends(found, "niacin_mg") == (14, float("inf"))
    assert ends(found, "potassium_mg") == (2600, float("inf"))
    assert ends(found, "sodium_mg") == pytest.approx((0, 2300 - 1.5 * 387.58))  # the rest is salt
    assert ends(found, "added_vitamin_b12_ug") == (3, float("inf"))
    assert ends(found, "vegetable_cups")[0] == pytest.approx(2.5 - 1.5 / 7)
    assert ends(found, "fruit_cups")[0] == 2
    assert ends(found, "pulse_cups") == pytest.approx((1.5 / 7, 1.5))
    assert ends(found, "caffeine_mg")[1] == 400
    assert ends(found, "alcohol_g")[1] == 0


def test_what_is_only_watched() -> None:
    found = targets()
    watched = {(b.nutrient, b.lower, b.upper) for b in found.watched()}
    assert watched == {
        ("vitamin_d_ug", 15, None),
        ("choline_mg", 425, None),
        ("epa_dha_g", 0.25, None),
        ("iron_mg", 18 * 1.8, None),
        ("zinc_mg", 8 * 1.5, None),
        ("sodium_mg", None, 1500 - 1.5 * 387.58),
        ("iron_mg", None, 40),
        ("water_g", 2700, None),
        ("fibre_g", None, 50),
    }
    assert len(found.hard()) + len(found.watched()) == len(found.bounds)
    assert "supplement" in one(found, "vitamin_d_ug", hard=False).note


def test_rda_and_ul_are_one_bound_with_both_named() -> None:
    bound = one(targets(), "calcium_mg", hard=True)
    assert (bound.lower, bound.upper, bound.basis) == (1100, 2500, "RDA +10 %, UL")
    bound = one(targets(margin=0), "calcium_mg", hard=True)
    assert (bound.lower, bound.upper, bound.basis) == (1000, 2500, "RDA, UL")
    assert "IOM 2011" in bound.source


def test_sentences_that_must_stand_beside_b12_and_potassium() -> None:
    found = targets()
    for nutrient in ("vitamin_b12_ug", "added_vitamin_b12_ug"):
        assert "Meeting an RDA does not treat a deficiency." in one(found, nutrient, hard=True).note
    assert "below the AI" in one(found, "potassium_mg", hard=True).note
    assert "short" not in one(found, "potassium_mg", hard=True).note


def test_diets_change_protein_b12_iron_and_zinc() -> None:
    omnivore, vegetarian = targets(diet="omnivore"), targets(diet="vegetarian")
    assert ends(omnivore, "protein_g")[0] == pytest.approx(50)  # 10 % of energy is above 0.8 g/kg
    assert not omnivore.of("added_vitamin_b12_ug") and not vegetarian.of("added_vitamin_b12_ug")
    assert ends(vegetarian, "iron_mg", hard=False)[0] == pytest.approx(32.4)
    assert ends(omnivore, "iron_mg", hard=False)[0] == 0
    assert ends(vegetarian, "zinc_mg", hard=False)[0] == 0


@pytest.mark.parametrize("diet", DIETS)
def test_over_50_only_added_b12_counts(diet: str) -> None:
    assert ends(targets(diet=diet, person=Person(age=51)), "added_vitamin_b12_ug")[0] == 3
    assert ends(targets(diet=diet, person=Person(age=51), margin=0), "added_vitamin_b12_ug")[0] == 2.4
    assert bool(targets(diet=diet, person=Person(age=50)).of("added_vitamin_b12_ug")) == (diet == "vegan")


def test_from_65_more_protein_is_planned() -> None:
    assert ends(targets(person=Person(age=65), diet="omnivore"), "protein_g")[0] == pytest.approx(61.2)
    assert ends(targets(person=Person(age=65)), "protein_g")[0] == pytest.approx(1.125 * 61.2)
    assert ends(targets(person=Person(age=64), diet="omnivore"), "protein_g")[0] < 61.2


def test_teens_have_their_own_shares_and_caffeine() -> None:
    found = targets(person=Person(age=16), diet="omnivore")  # 2,015 kcal, 54 kg
    assert ends(found, "fat_g") == pytest.approx((0.25 * 2015 / 9, 0.35 * 2015 / 9))
    assert ends(found, "protein_g") == pytest.approx((0.10 * 2015 / 4, 0.30 * 2015 / 4))
    assert one(found, "protein_g", hard=True, basis="RDA").lower == pytest.approx(0.85 * 54)
    assert ends(found, "caffeine_mg")[1] == 100
    assert ends(found, "calcium_mg") == (1300, 3000)


def test_pregnancy_and_lactation() -> None:
    pregnant = targets(person=Person(age=30, pregnant_trimester=2), diet="vegan")
    assert ends(pregnant, "protein_g")[0] == pytest.approx(1.125 * 1.1 * 61.2)
    assert ends(pregnant, "caffeine_mg")[1] == 200
    assert ends(pregnant, "iron_mg") == (27, 45)
    assert ends(pregnant, "iron_mg", hard=False)[0] == pytest.approx(48.6)  # passes the UL: never hard
    assert ends(pregnant, "added_vitamin_b12_ug")[0] == 4.5
    assert ends(targets(person=Person(age=30, pregnant_trimester=2), margin=0), "added_vitamin_b12_ug")[0] == 2.6
    assert "prenatal" in one(pregnant, "folate_dfe_ug", hard=True).note
    lactating = targets(person=Person(age=30, lactating_months=3))
    assert ends(lactating, "protein_g")[0] == pytest.approx(1.125 * 1.3 * 61.2)
    assert ends(lactating, "added_vitamin_b12_ug")[0] == 5
    assert ends(lactating, "caffeine_mg")[1] == 200


def test_carbohydrate_share_covers_its_rda() -> None:
    for person in PEOPLE:
        rda = {"general": 130, "pregnant": 175, "lactating": 210}[person.stage]
        assert ends(targets(person=person), "carbohydrate_g")[0] >= rda


def test_protein_is_counted_on_weight_up_to_a_body_mass_index_of_30() -> None:
    found = targets(person=Person(height_cm=170, weight_kg=150), diet="omnivore")
    assert one(found, "protein_g", hard=True, basis="RDA").lower == pytest.approx(0.8 * 30 * 1.7**2)


def test_energy_says_where_it_comes_from_and_keeps_the_floor() -> None:
    assert one(targets(), "energy_kcal", hard=True).basis == "EER"
    given_energy = targets(person=Person(energy_kcal=1200))
    assert one(given_energy, "energy_kcal", hard=True).basis == "yours"
    assert ends(given_energy, "energy_kcal") == pytest.approx((1200, 1224))
    frail = targets(person=Person(sex="male", age=95, height_cm=150, weight_kg=45))
    assert one(frail, "energy_kcal", hard=True).basis == "floor"


@pytest.mark.parametrize(("person", "diet"), list(product(PEOPLE, DIETS)))
def test_everybody_gets_one_protein_weight_and_every_stop(person: Person, diet: str) -> None:
    found = targets(person=person, diet=diet)
    by_weight = [b for b in found.of("protein_g") if b.hard and b.basis.startswith("RDA")]
    assert len(by_weight) == 1
    stops = {b.nutrient for b in found.hard() if "UL" in b.basis or b.basis == "limit"}
    assert stops == {
        *("calcium_mg", "phosphorus_mg", "iron_mg", "zinc_mg", "copper_mg", "selenium_ug", "retinol_ug"),
        *("vitamin_c_mg", "vitamin_d_ug", "added_vitamin_e_mg", "vitamin_b6_mg", "folic_acid_ug"),
        *("choline_mg", "caffeine_mg", "alcohol_g"),
    }
    assert all(bound.source for bound in found.bounds)


@given(
    sex=st.sampled_from(["female", "male"]),
    age=st.integers(14, 100),
    height=st.floats(140, 215),
    index=st.floats(16, 60),
    activity=st.sampled_from(["inactive", "low", "active", "very-active"]),
    energy=st.none() | st.floats(1500, 6000),
    diet=st.sampled_from(DIETS),
)
def test_lower_never_passes_upper(
    sex: Any, age: int, height: float, index: float, activity: Any, energy: float | None, diet: str
) -> None:
    weight = index * (height / 100) ** 2
    assume(30 <= weight <= 300)
    person = Person(sex, age, height, weight, activity, energy)
    assume(16 <= body_mass_index(person) <= 60 and _is_enough(person))
    found = targets(person=person, diet=diet)
    for nutrient in {bound.nutrient for bound in found.bounds}:
        lower, upper = ends(found, nutrient)
        assert 0 <= lower <= upper


def _is_enough(person: Person) -> bool:
    """Whether the person's own energy, if any, is one that is planned for."""
    try:
        return energy_need(person, CATALOGUE.references) > 0
    except WrongInput:
        return False


def test_a_wish_takes_the_place_of_the_rda_within_the_ul() -> None:
    bound = one(targets(targets=[parse_target("calcium=1200:")]), "calcium_mg", hard=True)
    assert (bound.lower, bound.upper, bound.basis) == (1200, 2500, "yours, UL")
    assert "In place of at least 1000 (RDA)" in bound.note
    assert ends(targets(targets=[parse_target("calcium=800:900")]), "calcium_mg") == (800, 900)
    assert ends(targets(targets=[parse_target("magnesium=500:")]), "magnesium_mg")[0] == 500
    assert ends(targets(targets=[parse_target("sodium=:1500")]), "sodium_mg") == (0, 1500)  # no room for salt then
    assert ends(targets(targets=[parse_target("vitamin D=5:")]), "vitamin_d_ug") == (5, 100)


def test_watch_and_hard_change_what_binds() -> None:
    assert ends(targets(watch=["calcium"]), "calcium_mg") == (0, 2500)  # the UL stays
    assert ends(targets(watch=["calcium"]), "calcium_mg", hard=False)[0] == pytest.approx(1000)  # without the margin
    assert ends(targets(hard=["vitamin-d"]), "vitamin_d_ug") == (15, 100)
    assert ends(targets(hard=["iron"]), "iron_mg") == pytest.approx((32.4, 45))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"targets": [TargetWish("iron", 50)]},
            "50 is above the UL of 45 .*IOM 2001.* Ask for 45 or less",
        ),
        (
            {"targets": [TargetWish("retinol", None, 5000)]},
            "UL of 3000 a day, which counts retinol",
        ),
        ({"targets": [TargetWish("caffeine", None, 500)]}, "above the limit of 400"),
        ({"targets": [TargetWish("alcohol", None, 10)]}, "above the limit of 0"),
        ({"targets": [TargetWish("calcium", None, 500)]}, r"calcium: at least 1000 \(RDA\) and at most 500"),
        ({"targets": [TargetWish("energy", 1000, 1200)]}, "--energy KCAL"),
        ({"targets": [TargetWish("iron", 20), TargetWish("iron_mg", 30)]}, "names iron_mg twice"),
        ({"targets": [TargetWish("calcum", 1)]}, "--target calcum: no such nutrient. Did you mean calcium"),
        ({"watch": ["alcohol"]}, "--watch alcohol_g: .* always holds"),
        ({"watch": ["energy"]}, "--watch energy_kcal: .* always holds"),
        ({"watch": ["cholesterol"]}, "--watch cholesterol_mg: it has no reference"),
        ({"hard": ["cholesterol"]}, "--hard cholesterol_mg: it has no reference"),
        ({"hard": ["iron"], "watch": ["iron_mg"]}, "--watch and --hard both name iron_mg"),
        (
            {"hard": ["iron"], "person": Person(age=30, pregnant_trimester=3)},
            r"iron: at least 48.6 \(RDA x1.8\) and at most 45 \(UL\)",
        ),
    ],
)
def test_wishes_that_cannot_be_granted(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        targets(**fields)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("calcium=1200:2000", TargetWish("calcium", 1200, 2000)),
        ("calcium_mg=1200:", TargetWish("calcium_mg", 1200)),
        (" vitamin B12 = : 1e1 ", TargetWish("vitamin B12", None, 10)),
    ],
)
def test_targets_are_read(text: str, wish: TargetWish) -> None:
    assert parse_target(text) == wish


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("calcium", "write NUTRIENT=MIN:MAX"),
        ("calcium=1200", "write NUTRIENT=MIN:MAX"),
        ("=1:2", "write NUTRIENT=MIN:MAX"),
        ("calcium=:", "no number is given"),
        ("calcium=a:2", "'a' is not a number"),
        ("calcium=nan:2", "not a number of 0 or more"),
        ("calcium=inf:", "not a number of 0 or more"),
        ("calcium=-1:2", "not a number of 0 or more"),
        ("calcium=3:2", "the least is above the most"),
    ],
)
def test_targets_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        parse_target(text)


def test_names_become_those_of_the_tables() -> None:
    request = PlanRequest(
        exclude=("Firm tofu", "kale", "brown rice"),
        without=("tree nuts", "Soy"),
        watch=("b12",),
        hard=("Vitamin-D",),
    )
    checked = check_request(request, CATALOGUE)
    assert checked.exclude == ("tofu-firm", "kale", "brown-rice")
    assert (checked.watch, checked.hard) == (("vitamin_b12_ug",), ("vitamin_d_ug",))
    assert checked.without == ("tree_nuts", "soy")
    assert check_request(checked, CATALOGUE) == checked
    assert hash(checked)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"diet": "keto"}, "--diet keto: .* vegan, vegetarian, pescatarian, omnivore"),
        ({"variety": "wild"}, "--variety wild"),
        ({"days": 0}, "--days 0: .* 1 to 14"),
        ({"days": 15}, "--days 15"),
        ({"days": 3.5}, "--days 3.5"),
        ({"seed": -1}, "--seed -1"),
        ({"max_cost_usd": 0}, "--max-cost 0"),
        ({"max_cost_usd": float("nan")}, "--max-cost nan"),
        ({"time_limit_s": -2}, "--time-limit -2"),
        ({"without": ["egs"]}, "--without egs: .* Did you mean egg"),
        ({"without": ["xyz"]}, "--without xyz: .* Choose from milk, egg"),
        ({"without": "milk"}, "without is 'milk'. Give a list"),
        ({"targets": ["calcium=1:2"]}, "parse_target"),
        ({"person": None}, "planner.Person"),
    ],
)
def test_requests_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(WrongInput, match=message):
        PlanRequest(**fields)


def test_an_unknown_food_suggests_the_nearest() -> None:
    with pytest.raises(WrongInput, match=r"--exclude kaale: no such food\. Did you mean kale"):
        check_request(PlanRequest(exclude=("kaale",)), CATALOGUE)
    with pytest.raises(WrongInput, match=r"--exclude zzz: no such food\. Run 'planner foods --json'"):
        check_request(PlanRequest(exclude=("zzz",)), CATALOGUE)
