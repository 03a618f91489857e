"""Why a request cannot be met, in full: what clashes, what can be reached, what would help."""

from dataclasses import replace
from math import ceil, floor, log10

from planner.explain.impossible.clash import Asked, Loose, Shortfall, Wished, best, check, conflict, shortfall, solved
from planner.explain.impossible.refusal import Kind, Level, Reach, Refusal, Wish
from planner.explain.impossible.repairs import possible, repairs_of
from planner.explain.impossible.wishes import B12, amount, unit_word
from planner.explain.loosening import family, may_change
from planner.model.needs import make_needs
from planner.on_offer import plannable
from planner.request import KeptDish, PlanRequest, check_request
from planner.solve.session import Outcome
from planner.tables.catalogue import Catalogue
from planner.targets import make_targets

HEADLINES = {
    Level.FOODS: "No plan: no foods can meet all of this together, in any amounts.",
    Level.MEALS: "No plan: foods in some amounts could meet all of this, but no real meals made of them can.",
    Level.PORTIONS: "No plan: meals could meet this on average, but no whole portions of whole dishes do.",
}
ADDED = "Only B12 that was added to food counts here: B12 bound in food is poorly freed."
CLINICIAN = (
    "A limit of your clinician, or what an illness or a medicine asks for, is not loosened here: show them what "
    "clashes, and ask a dietitian."
)
ALLERGEN = "Allergens stay out: no change here brings them back."
LIMIT = "Upper levels are there for safety: no change here goes above them."
ENERGY = "The dishes here do not hold that much energy. Less is not offered: it would mean losing weight."
NO_REPAIR = "No change that can be offered here makes it possible. Ask a dietitian."


def explain_impossible(request: PlanRequest, catalogue: Catalogue, cancelled: Asked = None) -> Refusal:
    """The explanation of a request that cannot be met. Raises WrongInput as `make_plan`, and Cancelled."""
    asked = request
    request, catalogue = plannable(check_request(request, catalogue), catalogue)
    targets = make_targets(request, catalogue)
    needs = replace(make_needs(request, targets, catalogue), shares_yield=True)  # no week is refused for them
    wished = Wished.of(request, targets, needs, catalogue)
    wished = replace(wished, excluded_as=asked.exclude)
    loose, level = wished.day(), Level.FOODS
    if solved(loose.spec, cancelled).outcome is not Outcome.INFEASIBLE:
        loose, level = wished.week(), Level.MEALS
        if solved(loose.spec, cancelled).outcome is not Outcome.INFEASIBLE:
            return _of_kept(wished, cancelled)
    short = shortfall(loose, cancelled)
    clash = _clash(loose, short, cancelled)
    reachable = tuple(_reaches(wished, loose, short.rows, cancelled))
    gives = {wish for row in short.rows for wish in loose.owners[row]}
    lacking = [loose.spec.row_names[row].rpartition(" ") for row in short.rows]
    least = tuple(nutrient for kind, _, nutrient in lacking if kind == "at least" and wished.needs.limit(nutrient))
    repairs = repairs_of(wished, {*clash, *gives}, gives, least, cancelled)
    notes = _notes(wished, clash)
    return Refusal(level, HEADLINES[level], clash, reachable, repairs, notes if repairs else (*notes, NO_REPAIR))


def _clash(loose: Loose, short: Shortfall, cancelled: Asked) -> tuple[Wish, ...]:
    try:
        return conflict(loose, short, cancelled)
    except ValueError:  # a solve was not decided: nothing is proven, nothing is blamed
        check(cancelled)
        return ()


def _of_kept(wished: Wished, cancelled: Asked) -> Refusal:
    """Where only the dishes that are kept, or whole portions, stand in the way."""
    request, kept = wished.request, wished.request.keep
    if not kept or possible(request, wished.catalogue, cancelled) is not None:
        return Refusal(Level.PORTIONS, HEADLINES[Level.PORTIONS], (), (), (), (may_change(request, wished.catalogue),))
    clash = list(kept)
    for dish in kept:
        others = tuple(each for each in clash if each is not dish)
        if possible(replace(request, keep=others), wished.catalogue, cancelled) is None:
            clash.remove(dish)
    wishes = tuple(_kept_wish(dish, wished.catalogue) for dish in clash)
    repairs = repairs_of(wished, set(wishes), set(), (), cancelled)
    return Refusal(Level.MEALS, HEADLINES[Level.MEALS], wishes, (), repairs, _notes(wished, wishes))


def _kept_wish(dish: KeptDish, catalogue: Catalogue) -> Wish:
    name = next((row.dish.replace("-", " ") for row in catalogue.dishes if row.dish == dish.pattern), dish.pattern)
    return Wish(Kind.KEPT, f"{dish.day} {dish.meal}", f"you keep the {name} at {dish.meal} on day {dish.day}")


def _reaches(wished: Wished, loose: Loose, rows: tuple[int, ...], cancelled: Asked) -> list[Reach]:
    """The best end of every nutrient and cost that gives, each by a solve, with the others that give open."""
    found: dict[tuple[str, bool], Reach] = {}
    for row in rows:
        kind, _, nutrient = loose.spec.row_names[row].rpartition(" ")
        known = nutrient == "cost" or nutrient in wished.catalogue.nutrient_index
        if kind not in ("at least", "at most") or not known:
            continue
        check(cancelled)
        share = best(loose, row, rows, cancelled)
        if share is None:
            continue
        reach = _reach(wished, nutrient, kind == "at least", share, loose, row)
        key = (family(nutrient), reach.is_least)
        if key not in found or nutrient == family(nutrient):
            found[key] = reach
    return [reach for reach in found.values() if (reach.reached < reach.wanted) == reach.is_least]


def _reach(wished: Wished, nutrient: str, is_least: bool, share: float, loose: Loose, row: int) -> Reach:
    """A row's best and its bound, from shares of the target to units."""
    bound = float(loose.spec.row_lower[row] if is_least else loose.spec.row_upper[row])
    if nutrient == "cost":
        usd = wished.request.max_cost_usd or 0.0
        text = (
            f"the cheapest that meets all else costs {ceil(share * usd * 100) / 100:.2f} USD; your budget is {usd:.2f}"
        )
        return Reach("cost", "cost", "USD", False, usd, share * usd, text)
    limit = wished.needs.limit(nutrient)
    scale = limit.scale if limit else 1.0
    wanted, reached = bound * scale, max(0.0, share * scale)
    column = wished.catalogue.nutrients[wished.catalogue.nutrient_index[nutrient]]
    unit = unit_word(column.unit)
    if is_least:
        text = f"{column.name} tops out at {amount(_figures(reached, floor))} of {amount(wanted)} {unit} a day"
    else:
        reached_text = amount(_figures(reached, ceil))
        text = f"{column.name} cannot go below {reached_text} {unit} a day; the most asked for is {amount(wanted)}"
    return Reach(nutrient, column.name, column.unit, is_least, wanted, reached, text)


def _figures(value: float, rounded: type(floor)) -> float:  # type: ignore[valid-type]
    """Three figures, below 10 two, rounded outward."""
    if value < 1e-6:
        return 0.0
    step = 10.0 ** (floor(log10(value)) - (2 if value >= 10 else 1))
    return float(rounded(value / step) * step)


def _notes(wished: Wished, clash: tuple[Wish, ...]) -> tuple[str, ...]:
    """What must be said beside: why B12 counts so, and what is never loosened."""
    kinds = {wish.kind for wish in clash}
    found = []
    if any(wish.name == B12 for wish in clash):
        notes = [b.note for b in wished.targets.hard() if family(b.nutrient) == B12 != b.nutrient and b.note]
        found += [ADDED] * bool(notes) if wished.request.conditions else notes  # theirs would name the illness
    care = wished.request.clinician_limits or wished.request.conditions
    found += [CLINICIAN] * bool(care) + [ALLERGEN] * (Kind.ALLERGEN in kinds) + [LIMIT] * (Kind.LIMIT in kinds)
    found += [ENERGY] * (kinds == {Kind.ENERGY} and wished.request.person.energy_kcal is None)
    return tuple(found)
