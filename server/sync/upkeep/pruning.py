"""The feed stays bounded: lines that say "gone" are dropped after 60 days, and whoever was away longer reads anew.

The floor rises in the transaction that drops the first of them, so a cursor below it is told before it can miss one.
A client that says or hears anything meanwhile stands above: every empty page and heartbeat moves its cursor.
"""

from functools import partial
from typing import Final

from server.journal import LINES
from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.upkeep import store

KEPT_MS: Final = 60 * 24 * 3_600_000
"""So long a client may be away and still hear of each row that went (protocol.md §1)."""

EVERY_MS: Final = 3_600_000


async def prune(branch: Branch, now: int) -> None:
    """Drop what is old enough, once an hour."""
    if now - branch.pruned_at < EVERY_MS:
        return
    branch.pruned_at = now
    upto = await branch.database.read(partial(store.gone_before, at=now - KEPT_MS))
    while upto and await branch.database.write(partial(_drop, upto=upto)) == LINES:
        continue


def _drop(tx: Tx, *, upto: int) -> int:
    store.raise_floor(tx, upto)
    return store.drop_gone(tx, upto, most=LINES)
