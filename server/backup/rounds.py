"""Backups on time: every organization's, every 15 minutes, in a process of their own so that nobody waits for one."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from server.backup import shelf
from server.backup.copying import apart
from server.backup.shelf import DataCopy
from server.backup.taking import Step, mark, take
from server.clock import Clock
from server.errors import NotNow, Refusal
from server.organizations import Organization
from server.settings import Settings
from server.sync import store
from server.sync.branch import Branch
from server.sync.branches import Branches

EVERY_MS: Final = 900_000
"""What a lost machine may cost of what no phone holds any more (protocol, S14)."""

AGAIN_MS: Final = 60_000
"""After one that failed: soon, and not with every beat."""

log = logging.getLogger("field727.backup")


class Backups:
    """Takes backups when they are due, and when somebody asks."""

    def __init__(self, branches: Branches, settings: Settings, *, clock: Clock) -> None:
        """Nothing is taken before `running`, and never on its own unless a folder is set."""
        self._branches = branches
        self._settings = settings
        self._clock = clock
        self._beaten = asyncio.Event()
        self._failed_at: dict[str, int] = {}
        self._is_stopping = False

    def beat(self) -> None:
        """Look whether one is due; called at every beat of the metronome, and does not wait."""
        self._beaten.set()

    async def round(self) -> list[DataCopy]:
        """Take every backup that is due; one that fails holds up no other."""
        folder, keys = self._settings.backup, self._settings.backup_keys
        if folder is None or keys is None:
            return []
        return [copy for each in self._branches.at_work() for copy in await self._if_due(each, folder, keys)]

    async def take(
        self, organization: Organization, folder: Path, keys: Path, *, step: Step = lambda _line: None
    ) -> DataCopy:
        """One backup now; phones may let go of what it holds when this returns.

        Raises: BadSetting, AlreadyRunning, CannotStart, StorageFull, StorageBusy.
        """
        now = self._clock.now()
        copy = await asyncio.to_thread(take, organization, folder, keys=keys, now=now, step=step, copier=apart)
        await mark(organization, copy)
        await asyncio.to_thread(shelf.thin, folder / organization.tag, now=now, days=self._settings.backup_days)
        return copy

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take what is due until the `async with` ends; one under way is given up at its next step."""
        self._is_stopping = False
        going = asyncio.create_task(self._run())
        try:
            yield
        finally:
            self._is_stopping = True
            self._beaten.set()
            await going

    async def _run(self) -> None:
        while not self._is_stopping:
            await self._beaten.wait()
            self._beaten.clear()
            if not self._is_stopping:
                await self.round()

    def _go_on(self, _line: str) -> None:
        if self._is_stopping:
            raise NotNow("The server stops")

    async def _if_due(self, branch: Branch, folder: Path, keys: Path) -> list[DataCopy]:
        tag, now = branch.organization.tag, self._clock.now()
        if now - self._failed_at.get(tag, -AGAIN_MS) < AGAIN_MS:
            return []
        try:
            head = await branch.database.read(store.head)
            if head["backup_at"] is not None and now - head["backup_at"] < EVERY_MS:
                return []
            return [await self.take(branch.organization, folder, keys, step=self._go_on)]
        except (Refusal, OSError) as problem:
            log.warning("no backup", extra={"tag": tag, "code": getattr(problem, "code", type(problem).__name__)})
        except Exception:
            log.exception("no backup", extra={"tag": tag})
        self._failed_at[tag] = now
        return []
