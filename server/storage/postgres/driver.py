"""The Postgres driver: how a line is opened, how our SQL is said to it, and what its failures mean."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

import psycopg
from psycopg.abc import Buffer
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper

from server.errors import Refusal, StorageBusy, StorageFull
from server.storage.database import Value
from server.storage.statements import Cursor, Engine

DriverError = psycopg.Error

OLDEST: Final = 150_000
"""Postgres 15: from there on nobody may make things in the public schema unless told so."""

APPLICATION: Final = "field727"
"""What every line calls itself."""

CONNECT_S: Final = 3
"""How long a new line may take; whoever waits then hears *retry*."""

SETTINGS: Final = {
    "synchronous_commit": "on",
    # Whoever waits longer for the log's lock hears *retry* (SQLite: busy_timeout).
    "lock_timeout": "5000",
    # A process that was paused in mid-transaction would hold the log's lock for everybody.
    "idle_in_transaction_session_timeout": "10000",
    # Server and client must agree on what text is and when it is.
    "client_encoding": "UTF8",
    "timezone": "UTC",
    # Names are those of the organization's own schema, or they are wrong.
    "search_path": "pg_catalog",
}
"""What every line says of itself when it is opened."""

_FULL: Final = frozenset({"53100"})

_READ_ONLY: Final = "25006"

_FAULT_CLASSES: Final = frozenset(
    {
        "08",  # the line
        "40",  # rolled back: serialization, deadlock
        "53",  # resources: disk, memory, connections
        "57",  # an operator intervened: shutdown, crash, cannot connect now, cancelled
        "58",  # the system: I/O error
        "XX",  # internal error, corruption
    }
)

_FAULTS: Final = frozenset(
    {
        "25P03",  # idle in transaction for too long
        "55P03",  # the lock was not to be had in time
        _READ_ONLY,  # a standby, or a disk that was mounted read-only
    }
)

_PIECE: Final = re.compile(r"'[^']*'|\"[^\"]*\"|::|:([A-Za-z_]\w*)|[^'\":]+|.", re.DOTALL)


class _Flag(Int8Dumper):
    """True and false are 1 and 0 in a BIGINT, as on every engine."""

    def dump(self, obj: object) -> bytes:
        """The number, as text."""
        return b"1" if obj else b"0"


class _Number(psycopg.adapt.Loader):
    """A sum of BIGINTs is a whole number, as on every engine."""

    def load(self, data: Buffer) -> int | float:
        """The number that the text says."""
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class _Yes(psycopg.adapt.Loader):
    """A comparison answers 1 or 0, as on every engine."""

    def load(self, data: Buffer) -> int:
        """1 or 0."""
        return int(bytes(data) == b"t")


class PostgresConnection:
    """One line to Postgres, spoken to in the portable subset."""

    def __init__(self, url: str) -> None:
        """Open a line; every BEGIN and COMMIT is ours.

        Raises: StorageBusy, with what the server said, when it is not to be had or does not let us in.
        """
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        try:
            self._line = psycopg.connect(
                url, autocommit=True, connect_timeout=CONNECT_S, options=options, application_name=APPLICATION
            )
        except psycopg.Error as problem:
            raise StorageBusy(f"The database does not answer: {_last_line(problem)}") from problem
        self._line.adapters.register_dumper(bool, _Flag)
        self._line.adapters.register_loader("numeric", _Number)
        self._line.adapters.register_loader("bool", _Yes)

    @property
    def line(self) -> "psycopg.Connection[tuple[Any, ...]]":
        """The driver's own connection: for what only Postgres knows."""
        return self._line

    @property
    def in_transaction(self) -> bool:
        """Whether the server has a transaction open for us, even one in which a statement failed."""
        return self._line.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR)

    @property
    def is_dead(self) -> bool:
        """Whether nobody is at the other end."""
        return self._line.closed

    @property
    def is_idle(self) -> bool:
        """Whether the line stands and nothing is open on it."""
        return self._line.info.transaction_status == TransactionStatus.IDLE

    def execute(self, sql: str, parameters: Mapping[str, Value] | None = None, /) -> Cursor:
        """Run one statement; without parameters it may be several."""
        cursor = self._line.cursor()
        if parameters:
            return cursor.execute(said(sql).encode(), parameters)
        return cursor.execute(sql.encode())

    def begin(self, how: str) -> None:
        """Start a transaction with these statements, which are our own and right.

        Raises: StorageBusy, StorageFull.
        """
        try:
            self.execute(how).close()
        except psycopg.Error as problem:
            raise engine_fault(problem) or StorageBusy("No transaction can begin") from problem

    def commit(self) -> bool:
        """Make it durable. False when the server undid it instead.

        Raises: the driver's error, when there is no answer.
        """
        cursor = self._line.execute("COMMIT")
        return cursor.statusmessage == "COMMIT"

    def rollback(self) -> None:
        """Leave no transaction open, or no line; never raises."""
        self._leave("ROLLBACK")

    def end(self) -> None:
        """End a transaction that only read; never raises.

        A ROLLBACK would do as well, but makes the driver forget every statement it has prepared on this line.
        """
        self._leave("COMMIT")

    def close(self) -> None:
        """Hang up; safe to repeat."""
        self._line.close()

    def _leave(self, how: str) -> None:
        try:
            if self.in_transaction:
                self._line.execute(how.encode())
        except BaseException as problem:
            self._line.close()
            if not isinstance(problem, psycopg.Error):
                raise


Connect = Callable[[str], PostgresConnection]
"""Opens a line; whoever studies faults stands in between."""


@lru_cache(maxsize=2_048)
def said(sql: str) -> str:
    """Our `:name` parameters in the driver's words; what stands in quotes is left alone."""
    return "".join(f"%({piece[1]})s" if piece[1] else piece[0].replace("%", "%%") for piece in _PIECE.finditer(sql))


def _last_line(problem: Exception) -> str:
    return str(problem).strip().splitlines()[-1].rpartition("FATAL:")[2].strip()


def engine_fault(problem: Exception, /, *, is_reader: bool = False) -> Refusal | None:
    """The refusal for a failure of the server or the line; None for a mistake in the statement."""
    state = getattr(problem, "sqlstate", None)
    if state is None:
        is_line = isinstance(problem, psycopg.OperationalError | psycopg.InterfaceError)
        return StorageBusy("The line to the database broke") if is_line else None
    if state == _READ_ONLY and is_reader:
        return None
    if state in _FULL:
        return StorageFull("No space is left for the database")
    if state in _FAULTS or state[:2] in _FAULT_CLASSES:
        return StorageBusy(f"The database failed: {state}")
    return None


POSTGRES: Final = Engine(errors=DriverError, fault_of=engine_fault)
"""This engine, to whoever runs statements on it."""
