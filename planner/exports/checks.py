"""A check of complaints as JSON, and in words: the same sections on the screen and on the page, most urgent first."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from planner.explain.check import Check, Flag

Json = dict[str, object]
Tone = Literal["emergency", "soon", "careful", "plain"]

GET_HELP = "Get medical help now (in the US call 911)"
DOCTOR_SOON = "See a doctor soon"
DO_NOT_WAIT = "Do not wait to see whether it passes. Everything else is left out here, because this comes first."
RATHER_TOO_OFTEN = (
    'Such an alarm comes rather too often than too seldom: words like "no" are not understood here. If you do not have '
    "it, or a doctor knows of it and nothing has changed, take it out of what you wrote and check again."
)
PERMANENT = "Nerve damage from a shortage of B12 can become permanent: do not wait with it."
NOT_HARMLESS = (
    "That it is not known here does not mean that it is harmless. If it is severe, came suddenly or does not go away, "
    "ask a doctor."
)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the answer: a title, a few words beside it, and its lines."""

    key: str
    title: str
    facts: str
    lines: tuple[str, ...]
    tone: Tone = "plain"


def check_object(answer: Check) -> Json:
    """The answer as plain JSON; with a red flag every list about nutrients is empty."""
    whole = asdict(answer)
    whole["did_you_mean"] = whole.pop("near")
    whole["read_as"] = whole.pop("slips")
    whole["words_not_understood"] = whole.pop("rest")
    return whole


def sections(answer: Check) -> list[Section]:
    """Everything that the answer says, in the order in which it should be read; nothing empty."""
    found = _stopped(answer) if answer.stopped else _all(answer)
    return [section for section in found if section.lines]


def _stopped(answer: Check) -> Iterator[Section]:
    """Help comes first, and alone."""
    lines = [*_flagged(answer.red_flags), DO_NOT_WAIT]
    if answer.conditions:
        lines.append(f"Tell them what you have or take: {', '.join(row.name for row in answer.conditions)}.")
    yield Section("emergency", GET_HELP, "", (*lines, *_slips(answer), RATHER_TOO_OFTEN), "emergency")


def _all(answer: Check) -> Iterator[Section]:
    by_symptoms = {p.nutrient for p in answer.nutrients for reason in p.why if reason.kind == "symptom"}
    permanent = [PERMANENT] if "vitamin_b12_ug" in by_symptoms else []
    soon = [*_flagged(answer.doctor_soon), *permanent] if answer.doctor_soon else []
    yield Section("soon", DOCTOR_SOON, "", tuple(soon), "soon")
    yield Section("unknown", "Not known here", "", tuple(_unknown(answer)), "careful")
    yield Section("read", "How it was read", "", (*_slips(answer), *_negated(answer)), "careful")
    yield Section("first", "Good to know first", "", tuple(row.says for row in answer.reassurance))
    yield Section("symptoms", "What you notice", "", tuple(_symptoms(answer)))
    yield Section(
        "nutrients",
        "What it can have to do with",
        "sometimes; only a blood test tells",
        tuple(f"{_capital(p.name)}: {', '.join(reason.name for reason in p.why)}." for p in answer.nutrients),
    )
    tests = (f"{_capital(', '.join(answer.tests))}.",) if answer.tests else ()
    yield Section("tests", "What to ask a doctor to test", "if it goes on, or worries you", tests)
    yield Section("conditions", "What your illnesses and medicines change", "", tuple(_conditions(answer)), "careful")
    watched = (f"{_capital(row.name)}. {' '.join(row.says)}".strip() for row in answer.watch)
    yield Section("watch", "Targets to watch", "in the plan of a week", tuple(watched))
    risks = dict.fromkeys(risk for pointer in answer.nutrients for risk in pointer.at_risk)
    yield Section("risks", "Who runs short sooner", "", tuple(risks))
    yield Section("causes", "What is behind it more often", "", tuple(row.says for row in answer.other_causes))
    yield Section("advice", "What helps beside single foods", "", tuple(row.says for row in answer.advice))
    rest = (f"{', '.join(answer.rest)}.",) if answer.rest else ()
    yield Section("rest", "Words that were not understood", "", rest)


def _flagged(flags: Iterable[Flag]) -> Iterator[str]:
    yield from (f"{flag.says}. You wrote {_quoted(flag.texts)}." for flag in flags)


def _unknown(answer: Check) -> Iterator[str]:
    if not answer.unknown:
        return
    near = {row.text: row for row in answer.near}
    for text in answer.unknown:
        row = near.get(text)
        urgent = "Then get medical help now." if row and row.urgent else "Then write it so."
        yield f"{_quoted([text])}." + (f" Did you mean {row.known[:1].lower()}{row.known[1:]}? {urgent}" if row else "")
    yield NOT_HARMLESS


def _slips(answer: Check) -> Iterator[str]:
    yield from (f"{_quoted([slip.text])} was read as {_quoted([slip.read_as])}." for slip in answer.slips)


def _negated(answer: Check) -> Iterator[str]:
    if answer.negated:
        yield f'Words like "no" are not understood: {_quoted(answer.negated)} was read as if you had it.'


def _symptoms(answer: Check) -> Iterator[str]:
    """Each complaint with what can be behind it; a sentence that several rows share is said once."""
    said: set[str] = set()
    for row in answer.symptoms:
        yield " ".join((f"{_capital(row.name)} ({_quoted(row.texts)}).", row.why, *_once(row.note, said))).strip()
    for other in answer.other_complaints:
        yield f"{_capital(other.name)} ({_quoted(other.texts)}). {other.says}"


def _conditions(answer: Check) -> Iterator[str]:
    said: set[str] = set()
    for row in answer.conditions:
        parts = [part for text in (row.red_flag, row.say, row.avoid) for part in _once(text, said)]
        yield " ".join((f"{_capital(row.name)} ({_quoted(row.texts)}).", *parts))


def _once(text: str, said: set[str]) -> list[str]:
    """The sentences of a text that were not said before."""
    sentences = [part if part.endswith(".") else f"{part}." for part in text.split(". ") if part]
    new = [sentence for sentence in sentences if sentence not in said]
    said.update(new)
    return new


def _quoted(texts: Iterable[str]) -> str:
    """Texts in quotation marks, on one line, without signs that would steer a terminal."""
    lines = (" ".join(text.split()) for text in texts)
    return ", ".join(f'"{"".join(sign for sign in line if sign.isprintable())}"' for line in lines)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
