"""What stands between an engine and its driver: it counts, waits, fails and crashes on order.

It speaks of statements as both engines know them: `BEGIN` is however a writing transaction begins.
"""

import contextlib
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg.pq import TransactionStatus

from server.storage.database import Value
from server.storage.engine import DatabaseEngine
from server.storage.lanes import MakeLane, ThreadLane
from server.storage.postgres.driver import PostgresConnection
from server.storage.postgres.engine import PostgresEngine
from server.storage.sqlite.driver import DriverError, open_connection
from server.storage.sqlite.engine import SqliteEngine
from server.storage.statements import Connection, Cursor
from tests.engines import Ground


class Fault(enum.Enum):
    """How a statement fails: SQLite's code and its name, Postgres's state, and whether the transaction ends with it.

    SQLite ends it by a rollback of its own, Postgres by hanging up.
    """

    DISK_FULL = (13, "SQLITE_FULL", "53100", False)
    DISK_FULL_ENDS_ALL = (13, "SQLITE_FULL", "53100", True)
    IO_ERROR = (10 | 3 << 8, "SQLITE_IOERR_WRITE", "58030", False)
    IO_ERROR_ENDS_ALL = (10 | 3 << 8, "SQLITE_IOERR_WRITE", "58030", True)
    LOCKED = (5, "SQLITE_BUSY", "55P03", False)
    SILENT_END = (1, "SQLITE_ERROR", None, True)
    """The transaction is gone and no code tells: on Postgres the line broke."""


class Lost(enum.Enum):
    """A COMMIT whose answer never came: only an engine on another machine fails like this."""

    KEPT = "it was done"
    UNDONE = "it was not done"


class Crash(BaseException):
    """The process dies at this statement."""


Rule = Callable[[str, Mapping[str, Value]], Fault | Lost | None]


def nothing_fails(_sql: str, _values: Mapping[str, Value]) -> None:
    """The rule of a good day."""


def nobody_waits(_sql: str) -> None:
    """Nothing is in the way."""


@dataclass
class Faults:
    """What happens on every connection that `connect`, or for Postgres `line`, opens."""

    rule: Rule = nothing_fails
    """Asked before each statement of the writer; a fault is raised instead of running it."""
    around: Callable[[str], None] = nobody_waits
    """Called just before each statement of the writer runs; may wait."""
    rewrite: Mapping[str, str] = field(default_factory=dict)
    """Statements that are secretly another."""
    trace: list[str] = field(default_factory=list)
    """Every statement of the writer that returned, in order."""

    def connect(self, path: Path, read_only: bool) -> Connection:
        """Open an SQLite file."""
        real = open_connection(path, read_only)
        return real if read_only else _FaultyFile(real, self)

    def line(self, url: str) -> PostgresConnection:
        """Open a line to Postgres."""
        made = PostgresConnection(url)
        driver: Any = _FaultyLine(made.line, self)
        made._line = driver
        return made

    def engine(self, ground: Ground, lane: MakeLane = ThreadLane) -> Callable[[Path], DatabaseEngine]:
        """Opens this ground's engine on connections that fail on order."""
        if ground.engine == "sqlite":
            return partial(SqliteEngine, connect=self.connect, lane=lane)
        url, owner = (ground.settings[name] for name in ("FIELD727_DATABASE", "FIELD727_DATABASE_OWNER"))
        return lambda _data: PostgresEngine(url, owner, connect=self.line, lane=lane)

    def heal(self) -> None:
        """From now nothing fails and nobody waits."""
        self.rule, self.around = nothing_fails, nobody_waits

    def count(self, sql: str) -> int:
        """How often this statement returned."""
        return self.trace.count(sql)


class _FaultyFile:
    def __init__(self, real: Connection, faults: Faults) -> None:
        self._real = real
        self._faults = faults

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def execute(self, sql: str, parameters: Mapping[str, Value] | None = None, /) -> Cursor:
        values = parameters or {}
        named = "BEGIN" if sql == "BEGIN IMMEDIATE" else sql
        self._faults.around(named)
        fault = self._faults.rule(named, values)
        if fault is not None:
            self._fail(fault)
        cursor = self._real.execute(self._faults.rewrite.get(sql, sql), values)
        self._faults.trace.append(named)
        return cursor

    def close(self) -> None:
        self._real.close()

    def _fail(self, fault: Fault | Lost) -> None:
        assert isinstance(fault, Fault), "a file always answers"
        code, name, _, ends_all = fault.value
        if ends_all and self._real.in_transaction:
            self._real.execute("ROLLBACK")
        problem = DriverError(f"planted {name}")
        problem.sqlite_errorcode = code
        problem.sqlite_errorname = name
        raise problem


class _FaultyLine:
    """In place of the driver's own connection; what only reads, or rings bells, passes unharmed."""

    def __init__(self, real: "psycopg.Connection[Any]", faults: Faults) -> None:
        self._real = real
        self._faults = faults
        self._is_reading = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def cursor(self) -> "_FaultyLine":
        return self

    def execute(self, sql: Any, values: Any = None) -> "psycopg.Cursor[Any]":
        words = sql.decode() if isinstance(sql, bytes) else sql
        sql = self._faults.rewrite.get(words, sql)
        named = "BEGIN" if words.startswith("BEGIN") else words
        if named == "BEGIN":
            self._is_reading = "READ ONLY" in words
        if self._is_reading or (named != "BEGIN" and self._is_idle()):
            return self._real.execute(sql, values)
        self._faults.around(named)
        fault = self._faults.rule(named, values or {})
        cursor = self._real.execute(sql, values) if fault is None else self._fail(named, fault)
        self._faults.trace.append(named)
        return cursor

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        """Nothing of its own is open."""

    def copy(self, statement: Any) -> Any:
        self._faults.around("COPY")
        assert self._faults.rule("COPY", {}) is None, "a COPY only crashes"
        self._faults.trace.append("COPY")
        return self._real.cursor().copy(statement)

    def _is_idle(self) -> bool:
        return self._real.info.transaction_status == TransactionStatus.IDLE

    def _fail(self, named: str, fault: Fault | Lost) -> "psycopg.Cursor[Any]":
        if fault is Lost.KEPT:
            self._real.execute("COMMIT")
        if isinstance(fault, Lost):
            self._real.close()
            raise psycopg.OperationalError("planted: no answer")
        _, name, state, ends_all = fault.value
        if named == "COMMIT":
            return self._refuse_commit(name, state)
        if ends_all:
            self._real.close()
        else:
            self._spoil(named)
        raise _problem(name, state)

    def _refuse_commit(self, name: str, state: str | None) -> "psycopg.Cursor[Any]":
        """The server answers a COMMIT that it did not do: with an error, or in one quiet word."""
        if state is None:
            self._spoil("COMMIT")
            return self._real.execute("COMMIT")
        self._real.execute("ROLLBACK")
        raise _problem(name, state)

    def _spoil(self, named: str) -> None:
        """Leave the transaction open and good for nothing, as after any statement that failed."""
        if named == "BEGIN":
            self._real.execute("BEGIN")
        with contextlib.suppress(psycopg.Error):
            self._real.execute("SELECT 1 / 0")


def _problem(name: str, state: str | None) -> psycopg.Error:
    if state is None:
        return psycopg.OperationalError("planted: the line broke")
    return psycopg.errors.lookup(state)(f"planted {name}")
