"""What `Store.everything` gave, read again row by row, so that it can be kept anew."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from planner.errors import WrongInput
from planner.request import PlanRequest
from planner.store.weeks import dishes_in, request_in

REMEDY = "Give a file that 'planner data export' wrote."
Row = tuple[object, ...]


def rows_of(text: str, place: str) -> dict[str, list[Row]]:
    """Rows by table of an exported file. Raises WrongInput naming what cannot be read."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise WrongInput(f"{place}: not a JSON file. {REMEDY}") from None
    if not isinstance(whole, dict) or not all(isinstance(whole.get(name), list) for name in _READERS):
        raise WrongInput(f"{place}: it holds no profiles, weeks and items. {REMEDY}")
    return {name: [_row(name, number, row, place) for number, row in enumerate(whole[name], 1)] for name in _READERS}


def _row(table: str, number: int, row: Any, place: str) -> Row:
    try:
        datetime.fromisoformat(row["saved"])
        return _READERS[table](row)
    except (KeyError, TypeError, ValueError, AttributeError, ValidationError, WrongInput):
        raise WrongInput(f"{place}, {table}, number {number}: cannot be read. {REMEDY}") from None


def _profile(row: Mapping[str, Any]) -> Row:
    TypeAdapter(PlanRequest).validate_python(row["request"])
    return str(row["name"]), row["saved"], json.dumps(row["request"], allow_nan=False)


def _week(row: Mapping[str, Any]) -> Row:
    plan = row["plan"]
    request_in(plan)
    if not dishes_in(plan):
        raise ValueError("no dishes")
    counts = int(row["targets_met"]), int(row["targets"])
    text = json.dumps(plan, allow_nan=False)
    return int(row["id"]), row["saved"], str(row["profile"]), float(row["cost_usd"]), *counts, text


def _item(row: Mapping[str, Any]) -> Row:
    return str(row["kind"]), str(row["name"]), row["saved"], json.dumps(row["value"], allow_nan=False)


_READERS: dict[str, Callable[[Any], Row]] = {"profiles": _profile, "weeks": _week, "items": _item}
