"""A day or a week with every wish as rows of its own: which of them clash, and how near the rest comes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.errors import Cancelled
from planner.explain.impossible.refusal import ABOUT_FOODS, Kind, Wish
from planner.explain.impossible.wishes import (
    B12,
    End,
    absorption_wish,
    budget_wish,
    diet_wish,
    fit_foods,
    food_wishes,
    must_have_wish,
)
from planner.explain.impossible.wishes import ends as ends_of
from planner.model.day import build_day
from planner.model.fillings import Fillings, make_fillings
from planner.model.meals import MEALS_OF
from planner.model.needs import MUST_HAVE, Needs
from planner.model.spec import INFINITY, Spec
from planner.model.uptake import ABSORBED_B12, MEALS_WITH_B12
from planner.model.week import build_week
from planner.request import PlanRequest
from planner.solve.conflict import Member, Side, irreducible, without
from planner.solve.kept import POOL
from planner.solve.session import Answer, Outcome
from planner.solve.shortfall import elastic
from planner.tables.catalogue import Catalogue
from planner.tables.spellings import plain
from planner.targets import Targets

Array = np.ndarray
Asked = Callable[[], bool] | None
GIVES = 1e-4  # share of a target that is worth saying
PRICED = 1e-9  # prices of rows below this prove nothing
OWN_GIVES, FIRST_GIVES, FOODS_GIVE = 0.01, 0.0001, 10.0  # weights of what gives before and behind a reference
_OWN = (Kind.OWN, Kind.FORCED, Kind.BUDGET, Kind.CLINICIAN, Kind.CONDITION)
# Let go in this order while a set of clashing wishes is sought: what stands late is blamed.
_ORDER = tuple(Kind)
_BLAMED_LATE = ("calcium_mg", "magnesium_mg", "potassium_mg", B12)


@dataclass(frozen=True)
class Loose:
    """A model in which every wish is a set of row sides, so that it can be let go: its row falls with any owner."""

    spec: Spec
    owners: dict[int, frozenset[Wish]]  # by row; a row without is how meals are made, not a wish

    @property
    def wishes(self) -> list[Wish]:
        """Every wish that sets a row, what is let go first at the front."""
        found = dict.fromkeys(wish for owners in self.owners.values() for wish in sorted(owners, key=_rank))
        return sorted(found, key=_rank)

    def member(self, wish: Wish) -> Member:
        """The sides that fall with a wish."""
        return tuple(self.side(row) for row, owners in self.owners.items() if wish in owners)

    def side(self, row: int) -> Side:
        """The one finite side of a row."""
        return Side(row, is_upper=bool(np.isfinite(self.spec.row_upper[row])))

    def let_go(self, wishes: Iterable[Wish]) -> Spec:
        """The model without some wishes."""
        return without(self.spec, (side for wish in wishes for side in self.member(wish)))


def _rank(wish: Wish) -> tuple[int, int, str]:
    late = _BLAMED_LATE.index(wish.name) if wish.name in _BLAMED_LATE else -1
    return _ORDER.index(wish.kind), late, wish.text


@dataclass(frozen=True)
class Wished:
    """A checked request with all that the models of its wishes read."""

    request: PlanRequest
    targets: Targets
    needs: Needs
    catalogue: Catalogue
    ends: tuple[End, ...]
    away: dict[Wish, Array]  # foods that each wish keeps away
    fit: Array  # [foods] bool: what may be eaten if no wish kept it away
    excluded_as: tuple[str, ...] = ()  # what is left out, in the words in which it was asked

    @classmethod
    def of(cls, request: PlanRequest, targets: Targets, needs: Needs, catalogue: Catalogue) -> "Wished":
        """The wishes of a request."""
        return cls(
            request,
            targets,
            needs,
            catalogue,
            tuple(ends_of(request, targets, catalogue)),
            food_wishes(request, catalogue),
            fit_foods(request, targets, catalogue),
        )

    @property
    def own(self) -> set[Wish]:
        """Every wish about something else than foods, also those that stand in no row of a day."""
        must_have = {must_have_wish(name, self.catalogue) for name in self.request.must_have}
        return {wish for end in self.ends for wish in end.wishes} | must_have | {absorption_wish()}

    def day(self) -> Loose:
        """The daily LP over all foods that are fit, with each wish about foods as a row: sum of its foods <= 0."""
        spec = build_day(self.needs)
        most = np.array([food.max_portions_per_day for food in self.catalogue.foods])
        return self._loose(spec, np.arange(len(most)), most)

    def week(self) -> Loose:
        """The LP of the week in the same way; the rules of its meals stay those of the request."""
        fillings = self.fillings()
        spec = build_week(self.needs, fillings).spec
        per_dish = np.array([np.ceil(dish.max_per_week * self.needs.days / 7) for dish in fillings.dishes])
        return self._loose(spec, fillings.food, per_dish[fillings.dish])

    def fillings(self) -> Fillings:
        """Fillings of all foods that are fit; those that a wish keeps away are held at 0."""
        return make_fillings(self.catalogue, self.fit | self.needs.offered, self.needs.allowed)

    def _loose(self, spec: Spec, food: Array, most: Array) -> Loose:
        """`food` of the first columns and the `most` of each where no wish keeps it away."""
        upper, first = spec.upper.copy(), np.arange(len(food))
        upper[first] = np.where(self.fit[food], most, spec.upper[first])
        owners = {row: found for row, name in enumerate(spec.row_names) if (found := self._owners(name))}
        rows, whose = [], []
        for end in self._looser():
            row = spec.row_names.index(_row(end))
            rows.append(_copied(spec, row, end.value / self._scale(end)))
            whose.append(end.wishes)
        for wish, foods in self.away.items():
            columns = first[(foods & self.fit)[food]]
            rows.append((f"without {wish.name}", columns, np.ones(len(columns)), -INFINITY, 0.0))
            whose.append(frozenset({wish}))
        owners |= {spec.rows + place: own for place, own in enumerate(whose)}
        return Loose(_with_rows(replace(spec, upper=upper), rows), owners)

    def _scale(self, end: End) -> float:
        limit = self.needs.limit(end.nutrient)
        return limit.scale if limit else 1.0

    def _tightest(self, nutrient: str, is_least: bool) -> End | None:
        own = [end for end in self.ends if (end.nutrient, end.is_least) == (nutrient, is_least)]
        return max(own, key=lambda end: end.value if is_least else -end.value, default=None)

    def _looser(self) -> list[End]:
        """Ends that stand behind a tighter one of the same nutrient."""
        return [end for end in self.ends if end is not self._tightest(end.nutrient, end.is_least)]

    def _owners(self, row: str) -> frozenset[Wish]:
        """The wishes that a row of a day or a week stands on."""
        kind, _, name = row.rpartition(" ")
        if row == "at most cost":
            return frozenset({budget_wish(self.request)} if self.request.max_cost_usd is not None else ())
        if row.startswith(MUST_HAVE):
            wanted = [each for each in self.request.must_have if plain(each) == row.removeprefix(MUST_HAVE)]
            return frozenset(must_have_wish(each, self.catalogue) for each in wanted)
        if row in (ABSORBED_B12, MEALS_WITH_B12) and self.needs.b12_by_meal is not None:
            end = self._tightest(self.needs.b12_by_meal.nutrient, True)
            return (end.wishes if end else frozenset()) | {absorption_wish()}
        if row == "legume or soy":
            return frozenset({diet_wish(self.request)} & self.away.keys())
        if kind in ("at least", "at most", "spread", MEALS_OF.strip()):
            end = self._tightest(name, kind != "at most")
            return end.wishes if end else frozenset()
        return frozenset()


def _row(end: End) -> str:
    return f"at {'least' if end.is_least else 'most'} {end.nutrient}"


Row = tuple[str, Array, Array, float, float]


def _copied(spec: Spec, row: int, bound: float) -> Row:
    """A row again with another bound."""
    columns, values = spec.row(row)
    is_least = bool(np.isfinite(spec.row_lower[row]))
    return spec.row_names[row], columns, values, bound if is_least else -INFINITY, INFINITY if is_least else bound


def _with_rows(spec: Spec, rows: Sequence[Row]) -> Spec:
    """The model with more rows: name, columns, values, lower, upper."""
    if not rows:
        return spec
    names, columns, values, lower, upper = zip(*rows, strict=True)
    return replace(
        spec,
        starts=np.concatenate([spec.starts, spec.starts[-1] + np.cumsum([len(each) for each in columns])]),
        indices=np.concatenate([spec.indices, *columns]).astype(np.int64),
        values=np.concatenate([spec.values, *values]),
        row_lower=np.append(spec.row_lower, lower),
        row_upper=np.append(spec.row_upper, upper),
        row_names=(*spec.row_names, *names),
    )


def solved(spec: Spec, cancelled: Asked = None) -> Answer:
    """An LP, solved on a kept model where one fits. Raises Cancelled when `cancelled` says so."""
    with POOL.lend(spec) as session:
        if cancelled is not None:
            session.watch(cancelled)
        answer = session.solve()
        check(cancelled)
    return answer


def check(cancelled: Asked) -> None:
    """Raises Cancelled when nobody waits any more."""
    if cancelled is not None and cancelled():
        raise Cancelled("The search was called off: a newer request takes its place.")


@dataclass(frozen=True)
class Shortfall:
    """What an elastic LP says of an impossible model."""

    rows: tuple[int, ...]  # of targets that give: together the nearest that the foods come to all of them
    blamed: frozenset[Wish]  # owners of the rows whose prices prove that there is no solution


def shortfall(loose: Loose, cancelled: Asked = None) -> Shortfall:
    """The elastic LP of the targets; where foods and meals alone clash, of the wishes about foods as well."""
    targets = {row for row, owners in loose.owners.items() if not {wish.kind for wish in owners} <= set(ABOUT_FOODS)}
    for rows in (targets, loose.owners.keys()):
        gives = np.isin(np.arange(loose.spec.rows), list(rows))
        weights = np.array([_weight(loose, row) for row in range(loose.spec.rows)])
        answer = solved(elastic(loose.spec, gives, weights), cancelled)
        if answer.x is None or answer.shadow_prices is None:
            continue
        slack = answer.x[len(loose.spec.cost) :]
        given = [int(row) for row, gap in zip(np.flatnonzero(gives), slack, strict=True) if gap > GIVES]
        priced = np.flatnonzero(np.abs(answer.shadow_prices) > PRICED)
        blamed = frozenset(wish for row in priced for wish in loose.owners.get(int(row), ()))
        return Shortfall(tuple(row for row in given if row in targets), blamed)
    return Shortfall((), frozenset())


def _weight(loose: Loose, row: int) -> float:
    """What it costs a row to give: a must-have first, then a wish of one's own, recommended amounts, foods last."""
    kinds = {wish.kind for wish in loose.owners.get(row, ())}
    if kinds & {Kind.MUST_HAVE}:
        return FIRST_GIVES
    if kinds & set(_OWN) or loose.spec.row_names[row].startswith(("spread ", MEALS_OF)):
        return OWN_GIVES
    return FOODS_GIVE if kinds and kinds <= set(ABOUT_FOODS) else 1.0


def conflict(loose: Loose, short: Shortfall, cancelled: Asked = None) -> tuple[Wish, ...]:
    """A set of wishes that clash, each of them necessary; empty where no set of wishes is to blame.

    Only wishes that the proof of the elastic LP needs are tried, where they clash by themselves.
    """
    wishes = [wish for wish in loose.wishes if wish in short.blamed]
    spec = loose.let_go(wish for wish in loose.wishes if wish not in short.blamed)
    if solved(spec, cancelled).outcome is not Outcome.INFEASIBLE:
        wishes, spec = loose.wishes, loose.spec
    found = irreducible(spec, [loose.member(wish) for wish in wishes])
    check(cancelled)
    return tuple(wishes[place] for place in reversed(found or ()))


def best(loose: Loose, row: int, rows: Iterable[int], cancelled: Asked = None) -> float | None:
    """The best that the row reaches, in its own units, with the `rows` open and all else kept; None where it cannot."""
    spec = without(loose.spec, (loose.side(each) for each in rows))
    columns, values = spec.row(row)
    cost = np.zeros(len(spec.cost))
    cost[columns] = -values if np.isfinite(loose.spec.row_lower[row]) else values
    answer = solved(replace(spec, cost=cost), cancelled)
    return None if answer.x is None else float(values @ answer.x[columns])
