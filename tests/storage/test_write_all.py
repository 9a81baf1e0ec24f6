"""Several works of one caller: a batch from a phone waits once, and each of its commands fails alone."""

import asyncio
import contextlib

import pytest

from server.errors import Busy, Conflict
from server.storage.database import Database, Tx
from server.storage.group import MAX_GROUP, MAX_WAITING
from tests.storage.bench import Bench
from tests.storage.faults import Fault, Faults
from tests.storage.works import effect, stored


def refused(_tx: Tx) -> str:
    raise Conflict


async def test_each_is_told_in_its_place_and_one_that_fails_undoes_only_itself(
    inline: Database, faults: Faults, bench: Bench
) -> None:
    told = await inline.write_all([effect("first"), refused, effect("last")])

    assert told[0] == "first"
    assert isinstance(told[1], Conflict)
    assert told[2] == "last"
    assert faults.count("COMMIT") == 1
    assert stored(bench) == {"first": 2, "last": 2}


async def test_more_than_a_group_are_answered_after_the_last(inline: Database, faults: Faults) -> None:
    names = [f"work-{n}" for n in range(MAX_GROUP + 1)]

    told = await inline.write_all([effect(name) for name in names])

    assert told == names
    assert faults.count("COMMIT") == 2


async def test_they_come_behind_who_waited_before_and_before_who_comes_later(inline: Database) -> None:
    order: list[str] = []

    await asyncio.gather(
        inline.write(lambda _tx: order.append("before")),
        inline.write_all([lambda _tx: order.append("one"), lambda _tx: order.append("two")]),
        inline.write(lambda _tx: order.append("after")),
    )

    assert order == ["before", "one", "two", "after"]


async def test_when_the_group_fails_each_is_run_again_alone(inline: Database, faults: Faults, bench: Bench) -> None:
    failing = iter([Fault.DISK_FULL])
    faults.rule = lambda sql, _values: next(failing, None) if sql == "COMMIT" else None

    told = await inline.write_all([effect("first"), refused, effect("last")])

    assert [type(each) for each in told] == [str, Conflict, str]
    assert stored(bench) == {"first": 2, "last": 2}


async def test_where_not_all_have_room_none_is_taken(inline: Database, bench: Bench) -> None:
    waiting = [asyncio.ensure_future(inline.write(lambda _tx: None)) for _ in range(MAX_WAITING - 1)]
    await asyncio.sleep(0)

    with pytest.raises(Busy):
        await inline.write_all([effect("first"), effect("last")])

    await asyncio.gather(*waiting)
    assert not stored(bench)


async def test_none_need_no_transaction(inline: Database, faults: Faults) -> None:
    assert await inline.write_all([]) == []
    assert faults.count("BEGIN") == 0


async def test_a_part_before_which_nothing_was_written_has_the_savepoint_of_the_whole(
    inline: Database, faults: Faults, bench: Bench
) -> None:
    def part(tx: Tx) -> None:
        effect("part")(tx)
        raise Conflict

    def work(tx: Tx) -> None:
        tx.one("SELECT id FROM effect WHERE id = 'none'")
        with contextlib.suppress(Conflict):
            tx.attempt(lambda: part(tx))
        tx.attempt(lambda: effect("held")(tx))

    await inline.write(work)

    assert stored(bench) == {"held": 2}
    assert faults.count("SAVEPOINT part") == 1
