"""A server that is killed or paused (SIGSTOP) while phones send through a bad network, and another that takes over."""

import asyncio
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from psycopg.sql import SQL, Identifier

from server.storage.database import Tx
from tests.engines import SQLITE_AND_LONG_POSTGRES, Cluster, Ground, PostgresGround, grounds
from tests.faults.carriers import City, OverHttp, client
from tests.faults.network import Network, Weather
from tests.process import START_S, Server

STRUCK_AT = (8, 24, 40, 56)
"""How many answers the phones have had together when the server is paused, killed, paused, killed."""

IN_VAIN = 3
"""Tries in vain, by all phones together, before a paused server goes on: its callers have hung up by then."""

CALLS = 12
PAUSE_S = 30


@pytest.fixture
def server(tmp_path: Path, ground: Ground) -> Iterator[Server]:
    """A server, running."""
    made = Server(tmp_path, settings=ground.settings)
    made.start()
    yield made
    if made.process is not None:
        made.end(signal.SIGKILL)


@pytest.fixture(params=SQLITE_AND_LONG_POSTGRES)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """SQLite; Postgres by `make test-long`."""
    with grounds(request) as made:
        yield made


def signal_to(server: Server, what: signal.Signals) -> None:
    assert server.process is not None
    server.process.send_signal(what)


async def strike(server: Server, city: City) -> None:
    """Pause it until callers have given up, or kill it and start it again, in turn."""
    for n, at in enumerate(STRUCK_AT):
        await city.until_answered(at)
        if n % 2:
            assert server.end(signal.SIGKILL) == -signal.SIGKILL
            await asyncio.to_thread(server.start)
            continue
        signal_to(server, signal.SIGSTOP)
        await city.until_failed(city.failed + IN_VAIN)
        signal_to(server, signal.SIGCONT)


async def test_paused_and_killed_behind_a_bad_network_it_loses_nothing_and_repeats_nothing(
    server: Server, ground: Ground
) -> None:
    city = City(server, ground, "Exampleton")
    weather = Weather(fates=("lose", "cut"), enough=6)
    async with client(server.url) as straight, Network(server.port, weather) as network:
        for _ in range(4):
            await city.join(straight)

        async with asyncio.TaskGroup() as group:
            group.create_task(strike(server, city))
            await city.carry_through(network, ("http", "socket", "http", "socket"))

        assert network.is_healed
        await city.holds(straight)


# ------------------------------------------------------------------ two servers on one Postgres


@pytest.fixture
def pair(tmp_path: Path, cluster: Cluster) -> Iterator[tuple[PostgresGround, Server, Server]]:
    """Two servers over one database."""
    with cluster.ground() as ground:
        first = Server(tmp_path / "first", settings=ground.settings)
        key_file = str(tmp_path / "first" / "data.keys" / "master.json")
        second = Server(tmp_path / "second", settings={**ground.settings, "FIELD727_KEY_FILE": key_file})
        first.start()
        second.start()
        yield ground, first, second
        for server in (first, second):
            signal_to(server, signal.SIGCONT)
            server.end(signal.SIGKILL)


async def closed(city: City, url: str) -> None:
    """Take calls by this server and close them: each has a deadline then, an hour off."""
    async with client(url) as http:
        (phone,) = city.phones
        phone.http = http
        carrier = OverHttp(phone)
        carrier.patience_s = START_S
        for _ in range(CALLS):
            phone.work(0)
        while phone.outbox:
            await carrier.carry()


def due(ground: PostgresGround, city: City) -> None:
    """An hour passes in a moment."""
    with ground.line() as line:
        table = Identifier(f"f727_{city.tag}", "deadline")
        line.execute(SQL("UPDATE {} SET due_at = 1 WHERE kind = 'call.leave_desk'").format(table))


def standing(tx: Tx) -> tuple[int, int]:
    """How many deadlines are left, and the log's last number."""
    left = tx.all("SELECT entity_id FROM deadline WHERE kind = 'call.leave_desk'")
    (head,) = tx.all("SELECT seq FROM log_head")
    return len(left), head["seq"]


async def test_whichever_of_two_servers_is_paused_the_other_keeps_every_deadline_once(
    pair: tuple[PostgresGround, Server, Server],
) -> None:
    ground, first, second = pair
    city = City(first, ground, "Exampleton")
    async with client(first.url) as http:
        await city.join(http)

    for paused, working in ((first, second), (second, first), (first, second)):
        await closed(city, paused.url)
        left, before = city.ledger.read(standing)
        assert left == CALLS
        signal_to(paused, signal.SIGSTOP)
        due(ground, city)

        async with httpx.AsyncClient(base_url=working.url, timeout=START_S, trust_env=False) as http:
            while city.ledger.read(standing)[0]:
                assert (await http.get("/healthz")).status_code == 200
        signal_to(paused, signal.SIGCONT)

        # Each is one change set; the one that was asleep adds none.
        assert city.ledger.read(standing) == (0, before + CALLS)
    async with client(first.url) as http, client(second.url) as other:
        (phone,) = city.phones
        phone.http = http
        shown = (await phone.pull()).of("call")
        phone.http = other
        assert (await phone.pull()).of("call") == shown == {}


@pytest.mark.long
async def test_a_server_paused_for_long_in_the_middle_of_its_work_harms_nothing_when_it_wakes(
    pair: tuple[PostgresGround, Server, Server],
) -> None:
    ground, first, second = pair
    city = City(first, ground, "Exampleton")
    async with client(second.url) as straight, Network(first.port) as network:
        for _ in range(4):
            await city.join(straight)

        async def pause() -> None:
            await city.until_answered(STRUCK_AT[0])
            signal_to(first, signal.SIGSTOP)
            await asyncio.sleep(PAUSE_S / 2)
            # Phones find the other one.
            network.to = second.port
            await asyncio.sleep(PAUSE_S / 2)
            signal_to(first, signal.SIGCONT)
            network.to = first.port

        async with asyncio.TaskGroup() as group:
            group.create_task(pause())
            await city.carry_through(network, ("http", "socket", "http", "socket"))

        await city.holds(straight)
