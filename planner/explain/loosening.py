"""What somebody may loosen where there is no plan: wishes of their own, variety, money; never what keeps them safe."""

from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.targets.bound import ENERGY, listed

_FAMILY = {"added_vitamin_b12_ug": "vitamin_b12_ug", "absorbed_calcium_mg": "calcium_mg"}
ASK = "Ask a dietitian: there is no wish of your own here that could give way."
STAYS = (
    "Do not loosen a limit of your clinician by yourself, nor what an illness or a medicine asks for: show them what "
    "clashes, and ask a dietitian."
)


def family(nutrient: str) -> str:
    """The nutrient in plain words that a column counts a part of: vitamin B12 for added vitamin B12."""
    return _FAMILY.get(nutrient, nutrient)


def in_care(request: PlanRequest, catalogue: Catalogue) -> set[str]:
    """Nutrients of which an illness or a medicine of a checked request speaks, or a clinician."""
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    named = {nutrient for row in rows for nutrient in row.named_nutrients}
    limited = {limit.nutrient for limit in (*request.clinician_limits, *request.now)}
    return {family(nutrient) for nutrient in named | limited}


def may_change(request: PlanRequest, catalogue: Catalogue) -> str:
    """Sentences: which wishes of one's own may give way in a checked request, and what never does."""
    careful, words = in_care(request, catalogue), {row.nutrient: row.name for row in catalogue.nutrients}
    own = [words[wish.nutrient] for wish in request.targets if family(wish.nutrient) not in {*careful, ENERGY}]
    forced = [words[nutrient] for nutrient in request.hard if family(nutrient) not in careful]
    by_choice = request.exclude or request.no_fortified or request.only_article_foods
    wishes = [
        "raise the budget" if request.max_cost_usd is not None else "",
        f"loosen your own target of {listed(own)}" if own else "",
        f"only watch {listed(forced)}, which you force" if forced else "",
        "use fewer --must-have" if request.must_have else "",
        "let a dish go that you keep" if request.keep else "",
        "allow again foods that you leave out by choice, not for an allergy" if by_choice else "",
    ]
    found = [wish for wish in wishes if wish]
    said = f"What may give way: {', or '.join(found)}." if found else ASK
    return f"{said} {STAYS}" if request.clinician_limits or request.conditions else said
