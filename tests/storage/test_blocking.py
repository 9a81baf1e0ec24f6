"""The blocking file: one durable transaction per call."""

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import sqlite_utils

from server.errors import Conflict, NotNow, StorageBusy, StorageFull
from server.storage.database import Tx
from server.storage.sqlite import SqliteFile
from tests.storage.faults import Fault, Faults
from tests.storage.works import effect, stored


@pytest.fixture
def file(path: Path, faults: Faults) -> Iterator[SqliteFile]:
    """A file like the registry or the keys."""
    opened = SqliteFile(path, connect=faults.connect)
    yield opened
    opened.close()


def test_a_transaction_answers_after_its_commit(file: SqliteFile, path: Path, faults: Faults) -> None:
    def work(tx: Tx) -> str:
        tx.after_commit(lambda: faults.trace.append("called"))
        return effect("one")(tx)

    assert file.transact(work) == "one"
    assert faults.trace[-2:] == ["COMMIT", "called"]
    assert stored(path) == {"one": 2}


def test_a_transaction_that_raises_changes_nothing(file: SqliteFile, path: Path) -> None:
    def work(tx: Tx) -> None:
        effect("one")(tx)
        raise Conflict

    with pytest.raises(Conflict):
        file.transact(work)

    assert not stored(path)
    file.transact(effect("two"))
    assert stored(path) == {"two": 2}


@pytest.mark.parametrize("fault", [Fault.DISK_FULL, Fault.DISK_FULL_ENDS_ALL, Fault.IO_ERROR, Fault.IO_ERROR_ENDS_ALL])
@pytest.mark.parametrize("statement", ["BEGIN IMMEDIATE", "INSERT", "COMMIT"])
def test_a_fault_changes_nothing_and_says_try_again(
    fault: Fault, statement: str, file: SqliteFile, path: Path, faults: Faults
) -> None:
    faults.rule = lambda sql, _values: fault if sql.startswith(statement) else None

    with pytest.raises((StorageFull, StorageBusy)):
        file.transact(effect("one"))

    faults.rule = lambda _sql, _values: None
    assert not stored(path)
    file.transact(effect("one"))
    assert stored(path) == {"one": 2}


def test_threads_take_turns(file: SqliteFile, path: Path) -> None:
    threads = [threading.Thread(target=partial(file.transact, effect(f"work-{n}"))) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert stored(path) == {f"work-{n}": 2 for n in range(16)}


def test_the_utilities_work_in_one_transaction(file: SqliteFile, path: Path) -> None:
    rows = [{"id": f"row-{n}", "part": "bulk"} for n in range(250)]
    file.with_utilities(lambda utilities: utilities["effect"].insert_all(rows))  # type: ignore[union-attr]

    def breaks(utilities: sqlite_utils.Database) -> None:
        utilities.execute("DELETE FROM effect")
        raise LookupError

    with pytest.raises(LookupError):
        file.with_utilities(breaks)

    assert len(stored(path)) == 250


def test_a_closed_file_stays_closed(file: SqliteFile) -> None:
    file.close()
    file.close()

    with pytest.raises(NotNow):
        file.transact(effect("late"))
