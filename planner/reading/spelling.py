"""Misspelt words of complaints, corrected over the words of the tables; what is English already stays as it is."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from importlib.resources import files

from planner.reading.text import plain, stem

SHORTEST = 4  # letters of a word that can be taken for a misspelt one
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
RARE = 1_000_000  # uses of an English word in the list below which it may be one that is often misspelt: "tounge"
MISSPELT = 30  # times as often as such a word the right one is in use
CLEARLY = 3  # times as often in use as the next
TWO_FROM = 8  # letters from which two letters may be wrong; below, one


class Speller:
    """Corrects words that are nearly one of a vocabulary: rather to a grave one, else to the one most in use."""

    def __init__(
        self,
        vocabulary: Iterable[str],
        opposites: Callable[[str, str], bool],
        is_grave: Callable[[str], bool] = lambda word: False,
    ) -> None:
        """`is_grave` tells words that would be an alarm: of several that are as near, they are meant."""
        self._right = frozenset(word for word in vocabulary if word.isalpha())
        self._is_grave = is_grave
        self._opposites = opposites

    @cached_property
    def _longer(self) -> tuple[str, ...]:
        """Words of the vocabulary that a misspelt one is compared with."""
        return tuple(sorted(word for word in self._right if len(word) >= SHORTEST))

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
        most = 2 if len(written) >= TWO_FROM and not careful else 1
        near = [word for word in self._closest(written, most) if not self._opposites(written, word)]
        near = [word for word in near if word[0] == written[0]] or near
        grave = [word for word in near if self._is_grave(word)]
        if careful:  # an English word is no slip of the pen for an alarm
            near, grave = [word for word in near if not self._is_grave(word)], []
        chosen = sorted(grave or near, key=lambda word: -_uses(word))
        one_meaning = len({stem(word) for word in chosen}) == 1
        if chosen and (one_meaning or _uses(chosen[0]) >= CLEARLY * _uses(chosen[1])):
            return chosen[0]
        return ""

    def _closest(self, written: str, most: int) -> list[str]:
        """Words by which the fewest letters are missing, added, other or swapped, and no more than `most`."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extract(written, self._longer, scorer=OSA.distance, score_cutoff=most, limit=None)
        return [word for word, distance, _ in found if distance == found[0][1]]


def _uses(word: str) -> int:
    return english_words().get(word, 1)


@lru_cache(maxsize=1)
def english_words() -> dict[str, int]:
    """Words of everyday English and how often they are used, from the list of 82,765 that comes with symspellpy."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").split()
    return dict(zip(listed[::2], map(int, listed[1::2]), strict=True))
