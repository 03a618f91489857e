"""What comes of a question about gaps: the gaps, options to close them, or why there are none."""

from dataclasses import dataclass

from planner.explain.above import Above
from planner.explain.completeness import Completeness
from planner.explain.gaps import Gap
from planner.intake import Intake
from planner.targets import Targets


@dataclass(frozen=True, slots=True)
class Change:
    """A food more on a day, or one in the place of another."""

    food: str
    name: str
    portions: float
    portion: str  # household measure of one portion
    grams: float
    cost_usd: float  # a day; of a trade: what it costs more than what it takes the place of (may be below 0)
    meal: str  # where it is added; "" for a trade, which is eaten where the other was
    instead_of: str | None = None  # food (slug) whose place it takes
    instead_name: str = ""
    instead_grams: float = 0.0  # of that food, which are eaten no more [g / day]
    is_half: bool = False  # half of that food stays


@dataclass(frozen=True, slots=True)
class Passed:
    """A bound that is passed already, or is a share of energy, and is passed a little more. Always said."""

    nutrient: str
    upper: float
    before: float  # [unit / day], unknown values on the high side
    after: float
    is_share: bool  # in grams only: as a share of energy it does not rise


@dataclass(frozen=True, slots=True)
class Option:
    """Changes that together close the gaps that were asked for."""

    changes: tuple[Change, ...]  # what helps most first
    cost_usd_per_day: float  # more than now
    energy_kcal: float  # more than now [kcal / day]
    closes: tuple[str, ...]  # nutrients below their hard least now and not after
    passes: tuple[Passed, ...] = ()

    @property
    def has_trade(self) -> bool:
        """Whether a food takes the place of another."""
        return any(change.instead_of for change in self.changes)


@dataclass(frozen=True, slots=True)
class GapReport:
    """The answer. `why_none` is empty where there are options or nothing to close.

    Where too little was understood, there are no gaps and no options; what is above a most is there always.
    """

    intake: Intake
    targets: Targets
    completeness: Completeness
    above: tuple[Above, ...]
    gaps: tuple[Gap, ...]
    close: tuple[str, ...]  # nutrients that were asked to be closed and are not met
    options: tuple[Option, ...]  # additions first, then those with trades
    why_none: str
    warnings: tuple[str, ...] = ()

    def gap(self, nutrient: str) -> Gap | None:
        """The gap of a nutrient, if it has a target."""
        return next((gap for gap in self.gaps if gap.nutrient == nutrient), None)
