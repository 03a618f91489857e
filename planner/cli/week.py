"""`planner week`: options to a request, a plan, and the plan on the screen."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli import options
from planner.cli.asking import asks
from planner.cli.by_hand import stopped_by_hand
from planner.cli.keep import NOTHING_KEPT, Keep, keep_week, last_dishes, of_profile
from planner.errors import Cancelled, ImpossibleRequest, LimitsRanOut

if TYPE_CHECKING:
    from planner.cli.wishes import Wishes
    from planner.exports import Away
    from planner.plan import Plan
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

STOPPED = "stopped"  # status of a search that ended without a plan and without a proof


@asks
def week(
    request: "PlanRequest",
    wishes: "Wishes",
    not_last_week: options.NotLastWeek = False,
    pantry_after: options.PantryAfter = None,
    units: options.Units = "metric",
    json: options.Json = False,
    out: options.Out = None,
    health: options.Health = None,
    paper: options.Paper = "a4",
    start: options.Start = None,
    meal_time: options.MealTime = None,
    save: options.Save = False,
    profile: options.Profile = None,
) -> None:
    """Plan a week of meals and say what to buy.

    By default a vegan week for a woman of 35 needing 2,000 kcal a day.
    """
    from planner.exports import prepare_folder, read_away
    from planner.person import check_choice
    from planner.units import UNITS

    check_choice("--units", units, UNITS)
    keep = Keep(save, profile, wishes.data_dir)
    if profile:
        request = of_profile(request, keep)
    request = replace(wishes.of(request), not_again=last_dishes(keep) if not_last_week else ())
    if out:
        prepare_folder(out)
    beside = Beside(units == "us", pantry_after, read_away(paper, start, tuple(meal_time or ())), keep, health)
    answer(request, wishes.tables(), as_object=json, folder=out, beside=beside)


@dataclass(frozen=True)
class Beside:
    """What surrounds a plan: the units of its list, what is at home after it, its paper, where it is kept."""

    us_units: bool = False
    pantry_after: Path | None = None
    away: "Away | None" = None
    keep: Keep = NOTHING_KEPT
    health: Path | None = None  # the sheet for a doctor


NOTHING_BESIDE = Beside()


def answer(
    request: "PlanRequest",
    catalogue: "Catalogue",
    as_object: bool,
    folder: Path | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> None:
    """Plan and print: a page, or one JSON object, also where there is no plan."""
    from planner.exports import as_json, health_sheet, plan_object, write_file, write_files

    plan = planned(request, catalogue, as_object)
    if beside.pantry_after:
        from planner.cli.home import put_pantry
        from planner.pantry import pantry_after

        put_pantry(beside.pantry_after, pantry_after(plan, request.at_home, catalogue), catalogue, beside.keep.folder)
    keep_week(plan, request, catalogue, beside.keep)
    if folder:
        write_files(folder, plan, request, catalogue, beside.us_units, beside.away)
    if beside.health:
        write_file(beside.health, health_sheet(plan, request, catalogue).encode(), "--health")
    if as_object:
        print(as_json(plan_object(plan, request, catalogue)))
        return
    from planner.cli.week_page import print_week

    print_week(plan, request, catalogue, folder, beside.us_units)


def planned(request: "PlanRequest", catalogue: "Catalogue", as_object: bool) -> "Plan":
    """The plan. Where there is none, why not and what would help is printed before that is raised."""
    from planner.cli.refused import explained
    from planner.exports import as_json, refusal_object

    try:
        return _plan(request, catalogue, quiet=as_object)
    except ImpossibleRequest as error:
        explained(error, request, catalogue, as_object)
    except LimitsRanOut as error:
        if as_object:
            print(as_json(refusal_object(STOPPED, str(error)) | {"nearest": error.nearest}))
        raise


def _plan(request: "PlanRequest", catalogue: "Catalogue", quiet: bool) -> "Plan":
    """The plan, with a sign of life on a terminal's stderr while it is made; Ctrl+C takes the best week so far."""
    from rich.console import Console

    from planner.exports.words import money
    from planner.pipeline import make_plan

    console, so_far = Console(stderr=True), list["Plan"]()
    status = None if quiet or not console.is_terminal else console.status("Reading the tables ...")

    def found(plan: "Plan") -> None:
        so_far.append(plan)
        if status:
            status.update(f"A week for {money(plan.cost_usd)} is found. Looking for a better one; Ctrl+C takes it ...")

    with status or nullcontext(), stopped_by_hand() as stopped:
        say = (lambda step: status.update(f"{step.capitalize()} ...")) if status else None
        try:
            return make_plan(request, catalogue, say, stopped, found)
        except Cancelled as error:
            if not so_far:
                raise Cancelled("Stopped before a week was found.") from error
    return replace(so_far[-1], notes=(*so_far[-1].notes, "You stopped the search: the best week until then."))
