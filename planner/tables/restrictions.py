"""What somebody can leave out, and the words on a label by which a food is chosen that is right in some brands only."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.cautions import Caution
from planner.tables.conditions import Condition
from planner.tables.read import Words, read_rows
from planner.tables.references import Source
from planner.tables.rows import DIETS, MARKS, STRICT, Food
from planner.tables.spellings import plain
from planner.tables.wording import Phrases, meanings

RESTRICTIONS_FILE, LABELS_FILE = "restrictions.csv", "label_words.csv"
EVERYBODY = "any"  # a need of every person
STAGES = ("pregnant", "lactating")


@dataclass(frozen=True, config=STRICT)
class Restriction:
    """An allergen or anything else that `without` takes: which marks of foods.csv it keeps away, and what to read."""

    restriction: str
    name: str  # in a sentence: "holds {name}"
    words: Phrases  # other ways to name it
    marks: Words  # allergens and contents of foods.csv
    foods: Words  # further foods
    as_diet: str  # the diet that its name stands for under `diet`; empty: it is no diet
    diets: Words  # with which it can be planned; none named: with all
    read: str  # what to look for on every label
    ask: str  # what US labels need not name: ask the maker
    say: str  # what to know beside that
    planned: Literal["yes", "no"]  # no: nothing is planned, `say` is what to do instead
    conditions: Words  # of conditions.csv, that ask for it by themselves
    source: Source

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every way to name it, in plain words."""
        return tuple(dict.fromkeys(plain(text) for text in (self.restriction, self.name, *self.words)))

    def keeps_away(self, food: Food) -> bool:
        """Whether nobody with it gets this food, whatever its label says."""
        return food.food in self.foods or not set(self.marks).isdisjoint(food.holds)


@dataclass(frozen=True, config=STRICT)
class LabelWords:
    """What the label of a food must say for somebody, where only some brands are right."""

    label: str
    foods: Words  # slugs, or role:<role>
    needs: Words  # restrictions, marks, cautions, stages of life; a diet: for it and all stricter ones; any: everybody
    words: str
    source: Source

    def names(self, food: Food) -> bool:
        """Whether it speaks of a food."""
        return food.food in self.foods or f"role:{food.role}" in self.foods


def load_restrictions(folder: Path, foods: Iterable[Food] = ()) -> tuple[Restriction, ...]:
    """Read restrictions.csv. Raises TableError, also for a word of two rows and a mark that no row leaves out."""
    rows = read_rows(folder / RESTRICTIONS_FILE, Restriction, key=lambda row: row.restriction)
    meanings(RESTRICTIONS_FILE, ((row.restriction, row.spellings) for row in rows))
    slugs = {food.food for food in foods}
    for row in rows:
        _check_restriction(row, slugs)
    missing = set(MARKS) - {mark for row in rows for mark in row.marks}
    if missing:
        raise TableError(f"{RESTRICTIONS_FILE}: no row leaves out {min(missing)}. Add one.")
    return rows


def _check_restriction(row: Restriction, slugs: set[str]) -> None:
    """It keeps something away and says what to read, or says what to do instead; all that it names exists."""
    place = f"{RESTRICTIONS_FILE} ({row.restriction})"
    for word, known in [(word, MARKS) for word in row.marks] + [(word, DIETS) for word in (*row.diets, row.as_diet)]:
        if word and word not in known:
            raise TableError(f"{place}: {word} is none of {', '.join(known)}. Correct it.")
    unknown = sorted(set(row.foods) - slugs) if slugs else []
    if unknown:
        raise TableError(f"{place}: {unknown[0]} is not in foods.csv. Correct the slug.")
    if row.planned == "no" and (row.marks or not row.say):
        raise TableError(f"{place}: it is not planned, so it holds no marks and says what to do instead. Correct it.")
    if row.planned == "yes" and not (row.marks and (row.read or row.ask)):
        raise TableError(f"{place}: marks, and read or ask, must not be empty. Fill them.")


def load_label_words(
    folder: Path,
    foods: tuple[Food, ...],
    restrictions: Iterable[Restriction],
    cautions: Iterable[Caution],
    conditions: Iterable[Condition],
) -> tuple[LabelWords, ...]:
    """Read label_words.csv. Raises TableError for a food or need that does not exist: it would help nobody."""
    rows = read_rows(folder / LABELS_FILE, LabelWords, key=lambda row: row.label)
    slugs = {name for food in foods for name in (food.food, f"role:{food.role}")}
    needs = {EVERYBODY, *STAGES, *DIETS, *MARKS, *(row.restriction for row in restrictions)}
    needs |= {row.caution for row in cautions} | {row.condition for row in conditions}
    for row in rows:
        for name, known, file in [(name, slugs, "a food or role") for name in row.foods] + [
            (need, needs, "a diet, stage, mark, caution, condition or restriction") for need in row.needs
        ]:
            if name not in known:
                raise TableError(f"{LABELS_FILE} ({row.label}): {name} is not {file}. Correct the spelling.")
        if not (row.foods and row.needs and row.words):
            raise TableError(f"{LABELS_FILE} ({row.label}): foods, needs and words must not be empty. Fill them.")
    return rows
