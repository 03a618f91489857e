"""Single changes that might make a request possible. None loosens what keeps somebody safe: see loosening.py."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor, log10

from planner.explain.impossible.clash import Wished
from planner.explain.impossible.refusal import Kind, Wish
from planner.explain.impossible.wishes import B12, amount, must_have_wish, unit_word
from planner.explain.loosening import family, in_care
from planner.person import energy_requirement
from planner.request import PlanRequest, TargetWish
from planner.tables.rows import DIETS
from planner.targets import make_targets
from planner.targets.bound import ENERGY

ADULT = 19  # years: below, the body still grows and no recommended amount is lowered
ROOM = 0.03  # share of a reached end that is left for whole portions
LOWERED = "This is below a reference that covers most healthy people: better another change, or ask a dietitian."
BY_CHOICE = "Only what you leave out by choice: not because of an allergy, and not because a doctor said so."
OWN_MOST = "Only if this most is your own idea: one from your doctor stays, and belongs under your clinician's limits."
AS_LABELLED = (
    "As labelled; ask a pharmacist or doctor which one: no dose is advised here. Once you take one, enter what its "
    "label says under supplements, and it counts."
)


@dataclass(frozen=True)
class Aim:
    """An end of a nutrient that a step leaves open until it is known how far it can be kept [unit / day]."""

    nutrient: str
    is_least: bool
    wanted: float
    back_to: float | None  # what holds again without the own target: nothing needs to be asked for beyond it


@dataclass(frozen=True)
class Step:
    """One change. `change` opens what is in the way; `aim` is then set as near to what was wanted as can be."""

    kind: Kind
    text: str
    change: Callable[[PlanRequest], PlanRequest]
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    aim: Aim | None = None
    caution: str = ""


def steps_for(wished: Wished, blamed: set[Wish], giving: set[Wish]) -> list[Step]:
    """Changes that could help, the best first: foods and wishes of one's own before recommended amounts.

    Of these only those that give way first anyway (`giving`), not all that clash (`blamed`).
    """
    found = [
        *_foods(wished),
        *_margins(wished, blamed),
        *_own(wished, blamed),
        *_others(wished, blamed),
        *_supplement(wished, blamed),
        *_references(wished, giving),
        *_budget(wished),
    ]
    return found


def diet_steps(wished: Wished) -> list[Step]:
    """The next wider diet: only where nothing else helps, and never beside an illness or a clinician's limit."""
    if wished.request.conditions or wished.request.clinician_limits:
        return []
    place = DIETS.index(wished.request.diet)
    return [
        Step(
            Kind.DIET,
            f"Eat {diet} instead of {wished.request.diet}",
            lambda request, diet=diet: replace(request, diet=diet),  # type: ignore[misc]
            add=(f"--diet {diet}",),
            drop=(f"--diet {wished.request.diet}",),
        )
        for diet in DIETS[place + 1 : place + 2]
    ]


def _foods(wished: Wished) -> Iterator[Step]:
    """Foods of the person's own choice back again. Allergens are no choice."""
    request = wished.request
    if request.no_fortified:
        yield Step(
            Kind.FORTIFIED,
            "Allow fortified foods again",
            lambda asked: replace(asked, no_fortified=False),
            drop=("--without fortified",),
        )
    if request.only_article_foods:
        yield Step(
            Kind.ARTICLE,
            "Allow all foods, not only the article's",
            lambda asked: replace(asked, only_article_foods=False),
            drop=("--only-article-foods",),
        )
    away = [wish for wish in wished.away if wish.kind is Kind.EXCLUDED]
    if any((wished.away[wish] & wished.fit).any() for wish in away):
        drop = tuple(f"--exclude {wish.name}" for wish in away)
        yield Step(
            Kind.EXCLUDED,
            "Allow again some of what you leave out",
            lambda asked: replace(asked, exclude=()),
            drop=drop,
            caution=BY_CHOICE,
        )


def _margins(wished: Wished, blamed: set[Wish]) -> Iterator[Step]:
    """The recommended amounts alone, without the room above them."""
    named = {family(bound.nutrient) for bound in wished.targets.hard() if bound.margin}
    if wished.request.margin and any(wish.name in named for wish in blamed):
        text = "Plan the recommended amounts alone, without a margin for brands and tables that are off"
        drop = () if wished.request.margin == 1 else (f"--margin {wished.request.margin:g}",)
        yield Step(Kind.MARGIN, text, lambda asked: replace(asked, margin=0.0), ("--margin 0",), drop)


def _own(wished: Wished, blamed: set[Wish]) -> Iterator[Step]:
    """Own targets only as far as they can be met; never of a nutrient that an illness or medicine speaks of."""
    request, careful = wished.request, in_care(wished.request, wished.catalogue)
    base = make_targets(replace(request, targets=()), wished.catalogue) if request.targets else wished.targets
    for end in wished.ends:
        kinds = {wish.kind for wish in end.wishes}
        if Kind.OWN not in kinds or not end.wishes & blamed or family(end.nutrient) in careful:
            continue
        ends = [bound.lower if end.is_least else bound.upper for bound in base.of(end.nutrient) if bound.hard]
        known = [value for value in ends if value is not None]
        back = (max if end.is_least else min)(known) if known else None
        if back is not None and (end.value <= back if end.is_least else end.value >= back):
            back = None  # a target that asks for less than is usual
        wish = next(wish for wish in request.targets if wish.nutrient == end.nutrient)
        yield Step(
            Kind.OWN,
            "",
            lambda asked, end=end, back=back: _opened(asked, end.nutrient, end.is_least, back),  # type: ignore[misc]
            drop=(f"--target {wish}",),
            aim=Aim(end.nutrient, end.is_least, end.value, back),
            caution="" if end.is_least else OWN_MOST,
        )


def _others(wished: Wished, blamed: set[Wish]) -> Iterator[Step]:
    """Energy, must-haves, forced targets and dishes that are kept."""
    request = wished.request
    if request.keep:
        text = "Let the dishes go that you keep"
        yield Step(Kind.KEPT, text, lambda asked: replace(asked, keep=()))
    for name in request.must_have:
        wish = must_have_wish(name, wished.catalogue)
        if wish in blamed:
            yield Step(
                Kind.MUST_HAVE,
                f"Do without {wish.text.removeprefix('you want ').removesuffix(' in it')} as a must",
                lambda asked, name=name: replace(  # type: ignore[misc]
                    asked, must_have=tuple(each for each in asked.must_have if each != name)
                ),
                drop=(f"--must-have {name}",),
            )
    for nutrient in request.hard:
        if any(wish.kind is Kind.FORCED and wish.name == family(nutrient) for wish in blamed):
            yield _unforced(wished, nutrient)
    if _is_under_need(wished) and any(wish.kind is Kind.ENERGY for wish in blamed):
        yield Step(
            Kind.ENERGY,
            "Plan the energy that you need",
            lambda asked: replace(asked, person=replace(asked.person, energy_kcal=None)),
            drop=(f"--energy {request.person.energy_kcal:g}",),
        )
    if request.absorption and any(wish.kind is Kind.ABSORPTION for wish in blamed):
        text = "Count what you eat, not what the body takes up"
        yield Step(Kind.ABSORPTION, text, lambda asked: replace(asked, absorption=False), drop=("--absorption",))


def _is_under_need(wished: Wished) -> bool:
    """Whether less energy is asked for than is needed. More than that is never offered to be cut."""
    given, references = wished.request.person.energy_kcal, wished.catalogue.references
    return given is not None and given < energy_requirement(wished.request.person.completed(references), references)


def _budget(wished: Wished) -> Iterator[Step]:
    """A higher budget; behind the others, because they change what it has to pay."""
    usd = wished.request.max_cost_usd
    if usd is not None:
        drop = (f"--max-cost {usd:g}",)
        yield Step(Kind.BUDGET, "", lambda asked: replace(asked, max_cost_usd=None), drop=drop)


def _unforced(wished: Wished, nutrient: str) -> Step:
    name = wished.catalogue.nutrients[wished.catalogue.nutrient_index[nutrient]].name
    return Step(
        Kind.FORCED,
        f"Only watch {name}, as is usual, instead of forcing it",
        lambda asked: replace(asked, hard=tuple(each for each in asked.hard if each != nutrient)),
        drop=(f"--hard {nutrient}",),
    )


def _supplement(wished: Wished, blamed: set[Wish]) -> Iterator[Step]:
    """B12 only watched, because a supplement brings it. Not where an illness or a medicine speaks of B12."""
    wishes = [wish for wish in blamed if wish.name == B12 and wish.kind in (Kind.REFERENCE, Kind.OWN)]
    if not wishes or B12 in in_care(wished.request, wished.catalogue):
        return
    nutrients = tuple(
        dict.fromkeys(b.nutrient for b in wished.targets.hard() if family(b.nutrient) == B12 and b.lower is not None)
    )
    own = [wish for wish in wished.request.targets if wish.nutrient in nutrients]

    def change(request: PlanRequest) -> PlanRequest:
        return replace(
            request,
            watch=tuple(dict.fromkeys((*request.watch, *nutrients))),
            hard=tuple(each for each in request.hard if each not in nutrients),
            targets=tuple(wish for wish in request.targets if wish.nutrient not in nutrients),
        )

    text = "Take a vitamin B12 supplement, and let the food be short of B12: it is then only watched"
    add = tuple(f"--watch {nutrient}" for nutrient in nutrients)
    drop = tuple(f"--target {wish}" for wish in own)
    yield Step(Kind.SUPPLEMENT, text, change, add, drop, caution=AS_LABELLED)


def _references(wished: Wished, blamed: set[Wish]) -> Iterator[Step]:
    """Recommended least amounts as near as can be; never of B12, in illness, in pregnancy or youth."""
    request = wished.request
    person = request.person
    if request.conditions or request.clinician_limits or person.age < ADULT or person.stage != "general":
        return
    seen = set()
    for end in sorted(wished.ends, key=lambda end: -end.value):  # the tightest of a nutrient first
        kinds = {wish.kind for wish in end.wishes}
        safe = end.is_least and end.nutrient not in (ENERGY, B12) and family(end.nutrient) == end.nutrient
        if Kind.REFERENCE in kinds and safe and end.wishes & blamed and end.nutrient not in seen:
            seen.add(end.nutrient)
            yield Step(
                Kind.REFERENCE,
                "",
                lambda asked, end=end: _watched(asked, end.nutrient),  # type: ignore[misc]
                aim=Aim(end.nutrient, True, end.value, None),
                caution=LOWERED,
            )


def _watched(request: PlanRequest, nutrient: str) -> PlanRequest:
    return replace(request, watch=tuple(dict.fromkeys((*request.watch, nutrient))))


def _opened(request: PlanRequest, nutrient: str, is_least: bool, back: float | None) -> PlanRequest:
    """Without one end of an own target, but no further than `back`: a reference that it is tighter than."""
    others = tuple(wish for wish in request.targets if wish.nutrient != nutrient)
    old = next((wish for wish in request.targets if wish.nutrient == nutrient), None)
    lower = (back or 0.0) if is_least else (old.lower if old else None)
    upper = (old.upper if old else None) if is_least else back
    if lower is None and upper is None:
        return replace(request, targets=others)
    return replace(request, targets=(*others, TargetWish(nutrient, lower, upper)))


def aimed(request: PlanRequest, aim: Aim, reached: float) -> tuple[PlanRequest, float | None]:
    """The request with the end set outward of what is reached, and that end; None where the usual one comes back."""
    value: float | None = outward(reached, aim.is_least)
    others = tuple(wish for wish in request.targets if wish.nutrient != aim.nutrient)
    old = next((wish for wish in request.targets if wish.nutrient == aim.nutrient), None)
    watch = tuple(each for each in request.watch if each != aim.nutrient)
    back, sign = aim.back_to, 1 if aim.is_least else -1
    if back is not None and value is not None and sign * value <= sign * back:
        value = None
    lower = value if aim.is_least else (old.lower if old else None)
    upper = (old.upper if old else None) if aim.is_least else value
    if lower is None and upper is None:
        return replace(request, targets=others, watch=watch), value
    return replace(request, targets=(*others, TargetWish(aim.nutrient, lower, upper)), watch=watch), value


def outward(reached: float, is_least: bool) -> float:
    """Two figures (three from 1,000 on), with room for whole portions: never nearer than what is proven."""
    if reached <= 0:
        return 0.0
    value = reached * (1 - ROOM if is_least else 1 + ROOM)
    step = 10.0 ** (floor(log10(value)) - (2 if value >= 1000 else 1))
    return round((floor(value / step) if is_least else ceil(value / step)) * step, 10)


def relaxed_text(aim: Aim, value: float | None, wished: Wished, kind: Kind) -> str:
    """What is said of an end that was set anew."""
    row = wished.catalogue.nutrients[wished.catalogue.nutrient_index[aim.nutrient]]
    side, unit = "least" if aim.is_least else "most", unit_word(row.unit)
    if value is None:
        return f"Leave out your own target for {row.name}; {amount(aim.back_to or 0)} {unit} a day then holds again"
    whose = "your target of" if kind is Kind.OWN else "the reference of"
    return (
        f"Ask for at {side} {amount(value)} {unit} of {row.name} a day instead of {whose} {amount(aim.wanted)} {unit}"
    )
