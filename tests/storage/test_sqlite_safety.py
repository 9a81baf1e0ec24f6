"""What a connection must say of itself before the first work, and which libraries are refused."""

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from server.errors import OldSqlite, UnsafeStorage
from server.storage.sqlite.database import SqliteDatabase
from server.storage.sqlite.driver import is_old_library, library_version, open_connection, refuse_old_library
from server.storage.sqlite.files import SqliteFile
from tests.storage.bench import SqliteBench
from tests.storage.faults import Faults


async def test_the_writer_syncs_fully_before_it_answers(files: SqliteBench) -> None:
    assert (await files.open().safety()).found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
    }


@pytest.mark.parametrize(
    ("wanted", "secretly"),
    [
        ("PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"),
        ("PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"),
        ("PRAGMA journal_mode = WAL", "PRAGMA journal_mode = DELETE"),
        ("PRAGMA secure_delete = ON", "PRAGMA secure_delete = OFF"),
        ("PRAGMA foreign_keys = ON", "PRAGMA foreign_keys = OFF"),
        ("PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema = ON"),
    ],
)
@pytest.mark.parametrize("kind", [partial(SqliteDatabase, old_library_ok=True), SqliteFile])
def test_a_connection_that_would_forget_is_refused(
    kind: Callable[..., object], wanted: str, secretly: str, tmp_path: Path
) -> None:
    faults = Faults(rewrite={wanted: secretly})

    with pytest.raises(UnsafeStorage) as refusal:
        kind(tmp_path / "city.db", connect=faults.connect)

    assert "city.db" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_old_library_is_refused_in_one_line_that_says_what_to_do() -> None:
    with pytest.raises(OldSqlite) as refusal:
        refuse_old_library("3.40.1")

    assert "3.40.1" in str(refusal.value)
    assert "FIELD727_ALLOW_OLD_SQLITE=1" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("version", "is_old"), [("3.40.1", True), ("3.51.2", True), ("3.51.3", False), ("3.53.4", False), ("4.0", False)]
)
def test_the_floor_is_the_first_release_without_the_bug(version: str, is_old: bool) -> None:
    assert is_old_library(version) is is_old


def test_a_database_opens_only_on_a_safe_library_unless_told_otherwise(files: SqliteBench) -> None:
    with pytest.raises(OldSqlite) if is_old_library() else contextlib.nullcontext():
        SqliteDatabase(files.path).close()
    SqliteDatabase(files.path, old_library_ok=True).close()


def test_the_library_in_use_is_named(tmp_path: Path) -> None:
    connection = open_connection(tmp_path / "any.db", False)

    assert connection.execute("SELECT sqlite_version()").fetchone()[0] == library_version()
    connection.close()
