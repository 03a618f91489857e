"""Household portions in words: 2 x "1/2 cup cooked" of oatmeal is "1 cup cooked oatmeal"."""

import re
from fractions import Fraction

_NUMBER = re.compile(r"(?:(\d+) +)?(\d+)/([1-9]\d*)|(\d+(?:\.\d+)?)")
_SIZES = ("small", "medium", "large", "regular", "whole", "thin", "thick")  # they stay as they are
_INVARIABLE = ("oz", "fl", "g", "ml")
_PIECES = ("fruit", "sausage")  # say no more than the food itself does
_STATES = ("cooked", "dry", "raw", "shelled", "drained", "frozen", "canned")
_SHAPES = ("cubes", "slices", "halves", "sticks")  # "1 cup cubes" of melon is "1 cup melon cubes"
_FINEST = 8  # eighths are the finest fraction of a household measure


def helping(portions: float, portion: str, name: str) -> str:
    """What is put on the plate, in words: number, household measure and food.

    `portion` is the household measure of one portion ("1/2 cup cooked", "2 medium"), `name` the food.
    """
    match = _NUMBER.match(portion.strip())
    if match is None:
        times = "" if portions == 1 else f"{mixed_number(_exact(portions))} x "
        return f"{times}{portion.strip()} {name}".strip()
    quantity = _parsed(match) * _exact(portions)
    measure = portion.strip()[match.end() :].split()
    return f"{mixed_number(quantity)} {_measured(quantity, measure, name)}"


def mixed_number(quantity: Fraction) -> str:
    """A quantity as on a measuring cup: 3/2 -> "1 1/2"; finer than eighths as a decimal."""
    if quantity.denominator > _FINEST:
        return f"{float(quantity):.2f}".rstrip("0").rstrip(".")
    whole, part = divmod(quantity.numerator, quantity.denominator)
    words = [str(whole)] if whole or not part else []
    return " ".join([*words, f"{part}/{quantity.denominator}"] if part else words)


def unit_in_number(amount: float, unit: str) -> str:
    """A unit in the number that an amount asks for: 2 slices, 2 oz."""
    return unit if unit in (*_INVARIABLE, "kg", "mg", "lb", "l", "dl", "cl") else _inflected(_exact(amount), unit)


def plural(word: str) -> str:
    """Plural of a kitchen noun: potato -> potatoes, patty -> patties, peach -> peaches."""
    singular_word = singular(word)
    if re.search(r"[^aeiou]y$", singular_word):
        return singular_word[:-1] + "ies"
    if re.search(r"(s|x|ch|sh|[^aeiou]o)$", singular_word) and singular_word not in ("matzo", "taco"):
        return singular_word + "es"
    return singular_word + "s"


def singular(word: str) -> str:
    """Singular of a kitchen noun; a singular stays as it is."""
    for pattern, end in ((r"ies$", "y"), (r"(?<=[cs]h)es$|(?<=[sxo])es$", ""), (r"(?<![sui])s$", "")):
        if re.search(pattern, word):
            return re.sub(pattern, end, word)
    return word


def _exact(number: float) -> Fraction:
    return Fraction(number).limit_denominator(100)


def _parsed(match: re.Match[str]) -> Fraction:
    whole, above, below, decimal = match.groups()
    return Fraction(decimal) if decimal else Fraction(int(whole or 0)) + Fraction(int(above), int(below))


def _measured(quantity: Fraction, measure: list[str], name: str) -> str:
    """The measure and the food, both in the number that the quantity asks for."""
    sizes = [word for word in measure if word in _SIZES]
    nouns = measure[len(sizes) :]
    if not nouns or _is_counted(nouns[0], name):
        sizes = [size for size in sizes if size != "whole"]
        return " ".join([*sizes, _in_number(quantity, name)])
    unit = nouns[0] if nouns[0] in _INVARIABLE else _inflected(quantity, nouns[0])
    rest = [word for word in nouns[1:] if not _is_said(word, name)]
    shapes = [word for word in rest if word in _SHAPES]
    rest = [word for word in rest if word not in _SHAPES]
    words = " ".join([*sizes, unit, *rest])
    if quantity > 1:
        words = re.sub(r"\((\d[^()]*)\)", r"(\1 each)", words)
    return " ".join([words, name, *shapes])


def _is_counted(noun: str, name: str) -> bool:
    """Whether the noun only counts the food: "1 bun" of burger bun, "3 fruits" of apricots."""
    head = re.split(r",| \(", name)[0].split()[-1]
    return singular(noun) in _PIECES or singular(noun) == singular(head)


def _is_said(word: str, name: str) -> bool:
    """Whether a state stands in the name already: "1/2 cup cooked" of cooked carrots."""
    return word in _STATES and word in re.findall(r"\w+", name)


def _inflected(quantity: Fraction, noun: str) -> str:
    return plural(noun) if quantity > 1 else singular(noun)


def _in_number(quantity: Fraction, name: str) -> str:
    """The food in singular or plural: the last word before a comma or bracket is the one that bends."""
    match = re.match(r"(.*?)(\w+)((?:,| \().*)?$", name)
    if match is None:
        return name
    before, head, after = match.groups()
    return f"{before}{_inflected(quantity, head)}{after or ''}"
