"""What moves between the rounds of a week: spreads are raised, caps drawn in, where a day missed or passed one."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from planner.model.judge import Arrangement
from planner.model.meals import MEALS_OF
from planner.model.needs import Needs
from planner.model.spec import Spec
from planner.model.week import WeekModel


class Moved:
    """The spec of each round. The bound of a week never comes from it: caps drawn in relax nothing."""

    def __init__(self, model: WeekModel, needs: Needs, spec: Spec) -> None:
        self.model, self.needs, self.rules, self._first = model, needs, needs.catalogue.rules, spec
        self.raised = {name: self._start(name) for name in model.spread_rows}
        start = self.rules["cap_start"]
        self.spare = dict.fromkeys(model.share_rows, self.rules["share_start"])
        self.drawn = {cap.nutrient: start if cap.is_drawn_in else 1.0 for cap in needs.caps}

    @property
    def is_tightened(self) -> bool:
        """Whether some row is tighter than the rules ask, so that an impossible round proves nothing."""
        moved = (*(share < 1 for share in self.drawn.values()), *(share > 1 for share in self.raised.values()))
        return any(moved) or any(self.spare.values())

    def rounds(self) -> range:
        """Rounds at most: some to raise spreads, and more where days may pass a cap or miss what meals must hold."""
        more = self.rules["share_rounds"] if self.spare else 0
        more = self.rules["cap_rounds"] if self.needs.caps or self.needs.meals_with else more
        return range(int(self.rules["spread_rounds"] + more) + 1)

    def is_enough(self, turn: int, best: Arrangement) -> bool:
        """Whether the rounds for spreads are over and the best week may be eaten."""
        tried = self.rules["spread_rounds"] + (self.rules["share_rounds"] if self.spare and best.off_share else 0)
        return turn >= tried and not best.broken

    def let_out(self) -> None:
        """Rows are as the rules have them again."""
        self.drawn, self.raised = dict.fromkeys(self.drawn, 1.0), dict.fromkeys(self.raised, 1.0)
        self.spare = dict.fromkeys(self.spare, 0.0)

    def _start(self, name: str) -> float:
        """What meals must hold is asked for with some to spare: counts do not know who sits at one table."""
        starts = self.rules.starting("meals_start_")
        return starts.get(name.removeprefix(MEALS_OF), 1.0) if name.startswith(MEALS_OF) else 1.0

    def move(self, short: Iterable[str], over: Iterable[str], off_share: Iterable[str] = ()) -> None:
        """One step up for the spread of what a day misses, one step down for the mean of what a day passes.

        And one step inwards for the servings of a kind of meal of which one misses its share.
        """
        for meal in set(off_share) & self.spare.keys():
            self.spare[meal] += self.rules["share_step"]
        for nutrient in short:
            self.raised[nutrient] *= self.rules["spread_step"]
        for nutrient in over:
            self.drawn[nutrient] *= self.rules["cap_step"]

    def spec(self) -> Spec:
        """spread >= raised;   mean <= drawn * cap, though never in the lower half of what a least leaves."""
        if not self.is_tightened:
            return self._first
        lower, upper = self._first.row_lower.copy(), self._first.row_upper.copy()
        for nutrient, factor in self.raised.items():
            lower[self.model.spread_rows[nutrient]] = factor
        for cap in self.needs.caps:
            limit, row = self.needs.limit(cap.nutrient), self.model.cap_rows[cap.nutrient]
            assert limit is not None
            least = ((limit.lower or 0.0) + cap.most) / 2
            upper[row] = min(upper[row], max(self.drawn[cap.nutrient] * cap.most, least) / limit.scale)
        return replace(self._first, row_lower=lower, row_upper=upper, values=self._values())

    def _values(self) -> np.ndarray:
        """(1 + spare) least u <= sum a n <= (1 - spare) most u   in the rows of shares, where u stands last."""
        if not any(self.spare.values()):
            return self._first.values
        values, starts = self._first.values.copy(), self._first.starts
        for meal, spare in self.spare.items():
            for row in self.model.share_rows[meal]:
                is_least = np.isfinite(self._first.row_lower[row])
                values[starts[row + 1] - 1] *= 1 + spare if is_least else 1 - spare
        return values
