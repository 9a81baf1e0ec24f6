"""Orders the server gives itself: deadlines that came due, deliveries, ends of grace.

Deadlines obey the server's clock alone. Each is claimed and carried out in one transaction, so whoever claims it first
has done it, and nobody can do it twice. One that fails is left for the next beat and holds up no other.
"""

import asyncio
import logging
from functools import partial
from typing import Final

from server.access import SYSTEM
from server.doors import Order
from server.errors import NotNow, UnsupportedVersion
from server.journal import revoke
from server.storage.database import Row, Tx
from server.sync import commands, custody, store
from server.sync.branch import Branch

BATCH: Final = 50

log = logging.getLogger("field727.sync")


async def run_due(branch: Branch, now: int) -> int:
    """Carry out every deadline that is due at `now`; answers how many.

    Raises: NotNow, when the database takes nothing at this moment.
    """
    done, after = 0, store.FIRST
    while True:
        due = await branch.database.read(partial(store.deadlines_due, now=now, after=after, limit=BATCH))
        done += sum(await asyncio.gather(*(_one(branch, row, now) for row in due)))
        if len(due) < BATCH:
            await branch.database.write(lambda tx: store.tick(tx, now))
            return done
        after = due[-1]


async def _one(branch: Branch, row: Row, now: int) -> int:
    try:
        return await branch.database.write(partial(_fire, branch, row, now))
    except NotNow:
        raise
    except Exception:
        log.exception("a deadline failed", extra={"kind": row["kind"], "entity": row["entity_id"]})
        return 0


def _fire(branch: Branch, row: Row, now: int, tx: Tx) -> int:
    kind, entity_id = row["kind"], row["entity_id"]
    if not store.claim_deadline(tx, kind, entity_id, row["due_at"]):
        return 0
    is_late = row["due_at"] <= store.last_beat(tx)["gap_until"]
    match kind:
        case "membership.end":
            person, _, scope = entity_id.partition("|")
            branch.journal.change(tx, SYSTEM, lambda change: revoke(change, person, scope), now=now)
        case custody.OVERDUE:
            commands.overdue(branch, entity_id, now, tx, is_late=is_late)
        case custody.UNATTENDED:
            custody.unattended(branch, entity_id, now, tx, is_late=is_late)
        case _:
            order = Order(
                type=branch.deadlines[kind], entity=entity_id, args={"due_at": row["due_at"]}, is_late=is_late
            )
            branch.order(tx, order, now=now)
    return 1


async def learn(branch: Branch, now: int) -> None:
    """Try again what an older release of this server took into custody because it did not know its version."""
    for command_id in await branch.database.read(partial(store.held_with, code=UnsupportedVersion.code)):
        await branch.database.write(partial(commands.understood, branch, command_id, now))


async def next_due(branch: Branch, *, after: int = -1) -> int | None:
    """When the next deadline of this organization comes, after this time."""
    return await branch.database.read(lambda tx: store.next_due(tx, after))


async def tick_age_s(branch: Branch) -> int | None:
    """Whole seconds since the metronome was last here; None when it never was."""
    return await branch.database.read(lambda tx: tick_age(tx, branch.clock.now()))


def tick_age(tx: Tx, now: int) -> int | None:
    """The same, as this snapshot shows it."""
    at = store.last_tick(tx)
    return None if at == 0 else max(0, now - at) // 1000


def backup_age(head: Row, now: int) -> int | None:
    """Whole seconds since the last backup was taken; None when there never was one."""
    at = head["backup_at"]
    return None if at is None else max(0, now - at) // 1000
