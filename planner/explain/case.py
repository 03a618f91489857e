"""A request as the linear programme that explains its week: targets, needs and the model for money alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor, log10

from planner.model.dials import ADDED_B12, B12, COST, ENERGY, money, row_places
from planner.model.fillings import make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.pins import make_pins
from planner.model.spec import Spec
from planner.model.uptake import ABSORBED_B12 as ABSORBED_B12_ROW
from planner.model.week import WeekModel, build_week
from planner.on_offer import plannable
from planner.plan import ABSORBED_B12, MEAL_NAMES
from planner.request import PlanRequest, check_request
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, Targets, make_targets
from planner.targets.bound import CAPS, CLINICIAN, KEPT_STEADY, STOPS

TENTH = 0.1  # a step is a tenth of its target, rounded to one figure
ASK_CLINICIAN = "It stays as it is: ask your clinician before anything about it changes."
SAFE = "It is an upper level for safety and stays."
ILLNESS = "It stays, because of your illness or medicine: ask your clinician."
BODY = "Energy is what the body needs: it is not saved on."


@dataclass(frozen=True)
class Case:
    """Everything about a request that explanations read."""

    request: PlanRequest  # checked
    catalogue: Catalogue
    targets: Targets
    needs: Needs
    model: WeekModel
    spec: Spec  # of the week, for money alone

    def bound(self, nutrient: str, is_upper: bool) -> Bound | None:
        """The hard bound that sets the least or most of a nutrient."""
        own = [each for each in self.targets.hard() if each.nutrient == nutrient]
        if is_upper:
            return min((b for b in own if b.upper is not None), key=lambda b: b.upper or 0.0, default=None)
        return max((b for b in own if b.lower is not None), key=lambda b: b.lower or 0.0, default=None)

    def unit(self, nutrient: str) -> str:
        """Unit of an amount."""
        if nutrient == COST:
            return "USD"
        index = self.catalogue.nutrient_index
        return "ug" if nutrient == ABSORBED_B12 else self.catalogue.nutrients[index[nutrient]].unit

    def name(self, nutrient: str) -> str:
        """Plain name of an amount."""
        known = {COST: "budget", ABSORBED_B12: "absorbed vitamin B12"}
        index = self.catalogue.nutrient_index
        return known.get(nutrient) or self.catalogue.nutrients[index[nutrient]].name


def make_case(request: PlanRequest, catalogue: Catalogue, steady_times: float = 1.0) -> Case:
    """The case of a request; a week that is kept whole is explained as if nothing were kept.

    The bands of what stays near what is eaten now are as wide as those of its week.
    Raises WrongInput and UnsupportedPerson as a plan would.
    """
    request, catalogue = plannable(check_request(request, catalogue), catalogue)
    if len(request.keep) >= len(MEAL_NAMES) * request.days:
        request = replace(request, keep=())
    targets = make_targets(request, catalogue, steady_times)
    return case_of(request, targets, _without_shares(make_needs(request, targets, catalogue)))


def _without_shares(needs: Needs) -> Needs:
    """The needs as they are where shares of meals yield: those are no targets, and a week may miss them."""
    return replace(needs, shares_yield=True)


def case_of(request: PlanRequest, targets: Targets, needs: Needs) -> Case:
    """The case of needs that are known."""
    fillings = make_fillings(needs.catalogue, needs.offered, needs.allowed)
    model = build_week(needs, fillings, 0.0, make_pins(request.keep, fillings, request.days))
    return Case(request, needs.catalogue, targets, needs, model, money(model))


def sides(case: Case) -> Iterator[tuple[str, bool]]:
    """Every least and most of the week that is a target, a limit or the budget: (nutrient, whether it is a most)."""
    places = row_places(case.spec)
    for limit in case.needs.limits:
        if limit.lower and not is_said_by_added(case, limit.nutrient) and limit.nutrient != ENERGY:
            yield limit.nutrient, False
        if limit.upper is not None and limit.nutrient != ENERGY:
            yield limit.nutrient, True
    if ABSORBED_B12_ROW in places:
        yield ABSORBED_B12, False
    if case.needs.max_cost_usd is not None:
        yield COST, True


def is_said_by_added(case: Case, nutrient: str) -> bool:
    """Whether the least of all B12 is that of added B12, which is the one that counts."""
    all_b12, added = case.needs.limit(B12), case.needs.limit(ADDED_B12)
    return nutrient == B12 and all_b12 is not None and added is not None and all_b12.lower == added.lower


def stays(bound: Bound | None, is_upper: bool) -> str:
    """Why a least or most is nothing to loosen, in words; empty where it may be."""
    if bound is None:
        return ""
    if bound.basis in KEPT_STEADY:
        return ILLNESS
    if not is_upper:
        return ""
    if bound.basis in CAPS:
        return ASK_CLINICIAN if bound.basis == CLINICIAN else ILLNESS
    return SAFE if any(part.strip() in STOPS for part in bound.basis.split(",")) else ""


def step_of(amount: float) -> float:
    """A tenth of an amount, rounded to one figure: 1,000 -> 100, 2.4 -> 0.2, 320 -> 30."""
    tenth = amount * TENTH
    if tenth <= 0:
        return 1.0
    size = 10.0 ** floor(log10(tenth))
    return round(tenth / size + 1e-9) * size
