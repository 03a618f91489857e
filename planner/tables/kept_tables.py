"""Checked tables kept between runs: a file in this user's cache folder, used only if it was made of these very tables.

It holds plain data and nothing that can run. A file that is damaged, of other tables, of other code, or that somebody
else could have written is not used; the tables are read and the file is made again. STEADYPLATE_CACHE names another
folder, or "off".
"""

import contextlib
import hashlib
import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from planner.tables.plain_data import from_plain, to_plain

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue

FOLDER = "STEADYPLATE_CACHE"
MOST_BYTES = 64_000_000
MOST_FILES = 4  # of as many catalogues; the one used longest ago goes first
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def key_of(folder: Path) -> str:
    """Hash over every table of a folder, its manifest, and the code that reads and checks them."""
    code = Path(__file__).parent
    files = [*sorted(folder.glob("*.csv")), *folder.glob("catalogue.json")]
    digest = hashlib.sha256(sys.version.encode())
    for path in (*files, *sorted(code.glob("*.py")), *sorted(code.parent.glob("*.py"))):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def recall(key: str) -> "Catalogue | None":
    """The catalogue that was kept under a key; None where there is none that can be trusted."""
    try:
        path = _path(key)
        content = _read(path) if path is not None else None
        if path is None or content is None:
            return None
        seal, _, text = content.partition(b"\n")
        if hashlib.sha256(key.encode() + text).hexdigest().encode() != seal:
            return None
        found: Catalogue = from_plain(json.loads(text))
        os.utime(path)
        return found
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return None


def keep(key: str, catalogue: "Catalogue") -> None:
    """Keep a catalogue, whole or not at all; where that cannot be, the next run reads the tables again."""
    path = _path(key)
    if path is None:
        return
    with contextlib.suppress(OSError, TypeError):  # TypeError: something new in it that is no plain data
        text = json.dumps(to_plain(catalogue), separators=(",", ":")).encode()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_ours(path.parent.stat()):
            return
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(key.encode() + text).hexdigest().encode() + b"\n" + text)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
        others = sorted(path.parent.glob("tables-*.json"), key=lambda each: each.stat().st_mtime)
        for old in others[:-MOST_FILES]:
            old.unlink()


def _path(key: str) -> Path | None:
    """Where it is kept; None: nowhere."""
    chosen = os.environ.get(FOLDER, "")
    if chosen == "off":
        return None
    if not chosen:
        from platformdirs import user_cache_path

        return user_cache_path("steadyplate", appauthor=False) / f"tables-{key}.json"
    return Path(chosen) / f"tables-{key}.json"


def _read(path: Path) -> bytes | None:
    """What stands in a file that only this user can have written."""
    if not _is_ours(path.parent.stat()):
        return None
    with open(os.open(path, os.O_RDONLY | _NO_LINK | getattr(os, "O_BINARY", 0)), "rb") as file:
        found = os.fstat(file.fileno())
        if not (stat.S_ISREG(found.st_mode) and _is_ours(found) and found.st_size <= MOST_BYTES):
            return None
        return file.read()


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody else may write there (where the system tells)."""
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
