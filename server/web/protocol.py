"""uvicorn's protocols with deadlines: whoever does not finish a head, or does not take a goodbye, is hung up on."""

import asyncio
from typing import Any, Final

import h11
from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

HEAD_S: Final = 10.0
"""How long the head of a request may take (protocol.md §5)."""

GOODBYE_S: Final = 10.0
"""How long whoever reads slowly may take to read why the socket is closed."""


class DeadlineProtocol(H11Protocol):
    """Waits ten seconds for a head: after connecting, and after the first byte of every later request."""

    head_s = HEAD_S

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Count from the moment somebody connects: uvicorn makes one of these for each connection."""
        super().__init__(config, server_state, app_state, _loop)
        self._deadline: asyncio.TimerHandle | None = None
        self._arm()

    def data_received(self, data: bytes) -> None:
        """Count on while a head is half there; stop once it is whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._disarm()
        elif self._deadline is None and not self.transport.is_closing():
            self._arm()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From here the socket has deadlines of its own."""
        self._disarm()
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """The next head has not begun: the keep-alive timeout counts now."""
        self._disarm()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        self._disarm()
        super().connection_lost(exc)

    def _arm(self) -> None:
        self._deadline = self.loop.call_later(self.head_s, self._hang_up)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        # None for as long as nobody has connected, which is never for a loop turn.
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()


class LiveProtocol(WebSocketsSansIOProtocol):
    """Says goodbye also to somebody who reads nothing, and does not keep the connection for them."""

    goodbye_s = GOODBYE_S
    _leaving: asyncio.TimerHandle | None = None

    async def send(self, message: ASGISendEvent) -> None:
        """Send in turn, but do not make a goodbye wait until there is room for more."""
        if message["type"] == "websocket.close":
            self.writable.set()
            self._leaving = self.loop.call_later(self.goodbye_s, self.transport.abort)
        await super().send(message)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is waited for any more."""
        if self._leaving is not None:
            self._leaving.cancel()
        super().connection_lost(exc)
