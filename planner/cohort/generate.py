"""People drawn from stated distributions (data/population.csv), for tests and benchmarks; nobody in particular."""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from planner.errors import WrongInput
from planner.tables.catalogue import tables_folder
from planner.tables.population import Distribution, load_population

HEADER = ("id", "sex", "age", "height_cm", "weight_kg", "activity", "life_stage", "diet", "allergens")
BODY_MASS = (18.5, 45.0)  # kg/m2; drawn again outside, as the table says
MOTHERS = (19, 45)  # years, as the table says
MOST = 20_000_000


def people(number: int, seed: int, folder: Path | None = None) -> Iterator[tuple[str, ...]]:
    """Rows of a table of people under HEADER; the same for the same seed, and more of them begin with the same."""
    if not 1 <= number <= MOST:
        raise WrongInput(f"{number} people: give a number from 1 to {MOST:,}.")
    rows = load_population(folder or tables_folder())
    draw = random.Random(seed)
    return (_person(place, draw, rows) for place in range(1, number + 1))


def write_people(path: Path, number: int, seed: int) -> None:
    """Write a table of people. Raises WrongInput."""
    lines = (",".join(cells) + "\n" for cells in people(number, seed))
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(",".join(HEADER) + "\n")
            while batch := "".join(islice(lines, 10_000)):
                file.write(batch)
    except OSError as error:
        raise WrongInput(f"--out {path}: cannot be written ({error.strerror}). Choose another place.") from None


def _person(place: int, draw: random.Random, rows: Sequence[Distribution]) -> tuple[str, ...]:
    sex = _value("sex", draw, rows)
    youngest, oldest = map(int, _value("age", draw, rows).split("-"))
    age = draw.randint(youngest, oldest)
    height = round(_measure("height", sex, draw, rows), 1)
    index = _measure("body_mass_index", sex, draw, rows)
    while not BODY_MASS[0] <= index <= BODY_MASS[1]:
        index = _measure("body_mass_index", sex, draw, rows)
    weight = round(index * (height / 100) ** 2, 1)
    activity, diet = _value("activity", draw, rows), _value("diet", draw, rows)
    stage = _stage(draw, rows) if sex == "female" and MOTHERS[0] <= age <= MOTHERS[1] else ""
    avoided = [row.value for row in rows if row.variable == "allergens" and draw.random() < (row.share or 0.0)]
    return (f"p{place}", sex, str(age), f"{height}", f"{weight}", activity, stage, diet, ";".join(avoided))


def _value(variable: str, draw: random.Random, rows: Sequence[Distribution]) -> str:
    mine = [row for row in rows if row.variable == variable]
    return draw.choices([row.value for row in mine], [row.share or 0.0 for row in mine])[0]


def _measure(variable: str, sex: str, draw: random.Random, rows: Sequence[Distribution]) -> float:
    row = next(row for row in rows if row.variable == variable and row.sex == sex)
    return draw.gauss(row.mean or 0.0, row.sd or 0.0)


def _stage(draw: random.Random, rows: Sequence[Distribution]) -> str:
    """A life stage with its trimester or month; empty for most."""
    at = draw.random()
    for row in rows:
        if row.variable == "life_stage":
            at -= row.share or 0.0
            if at < 0:
                return (
                    f"pregnant-{draw.randint(1, 3)}" if row.value == "pregnant" else f"lactating-{draw.randint(0, 12)}"
                )
    return ""
