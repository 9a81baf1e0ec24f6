"""When the engine gives up in the middle of a group: nothing acknowledged is lost, nothing is half applied, all hear.

A savepoint does not protect neighbours from the end of the whole transaction; running each work again alone does.
"""

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.errors import Conflict, NotNow, Refusal, StorageBusy, StorageFull
from server.storage.database import Database, Tx, Value
from server.storage.lanes import InlineLane
from tests.storage.bench import Bench
from tests.storage.faults import Crash, Fault, Faults, Rule, nothing_fails
from tests.storage.works import effect, stored

GROUP = 20
NAMES = [f"work-{n:02}" for n in range(GROUP)]
FAULTS = list(Fault)
EXPECTED = {
    Fault.DISK_FULL: StorageFull,
    Fault.DISK_FULL_ENDS_ALL: StorageFull,
    Fault.IO_ERROR: StorageBusy,
    Fault.IO_ERROR_ENDS_ALL: StorageBusy,
    Fault.LOCKED: StorageBusy,
}


def at_every_index(faults: Iterable[Fault]) -> list[Any]:
    """Every index of the group and every fault, in turn; all pairs of them take long."""
    kinds = list(faults)
    pairs = [(index, n) for index in range(GROUP) for n in range(len(kinds))]
    return [pytest.param(index, kinds[n], marks=in_turn(index, n, len(kinds))) for index, n in pairs]


def in_turn(index: int, n: int, count: int) -> list[pytest.MarkDecorator]:
    """What runs always, and what only when there is time."""
    return [] if index % count == n else [pytest.mark.long]


class Keys:
    """A participant with a memory of its own: what is pending, what is durable, and when it fails."""

    def __init__(self) -> None:
        self.pending: set[str] = set()
        self.durable: set[str] = set()
        self.fails_for: str | None = None
        self.problem: Exception = OSError("no space left on the key disk")

    def prepare(self) -> None:
        if self.fails_for is not None and (self.fails_for == "*" or self.fails_for in self.pending):
            raise self.problem
        self.durable |= self.pending
        self.pending.clear()

    def forget(self) -> None:
        self.pending.clear()


async def write_all(database: Database, keys: Keys | None = None) -> list[Any]:
    """The group of 20; each work also asks the participant for a key."""

    def work(name: str, tx: Tx) -> str:
        if keys is not None:
            keys.pending.add(name)
        return effect(name)(tx)

    writes = [database.write(partial(work, name)) for name in NAMES]
    return await asyncio.wait_for(asyncio.gather(*writes, return_exceptions=True), 60)


def check(results: list[Any], bench: Bench) -> set[str]:
    """Every promise at once; answers the acknowledged names."""
    acknowledged = {name for name, result in zip(NAMES, results, strict=True) if result == name}
    refused = {name: result for name, result in zip(NAMES, results, strict=True) if name not in acknowledged}
    assert all(isinstance(result, StorageFull | StorageBusy) for result in refused.values())
    assert all(result.advice == "retry" for result in refused.values())
    assert stored(bench) == dict.fromkeys(acknowledged, 2)
    return acknowledged


@pytest.mark.parametrize(("index", "fault"), at_every_index(EXPECTED))
async def test_a_fault_that_stays_with_one_work_harms_only_that_work(
    fault: Fault, index: int, inline: Database, faults: Faults, bench: Bench
) -> None:
    guilty = NAMES[index]

    def rule(sql: str, values: Mapping[str, Value]) -> Fault | None:
        return fault if "second" in sql and values["id"] == guilty else None

    faults.rule = rule

    results = await write_all(inline)

    assert check(results, bench) == set(NAMES) - {guilty}
    assert type(results[index]) is EXPECTED[fault]


@pytest.mark.parametrize(("index", "fault"), at_every_index(FAULTS))
async def test_a_fault_that_passes_harms_nobody(
    fault: Fault, index: int, inline: Database, faults: Faults, bench: Bench
) -> None:
    planned = [NAMES[index]]

    def rule(sql: str, values: Mapping[str, Value]) -> Fault | None:
        return fault if "second" in sql and planned and values["id"] == planned[0] and planned.pop() else None

    faults.rule = rule

    results = await write_all(inline)

    assert check(results, bench) == set(NAMES)


@pytest.mark.parametrize(("index", "fault"), at_every_index(FAULTS))
async def test_a_work_cannot_hide_a_fault_from_its_neighbours(
    fault: Fault, index: int, inline: Database, faults: Faults, bench: Bench
) -> None:
    guilty = NAMES[index]

    def rule(sql: str, values: Mapping[str, Value]) -> Fault | None:
        return fault if "second" in sql and values["id"] == guilty else None

    def hides(tx: Tx) -> str:
        for _ in range(3):
            try:
                tx.attempt(lambda: effect(guilty)(tx))
            except Exception:  # noqa: BLE001, S112 - exactly what a careless work would do
                continue
        return guilty

    faults.rule = rule
    works = [hides if name == guilty else effect(name) for name in NAMES]

    results = await asyncio.gather(*(inline.write(work) for work in works), return_exceptions=True)

    assert check(results, bench) == set(NAMES) - {guilty}


@pytest.mark.parametrize("fault", FAULTS)
async def test_no_statement_after_a_fault_commits_on_its_own(
    fault: Fault, inline: Database, faults: Faults, bench: Bench
) -> None:
    """When the transaction is gone every further statement would be durable at once, with nobody told."""
    faults.rule = lambda sql, _values: fault if "second" in sql else None

    def stubborn(tx: Tx) -> None:
        with contextlib.suppress(Exception):
            effect("lost")(tx)
        with contextlib.suppress(Exception):
            tx.run("INSERT INTO effect (id, part) VALUES ('stray', 'x')")
        with contextlib.suppress(Exception):
            tx.attempt(lambda: tx.run("INSERT INTO effect (id, part) VALUES ('stray', 'y')"))

    results = await asyncio.gather(inline.write(stubborn), return_exceptions=True)

    assert isinstance(results[0], NotNow)
    assert not stored(bench)


def test_there_is_no_savepoint_outside_a_transaction(bench: Bench) -> None:
    with bench.outside() as tx:
        with pytest.raises(StorageBusy):
            tx.attempt(lambda: None)

        assert not tx.is_sound()


@pytest.mark.parametrize(("index", "fault"), at_every_index(EXPECTED))
async def test_a_failing_commit_fails_nobody_but_whom_it_fails_alone(
    fault: Fault, index: int, inline: Database, faults: Faults, bench: Bench
) -> None:
    commits = itertools.count()
    failing = {0, 1 + index}  # the group's, then this work's own

    def rule(sql: str, _values: Mapping[str, Value]) -> Fault | None:
        return fault if sql == "COMMIT" and next(commits) in failing else None

    faults.rule = rule

    results = await write_all(inline)

    assert check(results, bench) == set(NAMES) - {NAMES[index]}
    assert type(results[index]) is EXPECTED[fault]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("statement", ["BEGIN", "SAVEPOINT part", "RELEASE part", "COMMIT", "INSERT"])
async def test_a_disk_that_stays_broken_acknowledges_nothing_and_answers_all(
    fault: Fault, statement: str, inline: Database, faults: Faults, bench: Bench
) -> None:
    faults.rule = lambda sql, _values: fault if sql.startswith(statement) else None

    results = await write_all(inline)

    assert all(isinstance(result, Exception) for result in results)
    assert not stored(bench)
    faults.rule = nothing_fails
    assert check(await write_all(inline), bench) == set(NAMES)


async def test_when_nothing_can_begin_the_group_hears_it_at_once(inline: Database, faults: Faults) -> None:
    begins: list[str] = []
    faults.around = lambda sql: begins.append(sql) if sql == "BEGIN" else None
    faults.rule = lambda sql, _values: Fault.IO_ERROR if sql == "BEGIN" else None

    results = await write_all(inline)

    assert all(isinstance(result, StorageBusy) for result in results)
    assert len(set(map(id, results))) == GROUP
    assert len(begins) == 2


async def test_a_transaction_that_cannot_be_rolled_back_is_left_with_its_connection(
    inline: Database, faults: Faults, bench: Bench
) -> None:
    planned = ["INSERT", "ROLLBACK"]

    def rule(sql: str, _values: Mapping[str, Value]) -> Fault | None:
        return Fault.IO_ERROR if planned and sql.startswith(planned[0]) and planned.pop(0) else None

    faults.rule = rule

    assert check(await write_all(inline), bench) == set(NAMES)
    assert not planned


@pytest.mark.parametrize("index", range(GROUP))
async def test_a_participant_that_fails_for_one_work_harms_only_that_work(index: int, bench: Bench) -> None:
    keys = Keys()
    keys.fails_for = NAMES[index]
    database = bench.open(participants=[keys], lane=InlineLane)

    results = await write_all(database, keys)

    assert check(results, bench) == set(NAMES) - {NAMES[index]} == keys.durable
    assert not keys.pending


@pytest.mark.parametrize("problem", [OSError("disk"), StorageFull("disk"), ValueError("bug")])
async def test_a_participant_that_always_fails_stops_every_commit(problem: Exception, bench: Bench) -> None:
    keys = Keys()
    keys.fails_for, keys.problem = "*", problem
    database = bench.open(participants=[keys], lane=InlineLane)

    results = await write_all(database, keys)

    assert check(results, bench) == set()
    kind = StorageFull if isinstance(problem, StorageFull) else StorageBusy
    assert {type(result) for result in results} == {kind}
    assert not keys.durable
    keys.fails_for = None
    assert check(await write_all(database, keys), bench) == set(NAMES) == keys.durable


async def test_calls_after_the_commit_are_not_made_for_an_undone_group(inline: Database, faults: Faults) -> None:
    commits = itertools.count()
    faults.rule = lambda sql, _values: Fault.DISK_FULL if sql == "COMMIT" and next(commits) == 0 else None
    calls: list[str] = []

    def work(name: str, tx: Tx) -> None:
        tx.run("INSERT INTO receipt (id) VALUES (:id)", id=name)
        tx.after_commit(lambda: calls.append(name))

    await asyncio.gather(*(inline.write(partial(work, name)) for name in NAMES))

    assert calls == NAMES


async def test_a_refusal_is_decided_again_when_its_group_is_undone(inline: Database, faults: Faults) -> None:
    """Who lost to a neighbour in a group that never happened must not hear that he lost, if the neighbour failed."""
    faults.rule = lambda sql, values: Fault.DISK_FULL if "second" in sql and values["id"] == "first" else None

    def claim(who: str, tx: Tx) -> str:
        if tx.run("INSERT INTO receipt (id) VALUES ('the offer') ON CONFLICT DO NOTHING") == 0:
            raise Conflict
        return effect(who)(tx)

    results = await asyncio.gather(
        *(inline.write(partial(claim, who)) for who in ("first", "second", "third")),
        return_exceptions=True,
    )

    assert isinstance(results[0], StorageFull)
    assert results[1] == "second"
    assert isinstance(results[2], Conflict)


@pytest.mark.parametrize(
    "start", [pytest.param(start, marks=[pytest.mark.long] if start else []) for start in range(len(EXPECTED))]
)
async def test_a_fault_at_any_single_statement_of_the_group_harms_nobody(
    start: int, inline: Database, faults: Faults, bench: Bench
) -> None:
    kinds = list(EXPECTED)
    await write_all(inline)
    statements = len(faults.trace) - faults.trace.index("BEGIN")

    for at in range(statements):
        await inline.write(lambda tx: tx.run("DELETE FROM effect"))
        faults.rule = at_statement(at, kinds[(start + at) % len(kinds)])
        assert check(await write_all(inline), bench) == set(NAMES), f"statement {at}"
        faults.rule = nothing_fails
    assert statements == 2 + 4 * GROUP


def test_a_crash_at_any_statement_keeps_what_was_acknowledged_and_halves_nothing(bench: Bench) -> None:
    total = 2 * (2 + 4 * GROUP)

    async def until_crash(database: Database) -> list[asyncio.Task[str]]:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, _context: None)
        tasks: list[asyncio.Task[str]] = []
        for turn in "ab":
            batch = [asyncio.create_task(database.write(effect(f"{turn}-{name}"))) for name in NAMES]
            await asyncio.wait(batch)
            tasks += batch
        return tasks

    for at in range(0, total, 3):
        bench.anew()
        database = bench.open(lane=InlineLane)
        bench.faults.around = crash_from(at)

        tasks = asyncio.run(until_crash(database))

        found = stored(bench)
        acknowledged = {task.result() for task in tasks if task.exception() is None}
        assert all(isinstance(task.exception(), NotNow | None) for task in tasks)
        assert acknowledged <= set(found)
        assert set(found.values()) <= {2}


def at_statement(at: int, fault: Fault) -> Rule:
    counter = itertools.count()
    return lambda _sql, _values: fault if next(counter) == at else None


def crash_from(at: int) -> Callable[[str], None]:
    counter = itertools.count()

    def around(_sql: str) -> None:
        if next(counter) >= at:
            raise Crash

    return around


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    plan=st.dictionaries(st.integers(0, 200), st.sampled_from(FAULTS), max_size=12),
    participant_fails=st.sets(st.sampled_from(NAMES), max_size=1),
)
def test_any_schedule_of_faults_keeps_the_promises(
    plan: dict[int, Fault], participant_fails: set[str], bench: Bench
) -> None:
    bench.anew()
    keys = Keys()
    keys.fails_for = next(iter(participant_fails), None)
    database = bench.open(participants=[keys], lane=InlineLane)
    counter = itertools.count()
    bench.faults.rule = lambda _sql, _values: plan.get(next(counter))

    results = asyncio.run(write_all(database, keys))

    acknowledged = {name for name, result in zip(NAMES, results, strict=True) if result == name}
    assert stored(bench) == dict.fromkeys(acknowledged, 2)
    assert acknowledged <= keys.durable
    assert all(isinstance(result, Refusal | str) or "SQLITE_ERROR" in str(result) for result in results)
