"""Changes that make a request possible: each proven and priced by the LP of the whole plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from planner.errors import PlannerError
from planner.explain.impossible.clash import Asked, Wished, check, solved
from planner.explain.impossible.refusal import Kind, Repair, Wish
from planner.explain.impossible.steps import Aim, Step, aimed, diet_steps, relaxed_text, steps_for
from planner.model.day import build_day
from planner.model.fillings import make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.pins import make_pins
from planner.model.week import WeekModel, build_week
from planner.request import PlanRequest
from planner.solve.kept import POOL
from planner.solve.session import Answer, Outcome
from planner.tables.catalogue import Catalogue
from planner.targets import make_targets

BEST_FOODS = 3  # so many are named
BUDGET_ROOM = 1.04  # a budget is raised to so much of what is proven needed: whole portions cost a little more
MOST_REPAIRS = 6
GIVES = 1e-3  # times in a plan that are worth naming
_LAST = (Kind.REFERENCE, Kind.DIET)  # offered behind the others, whatever they cost


@dataclass(frozen=True)
class Possible:
    """A request that the LP of the whole plan can meet, at its least cost."""

    request: PlanRequest
    needs: Needs
    model: WeekModel
    answer: Answer

    @property
    def usd_per_day(self) -> float:
        """No plan of the request costs less."""
        return self.answer.objective / self.request.days


def possible(request: PlanRequest, catalogue: Catalogue, cancelled: Asked = None) -> Possible | None:
    """The request with the LP of its whole plan; None where that, or the LP of a day, has no solution."""
    check(cancelled)
    try:
        needs = make_needs(request, make_targets(request, catalogue), catalogue)
        if solved(build_day(needs), cancelled).outcome is not Outcome.OPTIMAL:
            return None
        fillings = make_fillings(catalogue, needs.offered, needs.allowed)
        model = build_week(needs, fillings, 0.0, make_pins(request.keep, fillings, request.days))
    except PlannerError:  # it cannot be asked for so: a limit or an illness speaks against it
        check(cancelled)
        return None
    money = np.zeros(len(model.spec.cost))
    money[model.count] = fillings.cost
    with POOL.lend(replace(model.spec, cost=money)) as session:
        answer = session.solve()
    return Possible(request, needs, model, answer) if answer.outcome is Outcome.OPTIMAL else None


def repairs_of(wished: Wished, blamed: set[Wish], cancelled: Asked = None) -> tuple[Repair, ...]:
    """Changes that help, cheapest first; where none does alone, the fewest together; the diet only if all fails."""
    steps = steps_for(wished, blamed)
    found = [repair for step in steps if (repair := _repair(wished, (step,), cancelled)) is not None]
    if not found:
        found = list(_together(wished, steps, cancelled))
    if not found:
        found = list(_together(wished, [*diet_steps(wished), *steps], cancelled))
    found.sort(key=lambda repair: (any(kind in _LAST for kind in repair.kinds), repair.cost_usd_per_day))
    return tuple(found[:MOST_REPAIRS])


def _together(wished: Wished, steps: list[Step], cancelled: Asked) -> Iterator[Repair]:
    """All changes at once, then without each that is not needed: recommended amounts and late ones are kept first.

    Once with food coming back, and once without, where both help.
    """
    given = []
    for own in (steps, [step for step in steps if step.kind not in (Kind.FORTIFIED, Kind.ARTICLE, Kind.EXCLUDED)]):
        if len(own) < 2 or _opened(wished, own, cancelled) is None:
            continue
        needed = list(own)
        for step in reversed(own):
            fewer = [each for each in needed if each is not step]
            if fewer and _opened(wished, fewer, cancelled) is not None:
                needed = fewer
        if needed not in given:
            given.append(needed)
            repair = _repair(wished, tuple(needed), cancelled)
            if repair is not None:
                yield repair


def _opened(wished: Wished, steps: list[Step] | tuple[Step, ...], cancelled: Asked) -> Possible | None:
    request = wished.request
    for step in steps:
        request = step.change(request)
    return possible(request, wished.catalogue, cancelled)


def _repair(wished: Wished, steps: tuple[Step, ...], cancelled: Asked) -> Repair | None:
    """Steps with every open end set as near to what was wanted as can be; proven once more as it is offered."""
    now = _opened(wished, steps, cancelled)
    said, add = [], []
    for step in steps:
        if now is None:
            return None
        text = step.text
        if step.aim is not None:
            request, value = aimed(now.request, step.aim, _reached(now, step.aim))
            text = relaxed_text(step.aim, value, wished, step.kind)
            now = possible(request, wished.catalogue, cancelled)
            add += [f"--target {wish}" for wish in request.targets if wish.nutrient == step.aim.nutrient]
        said.append(text)
        add += step.add
    if now is not None and any(step.kind is Kind.BUDGET for step in steps):
        usd = float(ceil(now.usd_per_day * now.request.days * BUDGET_ROOM))
        now = possible(replace(now.request, max_cost_usd=usd), wished.catalogue, cancelled)
        said = [
            _budget(usd, wished) if step.kind is Kind.BUDGET else text for step, text in zip(steps, said, strict=True)
        ]
        add.append(f"--max-cost {usd:g}")
    return None if now is None else _told(wished, steps, now, said, add)


def _told(wished: Wished, steps: tuple[Step, ...], now: Possible, said: list[str], add: list[str]) -> Repair:
    kinds = tuple(dict.fromkeys(step.kind for step in steps))
    foods = _best_foods(wished, now) if {Kind.FORTIFIED, Kind.ARTICLE, Kind.EXCLUDED, Kind.DIET} & set(kinds) else ""
    text = "; and ".join([said[0], *(each[:1].lower() + each[1:] for each in said[1:])])
    prices = wished.catalogue.supplement_prices if Kind.SUPPLEMENT in kinds else ()
    return Repair(
        text=f"{text}{foods}.",
        request=now.request,
        cost_usd_per_day=now.usd_per_day,
        kinds=kinds,
        add=tuple(dict.fromkeys(add)),
        drop=tuple(dict.fromkeys(option for step in steps for option in step.drop)),
        beside_usd_per_day=next(((row.usd_per_day_from, row.usd_per_day_to) for row in prices), None),
        caution=" ".join(dict.fromkeys(step.caution for step in steps if step.caution)),
    )


def _reached(now: Possible, aim: Aim) -> float:
    """The best mean of a nutrient that the LP of the plan reaches [unit / day]."""
    fillings, spec = now.model.fillings, now.model.spec
    column = now.needs.catalogue.nutrient_index[aim.nutrient]
    table = fillings.least if aim.is_least else np.nan_to_num(fillings.most)
    values = table[:, column] / now.request.days
    cost = np.zeros(len(spec.cost))
    scale = abs(aim.wanted) or 1.0
    cost[now.model.count] = values / scale * (-1 if aim.is_least else 1)
    with POOL.lend(replace(spec, cost=cost)) as session:
        answer = session.solve()
    best = abs(answer.objective) * scale if answer.x is not None else 0.0
    return min(best, aim.wanted) if aim.is_least else max(best, aim.wanted)


def _budget(usd: float, wished: Wished) -> str:
    """What is said of a budget that is raised."""
    days = "the day" if wished.request.days == 1 else f"{wished.request.days} days"
    return f"Raise the budget from {wished.request.max_cost_usd or 0:.2f} to {usd:.2f} USD for {days}"


def _best_foods(wished: Wished, now: Possible) -> str:
    """The foods that came back and that the cheapest plan uses most, by the share of energy and how often."""
    assert now.answer.x is not None
    times = now.answer.x[now.model.count]
    foods = wished.catalogue.foods
    used = np.bincount(now.model.fillings.food, weights=times, minlength=len(foods))
    used[wished.needs.allowed] = 0.0
    best = [foods[place].name for place in np.argsort(-used, kind="stable")[:BEST_FOODS] if used[place] > GIVES]
    return f" (the plan would use above all {', '.join(best)})" if best else ""
