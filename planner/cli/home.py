"""The word `saved` in the place of a file of --pantry, --prices and --pantry-after: what `planner data` keeps."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import WrongInput

if TYPE_CHECKING:
    from planner.at_home import AtHome
    from planner.store import Store
    from planner.tables.catalogue import Catalogue

SAVED = "saved"


def is_saved(path: Path | None) -> bool:
    """Whether what is kept is meant, and no file."""
    return path is not None and str(path) == SAVED


def saved_pantry(folder: Path | None) -> "tuple[AtHome, ...]":
    """What is kept as being at home. Raises WrongInput where nothing is."""
    from planner.store.home import kept_pantry

    store = _store(folder)
    things = kept_pantry(store) if store else ()
    if not things:
        raise WrongInput(f"--pantry saved: nothing is kept. {_add(folder)} pantry add lentils=500g' first.")
    return things


def put_pantry(path: Path, things: "Iterable[AtHome]", catalogue: "Catalogue", folder: Path | None) -> None:
    """Write what is at home into a file, or keep it."""
    if not is_saved(path):
        from planner.at_home import write_pantry

        write_pantry(path, things)
        return
    from planner.cli.data import opened_store
    from planner.store.home import keep_pantry

    store = opened_store(folder)
    keep_pantry(store, things, catalogue)
    print(f"planner: what is at home after it is kept in {store.path}.", file=sys.stderr)


def at_saved_prices(catalogue: "Catalogue", folder: Path | None) -> "Catalogue":
    """The tables at the prices that are kept; what is in no table is told. Raises WrongInput where none is kept."""
    from planner.intake.receipt import at_own_prices
    from planner.store.home import kept_prices

    store = _store(folder)
    prices = kept_prices(store) if store else {}
    if not prices:
        raise WrongInput(f"--prices saved: nothing is kept. {_add(folder)} prices keep FILE' first.")
    used = {food: usd for food, usd in prices.items() if food in catalogue.food_index}
    strangers = ", ".join(sorted(prices.keys() - used.keys()))
    if strangers:
        print(f"planner: --prices saved: not in this catalogue, not used: {strangers}.", file=sys.stderr)
    print(f"planner: {len(used)} saved prices used.", file=sys.stderr)
    return at_own_prices(catalogue, used)


def _store(folder: Path | None) -> "Store | None":
    """The store, where there is one already."""
    from planner.cli.data import opened_store
    from planner.store import data_folder

    return opened_store(folder) if data_folder(folder).is_dir() else None


def _add(folder: Path | None) -> str:
    """How a remedy begins: with the folder, where one is chosen."""
    return "Run 'planner data" if folder is None else f"With --data-dir {folder}, run 'planner data"
