"""A catalogue folder is written beside its place and moved there whole: nobody ever sees half of one."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from planner.errors import TableError
from planner.tables.catalogue import load_catalogue
from planner.tables.fndds.make import Counts, Official
from planner.tables.manifest import FILE, FORMAT, Manifest, file_hash, read_manifest, tables_digest

KINDS = ("part", "old")
EARLIER = "catalogue"  # inside an old one's folder


def check_target(target: Path, replace: bool) -> None:
    """Whether a catalogue may be written there. Raises TableError saying why not."""
    if not target.parent.is_dir():
        raise TableError(f"--out {target}: {target.parent} is no folder. Make it first, or choose another place.")
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_dir() or not _is_catalogue(target):
        raise TableError(f"--out {target}: stands there already and is no catalogue. Choose another place.")
    if not replace:
        raise TableError(f"--out {target}: a catalogue stands there already. Add --replace, or choose another place.")


def _is_catalogue(folder: Path) -> bool:
    try:
        return read_manifest(folder) is not None
    except TableError:  # of another version, or damaged: still ours
        return (folder / FILE).is_file()


def write_catalogue(
    target: Path, tables: Mapping[str, str], official: Official, counts: Counts, own: Path, replace: bool
) -> None:
    """Write every table and catalogue.json, read them back as a catalogue, then move the folder to its place.

    Raises TableError; then, and when it is interrupted, nothing new is left behind.
    """
    _sweep(target)
    with _beside(target, "part") as part:
        for name, text in tables.items():
            _write(part / name, text)
        manifest = Manifest(
            format=FORMAT,
            built_in=tables_digest(own),
            sources={path.name: file_hash(path) for path in official.files},
            tables={name: file_hash(part / name) for name in tables},
            counts=asdict(counts),
        )
        _write(part / FILE, manifest.text())
        load_catalogue(part)  # what cannot be read back is not handed over
        load_catalogue.cache_clear()
        _sync(part)
        check_target(target, replace)
        _move(part, target)


def _move(part: Path, target: Path) -> None:
    """Put a whole folder in its place; an earlier one goes only when the new one stands."""
    if not target.exists():
        os.rename(part, target)
    else:
        with _beside(target, "old") as old:
            os.rename(target, old / EARLIER)
            try:
                os.rename(part, target)
            except BaseException:
                os.rename(old / EARLIER, target)
                raise
    _sync(target.parent)


def _sweep(target: Path) -> None:
    """Clear what runs that were killed left behind; a catalogue that was set aside and not replaced comes back."""
    for left in sorted(target.parent.glob(f".{target.name}.*-*")):
        kind, _, number = left.name.removeprefix(f".{target.name}.").partition("-")
        if kind not in KINDS or not number.isdigit() or _is_running(int(number)):
            continue
        if (left / EARLIER).is_dir() and not target.exists():
            os.rename(left / EARLIER, target)
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _beside(target: Path, kind: str) -> Iterator[Path]:
    """An empty hidden folder beside the target that is gone at the end."""
    folder = target.parent / f".{target.name}.{kind}-{os.getpid()}"
    try:
        folder.mkdir()
        yield folder
    except OSError as error:
        raise TableError(f"--out {target}: cannot be written ({error.strerror}). Choose another place.") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(number: int) -> bool:
    if os.name != "posix":
        return True  # nobody can ask there without harm
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Have the names of a folder on the disk, too, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
