"""Words for how much of a diary was understood: what can be said, what cannot, and what is above a most."""

from planner.explain.above import Above
from planner.explain.completeness import Completeness
from planner.explain.report import GapReport
from planner.exports import words
from planner.exports.words import shown
from planner.intake import Intake
from planner.tables.catalogue import Catalogue
from planner.targets.bound import listed

EVERYTHING = "Was that everything?"
IS_LITTLE = "That is little; if it is not meant or hard to change, see a doctor."
LEFT_OUT = "Drinks, oil, spreads and snacks are easily left out; add them, and what is short gets smaller."
ANSWER_FIRST = "If something was left out, less is missing than stands above, and less is needed."
HOW_TO_NAME = (
    "Write one food a line, with an amount. A dish of several foods: write what went into it, a line each, such as "
    "bread, cheese and tomato sauce. Pepper and other spices need no line."
)
NOTHING_TO_SAY = "Nothing can be said about what is short"


def lines_words(intake: Intake) -> str:
    """3 of 5 lines understood."""
    return f"{intake.understood_lines} of {intake.lines} {'line' if intake.lines == 1 else 'lines'} understood"


def too_little_words(intake: Intake, completeness: Completeness) -> str:
    """How many lines were understood, that nothing is said of a shortage, and what is missing until it is."""
    if not intake.lines:
        return f"Only water is written. {NOTHING_TO_SAY} until there is food beside it."
    text = f"{lines_words(intake)}. {NOTHING_TO_SAY}"
    more = completeness.missing_lines
    if more:
        return f"{text} until {more} more {'is' if more == 1 else 'are'}."
    days = listed(shown(day) or "the first day" for day in completeness.blank_days)
    return f"{text} while nothing of {days} is understood: it would count as a day without food."


def when(completeness: Completeness) -> str:
    """How often an amount is eaten: "a day", and of a few days "on this day" or "a day on these days"."""
    if not completeness.is_brief:
        return "a day"
    return these_days(completeness) if completeness.days == 1 else f"a day {these_days(completeness)}"


def these_days(completeness: Completeness) -> str:
    """The days of a short diary."""
    return "on this day" if completeness.days == 1 else "on these days"


def brief_words(completeness: Completeness) -> str:
    """What a diary of a day or two does not say; "" for a longer one."""
    if not completeness.is_brief:
        return ""
    these = "this day, not" if completeness.days == 1 else f"these {completeness.days} days, not"
    return (
        f"It is about {these} how you usually eat. With {completeness.least_days} days or more, what is short on these "
        "days says more."
    )


def everything_words(completeness: Completeness, how_to_answer: str = "") -> str:
    """The question whether that was everything, or what to do where it was; "" where it is not little."""
    if completeness.is_little_in_all:
        return IS_LITTLE
    return f"{EVERYTHING} {LEFT_OUT} {how_to_answer}".strip() if completeness.asks else ""


def completeness_words(report: GapReport, how_to_answer: str = "") -> list[str]:
    """All that is said about how complete a diary is, the most important first; `how_to_answer` ends a question."""
    judged = report.completeness
    if not judged.is_enough:
        return [too_little_words(report.intake, judged), HOW_TO_NAME]
    return [said for said in (everything_words(judged, how_to_answer), brief_words(judged)) if said]


def above_words(above: Above, completeness: Completeness, catalogue: Catalogue) -> str:
    """Sodium is above the upper limit: at least 2,640 mg a day, at most 2,300 (CDRR)."""
    name = words.nutrient_name(above.nutrient, catalogue)
    kind = "your clinician's limit" if above.is_clinicians else "the upper limit" if "UL" in above.basis else "the most"
    eaten = f"{'at least ' if above.at_least else ''}{words.with_unit(above.eaten, above.unit)}"
    on = when(completeness) if above.day is None else f"on {shown(above.day) or 'the first day'}"
    most = f"at most {words.amount(above.upper)}{' every day' if above.is_clinicians else ''} ({above.basis})"
    return f"{name[:1].upper()}{name[1:]} is above {kind}: {eaten} {on}, {most}."
