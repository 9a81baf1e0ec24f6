"""Lines to a server: few, replaced when they died, never the reason for a wait that helps nobody."""

import asyncio
import threading
from contextlib import closing
from typing import Any

import pytest

from server.errors import NotNow, StorageBusy
from server.storage.database import Tx
from server.storage.lanes import InlineLane
from server.storage.postgres.database import PostgresDatabase
from server.storage.postgres.driver import SETTINGS, PostgresConnection
from server.storage.postgres.pool import Pool
from tests.postgres import OWNER
from tests.storage.bench import PostgresBench
from tests.storage.faults import Fault, nothing_fails
from tests.storage.works import effect, stored

BEGIN = "BEGIN"
COUNT = "SELECT count(*) AS n FROM effect"


class Counted:
    """Opens lines and remembers them."""

    def __init__(self) -> None:
        self.lines: list[PostgresConnection] = []

    def __call__(self, url: str) -> PostgresConnection:
        self.lines.append(PostgresConnection(url))
        return self.lines[-1]

    @property
    def standing(self) -> list[PostgresConnection]:
        """Those that were not hung up."""
        return [each for each in self.lines if not each.line.closed]


def end(lines: PostgresBench, *connections: PostgresConnection) -> None:
    """End them at the server, and wait until it has: nobody on this side is told."""
    with lines.ground.line() as line:
        for connection in connections:
            line.execute("SELECT pg_terminate_backend(%s, 10000)", (connection.line.info.backend_pid,))


@pytest.fixture
def counted() -> Counted:
    """Nobody has opened a line yet."""
    return Counted()


def three_idle(pool: Pool) -> None:
    """Three lines that were used and are free again."""
    for used in [pool.begin(BEGIN) for _ in range(3)]:
        used.rollback()
        pool.give_back(used)


def test_a_line_is_used_again_when_it_is_free(lines: PostgresBench, counted: Counted) -> None:
    with closing(Pool(lines.url, most=3, connect=counted)) as pool:
        three_idle(pool)
        three_idle(pool)

        assert len(counted.lines) == 3


def test_who_finds_every_line_taken_is_told_to_come_again(lines: PostgresBench, counted: Counted) -> None:
    with closing(Pool(lines.url, most=2, connect=counted, patience=0)) as pool:
        taken = [pool.begin(BEGIN) for _ in range(2)]

        with pytest.raises(StorageBusy) as refusal:
            pool.begin(BEGIN)

        assert refusal.value.advice == "retry"
        assert len(counted.lines) == 2
        taken[0].rollback()
        pool.give_back(taken[0])
        taken[0] = pool.begin(BEGIN)
        assert len(counted.lines) == 2
        for each in taken:
            each.rollback()
            pool.give_back(each)


def test_lines_that_died_while_nobody_looked_are_replaced_and_nobody_hears_of_it(
    lines: PostgresBench, counted: Counted
) -> None:
    with closing(Pool(lines.url, most=3, connect=counted)) as pool:
        three_idle(pool)
        end(lines, *counted.lines)

        three_idle(pool)

        assert len(counted.lines) == 6
        assert len(counted.standing) == 3


def test_a_line_that_breaks_in_use_is_not_kept(lines: PostgresBench, counted: Counted) -> None:
    with closing(Pool(lines.url, most=1, connect=counted)) as pool:
        used = pool.begin(BEGIN)
        end(lines, used)
        used.rollback()
        pool.give_back(used)

        three = pool.begin(BEGIN)
        assert three is not used
        three.rollback()
        pool.give_back(three)


def test_a_line_with_something_open_is_hung_up_and_not_lent_again(lines: PostgresBench, counted: Counted) -> None:
    with closing(Pool(lines.url, most=1, connect=counted)) as pool:
        pool.give_back(pool.begin(BEGIN))

        assert counted.standing == []
        used = pool.begin(BEGIN)
        used.rollback()
        pool.give_back(used)


def test_a_server_that_lets_nobody_in_costs_no_place(lines: PostgresBench, counted: Counted) -> None:
    with closing(Pool(lines.url, most=1, connect=counted, patience=0)) as pool:
        for _ in range(3):
            with lines.hiding(), pytest.raises(StorageBusy) as refusal:
                pool.begin(BEGIN)
            assert "\n" not in str(refusal.value)

        used = pool.begin(BEGIN)
        used.rollback()
        pool.give_back(used)


def test_a_closed_pool_refuses_and_its_lines_end_with_their_transaction(lines: PostgresBench, counted: Counted) -> None:
    pool = Pool(lines.url, most=3, connect=counted)
    three_idle(pool)
    used = pool.begin(BEGIN)

    pool.close()

    assert counted.standing == [used]
    with pytest.raises(NotNow):
        pool.begin(BEGIN)
    used.rollback()
    pool.give_back(used)
    assert counted.standing == []


@pytest.mark.parametrize("fault", [Fault.DISK_FULL, Fault.IO_ERROR])
def test_a_line_that_stands_and_cannot_begin_is_not_tried_on_every_other(fault: Fault, lines: PostgresBench) -> None:
    pool = lines.pool()
    three_idle(pool)
    begins: list[str] = []
    lines.faults.around = begins.append
    lines.faults.rule = lambda _sql, _values: fault

    with pytest.raises(NotNow):
        pool.begin(BEGIN)

    assert begins == [BEGIN]
    lines.faults.rule = nothing_fails
    three_idle(pool)


async def test_a_writer_and_readers_go_on_when_every_idle_line_died(lines: PostgresBench) -> None:
    database = lines.open(lane=InlineLane)
    await database.write(effect("before"))
    await database.read(lambda tx: tx.one(COUNT))
    died: list[str] = []

    def rule(sql: str, _values: object) -> Fault | None:
        if sql != "BEGIN" or died:
            return None
        died.append(sql)
        return Fault.SILENT_END

    lines.faults.rule = rule
    begins: list[str] = []
    lines.faults.around = lambda sql: begins.append(sql) if sql == "BEGIN" else None

    assert await database.write(effect("after")) == "after"

    assert begins == ["BEGIN", "BEGIN"]
    assert stored(lines) == {"before": 2, "after": 2}


async def test_a_line_that_the_server_ends_in_the_middle_of_a_work_harms_nobody(lines: PostgresBench) -> None:
    database = lines.open(lane=InlineLane)
    ended: list[int] = []

    def cut_off(tx: Tx) -> str:
        effect("cut off")(tx)
        if not ended:
            ended.append((tx.one("SELECT pg_backend_pid() AS pid") or {})["pid"])
            with lines.ground.line() as line:
                line.execute("SELECT pg_terminate_backend(%s, 10000)", (ended[0],))
        tx.run("INSERT INTO receipt (id) VALUES ('cut off')")
        return "cut off"

    results = await asyncio.gather(*(database.write(work) for work in (effect("one"), cut_off, effect("two"))))

    assert results == ["one", "cut off", "two"]
    assert stored(lines) == {"one": 2, "cut off": 2, "two": 2}


# ------------------------------------------------------------------ what every line says of itself


def test_every_line_is_opened_with_its_settings(lines: PostgresBench) -> None:
    with closing(PostgresConnection(lines.url)) as connection:
        found = {name: asked(connection, name) for name in SETTINGS}

    assert found == SETTINGS | {"lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s"}


def asked(connection: PostgresConnection, name: str) -> Any:
    return connection.execute(f"SHOW {name}").fetchone()[0]


def test_a_login_cannot_be_told_by_its_role_to_forget(lines: PostgresBench) -> None:
    """What a line is opened with counts for more than what an owner once set for the role."""
    login = f"ALTER ROLE {OWNER} IN DATABASE {lines.ground.database}"
    with lines.ground.line() as line:
        line.execute(f"{login} SET synchronous_commit = off".encode())
        with closing(PostgresConnection(lines.url)) as connection:
            assert asked(connection, "synchronous_commit") == "on"
        line.execute(f"{login} RESET ALL".encode())


class Impatient(PostgresConnection):
    """A line that says of itself what all lines say, with a much shorter pause allowed."""

    def begin(self, how: str) -> None:
        """With one more setting."""
        super().begin(f"{how}; SET LOCAL idle_in_transaction_session_timeout = 20")


async def test_a_writer_that_is_paused_in_mid_transaction_is_ended_and_others_go_on(lines: PostgresBench) -> None:
    pool = Pool(lines.url, most=2, connect=Impatient)
    paused = PostgresDatabase(pool, lines.schema)
    began, go_on, turns = threading.Event(), threading.Event(), []

    def pauses(tx: Tx) -> str:
        turns.append("a turn")
        if len(turns) == 1:
            began.set()
            assert go_on.wait(30)
        return effect("paused")(tx)

    pausing = asyncio.create_task(paused.write(pauses))
    await asyncio.to_thread(began.wait, 30)

    assert await lines.open().write(effect("other")) == "other", "it got the lock that the paused one had"
    assert not pausing.done()
    go_on.set()
    assert await pausing == "paused"

    assert len(turns) == 2, "its transaction was ended, and it was run again"
    assert stored(lines) == {"other": 2, "paused": 2}
    paused.close()
    pool.close()
