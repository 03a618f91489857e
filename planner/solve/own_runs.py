"""How the solves of somebody's own tables are run: options for numbers scaled to about 1, and a second try."""

from planner.model.spec import Spec
from planner.solve.session import Answer, Outcome, Session

EXACT: dict[str, object] = {  # of scaled numbers of about 1
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
    "small_matrix_value": 1e-12,
}
LP: dict[str, object] = {"presolve": "off", **EXACT}
NODES = 50_000  # of branch and bound: a count, not a clock
FEW_NODES = 5_000  # of each of the many small searches of a conflict
WHOLE: dict[str, object] = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.0, "mip_feasibility_tolerance": 1e-8, **EXACT}


def options(integer: bool, seconds: float | None = None, nodes: int = FEW_NODES) -> dict[str, object]:
    """Options of one solve; `seconds` also stops the search for whole units by the clock."""
    if not integer:
        return LP
    clock = {} if seconds is None else {"time_limit": seconds}
    return {**WHOLE, "mip_max_nodes": nodes, **clock}


def run(session: Session, spec: Spec) -> Answer:
    """The answer of a kept session moved to a spec; of a new one where the hot start or its tolerances lost the way."""
    session.become(spec)
    answer = session.solve()
    if answer.outcome is Outcome.STOPPED and not session.integer:
        answer = Session(spec, integer=False, presolve="on").solve()
    return answer
