"""The cheapest changes that close gaps: which moves to make, each at most once; a small integer programme."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from planner.model.moves import Moves
from planner.model.needs import FIBRE, Needs
from planner.model.spec import Spec, SpecBuilder
from planner.targets import Bound, Targets
from planner.targets.bound import CAPS, ENERGY, KEPT_STEADY, STOPS, WATER

Array = np.ndarray
B12, ADDED_B12 = "vitamin_b12_ug", "added_vitamin_b12_ug"
FIRM = (*STOPS, *CAPS, *KEPT_STEADY)  # bases of upper bounds that nothing oversteps
CHANGES = "changes"
_NOISE = 1e-9  # relative: what two ways to add the same numbers may differ by


class Ease(IntEnum):
    """How strictly upper bounds hold, one after the other."""

    STRICT = 0  # none is passed; what is above its bound already does not rise
    SHARES = 1  # bounds that are a share of energy hold as a share of what is eaten then
    OVERSTEP = 2  # what is above a bound already, and is no upper level, may rise a little; it is said


@dataclass(frozen=True)
class Now:
    """What is eaten now [unit / day]."""

    grams: Array  # [foods]
    least: Array  # [nutrients] what is known
    most: Array  # [nutrients] the same with estimates on the high side


@dataclass(frozen=True)
class Cut:
    """At most `most` of the moves in `moves` [bool]: what an option must not repeat."""

    moves: Array
    most: float


@dataclass(frozen=True)
class Ask:
    """What the changes are for, and what they may do."""

    close: tuple[str, ...]  # nutrients whose gap is closed
    extra_kcal: float
    ease: Ease = Ease.STRICT
    most_changes: float = 4
    steady: frozenset[str] = frozenset()  # nutrients that must stay about as they are
    with_trade: bool = False  # at least one food takes the place of another
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class Additions:
    """What the families of constraints read."""

    needs: Needs
    targets: Targets
    now: Now
    moves: Moves
    ask: Ask
    builder: SpecBuilder
    x: Array  # columns b: a move is made

    def column(self, nutrient: str) -> int:
        """Place of a nutrient."""
        return self.needs.catalogue.nutrient_index[nutrient]


def make_now(needs: Needs, grams: Array) -> Now:
    """Nutrients of what is eaten [foods, g / day], from the tables."""
    catalogue = needs.catalogue
    high = np.where(np.isnan(catalogue.upper_per_100g), catalogue.per_100g, catalogue.upper_per_100g)
    return Now(grams, grams @ np.nan_to_num(catalogue.per_100g) / 100, grams @ np.nan_to_num(high) / 100)


def helps(needs: Needs, now: Now, moves: Moves, close: tuple[str, ...]) -> Array:
    """[moves] sum_n min(a[n,m], gap[n]) / lower[n]   over   sum_n gap[n] / lower[n]: which part of the gaps it closes.

    Where only added B12 counts, B12 counts once.
    """
    twice = {B12} if ADDED_B12 in close else set()
    limits = [limit for limit in needs.limits if limit.nutrient in {*close} - twice and limit.lower]
    total, whole = np.zeros(len(moves.food)), 0.0
    for limit in limits:
        short = max(0.0, (limit.lower or 0.0) - now.least[limit.column])
        total += np.clip(moves.least[:, limit.column], 0.0, short) / limit.scale
        whole += short / limit.scale
    return total / whole if whole > 0 else total


def worth_making(needs: Needs, targets: Targets, now: Now, moves: Moves, close: tuple[str, ...]) -> Array:
    """[moves] bool: closes a part of the gaps that is worth it, or eases a bound that is passed by as much."""
    worth = needs.catalogue.rules["gap_worth"]
    is_worth = helps(needs, now, moves, close) >= worth
    for bound in targets.hard():
        column = needs.catalogue.nutrient_index[bound.nutrient]
        if bound.upper and bound.nutrient != ENERGY and now.most[column] > bound.upper:
            is_worth |= moves.most[:, column] <= -worth * bound.upper
    return is_worth


def build_additions(needs: Needs, targets: Targets, now: Now, moves: Moves, ask: Ask) -> Spec:
    """min sum b   s.t.   the families below,   b in {0, 1} over moves."""
    builder = SpecBuilder()
    x = builder.columns(np.ones(len(moves.food)), 1.0, integer=True)
    model = Additions(needs, targets, now, moves, ask, builder, x)
    families: tuple[Callable[[Additions], None], ...] = (
        closed,
        no_floor_worse,
        upper_bounds,
        steady,
        shares_of_energy,
        extra_energy,
        slow_fibre,
        once,
        few_of_a_role,
        few_changes,
        unlike,
    )
    for family in families:
        family(model)
    return builder.finish()


def eases(needs: Needs, targets: Targets, now: Now, moves: Moves, most_changes: float) -> Iterator[Ease]:
    """The steps of Ease that change anything here: shares where one could bind, overstep where a bound is passed."""
    yield Ease.STRICT
    shares = passed = False
    for bound in targets.hard():
        if bound.upper is None or bound.nutrient == ENERGY:
            continue
        column = needs.catalogue.nutrient_index[bound.nutrient]
        rises = np.sort(np.clip(np.nan_to_num(moves.most[:, column]), 0.0, None))[::-1][: int(most_changes)]
        shares |= is_share(bound) and now.most[column] + rises.sum() > bound.upper
        passed |= now.most[column] >= bound.upper and can_pass(bound)
    if shares:
        yield Ease.SHARES
    if passed:
        yield Ease.OVERSTEP


def closed(model: Additions) -> None:
    """now[n] + sum a[n,m] b[m] >= lower[n]   for every ticked nutrient n."""
    for nutrient in model.ask.close:
        limit = model.needs.limit(nutrient)
        if limit is not None and limit.lower:
            rise = limit.lower - model.now.least[limit.column]
            values = model.moves.least[:, limit.column] / limit.lower
            model.builder.at_least(f"closed {nutrient}", model.x, values, rise / limit.lower)


def no_floor_worse(model: Additions) -> None:
    """now[n] + sum a[n,m] b[m] >= min(now[n], lower[n])   for every other nutrient n with a lower bound."""
    for bound in model.targets.bounds:
        if not bound.lower or bound.nutrient in (*model.ask.close, WATER):
            continue
        column = model.column(bound.nutrient)
        now, values = model.now.least[column], model.moves.least[:, column]
        if (values < 0).any():
            least = min(now, bound.lower) - now - _NOISE * bound.lower
            model.builder.at_least(f"kept {bound.nutrient}", model.x, values / bound.lower, least / bound.lower)


def upper_bounds(model: Additions) -> None:
    """now[n] + sum a[n,m] b[m] <= max(now[n], upper[n])   for every upper bound (see Ease)."""
    for bound in model.targets.hard():
        if bound.upper is None or bound.nutrient == ENERGY:
            continue
        if model.ask.ease >= Ease.SHARES and is_share(bound):
            continue
        column = model.column(bound.nutrient)
        now = model.now.most[column]
        room = bound.upper - now
        if room <= 0:
            may_pass = model.ask.ease == Ease.OVERSTEP and can_pass(bound)
            room = model.needs.catalogue.rules["gap_overstep"] * bound.upper if may_pass else 0.0
        scale = max(bound.upper, now) or 1.0
        values = np.nan_to_num(model.moves.most[:, column]) / scale  # unknown: not on offer
        model.builder.at_most(f"at most {bound.nutrient}", model.x, values, room / scale + _NOISE)


def can_pass(bound: Bound) -> bool:
    """Whether a bound that is passed already may be passed a little more."""
    return not any(basis in bound.basis for basis in FIRM)


def is_share(bound: Bound) -> bool:
    """Whether a bound is a share of the energy that is eaten."""
    return bound.basis == "AMDR" or (bound.basis == "DGA" and bound.nutrient.endswith("_g"))


def steady(model: Additions) -> None:
    """- share now[n] <= sum a[n,m] b[m] <= share now[n]   for every nutrient n that must stay as it is."""
    for nutrient in sorted(model.ask.steady - {WATER}):
        column = model.column(nutrient)
        room = model.needs.catalogue.rules.of("steady_share", nutrient) * model.now.least[column]
        scale = model.now.least[column] or 1.0
        model.builder.at_least(f"steady {nutrient}", model.x, model.moves.least[:, column] / scale, -room / scale)
        most = np.nan_to_num(model.moves.most[:, column])
        model.builder.at_most(f"steady {nutrient}", model.x, most / scale, room / scale)


def shares_of_energy(model: Additions) -> None:
    """low e' <= n' <= high e'   of every share of energy, where low and high let in what is eaten now."""
    energy = model.column(ENERGY)
    eaten, added = model.now.least[energy], model.moves.least[:, energy]
    for bound in filter(is_share, model.targets.hard()):
        column, ends = model.column(bound.nutrient), (bound.lower, bound.upper)
        for end, now, values in zip(
            ends,
            (model.now.least[column], model.now.most[column]),
            (model.moves.least[:, column], np.nan_to_num(model.moves.most[:, column])),
            strict=True,
        ):
            if end is None or eaten <= 0:
                continue
            share, is_least = end / model.targets.energy_kcal, end is bound.lower
            share = min(share, now / eaten) if is_least else max(share, now / eaten)
            state = model.builder.at_least if is_least else model.builder.at_most
            slack = (share * eaten - now) / end + (-_NOISE if is_least else _NOISE)
            state(f"share of {bound.nutrient}", model.x, (values - share * added) / end, slack)


def extra_energy(model: Additions) -> None:
    """sum kcal[m] b[m] <= extra energy."""
    column = model.column(ENERGY)
    model.builder.at_most("extra energy", model.x, model.moves.most[:, column], model.ask.extra_kcal)


def slow_fibre(model: Additions) -> None:
    """sum fibre[m] b[m] <= most fibre more at once."""
    values = np.nan_to_num(model.moves.most[:, model.column(FIBRE)])
    model.builder.at_most("fibre", model.x, values, model.needs.catalogue.rules["gap_fibre"])


def once(model: Additions) -> None:
    """sum_{m brings a food of one kin} b <= 1;   sum_{m brings or takes food f} b <= 1   where f is taken."""
    moves = model.moves
    for kin in np.unique(moves.kin):
        model.builder.at_most(f"once {kin}", model.x[moves.kin == kin], 1.0, 1.0)
    for food in np.unique(moves.gone[moves.is_trade]):
        touched = (moves.gone == food) | (moves.food == food)
        model.builder.at_most("once taken", model.x[touched], 1.0, 1.0)


def few_of_a_role(model: Additions) -> None:
    """sum_{m brings a food of role r, or of one that counts with it} b <= most foods of r."""
    roles = np.array([food.role for food in model.needs.catalogue.foods])[model.moves.food]
    for row in model.needs.catalogue.addable_roles:
        inside = model.x[np.isin(roles, (row.role, *row.together))]
        model.builder.at_most(f"few {row.role}", inside, 1.0, row.most_foods)


def few_changes(model: Additions) -> None:
    """sum b <= most changes;   sum_{m trades} b <= most trades, >= 1 where a trade is asked for."""
    model.builder.at_most(CHANGES, model.x, 1.0, model.ask.most_changes)
    model.builder.at_most("trades", model.x[model.moves.is_trade], 1.0, model.needs.catalogue.rules["gap_trades"])
    if model.ask.with_trade:
        model.builder.at_least("a trade", model.x[model.moves.is_trade], 1.0, 1.0)


def unlike(model: Additions) -> None:
    """sum_{m in cut} b <= most of the cut   for every option that stands already."""
    for cut in model.ask.cuts:
        model.builder.at_most("unlike", model.x[cut.moves], 1.0, cut.most)


def cheapest_of(spec: Spec, cost: Array, changes: float) -> Spec:
    """min sum cost[m] b[m]   s.t.   the same, with no more changes than `changes`."""
    row_upper = spec.row_upper.copy()
    row_upper[spec.row_names.index(CHANGES)] = changes
    return replace(spec, cost=cost, row_upper=row_upper)
