"""catalogue.json: what an imported catalogue was made of, and the proof that nothing in it was changed."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.errors import TableError

FILE = "catalogue.json"
FORMAT = 1  # raised when the tables of a catalogue change their meaning
AGAIN = "Make it again with planner import."


@dataclass(frozen=True)
class Manifest:
    """What stands in catalogue.json."""

    format: int
    built_in: str  # hash over the project's own tables from which it was made
    sources: dict[str, str]  # official files and their hashes
    tables: dict[str, str]  # its own files and their hashes
    counts: dict[str, int]

    def text(self) -> str:
        """The file, the same for the same catalogue."""
        return json.dumps({"kind": "steadyplate catalogue", **asdict(self)}, indent=1, sort_keys=True) + "\n"


def file_hash(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tables_digest(folder: Path) -> str:
    """Short hash over every table of a folder, in order of name."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None if it has none. Raises TableError for one that cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        number = found["format"]
        if number != FORMAT:
            raise TableError(f"{path}: format {number} of another Steadyplate; this one reads {FORMAT}. {AGAIN}")
        return Manifest(**{name: found[name] for name in Manifest.__dataclass_fields__})
    except (OSError, ValueError, KeyError, TypeError):
        raise TableError(f"{path}: not the file that planner import wrote. {AGAIN}") from None


def check_folder(folder: Path, own: Path) -> Manifest:
    """The manifest of an imported catalogue whose files are as they were written, made from today's `own` tables.

    Raises TableError for a folder that is no catalogue, another format, a changed, missing or strange file.
    """
    if not folder.is_dir():
        raise TableError(f"--catalogue {folder}: no such folder. Make one: planner import fndds FOLDER --prices CSV.")
    manifest = read_manifest(folder)
    if manifest is None:
        raise TableError(
            f"--catalogue {folder}: not a catalogue, it holds no {FILE}. Make one: planner import fndds FOLDER"
            " --prices CSV."
        )
    for name, known in manifest.tables.items():
        path = folder / name
        if not path.is_file():
            raise TableError(f"{path}: the file is missing from the catalogue. {AGAIN}")
        if file_hash(path) != known:
            raise TableError(f"{path}: the file was changed after the import, so nothing vouches for it. {AGAIN}")
    strange = sorted(path.name for path in folder.glob("*.csv") if path.name not in manifest.tables)
    if strange:
        raise TableError(f"{folder / strange[0]}: not a file of this catalogue. Take it out of the folder.")
    if manifest.built_in != tables_digest(own):
        raise TableError(
            f"--catalogue {folder}: made with the tables of another Steadyplate, whose diets, allergens and health"
            f" rules may be out of date. {AGAIN}"
        )
    return manifest
