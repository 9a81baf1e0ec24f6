"""The blocking database: one durable transaction per call."""

import threading
from functools import partial

import pytest

from server.errors import Conflict, NotNow, StorageBusy, StorageFull
from server.storage.database import BlockingDatabase, Tx
from tests.storage.bench import Bench
from tests.storage.faults import Fault, Faults, nothing_fails
from tests.storage.works import effect, stored


@pytest.fixture
def file(bench: Bench) -> BlockingDatabase:
    """A small database like the registry or the keys."""
    return bench.file()


def test_a_transaction_answers_after_its_commit(file: BlockingDatabase, bench: Bench, faults: Faults) -> None:
    def work(tx: Tx) -> str:
        tx.after_commit(lambda: faults.trace.append("called"))
        return effect("one")(tx)

    assert file.transact(work) == "one"
    assert faults.trace[-2:] == ["COMMIT", "called"]
    assert stored(bench) == {"one": 2}


def test_a_transaction_that_raises_changes_nothing(file: BlockingDatabase, bench: Bench) -> None:
    def work(tx: Tx) -> None:
        effect("one")(tx)
        raise Conflict

    with pytest.raises(Conflict):
        file.transact(work)

    assert not stored(bench)
    file.transact(effect("two"))
    assert stored(bench) == {"two": 2}


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("statement", ["BEGIN", "INSERT", "COMMIT"])
def test_a_fault_changes_nothing_and_says_try_again(
    fault: Fault, statement: str, file: BlockingDatabase, bench: Bench, faults: Faults
) -> None:
    faults.rule = lambda sql, _values: fault if sql.startswith(statement) else None

    with pytest.raises((StorageFull, StorageBusy)):
        file.transact(effect("one"))

    faults.rule = nothing_fails
    assert not stored(bench)
    file.transact(effect("one"))
    assert stored(bench) == {"one": 2}


def test_threads_take_turns(file: BlockingDatabase, bench: Bench) -> None:
    threads = [threading.Thread(target=partial(file.transact, effect(f"work-{n}"))) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stored(bench) == {f"work-{n}": 2 for n in range(16)}


def test_a_closed_file_stays_closed(file: BlockingDatabase) -> None:
    file.close()
    file.close()

    with pytest.raises(NotNow):
        file.transact(effect("late"))
