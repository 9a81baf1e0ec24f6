"""Phones on bad streets: whatever the network does to their bytes, every command is done once and everybody sees it.

Real server, real sockets; between them the network of `tests/faults/network.py`. Two phones carry by HTTP and two by
the socket at the same time. Each test shows that its weather was really met, and then that nothing of it is left.
"""

import asyncio
import signal
from collections.abc import Iterator

import pytest

from tests.engines import Ground
from tests.faults.carriers import LAST_S, City, OverHttp, OverSocket, client
from tests.faults.network import Network, Weather
from tests.process import Server

STREETS = {
    "2G": Weather(piece=512, delay_s=0.02, enough=300),
    "subway": Weather(fates=("tunnel",), enough=3),
    "half-open": Weather(fates=("silence", "stop"), enough=3),
    "lost answers": Weather(fates=("lose",), enough=20),
    "cut in mid-frame": Weather(fates=("cut",), enough=20),
    "byte by byte": Weather(piece=1, enough=30_000),
    "twice": Weather(fates=("twice",), enough=8),
    "refused": Weather(fates=("refuse",), enough=30),
    "hell": Weather(
        fates=("refuse", "silence", "stop", "lose", "cut", "twice", "tunnel"), piece=900, delay_s=0.005, enough=2
    ),
}

TOLD_AGAIN = {"lost answers", "twice"}

SHORT_ON_POSTGRES = {"lost answers", "hell"}
"""The streets know no engine: the others are walked on Postgres by `make test-long`."""

WALKS = [
    *(pytest.param("sqlite", street, id=f"{street}, sqlite") for street in STREETS),
    *(
        pytest.param(
            "postgres", street, id=f"{street}, postgres", marks=() if street in SHORT_ON_POSTGRES else pytest.mark.long
        )
        for street in STREETS
    ),
]

pytestmark = pytest.mark.xdist_group("streets")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, lasting_ground: Ground) -> Iterator[Server]:
    """One server for every street, on each engine."""
    made = Server(tmp_path_factory.mktemp("streets"), settings=lasting_ground.settings)
    made.start()
    yield made
    assert made.end(signal.SIGTERM) == 0


async def brought(server: Server, ground: Ground, street: str) -> City:
    """A city whose phones brought everything through this street, and who saw what must be seen."""
    weather = STREETS[street]
    city = City(server, ground, street)
    async with client(server.url) as straight, Network(server.port, weather) as network:
        for _ in range(4):
            await city.join(straight)
        await city.carry_through(network, ("http", "socket", "http", "socket"))
        assert network.hits.keys() >= weather.faults, "it was met"
        assert network.is_healed
        await city.holds(straight)
    return city


@pytest.mark.parametrize(("lasting_ground", "street"), WALKS, indirect=["lasting_ground"], scope="module")
async def test_whatever_a_street_does_each_command_is_done_once_and_everybody_sees_it(
    server: Server, lasting_ground: Ground, street: str
):
    city = await brought(server, lasting_ground, street)

    if street in TOLD_AGAIN:
        assert sum(phone.again for phone in city.phones), "what had been done was sent again, and told again"


async def test_the_same_rows_through_both_doors_at_once_are_done_once(server: Server, lasting_ground: Ground):
    """A frame is never delivered twice by TCP; a phone that does not trust its socket sends by HTTP as well."""
    city = City(server, lasting_ground, "both doors")
    async with client(server.url) as straight, asyncio.TaskGroup() as group:
        phone = await city.join(straight)
        http, socket = OverHttp(phone), OverSocket(phone, group)
        http.patience_s = socket.patience_s = LAST_S
        assert await socket.line.open()
        for n in range(8):
            phone.work(n)
            await asyncio.gather(http.carry(), socket.carry())
        await socket.close()

        assert phone.again == len(phone.saved), "each was answered twice"
        await city.holds(straight)
