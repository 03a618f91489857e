"""Gaps and how to close them as JSON: facts and, beside them, the words of the screen."""

from planner.explain.above import Above
from planner.explain.completeness import Completeness
from planner.explain.gaps import Gap
from planner.explain.report import Change, GapReport, Option
from planner.exports.completeness import EVERYTHING, above_words, completeness_words
from planner.exports.gaps import gap_words, option_words, results
from planner.exports.labels import label_notice
from planner.exports.objects import Json, target_object
from planner.intake import Entry, Intake, Match, Question
from planner.plan import TargetResult
from planner.request import PlanRequest
from planner.restrictions import label_words, needs_of
from planner.tables.catalogue import Catalogue


def gaps_object(report: GapReport, request: PlanRequest, catalogue: Catalogue) -> Json:
    """Everything as plain JSON, unrounded, so that every gap and option can be recomputed."""
    judged = report.completeness
    return {
        "intake": _intake(report.intake, catalogue),
        "completeness": _completeness(report),
        "targets": [_target(result, judged, catalogue) for result in results(report, catalogue)],
        "above": [_above(above, judged, catalogue) for above in report.above],
        "gaps": [_gap(gap, judged) for gap in report.gaps if gap.target is not None],
        "matches": [_match(match) for match in report.intake.matches],
        "unmatched": [_entry(entry) for entry in report.intake.unmatched],
        "questions": [_question(question) for question in report.intake.questions],
        "additions": [_option(option, request, catalogue) for option in report.options],
        "labels": label_notice(request, catalogue),
        "why": report.why_none,
    }


def _intake(intake: Intake, catalogue: Catalogue) -> Json:
    names = {food.food: food.name for food in catalogue.foods}
    columns = [(row.nutrient, place) for place, row in enumerate(catalogue.nutrients)]
    return {
        "days": intake.days,
        "known": intake.foods - intake.not_known,
        "not_known": intake.not_known,
        "lines": intake.lines,
        "understood_lines": intake.understood_lines,
        "understood_share": intake.understood_share,
        "foods": [{"food": food, "name": names[food], "grams": grams} for food, grams in intake.grams],
        "nutrients": {nutrient: float(intake.nutrients[place]) for nutrient, place in columns},
        "at_least": {nutrient: bool(intake.at_least[place]) for nutrient, place in columns},
    }


def _completeness(report: GapReport) -> Json:
    """What may be said of the diary, as facts, and in words."""
    judged = report.completeness
    return {
        "enough": judged.is_enough,
        "least_share": judged.least_share,
        "missing_lines": judged.missing_lines,
        "blank_days": list(judged.blank_days),
        "brief": judged.is_brief,
        "little": judged.is_little,
        "everything": judged.is_everything,
        "ask": EVERYTHING if judged.asks else "",
        "words": completeness_words(report),
    }


def _target(result: TargetResult, completeness: Completeness, catalogue: Catalogue) -> Json:
    """A target with what is eaten; whether it is met is null where too little was understood."""
    met = {} if completeness.is_enough else {"met": None}
    return target_object(result, catalogue) | met


def _above(above: Above, completeness: Completeness, catalogue: Catalogue) -> Json:
    return {
        "nutrient": above.nutrient,
        "name": catalogue.nutrients[catalogue.nutrient_index[above.nutrient]].name,
        "unit": above.unit,
        "intake": above.eaten,
        "upper": above.upper,
        "over": above.over,
        "at_least": above.at_least,
        "hard": above.hard,
        "clinician": above.is_clinicians,
        "day": above.day,
        "basis": above.basis,
        "source": above.source,
        "words": above_words(above, completeness, catalogue),
    }


def _gap(gap: Gap, completeness: Completeness) -> Json:
    return {
        "nutrient": gap.nutrient,
        "name": gap.name,
        "unit": gap.unit,
        "intake": gap.intake,
        "target": gap.target,
        "short": gap.short,
        "at_least": gap.at_least,
        "upper": gap.upper,
        "over": gap.over,
        "met": gap.met,
        "hard": gap.hard,
        "basis": gap.basis,
        "source": gap.source,
        "words": gap_words(gap, completeness),
    }


def _entry(entry: Entry) -> Json:
    return {
        "place": entry.place,
        "day": entry.day,
        "text": entry.text,
        "amount": entry.amount,
        "unit": entry.unit,
    }


def _match(match: Match) -> Json:
    return _entry(match.entry) | {
        "food": match.food,
        "name": match.name,
        "score": match.score,
        "grams": match.grams,
        "measure": match.measure,
    }


def _question(question: Question) -> Json:
    candidates = [{"food": each.food, "name": each.name, "score": each.score} for each in question.candidates]
    return _entry(question.entry) | {"reason": question.reason, "candidates": candidates}


def _option(option: Option, request: PlanRequest, catalogue: Catalogue) -> Json:
    needs, foods = needs_of(request, catalogue), catalogue.food_index
    chosen = [
        [row.words for row in label_words(catalogue.foods[foods[change.food]], needs, catalogue)]
        for change in option.changes
    ]
    return {
        "changes": [_change(change) | {"choose": each} for change, each in zip(option.changes, chosen, strict=True)],
        "cost_usd_per_day": option.cost_usd_per_day,
        "energy_kcal": option.energy_kcal,
        "closes": list(option.closes),
        "passes": [
            {"nutrient": each.nutrient, "upper": each.upper, "before": each.before, "after": each.after}
            for each in option.passes
        ],
        "words": option_words(option),
    }


def _change(change: Change) -> Json:
    return {
        "food": change.food,
        "name": change.name,
        "portions": change.portions,
        "portion": change.portion,
        "grams": change.grams,
        "cost_usd": change.cost_usd,
        "meal": change.meal or None,
        "instead_of": change.instead_of,
        "instead_grams": change.instead_grams if change.instead_of else None,
    }
