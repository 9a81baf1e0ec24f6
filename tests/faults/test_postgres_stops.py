"""Postgres is stopped as by a power cut while phones send, and started again: the service comes back by itself.

The server is never restarted; while its database is away it says *retry* and keeps nothing.
"""

import asyncio
import signal
from collections.abc import Iterator

import httpx
import pytest

from tests.faults.street import EACH, Street, holds
from tests.postgres import Cluster, PostgresGround
from tests.process import START_S, Server, ask, enrolled
from tests.sync.doors import THE_CALL

STOPPED_AT = (20, 120)
"""How many answers the phones have had together when Postgres is stopped."""

BACK_S = 5.0
"""Postgres is there again: so long later, at most, so is the service."""


@pytest.fixture
def server(tmp_path, mortal: Cluster) -> Iterator[tuple[Server, PostgresGround]]:
    """A server on it, running."""
    with mortal.ground() as ground:
        made = Server(tmp_path, settings=ground.settings)
        made.start()
        yield made, ground
        if made.process is not None:
            made.end(signal.SIGKILL)


async def test_when_postgres_stops_in_mid_commit_nothing_acknowledged_is_lost_and_the_service_comes_back(
    server: tuple[Server, PostgresGround], mortal: Cluster
):
    process, ground = server
    tag = ask(process, "org.add", {"name": "Exampleton", "kind": "city", "training": True})["tag"]
    async with httpx.AsyncClient(base_url=process.url, timeout=START_S, trust_env=False) as http:
        phones = [await enrolled(process, http) for _ in range(3)]
        street = Street(mortal.stop, mortal.start, STOPPED_AT)

        await asyncio.gather(*(street.send_all(phone, most) for phone, most in zip(phones, (1, 7, 20), strict=True)))

        again = await street.sent_again(phones[0])
        assert (await http.get("/healthz")).status_code == 200
    assert process.process is not None, "the server lived through it"
    assert process.end(signal.SIGTERM) == 0
    assert len(street.saved) == 3 * EACH
    assert len(street.back_s) == len(STOPPED_AT)
    assert max(street.back_s) < BACK_S
    holds(street, again, process.data, ground.settings, tag)


async def test_while_postgres_is_away_a_command_stays_with_the_phone_and_nothing_is_kept(
    server: tuple[Server, PostgresGround], mortal: Cluster
):
    process, _ = server
    ask(process, "org.add", {"name": "Exampleton", "kind": "city", "training": True})
    async with httpx.AsyncClient(base_url=process.url, timeout=START_S, trust_env=False) as http:
        desk = await enrolled(process, http)
        row = desk.save("call.take", "call-1", THE_CALL)
        mortal.stop()

        away = await http.post("/api/sync/commands", json={"cmds": [row]}, headers=desk.headers())
        ready = await http.get("/readyz")

        mortal.start()
        back = await http.post("/api/sync/commands", json={"cmds": [row]}, headers=desk.headers())

    assert (away.status_code, away.json()["advice"]) == (503, "retry")
    assert ready.status_code == 503
    (ack,) = back.json()["acks"]
    assert ack["r"] == "ok"
    assert not ack.get("again"), "nothing was kept of it before"
