"""What a Postgres server must be before anything is trusted to it, and what it must not keep."""

import asyncio
from collections.abc import Callable
from functools import partial

import psycopg
import pytest

from server.errors import CannotStart, StorageBusy, UnsafeStorage
from server.storage.database import Database, Safety, Tx
from server.storage.postgres.database import safety
from server.storage.postgres.engine import PostgresEngine
from server.storage.postgres.session import PostgresSchema, Schema
from tests.postgres import OWNER, SERVER, Cluster, PostgresGround
from tests.storage.bench import PostgresBench
from tests.storage.faults import Fault, Faults
from tests.storage.test_postgres_lines import Counted
from tests.storage.works import effect

CANARY = b"canary-5b1f7c" * 50


def test_a_superuser_is_refused_in_one_line_that_says_what_to_do(cluster: Cluster) -> None:
    counted = Counted()
    with cluster.ground() as ground, pytest.raises(CannotStart) as refusal:
        PostgresEngine(cluster.url("postgres", ground.database), None, connect=counted)

    assert "superuser" in str(refusal.value)
    assert "its own login" in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert counted.lines
    assert counted.standing == [], "and nobody is left on the line"


def test_a_server_that_is_not_there_is_one_line_too(cluster: Cluster) -> None:
    with pytest.raises(CannotStart) as refusal:
        PostgresEngine(cluster.url(SERVER, "nowhere"), None)

    assert "FIELD727_DATABASE" in str(refusal.value)
    assert "nowhere" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_server_that_does_not_sync_is_refused_and_one_that_does_again_is_not(mortal: Cluster) -> None:
    with mortal.ground() as ground:
        urls = mortal.url(SERVER, ground.database), mortal.url(OWNER, ground.database)
        for off in ("fsync", "full_page_writes"):
            tell(mortal, f"ALTER SYSTEM SET {off} = off")

            with pytest.raises(UnsafeStorage) as refusal:
                PostgresEngine(*urls)

            assert f"{off}=off" in str(refusal.value)
            assert "\n" not in str(refusal.value)
            tell(mortal, f"ALTER SYSTEM RESET {off}")
        PostgresEngine(*urls).close()


def tell(cluster: Cluster, setting: str) -> None:
    """Have the server take this setting up, for whoever opens a line from now."""
    cluster.do(setting)
    cluster.stop("fast")
    cluster.start()


async def test_readiness_tells_what_a_transaction_would_forget(lines: PostgresBench) -> None:
    def forgets(tx: Tx) -> Safety:
        tx.run("SET LOCAL synchronous_commit = off")
        return safety(tx)

    database = lines.open()

    assert (await database.safety()).holds
    told = await database.write(forgets)

    assert not told.holds
    assert "synchronous_commit=off" in str(told)


# ------------------------------------------------------------------ keys that must be gone


@pytest.fixture
def keys(lines: PostgresBench) -> PostgresSchema:
    """A table of keys with one that must go and one that must stay."""
    file = lines.empty("empty_keys")
    assert isinstance(file, PostgresSchema)

    def work(tx: Tx) -> None:
        tx.run("CREATE TABLE data_key (entity TEXT PRIMARY KEY, wrapped BYTEA NOT NULL)")
        tx.run("CREATE TABLE key_subject (subject TEXT PRIMARY KEY)")
        tx.run("INSERT INTO data_key VALUES ('call-1', :key)", key=CANARY)
        tx.run("INSERT INTO data_key VALUES ('call-2', :key)", key=b"another")
        tx.run("INSERT INTO key_subject VALUES ('person-1')")

    file.transact(work)
    return file


def on_disk(ground: PostgresGround) -> bool:
    """Whether any file of the database holds the key."""
    with ground.line() as line:
        line.execute("CHECKPOINT")
        row = line.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert row is not None
    folder = ground.cluster.folder / "base" / str(row[0])
    return any(CANARY in path.read_bytes() for path in folder.iterdir() if path.is_file())


def delete(keys: PostgresSchema) -> None:
    """As the key ring does."""
    keys.transact(lambda tx: tx.run("DELETE FROM data_key WHERE entity = 'call-1'"))


def test_no_file_of_the_database_holds_a_destroyed_key(keys: PostgresSchema, lines: PostgresBench) -> None:
    """With the control: the same search finds it before, and still after the row was deleted."""
    assert on_disk(lines.ground)
    delete(keys)
    assert on_disk(lines.ground)

    keys.wipe_log()

    assert not on_disk(lines.ground)
    left = keys.transact(lambda tx: (tx.all("SELECT entity, wrapped FROM data_key"), tx.all("TABLE key_subject")))
    assert left == ([{"entity": "call-2", "wrapped": b"another"}], [{"subject": "person-1"}])


def test_a_reader_with_an_old_snapshot_elsewhere_keeps_no_key(keys: PostgresSchema, lines: PostgresBench) -> None:
    """With the control: a VACUUM leaves the key in its file as long as that reader is there."""
    with psycopg.connect(lines.url) as reader:
        reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        reader.execute("SELECT count(*) FROM bench.effect")
        delete(keys)
        with lines.ground.line() as line:
            line.execute("VACUUM empty_keys.data_key")
        assert on_disk(lines.ground)

        keys.wipe_log()

        assert not on_disk(lines.ground)
        reader.rollback()


def test_while_somebody_reads_the_keys_themselves_wiping_is_put_off_and_said(
    keys: PostgresSchema, lines: PostgresBench
) -> None:
    file = PostgresSchema(lines.pool(), Schema("empty_keys"))
    delete(keys)
    lines.faults.rule = lambda sql, _values: Fault.LOCKED if sql.startswith("LOCK TABLE") else None

    with pytest.raises(StorageBusy):
        file.wipe_log()

    lines.faults.heal()
    assert on_disk(lines.ground)
    file.wipe_log()
    assert not on_disk(lines.ground)


# ------------------------------------------------------------------ one chain of numbers


def numbered(name: str, tx: Tx) -> int:
    """Draw the log's next number and write it down."""
    row = tx.one("UPDATE log_head SET seq = seq + 1 WHERE one = 1 RETURNING seq")
    assert row is not None
    effect(f"{row['seq']:03}")(tx)
    tx.run("INSERT INTO receipt (id) VALUES (:id)", id=name)
    return int(row["seq"])


async def test_numbers_drawn_through_several_databases_have_no_hole_whatever_fails(lines: PostgresBench) -> None:
    """Three processes, as the server sees them: each on lines of its own, and all of them fail now and then."""
    databases = [lines.open() for _ in range(3)]
    lines.faults.rule = failing_now_and_then(lines.faults)

    def write(n: int) -> "asyncio.Future[int]":
        return asyncio.ensure_future(draw(databases[n % 3], f"work-{n:02}"))

    drawn = await asyncio.gather(*(write(n) for n in range(90)))

    rows = lines.read(lambda tx: tx.all("SELECT id FROM effect WHERE part = 'first' ORDER BY id"))
    assert [int(row["id"]) for row in rows] == list(range(1, 91)) == sorted(drawn)
    assert lines.faults.count("failed") > 3


async def draw(database: Database, name: str) -> int:
    """Draw one number, asking again for as long as the answer is *retry*."""
    while True:
        try:
            return await database.write(partial(numbered, name))
        except StorageBusy:
            continue


def failing_now_and_then(faults: Faults) -> Callable[[str, object], Fault | None]:
    """Every 37th statement fails."""
    kinds = [Fault.SILENT_END, Fault.IO_ERROR, Fault.LOCKED]
    seen: list[str] = []

    def rule(sql: str, _values: object) -> Fault | None:
        seen.append(sql)
        if len(seen) % 37:
            return None
        faults.trace.append("failed")
        return kinds[len(seen) // 37 % 3]

    return rule
