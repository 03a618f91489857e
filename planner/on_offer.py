"""Which foods a request leaves to eat, why not the others, and which of them must be in the plan."""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from planner.errors import PlannerError, WrongInput
from planner.person import energy_need
from planner.restrictions import kept_away_by, restrictions_of

if TYPE_CHECKING:
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue
    from planner.tables.cautions import Caution
    from planner.tables.restrictions import Restriction
    from planner.tables.rows import Food

_STAGES = {"pregnant": "in pregnancy", "lactating": "while breastfeeding"}
_ALLOW = "Take it off --must-have, or change the other wish."
_CARE = "not planned with what you have or take"
_NOT_REVIEWED = "not planned with an illness or a medicine, nobody has checked it for one"
_TAKE_OFF = "Take it off --must-have."
_NO_DISH = "every dish that holds it needs something else that you do not eat"


def plannable(request: "PlanRequest", catalogue: "Catalogue") -> tuple["PlanRequest", "Catalogue"]:
    """A checked request and the catalogue without foods that it only lists; wishes about those are done with."""
    catalogue = catalogue.plannable
    exclude = tuple(food for food in request.exclude if food in catalogue.food_index)
    eats = tuple(food for food in request.eats if food in catalogue.spellings)
    return replace(request, exclude=exclude, eats=eats), catalogue.with_plates(_plate(request, catalogue))


def _plate(request: "PlanRequest", catalogue: "Catalogue") -> float:
    """Times the usual helpings, in halves: energy / what usual ones serve, never below 1."""
    try:
        energy = energy_need(request.person, catalogue.references)
    except PlannerError:  # said where targets are made
        return 1.0
    return max(1.0, ceil(2 * energy / catalogue.rules["plate_energy"] - 1e-9) / 2)


def cautions_of(request: "PlanRequest", catalogue: "Catalogue") -> Mapping[str, str]:
    """Why the person of a checked request should not eat a food, by food: for stage of life, age or a condition."""
    risks = {food: f"not planned {who}, {row.reason}" for food, (row, who) in _risks(request, catalogue).items()}
    return kept_out_by_conditions(request, catalogue) | risks


def _risks(request: "PlanRequest", catalogue: "Catalogue") -> "dict[str, tuple[Caution, str]]":
    """By food, the first of its cautions that holds for the person, and for whom: "in pregnancy"."""
    held = {row.caution: (row, who) for row in catalogue.cautions if (who := _for_whom(row, request, catalogue))}
    found = {food.food: [held[word] for word in food.cautions if word in held] for food in catalogue.foods}
    return {food: risks[0] for food, risks in found.items() if risks}


def _for_whom(row: "Caution", request: "PlanRequest", catalogue: "Catalogue") -> str:
    """Why a caution holds for the person of a checked request, in words; empty: it does not."""
    person = request.person
    if not row.holds_for(person.stage, person.age, request.conditions):
        return ""
    if person.stage in row.stages:
        return _STAGES.get(person.stage, "now")
    named = {each.condition: each.name for each in catalogue.conditions}
    ill = [named[slug] for slug in request.conditions if slug in row.conditions]
    return f"with {ill[0]}" if ill else f"from {row.age_from} on"


def said_of_risks(request: "PlanRequest", catalogue: "Catalogue") -> tuple[str, ...]:
    """What stands above a week of foods left out for age or a condition, in one sentence; none for a stage of life."""
    reasons: dict[str, dict[str, list[str]]] = {}
    for slug, (row, who) in _risks(request, catalogue).items():
        food = catalogue.foods[catalogue.food_index[slug]]
        if food.fits(request.diet) and request.person.stage not in row.stages:
            reasons.setdefault(who, {}).setdefault(row.reason, []).append(food.title_word)
    said = []
    for who, rows in reasons.items():
        foods = "; ".join(f"{', '.join(names)} ({reason})" for reason, names in rows.items())
        said.append(f"Not planned {who}: {foods}.")
    return tuple(said)


def kept_out_by_conditions(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, str]:
    """Foods that a condition leaves out, and foods to which what it leaves out was added."""
    reasons: dict[str, str] = {}
    if request.conditions:
        reasons = dict.fromkeys((food.food for food in catalogue.foods if not food.is_reviewed), _NOT_REVIEWED)
    for row in catalogue.conditions:
        if row.condition not in request.conditions:
            continue
        names = {nutrient.nutrient: nutrient.name for nutrient in catalogue.nutrients}
        reasons |= dict.fromkeys(row.avoid_foods, f"not planned with {row.name}")
        for each in catalogue.added:
            if each.nutrient in row.avoid_fortified:
                reasons[each.food] = f"not planned with {row.name}, {names[each.nutrient]} was added to it"
    return reasons


def little_of(request: "PlanRequest", catalogue: "Catalogue") -> Mapping[str, str]:
    """Name of the condition with which only little of a food is planned, by food."""
    rows = (row for row in catalogue.conditions if row.condition in request.conditions)
    return {food: row.name for row in rows for food in row.little_foods}


def unwanted(food: "Food", request: "PlanRequest", rows: "tuple[Restriction, ...]") -> str:
    """Which wish of a checked request, with `rows` for what it leaves out, keeps a food away; empty if none does."""
    if food.food in request.exclude:
        return "left out by --exclude"
    if not food.fits(request.diet):
        return f"not {request.diet}"
    if (rows or request.no_fortified) and not food.has_known_contents:
        return "of unknown contents, left out by --without"
    held = kept_away_by(food, rows)
    if held:
        return f"holds {held}, left out by --without"
    if request.no_fortified and food.fortified == "yes":
        return "fortified, left out by --without fortified"
    if request.only_article_foods and not (food.article_source or food.basic == "yes"):
        return "not among the foods of --only-article-foods"
    return ""


def unfit(food: "Food", request: "PlanRequest", cautions: Mapping[str, str]) -> str:
    """Why the person of a request should not eat a food; empty if nothing speaks against it."""
    return cautions.get(food.food, "")


def eaten_foods(request: "PlanRequest", catalogue: "Catalogue", cautions: Mapping[str, str]) -> "list[Food]":
    """Foods that the person of a checked request eats, and should."""
    rows, foods = restrictions_of(request, catalogue), catalogue.foods
    return [food for food in foods if not (unwanted(food, request, rows) or unfit(food, request, cautions))]


def served(request: "PlanRequest", catalogue: "Catalogue", cautions: Mapping[str, str]) -> frozenset[str]:
    """Foods that the person eats, in dishes that can be made of what the person eats."""
    eaten = frozenset(food.food for food in eaten_foods(request, catalogue, cautions))
    unmade = {slot.dish for slot, foods in catalogue.slot_foods if slot.required == "yes" and not foods & eaten}
    return frozenset().union(*(foods & eaten for slot, foods in catalogue.slot_foods if slot.dish not in unmade))


def must_have_groups(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, tuple[str, ...]]:
    """By each name of a checked request's `must_have`, the slugs that it means: any one of them will do.

    Raises WrongInput for a name of which nothing can be had, and says why not.
    """
    if not request.must_have:
        return {}
    cautions = cautions_of(request, catalogue)
    on_plates, groups, little = served(request, catalogue, cautions), {}, little_of(request, catalogue)
    for name in request.must_have:
        groups[name] = tuple(slug for slug in catalogue.spellings[name] if slug in on_plates)
        if not groups[name]:
            said, private = _why_not(name, request, catalogue, cautions)
            raise WrongInput(f"--must-have {name}: {said}", private)
        if little.keys() >= set(groups[name]):
            raise WrongInput(
                f"--must-have {name}: only little of it is planned with what you have or take. {_TAKE_OFF}",
                f"This is about {little[groups[name][0]]}.",
            )
    return groups


def can_be_had(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, str]:
    """All that a checked request could ask for as a must-have, by spelling, in words."""
    on_plates = served(request, catalogue, cautions_of(request, catalogue))
    spellings = dict.fromkeys(catalogue.first_spellings.values())
    on_plates -= little_of(request, catalogue).keys()
    return {name: in_words(name, catalogue) for name in spellings if on_plates.intersection(catalogue.spellings[name])}


def in_words(spelling: str, catalogue: "Catalogue") -> str:
    """The name of a food, or what several foods are together."""
    slugs = catalogue.spellings[spelling]
    if len(slugs) == 1:
        return catalogue.foods[catalogue.food_index[slugs[0]]].name
    return f"{spelling.replace('-', ' ')} (any kind)"


def _why_not(name: str, request: "PlanRequest", catalogue: "Catalogue", cautions: Mapping[str, str]) -> tuple[str, str]:
    """What speaks against each food of a name, and what to do; then what only the person is told of it.

    A caution is never talked away.
    """
    in_dishes = frozenset().union(*(foods for _, foods in catalogue.slot_foods))
    foods = [catalogue.foods[catalogue.food_index[slug]] for slug in catalogue.spellings[name] if slug in in_dishes]
    if not foods:
        return f"no dish here holds it. {_TAKE_OFF}", ""
    reasons: dict[str, list[str]] = {}
    rows, ill = restrictions_of(request, catalogue), kept_out_by_conditions(request, catalogue)
    private = dict.fromkeys(why for food in foods if (why := ill.get(food.food)) == cautions.get(food.food) and why)
    for food in foods:
        why = unfit(food, request, cautions) or unwanted(food, request, rows) or _NO_DISH
        reasons.setdefault(_CARE if why in private else why, []).append(food.name)
    said = "; ".join(f"{reason} ({'; '.join(names)})" for reason, names in reasons.items())
    is_wish = any(not unfit(food, request, cautions) and not kept_away_by(food, rows) for food in foods)
    told = "; ".join(private)
    return f"{said}. {_ALLOW if is_wish else _TAKE_OFF}", f"{told[:1].upper()}{told[1:]}." if told else ""
