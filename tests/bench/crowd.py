"""Live phones in a process of their own: they connect, catch up, and say on their output what reached them and when.

`python -m tests.bench.crowd` reads one `Crowd` as the first line of its input, and hangs up when that ends. Its times
are of the clock that all processes of a machine share.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.clock import SystemClock
from tests.phone import Phone
from tests.process import ROOT, START_S, Server

CLOCK = SystemClock()
LATER: Final = 1013
AGAIN_MS: Final = 500
"""When somebody comes again who was sent away without a word of when."""


class Crowd(msgspec.Struct):
    """Where to connect, and what each phone says first."""

    url: str
    hellos: list[dict[str, Any]]
    stalled: int = 0
    """So many of them, the last, read nothing any more once they have caught up."""


class Seen(msgspec.Struct):
    """A row reached a phone at this time."""

    phone: int
    at: float
    row: str


def say(value: object) -> None:
    """One line for whoever started us."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


async def listen(crowd: Crowd, n: int, caught_up: asyncio.Queue[int]) -> None:
    """One phone: comes again when it is told to, catches up, then tells of every row that comes."""
    try:
        after_ms = await follow(crowd, n, caught_up)
    except ConnectionClosed as closed:
        if closed.rcvd is None or closed.rcvd.code != LATER:
            raise
        after_ms = AGAIN_MS
    if after_ms is not None:
        await asyncio.sleep(after_ms / 1000)
        await listen(crowd, n, caught_up)


async def follow(crowd: Crowd, n: int, caught_up: asyncio.Queue[int]) -> int | None:
    """One connection of a phone to its end; milliseconds to wait if too many came at once."""
    url = crowd.url.replace("http", "ws") + "/api/live"
    options: dict[str, Any] = {"proxy": None, "compression": None, "ping_interval": None, "max_size": None}
    async with connect(url, close_timeout=1, open_timeout=START_S, **options) as socket:
        await socket.send(json.dumps(crowd.hellos[n]))
        welcome = json.loads(await socket.recv())
        if welcome["m"] == "retry":
            return int(welcome["after_ms"])
        await socket.send(json.dumps({"m": "sub", "cur": crowd.hellos[n]["cur"]}))
        while json.loads(await socket.recv())["more"]:
            pass
        caught_up.put_nowait(n)
        if n >= len(crowd.hellos) - crowd.stalled:
            socket.transport.pause_reading()
            await asyncio.Event().wait()
        async for frame in socket:
            at = CLOCK.mono()
            for put in json.loads(frame).get("puts", ()):
                say(Seen(n, at, put["id"]))
    return None


async def main() -> None:
    """All of them at once; `seconds` until the last has caught up."""
    crowd = msgspec.json.decode(sys.stdin.buffer.readline(), type=Crowd)
    caught_up: asyncio.Queue[int] = asyncio.Queue()
    began = CLOCK.mono()
    async with asyncio.TaskGroup() as group:
        listening = [group.create_task(listen(crowd, n, caught_up)) for n in range(len(crowd.hellos))]
        for _ in listening:
            await caught_up.get()
        say({"seconds": CLOCK.mono() - began})
        await asyncio.to_thread(sys.stdin.buffer.read)
        for each in listening:
            each.cancel()


@contextmanager
def connected(server: Server, phones: Sequence[Phone], *, stalled: int = 0) -> Iterator[tuple[float, IO[bytes]]]:
    """Seconds until all of these had caught up in a process of their own, and what they say from then on."""
    hellos = [phone.hello_body() | {"m": "hello", "token": phone.token} for phone in phones]
    command = [sys.executable, "-m", "tests.bench.crowd"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as crowd:
        assert crowd.stdin is not None
        assert crowd.stdout is not None
        crowd.stdin.write(msgspec.json.encode(Crowd(server.url, hellos, stalled)) + b"\n")
        crowd.stdin.flush()
        try:
            yield json.loads(crowd.stdout.readline())["seconds"], crowd.stdout
        finally:
            crowd.stdin.close()


if __name__ == "__main__":
    asyncio.run(main())
