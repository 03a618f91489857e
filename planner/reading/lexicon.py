"""What a text speaks of: concepts with their place, whether they are taken back ("no pain"), past or measured."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from planner.reading.scope import Finding, in_clauses, of_others, with_negations, with_past
from planner.reading.text import Sentence, plain, sentences, stem
from planner.tables.complaint_words import Concept, MeasuredSign, NegationWords

GAP = ".."  # in a phrase: up to MOST_GAP words between
NUMBER = "#"  # in a phrase: any number
EXACT = "="  # before a word of a phrase: this very form of it
MOST_GAP = 3
_NUMBER_WORDS = "one two three four five six seven eight nine ten twelve twenty thirty couple few several many some"
_NUMBERS = frozenset(_NUMBER_WORDS.split())
_DOSES = frozenset(("mg", "mcg", "g", "ml", "microgram", "unit"))  # 500 mg are no 500 tablets
_EXACT = ("plain", "past", "other")  # kinds whose words are looked for as they are written, not by their stem
_HIDES_ALL = ("plain", "past", "other", "condition")
_BARE_NO = frozenset(("no", "none", "nope", "nil", "negative", "never"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for a concept, in the form in which they are looked for."""

    words: str  # as the table has them
    parts: tuple[str, ...]
    concept: str
    kind: str
    alarm: bool


Meaning = tuple[str, str, bool]  # concept, kind, alarm
Entry = tuple[str, Meaning]  # a phrase as its table has it


class Lexicon:
    """Every phrase by how its first word begins, each made ready when a text has a word that begins so."""

    def __init__(
        self,
        concepts: Iterable[Concept],
        negations: Iterable[NegationWords],
        signs: Iterable[MeasuredSign],
        short_forms: Mapping[str, str],
        more: Iterable[tuple[str, str, str]] = (),
    ) -> None:
        """`more` are further phrases: words, concept and kind."""
        self.short_forms = dict(short_forms)
        self.signs = tuple(signs)
        self._forms: dict[str, tuple[str, ...]] = {}
        self._entries: dict[str, list[Entry]] = {}
        self._phrases: dict[str, dict[str, list[Phrase]]] = {}
        for row in concepts:
            self._add(row.words, (row.concept, row.kind, row.alarm == "yes"))
        for negation in negations:
            self._add([negation.words], (f"no:{negation.kind}", f"no:{negation.kind}", False))
        for place, sign in enumerate(self.signs):
            self._add(sign.sign, (f"sign:{place}", "sign", False))
        for words, concept, kind in more:
            self._add([words], (concept, kind, False))

    def _add(self, phrases: Iterable[str], meaning: Meaning) -> None:
        for words in phrases:
            first = self._written_out(words.partition(" ")[0])
            if first:
                self._entries.setdefault(_beginning(first[0]), []).append((words, meaning))

    def _written_out(self, part: str) -> tuple[str, ...]:
        """A word of a phrase as texts have it: in plain letters, short forms written out."""
        if part not in self._forms:
            written = plain(part.removeprefix(EXACT))
            self._forms[part] = tuple(self.short_forms.get(written, written).split())
        return self._forms[part]

    def beginning_with(self, first: str) -> Sequence[Phrase]:
        """Phrases with this first part."""
        letters = _beginning(first)
        if letters not in self._phrases:
            self._phrases[letters] = self._made_ready(self._entries.get(letters, ()))
        return self._phrases[letters].get(first, ())

    def _made_ready(self, entries: Iterable[Entry]) -> dict[str, list[Phrase]]:
        by_first: dict[str, list[Phrase]] = {}
        for words, meaning in entries:
            parts = tuple(self._parts(words, exact=meaning[1] in _EXACT))
            by_first.setdefault(parts[0].removeprefix(EXACT), []).append(Phrase(words, parts, *meaning))
        return by_first

    def _parts(self, words: str, exact: bool) -> Iterator[str]:
        for part in words.split():
            if part in (GAP, NUMBER):
                yield part
                continue
            for word in self._written_out(part):
                yield EXACT + word if exact or part.startswith(EXACT) else stem(word)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of a phrase, as it is written."""
        parts = {part for every in self._entries.values() for words, _ in every for part in words.split()}
        return frozenset(word for part in parts - {GAP, NUMBER} for word in self._written_out(part))

    def is_grave(self, word: str) -> bool:
        """Whether a word is an alarm by itself, or its stem is."""
        return word in self._grave or stem(word) in self._grave

    @cached_property
    def _grave(self) -> frozenset[str]:
        alone = ((words, kind) for every in self._entries.values() for words, (_, kind, alarm) in every if alarm)
        phrases = (tuple(self._parts(words, kind in _EXACT)) for words, kind in alone if " " not in words)
        return frozenset(parts[0].removeprefix(EXACT) for parts in phrases if len(parts) == 1)

    def find(self, text: str) -> tuple[tuple[Sentence, ...], tuple[Finding, ...]]:
        """The sentences of a text and everything that stands in them, what is hidden by longer words left out."""
        split = sentences(text, self.short_forms)
        found: list[Finding] = []
        for number, sentence in enumerate(split):
            here = list(_longest(self._matches(sentence, number)))
            here += self._measured(sentence, here)
            here = in_clauses(sentence, with_negations(sentence, with_past(sentence, here)))
            if number and _is_bare_no(sentence):
                found = [replace(each, negated=True) if each.sentence == number - 1 else each for each in found]
            found += here
        return split, tuple(of_others(found))

    def _matches(self, sentence: Sentence, number: int) -> Iterator[Finding]:
        for place, word in enumerate(sentence):
            keys = {word.stem, word.word} | ({NUMBER} if _is_number(word.word) else set())
            for phrase in (phrase for key in sorted(keys) for phrase in self.beginning_with(key)):
                places = _match(phrase.parts, sentence, place)
                if places:
                    ranks = sentence[places[0]].rank, sentence[places[-1]].rank
                    yield Finding(phrase.concept, phrase.kind, phrase.alarm, number, places, *ranks)

    def _measured(self, sentence: Sentence, here: Sequence[Finding]) -> Iterator[Finding]:
        """Numbers that stand by a sign: "pulse of 35", "150 bpm"."""
        for sign in (each for each in here if each.kind == "sign"):
            row = self.signs[int(sign.concept.removeprefix("sign:"))]
            for place in _near(sentence, sign, row):
                number = float(sentence[place].word.replace(",", "."))
                if (row.least is None or number >= row.least) and (row.most is None or number <= row.most):
                    places = tuple(sorted({*sign.places, place}))
                    yield replace(sign, concept=row.concept, kind="problem", alarm=True, places=places)
                break


def _beginning(word: str) -> str:
    """The letters that a word has in common with its stem: two, but for a y that becomes an i (dying, die)."""
    return word[:2].replace("y", "i")


def _match(parts: Sequence[str], sentence: Sentence, place: int) -> tuple[int, ...]:
    """Places of the words of a phrase that begins here; nothing where it does not."""
    if not _is_word(parts[0], sentence, place):
        return ()
    rest = parts[1:]
    if not rest:
        return (place,)
    gap = MOST_GAP if rest[0] == GAP else 0
    rest = rest[1:] if gap else rest
    skipped = 0
    for later in range(place + 1, len(sentence)):
        if sentence[later].comma:
            return ()
        more = _match(rest, sentence, later)
        if more:
            return (place, *more)
        skipped += not sentence[later].is_filler
        if skipped > gap:
            return ()
    return ()


def _is_word(part: str, sentence: Sentence, place: int) -> bool:
    word = sentence[place]
    if part == NUMBER:
        return _is_number(word.word)
    return word.word == part[1:] if part.startswith(EXACT) else word.stem == part


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word in _NUMBERS


def _longest(matches: Iterable[Finding]) -> Iterator[Finding]:
    """Matches without those that a longer one hides, each concept once at its place."""
    every = list(dict.fromkeys(matches))
    spans = [frozenset(each.places) for each in every]
    for each, span in zip(every, spans, strict=True):
        if not any(_hides(other, longer, each, span) for other, longer in zip(every, spans, strict=True)):
            yield each


def _hides(longer: Finding, span: frozenset[int], shorter: Finding, inside: frozenset[int]) -> bool:
    """Whether words mean something else as part of longer ones.

    "Chest of drawers" is no chest; but "leg hurts" speaks of a leg, too: only plain words and names hide others, a
    concept hides itself, and what is wrong hides the "no" in its own words ("no feeling").
    """
    if "sign" in (longer.kind, shorter.kind):  # what is measured stays, whatever else its words mean
        return longer.kind == shorter.kind and inside < span
    if longer.kind == "condition" and shorter.kind == "context":
        return False  # "blood pressure pills" are an illness's, and pills
    if longer.kind in _HIDES_ALL:
        return inside < span or (inside == span and shorter.kind not in _HIDES_ALL and longer.kind == "plain")
    is_own_no = longer.kind in ("problem", "event") and shorter.kind.startswith("no:")
    same = longer.concept == shorter.concept or (longer.kind.startswith("no:") and shorter.kind.startswith("no:"))
    return inside < span and (same or is_own_no)


def _near(sentence: Sentence, sign: Finding, row: MeasuredSign) -> Iterator[int]:
    """Places of numbers right after a sign, or right before it ("150 bpm")."""
    first, last = sign.places[0], sign.places[-1]
    units = {stem(word) for word in row.unit}
    for place in [*range(last + 1, min(last + 5, len(sentence))), *range(first - 1, max(first - 3, -1), -1)]:
        if sentence[place].word[0].isdigit():
            after = sentence[place + 1].stem if place + 1 < len(sentence) else ""
            if after in _DOSES:
                continue
            if not units or after in units or place + 1 >= len(sentence) or after != "minut":
                yield place


def _is_bare_no(sentence: Sentence) -> bool:
    return len(sentence) == 1 and sentence[0].word in _BARE_NO
