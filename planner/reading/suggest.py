"""What a text that is not known may be a slip of the pen for. It is asked, never taken; never the opposite."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.reading.opposites import are_opposites, directions, turned
from planner.reading.words import Token, tokens_of
from planner.tables.catalogue import tables_folder
from planner.tables.medicines import Medicines, load_medicines
from planner.tables.wording import one_spelling

if TYPE_CHECKING:
    from planner.tables.conditions import Condition

Own = Mapping[str, "Condition"]  # rows of conditions.csv by spelling

LONGEST_TEXT = 12  # words of an unknown text that are compared
MOST_WORDS = 4  # of a name that is misspelt
LEAST_LETTERS = 4  # of a name that is compared
SHORT = 8  # letters below which a name is easily like another
MOST_MEANINGS = 3
ALIKE, ALIKE_SHORT = 76.0, 80.0  # percent of letters in common
SWAPPED = 0.88  # of Jaro and Winkler, for letters in the wrong order: "xeralto"
NEAR_THE_BEST = 7.0  # percent below the best
SAME_WORD = 68.0  # percent of letters in common of a generic and its name in another language
_SOUND_ALIKE = ("ckqsxz", "fpv", "eiyj", "aeou", "gj", "dt", "bp", "mn", "hw")  # letters that a name can begin with


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A text that is not known, and the names that it may mean."""

    text: str  # as typed
    means: tuple[str, ...]  # names that read_condition knows, the likeliest first
    ambiguous: bool  # they mean different things


def suggestions_for(text: str, own: Own) -> tuple[Suggestion, ...]:
    """One suggestion for a text, or none."""
    known = load_medicines(tables_folder())
    names = _names(frozenset(own))
    best = _past(text, own) or [_usual(name, own, known) for name in _alike(text, names, own, known)]
    means = dict.fromkeys(each for name in best for each in _both_ways(text, name, names))
    kept: dict[object, str] = {}
    for name in means:
        kept.setdefault(_meaning(name, own, known), name)
    found = tuple(kept.values())[:MOST_MEANINGS]
    return (Suggestion(text, found, len(found) > 1),) if found else ()


@lru_cache(maxsize=2)
def _names(own: frozenset[str]) -> tuple[str, ...]:
    """Everything that a misspelt name is compared with."""
    known = load_medicines(tables_folder())
    return tuple(sorted(own | known.common | set(known.illnesses)))


def _past(text: str, own: Own) -> list[str]:
    """An illness that is only known where it is past: "stroke"."""
    phrase = one_spelling([token.plain for token in tokens_of(text) if not token.is_beside])
    return [f"past {phrase}"] if f"past {phrase}" in own else []


def _alike(text: str, names: tuple[str, ...], own: Own, known: Medicines) -> list[str]:
    """The names that some words of a text are most like, best first."""
    from rapidfuzz import fuzz  # only when something is not known
    from rapidfuzz.distance import JaroWinkler

    windows = list(_windows(tokens_of(text)[:LONGEST_TEXT], known))
    scores = _scores(windows, names, fuzz.ratio, lambda window: ALIKE if len(window) >= SHORT else ALIKE_SHORT)
    if not scores:
        scores = _scores(windows, names, JaroWinkler.similarity, lambda window: SWAPPED)
        scores = {name: 100 * score for name, score in scores.items()}
    right = {name: score for name, score in scores.items() if not _says_opposite(text, name, own)}
    best = max(right.values(), default=0.0)
    if any(score >= best for name, score in scores.items() if name not in right):
        return []  # "hypoerkalaemia": what it says and what it is like do not agree
    near = [name for name, score in right.items() if score >= best - NEAR_THE_BEST]
    return sorted(near, key=lambda name: (-right[name], name not in known.classes, name))


def _scores(
    windows: Iterable[str], names: tuple[str, ...], scorer: Callable[..., Any], least: Callable[[str], float]
) -> dict[str, float]:
    """How much each name is like some window, where it is at all and could begin so."""
    from rapidfuzz import process

    found: dict[str, float] = {}
    for window in windows:
        for name, score, _ in process.extract(window, names, scorer=scorer, score_cutoff=least(window), limit=20):
            if _begins_alike(window, name):
                found[name] = max(score, found.get(name, 0.0))
    return found


def _says_opposite(text: str, name: str, own: Own) -> bool:
    """Whether a name, or the row that it means, says the opposite of a text: "blood pressure" means the high one."""
    return are_opposites(text, name) or (name in own and are_opposites(text, own[name].name))


def _windows(tokens: tuple[Token, ...], known: Medicines) -> Iterator[str]:
    """Runs of words of which one at least is no ordinary word."""
    strange = [not token.is_beside and token.plain not in known.ordinary for token in tokens]
    for length in range(1, MOST_WORDS + 1):
        for first in range(len(tokens) - length + 1):
            window = one_spelling([token.plain for token in tokens[first : first + length]])
            if any(strange[first : first + length]) and len(window) >= LEAST_LETTERS:
                yield window


def _begins_alike(window: str, name: str) -> bool:
    """Whether two names could begin with the same sound, or with two letters in the wrong order."""
    one, other = window[0], name[0]
    if one == other or any(one in group and other in group for group in _SOUND_ALIKE):
        return True
    return window[:2] == name[1::-1]


def _usual(name: str, own: Own, known: Medicines) -> str:
    """The English name of a generic in place of one in another language: fenitoin -> phenytoin."""
    from rapidfuzz import fuzz

    generics = known.generics.get(name, ())
    if name in own or len(generics) != 1 or generics[0] not in known.generics:
        return name
    return generics[0] if fuzz.ratio(name, generics[0]) >= SAME_WORD else name


def _both_ways(text: str, name: str, names: tuple[str, ...]) -> Iterator[str]:
    """A name, and its opposite too where the text does not say which of the two it is."""
    yield name
    if len(directions(name)) == 1 and not directions(text):
        yield from (other for other in turned(name) if other in names)


def _meaning(name: str, own: Own, known: Medicines) -> object:
    """What two names have in common that mean the same."""
    if name in own:
        return (own[name].condition,)
    if name in known.illnesses:
        return known.illnesses[name].illness
    generics = known.generics[name]
    return known.conditions_of(generics) or frozenset(generics)
