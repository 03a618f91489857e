"""A table of complaints, one case a row: columns `symptom` and `condition` (several with a semicolon)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.errors import TableError

SYMPTOM, CONDITION = "symptom", "condition"
BETWEEN = ";"  # of several illnesses and medicines in a cell
MOST_LETTERS = 5000  # of a row: more is no complaint
NOTHING = "nothing to check: symptom and condition are empty"
RAGGED = "more or fewer cells than the header"
TOO_LONG = f"longer than {MOST_LETTERS} letters"


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table, numbered as in the file (the header is row 1)."""

    row: int
    symptoms: tuple[str, ...]
    conditions: tuple[str, ...]
    problem: str = ""  # why it cannot be checked; then it names nothing


def read_cases(path: Path) -> Iterator[Case]:
    """Every row of a CSV in UTF-8. Raises TableError for a file that is none, or has neither column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file)
            header = [name.strip().lower() for name in next(rows, [])]
            if SYMPTOM not in header and CONDITION not in header:
                raise TableError(f"{path.name}: it has no column {SYMPTOM} or {CONDITION}. Name one in its first line.")
            for number, cells in enumerate(rows, start=2):
                yield _case(number, header, cells)
    except FileNotFoundError:
        raise TableError(f"{path}: no such file. Name a CSV with a column {SYMPTOM}.") from None
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}). Name a CSV file.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path.name}: not a readable UTF-8 CSV ({error}). Save it as CSV, UTF-8.") from None


def _case(number: int, header: list[str], cells: list[str]) -> Case:
    if not cells:
        return Case(number, (), (), NOTHING)
    if len(cells) != len(header):
        return Case(number, (), (), RAGGED)
    if sum(map(len, cells)) > MOST_LETTERS:
        return Case(number, (), (), TOO_LONG)
    named = dict(zip(header, cells, strict=True))
    symptoms = tuple(line.strip() for line in named.get(SYMPTOM, "").splitlines() if line.strip())
    conditions = tuple(part.strip() for part in named.get(CONDITION, "").split(BETWEEN) if part.strip())
    return Case(number, symptoms, conditions, "" if symptoms or conditions else NOTHING)
