"""Results as Parquet: one row for a person at a place and month; wrong rows stand in the footer of their part."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from planner.cohort.member import Member, WrongRow

WRONG = b"steadyplate.wrong_rows"
FOODS = pa.list_(pa.struct([("food", pa.string()), ("grams_per_day", pa.float64())]))
BINDING = pa.list_(
    pa.struct(
        [
            ("nutrient", pa.string()),
            ("side", pa.string()),
            ("bound", pa.float64()),
            ("unit", pa.string()),
            ("usd_per_unit", pa.float64()),
        ]
    )
)
_BOUND = tuple(field.name for field in BINDING.value_type)
COLUMNS = (
    ("row", pa.int64()),
    ("id", pa.string()),
    ("place", pa.string()),
    ("month", pa.string()),
    ("plan", pa.string()),
    ("status", pa.string()),
    ("usd_per_day", pa.float64()),
    ("usd_per_week", pa.float64()),
    ("gap", pa.float64()),
    ("energy_kcal", pa.float64()),
    ("foods", FOODS),
    ("binding", BINDING),
    ("why", pa.string()),
    ("sex", pa.string()),
    ("age", pa.int32()),
    ("life_stage", pa.string()),
    ("activity", pa.string()),
    ("diet", pa.string()),
    ("allergens", pa.string()),
)


@dataclass(frozen=True, slots=True)
class Binding:
    """A target that costs something: one unit stricter costs so much more a day (about, near here)."""

    nutrient: str
    side: str  # "least" or "most"
    bound: float
    unit: str
    usd_per_unit: float

    def cells(self) -> dict[str, object]:
        """As BINDING holds it."""
        return {name: getattr(self, name) for name in _BOUND}


@dataclass(frozen=True, slots=True)
class Result:
    """The answer for a person at a place and month."""

    member: Member
    place: str
    month: str
    plan: str  # "day" or "week"
    status: str  # "optimal", "feasible", "impossible", "not found"
    usd_per_day: float | None = None
    gap: float | None = None  # of a week: proven distance to the cheapest
    energy_kcal: float | None = None
    foods: tuple[tuple[str, float], ...] = ()  # [g / day], most first
    binding: tuple[Binding, ...] = ()  # dearest first
    why: str = ""  # why it is impossible, in words

    def cells(self) -> tuple[object, ...]:
        """The row in the order of COLUMNS, and groups."""
        person, request = self.member.request.person, self.member.request
        stage = person.stage
        when = person.pregnant_trimester if stage == "pregnant" else person.lactating_months
        day = self.usd_per_day
        return (
            self.member.row,
            self.member.id,
            self.place,
            self.month,
            self.plan,
            self.status,
            day,
            None if day is None else 7 * day,
            self.gap,
            self.energy_kcal,
            [{"food": food, "grams_per_day": grams} for food, grams in self.foods],
            [each.cells() for each in self.binding],
            self.why or None,
            person.sex,
            person.age,
            stage if when is None else f"{stage}-{when}",
            person.activity,
            request.diet,
            ";".join((*request.without, *(("fortified",) if request.no_fortified else ()))),
            *self.member.groups,
        )


def schema(groups: Sequence[str]) -> pa.Schema:
    """Columns of a part."""
    return pa.schema([*COLUMNS, *((name, pa.string()) for name in groups)])


def encoded(results: Sequence[Result], wrong: Sequence[WrongRow], groups: Sequence[str]) -> bytes:
    """A part as the bytes of its file."""
    fields = schema(groups)
    rows = [result.cells() for result in results]
    columns = [pa.array(values, field.type) for values, field in zip(_columns(rows, len(fields)), fields, strict=True)]
    told = json.dumps([astuple(row) for row in wrong])
    table = pa.Table.from_arrays(columns, schema=fields.with_metadata({WRONG: told.encode()}))
    sink = BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()


def wrong_rows(part: Path) -> tuple[WrongRow, ...]:
    """The wrong rows of a part, from its footer alone."""
    told = (pq.read_metadata(part).metadata or {}).get(WRONG, b"[]")
    return tuple(WrongRow(*row) for row in json.loads(told))


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> Iterable[Sequence[object]]:
    return zip(*rows, strict=True) if rows else [()] * width
