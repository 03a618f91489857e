"""Steadyplate: the cheapest week of food that a person would really eat, proven to meet its targets."""

from planner.person import Person
from planner.pipeline import make_plan
from planner.request import PlanRequest

__all__ = ["Person", "PlanRequest", "make_plan"]
