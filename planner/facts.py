"""What a plan rests on, what food does not cover, and how to get used to it: facts as data, computed from its days."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from planner.plan import Plan, TargetResult
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.tables.rows import Food
from planner.targets import Salt
from planner.targets.bound import STEADY, WATER
from planner.targets.salt import salt_a_day, salt_as_now

RESTS = ("calcium_mg", "added_vitamin_b12_ug", "vitamin_b12_ug", "vitamin_d_ug")  # what makers add, brand by brand
B12, ADDED_B12, CALCIUM, FIBRE = "vitamin_b12_ug", "added_vitamin_b12_ug", "calcium_mg", "fibre_g"
SET_WITH_CALCIUM = "calcium-set"  # in the names of tofu whose calcium comes from what it is set with
COVERED = 0.995  # share of a reference that is nearly all of it
REFERENCES = ("RDA", "AI", "FAO")  # a reference times something ("RDA x1.8") says how well it is absorbed, not a lack


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A good part of a nutrient is in one food whose brands differ."""

    nutrient: str
    food: str  # slug; of several kinds of it the one that brings most
    name: str
    share: float  # of what the days hold
    set_with_calcium: bool = False  # tofu: what it is set with, not what is added


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A reference that is only watched and that food, with what is taken beside it, does not reach."""

    nutrient: str
    name: str
    share: float  # of the reference
    little: bool  # a third or less: a supplement is worth asking about


@dataclass(frozen=True, slots=True)
class FibreRamp:
    """Fibre far above what is eaten now, and the means of the weeks that lead up to it [g / day]."""

    now: float
    is_usual: bool  # what is eaten now is not known: what people usually eat
    weeks: tuple[float, ...]  # the last one: what the plan holds


@dataclass(frozen=True, slots=True)
class Facts:
    """What somebody should know of a plan at first sight."""

    rests_on: tuple[RestsOn, ...]
    uncovered: tuple[Uncovered, ...]
    fibre_ramp: FibreRamp | None
    salt: Salt | None  # iodised salt that is counted beside the food


def facts_of(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Facts:
    """The facts of a plan that was made for the request."""
    return Facts(
        tuple(_rests_on(plan, catalogue)),
        tuple(_uncovered(plan, catalogue)),
        _fibre_ramp(plan, request, catalogue),
        _salt(plan, request, catalogue),
    )


def _rests_on(plan: Plan, catalogue: Catalogue) -> Iterator[RestsOn]:
    """Foods whose maker adds to them, or sets them with calcium, that bring a good part of a nutrient."""
    least = catalogue.rules["rests_share"]
    asked = {result.bound.nutrient for result in plan.targets if result.bound.lower}
    for nutrient in RESTS:
        if nutrient not in asked or (nutrient == B12 and ADDED_B12 in asked):
            continue
        column, brought = catalogue.nutrient_index[nutrient], defaultdict[str, dict[str, float]](dict)
        for item in plan.items():
            place = catalogue.food_index[item.food]
            amount = max(0.0, float(catalogue.per_100g[place, column])) * item.grams / 100
            kinds = brought[catalogue.foods[place].kin]
            kinds[item.food] = kinds.get(item.food, 0.0) + (amount if amount == amount else 0.0)
        whole = sum(sum(kinds.values()) for kinds in brought.values())
        for kinds in sorted(brought.values(), key=lambda kinds: -sum(kinds.values())):
            food = catalogue.foods[catalogue.food_index[max(kinds, key=lambda slug: kinds[slug])]]
            is_set = SET_WITH_CALCIUM in food.name and nutrient == CALCIUM
            if whole > 0 and sum(kinds.values()) >= least * whole and (is_set or _is_added(food, nutrient, catalogue)):
                yield RestsOn(nutrient, food.food, food.name, sum(kinds.values()) / whole, is_set)


def _is_added(food: Food, nutrient: str, catalogue: Catalogue) -> bool:
    """Whether the maker adds the nutrient: B12 by its own column; the calcium of milk is its own."""
    if food.fortified != "yes":
        return False
    if nutrient in (B12, ADDED_B12):
        return bool(catalogue.per_100g[catalogue.food_index[food.food], catalogue.nutrient_index[ADDED_B12]] > 0)
    return nutrient != CALCIUM or food.diet == "vegan"


def _uncovered(plan: Plan, catalogue: Catalogue) -> Iterator[Uncovered]:
    """Watched references below which the mean of the days stays, the least covered first."""
    found = []
    for result in plan.targets:
        share = _share(result)
        if share is not None and share < COVERED:
            name = catalogue.nutrients[catalogue.nutrient_index[result.bound.nutrient]].name
            little = share <= catalogue.rules["supplement_share"]
            found.append(Uncovered(result.bound.nutrient, name, share, little))
    yield from sorted(found, key=lambda each: each.share)


def _share(result: TargetResult) -> float | None:
    """Part of a watched reference that is reached; None of what is no lack: water is drunk, what is hard is met."""
    bound = result.bound
    if bound.hard or not bound.lower or bound.nutrient == WATER or bound.basis not in REFERENCES:
        return None
    return (result.mean + bound.supplied) / (bound.lower + bound.supplied)


def _fibre_ramp(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> FibreRamp | None:
    """Equal steps from what is eaten now to what the plan holds, where that is far above it."""
    now = next((each.upper for each in check_request(request, catalogue).now if each.nutrient == FIBRE), None)
    start = now if now is not None else catalogue.rules["fibre_usual"]
    goal = sum(day.nutrients[FIBRE] for day in plan.days) / len(plan.days)
    if goal - start <= catalogue.rules["fibre_ramp_above"]:
        return None
    weeks = int(catalogue.rules["fibre_ramp_weeks"])
    return FibreRamp(start, now is None, tuple(start + (goal - start) * week / weeks for week in range(1, weeks + 1)))


def _salt(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Salt | None:
    counted = [result.bound for result in plan.targets if result.bound.salt]
    if any(bound.basis == STEADY for bound in counted):
        return salt_as_now(check_request(request, catalogue), catalogue.references)
    return salt_a_day(request.person, catalogue.references) if counted else None
