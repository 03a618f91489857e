"""What a text about illnesses and medicines names: rows of conditions.csv, names without a rule, and what is unknown.

Everything is data; the faces say it. A misspelt name is never read as what it is like: it is asked about.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.reading.opposites import are_opposites
from planner.reading.suggest import Suggestion, suggestions_for
from planner.reading.words import Hit, Token, phrases_in, spellings, tokens_of
from planner.tables.catalogue import tables_folder
from planner.tables.conditions import Condition
from planner.tables.medicines import Illness, Medicines, load_medicines
from planner.tables.wording import one_spelling

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue

# What stands between two names; neither a dose ("10 mg/day"), a stage ("3/4") nor the end of a name ("Micardis Plus").
_BETWEEN = re.compile(
    r"[,;&+\n]|(?<!\d)/(?!\s*(?:day|d|week|wk|ml|h)\b)|\b(?:and|with|as well as)\b|\bplus\b(?=\s+[^\W\d])|\.\s",
    re.IGNORECASE,
)
# Words between a thing and what is said of it: "my potassium is often a bit too low".
_LINKS = {
    "a",
    "always",
    "are",
    "at",
    "been",
    "bit",
    "gets",
    "is",
    "little",
    "my",
    "often",
    "on",
    "quite",
    "rather",
    "run",
}
_LINKS |= {"runs", "slightly", "the", "too", "very", "was"}
MOST_WORDS = 10  # of a name
LEAST_STRANGE = 4  # letters of a word beside a known name that has to be understood, too
PAST_YEARS = 2  # since when an illness that is said to be of a year is past


@dataclass(frozen=True, slots=True)
class NamedMedicine:
    """A medicine by a name of medicines.csv."""

    text: str  # as typed
    name: str  # in plain words
    generics: tuple[str, ...]
    conditions: tuple[str, ...]  # slugs of the classes of conditions.csv that it belongs to; none: no rule of ours


@dataclass(frozen=True, slots=True)
class NamedIllness:
    """An illness or a group of medicines that is known by name only."""

    text: str  # as typed
    name: str
    kind: str  # illness, medicine
    plans: bool  # False: nothing is planned with it, a clinician says what to eat


@dataclass(frozen=True, slots=True)
class ConditionReading:
    """What a text names, each thing once and in the order of the text."""

    conditions: tuple[str, ...] = ()  # slugs of conditions.csv, also through the medicines
    medicines: tuple[NamedMedicine, ...] = ()
    illnesses: tuple[NamedIllness, ...] = ()
    unknown: tuple[str, ...] = ()  # parts of the text that name nothing
    suggestions: tuple[Suggestion, ...] = ()  # what an unknown part may mean

    @property
    def without_rule(self) -> tuple[str, ...]:
        """Names that are known, but for which no rule of ours stands."""
        medicines = (each.name for each in self.medicines if not each.conditions)
        return tuple(dict.fromkeys((*medicines, *(each.name for each in self.illnesses))))


@dataclass(slots=True)
class _Found:
    conditions: list[str] = field(default_factory=list)
    medicines: list[NamedMedicine] = field(default_factory=list)
    illnesses: list[NamedIllness] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    asks_back: bool = True

    def ask(self, text: str, own: "dict[str, Condition]") -> None:
        """Put a text among what is unknown, with what it may mean."""
        self.unknown.append(text)
        if self.asks_back:
            self.suggestions += suggestions_for(text, own)


Meaning = Condition | NamedMedicine | Illness


def read_condition(text: str, catalogue: "Catalogue", ask_back: bool = True) -> ConditionReading:
    """What a text about illnesses and medicines names; never raises for a text.

    `ask_back`: with what an unknown part may mean, which takes its time; a complaint in a sentence needs none.
    """
    own, whole = own_words(catalogue.conditions), tokens_of(text)
    if whole and any(spelling in own for spelling in spellings(_plain(whole))):
        return _read([text], own, ask_back)
    found = _read(_BETWEEN.split(text), own, ask_back)
    if found.unknown and _meaning(_plain(whole), load_medicines(tables_folder())) is not None:
        return _read([text], own, ask_back)  # "migraine with aura"
    return found


def _read(parts: Iterable[str], own: dict[str, Condition], ask_back: bool) -> ConditionReading:
    found = _Found(asks_back=ask_back)
    for part in parts:
        _read_part(part.strip(), own, found)
    return ConditionReading(
        tuple(dict.fromkeys(found.conditions)),
        tuple(dict.fromkeys(found.medicines)),
        tuple(dict.fromkeys(found.illnesses)),
        tuple(dict.fromkeys(found.unknown)),
        tuple(dict.fromkeys(found.suggestions)),
    )


def read_conditions(texts: Iterable[str], catalogue: "Catalogue") -> ConditionReading:
    """What several texts name together."""
    return merged([read_condition(text, catalogue) for text in texts])


def merged(readings: Sequence[ConditionReading]) -> ConditionReading:
    """Several readings as one, each thing once."""
    names = ConditionReading.__dataclass_fields__
    every = (dict.fromkeys(value for one in readings for value in getattr(one, name)) for name in names)
    return ConditionReading(*map(tuple, every))


@lru_cache(maxsize=4)
def own_words(conditions: tuple[Condition, ...]) -> dict[str, Condition]:
    """The row of conditions.csv that each of its spellings means."""
    return {one_spelling(spelling.split()): row for row in conditions for spelling in row.spellings}


def _read_part(part: str, own: dict[str, Condition], found: _Found) -> None:
    tokens = tokens_of(part)
    is_past = _is_past(tokens)

    def own_meaning(words: tuple[str, ...]) -> Condition | None:
        tried = [*spellings(words), *(f"past {each}" for each in spellings(words) if is_past), *_said_after(words)]
        return next((own[each] for each in tried if each in own), None)

    hits: Sequence[Hit[Meaning]] = phrases_in(tokens, own_meaning, MOST_WORDS)
    if tokens and (not hits or _left(tokens, hits)):
        known = load_medicines(tables_folder())
        hits = phrases_in(tokens, lambda words: own_meaning(words) or _meaning(words, known, is_past), MOST_WORDS)
        _take_unknown(part, tokens, hits, own, known, found)
    for hit in hits:
        _take(part, tokens, hit, own, found)


def _take(part: str, tokens: Sequence[Token], hit: Hit[Meaning], own: dict[str, Condition], found: _Found) -> None:
    """Put what a phrase means where it belongs, unless the words around it say the opposite."""
    text, meant = _text(part, tokens[hit.first : hit.last + 1]), hit.value
    if isinstance(meant, Condition):
        if are_opposites(part, meant.name):
            found.ask(part, own)
        else:
            found.conditions.append(meant.condition)
    elif isinstance(meant, Illness):
        found.illnesses.append(NamedIllness(text, meant.illness, meant.kind, meant.plans == "yes"))
    else:
        found.medicines.append(replace(meant, text=text))
        found.conditions += meant.conditions


def _take_unknown(
    part: str,
    tokens: Sequence[Token],
    hits: Sequence[Hit[Meaning]],
    own: dict[str, Condition],
    known: Medicines,
    found: _Found,
) -> None:
    """The part itself where it names nothing; else each of its words that is no ordinary one."""
    left = _left(tokens, hits)
    strange = [t for t in left if hits and len(t.plain) >= LEAST_STRANGE and t.plain not in known.ordinary]
    for text in [part] if left and not hits else [_text(part, [token]) for token in strange]:
        found.ask(text, own)


def _meaning(words: tuple[str, ...], known: Medicines, is_past: bool = False) -> Meaning | None:
    """A medicine or an illness known by name."""
    for phrase in (*spellings(words), *(f"past {each}" for each in spellings(words) if is_past)):
        if phrase in known.illnesses:
            return known.illnesses[phrase]
    for name in _medicine_names(words, known):
        if name in known.generics:
            generics = known.generics[name]
            return NamedMedicine(name, name, generics, known.conditions_of(generics))
    return None


def _medicine_names(words: tuple[str, ...], known: Medicines) -> Iterator[str]:
    """How a name may stand in the table: as it is, in the singular, written in one word, or "co-" in two."""
    phrase, joined = " ".join(words), "".join(words)
    yield phrase
    if len(words[-1]) > 4 and words[-1].endswith("s"):
        yield phrase.removesuffix("s")
    if 1 < len(words) <= 3 and any(word not in known.ordinary for word in words):
        yield joined
    if len(words) == 1 and joined.startswith("co") and len(joined) > 6:
        yield f"co {joined.removeprefix('co')}"


def _said_after(words: tuple[str, ...]) -> Iterator[str]:
    """A thing of which low or high is said afterwards: "my potassium is too low" -> "low potassium"."""
    core = [word for word in words if word not in _LINKS]
    if len(core) > 1 and core[-1] in ("low", "high"):
        yield one_spelling([core[-1], *core[:-1]])


def _left(tokens: Sequence[Token], hits: Iterable[Hit[Meaning]]) -> list[Token]:
    """Words that belong to no known phrase and could name something."""
    taken = {place for hit in hits for place in range(hit.first, hit.last + 1)}
    return [token for place, token in enumerate(tokens) if place not in taken and not token.is_beside]


def _is_past(tokens: Sequence[Token]) -> bool:
    """Whether a text speaks of a year or of years ago."""
    words = [token.plain for token in tokens]
    years = [int(word) for word in words if re.fullmatch(r"(?:19|20)\d\d", word)]
    if any(year <= date.today().year - PAST_YEARS for year in years):
        return True
    return "ago" in words and ("years" in words or "decades" in words)


def _text(part: str, tokens: Sequence[Token]) -> str:
    return part[tokens[0].start : tokens[-1].end]


def _plain(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(token.plain for token in tokens)
