"""What a folder of results was made of: a run goes on only with the same people, tables, prices and options."""

import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from planner.cohort.job import Job
from planner.cohort.people import People
from planner.cohort.run import TEMPORARY, parts_of, write_whole
from planner.errors import WrongInput

FILE = "_steadyplate.json"  # readers of Parquet folders pass over names that begin so
FORMAT = 1
SAID = {
    "format": "the format of Steadyplate's results",
    "people": "the table of people",
    "tables": "the tables of Steadyplate",
    "prices": "the prices",
    "plan": "the plan (--week or not)",
    "chunk": "--chunk",
    "solver": "the version of HiGHS",
}


@dataclass(frozen=True)
class Manifest:
    """What stands in the file."""

    format: int
    people: str  # SHA-256 of the file
    tables: str
    prices: str  # SHA-256 of the file, empty for the prices of the tables
    plan: str
    chunk: int
    solver: str
    rows: int
    groups: tuple[str, ...]


def manifest_of(job: Job, people: People, chunk: int) -> Manifest:
    """The manifest of a run."""
    return Manifest(
        FORMAT,
        people.digest,
        job.tables,
        job.prices.digest,
        job.plan,
        chunk,
        version("highspy"),
        people.count,
        people.groups,
    )


def open_results(out: Path, manifest: Manifest, resume: bool) -> None:
    """Make the folder of results, or go on with it. Raises WrongInput naming what changed."""
    if out.exists() and not out.is_dir():
        raise WrongInput(f"--out {out}: a file stands there. Choose another name.")
    found = read_manifest(out) if (out / FILE).exists() else None
    if found is None:
        if out.is_dir() and any(not path.name.startswith(TEMPORARY) for path in out.iterdir()):
            raise WrongInput(f"--out {out}: the folder holds something else. Choose another name.")
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongInput(f"--out {out}: cannot be made ({error.strerror}). Choose another place.") from None
        write_whole(out / FILE, (json.dumps(asdict(manifest), indent=1) + "\n").encode())
        return
    if not resume:
        raise WrongInput(f"--out {out}: results are there already. Go on with --resume, or choose another name.")
    changed = [said for name, said in SAID.items() if getattr(found, name) != getattr(manifest, name)]
    if changed:
        raise WrongInput(
            f"--resume {out}: {' and '.join(changed)} changed since these results were begun. "
            "Go on with what they were begun with, or choose another --out."
        )


def read_manifest(out: Path) -> Manifest:
    """The manifest of a folder of results. Raises WrongInput for another folder."""
    try:
        found = json.loads((out / FILE).read_text(encoding="utf-8"))
        found["groups"] = tuple(found["groups"])
        return Manifest(**found)
    except (OSError, ValueError, KeyError, TypeError):
        raise WrongInput(f"{out}: no results of planner cohort. Name the folder that --out named.") from None


def check_complete(out: Path) -> tuple[Path, ...]:
    """The parts of results. Raises WrongInput where there are none."""
    read_manifest(out)
    parts = tuple(parts_of(out))
    if not parts:
        raise WrongInput(f"{out}: no part is written yet. Run planner cohort with --resume.")
    return parts
