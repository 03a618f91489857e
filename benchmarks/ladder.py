"""What realism costs, step by step: LPs with one family of rules after another, then the week itself.

python benchmarks/ladder.py        prints the table of docs/model.md
"""

from dataclasses import replace

import numpy as np

from planner import Person, PlanRequest, make_plan
from planner.model.fillings import make_fillings
from planner.model.needs import make_needs
from planner.model.spec import Spec
from planner.model.week import build_week
from planner.request import check_request
from planner.solve.session import Session
from planner.tables.catalogue import load_catalogue
from planner.targets import make_targets

STEPS = (
    ("dishes", ("slot", "meals", "at least", "at most", "energy")),
    ("how often a food", ("times", "portions", "family")),
    ("how often a dish", ()),
    ("no repeats", ("repeat",)),
    ("variety, spread, diet", ("kinds", "used", "spread", "b12", "legume", "meat")),
)
PEOPLE = (
    ("vegan woman of 35", PlanRequest()),
    ("vegan man of 25", PlanRequest(person=Person(sex="male", age=25))),
    ("vegetarian woman of 60", PlanRequest(person=Person(age=60), diet="vegetarian")),
    ("pescatarian woman of 25", PlanRequest(person=Person(age=25), diet="pescatarian")),
    ("omnivore man of 40", PlanRequest(person=Person(sex="male", age=40), diet="omnivore")),
)


def only_rows(spec: Spec, prefixes: tuple[str, ...]) -> Spec:
    """The spec with only the rows whose name starts so."""
    keep = np.array([name.startswith(prefixes) for name in spec.row_names])
    stays = np.repeat(keep, np.diff(spec.starts))
    return replace(
        spec,
        starts=np.concatenate([[0], np.cumsum(np.diff(spec.starts)[keep])]),
        indices=spec.indices[stays],
        values=spec.values[stays],
        row_lower=spec.row_lower[keep],
        row_upper=spec.row_upper[keep],
        row_names=tuple(name for name, kept in zip(spec.row_names, keep, strict=True) if kept),
    )


def ladder(request: PlanRequest) -> list[float]:
    """USD a day at each step: the daily LP, the LPs of STEPS, the week."""
    catalogue = load_catalogue()
    request = check_request(request, catalogue)
    needs = make_needs(request, make_targets(request, catalogue), catalogue)
    model = build_week(needs, make_fillings(catalogue, needs.offered, needs.allowed))
    plan = make_plan(request, catalogue)
    costs, prefixes = [plan.cheapest_lp_usd_per_day], ()
    for name, family in STEPS:
        prefixes += family
        spec = only_rows(model.spec, prefixes)
        if STEPS.index((name, family)) < 2:  # dishes as often as wished
            spec = replace(spec, upper=np.where(spec.integer, np.inf, spec.upper))
        costs.append(Session(spec, integer=False, presolve="off").solve().objective / request.days)
    return [*costs, plan.cost_usd / request.days]


def main() -> None:
    """Print the ladder as a Markdown table."""
    heads = ["person", "nutrients alone", *(name for name, _ in STEPS), "whole portions, the week"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for who, request in PEOPLE:
        print(f"| {who} | " + " | ".join(f"{cost:.2f}" for cost in ladder(request)) + " |", flush=True)


if __name__ == "__main__":
    main()
