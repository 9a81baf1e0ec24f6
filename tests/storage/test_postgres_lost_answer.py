"""A COMMIT whose answer never came: it is not run again, every caller asks again, and then it has happened once.

Only an engine on the other end of a line fails like this.
"""

import asyncio
import itertools
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.errors import Conflict, NotNow, StorageBusy
from server.storage.database import Database, Tx, Value
from server.storage.lanes import InlineLane
from tests.storage.bench import PostgresBench
from tests.storage.faults import Fault, Faults, Lost, Rule, nothing_fails
from tests.storage.works import effect, stored

NAMES = [f"work-{n:02}" for n in range(20)]


@pytest.fixture
def inline(lines: PostgresBench) -> Database:
    """The database on the event loop."""
    return lines.open(lane=InlineLane)


@pytest.fixture
def faults(lines: PostgresBench) -> Faults:
    """Nothing fails until a test says so."""
    return lines.faults


def at_commit(lost: Lost, nth: int = 0) -> Rule:
    """The answer to this COMMIT never comes."""
    commits = itertools.count()
    return lambda sql, _values: lost if sql == "COMMIT" and next(commits) == nth else None


def once(name: str) -> Callable[[Tx], str]:
    """Do it unless it was done, as a command with its receipt."""

    def work(tx: Tx) -> str:
        if tx.run("INSERT INTO receipt (id) VALUES (:id) ON CONFLICT DO NOTHING", id=name):
            effect(name)(tx)
        return name

    return work


async def write_all(database: Database) -> list[Any]:
    """The group of 20, each with a receipt."""
    return await asyncio.gather(*(database.write(once(name)) for name in NAMES), return_exceptions=True)


@pytest.mark.parametrize("lost", Lost)
async def test_everybody_is_told_to_ask_again_and_nothing_is_run_again(
    lost: Lost, inline: Database, faults: Faults, lines: PostgresBench
) -> None:
    faults.rule = at_commit(lost)

    results = await write_all(inline)

    assert {type(result) for result in results} == {StorageBusy}
    assert len(set(map(id, results))) == len(NAMES)
    assert faults.count("BEGIN") == 1
    assert stored(lines) == (dict.fromkeys(NAMES, 2) if lost is Lost.KEPT else {})


@pytest.mark.parametrize("lost", Lost)
async def test_sent_again_each_has_happened_once(
    lost: Lost, inline: Database, faults: Faults, lines: PostgresBench
) -> None:
    faults.rule = at_commit(lost)
    await write_all(inline)
    faults.rule = nothing_fails

    assert await write_all(inline) == NAMES
    assert stored(lines) == dict.fromkeys(NAMES, 2)


@pytest.mark.parametrize("lost", Lost)
async def test_whoever_lost_to_a_neighbour_that_may_not_be_stored_asks_again_too(
    lost: Lost, inline: Database, faults: Faults
) -> None:
    def claim(who: str, tx: Tx) -> str:
        if tx.run("INSERT INTO receipt (id) VALUES ('the offer') ON CONFLICT DO NOTHING") == 0:
            raise Conflict
        return effect(who)(tx)

    faults.rule = at_commit(lost)

    results = await asyncio.gather(
        *(inline.write(partial(claim, who)) for who in ("first", "second")), return_exceptions=True
    )

    assert {type(result) for result in results} == {StorageBusy}


@pytest.mark.parametrize("lost", Lost)
async def test_calls_after_the_commit_are_made_once_for_it_may_have_happened(
    lost: Lost, inline: Database, faults: Faults
) -> None:
    faults.rule = at_commit(lost)
    calls: list[str] = []

    def work(name: str, tx: Tx) -> None:
        tx.run("INSERT INTO receipt (id) VALUES (:id)", id=name)
        tx.after_commit(lambda: calls.append(name))

    await asyncio.gather(*(inline.write(partial(work, name)) for name in NAMES), return_exceptions=True)

    assert calls == NAMES


@pytest.mark.parametrize("lost", Lost)
@pytest.mark.parametrize("index", range(0, len(NAMES), 3))
async def test_an_answer_lost_for_one_work_alone_is_heard_by_that_one(
    index: int, lost: Lost, inline: Database, faults: Faults, lines: PostgresBench
) -> None:
    """The group's COMMIT was refused, and then each runs alone."""
    commits = itertools.count()

    def rule(sql: str, _values: Mapping[str, Value]) -> Fault | Lost | None:
        if sql != "COMMIT":
            return None
        n = next(commits)
        if n == 0:
            return Fault.DISK_FULL
        return lost if n == 1 + index else None

    faults.rule = rule

    results = await write_all(inline)

    assert [name for name, result in zip(NAMES, results, strict=True) if result != name] == [NAMES[index]]
    assert type(results[index]) is StorageBusy
    assert set(NAMES) - set(stored(lines)) == (set() if lost is Lost.KEPT else {NAMES[index]})


@pytest.mark.parametrize("lost", Lost)
def test_whoever_waits_for_a_blocking_transaction_hears_it_too(lost: Lost, lines: PostgresBench) -> None:
    file = lines.file()
    lines.faults.rule = at_commit(lost)

    with pytest.raises(StorageBusy):
        file.transact(effect("one"))

    assert stored(lines) == ({"one": 2} if lost is Lost.KEPT else {})
    lines.faults.rule = nothing_fails
    file.transact(effect("two"))
    assert stored(lines)["two"] == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=st.dictionaries(st.integers(0, 12), st.sampled_from([*Lost, *Fault]), max_size=8))
def test_any_schedule_of_lost_answers_ends_with_each_exactly_once(
    plan: dict[int, Fault | Lost], lines: PostgresBench
) -> None:
    lines.anew()
    commits = itertools.count()
    lines.faults.rule = lambda sql, _values: plan.get(next(commits)) if sql == "COMMIT" else None

    async def run() -> None:
        database = lines.open(lane=InlineLane)
        results = await write_all(database)
        acknowledged = {name for name, result in zip(NAMES, results, strict=True) if result == name}
        found = stored(lines)
        assert acknowledged <= set(found)
        assert set(found.values()) <= {2}
        assert all(isinstance(result, NotNow | str) for result in results)

        lines.faults.heal()
        assert await write_all(database) == NAMES

    asyncio.run(run())
    assert stored(lines) == dict.fromkeys(NAMES, 2)
