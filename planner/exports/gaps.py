"""Gaps and how to close them as JSON and in words: the same on the screen and on the page."""

from collections.abc import Iterator
from math import isclose

from planner.explain.completeness import Completeness
from planner.explain.gaps import Gap, least_of, most_of
from planner.explain.report import Change, GapReport, Option, Passed
from planner.exports import words
from planner.exports.completeness import above_words, these_days, when
from planner.exports.labels import choices_of
from planner.exports.portions import helping, unit_in_number
from planner.intake import Entry, Intake, Question
from planner.plan import MEAL_NAMES, TargetResult
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.targets import Bound
from planner.targets.bound import listed

_MEALS = {"breakfast": "at breakfast", "lunch": "at lunch", "dinner": "at dinner", "snack": "as a snack"}
_QUARTER = 0.25  # of a household measure: a trade is said no finer
_AS_MUCH = 0.02  # relative: as many grams
_NOTHING_KCAL = 0.5
_WATER = "water_g"
KNOWN_ONLY = "Some food is not known: upper limits are checked on what is known."
FORTIFIED = "fortified"  # in the names of such foods
A_DAY = "On top of what you eat now, every day"


def results(report: GapReport, catalogue: Catalogue) -> list[TargetResult]:
    """Every bound with what is eaten now."""
    return [_result(bound, report.intake, catalogue) for bound in report.targets.bounds]


def focal_rows(report: GapReport, catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """Name, what is eaten, target and how far off it is: for B12, magnesium, potassium and calcium.

    The head of the last column is `state_head`.
    """
    judged = report.completeness
    often = "" if judged.is_brief else when(judged)
    return [
        (
            words.nutrient_name(name, catalogue),
            words.mean(result),
            words.target(result),
            words.state(result, often, judged.asks),
        )
        for name in words.FOCAL
        if (result := _main_result(report, name, catalogue)) is not None
    ]


def state_head(report: GapReport) -> str:
    """On which days it is so; "" where it is so a day."""
    return these_days(report.completeness) if report.completeness.is_brief else ""


def focal_notes(report: GapReport, catalogue: Catalogue) -> list[str]:
    """What to know about the focal nutrients that are not met."""
    found = [_main_result(report, name, catalogue) for name in words.FOCAL]
    missed = [result for result in found if result is not None and not result.met]
    return [f"{name}: {note}" for name, note in words.notes_on(missed, catalogue)]


def energy_words(report: GapReport) -> str:
    """What is eaten beside what is needed."""
    judged = report.completeness
    plus = "+" if report.intake.not_known else ""
    often = when(judged) if judged.is_brief else "a day now"
    return f"{judged.energy_kcal:,.0f}{plus} kcal {often}; the need is about {report.targets.energy_kcal:,.0f} a day."


def gap_words(gap: Gap, completeness: Completeness) -> str:
    """How a nutrient stands: "short by at most 120 mg a day", "below the AI by 80 mg on this day", "reached"."""
    if gap.unmet:
        return gap.unmet
    often = when(completeness)
    if gap.short > 0:
        at_most = "at most " if gap.at_least or completeness.asks else ""
        below = "below the AI" if gap.is_adequate_intake else "short"
        return f"{below} by {at_most}{words.with_unit(gap.short, gap.unit)} {often}"
    if gap.over > 0:
        at_least = "at least " if gap.at_least else ""
        return f"above the most by {at_least}{words.with_unit(gap.over, gap.unit)} {often}"
    if gap.target is None and gap.upper is None:
        return "no least, no limit"
    return "reached" if gap.target is not None else "kept, as far as known" if gap.at_least else "kept"


def others(report: GapReport, catalogue: Catalogue) -> Iterator[tuple[str, list[str]]]:
    """Title and parts of what else is short, or below what is only watched. Who notes down water?

    What is short for certain stands apart from what may be all right, where something is not known.
    """
    judged = report.completeness
    rest = [gap for gap in report.gaps if gap.nutrient not in (*words.FOCAL, _WATER)]
    short = [gap for gap in rest if gap.hard and gap.short]
    groups = (
        ("Also short", [gap for gap in short if not gap.is_adequate_intake]),
        ("Also below the AI", [gap for gap in short if gap.is_adequate_intake]),
        ("Watched, and below its reference", [gap for gap in rest if not gap.hard and gap.short]),
    )
    on = f" {these_days(judged)}" if judged.is_brief else ""
    for title, gaps in groups:
        sure = [gap for gap in gaps if not (gap.at_least or judged.asks)]
        perhaps = [gap for gap in gaps if gap not in sure]
        for kind, of_kind in (("", sure), (", as far as known", perhaps)):
            if of_kind:
                yield f"{title}{on}{kind}", [_short_words(gap, catalogue) for gap in of_kind]


def above_lines(report: GapReport, catalogue: Catalogue) -> list[str]:
    """Every most that is passed, in a sentence each."""
    return [above_words(above, report.completeness, catalogue) for above in report.above]


def _short_words(gap: Gap, catalogue: Catalogue) -> str:
    """calcium 720+ of 1,000 mg."""
    name, plus = words.nutrient_name(gap.nutrient, catalogue), "+" if gap.at_least else ""
    return f"{name} {words.amount(gap.intake)}{plus} of {words.with_unit(gap.target or 0.0, gap.unit)}"


def option_words(option: Option) -> str:
    """What to do, its cost and its energy, in one sentence."""
    said = []
    added = [change for change in option.changes if change.instead_of is None]
    meals = [(meal, [change for change in added if change.meal == meal]) for meal in MEAL_NAMES]
    parts = [f"{listed(map(_helping, changes))} {_MEALS[meal]}" for meal, changes in meals if changes]
    if parts:
        said.append(f"add {listed(parts)}")
    trades = [change for change in option.changes if change.instead_of is not None]
    said += [_trade(change) for change in trades]
    text = "; ".join(said)
    return f"{text[:1].upper()}{text[1:]}: {cost_words(option)}"


def cost_words(option: Option) -> str:
    """+$0.71 a day, +180 kcal."""
    usd, kcal = option.cost_usd_per_day, option.energy_kcal
    cost = f"{'+' if usd >= 0 else '-'}{words.money(abs(usd))} a day"
    if abs(kcal) < _NOTHING_KCAL:
        return f"{cost}, as much energy as now"
    return f"{cost}, {'+' if kcal > 0 else '-'}{abs(kcal):,.0f} kcal"


def option_notes(option: Option, report: GapReport, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """What else it closes, every bound that it passes, and what the labels of its foods must say."""
    also = [words.nutrient_name(n, catalogue) for n in option.closes if n not in report.close]
    notes = [f"It closes {listed(also)}, too."] if also else []
    notes += [_passed(passed, catalogue) for passed in option.passes]
    return [*notes, *choices_of([change.food for change in option.changes], request, catalogue)]


def closes_words(report: GapReport, catalogue: Catalogue) -> str:
    """What every option closes, the four nutrients first; B12 in whatever way it counts is B12."""
    order = {nutrient: place for place, nutrient in enumerate(words.FOCAL)}
    named = sorted(report.close, key=lambda nutrient: order.get(nutrient, len(order)))
    names = (words.nutrient_name(nutrient, catalogue).removesuffix(", added") for nutrient in named)
    return listed(dict.fromkeys(names))


def question_words(question: Question) -> str:
    """An open question with what it may mean, and how to answer it."""
    names = "; ".join(f"{each.name} ({each.food}, {each.score:.0f})" for each in question.candidates)
    entry = question.entry
    grams = ":GRAMS" if question.about_weight else ""
    answer = f'--answer "{entry.text}={question.candidates[0].food}{grams}"'
    return words.shown(f'"{entry.text}" ({entry.place}): {question.reason}. {names}. Answer with {answer}').strip()


def unknown_words(entry: Entry) -> str:
    """What is not known, and where it stands."""
    return words.shown(f"{entry.text} ({entry.place})")


def match_rows(intake: Intake) -> list[tuple[str, str, str, str]]:
    """What was written, the food it was taken as, grams and confidence; each different line once."""
    rows = [
        (_written(match.entry), match.name, f"{match.grams:,.0f} g", f"{match.score:.0f}") for match in intake.matches
    ]
    return list(dict.fromkeys(rows))


def fortified_words(intake: Intake) -> str:
    """What was counted with vitamins and minerals added though nobody wrote that; "" where nothing was."""
    taken = {match.entry.text for match in intake.matches if FORTIFIED in match.name} - {
        match.entry.text for match in intake.matches if FORTIFIED[:6] in match.entry.text.casefold()
    }
    if not taken:
        return ""
    said = listed(sorted(map(words.shown, taken)))
    return f"Counted as fortified: {said}. Read the label: without added B12 and minerals, there is less than shown."


def _written(entry: Entry) -> str:
    unit = "" if entry.counted or entry.unit == "portion" else f"{unit_in_number(entry.amount, entry.unit)} "
    return words.shown(f"{entry.amount:g} {unit}{entry.text}")


def _helping(change: Change) -> str:
    return helping(change.portions, change.portion, words.without_comma(change.name))


def _trade(change: Change) -> str:
    """instead of half of the white rice, as much brown rice; or where the weight differs, about how much a day."""
    gone = f"instead of {'half of ' if change.is_half else ''}the {words.without_comma(change.instead_name)}"
    if isclose(change.grams, change.instead_grams, rel_tol=_AS_MUCH):
        return f"{gone}, as much {words.without_comma(change.name)}"
    rough = max(_QUARTER, round(change.portions / _QUARTER) * _QUARTER)
    return f"{gone}, {helping(rough, change.portion, words.without_comma(change.name))} on a mean day"


def _passed(passed: Passed, catalogue: Catalogue) -> str:
    row = catalogue.nutrients[catalogue.nutrient_index[passed.nutrient]]
    name = f"{row.name[:1].upper()}{row.name[1:]}"
    after, most = (words.with_unit(value, row.unit) for value in (passed.after, passed.upper))
    if passed.is_share:
        return f"{name} rises to {after}, above {most}, but not as a share of the energy."
    rise = words.with_unit(passed.after - passed.before, row.unit)
    return f"{name} is above its most of {most} already and rises by {rise} to {after}: nothing else was found."


def _main_result(report: GapReport, nutrient: str, catalogue: Catalogue) -> TargetResult | None:
    bound = least_of(report.targets, nutrient) or most_of(report.targets, nutrient)
    bound = bound or next(iter(report.targets.of(nutrient)), None)
    return None if bound is None else _result(bound, report.intake, catalogue)


def _result(bound: Bound, intake: Intake, catalogue: Catalogue) -> TargetResult:
    column = catalogue.nutrient_index[bound.nutrient]
    eaten, at_least = float(intake.nutrients[column]), bool(intake.at_least[column])
    return TargetResult(bound, catalogue.nutrients[column].unit, eaten, at_least)
