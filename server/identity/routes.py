"""Signing in and out over HTTP, and the device token of sync."""

from typing import Any, Final

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import JSONBody

from schemas.shares import Share
from schemas.wire import AskToken, Became, BecomeDevice, Enrol, Enrolled, Session, Ticket, Token, TokenNonce
from server.identity.callers import COOKIE, Callers, address_of, from_home
from server.identity.rules import SESSION_MS
from server.signed import Signed

COOKIE_PATH: Final = "/api"

Bare = Request[Any, Any, Any]


@post("/session/enrol", status_code=200)
async def enrol(request: Bare, callers: NamedDependency[Callers], data: JSONBody[Enrol]) -> Response[Enrolled]:
    """Join with a code: the device is registered, its person signed in."""
    secret, enrolled = await callers.enrol(data, address=address_of(request), at_home=from_home(request))
    return Response(enrolled, cookies=[_cookie(request, secret, SESSION_MS // 1000)])


@get("/session", security=[{"session": []}])
async def session(request: Bare, callers: NamedDependency[Callers]) -> Session:
    """Who is signed in here, and the form token for everything but reading."""
    secret = callers.secret(request)
    return await callers.gate(secret).describe(secret)


@post("/session/leave", status_code=204, security=[{"session": []}])
async def leave(
    request: Bare, callers: NamedDependency[Callers], by_session: NamedDependency[Signed]
) -> Response[None]:
    """Sign out. What this browser has not sent stays with it."""
    secret = callers.secret(request)
    await callers.gate(secret).leave(secret, by_session)
    return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])


@post("/session/ticket", status_code=200, security=[{"session": []}])
async def ticket(request: Bare, callers: NamedDependency[Callers], by_session: NamedDependency[Signed]) -> Ticket:
    """A pass for one socket, to be shown within 30 seconds."""
    del by_session
    secret = callers.secret(request)
    return Ticket(ticket=await callers.gate(secret).ticket(secret))


@post("/session/share", status_code=200, security=[{"session": []}])
async def share(callers: NamedDependency[Callers], by_session: NamedDependency[Signed]) -> Share:
    """The server's part of the key that opens what lies on this phone, and how long the phone may keep it."""
    return await callers.gate(by_session.device_id).share(by_session)


@post("/sync/token", status_code=200)
async def token(callers: NamedDependency[Callers], data: JSONBody[AskToken]) -> TokenNonce | Token:
    """Two steps: a nonce to sign with the device key, then ten minutes of sync."""
    gate = callers.gate(data.device)
    if data.sig is None:
        return gate.nonce(data.device)
    return await gate.token(data)


@post("/sync/device", status_code=200)
async def become(request: Bare, callers: NamedDependency[Callers], data: JSONBody[BecomeDevice]) -> Response[Became]:
    """A copy of a device, told so by its welcome, becomes one of its own by the key that both hold."""
    secret, became = await callers.gate(data.device).become(data)
    if became.session is None:
        return Response(became)
    return Response(became, cookies=[_cookie(request, secret, SESSION_MS // 1000)])


def _cookie(request: Bare, value: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=value,
        max_age=max_age_s,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )


ROUTES = Router("/api", route_handlers=[enrol, session, leave, ticket, share, token, become])
"""Where `server.app` hangs signing in."""
