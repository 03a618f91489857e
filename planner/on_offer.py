"""Which foods a request leaves to eat, why not the others, and which of them must be in the plan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from planner.errors import WrongInput
from planner.tables.spellings import first_spellings

if TYPE_CHECKING:
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Food

_STAGES = {"pregnant": "in pregnancy", "lactating": "while breastfeeding"}
_ALLOW = "Take it off --must-have, or change the other wish."
_TAKE_OFF = "Take it off --must-have."
_NO_DISH = "every dish that holds it needs something else that you do not eat"


def cautions_of(request: "PlanRequest", catalogue: "Catalogue") -> Mapping[str, str]:
    """Reason of every caution that holds at the person's stage of life, by the caution."""
    stage = request.person.stage
    return {row.caution: row.reason for row in catalogue.cautions if stage in row.stages}


def unwanted(food: "Food", request: "PlanRequest") -> str:
    """Which wish of a checked request keeps a food away; empty if none does."""
    if food.food in request.exclude:
        return "left out by --exclude"
    if not food.fits(request.diet):
        return f"not {request.diet}"
    allergens = " and ".join(word.replace("_", " ") for word in food.allergens if word in request.without)
    if allergens:
        return f"holds {allergens}, left out by --without"
    if request.only_article_foods and not (food.article_source or food.basic == "yes"):
        return "not among the foods of --only-article-foods"
    return ""


def unfit(food: "Food", request: "PlanRequest", cautions: Mapping[str, str]) -> str:
    """Why a person should not eat a food at this stage of life; empty if nothing speaks against it."""
    stage = _STAGES.get(request.person.stage, "now")
    return next((f"not planned {stage}, {cautions[word]}" for word in food.cautions if word in cautions), "")


def is_eaten(food: "Food", request: "PlanRequest", cautions: Mapping[str, str]) -> bool:
    """Whether the person of a checked request eats this food, and should."""
    return not (unwanted(food, request) or unfit(food, request, cautions))


def served(request: "PlanRequest", catalogue: "Catalogue", cautions: Mapping[str, str]) -> frozenset[str]:
    """Foods that the person eats, in dishes that can be made of what the person eats."""
    eaten = frozenset(food.food for food in catalogue.foods if is_eaten(food, request, cautions))
    unmade = {slot.dish for slot, foods in catalogue.slot_foods if slot.required == "yes" and not foods & eaten}
    return frozenset().union(*(foods & eaten for slot, foods in catalogue.slot_foods if slot.dish not in unmade))


def must_have_groups(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, tuple[str, ...]]:
    """By each name of a checked request's `must_have`, the slugs that it means: any one of them will do.

    Raises WrongInput for a name of which nothing can be had, and says why not.
    """
    if not request.must_have:
        return {}
    cautions = cautions_of(request, catalogue)
    on_plates, groups = served(request, catalogue, cautions), {}
    for name in request.must_have:
        groups[name] = tuple(slug for slug in catalogue.spellings[name] if slug in on_plates)
        if not groups[name]:
            raise WrongInput(f"--must-have {name}: {_why_not(name, request, catalogue, cautions)}")
    return groups


def can_be_had(request: "PlanRequest", catalogue: "Catalogue") -> dict[str, str]:
    """All that a checked request could ask for as a must-have, by spelling, in words."""
    on_plates = served(request, catalogue, cautions_of(request, catalogue))
    spellings = dict.fromkeys(first_spellings(catalogue.spellings).values())
    return {name: in_words(name, catalogue) for name in spellings if on_plates.intersection(catalogue.spellings[name])}


def in_words(spelling: str, catalogue: "Catalogue") -> str:
    """The name of a food, or what several foods are together."""
    slugs = catalogue.spellings[spelling]
    if len(slugs) == 1:
        return catalogue.foods[catalogue.food_index[slugs[0]]].name
    return f"{spelling.replace('-', ' ')} (any kind)"


def _why_not(name: str, request: "PlanRequest", catalogue: "Catalogue", cautions: Mapping[str, str]) -> str:
    """What speaks against each food of a name, and what to do. A caution is never talked away."""
    in_dishes = frozenset().union(*(foods for _, foods in catalogue.slot_foods))
    foods = [catalogue.foods[catalogue.food_index[slug]] for slug in catalogue.spellings[name] if slug in in_dishes]
    if not foods:
        return f"no dish here holds it. {_TAKE_OFF}"
    reasons: dict[str, list[str]] = {}
    for food in foods:
        why = unfit(food, request, cautions) or unwanted(food, request) or _NO_DISH
        reasons.setdefault(why, []).append(food.name)
    said = "; ".join(f"{reason} ({'; '.join(names)})" for reason, names in reasons.items())
    is_wish = any(not unfit(food, request, cautions) for food in foods)
    return f"{said}. {_ALLOW if is_wish else _TAKE_OFF}"
