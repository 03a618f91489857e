"""Misspelt words of complaints, corrected over the words of the tables; what is English already stays as it is."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from planner.reading.text import plain, stem

if TYPE_CHECKING:
    from symspellpy import SymSpell

SHORTEST = 4  # letters of a word that can be taken for a misspelt one
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
RARE = 1_000_000  # uses of an English word in the list below which it may be one that is often misspelt: "tounge"
MISSPELT = 30  # times as often as such a word the right one is in use
CLEARLY = 3  # times as often in use as the next
TWO_FROM = 8  # letters from which two letters may be wrong; below, one


class Speller:
    """Corrects words that are nearly one of a vocabulary: rather to a grave one, else to the one most in use."""

    def __init__(
        self, vocabulary: Iterable[str], opposites: Callable[[str, str], bool], grave: Iterable[str] = ()
    ) -> None:
        """`grave` are words that would be an alarm: of several that are as near, they are meant."""
        self._right = frozenset(word for word in vocabulary if word.isalpha())
        self._grave = frozenset(grave)
        self._opposites = opposites

    @cached_property
    def _near(self) -> "SymSpell":
        """The vocabulary by what it is like; made when the first word is misspelt."""
        from symspellpy import SymSpell

        near = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word in sorted(self._right):
            if len(word) >= SHORTEST:
                near.create_dictionary_entry(word, english_words().get(word, 1))
        return near

    def corrected(self, text: str, even_english: bool = False) -> str:
        """A text with every misspelt word as it is written right; `even_english`: also "leg craps"."""
        return _LETTERS.sub(lambda match: self.correct(match[0], even_english), text)

    def correct(self, word: str, even_english: bool = False) -> str:
        """The word as it is meant; itself where it is right, too short, or could be several or an opposite."""
        written = plain(word)
        if len(written) < SHORTEST or not written.isalpha() or written in self._right:
            return word
        used = english_words().get(written, 0)
        if used > RARE and not even_english:
            return word
        if written.endswith("in") and f"{written}g" in self._right:
            return f"{written}g"  # goin, throwin
        near = self._nearest(written, even_english)
        if used and not even_english and english_words().get(near, 0) < MISSPELT * used:
            return word  # rare, but a word: "rumbles"
        return near or word

    def _nearest(self, written: str, careful: bool) -> str:
        """The word that is meant; empty where that is not clear."""
        from symspellpy import Verbosity

        most = 2 if len(written) >= TWO_FROM and not careful else 1
        found = self._near.lookup(written, Verbosity.CLOSEST, max_edit_distance=most)
        near = [each for each in found if len(each.term) >= SHORTEST and not self._opposites(written, each.term)]
        near = [each for each in near if each.term[0] == written[0]] or near
        grave = [each for each in near if each.term in self._grave]
        if careful:  # an English word is no slip of the pen for an alarm
            near, grave = [each for each in near if each.term not in self._grave], []
        chosen = sorted(grave or near, key=lambda each: -each.count)
        one_meaning = len({stem(each.term) for each in chosen}) == 1
        if chosen and (one_meaning or chosen[0].count >= CLEARLY * chosen[1].count):
            return str(chosen[0].term)
        return ""


@lru_cache(maxsize=1)
def english_words() -> dict[str, int]:
    """Words of everyday English and how often they are used, from the list of 82,765 that comes with symspellpy."""
    lines = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {word: int(count) for word, count in (line.split(" ")[:2] for line in lines.splitlines())}
