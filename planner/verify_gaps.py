"""An independent recomputation of every option that closes gaps, from the tables; it shares nothing with the model."""

from collections import Counter
from collections.abc import Iterator
from math import isclose, isnan

from planner.errors import PlanFault
from planner.explain.report import GapReport, Option
from planner.on_offer import cautions_of, eaten_foods
from planner.request import PlanRequest
from planner.tables.catalogue import Catalogue
from planner.targets import Bound

SLACK = 1e-6  # relative: the solver's own feasibility tolerance
ENERGY, WATER = "energy_kcal", "water_g"
Grams = dict[str, float]  # by food, a day


def verify_gaps(report: GapReport, request: PlanRequest, catalogue: Catalogue, extra_kcal: float) -> None:
    """Check the gaps and every promise of every option. Raises PlanFault naming what is broken."""
    now = dict(report.intake.grams)
    faults = [
        *_silence_faults(report, catalogue),
        *_above_faults(report, now, catalogue),
        *_gap_faults(report, now, catalogue),
    ]
    for number, option in enumerate(report.options, start=1):
        checks = (
            _food_faults(option, request, catalogue),
            _sum_faults(option, now, catalogue),
            _change_faults(option, now, catalogue),
            _least_faults(option, report, now, catalogue),
            _most_faults(option, report, request, now, catalogue),
        )
        if option.energy_kcal > extra_kcal * (1 + SLACK):
            faults.append(f"option {number}: {option.energy_kcal:.1f} kcal more, over {extra_kcal:.1f}")
        faults += [f"option {number}: {fault}" for check in checks for fault in check]
    if len({_foods_of(option) for option in report.options}) < len(report.options):
        faults.append("two options hold the same foods")
    if faults:
        raise PlanFault("the gaps failed their own check and are not shown: " + "; ".join(faults[:5]))


def amount(grams: Grams, nutrient: str, catalogue: Catalogue, high: bool = False) -> float:
    """A nutrient of these foods [unit / day]; an unknown value counts as nothing, or with `high` as its estimate."""
    column, total = catalogue.nutrient_index[nutrient], 0.0
    for food, eaten in grams.items():
        place = catalogue.food_index[food]
        value = float(catalogue.per_100g[place, column])
        if isnan(value) and high:
            value = float(catalogue.upper_per_100g[place, column])
        total += 0.0 if isnan(value) else value * eaten / 100
    return total


def eaten_after(option: Option, now: Grams) -> Grams:
    """Grams of each food once the changes are made."""
    after = dict(now)
    for change in option.changes:
        after[change.food] = after.get(change.food, 0.0) + change.grams
        if change.instead_of:
            after[change.instead_of] = after.get(change.instead_of, 0.0) - change.instead_grams
    return after


def _foods_of(option: Option) -> tuple[tuple[str, str | None], ...]:
    return tuple(sorted((change.food, change.instead_of or "") for change in option.changes))


def _same(one: float, other: float) -> bool:
    return isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)


def _gap_faults(report: GapReport, now: Grams, catalogue: Catalogue) -> Iterator[str]:
    for gap in report.gaps:
        eaten = amount(now, gap.nutrient, catalogue)
        if not _same(eaten, gap.intake):
            yield f"{gap.nutrient} is shown as {gap.intake:.4f}, not {eaten:.4f}"
        if gap.target is not None and not _same(gap.short, max(0.0, gap.target - eaten)):
            yield f"{gap.nutrient} is shown short by {gap.short:.4f}"


def _silence_faults(report: GapReport, catalogue: Catalogue) -> Iterator[str]:
    """Nothing is short and nothing suggested where too few lines, or nothing of a day, were understood."""
    intake = report.intake
    unknown = [*intake.unmatched, *(question.entry for question in intake.questions)]
    lines = len(intake.matches) + len(unknown)
    blank = {entry.day_key for entry in unknown} - {match.entry.day_key for match in intake.matches}
    is_enough = lines > 0 and len(intake.matches) / lines >= catalogue.rules["intake_least_share"] and not blank
    if is_enough != report.completeness.is_enough:
        yield f"{len(intake.matches)} of {lines} lines are understood"
    if not is_enough and (report.gaps or report.close or report.options or report.why_none):
        yield f"something is shown as short though {len(intake.matches)} of {lines} lines are understood"
    energy = amount(dict(intake.grams), ENERGY, catalogue)
    little = catalogue.rules["intake_least_energy"] * report.targets.energy_kcal
    is_little = 0 < lines == len(intake.matches) and energy < little
    if report.completeness.is_little != is_little and not _same(energy, little):
        yield f"{energy:.0f} kcal are said to be little, or not to be"


def _above_faults(report: GapReport, now: Grams, catalogue: Catalogue) -> Iterator[str]:
    """Every most that is passed is said, with the amount that passes it, and nothing else."""
    shown = {above.nutrient: above for above in report.above}
    limited = {bound.nutrient for bound in report.targets.bounds if bound.upper is not None} - {ENERGY}
    for nutrient in sorted({*shown, *limited}):
        pairs = list(_passing(nutrient, report, now, catalogue))
        above = shown.get(nutrient)
        if above is None and any(eaten > upper * (1 + SLACK) + SLACK for eaten, upper in pairs):
            yield f"{nutrient} is above its most, and that is not said"
        elif above is not None and not pairs:
            yield f"{nutrient} is shown above its most, and is not"
        elif above is not None and not any(_same(above.eaten, eaten) and above.upper == most for eaten, most in pairs):
            yield f"{nutrient} is shown as {above.eaten:.4f} above {above.upper:.4f}"


def _passing(nutrient: str, report: GapReport, now: Grams, catalogue: Catalogue) -> Iterator[tuple[float, float]]:
    """What is eaten on a mean day, or for a limit of every day on any, with each most that it passes.

    A most that is only watched and no upper level counts where no other one stands.
    """
    mosts = [bound for bound in report.targets.of(nutrient) if bound.upper is not None]
    limits = [bound for bound in mosts if bound.hard or "UL" in bound.basis or bound.basis == "limit"]
    for bound in limits or mosts:
        for grams in (now, *(_days_of(report) if bound.every_day else ())):
            eaten = amount(grams, nutrient, catalogue)
            if eaten > (bound.upper or 0.0):
                yield eaten, bound.upper or 0.0


def _days_of(report: GapReport) -> Iterator[Grams]:
    """Grams of each food on each day."""
    for day in {match.entry.day_key for match in report.intake.matches}:
        grams: Grams = {}
        for match in report.intake.matches:
            if match.entry.day_key == day:
                grams[match.food] = grams.get(match.food, 0.0) + match.grams
        yield grams


def _food_faults(option: Option, request: PlanRequest, catalogue: Catalogue) -> Iterator[str]:
    """Foods that this person does not eat, or should not, or only little of."""
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    avoided = {food for row in rows for food in (*row.avoid_foods, *row.little_foods)}
    added = {row.food for row in catalogue.added if any(row.nutrient in each.avoid_fortified for each in rows)}
    eaten = {food.food for food in eaten_foods(request, catalogue, cautions_of(request, catalogue))}
    for change in option.changes:
        food = catalogue.foods[catalogue.food_index[change.food]]
        if food.food not in eaten:
            yield f"{food.name} is not eaten"
        if food.food in avoided | added:
            yield f"{food.name} is to be avoided"


def _sum_faults(option: Option, now: Grams, catalogue: Catalogue) -> Iterator[str]:
    """Grams, cost and energy as they are shown."""
    total = 0.0
    for change in option.changes:
        food = catalogue.foods[catalogue.food_index[change.food]]
        if not _same(change.grams, change.portions * food.grams) or change.portion != food.portion:
            yield f"{food.name}: {change.grams:.1f} g is not {change.portions:.2f} portions"
        cost = _usd(change.food, change.grams, catalogue)
        if change.instead_of:
            cost -= _usd(change.instead_of, change.instead_grams, catalogue)
        if not _same(cost, change.cost_usd):
            yield f"{food.name} is shown with {change.cost_usd:.4f} USD, not {cost:.4f}"
        total += cost
    if not _same(total, option.cost_usd_per_day):
        yield f"the cost is {total:.4f}, not {option.cost_usd_per_day:.4f}"
    energy = amount(eaten_after(option, now), ENERGY, catalogue) - amount(now, ENERGY, catalogue)
    if not _same(energy, option.energy_kcal):
        yield f"the energy is {energy:.2f}, not {option.energy_kcal:.2f}"


def _usd(food: str, grams: float, catalogue: Catalogue) -> float:
    return float(catalogue.usd_per_100g[catalogue.food_index[food]]) * grams / 100


def _change_faults(option: Option, now: Grams, catalogue: Catalogue) -> Iterator[str]:
    """Household amounts, no food twice or more than a day's portions, nothing taken that is not eaten."""
    taken = [change.instead_of for change in option.changes if change.instead_of]
    kinds = Counter(catalogue.foods[catalogue.food_index[change.food]].kin for change in option.changes)
    if not option.changes or max(kinds.values()) > 1 or len(set(taken)) < len(taken):
        yield "no change, or a food twice"
    after = eaten_after(option, now)
    for change in option.changes:
        food = catalogue.foods[catalogue.food_index[change.food]]
        if not change.instead_of and not food.can_be_served(change.portions):
            yield f"{change.portions} portions of {food.name} are no household amount"
        if after[food.food] > food.max_portions_per_day * food.grams * (1 + SLACK):
            yield f"{after[food.food]:.0f} g of {food.name} are more than a day's portions"
        if change.instead_of and not 0 < change.instead_grams <= now.get(change.instead_of, 0.0) * (1 + SLACK):
            yield f"{change.instead_grams:.0f} g of {change.instead_of} are not eaten now"


def _least_faults(option: Option, report: GapReport, now: Grams, catalogue: Catalogue) -> Iterator[str]:
    """Every gap that was asked for is closed, what is said to be closed is, and no least is missed by more."""
    after = eaten_after(option, now)
    closed = {
        gap.nutrient
        for gap in report.gaps
        if gap.can_be_closed and _reaches(after, gap.nutrient, gap.target or 0.0, catalogue)
    }
    if closed != set(option.closes):
        yield f"it closes {sorted(closed)}, not {sorted(option.closes)}"
    for nutrient in report.close:
        if nutrient not in closed:
            yield f"{nutrient} stays short"
    for bound in report.targets.bounds:
        if bound.lower is None or bound.nutrient == WATER:
            continue
        least = min(bound.lower, amount(now, bound.nutrient, catalogue))
        if not _reaches(after, bound.nutrient, least, catalogue):
            yield f"{bound.nutrient} falls to {amount(after, bound.nutrient, catalogue):.4f}"


def _reaches(grams: Grams, nutrient: str, least: float, catalogue: Catalogue) -> bool:
    return amount(grams, nutrient, catalogue) >= least * (1 - SLACK) - SLACK


def _most_faults(
    option: Option, report: GapReport, request: PlanRequest, now: Grams, catalogue: Catalogue
) -> Iterator[str]:
    """No upper bound is passed by more than now, but by a little, where it is said and no upper level."""
    after, said = eaten_after(option, now), {passed.nutrient: passed for passed in option.passes}
    rows = [row for row in catalogue.conditions if row.condition in request.conditions]
    frozen = {nutrient for row in rows for nutrient in row.cap_at_intake}
    if sum(row.potassium.startswith("raises") for row in rows) > 1:
        frozen.add("potassium_mg")
    for nutrient in sorted(frozen):
        if amount(after, nutrient, catalogue, high=True) > amount(now, nutrient, catalogue, high=True) * (1 + SLACK):
            yield f"{nutrient} rises, which must not"
    for bound in report.targets.bounds:
        if bound.upper is None or not bound.hard or bound.nutrient == ENERGY:
            continue
        before, then = (amount(grams, bound.nutrient, catalogue, high=True) for grams in (now, after))
        if then <= max(before, bound.upper) * (1 + SLACK) + SLACK:
            continue
        shown = said.get(bound.nutrient)
        if shown is None or not (_same(shown.before, before) and _same(shown.after, then)):
            yield f"{bound.nutrient} is {then:.2f}, above {bound.upper:.2f}, and that is not said"
        elif not (_share_holds(bound, report, now, after, catalogue) or _may_pass(bound, before, then, catalogue)):
            yield f"{bound.nutrient} is {then:.2f}, above {bound.upper:.2f} (now {before:.2f})"


def _share_holds(bound: Bound, report: GapReport, now: Grams, after: Grams, catalogue: Catalogue) -> bool:
    """Whether a share of energy is no higher than its bound or than now."""
    if not (bound.basis == "AMDR" or (bound.basis == "DGA" and bound.nutrient.endswith("_g"))):
        return False
    energies = [amount(grams, ENERGY, catalogue) for grams in (now, after)]
    before, then = (
        amount(grams, bound.nutrient, catalogue, high=True) / energy if energy > 0 else 0.0
        for grams, energy in zip((now, after), energies, strict=True)
    )
    return then <= max(before, (bound.upper or 0.0) / report.targets.energy_kcal) * (1 + SLACK)


def _may_pass(bound: Bound, before: float, after: float, catalogue: Catalogue) -> bool:
    """Whether a bound that was passed already is passed by little more, and is no upper level or clinician's limit."""
    most = bound.upper or 0.0
    is_level = any(basis in bound.basis for basis in ("UL", "limit", "clinician", "now", "AI as"))
    little = catalogue.rules["gap_overstep"] * most
    return not is_level and before >= most * (1 - SLACK) and after <= before + little * (1 + SLACK) + SLACK
