"""First answer and answer after a slider: the daily diet over two catalogues, and the week."""

import contextlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measure import Timed, Way, race
from rivals import Bare, lp_sum, moved, scipy_way

from planner import PlanRequest, make_plan
from planner.model.day import build_day, moved_day
from planner.model.fillings import make_fillings
from planner.model.needs import Needs, make_needs
from planner.model.spec import Spec
from planner.model.week import build_week
from planner.pipeline import kept_dishes
from planner.request import TargetWish, check_request
from planner.solve.kept import POOL
from planner.solve.session import Session
from planner.tables.catalogue import Catalogue, load_catalogue
from planner.targets import make_targets

SOURCES = Path(__file__).parents[2] / "shared" / "data"  # the published files, where they are at hand
NAMES = ("bare HiGHS", "Steadyplate", "SciPy", "lpSum + CBC")
COLUMNS = (
    "model",
    "foods",
    "rows",
    "moment",
    "way",
    "median_ms",
    "low_ms",
    "high_ms",
    "ratio",
    "ratio_low",
    "ratio_high",
    "ended",
)
STEPS = (1000, 1050, 1100, 1150, 1200, 1250, 1300, 1350)  # calcium [mg / day]: where the slider stands, in turns
CURATED, FNDDS, WEEK = "day, curated catalogue", "day, all priced FNDDS foods", "week"
DAY_ROUNDS, FNDDS_ROUNDS, WEEK_ROUNDS = 21, 5, 3
OTHER = float("nan")  # a week of days costs more than counts of meals: not to be held against the objective of those


@dataclass(frozen=True)
class Race:
    """One model at one moment."""

    model: str
    foods: int
    rows: int
    moment: str
    timed: Mapping[str, Timed]

    def table(self) -> Iterator[dict[str, object]]:
        """A row of the results for each way."""
        for way, timed in self.timed.items():
            spent, ratio = timed.milliseconds, timed.ratio
            yield {
                **{"model": self.model, "foods": self.foods, "rows": self.rows, "moment": self.moment, "way": way},
                **{"median_ms": round(spent.median, 2), "low_ms": round(spent.low, 2), "high_ms": round(spent.high, 2)},
                **{
                    "ratio": round(ratio.median, 2),
                    "ratio_low": round(ratio.low, 2),
                    "ratio_high": round(ratio.high, 2),
                },
                "ended": "yes" if timed.ended else "no",
            }


def request_at(calcium: float, diet: str = "omnivore") -> PlanRequest:
    """The default woman with a calcium target."""
    return PlanRequest(diet=diet, targets=(TargetWish("calcium", calcium, None),))


def needs_at(calcium: float, catalogue: Catalogue) -> Needs:
    """Her needs."""
    request = check_request(request_at(calcium), catalogue)
    return make_needs(request, make_targets(request, catalogue), catalogue)


@lru_cache(maxsize=1)
def fndds() -> Catalogue | None:
    """All priced foods of the official files, as `planner import fndds` reads them; None where they are not at hand."""
    sheets, prices = SOURCES / "fndds_2021_2023", SOURCES / "prices" / "pp_national_average_prices_csv.csv"
    if not (sheets.is_dir() and prices.is_file()):
        return None
    from planner.cli.importing import fndds as make

    with (
        TemporaryDirectory() as folder,
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        make(sheets, prices, SOURCES / "fped" / "FPED_1718.csv", Path(folder) / "catalogue")
        whole = load_catalogue(Path(folder) / "catalogue")
    priced = np.flatnonzero(np.isfinite(whole.usd_per_100g))
    return replace(
        whole,
        foods=tuple(whole.foods[place] for place in priced),
        per_100g=whole.per_100g[priced],
        upper_per_100g=whole.upper_per_100g[priced],
        usd_per_100g=whole.usd_per_100g[priced],
        price_estimated=tuple(whole.price_estimated[place] for place in priced),
    )


def first_day(catalogue: Catalogue) -> dict[str, Way]:
    """From needs to an answer, nothing kept; the others start at our arrays."""
    needs = needs_at(STEPS[0], catalogue)
    spec = build_day(needs)

    def ours(_: int) -> float:
        return Session(build_day(needs), integer=False, presolve="off").solve().objective

    ways = (lambda _: Bare(spec).solve(), ours, lambda _: scipy_way(spec), lambda _: lp_sum(spec))
    return dict(zip(NAMES, ways, strict=True))


def next_day(catalogue: Catalogue) -> dict[str, Way]:
    """From moved needs to an answer: bare HiGHS and ours on a kept model, the others from the beginning."""
    steps = [needs_at(calcium, catalogue) for calcium in STEPS]
    spec = build_day(steps[0])
    row = spec.row_names.index("at least calcium_mg")
    bare, kept = Bare(spec), Session(spec, integer=False, presolve="off")

    def least(turn: int) -> float:
        return STEPS[turn % len(STEPS)] / STEPS[0]

    def ours(turn: int) -> float:
        kept.become(moved_day(spec, steps[0], steps[turn % len(steps)]))
        return kept.solve().objective

    ways = (
        lambda turn: bare.move(row, least(turn)),
        ours,
        lambda turn: scipy_way(moved(spec, row, least(turn))),
        lambda turn: lp_sum(moved(spec, row, least(turn))),
    )
    return dict(zip(NAMES, ways, strict=True))


def week_spec(calcium: float, catalogue: Catalogue) -> Spec:
    """The whole week as one mixed-integer model, all columns, as the others must take it."""
    needs = needs_at(calcium, catalogue)
    model = build_week(needs, make_fillings(catalogue, needs.offered, needs.allowed))
    return model.spec


def first_week(catalogue: Catalogue) -> dict[str, Way]:
    """From a request to days of meals, verified; the others only count meals of the week, to a gap of 1 %."""
    spec = week_spec(STEPS[0], catalogue)

    def ours(_: int) -> float:
        POOL.clear()
        make_plan(request_at(STEPS[0]), catalogue)
        return OTHER

    ways = (
        lambda _: Bare(spec, integer=True).solve(),
        ours,
        lambda _: scipy_way(spec, True),
        lambda _: lp_sum(spec, True),
    )
    return dict(zip(NAMES, ways, strict=True))


def next_week(catalogue: Catalogue) -> dict[str, Way]:
    """The same after a slider: ours near the week before, as on the pages; a search of the others begins anew."""
    specs = [week_spec(calcium, catalogue) for calcium in STEPS[:4]]
    last = [make_plan(request_at(STEPS[0]), catalogue)]

    def ours(turn: int) -> float:
        request = replace(request_at(STEPS[(turn + 1) % 4]), near=kept_dishes(last[0]))
        last[0] = make_plan(request, catalogue)
        return OTHER

    def spec(turn: int) -> Spec:
        return specs[(turn + 1) % 4]

    return {NAMES[0]: lambda turn: Bare(spec(turn), integer=True).solve(), NAMES[1]: ours}


def races() -> Iterator[Race]:
    """Every model at both moments."""
    for name, catalogue, rounds in ((CURATED, load_catalogue(), DAY_ROUNDS), (FNDDS, fndds(), FNDDS_ROUNDS)):
        if catalogue is None:
            print(f"{name}: skipped, the official files are not in {SOURCES}")
            continue
        spec = build_day(needs_at(STEPS[0], catalogue))
        yield Race(name, len(catalogue.foods), spec.rows, "first", race(first_day(catalogue), rounds))
        yield Race(name, len(catalogue.foods), spec.rows, "slider", race(next_day(catalogue), rounds))
    catalogue = load_catalogue()
    spec = week_spec(STEPS[0], catalogue)
    size = (WEEK, len(spec.cost), spec.rows)
    yield Race(*size, "first", race(first_week(catalogue), WEEK_ROUNDS, warm=0))
    yield Race(*size, "slider", race(next_week(catalogue), WEEK_ROUNDS, warm=1))


# What peak memory is measured of, each in a process of its own.
ALONE = (*((CURATED, way) for way in NAMES), *((WEEK, way) for way in NAMES[:2]))


def alone(model: str, name: str) -> Callable[[], object]:
    """One first answer, for a process of its own."""
    ways = (first_day if model == CURATED else first_week)(load_catalogue())
    return lambda: ways[name](0)
