"""The asynchronous edge of an SQLite file: a writer lane with group commit, and readers."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from server.errors import Busy, NotNow
from server.storage.database import Participant, Tx
from server.storage.group import Writer
from server.storage.lanes import Lane, MakeLane, ThreadLane, Waiting, answer
from server.storage.sqlite.driver import Connect, Connection, open_connection, refuse_old_library
from server.storage.sqlite.files import EXPECTED, SqliteSession, open_reader, read_on

T = TypeVar("T")

READERS: Final = 2
"""Reads of one organization that run at the same time; none of them waits for the writer."""

MAX_READS: Final = 1_024
"""Reads that may wait; then the answer is *busy, retry*."""


class SqliteDatabase:
    """One organization's records in one file; see the port for what it promises."""

    def __init__(
        self,
        path: Path,
        *,
        old_library_ok: bool = False,
        participants: Sequence[Participant] = (),
        connect: Connect = open_connection,
        lane: MakeLane = ThreadLane,
    ) -> None:
        """Open the file for writing, making it if there is none; readers open when first asked.

        `old_library_ok` is for training organizations and for those who took the risk.
        Raises: OldSqlite, UnsafeStorage, StorageBusy, StorageFull.
        """
        if not old_library_ok:
            refuse_old_library()
        self._writer = Writer(SqliteSession(path, connect), lane(f"write-{path.stem}", 1), participants)
        self._readers = _Readers(path, connect, lane(f"read-{path.stem}", READERS))

    async def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in the group that commits next and return its result after COMMIT returned."""
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._writer.put(work, future)
        return cast("T", await future)

    async def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` on one unchanging snapshot of what was committed."""
        future: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._readers.put(work, future)
        return cast("T", await future)

    async def durability(self) -> dict[str, Any]:
        """What the writing connection says of itself now, for `/readyz`; equals `EXPECTED` or is an alarm."""

        def ask(tx: Tx) -> dict[str, Any]:
            return {name: next(iter((tx.one(f"PRAGMA {name}") or {"": None}).values())) for name in EXPECTED}

        return await self.write(ask)

    def close(self) -> None:
        """Finish what is waiting, then let go of the file."""
        self._readers.close()
        self._writer.close()


class _Readers:
    """A few read-only connections, each used by one read at a time."""

    def __init__(self, path: Path, connect: Connect, lane: Lane) -> None:
        self._path = path
        self._connect = connect
        self._lane = lane
        self._guard = threading.Lock()
        self._idle: list[Connection] = []
        self._waiting = 0
        self._is_closed = False

    def put(self, work: Callable[[Tx], object], future: asyncio.Future[object]) -> None:
        with self._guard:
            if self._is_closed:
                raise NotNow("The database is closed")
            if self._waiting >= MAX_READS:
                raise Busy("Too many reads are waiting")
            self._waiting += 1
        waiting = Waiting(work, future)
        self._lane.submit(lambda: self._read(waiting))

    def close(self) -> None:
        with self._guard:
            self._is_closed = True
        self._lane.close()
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    def _read(self, waiting: Waiting) -> None:
        try:
            waiting.result = self._on_a_connection(waiting.work)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it belongs to the caller
            waiting.problem = problem
        with self._guard:
            self._waiting -= 1
        answer([waiting])

    def _on_a_connection(self, work: Callable[[Tx], object]) -> object:
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
