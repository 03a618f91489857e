"""Somebody's own tables, solved, in words that a tired person understands."""

from collections.abc import Iterator
from math import floor, log10

import numpy as np

from planner.explain.own import OwnAnswer
from planner.model.own import Limit
from planner.solve.own import Price
from planner.solve.own_repair import Clash, Proven, outward
from planner.solve.session import Outcome

SHOWN = 5  # digits of a number
IMPOSSIBLE = "of these foods meet all targets (proven)."
MOST_FOODS = 8  # of a conflict in words; the JSON has all
BOUND = 9  # of a number that somebody wrote


def figure(value: float, digits: int = SHOWN) -> str:
    """A number to read: a few digits, thousands with commas, no empty decimals."""
    if not value:
        return "0"
    decimals = digits - 1 - floor(log10(abs(value)))
    if not -12 < decimals <= 12:
        return f"{value:.{digits}g}"
    text = f"{round(value, decimals):,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cost(value: float) -> str:
    """A cost to read: two decimals, more of a small one."""
    return f"{value:,.2f}" if abs(value) >= 1 or not value else figure(value, 3)


def quantity(answer: OwnAnswer, nutrient: str, number: str) -> str:
    """A number with the unit of its nutrient, where the targets name one."""
    unit = dict(zip(answer.tables.nutrients, answer.tables.units, strict=True)).get(nutrient, "")
    return f"{number} {unit}".strip()


def bound_words(answer: OwnAnswer, limit: Limit, value: float | None = None) -> str:
    """`B2 at least 700`, `at most 10 of HAM`; `value` in the place of its bound."""
    number = figure(limit.bound, BOUND) if value is None else figure(outward(value, limit.is_upper, digits=SHOWN))
    way = "at most" if limit.is_upper else "at least"
    if limit.is_food:
        return f"{way} {number} of {limit.name}"
    return f"{limit.name} {way} {quantity(answer, limit.name, number)}"


def sentence(answer: OwnAnswer) -> str:
    """How it ended, in one or two plain sentences."""
    tables, outcome = answer.tables, answer.optimum.outcome
    if outcome is Outcome.OPTIMAL:
        what = "whole units" if answer.integer else "amounts"
        return f"The cheapest {what} that meet every target cost {cost(answer.optimum.objective)}; none cost less."
    if outcome is Outcome.FEASIBLE:
        return (
            f"The limits of the search ended first: these amounts meet every target and cost "
            f"{cost(answer.optimum.objective)}, and none cost less than {cost(answer.optimum.bound)}."
        )
    if outcome is Outcome.UNBOUNDED:
        food = answer.endless[0] if answer.endless else int(np.argmin(tables.cost))
        return (
            f"{tables.places[food]}, column cost is {tables.cost[food]:g}: every unit more makes it cheaper and "
            "nothing limits it, so there is no cheapest choice. Give it a max, or a cost of 0 or more."
        )
    if outcome is Outcome.INFEASIBLE:
        return " ".join(_impossible(answer))
    return "The limits of the search ended before anything was found; nothing is proven. Try fewer foods or targets."


def _impossible(answer: OwnAnswer) -> Iterator[str]:
    yield f"No {'whole units' if answer.integer else 'amounts'} {IMPOSSIBLE}"
    clash = answer.clash
    if clash is None:
        yield "Which of them clash was not found within the limits of the search."
        return
    yield clash_words(answer, clash)
    reached = [words for words in reached_words(answer, clash) if words]
    if reached:
        yield f"{reached[0][0].upper()}{reached[0][1:]}."
    if clash.single:
        yield f"The smallest change that helps: {repair_words(answer, clash.single[0])}."
    elif clash.joint:
        yield f"No single change helps; the smallest that help together: {repair_words(answer, clash.joint)}."


def clash_words(answer: OwnAnswer, clash: Clash) -> str:
    """What does not go together."""
    members = [bound_words(answer, limit) for limit in clash.conflict if not limit.is_food]
    foods = [bound_words(answer, limit) for limit in clash.conflict if limit.is_food]
    if len(foods) > MOST_FOODS + 1:
        foods[MOST_FOODS:] = [f"{len(foods) - MOST_FOODS} more bounds of foods"]
    if clash.foods_kept:
        foods = ["every food within its min and max"]
    if not members:
        return f"These do not go together: {listed(foods)}."
    given = f", with {listed(foods)}" if foods else ""
    if len(members) == 1 and not foods:
        return f"{members[0]} cannot be reached with these foods."
    if len(members) == 1:
        return f"{members[0]} cannot be reached{given}."
    return f"These do not go together: {listed(members)}{given}."


def reached_words(answer: OwnAnswer, clash: Clash) -> list[str]:
    """How near each target of the conflict can come to its bound, all else kept."""
    kept = "the rest of these" if clash.within_conflict else "everything else"
    return [
        f"with {kept} kept, {limit.name} can go {'down' if limit.is_upper else 'up'} to "
        f"{quantity(answer, limit.name, figure(outward(value, limit.is_upper, digits=SHOWN)))} at best, "
        f"of {'at most' if limit.is_upper else 'at least'} {figure(limit.bound, BOUND)}"
        for limit, value in zip(clash.conflict, clash.reached, strict=True)
        if value is not None and not limit.is_food
    ]


def repair_words(answer: OwnAnswer, proven: Proven) -> str:
    """What to change into what, and what it then costs."""
    moves = [
        f"{bound_words(answer, repair.limit, repair.to)} instead of {figure(repair.limit.bound, BOUND)}"
        for repair in proven.repairs
    ]
    then = "" if proven.optimum.units is None else f" (then it costs {cost(proven.optimum.objective)})"
    return f"{listed(moves)}{then}"


def listed(parts: list[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def price_words(answer: OwnAnswer, price: Price) -> str:
    """`One more unit of calcium costs 0.03`, what one unit less saves where that differs, and how far both hold."""
    limit, up, down = price.limit, price.shadow_price, price.if_lowered
    unit = quantity(answer, limit.name, "1") if quantity(answer, limit.name, "") else "one unit"
    exact = answer.tables.lower[limit.place] == answer.tables.upper[limit.place]
    way = "exactly" if exact else "at most" if limit.is_upper else "at least"
    wanted = f"{limit.name} {way} {quantity(answer, limit.name, figure(limit.bound, BOUND))}"
    more, less = ("more allowed", "less allowed") if limit.is_upper and not exact else ("more", "less")
    said = [f"{unit} {more} {_changes(up)}" if price.can_rise else "more cannot be had"]
    if not price.can_rise or down != up:
        said.append(f"{unit} {less} {_changes(-down)}")
    return f"{wanted}: {', '.join(said)}{_held(price) if up or down else ''}"


def _changes(by: float) -> str:
    return f"costs {cost(by)}" if by > 0 else f"saves {cost(-by)}" if by < 0 else "costs nothing"


def _held(price: Price) -> str:
    """How far the slopes hold."""
    low = "" if price.holds_from is None else f" from {figure(outward(price.holds_from, up=True, digits=SHOWN))}"
    high = "" if price.holds_to is None else f" to {figure(outward(price.holds_to, up=False, digits=SHOWN))}"
    if low and high:
        return f" (that holds{low}{high})"
    return f" (that holds{low} on)" if low else f" (that holds up{high})" if high else ""
