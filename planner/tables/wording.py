"""The words of a table: plain spellings, one for British and American, and what each means."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BeforeValidator

from planner.errors import TableError


def _phrases(value: object) -> object:
    return tuple(part.strip() for part in value.split("|") if part.strip()) if isinstance(value, str) else value


Phrases = Annotated[tuple[str, ...], BeforeValidator(_phrases)]  # parts of a cell with | between them


_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "one": "1", "two": "2", "three": "3", "four": "4"}
_NUMBERED = {"type", "stage", "grade", "class"}
_LONG = 6  # letters from which British and American spelling are made one


# Never before an r: "hypoerkalaemia" is a misspelt word, and must not become hyperkalaemia.
_BRITISH = re.compile(r"ae|oe(?=[adlst])")


def plain_words(text: str) -> str:
    """Lower case, letters and digits only, one space between words."""
    return " ".join(re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", "")))


def one_spelling(words: Sequence[str]) -> str:
    """A phrase in one spelling: haemochromatosis and hemochromatosis, type II and type 2."""
    found = list[str]()
    for word in words:
        if found and found[-1] in _NUMBERED:
            word = _ROMAN.get(word, word)
        if len(word) >= _LONG:
            word = _BRITISH.sub("e", word)
        found.append(word)
    return " ".join(found)


def meanings(table: str, rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, str]:
    """What each spelling means. Raises TableError for one that means two rows."""
    meant: dict[str, str] = {}
    for slug, spellings in rows:
        for spelling in spellings:
            if meant.setdefault(spelling, slug) != slug:
                raise TableError(f"{table} ({slug}): {spelling!r} also means {meant[spelling]}. Delete one of them.")
    return meant


def named(text: str, meant: dict[str, str]) -> tuple[tuple[str, ...], str]:
    """What a text names, in the order of the text, and what is left of it; the longest spelling counts."""
    left, found = f" {plain_words(text)} ", list[tuple[int, str]]()
    here = [spelling for spelling in meant if f" {spelling} " in left]
    for spelling in sorted(here, key=lambda spelling: (-len(spelling), spelling)):
        while (place := left.find(f" {spelling} ")) >= 0:
            found.append((place, meant[spelling]))
            left = left[:place] + " " + "|" * len(spelling) + " " + left[place + len(spelling) + 2 :]
    return tuple(dict.fromkeys(slug for _, slug in sorted(found))), " ".join(left.replace("|", " ").split())
