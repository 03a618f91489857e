"""A made-up population for tests and benchmarks: stated distributions, each with its source."""

from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import OptionalFloat, read_rows

Variable = Literal["sex", "age", "height", "body_mass_index", "activity", "diet", "life_stage", "allergens"]


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
class Distribution:
    """The share of one value, or mean and standard deviation of a measure."""

    variable: Variable
    value: str
    sex: str  # empty: everybody
    share: OptionalFloat
    mean: OptionalFloat
    sd: OptionalFloat
    unit: str
    source: str


def load_population(folder: Path) -> tuple[Distribution, ...]:
    """Read population.csv. Raises TableError, also where shares that must fill 1 do not."""
    rows = read_rows(folder / "population.csv", Distribution, key=lambda row: (row.variable, row.value, row.sex))
    for variable in ("sex", "age", "activity", "diet"):
        total = sum(row.share or 0.0 for row in rows if row.variable == variable)
        if abs(total - 1.0) > 1e-9:
            raise TableError(f"population.csv ({variable}): shares sum to {total:g}, not 1. Correct a share.")
    return rows
