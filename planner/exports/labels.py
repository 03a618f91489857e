"""Words about labels: which to check where something is left out, and what to choose where brands differ."""

from collections.abc import Collection
from typing import get_args

from planner.exports.words import without_comma
from planner.plan import Plan
from planner.request import PlanRequest
from planner.restrictions import label_words, needs_of, restrictions_of
from planner.shopping import ToBuy
from planner.tables.catalogue import Catalogue
from planner.tables.rows import Allergen

TRACES = "A warning about traces is voluntary in the US: where traces matter, ask the maker too."


def label_notice(request: PlanRequest, catalogue: Catalogue) -> str:
    """What to look for on every label and what to ask the maker; empty for somebody who leaves out nothing."""
    rows = restrictions_of(request, catalogue)
    if not rows:
        return ""
    names = ", ".join(row.name for row in rows)
    said = [f"Check the label of everything in a packet, can or jar each time you buy it; you leave out {names}."]
    read = "; ".join(dict.fromkeys(row.read for row in rows if row.read))
    ask = "; ".join(dict.fromkeys(row.ask for row in rows if row.ask))
    said += [f"Look for: {read}."] if read else []
    said += [f"US labels need not name these, ask the maker: {ask}."] if ask else []
    said += [TRACES] if any(set(row.marks).intersection(get_args(Allergen)) for row in rows) else []
    return " ".join([*said, *(row.say for row in rows if row.say)])


def choices(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> tuple[str, ...]:
    """What to choose for the foods of a plan, one text for the foods of the same words."""
    return choices_of(plan.foods, request, catalogue)


def choices_of(slugs: Collection[str], request: PlanRequest, catalogue: Catalogue) -> tuple[str, ...]:
    """The same for any foods, such as those of an option that closes a gap."""
    needs, foods = needs_of(request, catalogue), dict[str, list[str]]()
    for food in catalogue.foods:
        if food.food in slugs:
            for row in label_words(food, needs, catalogue):
                foods.setdefault(row.words, []).append(without_comma(food.name))
    return tuple(f"Choose {'; '.join(names)}: {words}." for words, names in foods.items())


def choose(line: ToBuy) -> str:
    """What the label of a line of the list must say; empty where any will do."""
    return f"choose: {'; '.join(line.choose)}" if line.choose else ""
