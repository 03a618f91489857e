"""Everything that a person has chosen on the pages, and how each choice changes the request."""

from dataclasses import dataclass, field, replace

from planner.pipeline import kept_dishes
from planner.plan import Plan
from planner.request import KeptDish, PlanRequest, TargetWish


@dataclass(frozen=True, slots=True)
class Choices:
    """A request with what stands around it; nothing in it changes, so that undo is only an older one."""

    request: PlanRequest = field(default_factory=PlanRequest)
    week: tuple[KeptDish, ...] = ()  # the very dishes that are shown (swapped, or from a link); none: planned anew
    prices: tuple[tuple[str, float], ...] = ()  # food and own price [USD / 100 g], by food
    answered: bool = False  # the question about illnesses and medicines
    asks: bool = False  # from a link that left out answers on health: they come before any week

    def asking(self, **changes: object) -> "Choices":
        """With other fields of the request; the week is planned anew."""
        return replace(self, request=replace(self.request, **changes), week=())  # type: ignore[arg-type]

    def of_person(self, **changes: object) -> "Choices":
        """With other fields of the person."""
        return self.asking(person=replace(self.request.person, **changes))  # type: ignore[arg-type]

    def near(self, plan: Plan | None) -> "Choices":
        """Staying close to a week that is shown: people do not want another week for one change."""
        return self if plan is None else self.asking(near=kept_dishes(plan))

    def not_like(self, dishes: tuple[tuple[str, str], ...]) -> "Choices":
        """Rather not these dishes (pattern, food) again: the week after the one that held them."""
        return self.asking(not_again=dishes, near=())

    def wished(self, nutrient: str) -> TargetWish | None:
        """The person's own target of a nutrient."""
        return _of(self.request.targets, nutrient)

    def limited(self, nutrient: str) -> TargetWish | None:
        """The clinician's limit of a nutrient."""
        return _of(self.request.clinician_limits, nutrient)

    def with_wish(self, nutrient: str, lower: float | None, upper: float | None) -> "Choices":
        """With an own target in place of an earlier one; without any if both ends are None."""
        return self.asking(targets=_with(self.request.targets, nutrient, lower, upper))

    def with_limit(self, nutrient: str, most: float | None) -> "Choices":
        """With a clinician's limit; None: without one."""
        return self.asking(clinician_limits=_with(self.request.clinician_limits, nutrient, None, most))

    def eaten_now(self, nutrient: str) -> TargetWish | None:
        """What is eaten now of a nutrient."""
        return _of(self.request.now, nutrient)

    def with_now(self, nutrient: str, amount: float | None) -> "Choices":
        """With what is eaten now of a nutrient; None: not known."""
        return self.asking(now=_with(self.request.now, nutrient, None, amount))

    def with_conditions(self, conditions: tuple[str, ...]) -> "Choices":
        """With these illnesses and medicines, and the question answered."""
        limits = self.request.clinician_limits if conditions else ()
        now = self.request.now if conditions else ()
        greens = self.request.leafy_greens if conditions else ""
        asked = self.asking(conditions=conditions, clinician_limits=limits, now=now, leafy_greens=greens)
        return replace(asked, answered=True)

    def with_price(self, food: str, usd_per_100g: float | None) -> "Choices":
        """With an own price of a food; None: the built-in one."""
        prices = dict(self.prices)
        prices.pop(food, None)
        if usd_per_100g is not None:
            prices[food] = usd_per_100g
        return replace(self, prices=tuple(sorted(prices.items())), week=())

    def keeping(self, dish: KeptDish, week: tuple[KeptDish, ...]) -> "Choices":
        """With a dish held at its meal, or let go if it was; the week stays as it is."""
        others = tuple(kept for kept in self.request.keep if (kept.day, kept.meal) != (dish.day, dish.meal))
        keep = others if self.keeps(dish.day, dish.meal) else (*others, dish)
        return replace(self, request=replace(self.request, keep=keep), week=week)

    def keeps(self, day: int, meal: str) -> bool:
        """Whether the dish at this meal stays when the week is made again."""
        return any((kept.day, kept.meal) == (day, meal) for kept in self.request.keep)


def _of(wishes: tuple[TargetWish, ...], nutrient: str) -> TargetWish | None:
    return next((wish for wish in wishes if wish.nutrient == nutrient), None)


def _with(
    wishes: tuple[TargetWish, ...], nutrient: str, lower: float | None, upper: float | None
) -> tuple[TargetWish, ...]:
    others = tuple(wish for wish in wishes if wish.nutrient != nutrient)
    return others if lower is None and upper is None else (*others, TargetWish(nutrient, lower, upper))


def eaten(plan: Plan) -> tuple[tuple[str, str], ...]:
    """(dish pattern, food) of every helping of a plan, each once."""
    meals = (meal for day in plan.days for meal in day.meals)
    return tuple(sorted({(meal.pattern, item.food) for meal in meals for item in meal.items}))
