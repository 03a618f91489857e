"""From complaints and conditions to what they can have to do with, what to ask a doctor, and when to get help now.

It informs: no row says that somebody has a shortage, none gives a probability or a dose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from planner.explain.reading import Named, Reading, read
from planner.explain.slips import Near, Slip
from planner.tables.catalogue import Catalogue
from planner.tables.complaints import Complaints
from planner.tables.complaints import OtherComplaint as OtherRow
from planner.tables.conditions import Condition
from planner.tables.symptoms import Symptom, Urgency

NOTICE = (
    "Nothing here says that you have a shortage: a doctor and a blood test find one, a list does not. Meeting an RDA "
    "keeps a healthy person supplied; it does not treat a deficiency. Treatment may include supplements or injections, "
    "which a doctor decides. Steadyplate informs; it does not diagnose or treat anything."
)
STOPPED_NOTICE = (
    "Steadyplate informs; it does not diagnose or treat anything, and this comes before any question of food."
)


@dataclass(frozen=True, slots=True)
class Flag:
    """What needs help now, or a doctor soon, and the texts that say it."""

    flag: str
    says: str
    texts: tuple[str, ...]


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
    """A sentence of causes.csv with its source."""

    cause: str
    says: str
    source: str


@dataclass(frozen=True, slots=True)
class Check:
    """The answer. With a red flag (`stopped`) it holds nothing about nutrients: help comes first."""

    red_flags: tuple[Flag, ...]
    doctor_soon: tuple[Flag, ...]
    symptoms: tuple[Complaint, ...]
    other_complaints: tuple[OtherComplaint, ...]
    conditions: tuple[Heeded, ...]
    unknown: tuple[str, ...]
    rest: tuple[str, ...]  # words of the other texts that were not understood
    slips: tuple[Slip, ...]  # texts with a misspelt word, and how they were read
    near: tuple[Near, ...]  # what unknown texts may be slips of the pen for
    negated: tuple[str, ...]  # texts with a "no", which is not understood
    nutrients: tuple[Pointer, ...]
    tests: tuple[str, ...]  # what to ask a doctor to test
    watch: tuple[Watched, ...]
    reassurance: tuple[Said, ...]
    other_causes: tuple[Said, ...]
    advice: tuple[Said, ...]
    stopped: bool
    notice: str


def check(symptoms: Iterable[str], conditions: Iterable[str], catalogue: Catalogue) -> Check:
    """What free texts about complaints and about illnesses or medicines can mean; never raises for a text.

    A red flag stops everything else. What is not known is said, never left out.
    """
    reading = read(symptoms, conditions, catalogue)
    red_flags = _flags(reading, "emergency")
    stopped = bool(red_flags)
    pointers = () if stopped else tuple(_pointers(reading, catalogue.complaints))
    is_about_symptoms = bool(reading.symptoms) and not stopped
    return Check(
        red_flags=red_flags,
        doctor_soon=_flags(reading, "doctor-soon"),
        symptoms=tuple(_complaint(found, stopped) for found in reading.symptoms),
        other_complaints=tuple(_other(found, stopped) for found in reading.others),
        conditions=tuple(_heeded(found, stopped) for found in reading.conditions),
        unknown=reading.unknown,
        rest=reading.rest,
        slips=reading.slips,
        near=reading.near,
        negated=reading.negated,
        nutrients=pointers,
        tests=() if stopped else tuple(_tests(reading, catalogue.complaints)),
        watch=() if stopped else tuple(_watched(reading, pointers, catalogue)),
        reassurance=_causes("reassurance", catalogue.complaints) if is_about_symptoms else (),
        other_causes=_causes("cause", catalogue.complaints) if is_about_symptoms else (),
        advice=_causes("advice", catalogue.complaints) if is_about_symptoms else (),
        stopped=stopped,
        notice=STOPPED_NOTICE if stopped else NOTICE,
    )


def _flags(reading: Reading, urgency: Urgency) -> tuple[Flag, ...]:
    """Red flags of one urgency; a symptom that is as urgent by itself counts as one."""
    flags = [Flag(f.row.flag, f.row.says, f.texts) for f in reading.flags if f.row.urgency == urgency]
    told = {text for flag in flags for text in flag.texts}
    for found in reading.symptoms:
        if found.row.urgency == urgency and not told.issuperset(found.texts):
            flags.append(Flag(found.row.symptom, _capital(found.row.name), found.texts))
    return tuple(flags)


def _complaint(found: Named[Symptom], stopped: bool) -> Complaint:
    row = found.row
    why, note, source = ("", "", "") if stopped else (row.why, row.note, row.source)
    return Complaint(row.symptom, row.name, found.texts, why, note, source)


def _other(found: Named[OtherRow], stopped: bool) -> OtherComplaint:
    row = found.row
    says, source = ("", "") if stopped else (row.says, row.source)
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


def _causes(kind: str, complaints: Complaints) -> tuple[Said, ...]:
    return tuple(Said(row.cause, row.says, row.source) for row in complaints.causes if row.kind == kind)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
