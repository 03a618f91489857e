"""What is said in place of a plan: the wishes that clash, what can be reached, what would help."""

from dataclasses import dataclass
from enum import StrEnum

from planner.request import PlanRequest


class Kind(StrEnum):
    """What a wish is about. Those of `NEVER_LOOSENED` are named where they clash, and never offered for a change."""

    REFERENCE = "reference"  # a recommended amount
    CONDITION = "condition"  # what an illness or a medicine asks for
    LIMIT = "upper level"
    CLINICIAN = "clinician's limit"
    ENERGY = "energy"
    ABSORPTION = "absorption"
    KEPT = "kept dish"
    MUST_HAVE = "must-have"
    BUDGET = "budget"
    FORCED = "forced target"  # a reference that is only watched unless somebody asks for it
    OWN = "own target"
    EXCLUDED = "excluded food"
    ARTICLE = "article's foods"
    FORTIFIED = "no fortified foods"
    ALLERGEN = "allergen"
    DIET = "diet"
    SUPPLEMENT = "supplement"  # only of repairs
    MARGIN = "margin"  # only of repairs: room above a recommended amount


NEVER_LOOSENED = (Kind.CONDITION, Kind.LIMIT, Kind.CLINICIAN, Kind.ALLERGEN)  # and energy never below a need
ABOUT_FOODS = (Kind.EXCLUDED, Kind.ARTICLE, Kind.FORTIFIED, Kind.ALLERGEN, Kind.DIET)


class Level(StrEnum):
    """What failed."""

    FOODS = "foods"  # no amounts of foods meet the targets
    MEALS = "meals"  # amounts of foods do, no meals of them
    PORTIONS = "portions"  # meals on average do, whole portions of whole dishes do not


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is asked for, in a person's words; a recommended amount is one, too."""

    kind: Kind
    name: str  # nutrient, food, allergen or diet
    text: str  # "you leave out fortified foods"

    @property
    def can_change(self) -> bool:
        """Whether a change of it is ever offered."""
        return self.kind not in NEVER_LOOSENED


@dataclass(frozen=True, slots=True)
class Reach:
    """How near the foods and meals come to an end of a target, with all else kept [unit of the nutrient / day].

    For `nutrient` "cost": USD for all days.
    """

    nutrient: str
    name: str
    unit: str
    is_least: bool
    wanted: float
    reached: float
    text: str  # "vitamin B12 tops out at 0.13 of 2.4 ug a day"


@dataclass(frozen=True, slots=True)
class Repair:
    """A change of the request that makes it possible: proven by the linear model of the whole plan.

    `cost_usd_per_day` is proven, too: no plan of the changed request costs less. Whole portions cost a little more.
    """

    text: str  # "Allow fortified foods again: best are nutritional yeast and soy milk."
    request: PlanRequest  # the changed one: plan it to apply the repair
    cost_usd_per_day: float
    kinds: tuple[Kind, ...]
    add: tuple[str, ...] = ()  # options of the command line to add
    drop: tuple[str, ...] = ()  # and to leave out
    beside_usd_per_day: tuple[float, float] | None = None  # what a supplement costs beside: an estimate, from and to
    caution: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request cannot be met. Without a conflict only the level is known."""

    level: Level
    headline: str
    conflict: tuple[Wish, ...]
    reachable: tuple[Reach, ...]
    repairs: tuple[Repair, ...]
    notes: tuple[str, ...] = ()  # what to ask a clinician, what is never offered

    @property
    def is_of_money(self) -> bool:
        """Whether the budget is among what clashes, or does not reach."""
        return any(wish.kind is Kind.BUDGET for wish in self.conflict) or any(
            r.nutrient == "cost" for r in self.reachable
        )
