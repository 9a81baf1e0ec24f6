"""Append-only files, each applied once, all or nothing."""

import shutil
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import ChangedMigration, NewerDatabase
from server.storage.database import BlockingDatabase, Tx
from server.storage.migrate import MIGRATIONS, migrate, migrations, missing
from server.storage.statements import statements
from tests import engines
from tests.storage.bench import Bench, SqliteBench

Bring = Callable[..., list[str]]

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
def file(bench: Bench) -> BlockingDatabase:
    """An empty database."""
    return bench.empty("empty")


@pytest.fixture
def bring(bench: Bench, root: Path) -> Bring:
    """Brings a database up to date with this folder, in the words of its engine."""
    return partial(migrate, root=root, types=bench.types)


def write(root: Path, name: str, sql: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(sql)


def tables(file: BlockingDatabase) -> set[str]:
    return set(file.transact(engines.tables))


def test_a_city_takes_the_common_files_first_then_its_own(file: BlockingDatabase, bring: Bring) -> None:
    applied = bring(file, "common", "city")

    assert applied == ["common/0001_log.sql", "common/0002_words.sql", "city/0001_call.sql"]
    assert tables(file) == {"migration", "log", "call"}
    assert file.transact(lambda tx: tx.all("SELECT seq FROM log ORDER BY seq")) == [{"seq": 1}, {"seq": 2}]


def test_repeating_applies_nothing(file: BlockingDatabase, bring: Bring) -> None:
    bring(file, "common", "city")

    assert bring(file, "common", "city") == []


def test_a_new_file_is_applied_alone(file: BlockingDatabase, bring: Bring, root: Path) -> None:
    bring(file, "common", "city")
    write(root, "common/0003_more.sql", "CREATE TABLE more (id TEXT)")

    assert bring(file, "common", "city") == ["common/0003_more.sql"]


@pytest.mark.parametrize(
    ("name", "sql"),
    [
        ("common/0001_log.sql", FILES["common/0001_log.sql"] + " "),
        ("common/0001_another.sql", FILES["common/0001_log.sql"]),
        ("common/0000_earlier.sql", "CREATE TABLE earlier (id TEXT)"),
    ],
)
def test_history_is_not_rewritten(name: str, sql: str, file: BlockingDatabase, bring: Bring, root: Path) -> None:
    bring(file, "common", "city")
    if "another" in name:
        (root / "common/0001_log.sql").unlink()
    write(root, name, sql)

    with pytest.raises((ChangedMigration, NewerDatabase)):
        bring(file, "common", "city")

    assert tables(file) == {"migration", "log", "call"}


def test_a_database_of_a_later_release_is_left_alone(file: BlockingDatabase, bring: Bring, root: Path) -> None:
    write(root, "city/0002_future.sql", "CREATE TABLE future (id TEXT)")
    bring(file, "common", "city")
    (root / "city/0002_future.sql").unlink()

    with pytest.raises(NewerDatabase) as refusal:
        bring(file, "common", "city")

    assert "city/0002_future.sql" in str(refusal.value)


def test_a_file_that_fails_leaves_nothing_of_itself(
    file: BlockingDatabase, bench: Bench, bring: Bring, root: Path
) -> None:
    write(root, "city/0002_broken.sql", "CREATE TABLE half (id TEXT); CREATE TABLE call (id TEXT);")

    with pytest.raises(bench.errors):
        bring(file, "common", "city")

    assert tables(file) == {"migration", "log", "call"}
    write(root, "city/0002_broken.sql", "CREATE TABLE half (id TEXT)")
    assert bring(file, "common", "city") == ["city/0002_broken.sql"]


def test_an_engine_that_calls_a_type_otherwise_is_told_so(files: SqliteBench, root: Path) -> None:
    file = files.empty("empty")

    migrate(file, "common", "city", root=root, types={"BLOB": "BYTEA"})

    (table,) = file.transact(lambda tx: tx.all("SELECT sql FROM sqlite_schema WHERE name = 'call'"))
    assert "sealed BYTEA" in table["sql"]


def test_what_is_made_keeps_bytes_as_they_are_and_orders_text_by_them(file: BlockingDatabase, bring: Bring) -> None:
    words = ["", " b", "B", "Z", "_", "a", "a b", "ab", "ß", "ä", "é", "\U0001f4de"]
    bring(file, "common", "city")

    def fill(tx: Tx) -> None:
        for word in reversed(words):
            tx.run("INSERT INTO call (id, sealed) VALUES (:id, :sealed)", id=word, sealed=word.encode() + b"\x00\xff")

    file.transact(fill)

    found = file.transact(lambda tx: tx.all("SELECT id, sealed FROM call ORDER BY id"))
    assert [row["id"] for row in found] == sorted(words, key=str.encode) == words
    assert [bytes(row["sealed"]) for row in found] == [word.encode() + b"\x00\xff" for word in words]
    between = file.transact(lambda tx: tx.all("SELECT id FROM call WHERE id > :low AND id < :high", low="B", high="a"))
    assert {row["id"] for row in between} == {"Z", "_"}


def test_two_that_start_together_apply_each_file_once(bench: Bench, root: Path) -> None:
    starting, applied = threading.Barrier(2), []

    def start(database: BlockingDatabase) -> None:
        starting.wait(30)
        applied.append(migrate(database, "common", "city", root=root, types=bench.types))

    threads = [threading.Thread(target=start, args=(bench.empty("empty"),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    names = [migration.name for migration in migrations("common", "city", root=root)]
    assert sorted(applied[0] + applied[1]) == sorted(names)
    rows = bench.empty("empty").transact(lambda tx: tx.all("SELECT seq FROM log ORDER BY seq"))
    assert rows == [{"seq": 1}, {"seq": 2}]


@pytest.mark.parametrize("name", ["common/0002_twice.sql", "common/3_short.sql", "common/0003-dash.sql"])
def test_a_misnamed_file_is_found_before_anything_is_applied(
    name: str, file: BlockingDatabase, bring: Bring, root: Path
) -> None:
    write(root, name, "CREATE TABLE x (id TEXT)")

    with pytest.raises(ValueError, match="NNNN_words"):
        bring(file, "common")

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
def test_what_this_release_ships_applies_to_an_empty_database(kind: str, file: BlockingDatabase, bench: Bench) -> None:
    applied = migrate(file, "common", kind, types=bench.types)

    assert applied == [migration.name for migration in migrations("common", kind)]
    assert applied
    assert file.transact(lambda tx: missing(tx, "common", kind)) == []
    assert migrate(file, "common", kind, types=bench.types) == []


def test_every_shipped_file_says_why() -> None:
    folders = [folder.name for folder in MIGRATIONS.iterdir() if folder.is_dir()]

    for migration in migrations(*folders):
        assert migration.sql.startswith("-- "), migration.name


def test_what_was_stored_before_teams_were_told_apart_says_how_each_came_to_go(
    file: BlockingDatabase, bench: Bench, tmp_path: Path
) -> None:
    shutil.copytree(str(MIGRATIONS), tmp_path / "old", ignore=shutil.ignore_patterns("000[4-9]*", "00[1-9]*"))
    migrate(file, "common", "city", root=tmp_path / "old", types=bench.types)

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
    migrate(file, "common", "city", types=bench.types)

    kept = file.transact(lambda tx: tx.all("SELECT id, begun FROM assignment ORDER BY id"))
    assert {row["id"]: row["begun"] for row in kept} == {
        "late": "too_late",
        "lost": "offered",
        "unasked": "by_itself",
        "won": "offered",
    }
