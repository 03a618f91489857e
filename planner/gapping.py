"""From what is eaten now to what to add or trade: gaps, options, and the check of every option."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

import numpy as np

from planner.errors import WrongInput
from planner.explain.above import find_above
from planner.explain.completeness import completeness_of, is_enough
from planner.explain.gaps import find_gaps, least_of
from planner.explain.no_option import why_none
from planner.explain.report import Change, GapReport, Option, Passed
from planner.intake import Intake
from planner.model.additions import Ask, is_share, make_now, worth_making
from planner.model.moves import NOTHING, Moves, make_moves
from planner.model.needs import ABSORBED_CALCIUM, FOCAL, make_needs
from planner.on_offer import can_be_had, little_of
from planner.request import PlanRequest, TargetWish, check_request, nutrients_named
from planner.solve.additions import Found, Search, find_options
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import Targets, make_targets
from planner.targets.bound import ENERGY, WATER
from planner.targets.potassium import together
from planner.verify_gaps import verify_gaps

EXTRA_KCAL = 250.0
MOST_KCAL = 2000.0  # more is another diet
SLACK = 1e-6  # relative: the solver's tolerance
COUNTS_FOR = {"vitamin_b12_ug": "added_vitamin_b12_ug", "calcium_mg": ABSORBED_CALCIUM}  # what may count instead


def close_gaps(
    intake: Intake,
    request: PlanRequest,
    catalogue: Catalogue | None = None,
    extra_kcal: float = EXTRA_KCAL,
    close: Iterable[str] = FOCAL,
    trades: bool = False,
    cancelled: Callable[[], bool] | None = None,
    is_everything: bool = False,
) -> GapReport:
    """Gaps of what is eaten now, and the fewest and then cheapest changes that close those of `close`.

    `close` are nutrients by any of their names. Trades come beside additions where `trades` says so, and where
    additions alone find nothing. Every option is verified from the tables. Where too little of the diary was
    understood, there are no gaps and no changes, only what is above a most. `is_everything` answers "was that
    everything?", which is asked where every line was understood and holds little energy.
    Raises WrongInput for a request that cannot be read; Cancelled when `cancelled` says so; PlanFault for a fault
    of ours.
    """
    catalogue = catalogue or load_catalogue()
    if not (np.isfinite(extra_kcal) and 0 < extra_kcal <= MOST_KCAL):
        raise WrongInput(f"--extra-kcal {extra_kcal}: give a number above 0 and up to {MOST_KCAL:.0f} kcal a day.")
    bare = replace(request, must_have=(), margin=0.0)  # a gap is one below the reference itself
    request = with_now(check_request(bare, catalogue), intake, catalogue)
    request, counted = _ticked(request, nutrients_named("--close", close, catalogue), catalogue)
    targets = make_targets(request, catalogue, is_week=False)
    report = _judged(intake, targets, counted, catalogue, is_everything)
    if report.close:
        report = _with_options(report, request, catalogue, Ask(report.close, extra_kcal), trades, cancelled)
    verify_gaps(report, request, catalogue, extra_kcal)
    return report


def _judged(
    intake: Intake, targets: Targets, counted: frozenset[str], catalogue: Catalogue, is_everything: bool
) -> GapReport:
    """What may be said of what is eaten, without changes yet; `counted` are the nutrients to close."""
    completeness = completeness_of(intake, targets.energy_kcal, catalogue, is_everything)
    gaps = find_gaps(intake, targets, catalogue) if completeness.is_enough else ()
    return GapReport(
        intake=intake,
        targets=targets,
        completeness=completeness,
        above=find_above(intake, targets, catalogue),
        gaps=gaps,
        close=tuple(gap.nutrient for gap in gaps if gap.nutrient in counted and gap.can_be_closed),
        options=(),
        why_none="",
        warnings=targets.warnings,
    )


def with_now(request: PlanRequest, intake: Intake, catalogue: Catalogue) -> PlanRequest:
    """The checked request with what is eaten now of each nutrient that an illness or medicine keeps as it is.

    Of an amount that was given, too, the lower one counts. A diary of which too little was understood says nothing of
    what is eaten now, and none holds the salt that is added at the table: sodium is never taken from it.
    """
    if not is_enough(intake, catalogue):
        return request
    given = {each.nutrient: each.upper for each in request.now}
    kept = _named(request, catalogue, "cap_at_intake") | _named(request, catalogue, "steady")
    for nutrient in sorted(kept - _named(request, catalogue, "needs_now") - {WATER}):
        eaten = float(intake.nutrients[catalogue.nutrient_index[nutrient]])
        if eaten > 0:
            given[nutrient] = min(eaten, given.get(nutrient) or eaten)
    return replace(request, now=tuple(TargetWish(nutrient, upper=amount) for nutrient, amount in given.items()))


def _named(request: PlanRequest, catalogue: Catalogue, column: str) -> frozenset[str]:
    """Nutrients in a column of the conditions of a checked request, as they count together."""
    rows = together([row for row in catalogue.conditions if row.condition in request.conditions])
    return frozenset(nutrient for row in rows for nutrient in getattr(row, column))


def _ticked(request: PlanRequest, close: tuple[str, ...], catalogue: Catalogue) -> tuple[PlanRequest, frozenset[str]]:
    """What counts for the ticked nutrients, and the request with those as hard ones that are only watched.

    Added B12 where only that counts, absorbed calcium where that is the target. Raises WrongInput for a nutrient
    without a least.
    """
    targets, counted = make_targets(request, catalogue, is_week=False), set[str]()
    for nutrient in close:
        least = least_of(targets, nutrient)
        if least is None and nutrient not in FOCAL:
            name = catalogue.nutrients[catalogue.nutrient_index[nutrient]].name
            raise WrongInput(
                f"--close {name}: it has no least amount here. Leave it out, or set one with --target {nutrient}=MIN:."
            )
        instead = least_of(targets, COUNTS_FOR.get(nutrient, ""))
        if instead is not None and instead.hard:
            counted.add(instead.nutrient)
        elif nutrient in request.watch:
            request = replace(request, watch=tuple(watched for watched in request.watch if watched != nutrient))
        elif least is not None and not least.hard:
            request = replace(request, hard=(*request.hard, nutrient))
        counted.add(nutrient)
    return request, frozenset(counted)


def _with_options(
    report: GapReport,
    request: PlanRequest,
    catalogue: Catalogue,
    ask: Ask,
    trades: bool,
    cancelled: Callable[[], bool] | None,
) -> GapReport:
    """The report with additions, and trades where they are asked for or needed, or why there are none."""
    needs = make_needs(request, report.targets, catalogue)
    eaten = np.zeros(len(catalogue.foods))
    for food, grams in report.intake.grams:
        eaten[catalogue.food_index[food]] = grams
    now = make_now(needs, eaten)
    ask = replace(ask, steady=_named(request, catalogue, "steady"))
    little = [catalogue.food_index[food] for food in little_of(request, catalogue)]

    def search(with_trade: bool) -> Search:
        moves = make_moves(needs, eaten, trades=with_trade)
        fits = worth_making(needs, report.targets, now, moves, report.close) & ~np.isin(moves.food, little)
        return Search(needs, report.targets, now, moves.where(fits), replace(ask, with_trade=with_trade), cancelled)

    few, many = catalogue.rules["gap_changes"], catalogue.rules["gap_changes_most"]
    alone = search(False)
    tried = alone
    options = [_option(alone, each, report) for each in find_options(alone, few)]
    if trades or not options:
        tried = search(True)
        options += [_option(tried, each, report) for each in find_options(tried, few)]
    if not options:
        options += [_option(alone, each, report) for each in find_options(alone, many)]
    why = "" if options else why_none(tried, few)
    return replace(report, options=tuple(options), why_none=why)


def _option(search: Search, found: Found, report: GapReport) -> Option:
    """Moves as changes, with what they cost, close and pass."""
    moves, chosen, catalogue = search.moves, found.chosen, search.needs.catalogue
    energy = catalogue.nutrient_index[ENERGY]
    after = search.now.least + moves.least[chosen].sum(axis=0)
    closes = []
    for gap in report.gaps:
        column = catalogue.nutrient_index[gap.nutrient]
        if gap.can_be_closed and after[column] >= (gap.target or 0.0) * (1 - SLACK):
            closes.append(gap.nutrient)
    return Option(
        changes=tuple(_change(moves, int(place), search.now.grams) for place in chosen),
        cost_usd_per_day=float(moves.cost[chosen].sum()),
        energy_kcal=float(moves.least[chosen, energy].sum()),
        closes=tuple(closes),
        passes=tuple(_passed(search, chosen)),
    )


def _change(moves: Moves, place: int, eaten: np.ndarray) -> Change:
    food, gone = moves.catalogue.foods[moves.food[place]], int(moves.gone[place])
    return Change(
        food=food.food,
        name=food.name,
        portions=float(moves.grams[place]) / food.grams,
        portion=food.portion,
        grams=float(moves.grams[place]),
        cost_usd=float(moves.cost[place]),
        meal=moves.meal[place],
        instead_of=None if gone == NOTHING else moves.catalogue.foods[gone].food,
        instead_name="" if gone == NOTHING else moves.catalogue.foods[gone].name,
        instead_grams=float(moves.gone_grams[place]),
        is_half=bool(gone != NOTHING and moves.gone_grams[place] < (1 - SLACK) * eaten[gone]),
    )


def _passed(search: Search, chosen: np.ndarray) -> Iterator[Passed]:
    """Upper bounds that are passed after the changes by more than now."""
    energy = search.needs.catalogue.nutrient_index[ENERGY]
    eaten, added = search.now.least[energy], search.moves.least[chosen, energy].sum()
    for bound in search.targets.hard():
        if bound.upper is None or bound.nutrient == ENERGY:
            continue
        column = search.needs.catalogue.nutrient_index[bound.nutrient]
        before = float(search.now.most[column])
        after = before + float(np.nan_to_num(search.moves.most[chosen, column]).sum())
        if after > bound.upper * (1 + SLACK) and after > before * (1 + SLACK):
            share = max(bound.upper / search.needs.energy_kcal, before / eaten if eaten > 0 else 0.0)
            kept = is_share(bound) and after <= share * (eaten + added) * (1 + SLACK)
            yield Passed(bound.nutrient, bound.upper, before, after, bool(kept))


def week_from(intake: Intake, option: Option | None, request: PlanRequest, catalogue: Catalogue) -> PlanRequest:
    """A request for a week that starts from what is eaten now and has what an option adds, where a dish holds it.

    Foods that an option takes away altogether are no reason to stay close to them. What a medicine wants steady counts
    as eaten now only where all of it is known.
    """
    changes = option.changes if option is not None else ()
    gone = {change.instead_of for change in changes if change.instead_of and not change.is_half}
    added = [change.food for change in changes]
    eats = [food for food, _ in intake.grams if food not in gone]
    checked = check_request(request, catalogue)
    capped, given = _named(checked, catalogue, "cap_at_intake"), {wish.nutrient for wish in checked.now}
    unknown = {row.nutrient for row, is_open in zip(catalogue.nutrients, intake.at_least, strict=True) if is_open}
    now = [
        wish
        for wish in with_now(checked, intake, catalogue).now
        if wish.nutrient in capped | given or wish.nutrient not in unknown
    ]
    wanted = [food for food in added if food in can_be_had(checked, catalogue)]
    return replace(
        checked,
        eats=tuple(dict.fromkeys((*checked.eats, *eats, *added))),
        must_have=tuple(dict.fromkeys((*checked.must_have, *wanted))),
        now=tuple(now),
    )
