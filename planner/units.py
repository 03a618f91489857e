"""US units: ounces, pounds, fluid ounces and quarts for grams and millilitres."""

import re

GRAMS_PER_OUNCE, GRAMS_PER_POUND = 28.349523125, 453.59237
ML_PER_FLUID_OUNCE, FLUID_OUNCES_PER_QUART = 29.5735295625, 32
UNITS = ("metric", "us")


def in_us_units(amount: str) -> str:
    """A text with grams, kilograms, millilitres or litres in ounces, pounds, fluid ounces or quarts."""
    return re.sub(r"([\d.]+) (kg|g|ml|l)\b", _us, amount)


def us_weight(grams: float) -> str:
    """Grams as ounces, from a pound on as pounds."""
    if grams >= GRAMS_PER_POUND:
        return f"{grams / GRAMS_PER_POUND:,.1f} lb"
    return f"{grams / GRAMS_PER_OUNCE:,.1f} oz"


def _us(match: re.Match[str]) -> str:
    number, unit = float(match[1]), match[2]
    if unit in ("g", "kg"):
        return us_weight(number * (1 if unit == "g" else 1000))
    ounces = number * (1 if unit == "ml" else 1000) / ML_PER_FLUID_OUNCE
    return f"{ounces:,.1f} fl oz" if ounces < FLUID_OUNCES_PER_QUART else f"{ounces / FLUID_OUNCES_PER_QUART:,.1f} qt"
