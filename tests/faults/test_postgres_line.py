"""The line to Postgres breaks around a COMMIT: what was acknowledged is there once, the rest once after the retry."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.carriers import City, OverHttp, Witness, client
from tests.faults.patient import serving
from tests.faults.postgres_line import FATES, BreakingLine
from tests.postgres import SERVER, Cluster, PostgresGround

PHONES = 3
EACH = 12
"""Calls of each phone, at least: it goes on until the line has broken often enough."""

BROKEN = 4
LONG = 40
"""How often each way of breaking is met."""


@pytest.fixture
def line(cluster: Cluster) -> Iterator[BreakingLine]:
    """A line to the run's Postgres."""
    with BreakingLine(cluster.socket) as made:
        yield made


@pytest.fixture
def ground(cluster: Cluster) -> Iterator[PostgresGround]:
    """A database of its own."""
    with cluster.ground() as made:
        yield made


async def send_all(phone: Witness, line: BreakingLine) -> None:
    """Work and send until the line has done its worst and everything is answered."""
    carrier, n = OverHttp(phone), 0
    carrier.patience_s = 60
    while phone.outbox or n < EACH or not line.is_healed:
        if n < EACH or not phone.outbox:
            phone.work(n)
            n += 1
        await carrier.carry()


@pytest.mark.parametrize("enough", [BROKEN, pytest.param(LONG, marks=pytest.mark.long)])
async def test_a_line_that_breaks_around_a_commit_loses_nothing_and_repeats_nothing(
    tmp_path: Path, ground: PostgresGround, line: BreakingLine, enough: int
) -> None:
    settings = dict(ground.settings)
    settings["FIELD727_DATABASE"] = ground.cluster.url(SERVER, ground.database, f"127.0.0.1:{line.port}")
    with serving(tmp_path, **settings) as server:
        city = City(server, ground, "Exampleton")
        async with client(server.url) as http:
            phones = [await city.join(http) for _ in range(PHONES)]
            line.enough = enough

            await asyncio.gather(*(send_all(phone, line) for phone in phones))

            assert all(line.hits[fate] >= enough for fate in FATES)
            assert sum(phone.refused["storage_busy"] for phone in phones) > 0, "it was told to come again"
            assert sum(phone.again for phone in phones) > 0, "of some of it the answer was lost and the work was not"
            await city.holds(http)
