"""Carrying through an erasing that was promised: after its line on the never-again list there is no way back (S15).

A crash, or a COMMIT that failed, may have come between that line and the records.
"""

from functools import partial

from server.access import SYSTEM
from server.journal import erase, is_erased
from server.storage.database import Tx
from server.sync.branch import Branch


async def finish(branch: Branch, now: int) -> None:
    """Erase from the records what was promised and is still in them."""
    promised = branch.vault.promised
    if not promised:
        return
    left = await branch.database.read(lambda tx: [subject for subject in promised if not is_erased(tx, subject)])
    for subject in left:
        await branch.database.write(partial(_erase, branch, subject, now))
    for subject in promised:
        branch.vault.is_kept(subject)


def _erase(branch: Branch, subject: str, now: int, tx: Tx) -> None:
    if is_erased(tx, subject):
        return
    asked = (part.forget(tx, subject) for part in branch.slices if part.forget is not None)
    order = next((order for order in asked if order is not None), None)
    if order is None:
        branch.journal.change(tx, SYSTEM, lambda change: erase(change, subject), now=now)
    else:
        branch.order(tx, order, now=now)
