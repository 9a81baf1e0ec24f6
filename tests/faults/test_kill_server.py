"""kill -9 of the whole server while phones send: what it acknowledged is there, nothing is there twice, the log holds.

Real processes, real HTTP, real signals, on both engines; the phones are those of every other test. They behave as the
protocol says: a row leaves the outbox only by an answer, and whatever was not answered is sent again, byte for byte.
"""

import asyncio
import signal

import httpx
import pytest

from tests.faults.street import EACH, Street, holds
from tests.process import START_S, Server, ask, enrolled

PHONES = 3

KILLED_AT = (17, 95, 190)
"""How many answers the phones have had together when the server is killed."""


@pytest.fixture
def server(tmp_path, ground):
    """A server, running."""
    made = Server(tmp_path, settings=ground.settings)
    made.start()
    yield made
    if made.process is not None:
        made.end(signal.SIGKILL)


async def test_killed_again_and_again_the_server_loses_nothing_it_acknowledged_and_repeats_nothing(server):
    tag = ask(server, "org.add", {"name": "Exampleton", "kind": "city", "training": True})["tag"]

    def kill() -> None:
        assert server.end(signal.SIGKILL) == -signal.SIGKILL

    async with httpx.AsyncClient(base_url=server.url, timeout=START_S, trust_env=False) as http:
        phones = [await enrolled(server, http) for _ in range(PHONES)]
        street = Street(kill, server.start, KILLED_AT)
        await asyncio.gather(*(street.send_all(phone, most) for phone, most in zip(phones, (1, 7, 20), strict=True)))
        again = await street.sent_again(phones[0])
    assert server.end(signal.SIGTERM) == 0

    assert len(street.saved) == PHONES * EACH
    holds(street, again, server.data, server.settings, tag)
