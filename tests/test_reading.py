"""Words of complaints: stems, short forms, spelling, how far a "no" and a time reach, what stands by what."""

from functools import lru_cache

import pytest
from helpers import catalogue
from hypothesis import given
from hypothesis import strategies as st

from planner.reading.lexicon import Lexicon
from planner.reading.opposites import are_opposites
from planner.reading.patterns import Evidence
from planner.reading.scope import Finding
from planner.reading.spelling import Speller
from planner.reading.text import sentences, stem
from planner.reading.written import read_texts
from planner.tables.complaint_words import Concept, MeasuredSign, NegationWords
from planner.tables.patterns import parse_pattern


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """A small one of its own, so that these laws do not hang on the tables."""
    concepts = (
        Concept("chest", "body", "yes", ("chest", "breastbone")),
        Concept("arm", "body", "", ("arm",)),
        Concept("face", "body", "yes", ("face",)),
        Concept("leg", "body", "", ("leg",)),
        Concept("pain", "problem", "", ("pain", "hurt", "ache")),
        Concept("numb", "problem", "", ("numb", "can not feel", "no feeling", "lost .. feeling")),
        Concept("weak", "problem", "", ("weak",)),
        Concept("cramp", "problem", "", ("cramp",)),
        Concept("palpitation", "problem", "", ("palpitation",)),
        Concept("stroke", "event", "yes", ("stroke", "tia")),
        Concept("sudden", "detail", "", ("suddenly", "# minutes ago")),
        Concept("drawers", "plain", "", ("chest of drawers",)),
        Concept("long-ago", "past", "", ("years ago", "as a child")),
        Concept("today", "present", "", ("again", "today")),
        Concept("somebody", "other", "", ("grandad had",)),
    )
    negations = [("no", "before"), ("not", "before"), ("never", "before"), ("denies", "before"), ("without", "before")]
    negations += [("can not", "never"), ("will not", "never"), ("never .. this", "never"), ("ruled out", "after")]
    negations += [("but", "end"), ("until", "end"), ("except", "end")]
    signs = (MeasuredSign("slow", ("pulse", "heart rate"), ("bpm",), None, 40, "source"),)
    short = {"dont": "do not", "cant": "can not", "wont": "will not", "cp": "chest pain", "w/o": "without"}
    return Lexicon(concepts, [NegationWords(*row) for row in negations], signs, short)


def found(text: str) -> dict[str, Finding]:
    return {each.concept: each for each in lexicon().find(text)[1]}


def there(text: str) -> set[str]:
    """Concepts that count."""
    return {each.concept for each in lexicon().find(text)[1] if each.counts and not each.kind.startswith("no:")}


# --- words


def test_stems_short_forms_and_contractions_are_one_word_each() -> None:
    assert stem("numbness") == stem("numb") and stem("cramping") == stem("cramps") == "cramp"
    assert there("CP w/o numbness") == {"chest", "pain"}
    assert there("can’t feel my leg") == there("cannot feel my leg".replace("cannot", "can not")) == {"numb", "leg"}


def test_little_words_may_stand_in_a_phrase_and_a_gap_is_only_so_wide() -> None:
    assert "numb" in there("I lost all my feeling") and "numb" in there("lost the whole feeling there")
    assert "numb" not in there("lost one two three four things and then feeling")
    assert there("a chest of drawers fell on my leg") == {"drawers", "leg"}


def test_longer_words_hide_shorter_ones_but_not_the_part_of_the_body() -> None:
    assert "chest" not in there("chest of drawers")
    assert there("pain in my chest") == {"pain", "chest"}


@pytest.mark.parametrize(
    ("text", "slow"),
    [("pulse of 35", True), ("my pulse is 36 bpm", True), ("35 bpm pulse", True), ("pulse 72", False), ("35", False)],
)
def test_numbers_have_a_meaning_beside_what_was_measured(text: str, slow: bool) -> None:
    assert ("slow" in there(text)) == slow


# --- how far a "no" reaches


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("cramps, no numbness or weakness", {"cramp"}),
        ("no numbness, weakness or palpitations", set()),
        ("denies chest pain, palpitations, weakness", set()),
        ("leg cramps. No weakness, no palpitations.", {"leg", "cramp"}),
        ("chest pain? no", set()),
        ("chest pain: none", set()),
        ("stroke ruled out", set()),
        ("no pain but my arm is numb", {"arm", "numb"}),
        ("no pain until my leg went numb", {"leg", "numb"}),
        ("no pain except in my chest", {"chest"}),
        ("no pain and my face is numb", {"face", "numb"}),
        ("I can't feel my leg", {"leg", "numb"}),
        ("no feeling in my leg", {"leg", "numb"}),
        ("my arm won't stop aching", {"arm", "pain"}),
        ("never had pain this bad", {"pain"}),
        ("without moving my leg hurts", {"leg", "pain"}),
        ("no, my chest hurts", {"chest", "pain"}),
    ],
)
def test_a_no_reaches_as_far_as_it_is_meant(text: str, counts: set[str]) -> None:
    assert there(text) & {"chest", "arm", "face", "leg", "pain", "numb", "weak", "cramp", "palpitation"} == counts


def test_a_list_without_or_leaves_it_open_and_stays_urgent() -> None:
    pain = found("no cramps, pain in the chest")["pain"]
    assert pain.counts and pain.unsure
    assert found("no cramps or pain")["pain"].negated


# --- what is over


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("TIA in 2019", False),
        ("a stroke, 2015", False),
        ("stroke ten years ago, now leg cramps", False),
        ("my grandad had a stroke", False),
        ("stroke", True),
        ("had a stroke since 2019", True),
        ("a stroke as a child and a stroke again today", True),
        ("stroke 20 minutes ago", True),
    ],
)
def test_what_is_long_over_or_somebody_elses_does_not_count(text: str, counts: bool) -> None:
    assert ("stroke" in there(text)) == counts


# --- what stands by what


def holds(text: str, pattern: str) -> bool:
    return Evidence(lexicon().find(text)[1]).holds(parse_pattern(pattern)) is not None  # type: ignore[arg-type]


def test_patterns_want_both_either_and_none() -> None:
    assert holds("suddenly my arm is weak", "weak + sudden") and not holds("my arm is weak", "weak + sudden")
    assert holds("weak arm", "numb/weak") and holds("weak arm", "numb | weak")
    assert not holds("weak arm, cramps", "weak + !cramp") and holds("weak arm", "weak + !cramp")


def test_a_problem_stands_by_the_nearest_part_of_the_body() -> None:
    assert holds("my face aches and my leg is weak", "leg~weak")
    assert not holds("my face aches and my leg is weak", "face~weak")
    assert holds("pain in chest, arm and face", "face~pain")
    assert not holds("my face. I am weak", "face~weak")


@pytest.mark.parametrize("cell", ["chest + ", "chest/ /arm", "!chest", "&", "chest~"])
def test_a_pattern_that_any_text_would_hold_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"empty part|must want something"):
        parse_pattern(cell)


# --- spelling


@pytest.mark.parametrize(
    ("written", "right"),
    [("siezure", "seizure"), ("brething", "breathing"), ("numness", "numbness"), ("station", "station")],
)
def test_misspelt_words_are_read_as_meant_and_english_ones_stay(written: str, right: str) -> None:
    speller = Speller(("seizure", "breathing", "numbness", "chest"), are_opposites)
    assert speller.correct(written) == right


def test_nothing_is_corrected_to_its_opposite() -> None:
    speller = Speller(("hypokalemia", "hyperkalemia"), are_opposites)
    assert speller.correct("hypokalimia") == "hypokalemia"
    assert speller.correct("hyperkalimia") == "hyperkalemia"
    assert Speller(("hyperkalemia",), are_opposites).correct("hypokalemia") == "hypokalemia"
    assert speller.correct("hyprkalemia") not in ("hypokalemia",)


def test_a_correction_keeps_the_rest_of_the_text() -> None:
    (text,) = read_texts(["my siezure, 3 min."], [], catalogue())
    assert text.read == "my seizure, 3 min." and text.written == "my siezure, 3 min."


@given(st.text(max_size=80))
def test_any_text_has_words_and_findings(text: str) -> None:
    split, every = lexicon().find(text)
    assert split == sentences(text, lexicon().short_forms)
    for each in every:
        assert all(0 <= place < len(split[each.sentence]) for place in each.places)
