"""The feed stays bounded: lines that say "gone" are dropped after 60 days, and whoever was away longer reads anew.

The floor rises in the transaction that drops the first of them, so a cursor below it is told before it can miss one.
A client that says or hears anything meanwhile stands above: every empty page and heartbeat moves its cursor.
Devices that have nothing to send and were not heard for two weeks leave the desk.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from server.journal import LINES, Change, withdraw
from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.upkeep import store

KEPT_MS: Final = 60 * 24 * 3_600_000
"""So long a client may be away and still hear of each row that went (protocol.md §1)."""

UNHEARD_MS: Final = 14 * 24 * 3_600_000
"""So long a phone that was shut out may still hand over (protocol.md S13); whoever is silent longer has left."""

EVERY_MS: Final = 3_600_000


async def prune(branch: Branch, now: int) -> None:
    """Drop what is old enough, once an hour."""
    if now - branch.pruned_at < EVERY_MS:
        return
    branch.pruned_at = now
    upto = await branch.database.read(partial(store.gone_before, at=now - KEPT_MS))
    while upto and await branch.database.write(partial(_drop, upto=upto)) == LINES:
        continue
    unheard = await branch.database.read(partial(store.unheard_devices, at=now - UNHEARD_MS, most=LINES))
    if unheard:
        await branch.act(partial(_take_away, device_ids=unheard))


def _take_away(change: Change, *, device_ids: Sequence[str]) -> None:
    for device_id in device_ids:
        withdraw(change, "device", device_id)


def _drop(tx: Tx, *, upto: int) -> int:
    store.raise_floor(tx, upto)
    return store.drop_gone(tx, upto, most=LINES)
