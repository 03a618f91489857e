"""Where persons are answered: tables, live models and what several persons have in common, kept in one process."""

import threading
from time import thread_time

from planner.cohort.days import Days
from planner.cohort.job import Job, Part, Seconds
from planner.cohort.member import Member, WrongRow, read_member, wrong_row
from planner.cohort.people import GROUP, Chunk
from planner.cohort.prices import Nowhere, chosen
from planner.cohort.results import Result, encoded
from planner.cohort.weeks import cheapest_week
from planner.errors import TableError, WrongInput
from planner.tables.catalogue import Catalogue, load_catalogue

_HERE = threading.local()


class Desk:
    """A job with everything that its answers need. For one thread."""

    def __init__(self, job: Job) -> None:
        self.job, self.catalogue = job, _catalogue(job)
        self.days = Days(self.catalogue)

    def answers(self, member: Member) -> tuple[Result, ...] | WrongRow:
        """A result for each place and month of a person."""
        tables = chosen(self.job.prices, member.place, member.month)
        if isinstance(tables, Nowhere):
            return WrongRow(member.row, member.id, tables.column, tables.remedy)
        try:
            if self.job.week:
                return tuple(cheapest_week(member, table, self.catalogue) for table in tables)
            return self.days.answers(member, tables)
        except WrongInput as error:
            return wrong_row(member.row, member.id, error)


def answer_chunk(job: Job, chunk: Chunk) -> Part:
    """Answer every row of a chunk. What runs on a worker.

    Raises TableError for a worker with other tables.
    """
    desk, began = _desk(job), thread_time()
    before = desk.days.solving_s
    results: list[Result] = []
    wrong: list[WrongRow] = []
    impossible = 0
    for raw in chunk.rows:
        member = read_member(raw, job.header)
        found = member if isinstance(member, WrongRow) else desk.answers(member)
        if isinstance(found, WrongRow):
            wrong.append(found)
        else:
            results += found
            impossible += any(result.usd_per_day is None for result in found)
    solving, answered = desk.days.solving_s - before, thread_time()
    content = encoded(results, wrong, [name for name in job.header if name.startswith(GROUP)])
    seconds = Seconds(answered - began - solving, solving, thread_time() - answered)
    return Part(chunk.name, content, len(chunk.rows), len(results), impossible, tuple(wrong), seconds)


def _desk(job: Job) -> Desk:
    """The desk of this thread; another job takes its place."""
    kept: Desk | None = getattr(_HERE, "desk", None)
    if kept is None or (kept.job.tables, kept.job.catalogue) != (job.tables, job.catalogue):
        kept = _HERE.desk = Desk(job)
    kept.job = job
    return kept


def _catalogue(job: Job) -> Catalogue:
    """The tables of this worker. Raises TableError where they are not those of the job."""
    catalogue = load_catalogue(job.catalogue)
    if catalogue.digest != job.tables:
        raise TableError(
            f"a worker has other tables ({catalogue.digest}) than this run ({job.tables}). "
            "Install the same Steadyplate on every worker."
        )
    return catalogue
