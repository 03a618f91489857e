"""`planner data`: what was saved with `planner week --save`: its history, all of it as a file, and away with it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli import options

if TYPE_CHECKING:
    from planner.store import Store

data = typer.Typer(
    help="What is kept on this machine: weeks and profiles, what is at home, prices of your shop.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def opened_store(folder: Path | None) -> "Store":
    """The saved things of --data-dir; a damaged file is told on stderr."""
    from planner.store import Store, data_folder

    store = Store(data_folder(folder))
    if store.set_aside:
        typer.echo(
            f"planner: {store.path} was damaged. It is kept as {store.set_aside}; a new one was begun.", err=True
        )
    return store


@data.command()
def history(data_dir: options.DataDir = None) -> None:
    """List the saved weeks, the newest first, with cost and how many targets they meet."""
    store = opened_store(data_dir)
    for week in store.history():
        day = week.saved.replace("T", " ").removesuffix("+00:00")
        whom = f"  {week.profile}" if week.profile else ""
        met = f"{week.targets_met} of {week.targets} targets and references met"
        print(f"{week.number:>4}  {day}  ${week.cost_usd:.2f}  {met}{whom}")
    print(f"Kept in {store.path}.")


@data.command()
def week(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As 'planner data history' lists it.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead of on the screen.")] = None,
    data_dir: options.DataDir = None,
) -> None:
    """Take a saved week out as JSON: for --plan of 'planner shopping' and 'cook', and --near."""
    from planner.exports import as_json, write_file

    text = as_json(opened_store(data_dir).week(number))
    if out is None:
        print(text)
        return
    write_file(out, (text + "\n").encode())
    print(f"Written to {out}.")


@data.command()
def profiles(data_dir: options.DataDir = None) -> None:
    """List the people that are saved: names for 'planner week --profile'."""
    store = opened_store(data_dir)
    for profile in store.profiles():
        print(f"{profile.name}  saved {profile.saved[:10]}")
    print(f"Kept in {store.path}.")


@data.command()
def forget(
    number: Annotated[int | None, typer.Option("--week", metavar="NUMBER", help="A week of the history.")] = None,
    profile: Annotated[str | None, typer.Option(metavar="NAME", help="A person; their weeks stay.")] = None,
    data_dir: options.DataDir = None,
) -> None:
    """Forget one week or one person."""
    from planner.errors import WrongInput

    store = opened_store(data_dir)
    if number is None and profile is None:
        raise WrongInput("forget: name a --week or a --profile. 'planner data delete' deletes everything.")
    if number is not None:
        store.week(number)  # it is there
    if profile is not None and profile not in (each.name for each in store.profiles()):
        raise WrongInput(f"--profile {profile}: nothing is saved under this name. 'planner data profiles' lists them.")
    if number is not None:
        store.delete_week(number)
        print(f"Week {number} is forgotten.")
    if profile is not None:
        store.delete_profile(profile)
        print(f"{profile} is forgotten.")


@data.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A JSON file to write.")],
    data_dir: options.DataDir = None,
) -> None:
    """Write all that is saved as one JSON file."""
    from planner.exports import as_json, write_file

    write_file(file, (as_json(opened_store(data_dir).everything()) + "\n").encode())
    print(f"Written to {file}.")


@data.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of 'planner data export'.")],
    data_dir: options.DataDir = None,
) -> None:
    """Bring an exported file back, where nothing is kept yet."""
    from planner.errors import WrongInput
    from planner.store.back import rows_of

    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise WrongInput(f"{file}: cannot be read ({error.strerror}). Name another file.") from None
    except UnicodeDecodeError:
        raise WrongInput(f"{file}: not a text in UTF-8. Give a file that 'planner data export' wrote.") from None
    rows, store = rows_of(text, file.name), opened_store(data_dir)
    store.fill(rows)
    print(f"Restored in {store.path}: {', '.join(f'{len(each)} {name}' for name, each in rows.items())}.")


@data.command()
def delete(
    data_dir: options.DataDir = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete all that is saved, also older and damaged copies."""
    from planner.store import data_folder, delete_all

    folder = data_folder(data_dir)
    if not yes and not typer.confirm(f"Delete everything that Steadyplate keeps in {folder}?"):
        print("Nothing was deleted.")
        return
    gone = delete_all(folder)
    print(
        f"Deleted from {folder}: {', '.join(path.name for path in gone)}." if gone else f"Nothing was kept in {folder}."
    )
