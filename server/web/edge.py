"""What every request passes first: who may ask from where, how much may be sent, and how slowly.

Every answer leaves here with what keeps a browser on our side. One ASGI layer around everything. Bodies arrive
whole before a route runs: at most 1 MiB, within ten seconds, and JSON is checked for depth, double keys and numbers a
browser cannot hold.
"""

import asyncio
import logging
from typing import Final
from urllib.parse import urlsplit

import msgspec
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPReceiveMessage,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
    WebSocketReceiveMessage,
    WebSocketScope,
)

from schemas.problems import Problem
from server.clock import Clock
from server.decode import BODY, decode
from server.errors import BadOrigin, Refusal, TooLarge
from server.web.problems import MEDIA_TYPE, encoded, headers_of, of_refusal, of_status

BODY_S: Final = 10.0
"""How long a body may take to arrive (protocol.md §5)."""

REFUSED: Final = 400
"""From here on a status says no: worth a line in the log."""

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})

ROW_BY_ROW: Final = frozenset({"/api/sync/commands"})
"""Read row by row by whoever takes it: one that is wrong must not spoil the others."""

# Only 'self' in every direction: no inline script, no other host, no frame, no plug-in.
CONTENT_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; require-trusted-types-for 'script'; trusted-types field727"
)

ALWAYS: Final = {
    b"content-security-policy": CONTENT_POLICY.encode(),
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
}
NO_STORE: Final = (b"cache-control", b"no-store")
HTTPS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000")

access = logging.getLogger("field727.access")


class Edge:
    """The layer around the application."""

    def __init__(self, app: ASGIApp, *, clock: Clock, public_url: str | None = None, body_s: float = BODY_S) -> None:
        """Guard this application; `public_url` is an origin of ours beside the Host of the request."""
        self._app = app
        self._clock = clock
        self._body_s = body_s
        self._public_origin = None if public_url is None else _origin(public_url)
        # Never for localhost, where a browser would remember it for every other server of this machine.
        self._is_https_only = (self._public_origin or "").startswith("https://")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] == ScopeType.HTTP:
            await self._http(scope, receive, send)
        elif scope["type"] == ScopeType.WEBSOCKET:
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        answer = _Answer(send, is_https_only=scope["scheme"] == "https" and self._is_https_only)
        started = self._clock.mono()
        try:
            if scope["method"] not in SAFE:
                self._check_origin(scope)
            body = await self._body(scope, receive)
            await self._app(scope, _replay(body, receive), answer)
        except Refusal as refusal:
            await answer.problem(of_refusal(refusal))
        except _WrongMedia:
            await answer.problem(of_status(415, "Send JSON, and say so in Content-Type"))
        except _TooSlow:
            await answer.problem(of_status(408, "The body did not arrive in time"))
        except _Gone:
            return
        finally:
            self._note(scope, answer.status, started)

    def _note(self, scope: HTTPScope, status: int, started: float) -> None:
        """Log the path as its route declares it: what stands in its places or follows a ? is the caller's."""
        took_ms = round((self._clock.mono() - started) * 1000)
        path = str(scope.get("path_template", scope["path"]))[:200]
        told = {"method": scope["method"], "path": path, "status": status, "ms": took_ms}
        access.log(logging.DEBUG if 0 < status < REFUSED else logging.INFO, "request", extra=told)

    async def _websocket(self, scope: WebSocketScope, receive: Receive, send: Send) -> None:
        try:
            self._check_origin(scope)
            _check_cookie(scope)
        except BadOrigin as refusal:
            await _deny(scope, receive, send, of_refusal(refusal))
            return
        await self._app(scope, receive, send)

    def _check_origin(self, scope: HTTPScope | WebSocketScope) -> None:
        origin = _header(scope, b"origin")
        if origin is None:
            return
        host = (_header(scope, b"host") or "").lower()
        own = {f"http://{host}", f"https://{host}", self._public_origin}
        if not host or origin.lower() not in own:
            raise BadOrigin("Asked by a page of another site")

    async def _body(self, scope: HTTPScope, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._body_s):
                body = await _read(scope, receive)
        except TimeoutError:
            raise _TooSlow from None
        if body and scope["method"] not in SAFE:
            media = (_header(scope, b"content-type") or "").partition(";")[0].strip().lower()
            if media != "application/json":
                raise _WrongMedia
            if scope["path"] not in ROW_BY_ROW:
                body = bytes(decode(body, msgspec.Raw))
        return body


class _WrongMedia(Exception):
    """The body is not JSON, or does not say so."""


class _TooSlow(Exception):
    """The body did not arrive in time."""


class _Gone(Exception):
    """Whoever asked has hung up."""


class _Answer:
    """The way out: adds what every answer carries, and remembers its status."""

    def __init__(self, send: Send, *, is_https_only: bool) -> None:
        self._send = send
        self._is_https_only = is_https_only
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = self._with_ours(list(message.get("headers", [])))
        await self._send(message)

    async def problem(self, found: Problem) -> None:
        """Answer with a problem; the connection ends, for there may be more of the body to come."""
        if self.status:
            return
        body = encoded(found)
        headers = {"content-type": MEDIA_TYPE, "content-length": str(len(body)), "connection": "close"}
        raw = [(name.lower().encode(), value.encode()) for name, value in (headers | headers_of(found.status)).items()]
        await self({"type": "http.response.start", "status": found.status, "headers": raw})
        await self({"type": "http.response.body", "body": body, "more_body": False})

    def _with_ours(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        given = {name.lower() for name, _ in headers}
        ours = [(name, value) for name, value in ALWAYS.items() if name not in given]
        if NO_STORE[0] not in given:
            ours.append(NO_STORE)
        if self._is_https_only:
            ours.append(HTTPS_ONLY)
        return headers + ours


async def _read(scope: HTTPScope, receive: Receive) -> bytes:
    said = _header(scope, b"content-length")
    if said is not None and (not said.isdigit() or int(said) > BODY):
        raise TooLarge(f"at most {BODY} bytes")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > BODY:
            raise TooLarge(f"at most {BODY} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    waiting = [body]

    async def replayed() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed


async def _deny(scope: WebSocketScope, receive: Receive, send: Send, found: Problem) -> None:
    """Refuse a socket before the upgrade: a browser learns a status, and nothing was accepted."""
    await receive()
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": 4403, "reason": found.code})
        return
    headers = [(b"content-type", MEDIA_TYPE.encode()), NO_STORE, *ALWAYS.items()]
    await send({"type": "websocket.http.response.start", "status": found.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": encoded(found), "more_body": False})


def _check_cookie(scope: WebSocketScope) -> None:
    """A browser always names its origin; whoever does not shall not ride on a cookie."""
    if _header(scope, b"origin") is None and _header(scope, b"cookie") is not None:
        raise BadOrigin("A cookie without an Origin opens no socket")


def _header(scope: HTTPScope | WebSocketScope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
