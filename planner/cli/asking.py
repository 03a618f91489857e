"""The person, the diet and the health of a request, and what a week shall be: options that commands share."""

from collections.abc import Callable, Sequence
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Any, cast

from planner.cli import options
from planner.cli.wishes import wished

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
    leafy_greens: options.LeafyGreens = "",
    supplement: options.Supplement = None,
    watch: options.Watch = None,
    hard: options.Hard = None,
    absorption: options.Absorption = False,
    margin: options.Margin = 1.0,
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
        margin=margin,
        now=tuple(parse_now(text) for text in now or ()),
        leafy_greens=leafy_greens,
        supplements=tuple(parse_supplement(text) for text in supplement or ()),
    )


def asks(command: Callable[..., None]) -> Callable[..., None]:
    """A command whose parameters `request` and `wishes` are made from the options of `requested` and `wished`.

    Those options stand in their place.
    """
    own = signature(command).parameters
    made = {name: (make, signature(make).parameters) for name, make in MADE.items() if name in own}
    parameters: list[Parameter] = []
    for name, parameter in own.items():
        parameters += made[name][1].values() if name in made else [parameter]
    parameters = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in parameters]

    @wraps(command)
    def run(**given: Any) -> None:
        asked = {name: {each: given.pop(each) for each in shared} for name, (_, shared) in made.items()}
        command(**{name: made[name][0](**values) for name, values in asked.items()}, **given)

    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


MADE: dict[str, Callable[..., Any]] = {"request": requested, "wishes": wished}


def words(values: Sequence[str] | None) -> tuple[str, ...]:
    """Values of a repeatable option, each maybe several with commas between."""
    return tuple(word.strip() for value in values or () for word in value.split(",") if word.strip())
