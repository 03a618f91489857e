"""Results by group: what adequate diets cost, which targets bind, for whom nothing works. Parts are read one by one."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from planner.cohort.manifest import check_complete
from planner.errors import WrongInput
from planner.tables.catalogue import Catalogue
from planner.tables.references import References

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
AGE_GROUP = "age group"
PLAIN = ("sex", "life stage", "activity", "diet", "place", "month", "plan")
_COSTS = ("status", "usd_per_day", "binding")


@dataclass(frozen=True, slots=True)
class Bound:
    """How often a side of a nutrient binds in a group."""

    nutrient: str
    name: str
    side: str  # "least" or "most"
    share: float  # of the results with a diet
    usd_per_unit: float  # mean where it binds
    unit: str


@dataclass(frozen=True)
class Group:
    """One group of results [USD / day]; a person priced at several places and months has a result for each."""

    key: tuple[str, ...]
    results: int
    impossible: int  # proven: no diet works
    undecided: int  # limits ran out
    mean: float | None
    quantiles: tuple[float, ...]  # at QUANTILES; empty without a cost
    binding: tuple[Bound, ...]  # the most frequent first

    @property
    def name(self) -> str:
        """The group in words."""
        return ", ".join(self.key) or "everybody"


@dataclass
class _Gathered:
    """What is counted of a group while parts pass."""

    costs: "array[float]" = field(default_factory=lambda: array("d"))
    statuses: Counter[str] = field(default_factory=Counter)
    binding: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    prices: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def summarise(out: Path, by: Sequence[str], catalogue: Catalogue) -> tuple[Group, ...]:
    """Groups in order of their keys. Raises WrongInput for a folder of no results and a group that they do not hold."""
    parts = check_complete(out)
    readers = _readers(by, pq.read_schema(parts[0]).names, catalogue.references)
    names = {row.nutrient: row.name for row in catalogue.nutrients}
    groups: dict[tuple[str, ...], _Gathered] = {}
    columns = list({*_COSTS, *(column for column, _ in readers)})
    for part in parts:
        for row in pq.read_table(part, columns=columns).to_pylist():
            key = tuple(read(row[column]) for column, read in readers)
            _count(groups.setdefault(key, _Gathered()), row)
    if not groups:
        raise WrongInput(f"{out}: every row of the table was wrong. See the errors file beside it.")
    return tuple(_group(key, groups[key], names) for key in sorted(groups, key=_order))


def _readers(
    by: Sequence[str], known: Sequence[str], references: References
) -> list[tuple[str, Callable[[object], str]]]:
    """Column and reading of each part of a key. Raises WrongInput."""
    groups = [name for name in known if name.startswith("group_")]
    readers: list[tuple[str, Callable[[object], str]]] = []
    for asked in by:
        name = asked.strip().lower().replace("_", " ")
        column = next(
            (group for group in groups if name in (group.replace("_", " "), group[6:].replace("_", " "))), None
        )
        if name == AGE_GROUP:
            readers.append(("age", _ages(references)))
        elif name in PLAIN:
            readers.append((name.replace(" ", "_"), lambda cell: str(cell).split("-")[0] if cell else ""))
        elif column is not None:
            readers.append((column, lambda cell: str(cell or "")))
        else:
            choices = (AGE_GROUP, *PLAIN, *groups)
            near = get_close_matches(name, choices, 1)
            hint = f"Did you mean {near[0]}?" if near else f"Choose from {', '.join(choices)}."
            raise WrongInput(f"--by {asked}: the results are not known by it. {hint}")
    return readers


def _ages(references: References) -> Callable[[object], str]:
    """The age group of the reference intakes that an age falls in."""
    spans = sorted({(row.age_from, row.age_to) for row in references.intakes if row.stage == "general"})

    def name(age: object) -> str:
        first, last = next(span for span in spans if isinstance(age, int) and span[0] <= age <= span[1])
        return f"{first} and over" if last == spans[-1][1] else f"{first}-{last}"

    return name


def _count(group: _Gathered, row: Mapping[str, object]) -> None:
    group.statuses[str(row["status"])] += 1
    cost, binding = row["usd_per_day"], row["binding"]
    if isinstance(cost, float):
        group.costs.append(cost)
        for each in binding if isinstance(binding, list) else ():
            bound = (each["nutrient"], each["side"], each["unit"])
            group.binding[bound] += 1
            group.prices[bound] += each["usd_per_unit"]


def _group(key: tuple[str, ...], found: _Gathered, names: Mapping[str, str]) -> Group:
    costs = np.frombuffer(found.costs, float) if found.costs else np.zeros(0)
    return Group(
        key=key,
        results=found.statuses.total(),
        impossible=found.statuses["impossible"],
        undecided=found.statuses["not found"],
        mean=float(costs.mean()) if len(costs) else None,
        quantiles=tuple(map(float, np.quantile(costs, QUANTILES))) if len(costs) else (),
        binding=tuple(_bounds(found, len(costs), names)),
    )


def _bounds(found: _Gathered, results: int, names: Mapping[str, str]) -> Iterator[Bound]:
    for bound, times in sorted(found.binding.items(), key=lambda item: (-item[1], item[0])):
        nutrient, side, unit = bound
        yield Bound(nutrient, names.get(nutrient, nutrient), side, times / results, found.prices[bound] / times, unit)


def _order(key: tuple[str, ...]) -> tuple[tuple[float, str], ...]:
    """Groups by number where they begin with one, else by name."""
    numbers = [word.split("-")[0].split(" ")[0] for word in key]
    return tuple((float(number) if number.isdigit() else 0.0, word) for number, word in zip(numbers, key, strict=True))
