"""One work's statements on a connection, with the engine's failures told apart from the work's own."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol, TypeVar

from server.errors import Refusal, StorageBusy
from server.storage.database import Row, Value

T = TypeVar("T")


class Cursor(Protocol):
    """The part of a driver's cursor that is used here."""

    @property
    def description(self) -> Any:  # noqa: ANN401 - the driver's own tuples
        """Names of the columns, None for a statement without rows."""
        ...

    @property
    def rowcount(self) -> int:
        """Rows changed, -1 when that has no meaning."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 - the driver's own row
        """Give the next row."""
        ...

    def fetchall(self) -> list[Any]:
        """Give the remaining rows."""
        ...

    def close(self) -> None:
        """Reset the statement."""
        ...


class Connection(Protocol):
    """The part of a driver's connection that is used here; a fault injector offers the same."""

    @property
    def in_transaction(self) -> bool:
        """Whether the engine itself has a transaction open."""
        ...

    def execute(self, sql: str, parameters: Mapping[str, Value] = ..., /) -> Cursor:
        """Run one statement."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


class FaultOf(Protocol):
    """How an engine tells a failure of its own from a mistake in the statement."""

    def __call__(self, problem: Exception, /, *, is_reader: bool = False) -> Refusal | None:
        """The refusal for a failure of the machine, the file or the line; None for a mistake in the statement."""
        ...


@dataclass(frozen=True)
class Engine:
    """What a handle must know of the engine below it."""

    errors: type[Exception]
    """Everything its driver raises."""
    fault_of: FaultOf


_NOT_FOR_WORKS: Final = frozenset({"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"})
"""A work that ended the group's transaction would commit its neighbours behind their callers' backs."""


REMEMBERED: Final = 2_048
"""Statements whose shape is remembered: more than a server ever says."""

_NAMED: Final = re.compile(r"SELECT(?:[^*]|\*\))*")
"""A question that names its columns: no `*` but in `COUNT(*)`."""

_PIECE: Final = re.compile(r"'[^']*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/|;|[^;'\"/-]+|.", re.DOTALL)
"""One piece of SQL: a text, a quoted name, a comment, the end of a statement, or anything else."""

_NAMES: Final[dict[str, tuple[str, ...]]] = {}


def statements(sql: str) -> Iterator[str]:
    """The statements of a file without comments; a `;` inside quotes or comments ends none."""
    statement = ""
    for piece in _PIECE.findall(sql):
        if piece.startswith(("--", "/*")):
            statement += " "
        elif piece != ";":
            statement += piece
        elif statement.strip():
            yield statement.strip()
            statement = ""
    if statement.strip():
        yield statement.strip()


@lru_cache(maxsize=REMEMBERED)
def _only_asks(sql: str) -> bool:
    """Whether this changes nothing.

    Raises: TypeError, unless it is one statement, whatever comments surround it, that leaves the transaction open.
    """
    found = list(statements(sql))
    if len(found) != 1 or found[0].split(None, 1)[0].upper() in _NOT_FOR_WORKS:
        raise TypeError("A work says one statement at a time and begins or ends no transaction; use attempt()")
    return sql.startswith("SELECT")


class StatementTx:
    """The `Tx` of a writer or a reader on either engine; see the port for what it promises."""

    def __init__(self, connection: Connection, engine: Engine, *, is_reader: bool = False) -> None:
        """Work on the transaction that is open on this connection."""
        self._connection = connection
        self._engine = engine
        self._is_reader = is_reader
        self._is_finished = False
        self._fault: Refusal | None = None
        self._mistakes = 0
        # True while nothing was written since the innermost savepoint began.
        self._is_clean = False
        self._calls: list[Callable[[], None]] = []
        self.memory: dict[str, Any] = {}

    def all(self, sql: str, /, **values: Value) -> list[Row]:
        """Every row the statement gives."""
        return self._ask(sql, values, _rows)

    def one(self, sql: str, /, **values: Value) -> Row | None:
        """The first row the statement gives, or None."""
        return self._ask(sql, values, _first)

    def run(self, sql: str, /, **values: Value) -> int:
        """Do it; answers how many rows changed."""
        return self._ask(sql, values, _changed)

    def attempt(self, part: Callable[[], T], /) -> T:
        """Run a part in a SAVEPOINT of its own: if it raises, only the part is undone.

        A part that comes before anything else was written has the savepoint of what it is part of.
        """
        if self._is_reader:
            return part()
        if self._is_clean:
            return self._attempt_here(part)
        kept = len(self._calls)
        self._begin_part()
        try:
            result = part()
            # Where a mistake was hidden the transaction is good for nothing, and this says so.
            self._control("RELEASE part")
        except BaseException:
            self._forget(kept)
            if self.is_sound():
                self._control("ROLLBACK TO part")
                self._control("RELEASE part")
            raise
        finally:
            self._is_clean = False
        return result

    def _attempt_here(self, part: Callable[[], T]) -> T:
        kept, mistakes = len(self._calls), self._mistakes
        try:
            result = part()
            if self._mistakes > mistakes:
                self._begin_part()
                self._control("RELEASE part")
        except BaseException:
            self._forget(kept)
            if self.is_sound():
                self._control("ROLLBACK TO part")
                self._is_clean = True
            raise
        return result

    def _forget(self, kept: int) -> None:
        """Nothing of an undone part is called after the COMMIT, and nothing it read is true."""
        del self._calls[kept:]
        self.memory.clear()

    def _begin_part(self) -> None:
        self._control("SAVEPOINT part")
        self._is_clean = True

    def after_commit(self, call: Callable[[], None], /) -> None:
        """Have this called once COMMIT returned, if and only if this work survived."""
        if self._is_reader:
            raise TypeError("A reader commits nothing")
        self._calls.append(call)

    def is_sound(self) -> bool:
        """Whether the transaction still stands and the engine failed in nothing, even if the work hid it."""
        return self._fault is None and self._connection.in_transaction

    def failure(self) -> Exception:
        """What the engine failed with; asked only when it is not sound."""
        return self._fault or StorageBusy("The engine ended the transaction")

    def finish(self) -> list[Callable[[], None]]:
        """End the handle: later use raises. Answers the calls to make after the COMMIT."""
        self._is_finished = True
        return self._calls

    def _ask(self, sql: str, values: Mapping[str, Value], take: Callable[[Cursor, str], T]) -> T:
        if not _only_asks(sql):
            self._is_clean = False
            self.memory.clear()
        return self._do(sql, values, take)

    def _control(self, sql: str) -> None:
        self._do(sql, {}, _changed)

    def _do(self, sql: str, values: Mapping[str, Value], take: Callable[[Cursor, str], T]) -> T:
        if self._is_finished:
            raise RuntimeError("A transaction handle ends with its work")
        # Outside a transaction every statement would commit on its own, a RELEASE too.
        if self._fault is not None or not self._connection.in_transaction:
            raise self.failure()
        try:
            return take(self._connection.execute(sql, values), sql)
        except self._engine.errors as problem:
            self._fault = self._engine.fault_of(problem, is_reader=self._is_reader)
            if self._fault is None:
                self._mistakes += 1
                raise
            raise self._fault from problem


def _rows(cursor: Cursor, sql: str) -> list[Row]:
    found = cursor.fetchall()
    if not found:
        return []
    names = _names(cursor, sql)
    return [dict(zip(names, row, strict=True)) for row in found]


def _first(cursor: Cursor, sql: str) -> Row | None:
    row = cursor.fetchone()
    found = None if row is None else dict(zip(_names(cursor, sql), row, strict=True))
    cursor.close()
    return found


def _names(cursor: Cursor, sql: str) -> tuple[str, ...]:
    """What the columns are called: both drivers put that together anew each time, where it is always the same."""
    names = _NAMES.get(sql)
    if names is None:
        names = tuple(column[0] for column in cursor.description or ())
        if _NAMED.fullmatch(sql) and len(_NAMES) < REMEMBERED:
            _NAMES[sql] = names
    return names


def _changed(cursor: Cursor, _sql: str) -> int:
    changed = cursor.rowcount
    cursor.close()
    return max(changed, 0)
