"""Supplements and medicines that somebody takes beside food: how they are written, and what they bring."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.errors import WrongInput
from planner.person import is_number
from planner.tables.supplements import Supplement, match_supplements
from planner.tables.wording import plain_words

if TYPE_CHECKING:
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue

EXAMPLE = "NAME=AMOUNT a day, such as magnesium=200, 'vitamin D=1000 IU' or multivitamin:zinc=11"
# Words beside a name that say nothing of what is in it.
_BESIDE = {"supplement", "supplements", "tablet", "tablets", "pill", "pills", "capsule", "capsules", "drops", "my"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A supplement or medicine and how much of it is taken a day."""

    supplement: str  # its name, or slug
    amount: float
    unit: str = ""  # of the label; empty: the unit of the table
    nutrient: str = ""  # which of several it is the amount of: "zinc" of a multivitamin

    def __post_init__(self) -> None:
        if not (is_number(self.amount) and self.amount > 0):
            raise WrongInput(f"--supplement {self}: the amount is not a number above 0. Write {EXAMPLE}.")

    def __str__(self) -> str:
        amount = f"{self.amount:.12g}" if is_number(self.amount) else str(self.amount)
        return f"{self.supplement}{f':{self.nutrient}' if self.nutrient else ''}={amount} {self.unit}".strip()


def parse_supplement(text: str) -> Taken:
    """What is taken from NAME=AMOUNT, NAME=AMOUNT UNIT or NAME:NUTRIENT=AMOUNT. Raises WrongInput."""
    name, equals, number = text.partition("=")
    found = re.fullmatch(r"\s*([\d.]+(?:e[+-]?\d+)?)\s*([a-zA-Zµμ]*)\s*", number)
    supplement, _, nutrient = name.partition(":")
    try:
        amount = float(found[1]) if found else 0.0
    except ValueError:
        amount = 0.0
    if not (supplement.strip() and equals and found and amount > 0):
        raise WrongInput(f"--supplement {text}: write {EXAMPLE}. The amount stands on the label.")
    return Taken(supplement.strip(), amount, found[2], nutrient.strip())


def check_taken(taken: Taken, catalogue: "Catalogue", columns: Mapping[str, str]) -> Taken:
    """The same with the slug of the supplement and the column of the nutrient. Raises WrongInput for what is not known.

    `columns`: column name of each nutrient by its spellings.
    """
    slugs, left = match_supplements(taken.supplement, catalogue.supplements)
    if len(slugs) != 1 or set(left.split()) - _BESIDE:
        raise WrongInput(_unknown(taken, slugs, catalogue))
    rows = [row for row in catalogue.supplements if row.supplement == slugs[0]]
    if taken.nutrient or len(rows) > 1:
        words = taken.nutrient.strip()
        column = columns.get(words) or columns.get(plain_words(words), "")
        rows = [row for row in rows if column in (row.nutrient, *(also for also, _ in row.also))]
        if not rows:
            raise WrongInput(_which(taken, slugs[0], catalogue))
    row = rows[0]
    try:
        row.amount(taken.amount, taken.unit)
    except KeyError:
        known = ", ".join((row.unit, *(word for word, _ in row.units)))
        raise WrongInput(f"--supplement {taken}: {taken.unit} is not a unit of it. Write one of {known}.") from None
    several = sum(other.supplement == row.supplement for other in catalogue.supplements) > 1
    return replace(taken, supplement=row.supplement, nutrient=row.nutrient if several else "")


def rows_of(request: "PlanRequest", catalogue: "Catalogue") -> list[tuple[Taken, Supplement]]:
    """What is taken of a checked request, each with its row of the table."""
    return [
        (taken, row)
        for taken in request.supplements
        for row in catalogue.supplements
        if row.supplement == taken.supplement and taken.nutrient in ("", row.nutrient)
    ]


def supplied(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, float]:
    """What all supplements of a checked request bring, by nutrient [unit of the nutrient / day]."""
    brought: dict[str, float] = {}
    for taken, row in rows_of(request, catalogue):
        amount = row.amount(taken.amount, taken.unit)
        for nutrient, factor in ((row.nutrient, 1.0), *row.also):
            brought[nutrient] = brought.get(nutrient, 0.0) + factor * amount
    return brought


def _unknown(taken: Taken, slugs: tuple[str, ...], catalogue: "Catalogue") -> str:
    """Why a name is not understood, with the nearest that is."""
    place = f"--supplement {taken}"
    names = {row.supplement: row.name for row in catalogue.supplements}
    if len(slugs) > 1:
        return f"{place}: that is {' and '.join(names[slug] for slug in slugs)}. Give each with its own amount."
    spellings = [spelling for row in catalogue.supplements for spelling in row.spellings]
    near = get_close_matches(plain_words(taken.supplement), spellings, n=1, cutoff=0.7)
    hint = f"Did you mean {near[0]}? " if near else ""
    return (
        f"{place}: not known here, so nothing is planned with it. {hint}Known: {', '.join(names.values())}. "
        "A vitamin or mineral that a multivitamin holds as well can be given as multivitamin:NUTRIENT=AMOUNT."
    )


def _which(taken: Taken, slug: str, catalogue: "Catalogue") -> str:
    """Of which nutrients of a supplement the label can name an amount."""
    names = {each.nutrient: each.name for each in catalogue.nutrients}
    held = ", ".join(names[row.nutrient] for row in catalogue.supplements if row.supplement == slug)
    said = f"{taken.nutrient} is not among what it brings" if taken.nutrient else "give what its label says, one by one"
    return f"--supplement {taken}: {said}, as in {taken.supplement}:NUTRIENT=AMOUNT. Known for it: {held}."
