"""`planner data pantry` and `planner data prices`: what is at home and what things cost in one's own shop."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import options
from planner.cli.data import opened_store

if TYPE_CHECKING:
    from planner.at_home import AtHome
    from planner.plan import Plan
    from planner.store import Store
    from planner.tables.catalogue import Catalogue

pantry = typer.Typer(
    help="What is at home; 'planner week --pantry saved' uses it first.", no_args_is_help=True, rich_markup_mode=None
)
prices = typer.Typer(
    help="Prices of your shop; 'planner week --prices saved' plans at them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Things = Annotated[list[str], typer.Argument(metavar="FOOD=AMOUNT ...", help="As bought: lentils=500g, eggs=6.")]
Names = Annotated[list[str], typer.Argument(metavar="FOOD ...")]
AllOrNames = Annotated[list[str] | None, typer.Argument(metavar="[FOOD ...]", help="Default: all.")]
PriceFile = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV: item, package, price in USD.")]
Week = Annotated[int | None, typer.Option(metavar="NUMBER", help="A week of the history. Default: the last one.")]
Missing = Annotated[
    list[str] | None, typer.Option(metavar="FOOD", help="On the list and not bought: not in the shop. Repeatable.")
]
UseUp = Annotated[bool, typer.Option("--use-up", help="They would spoil: eat them in the next week.")]


@pantry.command("list")
def list_pantry(data_dir: options.DataDir = None) -> None:
    """Show what is at home."""
    from planner.store.home import kept_pantry
    from planner.tables.catalogue import load_catalogue

    store = opened_store(data_dir)
    _show(kept_pantry(store), store, load_catalogue())


@pantry.command("add")
def add_to_pantry(things: Things, use_up: UseUp = False, data_dir: options.DataDir = None) -> None:
    """Put something on the shelf; what is there already becomes more."""
    from dataclasses import replace

    from planner.at_home import parse_at_home
    from planner.store.home import kept_pantry
    from planner.tables.catalogue import load_catalogue

    catalogue, more = load_catalogue(), [replace(parse_at_home(text), use_up=use_up) for text in things]
    store = opened_store(data_dir)
    _put(store, (*kept_pantry(store), *more), catalogue)


@pantry.command("remove")
def remove_from_pantry(names: Names, data_dir: options.DataDir = None) -> None:
    """Take something off the shelf."""
    from planner.at_home import purchase_named
    from planner.errors import WrongInput
    from planner.store.home import PANTRY
    from planner.tables.catalogue import load_catalogue

    catalogue, store = load_catalogue(), opened_store(data_dir)
    held = store.items(PANTRY)
    for name in names:
        purchase = name if name in held else purchase_named(name, catalogue, "remove")
        if purchase not in held:
            raise WrongInput(f"remove {name}: it is not at home. 'planner data pantry list' shows what is.")
        del held[purchase]
    store.replace_items(PANTRY, held)
    print(f"Removed. {_count(len(held))} at home.")


@pantry.command()
def bought(week: Week = None, missing: Missing = None, data_dir: options.DataDir = None) -> None:
    """Put all that a saved week's list says to buy on the shelf, in whole packages."""
    from planner.at_home import purchase_named
    from planner.store.home import after_shopping, kept_pantry
    from planner.tables.catalogue import load_catalogue

    catalogue, store = load_catalogue(), opened_store(data_dir)
    left_out = [purchase_named(name, catalogue, "--missing") for name in missing or ()]
    plan = _plan(store, week, catalogue)
    _put(store, after_shopping(kept_pantry(store), plan, catalogue, left_out), catalogue)


@pantry.command()
def eaten(week: Week = None, data_dir: options.DataDir = None) -> None:
    """Take what a saved week eats off the shelf."""
    from planner.store.home import after_eating, kept_pantry
    from planner.tables.catalogue import load_catalogue

    catalogue, store = load_catalogue(), opened_store(data_dir)
    _put(store, after_eating(kept_pantry(store), _plan(store, week, catalogue), catalogue), catalogue)


@prices.command("list")
def list_prices(data_dir: options.DataDir = None) -> None:
    """Show the prices that are kept, per 100 g as eaten."""
    from planner.store.home import kept_prices
    from planner.tables.catalogue import load_catalogue

    store, names = opened_store(data_dir), {food.food: food.name for food in load_catalogue().foods}
    found = kept_prices(store)
    for food, usd in found.items():
        print(f"{names.get(food, food)}: ${usd:.3f} per 100 g as eaten")
    print(f"{len(found)} {'price' if len(found) == 1 else 'prices'} kept in {store.path}.")


@prices.command("keep")
def keep_file(file: PriceFile, data_dir: options.DataDir = None) -> None:
    """Keep the prices of a receipt; a food that it does not name keeps its price."""
    from planner.intake.receipt import read_prices
    from planner.store.home import keep_prices
    from planner.tables.catalogue import load_catalogue

    receipt = read_prices(file, load_catalogue())
    for asked in receipt.asked:
        typer.echo(f"planner: {asked.place} ({asked.item}): not kept: {asked.reason}", err=True)
    store = opened_store(data_dir)
    keep_prices(store, receipt.own)
    print(f"{len(receipt.prices)} prices kept in {store.path}. 'planner week --prices saved' plans at them.")


@prices.command()
def forget(names: AllOrNames = None, data_dir: options.DataDir = None) -> None:
    """Forget the price of a food, or of all: US averages hold again."""
    from planner.errors import WrongInput
    from planner.store.home import PRICES
    from planner.tables.catalogue import load_catalogue

    store, spellings = opened_store(data_dir), load_catalogue().spellings
    held = store.items(PRICES)
    gone = set(held) if not names else set()
    for name in names or ():
        meant = {name, *spellings.get(name.strip().lower(), ())} & held.keys()
        if not meant:
            raise WrongInput(f"forget {name}: no price is kept for it. 'planner data prices list' shows them.")
        gone |= meant
    store.replace_items(PRICES, {food: usd for food, usd in held.items() if food not in gone})
    print(f"{len(gone)} forgotten, {len(held) - len(gone)} kept.")


def _put(store: "Store", things: "tuple[AtHome, ...]", catalogue: "Catalogue") -> None:
    from planner.store.home import keep_pantry, kept_pantry

    keep_pantry(store, things, catalogue)
    _show(kept_pantry(store), store, catalogue)


def _show(things: "tuple[AtHome, ...]", store: "Store", catalogue: "Catalogue") -> None:
    forms = {form.purchase: form.form for form in catalogue.purchases.values()}
    for thing in things:
        print(f"{forms.get(thing.food, thing.food)}: {thing.amount:,.0f} g{', to be used up' if thing.use_up else ''}")
    print(f"{_count(len(things))} at home, kept in {store.path}.")


def _count(number: int) -> str:
    return "1 thing is" if number == 1 else f"{number} things are"


def _plan(store: "Store", number: int | None, catalogue: "Catalogue") -> "Plan":
    """A saved week. Raises WrongInput where there is none, or where its foods are not in the tables any more."""
    from planner.cli.saved import days_of, shown_plan
    from planner.errors import WrongInput
    from planner.store.weeks import request_in

    last = store.last_week()
    if number is None and last is None:
        raise WrongInput("no week is saved. Run 'planner week --save' first.")
    week = store.week(last.number if number is None and last else number or 0)
    plan = shown_plan(days_of(week), request_in(week))
    unknown = sorted(plan.foods - set(catalogue.food_index))
    if unknown:
        raise WrongInput(f"this week holds foods that are not in these tables: {', '.join(unknown)}.")
    return plan
