"""`planner week`: options to a request, a plan, and the plan on the screen."""

import sys
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
    from planner.at_home import AtHome
    from planner.exports import Away
    from planner.plan import Plan
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

STOPPED = "stopped"  # status of a search that ended without a plan and without a proof


@asks
def week(
    request: "PlanRequest",
    must_have: options.MustHave = None,
    eats: options.Eats = None,
    days: options.Days = 7,
    max_cost: options.MaxCost = None,
    variety: options.Variety = "normal",
    leftovers: options.Leftovers = 0,
    seed: options.Seed = 0,
    near: options.Near = None,
    not_last_week: options.NotLastWeek = False,
    at_home: options.AtHome = None,
    pantry: options.Pantry = None,
    use_up: options.UseUp = None,
    pantry_after: options.PantryAfter = None,
    prices: options.Prices = None,
    catalogue: options.Catalogue = None,
    time_limit: options.TimeLimit = None,
    units: options.Units = "metric",
    json: options.Json = False,
    out: options.Out = None,
    paper: options.Paper = "a4",
    start: options.Start = None,
    meal_time: options.MealTime = None,
    save: options.Save = False,
    profile: options.Profile = None,
    data_dir: options.DataDir = None,
) -> None:
    """Plan a week of meals and say what to buy.

    By default a vegan week for a woman of 35 needing 2,000 kcal a day.
    """
    from planner.cli.near import read_near
    from planner.exports import prepare_folder, read_away
    from planner.person import check_choice
    from planner.units import UNITS

    check_choice("--units", units, UNITS)
    keep = Keep(save, profile, data_dir)
    if profile:
        request = of_profile(request, keep)
    request = replace(
        request,
        must_have=tuple(must_have or ()),
        eats=tuple(eats or ()),
        days=days,
        max_cost_usd=max_cost,
        variety=variety,
        leftovers=leftovers,
        seed=seed,
        near=read_near(near) if near else (),
        not_again=last_dishes(keep) if not_last_week else (),
        time_limit_s=time_limit,
        at_home=things_at_home(at_home, pantry, use_up, catalogue, data_dir),
    )
    if out:
        prepare_folder(out)
    us_units = units == "us"
    beside = Beside(us_units, pantry_after, prices, read_away(paper, start, tuple(meal_time or ())), keep)
    answer(request, as_object=json, folder=out, tables=catalogue, beside=beside)


@dataclass(frozen=True)
class Beside:
    """What surrounds a plan: the units of its list, what is at home after it, prices of the own shop, its paper."""

    us_units: bool = False
    pantry_after: Path | None = None
    prices: Path | None = None
    away: "Away | None" = None
    keep: Keep = NOTHING_KEPT


NOTHING_BESIDE = Beside()


def things_at_home(
    texts: list[str] | None,
    pantry: Path | None,
    use_up: list[str] | None,
    tables: Path | None,
    data_dir: Path | None = None,
) -> "tuple[AtHome, ...]":
    """What is at home by --at-home and --pantry (a file, or what is saved), marked by --use-up. Raises WrongInput."""
    if not (texts or pantry or use_up):
        return ()
    from planner.at_home import marked, parse_at_home, read_pantry
    from planner.cli.home import is_saved, saved_pantry
    from planner.cli.opened import opened

    held = saved_pantry(data_dir) if is_saved(pantry) else read_pantry(pantry) if pantry else ()
    things = (*held, *map(parse_at_home, texts or ()))
    return marked(things, use_up or (), opened(tables))


def answer(
    request: "PlanRequest",
    as_object: bool,
    folder: Path | None,
    tables: Path | None = None,
    beside: Beside = NOTHING_BESIDE,
) -> None:
    """Plan and print: a page, or one JSON object, also where there is no plan."""
    from planner.cli.opened import opened
    from planner.exports import as_json, plan_object, write_files

    catalogue = priced(opened(tables), beside.prices, beside.keep.folder)
    plan = planned(request, catalogue, as_object)
    if beside.pantry_after:
        from planner.cli.home import put_pantry
        from planner.pantry import pantry_after

        put_pantry(beside.pantry_after, pantry_after(plan, request.at_home, catalogue), catalogue, beside.keep.folder)
    keep_week(plan, request, catalogue, beside.keep)
    if folder:
        write_files(folder, plan, request, catalogue, beside.us_units, beside.away)
    if as_object:
        print(as_json(plan_object(plan, request, catalogue)))
        return
    from planner.cli.week_page import print_week

    print_week(plan, request, catalogue, folder, beside.us_units)


def priced(catalogue: "Catalogue", prices: Path | None, data_dir: Path | None = None) -> "Catalogue":
    """The tables at the prices of --prices; what of it was not understood is told on stderr. Raises WrongInput."""
    if prices is None:
        return catalogue
    from planner.cli.home import at_saved_prices, is_saved

    if is_saved(prices):
        return at_saved_prices(catalogue, data_dir)
    from planner.intake.receipt import read_prices

    receipt = read_prices(prices, catalogue)
    for asked in receipt.asked:
        print(f"planner: {asked.place} ({asked.item}): not used: {asked.reason}", file=sys.stderr)
    print(f"planner: {prices.name}: {len(receipt.prices)} prices used.", file=sys.stderr)
    return receipt.applied(catalogue)


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
            print(as_json(refusal_object(STOPPED, str(error))))
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
