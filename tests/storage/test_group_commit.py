"""One COMMIT for everybody who waits, and nobody answered before it returned."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.errors import Busy, Conflict, NotNow
from server.storage.database import Database, Tx
from server.storage.group import MAX_GROUP, MAX_WAITING
from server.storage.lanes import InlineLane
from tests.storage.bench import Bench
from tests.storage.faults import Crash, Faults
from tests.storage.works import effect, stored


class Gate:
    """Holds the writer at a COMMIT until the test lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.open = threading.Event()

    def __call__(self, sql: str) -> None:
        if sql == "COMMIT":
            self.reached.set()
            assert self.open.wait(30)


async def turns(count: int = 20) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_works_that_wait_together_share_one_commit(inline: Database, faults: Faults, bench: Bench) -> None:
    names = [f"work-{n}" for n in range(20)]

    results = await asyncio.gather(*(inline.write(effect(name)) for name in names))

    assert results == names
    assert faults.count("COMMIT") == 1
    assert stored(bench) == dict.fromkeys(names, 2)


async def test_what_comes_during_a_commit_shares_the_next(database: Database, faults: Faults) -> None:
    faults.around = gate = Gate()
    first = asyncio.create_task(database.write(effect("first")))
    await asyncio.to_thread(gate.reached.wait, 30)

    rest = [asyncio.create_task(database.write(effect(f"work-{n}"))) for n in range(50)]
    await turns()
    gate.open.set()
    await asyncio.gather(first, *rest)

    assert faults.count("COMMIT") == 2


@pytest.mark.parametrize("company", [0, 1, 30])
async def test_no_write_returns_before_its_commit_returned(
    database: Database, faults: Faults, bench: Bench, company: int
) -> None:
    faults.around = gate = Gate()
    tasks = [asyncio.create_task(database.write(effect(f"work-{n}"))) for n in range(company + 1)]
    for task in tasks:
        task.add_done_callback(lambda _task: faults.trace.append("answered"))

    await asyncio.to_thread(gate.reached.wait, 30)
    await turns()

    assert "answered" not in faults.trace
    assert not stored(bench), "a reader sees only what is committed"
    gate.open.set()
    await asyncio.gather(*tasks)
    await turns()
    assert faults.trace.index("answered") > faults.trace.index("COMMIT")
    assert faults.trace.count("answered") == company + 1


async def test_a_group_is_bounded(inline: Database, faults: Faults) -> None:
    await asyncio.gather(*(inline.write(effect(f"work-{n}")) for n in range(2 * MAX_GROUP + 1)))

    assert faults.count("COMMIT") == 3


async def test_too_many_waiting_works_are_told_to_come_again(database: Database, faults: Faults) -> None:
    faults.around = gate = Gate()
    first = asyncio.create_task(database.write(effect("first")))
    await asyncio.to_thread(gate.reached.wait, 30)
    waiting = [asyncio.create_task(database.write(lambda _tx: None)) for _ in range(MAX_WAITING)]
    await turns()

    with pytest.raises(Busy) as busy:
        await database.write(effect("one too many"))

    assert busy.value.advice == "retry"
    gate.open.set()
    await asyncio.gather(first, *waiting)


async def test_a_work_that_raises_undoes_only_itself(inline: Database, faults: Faults, bench: Bench) -> None:
    def refused(tx: Tx) -> None:
        effect("refused")(tx)
        raise Conflict("another crew was first")

    results = await asyncio.gather(
        inline.write(effect("before")), inline.write(refused), inline.write(effect("after")), return_exceptions=True
    )

    assert isinstance(results[1], Conflict)
    assert stored(bench) == {"before": 2, "after": 2}
    assert faults.count("COMMIT") == 1


@pytest.mark.parametrize("at", range(3))
async def test_a_work_that_hides_its_own_mistake_harms_no_neighbour(at: int, inline: Database, bench: Bench) -> None:
    """A statement that is wrong may leave the transaction good for nothing until its savepoint is undone."""

    def hides(tx: Tx) -> None:
        with contextlib.suppress(bench.errors):
            tx.run("INSERT INTO nowhere (id) VALUES ('x')")

    works: list[Callable[[Tx], object]] = [effect("first"), effect("second")]
    works.insert(at, hides)

    results = await asyncio.gather(*(inline.write(work) for work in works), return_exceptions=True)

    results.pop(at)
    assert results == ["first", "second"]
    assert stored(bench) == {"first": 2, "second": 2}


async def test_a_group_without_survivors_commits_nothing(inline: Database, faults: Faults) -> None:
    def refused(_tx: Tx) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError):
        await inline.write(refused)

    assert faults.count("COMMIT") == 0


async def test_a_part_that_raises_undoes_only_the_part(inline: Database, bench: Bench) -> None:
    def work(tx: Tx) -> None:
        effect("whole")(tx)
        with contextlib.suppress(Conflict):
            tx.attempt(lambda: refused(tx))
        effect("held")(tx)

    def refused(tx: Tx) -> None:
        effect("part")(tx)
        raise Conflict

    await inline.write(work)

    assert stored(bench) == {"whole": 2, "held": 2}


async def test_calls_after_the_commit_are_made_only_for_survivors(inline: Database, faults: Faults) -> None:
    calls = faults.trace

    def survivor(tx: Tx) -> None:
        tx.after_commit(lambda: calls.append("survivor"))
        with contextlib.suppress(Conflict):
            tx.attempt(lambda: refused(tx, "part"))

    def refused(tx: Tx, name: str) -> None:
        tx.after_commit(lambda: calls.append(name))
        raise Conflict

    works = (survivor, lambda tx: refused(tx, "refused"))
    await asyncio.gather(*(inline.write(work) for work in works), return_exceptions=True)

    assert calls[-2:] == ["COMMIT", "survivor"]
    assert not {"part", "refused"} & set(calls)


async def test_a_failing_call_after_the_commit_is_logged_and_undoes_nothing(
    inline: Database, bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    def work(tx: Tx) -> None:
        effect("kept")(tx)
        tx.after_commit(breaks)

    def breaks() -> None:
        raise LookupError

    await asyncio.gather(inline.write(work), inline.write(effect("neighbour")))

    assert stored(bench) == {"kept": 2, "neighbour": 2}
    assert "LookupError" in caplog.text


async def test_a_caller_who_gives_up_does_not_undo_the_work(database: Database, faults: Faults, bench: Bench) -> None:
    faults.around = gate = Gate()
    impatient = asyncio.create_task(database.write(effect("impatient")))
    await asyncio.to_thread(gate.reached.wait, 30)
    impatient.cancel()

    gate.open.set()
    await database.write(effect("next"))

    assert impatient.cancelled()
    assert stored(bench) == {"impatient": 2, "next": 2}


async def test_a_work_cannot_end_the_transaction_of_its_neighbours(inline: Database, bench: Bench) -> None:
    def ends(statement: str, tx: Tx) -> None:
        effect("mine")(tx)
        tx.run(statement)

    plain = ("COMMIT", " commit", "ROLLBACK", "RELEASE part", "END", "BEGIN", "savepoint mine")
    hidden = (
        "/* so */ COMMIT",
        "-- so\nCOMMIT",
        "SELECT 1; COMMIT",
        "DELETE FROM receipt;\n-- so\nROLLBACK;",
        "COMMIT;",
    )
    for statement in (*plain, *hidden):
        with pytest.raises(TypeError):
            await inline.write(partial(ends, statement))

    assert not stored(bench)


async def test_a_handle_is_dead_after_its_work(inline: Database) -> None:
    kept = await inline.write(lambda tx: tx)

    with pytest.raises(RuntimeError):
        effect("late")(kept)


@pytest.mark.parametrize("lane", ["database", "inline"])
async def test_closing_finishes_what_waits(lane: str, bench: Bench, request: pytest.FixtureRequest) -> None:
    open_database: Database = request.getfixturevalue(lane)
    waiting = [asyncio.create_task(open_database.write(effect(f"work-{n}"))) for n in range(10)]
    await turns(1)

    open_database.close()

    assert await asyncio.gather(*waiting) == [f"work-{n}" for n in range(10)]
    assert len(stored(bench)) == 10
    with pytest.raises(NotNow):
        await open_database.write(effect("late"))
    with pytest.raises(NotNow):
        await open_database.read(lambda tx: tx.all("SELECT id FROM effect"))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_dead_writer_leaves_nobody_waiting(database: Database, bench: Bench) -> None:
    def crash(_tx: Tx) -> None:
        raise Crash

    results = await asyncio.gather(
        *(database.write(work) for work in (effect("before"), crash, effect("after"))), return_exceptions=True
    )

    assert all(isinstance(result, NotNow) for result in results[1:])
    assert set(stored(bench)) <= {"before"}
    with pytest.raises(NotNow):
        await database.write(effect("late"))


PLANS = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.lists(st.tuples(st.integers(0, 2), st.booleans()), max_size=3)),
    min_size=1,
    max_size=12,
)
"""Works: rows written before, whether the whole raises, and parts with their rows and whether they raise."""


Part = tuple[int, bool]
Plan = tuple[int, bool, list[Part]]


def insert(tx: Tx, name: str, part: Part) -> None:
    rows, raises = part
    for _ in range(rows):
        tx.run("INSERT INTO effect (id, part) VALUES (:id, '')", id=name)
    if raises:
        raise Conflict


def follow(plan: Plan, name: str, tx: Tx) -> None:
    rows, raises, parts = plan
    insert(tx, name, (rows, False))
    for n, part in enumerate(parts):
        with contextlib.suppress(Conflict):
            tx.attempt(partial(insert, tx, f"{name}.{n}", part))
    insert(tx, name, (0, raises))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plans=PLANS)
def test_exactly_what_did_not_raise_is_stored(plans: list[Plan], bench: Bench) -> None:
    bench.anew()

    async def run() -> None:
        database = bench.open(lane=InlineLane)
        writes = [database.write(partial(follow, plan, f"work-{n}")) for n, plan in enumerate(plans)]
        await asyncio.gather(*writes, return_exceptions=True)

    asyncio.run(run())

    expected = {}
    for n, (rows, raises, parts) in enumerate(plans):
        if not raises:
            expected[f"work-{n}"] = rows
            expected |= {f"work-{n}.{m}": count for m, (count, failed) in enumerate(parts) if not failed}
    assert stored(bench) == {name: rows for name, rows in expected.items() if rows}


async def test_what_a_work_remembers_is_gone_when_it_writes_and_when_a_part_is_undone(database: Database) -> None:
    def work(tx: Tx) -> list[dict[str, str]]:
        told = []

        def fails() -> None:
            tx.memory["read"] = "in a part"
            raise Conflict("no")

        tx.one("SELECT 1 AS one")
        tx.memory["read"] = "before"
        tx.one("SELECT 2 AS one")
        told.append(dict(tx.memory))
        effect("written")(tx)
        told.append(dict(tx.memory))
        with contextlib.suppress(Conflict):
            tx.attempt(fails)
        told.append(dict(tx.memory))
        return told

    assert await database.write(work) == [{"read": "before"}, {}, {}]
    assert await database.write(lambda tx: dict(tx.memory)) == {}
