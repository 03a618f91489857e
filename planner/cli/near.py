"""--near: the dishes of an earlier week, their days and what was in them."""

import json
from pathlib import Path

from planner.errors import WrongInput
from planner.request import KeptDish

REMEDY = "Give a file that 'planner week --json' or --out wrote."


def read_near(path: Path) -> tuple[KeptDish, ...]:
    """Every dish of an earlier week with what was in it. Raises WrongInput naming the file."""
    try:
        week = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WrongInput(f"--near {path}: cannot be read ({error.strerror}). {REMEDY}") from None
    except (ValueError, RecursionError):
        raise WrongInput(f"--near {path}: not a JSON file. {REMEDY}") from None
    try:
        dishes = tuple(
            KeptDish(
                int(day["day"]),
                str(meal["meal"]),
                str(meal["pattern"]),
                tuple((str(item["food"]), float(item["portions"])) for item in meal["items"]),
            )
            for day in week["days"]
            for meal in day["meals"]
        )
    except (KeyError, TypeError, ValueError, OverflowError):
        raise WrongInput(f"--near {path}: it holds no week. {REMEDY}") from None
    if not dishes:
        raise WrongInput(f"--near {path}: its week is empty. {REMEDY}")
    return dishes
