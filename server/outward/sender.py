"""Carries what waits to leave the house: at least once, each with its own key, and never in a dispatch write's way.

An effect is taken under a lease in a short write of its own, which also asks whether anybody still needs it. The
network comes after that COMMIT, on the event loop, with no transaction open; how it went is a second short write. A
provider that hangs holds up its own kind alone, and that only as far as `ROOM` goes. Whoever dies with a lease is
followed when it ends. In a gap nothing is taken, and a training organization sends nothing at all.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Final

from server.clock import Clock
from server.doors import Order
from server.errors import NotNow
from server.journal import Woken
from server.outward import store
from server.outward.carriers import Carried, Carrier, Effect, Gone, Later
from server.storage.database import Row, Tx
from server.sync.branch import Branch
from server.sync.branches import Branches
from server.sync.upkeep import gap

SAFETY_S: Final = 5.0
"""It looks this often in any case: nothing is later than this even if a wake-up is lost."""

MOST_S: Final = 10.0
"""The longest a carrier may take for one effect."""

LEASE_MS: Final = 15_000
"""Longer than a try and its write; so long after a crash another process takes over (trust.md E14: within 15 s)."""

ROOM: Final = 32
"""So many effects of one kind are on their way at once; the others wait in the database."""

FIRST_WAIT_MS: Final = 2_000
LONGEST_WAIT_MS: Final = 60_000
"""The wait doubles from try to try, and never ends for as long as somebody needs it."""

KEPT_MS: Final = 24 * 3_600_000
"""So long what became of an effect can be looked up."""

log = logging.getLogger("field727.outward")

Hears = Callable[[str, str], bool]
"""Whether the device of an organization's tag has a socket here."""


class Sender:
    """Takes what is due from every organization of this process. Used on the event loop."""

    def __init__(self, branches: Branches, carriers: Mapping[str, Carrier], *, clock: Clock, hears: Hears) -> None:
        """Still; `running` starts it. `carriers` by the kind of effect they carry."""
        self._branches = branches
        self._carriers = carriers
        self._clock = clock
        self._hears = hears
        self._due = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._flying: dict[str, set[asyncio.Task[None]]] = defaultdict(set)
        self._forgot_at = 0

    def heard(self, woken: Woken) -> None:
        """A change set was committed; called on a writer's thread. It may have queued an effect."""
        if self._loop is None or self._loop.is_closed() or self._due.is_set():
            return
        if woken.moved({"effect"}):
            self._loop.call_soon_threadsafe(self._due.set)

    async def round(self, now: int) -> int:
        """Start carrying everything that is due and has room; answers how many. `landed` waits for them."""
        started = 0
        for branch in self._branches.at_work():
            try:
                started += await self._of_one(branch, now)
            except NotNow as refusal:
                log.warning("effects wait", extra={"tag": branch.organization.tag, "code": refusal.code})
            except Exception:
                log.exception("effects wait", extra={"tag": branch.organization.tag})
        return started

    async def landed(self) -> None:
        """Nothing is on its way any more."""
        while flying := [task for tasks in self._flying.values() for task in tasks]:
            await asyncio.wait(flying)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send until the `async with` ends. What is on its way then is taken up again when its lease ends."""
        self._loop = asyncio.get_running_loop()
        self._due.set()
        sending = asyncio.create_task(self._run())
        try:
            yield
        finally:
            ending = [sending, *(task for tasks in self._flying.values() for task in tasks)]
            for task in ending:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*ending, return_exceptions=True)

    async def _run(self) -> None:
        wait_s = SAFETY_S
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._due.wait()
            self._due.clear()
            wait_s = await self.turn()

    async def turn(self) -> float:
        """Carry what is due; answers in how many seconds to look again, if nothing is queued before."""
        now = self._clock.now()
        try:
            started = await self.round(now)
            await self._forget(now)
            at = await self._next_due()
        except Exception:
            # Whatever is wrong: nobody else would start it again.
            log.exception("effects wait")
            return SAFETY_S
        # What is due and did not go cannot go now: there is a gap, or no room to note that it went.
        if at is None or (at <= now and not started):
            return SAFETY_S
        return min(SAFETY_S, max(0.0, (at - self._clock.now()) / 1000))

    async def _next_due(self) -> int | None:
        found = []
        for branch in self._branches.at_work():
            with suppress(NotNow):
                found.append(await branch.database.read(self._next_with_room))
        return min((at for at in found if at is not None), default=None)

    def _next_with_room(self, tx: Tx) -> int | None:
        return min((at for kind, at in store.next_due(tx).items() if self._room(kind)), default=None)

    async def _forget(self, now: int) -> None:
        if now - self._forgot_at < KEPT_MS // 24:
            return
        self._forgot_at = now
        for branch in self._branches.at_work():
            with suppress(NotNow):
                await branch.database.write(partial(store.forget, before=now - KEPT_MS))

    # ------------------------------------------------------------------ taking

    async def _of_one(self, branch: Branch, now: int) -> int:
        due = await branch.database.read(partial(store.kinds_due, now=now))
        rooms = {kind: self._room(kind) for kind in due if self._room(kind)}
        if not rooms:
            return 0
        taken = await branch.database.write(partial(self._take, branch, rooms, now))
        for row in taken:
            effect = _effect(row)
            task = asyncio.create_task(self._carry(branch, effect, now + LEASE_MS))
            self._flying[effect.kind].add(task)
            task.add_done_callback(partial(self._land, effect.kind))
        return len(taken)

    def _room(self, kind: str) -> int:
        return ROOM - len(self._flying[kind])

    def _land(self, kind: str, task: asyncio.Task[None]) -> None:
        if not self._room(kind):
            # Others of its kind may have waited for it.
            self._due.set()
        self._flying[kind].discard(task)

    def _take(self, branch: Branch, rooms: Mapping[str, int], now: int, tx: Tx) -> list[Row]:
        """Lease what is due; what cannot leave, or nobody needs any more, is settled here."""
        if gap.is_gap(tx, now):
            return []
        taken = [
            row
            for kind, room in rooms.items()
            for row in store.lease(tx, kind, now=now, until=now + LEASE_MS, most=room)
        ]
        going = []
        for row in taken:
            why = self._keeps_back(branch, row, now, tx)
            if why is None:
                going.append(row)
            else:
                store.gone(tx, row["key"], why=why, now=now)
        return going

    def _keeps_back(self, branch: Branch, row: Row, now: int, tx: Tx) -> str | None:
        if branch.organization.training:
            return "training"
        if row["kind"] not in self._carriers:
            return "no_carrier"
        payload = json.loads(row["payload"])
        outward = branch.outward.get(payload.get("about", ""))
        return None if outward is None or outward.is_wanted(tx, branch.vault, payload, now) else "over"

    # ------------------------------------------------------------------ carrying

    async def _carry(self, branch: Branch, effect: Effect, until: int) -> None:
        if self._clock.now() >= until:
            # This machine slept; whether anybody still needs it is asked again, after what else it slept through.
            return
        try:
            at = effect.payload.get("unless_listening_until", 0)
            if at > self._clock.now() and await self._is_listening(branch, effect.payload["person_id"]):
                await branch.database.write(partial(store.postpone, key=effect.key, at=at, why=None, counts=False))
                return
            went = await self._went(branch, effect)
            await branch.database.write(partial(_settle, branch, effect, went, self._clock.now()))
        except NotNow as refusal:
            log.warning("an effect is not settled", extra={"kind": effect.kind, "code": refusal.code})
        except Exception:
            log.exception("an effect is not settled", extra={"kind": effect.kind})

    async def _went(self, branch: Branch, effect: Effect) -> Carried | Gone | Later:
        carrier = self._carriers[effect.kind]
        try:
            async with asyncio.timeout(min(carrier.timeout_s, MOST_S)):
                return await carrier.carry(branch, effect)
        except TimeoutError:
            return Later("no_answer")
        except Exception:
            log.exception("a carrier failed", extra={"kind": effect.kind})
            return Later("failed")

    async def _is_listening(self, branch: Branch, person_id: str) -> bool:
        """Whether a phone of theirs shows what comes over a socket that is alive; as far as this process knows.

        One whose socket is at another process is rung at once: needlessly loud, and never late for want of word of it.
        """
        devices: Sequence[str] = await branch.database.read(partial(store.devices_of, person_id=person_id))
        tag = branch.organization.tag
        return any(self._hears(tag, each) and branch.devices.is_watched(each) for each in devices)


def _settle(branch: Branch, effect: Effect, went: Carried | Gone | Later, now: int, tx: Tx) -> None:
    match went:
        case Carried():
            store.sent(tx, effect.key, now)
        case Gone(why):
            store.gone(tx, effect.key, why=why, now=now)
        case Later(why, after_ms):
            wait = min(FIRST_WAIT_MS << min(effect.tries - 1, 16), LONGEST_WAIT_MS) if after_ms is None else after_ms
            store.postpone(tx, effect.key, at=now + wait, why=why, counts=True)
    outward = branch.outward.get(effect.payload.get("about", ""))
    # What fails for the tenth time is no news.
    if outward is not None and outward.told is not None and (not isinstance(went, Later) or effect.tries == 1):
        args: dict[str, Any] = {**effect.payload, "kind": effect.kind, "is_carried": isinstance(went, Carried)}
        branch.order(tx, Order(type=outward.told, entity=effect.payload["entity"], args=args), now=now)


def _effect(row: Row) -> Effect:
    return Effect(
        key=row["key"],
        kind=row["kind"],
        payload=json.loads(row["payload"]),
        created_at=row["created_at"],
        tries=row["tries"],
    )
