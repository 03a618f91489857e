"""Free text as sentences of words: short forms written out, contractions undone, each word with its stem."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

# Words that carry little meaning: a phrase may have them or not, and two words with one of them between stand together.
_FILLERS = """
    a an the my his her your their our its this that these those some just really very so quite bit of is are am was
    were be been being has have having had do does did i me he she they it we you him them us too also simply actually
    literally basically kind sort rather pretty totally completely absolutely seriously slightly somewhat there such
    any oh ok okay um er please hi hello own
"""
_SUBJECTS = "i my he she it they we his her their our there you your this"
FILLERS = frozenset(_FILLERS.split())
SUBJECTS = frozenset(_SUBJECTS.split())
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|[.;!?\n]|[,:()/&+\-–—]")
_ENDS = frozenset(".;!?\n")
_SOFT = frozenset(",:()/&+-–—")
_APOSTROPHES = re.compile(r"['’‘`´]")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")  # in a word: "tea-coloured" is no list


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence with its stem."""

    word: str
    stem: str
    rank: int  # words that carry meaning before it
    comma: bool  # whether a comma, colon or the like stands between it and the word before

    @property
    def is_filler(self) -> bool:
        """Whether it carries little meaning."""
        return self.word in FILLERS


Sentence = tuple[Word, ...]


def plain(text: str) -> str:
    """Lower case, wide and composed signs made plain, apostrophes gone, hyphens in words spaces."""
    return _HYPHEN.sub(" ", _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).lower()))


def written_out(text: str, short_forms: Mapping[str, str]) -> list[str]:
    """Words and signs of a text, with short forms and contractions written out."""
    words: list[str] = []
    for token in _WORD.findall(plain(_with_signs(text, short_forms))):
        long = short_forms.get(token)
        words += _WORD.findall(long) if long else [token]
    return words


def sentences(text: str, short_forms: Mapping[str, str]) -> tuple[Sentence, ...]:
    """Every sentence of a text that has a word."""
    return tuple(split(written_out(text, short_forms)))


def split(tokens: Iterable[str]) -> Iterator[Sentence]:
    """Tokens as sentences of words, signs left out."""
    words: list[Word] = []
    comma, rank = False, 0
    for token in [*tokens, "."]:
        if token in _ENDS:
            if words:
                yield tuple(words)
            words, comma, rank = [], False, 0
        elif token in _SOFT:
            comma = True
        else:
            words.append(Word(token, stem(token), rank, comma))
            rank += token not in FILLERS
            comma = False


def _with_signs(text: str, short_forms: Mapping[str, str]) -> str:
    """Short forms with signs in them, such as w/o and n/v, which are no words."""
    text = text.lower()
    for short, means in short_forms.items():
        if not short.isalpha() and short in text:
            text = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", f" {means} ", text)
    return text


@lru_cache(maxsize=20000)
def stem(word: str) -> str:
    """The stem of an English word (Snowball): numbness and numb are one, and so are cramps and cramping."""
    return _stemmer()(word) if word.isalpha() else word


@lru_cache(maxsize=1)
def _stemmer():  # type: ignore[no-untyped-def]
    import snowballstemmer

    return snowballstemmer.stemmer("english").stemWord
