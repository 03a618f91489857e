"""The import order of the house: a room imports only its own floor or a lower one."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

FLOORS = {
    "errors": 0,
    "units": 1,
    "cells": 1,
    "tables": 2,
    "person": 3,
    "on_offer": 3,
    "restrictions": 3,
    "taken": 3,
    "at_home": 3,
    "reading": 3,
    "request": 3,
    "targets": 4,
    "intake": 4,
    "model": 5,
    "solve": 6,
    "plan": 7,
    "verify": 7,
    "verify_targets": 7,
    "verify_care": 7,
    "facts": 8,
    "meal_amounts": 8,
    "explain": 8,
    "leftovers": 8,
    "verify_gaps": 8,
    "shopping": 9,
    "pantry": 9,
    "exports": 10,
    "gapping": 11,
    "own": 11,
    "pipeline": 11,
    "cohort": 12,
    "store": 12,
    "cli": 13,
    "ui": 13,
    "__main__": 14,
    "planner": 14,  # planner/__init__.py, the public API
}
# Stricter than the floors: these rooms may import only the rooms named.
ONLY = {
    "planner": {"errors", "own", "person", "request", "plan", "pipeline"},
    "__main__": {"cli"},
}
# Not even from below: the independent check must not learn from what it checks.
NEVER = {"verify": {"model", "solve"}, "verify_gaps": {"model", "solve"}, "verify_targets": {"model", "solve"}}
NEVER |= {"verify_care": {"model", "solve", "targets"}}
# Packages that only the rooms named may import.
GUESTS = {
    "streamlit": {"ui", "app"},
    "altair": {"ui"},
    "fpdf": {"exports"},
    "icalendar": {"exports"},
    "pulp": {"solve"},
    "highspy": {"solve"},
    "typer": {"cli"},
    "click": {"cli"},
    "rich": {"cli", "exports"},
    "pyarrow": {"cohort"},
    "dask": {"cohort"},
    "distributed": {"cohort"},
}
APP_MOST_LINES = 60


def module_name(path: Path) -> str:
    """`planner/model/week.py` -> `planner.model.week`; an `__init__.py` is its package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """`planner.model.week` -> `model`; `planner` and `app` are rooms of their own."""
    parts = module.split(".")
    return parts[1] if parts[0] == "planner" and len(parts) > 1 else parts[0]


def imported_from(node: ast.ImportFrom, package: str) -> list[str]:
    """Every module that a `from` import may load; `from planner import x` loads the room x if it is one."""
    base = node.module or ""
    if node.level:
        parts = package.split(".")
        above = parts[: len(parts) - node.level + 1]
        base = ".".join([*above, base] if base else above)
    if base != "planner":
        return [base]
    return [f"planner.{name.name}" if name.name in FLOORS else "planner" for name in node.names]


def imports(source: str, package: str) -> list[tuple[int, str]]:
    """Line and module of every import in the source, also inside functions and by name (`import_module`)."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, name.name) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.lineno, module) for module in imported_from(node, package)]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in ("import_module", "__import__") and isinstance(node.args[0].value, str):
                found.append((node.lineno, node.args[0].value))
    return found


def complaint(room: str, imported: str) -> str | None:
    """Why this room may not import this module; None if it may."""
    top, other = imported.split(".")[0], room_of(imported)
    if top in GUESTS and room not in GUESTS[top]:
        return f"{top} belongs to {', '.join(sorted(GUESTS[top]))}"
    if top != "planner" or other == room or room not in FLOORS:
        return None
    if other not in FLOORS:
        return f"{other} has no floor; give it one in FLOORS"
    if FLOORS[other] > FLOORS[room]:
        return f"{other} (floor {FLOORS[other]}) is above {room} (floor {FLOORS[room]})"
    if other in NEVER.get(room, ()) or other not in ONLY.get(room, {other}):
        return f"{room} keeps away from {other}"
    return None


def violations(module: str, source: str, is_package: bool = False) -> list[str]:
    """What breaks the order in one module, one line each: place, offender and why."""
    room = room_of(module)
    if room not in FLOORS and room != "app":
        return [f"{module}: the room {room} has no floor; give it one in FLOORS and in the design"]
    package = module if is_package else module.rpartition(".")[0]
    checked = [(line, name, complaint(room, name)) for line, name in imports(source, package)]
    return [f"{module}, line {line}: imports {name}; {why}" for line, name, why in checked if why]


def test_every_room_imports_only_its_own_floor_or_a_lower_one() -> None:
    found = []
    for path in [*sorted((ROOT / "planner").rglob("*.py")), *ROOT.glob("app.py")]:
        source = path.read_text(encoding="utf-8")
        found += violations(module_name(path), source, path.name == "__init__.py")
    assert not found, "\n".join(found)


def test_app_is_navigation_only() -> None:
    for path in ROOT.glob("app.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < APP_MOST_LINES


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("planner.targets", "from planner.model.week import build"),
        ("planner.targets", "import planner.solve"),
        ("planner.targets", "from planner import pipeline"),
        ("planner.targets", "from planner import make_plan"),
        ("planner.targets", "def later():\n    from planner.plan import Plan"),
        ("planner.targets", "from importlib import import_module\nimport_module('planner.plan')"),
        ("planner.targets", "from . import solve"),
        ("planner.tables.read", "from ..request import PlanRequest"),
        ("planner.tables.read", "import streamlit as st"),
        ("planner.model.day", "import pulp"),
        ("planner.pipeline", "from highspy import Highs"),
        ("planner.plan", "from rich.table import Table"),
        ("planner.shopping", "import typer"),
        ("planner.verify", "from planner.model.spec import Spec"),
        ("planner.pipeline", "from planner.cli import main"),
        ("planner.cli", "import planner.attic"),
        ("planner.attic", ""),
        ("app", "import pulp"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str) -> None:
    found = violations(module, source)
    assert len(found) == 1
    assert found[0].startswith(module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("planner.targets", "import json\nfrom pathlib import Path\nimport numpy as np"),
        ("planner.targets", "from planner.errors import WrongInput\nfrom planner import units"),
        ("planner.model.week", "from planner.model.spec import Spec\nfrom .day import floor"),
        ("planner.plan", "from planner.verify import verify"),
        ("planner.solve.session", "import pulp, highspy"),
        ("planner.cli", "import typer\nfrom rich.table import Table\nfrom planner.pipeline import make_plan"),
        ("planner.ui.week", "import streamlit"),
        ("app", "import streamlit as st\nfrom planner.ui import week"),
    ],
)
def test_a_right_import_is_let_through(module: str, source: str) -> None:
    assert violations(module, source) == []


def test_the_public_face_imports_only_what_it_names() -> None:
    allowed = "from planner.person import Person\nfrom .pipeline import make_plan"
    assert violations("planner", allowed, is_package=True) == []
    assert len(violations("planner", "from .solve import session", is_package=True)) == 1


def test_every_benchmark_can_be_begun() -> None:
    """What it imports is still there; what needs the `bench` extra is imported when it is used."""
    names = ", ".join(sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py")))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", f"import {names}"],
        cwd=ROOT / "benchmarks",
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
