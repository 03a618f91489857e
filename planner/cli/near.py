"""--near: which dish held which food in an earlier week."""

import json
from pathlib import Path

from planner.errors import WrongInput

Helping = tuple[str, str, float]  # dish pattern, food, portions

REMEDY = "Give a file that 'planner week --json' or --out wrote."


def read_near(path: Path) -> tuple[Helping, ...]:
    """Dish pattern, food and portions of every helping of an earlier week.

    Raises WrongInput naming the file.
    """
    try:
        week = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongInput(f"--near {path}: cannot be read ({error.strerror}). {REMEDY}") from None
    except (ValueError, RecursionError):
        raise WrongInput(f"--near {path}: not a JSON file. {REMEDY}") from None
    try:
        helpings = tuple(
            (str(meal["pattern"]), str(item["food"]), float(item["portions"]))
            for day in week["days"]
            for meal in day["meals"]
            for item in meal["items"]
        )
    except (KeyError, TypeError, ValueError):
        raise WrongInput(f"--near {path}: it holds no week. {REMEDY}") from None
    if not helpings:
        raise WrongInput(f"--near {path}: its week is empty. {REMEDY}")
    return helpings
