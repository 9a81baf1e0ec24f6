"""Which phones have something they did not send, and when each was last heard: rows the desk follows like any other."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from schemas.matrix import projection
from server.access import SYSTEM
from server.journal import LINES, Change, show
from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.devices import News
from server.sync.upkeep import store

DESK: Final = "desk"


async def tell(branch: Branch) -> None:
    """Have the desk told what there is to tell, where it may know of devices."""
    if "unsent" not in projection(branch.organization.kind, DESK, "device"):
        return
    news = branch.devices.news()
    for first in range(0, len(news), LINES):
        await branch.database.write(partial(_tell, branch, news[first : first + LINES]))


def _tell(branch: Branch, news: Sequence[News], tx: Tx) -> None:
    def work(change: Change) -> None:
        for each in news:
            store.hear_device(change, each.device_id, heard_at=each.heard_at, unsent=each.unsent)
            show(change, DESK, "device", each.device_id)

    branch.journal.change(tx, SYSTEM, work, now=branch.clock.now())
