"""How well complaints, medicines and illnesses are understood, over tables of phrases, and what is still missed.

    python benchmarks/health.py            print it
    python benchmarks/health.py --write    put it into docs/health.md

Every writer of a table had seen neither the words of the tables nor the phrases of the others. The first table was used
to find what was missing; `kept` tables were measured, and what they taught was mended afterwards (docs/health.md says
what they measured before that).
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from planner.explain.check import Check, check
from planner.reading.medicines import read_condition
from planner.tables.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[1]
PHRASES = ROOT / "tests" / "phrases"
DOC = ROOT / "docs" / "health.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
GRAVE = frozenset(("chest", "stroke", "heartbeat", "breathing", "self-harm"))  # of these none may be read as less
URGENT = ("now", "today")


@dataclass(frozen=True)
class Phrase:
    """A row of a table of phrases."""

    symptom: str
    conditions: tuple[str, ...]
    tier: str  # that a clinician would give
    kind: str

    def answer(self) -> Check:
        """What Steadyplate says."""
        return check([self.symptom], self.conditions, load_catalogue())


def phrases(path: Path) -> list[Phrase]:
    """Every row of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Phrase(
                row["symptom"],
                tuple(part.strip() for part in row["condition"].split(";") if part.strip()),
                row["tier"],
                row["kind"],
            )
            for row in csv.DictReader(file)
        ]


@dataclass(frozen=True)
class Measured:
    """What a table of phrases came to."""

    counts: Counter[tuple[str, str]]  # (as a clinician would, as it was read): how many
    missed: tuple[tuple[Phrase, str], ...]  # and the tier that it was read as
    asked: int
    total: int

    def share(self, wanted: str, read_as: Iterable[str]) -> float:
        """Percent of the phrases of a tier that were read as one of some tiers."""
        whole = sum(count for (tier, _), count in self.counts.items() if tier == wanted)
        return 100 * sum(self.counts[wanted, each] for each in read_as) / max(whole, 1)


def measure(table: Iterable[Phrase]) -> Measured:
    """Read every phrase of a table."""
    counts: Counter[tuple[str, str]] = Counter()
    missed, asked, total = [], 0, 0
    for phrase in table:
        answer = phrase.answer()
        counts[phrase.tier, answer.tier] += 1
        asked += bool(answer.ask)
        total += 1
        if is_missed(phrase, answer):
            missed.append((phrase, answer.tier))
    return Measured(counts, tuple(missed), asked, total)


def is_missed(phrase: Phrase, answer: Check) -> bool:
    """An emergency that is not urgent, something harmless that is, thoughts of dying without a crisis line."""
    if phrase.tier in URGENT:
        return answer.tier not in URGENT or (phrase.kind == "self-harm" and "self-harm" not in answer.help)
    return answer.tier in URGENT


def names(path: Path) -> list[tuple[str, str]]:
    """Names of medicines or illnesses that are not resolved, with what they mean."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lost = []
    for row in rows:
        reading = read_condition(row["name"], load_catalogue())
        if not (reading.conditions or reading.medicines or reading.illnesses or reading.suggestions):
            lost.append((row["name"], row.get("generic") or row.get("meaning", "")))
    return lost


def report() -> Iterator[str]:
    """The lines of the report."""
    yield (
        "| phrases of | emergencies at now or today | read as soon or lower | today at now or today | soon at soon |"
        " harmless at now or today | asked back |\n|---|---|---|---|---|---|---|"
    )
    missed: list[tuple[str, Phrase, str]] = []
    for path in sorted(PHRASES.glob("writer_*.csv")):
        found = measure(phrases(path))
        rates = (
            found.share("now", URGENT),
            found.share("now", ("soon", "self-care")),
            found.share("today", URGENT),
            found.share("soon", ("soon",)),
            found.share("self-care", URGENT),
            100 * found.asked / max(found.total, 1),
        )
        yield f"| {path.stem} ({found.total}) | " + " | ".join(f"{rate:.1f} %" for rate in rates) + " |"
        missed += [(path.stem, phrase, tier) for phrase, tier in found.missed]
    for path in sorted(PHRASES.glob("names_*.csv")):
        lost = names(path)
        with path.open(encoding="utf-8", newline="") as file:
            whole = sum(1 for _ in csv.DictReader(file))
        yield f"\n{path.stem}: {100 * (1 - len(lost) / whole):.1f} % of {whole} resolved; not: "
        yield "; ".join(name for name, _ in lost) or "none"
    yield "\nStill missed:\n"
    for writer, phrase, tier in missed:
        beside = f" ({'; '.join(phrase.conditions)})" if phrase.conditions else ""
        yield f"- {phrase.tier}, read as {tier}: {phrase.symptom}{beside} [{writer}, {phrase.kind}]"


def main() -> None:
    """Print the report, or write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put it into docs/health.md")
    text = "\n".join(report())
    if not parser.parse_args().write:
        print(text)
        return
    old = DOC.read_text(encoding="utf-8")
    head, rest = old.split(BEGIN, 1)
    DOC.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
