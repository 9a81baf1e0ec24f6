"""Devices whose silence would mean something: whichever process hears one says so where all of them look.

A unit that does not check in is told apart from one whose phones have no link. That must not hang on which process
holds their sockets, so what each hears of them goes into the database: at every beat, and for these few devices only.
"""

from collections.abc import Mapping
from functools import partial

from server.storage.database import Tx
from server.sync.branch import Branch
from server.sync.upkeep import store


async def tell(branch: Branch) -> None:
    """Have the database know when the devices that are waited for were last heard here."""
    if not branch.awaited:
        return
    known = await branch.database.read(partial(_known, branch))
    heard = {device_id: branch.devices.heard_since(device_id, at) for device_id, at in known.items()}
    news = {device_id: at for device_id, at in heard.items() if at is not None}
    if news:
        await branch.database.write(partial(_tell, news))


def _known(branch: Branch, tx: Tx) -> dict[str, int]:
    return {device_id: at for ask in branch.awaited for device_id, at in ask(tx, branch.vault).items()}


def _tell(news: Mapping[str, int], tx: Tx) -> None:
    for device_id, at in sorted(news.items()):
        store.hear_device(tx, device_id, heard_at=at)
