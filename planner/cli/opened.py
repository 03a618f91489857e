"""The catalogue of a command: the built-in one, or a folder of planner import."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue


def opened(folder: Path | None) -> "Catalogue":
    """The catalogue that --catalogue names. Raises TableError for a folder that is none, or was changed."""
    from planner.tables.catalogue import load_catalogue, tables_folder
    from planner.tables.manifest import check_folder

    if folder is not None:
        check_folder(folder, tables_folder())
    return load_catalogue(folder)
