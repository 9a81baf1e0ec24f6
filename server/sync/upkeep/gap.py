"""After a gap nothing goes outward for what fell into it: it becomes one list for somebody at the desk.

A gap is more than a minute in which no process of the organization beat, or a restored backup. Whoever finds it first
claims it under the log lock and makes the list; what is due is then still settled, by whichever process, in silence.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from server.access import SYSTEM
from server.doors import Order
from server.ids import derived
from server.journal import Change, record
from server.storage.database import Row, Tx
from server.sync import custody, store
from server.sync.branch import Branch
from server.sync.upkeep.store import deadlines_of, drop_effects

GAP_MS: Final = 60_000
"""No beat of any process for longer than this is a gap (design: timers); the metronome beats every 5 seconds."""

LIST: Final = "gap.list"
"""Makes the list, in an organization that has somebody to look at one."""

LISTED: Final = 500
"""What one list names, the earliest; it counts all of it."""


async def look(branch: Branch, now: int) -> None:
    """Find out whether anybody was there up to now; if not, make the list."""
    if await branch.database.read(partial(is_gap, now=now)):
        await branch.database.write(partial(_claim, branch, now))


def is_gap(tx: Tx, now: int) -> bool:
    """Whether nobody was there up to now, and nobody has made the list yet."""
    last = store.last_beat(tx)
    if last["at"] == 0:
        return False
    return bool(now - last["at"] > GAP_MS or last["epoch"] != store.head(tx)["epoch"])


def _claim(branch: Branch, now: int, tx: Tx) -> None:
    """Another process may have been first: it is asked again, under the lock."""
    if not is_gap(tx, now):
        return
    since = store.last_beat(tx)["at"]
    store.open_gap(tx, until=now)
    drop_effects(tx, now)
    kinds = sorted({custody.OVERDUE, custody.UNATTENDED, *branch.wanting})
    missed = [row for kind in kinds for row in deadlines_of(tx, kind, now)]
    missed.sort(key=lambda row: (row["due_at"], row["kind"], row["entity_id"]))
    branch.journal.change(tx, SYSTEM, partial(_note, since=since, count=len(missed)), now=now)
    if missed and LIST in branch.orders:
        branch.order(tx, _list(missed, now), now=now)


def _note(change: Change, *, since: int, count: int) -> None:
    record(
        change,
        kind="metronome.gap",
        entity_type="metronome",
        entity_id=f"gap-{change.at}",
        coded={"since": since, "missed": count},
    )


def _list(missed: Sequence[Row], now: int) -> Order:
    named = [{"kind": row["kind"], "entity": row["entity_id"], "due_at": row["due_at"]} for row in missed[:LISTED]]
    args: dict[str, Any] = {"kind": "gap", "unit_id": None, "missed": named, "missed_count": len(missed)}
    return Order(type=LIST, entity=derived(f"gap-{now}", "gap"), args=args)
