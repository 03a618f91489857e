"""What somebody says they eat: typed lines, a file, answers to questions. It stays in the session, never in a link."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.cells import csv_text
from planner.errors import WrongInput
from planner.intake import Entry, make_intake, parse_lines, read_diary
from planner.intake.weigh import weigh
from planner.tables.catalogue import Catalogue
from planner.tables.rows import Food

TYPE, PICK, FILE = "Type", "Pick foods", "Upload a CSV"
NONE = "none"  # the answer "none of these"
COLUMNS = ("day", "food", "amount", "unit")
EXAMPLE = """Monday
2 slices white toast
2 tablespoons peanut butter
2 cups coffee
1 banana
2 cups cooked pasta
1 cup tomato pasta sauce
2 tablespoons olive oil
1 cup apple juice
2 tablespoons jam
1 oz tortilla chips
Tuesday
1 cup cooked oatmeal
2 tablespoons raisins
2 cups coffee
2 slices pizza
2 cups white rice
1 cup black beans, canned
1 cup kale
2 tablespoons olive oil
2 slices white toast
2 tablespoons jam
1 apple
"""
_TEMPLATE = (
    ("Monday", "whole wheat bread", "2", "slice"),
    ("Monday", "banana", "1", ""),
    ("Tuesday", "cooked lentils", "150", "g"),
)


@dataclass(frozen=True)
class Diary:
    """All that is entered on the page; what is not in use is kept."""

    way: str = TYPE
    text: str = ""
    file: str = ""  # name of the file that is in use
    rows: tuple[Entry, ...] = ()  # of the file
    problem: str = ""  # of a file that could not be read
    meant: tuple[tuple[str, str], ...] = ()  # text as written -> food or "none"
    weights: tuple[tuple[tuple[str, str], str], ...] = ()  # text and unit -> "food:grams of one unit"
    everything: tuple[Entry, ...] = ()  # what was said to be all that was eaten; another diary is asked anew

    def entries(self, catalogue: Catalogue) -> tuple[Entry, ...]:
        """What is entered in the way that is chosen, each at a place of its own. Raises WrongInput."""
        if self.way == FILE:
            found = self.rows
        else:
            found = parse_lines(self.text, catalogue) if self.text.strip() else ()
        return tuple(replace(entry, place=f"{entry.place}, {n}") for n, entry in enumerate(found, start=1))

    def answers(self, entries: tuple[Entry, ...]) -> dict[str, str]:
        """The answers by the place of the entries that they are for."""
        meant, weights = dict(self.meant), dict(self.weights)
        given = {entry.place: weights.get(unit_key(entry)) or meant.get(key(entry.text)) for entry in entries}
        return {place: answer for place, answer in given.items() if answer}

    def with_file(self, name: str, data: bytes, catalogue: Catalogue) -> "Diary":
        """With the rows of a file; what cannot be read is told, and what was there before stays."""
        try:
            rows = read_diary(data, name, catalogue)
        except WrongInput as error:
            return replace(self, problem=error.told)
        return replace(self, file=name, rows=rows, problem="")

    def with_line(self, line: str) -> "Diary":
        """With one more typed line."""
        return replace(self, text=f"{self.text.rstrip()}\n{line}\n".lstrip("\n"))

    def meaning(self, text: str, food: str) -> "Diary":
        """With the answer what a text means."""
        return replace(self, meant=tuple({**dict(self.meant), key(text): food}.items()))

    def weighing(self, entry: Entry, food: str, grams: float) -> "Diary":
        """With the answer what one unit of an entry weighs [g]."""
        return replace(self, weights=tuple({**dict(self.weights), unit_key(entry): f"{food}:{grams:g}"}.items()))

    def is_everything(self, entries: tuple[Entry, ...]) -> bool:
        """Whether just these entries were said to be everything."""
        return bool(entries) and self.everything == entries

    def asking_again(self, text: str) -> "Diary":
        """Without the answers about a text."""
        meant = tuple(pair for pair in self.meant if pair[0] != key(text))
        weights = tuple(pair for pair in self.weights if pair[0][0] != key(text))
        return replace(self, meant=meant, weights=weights)


def key(text: str) -> str:
    """A text as answers know it: without regard to case and spaces."""
    return " ".join(text.casefold().split())


def unit_key(entry: Entry) -> tuple[str, str]:
    """Text and unit of an entry, as answers about weights know them."""
    return key(entry.text), f"{entry.unit}{' counted' if entry.counted else ''}"


def asks_weight(entry: Entry, food: str, catalogue: Catalogue) -> bool:
    """Whether only the weight of an entry is open, once its food is known."""
    return bool(make_intake((entry,), catalogue, {entry.place: food}).questions)


def units_of(food: Food, catalogue: Catalogue) -> dict[str, str]:
    """Units in which a food can be picked, with what to call them."""
    measures = catalogue.measures.by_food.get(food.food, {}).values()
    known = {row.measure: f"{row.measure} ({row.grams:.4g} g)" for row in measures if row.measure != "dry cup"}
    return {"portion": f"portion ({food.portion}, {food.grams:.4g} g)", "g": "g", "oz": "oz", **known}


def line_of(food: Food, amount: float, unit: str, catalogue: Catalogue) -> str:
    """A typed line that reads back as this food in this weight; in grams where its unit does not."""
    grams = (weigh(Entry("", "", food.name, amount, unit), food, catalogue).grams or food.grams) * amount
    names = (food.name, food.food.replace("-", " "), f"cooked {food.name}")
    lines = [f"{amount:g} {unit} {name}" for name in names] + [f"{grams:.6g} g {name}" for name in names]
    return next((line for line in lines if _reads_as(line, food, grams, catalogue)), lines[-len(names)])


def _reads_as(line: str, food: Food, grams: float, catalogue: Catalogue) -> bool:
    try:
        intake = make_intake(parse_lines(line, catalogue), catalogue)
    except WrongInput:
        return False
    known = [(match.food, round(match.grams / grams, 3)) for match in intake.matches]
    return known == [(food.food, 1.0)] and not intake.not_known


def template() -> str:
    """A small diary to fill in."""
    return _written(_TEMPLATE)


def as_csv(entries: tuple[Entry, ...]) -> str:
    """Entries as a diary that can be uploaded again."""
    return _written(
        (entry.day or "day 1", entry.text, f"{entry.amount:.10g}", "" if entry.counted else entry.unit)
        for entry in entries
    )


def _written(rows: Iterable[Sequence[object]]) -> str:
    return csv_text(COLUMNS, rows)
