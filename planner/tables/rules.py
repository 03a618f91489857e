"""Planning rules: the numbers behind meals, variety and spread, each a row with its reason."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from planner.errors import TableError
from planner.tables.read import read_rows


@checked(frozen=True, config=ConfigDict(str_strip_whitespace=True, allow_inf_nan=False))
class Rule:
    """One number of the plan's structure."""

    rule: str
    value: float
    unit: str
    reason: str


@dataclass(frozen=True)
class Rules:
    """Rules by name."""

    rows: dict[str, Rule]

    def starting(self, prefix: str) -> dict[str, float]:
        """Values of all rules whose name starts so, by the rest of the name."""
        return {name.removeprefix(prefix): row.value for name, row in self.rows.items() if name.startswith(prefix)}

    def of(self, rule: str, nutrient: str) -> float:
        """The rule of one nutrient where it has a row of its own, else the rule of all."""
        return self[f"{rule}_{nutrient}" if f"{rule}_{nutrient}" in self.rows else rule]

    def __getitem__(self, rule: str) -> float:
        if rule not in self.rows:
            raise TableError(f"planning_rules.csv: rule {rule} is missing. Restore its row.")
        return self.rows[rule].value


def load_rules(folder: Path) -> Rules:
    """Read planning_rules.csv. Raises TableError."""
    rows = read_rows(folder / "planning_rules.csv", Rule, key=lambda row: row.rule)
    return Rules({row.rule: row for row in rows})
