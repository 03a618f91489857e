"""What is at home and the prices of one's shop, kept with `planner data`: put, shown, used, forgotten."""

import json
from pathlib import Path

import pytest
from helpers import catalogue, plan_for
from test_cli import Ran, run

from planner import PlanRequest
from planner.at_home import AtHome
from planner.cli import home
from planner.errors import WrongInput
from planner.shopping import to_buy
from planner.store import Store, data_folder
from planner.store.home import after_eating, after_shopping, keep_pantry, keep_prices, kept_pantry, kept_prices
from planner.store.weeks import dishes_in, prices_in, request_in

DAY = PlanRequest(days=1)
RECEIPT = 'item,package,price\n"lentils, dry",1 lb,1.50\nbananas,lb,0.50\nno such thing,1 lb,2\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own, named by the environment."""
    monkeypatch.setenv("STEADYPLATE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def data(*words: str) -> Ran:
    return run("data", *words)


def test_the_environment_names_the_folder_unless_one_is_chosen(folder: Path, tmp_path: Path) -> None:
    assert data_folder() == folder and data_folder(tmp_path) == tmp_path


def test_what_is_at_home_is_kept_added_to_and_removed(folder: Path) -> None:
    assert "0 things are at home" in data("pantry", "list").out
    assert data("pantry", "add", "lentils, dry=500g", "eggs=6").code == 0
    added = data("pantry", "add", "lentils, dry=1 lb", "spinach=200g", "--use-up")
    assert "lentils, dry: 954 g, to be used up" in added.out
    assert data("pantry", "remove", "eggs").code == 0
    assert [(each.food, each.use_up) for each in kept_pantry(Store(folder))] == [("lentils", True), ("spinach", True)]
    wrong = data("pantry", "add", "lentils, dry=50g", "no such thing=1g")
    assert wrong.code == 2 and "no such food" in wrong.err
    assert round(kept_pantry(Store(folder))[0].amount) == 954  # all or nothing
    assert "it is not at home" in data("pantry", "remove", "eggs").err


def test_prices_of_a_receipt_are_kept_shown_and_forgotten(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "receipt.csv").write_text(RECEIPT)
    kept = data("prices", "keep", str(tmp_path / "receipt.csv"))
    assert kept.code == 0 and "2 prices kept" in kept.out and "row 4 (no such thing): not kept" in kept.err
    assert "lentils: $" in data("prices", "list").out
    prices = kept_prices(Store(folder))
    tables = home.at_saved_prices(catalogue(), None)
    assert tables.own_prices == tuple(sorted(prices)) and tables.digest != catalogue().digest
    keep_prices(Store(folder), {"kale": 0.3})
    assert kept_prices(Store(folder)) == prices | {"kale": 0.3}
    assert data("prices", "forget", "banana").code == 0 and "banana" not in kept_prices(Store(folder))
    assert "no price is kept for it" in data("prices", "forget", "banana").err
    assert data("prices", "forget").code == 0 and not kept_prices(Store(folder))


def test_a_week_uses_what_is_kept_and_writes_what_is_left(folder: Path) -> None:
    empty = run("week", "--days", "1", "--pantry", "saved")
    assert empty.code == 2 and "planner data pantry add" in empty.err and not folder.exists()
    assert "planner data prices keep" in run("week", "--days", "1", "--prices", "saved").err
    data("pantry", "add", "lentils, dry=500g", "rolled oats=300g")
    keep_prices(Store(folder), {"kale": 0.3})
    use = ("--pantry", "saved", "--prices", "saved", "--pantry-after", "saved", "--save")
    answer = run("week", "--days", "1", "--json", *use)
    assert answer.code == 0
    week = json.loads(answer.out)
    assert {each["purchase"] for each in week["at_home"]} == {"lentils", "rolled-oats"} and week["own_prices"]
    after = {each.food: each.amount for each in kept_pantry(Store(folder))}
    for used in week["at_home"]:
        assert after.get(used["purchase"], 0) == pytest.approx(used["held_grams"] - used["used_grams"], abs=1)
    saved = Store(folder).week(1)
    assert request_in(saved).at_home[0].food == "lentils" and prices_in(saved) == (("kale", 0.3),)
    assert len(dishes_in(saved)) == 4
    assert "at home" in data("pantry", "bought").out and "at home" in data("pantry", "eaten", "--week", "1").out
    assert data("pantry", "bought", "--week", "7").code == 2


def test_buying_and_eating_a_week_leaves_what_the_packages_hold_beyond_it() -> None:
    plan = plan_for(DAY)
    lines = to_buy(plan, catalogue())
    oats = AtHome("rolled-oats", 100.0)
    missing = lines[0].purchase
    bought = {each.food: each.amount for each in after_shopping((oats,), plan, catalogue(), (missing,))}
    assert missing not in bought and bought["rolled-oats"] >= 100.0
    shelf = after_shopping((), plan, catalogue())
    assert sum(each.amount for each in shelf) == pytest.approx(sum(line.grams + line.left_grams for line in lines))
    left = {each.food: each.amount for each in after_eating(shelf, plan, catalogue())}
    for line in lines:
        assert left.get(line.purchase, 0.0) == pytest.approx(line.left_grams, abs=10.0)  # whole grams and pieces
    assert after_eating((), plan, catalogue()) == ()


def test_what_cannot_be_read_is_named_with_its_remedy(folder: Path) -> None:
    store = Store(folder)
    store.save_item("prices", "kale", "cheap")
    with pytest.raises(WrongInput, match=r"price \(kale\).*planner data prices forget"):
        kept_prices(store)
    assert data("prices", "forget", "kale").code == 0
    store.save_item("pantry", "lentils", 500)
    with pytest.raises(WrongInput, match=r"at home \(lentils\).*planner data pantry remove"):
        kept_pantry(store)
    assert data("pantry", "remove", "lentils").code == 0
    with pytest.raises(WrongInput, match="no such food"):
        keep_pantry(store, (AtHome("nothing", 1),), catalogue())
