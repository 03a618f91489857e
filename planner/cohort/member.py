"""A row of the table of people as a request, or what is wrong with it: row, column, remedy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from planner.cohort.people import GROUP, RawRow
from planner.errors import WrongInput
from planner.person import Person
from planner.request import PlanRequest, TargetWish, parse_target
from planner.tables.references import Activity, Sex

COLUMNS = {  # of the options that the checks of a person and a request name
    "sex": "sex",
    "age": "age",
    "height": "height_cm",
    "weight": "weight_kg",
    "activity": "activity",
    "energy": "energy_kcal",
    "pregnant": "life_stage",
    "lactating": "life_stage",
    "diet": "diet",
    "without": "allergens",
    "target": "targets",
    "watch": "targets",
    "margin": "margin",
}
_OPTION = re.compile(r"--(" + "|".join(COLUMNS) + r")\b")
_STAGE = re.compile(r"(pregnant|lactating)[ :=-]*([0-9]{1,2})")
_LISTED = re.compile(r"[;,|]")


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the table, understood."""

    row: int
    id: str
    request: PlanRequest
    place: str = ""  # of the prices; empty: every place
    month: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be answered, and what to do about it."""

    row: int
    id: str
    column: str
    remedy: str


class _Wrong(Exception):
    """A cell that cannot be read."""

    def __init__(self, column: str, remedy: str) -> None:
        super().__init__(remedy)
        self.column, self.remedy = column, remedy


def read_member(raw: RawRow, header: Sequence[str]) -> Member | WrongRow:
    """The person of a row."""
    cells = dict(zip(header, raw.cells, strict=False))
    if raw.wrong is not None:
        return WrongRow(raw.row, cells.get("id", ""), *raw.wrong)
    try:
        return _member(raw.row, cells)
    except _Wrong as wrong:
        return WrongRow(raw.row, cells["id"], wrong.column, wrong.remedy)
    except WrongInput as error:
        return wrong_row(raw.row, cells["id"], error)


def wrong_row(row: int, person: str, error: WrongInput) -> WrongRow:
    """A row that a check of the house refused: its options stand for columns."""
    said = str(error)
    named = _OPTION.search(said)
    column = COLUMNS[named[1]] if named else ""
    return WrongRow(row, person, column, _OPTION.sub(lambda found: COLUMNS[found[1]], said))


def _member(row: int, cells: dict[str, str]) -> Member:
    for column in ("id", "sex", "age", "diet"):
        if not cells[column]:
            raise _Wrong(column, f"{column} is empty. Fill it in, or delete the row.")
    stage, when = _stage(cells.get("life_stage", ""))
    person = Person(
        sex=cast("Sex", cells["sex"].lower()),
        age=_whole(cells["age"]),
        height_cm=_number("height_cm", cells.get("height_cm", ""), "centimetres"),
        weight_kg=_number("weight_kg", cells.get("weight_kg", ""), "kilograms"),
        activity=cast("Activity", cells.get("activity", "").lower().replace(" ", "-") or "inactive"),
        energy_kcal=_number("energy_kcal", cells.get("energy_kcal", ""), "kilocalories a day"),
        pregnant_trimester=when if stage == "pregnant" else None,
        lactating_months=when if stage == "lactating" else None,
    )
    request = PlanRequest(
        person=person,
        diet=cells["diet"].lower(),
        without=tuple(part.strip() for part in _LISTED.split(cells.get("allergens", "")) if part.strip()),
        margin=_margin(cells.get("margin", "")),
        targets=tuple(_wish(part) for part in cells.get("targets", "").split(";") if part.strip()),
    )
    groups = tuple(text for name, text in cells.items() if name.startswith(GROUP))
    return Member(row, cells["id"], request, cells.get("place", ""), cells.get("month", ""), groups)


def _wish(text: str) -> TargetWish:
    return parse_target(text.strip())


def _stage(text: str) -> tuple[str, int]:
    """Life stage, and its trimester or month."""
    words = text.lower()
    if words in ("", "general", "none"):
        return "general", 0
    found = _STAGE.fullmatch(words)
    if found is None:
        raise _Wrong(
            "life_stage",
            f"life_stage is {text!r}. Write pregnant-1, -2 or -3 (trimester), lactating-0 to -12 (months), or nothing.",
        )
    return found[1], int(found[2])


def _margin(text: str) -> float:
    value = _number("margin", text, "1 for the whole margin above an RDA, 0 for none")
    return 1.0 if value is None else value


def _whole(text: str) -> int:
    """Years; 35.0 is 35."""
    try:
        value = float(text)
        if "_" not in text and value.is_integer():
            return int(value)
    except (ValueError, OverflowError):
        pass
    raise _Wrong("age", f"age is {text!r}. Write whole years in digits, such as 35.")


def _number(column: str, text: str, unit: str) -> float | None:
    if not text:
        return None
    try:
        if "_" not in text:
            return float(text)
    except ValueError:
        pass
    raise _Wrong(column, f"{column} is {text!r}, not a number. Write {unit}, or leave it empty.")
