"""How dishes are cooked: the steps of each dish, how each food goes into them, and what keeps a kitchen safe."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass as plain_dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import OptionalInt, Words, read_rows
from planner.tables.rows import MARKS, STRICT, Dish, DishSlot, Food, Slug

STEPS_FILE, FORMS_FILE, SAFETY_FILE = "dish_steps.csv", "kitchen_forms.csv", "kitchen_safety.csv"
FEWEST, MOST = 3, 6  # steps of a dish
ANY = "any"  # a safety rule for every day, whatever is cooked
PLACE = re.compile(r"\{([a-z0-9-]+)(?::(amount|cut|cook))?\}")  # {slot}, {slot:amount}, {slot:cut}, {slot:cook}
WHERE_FILLED = re.compile(r"\[([^\[\]]*)\]")  # words that stand only where the optional slots in them are filled
_AMOUNT = "{amount}"
_TIMES = ("", "pregnant", "allergens", *MARKS)


@dataclass(frozen=True, config=STRICT)
class DishStep:
    """One step of a dish; what is in braces is a slot, what is in brackets stands where its slot is filled."""

    dish: Slug
    step: Annotated[int, Field(ge=1, le=MOST)]
    text: str


@dataclass(frozen=True, config=STRICT)
class KitchenForm:
    """A food in the hand of a cook: what it is called, how it is weighed, cut and cooked."""

    food: Slug
    word: str  # in a step: "the {word}"
    form: str  # after its amount: "80 g of dry lentils"
    weighed: Literal["eaten", "bought"]  # by household measure as eaten, or by its weight as bought
    minutes: OptionalInt  # [min] that cooking it on its own takes
    ahead: str  # the evening before
    cut: str  # made ready for the pan
    cook: str  # made ready for the plate

    def sentence(self, how: str) -> str:
        """How it is cut or cooked, with {amount}: the other where one is not told."""
        first, second = (self.cut, self.cook) if how == "cut" else (self.cook, self.cut)
        return first or second or f"Set out {_AMOUNT}."

    def own_minutes(self, how: str) -> int:
        """Minutes that this sentence takes before the rest of the dish goes on."""
        is_cooked = bool(self.cook) and self.sentence(how) == self.cook
        return (self.minutes or 0) if is_cooked else 0


@dataclass(frozen=True, config=STRICT)
class SafetyRule:
    """What keeps a kitchen safe, for the foods it names."""

    rule: Slug
    foods: Words  # slugs, role:<role>, or any
    when: str  # empty, a stage of life, an allergen that is left out, or "allergens" for each of them
    kept: Literal["yes", "no"]  # whether it is about what is kept and warmed up
    text: str
    source: str

    def names(self, food: Food) -> bool:
        """Whether it speaks of a food."""
        return food.food in self.foods or f"role:{food.role}" in self.foods


@plain_dataclass(frozen=True)
class Kitchen:
    """All that a cook reads."""

    steps: Mapping[str, tuple[str, ...]]  # by dish
    forms: Mapping[str, KitchenForm]  # by food
    safety: tuple[SafetyRule, ...]


def load_kitchen(folder: Path, foods: tuple[Food, ...], dishes: Iterable[Dish], slots: tuple[DishSlot, ...]) -> Kitchen:
    """Steps, forms and safety rules, checked against foods, dishes and slots. Raises TableError."""
    rows = read_rows(folder / STEPS_FILE, DishStep, key=lambda row: (row.dish, row.step))
    forms = {row.food: row for row in read_rows(folder / FORMS_FILE, KitchenForm, key=lambda row: row.food)}
    safety = read_rows(folder / SAFETY_FILE, SafetyRule, key=lambda row: row.rule)
    steps = _by_dish(rows, dishes)
    for dish, texts in steps.items():
        _check_dish(dish, texts, [slot for slot in slots if slot.dish == dish])
    _check_forms(forms, foods, slots)
    _check_safety(safety, foods)
    return Kitchen(steps, forms, safety)


def _by_dish(rows: Iterable[DishStep], dishes: Iterable[Dish]) -> dict[str, tuple[str, ...]]:
    """Texts by dish in their order; every dish has steps 1, 2, 3 ... and every step a dish."""
    found: dict[str, dict[int, str]] = {dish.dish: {} for dish in dishes}
    for row in rows:
        if row.dish not in found:
            raise TableError(f"{STEPS_FILE} ({row.dish}): no such dish in dishes.csv. Correct the slug.")
        found[row.dish][row.step] = row.text
    for dish, texts in found.items():
        if sorted(texts) != list(range(1, len(texts) + 1)) or len(texts) < FEWEST:
            raise TableError(
                f"{STEPS_FILE} ({dish}): its steps are {sorted(texts) or 'missing'}; a dish has {FEWEST} to {MOST},"
                " numbered from 1. Add or renumber them."
            )
    return {dish: tuple(texts[number] for number in sorted(texts)) for dish, texts in found.items()}


def _check_dish(dish: str, texts: tuple[str, ...], slots: list[DishSlot]) -> None:
    """Every placeholder is a slot, the amount of every slot is said once, and nothing is said of an empty slot."""
    required = {slot.slot for slot in slots if slot.required == "yes"}
    optional = {slot.slot for slot in slots} - required
    said: list[str] = []
    for number, text in enumerate(texts, start=1):
        place = f"{STEPS_FILE} ({dish}, step {number})"
        if re.search(r"[{}\[\]]", PLACE.sub("", WHERE_FILLED.sub(r"\1", text))):
            raise TableError(f"{place}: a brace or bracket is not closed, or is none that is known. Correct the text.")
        for slot, _ in PLACE.findall(text):
            if slot not in required | optional:
                raise TableError(f"{place}: {{{slot}}} is no slot of the dish in dish_slots.csv. Correct it.")
        always = {slot for slot, _ in PLACE.findall(WHERE_FILLED.sub("", text))}
        if always & optional:
            raise TableError(
                f"{place}: {min(always & optional)} may be empty. Put the words about it into brackets: [...]."
            )
        said += [slot for slot, how in PLACE.findall(text) if how]
        said += [slot for part in WHERE_FILLED.findall(text) for slot, how in PLACE.findall(part)
                 if how and slot in required]  # fmt: skip
    for slot in sorted(required | optional):
        if said.count(slot) != 1:
            raise TableError(
                f"{STEPS_FILE} ({dish}): the amount of {slot} is said {said.count(slot)} times outside brackets."
                f" Say it once: {{{slot}:amount}}, {{{slot}:cut}} or {{{slot}:cook}}."
            )
    if sum(bool(WHERE_FILLED.sub("", text).strip()) for text in texts) < FEWEST:
        raise TableError(f"{STEPS_FILE} ({dish}): fewer than {FEWEST} steps stand without brackets. Add one.")


def _check_forms(forms: Mapping[str, KitchenForm], foods: Iterable[Food], slots: Iterable[DishSlot]) -> None:
    """Every food that a dish can use has its form, and its sentences hold the amount once."""
    choices = {choice for slot in slots for choice in slot.choices}
    foods = tuple(foods)
    unknown = sorted(forms.keys() - {food.food for food in foods})
    if unknown:
        raise TableError(f"{FORMS_FILE} ({unknown[0]}): no such food in foods.csv. Correct the slug or delete the row.")
    for food in foods:
        if food.food not in forms and not choices.isdisjoint((food.food, f"role:{food.role}")):
            raise TableError(f"{FORMS_FILE} ({food.food}): a dish can use it, but it has no row. Add how it is cooked.")
    for row in forms.values():
        if not (row.word and row.form):
            raise TableError(f"{FORMS_FILE} ({row.food}): word and form must not be empty. Fill them.")
        for column in ("ahead", "cut", "cook"):
            text = getattr(row, column)
            if text and (text.count(_AMOUNT) != 1 or re.search(r"[{}\[\]]", text.replace(_AMOUNT, ""))):
                raise TableError(f"{FORMS_FILE} ({row.food}): {column} must hold {_AMOUNT} once and no other braces.")


def _check_safety(safety: Iterable[SafetyRule], foods: Iterable[Food]) -> None:
    """Every food that a rule names exists, and every rule has its source: a misspelt one would protect nobody."""
    known = {ANY} | {name for food in foods for name in (food.food, f"role:{food.role}")}
    for rule in safety:
        place = f"{SAFETY_FILE} ({rule.rule})"
        for name in rule.foods:
            if name not in known:
                raise TableError(f"{place}: {name} is neither a food nor a role. Correct the spelling.")
        if rule.when not in _TIMES:
            raise TableError(
                f"{place}: when is {rule.when!r}. Write one of {', '.join(filter(None, _TIMES))}, or none."
            )
        if not (rule.foods and rule.text and rule.source):
            raise TableError(f"{place}: foods, text and source must not be empty. Fill them.")
