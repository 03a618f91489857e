"""prices.csv: Purchase to Plate prices per 100 edible g, brought to the newest month of the CPI."""

from __future__ import annotations

from build_sources import BuildError, Row, Sources

NEWEST_CYCLE = "2017/2018"
UNMODIFIED = "0"
CPI_SERIES = "CUUR0000SAF11"
PRICE_DECIMALS = 6


def cpi_factor(sources: Sources) -> tuple[float, str]:
    """CPI of food at home, newest month over the mean of the price cycle, and that month."""
    index = [r for r in sources.bls if r["series"] == CPI_SERIES]
    if len(index) != 2:
        raise BuildError(
            f"{CPI_SERIES}: the price index needs two rows (price cycle, newest month), found {len(index)}."
        )
    return float(index[1]["value"]) / float(index[0]["value"]), index[1]["period"]


def price_row(sources: Sources, code: str) -> Row | None:
    """Newest price row of a code with a price in it; the unmodified recipe where a cycle has several rows."""
    priced = [r for r in sources.prices.get(code, []) if is_number(r["price_100gm"])]
    if not priced:
        return None
    newest = max(r["year"] for r in priced)
    rows = [r for r in priced if r["year"] == newest]
    return next((r for r in rows if r["mod_code"] == UNMODIFIED), rows[0])


def is_number(text: str) -> bool:
    """Whether the text of a price is a number at all (some rows read NA)."""
    try:
        return float(text) == float(text)
    except ValueError:
        return False


def price_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food: price per 100 g, where it comes from, whether it is an estimate."""
    factor, month = cpi_factor(sources)
    sisters = {r["food"]: r for r in tables["sisters"] if r["table"] == "prices"}
    return [food_price(sources, food, sisters.get(food["food"]), factor, month) for food in tables["foods"]]


def food_price(sources: Sources, food: Row, sister: Row | None, factor: float, month: str) -> Row:
    """Price of one food from its own code, or from its sister where sister_codes.csv names one."""
    code = sister["fndds_code"] if sister else food["fndds_code"]
    found = price_row(sources, code)
    if found is None:
        raise BuildError(
            f"prices: {food['food']}: code {code or '(none)'} has no price. Name a sister code with a price"
            " in sister_codes.csv (table prices)."
        )
    usd = float(found["price_100gm"])
    if usd <= 0:
        raise BuildError(f"prices: {food['food']}: price of code {code} is {usd}; it must be above 0. Name a sister.")
    older = found["year"] != NEWEST_CYCLE
    notes = [sister["reason"]] if sister else []
    if older:
        notes.append(f"no {NEWEST_CYCLE} price: the price of {found['year']} is carried unadjusted to {NEWEST_CYCLE}")
    return {
        "food": food["food"],
        "usd_per_100g": f"{round(usd * factor, PRICE_DECIMALS):.6f}",
        "source": f"ppnap:{code}",
        "cycle": found["year"],
        "cpi_factor": f"{factor:.6f}",
        "estimated": "yes" if sister or older else "no",
        "price_month": month,
        "note": "; ".join(notes),
    }
