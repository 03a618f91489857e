"""Impossible wishes: which of them clash, how far the rest comes, and what the cheapest changes are."""

from planner.explain.impossible.answer import explain_impossible
from planner.explain.impossible.refusal import Kind, Level, Reach, Refusal, Repair, Wish

__all__ = ["Kind", "Level", "Reach", "Refusal", "Repair", "Wish", "explain_impossible"]
