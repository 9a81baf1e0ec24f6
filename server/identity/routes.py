"""Signing in and out over HTTP, and the device token of sync."""

from typing import Any, Final

from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie

from schemas.wire import AskToken, Enrol, Enrolled, Session, Ticket, Token, TokenNonce
from server.errors import NotSignedIn
from server.identity.callers import COOKIE, Callers, address_of, from_home
from server.identity.rules import SESSION_MS, plain_code
from server.signed import Signed

COOKIE_PATH: Final = "/api"


def router(callers: Callers) -> Router:
    """The routes of sessions, plus the one of sync that needs no session."""

    @post("/session/enrol", status_code=200)
    async def enrol(request: Request[Any, Any, Any], data: Enrol) -> Response[Enrolled]:
        """Join with a code: the device is registered, its person signed in."""
        address, code = address_of(request), plain_code(data.code)
        callers.tries.check(address)
        try:
            gate = await callers.gate_of_code(code)
            secret, enrolled = await gate.enrol(data, at_home=from_home(request))
        except NotSignedIn:
            callers.tries.failed(address)
            raise
        await callers.code_used(code)
        return Response(enrolled, cookies=[_cookie(request, secret, SESSION_MS // 1000)])

    @get("/session")
    async def session(request: Request[Any, Any, Any]) -> Session:
        """Who is signed in here, and the form token for everything but reading."""
        secret = callers.secret(request)
        return await callers.gate(secret).describe(secret)

    @post("/session/leave", status_code=204)
    async def leave(request: Request[Any, Any, Any], by_session: Signed) -> Response[None]:
        """Sign out. What this browser has not sent stays with it."""
        secret = callers.secret(request)
        await callers.gate(secret).leave(secret, by_session)
        return Response(None, status_code=204, cookies=[_cookie(request, "", 0)])

    @post("/session/ticket", status_code=200)
    async def ticket(request: Request[Any, Any, Any], by_session: Signed) -> Ticket:
        """A pass for one socket, to be shown within 30 seconds."""
        secret = callers.secret(request)
        return Ticket(ticket=callers.gate(by_session.organization.tag + ".").ticket(secret))

    @post("/sync/token", status_code=200)
    async def token(data: AskToken) -> TokenNonce | Token:
        """Two steps: a nonce to sign with the device key, then ten minutes of sync."""
        gate = callers.gate(data.device)
        if data.sig is None:
            return gate.nonce(data.device)
        return await gate.token(data)

    return Router("/api", route_handlers=[enrol, session, leave, ticket, token], tags=["identity"])


def _cookie(request: Request[Any, Any, Any], value: str, max_age_s: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=value,
        max_age=max_age_s,
        path=COOKIE_PATH,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
