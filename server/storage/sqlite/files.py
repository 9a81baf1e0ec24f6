"""SQLite files: the writing session that must be durable, the blocking file, the read-only glance."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from server.errors import NotNow, Refusal, StorageBusy, StorageFull, UnsafeStorage
from server.storage.blocking import transact
from server.storage.database import Tx
from server.storage.folders import sync_file
from server.storage.sqlite.driver import SQLITE, Connect, DriverError, engine_fault, open_connection
from server.storage.sqlite.reserve import Reserve
from server.storage.statements import Connection, StatementTx

if TYPE_CHECKING:
    import sqlite_utils

T = TypeVar("T")

log = logging.getLogger(__name__)

ADDRESS: Final = "sqlite:"
"""What stands before a path where another process is told which file to read."""

_EVERYBODY: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
)

_WRITER: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # On macOS a plain fsync leaves the bytes in the drive's cache.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    # A log that once grew large is cut back, so that it stays bounded.
    "PRAGMA journal_size_limit = 67108864",
)

EXPECTED: Final = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
"""What a writing connection must say of itself before the first work; synchronous 2 is FULL."""


class SqliteSession:
    """The one writing connection of a file: durable, or it does not open."""

    def __init__(self, path: Path, connect: Connect = open_connection) -> None:
        """Open the file, making it if there is none.

        Raises: UnsafeStorage, StorageBusy, StorageFull.
        """
        self._path = path
        self._connect = connect
        self._is_closed = False
        self._open_connection: Connection | None = self._open()

    @property
    def connection(self) -> Connection:
        """The connection in use; a new one after a fault that could not be undone."""
        if self._is_closed:
            raise NotNow("The file is closed")
        if self._open_connection is None:
            self._open_connection = self._open()
        return self._open_connection

    def begin(self) -> None:
        """Start a transaction that holds the write lock from its first moment."""
        _execute(self.connection, "BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make it durable: when this returns, a power cut loses nothing."""
        _execute(self.connection, "COMMIT")

    def undo(self) -> None:
        """Leave no transaction open; never raises. A connection that cannot even roll back is given up."""
        if self._open_connection is None:
            return
        try:
            if self._open_connection.in_transaction:
                _execute(self._open_connection, "ROLLBACK")
        except (DriverError, Refusal):
            log.exception("a rollback failed; the file will be opened again")
            self._give_up()

    def tx(self) -> StatementTx:
        """Give a handle for one work of the open transaction."""
        return StatementTx(self.connection, SQLITE)

    def wipe_log(self) -> None:
        """Fold the write-ahead log into the file and cut it to nothing.

        Raises: StorageBusy when somebody still reads an older state.
        """
        if _value(self.connection, "PRAGMA wal_checkpoint(TRUNCATE)") != 0:
            raise StorageBusy("The log cannot be wiped while somebody reads from it")

    def close(self) -> None:
        """Let go of the file for good; the log is folded into it."""
        self._is_closed = True
        self._give_up()

    def _give_up(self) -> None:
        connection, self._open_connection = self._open_connection, None
        if connection is not None:
            connection.close()

    def _open(self) -> Connection:
        connection = _opened(self._path, self._connect, (*_EVERYBODY, *_WRITER), read_only=False)
        for name, expected in EXPECTED.items():
            found = _value(connection, f"PRAGMA {name}")
            if found != expected:
                connection.close()
                raise UnsafeStorage(
                    f"{self._path.name}: SQLite says {name} = {found}; it could forget what it confirmed"
                )
        return connection


class SqliteFile:
    """A `BlockingDatabase` on one file: for the registry, the keys, migrations."""

    def __init__(self, path: Path, connect: Connect = open_connection, *, reserve: Reserve | None = None) -> None:
        """Open the file, making it if there is none; on a full disk it may write into the reserve.

        Raises: UnsafeStorage, StorageBusy, StorageFull.
        """
        self.session = SqliteSession(path, connect)
        """For whoever writes on when the migrations are done; then nobody may use the file beside them."""
        self._turn = threading.Lock()
        self._reserve = reserve

    def transact(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction, synced when this returns; if it raises, nothing was changed."""
        with self._turn:
            try:
                return transact(self.session, work)
            except StorageFull:
                if self._reserve is None or not self._reserve.spend():
                    raise
                return transact(self.session, work)

    def with_utilities(self, work: Callable[["sqlite_utils.Database"], T]) -> T:
        """Run `work` in one transaction with sqlite-utils: bulk import, full-text search, looking at the schema."""
        import sqlite_utils  # noqa: PLC0415 - a tenth of a second that a plain start does not need

        with self._turn:
            self.session.begin()
            try:
                result = work(_wrap(sqlite_utils.Database, self.session.connection))
                self.session.commit()
            except BaseException:
                self.session.undo()
                raise
        return result

    def wipe_log(self) -> None:
        """Leave nothing of overwritten or deleted rows in the write-ahead log."""
        with self._turn:
            self.session.wipe_log()

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self.session.close()


def open_reader(path: Path, connect: Connect = open_connection) -> Connection:
    """Open a connection that can write nothing."""
    return _opened(path, connect, (*_EVERYBODY, "PRAGMA query_only = ON"), read_only=True)


def read_on(connection: Connection, work: Callable[[Tx], T]) -> T:
    """Run `work` on one unchanging snapshot of what is committed."""
    _execute(connection, "BEGIN")
    tx = StatementTx(connection, SQLITE, is_reader=True)
    try:
        return work(tx)
    finally:
        tx.finish()
        if connection.in_transaction:
            _execute(connection, "ROLLBACK")


def read_file(path: Path, work: Callable[[Tx], T]) -> T:
    """Run `work` on a snapshot of a file that another process may be writing: for exports in a child process."""
    connection = open_reader(path)
    try:
        return read_on(connection, work)
    finally:
        connection.close()


def copy_file(path: Path, to: Path, connect: Connect = open_connection) -> None:
    """Make `to` a file of what is committed at this moment, whoever is writing; on the disk when this returns.

    The copy holds living rows only, and needs no log beside it.
    Raises: StorageFull, StorageBusy; then what lies there is nothing.
    """
    # Not a reader's settings: those forbid every statement that writes, wherever to.
    connection = _opened(path, connect, _EVERYBODY, read_only=True)
    try:
        connection.execute("VACUUM INTO :to", {"to": str(to)}).close()
    except DriverError as problem:
        raise engine_fault(problem) or StorageBusy("The database cannot be copied at this moment") from problem
    finally:
        connection.close()
    sync_file(to)


def as_one_file(path: Path) -> None:
    """Fold the log of a file that nobody has open into it, for good: a copy of the file alone is then all of it."""
    connection = _opened(path, open_connection, ("PRAGMA journal_mode = DELETE",), read_only=False)
    connection.close()
    sync_file(path)


def is_whole(path: Path) -> bool:
    """Whether every page and index of a file is what it must be."""
    try:
        connection = open_reader(path)
        try:
            return _value(connection, "PRAGMA integrity_check") == "ok"
        finally:
            connection.close()
    except (DriverError, Refusal):
        return False


def _wrap(kind: "type[sqlite_utils.Database]", connection: Connection) -> "sqlite_utils.Database":
    return kind(connection, recursive_triggers=False, execute_plugins=False)  # type: ignore[arg-type]


def _opened(path: Path, connect: Connect, pragmas: Sequence[str], *, read_only: bool) -> Connection:
    try:
        connection = connect(path, read_only)
    except DriverError as problem:
        raise engine_fault(problem) or problem from problem
    try:
        for pragma in pragmas:
            _execute(connection, pragma)
    except BaseException:
        connection.close()
        raise
    return connection


def _execute(connection: Connection, sql: str) -> None:
    _value(connection, sql)


def _value(connection: Connection, sql: str) -> object:
    try:
        cursor = connection.execute(sql)
        row = cursor.fetchone()
        cursor.close()
    except DriverError as problem:
        # These statements are our own and right: whatever fails them is the engine, or the file.
        raise engine_fault(problem) or StorageBusy("The database failed at this moment") from problem
    return None if row is None else row[0]
