"""Gaps and options of the three diaries recomputed from the official FNDDS 2021-2023 file by food code."""

import pytest
from gap_helpers import EATERS, FOCAL, eaten_after, intake_of, report_of, total
from helpers import plain_by
from test_official import FILE, per_100g

from planner.intake import Match

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the official FNDDS file is not here")
NAMES = tuple(EATERS)
COUNTED = (*FOCAL, "added_vitamin_b12_ug")
DAYS = 3


def of_the_matches(matches: tuple[Match, ...], nutrient: str) -> float:
    """The mean of the days straight from what was written: grams of each entry times the official value."""
    return sum((per_100g(match.food, nutrient) or 0.0) * match.grams / 100 for match in matches) / DAYS


@pytest.mark.parametrize("name", NAMES)
def test_gaps_are_those_of_the_official_table(name: str) -> None:
    intake, report = intake_of(name), report_of(name)
    assert intake.days == DAYS and len(intake.matches) > 25
    for nutrient in COUNTED:
        gap = report.gap(nutrient)
        if gap is None or gap.target is None:
            continue
        official = of_the_matches(intake.matches, nutrient)
        assert gap.intake == pytest.approx(official, rel=1e-6), nutrient
        assert gap.short == pytest.approx(max(0.0, gap.target - official), rel=1e-6, abs=1e-6), nutrient


def test_the_targets_are_those_of_the_dietary_reference_intakes() -> None:
    """B12 2.4 ug; magnesium 320, 420 and 310 mg; potassium 2,600 and 3,400 mg; calcium 1,000 and 1,200 mg."""
    wanted = {"vegan": (2.4, 320, 2600, 1000), "older": (2.4, 420, 3400, 1200), "student": (2.4, 310, 2600, 1000)}
    for name, targets in wanted.items():
        gaps = [report_of(name).gap(nutrient) for nutrient in FOCAL]
        assert [gap and gap.target for gap in gaps] == pytest.approx(targets), name
    for name, counts in (("vegan", True), ("older", True), ("student", False)):
        added = report_of(name).gap("added_vitamin_b12_ug")
        assert (added is not None and added.target == pytest.approx(2.4)) == counts


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("trades", [False, True])
def test_options_close_the_gaps_by_the_official_table_too(name: str, trades: bool) -> None:
    report = report_of(name, trades)
    assert report.options
    for option in report.options:
        after = eaten_after(option, report.intake)
        for nutrient in report.close:
            gap = report.gap(nutrient)
            assert gap is not None and gap.target is not None
            assert total(after, nutrient, per_100g) >= gap.target * (1 - 1e-6), (nutrient, option)


def test_the_food_codes_of_the_diaries_are_official() -> None:
    foods = plain_by("foods.csv", "food")
    for name in NAMES:
        assert all(foods[match.food]["fndds_code"] for match in intake_of(name).matches)
