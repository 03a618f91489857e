"""`planner cohort` on several processes: killed, resumed, with lost workers, on a scheduler: the same parts."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from types import ModuleType

import pytest
from test_cli import Ran, run

from planner.cohort.generate import write_people
from planner.cohort.job import Job
from planner.cohort.people import survey
from planner.cohort.prices import built_in
from planner.cohort.run import Here, Progress, run_cohort
from planner.tables.catalogue import load_catalogue

PEOPLE = int(os.environ.get("STEADYPLATE_COHORT", "320"))  # 20000 by hand: docs/scale.md
CHUNK = max(10, PEOPLE // 50)
PATIENCE_S = 120.0
WRONG = "wrong,male,abc,170,70,low,,vegan,\n"


@pytest.fixture(autouse=True)
def main_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """New processes run the main module again: tests of pages before these have left a script of theirs there."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated people and one wrong row among them."""
    path = tmp_path_factory.mktemp("cohort") / "people.csv"
    write_people(path, PEOPLE, seed=7)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines[:90], WRONG, *lines[90:]]))
    return path


@pytest.fixture(scope="module")
def uninterrupted(people: Path) -> dict[str, bytes]:
    """What one run in one process writes."""
    out = people.with_name("whole.parquet")
    assert cohort(people, out, "--workers", "1").code == 5
    return written(out)


def arguments(people: Path, out: Path, *how: str) -> list[str]:
    return ["cohort", str(people), "--out", str(out), "--chunk", str(CHUNK), *how]


def cohort(people: Path, out: Path, *how: str) -> Ran:
    return run(*arguments(people, out, *how))


def written(out: Path) -> dict[str, bytes]:
    """Every file of the results and the wrong rows, byte for byte."""
    files = [*out.iterdir(), out.with_name(out.name.replace(".parquet", ".errors.csv"))]
    return {path.name.replace(out.stem, ""): path.read_bytes() for path in files}


def parts(out: Path) -> int:
    return len(list(out.glob("part-*.parquet")))


def until(said: str, is_so: object) -> None:
    """Wait for something, in bounds."""
    end = monotonic() + PATIENCE_S
    while not is_so():  # type: ignore[operator]
        assert monotonic() < end, f"waited in vain: {said}"
        sleep(0.05)


def killed_after(people: Path, out: Path, more: int, *how: str) -> None:
    """Start a run in a process of its own and kill it without warning once `more` parts are on disk."""
    before = parts(out)
    process = subprocess.Popen(
        [sys.executable, "-m", "planner", *arguments(people, out, *how)], stdout=subprocess.DEVNULL
    )
    try:
        until("parts on disk", lambda: parts(out) >= before + more or process.poll() is not None)
    finally:
        process.kill()
        assert process.wait(PATIENCE_S) == -signal.SIGKILL, "it ended before it could be killed"


@contextmanager
def running(*commands: list[str]) -> Iterator[None]:
    """Processes of Dask, ended with the block."""
    started = []
    try:
        for command in commands:
            started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "dask", *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            )
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def test_killed_twice_and_resumed_is_one_uninterrupted_run(
    people: Path, uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out.parquet"
    killed_after(people, out, 3, "--workers", "2")
    (out / ".writing-1-part-000009.parquet").write_bytes(b"half")  # what a kill in the middle of a part leaves
    killed_after(people, out, 3, "--resume", "--workers", "1")
    done = parts(out)
    ran = cohort(people, out, "--resume", "--workers", "2")
    assert ran.code == 5
    assert 6 <= done < parts(out)
    assert "were there already" in ran.out
    assert written(out) == uninterrupted


def test_two_workers_of_a_scheduler_of_its_own_write_the_same(
    people: Path, uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    out, file = tmp_path / "out.parquet", tmp_path / "scheduler.json"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), "--no-dashboard"]
    worker = ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard"]
    worker += ["--local-directory", str(tmp_path)]
    with running(scheduler, worker, worker):
        until("a scheduler", lambda: file.exists() and file.read_text().rstrip().endswith("}"))

        address = json.loads(file.read_text())["address"]
        killed_after(people, out, 2, "--scheduler", address)
        assert cohort(people, out, "--resume", "--scheduler", address).code == 5
    assert written(out) == uninterrupted


def test_the_chunk_of_a_worker_that_is_killed_is_done_again(
    people: Path, uninterrupted: dict[str, bytes], tmp_path: Path
) -> None:
    from planner.cohort.cluster import on_this_machine

    table = survey(people)
    job = Job(table.header, load_catalogue().digest, built_in(load_catalogue()))
    lost: list[int] = []
    with on_this_machine(2) as runner:

        def kill_one(progress: Progress) -> None:
            if progress.parts == 3:
                lost.extend(runner.client.run(os.getpid).values())
                os.kill(lost[0], signal.SIGKILL)

        (tmp_path / "out.parquet").mkdir()
        progress = run_cohort(job, table, tmp_path / "out.parquet", runner, CHUNK, kill_one)
        assert lost[0] not in runner.client.run(os.getpid, on_error="ignore").values()
    assert progress.done == PEOPLE + 1
    found = {path.name: path.read_bytes() for path in (tmp_path / "out.parquet").iterdir()}
    assert found == {name: content for name, content in uninterrupted.items() if name.startswith("part-")}


@pytest.mark.parametrize(
    ("changed", "how", "said"),
    [
        ("people", (), "the table of people changed"),
        ("prices", (), "the prices changed"),
        ("", ("--week",), "the plan (--week or not) changed"),
        ("", ("--chunk", "11"), "--chunk changed"),
    ],
)
def test_resume_refuses_what_changed_and_names_it(
    tmp_path: Path, changed: str, how: tuple[str, ...], said: str
) -> None:
    people, prices, out = tmp_path / "people.csv", tmp_path / "prices.csv", tmp_path / "out.parquet"
    write_people(people, 5, seed=1)
    prices.write_text("place,month,food,usd_per_100g\nAmes,2026-01,kale-raw,1\n")
    priced = ("--prices", str(prices), "--workers", "1")
    ran = cohort(people, out, *priced)
    assert ran.code == 0, ran.err
    before = written_parts(out)
    if changed:
        path = tmp_path / f"{changed}.csv"
        path.write_text(path.read_text().replace(",1\n", ",2\n").replace("p5,", "q5,"))
    ran = cohort(people, out, *priced, "--resume", *how)
    assert ran.code == 2
    assert said in ran.err
    assert written_parts(out) == before


def written_parts(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_results_are_never_written_over(tmp_path: Path) -> None:
    people, out = tmp_path / "people.csv", tmp_path / "out.parquet"
    write_people(people, 3, seed=1)
    assert cohort(people, out, "--workers", "1").code == 0
    ran = cohort(people, out, "--workers", "1")
    assert (ran.code, "Go on with --resume" in ran.err) == (2, True)
    assert cohort(people, out, "--workers", "1", "--resume").code == 0
    shutil.rmtree(out)
    out.mkdir()
    (out / "letter.txt").write_text("mine")
    assert "holds something else" in cohort(people, out, "--workers", "1", "--resume").err


def test_chunks_are_taken_no_further_ahead_than_they_are_answered(people: Path, tmp_path: Path) -> None:
    table, taken = survey(people), 0

    class Slow(Here):
        def parts(self, job: Job, chunks: Iterator[object]) -> Iterator[object]:  # type: ignore[override]
            nonlocal taken
            for taken, part in enumerate(super().parts(job, chunks), start=1):  # type: ignore[arg-type]
                assert len(list(tmp_path.glob("part-*"))) == taken - 1
                yield part

    job = Job(table.header, load_catalogue().digest, built_in(load_catalogue()))
    run_cohort(job, table, tmp_path, Slow(), 60)
    assert taken == len(list(tmp_path.glob("part-*")))


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (("--scheduler", "tcp://127.0.0.1:9", "--workers", "2"), "Leave one of the two out"),
        (("--scheduler", "nonsense://127.0.0.1"), "does not answer"),
    ],
)
def test_a_scheduler_that_cannot_be_used_is_named(
    people: Path, tmp_path: Path, how: tuple[str, ...], said: str
) -> None:
    ran = cohort(people, tmp_path / "out.parquet", *how)
    assert ran.code == 2
    assert said in ran.err
