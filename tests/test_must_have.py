"""Foods that must be had: in every week that asks for them, whatever else happens to it, or refused with the reason."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from helpers import DEFAULT, DIETS, catalogue, needs_of, plain_by, plan_for, targets_of, week_bound, week_model

from planner import Person, PlanRequest, make_plan
from planner.errors import ImpossibleRequest, PlanFault, PlannerError, WrongInput
from planner.model.needs import MUST_HAVE
from planner.on_offer import can_be_had, must_have_groups
from planner.pipeline import kept_dishes, open_week, swap_dish
from planner.plan import Plan
from planner.request import check_request
from planner.ui import words
from planner.verify import verify

FOODS = plain_by("foods.csv", "food")
KALE = {"kale", "kale-raw", "kale-frozen"}
TOFU = {"tofu", "firm-tofu"}
WISHES: dict[str, dict[str, set[str]]] = {
    "vegan": {"kale": KALE, "tofu": TOFU},
    "vegetarian": {"feta": {"feta"}, "walnuts": {"walnuts"}, "cooked kale": {"kale"}},
    "pescatarian": {"Grilled Salmon": {"salmon"}, "tempeh": {"tempeh"}},
    "omnivore": {"salmon": {"salmon", "salmon-canned"}, "beef": {food for food in FOODS if "beef" in food}},
}
WANTED = float(plain_by("planning_rules.csv", "rule")["must_have"]["value"])
KALE_AND_TOFU = replace(DEFAULT, must_have=("kale", "tofu"))


def asking(diet: str) -> PlanRequest:
    return replace(DEFAULT, diet=diet, must_have=tuple(WISHES[diet]))


def times(plan: Plan, foods: set[str]) -> int:
    return sum(item.food in foods for item in plan.items())


@pytest.mark.parametrize("diet", DIETS)
def test_a_week_holds_what_must_be_had_and_oftener_than_once(diet: str) -> None:
    plan = plan_for(asking(diet))
    for foods in WISHES[diet].values():
        assert times(plan, foods) >= WANTED > 1


@pytest.mark.parametrize("diet", DIETS)
def test_what_must_be_had_never_lowers_the_bound_and_the_bound_stays_true(diet: str) -> None:
    request = asking(diet)
    plan, free = plan_for(request), plan_for(replace(DEFAULT, diet=diet))
    bound = plan.lower_bound_usd_per_day
    assert free.lower_bound_usd_per_day <= bound * (1 + 1e-6)
    assert bound * 7 == pytest.approx(week_bound(needs_of(request)), rel=1e-6)
    assert bound * 7 <= plan.cost_usd * (1 + 1e-6)
    assert plan.gap <= 0.06


@pytest.mark.parametrize("days", [1, 3, 14])
def test_other_days_hold_it_in_proportion_and_at_least_once(days: int) -> None:
    plan = plan_for(replace(DEFAULT, days=days, must_have=("tofu",)))
    assert times(plan, TOFU) >= max(1, round(WANTED * days / 7))


def test_a_food_is_never_asked_for_oftener_than_it_may_be_eaten_or_its_dishes_allow() -> None:
    """Every food that is offered has its row, which its columns can reach within their own limits."""
    request = replace(DEFAULT, diet="omnivore")
    for days in (1, 7, 14):
        names = tuple(can_be_had(request, catalogue()))
        model = week_model(needs_of(replace(request, days=days, must_have=names)))
        most_days = {food: np.ceil(float(row["max_days_per_week"]) * days / 7) for food, row in FOODS.items()}
        rows = [place for place, name in enumerate(model.spec.row_names) if name.startswith(MUST_HAVE)]
        assert len(rows) == len(names)
        for name, row in zip(names, rows, strict=True):
            columns, values = model.spec.row(row)
            asked = round(1 / values[0])
            foods = {catalogue().foods[place].food for place in model.fillings.food[columns]}
            assert foods <= set(catalogue().spellings[name])
            assert 1 <= asked <= max(1, round(WANTED * days / 7))
            assert asked <= sum(most_days[food] * (2 if most_days[food] >= days else 1) for food in foods)
            dishes = np.unique(model.fillings.dish[columns])
            assert asked <= model.spec.upper[model.serving[dishes]].sum()


def test_of_a_name_that_means_several_foods_any_one_will_do() -> None:
    """Two kinds of kale are banned: the third is what must be had."""
    request = replace(DEFAULT, must_have=("Kale",), exclude=("kale-raw", "kale-frozen"))
    checked = check_request(request, catalogue())
    assert checked.must_have == ("kale",)
    assert check_request(checked, catalogue()) == checked
    assert must_have_groups(checked, catalogue()) == {"kale": ("kale",)}
    assert times(plan_for(request), {"kale"}) >= WANTED


def test_what_is_written_in_lists_has_no_comma_though_names_have() -> None:
    assert not any("," in name for name in can_be_had(replace(DEFAULT, diet="omnivore"), catalogue()))
    soft = check_request(replace(DEFAULT, must_have=("soft tofu, calcium-set",)), catalogue())
    assert must_have_groups(soft, catalogue()) == {soft.must_have[0]: ("tofu",)}


REFUSED = [
    ({"exclude": ("kale",)}, "kale", r"left out by --exclude \(kale; cooked kale; frozen kale\)\. Take it off"),
    ({"diet": "vegetarian"}, "salmon", r"not vegetarian \(grilled salmon; salmon, canned\)\. .*change the other wish"),
    ({"without": ("soy",)}, "tempeh", r"holds soy, left out by --without \(tempeh\)"),
    ({}, "brazil-nuts", r"no dish here holds it\. Take it off --must-have\.$"),
    ({}, "refried-beans-low-sodium", r"every dish that holds it needs something else that you do not eat"),
    ({"only_article_foods": True}, "couscous", r"not among the foods of --only-article-foods"),
    ({}, "kaale", r"no such food\. Did you mean kale\?"),
]


@pytest.mark.parametrize(("fields", "food", "said"), REFUSED, ids=[case[1] for case in REFUSED])
def test_what_cannot_be_had_is_refused_with_place_reason_and_remedy(
    fields: dict[str, tuple[str, ...]], food: str, said: str
) -> None:
    request = replace(DEFAULT, must_have=(food,), **fields)  # type: ignore[arg-type]
    with pytest.raises(WrongInput, match=f"--must-have {food}: {said}") as refusal:
        make_plan(request, catalogue())
    on_a_page = words.without_options(str(refusal.value))
    assert "--" not in on_a_page
    assert on_a_page.startswith("Foods I must have, ")


def test_a_food_that_a_stage_of_life_avoids_is_refused_and_nothing_talks_the_caution_away() -> None:
    expecting = PlanRequest(person=Person(age=30, pregnant_trimester=1), diet="omnivore", must_have=("deli-turkey",))
    with pytest.raises(WrongInput, match=r"not planned in pregnancy, .*Listeria") as refusal:
        make_plan(expecting, catalogue())
    assert "change" not in str(refusal.value)
    assert check_request(replace(expecting, person=Person(age=30)), catalogue())


def test_what_the_page_offers_is_what_is_not_refused() -> None:
    request = replace(DEFAULT, without=("soy",), exclude=("kale",))
    offered = can_be_had(check_request(request, catalogue()), catalogue())
    for name in dict.fromkeys([*offered, *FOODS]):
        try:
            resolved = check_request(replace(request, must_have=(name,)), catalogue()).must_have
        except WrongInput:
            assert name not in offered
        else:
            assert set(resolved) <= set(offered)
    assert all("soy" not in FOODS[food]["allergens"] for food in offered if food in FOODS)


def test_what_must_be_had_is_never_the_third_oil_that_goes() -> None:
    oils = tuple(food for food, row in FOODS.items() if row["role"] == "oil")
    offered = can_be_had(check_request(DEFAULT, catalogue()), catalogue())
    must = tuple(oil for oil in oils if oil in offered)
    most = float(plain_by("planning_rules.csv", "rule")["most_kinds_oil"]["value"])
    assert len(must) > most
    plan = plan_for(replace(DEFAULT, must_have=must))
    assert set(must) <= plan.foods
    usual = Counter(FOODS[food]["role"] for food in plan_for(DEFAULT).foods)
    assert usual["oil"] <= most


@pytest.mark.parametrize("seed", [1, 5])
def test_another_week_and_a_week_near_the_old_one_hold_it_too(seed: int) -> None:
    earlier = plan_for(DEFAULT)
    for request in (replace(KALE_AND_TOFU, seed=seed), replace(KALE_AND_TOFU, near=kept_dishes(earlier))):
        plan = plan_for(request)
        assert times(plan, KALE) >= WANTED
        assert times(plan, TOFU) >= WANTED


def test_a_swap_of_any_dish_that_holds_it_does_not_lose_it() -> None:
    plan = plan_for(KALE_AND_TOFU)
    holding = [(d.day, m.meal) for d in plan.days for m in d.meals if TOFU & {item.food for item in m.items}]
    assert holding
    for day, meal in holding:
        request, swapped = swap_dish(plan, KALE_AND_TOFU, day, meal)
        assert request == KALE_AND_TOFU
        assert times(swapped, TOFU) >= WANTED
        assert times(swapped, KALE) >= WANTED


def test_a_kept_dish_and_what_must_be_had_share_a_week() -> None:
    kept = tuple(
        dish for dish in kept_dishes(plan_for(DEFAULT)) if (dish.day, dish.meal) in ((1, "lunch"), (4, "dinner"))
    )
    plan = plan_for(replace(KALE_AND_TOFU, keep=kept))
    assert set(kept) <= set(kept_dishes(plan))
    assert times(plan, TOFU) >= WANTED


def test_a_chosen_week_opens_with_what_must_be_had_and_is_refused_without() -> None:
    plan = plan_for(KALE_AND_TOFU)
    assert open_week(KALE_AND_TOFU, kept_dishes(plan), catalogue()).days == plan.days
    lacking = plan_for(replace(DEFAULT, exclude=("tofu",)))
    with pytest.raises(WrongInput, match=r"This week holds no tofu.*which you must have\. Make a new one"):
        open_week(replace(DEFAULT, must_have=("tofu",)), kept_dishes(lacking), catalogue())


def test_too_little_of_it_in_a_chosen_week_is_said() -> None:
    """A week with one helping of tempeh does not open where two are asked for."""
    week = kept_dishes(plan_for(replace(DEFAULT, must_have=("tempeh",))))
    holding = [dish for dish in week if any(food == "tempeh" for food, _ in dish.items)]
    others = tuple(dish for dish in week if dish not in holding[1:])
    less = plan_for(replace(DEFAULT, exclude=("tofu",), keep=others))
    if times(less, {"tempeh"}) >= WANTED:
        pytest.skip("tempeh came back by itself")
    with pytest.raises(WrongInput, match="leave too little room for tempeh, which you must have"):
        open_week(replace(DEFAULT, must_have=("tempeh",)), kept_dishes(less), catalogue())


def test_the_independent_check_misses_what_is_not_there() -> None:
    plan, tables = plan_for(replace(DEFAULT, exclude=("tofu",))), catalogue()
    asked = check_request(replace(DEFAULT, must_have=("tofu",)), tables)
    with pytest.raises(PlanFault, match="tofu must be in it and is not"):
        verify(plan, asked, targets_of(asked), tables)


def test_a_budget_that_has_no_room_for_it_names_it_and_what_it_would_cost() -> None:
    """The named amount is true: with it the LP of the week has a solution, with less it has none."""
    request = replace(DEFAULT, must_have=("tofu", "asparagus"))
    budget = round(7 * plan_for(DEFAULT).lower_bound_usd_per_day + 0.05, 2)
    with pytest.raises(ImpossibleRequest, match=r"not enough room for .*asparagus.*, which you must have") as answer:
        make_plan(replace(request, max_cost_usd=budget), catalogue())
    assert "use fewer --must-have" in str(answer.value)
    higher = re.search(r"budget would have to be ([\d.]+) USD higher", str(answer.value))
    assert higher is not None
    more = float(higher[1])
    assert np.isfinite(week_bound(needs_of(replace(request, max_cost_usd=budget + more + 0.01))))
    assert not np.isfinite(week_bound(needs_of(replace(request, max_cost_usd=budget + more - 0.01))))


def test_without_a_must_have_the_model_is_the_same_as_ever() -> None:
    usual, asked = week_model(needs_of(DEFAULT)).spec, week_model(needs_of(KALE_AND_TOFU)).spec
    assert asked.row_names[: usual.rows] == usual.row_names
    assert asked.row_names[usual.rows :] == ("must have kale", "must have tofu")
    assert len(asked.cost) == len(usual.cost)


def test_the_same_request_gives_the_same_week_whatever_was_asked_before() -> None:
    first = make_plan(KALE_AND_TOFU, catalogue())
    make_plan(DEFAULT, catalogue())
    make_plan(replace(DEFAULT, must_have=("walnuts",)), catalogue())
    assert make_plan(KALE_AND_TOFU, catalogue()).days == first.days


def test_many_wishes_at_once_fit_or_are_named() -> None:
    """More and more foods: each plan holds them all; a refusal names one of them."""
    names = ("tempeh", "quinoa", "walnuts", "avocado", "blueberries", "mushrooms", "sweet-potato", "hummus", "kale")
    for fewer, more in pairwise((0, 4, 9)):
        assert fewer < more
        try:
            plan = plan_for(replace(DEFAULT, must_have=names[:more]))
        except PlannerError as error:
            assert any(name in str(error) for name in names)
        else:
            for name in names[:more]:
                assert plan.foods & set(catalogue().spellings[name])
