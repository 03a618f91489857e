"""What is asked for: a person, a diet and wishes, frozen and checked before anything is planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from planner.at_home import EXAMPLE as HOME_EXAMPLE
from planner.at_home import AtHome, check_at_home
from planner.errors import UnsupportedPerson, WrongInput
from planner.on_offer import must_have_groups
from planner.person import Person, check_choice, check_whole, is_number
from planner.restrictions import read_diet, read_left_out, restrictions_of
from planner.tables.spellings import Spellings, plain
from planner.taken import EXAMPLE, Taken, check_taken

if TYPE_CHECKING:
    from planner.tables.catalogue import Catalogue
    from planner.tables.conditions import Condition

FORTIFIED = "fortified"  # `without` takes it beside allergens: it sets `no_fortified`
VARIETIES = ("plain", "normal", "rich")
UNKNOWN = (
    "{place}: not known here, so nothing is planned for it. Correct it; for anything else, ask your doctor or a "
    "dietitian what to eat."
)
MOST_DAYS = 14
MOST_LEFTOVERS = 6  # a week has six nights between its days
HEALTH = ("conditions", "clinician_limits", "now", "leafy_greens", "supplements")  # fields that are handed to nobody
_LISTS = (
    "without",
    "exclude",
    "must_have",
    "targets",
    "near",
    "keep",
    "not_again",
    "watch",
    "hard",
    "conditions",
    "clinician_limits",
    "now",
    "eats",
    "supplements",
    "at_home",
)


@dataclass(frozen=True, slots=True)
class TargetWish:
    """A target of the person's own [unit of the nutrient / day]."""

    nutrient: str  # its name ("calcium") or column ("calcium_mg")
    lower: float | None = None
    upper: float | None = None

    def __post_init__(self) -> None:
        for value in (self.lower, self.upper):
            if value is not None and not (is_number(value) and value >= 0):
                raise WrongInput(f"--target {self}: {value} is not a number of 0 or more. Correct it.")
        if self.lower is None and self.upper is None:
            raise WrongInput(f"--target {self}: no number is given. Write for example {self.nutrient}=10:20.")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise WrongInput(f"--target {self}: the least is above the most. Correct one of them.")

    def __str__(self) -> str:
        lower, upper = ("" if value is None else f"{value:g}" for value in (self.lower, self.upper))
        return f"{self.nutrient}={lower}:{upper}"


def parse_target(text: str) -> TargetWish:
    """A wish from NUTRIENT=MIN:MAX; one of the two numbers may be left out. Raises WrongInput."""
    nutrient, equals, numbers = text.partition("=")
    lower, colon, upper = numbers.partition(":")
    if not (nutrient.strip() and equals and colon):
        raise WrongInput(
            f"--target {text}: write NUTRIENT=MIN:MAX, such as calcium=1200:2000, iron=20: or sodium=:1500."
        )
    return TargetWish(nutrient.strip(), _parse_number(lower, text), _parse_number(upper, text))


def parse_limit(text: str) -> TargetWish:
    """A clinician's limit from NUTRIENT=MAX. Raises WrongInput."""
    nutrient, equals, number = text.partition("=")
    try:
        most = float(number)
    except ValueError:
        most = -1.0
    if not (nutrient.strip() and equals and is_number(most) and most >= 0):
        raise WrongInput(f"--clinician-limit {text}: write NUTRIENT=MAX, the most a day, such as potassium=2500.")
    return TargetWish(nutrient.strip(), upper=most)


def parse_now(text: str) -> TargetWish:
    """What is eaten now from NUTRIENT=AMOUNT. Raises WrongInput."""
    try:
        return parse_limit(text)
    except WrongInput:
        raise WrongInput(f"--now {text}: write NUTRIENT=AMOUNT, what you eat a day, such as potassium=2300.") from None


def _parse_number(text: str, place: str) -> float | None:
    if not text.strip():
        return None
    try:
        return float(text)
    except ValueError:
        raise WrongInput(f"--target {place}: {text.strip()!r} is not a number. Write digits.") from None


@dataclass(frozen=True, slots=True)
class KeptDish:
    """A dish that stays at its meal when the week is made again."""

    day: int  # from 1
    meal: str  # breakfast, lunch, dinner, snack
    pattern: str  # slug of the dish
    items: tuple[tuple[str, float], ...] = ()  # (food, portions); none: what is in it may change


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """One request for a plan; `check_request` holds its names against a catalogue."""

    person: Person = field(default_factory=Person)
    diet: str = "vegan"
    without: tuple[str, ...] = ()  # allergens and what else restrictions.csv names
    exclude: tuple[str, ...] = ()  # foods, by slug or name
    must_have: tuple[str, ...] = ()  # foods; of a name that means several ("kale"), any one will do
    no_fortified: bool = False  # no foods with vitamins or minerals from their maker; also: without=("fortified",)
    only_article_foods: bool = False
    targets: tuple[TargetWish, ...] = ()
    days: int = 7
    max_cost_usd: float | None = None  # for all days together
    variety: str = "normal"
    seed: int = 0
    near: tuple[KeptDish, ...] = ()  # dishes of an earlier week: what is planned stays near to it, also its days
    not_again: tuple[tuple[str, str], ...] = ()  # (dish pattern, food) of a week that shall rather not come again
    time_limit_s: float | None = None
    keep: tuple[KeptDish, ...] = ()  # dishes that stay where they are
    leftovers: int = 0  # dinners that come back as the next day's lunch
    watch: tuple[str, ...] = ()  # nutrients that are only watched
    hard: tuple[str, ...] = ()  # nutrients whose watched references bind the plan
    conditions: tuple[str, ...] = ()  # illnesses and medicines, in the person's own words
    clinician_limits: tuple[TargetWish, ...] = ()  # the most that a clinician allows
    absorption: bool = False  # targets in what the body takes up: absorbed calcium, B12 by the meal
    margin: float = 1.0  # share of the room above an RDA where a brand or a table can be off; 0: none
    now: tuple[TargetWish, ...] = ()  # what is eaten now, as `upper`, without supplements; read where it must not rise
    leafy_greens: str = ""  # how often they are eaten now, an answer of leafy_greens.csv; read with warfarin
    eats: tuple[str, ...] = ()  # foods that are eaten now: the plan stays close to them
    supplements: tuple[Taken, ...] = ()  # what is taken beside food
    at_home: tuple[AtHome, ...] = ()  # costs nothing and is used first

    @property
    def tells_of_health(self) -> bool:
        """Whether it holds an illness, a medicine, a limit, a supplement or a pregnancy."""
        return self.person.stage != "general" or any(getattr(self, name) for name in HEALTH)

    def without_health(self) -> "PlanRequest":
        """What of it may be handed to others. Nothing is planned with it: a limit would be missing."""
        person = replace(self.person, pregnant_trimester=None, lactating_months=None)
        untold = dict.fromkeys(HEALTH, ()) | {"leafy_greens": ""}
        return replace(self, person=person, **untold)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, _as_tuple(name, getattr(self, name)))
        if not isinstance(self.person, Person):
            raise WrongInput(f"person is {self.person!r}. Give a planner.Person.")
        diet, also = read_diet(self.diet)
        object.__setattr__(self, "diet", diet)
        check_choice("--variety", self.variety, VARIETIES)
        words = [*(read_left_out(word, FORTIFIED) for word in self.without), *also]
        object.__setattr__(self, "no_fortified", bool(self.no_fortified) or FORTIFIED in words)
        object.__setattr__(self, "without", tuple(dict.fromkeys(word for word in words if word != FORTIFIED)))
        check_whole("--days", self.days, (1, MOST_DAYS), "the days to plan")
        check_whole("--leftovers", self.leftovers, (0, MOST_LEFTOVERS), "the dinners that come back as lunch")
        check_whole("--seed", self.seed, (0, 2**31 - 1), "the seed")
        _above_zero("--max-cost", self.max_cost_usd, "USD")
        _above_zero("--time-limit", self.time_limit_s, "seconds")
        for wish in self.targets:
            if not isinstance(wish, TargetWish):
                raise WrongInput(f"--target {wish!r}: give a TargetWish, or text to parse_target.")
        if not isinstance(self.absorption, bool):
            raise WrongInput(f"--absorption is {self.absorption!r}. Give True or False.")
        if not is_number(self.margin) or not 0 <= self.margin <= 1:
            raise WrongInput(f"--margin {self.margin}: give 1 for the whole margin, 0 for none, or a share between.")
        object.__setattr__(self, "margin", float(self.margin))
        for text in self.conditions:
            if not isinstance(text, str) or not text.strip():
                raise WrongInput(f"--condition {text!r}: name an illness or a medicine, such as kidney disease.")
        for limit in self.clinician_limits:
            if not isinstance(limit, TargetWish) or limit.lower is not None:
                raise WrongInput(f"--clinician-limit {limit}: give only the most a day, such as potassium=2500.")
        for amount in self.now:
            if not isinstance(amount, TargetWish) or amount.lower is not None or not amount.upper:
                raise WrongInput(f"--now {amount}: give only what is eaten a day, above 0, such as potassium=2300.")
        for taken in self.supplements:
            if not isinstance(taken, Taken):
                raise WrongInput(f"--supplement {taken!r}: give a Taken, or text to parse_supplement: {EXAMPLE}.")
        for dish in (*self.keep, *self.near):
            if not isinstance(dish, KeptDish):
                raise WrongInput(f"--near, keep {dish!r}: give dishes of an earlier week, as kept_dishes gives them.")
        for thing in self.at_home:
            if not isinstance(thing, AtHome):
                raise WrongInput(f"--at-home {thing!r}: give an AtHome, or text to parse_at_home: {HOME_EXAMPLE}.")


def check_request(request: PlanRequest, catalogue: "Catalogue") -> PlanRequest:
    """The same request with foods and conditions by slug and nutrients by column name.

    An illness or medicine that is known by name, but has no rule here, stays among the conditions by that name.
    Raises WrongInput for a food, nutrient or condition that the catalogue does not hold, and for wishes that
    contradict.
    """
    columns = catalogue.nutrient_spellings

    def resolved(option: str, names: tuple[str, ...], what: str, known: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_named(option, name, what, known) for name in names))

    checked = replace(
        request,
        exclude=_excluded(request.exclude, catalogue.spellings),
        must_have=resolved("--must-have", request.must_have, "food", catalogue.first_spellings),
        eats=resolved("--eats", request.eats, "food", catalogue.first_spellings),
        targets=tuple(
            replace(wish, nutrient=_named("--target", wish.nutrient, "nutrient", columns)) for wish in request.targets
        ),
        watch=resolved("--watch", request.watch, "nutrient", columns),
        hard=resolved("--hard", request.hard, "nutrient", columns),
        conditions=_conditions(request.conditions, catalogue) if request.conditions else (),
        clinician_limits=tuple(
            replace(limit, nutrient=_named("--clinician-limit", limit.nutrient, "nutrient", columns))
            for limit in request.clinician_limits
        ),
        now=tuple(replace(each, nutrient=_named("--now", each.nutrient, "nutrient", columns)) for each in request.now),
        supplements=tuple(check_taken(taken, catalogue, columns) for taken in request.supplements),
        at_home=check_at_home(request.at_home, catalogue),
    )
    answers = tuple(row.answer for row in catalogue.references.usual.greens)
    check_choice("--leafy-greens", checked.leafy_greens or answers[0], answers)
    _check_contradictions(checked)
    _check_restrictions(checked, catalogue)
    must_have_groups(checked, catalogue)
    return checked


def nutrients_named(option: str, names: Iterable[str], catalogue: "Catalogue") -> tuple[str, ...]:
    """Column names of nutrients by any of their names, each once. Raises WrongInput that names the option."""
    known = catalogue.nutrient_spellings
    return tuple(dict.fromkeys(_named(option, name, "nutrient", known) for name in names))


def _conditions(texts: tuple[str, ...], catalogue: "Catalogue") -> tuple[str, ...]:
    """Slugs of all that is named, and names that are known but have no rule.

    What is not known is refused: nobody knows what it would change. So is what only a clinician can plan for.
    """
    from planner.reading.medicines import read_condition  # only where somebody names something

    found: list[str] = []
    for number, text in enumerate(texts, 1):
        reading, place = read_condition(text, catalogue), f"--condition (number {number})"
        named = (*reading.conditions, *reading.without_rule)
        if reading.unknown or not named:
            unknown = reading.unknown[0] if reading.unknown else text
            means = [name for each in reading.suggestions if each.text == unknown for name in each.means]
            raise WrongInput(UNKNOWN.format(place=place), _unknown_condition(unknown, means, catalogue.conditions))
        for illness in reading.illnesses:
            if not illness.plans:
                raise UnsupportedPerson(
                    f"{place}: we know the name, but our tables hold no rule for it, and what to eat with it is for "
                    "your doctor or dietitian to say: nothing is planned here.",
                    f"This is about {illness.name}.",
                )
        found += named
    return tuple(dict.fromkeys(found))


def _unknown_condition(text: str, means: list[str], known: "tuple[Condition, ...]") -> str:
    """What was not understood, and what would be; for the person who wrote it."""
    hint = f"Did you mean {' or '.join(means)}? " if means else ""
    return f"Not understood: {text}. {hint}Known: {', '.join(row.name for row in known)}."


def _excluded(names: tuple[str, ...], spellings: Spellings) -> tuple[str, ...]:
    """Slugs of all the foods that a person means: "kale" is fresh, raw and frozen kale."""
    known = {spelling: spelling for spelling in spellings} if names else {}
    meant = [slug for name in names for slug in spellings[_named("--exclude", name, "food", known)]]
    return tuple(dict.fromkeys(meant))


def _check_contradictions(request: PlanRequest) -> None:
    for nutrient in request.watch:
        if nutrient in request.hard:
            raise WrongInput(f"--watch and --hard both name {nutrient}. Name it with one of them.")
    wished = [wish.nutrient for wish in request.targets]
    for nutrient in wished:
        if wished.count(nutrient) > 1:
            raise WrongInput(f"--target names {nutrient} twice. Give one target with both numbers.")
    for option, wishes in (("--clinician-limit", request.clinician_limits), ("--now", request.now)):
        named = [wish.nutrient for wish in wishes]
        for nutrient in named:
            if named.count(nutrient) > 1:
                raise WrongInput(f"{option} names {nutrient} twice. Give the one that holds.")


def _named(option: str, text: str, what: str, known: Mapping[str, str]) -> str:
    """What is meant by `text`, or a WrongInput that suggests the nearest spelling."""
    found = known.get(text.strip()) or known.get(plain(text)) or known.get(text.strip().lower())
    if found:
        return found
    near = get_close_matches(plain(text), known, n=1, cutoff=0.6)
    hint = f"Did you mean {near[0]}?" if near else f"Run 'planner foods --json' to see every {what}."
    raise WrongInput(f"{option} {text}: no such {what}. {hint}")


def _check_restrictions(request: PlanRequest, catalogue: "Catalogue") -> None:
    """What is left out can be planned with the diet."""
    for row in restrictions_of(request, catalogue):
        if row.diets and request.diet not in row.diets:
            diets = " or ".join(row.diets)
            said = f"--diet {request.diet}: not planned without {row.name}. {row.say} Choose {diets}."
            raise WrongInput(said)


def _as_tuple(name: str, value: object) -> tuple[object, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise WrongInput(f"{name} is {value!r}. Give a list, such as [{value!r}].")
    return tuple(value)


def _above_zero(option: str, value: float | None, unit: str) -> None:
    if value is not None and not (is_number(value) and value > 0):
        raise WrongInput(f"{option} {value}: give a number of {unit} above 0, or leave it out.")
