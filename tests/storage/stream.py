"""A process that writes a stream of works and says each on a line once it is acknowledged, until it is killed."""

import asyncio
import sys
from functools import partial
from pathlib import Path

from server.storage.database import Database, Tx
from server.storage.postgres.database import PostgresDatabase
from server.storage.postgres.pool import Pool
from server.storage.postgres.session import Schema
from server.storage.sqlite.database import SqliteDatabase
from tests.storage.works import effect

LANES = 8

SCHEMA = Schema("bench")


def open_at(address: str) -> Database:
    """The tables of another process as an organization's records."""
    engine, _, place = address.partition(":")
    if engine == "sqlite":
        return SqliteDatabase(Path(place), old_library_ok=True)
    return PostgresDatabase(Pool(place, most=4), SCHEMA)


def once(name: str, tx: Tx) -> str:
    """Do it, unless it was done: what every command's receipt is for."""
    if tx.run("INSERT INTO receipt (id) VALUES (:id) ON CONFLICT DO NOTHING", id=name):
        effect(name)(tx)
    return name


async def lane(database: Database, number: int, start: int) -> None:
    """One phone: in order, each sent only after the one before was acknowledged."""
    for n in range(start, 1_000_000):
        name = await database.write(partial(once, f"{number}-{n:06}"))
        sys.stdout.write(name + "\n")
        sys.stdout.flush()


async def main(address: str, starts: list[int]) -> None:
    database = open_at(address)
    await asyncio.gather(*(lane(database, number, start) for number, start in enumerate(starts)))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], [int(start) for start in sys.argv[2].split(",")]))
