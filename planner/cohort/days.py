"""The cheapest adequate day of a person at several prices, on models that persons share."""

from functools import cache
from time import thread_time

import numpy as np

from planner.cohort.member import Member
from planner.cohort.prices import PriceTable
from planner.cohort.results import Binding, Result
from planner.errors import PlanFault
from planner.model.day import build_day
from planner.model.needs import Limit, Needs, allowed_foods, make_limits, make_needs
from planner.model.shared_day import SharedDay
from planner.on_offer import plannable
from planner.request import PlanRequest, check_request
from planner.solve.session import Answer, Outcome
from planner.solve.shared import SharedDays
from planner.solve.shortfall import unreachable
from planner.tables.catalogue import Catalogue
from planner.targets import Targets, make_targets

LEAST_GRAMS = 0.05  # a day; less of a food is rounding of the solver
LEAST_USD = 1e-7  # for the whole of a bound; less is no price
TOLERANCE = 1e-6  # share of a bound that the solver may miss
MOST_KINDS = 256  # what is eaten is kept for so many kinds of person


class Days:
    """Daily diets over one catalogue. For one thread; every answer depends on the person and the prices alone."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue.plannable
        self.solving_s = 0.0  # CPU seconds spent in the solver so far
        self._shared = SharedDays(cache(self._reference))
        self._allowed: dict[object, np.ndarray] = {}
        self._slugs = np.array([food.food for food in self.catalogue.foods])

    def answers(self, member: Member, tables: tuple[PriceTable, ...]) -> tuple[Result, ...]:
        """A result for each table of prices. Raises WrongInput for a person who cannot be planned for."""
        request, catalogue = plannable(check_request(member.request, self.catalogue), self.catalogue)
        targets = make_targets(request, catalogue)
        limits = make_limits(targets, catalogue)
        allowed = self._allowed_foods(request, limits)
        results = []
        for table in tables:
            began = thread_time()
            shared, answer = self._shared.solve(request.diet, limits, allowed, table.usd_per_100g)
            self.solving_s += thread_time() - began
            about = (member, table.place, table.month, "day")
            if answer.x is None:
                results.append(Result(*about, "impossible", why=self._why(request, targets)))
            else:
                results.append(self._result(about, shared, answer, limits, table))
        return tuple(results)

    def _result(
        self,
        about: tuple[Member, str, str, str],
        shared: SharedDay,
        answer: Answer,
        limits: tuple[Limit, ...],
        table: PriceTable,
    ) -> Result:
        if answer.outcome is not Outcome.OPTIMAL or answer.x is None or answer.shadow_prices is None:
            raise PlanFault(f"the day of {about[0].id} ended {answer.outcome}")
        grams = np.maximum(answer.x, 0.0) * shared.portions * 100
        self._check(about[0], grams, shared.places, limits)
        order = np.lexsort((shared.places, -grams))
        eaten = order[grams[order] >= LEAST_GRAMS]
        energy = self.catalogue.per_100g[shared.places, self.catalogue.nutrient_index["energy_kcal"]]
        return Result(
            *about,
            answer.outcome.value,
            usd_per_day=round(answer.objective, 6),
            energy_kcal=round(float(np.nan_to_num(energy) @ grams / 100), 1),
            foods=tuple((str(self._slugs[shared.places[i]]), round(float(grams[i]), 2)) for i in eaten),
            binding=self._binding(shared, answer.shadow_prices, limits),
        )

    def _check(self, member: Member, grams: np.ndarray, places: np.ndarray, limits: tuple[Limit, ...]) -> None:
        """Every total again, from the tables. Raises PlanFault."""
        eaten = np.flatnonzero(grams)
        cells = np.ix_(places[eaten], np.array([limit.column for limit in limits], int))
        least = grams[eaten] / 100 @ np.nan_to_num(self.catalogue.per_100g[cells])
        most = grams[eaten] / 100 @ np.nan_to_num(self.catalogue.upper_per_100g[cells], nan=np.inf)
        for limit, low, high in zip(limits, least, most, strict=True):
            slack = TOLERANCE * limit.scale
            too_low = limit.lower is not None and low < limit.lower - slack
            if too_low or (limit.upper is not None and high > limit.upper + slack):
                raise PlanFault(f"the day of {member.id} misses its bound of {limit.nutrient}")

    def _binding(self, shared: SharedDay, shadow: np.ndarray, limits: tuple[Limit, ...]) -> tuple[Binding, ...]:
        """Bounds with a price, those first on which most of the cost hangs."""
        known = {limit.column: limit for limit in limits}
        found = []
        for row in np.flatnonzero(shadow):
            column, is_most = shared.shape.sides[row]
            bound = known[column].upper if is_most else known[column].lower
            price = abs(float(shadow[row])) / float(shared.scales[row])
            if bound is None or price * max(abs(bound), 1.0) < LEAST_USD:
                continue
            nutrient = self.catalogue.nutrients[column]
            side = "most" if is_most else "least"
            found.append(Binding(nutrient.nutrient, side, round(bound, 6), nutrient.unit, round(price, 9)))
        return tuple(sorted(found, key=lambda each: (-each.usd_per_unit * each.bound, each.nutrient, each.side)))

    def _allowed_foods(self, request: PlanRequest, limits: tuple[Limit, ...]) -> np.ndarray:
        """What the person eats, worked out once for everybody of whom the same is true."""
        capped = tuple(limit.column for limit in limits if limit.upper is not None)
        key = (request.diet, request.without, request.no_fortified, request.person.stage, capped)
        if key not in self._allowed:
            if len(self._allowed) >= MOST_KINDS:
                self._allowed.clear()
            self._allowed[key] = allowed_foods(request, self.catalogue, limits)
        return self._allowed[key]

    def _reference(self, diet: str) -> Needs:
        """The needs that bounds are measured in: of the default person."""
        request, catalogue = plannable(check_request(PlanRequest(diet=diet), self.catalogue), self.catalogue)
        return make_needs(request, make_targets(request, catalogue), catalogue)

    def _why(self, request: PlanRequest, targets: Targets) -> str:
        """Why no day can be, in words."""
        needs = make_needs(request, targets, self.catalogue)
        return f"No foods on offer can meet this in any amounts: {unreachable(build_day(needs), needs)}"
