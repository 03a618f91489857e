"""Steadyplate: the cheapest week of food that a person would really eat, proven to meet its targets."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.own import solve_tables
    from planner.person import Person
    from planner.pipeline import make_plan
    from planner.request import PlanRequest

__all__ = ["Person", "PlanRequest", "make_plan", "solve_tables"]


HOMES = {
    "Person": "planner.person",
    "PlanRequest": "planner.request",
    "make_plan": "planner.pipeline",
    "solve_tables": "planner.own",
}


def __getattr__(name: str) -> Any:
    """The public names, loaded when first asked for: `planner --help` needs no solver."""
    if name not in HOMES:
        raise AttributeError(f"module 'planner' has no attribute {name!r}")
    return getattr(import_module(HOMES[name]), name)
