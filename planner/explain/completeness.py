"""How much of a diary was understood, and so what may be said of it: incomplete is never shown as short."""

from dataclasses import dataclass

from planner.intake import Intake
from planner.tables.catalogue import Catalogue
from planner.targets.bound import ENERGY


@dataclass(frozen=True, slots=True)
class Completeness:
    """What may be said of a diary; the limits are rows of planning_rules.csv."""

    is_enough: bool  # enough lines were understood: gaps are shown and changes suggested
    least_share: float  # of the lines [0 to 1]
    missing_lines: int  # how many more lines must be understood until that is reached
    blank_days: tuple[str, ...]  # labels of the days of which nothing was understood
    days: int
    least_days: int  # under so many days a diary says nothing of how somebody usually eats
    energy_kcal: float  # of what was understood [kcal / day]
    is_little: bool  # every line was understood, and its energy is well below the need
    is_everything: bool  # somebody said that all that was eaten is written

    @property
    def is_brief(self) -> bool:
        """Whether it is spoken of as these days alone."""
        return self.days < self.least_days

    @property
    def asks(self) -> bool:
        """Whether it is open if that was everything."""
        return self.is_little and not self.is_everything

    @property
    def is_little_in_all(self) -> bool:
        """Whether somebody eats little, by their own word."""
        return self.is_little and self.is_everything


def completeness_of(
    intake: Intake, need_kcal: float, catalogue: Catalogue, is_everything: bool = False
) -> Completeness:
    """What may be said of what is eaten, beside an energy need [kcal / day].

    `is_everything` is the answer to "was that everything?"; it counts where every line was understood.
    """
    rules = catalogue.rules
    eaten = float(intake.nutrients[catalogue.nutrient_index[ENERGY]])
    is_whole = 0 < intake.lines == intake.understood_lines
    return Completeness(
        is_enough=is_enough(intake, catalogue),
        least_share=rules["intake_least_share"],
        missing_lines=_missing_lines(intake, rules["intake_least_share"]),
        blank_days=intake.blank_days,
        days=intake.days,
        least_days=int(rules["intake_least_days"]),
        energy_kcal=eaten,
        is_little=is_whole and eaten < rules["intake_least_energy"] * need_kcal,
        is_everything=is_everything,
    )


def is_enough(intake: Intake, catalogue: Catalogue) -> bool:
    """Whether so many lines were understood, and something of every day, that a shortage may be spoken of."""
    share = catalogue.rules["intake_least_share"]
    return intake.lines > 0 and not _missing_lines(intake, share) and not intake.blank_days


def _missing_lines(intake: Intake, share: float) -> int:
    """Lines that must still be understood, of those written."""
    known, lines = intake.understood_lines, intake.lines
    return next((more for more in range(lines - known) if (known + more) / lines >= share), lines - known)
