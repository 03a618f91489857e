"""Slips of the pen: misspelt complaints are read as what they are most like, or asked about; never guessed silently."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from planner.tables.complaints import Complaints
from planner.tables.wording import plain_words

MOST_WORDS = 12  # of an unknown text that is compared with what is known
SHORTEST = 5  # letters of a word that can be taken for a misspelt one
ALIKE = 84.0  # percent of letters in common from which a misspelt word is asked about
SAME = 90.0  # percent from which it is read as the other
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """A text with a misspelt word, and how it was read."""

    text: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Near:
    """A text that is not known, and what it may be a slip of the pen for."""

    text: str
    known: str
    urgent: bool  # whether that would be an emergency


class Speller:
    """Corrects words that are nearly one of a complaint; names of medicines are never guessed."""

    def __init__(self, complaints: Complaints, others: Iterable[str]) -> None:
        patterns = [re.split(r"[+/]", pattern) for flag in complaints.red_flags for pattern in flag.words]
        phrases = [phrase for pattern in patterns for phrase in pattern]
        self._stems = tuple({plain_words(p) for p in " ".join(phrases).split() if p.endswith("*")} - {""})
        whole = [p for p in " ".join(phrases).split() if not p.endswith("*")]
        self._right = {word for text in (*complaints.meanings, *whole) for word in plain_words(text).split()}
        self._known = self._right | {word for text in others for word in plain_words(text).split()}

    def corrected(self, text: str) -> str:
        """The text with every misspelt word of a complaint as it is written right."""
        return _WORD.sub(lambda match: self._right_word(match[0]), text)

    def knows(self, word: str) -> bool:
        """Whether a word (in plain words) has a place in some table."""
        return word in self._known or (bool(self._stems) and word.startswith(self._stems))

    def _right_word(self, word: str) -> str:
        plain = word.lower()
        if len(plain) < SHORTEST or self.knows(plain):
            return word
        from rapidfuzz import fuzz, process  # only when something is misspelt

        match = process.extractOne(plain, self._right, scorer=fuzz.ratio, score_cutoff=SAME)
        return word if match is None else match[0]


def near(unknown: Iterable[str], meant: Mapping[str, str], complaints: Complaints) -> Iterator[Near]:
    """For each unknown text the known words that some of its words are most like, if there are any."""
    from rapidfuzz import fuzz, process

    known = _askable(meant, complaints)
    for text in unknown:
        words = plain_words(text).split()[:MOST_WORDS]
        best, score = "", ALIKE
        for start, length in product(range(len(words)), (1, 2, 3)):
            window = " ".join(words[start : start + length])
            match = process.extractOne(window, known.keys(), scorer=fuzz.ratio, score_cutoff=score)
            if match is not None and len(window) >= SHORTEST:
                best, score = match[0], match[1]
        if best:
            yield Near(text, *known[best])


def _askable(meant: Mapping[str, str], complaints: Complaints) -> dict[str, tuple[str, bool]]:
    """Words to ask about, each with what to call it and whether it would be an emergency."""
    urgent = {row.symptom for row in complaints.symptoms if row.urgency == "emergency"}
    known = {spelling: (spelling, slug in urgent) for spelling, slug in meant.items()}
    for flag in complaints.red_flags:
        if flag.urgency == "emergency" and not flag.conditions:
            names = [plain_words(words) for words in (flag.says, *flag.words) if not set(words) & set("+/")]
            known |= {name: (flag.says, True) for name in names if name not in known}
    return known
