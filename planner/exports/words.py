"""Words and numbers of a plan as a tired person reads them; terminal and Markdown say the same."""

import re
from collections.abc import Mapping
from datetime import date
from math import floor

from planner.exports.again import again_words
from planner.on_offer import said_of_risks
from planner.person import Person
from planner.plan import ABSORBED_B12, Day, Plan, TargetResult
from planner.request import PlanRequest
from planner.shopping import Purchase, ToBuy
from planner.tables.catalogue import Catalogue
from planner.targets import Bound, make_targets

FOCAL = (
    "vitamin_b12_ug",
    "added_vitamin_b12_ug",
    ABSORBED_B12,
    "magnesium_mg",
    "potassium_mg",
    "calcium_mg",
    "absorbed_calcium_mg",
)
_SHORT_NAMES = {"vitamin_b12_ug": "B12", "added_vitamin_b12_ug": "B12, added", ABSORBED_B12: "B12, absorbed"}
_UNITS = {"ug": "mcg"}  # as on food labels, and readable in any encoding
_GLASS_ML = 240  # a US cup
INFORMS = "Steadyplate informs about food; it does not diagnose or treat anything."
SEE_A_DOCTOR = (
    "See a doctor for cramps or twitches that are severe or do not go away, for numbness, tingling or "
    "weakness, for trouble with balance or memory, and at once for an irregular heartbeat or trouble "
    "breathing: a blood test finds a shortage, a meal plan does not."
)


def amount(value: float) -> str:
    """A number with three significant figures or so: 0.001, 0.25, 2.51, 44.4, 1,960."""
    if 0 < abs(value) < 0.1:
        return f"{value:.1g}"
    decimals = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 9.995 else 2
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def with_unit(value: float, unit: str) -> str:
    """A number with its unit: 2.51 mcg."""
    return f"{amount(value)} {unit_word(unit)}"


def unit_word(unit: str) -> str:
    """The unit as on a food label."""
    return _UNITS.get(unit, unit)


def without_comma(name: str) -> str:
    """A name for a sentence: "soy milk, fortified" -> "soy milk (fortified)"."""
    return re.sub(r", (.*)$", r" (\1)", name)


def money(usd: float) -> str:
    """Dollars and cents."""
    return f"${usd:,.2f}"


def grams_to_buy(grams: float) -> str:
    """Grams rounded as one shops: to 1 under 20 g, to 5 under 200 g, to 10 under 1 kg, then to 50."""
    for most, step in ((20, 1), (200, 5), (1000, 10)):
        if grams < most:
            return f"{max(step, round(grams / step) * step):,} g"
    return f"{round(grams / 50) * 50:,} g"


def meant_for(line: ToBuy, bought: Mapping[str, Purchase]) -> list[str]:
    """Foods that a line of the shopping list is for, with grams as eaten; nothing where its form says so already."""
    entries = [bought[food] for food in line.foods]
    if len(entries) == 1 and entries[0].name in line.form:
        return []
    return [f"{entry.name} {grams_to_buy(entry.grams)}" for entry in entries]


def shown(text: str) -> str:
    """What somebody wrote, on one line and without signs that would steer a terminal."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def month(price_month: str) -> str:
    """2026-08 -> August 2026; anything else as it is."""
    try:
        return f"{date.fromisoformat(price_month + '-01'):%B %Y}"
    except ValueError:
        return price_month


def warnings(request: PlanRequest, catalogue: Catalogue, plan: Plan | None = None) -> tuple[str, ...]:
    """What a person with an illness, a medicine or a clinician's limit, or of some age, must read before the plan."""
    has_wishes = request.conditions or request.clinician_limits or request.supplements
    if not (has_wishes or said_of_risks(request, catalogue)):
        return ()
    steady_times = 1.0 if plan is None else plan.steady_times
    return tuple(labelled(text) for text in make_targets(request, catalogue, steady_times).warnings)


def other_notes(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """Notes of a plan that are not among the warnings above it."""
    said = warnings(request, catalogue, plan)
    return [*again_words(plan, request), *(note for note in map(labelled, plan.notes) if note not in said)]


def day_facts(day: Day) -> str:
    """Cost and energy of a day."""
    return f"{money(day.cost_usd)}, {day.nutrients['energy_kcal']:,.0f} kcal"


def over_upper(day: Day, catalogue: Catalogue) -> str:
    """The mark of a day above an upper limit; empty if there is none."""
    names = ", ".join(nutrient_name(name, catalogue) for name in day.over_upper)
    return f"Above the upper limit on this day: {names}. The mean of all days keeps it." if names else ""


def nutrient_name(nutrient: str, catalogue: Catalogue) -> str:
    """Plain name of a nutrient; B12 by its short one."""
    return _SHORT_NAMES.get(nutrient) or catalogue.nutrients[catalogue.nutrient_index[nutrient]].name


def mean(result: TargetResult) -> str:
    """The mean of a day with its unit; a plus says that it is at least this."""
    plus = "+" if result.at_least else ""
    return f"{amount(result.mean)}{plus} {unit_word(result.unit)}"


def target(result: TargetResult) -> str:
    """The target with its basis: "320 (RDA)", "at most 2,300 (CDRR)", "at most 2,500 every day (clinician)"."""
    lower, upper = result.bound.lower, result.bound.upper
    if lower is None and upper is None:
        return "none"
    if upper is None:
        ends = amount(lower or 0.0)
    elif lower is None:
        ends = f"at most {amount(upper)}{every_day(result)}"
    else:
        ends = f"{amount(lower)} to {amount(upper)}"
    brought = result.bound.supplied
    rest = f"; {with_unit(brought, result.unit)} more from your supplement" if brought else ""
    rest += f"; {with_unit(result.bound.salt, result.unit)} more from salt" if result.bound.salt else ""
    return f"{ends} ({result.bound.basis}{rest})"


def every_day(result: TargetResult) -> str:
    """Said behind a most that no single day passes; empty for one of the mean."""
    return " every day" if result.bound.every_day else ""


def basis(bound: Bound) -> str:
    """The basis of a target where its ends stand beside it: "RDA, UL", "clinician, every day"."""
    return bound.basis + (", every day" if bound.every_day else "")


def percent(value: float, of: float) -> str:
    """A share, never rounded up to look met."""
    return f"{floor(100 * value / of + 1e-6):,} %" if of > 0 else "-"


def state(result: TargetResult, when: str = "a day", is_open: bool = False) -> str:
    """Whether a target is met, and by how much not; less than an AI is never called short.

    `when`: "a day", or "" where that stands beside it. What is not known, or may be left out (`is_open`), makes a
    shortage smaller only: "at most".
    """
    lower, upper = result.bound.lower, result.bound.upper
    if lower is None and upper is None:
        return "no target"
    if result.bound.unmet:
        return result.bound.unmet
    if result.met:
        return "reached" if upper is None else "kept"
    if lower is not None and result.mean < lower:
        at_most = "at most " if result.at_least or is_open else ""
        missing = f"{at_most}{with_unit(lower - result.mean, result.unit)} {when}".rstrip()
        is_intake_of_the_healthy = result.bound.basis.startswith("AI")
        return f"{missing} below the AI" if is_intake_of_the_healthy else f"short by {missing}"
    above = f"{with_unit(result.mean - (upper or 0.0), result.unit)} {when}".rstrip()
    return f"{above} above"


def glasses(result: TargetResult) -> str:
    """What is left to drink, for water below its target."""
    if result.bound.nutrient != "water_g" or result.met or result.bound.lower is None:
        return ""
    count = max(1, round((result.bound.lower - result.mean) / _GLASS_ML))
    return f"Drink about {count} {'glass' if count == 1 else 'glasses'} a day beside the food."


def focal_rows(plan: Plan, catalogue: Catalogue) -> list[tuple[str, str, str, str, str]]:
    """Name, mean, target, share of it, lowest day: for B12, magnesium, potassium and calcium, eaten and absorbed.

    Where there is only a most, its highest day is what matters.
    """
    rows = []
    for nutrient in FOCAL:
        result = focal_result(plan, nutrient)
        if result is None:
            continue
        lower = result.bound.lower or 0.0
        share = percent(result.mean, lower) + ("" if result.met else f", {state(result)}")
        share = state(result) if result.bound.unmet else share
        only_most = result.bound.lower is None and result.bound.upper is not None
        worst = (max if only_most else min)(plan.days, key=lambda day: day.amount(nutrient))
        worst_day = f"{'most ' if only_most else ''}{amount(worst.amount(nutrient))} (day {worst.day})"
        rows.append((nutrient_name(nutrient, catalogue), mean(result), target(result), share, worst_day))
    return rows


def focal_result(plan: Plan, nutrient: str) -> TargetResult | None:
    """The highest least of a nutrient, hard before watched; without a least its tightest most; None without both."""
    if nutrient == ABSORBED_B12:
        return plan.absorbed_b12
    own = [result for result in plan.targets if result.bound.nutrient == nutrient]
    least = [result for result in own if result.bound.lower is not None]
    if own and not least:
        return min(own, key=lambda result: (not result.bound.hard, result.bound.upper or float("inf")))
    return max(least, key=lambda result: (result.bound.hard, result.bound.lower or 0.0), default=None)


def other_results(plan: Plan, hard: bool) -> list[TargetResult]:
    """Hard or watched results that the table of the focal nutrients does not show."""
    shown = [focal_result(plan, nutrient) for nutrient in FOCAL]
    return [r for r in plan.targets if r.bound.hard == hard and not any(r is result for result in shown)]


def note(result: TargetResult) -> str:
    """What to know or do about a target."""
    return labelled(result.bound.note)


def labelled(text: str) -> str:
    """Units in a sentence as on food labels."""
    return re.sub(r"\bug\b", unit_word("ug"), text)


def notes_on(results: list[TargetResult], catalogue: Catalogue) -> list[tuple[str, str]]:
    """Nutrient and what to know about it; what another note says already is left out."""
    said = [(nutrient_name(r.bound.nutrient, catalogue), note(r)) for r in results if r.bound.note]
    notes = list(dict.fromkeys(said))
    return [each for each in notes if not any(each[1] in other and each[1] != other for _, other in notes)]


def not_computable(person: Person, catalogue: Catalogue) -> list[tuple[str, str]]:
    """Nutrients that the food tables do not hold, with what to do about them at this life stage."""
    advice: dict[str, list[str]] = {}
    for row in catalogue.references.not_computable:
        if not row.stages or person.stage in row.stages:
            advice.setdefault(row.nutrient, []).append(labelled(row.advice))
    return [(nutrient, " ".join(said)) for nutrient, said in advice.items()]


def proof(plan: Plan) -> str:
    """How near the cost is to the least possible, and what real meals cost beside bare nutrients."""
    words = "Nearly as cheap as it can be" if plan.status == "optimal" else "A good plan"
    return f"{words} ({plan.status}): proven within {gap(plan)} of the cheapest possible plan of such meals."


def gap(plan: Plan) -> str:
    """How much less a plan of such meals could cost at most; in money where much is at home and little is paid."""
    if any(item.at_home_grams for item in plan.items()):
        return money(max(0.0, plan.cost_usd - plan.lower_bound_usd_per_day * len(plan.days)))
    return f"{100 * plan.gap:.1f} %"


def realism(plan: Plan) -> str:
    """The price of realism: real meals against the cheapest heap of foods."""
    cheapest, per_day = plan.cheapest_lp_usd_per_day, plan.cost_usd / len(plan.days)
    if cheapest <= 0:
        return ""
    return (
        f"Real meals cost {per_day / cheapest:.2f} times the cheapest heap of foods that meets "
        f"the same targets ({money(cheapest)} a day)."
    )


def costs(plan: Plan) -> str:
    """Cost of all days and of one, and the month of the prices."""
    days = len(plan.days)
    span = {1: "the day", 7: "the week"}.get(days, f"{days} days")
    a_day = "" if days == 1 else f", {money(plan.cost_usd / days)} a day"
    return f"{money(plan.cost_usd)} for {span}{a_day}, at US store prices of {month(plan.price_month)}."
