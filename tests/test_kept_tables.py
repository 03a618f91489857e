"""Tables kept between runs: the same numbers as the tables themselves, or not used at all."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from helpers import DATA, catalogue

from planner.tables import catalogue as tables_room
from planner.tables.catalogue import Catalogue, load_catalogue, read_catalogue
from planner.tables.kept_tables import keep, key_of, recall
from planner.tables.plain_data import from_plain, to_plain

KEY = "0" * 64


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tables are kept."""
    monkeypatch.setenv("STEADYPLATE_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def kept(folder: Path) -> Path:
    """A file with the project's own tables."""
    keep(KEY, catalogue())
    return next(folder.iterdir())


def is_same(one: object, other: object) -> bool:
    """Whether two values are the same to the last bit, in kind and order, too."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return is_same(tuple(one), tuple(other)) and is_same(tuple(one.values()), tuple(other.values()))
    if is_dataclass(one):
        return all(is_same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return one == other


def loaded(tables: Path) -> Catalogue:
    """The catalogue of a folder as a new process loads it."""
    load_catalogue.cache_clear()
    try:
        return load_catalogue(tables)
    finally:
        load_catalogue.cache_clear()


def test_what_is_kept_is_what_the_tables_say_to_the_last_bit(kept: Path) -> None:
    found = recall(KEY)
    assert found is not None
    assert is_same(found, read_catalogue(DATA))


def test_kept_tables_are_used_until_a_table_changes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = shutil.copytree(DATA, tmp_path / "tables")
    first = loaded(tables)
    with monkeypatch.context() as patched:
        patched.setattr(tables_room, "read_catalogue", lambda *_: pytest.fail("the tables were read again"))
        assert is_same(loaded(tables), first)
    prices = (tables / "prices.csv").read_text(encoding="utf-8").splitlines()
    cells = prices[1].split(",")
    place = prices[0].split(",").index("usd_per_100g")
    cells[place] = "9.87"
    (tables / "prices.csv").write_text("\n".join([prices[0], ",".join(cells), *prices[2:]]) + "\n", encoding="utf-8")
    dearer = loaded(tables)
    assert dearer.usd_per_100g[dearer.food_index[cells[0]]] == 9.87
    assert dearer.digest != first.digest
    assert key_of(tables) != key_of(DATA)


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"banana", b"bananb", 1),
        lambda content: content[:64] + b"\n{}",
        lambda content: b"\x80\x04" + content,
        lambda content: b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_not_used(kept: Path, damage: object) -> None:
    assert recall(KEY) is not None
    kept.write_bytes(damage(kept.read_bytes()))  # type: ignore[operator]
    assert recall(KEY) is None
    keep(KEY, catalogue())
    assert recall(KEY) is not None


def test_a_file_of_other_tables_is_not_used(kept: Path) -> None:
    other = "1" * 64
    kept.rename(kept.with_name(f"tables-{other}.json"))
    assert recall(other) is None


def test_what_somebody_else_can_write_is_not_used(kept: Path, tmp_path: Path) -> None:
    kept.chmod(0o622)
    assert recall(KEY) is None
    kept.chmod(0o600)
    assert recall(KEY) is not None
    kept.parent.chmod(0o777)
    assert recall(KEY) is None
    kept.unlink()
    keep(KEY, catalogue())
    assert not list(kept.parent.iterdir())
    kept.parent.chmod(0o700)
    elsewhere = tmp_path / "elsewhere"
    keep(KEY, catalogue())
    kept.rename(elsewhere)
    kept.symlink_to(elsewhere)
    assert recall(KEY) is None


def test_without_a_place_to_keep_them_the_tables_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for place in ("off", str(tmp_path / "file"), str(tmp_path / "file" / "below")):
        monkeypatch.setenv("STEADYPLATE_CACHE", place)
        assert recall(KEY) is None
        keep(KEY, catalogue())
        assert recall(KEY) is None
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_only_the_newest_files_are_kept(folder: Path) -> None:
    for number in range(6):
        keep(str(number) * 64, catalogue())
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize(
    "content",
    [{"r": "os:system", "n": 1, "c": [["true"]]}, {"r": "planner.tables.read:csv", "n": 0, "c": []}, {"x": 1}],
)
def test_nothing_but_rows_of_the_tables_is_made_again(content: object) -> None:
    with pytest.raises((ValueError, KeyError, AttributeError)):
        from_plain(json.loads(json.dumps(content)))
    with pytest.raises(TypeError):
        to_plain(object())
