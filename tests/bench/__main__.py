"""`make bench`: what this machine does in a second. Compare the figures of one run with each other, nothing else."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from server.clock import SystemClock
from server.storage.sqlite import SqliteDatabase
from tests.bench import doors
from tests.storage.works import effect, make_tables

SECONDS = 3.0
TOGETHER = 200


async def one_by_one(database: SqliteDatabase, start: int) -> int:
    """A person at a time: each waits for the disk alone."""
    await database.write(effect(f"alone-{start}"))
    return 1


async def in_a_group(database: SqliteDatabase, start: int) -> int:
    """A city at once: those who wait share one commit."""
    await asyncio.gather(*(database.write(effect(f"group-{start + n}")) for n in range(TOGETHER)))
    return TOGETHER


async def rate(work: Callable[[SqliteDatabase, int], Awaitable[int]], database: SqliteDatabase) -> float:
    """Durable works a second: each was answered after its COMMIT returned."""
    clock, done = SystemClock(), 0
    began = clock.mono()
    while (spent := clock.mono() - began) < SECONDS:
        done += await work(database, done)
    return done / spent


async def main() -> None:
    """Measure on a new file and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "city.db"
        make_tables(path)
        database = SqliteDatabase(path, old_library_ok=True)
        for name, work in (("one by one", one_by_one), (f"{TOGETHER} at once", in_a_group)):
            print(f"durable writes, {name:<12} {await rate(work, database):>10,.0f} a second")
        database.close()
    await doors.main()


if __name__ == "__main__":
    asyncio.run(main())
