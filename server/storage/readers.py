"""Reads that wait for no writer: bounded, on a lane of their own, each on one unchanging snapshot.

Questions that are asked at the same time are answered together, as the writer's group commit does for writes. When a
row changes that five hundred may read, five hundred ask at once. Answered one by one, each costs a way to the database
and back, and everything they all see is read and opened five hundred times.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from server.errors import Busy, NotNow
from server.storage.database import Tx
from server.storage.lanes import Lane, Waiting, answer

Q = TypeVar("Q")
A = TypeVar("A")

READERS: Final = 2
"""Reads of one organization that run at the same time; none of them waits for the writer."""

MAX_READS: Final = 1_024
"""Reads that may wait; then the answer is *busy, retry*."""

MOST: Final = 64
"""Questions answered together: who comes next waits for no more than these."""

Work = Callable[[Tx], object]
Reply = Callable[[Sequence[Q]], Awaitable[Sequence[A | BaseException]]]
"""Answers at least the first of these questions, or says of each what its asker is to hear as an exception.

The questions it leaves over are asked again, before any that came later.
"""


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


class Together(Generic[Q, A]):
    """Those who ask the same kind of thing of one database. Used on one event loop only."""

    def __init__(self) -> None:
        """Nobody asks."""
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._answering: asyncio.Task[None] | None = None

    async def ask(self, question: Q, reply: Reply[Q, A]) -> A:
        """Wait with all others who ask now, however many; `reply` must mean the same for each of them.

        A connection asks one thing at a time, so that those who wait are as few as those who are connected. Five
        thousand may be, and a row that all of them may read must send nobody away.

        Raises: what the answer was an exception for, or what answering all of them raised.
        """
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        self._begin(reply)
        return await future

    def _begin(self, reply: Reply[Q, A]) -> None:
        """The first round begins in the next turn of the loop, when all who ask in this one have asked.

        One at a time: two would take turns on one interpreter, and both be later for it.
        """
        if self._answering is None or self._answering.done():
            self._answering = asyncio.get_running_loop().create_task(self._answer(reply))

    async def _answer(self, reply: Reply[Q, A]) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            asked = [(question, future) for question, future in taken if not future.done()]
            if not asked:
                continue
            (answers,) = await asyncio.gather(reply([question for question, _ in asked]), return_exceptions=True)
            if isinstance(answers, BaseException):
                # Whatever it is, it belongs to those who asked.
                answers = [answers] * len(asked)
            for (_, future), told in zip(asked, answers, strict=False):
                _tell(future, told)
            self._waiting.extendleft(reversed(asked[len(answers) :]))


def _tell(future: asyncio.Future[A], told: A | BaseException) -> None:
    if future.done():
        return
    if isinstance(told, BaseException):
        future.set_exception(told)
    else:
        future.set_result(told)
