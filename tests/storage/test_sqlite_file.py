"""What only files do: bulk work by the utilities, and a log that is wiped."""

from pathlib import Path

import pytest
import sqlite_utils

from server.storage.sqlite.files import SqliteFile
from tests.storage.bench import SqliteBench
from tests.storage.works import stored


def test_the_utilities_work_in_one_transaction(files: SqliteBench) -> None:
    file = SqliteFile(files.path)
    rows = [{"id": f"row-{n}", "part": "bulk"} for n in range(250)]
    file.with_utilities(lambda utilities: utilities["effect"].insert_all(rows))  # type: ignore[union-attr]

    def breaks(utilities: sqlite_utils.Database) -> None:
        utilities.execute("DELETE FROM effect")
        raise LookupError

    with pytest.raises(LookupError):
        file.with_utilities(breaks)

    assert len(stored(files)) == 250
    file.close()


def test_deleted_bytes_are_overwritten_and_leave_the_log(tmp_path: Path) -> None:
    """With the control: before the deletion the same search finds them."""
    path = tmp_path / "keys.db"
    file = SqliteFile(path)
    canary = b"canary-5b1f7c"
    file.transact(lambda tx: tx.run("CREATE TABLE data_key (entity TEXT PRIMARY KEY, wrapped BLOB)"))
    file.transact(lambda tx: tx.run("INSERT INTO data_key VALUES ('call-1', :key)", key=canary * 50))
    assert any(canary in part.read_bytes() for part in tmp_path.iterdir())

    file.transact(lambda tx: tx.run("DELETE FROM data_key"))
    file.wipe_log()

    assert not any(canary in part.read_bytes() for part in tmp_path.iterdir())
    file.close()
