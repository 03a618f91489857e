"""What people need: reference intakes, guidelines, energy equations, sizes, advice, each with its source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass as plain_dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.food_patterns import FoodPattern, load_patterns
from planner.tables.margins import Margins, load_margins
from planner.tables.read import OptionalFloat, OptionalInt, OptionalText, Words, read_rows

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)

Sex = Literal["female", "male"]
Stage = Literal["general", "pregnant", "lactating"]
Activity = Literal["inactive", "low", "active", "very-active"]
Mode = Literal["hard", "watched", "none", "rule"]  # rule: a number for the planner, not a bound of a plan


def _said(value: str) -> str:
    if not value:
        raise ValueError("every row needs its source")
    return value


Source = Annotated[str, AfterValidator(_said)]


@dataclass(frozen=True, config=STRICT)
class ReferenceIntake:
    """A reference intake of one group: an RDA or AI (lower) or a UL or CDRR (upper) [unit / day]."""

    nutrient: str
    sex: Sex
    stage: Stage
    age_from: int  # both ends included
    age_to: int
    kind: Literal["RDA", "AI", "UL", "CDRR"]
    mode: Mode
    lower: OptionalFloat
    upper: OptionalFloat
    unit: str
    counts: str  # what an upper level counts
    source: Source

    def is_for(self, sex: str, stage: str, age: int) -> bool:
        """Whether this row speaks of such a person."""
        return self.sex == sex and self.stage == stage and self.age_from <= age <= self.age_to


@dataclass(frozen=True, config=STRICT)
class Guideline:
    """A bound (or rule) beside the reference intakes; an empty filter means everybody."""

    guideline: str
    nutrient: OptionalText
    basis: str
    mode: Mode
    lower: OptionalFloat
    upper: OptionalFloat
    per: str  # day, kg, 1000 kcal, share of energy, energy need, pattern, or the nutrient whose RDA is multiplied
    kcal_per_g: OptionalFloat  # for a share of energy
    sexes: Words
    stages: Words
    age_from: OptionalInt
    age_to: OptionalInt
    diets: Words
    not_with: Words  # slugs of conditions with which it does not hold; one that is not in conditions.csv is none
    only_with: Words  # slugs of conditions of which it needs one; empty: it holds with or without
    energy_from: OptionalFloat  # [kcal / day], included
    energy_to: OptionalFloat  # [kcal / day], not included
    source: Source
    note: str

    def goes_with(self, conditions: Iterable[str]) -> bool:
        """Whether it holds with these conditions (slugs)."""
        named = set(conditions)
        return not named.intersection(self.not_with) and (
            not self.only_with or bool(named.intersection(self.only_with))
        )

    def is_for(self, sex: str, stage: str, age: int, diet: str = "", energy: float = 0.0) -> bool:
        """Whether this row speaks of such a person, eating so and needing so much [kcal / day]."""
        return (
            (not self.sexes or sex in self.sexes)
            and (not self.stages or stage in self.stages)
            and (self.age_from is None or self.age_from <= age)
            and (self.age_to is None or age <= self.age_to)
            and (not self.diets or diet in self.diets)
            and (self.energy_from is None or self.energy_from <= energy)
            and (self.energy_to is None or energy < self.energy_to)
        )


@dataclass(frozen=True, config=STRICT)
class EnergyRequirement:
    """kcal/day = intercept + per_year age + per_cm height + per_kg weight + per_week week + growth."""

    sex: Sex
    equation: Literal["general", "pregnant"]
    age_from: int
    age_to: int
    activity: Activity
    intercept: float
    per_year: float
    per_cm: float
    per_kg: float
    per_week: float  # of pregnancy
    growth_kcal: float
    source: Source


@dataclass(frozen=True, config=STRICT)
class EnergyAddition:
    """What pregnancy (by trimester) or lactation (by month) changes in the energy requirement."""

    stage: Stage
    stage_from: int  # trimester or month, both ends included
    stage_to: int
    bmi_from: float  # BMI before pregnancy [kg / m2], included
    bmi_to: float  # not included
    equation: Literal["general", "pregnant"]
    week: float  # of pregnancy that stands for the trimester
    weight_gain_kg: float  # by that week
    addition_kcal: float
    growth: Literal["yes", "no"]  # whether the growth of the equation stays in it
    source: Source


@dataclass(frozen=True, config=STRICT)
class DefaultPerson:
    """The size that is taken for somebody who has not said."""

    sex: Sex
    age_from: int
    age_to: int
    height_cm: float
    weight_kg: float
    source: Source


@dataclass(frozen=True, config=STRICT)
class Advice:
    """What to know or do about a nutrient; `covered` no: the food tables do not hold it."""

    nutrient: str
    covered: Literal["yes", "no"]
    stages: Words  # empty: everybody
    advice: str
    source: Source


@plain_dataclass(frozen=True)
class References:
    """All tables about what people need."""

    intakes: tuple[ReferenceIntake, ...]
    guidelines: tuple[Guideline, ...]
    energy_requirements: tuple[EnergyRequirement, ...]
    energy_additions: tuple[EnergyAddition, ...]
    default_persons: tuple[DefaultPerson, ...]
    advice: tuple[Advice, ...]
    margins: Margins
    patterns: tuple[FoodPattern, ...]  # by energy, least first

    @cached_property
    def _intakes_of(self) -> dict[tuple[str, str, int], tuple[ReferenceIntake, ...]]:
        return {}

    @cached_property
    def _advice_on(self) -> dict[tuple[str, str], str]:
        return {}

    def intakes_of(self, sex: str, stage: str, age: int) -> tuple[ReferenceIntake, ...]:
        """The reference intakes of such a person; looked up once for each group."""
        group = (sex, stage, age)
        if group not in self._intakes_of:
            self._intakes_of[group] = tuple(row for row in self.intakes if row.is_for(*group))
        return self._intakes_of[group]

    def rules(self, name: str, sex: str, stage: str, age: int, diet: str = "") -> Iterator[Guideline]:
        """The rules of that name that speak of such a person, eating so."""
        for row in self.guidelines:
            if row.mode == "rule" and row.guideline == name and row.is_for(sex, stage, age, diet):
                yield row

    def rule(self, name: str, sex: str, stage: str, age: int) -> Guideline:
        """The one rule of that name for such a person. Raises TableError if there is none."""
        for row in self.rules(name, sex, stage, age):
            return row
        raise TableError(f"guidelines.csv: no rule {name} for {sex}, {stage}, age {age}. Restore the row.")

    def advice_on(self, nutrient: str, stage: str) -> str:
        """The sentences about a nutrient for somebody of that life stage; empty if there are none."""
        asked = (nutrient, stage)
        if asked not in self._advice_on:
            rows = (row for row in self.advice if row.nutrient == nutrient and row.covered == "yes")
            said = " ".join(row.advice for row in rows if not row.stages or stage in row.stages)
            self._advice_on[asked] = said
        return self._advice_on[asked]

    @property
    def not_computable(self) -> tuple[Advice, ...]:
        """Nutrients that the food tables do not hold, with what to do about them."""
        return tuple(row for row in self.advice if row.covered == "no")


def load_references(folder: Path) -> References:
    """Read and check the tables about what people need. Raises TableError naming file, row and remedy."""
    references = References(
        intakes=read_rows(
            folder / "reference_intakes.csv",
            ReferenceIntake,
            key=lambda row: (row.sex, row.stage, row.age_from, row.nutrient, row.kind),
        ),
        guidelines=read_rows(folder / "guidelines.csv", Guideline),
        energy_requirements=read_rows(
            folder / "energy_requirements.csv",
            EnergyRequirement,
            key=lambda row: (row.sex, row.equation, row.age_from, row.activity),
        ),
        energy_additions=read_rows(
            folder / "energy_additions.csv",
            EnergyAddition,
            key=lambda row: (row.stage, row.stage_from, row.bmi_from),
        ),
        default_persons=read_rows(
            folder / "default_persons.csv", DefaultPerson, key=lambda row: (row.sex, row.age_from)
        ),
        advice=read_rows(folder / "nutrient_advice.csv", Advice, key=lambda row: (row.nutrient, row.stages)),
        margins=load_margins(folder),
        patterns=load_patterns(folder),
    )
    _check_bounds("reference_intakes.csv", references.intakes)
    _check_bounds("guidelines.csv", references.guidelines)
    return references


def _check_bounds(table: str, rows: Sequence[ReferenceIntake | Guideline]) -> None:
    """Every row that bounds something has a lower or an upper of 0 or more, in that order."""
    for number, row in enumerate(rows, start=2):
        place = f"{table}, row {number} ({row.nutrient})"
        given = [value for value in (row.lower, row.upper) if value is not None]
        if row.mode != "rule" and not given:
            raise TableError(f"{place}: lower and upper are both empty. Fill one or delete the row.")
        if any(value < 0 for value in given) or given != sorted(given):
            raise TableError(f"{place}: lower {row.lower}, upper {row.upper} are negative or crossed. Correct them.")
