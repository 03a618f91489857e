"""What people usually eat: by sex and age where somebody's own amount is not known, and by an answer about greens."""

from dataclasses import dataclass as plain_dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from planner.errors import TableError
from planner.tables.read import read_rows

STRICT = ConfigDict(str_strip_whitespace=True, allow_inf_nan=False)
Amount = Annotated[float, Field(gt=0)]
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, config=STRICT)
class UsualIntake:
    """How much of a nutrient people of that sex and age eat [unit of the nutrient / day]."""

    nutrient: str
    sex: Literal["female", "male"]
    age_from: int  # both ends included
    age_to: int
    amount: Amount
    unit: Text
    source: Text
    date: Text


@dataclass(frozen=True, config=STRICT)
class GreensAnswer:
    """How often somebody eats leafy greens, and how much of a nutrient such people eat [unit / day]."""

    answer: Text
    name: Text
    nutrient: str
    lower: Amount
    upper: Amount
    unit: Text
    source: Text
    date: Text


@plain_dataclass(frozen=True)
class Usual:
    """Both tables."""

    intakes: tuple[UsualIntake, ...] = ()
    greens: tuple[GreensAnswer, ...] = ()

    def greens_at(self, answer: str) -> GreensAnswer | None:
        """What somebody eats who answered so; None where nothing was answered."""
        return next((row for row in self.greens if row.answer == answer), None)

    def intake(self, nutrient: str, sex: str, age: int) -> UsualIntake | None:
        """The row of such a person; None where there is none."""
        for row in self.intakes:
            if (row.nutrient, row.sex) == (nutrient, sex) and row.age_from <= age <= row.age_to:
                return row
        return None


def load_usual(folder: Path) -> Usual:
    """Read usual_intakes.csv and leafy_greens.csv. Raises TableError."""
    intakes = read_rows(folder / "usual_intakes.csv", UsualIntake, key=lambda row: (row.nutrient, row.sex, row.age_to))
    greens = read_rows(folder / "leafy_greens.csv", GreensAnswer, key=lambda row: row.answer)
    for row in greens:
        if row.lower >= row.upper:
            raise TableError(f"leafy_greens.csv ({row.answer}): lower is not below upper. Correct them.")
    return Usual(intakes, greens)
