"""Prices of one's own shop: a receipt as a CSV becomes prices as eaten; what is not sure is asked."""

from pathlib import Path

import numpy as np
import pytest
from helpers import catalogue

from planner.errors import TableError, WrongInput
from planner.intake.receipt import Receipt, read_prices
from planner.ui import price_file


def receipt(folder: Path, *rows: str, header: str = "item,package,price") -> Receipt:
    """A receipt with these rows, read."""
    path = folder / "receipt.csv"
    path.write_text("\n".join((header, *rows, "")), encoding="utf-8")
    return read_prices(path, catalogue())


@pytest.mark.parametrize(
    ("row", "food", "usd_per_100g"),
    [
        ('"lentils, dry",1 lb,1.99', "lentils", 1.99 / 453.59237 * 100 / (24.63 / 9.02)),  # dry; cooked 2.73 times
        ("bananas,lb,0.59", "banana", 0.59 / 453.59237 * 100 / 0.64),  # with peel
        ("Bananas,per lb,$0.59", "banana", 0.59 / 453.59237 * 100 / 0.64),
        ("bananas,each,0.25", "banana", 0.25 / 196.88 * 100 / 0.64),
        ("eggs,dozen,3.29", "boiled-egg", 3.29 / (12 * 56.82) * 100 / 0.88),
        ("eggs,18 ct,4.99", "boiled-egg", 4.99 / (18 * 56.82) * 100 / 0.88),
        ("unsweetened soy milk,half gallon,2.79", "soy-milk-unsweetened", 2.79 / (1892.7 * 1.031) * 100),
        ("unsweetened soy milk,64 oz,2.79", "soy-milk-unsweetened", 2.79 / (1892.7 * 1.031) * 100),
        ("black beans canned,15.5 oz,0.99", "black-beans-canned", 0.99 / 439.4 * 100 / 0.65),
        ("black beans canned,4 x 15.5 oz,3.96", "black-beans-canned", 0.99 / 439.4 * 100 / 0.65),
        ("peanut butter,,2.29", "peanut-butter", 2.29 / 454 * 100),  # the usual jar
        ("Rolled oats,42 oz,4.49", "rolled-oats", 4.49 / (42 * 28.3495) * 100),
    ],
)
def test_a_price_in_the_shop_becomes_a_price_as_eaten(tmp_path: Path, row: str, food: str, usd_per_100g: float) -> None:
    found = receipt(tmp_path, row)
    assert not found.asked
    priced = found.applied(catalogue())
    assert priced.usd_per_100g[priced.food_index[food]] == pytest.approx(usd_per_100g, rel=0.003)
    assert food in priced.own_prices


def test_every_food_of_a_purchase_gets_the_price_and_no_other(tmp_path: Path) -> None:
    tables = catalogue()
    priced = receipt(tmp_path, "carrots,2 lb,1.79").applied(tables)
    changed = {tables.foods[place].food for place in np.flatnonzero(priced.usd_per_100g != tables.usd_per_100g)}
    assert changed == set(priced.own_prices) == {"carrots", "carrots-raw"}
    shares = [tables.purchases[food].grams_eaten_per_gram_bought for food in ("carrots", "carrots-raw")]
    prices = [priced.usd_per_100g[priced.food_index[food]] for food in ("carrots", "carrots-raw")]
    assert prices[0] * shares[0] == pytest.approx(prices[1] * shares[1])
    assert priced.digest != tables.digest


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("soy milk,64 oz,2.79", "not sure which. Write one of: unsweetened soy milk, fortified; sweetened"),
        ("dish soap,1,4.5", "not known here"),
        ("kale,bunch,1.5", "weighs in it is not known"),
        ("bananas,,0.59", "weighs in it is not known"),  # each, or a pound?
        ("peanut butter,16 oz,39.99", "times the usual price"),
        ("peanut butter,16 oz,0.05", "times the usual price"),
    ],
)
def test_what_is_not_sure_is_asked_and_changes_no_price(tmp_path: Path, row: str, said: str) -> None:
    found = receipt(tmp_path, row)
    assert not found.prices
    assert said in found.asked[0].reason
    assert found.applied(catalogue()) is catalogue()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (("lentils,1 lb,1.99", "eggs,dozen,dear"), r"receipt.csv, row 3 \(eggs\): price is 'dear'"),
        (("lentils,1 lb,0",), r"receipt.csv, row 2 \(lentils\): price is '0'"),
        (("lentils,1 lb,-1",), r"row 2 \(lentils\): price is '-1'"),
        (("lentils,1 lb,nan",), r"row 2 \(lentils\): price is 'nan'"),
        (("lentils,1 lb,inf",), r"row 2 \(lentils\): price is 'inf'"),
        (("lentils,a (big) one,1",), r"row 2 \(lentils\): package is 'a \(big\) one'"),
        (("lentils,0 g,1",), r"row 2 \(lentils\): package is '0 g'. Write a size above 0"),
        ((",1 lb,1",), r"row 2: no item stands there"),
        (("lentils,1 lb",), r"row 2: it has more or fewer cells"),
        ((), r"receipt.csv: the table has no rows"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, rows: tuple[str, ...], said: str) -> None:
    with pytest.raises(WrongInput, match=said) as caught:
        receipt(tmp_path, *rows)
    assert caught.value.exit_code == 2


def test_the_file_of_the_page_is_read_as_well(tmp_path: Path) -> None:
    found = receipt(tmp_path, "kale,0.9,kale", "lentils,,lentils", header="food,usd_per_100g,name")
    assert [(price.purchase, price.usd) for price in found.prices] == [("kale", 0.9)]
    assert [asked.item for asked in found.asked] == ["lentils"]
    with pytest.raises(WrongInput, match=r"row 2 \(kail\): no such food"):
        receipt(tmp_path, "kail,0.9", header="food,usd_per_100g")
    with pytest.raises(TableError, match=r"row 2 \(kale\): usd_per_100g is -1"):
        receipt(tmp_path, "kale,-1", header="food,usd_per_100g")
    with pytest.raises(TableError, match="column package is missing"):
        receipt(tmp_path, "kale,1", header="item,price")


def test_of_two_prices_for_one_thing_the_last_holds(tmp_path: Path) -> None:
    priced = receipt(tmp_path, "peanut butter,16 oz,2.29", "peanut butter,16 oz,2.99").applied(catalogue())
    assert priced.usd_per_100g[priced.food_index["peanut-butter"]] == pytest.approx(2.99 / 453.6 * 100, rel=0.001)


def test_the_page_takes_a_receipt_and_names_the_rows_that_it_cannot_use() -> None:
    data = b'item,package,price\n"lentils, dry",1 lb,1.99\nsoy milk,64 oz,2.79\neggs,dozen,dear\ncarrots,2 lb,1.79\n'
    prices, errors = price_file.read(data, catalogue())
    assert prices.keys() == {"lentils", "carrots", "carrots-raw"}
    assert len(errors) == 2
    assert errors[0].startswith("Row 3 (soy milk) is not used: not sure which.")
    assert errors[1].startswith("Row 4 (eggs): price is 'dear'")
