"""How far a run over many people is: a bar with rate and time left on a terminal's stderr."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from planner.cli.screen import page

if TYPE_CHECKING:
    from planner.cohort.run import Progress


@contextmanager
def watched(count: int) -> "Iterator[Callable[[Progress], None]]":
    """Show the bar while a run goes on; nothing where stderr is no terminal."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = page(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("People"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"))
    with Bar(*columns, TimeRemainingColumn(compact=True), console=console) as bar:
        task, began = bar.add_task("people", total=count, rate=""), monotonic()

        def tell(progress: "Progress") -> None:
            rate = (progress.done - progress.found) / max(monotonic() - began, 1e-3)
            bar.update(task, completed=progress.done, rate=f"{rate:,.0f} a second" if rate >= 1 else "")

        yield tell
