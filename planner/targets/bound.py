"""What a plan must meet, as rows: a bound of a nutrient, and all bounds of a request."""

from collections.abc import Iterable
from dataclasses import dataclass

from planner.errors import WrongInput
from planner.request import TargetWish
from planner.targets.by_meal import ByMeal, MealShare, MealsWith, Salt

STOPS = ("UL", "limit")  # upper levels that nobody can wish away
YOURS = "yours"
CLINICIAN = "clinician"
NOW = "eaten now"  # basis of a most that is what is eaten now
USUAL = "usual intake"  # the same, where what is eaten now is not known
STEADY = "as now"  # basis of what stays near what is eaten now
STEADY_DAY = "as now, any day"  # the most of it on a single day
KEPT_STEADY = (STEADY, STEADY_DAY)
CAPS = (CLINICIAN, NOW, USUAL)  # mosts that keep somebody safe: nobody can wish them away
NO_FLOOR = "no floor"  # basis of a nutrient that a condition leaves without a least
ENERGY = "energy_kcal"
WATER = "water_g"  # most of it is drunk, so what food holds of it says little


@dataclass(frozen=True, slots=True)
class Bound:
    """Least and most of a nutrient as a mean over the days of a plan [unit of the nutrient / day].

    The most of a clinician holds on every single day.
    """

    nutrient: str
    lower: float | None
    upper: float | None
    hard: bool  # binds the plan; else it is only shown
    basis: str  # EER, RDA, AI, UL, CDRR, AMDR, yours ...; "RDA, UL": one gives the least, the other the most
    source: str
    counts: str = "total"  # what the upper level counts
    note: str = ""
    unmet: str = ""  # why food cannot meet it, whatever is eaten; then it is never shown as met
    margin: float = 0.0  # part of the least that stands above its reference: a brand or a table can be off
    daily: bool = False  # whether the most holds on every single day, as a clinician's does
    salt: float = 0.0  # sodium of the salt that is counted beside the food; the most is what is left for food
    yields: bool = False  # watched, and the week misses no more of the least than what keeps somebody safe asks for
    supplied: float = 0.0  # what supplements bring beside; both ends are what is left for food

    @property
    def is_stop(self) -> bool:
        """Whether its upper end cannot be wished away."""
        return self.basis in STOPS

    def keeps_safe(self, is_upper: bool) -> bool:
        """Whether an end of it keeps somebody safe, or is what the body needs: nobody is offered to loosen it."""
        if self.nutrient == ENERGY or self.basis == STEADY:
            return True
        return is_upper and (self.basis in CAPS or self.basis.split(", ")[-1] in STOPS)

    @property
    def every_day(self) -> bool:
        """Whether no single day may pass its upper end."""
        return self.daily or self.basis in CAPS

    def __str__(self) -> str:
        lower = "" if self.lower is None else f"at least {self.lower:g}"
        upper = "" if self.upper is None else f"at most {self.upper:g}"
        return f"{join((lower, upper), ' and ')} ({self.basis})".strip()


@dataclass(frozen=True, slots=True)
class Targets:
    """Every bound of a request, in the order of the nutrient table. A nutrient may have several."""

    energy_kcal: float
    bounds: tuple[Bound, ...]
    warnings: tuple[str, ...] = ()  # what a person with these conditions and limits must read first
    b12_by_meal: ByMeal | None = None  # with absorption switched on
    meals_with: tuple[MealsWith, ...] = ()
    salt: Salt | None = None  # iodised salt that may be added to food
    steady_times: float = 1.0  # how many times as wide as usual the bands of what stays near what is eaten now are
    meal_shares: tuple[MealShare, ...] = ()

    def hard(self) -> tuple[Bound, ...]:
        """The bounds that a plan must meet."""
        return tuple(bound for bound in self.bounds if bound.hard)

    def watched(self) -> tuple[Bound, ...]:
        """The bounds that are only shown."""
        return tuple(bound for bound in self.bounds if not bound.hard)

    def of(self, nutrient: str) -> tuple[Bound, ...]:
        """The bounds of one nutrient."""
        return tuple(bound for bound in self.bounds if bound.nutrient == nutrient)


def check_stop(wish: TargetWish, stop: Bound, place: str = "", remedy: str = "") -> None:
    """No end of a wish or limit above an upper level. Raises WrongInput."""
    asked = max(end for end in (wish.lower, wish.upper) if end is not None)
    if stop.upper is not None and asked > stop.upper:
        counts = "" if stop.counts == "total" else f", which counts {stop.counts}"
        raise WrongInput(
            f"{place or f'--target {wish}'}: {asked:g} is above the {stop.basis} of {stop.upper:g} a day{counts} "
            f"({stop.source}). {remedy or f'Ask for {stop.upper:g} or less.'}"
        )


def join(parts: Iterable[str], by: str = " ") -> str:
    """Different non-empty parts, each once."""
    return by.join(dict.fromkeys(part for part in parts if part))


def listed(parts: Iterable[str]) -> str:
    """Words of a list: "potassium, sodium and protein"."""
    words = tuple(parts)
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)
