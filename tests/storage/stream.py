"""A process that writes a stream of works and says each on a line once it is acknowledged, until it is killed."""

import asyncio
import sys
from functools import partial
from pathlib import Path

from server.storage.database import Tx
from server.storage.sqlite import SqliteDatabase
from tests.storage.works import effect

LANES = 8


def once(name: str, tx: Tx) -> str:
    """Do it, unless it was done: what every command's receipt is for."""
    if tx.run("INSERT INTO receipt (id) VALUES (:id) ON CONFLICT DO NOTHING", id=name):
        effect(name)(tx)
    return name


async def lane(database: SqliteDatabase, number: int, start: int) -> None:
    """One phone: in order, each sent only after the one before was acknowledged."""
    for n in range(start, 1_000_000):
        name = await database.write(partial(once, f"{number}-{n:06}"))
        sys.stdout.write(name + "\n")
        sys.stdout.flush()


async def main(path: Path, starts: list[int]) -> None:
    database = SqliteDatabase(path, old_library_ok=True)
    await asyncio.gather(*(lane(database, number, start) for number, start in enumerate(starts)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), [int(start) for start in sys.argv[2].split(",")]))
