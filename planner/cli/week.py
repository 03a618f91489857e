"""`planner week`: options to a request, a plan, and the plan on the screen."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

from planner.cli import options
from planner.errors import ImpossibleRequest, LimitsRanOut

if TYPE_CHECKING:
    from planner.plan import Plan
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue
    from planner.tables.references import Activity, Sex

STOPPED = "stopped"  # status of a search that ended without a plan and without a proof


def week(
    sex: options.Sex = "female",
    age: options.Age = 35,
    height: options.Height = None,
    weight: options.Weight = None,
    activity: options.Activity = "inactive",
    energy: options.Energy = None,
    pregnant: options.Pregnant = None,
    lactating: options.Lactating = None,
    diet: options.Diet = "vegan",
    without: options.Without = None,
    exclude: options.Exclude = None,
    must_have: options.MustHave = None,
    only_article_foods: options.OnlyArticleFoods = False,
    target: options.Target = None,
    condition: options.Condition = None,
    clinician_limit: options.ClinicianLimit = None,
    now: options.Now = None,
    supplement: options.Supplement = None,
    watch: options.Watch = None,
    hard: options.Hard = None,
    absorption: options.Absorption = False,
    days: options.Days = 7,
    max_cost: options.MaxCost = None,
    variety: options.Variety = "normal",
    seed: options.Seed = 0,
    near: options.Near = None,
    time_limit: options.TimeLimit = None,
    json: options.Json = False,
    out: options.Out = None,
) -> None:
    """Plan a week of meals and say what to buy.

    By default a vegan week for a woman of 35 needing 2,000 kcal a day.
    """
    from planner.cli.near import read_near
    from planner.exports import prepare_folder
    from planner.person import Person
    from planner.request import PlanRequest, parse_limit, parse_now, parse_target
    from planner.taken import parse_supplement

    request = PlanRequest(
        person=Person(
            sex=cast("Sex", sex),
            age=age,
            height_cm=height,
            weight_kg=weight,
            activity=cast("Activity", activity),
            energy_kcal=energy,
            pregnant_trimester=pregnant,
            lactating_months=lactating,
        ),
        diet=diet,
        without=_words(without),
        exclude=tuple(exclude or ()),
        must_have=tuple(must_have or ()),
        only_article_foods=only_article_foods,
        targets=tuple(parse_target(text) for text in target or ()),
        days=days,
        max_cost_usd=max_cost,
        variety=variety,
        seed=seed,
        near=read_near(near) if near else (),
        time_limit_s=time_limit,
        watch=_words(watch),
        hard=_words(hard),
        conditions=tuple(condition or ()),
        clinician_limits=tuple(parse_limit(text) for text in clinician_limit or ()),
        absorption=absorption,
        now=tuple(parse_now(text) for text in now or ()),
        supplements=tuple(parse_supplement(text) for text in supplement or ()),
    )
    if out:
        prepare_folder(out)
    _answer(request, as_object=json, folder=out)


def _answer(request: "PlanRequest", as_object: bool, folder: Path | None) -> None:
    """Plan and print: a page, or one JSON object, also where there is no plan."""
    from planner.exports import as_json, plan_object, refusal_object, write_files
    from planner.tables.catalogue import load_catalogue

    catalogue = load_catalogue()
    try:
        plan = _plan(request, catalogue, quiet=as_object)
    except (ImpossibleRequest, LimitsRanOut) as error:
        if as_object:
            status = "infeasible" if isinstance(error, ImpossibleRequest) else STOPPED
            print(as_json(refusal_object(status, str(error))))
        raise
    if folder:
        write_files(folder, plan, request, catalogue)
    if as_object:
        print(as_json(plan_object(plan, request, catalogue)))
        return
    from planner.cli.week_page import print_week

    print_week(plan, request, catalogue, folder)


def _plan(request: "PlanRequest", catalogue: "Catalogue", quiet: bool) -> "Plan":
    """The plan, with a sign of life on a terminal's stderr while it is made."""
    from rich.console import Console

    from planner.pipeline import make_plan

    console = Console(stderr=True)
    status = None if quiet or not console.is_terminal else console.status("Reading the tables ...")
    with status or nullcontext():
        say = (lambda step: status.update(f"{step.capitalize()} ...")) if status else None
        return make_plan(request, catalogue, progress=say)


def _words(values: Sequence[str] | None) -> tuple[str, ...]:
    """Values of a repeatable option, each maybe several with commas between."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())
