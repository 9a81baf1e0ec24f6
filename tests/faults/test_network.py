"""The network of the fault tests does what its weather says, and says what it did."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.faults.network import Network, Weather

REQUEST = b"POST /api/sync/commands HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello"


class Echo:
    """A server that says what it hears, and remembers it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.came = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heard.append(b"")
        mine = len(self.heard) - 1
        try:
            while came := await reader.read(65_536):
                self.heard[mine] += came
                self.came.set()
                writer.write(came)
        except ConnectionError:
            pass
        finally:
            writer.transport.abort()


@asynccontextmanager
async def between(weather: Weather) -> AsyncIterator[tuple[Network, Echo]]:
    echo = Echo()
    server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
    async with Network(server.sockets[0].getsockname()[1], weather) as network:
        yield network, echo
    server.close()


async def call(network: Network) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", int(network.url.rpartition(":")[2]))


async def say(network: Network, said: bytes, *, turns: int = 1) -> bytes:
    """Say this so many times in turn with the other side; answers all that came back until the line broke."""
    heard = b""
    reader, writer = await call(network)
    try:
        for _ in range(turns):
            writer.write(said)
            heard += await reader.readexactly(len(said))
    except asyncio.IncompleteReadError as cut:
        heard += cut.partial
    except ConnectionError:
        pass
    finally:
        writer.transport.abort()
    return heard


async def test_in_calm_weather_everything_passes_unchanged():
    async with between(Weather()) as (network, echo):
        assert await say(network, b"x" * 200_000) == b"x" * 200_000

    assert echo.heard == [b"x" * 200_000]
    assert not network.hits


async def test_refused_is_refused_before_a_byte_and_after_enough_of_it_the_network_is_healed():
    async with between(Weather(fates=("refuse",), enough=3)) as (network, echo):
        heard = [await say(network, b"hello") for _ in range(5)]

    assert heard == [b"", b"", b"", b"hello", b"hello"]
    assert (network.hits, network.is_healed) == ({"refuse": 3}, True)
    assert len(echo.heard) == 2


async def test_silence_is_accepted_and_nothing_is_ever_said():
    async with between(Weather(fates=("silence",), enough=1)) as (network, echo):
        reader, writer = await call(network)
        writer.write(b"hello")

        assert await say(network, b"others") == b"others", "who comes later is heard"
        assert not reader.at_eof()
        writer.close()

    assert (network.hits, echo.heard) == ({"silence": 1}, [b"others"])


async def test_a_lost_answer_was_heard_by_the_server():
    async with between(Weather(fates=("lose",), enough=1)) as (network, echo):
        heard = await say(network, b"hello", turns=20)

    assert network.hits == {"lose": 1}
    assert len(echo.heard[0]) == len(heard) + len(b"hello")


async def test_a_cut_comes_in_the_middle():
    cut = set()
    for seed in range(8):
        echo = Echo()
        server = await asyncio.start_server(echo.serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with Network(port, Weather(fates=("cut",), enough=1), seed=seed) as network:
            heard = await say(network, b"helloo", turns=20)
        server.close()
        assert network.hits == {"cut": 1}
        cut |= {len(heard) % 6, len(echo.heard[0]) % 6}

    assert cut == {0, 3}, "on the way up or on the way down"


async def test_a_stopped_line_tells_nobody_and_passes_nothing():
    async with between(Weather(fates=("stop",), enough=1)) as (network, echo):
        reader, writer = await call(network)
        while not network.hits:
            writer.write(b"hello")
            await asyncio.sleep(0)
        heard = len(echo.heard[0])
        writer.write(b"hello")

        assert await say(network, b"others") == b"others"
        assert not reader.at_eof()
        assert len(echo.heard[0]) == heard
        writer.close()

    assert network.hits == {"stop": 1}


async def test_in_a_tunnel_every_line_stops_and_the_next_ones_are_refused():
    async with between(Weather(fates=("tunnel",), enough=1)) as (network, _):
        reader, writer = await call(network)
        async with asyncio.timeout(60):
            other = await call(network)
            while not network.hits:
                other[1].write(b"hello")
                await asyncio.sleep(0)
        heard = [await say(network, b"hello") for _ in range(5)]
        writer.write(b"still here?")

        assert heard == [b"", b"", b"", b"", b"hello"]
        assert not reader.at_eof()
        writer.close()
        other[1].close()

    assert network.hits["tunnel"] == 1


async def test_a_dribble_is_one_byte_at_a_time():
    async with between(Weather(piece=1, enough=50)) as (network, echo):
        assert await say(network, b"x" * 100) == b"x" * 100

    assert network.hits == {"dribble": 50}
    assert echo.heard == [b"x" * 100]


@pytest.mark.parametrize("piece", [1, 7, 65_536])
async def test_twice_delivers_the_same_request_once_more_over_another_line(piece: int):
    async with between(Weather(fates=("twice",), piece=piece, enough=1_000_000)) as (network, echo):
        assert await say(network, REQUEST) == REQUEST
        await asyncio.gather(*network.doing)

    assert echo.heard == [REQUEST, REQUEST]
    assert network.hits["twice"] == 1


async def test_the_same_seed_brings_the_same_fates_in_the_same_order():
    weather = Weather(fates=("refuse", "silence", "cut"))
    first, again = (Network(1, weather, seed=5).fates for _ in range(2))

    drawn = [next(first) for _ in range(12)]

    assert drawn == [next(again) for _ in range(12)]
    assert all(sorted(drawn[n : n + 3]) == ["cut", "refuse", "silence"] for n in range(0, 12, 3)), "each in its turn"
