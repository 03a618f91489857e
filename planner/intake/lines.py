"""Typed lines, as people note what they ate: "2 slices whole wheat bread"."""

import re
from collections.abc import Iterator

from planner.errors import WrongInput
from planner.intake.amounts import NUMBER, check_amount, number_of, plain_fractions
from planner.intake.diary import unit_named
from planner.intake.entry import Entry
from planner.intake.match import names_of
from planner.intake.names import Names
from planner.intake.weigh import PLAIN
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.tables.food_words import singular

MOST_LINES = 500
MOST_SIGNS = 200
_BULLET = re.compile(r"^\s*(?:[*\u2022\u00b7>\u25cf]+|[-\u2013\u2014](?=\s))\s*")
_RULER = re.compile(r"[-=_*#~.\s]*")
_LEADING = re.compile(rf"({NUMBER})(?!\s*%|\s*percent\b)\s*(.*)", re.DOTALL)
_TRAILING = re.compile(
    rf"(.*?[^\W\d_].*?)[\s:,(\u2013-]+[x\u00d7]?\s*({NUMBER})\s*([^\W\d_][\w. ]*?)?\s*\)?", re.DOTALL
)
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{2}|\d{4})")
_NEXT = re.compile(
    r"\s*(?:[,;+&]|\band\b|\bplus\b|\bwith\b)\s+(?=[\d\u00bc-\u00be\u2150-\u215e]|(?:{})\b)".format("{}")
)


def parse_lines(text: str, catalogue: Catalogue | None = None) -> tuple[Entry, ...]:
    """Entries of typed lines; "Monday:" or "day 2" starts a day, "Breakfast:" says nothing.

    A food without an amount is one portion. Raises WrongInput naming the line and the remedy.
    """
    reader = _Lines(catalogue or load_catalogue())
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


class _Lines:
    """Reads lines by the words of the tables."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names: Names = names_of(catalogue)
        self.numbers = catalogue.food_words.numbers
        self.kinds = catalogue.food_words.kinds
        self._next = re.compile(_NEXT.pattern.replace("{}", "|".join(self.numbers)), re.IGNORECASE)

    def read(self, line: str, day: str, place: str) -> tuple[str, list[Entry]]:
        """The day from here on, and what the line holds."""
        line = _BULLET.sub("", plain_fractions(line.replace("\u00a0", " ").replace("\ufeff", "")))
        if _RULER.fullmatch(line):
            return day, []
        head, colon, rest = line.partition(":")
        if (heading := self._day(head.strip("#*=_- "))) is not None:
            day, line = heading, rest
        elif self._is_meal(head):
            line = rest
        if colon and line is rest and self._is_meal(rest.partition(":")[0]):
            line = rest.partition(":")[2]
        return day, [self._entry(part, day, place) for part in self._parts(line) if part.strip(" .,;")]

    def _day(self, head: str) -> str | None:
        """The label of a day where a text is nothing else."""
        words = head.split()
        bare = [word.strip(".,()").casefold() for word in words]
        if _DATE.fullmatch(head) or (
            bare and bare[0] in self.kinds["day"] and all(w in self.kinds["day"] or w.isdigit() for w in bare)
        ):
            return " ".join(words)
        return None

    def _is_meal(self, head: str) -> bool:
        words = [singular(word) for word in re.findall(r"[^\W\d_]+", head.casefold())]
        meals = {singular(word) for word in self.kinds["meal"]}
        return bool(words) and all(word in meals for word in words)

    def _parts(self, line: str) -> Iterator[str]:
        """A line cut where another amount follows: "2 eggs and 1 slice of toast"."""
        start = 0
        for cut in self._next.finditer(line):
            left = line[start : cut.start()]
            named = [w for w in re.findall(r"[^\W\d_]+", left.casefold()) if w not in self.numbers]
            if any(unit_named(word, self.catalogue) is None for word in named):
                yield left
                start = cut.end()
        yield line[start:]

    def _entry(self, part: str, day: str, place: str) -> Entry:
        """One food with its amount and unit."""
        part = part.strip(" .,;")
        shown = f"{place} ({part[:60]})"
        if not any(sign.isalpha() for sign in part):
            raise WrongInput(f"{shown}: no food is named. Write an amount and a food, such as: 1 banana.")
        if re.match(r"[-\u2212\u2013]\s*[\d.,]", part) or re.search(r"\s[-\u2212][\d.]", part):
            raise WrongInput(f"{shown}: the amount is negative. Write a number above 0.")
        amount, unit, food, counted = self._amount(part, shown)
        if not any(sign.isalpha() for sign in food):
            raise WrongInput(f"{shown}: no food is named. Write an amount and a food, such as: 1 banana.")
        check_amount(amount, unit, shown, self.catalogue)
        return Entry(place, day, food, amount, unit, counted)

    def _amount(self, part: str, shown: str) -> tuple[float, str, str, bool]:
        """Amount, unit, food, and whether an amount without a unit is written."""
        numbered = self._leading(part, shown)
        if numbered is not None:
            return (numbered[0], *self._unit(numbered[1]))
        trailing = _TRAILING.fullmatch(part)
        if trailing is not None:
            food, written, unit_text = trailing[1], trailing[2], (trailing[3] or "").strip()
            unit = unit_named(unit_text.rstrip("."), self.catalogue) if unit_text else PLAIN
            if unit is not None:
                return self._number(written, shown), unit, _clean(food), not unit_text
        return 1.0, PLAIN, _clean(part), False

    def _leading(self, part: str, shown: str) -> tuple[float, str] | None:
        """The number that a text begins with and the rest; None where there is none."""
        found = _LEADING.fullmatch(part)
        if found is None:
            return self._worded(part)
        rest = re.sub(r"^(?:[x\u00d7](?=[\s\d])\s*|-(?=[^\W\d_]))", "", found[2])
        rest = re.sub(r"^and (?=\d+\s*/)", "", rest)
        if re.match(r"[-\u2013]\s*\d|(?:to|or)\s+\d", rest):
            raise WrongInput(f"{shown}: two amounts. Write one number.")
        if re.match(r"[.,/]?\d(?![\d.,]*\s*(?:%|percent\b))", rest):
            raise WrongInput(f"{shown}: the amount is not one number. Write it as 2, 1.5 or 1/2.")
        amount = self._number(found[1], shown)
        half = re.match(r"and (?:a |one )?(half|quarter|third)\b\s*", rest)
        if half is not None:
            amount, rest = amount + self.numbers[half[1]], rest[half.end() :]
        return amount, rest

    def _worded(self, part: str) -> tuple[float, str] | None:
        """The number in words that a text begins with: "two", "half an", "a dozen", "one and a half"."""
        words = part.split()
        amount, place = 1.0, 0
        while place < len(words) and (word := singular(words[place].casefold())) in self.numbers:
            amount *= self.numbers[word]
            place += 1
            if place < len(words) and words[place - 1].casefold() in ("couple", "quarter", "third", "pair", "half"):
                place += words[place].casefold() == "of"
        tail = " ".join(words[place : place + 3]).casefold()
        if place and tail in ("and a half", "and one half"):
            amount, place = amount + 0.5, place + 3
        return (amount, " ".join(words[place:])) if place else None

    def _number(self, written: str, shown: str) -> float:
        number = number_of(written)
        if number is None:
            raise WrongInput(f"{shown}: {written!r} is not one number. Write it as 1000, 1.5 or 1/2.")
        return number

    def _unit(self, rest: str) -> tuple[str, str, bool]:
        """Unit and food of what follows the amount, and whether no unit is written."""
        words = rest.split()
        if not self.names.knows(rest) or unit_named(words[0] if words else "", self.catalogue) in (
            "g",
            "kg",
            "oz",
            "cup",
        ):
            for size in range(min(4, len(words) - 1), 0, -1):
                unit = unit_named(" ".join(words[:size]).rstrip("."), self.catalogue)
                food = _clean(" ".join(words[size:]))
                if unit is not None and food:
                    return unit, food, False
        return PLAIN, _clean(rest), True


def _clean(food: str) -> str:
    """A food without "of", brackets and points around it."""
    food = food.strip(" .,;:()-\u2013")
    return re.sub(r"^(?:of|x)\s+", "", food, flags=re.IGNORECASE).strip()
