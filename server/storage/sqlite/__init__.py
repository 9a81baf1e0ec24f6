"""The SQLite engine: one file per organization, one writing connection, readers beside it.

`library` is the only module that knows a driver. A connection is opened by a function that is given (`Connect`), so
that whoever studies faults can stand between this engine and the library.
"""

from server.storage.sqlite.database import SqliteDatabase
from server.storage.sqlite.driver import (
    Connect,
    is_old_library,
    library_version,
    open_connection,
    refuse_old_library,
)
from server.storage.sqlite.files import SqliteFile, SqliteSession, read_file

__all__ = [
    "Connect",
    "SqliteDatabase",
    "SqliteFile",
    "SqliteSession",
    "is_old_library",
    "library_version",
    "open_connection",
    "read_file",
    "refuse_old_library",
]
