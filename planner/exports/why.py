"""Why this week in words: prices, swaps, curves and sources, the same on the screen and on a page."""

from collections.abc import Iterable, Iterator

from planner.explain.best import BestSources
from planner.explain.curves import CostCurve
from planner.explain.prices import LEAST, MOST, MUST, TargetPrice
from planner.explain.realism import Part
from planner.explain.swaps import MUCH, Outside, Swap
from planner.exports import words
from planner.plan import ABSORBED_B12
from planner.tables.catalogue import Catalogue
from planner.targets.bound import ENERGY, listed

COST = "cost"
HALF_A_CENT = 0.005  # USD: less is said as less than a cent
IN_FRACTIONS = (
    "Prices are those of the cheapest week in any fractions of portions and dishes. Whole portions cost about 1 % "
    "more, and a new week may differ by a few cents."
)
_B12 = {"vitamin_b12_ug": "B12", "added_vitamin_b12_ug": "added B12", ABSORBED_B12: "absorbed B12"}
FREE = "The cheapest week meets these anyway, so they cost nothing"


def cents(usd: float) -> str:
    """Money as one says it: nothing, less than a cent, 4 cents, $1.20."""
    if abs(usd) < 5e-5:
        return "nothing"
    if abs(usd) < HALF_A_CENT:
        return "less than a cent"
    whole = round(100 * abs(usd))
    said = f"{whole} cent{'' if whole == 1 else 's'}" if whole < 100 else words.money(whole / 100)
    return f"-{said}" if usd < 0 else said


def more(usd: float) -> str:
    """A difference: +$0.12."""
    return f"{'-' if usd <= -HALF_A_CENT else '+'}{words.money(abs(usd))}"


def name_of(nutrient: str, name: str, catalogue: Catalogue) -> str:
    """Plain name of what has a price."""
    if nutrient in _B12:
        return _B12[nutrient]
    return words.nutrient_name(nutrient, catalogue) if nutrient in catalogue.nutrient_index else name


def amount_of(price: TargetPrice, value: float | None = None) -> str:
    """An amount of a target with its unit: 1,000 mg, $40.00 for all days."""
    value = price.amount if value is None else value
    return _with_unit(price.nutrient, value, price.unit)


def _with_unit(nutrient: str, value: float, unit: str) -> str:
    return f"{words.money(value)} for all days" if nutrient == COST else words.with_unit(value, unit)


def asked(price: TargetPrice) -> str:
    """What is asked for: at least 1,000 mg."""
    if price.side == MUST:
        return "must be had"
    start = {LEAST: "at least", MOST: "at most"}[price.side]
    return amount_of(price) if price.nutrient == ENERGY else f"{start} {amount_of(price)}"


def step_words(price: TargetPrice) -> str:
    """One step stricter: 100 mg more, 100 mg less."""
    if price.usd_per_unit is None:
        return ""
    return f"{amount_of(price, price.step)} {'less' if price.side == MOST else 'more'}"


def step_cost(price: TargetPrice) -> str:
    """What that step costs a day."""
    if price.usd_per_unit is None:
        return ""
    return "no week can" if price.step_usd is None else cents(price.step_usd)


def holds(price: TargetPrice) -> str:
    """What a step costs at the price of the first bit, and between which amounts that price holds."""
    if price.usd_per_unit is None or price.is_free:
        return ""
    ends = f"{words.amount(price.holds_from)} to {words.amount(price.holds_to)}"
    return f"{cents(price.usd_per_unit * price.step)}, {ends}"


def in_all(price: TargetPrice) -> str:
    """What the target costs in all, or that it stays."""
    if price.total_usd is None:
        return "-"
    return f"adds {cents(price.total_usd)}" if price.stays else f"saves {cents(price.total_usd)}"


def price_words(price: TargetPrice, catalogue: Catalogue) -> str:
    """One target in one sentence or two.

    "One more 100 mg of calcium a day costs 5 cents; dropping the target would save 10 cents."
    """
    name = name_of(price.nutrient, price.name, catalogue)
    if price.side == MUST:
        return f"Having {name} adds {cents(price.total_usd or 0.0)} a day."
    if price.stays and price.usd_per_unit is None:
        return f"Keeping {name} {asked(price)} adds {cents(price.total_usd or 0.0)} a day. {price.stays}"
    step = words.amount(price.step) + f" {words.unit_word(price.unit)}"
    asks = f"{step} {'less' if price.side == MOST else 'more'} {name} a day" if price.side == MOST else ""
    asks = asks or f"One more {step} of {name} a day"
    if price.nutrient == COST:
        asks = f"{words.money(price.step)} less in the budget"
    said = f"{asks} costs {cents(price.step_usd)}" if price.step_usd is not None else f"{asks}: no week can hold that"
    if price.dropping_saves_usd is None:
        return f"{said}. {price.stays}".strip()
    return f"{said}; dropping the target would save {cents(price.dropping_saves_usd)}."


def free_words(prices: Iterable[TargetPrice], catalogue: Catalogue) -> str:
    """Which targets come for free, leasts by name."""
    free = [price for price in prices if price.is_free]
    names = list(dict.fromkeys(name_of(p.nutrient, p.name, catalogue) for p in free if p.side == LEAST))
    wished = [f"having {price.name}" for price in free if price.side == MUST]
    others = [f"{len(mosts)} upper limits"] if (mosts := [p for p in free if p.side == MOST]) else []
    found = [*names, *wished, *others]
    return f"{FREE}: {listed(found)}." if found else ""


def swap_words(swap: Swap, catalogue: Catalogue, days: int = 7) -> str:
    """One swap in a line: "Swap kale for collards: +$0.12 a week, calcium stays met"."""
    if swap.more_usd is None:
        return f"{words.without_comma(swap.name)} stays: {swap.stays}"
    instead = listed([words.without_comma(each.name) for each in swap.instead])
    name = words.without_comma(swap.name)
    said = f"Swap {name} for {instead}" if instead else f"Leave out {name}"
    cost = "no dearer" if swap.is_free else f"{more(swap.more_usd)} {span(days)}"
    return f"{said}: {cost}, {_kept(swap, catalogue)}"


def _kept(swap: Swap, catalogue: Catalogue) -> str:
    """The least that matters most for this food stays met; every other one does, too."""
    if not swap.brings or swap.brings_share < MUCH:
        return "every target stays met"
    name = name_of(swap.brings, swap.brings, catalogue)
    return f"{name} {'stay' if swap.brings.endswith('_cups') and name.endswith('s') else 'stays'} met"


def span(days: int) -> str:
    """All planned days in words."""
    return {1: "a day", 7: "a week"}.get(days, f"for {days} days")


def outside_words(each: Outside) -> str:
    """How much cheaper a food would have to be: "winter squash: 2.3 % cheaper, 34.2 and not 35.0 cents"."""
    if each.cheaper_share == 0:
        return f"{words.without_comma(each.name)}: could be there at no extra cost"
    cheaper = f"{max(0.1, 100 * each.cheaper_share):.1f} % cheaper"
    name, enters, now = words.without_comma(each.name), f"{100 * each.usd_to_enter:.1f}", f"{100 * each.usd:.1f}"
    if enters == now:
        return f"{name}: a hair cheaper than {now} cents for {each.portion}"
    return f"{name}: {cheaper}, {enters} and not {now} cents for {each.portion}"


def realism_rows(parts: Iterable[Part]) -> Iterator[tuple[str, str, str]]:
    """What a family of rules is, what it adds a day, and the sum so far."""
    for place, part in enumerate(parts):
        adds = words.money(part.usd_per_day) if place == 0 else more(max(0.0, part.usd_per_day))
        yield part.said, adds, words.money(part.so_far_usd)


def curve_title(curve: CostCurve, catalogue: Catalogue) -> str:
    """What moves: "Calcium, at least"."""
    name = name_of(curve.nutrient, curve.name, catalogue)
    side = "" if curve.nutrient in (COST, ENERGY) else f", at {curve.side}"
    return f"{name[:1].upper()}{name[1:]}{side}"


def curve_notes(curve: CostCurve, catalogue: Catalogue) -> list[str]:
    """Where the curve ends and why, and what is counted."""
    name = name_of(curve.nutrient, curve.name, catalogue)
    said = [curve.note] if curve.note else []
    for end, word in ((curve.impossible_above, "more"), (curve.impossible_below, "less")):
        if end is not None:
            what = "costs less" if curve.nutrient == COST else f"holds {word} {name}"
            said.append(f"No week {what} than {_with_unit(curve.nutrient, end, curve.unit)}.")
    if not curve.points:
        said.append("So none of these amounts can be met.")
    if curve.stop is not None:
        stop = _with_unit(curve.nutrient, curve.stop, curve.unit)
        said.append(f"The curve ends at {stop} ({curve.stop_basis}). {curve.stop_says}")
    return said


def curve_rows(curve: CostCurve) -> Iterator[tuple[str, str, str]]:
    """Amount, cost of a day, and a mark for what is asked for now."""
    for point in curve.points:
        is_now = curve.now is not None and abs(point.amount - curve.now) < 1e-6 * max(1.0, curve.now)
        amount = words.money(point.amount) if curve.nutrient == COST else words.with_unit(point.amount, curve.unit)
        yield amount, words.money(point.usd_per_day), "now" if is_now else ""


def source_title(best: BestSources, catalogue: Catalogue) -> str:
    """What is ranked: "Best sources of calcium"."""
    return f"Best sources of {name_of(best.nutrient, best.name, catalogue)}"


def source_rows(best: BestSources, most: int, by: str = "usd_per_tenth") -> Iterator[tuple[str, str, str, str, str]]:
    """Food with its portion, what that holds, its share of the target, cost of a tenth of it, amount in 100 kcal."""
    for source in best.ranked(by)[:most]:
        of_target = "-" if source.share is None else words.percent(source.share, 1.0)
        tenth = "-" if source.usd_per_tenth is None else f"{100 * source.usd_per_tenth:.1f} cents"
        dense = "-" if source.per_100_kcal is None else words.with_unit(source.per_100_kcal, best.unit)
        held = words.with_unit(source.per_portion, best.unit)
        yield f"{source.name}, {source.portion}", held, of_target, tenth, dense


def source_notes(best: BestSources) -> list[str]:
    """What is counted, and which foods are not ranked."""
    said = [best.note] if best.note else []
    if best.unknown:
        few = ", ".join(best.unknown[:5]) + (f" and {len(best.unknown) - 5} more" if len(best.unknown) > 5 else "")
        said.append(f"Not known, so not ranked: {few}.")
    return said
