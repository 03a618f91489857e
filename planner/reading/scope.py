"""What a sentence says of a finding: how far a "no" and a time reach, what is taken back, and what is over.

The rules of negation follow NegEx (Chapman and others 2001), with what everyday English adds: a list goes on to its
"or", and "no fever, chest pain" leaves the pain unsure instead of taking it back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.reading.text import SUBJECTS, Sentence

PERSON = "person"  # concept: somebody else
SCOPE = 12  # words that a negation takes back at most, fillers counted
AFTER = 5  # words after a finding in which it can be taken back
_TAKEN_BACK = ("problem", "event", "context", "body", "condition", "detail")
_OVER = ("problem", "event", "body", "context")
_CLOSING_NO = frozenset(("no", "none", "nope", "nil", "negative"))
_JOINS = frozenset(("and", "then", "now", "because", "when", "while", "so"))
_TO_THE_END = frozenset(("deni", "deny", "negat", "neg"))  # stems of what takes back every part of a list
_TURNS = frozenset(("but", "although", "though", "however", "whereas", "yet"))
_CLAUSE_SUBJECTS = "i my me mine he she his her we our they their"
_PEOPLE = frozenset(_CLAUSE_SUBJECTS.split())  # who begins a clause of their own


@dataclass(frozen=True, slots=True)
class Finding:
    """A concept in a sentence, by the places of its words."""

    concept: str
    kind: str
    alarm: bool
    sentence: int
    places: tuple[int, ...]  # of its words in the sentence
    first: int  # words that carry meaning before it
    last: int  # and before its last word
    clause: int = 0  # of the sentence
    negated: bool = False
    past: bool = False
    others: bool = False  # it is told of somebody else, or of a film
    unsure: bool = False  # a "no" stands before it, and may not be meant for it

    @property
    def counts(self) -> bool:
        """Whether it is there now."""
        return not (self.negated or self.past or self.others)


def with_past(sentence: Sentence, here: Sequence[Finding]) -> list[Finding]:
    """Findings with those past that a past time stands by, in the same part of the sentence."""
    parts = _parts(sentence, here)
    holding = {parts[each.places[0]] for each in here if each.kind in ("problem", "event", "body", "condition")}
    past = {parts[each.places[0]] for each in here if each.kind == "past"} | set(_years(sentence, parts))
    past = _belonging(past, holding) - {parts[each.places[0]] for each in here if each.kind == "present"}
    others = _belonging({parts[each.places[0]] for each in here if each.kind == "other"}, holding)
    return [_dated(each, parts[each.places[0]], past, others) for each in here]


def _belonging(told: set[int], holding: set[int]) -> set[int]:
    """Parts that a time or a person belongs to: its own, and where that holds nothing the one before ("MI, 2015")."""
    before = {max((held for held in holding if held < part), default=part) for part in told - holding}
    return told | before


def in_clauses(sentence: Sentence, here: Sequence[Finding]) -> list[Finding]:
    """Findings with the clause that they stand in: a new one begins with "but", and with somebody after a comma."""
    clauses, clause = [], 0
    for place, word in enumerate(sentence):
        joined = place and (word.comma or sentence[place - 1].word in _JOINS)
        clause += bool(place and (word.word in _TURNS or (joined and word.word in _PEOPLE)))
        clauses.append(clause)
    return [replace(each, clause=clauses[each.places[0]]) for each in here]


def of_others(found: Sequence[Finding]) -> list[Finding]:
    """What is told of somebody else before "anyway, I only have ..." is not this person's."""
    turns = [(each.sentence, each.places[0]) for each in found if each.kind == "contrast"]
    if not turns:
        return list(found)
    before = [each for each in found if (each.sentence, each.places[0]) < min(turns)]
    if not any(each.concept == PERSON for each in before):
        return list(found)
    return [replace(each, others=True) if each in before and each.kind in _TAKEN_BACK else each for each in found]


def _dated(finding: Finding, part: int, past: set[int], others: set[int]) -> Finding:
    if finding.kind not in _OVER:
        return finding
    return replace(finding, past=part in past, others=part in others)


def _years(sentence: Sentence, parts: Sequence[int]) -> Iterator[int]:
    """Parts of a sentence with a year before this one, and no "since": "in 2015", "in 09"."""
    this = date.today().year
    for place, word in enumerate(sentence):
        before = sentence[place - 1].word if place else ""
        is_year = word.word.isdigit() and len(word.word) == 4 and 1900 < int(word.word) < this
        is_short = word.word.isdigit() and len(word.word) == 2 and before == "in" and _ends_part(sentence, place)
        if (is_year and before != "since") or is_short:
            yield parts[place]


def _parts(sentence: Sentence, here: Sequence[Finding]) -> list[int]:
    """The part of a sentence (between commas, but, and I) that each word stands in."""
    ends = {each.places[0] for each in here if each.kind == "no:end"}
    parts, part = [], 0
    for place, word in enumerate(sentence):
        if place and (word.comma or place in ends or _begins_clause(sentence, place)):
            part += 1
        parts.append(part)
    return parts


def _begins_clause(sentence: Sentence, place: int) -> bool:
    """Whether a new subject begins here: "and I", "because my"."""
    return sentence[place].word in SUBJECTS and (sentence[place].comma or sentence[place - 1].word in _JOINS)


def with_negations(sentence: Sentence, here: Sequence[Finding]) -> list[Finding]:
    """Findings with those negated that a negation reaches."""
    ends = {place for each in here if each.kind == "no:end" for place in each.places}
    negated, unsure = _answered_no(sentence), set[int]()
    for trigger in here:
        if trigger.kind == "no:before":
            sure, open_ = _scope(sentence, trigger, ends, here)
            negated |= sure
            unsure |= open_
        elif trigger.kind == "no:after":
            negated |= set(range(max(trigger.places[0] - AFTER, 0), trigger.places[0]))
        elif trigger.kind == "no:fine" and _ends_part(sentence, trigger.places[-1]):
            negated |= _right_before(sentence, trigger.places[0])
    return [_taken_back(each, negated, unsure) for each in here]


def _ends_part(sentence: Sentence, place: int) -> bool:
    """Whether a part of the sentence ends with a word."""
    last = place == len(sentence) - 1
    return last or sentence[place + 1].comma or sentence[place + 1].word in ("and", "but", "no", "or")


def _right_before(sentence: Sentence, place: int) -> set[int]:
    """The word that carries meaning right before a place, with the fillers between."""
    found: set[int] = set()
    for before in range(place - 1, -1, -1):
        if sentence[before + 1].comma:
            break
        found.add(before)
        if not sentence[before].is_filler:
            break
    return found


def _taken_back(finding: Finding, negated: set[int], unsure: set[int]) -> Finding:
    if finding.kind in _TAKEN_BACK and negated.issuperset(finding.places):
        return replace(finding, negated=True)
    return replace(finding, unsure=True) if unsure.issuperset(finding.places) else finding


def _scope(sentence: Sentence, trigger: Finding, ends: set[int], here: Sequence[Finding]) -> tuple[set[int], set[int]]:
    """Places that a negation takes back, and those of a list of which it is not sure: "no fever, chest pain"."""
    first = trigger.places[-1] + 1
    to_the_end = sentence[trigger.places[0]].stem in _TO_THE_END
    starts = {each.places[0] for each in here if each.kind in ("problem", "event")}
    sure: set[int] = set()
    if sentence[first - 1].word == "without" and first < len(sentence) and sentence[first].word.endswith("ing"):
        return sure, set()  # "without holding on"
    for place in range(first, len(sentence) if to_the_end else min(first + SCOPE, len(sentence))):
        word = sentence[place]
        if place in ends or (place == first and word.comma and not to_the_end):
            break
        if place > first and _begins_clause(sentence, place):
            break
        if place > first and word.comma and not to_the_end and not _is_list(sentence, place, ends):
            return sure, set(range(place, len(sentence)))
        if word.word == "and" and not to_the_end and place + 1 not in starts:
            break
        sure.add(place)
    return sure, set()


def _is_list(sentence: Sentence, place: int, ends: set[int]) -> bool:
    """Whether a list goes on to an "or": "no pain, numbness or weakness"."""
    for later in range(place, len(sentence)):
        if later in ends or _begins_clause(sentence, later):
            return False
        if sentence[later].word in ("or", "nor"):
            return True
    return False


def _answered_no(sentence: Sentence) -> set[int]:
    """Places before a closing no: "chest pain: no"."""
    last = len(sentence) - 1
    if last < 1 or sentence[last].word not in _CLOSING_NO or not sentence[last].comma:
        return set()
    return set(range(last))
