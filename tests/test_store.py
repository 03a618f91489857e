"""What is saved stays: kills, damage, older files, two processes; and it goes when somebody wants it."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from helpers import ROOT, catalogue, plan_for
from test_cli import run

from planner import Person, PlanRequest
from planner.errors import WrongInput
from planner.request import TargetWish
from planner.store import MIGRATIONS, NAME, Store, delete_all

# Forks writers that report each commit, kills them at random moments and looks for what they reported.
KILLS = """
import os, random, select, signal, sys, time
from pathlib import Path
from planner.store import Store

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
chance, confirmed, total = random.Random(7), {}, 0
for number in range(kills):
    place = folder / str(number // 20)  # a new file now and then: also its making is killed
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        store = Store(place)
        count = 0
        while True:
            store.save_item("pantry", f"{number}-{count}", {"grams": count, "padding": "x" * chance.randrange(9000)})
            os.write(writer, f"{number}-{count}\\n".encode())
            count += 1
    os.close(writer)
    if number % 2:  # every other one has saved something, also on a machine that is busy
        select.select([reader], [], [], 20)
    time.sleep(chance.uniform(0.0, 0.06))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    said = b""
    while part := os.read(reader, 65536):
        said += part
    os.close(reader)
    names = said.decode().split()
    confirmed.setdefault(place, set()).update(names)
    total += len(names)
    store = Store(place)
    assert store.set_aside is None, store.set_aside
    missing = confirmed[place] - set(store.items("pantry"))
    assert not missing, missing
print(total)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked writers")
def test_200_kills_lose_nothing_that_was_confirmed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLS, str(tmp_path), "200"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 100


WRITER = """
import sys
from pathlib import Path
from planner.store import Store

for count in range(20):
    Store(Path(sys.argv[1])).save_item("prices", f"{sys.argv[2]}-{count}", count)
"""


def test_two_processes_at_once_are_safe(tmp_path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], cwd=ROOT) for name in ("a", "b")]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    assert len(Store(tmp_path).items("prices")) == 40


def test_a_profile_comes_back_as_it_was(tmp_path: Path) -> None:
    request = PlanRequest(
        person=Person("male", 62, height_cm=180.0),
        diet="omnivore",
        without=("peanuts",),
        targets=(TargetWish("calcium_mg", 1200.0),),
        conditions=("lisinopril",),
        now=(TargetWish("potassium_mg", upper=2300.0),),
    )
    store = Store(tmp_path)
    store.save_profile("Pat", request)
    assert Store(tmp_path).profile("Pat") == request
    assert store.profile("nobody") is None


def test_the_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert Store(tmp_path / "new").path.stat().st_mode & 0o077 == 0


def older(folder: Path) -> Path:
    """A file of the first version with a profile in it."""
    path = folder / NAME
    with closing(sqlite3.connect(path)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO profiles VALUES ('old', 'long ago', '{}')")
        connection.execute("PRAGMA user_version=1")
        connection.commit()
    return path


def test_an_older_file_is_migrated_with_a_backup(tmp_path: Path) -> None:
    older(tmp_path)
    store = Store(tmp_path)
    store.save_item("pantry", "lentils", 500)
    assert store.profile("old") == PlanRequest()
    (copy,) = tmp_path.glob("steadyplate.version-1-*.sqlite3")
    with closing(sqlite3.connect(copy)) as backup:
        assert backup.execute("SELECT name FROM profiles").fetchall() == [("old",)]
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_second_migration_keeps_the_first_backup(tmp_path: Path) -> None:
    for _ in range(2):  # somebody puts the old file back and begins again
        (tmp_path / NAME).unlink(missing_ok=True)
        older(tmp_path)
        Store(tmp_path)
    assert len(list(tmp_path.glob("steadyplate.version-1-*.sqlite3"))) == 2
    assert len(delete_all(tmp_path)) == 3


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(older(tmp_path))) as connection:
        connection.execute("PRAGMA user_version=99")
    before = (tmp_path / NAME).read_bytes()
    with pytest.raises(WrongInput, match="newer Steadyplate"):
        Store(tmp_path)
    assert (tmp_path / NAME).read_bytes() == before


@pytest.mark.parametrize("damage", ["not a database", "torn"])
def test_a_damaged_file_is_set_aside_and_never_overwritten(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path)
    for number in range(50):
        store.save_item("pantry", str(number), "x" * 500)
    content = store.path.read_bytes()
    broken = b"hello" * 1000 if damage == "not a database" else content[:6000] + b"\xff" * 6000 + content[12000:]
    store.path.write_bytes(broken)
    again = Store(tmp_path)
    assert again.set_aside is not None and again.set_aside.read_bytes() == broken
    assert again.items("pantry") == {}
    told = run("data", "history", "--data-dir", str(tmp_path))
    assert told.code == 0 and "damaged" not in told.err  # it is told once, to whoever finds it


def test_nothing_is_kept_unless_it_is_asked_for_and_everything_can_be_taken_and_deleted(tmp_path: Path) -> None:
    folder, export = tmp_path / "data", tmp_path / "mine.json"
    store, plan = Store(folder), plan_for(PlanRequest())
    number = store.save_week(plan, PlanRequest(), catalogue(), "Pat")
    store.save_profile("Pat", PlanRequest())
    (week,) = store.history()
    assert (week.number, week.profile, week.cost_usd) == (number, "Pat", plan.cost_usd)
    assert f"${plan.cost_usd:.2f}" in run("data", "history", "--data-dir", str(folder)).out
    assert run("data", "export", str(export), "--data-dir", str(folder)).code == 0
    assert json.loads(export.read_text())["weeks"][0]["plan"]["cost_usd"]["week"] == plan.cost_usd
    assert run("data", "week", "1", "--out", str(tmp_path / "week.json"), "--data-dir", str(folder)).code == 0
    bought = run("shopping", "--plan", str(tmp_path / "week.json"))
    assert bought.code == 0 and bought.out
    assert json.loads(run("data", "week", "1", "--data-dir", str(folder)).out) == store.week(1)
    assert "Pat  saved 20" in run("data", "profiles", "--data-dir", str(folder)).out
    kept = store.everything()
    assert "something is kept there" in run("data", "restore", str(export), "--data-dir", str(folder)).err
    assert run("data", "delete", "--yes", "--data-dir", str(folder)).code == 0
    assert run("data", "restore", str(export), "--data-dir", str(tmp_path / "new")).code == 0
    new = Store(tmp_path / "new")
    assert new.everything() == kept
    here = ("--data-dir", str(tmp_path / "new"))
    for words in (("--week", "9"), ("--week", "1", "--profile", "Kim"), ()):
        assert run("data", "forget", *words, *here).code == 2
    assert run("data", "forget", "--week", "1", "--profile", "Pat", *here).code == 0
    assert new.history() == () and new.profiles() == ()
    assert list(folder.iterdir()) == [] and delete_all(folder) == []
    unknown = run("week", "--profile", "Pat", "--data-dir", str(folder))
    assert unknown.code == 2 and "nothing is saved under this name" in unknown.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not a JSON file"),
        ('{"profiles": []}', "holds no profiles, weeks and items"),
        ('{"profiles": [{"name": "a", "saved": "x", "request": {}}], "weeks": [], "items": []}', "profiles, number 1"),
        ('{"profiles": [], "weeks": [{"id": 1, "saved": "2026-11-23"}], "items": []}', "weeks, number 1"),
        ('{"profiles": [], "weeks": [], "items": [3]}', "items, number 1"),
    ],
)
def test_a_file_that_cannot_be_restored_changes_nothing(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(text)
    refused = run("data", "restore", str(tmp_path / "mine.json"), "--data-dir", str(tmp_path / "data"))
    assert refused.code == 2 and said in refused.err and not (tmp_path / "data").exists()


def test_a_week_is_saved_with_its_profile_and_planned_for_it_again(tmp_path: Path) -> None:
    where = ("--data-dir", str(tmp_path / "data"), "--days", "2", "--json")
    assert run("week", "--days", "2", "--json").code == 0 and not (tmp_path / "data").exists()
    first = run("week", "--save", "--profile", "Pat", "--diet", "vegetarian", *where)
    assert first.code == 0 and "saved as week 1" in first.err and str(tmp_path) in first.err
    second = run("week", "--profile", "Pat", *where)
    assert second.code == 0 and json.loads(second.out)["diet"] == "vegetarian"
    assert len(Store(tmp_path / "data").history()) == 1
    assert run("week", "--profile", "Pat", "--age", "50", *where).code == 2
