"""Which dishes of the week before come again in this one."""

from dataclasses import dataclass

from planner.plan import Plan
from planner.request import PlanRequest

MOST_NAMED = 6  # dishes


@dataclass(frozen=True, slots=True)
class Again:
    """Different dishes of a week and of the week before it."""

    dishes: int  # different dishes of this week
    names: tuple[str, ...]  # those that the week before had, too, as this week calls them
    foods: int  # different foods of this week
    foods_again: int  # those that the week before had, too


def come_again(plan: Plan, request: PlanRequest) -> Again | None:
    """What comes again; None where no week before was named."""
    if not request.not_again:
        return None
    before, eaten = {dish for dish, _ in request.not_again}, {food for _, food in request.not_again}
    names: dict[str, str] = {}
    for meal in (meal for day in plan.days for meal in day.meals):
        names.setdefault(meal.pattern, meal.dish)
    again = tuple(name for pattern, name in names.items() if pattern in before)
    return Again(len(names), again, len(plan.foods), len(plan.foods & eaten))


def again_words(plan: Plan, request: PlanRequest) -> list[str]:
    """The same in a sentence: "5 of 24 dishes again: ..."; nothing where no week before was named."""
    again = come_again(plan, request)
    if again is None:
        return []
    if not again.names:
        return [f"None of the {again.dishes} dishes was in the week before."]
    more = len(again.names) - MOST_NAMED
    said = ", ".join(name[:1].lower() + name[1:] for name in again.names[:MOST_NAMED])
    said += f" and {more} more" if more > 0 else ""
    return [f"{len(again.names)} of {again.dishes} dishes again, as in the week before: {said}."]
