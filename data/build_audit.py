"""price_audit.csv and price_comparison.csv: every price beside its sisters, its category, other sources."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

from build_prices import NEWEST_CYCLE, cpi_factor, price_row, price_table
from build_sources import BuildError, Row, Sources

SETTLE_ABOVE = 2.0
SISTER_DIGITS = (6, 5)
GRAMS_PER_POUND = 453.592
ERS_YEAR = "2022"


def priced_codes(sources: Sources) -> dict[str, float]:
    """US dollars per 100 g (month of the CPI) of every FNDDS code with a price in the newest cycle."""
    factor, _ = cpi_factor(sources)
    rows = {code: price_row(sources, code) for code in sources.nutrients}
    return {c: float(r["price_100gm"]) * factor for c, r in rows.items() if r and r["year"] == NEWEST_CYCLE}


def times(price: float, other: float | None) -> float | None:
    """How many times one price is the other, whichever is dearer; at least 1."""
    return None if other is None else max(price / other, other / price)


def sisters_of(code: str, usd: dict[str, float]) -> list[float]:
    """Prices of the codes that begin with the same six digits, else five."""
    for digits in SISTER_DIGITS:
        found = [price for other, price in usd.items() if other[:digits] == code[:digits] and other != code]
        if found:
            return found
    return []


def audit_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food: price, the medians beside it, the factors and why they stand.

    A food without an FNDDS code is compared by the code that its price comes from.
    """
    usd = priced_codes(sources)
    category = {code: row["WWEIA Category description"] for code, row in sources.nutrients.items()}
    by_category: dict[str, dict[str, float]] = defaultdict(dict)
    for code, price in usd.items():
        by_category[category[code]][code] = price
    prices = {row["food"]: row for row in price_table(sources, tables)}
    reasons = settlements(tables)
    rows = []
    for food in tables["foods"]:
        code = food["fndds_code"] or prices[food["food"]]["source"].partition(":")[2]
        price = float(prices[food["food"]]["usd_per_100g"])
        sisters = sisters_of(code, usd)
        group = [p for other, p in by_category[category[code]].items() if other != code]
        row = {
            "food": food["food"],
            "compared_code": code,
            "usd_per_100g": prices[food["food"]]["usd_per_100g"],
        }
        row |= {"estimated": prices[food["food"]]["estimated"]}
        row |= beside("sister", price, sisters) | {"category": category[code]} | beside("category", price, group)
        rows.append(row | {"settled": why(row, food["food"], reasons)})
    return rows


def beside(name: str, price: float, others: list[float]) -> Row:
    """Count and median of the prices beside a price, and the factor between them."""
    middle = median(others) if others else None
    factor = times(price, middle)
    return {
        f"{name}_prices": str(len(others)),
        f"{name}_median": f"{middle:.3f}" if middle else "",
        f"{name}_factor": f"{factor:.2f}" if factor else "",
    }


def settlements(tables: dict[str, list[Row]]) -> dict[tuple[str, str], str]:
    """Reviewed reasons by food and what the price was compared with."""
    return {(row["food"], row["against"]): row["reason"] for row in tables["settlements"]}


def why(row: Row, food: str, reasons: dict[tuple[str, str], str]) -> str:
    """The reason of every factor above the limit; "unsettled" where none is written."""
    over = [n for n in ("sister", "category") if row[f"{n}_factor"] and float(row[f"{n}_factor"]) > SETTLE_ABOVE]
    return "; ".join(dict.fromkeys(reasons.get((food, name), "unsettled") for name in over))


def comparison_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """Our price against the BLS average prices of the CPI month and the ERS produce prices of 2022."""
    prices = {row["food"]: row for row in price_table(sources, tables)}
    reasons = settlements(tables)
    rows = []
    for wanted in tables["comparisons"]:
        month, usd = other_price(sources, wanted)
        ours = float(prices[wanted["food"]]["usd_per_100g"])
        factor = times(ours, usd) or 1.0
        settled = reasons.get((wanted["food"], wanted["source"]), "unsettled") if factor > SETTLE_ABOVE else ""
        rows.append(
            {
                "food": wanted["food"],
                "source": wanted["source"],
                "item": wanted["item"],
                "form": wanted["form"],
                "month": month,
                "their_usd_per_100g": f"{usd:.3f}",
                "our_usd_per_100g": f"{ours:.3f}",
                "ours_over_theirs": f"{ours / usd:.2f}",
                "conversion": wanted["conversion"],
                "settled": settled,
            }
        )
    return rows


def other_price(sources: Sources, wanted: Row) -> tuple[str, float]:
    """Month (or year) and US dollars per 100 g as eaten of one item of the BLS or ERS tables."""
    if wanted["source"] == "bls":
        found = [r for r in sources.bls if r["item"] == wanted["item"]]
        price, month, share = (found[-1]["value"], found[-1]["period"], 1.0) if found else ("", "", 0.0)
    else:
        found = [r for r in sources.produce_prices if (r["Item"], r["Form"]) == (wanted["item"], wanted["form"])]
        price, month = (found[0]["RetailPrice"], ERS_YEAR) if found else ("", "")
        share = float(found[0]["Yield"]) if found else 0.0
    if not found:
        raise BuildError(
            f"price_benchmarks.csv ({wanted['food']}): no {wanted['form']} {wanted['item']!r} in the"
            f" {wanted['source']} prices. Correct the item or the form."
        )
    grams = float(wanted["grams_as_eaten_per_unit"] or GRAMS_PER_POUND * share)
    return month, float(price) / grams * 100
