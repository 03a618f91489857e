"""Why this week as a JSON object and as CSV files."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from planner.cells import csv_text
from planner.explain.best import BestSources
from planner.explain.curves import CostCurve
from planner.explain.swaps import Instead
from planner.explain.why import WeekExplained
from planner.exports import why
from planner.exports.files import write_text
from planner.exports.objects import Json
from planner.plan import Plan
from planner.tables.catalogue import Catalogue

WHY_FILES = ("prices.csv", "swaps.csv", "outside.csv", "realism.csv")


def why_object(
    plan: Plan,
    explained: WeekExplained,
    curves: Sequence[CostCurve],
    sources: Sequence[BestSources],
    catalogue: Catalogue,
) -> Json:
    """Everything as plain JSON, unrounded; money in USD, amounts in units a day."""
    days = explained.days
    return {
        "status": plan.status,
        "currency": "USD",
        "price_month": plan.price_month,
        "days": days,
        "cost_usd": {"week": plan.cost_usd, "day": explained.usd_per_day},
        "lp_usd_per_day": explained.lp_usd_per_day,
        "prices": [
            asdict(each)
            | {
                "is_free": each.is_free,
                "dropping_saves_usd": each.dropping_saves_usd,
                "words": why.price_words(each, catalogue),
            }
            for each in explained.prices
        ],
        "swaps": [
            asdict(each) | {"is_free": each.is_free, "words": why.swap_words(each, catalogue, days)}
            for each in explained.swaps
        ],
        "outside": [asdict(each) | {"words": why.outside_words(each)} for each in explained.outside],
        "realism": [asdict(each) for each in explained.realism],
        "curves": [asdict(each) for each in curves],
        "sources": [asdict(each) for each in sources],
        "tables": plan.tables,
    }


def write_why_files(
    folder: Path, explained: WeekExplained, curves: Sequence[CostCurve], sources: Sequence[BestSources]
) -> list[str]:
    """Write the tables as CSV into the folder; gives the names. Raises WrongInput where that fails."""
    tables = (prices_csv, swaps_csv, outside_csv, realism_csv)
    texts = {name: made(explained) for name, made in zip(WHY_FILES, tables, strict=True)}
    texts |= {f"curve_{curve.nutrient}.csv": curve_csv(curve) for curve in curves}
    texts |= {f"sources_{best.nutrient}.csv": sources_csv(best) for best in sources}
    for name, text in texts.items():
        write_text(folder / name, text)
    return list(texts)


def prices_csv(explained: WeekExplained) -> str:
    """Prices of targets, one a row [USD a day]; empty: nothing is said, because it stays or cannot be."""
    header: tuple[str, ...] = ("nutrient", "side", "amount", "mean", "unit", "usd_per_unit", "holds_from", "holds_to")
    header += ("looser_usd_per_unit", "step", "step_usd", "total_usd", "basis")
    return csv_text(header, _cells(explained.prices, header))


def swaps_csv(explained: WeekExplained) -> str:
    """Foods of the week, one a row: what all days cost more without it [USD], and what takes its place."""
    header = ("food", "times", "grams", "cost_usd", "more_usd", "instead", "brings", "stays")
    rows = (
        (s.food, s.times, _cell(s.grams), _cell(s.cost_usd), _cell(s.more_usd), _foods(s.instead), s.brings, s.stays)
        for s in explained.swaps
    )
    return csv_text(header, rows)


def _foods(instead: Sequence[Instead]) -> str:
    return " ".join(each.food for each in instead)


def outside_csv(explained: WeekExplained) -> str:
    """Foods just outside the week, one a row: price of a portion [USD] now and at which it enters."""
    header = ("food", "portion", "usd", "cheaper_share", "usd_to_enter")
    return csv_text(header, _cells(explained.outside, header))


def realism_csv(explained: WeekExplained) -> str:
    """Parts of the cost of a day [USD]."""
    header = ("part", "usd_per_day", "so_far_usd")
    return csv_text(header, _cells(explained.realism, header))


def curve_csv(curve: CostCurve) -> str:
    """Points of a curve: amount [unit / day; of the budget USD for all days] and cost [USD / day]."""
    rows = ((_cell(point.amount), _cell(point.usd_per_day)) for point in curve.points)
    return csv_text((curve.nutrient, "usd_per_day"), rows)


def sources_csv(best: BestSources) -> str:
    """Ranked foods, cheapest for a tenth of the target first."""
    header: tuple[str, ...] = ("food", "name", "portion", "grams", "usd", "kcal")
    header += ("per_portion", "per_100_kcal", "share", "usd_per_tenth")
    return csv_text(header, _cells(best.foods, header))


def _cells(things: Sequence[object], header: Sequence[str]) -> list[list[object]]:
    return [[_cell(getattr(each, name)) for name in header] for each in things]


def _cell(value: object) -> object:
    """Numbers to eight figures; nothing for None."""
    return "" if value is None else f"{value:.8g}" if isinstance(value, float) else value
