"""Facts of a plan in words: what it rests on, what food does not cover, fibre by the week, salt."""

from collections.abc import Iterator

from planner.exports.words import amount, labelled, nutrient_name, percent, with_unit, without_comma
from planner.facts import Facts, FibreRamp, RestsOn, facts_of
from planner.plan import Plan
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.targets import Salt
from planner.targets.bound import listed

CAUTION = "Ask a doctor or pharmacist which one and how much, and take no more than the label says."
NO_SALT = (
    "No salt is planned here: leave it out in the kitchen and at the table, and ask whoever treats you where your "
    "iodine comes from."
)


def first_words(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """What stands on the first screen: what food does not cover, and what the week rests on."""
    facts = facts_of(plan, request, catalogue)
    return [*uncovered_words(facts), *rests_words(facts, catalogue)]


def other_words(plan: Plan, request: PlanRequest, catalogue: Catalogue, on_page: bool = False) -> list[str]:
    """What is good to know: salt, and how to get used to much fibre, on a page without options of a command."""
    facts = facts_of(plan, request, catalogue)
    ramp = [] if facts.fibre_ramp is None else [ramp_words(facts.fibre_ramp, on_page)]
    return [salt_words(facts.salt), *ramp]


def uncovered_words(facts: Facts) -> Iterator[str]:
    """ "Not covered by food: vitamin D 19 %, choline 53 %. ..." """
    if not facts.uncovered:
        return
    shares = ", ".join(f"{each.name} {percent(each.share, 1.0)}" for each in facts.uncovered)
    yield f"Not covered by food: {shares}."
    little = [each.name for each in facts.uncovered if each.little]
    if little:
        yield f"Of {listed(little)}, food brings a third or less: think of a supplement. {CAUTION}"


def rests_words(facts: Facts, catalogue: Catalogue) -> Iterator[str]:
    """ "40 % of the calcium is in the unsweetened soy milk (fortified): buy one that says so." """
    for rest in facts.rests_on:
        name = nutrient_name(rest.nutrient, catalogue).removesuffix(", added")
        yield f"{percent(rest.share, 1.0)} of the {name} is in the {without_comma(rest.name)}: {_buy(rest)}."


def _buy(rest: RestsOn) -> str:
    if rest.set_with_calcium:
        return "buy one with calcium sulfate or chloride among its ingredients"
    return "buy one that says so on its label"


def ramp_words(ramp: FibreRamp, on_page: bool = False) -> str:
    """The weeks up to the fibre of the plan, and how to plan the first one."""
    *steps, goal = ramp.weeks
    whose = f"most people eat about {amount(ramp.now)} g" if ramp.is_usual else f"you eat {amount(ramp.now)} g now"
    means = ", then ".join(f"about {step:.0f} g" for step in steps)
    low, high = 0.9 * steps[0], 1.1 * steps[0]
    how = f"a target of {low:.0f} to {high:.0f} g under Targets" if on_page else f"--target fibre={low:.0f}:{high:.0f}"
    return (
        f"Fibre: {goal:.0f} g a day, and {whose}. If this is new to you, go up over {len(ramp.weeks)} weeks ({means}, "
        "then all of it), with enough to drink: smaller helpings of beans, bran and whole grains at first. To plan "
        f"the first week so: {how}."
    )


def salt_words(salt: Salt | None) -> str:
    """What is counted of salt, with its iodine."""
    if salt is None:
        return NO_SALT
    if salt.is_as_now:
        return labelled(
            f"Salt: {amount(salt.grams)} g a day ({with_unit(salt.sodium_mg, 'mg')} of sodium) are counted beside the "
            "food, because you add some now: go on adding as much, no less and no more. Before you change it, ask "
            "your doctor."
        )
    return labelled(
        f"Salt: {amount(salt.grams)} g of iodised salt a day is counted (a quarter of a teaspoon), "
        f"{with_unit(salt.sodium_mg, 'mg')} of sodium within the limit. It brings about "
        f"{with_unit(salt.iodine_ug, 'ug')} of iodine, which the food tables do not hold. Add no more than that."
    )
