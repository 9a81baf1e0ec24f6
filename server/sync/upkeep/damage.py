"""What lies damaged on the disk: named by whoever reads it, told to the desk once, and counted for whoever watches."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from schemas.codes.dispatch import AlarmKind
from server.doors import Loader, Order
from server.identity.store import names_of
from server.ids import derived
from server.storage.database import Tx
from server.sync.branch import ALARM, Branch
from server.sync.upkeep import store
from server.vault import Retention, Vault

KIND: Final[AlarmKind] = "unreadable"

TOGETHER: Final = 500
"""So many records are read at once."""


async def tell(branch: Branch, now: int) -> None:
    """Have the desk told of each record that somebody could not read, once for each; a site has no strip."""
    if ALARM not in branch.orders:
        return
    for name in sorted(branch.vault.damaged - branch.told_damaged):
        await branch.database.write(partial(_raise, branch, name, now))
        branch.told_damaged.add(name)


def _raise(branch: Branch, name: str, now: int, tx: Tx) -> None:
    record_type, _, entity = name.partition("/")
    args = {"kind": KIND, "unit_id": None, "call_id": entity if record_type == "call" else None}
    branch.order(tx, Order(type=ALARM, entity=derived(name, KIND), args=args), now=now)


async def find(branch: Branch) -> list[str]:
    """Open everything that is sealed, and name what does not open."""
    for kind, load in branch.loaders.items():
        after = ""
        while ids := await branch.database.read(partial(store.recorded, kind=kind, after=after, limit=TOGETHER)):
            await branch.database.read(partial(_load, load, branch.vault, ids))
            after = ids[-1]
    await branch.database.read(partial(_open_others, branch))
    return sorted(branch.vault.damaged)


def _load(load: Loader, vault: Vault, ids: Sequence[str], tx: Tx) -> None:
    load(tx, vault, ids)


def _open_others(branch: Branch, tx: Tx) -> None:
    names_of(tx, branch.vault, store.people(tx))
    for held in store.sealed_held(tx):
        branch.vault.show(entity=held["command_id"], retention=Retention.HELD, sealed=bytes(held["sealed"]))
