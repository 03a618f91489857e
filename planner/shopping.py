"""What to buy for a plan: food by food, and as lines of a shopping list with whole packages and their cost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor

from planner.plan import Plan
from planner.request import PlanRequest
from planner.restrictions import label_words, needs_of
from planner.tables.catalogue import Catalogue
from planner.tables.packages import Keeping
from planner.tables.purchases import PurchaseForm
from planner.units import in_us_units

# Rounding as one shops, always up: (below so many g or ml, to steps of).
STEPS = ((500, 10), (float("inf"), 50))
THOUSAND = 1000  # from here on kg and litres
SPARE = 0.05  # of a piece or a package: nobody buys one more for less than that
CRUMB = 1e-9  # of what is eaten from home: less is no reason to buy anything
LEFT_GRAMS = 10  # less is not worth a word
PLURALS = {"loaf": "loaves", "box": "boxes", "bunch": "bunches"}


@dataclass(frozen=True, slots=True)
class Purchase:
    """A food of the plan and what to buy for it alone."""

    food: str
    name: str
    aisle: str
    grams: float  # as eaten
    cost_usd: float
    buy: str  # "lentils, dry: 100 g", rounded up as one shops
    buy_grams: float  # as bought, not rounded
    purchase: str = ""  # foods with the same one are bought as one thing
    packages: "Packages | None" = None  # for all the foods of the purchase together; None: sold loose
    till_usd: float = 0.0  # its share of what the purchase costs at the till
    at_home_grams: float = 0.0  # as bought: of what is at home, beside what is bought


@dataclass(frozen=True, slots=True)
class Packages:
    """Whole packages of one kind."""

    count: int
    package: str  # bag, can, carton
    size: float  # [unit] of one
    unit: str  # g, ml or piece
    grams: float  # of one, as bought
    usd: float  # of one, in whole cents

    def said(self, piece: str) -> str:
        """ "2 cans of 439 g"; `piece` is the word for a piece where it is not the thing itself."""
        noun = self.package if self.count == 1 else PLURALS.get(self.package, f"{self.package}s")
        unit = f" {piece}s" if self.unit == "piece" and piece else "" if self.unit == "piece" else f" {self.unit}"
        return f"{self.count} {noun} of {self.size:g}{unit}"


@dataclass(frozen=True, slots=True)
class ToBuy:
    """A line of the shopping list: one thing on a shelf, for one food or several."""

    purchase: str
    form: str
    aisle: str
    grams: float  # as bought, not rounded
    pieces: int | None  # whole ones, where it is bought by the piece
    text: str  # "bananas: 6 (1.2 kg with peel)" or "lentils, dry: 400 g (1 bag of 454 g)", rounded up as one shops
    cost_usd: float  # of what the plan uses
    foods: tuple[str, ...]
    packages: Packages | None  # None: sold loose
    till_usd: float  # of whole packages, or of what is weighed, in whole cents
    left_grams: float  # as bought: what whole packages or pieces hold beyond the plan
    left: str  # the same in words, rounded down; empty where it is next to nothing
    keeping: Keeping  # how long that keeps once open
    choose: tuple[str, ...] = ()  # what its label must say for the person of the plan

    @property
    def amount(self) -> str:
        """The text without the form."""
        return self.text.removeprefix(f"{self.form}: ")


def shopping_list(plan: Plan, catalogue: Catalogue) -> tuple[Purchase, ...]:
    """Every food of the plan once, by aisle and name."""
    grams: dict[str, float] = defaultdict(float)
    home: dict[str, float] = defaultdict(float)
    cost: dict[str, float] = defaultdict(float)
    for item in plan.items():
        grams[item.food] += item.grams
        home[item.food] += item.at_home_grams
        cost[item.food] += item.cost_usd
    entries = []
    for slug in grams:
        food, purchase = catalogue.foods[catalogue.food_index[slug]], catalogue.purchases[slug]
        held = purchase.bought(home[slug])
        weight = purchase.bought(grams[slug]) - held
        weight = weight if weight > CRUMB * held else 0.0
        text = _text(purchase, weight, _pieces(purchase, weight), None) if weight else f"{purchase.form}: 0 g"
        entry = Purchase(slug, food.name, food.aisle, grams[slug], cost[slug], text, weight, purchase.purchase)
        entries.append(replace(entry, at_home_grams=held))
    lines = {line.purchase: line for line in _lines(entries, catalogue)}
    packed = (_packed(entry, lines.get(entry.purchase)) for entry in entries)
    return tuple(sorted(packed, key=lambda entry: (entry.aisle, entry.name)))


def _packed(entry: Purchase, line: "ToBuy | None") -> Purchase:
    """With the packages of its purchase and its share, by weight, of what they cost; nothing where all is at home."""
    if line is None:
        return entry
    share = entry.buy_grams / line.grams
    return replace(entry, packages=line.packages, till_usd=line.till_usd * share)


def to_buy(plan: Plan, catalogue: Catalogue, request: PlanRequest | None = None) -> tuple[ToBuy, ...]:
    """The shopping list, one line for everything that is bought as one thing, by aisle and form.

    With a request each line holds what its label must say for that person.
    """
    lines = sorted(_lines(shopping_list(plan, catalogue), catalogue), key=lambda line: (line.aisle, line.form))
    if request is None:
        return tuple(lines)
    needs = needs_of(request, catalogue)
    return tuple(replace(line, choose=_choose(line.foods, needs, catalogue)) for line in lines)


def _choose(foods: Iterable[str], needs: frozenset[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Each word of a label once."""
    rows = (label_words(catalogue.foods[catalogue.food_index[food]], needs, catalogue) for food in foods)
    return tuple(dict.fromkeys(row.words for found in rows for row in found))


def in_us(lines: Iterable[ToBuy]) -> tuple[ToBuy, ...]:
    """A list with ounces, pounds, fluid ounces and quarts in its words; its numbers stay in grams."""
    return tuple(
        replace(line, text=f"{line.form}: {in_us_units(line.amount)}", left=in_us_units(line.left)) for line in lines
    )


def till_usd(lines: Iterable[ToBuy]) -> float:
    """What a list costs at the till: the sum of its packages and of what is weighed, in whole cents."""
    return round(sum(line.till_usd for line in lines), 2)


def _lines(entries: Iterable[Purchase], catalogue: Catalogue) -> list[ToBuy]:
    groups: dict[str, list[Purchase]] = defaultdict(list)
    for entry in entries:
        if entry.buy_grams:
            groups[entry.purchase].append(entry)
    return [_line(group, catalogue) for group in groups.values()]


def _line(entries: list[Purchase], catalogue: Catalogue) -> ToBuy:
    form = catalogue.purchases[entries[0].food]
    grams, cost = (sum(getattr(entry, name) for entry in entries) for name in ("buy_grams", "cost_usd"))
    pieces, usd_per_gram = _pieces(form, grams), cost / grams
    packages = _packages(form, grams, usd_per_gram, catalogue)
    if packages is None:
        taken = pieces * form.unit_grams if pieces else _stepped(grams / form.unit_grams) * form.unit_grams
        till = _cents(taken * usd_per_gram)
    else:
        taken, till = packages.count * packages.grams, round(packages.count * packages.usd, 2)
    return ToBuy(
        purchase=form.purchase,
        form=form.form,
        aisle=form.aisle,
        grams=grams,
        pieces=pieces,
        text=_text(form, grams, pieces, packages),
        cost_usd=cost,
        foods=tuple(entry.food for entry in entries),
        packages=packages,
        till_usd=till,
        left_grams=max(0.0, taken - grams),
        left=_left(form, taken - grams, taken) if packages or pieces else "",
        keeping=catalogue.keeping[catalogue.packages[form.purchase].keep],
    )


def _packages(form: PurchaseForm, grams: float, usd_per_gram: float, catalogue: Catalogue) -> Packages | None:
    """Whole packages for grams as bought, at the price of their weight; None where it is sold loose."""
    package = catalogue.packages[form.purchase]
    if not package.package or package.size is None or not package.unit:
        return None
    of_one = package.grams(form)
    count = max(1, ceil(grams / of_one - SPARE))
    return Packages(count, package.package, package.size, package.unit, of_one, _cents(of_one * usd_per_gram))


def _cents(usd: float) -> float:
    """A price in whole cents; what costs anything costs one."""
    return max(0.01, round(usd, 2)) if usd > 0 else 0.0


def _pieces(purchase: PurchaseForm, grams: float) -> int | None:
    """Whole pieces for grams as bought; None where it is not bought by the piece."""
    return max(1, ceil(grams / purchase.unit_grams - SPARE)) if purchase.unit == "piece" else None


def _left(form: PurchaseForm, grams: float, taken: float) -> str:
    """What is left of `taken` grams as bought: whole pieces, or weight or volume."""
    if grams < SPARE * taken or grams < LEFT_GRAMS or (form.unit == "piece" and grams < form.unit_grams * (1 - SPARE)):
        return ""
    return rounded_down(form, grams)


def rounded_down(form: PurchaseForm, grams: float) -> str:
    """Grams as bought in whole pieces, or in weight or volume to 10 below."""
    quantity = grams / form.unit_grams
    if form.unit == "piece":
        number = floor(quantity + SPARE)
        return f"{number} {form.piece}{'' if number == 1 or not form.piece else 's'}".strip()
    down = floor(quantity / 10 + CRUMB) * 10
    return f"{down} {form.unit}" if down < THOUSAND else f"{down / THOUSAND:g} {'kg' if form.unit == 'g' else 'l'}"


def _text(form: PurchaseForm, grams: float, pieces: int | None, packages: Packages | None) -> str:
    """The form and how much of it: weight, volume or pieces, and in which packages or at which weight."""
    packed = "" if packages is None else f" ({packages.said(form.piece)})"
    if pieces is None:
        return f"{form.form}: {rounded_up(grams / form.unit_grams, form.unit)}{packed}"
    noun = f" {form.piece}{'' if pieces == 1 else 's'}" if form.piece else ""
    weight = f"{rounded_up(pieces * form.unit_grams, 'g')} {form.weighed}".strip()
    return f"{form.form}: {pieces}{noun}{packed or f' ({weight})'}"


def rounded_up(quantity: float, unit: str) -> str:
    """Grams or millilitres rounded up as one shops: to 10 below 500, then to 50; from 1,000 on in kg or litres."""
    rounded = _stepped(quantity)
    if rounded < THOUSAND:
        return f"{rounded} {unit}"
    return f"{rounded / THOUSAND:g} {'kg' if unit == 'g' else 'l'}"


def _stepped(quantity: float) -> int:
    """Up to the next step."""
    step = next(step for below, step in STEPS if quantity < below)
    return max(1, ceil(quantity / step - 1e-9)) * step
