"""Which phones have something they did not send, and when each was last heard: rows the desk follows like any other.

More is known of a device with every hello. The desk is shown what was known when the row last moved, so that whoever
reads it anew sees what those see who followed.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from schemas.matrix import projection
from server.access import SYSTEM
from server.journal import LINES, Change, show
from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.devices import SILENT_MS, News
from server.sync.upkeep import store

DESK: Final = "desk"


async def tell(branch: Branch) -> None:
    """Have the desk told what there is to tell, where it may know of devices."""
    if "unsent" not in projection(branch.organization.kind, DESK, "device"):
        return
    news = branch.devices.news()
    if news is None:
        return
    silent_since = branch.clock.now() - SILENT_MS
    left = await branch.database.read(partial(store.untold_devices, before=silent_since))
    ours = {each.device_id for each in news}
    news += [News(device_id, heard_at=0, unsent=None, said_at=0) for device_id in left if device_id not in ours]
    for first in range(0, len(news), LINES):
        await branch.database.write(partial(_tell, branch, news[first : first + LINES]))


def _tell(branch: Branch, news: Sequence[News], tx: Tx) -> None:
    def work(change: Change) -> None:
        for each in news:
            store.hear_device(change, each.device_id, heard_at=each.heard_at)
            if each.unsent is not None:
                store.keep_unsent(change, each.device_id, each.unsent, said_at=each.said_at)
            store.keep_told(change, each.device_id)
            show(change, DESK, "device", each.device_id)

    branch.journal.change(tx, SYSTEM, work, now=branch.clock.now())
