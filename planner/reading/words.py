"""Words of a text with their places, in one spelling; what stands beside a name and names nothing itself."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from planner.tables.wording import one_spelling, plain_words

Value = TypeVar("Value")

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_DOSE = re.compile(r"\d+(?:x\d+)?(?:mgs?|mcg|ug|g|ml|iu|ie|units?|u|x|h|hrs?|st|nd|rd|th|s)?")
_JOINED = re.compile(r"(type|stage|grade|class)(\d)")  # "type2"

# How much, how often, when, in what form, by whom: beside a name they name nothing.
_BESIDE = """
    a about ac after again ago all also always am an and any are as at atm bd bedtime been before bid breakfast brand
    by capsule capsules cap caps chewable chronic control cr current currently daily day days diagnosed diet dinner
    doctor dose doses dr drops dx each ec emergency er evening every extended fast few food for form forte from generic
    got gp grade had half has have high hospital hour hours hs i ie if im in inhaled inhaler injection injections is
    it iu iv jab jabs just kind known la last lunch mane maybe mcg meal meals med medication medications medicine
    medicines meds mg micrograms mild milligrams mls moderate mono month months morning mr mups mx my nd need needed
    new night nightly nocte not now od of old om on once one only oral over past patch pc pen per pill pills plus po
    pre prescribed prescription prn puff puffs qd qds qid rapid recently release retard sachet sachets sc second
    severe shot shots since slow solution some sometimes spray sr stage stat still suffer suffering suspension
    syrup tab tablet tablets tabs take taken takes taking tds the then three tid time times to today treated treatment
    twice two type u ug under unit units usual use used using was week weekly weeks when which with xl xr year years
    yearly yesterday abz accord actavis aristo aurobindo basics cinfa dura heumann hexal krka mylan normon pfizer
    ratiopharm sandoz sanofi stada teva viatris winthrop zentiva
"""
BESIDE = frozenset(_BESIDE.split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text."""

    plain: str
    start: int
    end: int

    @property
    def is_beside(self) -> bool:
        """Whether it names nothing by itself: a dose, a time, a small word."""
        return self.plain in BESIDE or len(self.plain) < 2 or _DOSE.fullmatch(self.plain) is not None


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A known phrase: the places of its words and what it means."""

    first: int
    last: int  # included
    value: Value


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text, in plain letters and in the order of the text."""
    found = []
    for match in _TOKEN.finditer(text):
        plain = bare(plain_words(match[0]).replace(" ", ""))
        joined = _JOINED.fullmatch(plain)
        for part in joined.groups() if joined else (plain,):
            if part:
                found.append(Token(part, match.start(), match.end()))
    return tuple(found)


def bare(text: str) -> str:
    """Without accents."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def phrases_in(
    tokens: Sequence[Token], meaning: Callable[[tuple[str, ...]], Value | None], most: int
) -> list[Hit[Value]]:
    """Known phrases, the longest first, none over another, in the order of the text."""
    free, found = [True] * len(tokens), list[Hit[Value]]()
    for length in range(min(most, len(tokens)), 0, -1):
        for first in range(len(tokens) - length + 1):
            last = first + length - 1
            if not all(free[first : last + 1]):
                continue
            value = meaning(tuple(token.plain for token in tokens[first : last + 1]))
            if value is not None:
                found.append(Hit(first, last, value))
                free[first : last + 1] = [False] * length
    return sorted(found, key=lambda hit: hit.first)


def spellings(words: tuple[str, ...]) -> Iterator[str]:
    """A phrase in one spelling, as it is and with its last word in the singular."""
    phrase = one_spelling(words)
    yield phrase
    last = words[-1]
    if len(last) > 4 and last.endswith("s") and not last.endswith("ss"):
        yield phrase.removesuffix("s")
