"""Cook once, eat twice: dinners of a week that come back as the next day's lunch."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from planner.model.fillings import make_fillings
from planner.model.needs import Needs
from planner.model.pins import make_pins
from planner.model.week import build_week
from planner.plan import Day, Meal, Plan
from planner.request import KeptDish
from planner.solve.session import Outcome, Session
from planner.tables.catalogue import Catalogue

Fits = Callable[[tuple[KeptDish, ...]], bool]
FRESH = ("fish", "shellfish", "egg")  # roles that nobody likes warmed up


def returning(
    plan: Plan, wanted: int, taken: tuple[KeptDish, ...], catalogue: Catalogue, fits: Fits
) -> tuple[KeptDish, ...]:
    """Dinners of a week, each with itself as next day's lunch: up to `wanted`, none at a meal that is taken.

    `fits` says whether a week with so many kept dishes can be.
    """
    busy = {(dish.day, dish.meal) for dish in taken}
    days = [d for d in _spread(len(plan.days)) if (d, "dinner") not in busy and (d + 1, "lunch") not in busy]
    found: tuple[KeptDish, ...] = ()
    for meal in _keeping(plan, catalogue):
        if len(found) == 2 * min(wanted, len(days)):
            break
        day = days[len(found) // 2]
        more = (*found, _kept(meal, day, "dinner"), _kept(meal, day + 1, "lunch"))
        found = more if fits(taken + more) else found
    return found


def can_hold(needs: Needs, kept: tuple[KeptDish, ...]) -> bool:
    """Whether the relaxed week can hold these dishes: quick to ask, and where it cannot, no week can."""
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    spec = build_week(needs, fillings, pins=make_pins(kept, fillings, needs.days)).spec
    return Session(spec, integer=False, presolve="off").solve().outcome is not Outcome.INFEASIBLE


def labelled(days: tuple[Day, ...]) -> tuple[Day, ...]:
    """The same days; a lunch that is yesterday's dinner says so, and that dinner is cooked for two meals."""
    labelled: list[Day] = [days[0]] if days else []
    for day in days[1:]:
        before = labelled[-1]
        dinner = next((meal for meal in before.meals if meal.meal == "dinner"), None)
        lunch = next((meal for meal in day.meals if meal.meal == "lunch"), None)
        if dinner is not None and lunch is not None and is_same(dinner, lunch):
            labelled[-1] = _with(before, replace(dinner, cooked_for=2))
            day = _with(
                day, replace(lunch, leftovers_of=before.day, dish=f"{lunch.dish}, left over from day {before.day}")
            )
        labelled.append(day)
    return tuple(labelled)


def cooking_note(days: tuple[Day, ...], wanted: int) -> tuple[str, ...]:
    """How many lunches and dinners are to cook, where some shall come back; and why not more do."""
    if not wanted:
        return ()
    cooked, warmed = cooked_mains(days)
    said = f"{cooked} lunches and dinners to cook, {warmed} to warm up."
    if warmed < wanted:
        said += f" You asked for {wanted}; more did not fit your targets and the limits of dishes and foods."
    return (said,)


def cooked_mains(days: tuple[Day, ...]) -> tuple[int, int]:
    """Lunches and dinners that are cooked, and those that are warmed up."""
    mains = [meal for day in days for meal in day.meals if meal.meal in ("lunch", "dinner")]
    warmed = sum(meal.leftovers_of is not None for meal in mains)
    return len(mains) - warmed, warmed


def is_same(one: Meal, other: Meal) -> bool:
    """Whether two meals are one dish with the same foods and portions."""
    return one.pattern == other.pattern and _foods(one) == _foods(other)


def _foods(meal: Meal) -> list[tuple[str, float]]:
    return sorted((item.food, item.portions) for item in meal.items)


def _spread(days: int) -> Iterator[int]:
    """Days whose dinner can come back, the first, third, fifth before the others."""
    yield from range(1, days, 2)
    yield from range(2, days, 2)


def _keeping(plan: Plan, catalogue: Catalogue) -> list[Meal]:
    """Lunches and dinners that keep and warm up well, each dish once, those first that were dinners."""
    keeps = {dish.dish for dish in catalogue.dishes if dish.keeps == "yes"}
    role = {food.food: food.role for food in catalogue.foods}
    mains = [meal for name in ("dinner", "lunch") for day in plan.days for meal in day.meals if meal.meal == name]
    good = [m for m in mains if m.pattern in keeps and not any(role[item.food] in FRESH for item in m.items)]
    return list({meal.pattern: meal for meal in reversed(good)}.values())[::-1]


def _kept(meal: Meal, day: int, name: str) -> KeptDish:
    return KeptDish(day, name, meal.pattern, tuple((item.food, item.portions) for item in meal.items))


def _with(day: Day, meal: Meal) -> Day:
    return replace(day, meals=tuple(meal if each.meal == meal.meal else each for each in day.meals))
