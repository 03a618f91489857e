"""Conditions and medicines that change what may be planned, each with what to say and its source."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.tables.read import Words, read_rows
from planner.tables.references import Source
from planner.tables.wording import Phrases, meanings, plain_words

# A: no week without a limit or what is eaten now;  B: never above what is usual;  raises, raises-little: a medicine
# that raises it, which two of make an A and the first alone a B;  loses: the body loses it.
PotassiumEffect = Literal["", "A", "B", "raises", "raises-little", "loses"]


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class Condition:
    """An illness, a class of medicines or a stage of life, and what it changes. Nutrients are column names."""

    condition: str
    name: str
    words: Phrases  # other ways to name it
    drop_floor: Words  # nutrients of which nothing is the least
    needs_limit: Words  # nutrients without whose limit from a clinician nothing is planned
    needs_now: Words  # nutrients without what is eaten of them now nothing is planned
    drop_ceiling: Words  # nutrients whose most for healthy people does not hold
    only_lower: Words  # nutrients that an own target may only lower
    cap_at_intake: Words  # nutrients that must not rise above what is eaten now, or a clinician's limit if lower
    potassium: PotassiumEffect  # what it does to potassium in the blood
    never_met: Words  # nutrients that food cannot supply: never shown as met, whatever is eaten
    added_only: Words  # nutrients of which only what is added to food counts
    no_floor_above_rda: Words  # nutrients of which no more than the RDA may be asked for
    avoid_fortified: Words  # nutrients that must not have been added to a food
    avoid_foods: Words  # foods (slugs) to keep out of the plan
    little_foods: Words  # foods (slugs) of which little should be planned
    steady: Words  # nutrients whose amount should stay about the same from week to week
    apart: Words  # nutrients to take hours apart from the medicine
    energy_cuts: Literal["yes", "no"]  # no: never plan below the need
    stage: Literal["", "pregnant", "lactating"]  # of life that the person must have given, because it has targets
    plans: Literal["yes", "no"]  # no: Steadyplate does not plan here
    test: Phrases  # what to ask a doctor to test
    say: str
    avoid: str
    red_flag: str
    source: Source

    @property
    def about(self) -> str:
        """Its name and what to say of it: for the person who named it alone."""
        return f"{self.name[:1].upper()}{self.name[1:]}: {self.say}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain_words(text) for text in (self.condition, self.name, *self.words)))

    @property
    def nutrients(self) -> tuple[str, ...]:
        """Every nutrient whose bounds it changes."""
        named = (*self.drop_floor, *self.needs_limit, *self.needs_now, *self.drop_ceiling, *self.only_lower)
        return tuple(dict.fromkeys(named))

    @property
    def named_nutrients(self) -> tuple[str, ...]:
        """Every nutrient that its row names."""
        more = (self.cap_at_intake, self.never_met, self.added_only, self.no_floor_above_rda, self.avoid_fortified)
        return tuple(dict.fromkeys(sum((*more, self.steady, self.apart), self.nutrients)))


def load_conditions(folder: Path) -> tuple[Condition, ...]:
    """Read conditions.csv. Raises TableError, also for a word that means two conditions."""
    conditions = read_rows(folder / "conditions.csv", Condition, key=lambda row: row.condition)
    meanings("conditions.csv", ((row.condition, row.spellings) for row in conditions))
    return conditions


def warnings_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """What must be said: red flags first, then each condition, then what to keep away from; each once."""
    rows = tuple(conditions)
    flags = [row.red_flag for row in rows]
    said = [row.about for row in rows]
    return tuple(dict.fromkeys(text for text in (*flags, *said, *(row.avoid for row in rows)) if text))
