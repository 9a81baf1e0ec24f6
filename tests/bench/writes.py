"""Durable writes without anything around them: what a commit costs, and what it costs for each when many share it."""

import asyncio
from functools import partial
from itertools import count

from server.clock import SystemClock
from server.storage.database import Database, Tx
from tests.bench.ground import Sites
from tests.bench.table import row

SECONDS = 3.0
TOGETHER = 200


def note(tx: Tx, *, name: str) -> None:
    """A work of two statements, like a small command's."""
    tx.run("INSERT INTO erased (subject, at) VALUES (:name, 0)", name=name)
    tx.run("UPDATE erased SET at = 1 WHERE subject = :name", name=name)


async def rate(database: Database, at_once: int, numbers: "count[int]") -> float:
    """Works a second: each was answered after its COMMIT returned."""
    clock, done = SystemClock(), 0
    began = clock.mono()
    while (spent := clock.mono() - began) < SECONDS:
        works = [partial(note, name=f"n{next(numbers)}") for _ in range(at_once)]
        await asyncio.gather(*(database.write(work) for work in works))
        done += at_once
    return done / spent


async def measure(sites: Sites) -> None:
    """A person at a time, each waiting for the disk alone; and a city at once, sharing commits."""
    with sites() as site:
        served = site.served()
        database, numbers = served.found("city").database, count()
        alone, together = await rate(database, 1, numbers), await rate(database, TOGETHER, numbers)
        served.close()
    row("durable writes, one by one", f"{alone:,.0f} a second", 1)
    row(f"durable writes, {TOGETHER} at once (group commit)", f"{together:,.0f} a second", together / alone)
