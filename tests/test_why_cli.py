"""`planner why`: the page, the JSON against its schema, the files, and the words of each part."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from helpers import DEFAULT, catalogue, plan_for
from test_cli import Ran, check_schema, run

from planner.cli.why import parse_curve
from planner.errors import WrongInput
from planner.explain.prices import LEAST, MOST, TargetPrice
from planner.explain.swaps import Instead, Outside, Swap
from planner.exports import words
from planner.exports.why import cents, free_words, outside_words, price_words, swap_words


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """--json and --out of one run."""
    folder = tmp_path_factory.mktemp("why")
    curves = ("--curve", "calcium=900:1100", "--curve", "budget=30:40")
    answer = run("why", "--json", *curves, "--sources", "B12", "--out", str(folder))
    assert (answer.code, answer.err) == (0, ""), answer.err
    return json.loads(answer.out), folder


@pytest.fixture(scope="module")
def page() -> Ran:
    return run("why", "--days", "7", "--curve", "B12=6:9")


def test_the_json_keeps_its_schema_and_explains_the_week_of_the_same_options(
    asked: tuple[dict[str, Any], Path],
) -> None:
    answer, _ = asked
    check_schema(answer, "why")
    plan = plan_for(DEFAULT)
    assert answer["cost_usd"]["week"] == pytest.approx(plan.cost_usd)
    assert answer["lp_usd_per_day"] == pytest.approx(plan.lower_bound_usd_per_day)
    assert {swap["food"] for swap in answer["swaps"]} == plan.foods
    assert sum(part["usd_per_day"] for part in answer["realism"]) == pytest.approx(answer["cost_usd"]["day"])
    assert [curve["nutrient"] for curve in answer["curves"]] == ["calcium_mg", "cost"]


def test_the_files_hold_what_the_json_says(asked: tuple[dict[str, Any], Path]) -> None:
    answer, folder = asked
    names = {"prices", "swaps", "outside", "realism", "curve_calcium_mg", "curve_cost", "sources_added_vitamin_b12_ug"}
    assert {path.stem for path in folder.glob("*.csv")} == names
    with (folder / "curve_calcium_mg.csv").open(encoding="utf-8", newline="") as file:
        rows = [(float(row["calcium_mg"]), float(row["usd_per_day"])) for row in csv.DictReader(file)]
    points = [(point["amount"], point["usd_per_day"]) for point in answer["curves"][0]["points"]]
    assert rows == [pytest.approx(point, rel=1e-6) for point in points]
    with (folder / "prices.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(answer["prices"])


def test_the_page_says_costs_swaps_and_ends_in_plain_words(page: Ran) -> None:
    assert page.code == 0, page.err
    text = " ".join(page.out.split())
    for said in (
        "What each target costs",
        "dropping the target would save",
        "so they cost nothing",
        "What could be swapped",
        "Just outside the week",
        "What realism costs",
        "No week holds more added B12 than",
        words.INFORMS,
    ):
        assert said in text, said
    assert "constraint" not in text and "dual" not in text


def test_what_cannot_be_planned_is_refused_as_a_week_is() -> None:
    week, why = (run(command, "--max-cost", "20", "--json") for command in ("week", "why"))
    assert (why.code, why.out, why.err) == (week.code, week.out, week.err) and why.code == 3


@pytest.mark.parametrize("text", ["calcium", "calcium=1", "calcium=a:b", "=1:2", "calcium=1:"])
def test_a_range_that_cannot_be_read_says_how_to_write_one(text: str) -> None:
    with pytest.raises(WrongInput, match="NAME=MIN:MAX"):
        parse_curve(text)
    assert parse_curve("calcium_mg=600:1800") == ("calcium_mg", 600.0, 1800.0)


@pytest.mark.parametrize(
    ("usd", "said"),
    [(0.0, "nothing"), (0.001, "less than a cent"), (0.0104, "1 cent"), (0.31, "31 cents"), (1.2, "$1.20")],
)
def test_cents_are_said_as_people_do(usd: float, said: str) -> None:
    assert cents(usd) == said


def _price(**fields: Any) -> TargetPrice:
    usual: dict[str, Any] = {
        "nutrient": "calcium_mg",
        "name": "calcium",
        "unit": "mg",
        "side": LEAST,
        "amount": 1000.0,
        "mean": 1000.0,
        "basis": "RDA",
        "source": "IOM",
        "usd_per_unit": 0.0004,
        "holds_from": 990.0,
        "holds_to": 1100.0,
        "looser_usd_per_unit": 0.0004,
        "step": 100.0,
        "step_usd": 0.04,
        "total_usd": 0.31,
    }
    return TargetPrice(**usual | fields)


def test_a_price_reads_like_the_sentence_it_promises() -> None:
    said = "One more 100 mg of calcium a day costs 4 cents; dropping the target would save 31 cents."
    assert price_words(_price(), catalogue()) == said
    limit = _price(side=MOST, usd_per_unit=None, step_usd=None, looser_usd_per_unit=None, stays="Ask your clinician.")
    assert (
        price_words(limit, catalogue()) == "Keeping calcium at most 1,000 mg adds 31 cents a day. Ask your clinician."
    )
    for word in ("drop", "loosen", "save"):
        assert word not in price_words(limit, catalogue())
    none = _price(step_usd=None)
    assert "no week can hold that" in price_words(none, catalogue())
    free = _price(usd_per_unit=0.0, total_usd=0.0)
    assert free_words([free], catalogue()).endswith("cost nothing: calcium.")


def test_a_swap_reads_like_the_sentence_it_promises() -> None:
    collards = Instead("collards", "collards", 1.0, 95.0)
    swap = Swap("kale", "kale", 1, 65.0, 0.3, 0.12, (collards,), "calcium_mg", 0.12)
    assert swap_words(swap, catalogue()) == "Swap kale for collards: +$0.12 a week, calcium stays met"
    alone = Swap("kale", "kale", 1, 65.0, 0.3, 0.0, (), "", 0.0)
    assert swap_words(alone, catalogue()) == "Leave out kale: no dearer, every target stays met"
    kept = Swap("kale", "kale", 1, 65.0, 0.3, None, (), "", 0.0, "you asked for it")
    assert swap_words(kept, catalogue()) == "kale stays: you asked for it"
    squash = Outside("winter-squash", "winter squash", "1/2 cup", 0.35, 0.02, 0.343)
    assert outside_words(squash) == "winter squash: 2.0 % cheaper, 34.3 and not 35.0 cents for 1/2 cup"
    onion = Outside("onion-raw", "raw onion", "1/2 cup", 0.2331, 0.0008, 0.2329)
    assert outside_words(onion) == "raw onion: a hair cheaper than 23.3 cents for 1/2 cup"
