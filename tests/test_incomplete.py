"""A diary of which too little was understood is never shown as short; what is above a most always is."""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from gap_helpers import EATERS, intake_of, report_of
from helpers import catalogue, plain_by
from test_cli import check_schema, run

from planner import Person, PlanRequest
from planner.errors import PlanFault
from planner.explain.completeness import completeness_of
from planner.explain.report import GapReport
from planner.exports.completeness import EVERYTHING, IS_LITTLE
from planner.gapping import close_gaps, week_from, with_now
from planner.intake import Intake, make_intake, parse_lines
from planner.request import TargetWish, check_request
from planner.tables.catalogue import Catalogue
from planner.tables.rules import Rules
from planner.verify_gaps import verify_gaps

KNOWN = ("1 banana", "1 apple", "1 orange", "1 cup cooked oatmeal")
WOMAN = PlanRequest(person=Person(age=40), diet="omnivore")
LIMITED = replace(WOMAN, clinician_limits=(TargetWish("potassium_mg", upper=2000.0),))
POTASSIUM = 100 * 2000 / 326  # g of banana that bring the limit: 326 mg in 100 g
A_DAY = (  # all that somebody eats: about 2,000 kcal
    "2 cups cooked oatmeal",
    "1 cup whole milk",
    "4 slices whole wheat bread",
    "4 tablespoons peanut butter",
    "2 cups pasta",
    "2 tablespoons olive oil",
    "1 cup tomato sauce",
    "1 banana",
    "1 oz almonds",
    "1 cup lentils",
)


def eaten(*lines: str) -> Intake:
    return make_intake(parse_lines("\n".join(lines), catalogue()), catalogue())


def closed(*lines: str, request: PlanRequest = WOMAN, **wishes: Any) -> GapReport:
    return close_gaps(eaten(*lines), request, catalogue(), close=("B12",), **wishes)


def arguments(lines: Iterable[str]) -> list[str]:
    return [part for line in lines for part in ("--line", line)]


def flowing(*lines: str, more: tuple[str, ...] = ()) -> str:
    answer = run("gaps", *arguments(lines), "--diet", "omnivore", "--close", "B12", *more)
    assert answer.code == 0, answer.err
    return " ".join(answer.out.split())


def found(*lines: str, more: tuple[str, ...] = ()) -> dict[str, Any]:
    answer = run("gaps", *arguments(lines), "--diet", "omnivore", "--close", "B12", "--json", *more)
    assert (answer.code, answer.err) == (0, "")
    answered: dict[str, Any] = json.loads(answer.out)
    check_schema(answered, "gaps")
    return answered


def with_rule(rule: str, value: float) -> Catalogue:
    """The tables with another number in one row of planning_rules.csv."""
    rows = catalogue().rules.rows
    return replace(catalogue(), rules=Rules(rows | {rule: replace(rows[rule], value=value)}))


def days(*lines: str, number: int) -> list[str]:
    """The same lines on so many days."""
    return [line for day in range(1, number + 1) for line in (f"day {day}", *lines)]


@pytest.mark.parametrize(
    ("lines", "share"),
    [
        (("1 banana",), 1.0),
        (("1 banana", "1 pizza"), 0.5),  # not known
        (("1 banana", "1 cup rice"), 0.5),  # a question
        (("1 banana", "1 loaf banana"), 0.5),  # a question about weight
        (("1 pizza",), 0.0),
        (("1 banana", "2 glasses of water", "1 pizza"), 0.5),  # water holds nothing and is no line
        (("2 glasses of water",), 0.0),
        (("1 banana", "1 pizza", "1 pizza", "1 Pizza"), 0.25),  # as often as it is written
        (("Monday", "1 banana", "1 apple", "1 pizza", "Tuesday", "1 apple"), 0.75),  # of all days together
        (("1 banana and 1 pizza",), 0.5),  # two foods on a line
    ],
)
def test_the_share_counts_every_line_that_has_a_food_and_a_weight(lines: tuple[str, ...], share: float) -> None:
    assert eaten(*lines).understood_share == pytest.approx(share)


def test_the_limits_are_rows_with_a_reason() -> None:
    rules = plain_by("planning_rules.csv", "rule")
    for rule, value in (("intake_least_share", 0.8), ("intake_least_days", 3), ("intake_least_energy", 0.7)):
        assert float(rules[rule]["value"]) == value
        assert "own choice 2026" in rules[rule]["reason"] or "Black 2000" in rules[rule]["reason"]


def test_four_of_five_lines_are_enough_and_three_of_four_are_not() -> None:
    enough, less = closed(*KNOWN, "1 pizza"), closed(*KNOWN[:3], "1 pizza")
    assert enough.completeness.is_enough and enough.gaps and enough.close
    assert not less.completeness.is_enough
    assert (less.gaps, less.close, less.options, less.why_none) == ((), (), (), "")
    assert less.completeness.missing_lines == 1


def test_another_row_moves_the_share() -> None:
    intake = eaten(*KNOWN[:3], "1 pizza")
    assert close_gaps(intake, WOMAN, with_rule("intake_least_share", 0.75), close=("B12",)).gaps
    assert not close_gaps(intake, WOMAN, with_rule("intake_least_share", 0.76), close=("B12",)).gaps


def test_a_day_of_which_nothing_is_understood_is_not_a_day_without_food() -> None:
    lines = ("Monday", *A_DAY, "Tuesday", "1 pizza")
    report = closed(*lines)
    assert report.intake.understood_share > 0.9
    assert report.completeness.blank_days == ("Tuesday",)
    assert not report.completeness.is_enough and not report.gaps
    assert "while nothing of Tuesday is understood" in flowing(*lines)
    assert closed(*lines, "1 banana").completeness.is_enough


def test_one_unknown_line_gets_no_shortage_no_percent_and_no_food_but_how_to_name_it() -> None:
    page = flowing("pizza")
    assert "0 of 1 line understood. Nothing can be said about what is short until 1 more is." in page
    for said in ("pizza (line 1)", "Write one food a line", '--answer "pizza=FOOD"'):
        assert said in page, said
    for unsaid in ("short by", "below the AI", "%", "$", "What to add", "kcal", "missing"):
        assert unsaid not in page, unsaid


def test_one_unknown_line_has_an_empty_object_and_every_met_is_null() -> None:
    answer = found("pizza")
    assert answer["intake"]["understood_share"] == 0
    assert (answer["gaps"], answer["additions"], answer["above"], answer["why"]) == ([], [], [], "")
    assert answer["targets"] and all(target["met"] is None for target in answer["targets"])
    assert not answer["completeness"]["enough"]
    assert "Nothing can be said about what is short" in answer["completeness"]["words"][0]


def test_a_question_that_is_answered_makes_it_enough() -> None:
    lines = (*KNOWN[:3], "1 cup rice")
    assert "short by" not in flowing(*lines)
    page = flowing(*lines, more=("--answer", "rice=white-rice"))
    assert "short by" in page and "lines understood" not in page


def test_only_water_is_no_food_that_is_short() -> None:
    assert "Only water is written." in flowing("2 glasses of water")


def test_a_clinicians_limit_is_passed_also_where_most_is_unknown() -> None:
    lines = (f"{POTASSIUM + 30:.0f} g banana", "pizza", "sushi")
    limit = ("--clinician-limit", "potassium=2000")
    page = flowing(*lines, more=limit)
    assert "Potassium is above your clinician's limit: at least 2,096 mg on this day, at most 2,000 every day" in page
    assert "short by" not in page
    answer = found(*lines, more=limit)
    (above,) = answer["above"]
    assert (above["nutrient"], above["clinician"], above["at_least"]) == ("potassium_mg", True, True)
    assert above["over"] == pytest.approx(above["intake"] - 2000)
    assert answer["gaps"] == []
    under = (f"{POTASSIUM - 30:.0f} g banana", "pizza", "sushi")
    assert found(*under, more=limit)["above"] == []


def test_an_upper_limit_is_passed_also_where_most_is_unknown() -> None:
    assert "Sodium is above the most: at least" in flowing("400 g ham", "pizza", "sushi")
    assert "Above" not in flowing("250 g ham", "pizza"), "above an ideal that is only watched, not above the limit"
    enough = flowing("400 g ham", *A_DAY)
    assert "Sodium is above the most: " in enough and "Sodium is above the most: at least" not in enough


def test_a_clinicians_limit_holds_on_each_day_whatever_the_others_leave_unknown() -> None:
    """Two days without a known food would halve the mean."""
    lines = ("Monday", f"{POTASSIUM + 30:.0f} g banana", "Tuesday", "pizza", "Wednesday", "sushi")
    (above,) = closed(*lines, request=LIMITED).above
    assert above.day == "Monday" and above.eaten == pytest.approx(2097, abs=3)
    assert "mg on Monday, at most 2,000 every day" in flowing(*lines, more=("--clinician-limit", "potassium=2000"))
    (mean,) = closed("Monday", "2 kg banana", "Tuesday", "1 banana", request=LIMITED).above
    assert mean.day is None


@pytest.mark.parametrize("name", EATERS)
def test_what_is_above_is_every_most_that_the_plain_sums_pass(name: str) -> None:
    report, index = report_of(name), catalogue().nutrient_index
    passed = set()
    for nutrient in {bound.nutrient for bound in report.targets.bounds} - {"energy_kcal"}:
        mosts = [bound for bound in report.targets.of(nutrient) if bound.upper is not None]
        binding = [bound for bound in mosts if bound.hard or "UL" in bound.basis] or mosts
        if any(intake_of(name).nutrients[index[nutrient]] > bound.upper * (1 + 1e-9) for bound in binding):
            passed.add(nutrient)
    assert {above.nutrient for above in report.above} == passed


def test_where_something_is_not_known_a_shortage_is_at_most() -> None:
    page = flowing(*A_DAY, "1 pizza")
    assert "short by at most" in page and "at most so much" in page
    assert "short by" not in page.replace("short by at most", "")
    assert "Also short on this day, as far as known" in page
    gaps = found(*A_DAY, "1 pizza")["gaps"]
    short = [gap for gap in gaps if gap["short"]]
    assert short and all("at most" in gap["words"] for gap in short)


def test_where_all_is_known_a_shortage_is_what_it_is() -> None:
    report = report_of("vegan")
    assert report.intake.understood_share == 1
    words = {gap["nutrient"]: gap["words"] for gap in _object(report)["gaps"]}
    assert words["calcium_mg"].startswith("short by ") and "at most" not in words["calcium_mg"]


def test_where_a_content_is_not_known_a_shortage_is_at_most() -> None:
    """Every line is understood, but the tables lack a value."""
    per_100g = np.array(catalogue().per_100g)
    per_100g[catalogue().food_index["banana"], catalogue().nutrient_index["calcium_mg"]] = np.nan
    lacking = replace(catalogue(), per_100g=per_100g)
    report = close_gaps(make_intake(parse_lines("\n".join(A_DAY)), lacking), WOMAN, lacking, close=("B12",))
    assert report.intake.understood_share == 1
    for gap in _object(report)["gaps"]:
        assert ("at most" in gap["words"]) == (gap["nutrient"] in ("calcium_mg", "absorbed_calcium_mg"))


def _object(report: GapReport) -> dict[str, Any]:
    from planner.exports import gaps_object

    answer: dict[str, Any] = json.loads(json.dumps(gaps_object(report, WOMAN, catalogue())))
    return answer


def test_little_energy_is_asked_for_and_a_yes_leads_to_a_doctor() -> None:
    lines = ("1 banana", "1 apple")
    asked = flowing(*lines)
    assert EVERYTHING in asked and "--everything" in asked and IS_LITTLE not in asked
    assert "short by" not in asked.replace("short by at most", ""), "it may be the half of it"
    answered = flowing(*lines, more=("--everything",))
    assert IS_LITTLE in answered and EVERYTHING not in answered
    assert "short by at most" not in answered
    for page in (asked, answered):
        assert "weight" not in page
    for more, ask in (((), EVERYTHING), (("--everything",), "")):
        found_now = found(*lines, more=more)["completeness"]
        assert (found_now["little"], found_now["everything"], found_now["ask"]) == (True, bool(more), ask)


def test_nobody_is_asked_who_ate_enough_or_of_whom_something_is_unknown() -> None:
    assert not closed(*A_DAY).completeness.is_little
    assert EVERYTHING not in flowing(*A_DAY)
    assert IS_LITTLE not in flowing(*A_DAY, more=("--everything",))
    unknown = closed(*KNOWN, "1 pizza", is_everything=True)
    assert unknown.completeness.is_enough and not unknown.completeness.is_little
    assert EVERYTHING not in flowing(*KNOWN, "1 pizza")


def test_little_is_below_the_share_of_the_need_in_the_row() -> None:
    intake = eaten(*A_DAY)
    kcal = float(intake.nutrients[catalogue().nutrient_index["energy_kcal"]])
    assert completeness_of(intake, kcal / 0.69, catalogue()).asks
    assert not completeness_of(intake, kcal / 0.71, catalogue()).asks
    assert not completeness_of(intake, kcal / 0.69, with_rule("intake_least_energy", 0.68)).asks


def test_a_short_diary_speaks_of_its_days_and_a_longer_one_of_a_day() -> None:
    one, two, three = (flowing(*days(*A_DAY, number=number)) for number in (1, 2, 3))
    assert "It is about this day, not how you usually eat." in one and "on this day" in one
    assert "It is about these 2 days, not how you usually eat." in two and "Also short on these days" in two
    for short in (one, two):
        assert "what is short on these days" in short
        assert "What you eat now" not in short and "you are short" not in short
    assert "these days" not in three and "What you eat now, and what is missing" in three
    words = [found(*days(*A_DAY, number=number))["gaps"][-1]["words"] for number in (1, 2, 3)]
    assert [said.partition("cups ")[2] for said in words] == ["on this day", "a day on these days", "a day"]
    assert not completeness_of(eaten(*A_DAY), 2000, with_rule("intake_least_days", 1)).is_brief


def test_what_must_not_rise_is_not_capped_at_a_diary_that_is_mostly_unknown() -> None:
    request = check_request(replace(WOMAN, conditions=("lisinopril",)), catalogue())
    little, enough = eaten("1 banana", "pizza"), eaten("1 banana", "1 apple")
    assert with_now(request, little, catalogue()).now == ()
    assert {wish.nutrient for wish in with_now(request, enough, catalogue()).now} == {"potassium_mg"}
    assert week_from(little, None, request, catalogue()).now == ()


def test_a_week_from_such_a_diary_says_so_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[PlanRequest] = []
    monkeypatch.setattr(sys.modules["planner.cli.week"], "answer", lambda request, *_: asked.append(request))
    lines = arguments((f"{POTASSIUM + 30:.0f} g banana", "pizza"))
    answer = run("gaps", *lines, "--clinician-limit", "potassium=2000", "--week", "--json")
    said = " ".join(answer.err.split())
    assert (answer.code, answer.out) == (0, "")
    assert "1 of 2 lines understood" in said and "Potassium is above your clinician's limit" in said
    assert asked[0].eats == ("banana",) and asked[0].must_have == ()


def checked(report: GapReport, request: PlanRequest = WOMAN) -> None:
    verify_gaps(report, check_request(request, catalogue()), catalogue(), 250.0)


def test_the_check_refuses_a_shortage_or_a_silence_that_is_not_true() -> None:
    enough, less = closed(*A_DAY), closed(*KNOWN[:3], "1 pizza")
    checked(enough)
    checked(less)
    spoilt = {
        "1 of 2 lines are understood|3 of 4 lines are understood": replace(
            less, completeness=replace(less.completeness, is_enough=True)
        ),
        "shown as short though": replace(less, gaps=enough.gaps[:1], intake=less.intake),
        "said to be little": replace(enough, completeness=replace(enough.completeness, is_little=True)),
    }
    for said, report in spoilt.items():
        with pytest.raises(PlanFault, match=said):
            checked(report)


def test_the_check_refuses_a_most_that_is_passed_in_silence_or_shown_wrong() -> None:
    report = closed("Monday", "1 kg banana", "Tuesday", "pizza", "Wednesday", "pizza", request=LIMITED)
    checked(report, LIMITED)
    (above,) = report.above
    spoilt = {
        "and that is not said": (),
        "is shown as": (replace(above, eaten=above.eaten - 5),),
        "and is not": (above, replace(above, nutrient="calcium_mg")),
    }
    for said, wrong in spoilt.items():
        with pytest.raises(PlanFault, match=said):
            checked(replace(report, above=wrong), LIMITED)
