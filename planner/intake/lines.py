"""Typed lines, as people note what they ate: "2 slices whole wheat bread"."""

import re
from collections.abc import Iterator

from planner.errors import WrongInput
from planner.intake.amounts import plain_fractions
from planner.intake.entry import Entry
from planner.intake.phrases import PhraseReader
from planner.intake.units import unit_named
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.tables.food_words import simple_words, singular

MOST_LINES = 500
MOST_SIGNS = 200
_BULLET = re.compile(r"\s*(?:[*\u2022\u00b7>\u25cf\u2013\u2014-]+(?=\s)|\d{1,2}[.)](?=\s)|[\u2022\u25cf])\s*")
_CLOCK = re.compile(r"(?:\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\b\.?)\s*[-\u2013:,]?\s*", re.IGNORECASE)
_RULER = re.compile(r"[-=_*#~.\s]*")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{2}|\d{4})")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?")
_DASH = re.compile(r"\s+[-\u2013\u2014]\s+")
_LIST = re.compile(r"\s*[,;+&]\s*|\s+(?:and|plus)\s+", re.IGNORECASE)
_NEXT = r"\s*(?:[,;+&]|\band\b|\bplus\b|\bwith\b)\s+(?=[\d\u00bc-\u00be\u2150-\u215e]|(?:{})\b)"


def parse_lines(text: str, catalogue: Catalogue | None = None) -> tuple[Entry, ...]:
    """Entries of typed lines; "Monday:" or "day 2" starts a day, "Breakfast:" says nothing.

    A food without an amount is one portion. Raises WrongInput naming the line and the remedy.
    """
    reader = _LineReader(catalogue or load_catalogue())
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise WrongInput(f"line {MOST_LINES + 1}: more than {MOST_LINES} lines. Give some days of what is eaten.")
    day, entries = "", list[Entry]()
    for number, line in enumerate(lines, start=1):
        if len(line) > MOST_SIGNS:
            raise WrongInput(f"line {number}: longer than {MOST_SIGNS} signs. Write one food a line.")
        day, found = reader.read(line, day, f"line {number}")
        entries += found
    if not entries:
        raise WrongInput("line 1: no food is written. Write one food a line, such as: 2 slices whole wheat bread.")
    return tuple(entries)


class _LineReader:
    """Reads lines by the words of the tables."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.phrases = PhraseReader(catalogue)
        self.kinds = catalogue.food_words.kinds
        self._numbers = catalogue.food_words.numbers
        self._next = re.compile(_NEXT.format("|".join(self._numbers)), re.IGNORECASE)
        self._meals = {singular(word) for word in self.kinds["meal"]}

    def read(self, line: str, day: str, place: str) -> tuple[str, list[Entry]]:
        """The day from here on, and what the line holds."""
        line = plain_fractions(line.replace("\u00a0", " ").replace("\ufeff", ""))
        if _RULER.fullmatch(line):
            return day, []
        line = _BULLET.sub("", line, count=1) if _BULLET.match(line) else line
        heading, line = self._heading(line)
        day = heading or day
        parts = [part for part in self._parts(line) if part.strip(" .,;")]
        phrases = (self.phrases.read(part, place) for part in parts)
        return day, [Entry(place, day, p.food, p.amount, p.unit, p.counted) for p in phrases]

    def _heading(self, line: str) -> tuple[str, str]:
        """The day that a line begins with ("" for none), and the line without day, meal and clock."""
        day = ""
        while True:
            line = line[clock.end() :] if (clock := _CLOCK.match(line)) else line
            colon, dash = line.find(":"), _DASH.search(line)
            cuts = [(colon, colon + 1)] if colon >= 0 else []
            cuts += [(dash.start(), dash.end())] if dash else []
            for start, end in [*sorted(cuts), (len(line), len(line))]:
                head = line[:start].strip("#*=_- .")
                if not day and self._is_day(head):
                    day, line = " ".join(head.split()), line[end:].strip()
                    break
                if self._is_meal(head):
                    line = line[end:].strip()
                    break
            else:
                return day, line

    def _is_day(self, head: str) -> bool:
        words = [word.strip(".,()") for word in head.casefold().split()]
        known = self.kinds["day"] | self._numbers.keys()
        is_named = bool(words) and words[0] in self.kinds["day"]
        return _DATE.fullmatch(head) is not None or (
            is_named and all(word in known or _ORDINAL.fullmatch(word) for word in words)
        )

    def _is_meal(self, head: str) -> bool:
        words = simple_words(head)
        return bool(words) and all(word in self._meals for word in words)

    def _parts(self, line: str) -> Iterator[str]:
        """A line cut where another amount follows ("2 eggs and 1 slice of toast") or into names ("oatmeal, coffee")."""
        start = 0
        for cut in self._next.finditer(line):
            left = line[start : cut.start()]
            named = [w for w in re.findall(r"[^\W\d_]+", left.casefold()) if w not in self._numbers]
            if any(unit_named(word, self.catalogue) is None for word in named):
                yield from self._named(left)
                start = cut.end()
        yield from self._named(line[start:])

    def _named(self, part: str) -> list[str]:
        """The names of a list without amounts where each is known word for word; else the part itself."""
        parts = [text for text in _LIST.split(part.strip(" .,;")) if text.strip()]
        knows = self.phrases.names.knows
        return parts if len(parts) > 1 and not knows(part) and all(knows(text) for text in parts) else [part]
