"""Readers see one committed state and change nothing."""

import asyncio
import threading

import pytest

from server.errors import Busy, StorageBusy
from server.storage.database import Database, Tx
from server.storage.lanes import InlineLane
from server.storage.readers import MAX_READS, READERS
from tests.storage.bench import Bench
from tests.storage.faults import Faults
from tests.storage.works import effect

COUNT = "SELECT count(*) AS n FROM effect"


async def test_a_read_after_a_write_sees_it(database: Database) -> None:
    for n in range(20):
        await database.write(effect(f"work-{n}"))

        assert await database.read(lambda tx: tx.one(COUNT)) == {"n": 2 * (n + 1)}


async def test_a_read_sees_one_state_however_long_it_takes(database: Database) -> None:
    seen_once, go_on = threading.Event(), threading.Event()

    def slow(tx: Tx) -> tuple[object, object]:
        before = tx.one(COUNT)
        seen_once.set()
        assert go_on.wait(30)
        return before, tx.one(COUNT)

    reading = asyncio.create_task(database.read(slow))
    await asyncio.to_thread(seen_once.wait, 30)
    await database.write(effect("meanwhile"))
    go_on.set()

    assert await reading == ({"n": 0}, {"n": 0})
    assert await database.read(lambda tx: tx.one(COUNT)) == {"n": 2}


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO effect (id, part) VALUES ('x', 'x')",
        "INSERT INTO effect (id, part) VALUES ('x', 'x') RETURNING id",
        "DELETE FROM effect",
        "DROP TABLE effect",
        "CREATE TABLE other (id TEXT)",
    ],
)
@pytest.mark.parametrize("lane", ["database", "inline"])
async def test_a_reader_writes_nothing(sql: str, lane: str, bench: Bench, request: pytest.FixtureRequest) -> None:
    opened: Database = request.getfixturevalue(lane)

    with pytest.raises(bench.errors):
        await opened.read(lambda tx: tx.all(sql))
    with pytest.raises(bench.errors):
        await opened.read(lambda tx: tx.attempt(lambda: tx.run(sql)))

    assert bench.read(lambda tx: tx.one(COUNT)) == {"n": 0}
    assert await opened.read(lambda tx: tx.one(COUNT)) == {"n": 0}


async def test_a_reader_is_called_after_no_commit(database: Database) -> None:
    with pytest.raises(TypeError):
        await database.read(lambda tx: tx.after_commit(print))


async def test_what_a_read_raises_reaches_its_caller_and_nobody_else(database: Database) -> None:
    def wrong(_tx: Tx) -> None:
        raise LookupError

    results = await asyncio.gather(
        *(database.read(work) for work in (wrong, lambda tx: tx.one(COUNT)) for _ in range(5)), return_exceptions=True
    )

    assert [type(result) for result in results] == [LookupError] * 5 + [dict] * 5


async def test_a_few_reads_run_side_by_side_and_never_wait_for_the_writer(database: Database, faults: Faults) -> None:
    meeting, in_commit, go_on = threading.Barrier(READERS), threading.Event(), threading.Event()

    def commit_waits(sql: str) -> None:
        if sql == "COMMIT":
            in_commit.set()
            assert go_on.wait(30)

    faults.around = commit_waits
    writing = asyncio.create_task(database.write(effect("slow disk")))
    await asyncio.to_thread(in_commit.wait, 30)

    await asyncio.gather(*(database.read(lambda _tx: meeting.wait(30)) for _ in range(READERS)))

    assert not writing.done()
    go_on.set()
    await writing


async def test_too_many_waiting_reads_are_told_to_come_again(database: Database) -> None:
    go_on = threading.Event()
    reads = [asyncio.create_task(database.read(lambda _tx: go_on.wait(30))) for _ in range(MAX_READS)]
    await asyncio.sleep(0)

    with pytest.raises(Busy):
        await database.read(lambda tx: tx.one(COUNT))

    go_on.set()
    await asyncio.gather(*reads)
    assert await database.read(lambda tx: tx.one(COUNT)) == {"n": 0}


async def test_a_read_from_a_broken_database_says_try_again(bench: Bench) -> None:
    opened = bench.open(lane=InlineLane)

    with bench.hiding(), pytest.raises(StorageBusy):
        await opened.read(lambda tx: tx.one(COUNT))

    assert await opened.read(lambda tx: tx.one(COUNT)) == {"n": 0}


async def test_another_process_reads_while_the_server_writes(database: Database, bench: Bench) -> None:
    await database.write(effect("committed"))

    assert bench.read(lambda tx: tx.one(COUNT)) == {"n": 2}
