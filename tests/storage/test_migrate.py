"""Append-only files, each applied once, all or nothing."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ChangedMigration, NewerDatabase
from server.storage.database import Tx
from server.storage.migrate import MIGRATIONS, migrate, migrations, statements
from server.storage.sqlite import SqliteFile
from server.storage.sqlite.driver import DriverError

FILES = {
    "common/0001_log.sql": "-- Why: everything is written down; always.\nCREATE TABLE log (seq BIGINT PRIMARY KEY);",
    "common/0002_words.sql": "INSERT INTO log VALUES (1); INSERT INTO log VALUES (2);",
    "city/0001_call.sql": "CREATE TABLE call (id TEXT PRIMARY KEY, sealed BLOB);",
    "site/0001_note.sql": "CREATE TABLE note (id TEXT PRIMARY KEY);",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of migrations."""
    for name, sql in FILES.items():
        write(tmp_path / "migrations", name, sql)
    return tmp_path / "migrations"


@pytest.fixture
def file(tmp_path: Path) -> Iterator[SqliteFile]:
    """An empty database."""
    opened = SqliteFile(tmp_path / "city.db")
    yield opened
    opened.close()


def write(root: Path, name: str, sql: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(sql)


def tables(file: SqliteFile) -> set[str]:
    return set(file.with_utilities(lambda utilities: utilities.table_names()))


def test_a_city_takes_the_common_files_first_then_its_own(file: SqliteFile, root: Path) -> None:
    applied = migrate(file, "common", "city", root=root)

    assert applied == ["common/0001_log.sql", "common/0002_words.sql", "city/0001_call.sql"]
    assert tables(file) == {"migration", "log", "call"}
    assert file.transact(lambda tx: tx.all("SELECT seq FROM log ORDER BY seq")) == [{"seq": 1}, {"seq": 2}]


def test_repeating_applies_nothing(file: SqliteFile, root: Path) -> None:
    migrate(file, "common", "city", root=root)

    assert migrate(file, "common", "city", root=root) == []


def test_a_new_file_is_applied_alone(file: SqliteFile, root: Path) -> None:
    migrate(file, "common", "city", root=root)
    write(root, "common/0003_more.sql", "CREATE TABLE more (id TEXT)")

    assert migrate(file, "common", "city", root=root) == ["common/0003_more.sql"]


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("common/0001_log.sql", FILES["common/0001_log.sql"] + " "),
        ("common/0001_another.sql", FILES["common/0001_log.sql"]),
        ("common/0000_earlier.sql", "CREATE TABLE earlier (id TEXT)"),
    ],
)
def test_history_is_not_rewritten(name: str, sql: str, file: SqliteFile, root: Path) -> None:
    migrate(file, "common", "city", root=root)
    if "another" in name:
        (root / "common/0001_log.sql").unlink()
    write(root, name, sql)

    with pytest.raises((ChangedMigration, NewerDatabase)):
        migrate(file, "common", "city", root=root)

    assert tables(file) == {"migration", "log", "call"}


def test_a_database_of_a_later_release_is_left_alone(file: SqliteFile, root: Path) -> None:
    write(root, "city/0002_future.sql", "CREATE TABLE future (id TEXT)")
    migrate(file, "common", "city", root=root)
    (root / "city/0002_future.sql").unlink()

    with pytest.raises(NewerDatabase) as refusal:
        migrate(file, "common", "city", root=root)

    assert "city/0002_future.sql" in str(refusal.value)


def test_a_file_that_fails_leaves_nothing_of_itself(file: SqliteFile, root: Path) -> None:
    write(root, "city/0002_broken.sql", "CREATE TABLE half (id TEXT); CREATE TABLE call (id TEXT);")

    with pytest.raises(DriverError):
        migrate(file, "common", "city", root=root)

    assert tables(file) == {"migration", "log", "call"}
    write(root, "city/0002_broken.sql", "CREATE TABLE half (id TEXT)")
    assert migrate(file, "common", "city", root=root) == ["city/0002_broken.sql"]


def test_an_engine_that_calls_a_type_otherwise_is_told_so(file: SqliteFile, root: Path) -> None:
    migrate(file, "common", "city", root=root, types={"BLOB": "BYTEA"})

    schema = file.with_utilities(lambda utilities: utilities["call"].schema)
    assert "sealed BYTEA" in schema


@pytest.mark.parametrize("name", ["common/0002_twice.sql", "common/3_short.sql", "common/0003-dash.sql"])
def test_a_misnamed_file_is_found_before_anything_is_applied(name: str, file: SqliteFile, root: Path) -> None:
    write(root, name, "CREATE TABLE x (id TEXT)")

    with pytest.raises(ValueError, match="NNNN_words"):
        migrate(file, "common", root=root)

    assert not tables(file)


PIECES = st.sampled_from(
    [
        "SELECT 1",
        "'a;b'",
        "'it''s'",
        '"odd;name"',
        "-- a ; comment's end\n",
        "/* one; 'two */",
        " - / ",
        "\n",
        "x = 'é'",
    ]
)


@given(st.lists(st.lists(PIECES, min_size=1, max_size=5), max_size=6))
def test_statements_end_only_at_a_semicolon_of_their_own(plan: list[list[str]]) -> None:
    texts = [" ".join(pieces) for pieces in plan]
    kept = [" ".join(" " if piece.startswith(("--", "/*")) else piece for piece in pieces) for pieces in plan]

    found = list(statements(";".join(texts)))

    assert [statement.split() for statement in found] == [text.split() for text in kept if text.strip()]


@pytest.mark.parametrize("kind", ["city", "site"])
def test_what_this_release_ships_applies_to_an_empty_database(kind: str, file: SqliteFile) -> None:
    applied = migrate(file, "common", kind)

    assert applied == [migration.name for migration in migrations("common", kind)]
    assert applied
    assert migrate(file, "common", kind) == []


def test_every_shipped_file_says_why() -> None:
    folders = [folder.name for folder in MIGRATIONS.iterdir() if folder.is_dir()]

    for migration in migrations(*folders):
        assert migration.sql.startswith("-- "), migration.name


def test_what_was_stored_before_teams_were_told_apart_says_how_each_came_to_go(
    file: SqliteFile, tmp_path: Path
) -> None:
    shutil.copytree(str(MIGRATIONS), tmp_path / "old", ignore=shutil.ignore_patterns("000[4-9]*"))
    migrate(file, "common", "city", root=tmp_path / "old")

    def told(tx: Tx) -> None:
        for name, unit, state, by_itself in (
            ("lost", "unit-2", "superseded", 0),
            ("late", "unit-2", "cleared", 1),
            ("unasked", "unit-3", "cleared", 1),
            ("won", "unit-1", "cleared", 0),
        ):
            tx.run(
                "INSERT INTO assignment (id, call_id, unit_id, state, offered_at, self_initiated, origin, version)"
                " VALUES (:id, 'call-1', :unit, :state, 1, :by_itself, 'device', 1)",
                id=name,
                unit=unit,
                state=state,
                by_itself=by_itself,
            )

    file.transact(told)
    migrate(file, "common", "city")

    kept = file.transact(lambda tx: tx.all("SELECT id, begun FROM assignment ORDER BY id"))
    assert {row["id"]: row["begun"] for row in kept} == {
        "late": "too_late",
        "lost": "offered",
        "unasked": "by_itself",
        "won": "offered",
    }
