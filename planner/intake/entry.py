"""What somebody eats now: entries as written, and what became of them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing eaten, as written."""

    place: str  # "diary.csv, row 3" or "line 2"
    day: str  # label of the day as written; "" is one day
    text: str  # the food as written
    amount: float  # > 0, in `unit`
    unit: str  # "g", "oz", "cup", "slice", "portion", ...; "portion" where none is written ("1 banana")
    counted: bool = False  # an amount without a unit is written: "2 kiwis" are fruits, not portions of two

    @property
    def day_key(self) -> str:
        """The day without regard to case: "monday" is Monday."""
        return self.day.strip().casefold()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A food that an entry may mean."""

    food: str
    name: str
    score: float  # confidence, 0 to 100


@dataclass(frozen=True, slots=True)
class Match:
    """An entry whose food and weight are known."""

    entry: Entry
    food: str
    name: str
    score: float  # confidence, 0 to 100
    grams: float  # of this entry as eaten, > 0
    measure: str = ""  # how the grams were found: "1 slice = 36 g"


@dataclass(frozen=True, slots=True)
class Question:
    """An entry that only the person can settle."""

    entry: Entry
    reason: str
    candidates: tuple[Candidate, ...]  # best first
    about_weight: bool = False  # the food is known, what one of it weighs is not


@dataclass(frozen=True, slots=True)
class Intake:
    """What is eaten on a day, as the mean of the days written; an entry is in exactly one of the four lists."""

    days: int
    matches: tuple[Match, ...]
    questions: tuple[Question, ...]
    unmatched: tuple[Entry, ...]
    grams: tuple[tuple[str, float], ...]  # food, grams per day
    nutrients: np.ndarray  # [nutrients] mean per day of what is known
    at_least: np.ndarray  # [nutrients] bool: some food is not known or some value is missing
    nothing: tuple[Entry, ...] = ()  # water: known to hold next to none of any nutrient

    @property
    def foods(self) -> int:
        """How many different foods are written."""
        return len(_texts([match.entry for match in self.matches]) | self._open)

    @property
    def not_known(self) -> int:
        """How many of the foods written do not count, at least not everywhere."""
        return len(self._open)

    @property
    def lines(self) -> int:
        """How many foods are written, each as often as it is; water, which holds nothing, is none of them."""
        return self.understood_lines + len(self._open_entries)

    @property
    def understood_lines(self) -> int:
        """How many of the lines have a food and a weight."""
        return len(self.matches)

    @property
    def understood_share(self) -> float:
        """Part of the lines that was understood, of all days together [0 to 1]; 0 where none names a food."""
        return self.understood_lines / self.lines if self.lines else 0.0

    @property
    def blank_days(self) -> tuple[str, ...]:
        """Labels of the days with lines of which none was understood: they would count as days without food."""
        known = {match.entry.day_key for match in self.matches}
        labels = {entry.day_key: entry.day for entry in self._open_entries}
        return tuple(label for day, label in labels.items() if day not in known)

    @property
    def count_words(self) -> str:
        """How complete the totals are: "3 of 14 foods not known: totals are at least what is shown."."""
        if not self._open:
            return "1 food is known." if self.foods == 1 else f"All {self.foods} foods are known."
        return f"{self.not_known_words}: totals are at least what is shown."

    @property
    def not_known_words(self) -> str:
        """3 of 14 foods not known."""
        return f"{self.not_known} of {self.foods} {'food' if self.foods == 1 else 'foods'} not known"

    @property
    def _open(self) -> set[str]:
        return _texts(self._open_entries)

    @property
    def _open_entries(self) -> list[Entry]:
        return [*(question.entry for question in self.questions), *self.unmatched]


def _texts(entries: list[Entry]) -> set[str]:
    return {" ".join(entry.text.casefold().split()) for entry in entries}
