"""Orders the server gives itself: deadlines that came due, deliveries, ends of grace.

Deadlines obey the server's clock alone. Each is claimed and carried out in one transaction, so whoever claims it first
has done it, and nobody can do it twice.
"""

from functools import partial

from server.access import SYSTEM
from server.doors import Order
from server.journal import revoke
from server.storage.database import Row, Tx
from server.sync import store
from server.sync.branch import Branch

BATCH = 50


async def run_due(branch: Branch, now: int) -> int:
    """Carry out every deadline that is due at `now`; answers how many."""
    done = 0
    while True:
        due = await branch.database.read(lambda tx: store.deadlines_due(tx, now, BATCH))
        for row in due:
            done += await branch.database.write(partial(_fire, branch, row, now))
        if len(due) < BATCH:
            await branch.database.write(lambda tx: store.tick(tx, now))
            return done


def _fire(branch: Branch, row: Row, now: int, tx: Tx) -> int:
    if not store.claim_deadline(tx, row["kind"], row["entity_id"], row["due_at"]):
        return 0
    if row["kind"] == "membership.end":
        person, _, scope = row["entity_id"].partition("|")
        branch.journal.change(tx, SYSTEM, lambda change: revoke(change, person, scope), now=now)
        return 1
    order = Order(type=branch.deadlines[row["kind"]], entity=row["entity_id"], args={"due_at": row["due_at"]})
    branch.order(tx, order, now=now)
    return 1


async def next_due(branch: Branch) -> int | None:
    """When the next deadline of this organization comes."""
    return await branch.database.read(store.next_due)


async def tick_age_s(branch: Branch) -> int | None:
    """Whole seconds since the metronome was last here; None when it never was."""
    at = await branch.database.read(store.last_tick)
    return None if at == 0 else max(0, branch.clock.now() - at) // 1000
