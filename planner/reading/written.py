"""What somebody wrote, text by text: how it is read, its words and findings, and what of it was not understood."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from planner.reading.lexicon import Lexicon
from planner.reading.opposites import are_opposites
from planner.reading.scope import Finding
from planner.reading.spelling import Speller, english_words
from planner.reading.text import Sentence
from planner.tables.catalogue import Catalogue, tables_folder
from planner.tables.complaint_words import ComplaintWords, load_complaint_words
from planner.tables.complaints import Complaints
from planner.tables.conditions import Condition
from planner.tables.wording import plain_words

CONDITION = "condition:"  # before the slug of a condition that a text names
_EVEN_IF_KNOWN = ("stroke-word",)  # a stroke among illnesses without a time may be of today
_LEAST_STRANGE = 3  # letters of a word that is worth telling


@dataclass(frozen=True)
class WrittenText:
    """A text as it was written and as it was read."""

    written: str
    read: str  # misspelt words as they are meant
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    is_known: bool  # it stands among what a person has and takes

    def taken_back(self) -> Iterator[str]:
        """The words of each complaint that a "no" takes back."""
        for each in self.findings:
            if each.negated and each.kind in ("problem", "event", "condition"):
                yield " ".join(self.sentences[each.sentence][place].word for place in each.places)

    def is_nothing_but(self, names: Iterable[str]) -> bool:
        """Whether it holds only names of illnesses and medicines, and complaints that a "no" takes back."""
        named = {word for name in names for word in plain_words(name).split()}
        if not (named or any(each.negated or each.kind == "condition" for each in self.findings)):
            return False
        for number, sentence in enumerate(self.sentences):
            here = [each for each in self.findings if each.sentence == number]
            if any(each.counts and each.kind in ("problem", "event", "body") for each in here):
                return False
            known = {spot for each in here for spot in each.places}
            left = (word for spot, word in enumerate(sentence) if spot not in known and not word.is_filler)
            if any(word.word not in named and not word.word[0].isdigit() for word in left):
                return False
        return True

    def parts_without(self, used: Collection[Finding]) -> Iterator[str]:
        """Parts between commas that were not understood: no row used them, and something is wrong there or strange."""
        for number, sentence in enumerate(self.sentences):
            here = [each for each in self.findings if each.sentence == number]
            known = {spot for each in here for spot in each.places}
            understood = {each.concept for each in used}
            taken = {spot for each in here if each.concept in understood for spot in each.places}
            wrong = {spot for each in here if each.counts and each.kind in ("problem", "event") for spot in each.places}
            for part in _between_commas(sentence):
                left = {spot for spot in part if not sentence[spot].is_filler and not sentence[spot].word[0].isdigit()}
                if left and taken.isdisjoint(part) and (not wrong.isdisjoint(part) or known.isdisjoint(left)):
                    yield " ".join(sentence[spot].word for spot in part)

    def is_bare(self, part: str) -> bool:
        """Whether a part of the text holds no complaint either."""
        return not any(
            each.kind in ("problem", "event", "body")
            and all(self.sentences[each.sentence][spot].word in part.lower() for spot in each.places)
            for each in self.findings
        )

    def strange_words(self, told: Collection[str]) -> Iterator[str]:
        """Words that are in no table and no plain English, beside the parts that are told as a whole."""
        said = {word for part in told for word in part.lower().split()}
        for number, sentence in enumerate(self.sentences):
            known = {spot for each in self.findings if each.sentence == number for spot in each.places}
            for spot, word in enumerate(sentence):
                is_strange = spot not in known and word.word.isalpha() and word.word not in english_words()
                if is_strange and len(word.word) >= _LEAST_STRANGE and word.word not in said:
                    yield word.word


def read_texts(symptoms: Iterable[str], conditions: Iterable[str], catalogue: Catalogue) -> tuple[WrittenText, ...]:
    """Every text that is not blank, each once."""
    lexicon, speller = tools(catalogue.complaints, catalogue.conditions)
    texts = dict.fromkeys(text.strip() for text in symptoms if text.strip())
    known = dict.fromkeys(text.strip() for text in conditions if text.strip() and text.strip() not in texts)
    return (
        *(_read(text, False, lexicon, speller) for text in texts),
        *(_read(text, True, lexicon, speller) for text in known),
    )


@lru_cache(maxsize=2)
def tools(complaints: Complaints, conditions: tuple[Condition, ...]) -> tuple[Lexicon, Speller]:
    """Lexicon and speller for these tables, made once.

    Raises TableError for a pattern over a concept that has no words.
    """
    words = load_complaint_words(tables_folder())
    complaints.check_concepts(words.names())
    return tools_of(words, conditions)


def tools_of(words: ComplaintWords, conditions: Iterable[Condition]) -> tuple[Lexicon, Speller]:
    """Lexicon and speller of some words of complaints and of the names of conditions."""
    spellings = [(name, CONDITION + row.condition, "condition") for row in conditions for name in row.spellings]
    lexicon = Lexicon(words.concepts, words.negations, words.signs, words.short_forms, spellings)
    return lexicon, Speller(lexicon.vocabulary | words.short_forms.keys(), are_opposites, lexicon.is_grave)


def _read(written: str, is_known: bool, lexicon: Lexicon, speller: Speller) -> WrittenText:
    """The text with slips of the pen corrected; among what one has and takes names are never guessed."""
    better = written if is_known else speller.corrected(written)
    sentences, findings = lexicon.find(better)
    if not is_known and not any(each.kind in ("problem", "event", "condition") for each in findings):
        guess = speller.corrected(better, even_english=True)
        if guess != better:
            better, (sentences, findings) = guess, lexicon.find(guess)
    if is_known:
        findings = tuple(_long_known(each) for each in findings)
    return WrittenText(written, better, sentences, findings, is_known)


def _long_known(finding: Finding) -> Finding:
    """An event among what a person has is over, but for a stroke, which may be of today."""
    over = finding.kind == "event" and finding.concept not in _EVEN_IF_KNOWN
    return replace(finding, past=True) if over else finding


def _between_commas(sentence: Sentence) -> Iterator[list[int]]:
    part: list[int] = []
    for place, word in enumerate(sentence):
        if part and (word.comma or word.word == "and"):
            yield part
            part = []
        if word.word != "and":
            part.append(place)
    if part:
        yield part
