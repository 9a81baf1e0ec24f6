"""A socket in memory: what one side says the other hears, and a reader may stop reading."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from server.identity.callers import Callers
from server.live.door import identify
from server.live.socket import Conversation
from tests.phone import Phone
from tests.served import Served

PATIENCE_S = 10.0
"""So long a test waits for what must come at once; a socket that hangs fails it."""


class Line:
    """The phone's end of a socket, and the pipe that the server is given."""

    def __init__(self) -> None:
        self._to_server: asyncio.Queue[str | None] = asyncio.Queue()
        self._to_phone: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self.reads = asyncio.Event()
        self.reads.set()
        self.is_gone = False
        self.closed: tuple[int, str] | None = None

    # what the phone does

    async def say(self, **frame: Any) -> None:
        """Send a frame."""
        await self.say_text(json.dumps(frame))

    async def say_text(self, text: str) -> None:
        """Send these characters, whatever they are."""
        await self._to_server.put(text)

    async def hear(self) -> dict[str, Any]:
        """The next frame; a closed socket fails the test."""
        frame = await self._next()
        assert frame is not None, f"closed with {self.closed}"
        return frame

    async def hear_until(self, kind: str) -> list[dict[str, Any]]:
        """The frames up to one of this kind."""
        frames = [await self.hear()]
        while frames[-1]["m"] != kind:
            frames.append(await self.hear())
        return frames

    async def bye(self) -> tuple[int, str]:
        """The code and reason the server closes with, whatever it says before."""
        while await self._next() is not None:
            pass
        assert self.closed is not None
        return self.closed

    def hang_up(self) -> None:
        """Be gone, without a word."""
        self.is_gone = True
        self.reads.set()
        self._to_server.put_nowait(None)

    async def _next(self) -> dict[str, Any] | None:
        async with asyncio.timeout(PATIENCE_S):
            return await self._to_phone.get()

    # what the server does

    async def receive_text(self) -> str | None:
        """The next frame, or None when the phone is gone."""
        return await self._to_server.get()

    async def send_text(self, text: str) -> None:
        """Wait until the phone reads, as a network does when its buffers are full."""
        await self.reads.wait()
        if self.is_gone:
            raise ConnectionError("gone")
        await self._to_phone.put(json.loads(text))

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye."""
        self.closed = code, reason
        await self._to_phone.put(None)


@asynccontextmanager
async def connected(served: Served, *, has_origin: bool = False, line: Line | None = None) -> AsyncIterator[Line]:
    """A socket that was accepted; when the test is done the server must be done with it as well."""
    line, hub = line or Line(), served.app.hub
    callers = Callers(served.app.gates, clock=served.clock)
    known = partial(identify, callers=callers, branches=served.app.branches, has_origin=has_origin)
    before = hub.count()
    talking = asyncio.create_task(Conversation(line, hub).hold(known))
    try:
        yield line
    finally:
        line.hang_up()
        async with asyncio.timeout(PATIENCE_S):
            await talking
        assert hub.count() <= before, "whoever is gone is forgotten"


@asynccontextmanager
async def greeted(served: Served, phone: Phone) -> AsyncIterator[Line]:
    """A socket that has been welcomed."""
    async with connected(served) as line:
        await line.say(**phone.hello_body(), m="hello", token=phone.token)
        welcome = await line.hear()
        assert welcome["m"] == "welcome"
        phone.nonce = welcome["nonce"]
        yield line


@asynccontextmanager
async def following(served: Served, phone: Phone) -> AsyncIterator[Line]:
    """A socket that follows from where the phone's replica stands, and has caught up."""
    async with greeted(served, phone) as line:
        await line.say(m="sub", cur=phone.replica.cur)
        await caught_up(line, phone)
        yield line


async def caught_up(line: Line, phone: Phone) -> None:
    """Take pages until there are no more."""
    while True:
        page = await take(line, phone)
        if page["m"] == "page" and not page["more"]:
            return


async def take(line: Line, phone: Phone) -> dict[str, Any]:
    """Take the next page or push into the phone's replica."""
    frame = await line.hear()
    if frame["m"] == "reset":
        phone.replica.reset()
    else:
        phone.replica.take(frame)
    return frame
