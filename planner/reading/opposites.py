"""Less and more are never taken for each other: low and high, hypo and hyper, deficiency and excess."""

from functools import lru_cache

from planner.tables.catalogue import tables_folder
from planner.tables.opposites import OppositePair, load_opposites
from planner.tables.wording import plain_words

LESS, MORE = "less", "more"


def are_opposites(a: str, b: str) -> bool:
    """Whether one of two texts speaks only of less and the other only of more ("low potassium", "hyperkalaemia")."""
    first, second = directions(a), directions(b)
    return len(first) == len(second) == 1 and first != second


@lru_cache(maxsize=8192)
def directions(text: str) -> frozenset[str]:
    """Whether a text speaks of less, of more, of both or of neither."""
    words, pairs = plain_words(text).split(), _pairs()
    found = set[str]()
    for pair in pairs:
        if pair.kind == "start":
            found |= {LESS for word in words if _starts(word, pair.less)}
            found |= {MORE for word in words if _starts(word, pair.more)}
        else:
            spaced = f" {' '.join(words)} "
            found |= {side for side, said in ((LESS, pair.less), (MORE, pair.more)) if f" {said} " in spaced}
    return frozenset(found)


def turned(text: str) -> tuple[str, ...]:
    """The text with one word or beginning of a word turned into its opposite, for each pair that it holds."""
    words, found = plain_words(text).split(), list[str]()
    for pair in _pairs():
        for here, there in ((pair.less, pair.more), (pair.more, pair.less)):
            if pair.kind == "start":
                new = [there + word.removeprefix(here) if _starts(word, here) else word for word in words]
                found.append(" ".join(new))
            else:
                found.append(f" {' '.join(words)} ".replace(f" {here} ", f" {there} ").strip())
    return tuple(dict.fromkeys(each for each in found if each != " ".join(words)))


def _starts(word: str, start: str) -> bool:
    """Whether a word begins so, and more than a little follows: "overactive", not "over" or "hypos"."""
    return word.startswith(start) and len(word) > len(start) + 2


@lru_cache(maxsize=1)
def _pairs() -> tuple[OppositePair, ...]:
    return load_opposites(tables_folder())
