"""An engine on the bench: two tables, a database on them that fails on order, and a look at what is really stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

import psycopg

from server.storage.database import BlockingDatabase, Database, Participant, Tx
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.postgres.database import PostgresDatabase
from server.storage.postgres.driver import POSTGRES
from server.storage.postgres.founding import TYPES
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import PostgresSchema, Schema, read_snapshot
from server.storage.sqlite.database import SqliteDatabase
from server.storage.sqlite.driver import SQLITE, DriverError, open_connection
from server.storage.sqlite.files import SqliteFile, read_file
from server.storage.statements import StatementTx
from tests.engines import EngineName
from tests.postgres import OWNER, PostgresGround
from tests.storage.faults import Faults
from tests.storage.stream import SCHEMA

T = TypeVar("T")

TABLES = (
    "CREATE TABLE effect (id TEXT NOT NULL, part TEXT NOT NULL)",
    "CREATE TABLE receipt (id TEXT PRIMARY KEY)",
    "CREATE TABLE log_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL)",
)
"""What a work does, that it was done, and the head of the log that writers take turns by."""


class Bench(Protocol):
    """One engine, as every test of the storage floor has it."""

    @property
    def engine(self) -> EngineName:
        """Which one it is; no test body asks."""
        ...

    @property
    def faults(self) -> Faults:
        """What goes wrong on every connection that is opened here."""
        ...

    @property
    def errors(self) -> type[Exception]:
        """What its driver says to a statement that is wrong."""
        ...

    @property
    def types(self) -> Mapping[str, str]:
        """What it calls our types."""
        ...

    @property
    def address(self) -> str:
        """Where a child process finds the tables: for `stream`."""
        ...

    def anew(self) -> None:
        """Let go of what was opened; the tables are empty and nothing fails."""
        ...

    def open(self, *, participants: Sequence[Participant] = (), lane: MakeLane = ThreadLane) -> Database:
        """The tables as an organization's records; closed by `anew` at the latest."""
        ...

    def file(self) -> BlockingDatabase:
        """The tables as a small database of somebody who waits; closed by `anew` at the latest."""
        ...

    def empty(self, name: str) -> BlockingDatabase:
        """A database without any table; by the same name the same one, on a line of its own."""
        ...

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run this on what is committed, beside whoever writes."""
        ...

    def hiding(self) -> AbstractContextManager[None]:
        """Whoever opens the tables now does not find them."""
        ...

    def outside(self) -> AbstractContextManager[StatementTx]:
        """A handle on a connection without a transaction."""
        ...


def make_tables(database: BlockingDatabase) -> None:
    """The tables, all of them."""

    def work(tx: Tx) -> None:
        for table in TABLES:
            tx.run(table)
        tx.run("INSERT INTO log_head (one, seq) VALUES (1, 0)")

    database.transact(work)


class SqliteBench:
    """Files in a folder."""

    engine: EngineName = "sqlite"
    errors: type[Exception] = DriverError
    types: Mapping[str, str] = {}

    def __init__(self, folder: Path) -> None:
        self.faults = Faults()
        self._folder = folder
        self._turn = 0
        self._opened: list[Database | BlockingDatabase] = []
        self.anew()

    @property
    def path(self) -> Path:
        """The file with the tables."""
        return self._folder / str(self._turn) / "city.db"

    @property
    def address(self) -> str:
        return f"{self.engine}:{self.path}"

    def anew(self) -> None:
        self.faults.heal()
        for each in self._opened:
            each.close()
        self.faults.trace.clear()
        self._opened.clear()
        self._turn += 1
        self.path.parent.mkdir()
        with closing(SqliteFile(self.path)) as file:
            make_tables(file)

    def open(self, *, participants: Sequence[Participant] = (), lane: MakeLane = ThreadLane) -> Database:
        made = SqliteDatabase(
            self.path, old_library_ok=True, participants=participants, connect=self.faults.connect, lane=lane
        )
        self._opened.append(made)
        return made

    def file(self) -> BlockingDatabase:
        made = SqliteFile(self.path, self.faults.connect)
        self._opened.append(made)
        return made

    def empty(self, name: str) -> BlockingDatabase:
        made = SqliteFile(self.path.with_name(f"{name}.db"))
        self._opened.append(made)
        return made

    def read(self, work: Callable[[Tx], T]) -> T:
        return read_file(self.path, work)

    @contextmanager
    def hiding(self) -> Iterator[None]:
        away = self.path.rename(self.path.with_suffix(".away"))
        yield
        away.rename(self.path)

    @contextmanager
    def outside(self) -> Iterator[StatementTx]:
        with closing(open_connection(self.path, False)) as connection:
            yield StatementTx(connection, SQLITE)


class PostgresBench:
    """A schema of a database of its own."""

    engine: EngineName = "postgres"
    errors: type[Exception] = psycopg.Error
    types: Mapping[str, str] = TYPES
    schema = SCHEMA

    def __init__(self, ground: PostgresGround) -> None:
        self.faults = Faults()
        self.ground = ground
        self.url = ground.cluster.url(OWNER, ground.database)
        self._opened: list[Database | BlockingDatabase] = []
        self._pools: list[Pool] = []
        self._look = Pool(self.url, most=1)
        self._make(SCHEMA.name)
        make_tables(PostgresSchema(self._look, self.schema))

    @property
    def address(self) -> str:
        return f"{self.engine}:{self.url}"

    def anew(self) -> None:
        self.faults.heal()
        for each in [*self._opened, *self._pools]:
            each.close()
        self.faults.trace.clear()
        self._opened.clear()
        self._pools.clear()
        PostgresSchema(self._look, self.schema).transact(_clear)

    def close(self) -> None:
        """Let go of everything."""
        self.anew()
        self._look.close()

    def pool(self) -> Pool:
        """A few lines on which things fail."""
        self._pools.append(Pool(self.url, most=4, connect=self.faults.line))
        return self._pools[-1]

    def open(self, *, participants: Sequence[Participant] = (), lane: MakeLane = ThreadLane) -> Database:
        made = PostgresDatabase(self.pool(), self.schema, participants=participants, lane=lane)
        self._opened.append(made)
        return made

    def file(self) -> BlockingDatabase:
        made = PostgresSchema(self.pool(), self.schema)
        self._opened.append(made)
        return made

    def empty(self, name: str) -> BlockingDatabase:
        self._make(name)
        return PostgresSchema(self.pool(), Schema(name))

    def read(self, work: Callable[[Tx], T]) -> T:
        return read_snapshot(self._look, self.schema, work)

    def hiding(self) -> AbstractContextManager[None]:
        return self.ground.closed()

    @contextmanager
    def outside(self) -> Iterator[StatementTx]:
        with closing(self.faults.line(self.url)) as connection:
            yield StatementTx(connection, POSTGRES)

    def _make(self, name: str) -> None:
        sql = f"CREATE SCHEMA IF NOT EXISTS {name}"
        PostgresSchema(self._look, Schema("pg_catalog")).transact(partial(_run, sql))


def _run(sql: str, tx: Tx) -> None:
    tx.run(sql)


def _clear(tx: Tx) -> None:
    # What a test left in schemas of its own goes too.
    for row in tx.all("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'empty%'"):
        tx.run(f"DROP SCHEMA {row['nspname']} CASCADE")
    tx.run("TRUNCATE TABLE effect, receipt")
    tx.run("UPDATE log_head SET seq = 0")
