"""Reads that wait for no writer: bounded, on a lane of their own, each on one unchanging snapshot."""

import asyncio
import threading
from collections.abc import Callable
from typing import Final

from server.errors import Busy, NotNow
from server.storage.database import Tx
from server.storage.lanes import Lane, Waiting, answer

READERS: Final = 2
"""Reads of one organization that run at the same time; none of them waits for the writer."""

MAX_READS: Final = 1_024
"""Reads that may wait; then the answer is *busy, retry*."""

Work = Callable[[Tx], object]


class Readers:
    """Runs every read of one database; how a snapshot is had, the engine says."""

    def __init__(self, on_a_snapshot: Callable[[Work], object], lane: Lane) -> None:
        """Read this way, on this lane."""
        self._on_a_snapshot = on_a_snapshot
        self._lane = lane
        self._guard = threading.Lock()
        self._waiting = 0
        self._is_closed = False

    def put(self, work: Work, future: asyncio.Future[object]) -> None:
        """Let this read wait for a free reader.

        Raises: Busy, NotNow.
        """
        with self._guard:
            if self._is_closed:
                raise NotNow("The database is closed")
            if self._waiting >= MAX_READS:
                raise Busy("Too many reads are waiting")
            self._waiting += 1
        waiting = Waiting(work, future)
        self._lane.submit(lambda: self._read(waiting))

    def close(self) -> None:
        """Refuse new reads and finish those that wait."""
        with self._guard:
            self._is_closed = True
        self._lane.close()

    def _read(self, waiting: Waiting) -> None:
        try:
            waiting.result = self._on_a_snapshot(waiting.work)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it belongs to the caller
            waiting.problem = problem
        with self._guard:
            self._waiting -= 1
        answer([waiting])
