"""Person, diet and wishes to bounds: what a plan must meet (hard) and what is shown beside it (watched)."""

from planner.targets.bound import Bound, Targets
from planner.targets.by_meal import ByMeal, MealShare, MealsWith, Salt
from planner.targets.make import make_targets

__all__ = ["Bound", "ByMeal", "MealShare", "MealsWith", "Salt", "Targets", "make_targets"]
