"""What a model must meet, in arrays: the tightest hard bounds by nutrient and the foods on offer."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.at_home import AtHome
from planner.errors import WrongInput
from planner.model.caps import Cap, make_caps
from planner.on_offer import cautions_of, eaten_foods, little_of, must_have_groups
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.tables.spellings import plain
from planner.targets import ByMeal, MealShare, MealsWith, Targets

Array = np.ndarray
FIBRE = "fibre_g"
MUST_HAVE = "must have "  # rows of foods that must be had begin so, and end with the food
ABSORBED_CALCIUM = "absorbed_calcium_mg"
FOCAL = ("vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg")


@dataclass(frozen=True)
class Limit:
    """Tightest hard bounds of a nutrient [unit / day]."""

    nutrient: str
    column: int
    lower: float | None
    upper: float | None

    @property
    def scale(self) -> float:
        """Rows are stated in units of their target: it makes them alike in size."""
        return self.lower or self.upper or 1.0


@dataclass(frozen=True)
class MustHave:
    """Foods of which some must be in the plan: any one of them will do."""

    name: str
    foods: Array  # places in the catalogue


@dataclass(frozen=True)
class Needs:
    """Everything of a request that the models read."""

    catalogue: Catalogue
    energy_kcal: float
    limits: tuple[Limit, ...]
    offered: Array  # [foods] bool: fits the diet
    allowed: Array  # [foods] bool: and the person eats it
    diet: str
    days: int
    max_cost_usd: float | None  # for all days together
    wished: frozenset[str] = frozenset()  # nutrients with a target of the person's own, and "cost"
    comfortable: tuple[Limit, ...] = ()  # mosts [unit / day] above which a week is only worth less, not wrong
    yielding: tuple[Limit, ...] = ()  # leasts that give way to what keeps somebody safe, no further than they must
    must_have: tuple[MustHave, ...] = ()
    b12_by_meal: ByMeal | None = None  # what the meals of the days must let the body take up
    meals_with: tuple[MealsWith, ...] = ()  # what single meals of each day must hold
    meal_shares: tuple[MealShare, ...] = ()  # what each meal of a kind must and may hold
    shares_yield: bool = False  # whether a week may break them: only where none keeps them
    little: tuple[int, ...] = ()  # places of foods of which only little is planned
    caps: tuple[Cap, ...] = ()  # what no single day may pass
    at_home: tuple[AtHome, ...] = ()  # grams as bought by purchase: the first to be eaten, at no cost

    @property
    def vegan(self) -> bool:
        """Whether nothing from animals is eaten."""
        return self.diet == "vegan"

    def limit(self, nutrient: str) -> Limit | None:
        """The limit of a nutrient, if it has one."""
        return next((limit for limit in self.limits if limit.nutrient == nutrient), None)

    def floors(self) -> tuple[Limit, ...]:
        """Focal nutrients with a floor; where only added B12 or absorbed calcium counts, that one's floor."""
        names = [_counted_b12(self) if name == FOCAL[0] else name for name in (*FOCAL, ABSORBED_CALCIUM)]
        found = [self.limit(name) for name in names]
        return tuple(limit for limit in found if limit is not None and limit.lower)


def _counted_b12(needs: Needs) -> str:
    added = needs.limit("added_vitamin_b12_ug")
    return "added_vitamin_b12_ug" if added is not None and added.lower else FOCAL[0]


def make_needs(request: PlanRequest, targets: Targets, catalogue: Catalogue) -> Needs:
    """Needs of a checked request. Raises WrongInput for a must-have that cannot be checked."""
    limits = make_limits(targets, catalogue)
    allowed = allowed_foods(request, catalogue, limits)
    return Needs(
        catalogue=catalogue,
        energy_kcal=targets.energy_kcal,
        limits=limits,
        offered=np.array([food.fits(request.diet) for food in catalogue.foods]),
        allowed=allowed,
        diet=request.diet,
        days=request.days,
        max_cost_usd=request.max_cost_usd,
        wished=frozenset({wish.nutrient for wish in (*request.targets, *request.clinician_limits)} | {"cost"}),
        comfortable=tuple(_comfortable(targets, catalogue)),
        yielding=tuple(_yielding(targets, catalogue)),
        must_have=tuple(_must_have(request, catalogue, allowed)),
        b12_by_meal=targets.b12_by_meal,
        meals_with=targets.meals_with,
        meal_shares=targets.meal_shares,
        little=tuple(sorted(catalogue.food_index[food] for food in little_of(request, catalogue))),
        caps=tuple(make_caps(targets, catalogue)),
        at_home=request.at_home,
    )


def _must_have(request: PlanRequest, catalogue: Catalogue, allowed: Array) -> Iterator[MustHave]:
    """What must be had, without foods of unknown content under an upper bound. Raises WrongInput if nothing is left."""
    for name, slugs in must_have_groups(request, catalogue).items():
        places = np.array([catalogue.food_index[slug] for slug in slugs], int)
        if not allowed[places].any():
            raise WrongInput(
                f"--must-have {name}: the tables do not hold all of its nutrients that have a most here. "
                "Take it off --must-have."
            )
        yield MustHave(plain(name), places[allowed[places]])


def _comfortable(targets: Targets, catalogue: Catalogue) -> Iterator[Limit]:
    """The tightest watched most of each nutrient whose excess has a price among the rules."""
    priced = catalogue.rules.starting("excess_")
    for nutrient, column in catalogue.nutrient_index.items():
        uppers = [bound.upper for bound in targets.of(nutrient) if not bound.hard and bound.upper]
        if nutrient in priced and uppers:
            yield Limit(nutrient, column, None, min(uppers))


def _yielding(targets: Targets, catalogue: Catalogue) -> Iterator[Limit]:
    """Watched leasts that yield only as far as they must."""
    for bound in targets.watched():
        if bound.yields and bound.lower:
            yield Limit(bound.nutrient, catalogue.nutrient_index[bound.nutrient], bound.lower, None)


def make_limits(targets: Targets, catalogue: Catalogue) -> tuple[Limit, ...]:
    """The tightest hard bounds of every nutrient that has one."""
    lowers: dict[str, float] = {}
    uppers: dict[str, float] = {}
    for bound in targets.hard():
        if bound.lower is not None:
            lowers[bound.nutrient] = max(bound.lower, lowers.get(bound.nutrient, bound.lower))
        if bound.upper is not None:
            uppers[bound.nutrient] = min(bound.upper, uppers.get(bound.nutrient, bound.upper))
    limits = [
        Limit(nutrient, column, lowers.get(nutrient), uppers.get(nutrient))
        for nutrient, column in catalogue.nutrient_index.items()
        if nutrient in lowers or nutrient in uppers
    ]
    return tuple(limits)


def allowed_foods(request: PlanRequest, catalogue: Catalogue, limits: tuple[Limit, ...]) -> Array:
    """Foods of the diet, without what is avoided, and without a food of unknown content under an upper bound."""
    capped = [limit.column for limit in limits if limit.upper is not None]
    known = ~np.isnan(catalogue.upper_per_100g[:, capped]).any(axis=1)
    cautions = cautions_of(request, catalogue)
    eaten = {food.food for food in eaten_foods(request, catalogue, cautions)}
    return known & np.array([food.food in eaten for food in catalogue.foods])
