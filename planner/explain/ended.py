"""What is said where a search ended without a week."""

from planner.request import PlanRequest


def not_found(broken: tuple[str, ...]) -> str:
    """What can be said where neither a week nor a proof was found."""
    if broken:
        said = "; ".join(broken[:3])
        return (
            f"No week found that keeps every rule of its days; nothing is proven. In the nearest one {said}. "
            "Allow more foods, keep fewer dishes, or loosen a target of your own."
        )
    return "No week found within the limits; nothing is proven. Raise --time-limit or loosen the request."


def not_loosened(request: PlanRequest) -> str:
    """A clinician's limit is nothing to try out."""
    said = " Do not loosen a limit of your clinician by yourself: show them what clashes, and ask a dietitian."
    return said if request.clinician_limits else ""
