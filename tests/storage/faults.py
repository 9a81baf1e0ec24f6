"""A connection that stands between the engine and the library: it counts, waits, fails and crashes on order."""

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.storage.database import Value
from server.storage.sqlite import open_connection
from server.storage.sqlite.driver import DriverError
from server.storage.statements import Connection, Cursor


class Fault(enum.Enum):
    """How a statement fails. SQLite may end the whole transaction by itself, or leave it open."""

    DISK_FULL = (13, "SQLITE_FULL", False)
    DISK_FULL_ENDS_ALL = (13, "SQLITE_FULL", True)
    IO_ERROR = (10 | 3 << 8, "SQLITE_IOERR_WRITE", False)
    IO_ERROR_ENDS_ALL = (10 | 3 << 8, "SQLITE_IOERR_WRITE", True)
    SILENT_END = (1, "SQLITE_ERROR", True)
    """The transaction is gone and the error code does not tell."""


class Crash(BaseException):
    """The process dies at this statement."""


Rule = Callable[[str, Mapping[str, Value]], Fault | None]


@dataclass
class Faults:
    """What happens on every connection that `connect` opens."""

    rule: Rule = lambda _sql, _values: None
    """Asked before each statement of the writer; a fault is raised instead of running it."""
    around: Callable[[str], None] = lambda _sql: None
    """Called just before each statement of the writer runs; may wait."""
    rewrite: Mapping[str, str] = field(default_factory=dict)
    """Statements that are secretly another."""
    trace: list[str] = field(default_factory=list)
    """Every statement of the writer that returned, in order."""

    def connect(self, path: Path, read_only: bool) -> Connection:
        real = open_connection(path, read_only)
        return real if read_only else _Faulty(real, self)

    def count(self, sql: str) -> int:
        return self.trace.count(sql)


class _Faulty:
    def __init__(self, real: Connection, faults: Faults) -> None:
        self._real = real
        self._faults = faults

    @property
    def in_transaction(self) -> bool:
        return self._real.in_transaction

    def execute(self, sql: str, parameters: Mapping[str, Value] | None = None, /) -> Cursor:
        values = parameters or {}
        self._faults.around(sql)
        fault = self._faults.rule(sql, values)
        if fault is not None:
            self._fail(fault)
        cursor = self._real.execute(self._faults.rewrite.get(sql, sql), values)
        self._faults.trace.append(sql)
        return cursor

    def close(self) -> None:
        self._real.close()

    def _fail(self, fault: Fault) -> None:
        code, name, ends_all = fault.value
        if ends_all and self._real.in_transaction:
            self._real.execute("ROLLBACK")
        problem = DriverError(f"planted {name}")
        problem.sqlite_errorcode = code
        problem.sqlite_errorname = name
        raise problem
