"""What no single day may pass: a clinician's limits, and an upper level that holds every day."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from planner.errors import ImpossibleRequest
from planner.model.fillings import Fillings
from planner.model.pins import Pin
from planner.tables.catalogue import Catalogue
from planner.targets import Targets
from planner.targets.bound import CAPS, CLINICIAN, NOW, STEADY_DAY, USUAL

WHOSE = {
    CLINICIAN: "your clinician",
    NOW: "what you eat now",
    USUAL: "what is usually eaten",
    STEADY_DAY: "what one day may hold",
}
TINY = 1e-9  # share of a cap: what adding up in another order may change


@dataclass(frozen=True)
class Cap:
    """The most of a nutrient on every single day [unit of the nutrient]."""

    nutrient: str
    column: int
    most: float
    name: str
    unit: str
    whose: str = "your clinician"
    is_drawn_in: bool = True  # the mean begins below it, so that days find room; not of an upper level, seldom near

    @property
    def scale(self) -> float:
        """What a share is a share of; a cap of nothing has no size of its own."""
        return self.most or 1.0

    def excess(self, amount: float) -> float:
        """How far a day is above the cap, as a share of it; 0 where it keeps it."""
        over = (amount - self.most) / self.scale
        return over if over > TINY else 0.0

    def above(self, amount: float) -> str:
        """What a day above the cap holds, in words."""
        return f"{amount:,.5g} {self.unit} of {self.name}, above the {self.most:,.5g} of {self.whose}"


def make_caps(targets: Targets, catalogue: Catalogue) -> Iterator[Cap]:
    """The hard bounds that hold on every single day."""
    for bound in targets.hard():
        if bound.every_day and bound.upper is not None:
            column = catalogue.nutrient_index[bound.nutrient]
            row = catalogue.nutrients[column]
            whose = WHOSE.get(bound.basis, "the upper level (UL)")
            yield Cap(bound.nutrient, column, bound.upper, row.name, row.unit, whose, bound.basis in CAPS)


def check_kept(pins: tuple[Pin, ...], caps: tuple[Cap, ...], fillings: Fillings) -> None:
    """Dishes that are kept together on a day are under its caps. Raises ImpossibleRequest: no other dish takes away."""
    for day in sorted({pin.day for pin in pins}):
        held = [filling for pin in pins if pin.day == day for filling in pin.fillings]
        for cap in caps:
            amount = float(np.nan_to_num(fillings.most[held, cap.column]).sum())
            if cap.excess(amount):
                raise ImpossibleRequest(
                    f"The dishes kept on day {day + 1} alone hold {cap.above(amount)}. Let one of them go."
                )
