"""What gives way where there is no plan: wishes of one's own, variety and money; never what keeps somebody safe."""

import ast
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from helpers import catalogue, needs_of, plan_for, targets_of, week_model

from planner import Person, PlanRequest
from planner.cli import main
from planner.errors import ImpossibleRequest, LimitsRanOut, WrongInput
from planner.explain.impossible import Kind, Refusal
from planner.explain.impossible.refusal import NEVER_LOOSENED
from planner.explain.loosening import may_change
from planner.exports.refusals import refusal_sections
from planner.pipeline import explain_refusal, make_plan
from planner.request import TargetWish, check_request, parse_limit, parse_now
from planner.solve import week as search
from planner.solve.guard import Guard
from planner.solve.session import Session
from planner.tables.catalogue import tables_folder
from planner.tables.help_lines import load_help_lines
from planner.targets import Bound
from planner.targets.bound import USUAL
from planner.targets.make import _check_crossed

ROOT = Path(__file__).parents[1]
LIMITS = tuple(map(parse_limit, ("potassium=1700", "phosphorus=700", "sodium=1200", "protein=45")))
ALLERGENS = ("gluten", "soy", "tree_nuts", "peanuts", "sesame", "milk", "egg", "fish", "shellfish")
PULSES = tuple(food.food for food in catalogue().foods if food.role in ("bean", "lentil", "soy"))
IMPOSSIBLE = {
    "limits": PlanRequest(person=Person(age=60), conditions=("kidney disease",), clinician_limits=LIMITS),
    "one limit and a budget": PlanRequest(clinician_limits=(parse_limit("sodium=300"),), max_cost_usd=20.0),
    "a limit and an own target": PlanRequest(
        clinician_limits=(parse_limit("phosphorus=500"),), targets=(TargetWish("protein", lower=90),)
    ),
    "eaten now": PlanRequest(conditions=("losartan",), now=(parse_now("potassium=900"),)),
    "steady": PlanRequest(conditions=("warfarin",), now=(parse_now("vitamin K=4"),)),
    "allergens": PlanRequest(without=ALLERGENS, no_fortified=True),
    "allergens and what is left out": PlanRequest(without=("gluten", "soy", "tree_nuts", "peanuts"), exclude=PULSES),
    "upper level": PlanRequest(targets=(TargetWish("iron", lower=44.9), TargetWish("zinc", lower=39.9))),
    "much energy": PlanRequest(person=Person(energy_kcal=3400), targets=(TargetWish("sodium", upper=300),)),
    "oxalate stones and a budget": PlanRequest(conditions=("oxalate stones",), max_cost_usd=15.0),
    "pregnant": PlanRequest(person=Person(age=30, pregnant_trimester=2), no_fortified=True, max_cost_usd=15.0),
    "a most of one's own beside a medicine": PlanRequest(
        conditions=("warfarin",), leafy_greens="some-days", targets=(TargetWish("sodium", upper=200),)
    ),
}
impossible = pytest.mark.parametrize("name", IMPOSSIBLE)
SAFE_OPTIONS = ("--condition", "--clinician-limit", "--now", "--supplement", "--without", "--pregnant", "--lactating")


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command line."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(list(arguments))
    code = left.value.code
    return (code if isinstance(code, int) else 0), out.getvalue(), err.getvalue()


@cache
def refusal(name: str) -> Refusal:
    """The explanation of a request that cannot be met."""
    return explain_refusal(IMPOSSIBLE[name], catalogue())


def protected(request: PlanRequest) -> dict[tuple[str, str], float]:
    """The ends that keep somebody safe, by nutrient and side; energy counts from below."""
    found: dict[tuple[str, str], float] = {}
    for bound in targets_of(request).hard():
        if bound.upper is not None and bound.keeps_safe(is_upper=True) and bound.nutrient != "energy_kcal":
            side = (bound.nutrient, "most")
            found[side] = min(bound.upper, found.get(side, bound.upper))
        if bound.lower is not None and bound.nutrient == "energy_kcal":
            found[bound.nutrient, "least"] = bound.lower
    return found


@impossible
def test_no_repair_touches_what_keeps_somebody_safe(name: str) -> None:
    asked = check_request(IMPOSSIBLE[name], catalogue())
    before = protected(asked)
    for repair in refusal(name).repairs:
        new, after = repair.request, protected(repair.request)
        assert not set(repair.kinds) & set(NEVER_LOOSENED)
        assert set(asked.without) <= set(new.without)
        assert (new.conditions, new.clinician_limits) == (asked.conditions, asked.clinician_limits)
        assert (new.now, new.supplements) == (asked.now, asked.supplements)
        assert replace(new.person, energy_kcal=None) == replace(asked.person, energy_kcal=None)
        for (nutrient, side), value in before.items():
            still = after[nutrient, side]
            assert still <= value if side == "most" else still >= value, (nutrient, side)
        options = [option for option in (*repair.add, *repair.drop) if option != "--without fortified"]
        assert not [option for option in options if option.startswith(SAFE_OPTIONS)]


@impossible
def test_what_is_said_names_what_clashes_and_offers_none_of_it(name: str) -> None:
    with pytest.raises((ImpossibleRequest, LimitsRanOut)) as refused:
        make_plan(IMPOSSIBLE[name], catalogue())
    told = refusal(name)
    said = [str(refused.value), *(line for part in refusal_sections(told) for line in part.lines)]
    assert not [
        line for line in said if re.search(r"(?i)leave it out|take it off|or loosen|loosen (one|a target)", line)
    ]
    assert not [line for line in said if re.search(rf"(?i)(fewer|off|without) ({'|'.join(SAFE_OPTIONS)})", line)]
    if IMPOSSIBLE[name].clinician_limits or IMPOSSIBLE[name].conditions:
        assert "Do not loosen a limit of your clinician by yourself" in str(refused.value)


def test_more_energy_than_the_need_is_never_offered_to_be_cut() -> None:
    told = explain_refusal(PlanRequest(person=Person(energy_kcal=3000), max_cost_usd=41.0), catalogue())
    assert Kind.ENERGY in {wish.kind for wish in told.conflict}
    assert told.repairs and not [repair for repair in told.repairs if Kind.ENERGY in repair.kinds]


def test_foods_come_back_with_the_warning_that_an_allergy_is_no_choice() -> None:
    found = [r for r in refusal("allergens and what is left out").repairs if Kind.EXCLUDED in r.kinds]
    assert found and all("not because of an allergy" in repair.caution for repair in found)


def test_a_must_have_that_is_an_allergen_is_no_wish_to_change() -> None:
    with pytest.raises(WrongInput, match=r"holds soy.*\. Take it off --must-have\.$"):
        check_request(PlanRequest(must_have=("tempeh",), without=("soy",)), catalogue())


@pytest.mark.parametrize("basis", ["clinician", "eaten now", USUAL, "as now", "UL", "limit"])
def test_ends_that_cross_never_offer_to_watch_a_limit(basis: str) -> None:
    most = Bound("potassium_mg", None, 2000.0, True, basis, "")
    for least in ("RDA", "yours"):
        with pytest.raises(WrongInput) as refused:
            _check_crossed([Bound("potassium_mg", 2600.0, None, True, least, ""), most], {"potassium_mg": "potassium"})
        assert basis in str(refused.value) and "--watch" not in str(refused.value)
        assert "MIN:MAX" not in str(refused.value)


def test_only_wishes_of_ones_own_may_give_way() -> None:
    asked = PlanRequest(
        conditions=("losartan",),
        clinician_limits=(parse_limit("sodium=1500"),),
        targets=(TargetWish("potassium", upper=2000), TargetWish("sodium", lower=500), TargetWish("iron", lower=20)),
        max_cost_usd=30.0,
    )
    said = may_change(check_request(asked, catalogue()), catalogue())
    assert "raise the budget" in said and "your own target of iron." in said
    assert may_change(check_request(PlanRequest(), catalogue()), catalogue()).startswith("Ask a dietitian")


# --- every text of the planner

LEFT_OUT = re.compile(r"(?i)leave (it|them|one of the two|--?[\w{}]+) out|take (it|\{\w+\}) off|leave out of")
LOOSENED = re.compile(r"(?i)loosen")
NOT_LOOSENED = re.compile(r"(?i)(do not|not|never|nobody .*|is|nothing to) loosen|loosen your own target|is loosened")
MAY_GO = ("--must-have", "--watch", "--hard", "--close", "--time-limit", "--energy", "--second-opinion", "--catalogue")
NO_REQUEST = (
    "intake",
    "reading",
    "cohort",
    "tables",
    "recipes",
    "solve/own",
    "own",
    "cli/solve",
    "cli/check",
    "cli/gaps",
)


def texts() -> Iterator[tuple[str, str]]:
    """Every text in the code that is no docstring, with its file; what an f-string fills in stands in braces."""
    for path in sorted((ROOT / "planner").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if id(node) in docs or id(node) in inside:
                continue
            if isinstance(node, ast.JoinedStr):
                parts = [
                    str(part.value) if isinstance(part, ast.Constant) else f"{{{ast.unparse(part)[3:-2]}}}"
                    for part in node.values
                ]
                yield path.relative_to(ROOT / "planner").as_posix(), "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.relative_to(ROOT / "planner").as_posix(), node.value


def test_no_text_offers_to_leave_out_or_loosen_what_keeps_somebody_safe() -> None:
    faults, seen = [], 0
    for file, text in texts():
        if LEFT_OUT.search(text) and not file.startswith(NO_REQUEST):
            seen += 1
            if not any(option in text for option in MAY_GO) and not re.search("above 0|salt|scheduler", text):
                faults.append((file, text))
            if any(f"{verb} {option}" in text for verb in ("fewer", "off", "without") for option in SAFE_OPTIONS):
                faults.append((file, text))
        if LOOSENED.search(text) and not NOT_LOOSENED.search(text):
            faults.append((file, text))
        if re.search(r"(?i)use fewer --(without|condition|clinician)", text):
            faults.append((file, text))
    assert seen >= 5 and not faults


# --- the search ends in time


KIDNEY = PlanRequest(
    person=Person(age=60),
    diet="omnivore",
    conditions=("kidney disease",),
    clinician_limits=tuple(map(parse_limit, ("potassium=1800", "phosphorus=780", "sodium=1300", "protein=47"))),
)


def test_where_the_guard_ends_a_search_the_nearest_week_is_told_and_nothing_is_called_impossible(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search, "GUARD_S", 0.0)
    with pytest.raises(LimitsRanOut, match="nothing is proven") as refused:
        make_plan(KIDNEY, catalogue())
    assert refused.value.nearest and refused.value.nearest[0] in str(refused.value)
    assert "leaves it the least room: the most of" in str(refused.value)
    assert "No week found in time" in str(refused.value) and "mpossible" not in str(refused.value)


def test_the_guard_is_for_searches_without_a_week_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = plan_for(PlanRequest(diet="omnivore"))
    ended = search._Run._is_hopeless
    asked: list[bool] = []
    monkeypatch.setattr(search._Run, "_is_hopeless", lambda run: asked.append(ended(run)) or ended(run))
    assert make_plan(PlanRequest(diet="omnivore"), catalogue()).cost_usd == usual.cost_usd
    assert asked and not any(asked)
    run_ = object.__new__(search._Run)
    run_.guard, run_.is_found = Guard(0.0), True
    assert not ended(run_)
    run_.is_found = False
    assert ended(run_)


# --- fruit and vegetables yield


def test_beside_a_limit_a_week_holds_all_the_fruit_and_vegetables_that_there_is_room_for() -> None:
    plan = plan_for(PlanRequest(diet="omnivore", clinician_limits=(parse_limit("sodium=2000"),)))
    for nutrient in ("fruit_cups", "vegetable_cups"):
        (result,) = [result for result in plan.targets if result.bound.nutrient == nutrient]
        assert not result.bound.hard and result.bound.lower and "comes first" in result.bound.note
        assert result.mean >= result.bound.lower * 0.98


def test_the_search_misses_no_produce_where_there_is_room_and_some_where_there_is_none() -> None:
    roomy = PlanRequest(diet="omnivore", clinician_limits=(parse_limit("sodium=2000"),))
    model = week_model(needs_of(roomy))
    answer = Session(model.spec, integer=False, presolve="off").solve()
    assert answer.x is not None and len(model.missed) == 2 and answer.x[model.missed].sum() < 1e-6
    tight = replace(roomy, clinician_limits=(parse_limit("potassium=1400"),))
    model = week_model(needs_of(tight))
    answer = Session(model.spec, integer=False, presolve="off").solve()
    assert answer.x is not None and answer.x[model.missed].sum() > 0.1


@pytest.mark.parametrize(
    "fields",
    [
        {"clinician_limits": (parse_limit("potassium=2500"),)},
        {"conditions": ("losartan",)},
        {"conditions": ("warfarin",), "now": (parse_now("vitamin K=90"),)},
        {"conditions": ("oxalate stones",)},
    ],
)
def test_produce_yields_to_a_limit_a_cap_warfarin_and_oxalate(fields: dict[str, tuple[object, ...]]) -> None:
    found = targets_of(PlanRequest(diet="omnivore", **fields))  # type: ignore[arg-type]
    for nutrient in ("fruit_cups", "vegetable_cups", "dark_green_cups"):
        (bound,) = found.of(nutrient)
        assert bound.lower and not bound.hard and "comes first" in bound.note
        assert bound.yields == (nutrient != "dark_green_cups")
    (forced,) = targets_of(PlanRequest(diet="omnivore", hard=("fruit_cups",), **fields)).of("fruit_cups")  # type: ignore[arg-type]
    assert forced.hard


# --- too little money


def test_too_little_money_names_who_helps_with_food() -> None:
    code, out, _ = run("week", "--max-cost", "15", "--json")
    assert code == 3
    helped = {row["country"]: row for row in json.loads(out)["food_help"]}
    assert "SNAP, WIC and 211" in helped["US"]["help"] and "https://" in helped["US"]["source"]
    assert helped.keys() == {line.country for line in load_help_lines(tables_folder())}
    code, out, err = run("week", "--max-cost", "15")
    assert code == 3 and "SNAP, WIC and 211" in err and "Elsewhere" in err


def test_where_it_is_not_the_money_nobody_is_sent_for_food() -> None:
    lines = load_help_lines(tables_folder())
    titles = [part.title for part in refusal_sections(refusal("allergens"), food_help=lines)]
    assert not [title for title in titles if "money" in title]
    assert not refusal("allergens").is_of_money and refusal("oxalate stones and a budget").is_of_money


def test_every_country_says_who_helps_with_food() -> None:
    for line in load_help_lines(tables_folder()):
        assert line.food and line.food_note and "https://" in line.food_source
