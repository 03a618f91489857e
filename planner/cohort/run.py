"""A run: chunks of people out, parts of results in, each written whole or not at all and never done twice."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from planner.cells import csv_text
from planner.cohort.desk import answer_chunk
from planner.cohort.job import Job, Part, Seconds
from planner.cohort.people import Chunk, People
from planner.cohort.results import wrong_rows
from planner.errors import WrongInput

CHUNK = 400  # results of days in a part: some seconds of one core
CHUNK_WEEKS = 8
TEMPORARY = ".writing-"  # how a file begins that is not whole yet
ERRORS = ("row", "id", "column", "remedy")


def chunk_size(job: Job) -> int:
    """Persons in a chunk, fewer where each has several results."""
    return max(1, (CHUNK_WEEKS if job.week else CHUNK) // len(job.prices.tables))


class Runner(Protocol):
    """Who answers chunks."""

    def parts(self, job: Job, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """Parts as they finish, in any order; few chunks are taken ahead."""
        ...


class Here:
    """Answers in this process, one chunk after another."""

    def parts(self, job: Job, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """Parts in the order of the chunks."""
        return (answer_chunk(job, chunk) for chunk in chunks)


@dataclass
class Progress:
    """How far a run is."""

    people: int  # in the table
    done: int = 0  # rows of parts on disk, wrong ones too
    found: int = 0  # of these: on disk before this run
    parts: int = 0
    results: int = 0  # of this run
    impossible: int = 0  # persons of this run
    seconds: Seconds = field(default_factory=Seconds)  # of this run, summed over workers


def run_cohort(
    job: Job,
    people: People,
    out: Path,
    runner: Runner,
    size: int,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Progress:
    """Answer everybody who is not answered in `out` yet (`size`: persons in a chunk).

    Raises WrongInput where a file cannot be written.
    """
    progress = Progress(people.count)
    _sweep(out)

    def missing() -> Iterator[Chunk]:
        for chunk in people.chunks(size):
            if (out / chunk.name).exists():
                progress.done += len(chunk.rows)
                progress.found += len(chunk.rows)
                progress.parts += 1
                tell(progress)
            else:
                yield chunk

    for part in runner.parts(job, missing()):
        write_whole(out / part.name, part.content)
        progress.done += part.people
        progress.parts += 1
        progress.results += part.results
        progress.impossible += part.impossible
        progress.seconds += part.seconds
        tell(progress)
    return progress


def write_errors(out: Path, errors: Path) -> int:
    """Write the wrong rows of all parts beside the results, in the order of the table; how many there are."""
    wrong = sorted((row for part in parts_of(out) for row in wrong_rows(part)), key=lambda row: row.row)
    if wrong or errors.exists():
        rows: Iterable[tuple[object, ...]] = ((row.row, row.id, row.column, row.remedy) for row in wrong)
        write_whole(errors, csv_text(ERRORS, rows).encode())
    return len(wrong)


def errors_file(out: Path) -> Path:
    """Where wrong rows stand: RESULTS.parquet -> RESULTS.errors.csv."""
    return out.with_name(out.name.removesuffix(".parquet") + ".errors.csv")


def parts_of(out: Path) -> list[Path]:
    """The parts on disk."""
    return sorted(out.glob("part-*.parquet"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file under another name, then give it its own: it is there whole or not at all. Raises WrongInput."""
    beside = path.with_name(f"{TEMPORARY}{os.getpid()}-{path.name}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise WrongInput(
            f"{path}: cannot be written ({error.strerror}). Free the disk or choose another --out."
        ) from None


def _sweep(out: Path) -> None:
    """Take away what a killed run left half written."""
    for path in out.glob(f"{TEMPORARY}*"):
        path.unlink(missing_ok=True)
