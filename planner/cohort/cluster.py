"""Chunks on Dask: processes of this machine, or the workers of a scheduler that runs already."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, as_completed

from planner.cohort.desk import answer_chunk
from planner.cohort.job import Job, Part
from planner.cohort.people import Chunk
from planner.errors import LimitsRanOut, PlannerError, WrongInput

AHEAD = 2  # chunks for each thread: one at work, one waiting, so that nobody waits for the other end
LOOK_S = 2.0  # how often the threads of a cluster are counted: workers come and go
PATIENCE_S = 30.0  # for the first worker
LOST = 5  # times that a chunk may lose its worker


class OnDask:
    """Answers on the workers of a client; a chunk whose worker is lost is done again elsewhere."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._threads, self._looked = 0, -LOOK_S

    def parts(self, job: Job, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """Parts as they finish; a bounded number of chunks is out, so memory stays flat."""
        out = as_completed(loop=self.client.loop)
        number = self._send(job, chunks, out, 0)
        while number:
            future: Future = next(out)
            part = _received(future)
            future.release()
            number = self._send(job, chunks, out, number - 1)
            yield part

    def _send(self, job: Job, chunks: Iterator[Chunk], out: Any, number: int) -> int:
        """Send chunks until enough are out; how many are."""
        most = AHEAD * self._now()
        while number < most and (chunk := next(chunks, None)) is not None:
            out.add(self.client.submit(answer_chunk, job, chunk, key=chunk.name, pure=False))
            number += 1
        return number

    def _now(self) -> int:
        """Threads of the cluster, counted now and then."""
        if monotonic() - self._looked >= LOOK_S:
            self._threads, self._looked = sum(self.client.nthreads().values()), monotonic()
        return max(1, self._threads)


@contextmanager
def on_this_machine(workers: int) -> Iterator[OnDask]:
    """Workers of one thread each in processes of their own, as long as the context lasts."""
    settings = {
        "distributed.scheduler.allowed-failures": LOST,
        "distributed.worker.daemon": True,
        "distributed.scheduler.worker-saturation": 1.0,
    }
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield OnDask(client)


@contextmanager
def on_scheduler(address: str) -> Iterator[OnDask]:
    """The workers of a scheduler. Raises WrongInput where it does not answer or has no worker."""
    try:
        client = Client(address, timeout=PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WrongInput(f"--scheduler {address}: it does not answer ({error}). Start it: dask scheduler.") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_S)
        except TimeoutError:
            raise WrongInput(f"--scheduler {address}: no worker has come. Start one: dask worker {address}.") from None
        yield OnDask(client)


def _received(future: Future) -> Part:
    """The part, or what went wrong."""
    try:
        part: Part = future.result()
        return part
    except KilledWorker:
        raise LimitsRanOut(
            f"{future.key} lost its worker again and again. Give the workers more memory, then go on with --resume."
        ) from None
    except PlannerError:
        raise
    except ModuleNotFoundError as error:
        raise WrongInput(
            f"a worker lacks {error.name}. Install steadyplate[cohort] on scheduler and workers."
        ) from None
