"""What somebody asked to keep on their own machine: profiles, weeks, what is at home, prices of their shop."""

from planner.store.file import MIGRATIONS, NAME, SavedProfile, SavedWeek, Store, data_folder, delete_all

__all__ = ["MIGRATIONS", "NAME", "SavedProfile", "SavedWeek", "Store", "data_folder", "delete_all"]
