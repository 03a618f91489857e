"""What a text that is not known may be a slip of the pen for. It is asked, never taken; never the opposite."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.reading.opposites import are_opposites, directions, turned
from planner.reading.words import Token, tokens_of
from planner.tables.catalogue import tables_folder
from planner.tables.medicines import Medicines, load_medicines
from planner.tables.wording import one_spelling

if TYPE_CHECKING:
    from planner.tables.conditions import Condition

LONGEST_TEXT = 12  # words of an unknown text that are compared
MOST_WORDS = 4  # of a name that is misspelt
MOST_MEANINGS = 3
LEAST_LETTERS = 4
NEAR_THE_BEST = 7.0  # percent of letters in common below the best
_SOUND_ALIKE = ("ckqsxz", "fpv", "eiyj", "aeou", "gj", "dt", "bp", "mn", "hw")  # letters that a name can begin with


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that is not known, and the names that it may mean."""

    text: str  # as typed
    means: tuple[str, ...]  # names that read_condition knows, the likeliest first
    ambiguous: bool  # they mean different things


def suggestions_for(text: str, own: Mapping[str, "Condition"], known: Medicines | None) -> tuple[Suggestion, ...]:
    """One suggestion for a text, or none."""
    known = known or load_medicines(tables_folder())
    names = _names(frozenset(own), known)
    best = _past(text, own) or _alike(text, names, known)
    means = list(dict.fromkeys(each for name in best for each in _both_ways(text, name, names)))
    kept, meanings = list[str](), list[object]()
    for name in means:
        meaning = _meaning(name, own, known)
        if meaning not in meanings:
            kept.append(name)
            meanings.append(meaning)
    return (Suggestion(text, tuple(kept[:MOST_MEANINGS]), len(kept) > 1),) if kept else ()


@lru_cache(maxsize=2)
def _names(own: frozenset[str], known: Medicines) -> frozenset[str]:
    """Everything that a misspelt name is compared with."""
    return own | known.common | set(known.illnesses)


def _past(text: str, own: Mapping[str, "Condition"]) -> list[str]:
    """An illness that is only known where it is past: "stroke"."""
    phrase = one_spelling([token.plain for token in tokens_of(text) if not token.is_beside])
    return [f"past {phrase}"] if f"past {phrase}" in own else []


def _alike(text: str, names: frozenset[str], known: Medicines) -> list[str]:
    """The names that some words of a text are most like, best first."""
    from rapidfuzz import fuzz, process  # only when something is not known

    scores: dict[str, float] = {}
    for window in _windows(tokens_of(text)[:LONGEST_TEXT], known):
        for name, score, _ in process.extract(window, names, scorer=fuzz.ratio, score_cutoff=_cutoff(window), limit=20):
            if _begins_alike(window, name) and not are_opposites(text, name):
                scores[name] = max(score, scores.get(name, 0.0))
    if not scores:
        return []
    least = max(scores.values()) - NEAR_THE_BEST
    near = [name for name, score in scores.items() if score >= least]
    return sorted(near, key=lambda name: (-scores[name], name not in known.classes, name))


def _windows(tokens: tuple[Token, ...], known: Medicines) -> Iterator[str]:
    """Runs of words of which one at least is no ordinary word."""
    for length in range(1, MOST_WORDS + 1):
        for first in range(len(tokens) - length + 1):
            words = [token.plain for token in tokens[first : first + length]]
            if any(
                not token.is_beside and token.plain not in known.ordinary for token in tokens[first : first + length]
            ):
                window = one_spelling(words)
                if len(window) >= 4:
                    yield window


def _cutoff(window: str) -> float:
    """Percent of letters in common that a name must have: short names are easily like another."""
    return 80.0 if len(window) < 8 else 76.0


def _begins_alike(window: str, name: str) -> bool:
    """Whether two names could begin with the same sound, or with two letters in the wrong order."""
    one, other = window[0], name[0]
    if one == other or any(one in group and other in group for group in _SOUND_ALIKE):
        return True
    return window[:2] == name[1::-1]


def _both_ways(text: str, name: str, names: Iterable[str]) -> Iterator[str]:
    """A name, and its opposite too where the text does not say which of the two it is."""
    yield name
    if len(directions(name)) == 1 and not directions(text):
        yield from (other for other in turned(name) if other in names)


def _meaning(name: str, own: Mapping[str, "Condition"], known: Medicines) -> object:
    """What two names have in common that mean the same."""
    if name in own:
        return (own[name].condition,)
    if name in known.illnesses:
        return known.illnesses[name].illness
    generics = known.generics[name]
    return known.conditions_of(generics) or frozenset(generics)
