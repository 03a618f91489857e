"""What is eaten now against what a person needs: which nutrients are short, below an AI, or over a bound."""

from dataclasses import dataclass

from planner.intake import Intake
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, Targets
from planner.targets.bound import ENERGY

NOISE = 1e-9  # relative: sums in another order


@dataclass(frozen=True, slots=True)
class Gap:
    """Target and intake of a nutrient [unit / day]; `short` and `over` are 0 where there is nothing to say."""

    nutrient: str
    name: str
    unit: str
    intake: float  # of the foods and values that are known
    target: float | None  # the least; None: there is none
    short: float
    at_least: bool  # some food or value is not known: the true intake is this or more
    upper: float | None  # the most
    over: float
    basis: str  # of the least, else of the most
    source: str
    hard: bool  # a plan must meet it; else it is watched
    unmet: str = ""  # why food cannot meet it, whatever is eaten; then it is never shown as met
    supplied: float = 0.0  # what supplements bring beside; target and most are what is left for food

    @property
    def met(self) -> bool:
        """Whether the least is eaten. What food cannot supply is never met."""
        return not self.unmet and self.short <= 0

    @property
    def can_be_closed(self) -> bool:
        """Whether it is a hard target that is missed and that food can reach."""
        return self.hard and self.short > 0 and not self.unmet

    @property
    def is_adequate_intake(self) -> bool:
        """Whether the least is what healthy people eat: below it is not called short."""
        return self.basis.startswith("AI")


def find_gaps(intake: Intake, targets: Targets, catalogue: Catalogue) -> tuple[Gap, ...]:
    """Every nutrient with a target, in the order of the nutrient table: the highest least and the lowest most.

    A bound that is only watched counts where no hard one stands.
    """
    nutrients = dict.fromkeys(bound.nutrient for bound in targets.bounds)
    return tuple(_gap(nutrient, intake, targets, catalogue) for nutrient in nutrients if nutrient != ENERGY)


def _gap(nutrient: str, intake: Intake, targets: Targets, catalogue: Catalogue) -> Gap:
    column = catalogue.nutrient_index[nutrient]
    row, eaten = catalogue.nutrients[column], float(intake.nutrients[column])
    least, most = least_of(targets, nutrient), most_of(targets, nutrient)
    bound = least or most or targets.of(nutrient)[0]
    lower, upper = (None if least is None else least.lower), (None if most is None else most.upper)
    return Gap(
        nutrient=nutrient,
        name=row.name,
        unit=row.unit,
        intake=eaten,
        target=lower,
        short=_beyond(lower, eaten) if lower is not None else 0.0,
        at_least=bool(intake.at_least[column]),
        upper=upper,
        over=_beyond(eaten, upper) if upper is not None else 0.0,
        basis=bound.basis,
        source=bound.source,
        hard=bound.hard,
        unmet=bound.unmet,
        supplied=bound.supplied,
    )


def least_of(targets: Targets, nutrient: str) -> Bound | None:
    """The bound with the highest least of a nutrient, hard before watched."""
    own = [bound for bound in targets.of(nutrient) if bound.lower is not None]
    return max(own, key=lambda bound: (bound.hard, bound.lower or 0.0), default=None)


def most_of(targets: Targets, nutrient: str) -> Bound | None:
    """The bound with the lowest most of a nutrient, hard before watched."""
    own = [bound for bound in targets.of(nutrient) if bound.upper is not None]
    return min(own, key=lambda bound: (not bound.hard, bound.upper or 0.0), default=None)


def _beyond(high: float, low: float) -> float:
    """How far `high` is above `low`; nothing where that is noise."""
    return high - low if high > low * (1 + NOISE) + NOISE else 0.0
