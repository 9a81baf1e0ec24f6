"""A live socket in this process: the frames a phone says and hears, without a network in between."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.phone import Phone
from tests.served import Served


class Socket:
    """One end of `/api/live`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.code: int | None = None
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._said.put_nowait({"type": "websocket.connect"})

    async def receive(self) -> dict[str, Any]:
        """What the application hears next."""
        return await self._said.get()

    async def send(self, message: dict[str, Any]) -> None:
        """What the application says."""
        self._sent.put_nowait(message)

    def say(self, frame: dict[str, Any]) -> None:
        """Send a frame."""
        self._said.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    def hang_up(self) -> None:
        """Leave."""
        self._said.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def hear(self) -> dict[str, Any]:
        """The next frame; when the other side closed, what it closed with."""
        async with asyncio.timeout(10):
            message = await self._sent.get()
            while message["type"] == "websocket.accept":
                message = await self._sent.get()
        if message["type"] != "websocket.send":
            self.code = message.get("code")
            self.heard.append(json.dumps({name: str(value) for name, value in message.items()}))
            return {"m": "closed", "code": self.code}
        self.heard.append(message["text"])
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def until(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these kinds, or the goodbye."""
        while True:
            frame = await self.hear()
            if frame["m"] in (*kinds, "closed"):
                return frame


@asynccontextmanager
async def a_socket(served: Served) -> AsyncIterator[Socket]:
    """A socket that was opened and has said nothing yet."""
    served.app.hub.start()
    socket = Socket()
    scope = {
        "type": "websocket",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "wss",
        "path": "/api/live",
        "raw_path": b"/api/live",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"field.example")],
        "server": ("field.example", 443),
        "client": ("192.0.2.7", 50_000),
        "subprotocols": [],
        "extensions": {},
    }
    app: Any = served.app.asgi
    async with asyncio.TaskGroup() as group:
        group.create_task(app(scope, socket.receive, socket.send))
        yield socket
        socket.hang_up()


async def follow(socket: Socket, phone: Phone, *, cur: str | None = None) -> None:
    """Say hello as this phone and read on from a cursor until there is nothing more."""
    socket.say(phone.hello_body() | {"m": "hello", "token": phone.token})
    welcome = await socket.until("welcome")
    phone.nonce = welcome.get("nonce", phone.nonce)
    socket.say({"m": "sub", "cur": cur})
    while (await socket.until("page", "push")).get("more", False):
        pass
