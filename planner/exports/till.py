"""Words for whole packages: what a list costs at the till, what is left over and how long that keeps."""

from collections.abc import Sequence

from planner.exports.words import money
from planner.pantry import Used
from planner.shopping import ToBuy, till_usd
from planner.tables.packages import Keeping

_NOT_ALL = "not all of it is used up; freeze or give away the rest, or plan it for a must-have"
_SPOON = 0.05  # share of what was to be used up that is not worth a word
SOON = 14  # days: what keeps no longer is named first
_LENGTHS = ((360, 365, "year"), (60, 30, "month"), (28, 7, "week"), (1, 1, "day"))  # from days on, days of one


def at_the_till(lines: Sequence[ToBuy]) -> str:
    """What the plan uses and what whole packages cost."""
    used = money(sum(line.cost_usd for line in lines))
    packed = sum(line.packages is not None for line in lines)
    if not lines:
        return "Nothing is to be bought: all is at home."
    return (
        f"The plan uses {used} of it. At the till it is {money(till_usd(lines))} if nothing else is at home:"
        f" {packed} of the {len(lines)} things come in whole packages, and most of the rest keeps for later weeks."
    )


def at_home(used: Sequence[Used]) -> list[str]:
    """What the plan eats of what is at home, and what should be used up and is not."""
    said = [each.text for each in used if each.used_grams]
    idle = [each.form for each in used if not each.used_grams and not each.use_up]
    said += [f"{each.form}: {_NOT_ALL} ({each.text.removeprefix(f'{each.form}: ')})" for each in used if _spoils(each)]
    return [*said, *([f"not needed: {', '.join(idle)}"] if idle else [])]


def _spoils(used: Used) -> bool:
    return used.use_up and used.left_grams > _SPOON * used.held_grams


def soon(lines: Sequence[ToBuy]) -> list[str]:
    """What is left over and keeps two weeks at most once open, the shortest first."""
    left = sorted((line for line in lines if line.left and line.keeping.days <= SOON), key=lambda x: x.keeping.days)
    return [f"{line.form}: {line.left}, {keeps(line.keeping)}" for line in left]


def keeps(keeping: Keeping) -> str:
    """ "5 days in the pantry, 3 months in the freezer"."""
    said = f"{_length(keeping.days)} in the {keeping.place}"
    frozen = keeping.freezer_days if keeping.place != "freezer" else None
    return f"{said}, {_length(frozen)} in the freezer" if frozen else said


def _length(days: int) -> str:
    """Days in the longest unit that fits, rounded down."""
    _, of_one, unit = next(row for row in _LENGTHS if days >= row[0])
    number = days // of_one
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
