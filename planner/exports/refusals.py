"""Why there is no plan, in sections of plain lines and as an object."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from planner.explain.impossible import Kind, Level, Refusal, Repair, Wish
from planner.tables.help_lines import HelpLine

Json = dict[str, object]
_GROUPED = {Kind.EXCLUDED: "you leave out ", Kind.ALLERGEN: "you eat nothing with "}
ALONE = "This alone cannot be met:"
FOOD_HELP = "Good food should not fail for lack of money: who helps"
CLASH = "These cannot all hold together; without any one of them, the others can:"
REACHED = {
    Level.FOODS: "in any amounts, before meals are made of them",
    Level.MEALS: "in real meals",
    Level.PORTIONS: "",
}


@dataclass(frozen=True, slots=True)
class RefusalSection:
    """A title, what stands beside it, and lines."""

    title: str
    facts: str
    lines: tuple[str, ...]


def refusal_sections(
    refusal: Refusal, with_options: bool = True, food_help: Sequence[HelpLine] = ()
) -> tuple[RefusalSection, ...]:
    """What clashes, what can be reached, what would help, what else to know; empty ones are left out.

    `food_help` are the rows of whom to turn to where it is the money that is short.
    """
    title = CLASH if len(refusal.conflict) > 1 else ALONE
    clash = (title, *(f"- {line}" for line in conflict_lines(refusal.conflict))) if refusal.conflict else ()
    reached = tuple(f"- {_capital(reach.text)}." for reach in refusal.reachable)
    helps = tuple(
        line for number, each in enumerate(refusal.repairs, 1) for line in _repair(number, each, with_options)
    )
    several = "one of these is enough" if len(refusal.repairs) > 1 else ""
    sections = (
        RefusalSection("What clashes", "", clash),
        RefusalSection("The most that these foods reach", REACHED[refusal.level], reached),
        RefusalSection("What would help", several, helps),
        RefusalSection(FOOD_HELP, "", tuple(f"- {line}" for line in food_lines(refusal, food_help))),
        RefusalSection("Good to know", "", tuple(f"- {note}" for note in refusal.notes)),
    )
    return tuple(section for section in sections if section.lines)


def food_lines(refusal: Refusal, food_help: Sequence[HelpLine]) -> Iterator[str]:
    """Who helps with food, each country a line; nothing where the money is not what is short."""
    if refusal.is_of_money:
        yield from (line.food_words for line in food_help)


def food_help_objects(lines: Sequence[HelpLine]) -> list[Json]:
    """The same as data, every country."""
    return [
        {
            "country": line.country,
            "name": line.name,
            "help": line.food,
            "note": line.food_note,
            "source": line.food_source,
        }
        for line in lines
    ]


def conflict_lines(conflict: tuple[Wish, ...]) -> Iterator[str]:
    """One line for each wish; foods that are left out, and allergens, together on one."""
    told = set()
    for wish in conflict:
        beginning = _GROUPED.get(wish.kind)
        if beginning is None:
            yield f"{_capital(wish.text)}."
        elif wish.kind not in told:
            told.add(wish.kind)
            names = [each.text.removeprefix(beginning) for each in conflict if each.kind is wish.kind]
            yield f"{_capital(beginning)}{', '.join(sorted(names))}."


def _repair(number: int, repair: Repair, with_options: bool) -> Iterator[str]:
    yield f"{number}. {repair.text} {price_words(repair)}"
    if repair.caution:
        yield f"   {repair.caution}"
    if with_options and (repair.add or repair.drop):
        yield f"   {change_words(repair)}"


def price_words(repair: Repair) -> str:
    """What the changed plan costs at least, and a supplement beside it."""
    said = f"The meals then cost {repair.cost_usd_per_day:.2f} USD a day or a little more"
    if repair.beside_usd_per_day:
        least, most = repair.beside_usd_per_day
        said += f", the supplement about {least:.2f} to {most:.2f} (our estimate: look at the shelf)"
    return f"{said}."


def change_words(repair: Repair) -> str:
    """The change of the command line."""
    parts = ["leave out " + " ".join(map(_quoted, repair.drop))] * bool(repair.drop)
    parts += ["add " + " ".join(map(_quoted, repair.add))] * bool(repair.add)
    return f"In the command: {'; '.join(parts)}"


def _quoted(option: str) -> str:
    """An option as a shell takes it."""
    name, _, value = option.partition(" ")
    return f"{name} '{value}'" if " " in value else option


def refusal_details(refusal: Refusal) -> Json:
    """The explanation as plain JSON values."""
    return {
        "level": refusal.level.value,
        "conflict": [{"kind": wish.kind.value, "name": wish.name, "text": wish.text} for wish in refusal.conflict],
        "reachable": [asdict(reach) for reach in refusal.reachable],
        "repairs": [
            {
                "text": repair.text,
                "kinds": [kind.value for kind in repair.kinds],
                "cost_usd_per_day": repair.cost_usd_per_day,
                "beside_usd_per_day": repair.beside_usd_per_day,
                "caution": repair.caution,
                "add": repair.add,
                "drop": repair.drop,
                "request": asdict(repair.request),
            }
            for repair in refusal.repairs
        ],
        "notes": refusal.notes,
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
