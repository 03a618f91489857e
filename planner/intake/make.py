"""Entries -> Intake: foods matched, amounts weighed, days averaged."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from planner.errors import WrongInput
from planner.intake.entry import Candidate, Entry, Intake, Match, Question
from planner.intake.match import Reading, is_nothing, names_of, read_of
from planner.intake.weigh import known_measures, weigh
from planner.tables.catalogue import Catalogue

NONE = "none"  # the answer "none of these"
ANSWERED = 100.0


def make_intake(entries: Iterable[Entry], catalogue: Catalogue, answers: Mapping[str, str] | None = None) -> Intake:
    """What is eaten on a mean day; every entry is a match, a question, unmatched or next to nothing (water).

    answers: the text (or place) of an entry -> food slug, "slug:grams of one unit", or "none" of these.
    Raises WrongInput for an answer that is no food, or an entry without a name or amount.
    """
    entries = tuple(entries)
    names = names_of(catalogue, reviewed=True)
    given = _checked_answers(answers or {}, catalogue)
    matches, questions, unmatched, nothing = list[Match](), list[Question](), list[Entry](), list[Entry]()
    readings: dict[str, Reading] = {}
    for entry in entries:
        check_entry(entry)
        if is_nothing(entry.text, names):
            nothing.append(entry)
            continue
        answer = given.get(_key(entry.place)) or given.get(_key(entry.text))
        if answer is None and entry.text not in readings:
            readings[entry.text] = read_of(entry.text, catalogue)
        settled = _settle(entry, answer, readings.get(entry.text, Reading()), catalogue)
        if isinstance(settled, Match):
            matches.append(settled)
        elif isinstance(settled, Question):
            questions.append(settled)
        else:
            unmatched.append(entry)
    days = len({entry.day_key for entry in entries}) or 1
    total = _total(days, tuple(matches), tuple(questions), tuple(unmatched), catalogue)
    return replace(total, nothing=tuple(nothing))


def check_entry(entry: Entry) -> None:
    """Raise WrongInput for an entry that names nothing or has no amount above 0."""
    if not any(sign.isalpha() for sign in entry.text):
        raise WrongInput(f"{entry.place} ({entry.text[:40]!r}): no food is named. Write its name, or delete it.")
    if not (np.isfinite(entry.amount) and entry.amount > 0):
        raise WrongInput(f"{entry.place} ({entry.text[:40]}): amount is {entry.amount}. Write a number above 0.")


def _settle(entry: Entry, answer: tuple[str, float | None] | None, reading: Reading, catalogue: Catalogue) -> object:
    """What becomes of an entry: a Match, a Question, or None."""
    if answer is not None:
        if answer[0] == NONE:
            return None
        food = catalogue.foods[catalogue.food_index[answer[0]]]
        return _weighed(entry, Candidate(food.food, food.name, ANSWERED), answer[1], catalogue)
    if reading.is_sure:
        return _weighed(entry, reading.candidates[0], None, catalogue)
    return Question(entry, reading.reason, reading.candidates) if reading.candidates else None


def _weighed(entry: Entry, meant: Candidate, each: float | None, catalogue: Catalogue) -> Match | Question:
    """The match with its grams, or a question where the measure says nothing or too much of this food."""
    food = catalogue.foods[catalogue.food_index[meant.food]]
    if each is not None:
        said, grams = f"1 {entry.unit} = {each:.4g} g, as answered", each * entry.amount
    else:
        weight = weigh(entry, food, catalogue)
        if weight.grams is None:
            known = weight.said or known_measures(food, catalogue)
            one = "one" if entry.counted else f"1 {entry.unit} of"
            reason = f"it is not known what {one} {food.name} weighs; known: {known}"
            return Question(entry, reason, (meant,), about_weight=True)
        said, grams = weight.said, weight.grams * entry.amount
    most = catalogue.rules["intake_most_grams"]
    if grams > most:
        reason = (
            f"{entry.amount:g} {entry.unit} of {food.name} would be {grams:,.0f} g, more than {most:,.0f}: how much?"
        )
        return Question(entry, reason, (meant,), about_weight=True)
    return Match(entry, meant.food, meant.name, meant.score, grams, said)


def _total(
    days: int,
    matches: tuple[Match, ...],
    questions: tuple[Question, ...],
    unmatched: tuple[Entry, ...],
    catalogue: Catalogue,
) -> Intake:
    """sum_f per_100g[f,n] grams[f] / 100 over the known values, a mean day."""
    grams: dict[str, float] = defaultdict(float)
    for match in matches:
        grams[match.food] += match.grams / days
    rows = [catalogue.food_index[food] for food in grams]
    values = catalogue.per_100g[rows] if rows else np.zeros((0, len(catalogue.nutrients)))
    amounts = np.array(list(grams.values())).reshape(-1, 1) / 100
    at_least = np.isnan(values).any(axis=0) | np.full(values.shape[1], bool(questions or unmatched))
    nutrients = np.nansum(values * amounts, axis=0)
    return Intake(days, matches, questions, unmatched, tuple(grams.items()), nutrients, at_least)


def _checked_answers(answers: Mapping[str, str], catalogue: Catalogue) -> dict[str, tuple[str, float | None]]:
    """Answers by key. Raises WrongInput for what is no food of the catalogue."""
    checked: dict[str, tuple[str, float | None]] = {}
    for key, value in answers.items():
        food, colon, each = str(value).strip().partition(":")
        place = f"the answer for {key!r} is {value!r}"
        if food != NONE and food not in catalogue.food_index:
            raise WrongInput(
                f"{place}: no such food in the catalogue. Give a food that 'planner foods' lists, or none."
            )
        checked[_key(key)] = (food, _grams_given(each, place) if colon else None)
    return checked


def _grams_given(text: str, place: str) -> float:
    try:
        grams = float(text)
    except ValueError:
        grams = float("nan")
    if not (np.isfinite(grams) and grams > 0):
        raise WrongInput(f"{place}: {text!r} is no weight. Give grams above 0.")
    return grams


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
