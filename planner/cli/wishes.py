"""What a week shall be, and the tables and prices that it is made of: options of every command that plans one."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.cli import options

if TYPE_CHECKING:
    from planner.at_home import AtHome
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue


@dataclass(frozen=True)
class Wishes:
    """Fields of a request beside person, diet and health; where the tables and the prices are."""

    fields: Mapping[str, Any]
    folder: Path | None = None
    prices: Path | None = None
    data_dir: Path | None = None

    def of(self, request: "PlanRequest") -> "PlanRequest":
        """The request of the same person for such a week. Raises WrongInput."""
        return replace(request, **self.fields)

    def tables(self) -> "Catalogue":
        """The tables at the prices of --prices; what of it was not understood is told on stderr. Raises WrongInput."""
        from planner.cli.opened import opened

        catalogue = opened(self.folder)
        if self.prices is None:
            return catalogue
        from planner.cli.home import at_saved_prices, is_saved

        if is_saved(self.prices):
            return at_saved_prices(catalogue, self.data_dir)
        from planner.intake.receipt import read_prices

        receipt = read_prices(self.prices, catalogue)
        for asked in receipt.asked:
            print(f"planner: {asked.place} ({asked.item}): not used: {asked.reason}", file=sys.stderr)
        print(f"planner: {self.prices.name}: {len(receipt.prices)} prices used.", file=sys.stderr)
        return receipt.applied(catalogue)

    @property
    def are_given(self) -> bool:
        """Whether anything but the tables is asked for."""
        return self.prices is not None or self.of_week

    @property
    def of_week(self) -> bool:
        """Whether the week is to be anything but usual."""
        return self.fields != wished().fields


def wished(
    must_have: options.MustHave = None,
    eats: options.Eats = None,
    days: options.Days = 7,
    max_cost: options.MaxCost = None,
    variety: options.Variety = "normal",
    leftovers: options.Leftovers = 0,
    seed: options.Seed = 0,
    near: options.Near = None,
    at_home: options.AtHome = None,
    pantry: options.Pantry = None,
    use_up: options.UseUp = None,
    prices: options.Prices = None,
    catalogue: options.Catalogue = None,
    time_limit: options.TimeLimit = None,
    data_dir: options.DataDir = None,
) -> Wishes:
    """Such a week. Raises WrongInput."""
    from planner.cli.near import read_near

    fields = {
        "must_have": tuple(must_have or ()),
        "eats": tuple(eats or ()),
        "days": days,
        "max_cost_usd": max_cost,
        "variety": variety,
        "leftovers": leftovers,
        "seed": seed,
        "near": read_near(near) if near else (),
        "time_limit_s": time_limit,
        "at_home": _things_at_home(at_home, pantry, use_up, catalogue, data_dir),
    }
    return Wishes(fields, catalogue, prices, data_dir)


def _things_at_home(
    texts: list[str] | None,
    pantry: Path | None,
    use_up: list[str] | None,
    folder: Path | None,
    data_dir: Path | None,
) -> "tuple[AtHome, ...]":
    """What is at home by --at-home and --pantry (a file, or what is saved), marked by --use-up. Raises WrongInput."""
    if not (texts or pantry or use_up):
        return ()
    from planner.at_home import marked, parse_at_home, read_pantry
    from planner.cli.home import is_saved, saved_pantry
    from planner.cli.opened import opened

    held = saved_pantry(data_dir) if is_saved(pantry) else read_pantry(pantry) if pantry else ()
    things = (*held, *map(parse_at_home, texts or ()))
    return marked(things, use_up or (), opened(folder))
