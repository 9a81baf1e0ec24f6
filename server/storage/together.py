"""Questions that are asked at the same time are answered together, as the writer's group commit does for writes.

When a row changes that five hundred may read, five hundred ask at once. Answered one by one, each costs a way to the
database and back, and everything they all see is read and opened five hundred times.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from server.storage.readers import READERS

Q = TypeVar("Q")
A = TypeVar("A")

MOST: Final = 64
"""Questions answered together: who comes next waits for no more than these."""

Answer = Callable[[Sequence[Q]], Awaitable[Sequence[A | Exception]]]
"""Answers at least the first of these questions, or says of each what its asker is to hear as an exception.

The questions it leaves over are asked again, before any that came later.
"""


class Together(Generic[Q, A]):
    """Those who ask the same kind of thing of one database. Used on one event loop only."""

    def __init__(self) -> None:
        """Nobody asks."""
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._rounds: set[asyncio.Task[None]] = set()

    async def ask(self, question: Q, answer: Answer[Q, A]) -> A:
        """Wait with all others who ask now; `answer` must mean the same for each of them.

        Raises: what the answer was an exception for, or what answering all of them raised.
        """
        future: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, future))
        self._begin(answer)
        return await future

    def _begin(self, answer: Answer[Q, A]) -> None:
        """A round begins in the next turn of the loop, when all who ask in this one have asked."""
        if len(self._rounds) < READERS:
            begun = asyncio.get_running_loop().create_task(self._round(answer))
            self._rounds.add(begun)
            begun.add_done_callback(self._rounds.discard)

    async def _round(self, answer: Answer[Q, A]) -> None:
        while self._waiting:
            taken = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
            asked = [(question, future) for question, future in taken if not future.done()]
            if not asked:
                continue
            try:
                answers = await answer([question for question, _ in asked])
            except Exception as problem:  # noqa: BLE001 - whatever it is, it belongs to those who asked
                answers = [problem] * len(asked)
            for (_, future), told in zip(asked, answers, strict=False):
                _tell(future, told)
            self._waiting.extendleft(reversed(asked[len(answers) :]))


def _tell(future: asyncio.Future[A], told: A | Exception) -> None:
    if future.done():
        return
    if isinstance(told, Exception):
        future.set_exception(told)
    else:
        future.set_result(told)
