"""Postgres's own disk fills while phones send: first no table can grow, then no log can, and Postgres ends itself.

Real server, real Postgres, real file system: the whole of it, tables and write-ahead log, lies on a disk of a few MiB.
A table that cannot grow is an error that Postgres survives; a log that cannot is its end (PANIC), and it does not come
back while there is no room to recover in. The server is never restarted.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from tests.faults.carriers import City, Witness, client
from tests.faults.disk import SmallDisk, small_disk
from tests.faults.patient import bring, once, readiness, recovers, serving
from tests.postgres import Cluster
from tests.room import roomy

DISK_MIB = 112
"""Room for a new Postgres, and a few MiB."""

BEFORE = 8
WHILE_FULL = 40
"""Calls of each phone, at most: a table grows by a page of 8 KiB."""


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    """Where this Postgres lies: not in pytest's own folder, which another run shuts to Postgres's user at its start."""
    with (
        tempfile.TemporaryDirectory(prefix="field727-", dir=roomy()) as folder,
        small_disk(Path(folder) / "disk", DISK_MIB) as made,
    ):
        yield made


@pytest.fixture
def cluster_there(disk: SmallDisk) -> Iterator[Cluster]:
    """A Postgres of this test alone, all of it on the small disk."""
    made = Cluster(disk.folder / "postgres")
    yield made
    made.close()


def use_up_the_log(cluster: Cluster) -> None:
    """Write log until there is no room for more: whoever needs a new piece of it then ends Postgres."""
    with psycopg.connect(cluster.url("postgres", "postgres"), autocommit=True) as line, suppress(psycopg.Error):
        while True:
            line.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000), true)")


def starts(cluster: Cluster) -> bool:
    """Whether it can be started as it is."""
    try:
        cluster.start()
    except subprocess.CalledProcessError:
        return False
    return True


async def is_refused(phones: list[Witness], code: str) -> None:
    """They work until one of them is told this: what another sent after it might still have found a free page."""
    for n in range(WHILE_FULL):
        for phone in phones:
            await once(phone, n)
            if phone.refused[code]:
                return
    pytest.fail(f"nobody heard {code}")


async def test_a_full_disk_under_postgres_costs_nothing_but_time(
    tmp_path: Path, disk: SmallDisk, cluster_there: Cluster
) -> None:
    with cluster_there.ground() as ground, serving(tmp_path, **ground.settings) as server:
        city = City(server, ground, "Exampleton")
        async with client(server.url) as http:
            phones = [await city.join(http) for _ in range(2)]
            for phone in phones:
                await bring(phone, BEFORE)
            assert await readiness(http) == (200, set())
            disk.fill()

            await is_refused(phones, "storage_full")
            assert await readiness(http) == (503, {f"{city.tag} writes"})
            use_up_the_log(cluster_there)
            # It tries once to recover, in vain.
            while (disk.folder / "postgres" / "postmaster.pid").exists():
                pass
            await is_refused(phones, "storage_busy")
            assert (await readiness(http))[0] == 503
            assert not starts(cluster_there), "it has no room to recover in"

            disk.enlarge(4 * DISK_MIB)
            assert starts(cluster_there)
            for phone in phones:
                await bring(phone, 0)
            await recovers(http)
            await city.holds(http)
