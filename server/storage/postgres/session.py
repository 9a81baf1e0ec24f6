"""Transactions on one schema: the organization's writing session, its snapshots, and small databases one waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from psycopg.sql import SQL, Identifier

from server.errors import NotNow, StorageBusy
from server.storage.blocking import transact
from server.storage.database import Tx
from server.storage.group import Unanswered
from server.storage.postgres.driver import POSTGRES, DriverError, PostgresConnection, engine_fault
from server.storage.postgres.pool import Pool
from server.storage.statements import StatementTx

T = TypeVar("T")

_ANEW: Final = (
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM {}",
    "TRUNCATE TABLE {}",
    "INSERT INTO {} SELECT * FROM kept",
    "DROP TABLE kept",
)
"""A table in a new file that holds its living rows and nothing else."""


@dataclass(frozen=True)
class Schema:
    """Where an organization's tables are, and the plain role that may use them and nothing else."""

    name: str
    role: str | None = None

    def begin(self, kind: str, *more: str) -> str:
        """The statements that begin a transaction of this kind here: both settings end with it."""
        role = () if self.role is None else (f"SET LOCAL ROLE {self.role}",)
        return "; ".join((f"BEGIN {kind}", *role, f"SET LOCAL search_path TO {self.name}, pg_temp", *more))


class PostgresSession:
    """The writing transactions of one schema, one after the other, each on a line of the pool.

    `lock` is what a transaction takes before anything else, so that processes take turns.
    """

    def __init__(self, pool: Pool, schema: Schema, *, lock: str) -> None:
        """Nothing is open yet."""
        self._pool = pool
        self._how = schema.begin("ISOLATION LEVEL READ COMMITTED", lock)
        self._connection: PostgresConnection | None = None

    def begin(self) -> None:
        """Start a transaction that holds the lock from its first moment.

        Raises: StorageBusy, StorageFull.
        """
        self._connection = self._pool.begin(self._how)

    def commit(self) -> None:
        """Make it durable: when this returns, a power cut loses nothing.

        Raises: StorageBusy, StorageFull, Unanswered.
        """
        connection = self._open()
        try:
            is_kept = connection.commit()
        except DriverError as problem:
            if not connection.in_transaction and not connection.is_idle:
                raise Unanswered from problem
            raise engine_fault(problem) or StorageBusy("The database failed at this moment") from problem
        if not is_kept:
            raise StorageBusy("The database undid what was to be stored")
        self._let_go()

    def undo(self) -> None:
        """Leave no transaction open, whatever happened; never raises."""
        if self._connection is not None:
            self._connection.rollback()
            self._let_go()

    def tx(self) -> StatementTx:
        """Give a handle for one work of the open transaction."""
        return StatementTx(self._open(), POSTGRES)

    def close(self) -> None:
        """Leave nothing open; the pool is somebody else's."""
        self.undo()

    def _open(self) -> PostgresConnection:
        assert self._connection is not None, "a transaction was begun"
        return self._connection

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._pool.give_back(connection)


def read_snapshot(pool: Pool, schema: Schema, work: Callable[[Tx], T]) -> T:
    """Run `work` on one unchanging snapshot of what is committed."""
    connection = pool.begin(schema.begin("ISOLATION LEVEL REPEATABLE READ READ ONLY"))
    tx = StatementTx(connection, POSTGRES, is_reader=True)
    try:
        return work(tx)
    finally:
        tx.finish()
        connection.end()
        pool.give_back(connection)


class PostgresSchema:
    """A `BlockingDatabase` on one schema. Transactions of every process take turns, as on a file."""

    def __init__(self, pool: Pool, schema: Schema) -> None:
        """Use this schema; it must be there."""
        self.name = schema.name
        self._pool = pool
        self._schema = schema
        self._lock = f"SELECT pg_advisory_xact_lock(hashtext('field727 {schema.name}'))"
        self._is_closed = False

    def transact(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in one transaction, synced when this returns; if it raises, nothing was changed."""
        if self._is_closed:
            raise NotNow("The database is closed")
        return transact(PostgresSession(self._pool, self._schema, lock=self._lock), work)

    def wipe_log(self) -> None:
        """Write every table anew, so that nothing of overwritten or deleted rows is left in its file.

        A VACUUM would keep what a long reader elsewhere might still see. What Postgres keeps to recover from a crash
        (its write-ahead log) is the server's own: it is overwritten as the server goes on.
        """
        self.transact(self._write_anew)

    def close(self) -> None:
        """Refuse new transactions; between them nothing is held."""
        self._is_closed = True

    def _write_anew(self, tx: Tx) -> None:
        tables = tx.all("SELECT tablename FROM pg_tables WHERE schemaname = :schema", schema=self._schema.name)
        for table in sorted(row["tablename"] for row in tables):
            for statement in _ANEW:
                tx.run(SQL(statement).format(Identifier(table)).as_string())
