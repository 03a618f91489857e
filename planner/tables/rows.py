"""Rows of the hand-curated tables of foods and dishes, each checked on loading."""

import re
from functools import lru_cache
from math import isfinite
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.tables.read import OptionalInt, Words, split_words

STAPLE_DAYS = 7
NOT_REVIEWED = "not_reviewed"  # caution of a food that nobody has checked for stages of life, illnesses and medicines
UNKNOWN_CONTENTS = "unknown_contents"  # caution of a food whose diet and allergens are not known
MEASURES = ("cup", "tablespoon", "teaspoon", "oz")  # a portion in other words is counted, not measured
STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)

Diet = Literal["vegan", "vegetarian", "pescatarian", "omnivore"]
DIETS: tuple[Diet, ...] = ("vegan", "vegetarian", "pescatarian", "omnivore")  # strictest first
Allergen = Literal[
    "milk", "egg", "fish", "shellfish", "molluscs", "tree_nuts", "peanuts", "wheat", "soy", "sesame", "gluten",
    "mustard", "celery", "sulphites", "lupin", "coconut",
]  # fmt: skip
Content = Literal["lactose", "pork", "mammal", "gelatin", "alcohol"]
MARKS: tuple[str, ...] = (*get_args(Allergen), *get_args(Content))  # all that a food can hold and somebody leaves out
FocalNutrient = Literal["B12", "Mg", "K", "Ca"]
Group = Literal[
    "fruit", "vegetable", "starch", "protein", "nut_seed", "dairy", "fat", "sauce", "sweet", "drink", "mixed"
]
MealKind = Literal["breakfast", "main", "snack"]
YesNo = Literal["yes", "no", ""]
Unit = Literal["kcal", "g", "mg", "ug", "cups", "oz"]


@lru_cache(maxsize=4096)
def _is_household(portion: str, size: float) -> bool:
    """Whether `size` times a portion is an amount that a kitchen knows: no half eggs or slices."""
    number = re.match(r"[0-9]+", portion)
    counted = not any(measure in portion for measure in MEASURES)
    return not counted or (size * float(number[0] if number else 1)).is_integer()


def _slug(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise ValueError("a slug holds only a-z, 0-9 and single hyphens")
    return value


def _positive(value: float) -> float:
    if not (isfinite(value) and value > 0):
        raise ValueError("must be a number above 0")
    return value


Slug = Annotated[str, AfterValidator(_slug)]
Positive = Annotated[float, AfterValidator(_positive)]
Allergens = Annotated[tuple[Allergen, ...], BeforeValidator(split_words)]
Contents = Annotated[tuple[Content, ...], BeforeValidator(split_words)]
ArticleSource = Annotated[tuple[FocalNutrient, ...], BeforeValidator(split_words)]


@dataclass(frozen=True, config=STRICT)
class Food:
    """A food of the catalogue, as eaten."""

    food: Slug
    name: str
    short_name: str
    fndds_code: OptionalInt
    nutrient_source: str
    group: Group  # what variety counts
    aisle: str
    role: str
    portion: str  # household measure of one portion
    grams: Positive  # [g / portion]
    max_portions_per_day: Positive
    max_days_per_week: Positive
    diet: Diet  # the strictest diet that it fits
    allergens: Allergens  # that it holds, or commonly holds as sold: nobody who avoids one gets it
    contents: Contents  # the same of what is no allergen
    fortified: YesNo
    article_source: ArticleSource
    basic: YesNo
    family: str  # foods of one family count as one food on a day
    cautions: Words
    note: str

    def can_be_served(self, size: float) -> bool:
        """Whether `size` portions are a household amount: no half eggs or slices, no more than a day's portions.

        A food for every day may be eaten twice a day, so one serving holds at most half of a day's portions.
        """
        shares = 2 if self.is_staple and self.max_portions_per_day > 1 else 1
        return size <= self.max_portions_per_day / shares and _is_household(self.portion, size)

    @property
    def is_staple(self) -> bool:
        """Whether it may be eaten every day, and then twice a day."""
        return self.max_days_per_week >= STAPLE_DAYS

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody has checked it for stages of life, illnesses and medicines."""
        return NOT_REVIEWED not in self.cautions

    @property
    def has_known_contents(self) -> bool:
        """Whether its diet and allergens are known; if not, it fits omnivores who avoid nothing."""
        return UNKNOWN_CONTENTS not in self.cautions

    @property
    def title_word(self) -> str:
        """The word for this food in the name of a dish."""
        return self.short_name or self.name

    @property
    def kin(self) -> str:
        """What counts as the same food on one day."""
        return self.family or self.food

    @property
    def holds(self) -> tuple[str, ...]:
        """Allergens and other contents that somebody may leave out."""
        return (*self.allergens, *self.contents)

    def fits(self, diet: str) -> bool:
        """Whether somebody on `diet` eats this food."""
        return DIETS.index(self.diet) <= DIETS.index(diet)


@dataclass(frozen=True, config=STRICT)
class Nutrient:
    """A nutrient (or food pattern) column, per 100 g in the food tables."""

    nutrient: str
    name: str
    unit: Unit
    source_table: str
    source_column: str
    factor: float
    note: str

    @property
    def is_derived(self) -> bool:
        """Whether it is computed on loading and does not stand in nutrients.csv."""
        return self.source_table == "absorption"


def _sizes(value: object) -> object:
    return tuple(float(size) for size in value.split("|")) if isinstance(value, str) else value


Sizes = Annotated[tuple[Positive, ...], BeforeValidator(_sizes)]


@dataclass(frozen=True, config=STRICT)
class Dish:
    """A dish pattern: a name with slots, and the meals it fits."""

    dish: Slug
    name_pattern: str
    meal: MealKind
    max_per_week: Positive
    lunch: Annotated[int, Field(ge=0, le=3)]  # 0 dinner-like ... 3 lunch-like
    cuisine: str
    active_minutes: Positive  # [min] of work
    minutes: Positive  # [min] from start to table, besides what its foods need on their own
    equipment: str
    keeps: Literal["yes", "no"]  # whether it may stand a night in the fridge and be warmed up


@dataclass(frozen=True, config=STRICT)
class DishSlot:
    """A slot of a dish: which foods fit, in which sizes."""

    dish: Slug
    slot: Slug
    choices: Words  # role:<role> or food slugs; -food: not this one of its role
    sizes: Sizes  # portions
    required: Literal["yes", "no"]
    repeats: OptionalInt  # most times a week the same food fills it

    def takes(self, food: Food) -> bool:
        """Whether a food fits here in some size that a person eats."""
        named = food.food in self.choices or f"role:{food.role}" in self.choices
        return named and f"-{food.food}" not in self.choices and any(map(food.can_be_served, self.sizes))
