"""What is eaten now: diaries and typed lines, matched to the catalogue."""

from planner.intake.diary import read_diary
from planner.intake.entry import Candidate, Entry, Intake, Match, Question
from planner.intake.lines import parse_lines
from planner.intake.make import make_intake

__all__ = [
    "Candidate",
    "Entry",
    "Intake",
    "Match",
    "Question",
    "make_intake",
    "parse_lines",
    "read_diary",
]
