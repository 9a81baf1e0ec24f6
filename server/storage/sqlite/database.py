"""The asynchronous edge of an SQLite file: a writer lane with group commit, and readers."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from server.errors import StorageFull
from server.storage.database import Participant, Safety, Tx
from server.storage.group import Writer
from server.storage.lanes import MakeLane, ThreadLane, awaited, awaited_all
from server.storage.readers import READERS, Readers
from server.storage.sqlite.driver import Connect, open_connection, refuse_old_library
from server.storage.sqlite.files import EXPECTED, SqliteSession, open_reader, read_on
from server.storage.sqlite.reserve import Reserve
from server.storage.statements import Connection

T = TypeVar("T")


class SqliteDatabase:
    """One organization's records in one file; see the port for what it promises."""

    def __init__(
        self,
        path: Path,
        *,
        session: SqliteSession | None = None,
        old_library_ok: bool = False,
        participants: Sequence[Participant] = (),
        connect: Connect = open_connection,
        lane: MakeLane = ThreadLane,
        reserve: Reserve | None = None,
    ) -> None:
        """Open the file for writing, making it if there is none; readers open when first asked.

        Whoever has it open already gives their `session` away: a schema of a hundred tables is read at each opening.
        `old_library_ok` is for training organizations and for those who took the risk.
        Raises: OldSqlite, UnsafeStorage, StorageBusy, StorageFull.
        """
        if not old_library_ok:
            refuse_old_library()
        self._reserve = reserve
        writing = SqliteSession(path, connect) if session is None else session
        self._writer = Writer(writing, lane(f"write-{path.stem}", 1), participants)
        self._snapshots = _Snapshots(path, connect)
        self._readers = Readers(self._snapshots.read, lane(f"read-{path.stem}", READERS))

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in the group that commits next and return its result after COMMIT returned."""
        return await awaited(self._writer.put, work)

    async def insist(self, work: Callable[[Tx], T]) -> T:
        """The same, out of the reserve if need be."""
        try:
            return await self.write(work)
        except StorageFull:
            if self._reserve is None or not self._reserve.spend():
                raise
            return await self.write(work)

    @property
    def keeps_room(self) -> bool:
        """Whether a reserve is kept, or was and is in use."""
        return self._reserve is not None

    @property
    def is_short(self) -> bool:
        """Whether the reserve is in use."""
        return self._reserve is not None and self._reserve.is_spent

    async def write_all(self, works: Sequence[Callable[[Tx], T]]) -> list[T | Exception]:
        """The same for several works, in their order, each of which fails alone."""
        return await awaited_all(self._writer.put_all, works)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one unchanging snapshot of what was committed."""
        return await awaited(self._readers.put, work)

    async def safety(self) -> Safety:
        """Whether the writing connection still says of itself what it must."""

        def ask(tx: Tx) -> dict[str, Any]:
            return {name: next(iter((tx.one(f"PRAGMA {name}") or {"": None}).values())) for name in EXPECTED}

        return Safety(found=await self.write(ask), expected=EXPECTED)

    def close(self) -> None:
        """Finish what is waiting, then let go of the file."""
        self._readers.close()
        self._snapshots.close()
        self._writer.close()


class _Snapshots:
    """A few read-only connections to one file, each used by one read at a time."""

    def __init__(self, path: Path, connect: Connect) -> None:
        self._path = path
        self._connect = connect
        self._guard = threading.Lock()
        self._idle: list[Connection] = []

    def read(self, work: Callable[[Tx], object]) -> object:
        """Run this on a snapshot of what was committed."""
        with self._guard:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = open_reader(self._path, self._connect)
        try:
            return read_on(connection, work)
        finally:
            if connection.in_transaction:
                connection.close()
            else:
                with self._guard:
                    self._idle.append(connection)

    def close(self) -> None:
        """Let go of the file; nobody reads any more."""
        for connection in self._idle:
            connection.close()
        self._idle.clear()
