"""Best sources of a nutrient against the tables read plainly; what is not known is never ranked."""

from itertools import pairwise

import pytest
from helpers import DEFAULT, catalogue, plain_by, plain_nutrients

from planner import PlanRequest
from planner.errors import WrongInput
from planner.explain.best import RANKINGS
from planner.explain.why import best_sources
from planner.request import parse_target
from planner.taken import parse_supplement


def plain(food: str, nutrient: str) -> tuple[float, float, float]:
    """Amount, USD and kcal of one portion, from the tables alone."""
    table, foods, prices = plain_nutrients(), plain_by("foods.csv", "food"), plain_by("prices.csv", "food")
    grams = float(foods[food]["grams"])
    amounts = (table[food][nutrient], prices[food]["usd_per_100g"], table[food]["energy_kcal"])
    amount, usd, kcal = (float(value) * grams / 100 for value in amounts)
    return amount, usd, kcal


@pytest.mark.parametrize(("nutrient", "target"), [("calcium_mg", 1100.0), ("magnesium_mg", 352.0)])
def test_ranks_are_those_of_the_plain_tables(nutrient: str, target: float) -> None:
    best = best_sources(DEFAULT, nutrient, catalogue())
    assert best.target == target and best.nutrient == nutrient
    for source in best.foods:
        amount, usd, kcal = plain(source.food, nutrient)
        assert source.per_portion == pytest.approx(amount)
        assert source.usd_per_tenth == pytest.approx(usd / (amount / target) / 10)
        assert source.per_100_kcal == pytest.approx(100 * amount / kcal) if kcal else source.per_100_kcal is None
    tenths = [source.usd_per_tenth or 0.0 for source in best.foods]
    assert tenths == sorted(tenths) and tenths[0] > 0
    for by in RANKINGS[1:]:
        values = [getattr(source, by) for source in best.ranked(by) if getattr(source, by) is not None]
        assert all(more >= less for more, less in pairwise(values))


def test_only_foods_that_the_person_may_eat_and_whose_content_is_known_are_ranked() -> None:
    request = PlanRequest(diet="vegan", without=("soy",), exclude=("oat-milk",))
    best = best_sources(request, "calcium", catalogue())
    ranked = {source.food for source in best.foods}
    foods = plain_by("foods.csv", "food")
    assert ranked and "oat-milk" not in ranked
    assert all(foods[food]["diet"] == "vegan" and "soy" not in foods[food]["allergens"] for food in ranked)
    unknown = {food for food, row in plain_nutrients().items() if row["calcium_mg"] == ""}
    assert unknown and not ranked & unknown
    assert set(best.unknown) <= {foods[food]["name"] for food in unknown}


def test_added_b12_counts_for_vegans_and_all_of_it_for_others() -> None:
    vegan, eater = (best_sources(PlanRequest(diet=diet), "B12", catalogue()) for diet in ("vegan", "omnivore"))
    assert vegan.nutrient == "added_vitamin_b12_ug" and "added" in vegan.note.lower()
    assert eater.nutrient == "vitamin_b12_ug"
    assert {"beef-liver", "salmon"} & {source.food for source in eater.foods} or len(eater.foods) > len(vegan.foods)


def test_with_absorption_what_is_absorbed_counts() -> None:
    best = best_sources(PlanRequest(absorption=True), "calcium", catalogue())
    assert best.nutrient == "absorbed_calcium_mg" and best.target == pytest.approx(330)
    b12 = best_sources(PlanRequest(absorption=True), "B12", catalogue())
    assert b12.target == pytest.approx(1.2)
    for source in b12.foods:
        held, _, _ = plain(source.food, "added_vitamin_b12_ug")
        assert source.per_portion == pytest.approx(0.5 * min(held, 1.5) + 0.01 * max(0.0, held - 1.5))


def test_a_supplement_leaves_the_target_whole() -> None:
    taken = PlanRequest(supplements=(parse_supplement("magnesium=100"),))
    assert best_sources(taken, "magnesium", catalogue()).target == pytest.approx(352)
    own = PlanRequest(targets=(parse_target("calcium=1200:"),))
    assert best_sources(own, "calcium", catalogue()).target == 1200


def test_without_a_target_there_is_still_a_ranking_by_energy() -> None:
    best = best_sources(DEFAULT, "cholesterol", catalogue())
    assert best.target is None and all(source.usd_per_tenth is None for source in best.foods)
    with pytest.raises(WrongInput, match="no such nutrient"):
        best_sources(DEFAULT, "unobtainium", catalogue())
    with pytest.raises(WrongInput, match="choose from"):
        best.ranked("by taste")
