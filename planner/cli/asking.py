"""The person, the diet and the health of a request: the options that `week` and `gaps` share."""

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, cast

from planner.cli import options

if TYPE_CHECKING:
    from planner.request import PlanRequest
    from planner.tables.references import Activity, Sex


def requested(
    sex: options.Sex = "female",
    age: options.Age = 35,
    height: options.Height = None,
    weight: options.Weight = None,
    activity: options.Activity = "inactive",
    energy: options.Energy = None,
    pregnant: options.Pregnant = None,
    lactating: options.Lactating = None,
    diet: options.Diet = "vegan",
    without: options.Without = None,
    exclude: options.Exclude = None,
    only_article_foods: options.OnlyArticleFoods = False,
    target: options.Target = None,
    condition: options.Condition = None,
    clinician_limit: options.ClinicianLimit = None,
    now: options.Now = None,
    supplement: options.Supplement = None,
    watch: options.Watch = None,
    hard: options.Hard = None,
    absorption: options.Absorption = False,
) -> "PlanRequest":
    """A request for such a person, diet and health. Raises WrongInput, UnsupportedPerson."""
    from planner.person import Person
    from planner.request import PlanRequest, parse_limit, parse_now, parse_target
    from planner.taken import parse_supplement

    return PlanRequest(
        person=Person(
            sex=cast("Sex", sex),
            age=age,
            height_cm=height,
            weight_kg=weight,
            activity=cast("Activity", activity),
            energy_kcal=energy,
            pregnant_trimester=pregnant,
            lactating_months=lactating,
        ),
        diet=diet,
        without=words(without),
        exclude=tuple(exclude or ()),
        only_article_foods=only_article_foods,
        targets=tuple(parse_target(text) for text in target or ()),
        watch=words(watch),
        hard=words(hard),
        conditions=tuple(condition or ()),
        clinician_limits=tuple(parse_limit(text) for text in clinician_limit or ()),
        absorption=absorption,
        now=tuple(parse_now(text) for text in now or ()),
        supplements=tuple(parse_supplement(text) for text in supplement or ()),
    )


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameter `request` is made from the options of `requested`, which stand in its place."""
    shared = list(signature(requested).parameters.values())
    parameters: list[Parameter] = []
    for parameter in signature(command).parameters.values():
        parameters += shared if parameter.name == "request" else [parameter]
    parameters = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in parameters]

    @wraps(command)
    def run(**given: Any) -> None:
        asked = {parameter.name: given.pop(parameter.name) for parameter in shared}
        command(request=requested(**asked), **given)

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def words(values: Sequence[str] | None) -> tuple[str, ...]:
    """Values of a repeatable option, each maybe several with commas between."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())
