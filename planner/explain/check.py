"""From complaints and conditions to what they can have to do with, what to ask a doctor, and when to get help now.

It informs: no row says that somebody has a shortage, none gives a probability or a dose.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from planner.reading.complaints import Named, Question, Reading, Slip, read
from planner.reading.suggest import Suggestion
from planner.tables.catalogue import Catalogue
from planner.tables.complaint_rules import Tier
from planner.tables.complaints import Complaints
from planner.tables.complaints import OtherComplaint as OtherRow
from planner.tables.conditions import Condition
from planner.tables.symptoms import Symptom

HelpKind = Literal["emergency", "self-harm", "poison"]


@dataclass(frozen=True, slots=True)
class Flag:
    """What needs help now, a doctor today or soon, or nothing but time, and the texts that say it."""

    flag: str
    says: str
    texts: tuple[str, ...]
    source: str  # empty where help comes first
    page: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """A symptom that was found, with what can be behind it; where help is needed first that is empty."""

    symptom: str
    name: str
    texts: tuple[str, ...]
    why: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherComplaint:
    """A complaint that none of the nutrients is behind."""

    complaint: str
    name: str
    texts: tuple[str, ...]
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Heeded:
    """An illness, medicine or stage of life that was named, and what it changes."""

    condition: str
    name: str
    texts: tuple[str, ...]
    say: str
    avoid: str
    red_flag: str
    source: str


@dataclass(frozen=True, slots=True)
class Reason:
    """A row that points to a nutrient."""

    row: str  # slug
    kind: Literal["symptom", "condition"]
    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A nutrient that the complaints and conditions can have to do with, by which rows, and who runs short sooner."""

    nutrient: str
    name: str
    why: tuple[Reason, ...]
    at_risk: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A nutrient whose target is worth watching, and what to heed about it."""

    nutrient: str
    name: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a table with its row and source."""

    cause: str  # slug of the row
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    """The answer. With a red flag (`stopped`) it holds nothing about nutrients: help comes first."""

    tier: Tier
    stopped: bool  # the tier is now
    help: tuple[HelpKind, ...]  # whom to call, first things first; empty below now
    red_flags: tuple[Flag, ...]  # now
    doctor_today: tuple[Flag, ...]
    doctor_soon: tuple[Flag, ...]
    ask: tuple[Question, ...]  # what would make it less urgent
    symptoms: tuple[Complaint, ...]
    other_complaints: tuple[OtherComplaint, ...]
    conditions: tuple[Heeded, ...]
    without_rule: tuple[str, ...]  # names of medicines and illnesses that are known, and for which no rule stands
    unknown: tuple[str, ...]
    alarming: tuple[str, ...]  # texts that could be more than they seem: nothing is called harmless beside them
    rest: tuple[str, ...]  # words of the other texts that were not understood
    slips: tuple[Slip, ...]  # texts with a misspelt word, and how they were read
    near: tuple[Suggestion, ...]  # what unknown names may be slips of the pen for
    negated: tuple[str, ...]  # complaints that a "no" takes back
    nutrients: tuple[Pointer, ...]
    tests: tuple[str, ...]  # what to ask a doctor to test
    watch: tuple[Watched, ...]
    reassurance: tuple[Said, ...]  # only where the tier is self-care, each about a complaint that was named
    many_causes: tuple[Said, ...]
    other_causes: tuple[Said, ...]
    advice: tuple[Said, ...]


def check(
    symptoms: Iterable[str], conditions: Iterable[str], catalogue: Catalogue, settled: Collection[str] = ()
) -> Check:
    """What free texts about complaints and about illnesses or medicines can mean; never raises for a text.

    A red flag stops everything else. What is not known is said, never left out. `settled` are rules whose question
    (`ask`) was answered with yes.
    """
    reading = read(symptoms, conditions, catalogue, settled)
    stopped = reading.tier == "now"
    is_urgent = reading.tier in ("now", "today")
    pointers = () if is_urgent else tuple(_pointers(reading, catalogue.complaints))
    causes = catalogue.complaints if reading.symptoms and not is_urgent else None
    return Check(
        tier=reading.tier,
        stopped=stopped,
        help=_help(reading) if stopped else (),
        red_flags=_flags(reading, "now"),
        doctor_today=_flags(reading, "today"),
        doctor_soon=_flags(reading, "soon"),
        ask=reading.ask,
        symptoms=tuple(_complaint(found, is_urgent) for found in reading.symptoms),
        other_complaints=tuple(_other(found, is_urgent) for found in reading.others),
        conditions=tuple(_heeded(found, stopped) for found in reading.conditions),
        without_rule=reading.names.without_rule,
        unknown=reading.unknown,
        alarming=reading.alarms,
        rest=reading.rest,
        slips=reading.slips,
        near=reading.names.suggestions,
        negated=reading.taken_back,
        nutrients=pointers,
        tests=() if stopped else tuple(_tests(reading, catalogue.complaints)),
        watch=() if is_urgent else tuple(_watched(reading, pointers, catalogue)),
        reassurance=tuple(_reassurance(reading)) if reading.tier == "self-care" else (),
        many_causes=_causes("many-causes", causes),
        other_causes=_causes("cause", causes),
        advice=_causes("advice", causes) if reading.tier == "self-care" else (),
    )


def _help(reading: Reading) -> tuple[HelpKind, ...]:
    """Whom to call: a crisis line comes first for whoever wants to die, Poison Help after the emergency number."""
    kinds = {found.row.kind or "emergency" for found in reading.rules if found.row.tier == "now"}
    order: tuple[HelpKind, ...] = ("self-harm", "emergency", "poison")
    return tuple(kind for kind in order if kind in kinds or (kind == "emergency"))


def _flags(reading: Reading, tier: Tier) -> tuple[Flag, ...]:
    """What was found of one tier; what the same words say twice is said once."""
    flags: dict[tuple[str, tuple[str, ...]], Flag] = {}
    for found in reading.rules:
        if found.row.tier == tier:
            row = found.row
            where = (
                (row.source, row.page) if reading.tier != "now" else ("", "")
            )  # no talk of nutrients beside an alarm
            flags.setdefault((row.says, found.texts), Flag(row.rule, row.says, found.texts, *where))
    return tuple(flags.values())


def _reassurance(reading: Reading) -> Iterator[Said]:
    """What may be called harmless: the complaints that were named, each once."""
    for symptom in reading.symptoms:
        if symptom.row.harmless:
            yield Said(symptom.row.symptom, symptom.row.harmless, symptom.row.source)
    for other in reading.others:
        if other.row.harmless:
            yield Said(other.row.complaint, other.row.harmless, other.row.source)


def _complaint(found: Named[Symptom], is_urgent: bool) -> Complaint:
    row = found.row
    why, note, source = ("", "", "") if is_urgent else (row.why, row.note, row.source)
    return Complaint(row.symptom, row.name, found.texts, why, note, source)


def _other(found: Named[OtherRow], is_urgent: bool) -> OtherComplaint:
    row = found.row
    says, source = ("", "") if is_urgent else (row.says, row.source)
    return OtherComplaint(row.complaint, row.name, found.texts, says, source)


def _heeded(found: Named[Condition], stopped: bool) -> Heeded:
    row = found.row
    texts = ("", "", "", "") if stopped else (row.say, row.avoid, row.red_flag, row.source)
    return Heeded(row.condition, row.name, found.texts, *texts)


def _pointers(reading: Reading, complaints: Complaints) -> Iterator[Pointer]:
    """Each of the focal nutrients that some row names, in the order of their table."""
    for focal in complaints.focal:
        why = [
            Reason(found.row.symptom, "symptom", found.row.name, found.row.why)
            for found in reading.symptoms
            if focal.nutrient in found.row.nutrients
        ]
        why += [
            Reason(found.row.condition, "condition", found.row.name, found.row.say)
            for found in reading.conditions
            if any(test.startswith(focal.name) for test in found.row.test)
        ]
        if why:
            risks = (row.says for row in complaints.causes if row.kind == "at-risk" and focal.nutrient in row.nutrients)
            yield Pointer(focal.nutrient, focal.name, tuple(why), tuple(risks))


def _tests(reading: Reading, complaints: Complaints) -> Iterator[str]:
    """What to ask a doctor to test: the focal nutrients in the order of their table, then what conditions add."""
    asked = [test for found in reading.symptoms for test in found.row.ask]
    asked += [test for found in reading.conditions for test in found.row.test]
    names = [focal.name for focal in complaints.focal]
    place = {test: next((i for i, name in enumerate(names) if test.startswith(name)), len(names)) for test in asked}
    yield from sorted(place, key=place.__getitem__)


def _watched(reading: Reading, pointers: Iterable[Pointer], catalogue: Catalogue) -> Iterator[Watched]:
    """Nutrients to watch: those that something points to, then those that a condition changes."""
    notes = {focal.nutrient: focal.note for focal in catalogue.complaints.focal}
    changed = [nutrient for found in reading.conditions for nutrient in found.row.named_nutrients]
    for nutrient in dict.fromkeys([*(pointer.nutrient for pointer in pointers), *changed]):
        says = [*_changes(nutrient, reading), notes.get(nutrient, "")]
        name = catalogue.nutrients[catalogue.nutrient_index[nutrient]].name
        yield Watched(nutrient, name, tuple(text for text in says if text))


def _changes(nutrient: str, reading: Reading) -> Iterator[str]:
    """What the named conditions ask about a nutrient, each once with the names of those that ask it."""
    rows = [found.row for found in reading.conditions]
    asked = (
        ("It must not rise without the clinician who treats you", lambda r: (*r.nutrients, *r.cap_at_intake)),
        ("Food alone does not bring it up, a doctor treats it", lambda r: r.never_met),
        ("Only what is added to food counts", lambda r: r.added_only),
        ("No more than the RDA", lambda r: r.no_floor_above_rda),
        ("Keep it about the same from week to week", lambda r: r.steady),
        ("Keep what is rich in it hours apart from the medicine, as your pharmacist says", lambda r: r.apart),
    )
    for says, of in asked:
        names = [row.name for row in rows if nutrient in of(row)]
        if names:
            yield f"{says} ({', '.join(names)})."


def _causes(kind: str, complaints: Complaints | None) -> tuple[Said, ...]:
    rows = complaints.causes if complaints is not None else ()
    return tuple(Said(row.cause, row.says, row.source) for row in rows if row.kind == kind)
