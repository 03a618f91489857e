"""What is eaten now: diaries and typed lines, matched, weighed and averaged."""

import pytest
from helpers import catalogue

from planner.errors import WrongInput
from planner.intake import Intake, make_intake, parse_lines, read_diary


def eaten(text: str, **answers: str) -> Intake:
    return make_intake(parse_lines(text, catalogue()), catalogue(), answers)


def test_orange_is_the_fruit_and_no_juice() -> None:
    assert [match.food for match in eaten("1 orange\n1 cup orange juice").matches] == ["orange", "orange-juice"]


def test_days_are_averaged_and_what_is_not_known_makes_totals_at_least() -> None:
    intake = eaten("Monday:\n2 bananas\n1 slice pizza\nTuesday:\n2 bananas")
    assert intake.days == 2
    assert dict(intake.grams) == {"banana": 252.0}
    assert intake.count_words == "1 of 2 foods not known: totals are at least what is shown."
    assert intake.at_least.all()


def test_a_wrong_amount_in_a_csv_names_file_and_row() -> None:
    with pytest.raises(WrongInput, match=r"mine\.csv, row 2 \(kale\): the amount is -1"):
        read_diary("day,food,amount,unit\nmon,kale,-1,cup\n", "mine.csv")
