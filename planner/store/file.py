"""The file of what is kept: one SQLite file in a folder of this machine, written in transactions."""

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from pydantic import TypeAdapter, ValidationError

from planner.errors import PlannerError, WrongInput
from planner.exports import plan_object
from planner.plan import Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue

NAME = "steadyplate.sqlite3"
FOLDER = "STEADYPLATE_DATA_DIR"  # of the environment: the folder where none is chosen
WAIT_S = 20  # for another process that is writing
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# Statements that lead from one version of the file to the next; PRAGMA user_version counts them.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE profiles (name TEXT PRIMARY KEY, saved TEXT NOT NULL, request TEXT NOT NULL)",
        "CREATE TABLE weeks (id INTEGER PRIMARY KEY, saved TEXT NOT NULL, profile TEXT NOT NULL,"
        " cost_usd REAL NOT NULL, targets_met INTEGER NOT NULL, targets INTEGER NOT NULL, plan TEXT NOT NULL)",
    ),
    (
        "CREATE TABLE items (kind TEXT NOT NULL, name TEXT NOT NULL, saved TEXT NOT NULL, value TEXT NOT NULL,"
        " PRIMARY KEY (kind, name))",
    ),
)


@dataclass(frozen=True, slots=True)
class SavedWeek:
    """A line of the history; cost [USD for all days]."""

    number: int
    saved: str  # time, UTC
    profile: str  # empty: none
    cost_usd: float
    targets_met: int
    targets: int
    days: int


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A name under which somebody's person, diet, health and wishes are kept."""

    name: str
    saved: str  # time, UTC


def data_folder(chosen: Path | None = None) -> Path:
    """The folder that is chosen, that of the environment, or the usual one of this system for this user."""
    told = os.environ.get(FOLDER, "")
    return chosen or (Path(told) if told else user_data_path("steadyplate", appauthor=False))


class Store:
    """The saved things of one folder. What a method has returned from is on the disk.

    A rollback journal and `synchronous=EXTRA` (the folder is synced, too) make it so; one file is easy to carry away.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self.set_aside: Path | None = None  # where a damaged file was moved to
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # health data: for this user alone
        except OSError as error:
            raise WrongInput(
                f"--data-dir {folder}: cannot be written ({error.strerror}). Name a folder that you may write to."
            ) from None
        found = self.path.stat().st_ino
        if self._is_damaged() and self.path.stat().st_ino == found:  # else another process was first
            self._move_aside()
        self._migrate()

    @contextmanager
    def _connected(self, write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection with one transaction; another process that writes is waited for."""
        with closing(sqlite3.connect(self.path, timeout=WAIT_S, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous=EXTRA")
            try:
                connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                raise PlannerError(f"{self.path}: {error}. Nothing was changed. Try again.") from None

    def _is_damaged(self) -> bool:
        try:
            with closing(sqlite3.connect(self.path, timeout=WAIT_S)) as connection:
                return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in _DAMAGED:
                return True
            raise PlannerError(f"{self.path}: {error}. Nothing was changed. Try again.") from None

    def _move_aside(self) -> None:
        """Rename what cannot be read, with its journal; nothing is overwritten."""
        self.set_aside = self.path.with_name(f"steadyplate.damaged-{_moment()}.sqlite3")
        for end in ("", "-journal"):
            beside = Path(f"{self.path}{end}")
            if beside.exists():
                beside.rename(f"{self.set_aside}{end}")

    def _migrate(self) -> None:
        """Bring an older file to this version, after a copy of it was made. Raises WrongInput for a newer one."""
        with self._connected() as reading:
            version = _version(reading)
        if version == len(MIGRATIONS):
            return
        with self._connected(write=True) as connection:
            version = _version(connection)  # another process may have been first
            if version > len(MIGRATIONS):
                raise WrongInput(f"{self.path}: made by a newer Steadyplate. Use that one, or another --data-dir.")
            if 0 < version < len(MIGRATIONS):
                self._back_up(version)
            for statement in (each for step in MIGRATIONS[version:] for each in step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")

    def _back_up(self, version: int) -> None:
        copy = self.path.with_name(f"steadyplate.version-{version}-{_moment()}.sqlite3")
        with closing(sqlite3.connect(self.path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)

    def save_profile(self, name: str, request: PlanRequest) -> None:
        """Keep who somebody is and what they wish under a name; the same name is replaced."""
        self._put("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)", name, _now(), _json(asdict(request)))

    def profile(self, name: str) -> PlanRequest | None:
        """The request of a profile; None where there is none. Raises WrongInput for one that cannot be read."""
        with self._connected() as connection:
            row = connection.execute("SELECT request FROM profiles WHERE name = ?", (name,)).fetchone()
        try:
            return None if row is None else TypeAdapter(PlanRequest).validate_json(row[0])
        except ValidationError:
            raise WrongInput(f"--profile {name}: cannot be read by this version. Save it again with --save.") from None

    def profiles(self) -> tuple[SavedProfile, ...]:
        """The names that are kept, in their order."""
        with self._connected() as connection:
            rows = connection.execute("SELECT name, saved FROM profiles ORDER BY name").fetchall()
        return tuple(SavedProfile(*row) for row in rows)

    def delete_profile(self, name: str) -> None:
        """Forget who somebody is; their weeks stay."""
        self._put("DELETE FROM profiles WHERE name = ?", name)

    def save_week(self, plan: Plan, request: PlanRequest, catalogue: Catalogue, profile: str = "") -> int:
        """Keep a week; its number in the history."""
        met = sum(result.met for result in plan.targets)
        text = _json(plan_object(plan, request, catalogue))
        row = (_now(), profile, plan.cost_usd, met, len(plan.targets), text)
        return self._put("INSERT INTO weeks VALUES (NULL, ?, ?, ?, ?, ?, ?)", *row)

    def history(self) -> tuple[SavedWeek, ...]:
        """The saved weeks, the newest first."""
        columns = "id, saved, profile, cost_usd, targets_met, targets, json_array_length(plan, '$.days')"
        with self._connected() as connection:
            rows = connection.execute(f"SELECT {columns} FROM weeks ORDER BY id DESC").fetchall()
        return tuple(SavedWeek(*row) for row in rows)

    def coverage(self, nutrients: Sequence[str]) -> dict[int, dict[str, float]]:
        """Share of the least that a mean day of a week holds, by week and nutrient, where it has a least."""
        marks = ", ".join("?" * len(nutrients))
        column = "json_extract(each.value, '$.{}')".format
        query = (
            f"SELECT weeks.id, {column('nutrient')}, {column('mean')} / {column('lower')} "
            f"FROM weeks, json_each(weeks.plan, '$.targets') AS each "
            f"WHERE {column('nutrient')} IN ({marks}) AND {column('lower')} > 0"
        )
        found: dict[int, dict[str, float]] = {}
        with self._connected() as connection:
            for number, nutrient, share in connection.execute(query, tuple(nutrients)):
                found.setdefault(number, {}).setdefault(nutrient, share)
        return found

    def last_week(self, profile: str | None = None) -> SavedWeek | None:
        """The week that was saved last, of a profile if one is named."""
        return next((week for week in self.history() if not profile or week.profile == profile), None)

    def week(self, number: int) -> dict[str, Any]:
        """The plan of a saved week, as `planner week --json` prints it. Raises WrongInput where there is none."""
        with self._connected() as connection:
            row = connection.execute("SELECT plan FROM weeks WHERE id = ?", (number,)).fetchone()
        if row is None:
            raise WrongInput(f"week {number}: not saved in {self.path}. 'planner data history' lists the weeks.")
        plan: dict[str, Any] = json.loads(row[0])
        return plan

    def delete_week(self, number: int) -> None:
        """Forget a week."""
        self._put("DELETE FROM weeks WHERE id = ?", number)

    def save_item(self, kind: str, name: str, value: object) -> None:
        """Keep a thing of a kind (pantry, prices) under a name."""
        self._put("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", kind, name, _now(), _json(value))

    def replace_items(self, kind: str, values: Mapping[str, object]) -> None:
        """Keep just these things of a kind; all of them or, where that fails, none."""
        rows = [(kind, name, _now(), _json(value)) for name, value in values.items()]
        with self._connected(write=True) as connection:
            connection.execute("DELETE FROM items WHERE kind = ?", (kind,))
            connection.executemany("INSERT INTO items VALUES (?, ?, ?, ?)", rows)

    def items(self, kind: str) -> dict[str, object]:
        """The things of a kind by name."""
        with self._connected() as connection:
            rows = connection.execute("SELECT name, value FROM items WHERE kind = ? ORDER BY name", (kind,)).fetchall()
        return {name: json.loads(value) for name, value in rows}

    def everything(self) -> dict[str, list[dict[str, object]]]:
        """All that is kept, as plain objects by table."""
        with self._connected() as connection:
            connection.row_factory = sqlite3.Row
            tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in _TABLES}
        return {name: [_plain(row) for row in rows] for name, rows in tables.items()}

    def fill(self, rows: Mapping[str, Sequence[tuple[object, ...]]]) -> None:
        """Keep the rows of all tables in one step. Raises WrongInput where something is kept already."""
        with self._connected(write=True) as connection:
            for name in _TABLES:
                if connection.execute(f"SELECT EXISTS (SELECT * FROM {name})").fetchone()[0]:
                    raise WrongInput(
                        f"{self.path}: something is kept there, and nothing is mixed or replaced. Name another "
                        "--data-dir, or run 'planner data export' and 'planner data delete' first."
                    )
            for name in _TABLES:
                for row in rows[name]:
                    connection.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)

    def _put(self, statement: str, *values: object) -> int:
        with self._connected(write=True) as connection:
            return int(connection.execute(statement, values).lastrowid or 0)


_TABLES = ("profiles", "weeks", "items")


def delete_all(folder: Path) -> list[Path]:
    """Delete the file with its older and damaged copies; the paths that are gone."""
    gone = sorted(folder.glob("steadyplate.*sqlite3*")) if folder.is_dir() else []
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _plain(row: sqlite3.Row) -> dict[str, object]:
    """A row with its JSON opened."""
    inside = ("request", "plan", "value")
    return {name: json.loads(row[name]) if name in inside else row[name] for name in row.keys()}  # noqa: SIM118


def _json(thing: object) -> str:
    return json.dumps(thing, allow_nan=False)


def _moment() -> str:
    """Now, for a file name that no older copy has."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
