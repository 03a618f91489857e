"""On paper: the shopping list with boxes to tick, and the week as a menu card for the fridge."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from fpdf import FPDF

from planner.exports import words
from planner.exports.away import Away, Paper
from planner.exports.labels import choose
from planner.exports.portions import helping
from planner.plan import MEAL_NAMES, Day, Meal, Plan
from planner.shopping import ToBuy

_FONTS = Path(__file__).parent / "fonts"  # DejaVu Sans Condensed, cut to Latin, Greek and Cyrillic
_FAMILY = "plate"
_MARGIN = 12.0  # mm
_GAP = 7.0  # mm between columns
_INK, _FAINT, _GREEN = (20, 20, 20), (110, 110, 110), (31, 90, 60)
_SIZES = (11.0, 10.0, 9.0, 8.0, 7.0)  # points, the largest that fits on one page
_MM = 25.4 / 72  # of a point
_SMALL = 0.8  # of the size of the letters
_LEADING = 1.25  # line height of the font size
_UNIT = re.compile(r"(\d) ((?:k?g|m?l|oz|lb|qt|kcal)\b)")
_MOST_MEASURED = 20_000  # words whose width is kept
_MEASURED: dict[tuple[str, bool], float] = {}  # word, bold -> width [mm at 1 point]
_Ink = tuple[int, int, int]
Held = Mapping[tuple[int, str], str]


class _Sheet(FPDF):
    """A page with our font; lengths in mm."""

    def __init__(self, paper: Paper, landscape: bool, title: str) -> None:
        super().__init__("landscape" if landscape else "portrait", "mm", paper)
        self.add_font(_FAMILY, "", _FONTS / "DejaVuSansCondensed.ttf")
        self.add_font(_FAMILY, "B", _FONTS / "DejaVuSansCondensed-Bold.ttf")
        self.set_margin(_MARGIN)
        self.set_auto_page_break(False)
        self.set_title(title)
        self.set_creator("Steadyplate")
        self.set_lang("en")

    def write_lines(
        self, x: float, y: float, width: float, text: str, size: float, bold: bool = False, ink: _Ink = _INK
    ) -> float:
        """Wrapped text; the y below it."""
        lines = self.wrapped(width, text, size, bold)
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*ink)
        for line in lines:
            self.set_xy(x, y)
            self.cell(width, _height(size), line)
            y += _height(size)
        return y

    def height_of(self, width: float, text: str, size: float, bold: bool = False) -> float:
        """Height of wrapped text [mm]."""
        return len(self.wrapped(width, text, size, bold)) * _height(size)

    def wrapped(self, width: float, text: str, size: float, bold: bool = False) -> list[str]:
        """Lines of a text that fit into a width; a number keeps its unit, and a word too long for a line is cut."""
        lines, used, space = [""], 0.0, self.width_of(" ", size, bold)
        for word in _UNIT.sub("\\1\u00a0\\2", " ".join(text.split())).split(" "):
            for piece in self._pieces(width, word, size, bold):
                wide = self.width_of(piece, size, bold)
                if lines[-1] and used + space + wide > width:
                    lines.append("")
                used = used + space + wide if lines[-1] else wide
                lines[-1] = f"{lines[-1]} {piece}".strip(" ")
        return lines

    def _pieces(self, width: float, word: str, size: float, bold: bool) -> list[str]:
        if self.width_of(word, size, bold) <= width:
            return [word]
        most = max(1, int(len(word) * width / self.width_of(word, size, bold)) - 1)
        return [word[start : start + most] for start in range(0, len(word), most)]

    def width_of(self, text: str, size: float, bold: bool = False) -> float:
        """Width of a text on one line [mm]; measured once."""
        if (text, bold) not in _MEASURED:
            self.set_font(_FAMILY, "B" if bold else "", 10)
            if len(_MEASURED) > _MOST_MEASURED:
                _MEASURED.clear()
            _MEASURED[text, bold] = self.get_string_width(text) / 10
        return _MEASURED[text, bold] * size


def _height(size: float) -> float:
    return size * _MM * _LEADING


def _fitted(make: Callable[[float], _Sheet]) -> bytes:
    """The file in the largest letters that keep it on one page; where none do, the middle ones on several."""
    for size in _SIZES:
        sheet = make(size)
        if sheet.pages_count == 1:
            return bytes(sheet.output())
    return bytes(make(_SIZES[len(_SIZES) // 2]).output())


def shopping_pdf(lines: Sequence[ToBuy], title: str, together: str, paper: Paper = "a4", notice: str = "") -> bytes:
    """The list by aisle in two columns, with a box to tick before each line and its cost behind."""
    return _fitted(lambda size: _List(lines, title, together, paper, size, notice).sheet)


@dataclass
class _List:
    """A shopping list on its way to the paper: two columns filled from the top."""

    lines: Sequence[ToBuy]
    title: str
    together: str
    paper: Paper
    size: float
    notice: str = ""

    def __post_init__(self) -> None:
        self.sheet = _Sheet(self.paper, False, self.title)
        self.width = (self.sheet.w - 2 * _MARGIN - _GAP) / 2
        self.bottom = self.sheet.h - _MARGIN - _height(7)
        self._new_page()
        for aisle, group in groupby(self.lines, key=lambda line: line.aisle):
            self._aisle(aisle, list(group))

    def _new_page(self) -> None:
        sheet = self.sheet
        sheet.add_page()
        sheet.write_lines(_MARGIN, sheet.h - _MARGIN - _height(7), sheet.w - 2 * _MARGIN, words.INFORMS, 7, ink=_FAINT)
        self.top = _MARGIN
        if sheet.pages_count == 1:
            wide = sheet.w - 2 * _MARGIN
            y = sheet.write_lines(_MARGIN, _MARGIN, wide, self.title, 15, bold=True, ink=_GREEN)
            y = sheet.write_lines(_MARGIN, y, wide, self.together, 9, ink=_FAINT) + 2
            self.top = sheet.write_lines(_MARGIN, y, wide, self.notice, 8, bold=True) + 2 if self.notice else y
        self.column, self.y = 0, self.top

    def _room_for(self, height: float) -> None:
        """Go on in the next column or page where the height does not fit any more."""
        if self.y + height <= self.bottom:
            return
        if self.column == 0:
            self.column, self.y = 1, self.top
        else:
            self._new_page()

    @property
    def x(self) -> float:
        return _MARGIN + self.column * (self.width + _GAP)

    def _aisle(self, aisle: str, lines: Sequence[ToBuy]) -> None:
        self._room_for(_height(self.size) * 2.5)  # a heading stands with its first line
        self.y = self.sheet.write_lines(
            self.x, self.y, self.width, aisle.capitalize(), self.size, bold=True, ink=_GREEN
        )
        for line in lines:
            self._line(line)
        self.y += _height(self.size) * 0.5

    def _line(self, line: ToBuy) -> None:
        sheet, box, high = self.sheet, self.size * _MM * 0.85, _height(self.size)
        cost = words.money(line.cost_usd)
        beside = sheet.width_of(cost, self.size) + 2
        wide = self.width - box - 1 - beside
        said, small = choose(line), self.size * _SMALL
        below = sheet.height_of(wide, said, small) if said else 0.0
        self._room_for(sheet.height_of(wide, line.text, self.size) + below)
        x, y = self.x, self.y
        sheet.set_draw_color(*_FAINT)
        sheet.rect(x, y + (high - box) / 2, box, box)
        self.y = sheet.write_lines(x + box + 1, y, wide, line.text, self.size)
        self.y = (sheet.write_lines(x + box + 1, self.y, wide, said, small, ink=_FAINT) if said else self.y) + 0.3
        sheet.write_lines(x + self.width - beside, y, beside + 1, cost, self.size, ink=_FAINT)


def week_pdf(plan: Plan, title: str, warnings: Sequence[str], away: Away, held: Held | None = None) -> bytes:
    """The week as a menu card: days by meals, each dish with its portions, on one page where seven days fit.

    `held` is what stands beside a meal, by number of the day and name of the meal, and beside a day (meal "").
    """
    return _fitted(lambda size: _Card(plan, title, warnings, away.paper, size, held or {}).sheet)


@dataclass
class _Card:
    """A menu card on its way to the paper: one row a day, as high as its longest meal."""

    plan: Plan
    title: str
    warnings: Sequence[str]
    paper: Paper
    size: float
    held: Held

    def __post_init__(self) -> None:
        self.sheet = _Sheet(self.paper, True, self.title)
        self.first = 18.0  # mm of the column that names the day
        self.width = (self.sheet.w - 2 * _MARGIN - self.first) / len(MEAL_NAMES)
        self.small = self.size * _SMALL
        self.y = _MARGIN
        self._new_page()
        for day in self.plan.days:
            self._day(day)
        wide, small = self.sheet.w - 2 * _MARGIN, max(self.small, 6.5)
        for text in (*self.warnings, words.INFORMS):
            if self.y + self.sheet.height_of(wide, text, small) > self.sheet.h - _MARGIN:
                self._new_page()
            self.y = self.sheet.write_lines(
                _MARGIN, self.y + 1, wide, text, small, ink=_INK if text in self.warnings else _FAINT
            )

    def _new_page(self) -> None:
        sheet = self.sheet
        sheet.add_page()
        self.y = sheet.write_lines(_MARGIN, _MARGIN, sheet.w - 2 * _MARGIN, self.title, 13, bold=True, ink=_GREEN) + 1
        for place, meal in enumerate(MEAL_NAMES):
            sheet.write_lines(self._x(place), self.y, self.width, meal.capitalize(), self.size, bold=True, ink=_FAINT)
        self.y += _height(self.size) + 0.5

    def _x(self, place: int) -> float:
        return _MARGIN + self.first + place * self.width

    def _day(self, day: Day) -> None:
        sheet, wide = self.sheet, self.width - 3
        energy = f"{day.nutrients['energy_kcal']:,.0f} kcal"
        beside = [energy, *filter(None, self.held.get((day.day, ""), "").split(", "))]
        high = max(self._height(day, meal) for meal in day.meals)
        first = sum(sheet.height_of(self.first, line, self.small) for line in beside)
        high = max(high, _height(self.size) + first)
        if self.y + high + 1.5 > sheet.h - _MARGIN:
            self._new_page()
        sheet.set_draw_color(*_FAINT)
        sheet.set_line_width(0.1)
        sheet.line(_MARGIN, self.y, sheet.w - _MARGIN, self.y)
        top = self.y + 0.8
        below = sheet.write_lines(_MARGIN, top, self.first, f"Day {day.day}", self.size, bold=True, ink=_GREEN)
        for line in beside:
            below = sheet.write_lines(_MARGIN, below, self.first, line, self.small, ink=_FAINT)
        for place, meal in enumerate(day.meals):
            y = sheet.write_lines(self._x(place), top, wide, meal.dish, self.size, bold=True)
            y = sheet.write_lines(self._x(place), y, wide, _inside(meal), self.small)
            if held := self.held.get((day.day, meal.meal)):
                sheet.write_lines(self._x(place), y, wide, held, self.small, bold=True, ink=_FAINT)
        self.y = top + high + 0.7

    def _height(self, day: Day, meal: Meal) -> float:
        """Height of a meal [mm]."""
        sheet, wide = self.sheet, self.width - 3
        held = self.held.get((day.day, meal.meal), "")
        high = sheet.height_of(wide, meal.dish, self.size, bold=True) + sheet.height_of(wide, _inside(meal), self.small)
        return high + (sheet.height_of(wide, held, self.small, bold=True) if held else 0.0)


def _inside(meal: Meal) -> str:
    """The portions of a meal in one text."""
    return ", ".join(f"{helping(item.portions, item.portion, item.name)} ({item.grams:,.0f} g)" for item in meal.items)
