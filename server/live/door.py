"""The live door: `WS /api/live`, spoken in plain ASGI.

Five thousand sockets that mostly say nothing are what a city costs at night. A route of the framework would keep its
request, its headers twice and a dozen frames for each of them, and would be passed by every push.
"""

from functools import partial
from typing import Final

from litestar.types import Receive, Scope, Send

from schemas.wire import Hello
from server.identity.callers import Callers
from server.identity.store import standings
from server.live.hub import Hub
from server.live.socket import Caller, Conversation
from server.sync.branches import Branches

LIVE: Final = "/api/live"
"""Where it is."""


class SocketPipe:
    """A socket that was accepted, as a pipe of text frames."""

    __slots__ = ("_receive", "_send")

    def __init__(self, receive: Receive, send: Send) -> None:
        """The two ends that the server gave."""
        self._receive = receive
        self._send = send

    async def receive_text(self) -> str | None:
        """The next frame, or None when the other side is gone."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return None
        return message.get("text") or ""

    async def send_text(self, text: str) -> None:
        """Hand a frame to the network; a `ConnectionError` says that the other side is gone."""
        try:
            await self._send({"type": "websocket.send", "text": text, "bytes": None})
        except (OSError, RuntimeError) as error:
            raise ConnectionError("gone") from error

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye with a reason a browser can read; the other side may be gone already."""
        try:
            await self._send({"type": "websocket.close", "code": code, "reason": reason})
        except (OSError, RuntimeError):
            return


async def identify(hello: Hello, callers: Callers, branches: Branches, *, has_origin: bool) -> Caller:
    """Who said hello, by ticket or token.

    Raises: NotSignedIn, Revoked, BadOrigin.
    """
    signed = await callers.by_hello(hello, has_origin=has_origin)
    return Caller(
        branch=branches.of(signed.organization.tag),
        actor=signed.actor,
        full=signed.kind == "full" and signed.revoked_at is None,
        standings=standings,
    )


class LiveDoor:
    """Talks to one phone or desk until it is gone; refuses only after accepting, so that a browser sees why."""

    def __init__(self, hub: Hub, branches: Branches, callers: Callers) -> None:
        """A door of these organizations."""
        self._hub = hub
        self._branches = branches
        self._callers = callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the conversation of one socket."""
        await receive()
        await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
        has_origin = any(name == b"origin" for name, _ in scope["headers"])
        known = partial(identify, callers=self._callers, branches=self._branches, has_origin=has_origin)
        # Nothing of the request is asked for again, and a conversation lasts a shift.
        scope["headers"] = []
        await Conversation(SocketPipe(receive, send), self._hub).hold(known)
