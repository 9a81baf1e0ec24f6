"""A few lines to one login of one Postgres server: made when they are needed, kept while they stand.

Not `psycopg_pool`: that one reconnects in the background with pauses that double, and a city must not wait for a pause
to end when its database is back. Here whoever needs a line opens it.
"""

import threading
from typing import Final

from server.errors import NotNow, StorageBusy
from server.storage.postgres.driver import Connect, PostgresConnection

PATIENCE_S: Final = 5.0
"""How long a work waits for one of the lines to be free (SQLite: busy_timeout)."""


class Pool:
    """At most `most` lines at a time, each in one transaction or idle. Any thread may ask."""

    def __init__(
        self, url: str, *, most: int, connect: Connect = PostgresConnection, patience: float = PATIENCE_S
    ) -> None:
        """No line yet."""
        self._url = url
        self._patience = patience
        self._connect = connect
        self._free = threading.BoundedSemaphore(most)
        self._guard = threading.Lock()
        self._idle: list[PostgresConnection] = []
        self._is_closed = False

    @property
    def url(self) -> str:
        """Where the lines lead."""
        return self._url

    @property
    def pids(self) -> set[int]:
        """What the server calls the lines that are idle here."""
        with self._guard:
            return {connection.line.info.backend_pid for connection in self._idle}

    def begin(self, how: str) -> PostgresConnection:
        """A line in a transaction that was begun by these statements; a dead one that lay idle is no fault.

        Raises: StorageBusy, StorageFull, NotNow.
        """
        if not self._free.acquire(timeout=self._patience):
            raise StorageBusy("Every line to the database is taken")
        try:
            return self._begun(how)
        except BaseException:
            self._free.release()
            raise

    def give_back(self, connection: PostgresConnection) -> None:
        """The transaction is over; a line on which something is still open is given up."""
        with self._guard:
            is_kept = connection.is_idle and not self._is_closed
            if is_kept:
                self._idle.append(connection)
        if not is_kept:
            connection.close()
        self._free.release()

    def close(self) -> None:
        """Hang up; lines that are in use end with their transaction."""
        with self._guard:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _begun(self, how: str) -> PostgresConnection:
        while (connection := self._take()) is not None:
            try:
                connection.begin(how)
            except BaseException as problem:
                has_died = connection.is_dead
                connection.close()
                if not (isinstance(problem, NotNow) and has_died):
                    raise
                # It died while nobody looked; only a new line tells whether the server is there.
            else:
                return connection
        connection = self._connect(self._url)
        try:
            connection.begin(how)
        except BaseException:
            connection.close()
            raise
        return connection

    def _take(self) -> PostgresConnection | None:
        with self._guard:
            if self._is_closed:
                raise NotNow("The database is closed")
            return self._idle.pop() if self._idle else None
