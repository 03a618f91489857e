"""Changes that make a request possible: each proven and priced by the LP of the whole plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from planner.errors import PlannerError
from planner.explain.impossible.back import FEW, best_back, exclude_options, fewer_excluded, listed_foods, named
from planner.explain.impossible.clash import Asked, Wished, check, solved
from planner.explain.impossible.refusal import Kind, Repair, Wish
from planner.explain.impossible.steps import Aim, Step, aimed, diet_steps, relaxed_text, steps_for
from planner.model.day import build_day
from planner.model.fillings import make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.pins import make_pins
from planner.model.week import WeekModel, build_week
from planner.request import PlanRequest, check_request
from planner.solve.session import Answer, Outcome
from planner.tables.catalogue import Catalogue
from planner.targets import make_targets

BUDGET_ROOM = 1.04  # a budget is raised to so much of what is proven needed: whole portions cost a little more
MOST_REPAIRS = 6
FOODS_BACK = (Kind.FORTIFIED, Kind.ARTICLE, Kind.EXCLUDED)
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
        request = check_request(request, catalogue)
        needs = replace(make_needs(request, make_targets(request, catalogue), catalogue), shares_yield=True)
        if solved(build_day(needs), cancelled).outcome is not Outcome.OPTIMAL:
            return None
        fillings = make_fillings(catalogue, needs.offered, needs.allowed)
        model = build_week(needs, fillings, 0.0, make_pins(request.keep, fillings, request.days))
    except PlannerError:  # it cannot be asked for so: a limit or an illness speaks against it
        check(cancelled)
        return None
    answer = solved(replace(model.spec, cost=model.money), cancelled)
    return Possible(request, needs, model, answer) if answer.outcome is Outcome.OPTIMAL else None


def repairs_of(
    wished: Wished, blamed: set[Wish], giving: set[Wish], lacking: tuple[str, ...] = (), cancelled: Asked = None
) -> tuple[Repair, ...]:
    """Changes that help, cheapest first; where none does alone, the fewest together; the diet only if all fails.

    `blamed` are wishes that clash or give in the elastic LP, `giving` the latter; `lacking` the nutrients of which
    foods bring too little.
    """
    maker = _Maker(wished, lacking, cancelled)
    steps = steps_for(wished, blamed, giving)
    found = [repair for step in steps if (repair := maker.repair((step,))) is not None]
    if not found:
        found = list(maker.together(steps))
    if not found:  # more may stand in the way than what clashes first
        steps = steps_for(wished, wished.own, giving)
        found = list(maker.together(steps))
    if not found:
        found = list(maker.together([*diet_steps(wished), *steps]))
    found.sort(key=lambda repair: (any(kind in _LAST for kind in repair.kinds), repair.cost_usd_per_day))
    return tuple(found[:MOST_REPAIRS])


@dataclass(frozen=True)
class _Maker:
    """Tries steps on a request and tells of those that help."""

    wished: Wished
    lacking: tuple[str, ...]
    cancelled: Asked

    def together(self, steps: list[Step]) -> Iterator[Repair]:
        """All changes at once, then without each that is not needed, the late ones (recommended amounts) first.

        Once with fortified foods coming back, and once without, where both help.
        """
        given: list[list[Step]] = []
        for own in (steps, [step for step in steps if step.kind is not Kind.FORTIFIED]):
            if not own or self.opened(own) is None:
                continue
            needed = list(own)
            for step in reversed(own):
                fewer = [each for each in needed if each is not step]
                if fewer and self.opened(fewer) is not None:
                    needed = fewer
            if needed not in given:
                given.append(needed)
                repair = self.repair(tuple(needed))
                if repair is not None:
                    yield repair

    def opened(self, steps: Sequence[Step]) -> Possible | None:
        """The request with all that the steps open."""
        request = self.wished.request
        for step in steps:
            request = step.change(request)
        return self.possible(request)

    def possible(self, request: PlanRequest) -> Possible | None:
        """The request if the LP of its whole plan can meet it."""
        return possible(request, self.wished.catalogue, self.cancelled)

    def repair(self, steps: tuple[Step, ...]) -> Repair | None:
        """Steps with every open end set as near to what was wanted as can be; proven once more as it is offered."""
        now = self.opened(steps)
        said: list[str] = []
        add: list[str] = []
        for step in steps:
            if now is None:
                return None
            text, more = step.text, step.add
            if step.aim is not None:
                request, value = aimed(now.request, step.aim, _reached(now, step.aim))
                text = relaxed_text(step.aim, value, self.wished, step.kind)
                more = tuple(f"--target {wish}" for wish in request.targets if wish.nutrient == step.aim.nutrient)
                now = self.possible(request)
            elif step.kind is Kind.EXCLUDED:
                now = self.few_back(now)
            elif step.kind is Kind.BUDGET:  # the last of several
                usd = float(ceil(now.usd_per_day * now.request.days * BUDGET_ROOM))
                text, more = _budget(usd, self.wished), (f"--max-cost {usd:g}",)
                now = self.possible(replace(now.request, max_cost_usd=usd))
            said.append(text)
            add += more
        return None if now is None else self.told(steps, now, said, add)

    def few_back(self, now: Possible) -> Possible:
        """With as few as are needed of the foods that were left out."""
        places = self.best(now, ())
        for few in FEW:
            exclude = fewer_excluded(self.wished, places, few)
            if not exclude:
                break
            fewer = self.possible(replace(now.request, exclude=exclude))
            if fewer is not None:
                return fewer
        return now

    def best(self, now: Possible, lacking: tuple[str, ...]) -> list[int]:
        """The foods that came back and matter."""
        assert now.answer.x is not None
        times = now.answer.x[now.model.count]
        return best_back(self.wished, now.model.fillings, times, lacking)

    def told(self, steps: tuple[Step, ...], now: Possible, said: list[str], add: list[str]) -> Repair:
        """The repair in words."""
        kinds = tuple(dict.fromkeys(step.kind for step in steps))
        back = {*self.wished.request.exclude} - {*now.request.exclude}
        others = [
            place for place in self.best(now, self.lacking) if self.wished.catalogue.foods[place].food not in back
        ]
        foods = named(self.wished, others)
        said = [
            f"{text}, such as {foods}" if foods and step.kind in (*FOODS_BACK, Kind.DIET) else text
            for step, text in zip(steps, said, strict=True)
        ]
        said = [
            f"Allow again {listed_foods(self.wished, back)}" if step.kind is Kind.EXCLUDED else text
            for step, text in zip(steps, said, strict=True)
        ]
        text = "; and ".join([said[0], *(each[:1].lower() + each[1:] for each in said[1:])])
        drop = [option for step in steps if step.kind is not Kind.EXCLUDED for option in step.drop]
        more, less = exclude_options(self.wished, back)
        drop += less
        add = [*add, *more]
        prices = self.wished.catalogue.supplement_prices if Kind.SUPPLEMENT in kinds else ()
        return Repair(
            text=f"{text}.",
            request=now.request,
            cost_usd_per_day=now.usd_per_day,
            kinds=kinds,
            add=tuple(dict.fromkeys(add)),
            drop=tuple(dict.fromkeys(drop)),
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
    answer = solved(replace(spec, cost=cost))
    best = abs(answer.objective) * scale if answer.x is not None else 0.0
    return min(best, aim.wanted) if aim.is_least else max(best, aim.wanted)


def _budget(usd: float, wished: Wished) -> str:
    """What is said of a budget that is raised."""
    days = "the day" if wished.request.days == 1 else f"{wished.request.days} days"
    return f"Raise the budget from {wished.request.max_cost_usd or 0:.2f} to {usd:.2f} USD for {days}"
