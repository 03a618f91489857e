"""Choices as short texts and back: what stands in the address of a page and in a saved file."""

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isfinite
from typing import Any

from planner.at_home import parse_at_home
from planner.errors import PlannerError
from planner.request import KeptDish, PlanRequest, check_request, parse_limit, parse_now, parse_target
from planner.tables.catalogue import Catalogue
from planner.taken import parse_supplement
from planner.ui.choices import Choices

Texts = dict[str, str]
Reader = Callable[[Choices, str], Choices]

MOST_CHARACTERS = 20_000  # of one part
MOST_UNPACKED = 200_000  # bytes that a packed part may hold
MOST_PRICES = 60  # own prices that still fit into an address
KIND = "steadyplate-request"

PERSON: dict[str, tuple[str, Callable[[str], object]]] = {  # part -> field of the person and how to read it
    "sex": ("sex", str),
    "age": ("age", int),
    "height": ("height_cm", float),
    "weight": ("weight_kg", float),
    "activity": ("activity", str),
    "energy": ("energy_kcal", float),
    "trimester": ("pregnant_trimester", int),
    "months": ("lactating_months", int),
}
REQUEST: dict[str, tuple[str, Callable[[str], object]]] = {
    "diet": ("diet", str),
    "days": ("days", int),
    "cost": ("max_cost_usd", float),
    "variety": ("variety", str),
    "leftovers": ("leftovers", int),
    "seed": ("seed", int),
    "margin": ("margin", float),
    "greens": ("leafy_greens", str),
}
LISTS = ("without", "exclude", "must_have", "eats", "watch", "hard", "conditions")
LEFT_OUT = "left-out"  # of "answers": some that were given are in no link
BESIDE = ("units", "tables")  # parts that do not change a request


def to_texts(choices: Choices) -> Texts:
    """Every choice that is not the usual one, as text by part. What a week stayed near to is not told: the week is."""
    request, usual = choices.request, PlanRequest()
    texts: Texts = {}
    for holder, default, parts in ((request.person, usual.person, PERSON), (request, usual, REQUEST)):
        for part, (name, _) in parts.items():
            value = getattr(holder, name)
            if value != getattr(default, name):
                texts[part] = f"{value:.12g}" if isinstance(value, float) else str(value)
    for name in LISTS:
        texts[name] = ",".join(getattr(request, name))
    texts["answered"] = "yes" if choices.answered else ""
    texts["answers"] = LEFT_OUT if choices.asks else ""
    texts["no_fortified"] = "yes" if request.no_fortified else ""
    texts["article"] = "yes" if request.only_article_foods else ""
    texts["absorption"] = "yes" if request.absorption else ""
    texts["target"] = ",".join(f"{wish.nutrient}={_end(wish.lower)}:{_end(wish.upper)}" for wish in request.targets)
    texts["limit"] = ",".join(f"{limit.nutrient}={_end(limit.upper)}" for limit in request.clinician_limits)
    texts["now"] = ",".join(f"{each.nutrient}={_end(each.upper)}" for each in request.now)
    texts["supplement"] = ",".join(map(str, request.supplements))
    texts["home"] = ",".join(
        f"{thing.food}={thing.amount:.6g}{'!' if thing.use_up else ''}" for thing in request.at_home
    )
    texts["price"] = ",".join(f"{food}:{usd:.12g}" for food, usd in choices.prices)
    texts["not_again"] = _packed_again(request.not_again)
    texts["keep"], texts["week"] = _packed(request.keep), _packed(choices.week)
    return {part: text for part, text in texts.items() if text}


def from_texts(texts: Mapping[str, str], catalogue: Catalogue) -> tuple[Choices, list[str]]:
    """Choices from texts, and the parts that could not be read and were left out."""
    choices, left_out = Choices(), []
    readers = _readers(catalogue)
    for part, text in _steps(texts, tuple(readers)):
        try:
            if len(text) > MOST_CHARACTERS:
                raise ValueError("too long")
            tried = readers[part](choices, text)
            check_request(tried.request, catalogue)
            choices = tried
        except (PlannerError, ValueError, TypeError, KeyError, OverflowError, RecursionError, zlib.error):
            left_out.append(part)
    if any(part not in readers and part not in BESIDE for part in texts):
        left_out.append("a part that is not known")
    return choices, list(dict.fromkeys(left_out))


def _steps(texts: Mapping[str, str], parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Parts in our order (a pregnancy after the sex, the week at the end), lists word by word."""
    for part in parts:
        text = texts.get(part, "")
        if part in LISTS and len(text) <= MOST_CHARACTERS:
            yield from ((part, word) for word in _words(text))
        elif text:
            yield part, text


def for_link(choices: Choices) -> Texts:
    """What goes into an address. Answers on health do not, only that some are left out: an address is handed on.

    Nor do many own prices, which do not fit. Both are in the file that can be saved.
    """
    request = choices.request
    is_left_out = choices.asks or request.tells_of_health
    answered = choices.answered and not is_left_out
    texts = to_texts(replace(choices, request=request.without_health(), answered=answered, asks=is_left_out))
    if len(choices.prices) > MOST_PRICES:
        texts.pop("price")
    return texts


def to_file(choices: Choices, beside: Mapping[str, str]) -> str:
    """A small JSON text to save: the same parts, readable."""
    return json.dumps({"kind": KIND, "version": 1, "request": to_texts(choices), **beside}, indent=1) + "\n"


def from_file(text: str) -> Texts:
    """Parts of a saved file. Raises ValueError where it is not one."""
    thing = json.loads(text)
    if not isinstance(thing, dict) or thing.get("kind") != KIND or not isinstance(thing.get("request"), dict):
        raise ValueError("not a saved request of Steadyplate")
    parts = {str(part): str(value) for part, value in thing["request"].items()}
    return parts | {part: str(thing[part]) for part in BESIDE if part in thing}


def _readers(catalogue: Catalogue) -> dict[str, Reader]:
    """How each part changes the choices; a part that cannot be read raises."""
    readers: dict[str, Reader] = {}
    for part, (name, kind) in PERSON.items():
        readers[part] = lambda choices, text, name=name, kind=kind: choices.of_person(**{name: kind(text)})  # type: ignore[misc]
    for part, (name, kind) in REQUEST.items():
        readers[part] = lambda choices, text, name=name, kind=kind: choices.asking(**{name: kind(text)})  # type: ignore[misc]
    for name in LISTS:
        readers[name] = lambda choices, text, name=name: choices.asking(
            **{name: (*getattr(choices.request, name), text)}
        )  # type: ignore[misc]
    readers["answered"] = lambda choices, text: replace(choices, answered=text == "yes")
    readers["answers"] = lambda choices, text: replace(choices, asks=text == LEFT_OUT)
    readers["no_fortified"] = lambda choices, text: choices.asking(no_fortified=text == "yes")
    readers["article"] = lambda choices, text: choices.asking(only_article_foods=text == "yes")
    readers["absorption"] = lambda choices, text: choices.asking(absorption=text == "yes")
    readers["target"] = lambda choices, text: choices.asking(targets=tuple(map(parse_target, _words(text))))
    readers["limit"] = lambda choices, text: choices.asking(clinician_limits=tuple(map(parse_limit, _words(text))))
    readers["now"] = lambda choices, text: choices.asking(now=tuple(map(parse_now, _words(text))))
    readers["supplement"] = lambda choices, text: choices.asking(supplements=tuple(map(parse_supplement, _words(text))))
    readers["home"] = lambda choices, text: choices.asking(
        at_home=tuple(
            replace(parse_at_home(f"{word.removesuffix('!')} g"), use_up=word[-1] == "!") for word in _words(text)
        )
    )
    readers["price"] = lambda choices, text: _read_prices(choices, text, catalogue)
    readers["not_again"] = lambda choices, text: choices.asking(not_again=_unpacked_again(text))
    readers["keep"] = lambda choices, text: choices.asking(keep=_unpacked(text))
    readers["week"] = lambda choices, text: replace(choices, week=_unpacked(text))
    return readers


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _end(value: float | None) -> str:
    return "" if value is None else f"{value:.12g}"


def _read_prices(choices: Choices, text: str, catalogue: Catalogue) -> Choices:
    for word in _words(text):
        food, _, price = word.partition(":")
        value = float(price)
        if food not in catalogue.food_index or not (isfinite(value) and value >= 0):
            raise ValueError("not a price")
        choices = choices.with_price(food, value)
    return choices


def _packed(dishes: tuple[KeptDish, ...]) -> str:
    if not dishes:
        return ""
    return _squeezed([[dish.day, dish.meal, dish.pattern, dish.items] for dish in dishes])


def _unpacked(text: str) -> tuple[KeptDish, ...]:
    return tuple(_dish(*each) for each in _opened(text))


def _packed_again(pairs: tuple[tuple[str, str], ...]) -> str:
    """Foods by dish of the week before."""
    if not pairs:
        return ""
    dishes: dict[str, list[str]] = {}
    for dish, food in pairs:
        dishes.setdefault(dish, []).append(food)
    return _squeezed(dishes)


def _unpacked_again(text: str) -> tuple[tuple[str, str], ...]:
    dishes = _opened(text)
    if not isinstance(dishes, dict) or not all(isinstance(foods, list) for foods in dishes.values()):
        raise ValueError("no dishes")
    return tuple((str(dish), str(food)) for dish, foods in dishes.items() for food in foods)


def _squeezed(thing: object) -> str:
    data = json.dumps(thing, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


def _opened(text: str) -> Any:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return json.loads(zlib.decompressobj().decompress(raw, MOST_UNPACKED))


def _dish(day: object, meal: object, pattern: object, items: list[tuple[str, float]]) -> KeptDish:
    return KeptDish(int(str(day)), str(meal), str(pattern), tuple((str(food), float(size)) for food, size in items))
