"""Where storage work runs: on threads of its own in a server, on the event loop itself in a simulation.

A lane is injected into every database. Nothing above storage knows which one it got.
"""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar, cast

from server.storage.database import Tx

T = TypeVar("T")

Job = Callable[[], None]


class Lane(Protocol):
    """Does jobs in the order in which they came."""

    def submit(self, job: Job, /) -> None:
        """Have this done soon, not now; a job answers its waiting caller itself and raises only to stop the lane."""
        ...

    def close(self) -> None:
        """Do what was submitted, then stop."""
        ...


MakeLane = Callable[[str, int], Lane]
"""Makes a lane from its name and the number of jobs that may run at the same time."""


class ThreadLane:
    """Runs jobs on threads that are started at the first job."""

    def __init__(self, name: str, threads: int = 1) -> None:
        """Promise order with one thread, only a fair start with more."""
        self._name = name
        self._count = threads
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._starting = threading.Lock()

    def submit(self, job: Job, /) -> None:
        """Have this done by the next free thread."""
        if not self._threads:
            self._start()
        self._jobs.put(job)

    def close(self) -> None:
        """Do what was submitted, then end the threads."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _start(self) -> None:
        with self._starting:
            if self._threads:
                return
            threads = [
                threading.Thread(target=self._work, name=f"{self._name}-{n}", daemon=True) for n in range(self._count)
            ]
            for thread in threads:
                thread.start()
            self._threads = threads

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


class InlineLane:
    """Runs jobs on the running event loop, one a turn, so that a seeded loop repeats every schedule exactly."""

    def __init__(self, name: str = "inline", threads: int = 1) -> None:
        """Take what `ThreadLane` takes; an event loop does one job at a time."""
        del name, threads
        self._jobs: deque[Job] = deque()

    def submit(self, job: Job, /) -> None:
        """Have this done in the next turn of the loop, with everything that was submitted in this one before it."""
        self._jobs.append(job)
        asyncio.get_running_loop().call_soon(self._next)

    def close(self) -> None:
        """Do what was submitted now."""
        while self._jobs:
            self._next()

    def _next(self) -> None:
        if self._jobs:
            self._jobs.popleft()()


@dataclass(slots=True)
class Waiting:
    """One work, its caller, and how it went the last time it ran.

    `company` are all the works of a caller who waits for several: they are answered in their order, so with the last.
    """

    work: Callable[[Tx], object]
    future: asyncio.Future[Any]
    company: "Sequence[Waiting] | None" = None
    result: object = None
    problem: Exception | None = None
    calls: list[Callable[[], None]] = field(default_factory=list)


async def awaited(put: Callable[[Callable[[Tx], object], asyncio.Future[object]], None], work: Callable[[Tx], T]) -> T:
    """Put this work among those that wait, and come back with its result; being cancelled does not take it back."""
    future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    put(work, future)
    return cast("T", await future)


async def awaited_all(put: Callable[[list[Waiting]], None], works: Sequence[Callable[[Tx], T]]) -> list[T | Exception]:
    """The same for several works, in their order: what each answered, or what it failed with."""
    if not works:
        return []
    future: asyncio.Future[list[T | Exception]] = asyncio.get_running_loop().create_future()
    company: list[Waiting] = []
    company += (Waiting(work, future, company) for work in works)
    put(company)
    return await future


def answer(group: list[Waiting]) -> None:
    """Tell every caller how it went, each on its own event loop, with one wake-up per loop."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[Waiting]] = defaultdict(list)
    for waiting in group:
        by_loop[waiting.future.get_loop()].append(waiting)
    for loop, answered in by_loop.items():
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, answered)


def _settle(answered: list[Waiting]) -> None:
    for waiting in answered:
        if waiting.future.done():
            continue
        if waiting.company is not None:
            if waiting is waiting.company[-1]:
                waiting.future.set_result([each.problem or each.result for each in waiting.company])
        elif waiting.problem is None:
            waiting.future.set_result(waiting.result)
        else:
            waiting.future.set_exception(_raisable(waiting.problem))


def _raisable(problem: Exception) -> Exception:
    """A future cannot carry StopIteration, and nobody may be left waiting for that."""
    if isinstance(problem, StopIteration):
        return RuntimeError("The work raised StopIteration")
    return problem
