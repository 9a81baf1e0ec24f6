"""A client's socket: what waits goes out, what comes in is kept and acknowledged; without a network it just waits."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from typing import Any, Final

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from server.client import web
from server.client.device import Device

BATCH: Final = 20
"""Never more in flight, so that after a lost answer all of it is simply sent again (protocol.md §4.2)."""

PATIENCE_S: Final = 25.0
"""No answer for so long: the socket is dead (protocol.md §4.8)."""

LATER: Final = frozenset({429, 503, 507})
"""What a server answers that cannot now: come again."""

FRAME: Final = 4_194_304
"""A page of 500 rows is far below this."""


class Line:
    """One device's connection, opened and closed as the network comes and goes."""

    def __init__(
        self, device: Device, http: httpx.AsyncClient, group: asyncio.TaskGroup, *, patience_s: float = PATIENCE_S
    ) -> None:
        """Not connected; whoever owns the group ends with an error when this client meets what it does not know."""
        self.device = device
        self.patience_s = patience_s
        self.stirred: Callable[[], None] = lambda: None
        self.http = http
        self._group = group
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._acked = asyncio.Event()
        self._is_level = asyncio.Event()

    @property
    def is_open(self) -> bool:
        """True while the server hears us."""
        return self._socket is not None

    async def open(self) -> bool:
        """Come back: a fresh token, hello, and every page we missed. False when nobody is there, or it shall be later.

        Raises: httpx.HTTPStatusError, when the device was shut out.
        """
        try:
            await web.sign_token(self.device, self.http)
            socket = await connect(
                self._url(), proxy=None, max_size=FRAME, close_timeout=1, open_timeout=self.patience_s
            )
        except httpx.HTTPStatusError as refused:
            if refused.response.status_code in LATER:
                return False
            raise
        except (httpx.TransportError, InvalidHandshake, OSError):
            return False
        if not await self._greet(socket):
            await socket.close()
            return False
        self._socket = socket
        self._reading = self._group.create_task(self._read(socket))
        await self.catch_up()
        return self.is_open

    async def _greet(self, socket: ClientConnection) -> bool:
        try:
            async with asyncio.timeout(self.patience_s):
                await socket.send(json.dumps(self.device.hello_body() | {"m": "hello", "token": self.device.token}))
                self.device.welcomed(json.loads(await socket.recv()))
        except (ConnectionClosed, TimeoutError):
            return False
        return True

    async def close(self) -> None:
        """Be without a network."""
        socket, reading = self._socket, self._reading
        self._lost()
        if socket is not None:
            await socket.close()
        if reading is not None:
            await reading

    async def send(self) -> None:
        """Send what waits, oldest first, until all of it is answered, the network is gone, or it shall come later."""
        left = len(self.device.outbox) + 1
        while self.is_open and 0 < len(self.device.outbox) < left:
            left = len(self.device.outbox)
            self._acked.clear()
            await self._say(m="cmds", cmds=self.device.waiting(BATCH))
            await self._wait(self._acked)

    async def catch_up(self) -> None:
        """Read on until we stand where the log stands."""
        if self.is_open:
            self._is_level.clear()
            await self._follow()
            await self._wait(self._is_level)

    # ------------------------------------------------------------------ what the server says

    async def _read(self, socket: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for text in socket:
                await self._hear(json.loads(text))
        if socket is self._socket:
            self._lost()

    async def _hear(self, frame: dict[str, Any]) -> None:
        match frame["m"]:
            case "acks":
                self.device.settled(frame)
                self._acked.set()
            case "page" | "push":
                await self._take(frame)
            case "reset":
                # What follows goes on from there.
                self.device.replica.reset(frame)
            case _:
                # A newer server may say more.
                return

    async def _take(self, page: dict[str, Any]) -> None:
        if not self.device.replica.follows(page):
            await self._follow()
            return
        self.device.replica.take(page)
        await self._say(m="got", cur=page["cur"])
        if page["m"] == "page" and not page["more"]:
            self._is_level.set()
        if page["puts"] or page["dels"]:
            self.stirred()

    # ------------------------------------------------------------------ inside

    async def _follow(self) -> None:
        await self._say(m="sub", cur=self.device.replica.cur)

    async def _say(self, **frame: object) -> None:
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed):
                await self._socket.send(json.dumps(frame))

    async def _wait(self, answer: asyncio.Event) -> None:
        """Until it is there; whoever waits too long has lost the network."""
        try:
            async with asyncio.timeout(self.patience_s):
                await answer.wait()
        except TimeoutError:
            await self.close()

    def _lost(self) -> None:
        """Nobody hears us: whoever waits for an answer waits no longer, and what was not answered stays."""
        self._socket = self._reading = None
        self._acked.set()
        self._is_level.set()

    def _url(self) -> str:
        return str(self.http.base_url.join("/api/live")).replace("http", "ws", 1)
