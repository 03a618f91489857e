"""What was asked for, in words: for whom a week is, and every wish."""

from planner.exports.words import money
from planner.on_offer import in_words
from planner.person import Person
from planner.plan import Plan
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue

_SEXES = {("female", True): "woman", ("male", True): "man", ("female", False): "girl", ("male", False): "boy"}
_ADULT = 18  # years, for the word only


def week_title(plan: Plan, person: Person) -> str:
    """What it is and for whom: "A vegan week for a woman of 35 needing 2,000 kcal a day"."""
    article = "An" if plan.diet[0] in "aeiou" else "A"
    days = len(plan.days)
    named = {1: f"{article} {plan.diet} day", 7: f"{article} {plan.diet} week"}
    span = named.get(days, f"{days} {plan.diet} days")
    return f"{span} for {_somebody(person)} needing {plan.energy_kcal:,.0f} kcal a day"


def _somebody(person: Person) -> str:
    word = _SEXES[person.sex, person.age >= _ADULT]
    if person.stage == "pregnant":
        return f"a pregnant {word} of {person.age}, trimester {person.pregnant_trimester},"
    if person.stage == "lactating":
        months = person.lactating_months
        return f"a breastfeeding {word} of {person.age}, {months} {_noun(months or 0, 'month')} after birth,"
    return f"a {word} of {person.age}"


def _noun(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"


def _margin(share: float) -> str:
    return "no margin above what is recommended" if share == 0 else f"{100 * share:.0f} % of the margin"


def asked_for(request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """What was asked for beside the diet, in words."""
    checked = check_request(request, catalogue)
    said = []
    if request.without:
        names = {row.restriction: row.name for row in catalogue.restrictions}
        said.append("without " + ", ".join(names[word] for word in checked.without))
    said += ["no fortified foods"] * request.no_fortified
    if request.exclude:
        foods = (catalogue.foods[catalogue.food_index[food]].name for food in checked.exclude)
        said.append("no " + ", no ".join(foods))
    if request.must_have:
        said.append("with " + ", ".join(in_words(name, catalogue) for name in checked.must_have))
    said += ["only the article's foods and basics"] * request.only_article_foods
    said += [_margin(request.margin)] * (request.margin != 1)
    said += ["counting what the body takes up"] * request.absorption
    said += [f"{request.leftovers} dinners again as the next day's lunch"] * bool(request.leftovers)
    said += ["close to what is eaten now"] * bool(request.eats)
    said += ["rather not the dishes of the week before"] * bool(request.not_again)
    if request.conditions:
        said.append(f"heeding what you named of your health ({len(request.conditions)})")
    said += [f"your target {wish}" for wish in request.targets]
    limits = request.clinician_limits
    said += [f"your clinician's limit of {limit.upper:g} for {limit.nutrient} every day" for limit in limits]
    said += [f"{each.upper:g} of {each.nutrient} eaten now" for each in request.now]
    said += [f"leafy greens {request.leafy_greens.replace('-', ' ')}"] * bool(request.leafy_greens)
    said += [f"you take {taken}" for taken in request.supplements]
    if request.at_home:
        number = len(checked.at_home)
        said.append("using 1 thing that is at home first" if number == 1 else f"using {number} things at home first")
    said += [f"only watch {nutrient}" for nutrient in request.watch]
    said += [f"force {nutrient}" for nutrient in request.hard]
    if request.max_cost_usd is not None:
        said.append(f"at most {money(request.max_cost_usd)} in all")
    return said
