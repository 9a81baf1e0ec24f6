"""The SQLite library: which one it is, how a file is opened, and what its result codes mean."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.errors import OldSqlite, Refusal, StorageBusy, StorageFull
from server.storage.statements import Connection, Engine

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        import sqlite3

DriverError = sqlite3.Error

PREPARED: Final = 512
"""Statements a line keeps prepared: all that a command or a page ever says."""

SAFE_VERSION: Final = (3, 51, 3)
"""The first release without the WAL-reset bug, by which commits can vanish (sqlite.org/wal.html)."""

_FULL: Final = 13
_READ_ONLY: Final = 8

_ENGINE_FAULTS: Final = frozenset(
    {
        4,  # ABORT
        5,  # BUSY
        6,  # LOCKED
        7,  # NOMEM
        _READ_ONLY,
        9,  # INTERRUPT
        10,  # IOERR
        11,  # CORRUPT
        _FULL,
        14,  # CANTOPEN
        15,  # PROTOCOL
        26,  # NOTADB
    }
)
"""Primary result codes that tell of the machine or the file, never of the statement (sqlite.org/rescode.html)."""


Connect = Callable[[Path, bool], Connection]
"""Opens a file; the second argument says whether only for reading."""


def open_connection(path: Path, read_only: bool, /) -> Connection:  # noqa: FBT001 - the shape every `Connect` has
    """Open the file with the library itself, every BEGIN and COMMIT left to us."""
    if read_only:
        uri = f"{path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=PREPARED)
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=PREPARED)


def library_version() -> str:
    """The release of the SQLite library in use, as `/readyz` names it."""
    return str(sqlite3.sqlite_version)


def is_old_library(version: str | None = None) -> bool:
    """Whether this release of SQLite can lose commits."""
    parts = (version or library_version()).split(".")
    return tuple(int(part) for part in parts) < SAFE_VERSION


def refuse_old_library(version: str | None = None) -> None:
    """Raise `OldSqlite`, with one line that says what to do, if this release can lose commits."""
    if is_old_library(version):
        safe = ".".join(str(part) for part in SAFE_VERSION)
        message = (
            f"SQLite {version or library_version()} can lose commits: install pysqlite3 with SQLite {safe} or later, "
            "or set FIELD727_ALLOW_OLD_SQLITE=1 to take the risk"
        )
        raise OldSqlite(message)


def engine_fault(problem: Exception, /, *, is_reader: bool = False) -> Refusal | None:
    """The refusal for a failure of the machine or the file; None for a mistake in the statement."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if code not in _ENGINE_FAULTS or (is_reader and code == _READ_ONLY):
        return None
    if code == _FULL:
        return StorageFull("No space is left for the database")
    return StorageBusy(f"The database failed: {getattr(problem, 'sqlite_errorname', code)}")


SQLITE: Final = Engine(errors=DriverError, fault_of=engine_fault)
"""This engine, to whoever runs statements on it."""
