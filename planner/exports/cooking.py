"""What a cook reads: the steps of every dish of a plan, with its foods and grams, and what keeps them safe."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from planner.errors import WrongInput
from planner.exports.portions import helping
from planner.plan import Day, Item, Meal, Plan
from planner.request import PlanRequest
from planner.restrictions import label_words, needs_of, restrictions_of
from planner.tables.catalogue import Catalogue
from planner.tables.kitchen import ANY, PLACE, WHERE_FILLED, SafetyRule
from planner.tables.rows import DishSlot, Food

KEEP_HALF = "Keep half for tomorrow's lunch: let it cool within an hour and put it into the fridge."
WARM_UP = (
    "Take what was kept of the dinner of day {day} from the fridge.",
    "Put it into a pan or the microwave with a splash of water, and cover.",
    "Reheat until steaming hot right through (74 C / 165 F), stirring once, and eat at once; do not reheat it again.",
)
WARM_MINUTES, WARM_TOOLS = 8, "saucepan or microwave"
EVENING = "The evening before, "  # so begins a step that is done then
PLATES = (1.0, 1.5, 2.0)  # helpings that a dish may have been planned with: see Catalogue.with_plates
STEP, STEP_FROM = 5, 20  # [g] what is bought is weighed to steps of 5 g from 20 g on, and to the gram below


@dataclass(frozen=True, slots=True)
class Advice:
    """What keeps a dish or a day safe."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """A dish of a plan as a cook reads it, for its portions."""

    meal: str
    dish: str
    pattern: str
    ahead: tuple[str, ...]  # the evening before
    steps: tuple[str, ...]
    active_minutes: int
    minutes: int  # from start to table, soaking and nights in the fridge apart
    equipment: str
    safety: tuple[Advice, ...]

    @property
    def time(self) -> str:
        """How long it takes, in words."""
        if self.active_minutes == self.minutes:
            return f"{self.minutes} minutes"
        return f"{self.active_minutes} minutes of work, {self.minutes} in all"


@dataclass(frozen=True, slots=True)
class CookDay:
    """The dishes of a day, and what holds for all of them."""

    day: int
    recipes: tuple[Recipe, ...]
    safety: tuple[Advice, ...]


def cook_plan(plan: Plan, request: PlanRequest, catalogue: Catalogue, people: int = 1) -> tuple[CookDay, ...]:
    """Every day of a plan for the stove, for so many people who eat the same. Raises WrongInput."""
    return tuple(cook_day(day, request, catalogue, people) for day in plan.days)


def cook_day(day: Day, request: PlanRequest, catalogue: Catalogue, people: int = 1) -> CookDay:
    """A day for the stove. Raises WrongInput."""
    general = [rule for rule in catalogue.kitchen.safety if ANY in rule.foods]
    recipes = tuple(cook_meal(meal, request, catalogue, people) for meal in day.meals)
    return CookDay(day.day, recipes, tuple(_advice(general, request, catalogue)))


def cook_meal(meal: Meal, request: PlanRequest, catalogue: Catalogue, people: int = 1) -> Recipe:
    """A dish for the stove. Raises WrongInput where its foods are not those of its pattern."""
    dish = next((dish for dish in catalogue.dishes if dish.dish == meal.pattern), None)
    if dish is None:
        raise WrongInput(f"{meal.dish}: the dish {meal.pattern} is not in the tables any more. Make the week again.")
    if meal.leftovers_of is not None:
        return _warmed(meal, request, catalogue)
    people *= meal.cooked_for
    items = by_slot(meal, catalogue)
    texts = catalogue.kitchen.steps[meal.pattern]
    steps = tuple(step for text in texts if (step := fill(text, items, catalogue, people)))
    if meal.cooked_for > 1:
        steps = (*steps[:-1], f"{steps[-1]} {KEEP_HALF}")
    evening = (step.removeprefix(EVENING) for step in steps if step.startswith(EVENING))
    return Recipe(
        meal=meal.meal,
        dish=meal.dish,
        pattern=meal.pattern,
        ahead=(*_ahead(items.values(), catalogue, people), *(step[:1].upper() + step[1:] for step in evening)),
        steps=steps,
        active_minutes=round(dish.active_minutes),
        minutes=round(dish.minutes) + _own_minutes(texts, items, catalogue),
        equipment=dish.equipment,
        safety=(
            *_labels(meal.items, request, catalogue),
            *_advice(_rules_for(meal.items, catalogue), request, catalogue),
        ),
    )


def _warmed(meal: Meal, request: PlanRequest, catalogue: Catalogue) -> Recipe:
    """Leftovers: nothing to cook, but what is kept has its own rules."""
    foods = [_food(item, catalogue) for item in meal.items]
    rules = [rule for rule in catalogue.kitchen.safety if rule.kept == "yes"]
    rules = [rule for rule in rules if ANY in rule.foods or any(map(rule.names, foods))]
    return Recipe(
        meal=meal.meal,
        dish=meal.dish,
        pattern=meal.pattern,
        ahead=(),
        steps=tuple(text.replace("{day}", str(meal.leftovers_of)) for text in WARM_UP),
        active_minutes=WARM_MINUTES,
        minutes=WARM_MINUTES,
        equipment=WARM_TOOLS,
        safety=tuple(_advice(rules, request, catalogue)),
    )


def fill(text: str, items: Mapping[str, Item], catalogue: Catalogue, people: int = 1) -> str:
    """A step with its foods and grams; words in brackets stay where the slots in them are filled."""

    def kept(part: str) -> str:
        return part if all(slot in items for slot, _ in PLACE.findall(part)) else ""

    text = WHERE_FILLED.sub(lambda match: kept(match[1]), text)
    return PLACE.sub(lambda match: _said(items[match[1]], match[2], catalogue, people), text).strip()


def amount(item: Item, catalogue: Catalogue, people: int = 1) -> str:
    """How much of a food a cook takes: "80 g of dry lentils" as bought, "2 eggs (100 g)" as eaten."""
    form = catalogue.kitchen.forms[item.food]
    grams = item.grams * people
    if form.weighed == "eaten":
        return f"{helping(item.portions * people, item.portion, form.form)} ({weighed(grams)} g)"
    return f"{weighed(catalogue.purchases[item.food].bought(grams), STEP)} g of {form.form}"


def weighed(grams: float, step: int = 1) -> int:
    """Grams as on kitchen scales: to whole steps where there are enough of them, and never 0."""
    step = step if grams >= STEP_FROM else 1
    return max(1, round(grams / step) * step)


def by_slot(meal: Meal, catalogue: Catalogue) -> dict[str, Item]:
    """Which slot of its dish each food of a meal fills. Raises WrongInput where they do not fit."""
    for tables in map(catalogue.with_plates, PLATES):
        slots = [slot for slot in tables.dish_slots if slot.dish == meal.pattern]
        found = next(_matches(list(meal.items), slots, tables), None)
        if found is not None:
            break
    else:
        raise WrongInput(f"{meal.dish}: its foods are not those of the dish {meal.pattern}. Make the week again.")
    return found


def _matches(items: list[Item], slots: list[DishSlot], catalogue: Catalogue) -> Iterator[dict[str, Item]]:
    """Every way to give each item a slot of its own so that no required slot stays empty, in the order of both."""
    if not slots:
        if not items:
            yield {}
        return
    slot, others = slots[0], slots[1:]
    for place, item in enumerate(items):
        if slot.takes(_food(item, catalogue)) and item.portions in slot.sizes:
            for rest in _matches(items[:place] + items[place + 1 :], others, catalogue):
                yield {slot.slot: item} | rest
    if slot.required == "no":
        yield from _matches(items, others, catalogue)


def _food(item: Item, catalogue: Catalogue) -> Food:
    if item.food not in catalogue.kitchen.forms:
        raise WrongInput(f"{item.food}: no dish of the tables holds it any more. Make the week again.")
    return catalogue.foods[catalogue.food_index[item.food]]


def _said(item: Item, how: str | None, catalogue: Catalogue, people: int) -> str:
    form = catalogue.kitchen.forms[item.food]
    if not how:
        return form.word
    text = amount(item, catalogue, people)
    return text if how == "amount" else form.sentence(how).replace("{amount}", text)


def _ahead(items: Iterable[Item], catalogue: Catalogue, people: int) -> Iterator[str]:
    """What the evening before asks for."""
    for item in items:
        text = catalogue.kitchen.forms[item.food].ahead
        if text:
            yield text.replace("{amount}", amount(item, catalogue, people))


def _own_minutes(texts: Iterable[str], items: Mapping[str, Item], catalogue: Catalogue) -> int:
    """The longest that a food of the dish cooks on its own before the rest goes on [min]."""
    forms = catalogue.kitchen.forms
    ways = [(slot, how) for text in texts for slot, how in PLACE.findall(text) if how in ("cut", "cook")]
    return max((forms[items[slot].food].own_minutes(how) for slot, how in ways if slot in items), default=0)


def _rules_for(items: Iterable[Item], catalogue: Catalogue) -> list[SafetyRule]:
    """Rules that name a food of a dish, in the order of the table."""
    foods = [_food(item, catalogue) for item in items]
    return [rule for rule in catalogue.kitchen.safety if any(map(rule.names, foods))]


def _labels(items: Iterable[Item], request: PlanRequest, catalogue: Catalogue) -> Iterator[Advice]:
    """What the labels of the foods of a dish must say."""
    needs = needs_of(request, catalogue)
    for item in items:
        for row in label_words(_food(item, catalogue), needs, catalogue):
            yield Advice(f"{item.name[:1].upper()}{item.name[1:]}: choose {row.words}.", row.source)


def _advice(rules: Iterable[SafetyRule], request: PlanRequest, catalogue: Catalogue) -> Iterator[Advice]:
    """Rules that hold for somebody, in words."""
    left_out = restrictions_of(request, catalogue)
    now = {"", request.person.stage, *(["allergens"] if left_out else [])}
    now = now.union(*({row.restriction, *row.marks} for row in left_out))
    for rule in rules:
        if rule.when in now:
            said = ", ".join(row.name for row in left_out)
            yield Advice(rule.text.replace("{without}", f"you leave out {said}"), rule.source)
