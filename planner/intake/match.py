"""What a text means: one food, a question, or nothing of the catalogue."""

import re
from dataclasses import dataclass

from planner.intake.entry import Candidate
from planner.intake.names import SURE, Names
from planner.tables.catalogue import Catalogue
from planner.tables.food_words import Words

MOST_CANDIDATES = 5
_SHOWN = 0.5  # candidates of less than this share of the best score help nobody
_WORDED = 97.0  # a name with "raw" or "cooked" beside it
_LIST = re.compile(r"[,;+&/]")
_KEPT: dict[tuple[str, bool], Names] = {}
_MOST_KEPT = 4


@dataclass(frozen=True)
class Reading:
    """Foods that a text can mean, best first; `reason` says why it is a question, "" that it is none."""

    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether the first candidate is meant."""
        return bool(self.candidates) and not self.reason


def names_of(catalogue: Catalogue, reviewed: bool = False) -> Names:
    """The spellings of a catalogue, or of its reviewed foods alone, made once for each edition."""
    key = (catalogue.digest, reviewed)
    names = _KEPT.get(key)
    if names is None:
        while len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        names = _KEPT[key] = Names(catalogue, reviewed)
    return names


def read_of(text: str, catalogue: Catalogue) -> Reading:
    """The food that a text means: a reviewed one where that is sure, else of all that an imported catalogue holds."""
    first = read_food(text, names_of(catalogue, reviewed=True))
    if first.is_sure or catalogue.imported is None:
        return first
    every = read_food(text, names_of(catalogue))
    return every if every.is_sure or not first.candidates else first


def read_food(text: str, names: Names) -> Reading:
    """The food that a text means, a question with candidates, or neither."""
    words = _eaten(names, text)
    reading = _read(words, names)
    if not reading.is_sure or reading.candidates[0].score < SURE:
        several = _several(text, names)
        if several is not None:
            return several
    return reading


def is_nothing(text: str, names: Names) -> bool:
    """Whether it holds next to none of any nutrient: water."""
    return names.words.plain(text) in names.words.nothing


def _read(words: Words, names: Names) -> Reading:
    if not words or words in names.words.unknown:
        return Reading()
    found = names.exact(words)
    if found is not None:
        return _decide(found, names, words)
    core = _core(words, names)
    found = _without_beside(words, core, names)
    if _holds_unknown(words, names, least=2 if found else 1):
        return Reading()
    for place, score in names.near(words).items():
        found[place] = max(score, found.get(place, 0.0))
    return _decide(_heed_state(words, found, names), names, core)


def _core(words: Words, names: Names) -> Words:
    """Words without those that stand beside a name: raw, grilled, chopped."""
    beside = names.words.kinds["detail"] | names.words.states.keys()
    return tuple(word for word in words if word not in beside)


def _eaten(names: Names, text: str) -> Words:
    """Simple words of a text without what is said not to be eaten: "milk, no sugar" -> ("milk",)."""
    words = names.words.plain(text)
    for place, word in enumerate(words):
        if word in names.words.kinds["without"]:
            left = words[:place] if place else words[2:]
            return left or words
    return words


def _without_beside(words: Words, core: Words, names: Names) -> dict[int, float]:
    """Foods whose name the core of the words is; none if there is none.

    "Dry" is left out only before foods that are bought dry and listed cooked: dry lentils, not dried mango.
    """
    found = names.exact(core) if core and core != words else None
    is_dry = any(names.words.states.get(word) == "dry" for word in words)
    return {
        place: min(score, _WORDED) for place, score in (found or {}).items() if not is_dry or names.is_bought_raw(place)
    }


def _heed_state(words: Words, found: dict[int, float], names: Names) -> dict[int, float]:
    """Take off where one is raw, canned or fortified and the other is not."""
    said = {names.words.states[word] for word in words if word in names.words.states}
    off = names.rules["match_state"]
    agreed: dict[int, float] = {}
    for place, score in found.items():
        food, state = names.catalogue.foods[place], names.states[place]
        raw_of_cooked = "raw" in said and state == "cooked" and not names.is_bought_raw(place)
        cooked_of_raw = "cooked" in said and state == "raw"
        canned = "canned" in words and "canned" not in f"{food.food} {food.name}"
        fortified = "plain" in said and food.fortified == "yes" and food.diet == "vegan"
        agreed[place] = score - off * (raw_of_cooked + cooked_of_raw + canned + fortified)
    return agreed


def _holds_unknown(words: Words, names: Names, least: int) -> bool:
    """Whether a part of at least so many words is known not to be in the catalogue: "cheese pizza"."""
    parts = (words[i : i + n] for n in range(least, 4) for i in range(len(words) - n + 1))
    return any(part in names.words.unknown for part in parts)


def _decide(found: dict[int, float], names: Names, words: Words) -> Reading:
    """Sure, a question, or not known, by the limits of the table."""
    rules = names.rules
    order = sorted(found.items(), key=lambda item: -item[1])  # stable: foods of one score in the order given
    if not order or order[0][1] < rules["match_least"]:
        return Reading()
    best = order[0][1]
    close = [item for item in order if best - item[1] < rules["match_margin"]]
    is_sure = best >= rules["match_sure"]
    if is_sure and len(close) == 1 and words not in names.words.ask:
        return Reading((names.candidate(*order[0]),))
    shown = [item for item in order[:MOST_CANDIDATES] if item[1] >= best * _SHOWN]
    reason = "it can mean more than one food" if is_sure and len(close) > 1 else "it is not sure which food is meant"
    note = names.words.notes.get(words)
    return Reading(tuple(names.candidate(*item) for item in shown), f"{reason} ({note})" if note else reason)


def _several(text: str, names: Names) -> Reading | None:
    """A question where a text names more than one food: "toast with butter"."""
    between = names.words.kinds["between"]
    parts, part = list[str](), list[str]()
    for word in _LIST.sub(" , ", text).split():
        if word == "," or word.casefold().strip(".") in between:
            parts, part = [*parts, " ".join(part)], []
        else:
            part.append(word)
    parts = [part for part in [*parts, " ".join(part)] if part]
    if len(parts) < 2:
        return None
    readings = [_read(_eaten(names, part), names) for part in parts]
    named = [
        reading.candidates[0] for reading in readings if reading.candidates and reading.candidates[0].score >= SURE
    ]
    if len(named) < 2:
        return None
    return Reading(tuple(named[:MOST_CANDIDATES]), "it names more than one food: write each on a line of its own")
