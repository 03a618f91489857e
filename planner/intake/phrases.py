"""One thing eaten as a phrase: "1 1/2 cups of cooked rice" -> 1.5, cup, cooked rice."""

import re
from dataclasses import dataclass

from planner.errors import WrongInput
from planner.intake.amounts import NUMBER, check_amount, number_of
from planner.intake.match import names_of
from planner.intake.units import unit_named
from planner.intake.weigh import PLAIN
from planner.tables.catalogue import Catalogue
from planner.tables.food_words import singular
from planner.tables.measures import Unit

_LETTER = r"[^\W\d_]"
_PERCENT = r"(?!\s*%|\s*per ?cent\b)"
_LEADING = re.compile(rf"({NUMBER}){_PERCENT}\s*(.*)", re.DOTALL)
_TRAILING = re.compile(
    rf"(.*?{_LETTER}.*?)[\s:,(\u2013-]+[x\u00d7]?\s*({NUMBER})\s*({_LETTER}[\w. ]*?)?\s*\)?", re.DOTALL
)
_BRACKETS = re.compile(rf"\(\s*(?:about|approx\.?|ca\.?)?\s*({NUMBER})\s*({_LETTER}[\w. ]*?)\s*\)")
_NEGATIVE = re.compile(r"[-\u2212\u2013]\s*[\d.,]|.*\s[-\u2212][\d.]", re.DOTALL)
_TWO_AMOUNTS = re.compile(r"[-\u2013]\s*\d|(?:to|or)\s+\d")
_TIMES = re.compile(rf"[x\u00d7]\s*{NUMBER}\s*{_LETTER}")
_BROKEN_NUMBER = re.compile(rf"[.,/]?\d+[\d.,/]*{_PERCENT}(?![\d.,])")
_WRITE_ONE = "Write an amount and a food, such as: 1 banana."
_COUNTS = ("couple", "pair", "dozen", "half", "quarter", "third")


@dataclass(frozen=True)
class Phrase:
    """Amount, unit and food of one thing eaten."""

    amount: float
    unit: str
    food: str
    counted: bool  # an amount without a unit is written


class PhraseReader:
    """Reads phrases by the words of the tables."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.names = names_of(catalogue)
        self.numbers = catalogue.food_words.numbers

    def read(self, text: str, place: str) -> Phrase:
        """The phrase of a text. Raises WrongInput naming the place."""
        text = text.strip(" .,;")
        place = f"{place} ({text[:60]})"
        if not has_letters(text):
            raise WrongInput(f"{place}: no food is named. {_WRITE_ONE}")
        if _NEGATIVE.match(text):
            raise WrongInput(f"{place}: the amount is negative. Write a number above 0.")
        phrase = self._phrase(text, place)
        alone = self.catalogue.measures.unit_of(phrase.food)
        if not has_letters(phrase.food) or (alone is not None and alone.kind not in ("measure", "named")):
            raise WrongInput(f"{place}: no food is named. {_WRITE_ONE}")
        check_amount(phrase.amount, phrase.unit, place, self.catalogue)
        return phrase

    def _phrase(self, text: str, place: str) -> Phrase:
        numbered = self._leading(text, place)
        if numbered is None:
            return self._trailing(text, place) or self._bare(text)
        amount, rest = numbered
        weighed = self._second_amount(amount, rest, place)
        if weighed is not None:
            return weighed
        return self._with_unit(amount, _BRACKETS.sub(" ", rest))

    def _trailing(self, text: str, place: str) -> Phrase | None:
        """The amount after the food: "lentils 150 g", "banana x2"."""
        found = _TRAILING.fullmatch(text)
        if found is None:
            return None
        food, written, unit_text = found[1], found[2], (found[3] or "").strip(" .")
        unit = unit_named(unit_text, self.catalogue) if unit_text else PLAIN
        if unit is None:
            return None
        return Phrase(self._number(written, place), unit, clean(food), not unit_text)

    def _bare(self, text: str) -> Phrase:
        """One of a measure ("handful of almonds") or one portion ("tofu")."""
        unit = self.catalogue.measures.unit_of(text.split()[0].strip("."))
        if unit is not None and unit.kind in ("measure", "volume", "portion"):
            phrase = self._with_unit(1.0, text)
            if not phrase.counted:
                return phrase
        return Phrase(1.0, PLAIN, clean(text), False)

    def _second_amount(self, amount: float, rest: str, place: str) -> Phrase | None:
        """A weight written beside the amount: "1 banana (120 g)"; it counts where the amount is 1."""
        bracket = _BRACKETS.search(rest)
        if bracket is not None:
            written, unit_text, food = bracket[1], bracket[2], rest[: bracket.start()] + " " + rest[bracket.end() :]
        else:
            found = _TRAILING.fullmatch(rest)
            if found is None or not found[3]:
                return None
            food, written, unit_text = found[1], found[2], found[3]
        unit = self._sized(unit_named(unit_text.strip(" ."), self.catalogue))
        outer = self._with_unit(amount, food)
        if unit is None or self._sized(outer.unit) is not None:
            return None
        if amount != 1:
            raise WrongInput(f"{place}: two amounts. Write one number, the total.")
        return Phrase(self._number(written, place), unit.unit, outer.food, False)

    def _sized(self, unit: str | None) -> Unit | None:
        """The unit where it is one of mass or volume."""
        row = self.catalogue.measures.units.get(unit or "")
        return row if row is not None and row.size is not None else None

    def _leading(self, text: str, place: str) -> tuple[float, str] | None:
        """The number that a text begins with and the rest; None where there is none."""
        found = _LEADING.fullmatch(text)
        if found is None:
            return self._worded(text)
        rest = re.sub(rf"^-(?={_LETTER})", "", found[2])
        if _TIMES.match(rest):
            raise WrongInput(f"{place}: two amounts. Write the total, such as 60 g for 2 x 30 g.")
        rest = re.sub(r"^[x\u00d7]\s+", "", rest)
        if _TWO_AMOUNTS.match(rest):
            raise WrongInput(f"{place}: two amounts. Write one number.")
        if (fraction := re.match(r"and (\d+\s*/\s*\d+)\s*", rest)) is not None:
            return self._number(found[1], place) + self._number(fraction[1], place), rest[fraction.end() :]
        if _BROKEN_NUMBER.match(rest):
            raise WrongInput(f"{place}: the amount is not one number. Write it as 2, 1.5 or 1/2.")
        amount = self._number(found[1], place)
        more = re.match(r"and (?:a |one )?(half|quarter|third)\b\s*", rest, re.IGNORECASE)
        if more is not None:
            return amount + self.numbers[more[1].casefold()], rest[more.end() :]
        part = re.match(r"(half|quarter|third|dozen)s?\s+(?:of\s+)?(?:an?\s+)?(?=\S)", rest, re.IGNORECASE)
        if part is not None and not self.names.knows(rest):
            return amount * self.numbers[part[1].casefold()], rest[part.end() :]
        return amount, rest

    def _worded(self, text: str) -> tuple[float, str] | None:
        """The number in words that a text begins with: "two", "half an", "a dozen", "one and a half"."""
        words = text.replace("-", " ", 1).split() if text.casefold().startswith("half-") else text.split()
        amount, place, last = 1.0, 0, ""
        while place < len(words) - 1:
            word = singular(words[place].casefold())
            if word == "of" and last in _COUNTS:
                place += 1
                continue
            if word not in self.numbers:
                break
            amount, place, last = amount * self.numbers[word], place + 1, word
        tail = " ".join(words[place : place + 3]).casefold()
        for fraction in ("half", "quarter", "third"):
            if place and tail in (f"and a {fraction}", f"and one {fraction}"):
                amount, place = amount + self.numbers[fraction], place + 3
        return (amount, " ".join(words[place:])) if place else None

    def _number(self, written: str, place: str) -> float:
        number = number_of(written)
        if number is None:
            raise WrongInput(f"{place}: {written!r} is not one number. Write it as 1000, 1.5 or 1/2.")
        return number

    def _with_unit(self, amount: float, rest: str) -> Phrase:
        """The unit at the start or the end of what follows the amount, and the food."""
        words = rest.split()
        while len(words) > 2 and words[0].casefold() in self.catalogue.food_words.kinds["loose"]:
            words = words[1:]
        if not self.names.knows(" ".join(words)):
            for size in range(min(4, len(words) - 1), 0, -1):
                unit = unit_named(" ".join(words[:size]).strip("."), self.catalogue)
                food = clean(" ".join(words[size:]))
                if unit is not None and has_letters(food):
                    return Phrase(amount, unit, food, False)
            last = self.catalogue.measures.unit_of(words[-1]) if len(words) > 1 else None
            if last is not None and last.kind == "measure":
                return Phrase(amount, last.unit, clean(" ".join(words[:-1])), False)
        return Phrase(amount, PLAIN, clean(" ".join(words)), True)


def has_letters(text: str) -> bool:
    """Whether anything in a text can be a name."""
    return any(sign.isalpha() for sign in text)


def clean(food: str) -> str:
    """A food without "of", brackets and points around it."""
    food = " ".join(food.split()).strip(" .,;:()-\u2013")
    return re.sub(r"^(?:of|x)\s+", "", food, flags=re.IGNORECASE).strip()
