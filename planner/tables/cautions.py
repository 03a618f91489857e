"""Foods to keep from people at certain stages of life, from an age on or with certain illnesses, with the reason."""

from collections.abc import Collection
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import OptionalInt, Words, read_rows


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class Caution:
    """A caution that foods can carry, and who avoids it: a stage of life, an age or an illness is enough."""

    caution: str
    stages: Words
    age_from: OptionalInt  # [years]; empty: no age is a reason
    conditions: Words  # slugs of conditions.csv
    reason: str
    source: str

    def holds_for(self, stage: str, age: int, conditions: Collection[str]) -> bool:
        """Whether such a person with these conditions (slugs) avoids it."""
        is_of_age = self.age_from is not None and age >= self.age_from
        return stage in self.stages or is_of_age or not set(self.conditions).isdisjoint(conditions)


def load_cautions(folder: Path) -> tuple[Caution, ...]:
    """Read cautions.csv. Raises TableError."""
    return read_rows(folder / "cautions.csv", Caution, key=lambda row: row.caution)
