"""What illnesses and medicines together do to potassium: who needs a limit, who only a cap, who neither."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from planner.tables.conditions import Condition

POTASSIUM = "potassium_mg"
RAISING = ("raises", "raises-little")  # medicines; two of them are more than one
Class = Literal["", "A", "B", "C"]


def potassium_class(conditions: Sequence[Condition]) -> Class:
    """A: no week without a clinician's limit or what is eaten now.  B: no least, and a most on every day.

    C: one medicine that raises it a little, which only needs a word. Empty: nothing speaks of it.
    """
    effects = [row.potassium for row in conditions]
    raising = [effect for effect in effects if effect in RAISING]
    if "A" in effects or len(raising) > 1:
        return "A"
    if "B" in effects or "raises" in effects:
        return "B"
    return "C" if raising else ""


def is_pulled_both_ways(conditions: Sequence[Condition]) -> bool:
    """Whether something raises potassium while the body loses it: then it is pushed neither up nor down."""
    return potassium_class(conditions) in ("A", "B") and any(row.potassium == "loses" for row in conditions)


def together(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions as they count beside each other: in class A or B, whatever raises potassium drops its least."""
    if potassium_class(conditions) not in ("A", "B"):
        return list(conditions)
    return [_as_raising(row) if row.potassium in RAISING else row for row in conditions]


def _as_raising(row: Condition) -> Condition:
    return replace(
        row,
        drop_floor=_with(row.drop_floor),
        only_lower=_with(row.only_lower),
        cap_at_intake=_with(row.cap_at_intake),
    )


def _with(nutrients: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*nutrients, POTASSIUM)))
