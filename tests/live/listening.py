"""The server on a port of this machine, in this process, as `field727 serve` configures it."""

import asyncio
import json
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from server.cli.serve import config
from server.web.protocol import LiveProtocol
from tests.live.line import PATIENCE_S
from tests.phone import Phone
from tests.served import Served


class Server:
    """uvicorn on a port of its own, as `field727 serve` configures it."""

    running: asyncio.Task[None]

    def __init__(self, served: Served, protocol: type[LiveProtocol] = LiveProtocol, sndbuf: int | None = None) -> None:
        made = config(served.app, served.settings)
        made.ws_protocol_class = protocol
        self.uvicorn = uvicorn.Server(made)
        self.listener = sockets.create_server(("127.0.0.1", 0))
        if sndbuf is not None:
            self.listener.setsockopt(sockets.SOL_SOCKET, sockets.SO_SNDBUF, sndbuf)
        self.port = self.listener.getsockname()[1]
        self.url = f"ws://127.0.0.1:{self.port}/api/live"

    def start(self) -> None:
        """Serve from now; what runs beside is the application's own matter."""
        self.running = asyncio.create_task(self.uvicorn.serve(sockets=[self.listener]))

    async def stop(self) -> None:
        """As Ctrl+C does."""
        self.uvicorn.should_exit = True
        await self.running
        self.listener.close()

    def cut(self) -> None:
        """Every connection is gone at once, as when a network fails."""
        for connection in list(self.uvicorn.server_state.connections):
            connection.transport.abort()

    async def is_alone(self) -> None:
        """Return when no connection is left."""
        while self.uvicorn.server_state.connections:
            others = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.wait(others, return_when="FIRST_COMPLETED", timeout=0.05)

    @asynccontextmanager
    async def following(self, phone: Phone, **more: Any) -> AsyncIterator[ClientConnection]:
        """A socket that has caught up with the log."""
        async with connect(self.url, proxy=None, close_timeout=0.1, **more) as socket:
            await socket.send(json.dumps(phone.hello_body() | {"m": "hello", "token": phone.token}))
            phone.nonce = json.loads(await socket.recv())["nonce"]
            await socket.send(json.dumps({"m": "sub", "cur": phone.replica.cur}))
            while (await self.take(socket, phone))["more"]:
                pass
            yield socket

    @staticmethod
    async def take(socket: ClientConnection, phone: Phone) -> dict[str, Any]:
        """Take the next page or push into the phone's replica."""
        async with asyncio.timeout(PATIENCE_S):
            page: dict[str, Any] = json.loads(await socket.recv())
        phone.replica.take(page)
        return page
