"""Which engine the settings ask for, and reading what one of them keeps from another process.

Such a process has no use for the loop and the writers: loading them would be most of the time an export takes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from server.errors import BadSetting, CannotStart
from server.storage.database import Tx
from server.storage.sqlite.files import ADDRESS, copy_file, read_file

if TYPE_CHECKING:
    from server.settings import Settings
    from server.storage.engine import DatabaseEngine
    from server.storage.lanes import MakeLane

T = TypeVar("T")


def open_engine(settings: "Settings", lane: "MakeLane | None" = None) -> "DatabaseEngine":
    """The engine of these settings, with its registry open.

    Raises: BadSetting and other `CannotStart`.
    """
    from server.storage.lanes import ThreadLane

    if settings.database == "sqlite":
        from server.storage.sqlite.engine import SqliteEngine

        if settings.database_owner is not None:
            raise BadSetting("FIELD727_DATABASE_OWNER belongs to a postgresql:// FIELD727_DATABASE")
        return SqliteEngine(settings.data, lane=lane or ThreadLane)
    try:
        from server.storage.postgres.engine import PostgresEngine
    except ImportError:
        raise CannotStart("Postgres needs its driver: pip install 'field727[postgres]'") from None
    return PostgresEngine(settings.database, settings.database_owner, lane=lane or ThreadLane)


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
