"""The switch for absorption: a target in calcium that arrives, and B12 by the meal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.request import PlanRequest
from planner.targets.bound import Bound, join
from planner.targets.by_meal import ByMeal

if TYPE_CHECKING:
    from planner.tables.absorption import Absorption

CALCIUM, ABSORBED = "calcium_mg", "absorbed_calcium_mg"
B12, ADDED_B12 = "vitamin_b12_ug", "added_vitamin_b12_ug"
ONLY_SHOWN = "Only shown: with absorption switched on, the target is in absorbed calcium, a share of this one."


def with_absorbed(bounds: Sequence[Bound], absorption: "Absorption") -> list[Bound]:
    """The bounds and a least of absorbed calcium: share x least of calcium, where calcium has one."""
    least = _least(bounds, CALCIUM)
    return [*bounds] if least is None else [*bounds, _target(least, absorption)]


def settled(request: PlanRequest, bounds: Sequence[Bound], absorption: "Absorption") -> list[Bound]:
    """The absorbed least follows the least of calcium as it is now (an own one, none); calcium itself is only shown.

    An own target in absorbed calcium stays. Calcium stays hard where --hard names it, or nothing absorbed is.
    """
    least = _least(bounds, CALCIUM)
    found: list[Bound] = []
    for bound in bounds:
        if not _is_ours(bound, absorption):
            found.append(bound)
        elif least is not None:
            mine = _target(least, absorption)
            found.append(replace(mine, hard=bound.hard and (least.hard or ABSORBED in request.hard)))
    if CALCIUM in request.hard or not any(b.nutrient == ABSORBED and b.hard and b.lower is not None for b in found):
        return found
    return [part for bound in found for part in _only_shown(bound)]


def b12_by_meal(bounds: Sequence[Bound], rda_ug: float, absorption: "Absorption") -> ByMeal | None:
    """The target in absorbed B12, of the B12 that counts; None where B12 has no hard least.

    An own target above the RDA stays one in what is eaten: no meal could let so much more through.
    """
    hard = [bound for bound in bounds if bound.hard]
    for nutrient in (ADDED_B12, B12):
        least = _least(hard, nutrient)
        if least is not None and least.lower:
            return _by_meal(least, rda_ug, absorption)
    return None


def _by_meal(least: Bound, rda_ug: float, absorption: "Absorption") -> ByMeal:
    rules, least_ug = absorption.rules, least.lower or 0.0
    capacity, share, above = (rules[f"b12_{name}"].value for name in ("capacity", "share", "share_above"))
    note = (
        f"One meal lets only so much through: {100 * share:.0f} % of the first {capacity:g} ug and {100 * above:.0f} % "
        f"of the rest. So B12 is spread over meals, at least {rules['b12_meals'].value:.0f} a day."
    )
    return ByMeal(
        nutrient=least.nutrient,
        target=absorption.b12_target(min(rda_ug, least_ug)),
        capacity=capacity,
        share=share,
        share_above=above,
        meals=int(rules["b12_meals"].value),
        least=rules["b12_meal_least"].value,
        basis=f"{'RDA' if rda_ug <= least_ug else least.basis} x {rules['b12_target_share'].value:g}",
        source=join((rules["b12_target_share"].source, rules["b12_capacity"].source), "; "),
        note=note,
    )


def _least(bounds: Sequence[Bound], nutrient: str) -> Bound | None:
    """The bound with the highest least of a nutrient, hard before watched."""
    own = [bound for bound in bounds if bound.nutrient == nutrient and bound.lower is not None]
    return max(own, key=lambda bound: (bound.hard, bound.lower or 0.0), default=None)


def _target(least: Bound, absorption: "Absorption") -> Bound:
    """share x the least of calcium."""
    rule, classes = absorption.rules["calcium_target_share"], absorption.classes
    spinach, milk = (100 * classes[name].fraction for name in ("spinach", "milk"))
    note = (
        f"{rule.value:g} of {least.lower:,g} mg: what arrives of that much in a mixed diet. Of the calcium in "
        f"spinach {spinach:.0f} % is absorbed, of that in milk {milk:.0f} %."
    )
    basis, source = f"{least.basis}{_sign(absorption)}", join((least.source, rule.source), "; ")
    return Bound(ABSORBED, absorption.calcium_target(least.lower or 0.0), None, True, basis, source, note=note)


def _sign(absorption: "Absorption") -> str:
    return f" x {absorption.rules['calcium_target_share'].value:g}"


def _is_ours(bound: Bound, absorption: "Absorption") -> bool:
    return bound.nutrient == ABSORBED and bound.basis.endswith(_sign(absorption))


def _only_shown(bound: Bound) -> list[Bound]:
    """A hard least of calcium as one that is watched; its most stays."""
    if bound.nutrient != CALCIUM or not bound.hard or bound.lower is None:
        return [bound]
    shown = replace(bound, upper=None, hard=False, note=join((ONLY_SHOWN, bound.note)))
    return [shown] if bound.upper is None else [shown, replace(bound, lower=None)]
