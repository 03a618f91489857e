"""A check of complaints as JSON, and in words: the same sections on the screen and on the page, most urgent first."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from planner.explain.check import Check, Flag, HelpKind
from planner.reading.complaints import UNSURE, Question
from planner.tables.help_lines import ELSEWHERE, HelpLine

Json = dict[str, object]
Tone = Literal["emergency", "soon", "careful", "plain"]

NOTICE = (
    "Nothing here says that you have a shortage: a doctor and a blood test find one, a list does not. Meeting an RDA "
    "keeps a healthy person supplied; it does not treat a deficiency. Treatment may include supplements or injections, "
    "which a doctor decides. Steadyplate informs about food; it does not diagnose."
)
STOPPED_NOTICE = "Steadyplate informs about food; it does not diagnose, and this comes before any question of food."
GET_HELP = "Get medical help now"
NOT_ALONE = "You are not alone: talk to somebody now"
DOCTOR_TODAY = "See a doctor today"
DOCTOR_SOON = "See a doctor soon"
DO_NOT_WAIT = "Do not wait to see whether it passes. Everything else is left out here, because this comes first."
KIND = (
    "Thank you for writing it down. Many people have felt so and are glad to be alive today. Somebody listens, free "
    "and in confidence, also to those who worry about another person."
)
IN_DANGER = "If you have hurt yourself, or are about to, or cannot keep safe"
TODAY = "Call your doctor or an urgent care clinic today, and say what you wrote here."
TOO_OFTEN = (
    "Such an alarm comes rather too often than too seldom. If a doctor knows of it and nothing has changed, write so, "
    'such as "known for years" or "no chest pain".'
)
PERMANENT = "Nerve damage from a shortage of B12 can become permanent: do not wait with it."
NOT_HARMLESS = (
    "That it is not known here does not mean that it is harmless. If it is severe, came suddenly or does not go away, "
    "ask a doctor."
)
IF_NEW = "If this is new or severe"
ONE_UP = (
    "If it comes back often, lasts for more than two weeks, or comes with weakness, numbness, fever or pain: see a "
    "doctor."
)
ORDINARY = "An ordinary week of food that meets your targets does no harm here. It is no remedy."
QUESTION = "Is it there, or did you mean that you do not have it?"
RULE_UNKNOWN = "We know the name; our tables hold no rule for it: ask a pharmacist or your doctor."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the answer: a title, a few words beside it, and its lines."""

    key: str
    title: str
    facts: str
    lines: tuple[str, ...]
    tone: Tone = "plain"


def check_object(answer: Check, lines: Sequence[HelpLine], country: str = "") -> Json:
    """The answer as plain JSON; with a red flag every list about nutrients is empty."""
    whole = asdict(answer)
    whole["help"] = [_help_object(kind, lines, country) for kind in answer.help]
    whole["ask"] = [{"flag": each.rule, "text": each.text, "question": question(each)} for each in answer.ask]
    whole["did_you_mean"] = [
        {"text": each.text, "known": " or ".join(each.means), "means": each.means} for each in answer.near
    ]
    whole["read_as"] = whole.pop("slips")
    whole["words_not_understood"] = whole.pop("rest")
    whole.pop("near")
    return {**whole, "notice": notice(answer)}


def json_line(whole: Json) -> str:
    """An object on one line, for files with one object a line."""
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def first_words(answer: Check) -> str:
    """What it is most urgent about, in a few words."""
    flags = (*answer.red_flags, *answer.doctor_today, *answer.doctor_soon)
    names = (*(row.name for row in answer.symptoms), *(row.name for row in answer.other_complaints))
    return next((flag.says for flag in flags), None) or ", ".join(names) or ", ".join(map(_shown, answer.unknown))


def notice(answer: Check) -> str:
    """What the answer is, and what it is not."""
    return STOPPED_NOTICE if answer.stopped else NOTICE


def question(asked: Question) -> str:
    """What is asked about a text."""
    return QUESTION if asked.question == UNSURE else asked.question


def number(kind: HelpKind, lines: Sequence[HelpLine], country: str = "") -> str:
    """Whom to call, where somebody is; where that is not known, the numbers of several countries."""
    field = {"emergency": "emergency", "self-harm": "crisis", "poison": "poison"}[kind]
    here = next((line for line in lines if line.country == country), None)
    if here is not None:
        note = f" ({here.crisis_note})" if kind == "self-harm" else ""
        return f"{getattr(here, field)}{note}"
    places: dict[str, list[str]] = {}
    for line in lines:
        if line.country in ("US", "CA", "GB", "IE", "DE", "ES", ELSEWHERE):
            places.setdefault(getattr(line, field), []).append(line.name)
    return "; ".join(f"{to_call} ({', '.join(names)})" for to_call, names in places.items())


def _help_object(kind: HelpKind, lines: Sequence[HelpLine], country: str) -> Json:
    return {"kind": kind, "number": number(kind, lines, country)}


def sections(answer: Check, lines: Sequence[HelpLine], country: str = "") -> list[Section]:
    """Everything that the answer says, in the order in which it should be read; nothing empty."""
    found = _stopped(answer, lines, country) if answer.stopped else _all(answer, lines, country)
    return [section for section in found if section.lines]


def _stopped(answer: Check, lines: Sequence[HelpLine], country: str) -> Iterator[Section]:
    """Help comes first, and alone."""
    emergency = number("emergency", lines, country)
    if "self-harm" in answer.help:
        crisis = f"Call {number('self-harm', lines, country)}."
        yield Section("self-harm", NOT_ALONE, "", (crisis, KIND, f"{IN_DANGER}: call {emergency}."), "emergency")
    flags = [flag for flag in answer.red_flags if flag.flag not in ("self-harm",)]
    if not flags:
        return
    said = [f"Call {emergency}."]
    if "poison" in answer.help:
        said = [f"Poison Help: {number('poison', lines, country)}.", f"Whoever has collapsed: call {emergency}."]
    said += [*_flagged(flags), DO_NOT_WAIT]
    if answer.conditions:
        said.append(f"Tell them what you have or take: {', '.join(row.name for row in answer.conditions)}.")
    said += [*_asked(answer), *_slips(answer), *_negated(answer), TOO_OFTEN]
    yield Section("emergency", GET_HELP, "", tuple(said), "emergency")


def _all(answer: Check, lines: Sequence[HelpLine], country: str) -> Iterator[Section]:
    by_symptoms = {p.nutrient for p in answer.nutrients for reason in p.why if reason.kind == "symptom"}
    today = [*_flagged(answer.doctor_today), TODAY] if answer.doctor_today else []
    yield Section("today", DOCTOR_TODAY, "", tuple(today), "soon")
    permanent = [PERMANENT] if "vitamin_b12_ug" in by_symptoms else []
    soon = [*_flagged(answer.doctor_soon), *permanent] if answer.doctor_soon else []
    yield Section("soon", DOCTOR_SOON, "", tuple(soon), "soon")
    yield Section("unknown", "Not known here", "", tuple(_unknown(answer, lines, country)), "careful")
    read = (*_asked(answer), *_slips(answer), *_negated(answer))
    yield Section("read", "How it was read", "", read, "careful")
    first = [row.says for row in answer.reassurance]
    ordinary = [*first, ONE_UP, ORDINARY] if answer.tier == "self-care" and answer.symptoms else first
    yield Section("first", "Good to know first", "", (*ordinary, *(row.says for row in answer.many_causes)))
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


def _asked(answer: Check) -> Iterator[str]:
    yield from (f"{_quoted([each.text])}: {question(each)}" for each in answer.ask)


def _unknown(answer: Check, lines: Sequence[HelpLine], country: str) -> Iterator[str]:
    near = {each.text: each for each in answer.near}
    for text in answer.unknown:
        each = near.get(text)
        yield f"{_quoted([text])}." + (f" Did you mean {' or '.join(each.means)}? Then write it so." if each else "")
    yield from (f"{_capital(name)}: {RULE_UNKNOWN}" for name in answer.without_rule)
    if answer.alarming:
        yield f"{IF_NEW} ({_quoted(answer.alarming)}): call {number('emergency', lines, country)}."
    if answer.unknown or answer.alarming:
        yield NOT_HARMLESS


def _slips(answer: Check) -> Iterator[str]:
    yield from (f"{_quoted([slip.text])} was read as {_quoted([slip.read_as])}." for slip in answer.slips)


def _negated(answer: Check) -> Iterator[str]:
    if answer.negated:
        yield f"Read as not there: {_quoted(answer.negated)}. If you do have it, write it without the no."


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
    return ", ".join(f'"{_shown(text)}"' for text in texts)


def _shown(text: str) -> str:
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
