"""The catalogue by name: which foods a text can mean, and how sure that is."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from planner.intake.entry import Candidate
from planner.tables.catalogue import Catalogue
from planner.tables.food_words import Words
from planner.tables.rows import Food

# How sure a text is that equals one of the names of a food.
NAME, HEAD, WEAK_HEAD, SHORT = 100.0, 97.0, 90.0, 94.0
TURNED = 99.0  # the words of a name in another order
SURE = 100.0
_TAIL = re.compile(r",| \(| with | in | for ")
_WEAK = ("canned", "sodium", "frozen", "added")  # a name without such a word leaves something open
_RAW_ROLES = {"raw_vegetable", "leafy", "fruit", "berry"}
_COOKED = re.compile(r"\b(cooked|boiled|baked|roasted|grilled|steamed|stewed|scrambled)\b")


@dataclass(frozen=True)
class Spelling:
    """One way to write a food."""

    words: Words
    place: int  # of the food in the catalogue
    strength: float  # confidence where a text equals it


class Names:
    """Every spelling of every food, with what finds the nearest ones."""

    def __init__(self, catalogue: Catalogue, reviewed: bool = False) -> None:
        """Of all foods, or of those alone that somebody reviewed."""
        self.catalogue = catalogue
        self.rules = catalogue.rules
        self.words = catalogue.food_words
        self._reviewed = reviewed
        if catalogue.imported is not None and not reviewed:  # those words are said of the built-in foods
            self.words = replace(self.words, unknown=frozenset())
        self._spelled = tuple(self._all_spellings())
        self._exact: dict[Words, dict[int, float]] = defaultdict(dict)
        self._turned: dict[Words, dict[int, float]] = defaultdict(dict)  # words in order of the alphabet
        self._holding: dict[str, list[int]] = defaultdict(list)
        for number, spelling in enumerate(self._spelled):
            _keep_best(self._exact[spelling.words], spelling)
            _keep_best(self._turned[tuple(sorted(spelling.words))], spelling)
            for word in set(spelling.words):
                self._holding[word].append(number)
        self._joined = {"".join(words): words for words in [*self._exact, *self.words.foods] if len(words) > 1}
        self._vocabulary = list(self._holding)

    def _all_spellings(self) -> Iterator[Spelling]:
        for place, food in enumerate(self.catalogue.foods):
            if self._reviewed and not food.is_reviewed:
                continue
            best: dict[Words, float] = {}
            for text, strength in _ways(food):
                words = self.words.plain(text)
                best[words] = max(best.get(words, 0.0), strength)
            yield from (Spelling(words, place, strength) for words, strength in best.items() if words)

    def knows(self, text: str) -> bool:
        """Whether a text is a name, word for word."""
        words = self.words.plain(text)
        return words in self.words.foods or words in self._exact or words in self.words.unknown

    def exact(self, words: Words) -> dict[int, float] | None:
        """Foods by place with their confidence where the words are a name, in any order."""
        if words in self.words.foods:
            return {self.catalogue.food_index[food]: SURE for food in self.words.foods[words]}
        if words in self._exact:
            return dict(self._exact[words])
        if (other := tuple(sorted(words))) in self._turned:
            return {place: min(score, TURNED) for place, score in self._turned[other].items()}
        joined = "".join(words)
        if joined in self._joined and self._joined[joined] != words:
            return self.exact(self._joined[joined])
        return None

    def near(self, words: Words) -> dict[int, float]:
        """Foods by place with the likeness of their nearest spelling, 0 to 100.

        2 x (weight of the words in common) / (weight of both), times the strength of the spelling.
        """
        alike = {word: self._alike(word) for word in set(words)}
        wanted = sum(self._weight(word) for word in words)
        found: dict[int, float] = {}
        for number in {n for near in alike.values() for word in near for n in self._holding[word]}:
            spelling = self._spelled[number]
            common = sum(
                max((alike[word].get(other, 0.0) for other in spelling.words), default=0.0) * self._weight(word)
                for word in words
            )
            both = wanted + sum(self._weight(word) for word in spelling.words)
            score = spelling.strength * min(1.0, 2 * common / both) if both else 0.0
            found[spelling.place] = max(found.get(spelling.place, 0.0), score)
        return found

    def _alike(self, word: str) -> dict[str, float]:
        """Words of the catalogue that this word can be, with their likeness of 0 to 1."""
        if word in self._holding:
            return {word: 1.0}
        from rapidfuzz import fuzz, process  # only when something is misspelt

        cutoff = self.rules["match_typo"]
        near = process.extract(word, self._vocabulary, scorer=fuzz.ratio, score_cutoff=cutoff, limit=5)
        return {other: score / 100 for other, score, _ in near if other[0] == word[0]}

    def _weight(self, word: str) -> float:
        little = word in self.words.kinds["detail"] or self.words.states.get(word) in ("raw", "cooked", "plain")
        return self.rules["match_detail"] if little else 1.0

    def candidate(self, place: int, score: float) -> Candidate:
        """A food of the catalogue with its score."""
        food = self.catalogue.foods[place]
        return Candidate(food.food, food.name, round(min(score, SURE), 1))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Whether each food is raw or cooked as eaten; "" where its row does not say."""
        return tuple(_state(food) for food in self.catalogue.foods)

    def is_bought_raw(self, place: int) -> bool:
        """Whether its raw or dry weight can be turned into that of the cooked food."""
        return raw_share(self.catalogue, self.catalogue.foods[place].food) is not None


def _keep_best(found: dict[int, float], spelling: Spelling) -> None:
    found[spelling.place] = max(spelling.strength, found.get(spelling.place, 0.0))


def raw_share(catalogue: Catalogue, food: str) -> float | None:
    """Grams as eaten of a gram dry or raw; None where a gram stays a gram or bones are weighed with it."""
    form = catalogue.purchases.get(food)
    if form is None or "bone" in form.form.replace("boneless", "") or not re.search(r"\b(dry|raw)\b", form.form):
        return None
    return form.grams_eaten_per_gram_bought if form.grams_eaten_per_gram_bought != 1 else None


def _ways(food: Food) -> Iterator[tuple[str, float]]:
    """Every way to write a food, each with its strength."""
    yield food.name, NAME
    yield food.food.replace("-", " "), NAME
    for tail in _TAIL.finditer(food.name):
        rest = food.name[tail.start() :]
        yield food.name[: tail.start()], WEAK_HEAD if any(word in rest for word in _WEAK) else HEAD
    if food.short_name:
        yield food.short_name, SHORT


def _state(food: Food) -> str:
    if food.food.endswith("-raw") or food.role in _RAW_ROLES:
        return "raw"
    return "cooked" if _COOKED.search(f"{food.name} {food.portion}") or food.group == "protein" else ""
