"""Every phrase of a condition's own red flag reaches its tier, in the words in which the row says it."""

import re
from collections.abc import Iterator

import pytest
from helpers import catalogue

from planner.explain.check import check
from planner.tables.conditions import Condition

_MEANS = re.compile(r"\s+(?:can be|can mean|may be|are|is)\b.*$")
_ASIDE = re.compile(r"^(?:also|above all|while|even|one|with|without) ")
_TAIL = re.compile(r"^(?P<head>.*?)(?P<tail> (?:that|with|after|without|in|of|around|when|than)\b.*)?$")


def phrases_of(row: Condition) -> Iterator[tuple[str, str]]:
    """Each phrase of a red flag with the tier that its sentence names.

    "Vomiting or diarrhoea that goes on, fainting: ..." holds three: what stands behind an "or" belongs to both.
    """
    for sentence in re.split(r"(?<=[.])\s+", row.red_flag):
        told, _, does = sentence.rpartition(":")
        tier = "now" if "help now" in does or "911" in does else "soon" if "doctor soon" in does else "today"
        for group in re.split(r"[,;]\s*(?:or |and )?", _MEANS.sub("", told)):
            parts = re.split(r"\s+or\s+", group.strip(" ."))
            tail = (_TAIL.match(parts[-1]) or {"tail": ""})["tail"] or "" if len(parts) > 1 else ""
            for place, part in enumerate(parts):
                phrase = part if place == len(parts) - 1 else f"{part}{tail}"
                if place and len(part.split()) == 1 and len(parts[0].split()) > 1:  # "trouble speaking or seeing"
                    phrase = f"{parts[0].rpartition(' ')[0]} {part}"
                if len(phrase) > 3 and not _ASIDE.match(phrase.lower()):
                    yield phrase, tier


AS_URGENT = {"now": {"now"}, "today": {"now", "today"}, "soon": {"now", "today", "soon"}}
CASES = [(row.condition, row.name, phrase, tier) for row in catalogue().conditions for phrase, tier in phrases_of(row)]


@pytest.mark.parametrize(("slug", "name", "phrase", "tier"), CASES, ids=lambda value: str(value)[:40])
def test_a_phrase_of_a_red_flag_reaches_its_tier(slug: str, name: str, phrase: str, tier: str) -> None:
    answer = check([phrase], [name], catalogue())
    assert slug in {row.condition for row in answer.conditions}, name
    assert answer.tier in AS_URGENT[tier], (slug, phrase, tier, answer.tier)
