"""Amounts as people write them: 2, 1.5, 1/2, 1 1/2, ½."""

import re
import unicodedata
from math import isfinite

from planner.errors import WrongInput
from planner.tables.catalogue import Catalogue

NUMBER = r"(?:\d+\s+\d+\s*/\s*\d+|\d+\s*/\s*\d+|\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|[.,]\d+)"
_NOT_ONE_NUMBER = re.compile(r"[1-9]\d*,\d{3}")


def plain_fractions(text: str) -> str:
    """Fractions of one sign as two numbers: "1½" -> "1 1/2"."""
    signs = []
    for sign in text:
        parts = unicodedata.decomposition(sign)
        signs.append(" " + unicodedata.normalize("NFKD", sign) if parts.startswith("<fraction>") else sign)
    return "".join(signs).replace("\u2044", "/").strip()


def number_of(text: str) -> float | None:
    """The number that a text is, also a fraction; None where it is none or has two readings ("1,000")."""
    text = text.strip()
    if re.fullmatch(NUMBER, text) is None or _NOT_ONE_NUMBER.fullmatch(text):
        return None
    whole, _, fraction = text.rpartition(" ") if "/" in text and re.match(r"\d+\s+\d", text) else ("0", "", text)
    top, _, bottom = fraction.replace(" ", "").replace(",", ".").partition("/")
    if bottom and float(bottom) == 0:
        return None
    return float(whole) + float(top) / float(bottom or 1)


def check_amount(amount: float, unit: str, place: str, catalogue: Catalogue) -> float:
    """The amount itself. Raises WrongInput where it is 0, not finite, or so large or small that it is a slip."""
    least, most = catalogue.rules["intake_least_amount"], catalogue.rules["intake_most_amount"]
    if not isfinite(amount) or amount <= 0:
        raise WrongInput(f"{place}: the amount is {amount:g}. Write a number above 0, or delete the row.")
    if not least <= amount <= most:
        raise WrongInput(f"{place}: the amount is {amount:g}; it must be from {least:g} to {most:g}. Correct it.")
    kind = catalogue.measures.units.get(unit)
    if kind is not None and kind.size is not None and kind.kind in ("mass", "volume"):
        grams = catalogue.rules["intake_most_grams"]
        if amount * kind.size > grams:
            said = f"{amount:g} {unit} is more than {grams / 1000:g} kg of one food"
            raise WrongInput(f"{place}: {said}. Correct the amount or its unit.")
    return amount
