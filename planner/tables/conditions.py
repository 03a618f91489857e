"""Conditions and medicines that change what may be planned, each with what to say and its source."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import Words, read_rows
from planner.tables.references import Source

# What stands between two conditions in one text; neither a dose ("10 mg/day") nor a stage ("3/4").
_BETWEEN = re.compile(r"[,;&+\n]|(?<!\d)/(?!\s*(?:day|d|week)\b)|\b(?:and|with|plus)\b", re.IGNORECASE)

# Words that name nothing by themselves: "kidney disease, stage 3", "lisinopril, 10 mg daily".
_BESIDE = {"stage", "grade", "class", "type", "mild", "moderate", "severe", "mg", "mcg", "g", "once", "twice", "daily"}
_BESIDE |= {"a", "per", "day"}


def _phrases(value: object) -> object:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if isinstance(value, str) else value


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class Condition:
    """An illness or a class of medicines, and what it changes."""

    condition: str
    name: str
    words: Annotated[tuple[str, ...], BeforeValidator(_phrases)]  # other ways to name it, with | between them
    drop_floor: Words  # nutrients of which nothing is the least
    needs_limit: Words  # nutrients without whose limit from a clinician nothing is planned
    only_lower: Words  # nutrients that an own target may only lower
    plans: Literal["yes", "no"]  # no: Steadyplate does not plan here
    say: str
    avoid: str
    red_flag: str
    source: Source

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain_words(text) for text in (self.condition, self.name, *self.words)))

    @property
    def nutrients(self) -> tuple[str, ...]:
        """Every nutrient that it changes."""
        return tuple(dict.fromkeys((*self.drop_floor, *self.needs_limit, *self.only_lower)))


def load_conditions(folder: Path) -> tuple[Condition, ...]:
    """Read conditions.csv. Raises TableError, also for a word that means two conditions."""
    conditions = read_rows(folder / "conditions.csv", Condition, key=lambda row: row.condition)
    meant: dict[str, str] = {}
    for row in conditions:
        for spelling in row.spellings:
            if meant.setdefault(spelling, row.condition) != row.condition:
                raise TableError(
                    f"conditions.csv ({row.condition}): {spelling!r} also means {meant[spelling]}. Delete one of them."
                )
    return conditions


def plain_words(text: str) -> str:
    """Lower case, letters and digits only, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", "")))


def match_conditions(text: str, conditions: Iterable[Condition]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Slugs of all conditions that a text names, and the parts of it that name none.

    The longest words count: "kidney stones" is not "kidney".
    """
    meant = {spelling: row.condition for row in conditions for spelling in row.spellings}
    longest = sorted(meant, key=lambda spelling: (-len(spelling), spelling))
    found: list[str] = []
    unknown: list[str] = []
    whole = plain_words(text)
    for part in [text] if whole in meant else _BETWEEN.split(text):
        left, here = f" {plain_words(part)} ", []
        for spelling in longest:
            if f" {spelling} " in left:
                left = left.replace(f" {spelling} ", " | ")
                here.append(meant[spelling])
        found += here
        if not here and any(word not in _BESIDE and not word.isdigit() for word in left.split()):
            unknown.append(part.strip())
    return tuple(dict.fromkeys(found)), tuple(unknown)


def warnings_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """What must be said: red flags first, then each condition, then what to keep away from; each once."""
    rows = tuple(conditions)
    flags = [row.red_flag for row in rows]
    said = [f"{row.name[:1].upper()}{row.name[1:]}: {row.say}" for row in rows]
    return tuple(dict.fromkeys(text for text in (*flags, *said, *(row.avoid for row in rows)) if text))
