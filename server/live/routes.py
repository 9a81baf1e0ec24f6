"""The live door: `WS /api/live`."""

from functools import partial
from typing import Any

from litestar import Router, WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect, WebSocketException

from schemas.wire import Hello
from server.identity.callers import Callers
from server.identity.rules import Standing
from server.live.hub import Hub
from server.live.socket import Caller, Conversation
from server.sync.branches import Branches

Socket = WebSocket[Any, Any, Any]


class SocketPipe:
    """A Litestar socket as a pipe of text frames."""

    def __init__(self, socket: Socket) -> None:
        """A socket that was accepted."""
        self._socket = socket

    async def receive_text(self) -> str | None:
        """The next frame, or None when the other side is gone."""
        try:
            return str(await self._socket.receive_data(mode="text"))
        except (WebSocketDisconnect, WebSocketException):
            return None

    async def send_text(self, text: str) -> None:
        """Hand a frame to the network; a `ConnectionError` says that the other side is gone."""
        try:
            await self._socket.send_data(text, mode="text")
        except (OSError, RuntimeError, WebSocketException) as error:
            raise ConnectionError("gone") from error

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye with a reason a browser can read; the other side may be gone already."""
        try:
            await self._socket.close(code=code, reason=reason)
        except (OSError, RuntimeError, WebSocketException):
            return


async def identify(hello: Hello, callers: Callers, branches: Branches, *, has_origin: bool) -> Caller:
    """Who said hello, by ticket or token.

    Raises: NotSignedIn, Revoked, BadOrigin.
    """
    signed = await callers.by_hello(hello, has_origin=has_origin)

    async def standing() -> Standing | None:
        return await callers.standing(signed)

    return Caller(
        branch=branches.of(signed.organization.tag),
        actor=signed.actor,
        full=signed.kind == "full" and signed.revoked_at is None,
        standing=standing,
    )


@websocket("/live")
async def live(
    socket: Socket, hub: NamedDependency[Hub], branches: NamedDependency[Branches], callers: NamedDependency[Callers]
) -> None:
    """Talk to one phone or desk until it is gone; refuse only after accepting, so that a browser sees why."""
    await socket.accept()
    known = partial(identify, callers=callers, branches=branches, has_origin="origin" in socket.headers)
    await Conversation(SocketPipe(socket), hub).hold(known)


ROUTES = Router("/api", route_handlers=[live])
"""Where `server.app` hangs the live door."""
