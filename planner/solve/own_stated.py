"""Somebody's own tables stated in PuLP as a textbook has it: for CBC as a second opinion, and for any other solver."""

import re
from pathlib import Path

import numpy as np
import pulp

from planner.errors import PlanFault, WrongInput
from planner.solve.cbc import ask_cbc
from planner.solve.own import Optimum
from planner.solve.session import Outcome
from planner.tables.own import OwnTables

AGREE = 1e-6  # of the objective: nearer than this two solvers say the same
WRITERS = {".lp": "writeLP", ".mps": "writeMPS"}
SAID = {Outcome.OPTIMAL: pulp.LpStatusOptimal, Outcome.INFEASIBLE: pulp.LpStatusInfeasible}


def stated(tables: OwnTables, integer: bool) -> pulp.LpProblem:
    """min cost x,   least <= x <= most,   lower <= sum per_unit x <= upper;   every row and column by its name."""
    problem = pulp.LpProblem("diet", pulp.LpMinimize)
    kind = pulp.LpInteger if integer else pulp.LpContinuous
    x = [
        problem.add_variable(_name("x", place, food), float(least), None if np.isinf(most) else float(most), kind)
        for place, (food, least, most) in enumerate(zip(tables.foods, tables.least, tables.most, strict=True))
    ]
    problem += pulp.LpAffineExpression(zip(x, tables.cost.tolist(), strict=True))
    for place, nutrient in enumerate(tables.nutrients):
        held = pulp.LpAffineExpression(zip(x, tables.per_unit[:, place].tolist(), strict=True))
        if np.isfinite(tables.lower[place]):
            problem += held >= float(tables.lower[place]), _name("least", place, nutrient)
        if np.isfinite(tables.upper[place]):
            problem += held <= float(tables.upper[place]), _name("most", place, nutrient)
    return problem


def second_opinion(tables: OwnTables, integer: bool, optimum: Optimum) -> float | None:
    """What CBC finds for the same tables: its objective, None where it proves them impossible, too.

    Raises PlanFault where the two solvers disagree, and WrongInput where there is no proof to hold it against.
    """
    if optimum.outcome not in SAID:
        raise WrongInput("--second-opinion: nothing is proven here that another solver could confirm. Leave it out.")
    problem = stated(tables, integer)
    status = ask_cbc(problem)
    found = pulp.value(problem.objective) if status == pulp.LpStatusOptimal else None
    agree = status == SAID[optimum.outcome]
    if agree and found is not None:
        agree = abs(found - optimum.objective) <= AGREE * max(1.0, abs(optimum.objective))
    if not agree:
        raise PlanFault(
            f"CBC says {pulp.LpStatus[status].lower()} ({found}), HiGHS {optimum.outcome} ({optimum.objective})."
        )
    return found


def write_model(tables: OwnTables, integer: bool, path: Path) -> None:
    """The model in a file that other solvers read: .lp or .mps by the ending. Raises WrongInput naming the file."""
    if path.suffix.lower() not in WRITERS:
        raise WrongInput(f"--write {path}: end the name with .lp or .mps, the forms that other solvers read.")
    try:
        getattr(stated(tables, integer), WRITERS[path.suffix.lower()])(str(path))
    except OSError as error:
        raise WrongInput(f"--write {path}: cannot be written ({error.strerror}). Name a file you may write.") from None


def _name(kind: str, place: int, name: str) -> str:
    """A name that every solver takes, and that nobody else has."""
    return f"{kind}{place:04d}_{re.sub(r'[^A-Za-z0-9]+', '_', name)[:40]}"
