"""What people call foods: spellings, words that say little, words of amounts, days and meals."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows
from planner.tables.rows import Food

FILE = "food_words.csv"
Words = tuple[str, ...]
_SINGLE = ("detail", "filler", "between", "without", "loose", "day", "meal")  # kinds whose words stand alone
Kind = Literal[
    "same",  # other words for the words that it means
    "food",  # means one food, or several between which only the person can choose
    "ask",  # the nearest foods, never taken unasked
    "unknown",  # not in the catalogue, whatever it looks like
    "nothing",  # holds next to none of any nutrient: water
    "state",  # raw, cooked, dry, or plain: without what a maker adds
    "detail",  # says little about the food
    "filler",  # says nothing
    "between",  # another food follows
    "without",  # what follows is not eaten
    "loose",  # before a measure: a heaped spoon counts as a spoon
    "number",
    "day",
    "meal",
]


@dataclass(frozen=True, config=ConfigDict(str_strip_whitespace=True))
class FoodWord:
    """A word or phrase that people write, and what it means."""

    word: str
    kind: Kind
    means: str
    note: str


@plain_dataclass(frozen=True)
class FoodWords:
    """The words by kind, as simple words."""

    same: Mapping[Words, Words]
    foods: Mapping[Words, tuple[str, ...]]  # food slugs
    ask: frozenset[Words]  # those of `foods` that are never taken unasked
    notes: Mapping[Words, str]  # why a name means what it means
    unknown: frozenset[Words]
    nothing: frozenset[Words]
    states: Mapping[str, str]
    numbers: Mapping[str, float]
    kinds: Mapping[str, frozenset[str]]  # single words of the other kinds

    def spelled(self, text: str) -> Words:
        """A text in simple words, other spellings put right: "Garbanzo beans" -> ("chickpea",)."""
        words = simple_words(text)
        longest = max((len(key) for key in self.same), default=1)
        right: list[str] = []
        place = 0
        while place < len(words):
            for size in range(min(longest, len(words) - place), 0, -1):
                if (key := words[place : place + size]) in self.same:
                    right += self.same[key]
                    place += size
                    break
            else:
                right.append(words[place])
                place += 1
        return tuple(right)

    def plain(self, text: str) -> Words:
        """A text as `spelled`, without the words that say nothing: "tuna in water" -> ("tuna", "water")."""
        nothing = self.kinds["filler"] | self.kinds["between"]
        return tuple(word for word in self.spelled(text) if word not in nothing)


def simple_words(text: str) -> Words:
    """Lower case, no accents, letters and digits only, singular: "Crème brûlées, 2 %" -> creme brulee 2 percent."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("%", " percent "))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("'", "").replace("’", "")
    return tuple(singular(word) for word in re.findall(r"[^\W_]+", plain))


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """An English word without its plural ending; the same for both forms, not always a real word."""
    if word.endswith("ie") or word.endswith("ies"):
        return word.rstrip("s")[:-2] + "y"
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us")):
        return word
    if word.endswith("ves") and word[:-3] in ("loa", "lea", "hal", "cal"):
        return word[:-3] + "f"
    if word.endswith(("ches", "shes", "sses", "xes", "oes")):
        return word[:-2]
    return word[:-1]


def load_food_words(folder: Path, foods: Iterable[Food]) -> FoodWords:
    """Read food_words.csv. Raises TableError naming the word."""
    rows = read_rows(folder / FILE, FoodWord, key=lambda row: (row.word, row.kind))
    same = {simple_words(row.word): simple_words(row.means) for row in rows if row.kind == "same"}
    words = FoodWords(
        same={meant: meant for meant in same.values()} | same,  # what is right already stays as it is
        foods={},
        ask=frozenset(),
        notes={},
        unknown=frozenset(),
        nothing=frozenset(),
        states={simple_words(row.word)[-1]: row.means for row in rows if row.kind == "state"},
        numbers={row.word: _number(row) for row in rows if row.kind == "number"},
        kinds={kind: frozenset(w for r in rows if r.kind == kind for w in simple_words(r.word)) for kind in _SINGLE},
    )
    means = _meanings(rows, words, {food.food for food in foods})
    return replace(
        words,
        foods={key: meant for key, meant in means.items() if meant},
        ask=frozenset(words.plain(row.word) for row in rows if row.kind == "ask"),
        notes={words.plain(row.word): row.note for row in rows if row.note and row.kind in ("food", "ask")},
        unknown=frozenset(key for key, meant in means.items() if not meant),
        nothing=frozenset(words.plain(row.word) for row in rows if row.kind == "nothing"),
    )


def _meanings(rows: Iterable[FoodWord], words: FoodWords, slugs: set[str]) -> dict[Words, tuple[str, ...]]:
    """Foods that each name means; none for what is not in the catalogue."""
    means: dict[Words, tuple[str, ...]] = {}
    for row in (row for row in rows if row.kind in ("food", "ask", "unknown")):
        key, meant = words.plain(row.word), tuple(row.means.split())
        if not key or (row.kind != "unknown") != bool(meant) or not slugs.issuperset(meant):
            raise TableError(f"{FILE} ({row.word}): means {row.means!r}, not foods of foods.csv. Correct the slugs.")
        if means.setdefault(key, meant) != meant:
            raise TableError(f"{FILE} ({row.word}): another row for the same words means something else. Delete one.")
    return means


def _number(row: FoodWord) -> float:
    try:
        return float(row.means)
    except ValueError:
        raise TableError(f"{FILE} ({row.word}): means {row.means!r}, not a number. Correct it.") from None
