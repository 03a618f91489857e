"""--save, --profile and --data-dir of `planner week`: nothing is kept unless somebody asks for it."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.plan import Plan
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue


@dataclass(frozen=True)
class Keep:
    """Whether and where a week is kept, and for whom."""

    save: bool = False
    profile: str | None = None
    folder: Path | None = None


NOTHING_KEPT = Keep()


def of_profile(request: "PlanRequest", keep: Keep) -> "PlanRequest":
    """Person, diet and health of a profile; those of the options where they are to be saved under its name.

    Raises WrongInput for a name that is not known, and for options that would be ignored.
    """
    from planner.cli.asking import requested
    from planner.store import Store, data_folder

    name, is_asked = keep.profile or "", request != requested()
    if is_asked and keep.save:
        return request
    if is_asked:
        raise WrongInput(f"--profile {name}: leave out the options of person, diet and health, or add --save.")
    folder = data_folder(keep.folder)
    found = Store(folder).profile(name) if folder.is_dir() else None
    if found is None and not keep.save:
        raise WrongInput(f"--profile {name}: nothing is saved under this name in {folder}. Save it once with --save.")
    return found or request


def last_dishes(keep: Keep) -> tuple[tuple[str, str], ...]:
    """What was in which dish of the week that was saved last (for the profile, if one is named); told on stderr.

    Raises WrongInput where none is saved, unless this one will be the first.
    """
    from planner.cli.data import opened_store
    from planner.store import data_folder
    from planner.store.weeks import eaten_in

    folder = data_folder(keep.folder)
    store = opened_store(keep.folder) if folder.is_dir() else None
    last = store.last_week(keep.profile) if store else None
    whom = f" for {keep.profile}" if keep.profile else ""
    if store and last:
        say(f"rather not the dishes of week {last.number}{whom}, saved {last.saved[:10]}.")
        return eaten_in(store.week(last.number))
    if not keep.save:
        raise WrongInput(f"--not-last-week: no week is saved{whom} in {folder}. Save each week with --save.")
    say(f"--not-last-week: no week is saved{whom} yet; this one will be the first.")
    return ()


def say(message: str) -> None:
    """A line beside the answer, on stderr."""
    print(f"planner: {message}", file=sys.stderr)


def keep_week(plan: "Plan", request: "PlanRequest", catalogue: "Catalogue", keep: Keep) -> None:
    """Keep the week where --save asks for it, with the profile that it is for, and say where."""
    if not keep.save:
        return
    from planner.cli.data import opened_store

    store = opened_store(keep.folder)
    if keep.profile:
        store.save_profile(keep.profile, request)
    number = store.save_week(plan, request, catalogue, keep.profile or "")
    say(f"saved as week {number} in {store.path}, with person and health. 'planner data delete' removes all.")
