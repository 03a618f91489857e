"""Irreducible sets: each member is necessary, and none stands there that is not to blame."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.spec import Spec, SpecBuilder
from planner.solve.conflict import Member, Side, irreducible, without
from planner.solve.session import Outcome, Session


def _random(seed: int, integer: bool) -> tuple[Spec, list[Member]]:
    """Some foods and nutrients whose bounds may clash."""
    chance = np.random.default_rng(seed)
    builder, members = SpecBuilder(), []
    x = builder.columns(chance.uniform(1, 5, 4), 3.0, integer)
    for row in range(6):
        values = np.round(chance.uniform(0, 4, 4), 1) * (chance.uniform(size=4) < 0.7)
        if row % 2:
            builder.at_most(f"at most {row}", x, values, round(float(chance.uniform(1, 12)), 1))
        else:
            builder.at_least(f"at least {row}", x, values, round(float(chance.uniform(1, 25)), 1))
        members.append((Side(row, is_upper=bool(row % 2)),))
    members += [(Side(int(column), is_upper=True, is_column=True),) for column in x]
    return builder.finish(), members


def _solves(spec: Spec, members: list[Member], left_out: set[int], integer: bool) -> bool:
    """By a new model each time, nothing kept."""
    open_sides = [side for number in left_out for side in members[number]]
    return Session(without(spec, open_sides), integer).solve().outcome is not Outcome.INFEASIBLE


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), integer=st.booleans())
def test_every_member_is_necessary_and_together_they_clash(seed: int, integer: bool) -> None:
    spec, members = _random(seed, integer)
    found = irreducible(spec, members, integer)
    if found is None:
        assert _solves(spec, members, set(), integer)
        return
    others = set(range(len(members))) - set(found)
    assert not _solves(spec, members, others, integer)
    for member in found:
        assert _solves(spec, members, others | {member}, integer)


def test_what_stands_late_is_blamed() -> None:
    builder = SpecBuilder()
    x = builder.columns(np.ones(1), 10.0)
    for number, most in enumerate((2.0, 3.0)):
        builder.at_most(f"at most {number}", x, 1.0, most)
    builder.at_least("at least", x, 1.0, 5.0)
    members = [(Side(row, is_upper=row < 2),) for row in range(3)]
    assert irreducible(builder.finish(), members) == (1, 2)
    assert irreducible(builder.finish(), members[::-1]) == (0, 2)


def test_what_members_cannot_solve_has_no_set() -> None:
    builder = SpecBuilder()
    x = builder.columns(np.ones(1), 1.0)
    builder.at_least("at least", x, 1.0, 5.0)
    builder.at_most("at most", x, 1.0, 4.0)
    assert irreducible(builder.finish(), [(Side(1, is_upper=True),)]) is None
