"""The last guard of a search that may never end: by its own work, so that a busy machine finds the same weeks."""

import time

PATIENCE = 3.0  # how many times as long the clock on the wall may run: then the machine is too busy to wait for


class Guard:
    """So many seconds of work of this thread."""

    def __init__(self, seconds: float) -> None:
        self.work, self.wall = time.thread_time() + seconds, time.perf_counter() + PATIENCE * seconds

    def is_over(self) -> bool:
        """Whether they are used up."""
        return time.thread_time() >= self.work or time.perf_counter() >= self.wall
