"""Words of the pages: text that Markdown leaves alone, errors without command-line options, units."""

import re

from planner.exports import words
from planner.plan import Plan
from planner.units import GRAMS_PER_POUND, in_us_units, us_weight

__all__ = ["GRAMS_PER_POUND", "in_us_units"]

CM_PER_INCH, INCHES_PER_FOOT, KG_PER_POUND = 2.54, 12, 0.45359237

_OPTIONS = {
    "--target": "your target for",
    "--supplement": "your supplement",
    "--at-home": "at home:",
    "--use-up": "to use up:",
    "--now": "what you eat now:",
    "--clinician-limit": "your clinician's limit",
    "--condition": "illness or medicine",
    "--exclude": "foods to avoid:",
    "--without": "without",
    "--eats": "foods eaten now:",
    "--extra-kcal": "extra energy",
    "--close": "closing",
    "--energy": "energy",
    "--pregnant": "pregnant",
    "--lactating": "breastfeeding",
    "--max-cost": "the budget of",
    "--time-limit": "the time limit of",
    "--watch": "only watching",
    "--hard": "forcing",
    "--sex": "sex",
    "--age": "age",
    "--height": "height",
    "--weight": "weight",
    "--activity": "activity",
    "--diet": "diet",
    "--variety": "variety",
    "--leftovers": "dinners that come back as lunch:",
    "--seed": "the week number",
    "--days": "the number of days",
}
_PHRASES = {
    "say so with --pregnant TRIMESTER": "give the trimester under Me",
    "say so with --lactating MONTHS": "give the months since birth under Me",
    "fortified, left out by --without fortified": "fortified, which you leave out",
    "left out by --exclude": "among your foods to avoid",
    "left out by --without": "which is among your allergies",
    "the foods of --only-article-foods": "the article's foods",
    "use fewer --must-have": "ask for fewer foods that you must have",
    "--must-have": "the foods you must have",
    "Close fewer gaps at once with --close": "Tick fewer gaps at once",
    "give it more time with --time-limit": "give it more time",
    "trades may help: --trades": "trades may help",
}


def escaped(text: str) -> str:
    """Text whose signs Markdown does not take for its own."""
    return re.sub(r"([\\`*_\[\]<>$#~|:{}])", r"\\\1", text)


def heard(text: str) -> str:
    """Words of a label that a screen reader says and the style sheet hides: which food a button is for."""
    return f":gray[, {escaped(text)}]"


def without_options(text: str) -> str:
    """A sentence of the planner without the options of its command line."""
    text = re.sub(r"--target (\w+)=MIN:MAX", r"a target for \1 under Targets", text)
    text = re.sub(r"^--must-have ([^:]+):", lambda match: f"foods I must have, {match[1].replace('-', ' ')}:", text)
    text = re.sub(r"Then add --(?:clinician-limit|now|leafy-greens) [^.]*\.", "Then enter it under Targets.", text)
    text = re.sub(r": --extra-kcal [\d,]+\.", ".", text)
    for said, meant in _PHRASES.items():
        text = text.replace(said, meant)
    text = re.sub(r"--[a-z-]+", lambda match: _OPTIONS.get(match[0], match[0].removeprefix("--")), text)
    return text[:1].upper() + text[1:]


def weight(grams: float, metric: bool) -> str:
    """Grams of food, or ounces and pounds."""
    if metric:
        return f"{grams:,.0f} g"
    return us_weight(grams)


def money(usd: float) -> str:
    """Dollars and cents for Markdown, which takes a bare dollar sign for a formula."""
    return escaped(words.money(usd))


def span(plan: Plan) -> str:
    """The week, or how many days it is."""
    return "the week" if len(plan.days) == 7 else count(len(plan.days), "day")


def count(number: int, noun: str, plural: str = "") -> str:
    """1 day, 2 days."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"
