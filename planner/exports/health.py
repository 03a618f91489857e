"""What of a week is between a person and who treats them: a sheet of its own, and what others read in its place."""

from collections.abc import Sequence

from planner.exports import words
from planner.exports.again import again_words
from planner.exports.asked import week_title
from planner.exports.fact_words import first_words, other_words
from planner.exports.lists import markdown
from planner.leftovers import cooking_note
from planner.plan import Plan, TargetResult
from planner.request import PlanRequest, TargetWish, check_request
from planner.tables.catalogue import Catalogue
from planner.taken import rows_of

# On every week that is handed out, whoever it is for: so it says nothing of anybody.
ELSEWHERE = (
    "Warnings that belong to this week, and what it is measured by, stand on the page and in the terminal: read them "
    "there first."
)
SHEET_TITLE = "For whoever treats me: what this week holds"
_SHARE = "This sheet names illnesses, medicines and limits. Give it to nobody but those who treat you."


def health_sheet(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> str:
    """What was told of health, every warning, and what a day of the week holds, as a Markdown page for a doctor."""
    person = request.person.completed(catalogue.references)
    lines = [f"# {SHEET_TITLE}", "", f"{week_title(plan, person)}.", "", f"> **{_SHARE}**", ""]
    lines += _told(request, catalogue)
    lines += _listed("Warnings", words.warnings(request, catalogue, plan))
    lines += [f"{markdown(line)}\n" for line in first_words(plan, request, catalogue)]
    lines += amount_lines(plan, request, catalogue)
    lines += _listed("Also to know", words.other_notes(plan, request, catalogue))
    return "\n".join([*lines, words.INFORMS, words.SEE_A_DOCTOR, ""])


def amount_lines(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """What a day holds against every target, with what to know of it, in Markdown."""
    lines = ["## The four nutrients for nerve and muscle", ""]
    header = ("nutrient", "a day", "target", "share of it", "lowest day")
    lines += _table(header, words.focal_rows(plan, catalogue))
    lines += _about(words.notes_on(_focal(plan), catalogue))
    lines += _target_lines(plan, catalogue)
    lines += [f"- {markdown(line)}" for line in other_words(plan, request, catalogue)]
    person = request.person.completed(catalogue.references)
    return [*lines, "", "## Not in the food tables", "", *_about(words.not_computable(person, catalogue))]


def handed_notes(plan: Plan, request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """Notes of a plan for others to read; of somebody who told of health only those that cannot speak of it."""
    if not request.tells_of_health:
        return words.other_notes(plan, request, catalogue)
    return [*again_words(plan, request), *cooking_note(plan.days, request.leftovers)]


def _told(request: PlanRequest, catalogue: Catalogue) -> list[str]:
    """Illnesses, medicines, limits and supplements, as they were given."""
    checked = check_request(request, catalogue)
    names = {row.condition: row.name for row in catalogue.conditions}
    told = [f"Illnesses and medicines: {'; '.join(names.get(each, each) for each in checked.conditions)}."]
    told = told if checked.conditions else []
    told += [f"A limit from who treats me: at most {_amount(each, catalogue)}." for each in checked.clinician_limits]
    told += [f"Eaten until now: {_amount(each, catalogue)}." for each in checked.now]
    greens = catalogue.references.usual.greens_at(checked.leafy_greens)
    told += [f"Leafy greens until now: {greens.name}."] if greens is not None else []
    for taken, row in rows_of(checked, catalogue):
        told.append(f"Taken: {row.name}, {words.with_unit(taken.amount, taken.unit or row.unit)} a day.")
    return _listed("What was told", told)


def _amount(wish: TargetWish, catalogue: Catalogue) -> str:
    row = catalogue.nutrients[catalogue.nutrient_index[wish.nutrient]]
    return f"{words.with_unit(wish.upper or 0.0, row.unit)} of {row.name} a day"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {markdown(line)}" for line in lines), ""] if lines else []


def _focal(plan: Plan) -> list[TargetResult]:
    results = (words.focal_result(plan, nutrient) for nutrient in words.FOCAL)
    return [result for result in results if result is not None]


def _target_lines(plan: Plan, catalogue: Catalogue) -> list[str]:
    hard, watched = (words.other_results(plan, hard=is_hard) for is_hard in (True, False))
    names = [words.nutrient_name(result.bound.nutrient, catalogue) for result in (*hard, *watched)]
    cells = [(words.mean(result), words.target(result), words.state(result)) for result in (*hard, *watched)]
    rows = [(name, *cell) for name, cell in zip(names, cells, strict=True)]
    header = ("nutrient", "a day", "target", "state")
    lines = ["## Every other target", "", *_table(header, rows[: len(hard)])]
    lines += ["## Watched, not forced", "", *_table(header, rows[len(hard) :])]
    lines += [f"{drink}\n" for drink in map(words.glasses, watched) if drink]
    return lines + _about(words.notes_on([*watched, *hard], catalogue))


def _about(notes: list[tuple[str, str]]) -> list[str]:
    return [*(f"- {name}: {note}" for name, note in notes), ""] if notes else []


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [header, ["---"] * len(header), *rows]
    return [*(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines), ""]
