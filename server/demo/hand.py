"""A person with a device in the hand: how they come in, and that what they do is remembered and sent."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any, Final, Self

import httpx

from schemas.base import Struct
from server.client import web
from server.client.device import Device
from server.client.live import Line
from server.clock import Clock
from server.ids import Ids

APP: Final = "demo"
PATIENCE_S: Final = 60

Code = Callable[[str], Awaitable[str]]
"""A code that lets this person in once, as whoever runs the server gives it."""


class Deed(Struct, frozen=True, kw_only=True):
    """Something a person did, as they remember it: `at` by the device in their hand, `truly_at` by the right clock."""

    id: str
    person: str
    type: str
    entity: str
    args: Struct
    at: int
    truly_at: int


class Hand:
    """A person, their device, and its connection."""

    def __init__(self, line: Line, book: list[Deed]) -> None:
        """Not connected, nothing done; `book` is where everybody's deeds are remembered."""
        self.line = line
        self._book = book

    @property
    def device(self) -> Device:
        """The device itself."""
        return self.line.device

    def do(self, type_: str, entity: str, args: Struct) -> str:
        """Do it and remember it; answers the command's id. It is sent with the next `send`."""
        row = self.device.save(type_, entity, args)
        at, person = int(row["at"]), self.device.person
        truly_at = at - self.device.skew_ms
        done = Deed(id=row["id"], person=person, type=type_, entity=entity, args=args, at=at, truly_at=truly_at)
        self._book.append(done)
        return done.id

    def sees(self, kind: str) -> dict[str, dict[str, Any]]:
        """The rows of one type that the device holds."""
        return self.device.replica.of(kind)

    async def send(self) -> None:
        """Send what waits, and see what came of it."""
        if self.device.outbox and self.line.is_open:
            await self.line.send()
            await self.line.catch_up()


class Entrance:
    """Where everybody who plays comes in, each with a browser's cookies of their own."""

    def __init__(self, url: str, code: Code, *, clock: Clock, ids: Ids, group: asyncio.TaskGroup) -> None:
        """The address of the server; connections are read in this group."""
        self._url = url
        self._code = code
        self._clock = clock
        self._ids = ids
        self._group = group
        self._browsers = AsyncExitStack()
        self.lines: list[Line] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.gather(*(line.close() for line in self.lines))
        await self._browsers.aclose()

    async def browser(self, person_id: str, *, skew_ms: int = 0) -> tuple[httpx.AsyncClient, Device]:
        """A browser in which this person is signed in."""
        # Without TLS there is nobody to trust; reading whom the system trusts takes a while.
        nobody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        http = httpx.AsyncClient(base_url=self._url, timeout=PATIENCE_S, trust_env=False, verify=nobody)
        await self._browsers.enter_async_context(http)
        device = Device(ids=self._ids, clock=self._clock, app=APP)
        device.skew_ms = skew_ms
        await web.enrol(device, http, await self._code(person_id))
        return http, device

    async def line(self, person_id: str, *, skew_ms: int = 0) -> Line:
        """A device of this person that follows the server."""
        http, device = await self.browser(person_id, skew_ms=skew_ms)
        made = Line(device, http, self._group)
        self.lines.append(made)
        await made.open()
        return made


async def directory(line: Line) -> dict[str, Any]:
    """The directory that the feed names."""
    (row,) = line.device.replica.of("directory").values()
    answer = await line.http.get(row["url"])
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
