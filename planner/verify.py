"""An independent recomputation of a plan from the tables; it shares nothing with the model."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import isclose, isnan

from planner.errors import PlanFault
from planner.plan import Day, Meal, Plan
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.tables.cautions import Caution
from planner.tables.rows import DIETS, NOT_REVIEWED, UNKNOWN_CONTENTS
from planner.targets import Targets
from planner.verify_care import care_faults
from planner.verify_targets import target_faults

SLACK = 1e-6  # relative: the solver's own feasibility tolerance


def verify(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> None:
    """Check every promise of a plan against the tables. Raises PlanFault naming what is broken."""
    faults = [
        *_item_faults(plan, catalogue),
        *_shown_faults(plan, catalogue),
        *_bound_faults(plan, targets, catalogue),
        *_absorbed_faults(plan, catalogue),
        *_by_meal_faults(plan, request, targets, catalogue),
        *_days_above(plan, request, catalogue),
        *_avoided(plan, request, catalogue),
        *_lacking(plan, request, catalogue),
        *_too_often(plan, catalogue),
        *_not_little(plan, request, catalogue),
        *_home_faults(plan, request, catalogue),
        *_shape_faults(plan, request),
        *care_faults(plan, check_request(request, catalogue), catalogue, targets.steady_times),
        *target_faults(plan, check_request(request, catalogue), targets, catalogue),
    ]
    if faults:
        raise PlanFault("the plan failed its own check and is not shown: " + "; ".join(faults[:5]))


def amounts(plan: Plan, catalogue: Catalogue, nutrient: str, high: bool) -> float:
    """Mean of a nutrient over the days [unit / day], item by item from the tables.

    An unknown value counts as nothing, or with `high` as its estimate; without one it is infinite.
    """
    table = catalogue.upper_per_100g if high else catalogue.per_100g
    column, total = catalogue.nutrient_index[nutrient], 0.0
    for item in plan.items():
        value = float(table[catalogue.food_index[item.food], column])
        if isnan(value):
            value = float("inf") if high else 0.0
        total += value * item.grams / 100
    return total / len(plan.days)


def _item_faults(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    cost = 0.0
    for item in plan.items():
        place = catalogue.food_index[item.food]
        if not isclose(item.grams, item.portions * catalogue.foods[place].grams, rel_tol=1e-9):
            yield f"{item.name}: {item.grams} g is not {item.portions} portions"
        cost += float(catalogue.usd_per_100g[place]) * (item.grams - item.at_home_grams) / 100
    if not isclose(cost, plan.cost_usd, rel_tol=1e-9):
        yield f"the cost is {cost:.4f}, not {plan.cost_usd:.4f}"


def _shown_faults(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """Energy, cost and totals as they are shown: of each plate, each day and the mean of the days."""
    kcal = catalogue.nutrient_index["energy_kcal"]
    for item in plan.items():
        place = catalogue.food_index[item.food]
        energy = float(catalogue.per_100g[place, kcal]) * item.grams / 100
        cost = float(catalogue.usd_per_100g[place]) * (item.grams - item.at_home_grams) / 100
        if not (_same(item.energy_kcal, energy) and _same(item.cost_usd, cost)):
            yield f"{item.name} is shown with {item.energy_kcal:.1f} kcal and {item.cost_usd:.4f} USD"
    for day in plan.days:
        alone = replace(plan, days=(day,))
        if not _same(day.cost_usd, sum(item.cost_usd for item in alone.items())):
            yield f"day {day.day} is shown with a cost of {day.cost_usd:.4f}"
        for nutrient, shown in day.nutrients.items():
            if not _same(shown, amounts(alone, catalogue, nutrient, high=False)):
                yield f"day {day.day} is shown with {shown:.4f} of {nutrient}"
    for result in plan.targets:
        if not _same(result.mean, amounts(plan, catalogue, result.bound.nutrient, high=False)):
            yield f"{result.bound.nutrient} is shown with a mean of {result.mean:.4f}"


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def _bound_faults(plan: Plan, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    for bound in targets.bounds:
        if not bound.hard:
            continue
        if bound.lower is not None:
            mean = amounts(plan, catalogue, bound.nutrient, high=False)
            if mean < bound.lower * (1 - SLACK) - SLACK:
                yield f"{bound.nutrient} is {mean:.4f}, below {bound.lower:.4f}"
        if bound.upper is not None:
            mean = amounts(plan, catalogue, bound.nutrient, high=True)
            if mean > bound.upper * (1 + SLACK) + SLACK:
                yield f"{bound.nutrient} is {mean:.4f}, above {bound.upper:.4f}"


def _absorbed_faults(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    """Absorbed calcium of each day as fraction of the food's class x its calcium."""
    calcium = catalogue.nutrient_index["calcium_mg"]
    for day in plan.days:
        absorbed = 0.0
        for meal in day.meals:
            for item in meal.items:
                eaten = float(catalogue.per_100g[catalogue.food_index[item.food], calcium]) * item.grams / 100
                absorbed += 0.0 if isnan(eaten) else eaten * catalogue.absorption.calcium_class(item.food).fraction
        shown = day.nutrients["absorbed_calcium_mg"]
        if not _same(shown, absorbed):
            yield f"day {day.day} is shown with {shown:.4f} mg of absorbed calcium, not {absorbed:.4f}"


def _by_meal_faults(plan: Plan, request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Iterator[str]:
    """With absorption: B12 as one meal after another lets it through, and no day with all of it in one meal."""
    goal = targets.b12_by_meal
    if not request.absorption or goal is None:
        return
    column, rules = catalogue.per_100g[:, catalogue.nutrient_index[goal.nutrient]], catalogue.absorption.rules
    total = 0.0
    for day in plan.days:
        absorbed, with_some = 0.0, 0
        for meal in day.meals:
            held = (float(column[catalogue.food_index[item.food]]) * item.grams / 100 for item in meal.items)
            amount = sum(each for each in held if not isnan(each))
            absorbed += catalogue.absorption.b12_absorbed(amount)
            with_some += amount >= rules["b12_meal_least"].value - SLACK
        if with_some < rules["b12_meals"].value:
            yield f"day {day.day} holds B12 in fewer than {rules['b12_meals'].value:.0f} meals"
        if day.absorbed_b12_ug is None or not _same(day.absorbed_b12_ug, absorbed):
            yield f"day {day.day} is shown with {day.absorbed_b12_ug} ug of absorbed B12, not {absorbed:.4f}"
        total += absorbed / len(plan.days)
    if total < goal.target * (1 - SLACK) - SLACK:
        yield f"absorbed B12 is {total:.4f}, below {goal.target:.4f}"
    if plan.absorbed_b12 is None or not _same(plan.absorbed_b12.mean, total):
        yield "absorbed B12 is shown with another mean"


def _home_faults(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Never more from home than there is and is eaten; and nothing is paid while some of it is left."""
    stock = {thing.food: thing.amount for thing in check_request(request, catalogue).at_home}
    used: dict[str, float] = defaultdict(float)
    paid: dict[str, float] = defaultdict(float)
    for item in plan.items():
        form = catalogue.purchases.get(item.food)
        if not 0 <= item.at_home_grams <= item.grams * (1 + SLACK):
            yield f"{item.name}: {item.at_home_grams} g from home of {item.grams} g"
        if form is not None:
            used[form.purchase] += item.at_home_grams / form.grams_eaten_per_gram_bought
            paid[form.purchase] += (item.grams - item.at_home_grams) / form.grams_eaten_per_gram_bought
        elif item.at_home_grams:
            yield f"{item.name} is from home, but how it is bought is not known"
    for purchase, grams in used.items():
        held = stock.get(purchase, 0.0)
        if grams > held * (1 + SLACK) + SLACK:
            yield f"{grams:.1f} g of {purchase} from home, where {held:.1f} g are"
        if paid[purchase] > SLACK * 100 and grams < held * (1 - SLACK) - SLACK * 100:
            yield f"{purchase} is bought while {held - grams:.1f} g are left at home"


def _days_above(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Days above a clinician's limit, by the limits of the request itself."""
    for limit in check_request(request, catalogue).clinician_limits:
        most = limit.upper or 0.0
        for day in plan.days:
            held = amounts(replace(plan, days=(day,)), catalogue, limit.nutrient, high=True)
            if held > most * (1 + SLACK) + SLACK:
                yield f"day {day.day} holds {held:.4f} of {limit.nutrient}, above the {most:g} of the clinician"


def _avoided(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    conditions = [row for row in catalogue.conditions if row.condition in request.conditions]
    added = {(row.food, row.nutrient) for row in catalogue.added}
    away = _left_out(request, catalogue)
    for food in sorted(plan.foods):
        row = catalogue.foods[catalogue.food_index[food]]
        if DIETS.index(row.diet) > DIETS.index(request.diet):
            yield f"{row.name} is not {request.diet}"
        if food in away or set(row.allergens) & away or set(row.contents) & away:
            yield f"{row.name} holds an allergen to avoid"
        if (away or request.no_fortified) and UNKNOWN_CONTENTS in row.cautions:
            yield f"{row.name} may hold what is to be avoided"
        if NOT_REVIEWED in row.cautions and (conditions or request.person.stage != "general"):
            yield f"{row.name} was checked for nobody's health"
        for caution in catalogue.cautions:
            if caution.caution in row.cautions and _is_at_risk(caution, request):
                yield f"{row.name} is a risk for this person: {caution.reason}"
        if food in request.exclude:
            yield f"{row.name} is excluded"
        for condition in conditions:
            if food in condition.avoid_foods or any((food, each) in added for each in condition.avoid_fortified):
                yield f"{row.name} is not for somebody with {condition.name}"
        if request.no_fortified and row.fortified == "yes":
            yield f"{row.name} is fortified"
        if request.only_article_foods and not (row.article_source or row.basic == "yes"):
            yield f"{row.name} is not on the article's lists"


def _is_at_risk(caution: Caution, request: PlanRequest) -> bool:
    """Whether stage of life, age or an illness speaks against what carries a caution, one by one from its row."""
    if request.person.stage in caution.stages or any(slug in request.conditions for slug in caution.conditions):
        return True
    return caution.age_from is not None and caution.age_from <= request.person.age


def _left_out(request: PlanRequest, catalogue: Catalogue) -> set[str]:
    """Marks and foods that nobody gets who leaves out what the request names, or has an illness that asks for it."""
    away = set(request.without)
    for row in catalogue.restrictions:
        if row.restriction in request.without or any(each in row.conditions for each in request.conditions):
            away |= {row.restriction, *row.marks, *row.foods}
    return away


def _lacking(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """What must be had and is on no plate; of a name that means several foods, any one will do."""
    for name in request.must_have:
        if not plan.foods.intersection(catalogue.spellings[name]):
            yield f"{name} must be in it and is not"


def _too_often(plan: Plan, catalogue: Catalogue) -> Iterator[str]:
    weeks = max(1.0, len(plan.days) / 7)
    days_of: dict[str, set[int]] = defaultdict(set)
    for day in plan.days:
        for food, portions in _portions(day).items():
            days_of[food].add(day.day)
            row = catalogue.foods[catalogue.food_index[food]]
            if portions > row.max_portions_per_day + SLACK:
                yield f"day {day.day}: {portions} portions of {row.name}"
    for food, days in days_of.items():
        row = catalogue.foods[catalogue.food_index[food]]
        if len(days) > row.max_days_per_week * weeks + 1 - SLACK:
            yield f"{row.name} on {len(days)} days"
    times = Counter(meal.pattern for day in plan.days for meal in day.meals if not _comes_back(plan, day, meal))
    most = {dish.dish: dish.max_per_week for dish in catalogue.dishes}
    for pattern, count in times.items():
        if count > most[pattern] * weeks + 1 - SLACK:
            yield f"{pattern} {count} times"


def _comes_back(plan: Plan, day: Day, meal: Meal) -> bool:
    """Whether a lunch is the dinner of the day before, food by food: it is cooked once and so counted once."""
    if meal.leftovers_of != day.day - 1 or meal.meal != "lunch":
        return False
    dinners = (each for other in plan.days if other.day == day.day - 1 for each in other.meals if each.meal == "dinner")
    foods = Counter((item.food, item.portions) for item in meal.items)
    return any(
        each.pattern == meal.pattern and Counter((i.food, i.portions) for i in each.items) == foods for each in dinners
    )


def _not_little(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Foods of which a condition allows little, all together."""
    weeks = max(1.0, len(plan.days) / 7)
    little = {food for row in catalogue.conditions if row.condition in request.conditions for food in row.little_foods}
    served = sum(item.food in little for item in plan.items())
    if served > catalogue.rules["little_times"] * weeks + 1 - SLACK:
        yield f"{served} times foods of which little is planned"


def _portions(day: Day) -> dict[str, float]:
    portions: dict[str, float] = defaultdict(float)
    for meal in day.meals:
        for item in meal.items:
            portions[item.food] += item.portions
    return portions


def _shape_faults(plan: Plan, request: PlanRequest) -> Iterator[str]:
    if len(plan.days) != request.days:
        yield f"{len(plan.days)} days instead of {request.days}"
    if request.max_cost_usd is not None and plan.cost_usd > request.max_cost_usd * (1 + SLACK):
        yield f"it costs {plan.cost_usd:.2f}, over {request.max_cost_usd:.2f}"
    looks = [frozenset((item.food, item.portions) for meal in day.meals for item in meal.items) for day in plan.days]
    if len(set(looks)) < len(looks):
        yield "two days are the same"
