"""Reading what an engine keeps from another process: without the loop and the writers, which it has no use for.

An export is a process of its own, and most of its time was loading them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from server.storage.database import Tx
from server.storage.sqlite.files import ADDRESS, copy_file, read_file

T = TypeVar("T")


def glance(address: str, work: Callable[[Tx], T]) -> T:
    """Run `work` on one snapshot of the records at this address (`Premises.address`), whoever is writing them."""
    if address.startswith(ADDRESS):
        return read_file(Path(address.removeprefix(ADDRESS)), work)
    from server.storage.postgres.glance import read_at

    return read_at(address, work)


def copy_at(address: str, folders: tuple[str, ...], to: Path) -> None:
    """Copy what is committed at this address into one SQLite file, whichever engine holds it and whoever is writing.

    `folders` are its migrations. On the disk when this returns. Raises: StorageFull, StorageBusy.
    """
    if address.startswith(ADDRESS):
        copy_file(Path(address.removeprefix(ADDRESS)), to)
        return
    from server.storage.postgres.copies import copy_schema

    copy_schema(address, folders, to)
