"""Names of medicines with their generics, and ordinary English words, from two published packages.

Both packages belong to the `build` extra; only their data files are read, nothing of them is imported.
"""

from __future__ import annotations

import bz2
import pickle
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from build_sources import BuildError, Row, Sources

NAMES_FILE = "medicine_names.csv"
DRUGS, DRUGS_FILE = "drug_named_entity_recognition", "drug_ner_dictionary.pkl.bz2"
WORDS, WORDS_FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"
EXTRA = "Install it with pip install 'steadyplate[build]'."
NO_MEDICINE = "-"  # generics of a name that is never read as a medicine
KNOWN_TO_PATIENTS = {"medline_plus_id", "nhs_url", "wikipedia_url"}  # of a generic: people are written to about it
MOST_WORDS, LEAST_LETTERS, MOST_LETTERS = 4, 5, 40
ORDINARY_WORDS = 30_000  # the most frequent ones
MOST_GENERICS = 4  # of a combination

# Salts, esters and forms that stand behind a generic and change nothing that is read here.
_SALTS = """
    acetate anhydrous arginine axetil benzathine besilate besylate bitartrate bromide camsylate carbonate chloride
    cilexetil citrate dihydrate dihydrochloride dipotassium disodium disoproxil ditosylate edisylate erbumine estolate
    etexilate ethylsuccinate extended release fumarate furoate gluconate hcl hemihydrate hydrobromide hydrochloride
    hydrate isethionate lactate lysine magnesium maleate malate marboxil medoxomil mesilate mesylate micronised
    monohydrate mononitrate mofetil nitrate oleate oxalate palmitate pamoate pentahydrate phosphate pivoxil potassium
    proxetil propionate saccharate sesquihydrate sodium succinate sulfate sulphate tartrate tosylate trihydrate
    trometamol tromethamine valerate xinafoate zinc
"""
SALTS = frozenset(_SALTS.split())
# What has its salt for its name.
_ELEMENTS = """
    aluminium aluminum ammonium antimony barium bismuth calcium carbon chromium cobalt copper ferric ferrous fluoride
    gold iodine iron lithium magnesium manganese phosphate potassium selenium silver sodium strontium zinc
"""
ELEMENTS = frozenset(_ELEMENTS.split())
_BETWEEN = re.compile(r"\s*/\s*|,\s*(?:and\s+)?|\s+and\s+|\s*\+\s*")


def plain_name(text: str) -> str:
    """Lower case, no accents, letters and digits only, one space between words."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare.replace("'", "").replace("’", "")))


def medicine_table(sources: Sources, curated: Mapping[str, list[Row]]) -> list[Row]:
    """Every name of a medicine -> its generics; `common`: its generic is one that patients are written to about."""
    drugs = _drugs()
    reviewed = {plain_name(row["name"]): row["generics"] for row in curated["medicine_names"]}
    known = {plain_name(name) for name in drugs["drug_canonical_to_data"]} | set(reviewed)
    common = {name for name, data in drugs["drug_canonical_to_data"].items() if KNOWN_TO_PATIENTS & set(data)}
    kept = {name for name, data in drugs["drug_canonical_to_data"].items() if _is_substance(name, data)} | common
    brands = {name for name, data in drugs["drug_variant_to_variant_data"].items() if data["is_brand"]}
    is_everyday = _everyday()
    found: dict[str, tuple[str, bool]] = {}
    for name, (canonical, *_) in sorted(drugs["drug_variant_to_canonical"].items()):
        plain = plain_name(name)
        if canonical not in kept or plain in reviewed or not _is_name(name, name in brands):
            continue
        if is_everyday(plain) and not (plain == canonical and canonical in common):
            continue  # "aspirin" is an everyday word and the generic itself
        if is_everyday(canonical) and canonical not in common:
            continue  # a plant or a food by its Latin name
        generics = tuple(dict.fromkeys(_generics(canonical, known)))
        if generics and len(generics) <= MOST_GENERICS:
            is_common = canonical in common
            if plain not in found or (is_common and not found[plain][1]):
                found[plain] = ("/".join(generics), is_common)
    found |= {name: (generics, True) for name, generics in reviewed.items() if generics != NO_MEDICINE}
    return [_row(name, *found[name], reviewed) for name in sorted(_with_generics(found, reviewed))]


def ordinary_table(sources: Sources, curated: Mapping[str, list[Row]]) -> list[Row]:
    """Frequent English words that name no medicine: never asked about as a misspelt one."""
    medicines = {row["name"] for row in medicine_table(sources, curated)}
    return [{"word": word} for word in sorted(set(_frequent(ORDINARY_WORDS)) - medicines)]


def missing_packages() -> list[str]:
    """Names of the packages that are not installed here."""
    return [name for name in (DRUGS, WORDS) if find_spec(name) is None]


def _row(name: str, generics: str, is_common: bool, reviewed: Mapping[str, str]) -> Row:
    parts = [_resolved(part, reviewed) for part in generics.split("/")]
    flat = dict.fromkeys(each for part in parts for each in part.split("/"))
    return {"name": name, "generics": "/".join(flat), "common": "yes" if is_common else "no"}


def _resolved(generic: str, reviewed: Mapping[str, str]) -> str:
    """The generic that a reviewed row writes for it: alendronate -> alendronic acid."""
    for _ in range(3):
        better = reviewed.get(generic, generic)
        if better in (generic, NO_MEDICINE):
            break
        generic = better
    return generic


def _with_generics(found: dict[str, tuple[str, bool]], reviewed: Mapping[str, str]) -> dict[str, tuple[str, bool]]:
    """The names with every generic as a name of itself."""
    for generics, is_common in list(found.values()):
        for part in generics.split("/"):
            for generic in _resolved(part, reviewed).split("/"):
                if generic not in found and reviewed.get(generic) != NO_MEDICINE and "/" not in generics:
                    found[generic] = (generic, is_common)
    return found


def _generics(canonical: str, known: set[str]) -> Iterator[str]:
    """The parts of a combination, each in plain words and without its salt."""
    text = re.sub(r"\(.*?\)", "", canonical)
    if "vaccine" in text:
        yield plain_name(text)
        return
    for part in _BETWEEN.split(text):
        words = plain_name(part).split()
        while len(words) > 1 and words[-1] in SALTS and words[0] not in ELEMENTS and " ".join(words[:-1]) in known:
            words.pop()
        if words:
            yield " ".join(words)


def _is_substance(name: str, data: Mapping[str, object]) -> bool:
    """Whether a generic is a medicine by its name alone: one word that no plant or protein has."""
    return "drugbank_id" in data and re.fullmatch(r"[a-z]{5,}", name) is not None


def _is_name(name: str, is_brand: bool = False) -> bool:
    """Whether people could write it: no chemical code, not reversed ("acid, citric"), not too long or short."""
    plain = plain_name(name)
    if "," in name or re.search(r"[^\w\s'’.&+/-]", name) or not LEAST_LETTERS - is_brand <= len(plain) <= MOST_LETTERS:
        return False
    words = plain.split()
    if len(words) > MOST_WORDS or not re.fullmatch(r"[a-z]{2,}", words[0]):
        return False
    return all(re.fullmatch(r"[a-z]+|\d{1,4}|[bdk]\d{1,2}", word) for word in words)


def _file(package: str, name: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise BuildError(f"medicines.csv: the package {package} is not here. {EXTRA}")
    return Path(spec.origin).parent / name


def _drugs() -> dict[str, dict[str, dict[str, object]]]:
    with bz2.open(_file(DRUGS, DRUGS_FILE)) as file:
        found: dict[str, dict[str, dict[str, object]]] = pickle.load(file)
    return found


def _everyday() -> Callable[[str], bool]:
    """Whether a name is an English word, or is made of frequent ones only ("all clear")."""
    every, frequent = set(_frequent(None)), set(_frequent(ORDINARY_WORDS))
    return lambda name: name in every or (" " in name and frequent.issuperset(name.split()))


def _frequent(most: int | None) -> list[str]:
    """The most frequent English words."""
    lines = _file(WORDS, WORDS_FILE).read_text("utf-8-sig").split("\n")
    counts = {word: int(number) for word, _, number in (line.partition(" ") for line in lines) if number}
    return sorted(counts, key=lambda word: (-counts[word], word))[:most]
