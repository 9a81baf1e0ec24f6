"""How many statements something costs, on either engine: a database that counts what is asked of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from server.storage.database import Database, Row, Safety, Tx, Value
from server.sync.branch import Branch

T = TypeVar("T")


class CountingTx:
    """Passes every statement on, and notes it."""

    def __init__(self, tx: Tx, statements: list[str]) -> None:
        self._tx = tx
        self._statements = statements
        self.memory = tx.memory

    def all(self, sql: str, /, **values: Value) -> list[Row]:
        self._statements.append(sql)
        return self._tx.all(sql, **values)

    def one(self, sql: str, /, **values: Value) -> Row | None:
        self._statements.append(sql)
        return self._tx.one(sql, **values)

    def run(self, sql: str, /, **values: Value) -> int:
        self._statements.append(sql)
        return self._tx.run(sql, **values)

    def attempt(self, part: Callable[[], T], /) -> T:
        return self._tx.attempt(part)

    def after_commit(self, call: Callable[[], None], /) -> None:
        self._tx.after_commit(call)


class CountingDatabase:
    """The same database, with every statement of its works noted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.statements: list[str] = []

    async def write(self, work: Callable[[Tx], T]) -> T:
        return await self._database.write(lambda tx: work(CountingTx(tx, self.statements)))

    async def insist(self, work: Callable[[Tx], T]) -> T:
        return await self._database.insist(lambda tx: work(CountingTx(tx, self.statements)))

    @property
    def keeps_room(self) -> bool:
        return self._database.keeps_room

    @property
    def is_short(self) -> bool:
        return self._database.is_short

    async def write_all(self, works: Sequence[Callable[[Tx], T]]) -> list[T | Exception]:
        def counted(work: Callable[[Tx], T]) -> Callable[[Tx], T]:
            return lambda tx: work(CountingTx(tx, self.statements))

        return await self._database.write_all([counted(work) for work in works])

    async def read(self, work: Callable[[Tx], T]) -> T:
        return await self._database.read(lambda tx: work(CountingTx(tx, self.statements)))

    async def safety(self) -> Safety:
        return await self._database.safety()

    def close(self) -> None:
        self._database.close()


@contextmanager
def counted(branch: Branch) -> Iterator[list[str]]:
    """The statements the doors of this branch ask for in here."""
    before, counting = branch.database, CountingDatabase(branch.database)
    branch.database = counting
    try:
        yield counting.statements
    finally:
        branch.database = before
