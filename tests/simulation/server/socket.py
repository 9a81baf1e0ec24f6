"""A socket across the network of a world: frames arrive late, in their order, until one side is gone."""

import asyncio
from collections.abc import Mapping
from typing import Any

import msgspec

from tests.simulation.server.network import HOST, Network, Weather

HALF_OPEN_S = 60.0
"""So long the server may believe that a phone is there which is not."""


class Socket:
    """The phone's end."""

    def __init__(self, network: Network, weather: Weather) -> None:
        self._network = network
        self._weather = weather
        self._loop = asyncio.get_running_loop()
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._to_phone: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._up_at = self._down_at = 0.0
        self.is_closed = False
        self._to_server.put_nowait({"type": "websocket.connect"})
        if network.server.is_up and not weather.is_away:
            network.server.cuts[self.cut] = None
            network.server.spawn(self._serve())
        else:
            self.cut()

    def say(self, frame: Mapping[str, Any]) -> None:
        """Send a frame; it may never arrive."""
        if self._is_broken():
            return
        self._up_at = self._soon(self._up_at)
        message = {"type": "websocket.receive", "text": msgspec.json.encode(frame).decode()}
        self._loop.call_at(self._up_at, self._to_server.put_nowait, message)

    async def hear(self, most_s: float, stirred: asyncio.Event) -> dict[str, Any] | None:
        """The next frame; None when the time is over, something is to be said, or nobody is there any more."""
        if self.is_closed and self._to_phone.empty():
            return None
        hearing = self._loop.create_task(self._to_phone.get())
        stirring = self._loop.create_task(stirred.wait())
        try:
            await asyncio.wait({hearing, stirring}, timeout=most_s, return_when=asyncio.FIRST_COMPLETED)
            return hearing.result() if hearing.done() else None
        finally:
            hearing.cancel()
            stirring.cancel()

    def cut(self) -> None:
        """The line is gone; this side knows at once, the server some time later."""
        if self.is_closed:
            return
        self.is_closed = True
        self._network.server.cuts.pop(self.cut, None)
        self._to_phone.put_nowait(None)
        late = self._network.dice.between(0.0, HALF_OPEN_S)
        self._loop.call_later(late, self._to_server.put_nowait, {"type": "websocket.disconnect", "code": 1006})

    def _is_broken(self) -> bool:
        """A network that loses answers loses sockets."""
        if not self.is_closed and (self._weather.is_away or self._network.dice.happens(self._weather.loss / 4)):
            self._network.lost += 1
            self.cut()
        return self.is_closed

    def _soon(self, last: float) -> float:
        return max(last, self._loop.time() + self._network.dice.between(0.001, self._weather.slow_s))

    async def _serve(self) -> None:
        app = self._network.server.app
        assert app is not None
        scope: Any = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "scheme": "wss",
            "path": "/api/live",
            "raw_path": b"/api/live",
            "query_string": b"",
            "root_path": "",
            "headers": [(b"host", HOST)],
            "client": ("192.0.2.7", 50_000),
            "server": ("field.example", 443),
            "subprotocols": [],
            "state": {},
        }

        async def receive() -> Any:
            return await self._to_server.get()

        async def send(message: Mapping[str, Any]) -> None:
            if message["type"] == "websocket.send":
                self._down(msgspec.json.decode(message["text"]))
            elif message["type"] == "websocket.close":
                self._down(None)

        await app.asgi(scope, receive, send)
        self._down(None)

    def _down(self, frame: dict[str, Any] | None) -> None:
        if self._is_broken():
            return
        self._down_at = self._soon(self._down_at)
        self._loop.call_at(self._down_at, self._arrives, frame)

    def _arrives(self, frame: dict[str, Any] | None) -> None:
        if self.is_closed:
            return
        if frame is None:
            self.cut()
        else:
            self._to_phone.put_nowait(frame)
