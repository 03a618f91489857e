"""Free text about complaints, illnesses and medicines, read against the tables; nothing that is written is dropped."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from planner.explain.slips import Near, Slip, Speller, near
from planner.tables.catalogue import Catalogue
from planner.tables.complaints import Complaints, OtherComplaint
from planner.tables.conditions import Condition
from planner.tables.symptoms import RedFlag, Symptom, match_red_flags
from planner.tables.wording import meanings, named, plain_words

Row = TypeVar("Row")
Meanings = dict[str, str]  # slug of the symptom, other complaint or condition that each spelling means

_BETWEEN = re.compile(r"[,;.!?&+\n]|(?<!\d)/(?!\d)|\b(?:and|with|plus|but|also)\b", re.IGNORECASE)
# "no chest pain", "I do not have cramps": what follows is read as if it were there, and that is said.
_NEGATION = re.compile(
    r"\b(?:no|without|never|neither|nor|deny|denies)\b"
    r"|\b(?:not|dont|doesnt|didnt|havent|hasnt|isnt) (?:have|has|had|having|feel|get|got|any|been|a|an)\b"
)
_MOST_PARTS = 40  # of one text whose every part is looked at again

# Words that say where, when and how much, and name nothing by themselves.
_SMALL_WORDS = """
    a about after again all almost also always am an and any are arm arms as at ate away back bad badly be because
    bed been before began begin bit body both bothers but by calf came can car cold come comes constant cup cycling
    daily daughter day days did do does doing drank drink drinking during each eat eating eight especially evening
    ever every exercise exercising eye eyelid face father feel feeling feels feet few finger fingers five foot for
    four frequent from get gets getting go goes going gone got gym had hand hands has have having he heat help helps
    her his hold holding hour hours husband i if im in into is issue issues it its ive just keep keeps know last
    lately left leg legs less lie lifting like limb limbs little long look lot lots lower lying mainly make makes
    many mcg me mg mild minute minutes moderate month months more morning most mostly mother mouth move moves moving
    much muscle muscles my myself near neck need never night nights nine no not notice noticed now of off often old
    on once one only or our out over partner per plus problem problems properly quite really rest resting right run
    running same seven severe she shoulder side since sit sitting six sleep sleeping so some sometimes son soon
    sport sports stage stairs stand standing start started starts still stop stopped stops such sudden suddenly swim
    swimming take taken taking ten than that the their them then there these they thigh thighs think this those
    though three thumb till time times to today toe toes together tonight too took training trouble try twice two
    type under until up upper use using usually very wake waking walk walking want warm was we week weeks well were
    what when where which while who whole wife will with woke work working worse would writing year years yes
    yesterday you your
"""
_BESIDE = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Named(Generic[Row]):
    """A row of a table, and the texts that it was found in."""

    row: Row
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person's texts name."""

    flags: tuple[Named[RedFlag], ...]
    symptoms: tuple[Named[Symptom], ...]
    others: tuple[Named[OtherComplaint], ...]
    conditions: tuple[Named[Condition], ...]
    unknown: tuple[str, ...]
    rest: tuple[str, ...]  # words of the other texts that were not understood
    slips: tuple[Slip, ...]
    near: tuple[Near, ...]
    negated: tuple[str, ...]  # texts with a "no", which is not understood


def read(symptoms: Iterable[str], conditions: Iterable[str], catalogue: Catalogue) -> Reading:
    """Read every text against every table, whichever of the two lists it stands in; blank ones are left out."""
    complaints = catalogue.complaints
    meant = all_meanings(complaints, catalogue.conditions)
    speller = Speller(complaints, (*meant, _SMALL_WORDS))
    said, known = (_typed(texts, speller, meant, complaints.red_flags) for texts in (symptoms, conditions))
    reader = _Reader(tuple(said), tuple(known), meant, catalogue)
    typed = {**known, **said}  # what stood there, by what is read
    unknown = tuple(dict.fromkeys(part for text in reader.texts for part in reader.unknown_of(text)))
    return Reading(
        flags=tuple(Named(found.row, tuple(typed[text] for text in found.texts)) for found in reader.flags),
        symptoms=_named(complaints.symptoms, lambda row: row.symptom, reader, typed),
        others=_named(complaints.others, lambda row: row.complaint, reader, typed),
        conditions=_named(catalogue.conditions, lambda row: row.condition, reader, typed),
        unknown=unknown,
        rest=tuple(dict.fromkeys(word for text in reader.texts for word in reader.rest_of(text, speller, unknown))),
        slips=tuple(Slip(was, text) for text, was in typed.items() if text != was),
        near=tuple(near(unknown, meant, complaints)),
        negated=tuple(typed[text] for text in reader.texts if reader.is_negated(text)),
    )


def all_meanings(complaints: Complaints, conditions: Iterable[Condition]) -> Meanings:
    """What each spelling means, of complaints and conditions together: "a weak heart" is no weak muscle.

    Raises TableError for a word that means two things.
    """
    meant = [(slug, [spelling]) for spelling, slug in complaints.meanings.items()]
    return meanings("conditions.csv", meant + [(row.condition, list(row.spellings)) for row in conditions])


class _Reader:
    """Texts with what each of them names; a text of the second list may be an illness long known to a doctor."""

    def __init__(self, said: tuple[str, ...], known: tuple[str, ...], meant: Meanings, catalogue: Catalogue) -> None:
        self.meant = meant
        self.texts = tuple(dict.fromkeys((*said, *known)))
        self.found = {text: named(text, self.meant)[0] for text in self.texts}
        slugs = {slug for found in self.found.values() for slug in found}
        self.conditions = {row.condition for row in catalogue.conditions} & slugs
        self._red_flags = catalogue.complaints.red_flags
        self._alarming = {text: text for text in said} | {
            text: self._without_conditions(text) for text in known if text not in said
        }
        self._own = {text: self._flags_in(self._alarming[text]) for text in self.texts}
        # "it came suddenly" names nothing, but makes another text urgent: it is read together with each of the others
        self._details = [text for text in self.texts if not self.found[text] and not self._own[text]]
        self.flags = self._flagged()

    def _without_conditions(self, text: str) -> str:
        """A text without its parts that are nothing but names of conditions: they are known, not new."""
        return ", ".join(part for part in _parts(text) if not named(part, self.meant)[0] or self._content(part))

    def _flags_in(self, text: str) -> tuple[RedFlag, ...]:
        return match_red_flags([text], self._red_flags, self.conditions)

    def _flagged(self) -> tuple[Named[RedFlag], ...]:
        """Every red flag with the texts that raise it, emergencies first."""
        raised: dict[str, list[str]] = {}
        for text in self.texts:
            for flag in self._own[text]:
                raised.setdefault(flag.flag, []).append(text)
        details = ", ".join(self._details)
        for text in self.texts if details else ():
            for flag in self._flags_in(f"{self._alarming[text]}, {details}"):
                if flag.flag not in raised:
                    raised[flag.flag] = list(dict.fromkeys((text, *self._details)))
        rows = [Named(flag, tuple(raised[flag.flag])) for flag in self._red_flags if flag.flag in raised]
        return tuple(sorted(rows, key=lambda found: found.row.urgency != "emergency"))

    def unknown_of(self, text: str) -> tuple[str, ...]:
        """A text, or its parts, that name nothing and raise nothing."""
        if any(text in flag.texts for flag in self.flags) and not (self.found[text] or self._own[text]):
            return ()
        if not self.found[text] and not self._own[text]:
            return (text,)
        parts, over = _parts(text), set(named(text, self.meant)[1].split())
        left = [place for place, part in enumerate(parts) if self._content(part) & over and not self._names(part)]
        if len(parts) <= _MOST_PARTS:
            left = [place for place in left if not self._needs(text, parts[:place] + parts[place + 1 :])]
        return tuple(parts[place] for place in left)

    def rest_of(self, text: str, speller: Speller, unknown: Collection[str]) -> list[str]:
        """Words that name nothing, neither alone nor in a red flag, of a text that is not unknown as such."""
        told = {word for part in unknown for word in plain_words(part).split()}
        left = named(text, self.meant)[1].split()
        return [word for word in left if word in self._content(text) - told and not speller.knows(word)]

    def _names(self, part: str) -> bool:
        return bool(named(part, self.meant)[0] or self._flags_in(part))

    def _content(self, part: str) -> set[str]:
        """Words of a part that name nothing, and are not only where, when and how much."""
        left = named(part, self.meant)[1].split()
        return {word for word in left if word not in _BESIDE and not word.isdigit()}

    def _needs(self, text: str, others: Sequence[str]) -> bool:
        """Whether something is lost when only the other parts of a text are read."""
        rest = ", ".join(others)
        return named(rest, self.meant)[0] != self.found[text] or self._flags_in(rest) != self._flags_in(text)

    def is_negated(self, text: str) -> bool:
        """Whether a text that names something says "no" beside it ("no energy" is a complaint itself)."""
        if not (self.found[text] or self._own[text]):
            return False
        return _NEGATION.search(named(text, self.meant)[1]) is not None


def _typed(texts: Iterable[str], speller: Speller, meant: Meanings, flags: Sequence[RedFlag]) -> dict[str, str]:
    """Each text that is not blank, by how it is read: with slips of the pen corrected where that names more."""
    typed = {}
    for text in (text.strip() for text in texts):
        better = speller.corrected(text)
        gains = named(better, meant)[0] != named(text, meant)[0]
        gains = gains or match_red_flags([better], flags) != match_red_flags([text], flags)
        if text:
            typed[better if gains else text] = text
    return typed


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(text) if plain_words(part)]


def _named(
    rows: Iterable[Row], slug: Callable[[Row], str], reader: _Reader, typed: Mapping[str, str]
) -> tuple[Named[Row], ...]:
    """The rows that some text names, in the order of their table."""
    found = ((row, tuple(typed[text] for text in reader.texts if slug(row) in reader.found[text])) for row in rows)
    return tuple(Named(row, texts) for row, texts in found if texts)
