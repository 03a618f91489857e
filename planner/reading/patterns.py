"""Whether what was found in a text is what a pattern wants."""

from collections.abc import Iterable, Iterator, Sequence

from planner.reading.scope import Finding
from planner.tables.patterns import Pattern, Term

FAR = 7  # words between two findings that still stand by each other
CLOSER = 1  # words by which another part of the body may be closer
LISTED = 2  # words between the parts of a list: "chest, arm and jaw"


class Evidence:
    """Findings of one text that count, beside those of all texts of a person."""

    def __init__(self, own: Iterable[Finding], others: Iterable[Finding] = (), past_counts: bool = False) -> None:
        self._own = [each for each in own if not (each.negated or each.others) and (past_counts or not each.past)]
        every = [*self._own, *(each for each in others if each.counts)]
        self._by_concept: dict[str, list[Finding]] = {}
        for each in self._own:
            self._by_concept.setdefault(each.concept, []).append(each)
        self._anywhere = {each.concept for each in every}
        self._bodies = [each for each in self._own if each.kind == "body"]

    def holds(self, pattern: Pattern) -> tuple[Finding, ...] | None:
        """The findings of every alternative that holds; None where none does."""
        used: list[Finding] = []
        held = False
        for terms in pattern:
            here: list[Finding] = []
            if all(self._term(term, here) for term in terms):
                held = True
                used += here
        return tuple(dict.fromkeys(used)) if held else None

    def _term(self, term: Term, used: list[Finding]) -> bool:
        if term.anywhere:
            found = any(name in self._anywhere for name in term.links[0])
            return found == term.wanted
        if any(self._by_concept.keys().isdisjoint(link) for link in term.links):
            return not term.wanted
        chain = next(self._chains(term.links), None)
        if chain is not None and term.wanted:
            used += chain
        return (chain is not None) == term.wanted

    def _chains(self, links: Sequence[Sequence[str]]) -> Iterator[tuple[Finding, ...]]:
        """Findings that stand by each other, one of each link."""
        heads = [each for name in links[0] for each in self._by_concept.get(name, ())]
        if len(links) == 1:
            yield from ((head,) for head in heads)
            return
        for head in heads:
            for rest in self._chains(links[1:]):
                if self._beside(head, rest[0]):
                    yield (head, *rest)

    def _beside(self, one: Finding, other: Finding) -> bool:
        """Whether two findings stand by each other in a sentence, no other part of the body clearly closer."""
        if one is other or not self._joined(*sorted((one, other), key=lambda each: each.places[0])):
            return False
        apart = _distance(one, other)
        if apart > FAR:
            return False
        for body, what in ((one, other), (other, one)):
            if body.kind == "body" and what.kind != "body" and self._closer(body, what, apart):
                return False
        return True

    def _joined(self, first: Finding, second: Finding) -> bool:
        """Whether two findings stand in one clause, or the second goes on: "my chest is well, but crushing at work"."""
        if first.sentence != second.sentence:
            return False
        if first.clause == second.clause:
            return True
        goes_on = first.kind == "body" and second.clause == first.clause + 1
        here = (second.sentence, second.clause)
        return goes_on and not any((each.sentence, each.clause) == here for each in self._bodies)

    def _closer(self, body: Finding, what: Finding, apart: int) -> bool:
        """Whether another part of the body is clearly closer to what is wrong, and this one in no list with it."""
        rivals = [each for each in self._bodies if each.sentence == body.sentence and each.concept != body.concept]
        if any(_distance(body, each) <= LISTED and not self._is_between(body, each) for each in rivals):
            return False
        return any(_distance(each, what) + CLOSER < apart for each in rivals)

    def _is_between(self, one: Finding, other: Finding) -> bool:
        """Whether a problem stands between two parts of the body: "my face aches and my leg", no "face and leg"."""
        low, high = sorted((one.places[0], other.places[0]))
        return any(
            each.kind in ("problem", "event") and each.sentence == one.sentence and low < each.places[0] < high
            for each in self._own
        )


def _distance(one: Finding, other: Finding) -> int:
    """Words that carry meaning from one finding to another; 0 where they touch or overlap."""
    first, second = sorted((one, other), key=lambda each: each.places[0])
    return max(second.first - first.last - 1, 0)
