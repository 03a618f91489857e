"""The wishes of a request, each with the foods that it keeps away and the bounds that it sets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import PlannerError
from planner.explain.impossible.refusal import Kind, Wish
from planner.explain.loosening import family
from planner.model.needs import make_needs
from planner.on_offer import in_words
from planner.request import PlanRequest
from planner.restrictions import restrictions_of
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, Targets, make_targets
from planner.targets.bound import CLINICIAN, ENERGY, KEPT_STEADY, NOW, STOPS, USUAL, YOURS

Array = np.ndarray
_UNITS = {"ug": "mcg"}
B12 = "vitamin_b12_ug"


@dataclass(frozen=True)
class End:
    """One end of a bound [unit / day] and the wishes that it stands on: it falls with any of them."""

    nutrient: str
    is_least: bool
    value: float
    wishes: frozenset[Wish]


def amount(value: float) -> str:
    """Three figures, from 1,000 whole numbers with thousands apart."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def unit_word(unit: str) -> str:
    """The unit as a label writes it."""
    return _UNITS.get(unit, unit)


def plain_name(name: str) -> str:
    """A name without a comma: "white beans, canned" -> "white beans (canned)"; that it is fortified goes without."""
    first, _, rest = name.removesuffix(", fortified").partition(", ")
    return f"{first} ({rest})" if rest else first


def food_wishes(request: PlanRequest, catalogue: Catalogue) -> dict[Wish, Array]:
    """Which foods [foods, bool] each wish of a checked request about foods keeps away; none that keeps away nothing."""
    foods, found = catalogue.foods, {}
    names = {food.food: food.name for food in foods}
    for slug in request.exclude:
        found[Wish(Kind.EXCLUDED, slug, f"you leave out {plain_name(names[slug])}")] = [
            food.food == slug for food in foods
        ]
    if request.only_article_foods:
        away = [not (food.article_source or food.basic == "yes") for food in foods]
        found[Wish(Kind.ARTICLE, "article", "you eat only the article's foods and basics")] = away
    if request.no_fortified:
        away = [food.fortified == "yes" for food in foods]
        found[Wish(Kind.FORTIFIED, "fortified", "you leave out fortified foods")] = away
    for row in restrictions_of(request, catalogue):
        wish = Wish(Kind.ALLERGEN, row.restriction, f"you eat nothing with {row.name}")
        found[wish] = [row.keeps_away(food) for food in foods]
    found[diet_wish(request)] = [not food.fits(request.diet) for food in foods]
    return {wish: np.array(away) for wish, away in found.items() if any(away)}


def diet_wish(request: PlanRequest) -> Wish:
    """The diet as a wish."""
    return Wish(Kind.DIET, request.diet, f"you eat {request.diet}")


def fit_foods(request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Array:
    """[foods, bool] what this person may eat if no wish kept it away: in no state or illness to be avoided."""
    bare = replace(
        request, diet="omnivore", without=(), exclude=(), must_have=(), no_fortified=False, only_article_foods=False
    )
    return make_needs(bare, targets, catalogue).allowed


def ends(request: PlanRequest, targets: Targets, catalogue: Catalogue) -> list[End]:
    """Every hard end of the targets with its wishes, and those that would hold in place of an own target or a diet."""
    found = list(_ends(request, targets, catalogue))
    if request.targets:
        found = _with_looser(found, _other_ends(replace(request, targets=()), catalogue))
    if request.diet == "omnivore":
        return found
    of_others = [
        end
        for targets_too in {request.targets, ()}
        for end in _other_ends(replace(request, diet="omnivore", must_have=(), targets=targets_too), catalogue)
    ]
    if of_others:
        known = {_key(end) for end in of_others}
        found = [end if _key(end) in known else _of_diet(end, request) for end in found]
    return _with_looser(found, of_others)


def _key(end: End) -> tuple[str, bool, float]:
    return end.nutrient, end.is_least, end.value


def _with_looser(found: list[End], others: Iterable[End]) -> list[End]:
    """The ends, and those of others that are no tighter: they hold where the tighter one is let go."""
    tightest: dict[tuple[str, bool], float] = {}
    for end in found:
        side, value = (end.nutrient, end.is_least), end.value
        tightest[side] = (max if end.is_least else min)(value, tightest.get(side, value))
    merged = {_key(end): end for end in found}
    for end in others:
        tight = tightest.get((end.nutrient, end.is_least))
        if tight is not None and (end.value <= tight if end.is_least else end.value >= tight):
            merged.setdefault(_key(end), end)
    return list(merged.values())


def _other_ends(request: PlanRequest, catalogue: Catalogue) -> list[End]:
    try:
        return list(_ends(request, make_targets(request, catalogue), catalogue))
    except PlannerError:  # as another diet, or without an own target, it cannot be asked for
        return []


def _of_diet(end: End, request: PlanRequest) -> End:
    """An end that stands on the diet as well: only vegans count added B12 alone."""
    if any(wish.kind in (Kind.OWN, Kind.ENERGY, Kind.CLINICIAN, Kind.CONDITION, Kind.LIMIT) for wish in end.wishes):
        return end
    return replace(end, wishes=end.wishes | {diet_wish(request)})


def _ends(request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[End]:
    for bound in targets.hard():
        if bound.lower is not None:
            yield _end(bound, True, bound.lower, request, catalogue)
        if bound.upper is not None:
            yield _end(bound, False, bound.upper, request, catalogue)


def _end(bound: Bound, is_least: bool, value: float, request: PlanRequest, catalogue: Catalogue) -> End:
    parts = bound.basis.split(", ")  # "RDA, UL": one gives the least, the other the most
    basis = parts[0] if is_least else parts[-1]
    kind = _kind(bound.nutrient, basis, request)
    said = (
        f"you eat about {energy_of(bound):,.0f} kcal a day"
        if kind is Kind.ENERGY
        else _said(bound, kind, basis, is_least, value, catalogue)
    )
    wish = Wish(kind, family(bound.nutrient), said)
    return End(bound.nutrient, is_least, value, frozenset({wish}))


def energy_of(bound: Bound) -> float:
    """The middle of the energy that is planned [kcal / day]."""
    return round(((bound.lower or bound.upper or 0.0) + (bound.upper or bound.lower or 0.0)) / 2, -1)


def _kind(nutrient: str, basis: str, request: PlanRequest) -> Kind:
    if nutrient == ENERGY:
        return Kind.ENERGY
    if basis == YOURS:
        return Kind.OWN
    if basis in STOPS:
        return Kind.LIMIT
    if basis == CLINICIAN:
        return Kind.CLINICIAN
    if basis in (NOW, USUAL, *KEPT_STEADY):
        return Kind.CONDITION
    return Kind.FORCED if nutrient in request.hard else Kind.REFERENCE


def _said(bound: Bound, kind: Kind, basis: str, is_least: bool, value: float, catalogue: Catalogue) -> str:
    """An end in words: "at least 2.4 mcg of vitamin B12 a day (the recommended amount)"."""
    row = catalogue.nutrients[catalogue.nutrient_index[family(bound.nutrient)]]
    if bound.nutrient == "absorbed_calcium_mg":
        row = replace(row, name="absorbed calcium")
    total = value + bound.supplied
    said = f"at {'least' if is_least else 'most'} {amount(total)} {unit_word(row.unit)} of {row.name} a day"
    beside = {
        Kind.OWN: "your own target",
        Kind.FORCED: f"forced by you, {basis}",
        Kind.LIMIT: f"a safe upper limit, {basis}",
        Kind.CLINICIAN: "your clinician's limit",
        Kind.CONDITION: "because of an illness or a medicine",
        Kind.REFERENCE: f"{_reference_word(basis)}, {basis}",
    }[kind]
    return f"{said} ({beside})"


def _reference_word(basis: str) -> str:
    """What a reference is in plain words; an AI is no requirement."""
    if basis.startswith("RDA +"):
        return "the recommended amount and a margin"
    if basis.startswith("RDA"):
        return "the recommended amount"
    return "an adequate amount" if basis.startswith("AI") else "the guideline"


def must_have_wish(name: str, catalogue: Catalogue) -> Wish:
    """A food that must be had, as a wish; `name` as in a checked request."""
    return Wish(Kind.MUST_HAVE, name, f"you want {plain_name(in_words(name, catalogue))} in it")


def budget_wish(request: PlanRequest) -> Wish:
    """The budget as a wish."""
    return Wish(Kind.BUDGET, "cost", f"you spend at most {request.max_cost_usd or 0:.2f} USD for {_days(request)}")


def _days(request: PlanRequest) -> str:
    return "the day" if request.days == 1 else f"{request.days} days"


def absorption_wish() -> Wish:
    """Counting what the body takes up, as a wish."""
    return Wish(Kind.ABSORPTION, "absorption", "you count what the body takes up")
