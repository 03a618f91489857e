"""Free text about complaints, illnesses and medicines, read against the tables; nothing that is written is dropped."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Generic, TypeVar

from planner.reading.medicines import ConditionReading, merged, read_condition
from planner.reading.patterns import Evidence
from planner.reading.scope import Finding
from planner.reading.written import CONDITION, WrittenText, read_texts
from planner.tables.catalogue import Catalogue
from planner.tables.complaint_rules import TIERS, ComplaintRule, Tier
from planner.tables.complaints import OtherComplaint
from planner.tables.conditions import Condition
from planner.tables.patterns import Pattern
from planner.tables.symptoms import Symptom

Row = TypeVar("Row")
UNSURE = "no-or-not"  # what is asked where a "no" may be meant for a complaint or not
_TELLING = ("problem", "event", "body", "context", "condition")
_APART = 1000  # sentences of one text never stand by those of another


@dataclass(frozen=True, slots=True)
class Named(Generic[Row]):
    """A row of a table, and the texts that it was found in."""

    row: Row
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What would make a complaint less urgent. Until it is answered, the complaint stays as urgent as it is."""

    rule: str
    text: str
    question: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A text with a misspelt word, and how it was read."""

    text: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person's texts name."""

    rules: tuple[Named[ComplaintRule], ...]  # most urgent first
    symptoms: tuple[Named[Symptom], ...]
    others: tuple[Named[OtherComplaint], ...]
    conditions: tuple[Named[Condition], ...]
    names: ConditionReading  # medicines and illnesses by name, with what they may be slips of the pen for
    unknown: tuple[str, ...]  # texts, or parts of them, that name nothing
    rest: tuple[str, ...]  # words of the other texts that were not understood
    slips: tuple[Slip, ...]
    taken_back: tuple[str, ...]  # complaints that a "no" takes back
    alarms: tuple[str, ...]  # texts with a word such as chest or blood that no rule answers
    ask: tuple[Question, ...]
    tier: Tier


def read(
    symptoms: Iterable[str], conditions: Iterable[str], catalogue: Catalogue, settled: Collection[str] = ()
) -> Reading:
    """Read every text against every table, whichever of the two lists it stands in; blank ones are left out.

    `settled` are rules whose question was answered with yes: they do not count any more.
    """
    return _Reader(read_texts(symptoms, conditions, catalogue), catalogue, frozenset(settled)).reading()


class _Reader:
    """Texts with everything that stands in them, and the rows that hold for them."""

    def __init__(self, texts: Sequence[WrittenText], catalogue: Catalogue, settled: frozenset[str]) -> None:
        self.texts = texts
        self.catalogue = catalogue
        self.tables = catalogue.complaints
        self.settled = settled
        self.everything = [each for text in texts for each in text.findings]
        self.named_in = [read_condition(text.read, catalogue, ask_back=text.is_known) for text in texts]
        self.used: dict[int, set[Finding]] = {place: set() for place in range(len(texts))}
        self.fired = self._fired()
        self.symptoms = self._named(self.tables.symptoms, lambda row: row.pattern)
        self.others = self._named(self.tables.others, lambda row: row.pattern)

    @cached_property
    def conditions(self) -> dict[str, tuple[str, ...]]:
        """Slugs of all that a person has or takes, with the texts that name it."""
        found: dict[str, list[str]] = {}
        for text, names in zip(self.texts, self.named_in, strict=True):
            taken_back = {each.concept.removeprefix(CONDITION) for each in text.findings if each.negated}
            own = [each.concept.removeprefix(CONDITION) for each in text.findings if each.kind == "condition"]
            for slug in dict.fromkeys((*own, *names.conditions)):
                if slug not in taken_back:
                    found.setdefault(slug, []).append(text.written)
        return {slug: tuple(texts) for slug, texts in found.items()}

    def _alone(self, place: int, past_counts: bool = False) -> Evidence:
        """Findings of a text."""
        return Evidence(self.texts[place].findings, self.everything, past_counts)

    def _evidence(self, place: int, past_counts: bool = False) -> Evidence:
        """Findings of a text, with details ("it came suddenly") that stand in a line of their own."""
        own = list(self.texts[place].findings)
        for other, text in enumerate(self.texts):
            if other != place and not any(each.kind in _TELLING for each in text.findings):
                own += _elsewhere(text.findings, other)
        return Evidence(own, self.everything, past_counts)

    def _together(self, past_counts: bool) -> Evidence:
        """Findings of all texts as one."""
        parts = (each for place, text in enumerate(self.texts) for each in _elsewhere(text.findings, place))
        return Evidence(parts, (), past_counts)

    def _fired(self) -> dict[str, tuple[int, ...]]:
        """Slugs of the rules that hold, with the texts that they hold for."""
        counted = [rule for rule in self.tables.rules if self._counts(rule)]
        fired: dict[str, list[int]] = {}
        for place in range(len(self.texts)):
            here = dict(self._holding(counted, partial(self._alone, place)))
            for slug, found in self._holding(counted, partial(self._evidence, place)):
                here.setdefault(slug, found)  # a detail in another line adds an alarm, and takes none away
            for slug, found in here.items():
                fired.setdefault(slug, []).append(place)
                self.used[place] |= set(found)
        if len(self.texts) > 1:
            urgent = [rule for rule in counted if rule.tier in ("now", "today") and rule.rule not in fired]
            for slug, found in self._holding(urgent, self._together):
                fired[slug] = sorted({each.sentence // _APART - 1 for each in found})
        return {slug: tuple(places) for slug, places in fired.items()}

    def _counts(self, rule: ComplaintRule) -> bool:
        return rule.rule not in self.settled and (
            not rule.conditions or not self.conditions.keys().isdisjoint(rule.conditions)
        )

    def _holding(
        self, rules: Iterable[ComplaintRule], evidence: Callable[[bool], Evidence]
    ) -> list[tuple[str, tuple[Finding, ...]]]:
        """Rules that hold, with what makes them hold, but for those that another one explains."""
        by_past = {past: evidence(past) for past in (False, True)}
        held = {}
        explained: set[str] = set()
        for rule in rules:
            found = by_past[rule.past == "counts"].holds(rule.pattern)
            if found is not None:
                held[rule.rule] = found
                explained |= set(rule.instead_of)
        return [(slug, found) for slug, found in held.items() if slug not in explained]

    def _named(self, rows: Iterable[Row], pattern: Callable[[Row], Pattern]) -> tuple[Named[Row], ...]:
        """Rows with the texts whose findings hold their pattern."""
        evidence = [self._evidence(place) for place in range(len(self.texts))]
        found = []
        for row in rows:
            held = {place: each.holds(pattern(row)) for place, each in enumerate(evidence)}
            texts = tuple(self.texts[place].written for place, used in held.items() if used is not None)
            for place, used in held.items():
                self.used[place] |= set(used or ())
            if texts:
                found.append(Named(row, texts))
        return tuple(found)

    def reading(self) -> Reading:
        """Everything together."""
        rules = [
            Named(rule, tuple(self.texts[place].written for place in self.fired[rule.rule]))
            for rule in self.tables.rules
            if rule.rule in self.fired
        ]
        unknown = tuple(dict.fromkeys(self._unknown()))
        alarms = tuple(text.written for place, text in enumerate(self.texts) if any(self._unanswered(place)))
        return Reading(
            rules=tuple(sorted(rules, key=lambda found: TIERS.index(found.row.tier))),
            symptoms=self.symptoms,
            others=self.others,
            conditions=tuple(
                Named(row, self.conditions[row.condition])
                for row in self.catalogue.conditions
                if row.condition in self.conditions
            ),
            names=merged(self.named_in),
            unknown=unknown,
            rest=tuple(dict.fromkeys(word for text in self.texts for word in text.strange_words(unknown))),
            slips=tuple(Slip(text.written, text.read) for text in self.texts if text.written != text.read),
            taken_back=tuple(dict.fromkeys(words for text in self.texts for words in text.taken_back())),
            alarms=alarms,
            ask=tuple(self._questions()),
            tier=self._tier({found.row.tier for found in rules}, bool(alarms)),
        )

    def _tier(self, found: set[Tier], alarming: bool) -> Tier:
        """The most urgent of all rules; unknown where something could be more than it seems."""
        if "now" in found or "today" in found:
            return "now" if "now" in found else "today"
        if alarming and ("soon" not in found or self._is_grave()):
            return "unknown"
        if "soon" in found or any(self._is_for_a_doctor(slug) for slug in self.conditions):
            return "soon"
        nameless = any(not self._is_named(place) for place in range(len(self.texts)))
        return "unknown" if nameless or not self.texts else "self-care"

    def _is_for_a_doctor(self, slug: str) -> bool:
        return any(row.condition == slug and row.plans == "no" for row in self.catalogue.conditions)

    def _is_named(self, place: int) -> bool:
        """Whether a text names something that we know, or only adds a detail to the others."""
        if self.used[place] or any(place in places for places in self.fired.values()):
            return True
        text, names = self.texts[place], self.named_in[place]
        if text.is_known:
            return bool(names.conditions or names.medicines or names.illnesses)
        own = [each.text for each in names.medicines] + [each.text for each in names.illnesses]
        return text.is_nothing_but(own)

    def _unknown(self) -> Iterator[str]:
        for place, text in enumerate(self.texts):
            if not self._is_named(place):
                yield text.written
            elif text.is_known:
                yield from (part for part in self.named_in[place].unknown if text.is_bare(part))
            else:
                yield from text.parts_without(self.used[place])

    def _is_grave(self) -> bool:
        """Whether what no rule has answered is wrong with somebody, and not only a part of the body or a child."""
        unanswered = (each for place in range(len(self.texts)) for each in self._unanswered(place))
        return any(each.kind in ("problem", "event") for each in unanswered)

    def _unanswered(self, place: int) -> Iterator[Finding]:
        """Words that may mean danger and that no rule has answered."""
        answered = {each.concept for each in self.used[place]}
        spots = {(each.sentence, spot) for each in self.used[place] for spot in each.places}
        for each in self.texts[place].findings:
            is_answered = each.concept in answered or spots.issuperset((each.sentence, spot) for spot in each.places)
            if each.alarm and each.counts and not is_answered:
                yield each

    def _questions(self) -> Iterator[Question]:
        """Questions of the rules that hold, and of those that hold by a complaint that a "no" may be meant for."""
        for rule in self.tables.rules:
            for place in self.fired.get(rule.rule, ()):
                unsure = any(each.unsure for each in self.used[place] if each.kind in ("problem", "event"))
                if rule.ask:
                    yield Question(rule.rule, self.texts[place].written, rule.ask)
                elif unsure and rule.tier in ("now", "today"):
                    yield Question(rule.rule, self.texts[place].written, UNSURE)


def _elsewhere(findings: Iterable[Finding], place: int) -> Iterator[Finding]:
    """Findings of another text: they stand by none of this one."""
    return (replace(each, sentence=each.sentence + _APART * (place + 1)) for each in findings)
