"""The metronome: says *now* when a deadline comes due, and every five seconds in any case. It decides nothing.

APScheduler only sets an event. What is due, and what then happens, is read and done by `sync.system` in one
transaction each, so that a beat too many or a scheduler that hangs costs time, never a deadline.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Final, TypeVar

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from server.backup.losses import Losses
from server.clock import Clock
from server.errors import NotNow
from server.journal import Woken
from server.sync import system
from server.sync.branch import Branch
from server.sync.branches import Branches
from server.sync.upkeep import awaited, damage, desk, erasing, gap, pruning

T = TypeVar("T")

SAFETY_S: Final = 5
"""The beat that comes anyway: nothing is later than this even if a wake-up is lost."""

NEXT: Final = "next due"

log = logging.getLogger("field727.jobs")


class Metronome:
    """Beats for every organization of this process."""

    def __init__(
        self, branches: Branches, *, clock: Clock, losses: Losses, beside: Callable[[], None] = lambda: None
    ) -> None:
        """Still; `running` starts it. `beside` hears each of its beats, and must not wait."""
        self._losses = losses
        self._beside = beside
        self._branches = branches
        self._clock = clock
        self._due = asyncio.Event()
        self._learned: set[str] = set()
        self._scheduler: AsyncIOScheduler | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def beat(self, now: int) -> int:
        """Have everything that is due at `now` carried out; answers how many deadlines that were."""
        branches = self._branches.at_work()
        for branch in branches:
            await _guarded(branch, self._losses.look(branch, now))
            await _guarded(branch, self._learn(branch, now))
            await _guarded(branch, erasing.finish(branch, now))
        done = [await _guarded(branch, _have_done(branch, now)) for branch in branches]
        for branch in branches:
            await _guarded(branch, desk.tell(branch))
            await _guarded(branch, damage.tell(branch, now))
            await _guarded(branch, pruning.prune(branch, now))
            await _guarded(branch, branch.look_round())
        return sum(count or 0 for count in done)

    async def awake(self, now: int) -> None:
        """Before anybody is let in: see whether what the log has is all it had."""
        for branch in self._branches.at_work():
            await _guarded(branch, self._losses.look(branch, now))

    async def _learn(self, branch: Branch, now: int) -> None:
        """Once in the life of this process: it may be of a newer release than the one before."""
        if branch.organization.tag not in self._learned:
            await system.learn(branch, now)
            self._learned.add(branch.organization.tag)

    async def next_due(self, *, after: int = -1) -> int | None:
        """When the next deadline of any organization comes, after this time."""
        found = [await _guarded(branch, system.next_due(branch, after=after)) for branch in self._branches.at_work()]
        return min((at for at in found if at is not None), default=None)

    def heard(self, woken: Woken) -> None:
        """A change set was committed; called on a writer's thread. A new deadline may be sooner than the next beat."""
        if self._loop is None or self._loop.is_closed() or self._due.is_set():
            return
        if woken.moved({"deadline"}):
            self._loop.call_soon_threadsafe(self._due.set)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Beat until the `async with` ends."""
        self._loop = asyncio.get_running_loop()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(self._due.set, "interval", seconds=SAFETY_S)
        self._scheduler.start()
        self._due.set()
        # Not a TaskGroup: what goes wrong in the body must leave as it is, in one clear line and not in a group.
        beating = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
            beating.cancel()
            with suppress(asyncio.CancelledError):
                await beating

    async def _run(self) -> None:
        while True:
            await self._due.wait()
            self._due.clear()
            now = self._clock.now()
            await self.beat(now)
            self._beside()
            # What was due now and is still there has failed: it waits for the safety beat.
            self._set_next(await self.next_due(after=now))

    def _set_next(self, at: int | None) -> None:
        scheduler = self._scheduler
        if scheduler is None or at is None:
            return
        wait_s = max(0, at - self._clock.now()) / 1000
        if wait_s < SAFETY_S:
            when = datetime.fromtimestamp(at / 1000, tz=UTC)
            scheduler.add_job(self._due.set, "date", run_date=when, id=NEXT, replace_existing=True)


async def _have_done(branch: Branch, now: int) -> int:
    """What is due, once it is known whether anybody was there up to now."""
    await gap.look(branch, now)
    await awaited.tell(branch)
    done = await system.run_due(branch, now)
    branch.keeping.beat(None)
    return done


async def _guarded(branch: Branch, work: Awaitable[T]) -> T | None:
    """What the work answers; None when it failed: other organizations must not miss their deadlines for that."""
    tag = branch.organization.tag
    try:
        return await work
    except NotNow as refusal:
        branch.keeping.beat(refusal.code)
        log.warning("deadlines wait", extra={"tag": tag, "code": refusal.code})
    except Exception:
        log.exception("deadlines failed", extra={"tag": tag})
    return None
