"""What a person leaves out, as rows of restrictions.csv, and which words on labels matter for them."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from planner.errors import WrongInput
from planner.person import check_choice
from planner.reading.medicines import read_condition
from planner.tables.restrictions import EVERYBODY, LabelWords, Restriction, load_restrictions
from planner.tables.rows import DIETS
from planner.tables.spellings import plain

if TYPE_CHECKING:
    from planner.request import PlanRequest
    from planner.tables.catalogue import Catalogue
    from planner.tables.rows import Food


@cache
def known_restrictions() -> tuple[Restriction, ...]:
    """The rows of the project's own table, by which a request is read before any catalogue is there."""
    from planner.tables.catalogue import tables_folder

    return load_restrictions(tables_folder())


def read_left_out(word: str, fortified: str) -> str:
    """A row of restrictions.csv by any of its names, or `fortified`. Raises WrongInput for what cannot be kept out."""
    rows = known_restrictions()
    known = {spelling: row.restriction for row in rows for spelling in row.spellings}
    known |= {f"{fortified}{end}": fortified for end in ("", " foods", " food")}
    if plain(word) in known:
        _refuse_unplanned("--without", word, known[plain(word)])
        return known[plain(word)]
    near = get_close_matches(plain(word), known, n=1)
    choices = (row.restriction for row in rows if row.planned == "yes")
    hint = f"Did you mean {known[near[0]]}?" if near else f"Choose from {', '.join((*choices, fortified))}."
    raise WrongInput(
        f"--without {word}: not one of the allergens that the foods are marked for, so nothing is planned. {hint} "
        "A single food is left out as a food to exclude."
    )


def read_diet(diet: str) -> tuple[str, tuple[str, ...]]:
    """A diet, and what it leaves out beside that: "halal" is omnivore without what is not halal. Raises WrongInput."""
    rows = known_restrictions() if isinstance(diet, str) and diet not in DIETS else ()
    row = next((row for row in rows if plain(diet) in row.spellings), None)
    if row is not None:
        _refuse_unplanned("--diet", diet, row.restriction)
    if row is not None and row.as_diet:
        return row.as_diet, (row.restriction,)
    check_choice("--diet", diet, (*DIETS, *(row.words[0] for row in rows if row.as_diet)))
    return diet, ()


def _refuse_unplanned(option: str, word: str, restriction: str) -> None:
    """Raise WrongInput for what is known and cannot be kept yet."""
    for row in known_restrictions():
        if row.restriction == restriction and row.planned == "no":
            raise WrongInput(
                f"{option}: what it names is not planned here yet, so no week is made. Ask a dietitian for one.",
                f"{word}: {row.say}",
            )


def restrictions_of(request: "PlanRequest", catalogue: "Catalogue") -> tuple[Restriction, ...]:
    """Rows that a request names, and those that its illnesses ask for; the request need not be checked."""
    if not (request.without or request.conditions):
        return ()
    ill = _illnesses_of(request, catalogue)
    rows = {row.restriction: row for row in catalogue.restrictions}
    also = [word for word, row in rows.items() if ill.intersection(row.conditions)]
    return tuple(rows[word] for word in dict.fromkeys((*request.without, *also)))


def _illnesses_of(request: "PlanRequest", catalogue: "Catalogue") -> frozenset[str]:
    """Slugs of the illnesses and medicines that a request names; it need not be checked."""
    readings = (read_condition(text, catalogue, ask_back=False) for text in request.conditions)
    return frozenset(slug for reading in readings for slug in reading.conditions)


def needs_of(request: "PlanRequest", catalogue: "Catalogue") -> frozenset[str]:
    """All needs of label_words.csv that hold for somebody."""
    rows, person, ill = restrictions_of(request, catalogue), request.person, _illnesses_of(request, catalogue)
    needs = {EVERYBODY, person.stage, *DIETS[DIETS.index(request.diet) :], *ill}
    needs |= {row.caution for row in catalogue.cautions if row.holds_for(person.stage, person.age, ill)}
    return frozenset(needs.union(*({row.restriction, *row.marks} for row in rows)))


def label_words(food: "Food", needs: Iterable[str], catalogue: "Catalogue") -> tuple[LabelWords, ...]:
    """What the label of a food must say for somebody with these needs."""
    needs = frozenset(needs)
    return tuple(row for row in catalogue.label_words if row.names(food) and needs.intersection(row.needs))


def kept_away_by(food: "Food", rows: Iterable[Restriction]) -> str:
    """What of a food is left out, in words: "wheat and gluten"; empty where nothing is."""
    return " and ".join(row.name for row in rows if row.keeps_away(food))
