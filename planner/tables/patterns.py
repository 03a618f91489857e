"""Patterns over concepts, such as `chest~pain + sudden | elephant`, read from a cell and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import BeforeValidator


@dataclass(frozen=True, slots=True)
class Term:
    """`a/b~c`: a or b, standing by c. Not `wanted`: none of them. `anywhere`: in any of a person's texts."""

    links: tuple[tuple[str, ...], ...]
    wanted: bool = True
    anywhere: bool = False


Pattern = tuple[tuple[Term, ...], ...]  # alternatives of terms that must all hold


def parse_pattern(cell: object) -> object:
    """A cell as alternatives (`|`) of terms (`+`); a term may begin with `!` (none) and `&` (in any text).

    Raises ValueError for an empty part and for an alternative that wants nothing.
    """
    if not isinstance(cell, str):
        return cell
    alternatives = tuple(tuple(_terms(part)) for part in cell.split("|")) if cell.strip() else ()
    for terms in alternatives:
        if not any(term.wanted for term in terms):
            raise ValueError("a pattern must want something: write what it needs before its '!'")
    return alternatives


def _terms(alternative: str) -> Iterator[Term]:
    for part in (part.strip() for part in alternative.split("+")):
        bare = part.lstrip("!& ")
        links = tuple(tuple(name.strip() for name in link.split("/")) for link in bare.split("~"))
        if not all(name for link in links for name in link):
            raise ValueError(f"the pattern has an empty part in {alternative.strip()!r}")
        yield Term(links, wanted="!" not in part.removesuffix(bare), anywhere="&" in part.removesuffix(bare))


def names_in(pattern: Pattern) -> set[str]:
    """Every concept that a pattern names."""
    return {name for terms in pattern for term in terms for link in term.links for name in link}


PatternCell = Annotated[tuple[tuple[Term, ...], ...], BeforeValidator(parse_pattern)]
